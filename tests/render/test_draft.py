"""Drafts and line numbers: seen on each page of PDF and DOCX, no part of what it says, and valid."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from itertools import dropwhile, takewhile
from pathlib import Path

import factory
import judges
import pikepdf
import pytest
from printed import CSS, theme
from signed import short

from slagen.render import docx, html, markdown, pdf, tree_json
from slagen.render.options import Options
from slagen.render.provenance import Provenance
from slagen.sign.place import find
from slagen.sign.problem import SignError
from slagen.tree import Clause, Document, Note, Section

DRAFT = factory.both("草案", "DRAFT")
BOTH = Options(draft=True, line_numbers=True)


def _document(layout: str) -> Document:
    """A short document with a page of paragraphs, as a draft."""
    whole = short("both")
    zh, en = "双方应当按照约定履行各自的义务。" * 6, "Each Party shall perform its obligations as agreed. " * 6
    blocks = tuple(factory.paragraph(f"duties#p{turn}", (1, 1, turn), zh, en) for turn in range(1, 5))
    clause = Clause("duties", "1.0.0", factory.both("义务", "Duties"), blocks, factory.SPAN)
    section = Section("1.1", factory.heading("duties", (1, 1), "义务", "Duties"), (clause,))
    return replace(whole, chapters=(replace(whole.chapters[0], sections=(section,)),), layout=layout)


def _pdf(document: Document, *, line_numbers: bool = False) -> bytes:
    laid = pdf.lay_out(html.render(document, theme(), CSS, marked=False))
    pdf.underlay(laid, document, theme(), line_numbers=line_numbers)
    return pdf.write(laid, document, Provenance(b"{}", tree_json.printed(document).encode()))


@pytest.fixture(scope="module")
def made() -> Mapping[str, bytes]:
    """The document as it is, as a draft, and with numbered lines."""
    plain = _document("interleaved")
    draft = replace(plain, draft=DRAFT)
    return {"plain": _pdf(plain), "draft": _pdf(draft), "both": _pdf(draft, line_numbers=True)}


def _pages(data: bytes) -> list[list[str]]:
    """The words of each page in the order they are painted."""
    command = [judges.needs("pdftotext"), "-raw", "-enc", "UTF-8", "-", "-"]
    found = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()
    return [page.split() for page in found.split("\f")[:-1]]


def test_each_page_of_a_draft_says_so_and_nothing_else_that_is_new(made: Mapping[str, bytes]) -> None:
    for draft, plain in zip(_pages(made["draft"]), _pages(made["plain"]), strict=True):
        assert "".join(draft) == "草案DRAFT" + "".join(plain)


@pytest.mark.parametrize("name", ["draft", "both"])
def test_a_draft_is_archival_and_accessible(made: Mapping[str, bytes], name: str) -> None:
    assert [judges.pdf_failures(made[name], profile) for profile in ("3a", "ua1")] == [[], []]


def test_lines_are_numbered_on_each_page_from_one(made: Mapping[str, bytes]) -> None:
    pages = zip(_pages(made["both"]), _pages(made["plain"]), strict=True)
    numbered = [[word for word in page[: len(page) - len(plain)] if word.isdigit()] for page, plain in pages]
    counts = [len(numbers) for numbers in numbered]
    assert [list(map(str, range(1, count + 1))) for count in counts] == numbered
    assert counts[:2] == [0, 0], "cover and contents"
    assert max(counts) > 10


def test_lines_of_footnotes_are_not_numbered(made: Mapping[str, bytes]) -> None:
    note = Note("duties#p1", factory.both("依据：某法。", "Basis: an Act."))
    noted = _pages(_pdf(replace(_document("interleaved"), draft=DRAFT, notes=(note,)), line_numbers=True))
    assert any("Basis:" in page for page in noted)
    assert [_first_digits(page) for page in noted] == [_first_digits(page) for page in _pages(made["both"])]


def _first_digits(page: list[str]) -> list[str]:
    """The numbers that are painted before the words of a page."""
    return list(takewhile(str.isdigit, dropwhile(lambda word: not word.isdigit(), page[:60])))


def test_two_columns_are_numbered_on_both_sides() -> None:
    document = _document("parallel")
    plain, numbered = (_pages(_pdf(document, line_numbers=on)) for on in (False, True))
    numbers = [page[: len(page) - len(words)] for page, words in zip(numbered, plain, strict=True)]
    body = max(numbers, key=len)
    left = body.index("1", 1)
    assert body == [*map(str, range(1, left + 1)), *map(str, range(1, len(body) - left + 1))]


def test_a_draft_has_no_field_to_sign_in(made: Mapping[str, bytes]) -> None:
    assert find(made["plain"], "customer").field == "signature.customer"
    with pytest.raises(SignError, match="draft"):
        find(made["draft"], "customer")
    with pikepdf.open(BytesIO(made["draft"])) as file:
        assert "signature" not in {str(field.get("/T")) for field in file.Root.get("/AcroForm", {}).get("/Fields", [])}


def test_title_and_outputs_for_reading_say_that_it_is_a_draft(made: Mapping[str, bytes]) -> None:
    draft = replace(_document("interleaved"), draft=DRAFT)
    with pikepdf.open(BytesIO(made["draft"])) as file:
        assert str(file.docinfo.Title).endswith(" 草案")
    assert markdown.render(draft).startswith("**草案 DRAFT**\n")
    assert '<p class="draft"><span lang="zh-CN">草案</span>' in html.render(draft, factory.theme(), CSS)
    assert tree_json.read(tree_json.printed(draft).encode()).draft == DRAFT


def test_headers_of_a_docx_have_words_watermark_and_its_last_section_numbered_lines(tmp_path: Path) -> None:
    note = Note("duties#p1", factory.both("依据：某法。", "Basis: an Act."))
    document = replace(_document("interleaved"), draft=DRAFT, notes=(note,))
    file = tmp_path / "draft.docx"
    file.write_bytes(docx.render(document, factory.theme(), {}, options=BOTH))
    assert judges.schema_errors(file) == []
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name).decode() for name in package.namelist() if name.endswith(".xml")}
    headers = [text for name, text in parts.items() if name.startswith("word/header")]
    marks = [re.findall(r'id="(PowerPlusWaterMarkObject\d+)"[^>]* alt="草案 DRAFT"', text) for text in headers]
    assert sorted(marks) == [["PowerPlusWaterMarkObject1"], ["PowerPlusWaterMarkObject2"]]
    sections = re.findall(r"<w:sectPr.*?</w:sectPr>", parts["word/document.xml"], re.DOTALL)
    assert ["lnNumType" in each for each in sections] == [False, False, True]
    [noted] = re.findall(r'w:styleId="FootnoteText">.*?</w:style>', parts["word/styles.xml"], re.DOTALL)
    assert "suppressLineNumbers" in noted
    assert "<cp:contentStatus>Draft</cp:contentStatus>" in parts["docProps/core.xml"]
