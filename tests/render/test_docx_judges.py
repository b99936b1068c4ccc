"""The DOCX in the eyes of others: LibreOffice's pages, and Microsoft's validator."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import judges
import pytest
from docx_parts import VARIANTS, Parts, numbered, variant, written
from factory import HOSTILE, theme

from slagen.render.docx import render
from slagen.render.options import Options


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The text of each variant's pages as LibreOffice sets them, in reading order without white space."""
    judges.needs("soffice")
    judges.needs("pdftotext")
    folder = tmp_path_factory.mktemp("office")
    for name in VARIANTS:
        (folder / f"{name}.docx").write_bytes(written(name).data)
    everything = Options(content_controls=True, protect=True)
    (folder / f"{FORM}.docx").write_bytes(render(variant("interleaved"), theme(), {}, options=everything))
    names = (*VARIANTS, FORM)
    files = [str(folder / f"{name}.docx") for name in names]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {name: _squeezed(_text_of(folder / f"{name}.pdf")) for name in names}


FORM = "form"
"""The bilingual document with content controls and form fields."""


def _text_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True)
    return done.stdout.decode()


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", [*VARIANTS, FORM])
def test_libreoffice_shows_the_numbers_and_words_of_the_tree_in_order(name: str, converted: dict[str, str]) -> None:
    text, at = converted[name], 0
    hostile = {*HOSTILE}
    for label, said in numbered(variant("interleaved" if name == FORM else name)):
        if said in hostile:
            continue  # right-to-left marks and glyphs without a font change what pdftotext finds, not the file
        start = _squeezed(label + said)[:24]
        found = text.find(start, at)
        assert found >= 0, f"{start} is not after {text[at : at + 60]}"
        at = found + len(start)


@pytest.mark.parametrize("name", VARIANTS)
def test_libreoffice_shows_references_page_numbers_and_repeated_headers(name: str, converted: dict[str, str]) -> None:
    text, languages = converted[name], variant(name).languages
    shown = {
        "zh": ("交付要求见第2章。", "服务指标见第2.2条，时限见第2.1.2条，服务级别见附件1。", "按照2款通知"),
        "en": ("governedbyChapter2.", "setoutinSection2.2,itstimesinSection2.1.2", "paragraph2ofthecontacts."),
    }
    footer = {"zh": r"第(\d+)页共(\d+)页", "en": r"Page(\d+)of(\d+)"}
    for lang in languages:
        assert [words_ for words_ in shown[lang] if words_ not in text] == []
        numbers = [(int(page), int(of)) for page, of in re.findall(footer[lang], text)]
        assert numbers == [(page, len(numbers) + 1) for page in range(2, len(numbers) + 2)]
    head = {"zh": "检查项目", "en": "CheckIntervalTarget"}[languages[0]] if len(languages) == 1 else "检查项目Check"
    assert text.count(head) >= 3


def test_microsofts_validator_finds_no_error(parts: Parts, tmp_path: Path) -> None:
    file = tmp_path / "agreement.docx"
    file.write_bytes(parts.data)
    assert judges.schema_errors(file) == []
