"""``slagen text``: the text of what slagen built; of anything else, a line that says which it is."""

from __future__ import annotations

from pathlib import Path

import factory
import pikepdf
import pytest
from cli.runner import Run

from slagen.render import markdown, tree_json


def test_json_that_slagen_built(slagen: Run, tmp_path: Path) -> None:
    document = factory.rich_document()
    (tmp_path / "built.json").write_text(tree_json.render(document), "utf-8")
    ran = slagen("text", tmp_path / "built.json")
    assert (ran.code, ran.out) == (0, markdown.render(document))


@pytest.mark.parametrize("content", [b"%PDF-1.7\n\xff", b"PK\x03\x04\xff", b"{", b"\xff\xfe", b'{"id": 1}'])
def test_what_can_not_be_read_is_named_by_its_hash(slagen: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    ran = slagen("text", tmp_path / "file")
    assert ran.code == 0
    assert ran.out.startswith(f"{len(content)} bytes, SHA-256 ")


def test_a_pdf_of_others_is_named_by_its_hash(slagen: Run, tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "other.pdf")
    assert " bytes, SHA-256 " in slagen("text", tmp_path / "other.pdf").out


def test_plain_text_is_itself_and_a_missing_file_is_told(slagen: Run, tmp_path: Path) -> None:
    (tmp_path / "file.md").write_text("文字\n", "utf-8")
    assert slagen("text", tmp_path / "file.md").out == "文字\n"
    ran = slagen("text", tmp_path / "missing.pdf")
    assert (ran.code, "can't be read" in ran.err) == (2, True)
