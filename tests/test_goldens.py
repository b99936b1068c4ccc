"""Golden files: the tree of a small contract and the parts of its DOCX, from a small library of their own.

``pytest --update-goldens`` writes what is got into ``tests/goldens``; read the difference before committing it.  The
library stands beside the goldens, so that drafting a clause does not touch them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from judges import ROOT
from lxml import etree

from slagen import project
from slagen.compiled import Compiled
from slagen.pipeline import compile_all, load
from slagen.render import docx

GOLDENS = ROOT / "tests" / "goldens"
PARTS = ("word/document.xml", "word/styles.xml", "word/numbering.xml", "word/header1.xml", "word/footer1.xml")


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Compiled:
    monkeypatch.setattr(project, "library_root", lambda: GOLDENS / "library")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return compile_all(load(ROOT / "tests" / "minimal" / "contract.yaml"), ["bilingual"])


def golden(name: str, got: str, update: bool) -> None:
    """What is got must be what the golden file says."""
    file = GOLDENS / name
    if update:
        file.write_text(got, encoding="utf-8")
    assert file.is_file(), f"there is no {name}; write it with --update-goldens"
    assert got == file.read_text(encoding="utf-8")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-goldens"))


@pytest.mark.parametrize("form", ["json", "md"])
def test_tree(form: str, compiled: Compiled, update: bool) -> None:
    (content,) = (content for _, content in compiled.outputs((form,)))  # type: ignore[arg-type]
    golden(f"minimal.{form}", content.decode(), update)


@pytest.fixture
def parts(compiled: Compiled) -> Mapping[str, bytes]:
    # Without laid-out pages, so that the goldens do not depend on the fonts of a machine.
    data = docx.render(compiled.document, compiled.template.theme, {})
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("part", PARTS)
def test_parts_of_docx(part: str, parts: Mapping[str, bytes], update: bool) -> None:
    golden(Path(part).name, _pretty(parts[part]), update)


def test_docx_has_all_parts_that_goldens_are_kept_of(parts: Mapping[str, bytes]) -> None:
    assert set(PARTS) <= set(parts)


def _pretty(part: bytes) -> str:
    root = etree.fromstring(part)
    etree.indent(root, " ")
    return str(etree.tostring(root, encoding="unicode")) + "\n"
