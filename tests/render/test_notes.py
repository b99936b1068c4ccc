"""Footnotes in every output."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import judges
import pytest
from lxml import etree
from signed import CSS, built

from slagen.render import docx, html, markdown, tree_json
from slagen.render.docx.read_back import read_notes
from slagen.tree import Document, Note, Paragraph, blocks, plain
from tests.render.factory import both, in_language, rich_document, theme

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ZH, EN = "依据：《示例法》第{}条 <b>。", "Basis: Article {} of the *Sample* Act."


def noted(document: Document) -> Document:
    """The agreement with a note at each of two paragraphs."""
    keys = [block.key for block in blocks(document) if isinstance(block, Paragraph) and block.key][:3:2]
    notes = (Note(key, both(ZH.format(n), EN.format(n))) for n, key in enumerate(keys, 1))
    return replace(document, notes=tuple(notes))


@pytest.fixture(scope="module")
def document() -> Document:
    return noted(rich_document("parallel"))


def expected(document: Document) -> list[str]:
    """The notes in the order in which they are called."""
    return [plain(note.content.get(lang)) for note in document.notes for lang in document.languages]


@pytest.fixture(scope="module")
def pdf(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("notes") / "noted.pdf"
    file.write_bytes(built(_printable(document)))
    return file


def _printable(document: Document) -> Document:
    """The agreement without the values that its fonts lack characters for."""
    chapter, *chapters = document.chapters
    section, *sections = chapter.sections
    clause = section.clauses[0]
    blocks_ = tuple(replace(block, children=()) if isinstance(block, Paragraph) else block for block in clause.blocks)
    section = replace(section, clauses=(replace(clause, blocks=blocks_),))
    return replace(document, chapters=(replace(chapter, sections=(section, *sections)), *chapters))


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_a_pdf_with_footnotes_is_archival_and_accessible(pdf: Path, profile: str) -> None:
    assert judges.pdf_failures(pdf.read_bytes(), profile) == []


def test_footnotes_stand_at_the_foot_of_the_page_that_calls_them(pdf: Path, document: Document) -> None:
    texts = ["".join(text.split()) for text in judges.page_texts(pdf)]
    for number, said in enumerate(expected(document), 1):
        page = next(text for text in texts if f"{number}.{''.join(said.split())}" in text)
        paragraph = next(block for block in blocks(document) if getattr(block, "key", "") == _key(document, number))
        lang = document.languages[(number - 1) % 2]
        assert "".join(plain(paragraph.content.get(lang)).split())[-10:] + str(number) in page  # type: ignore[union-attr]


def _key(document: Document, number: int) -> str:
    return document.notes[(number - 1) // len(document.languages)].key


def test_a_screen_shows_them_below_all_with_links_both_ways(document: Document) -> None:
    page = html.render(document, theme(), CSS)
    root = etree.HTML(page)
    calls = root.xpath("//sup[@class='call']/a")
    notes = root.xpath("//section[@class='notes']/p")
    assert [call.text for call in calls] == ["1", "2", "3", "4"]
    assert [call.get("href") for call in calls] == [f"#{note.get('id')}" for note in notes]
    assert [note.find("a").get("href") for note in notes] == [f"#{call.get('id')}" for call in calls]
    shown = [re.sub(r"^\d+\. ", "", "".join(note.itertext())) for note in notes]
    assert shown == expected(document)
    assert [note.get("lang") for note in notes] == ["zh-CN", "en-GB"] * 2


def test_markdown_has_footnotes(document: Document) -> None:
    text = markdown.render(document)
    assert re.findall(r"\S(\[\^\d\])\n", text) == [f"[^{number}]" for number in range(1, 5)]
    *_, last = re.findall(r"^\[\^(\d)\]: (.*)$", text, re.MULTILINE)
    assert last == ("4", r"Basis: Article 2 of the \*Sample\* Act.")


def test_json_has_them_and_is_read_back(document: Document) -> None:
    printed = tree_json.render(document)
    assert tree_json.read(printed.encode()) == document
    assert "notes" not in json.loads(tree_json.render(replace(document, notes=())))


@pytest.fixture(scope="module")
def word(document: Document) -> bytes:
    return docx.render(document, theme(), {})


def part(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(f"word/{name}.xml"))


def test_word_has_native_footnotes(word: bytes, document: Document) -> None:
    calls = [each.get(f"{W}id") for each in part(word, "document").iter(f"{W}footnoteReference")]
    notes = {
        each.get(f"{W}id"): "".join(each.itertext(f"{W}t")).strip() for each in part(word, "footnotes")
        if each.get(f"{W}type") is None
    }  # fmt: skip
    assert [notes[call] for call in calls] == expected(document)
    assert len(notes) == len(calls)
    marks = {
        (run.find(f"{W}rPr/{W}lang").get(f"{W}eastAsia")) for run in part(word, "footnotes").iter(f"{W}r")
        if run.find(f"{W}t") is not None
    }  # fmt: skip
    assert marks == {"zh-CN", None}


def test_the_text_of_a_clause_is_not_the_call_of_its_note(word: bytes) -> None:
    """What stands in a clause's bookmark is the clause, by which it is known again."""
    for call in part(word, "document").iter(f"{W}footnoteReference"):
        run = call.getparent()
        assert run.getnext() is None
        assert run.getprevious().tag in (f"{W}bookmarkEnd", f"{W}r")


def test_microsofts_validator_finds_no_error(word: bytes, tmp_path: Path) -> None:
    file = tmp_path / "noted.docx"
    file.write_bytes(word)
    assert judges.schema_errors(file) == []


def test_a_docx_whose_footnotes_say_something_else_is_refused(word: bytes, document: Document) -> None:
    other = replace(document, notes=document.notes[:1])
    with pytest.raises(docx.RenderError, match="footnotes"):
        read_notes(word, other)


def test_without_notes_a_docx_has_no_footnotes() -> None:
    with zipfile.ZipFile(io.BytesIO(docx.render(in_language("zh"), theme(), {}))) as package:
        assert "word/footnotes.xml" not in package.namelist()
