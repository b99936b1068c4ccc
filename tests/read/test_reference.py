"""A template's reference document: where it is looked for, and errors at its line for what is no DOCX."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from slagen.diagnostics import Code, InputError
from slagen.project import Project
from slagen.read.reference import LARGEST, Reference, read_reference
from slagen.read.template import load_template


def _docx() -> bytes:
    stream = io.BytesIO()
    docx.Document().save(stream)
    return stream.getvalue()


def _zip(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


_MACROS = b'<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'


def _read(root: Path, data: bytes | None) -> Reference | None:
    folder = root / "templates" / "ours"
    folder.mkdir(parents=True)
    (folder / "template.yaml").write_text("id: ours\nextends: standard\nreference: paper.docx\n", "utf-8")
    if data is not None:
        (folder / "paper.docx").write_bytes(data)
    project = Project(root, {})
    return read_reference(project, load_template(project, "ours"))


def test_it_stands_beside_the_template(tmp_path: Path) -> None:
    data = _docx()
    assert _read(tmp_path, data) == Reference("templates/ours/paper.docx", data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "no file templates/ours/paper.docx"),
        (b"", "no DOCX, or a damaged one"),
        (b"%PDF-1.7", "no DOCX, or a damaged one"),
        (_docx()[:3000], "no DOCX, or a damaged one"),
        (_zip(a=b"x"), "no DOCX, or a damaged one"),
        (_zip(**{"[Content_Types].xml": _MACROS}), "macros"),
        (bytes(LARGEST + 1), "larger than 8 MB"),
        (_zip(a=bytes(65 * 1024 * 1024)), "unpacks to more than 64 MB"),
    ],
)
def test_what_is_no_docx_is_an_error_at_its_line(data: bytes | None, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        _read(tmp_path, data)
    (found,) = caught.value.diagnostics
    assert (found.code, found.span.file, found.span.line) == (Code.TEMPLATE_FORM, "templates/ours/template.yaml", 3)
    assert said in found.message.en
    assert found.hint is not None
    assert ".docx" in found.hint.zh
