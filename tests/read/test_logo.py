"""A template's logo: where it is looked for, what is taken, and errors at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from pictures import jpeg_frame, png

from slagen.diagnostics import Code, InputError
from slagen.project import Project
from slagen.read.logo import LARGEST, Picture, read_logo
from slagen.read.template import load_template

_TEMPLATE = """id: ours
extends: standard
theme:
  logo: {file: logo.png, alt: {zh: 标志, en: Logo}}
"""


def _read(root: Path, data: bytes | None) -> Picture | None:
    folder = root / "templates" / "ours"
    folder.mkdir(parents=True)
    (folder / "template.yaml").write_text(_TEMPLATE, "utf-8")
    if data is not None:
        (folder / "logo.png").write_bytes(data)
    project = Project(root, {})
    return read_logo(project, load_template(project, "ours"))


@pytest.mark.parametrize(
    ("data", "kind"), [(png(30, 10), "png"), (jpeg_frame(30, 10, 3), "jpeg"), (jpeg_frame(30, 10, 1), "jpeg")]
)
def test_its_kind_and_size_are_told_by_its_bytes(data: bytes, kind: str, tmp_path: Path) -> None:
    assert _read(tmp_path, data) == Picture("templates/ours/logo.png", data, kind, 30, 10)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "no file templates/ours/logo.png"),
        (b"", "no whole picture"),
        (b"<svg/>", "no whole picture"),
        (png(30, 10)[:-5], "no whole picture"),
        (png(0, 10), "no whole picture"),
        (jpeg_frame(30, 10, 4), "no whole picture"),
        (b"\xff\xd8\xff\xe0\x00\x04ab\xff\xd9", "no whole picture"),
        (b"\xff\xd8\xff\xff\xff\xff\xff\xff\xff\xff\xff\xd9", "no whole picture"),
        (png(30, 10) + bytes(LARGEST), "larger than 4 MB"),
    ],
)
def test_what_is_no_picture_is_an_error_at_its_line(data: bytes | None, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        _read(tmp_path, data)
    (found,) = caught.value.diagnostics
    assert (found.code, found.span.file, found.span.line) == (Code.TEMPLATE_FORM, "templates/ours/template.yaml", 4)
    assert said in found.message.en
    assert found.hint is not None


def test_a_template_that_extends_takes_the_logo_from_the_one_below(tmp_path: Path) -> None:
    _read(tmp_path, png(30, 10))
    more = tmp_path / "templates" / "more"
    more.mkdir()
    (more / "template.yaml").write_text("id: more\nextends: ours\n", "utf-8")
    project = Project(tmp_path, {})
    found = read_logo(project, load_template(project, "more"))
    assert found is not None
    assert found.name == "templates/ours/logo.png"
