"""The government template: the page of GB/T 9704-2012, in PDF and DOCX."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import factory
import judges
import pytest
from signed import short

from slagen.model.template import Theme
from slagen.project import Project, library_root
from slagen.read.template import load_template
from slagen.render import docx, html, pdf
from slagen.tree import Chapter, Clause, Document, Section, plain

TEMPLATES = library_root() / "templates"
CSS = "\n".join((TEMPLATES / name).read_text("utf-8") for name in ("standard/print.css", "government/more.css"))
LINES, CHARACTERS = 22, 28
TEXT = "合同双方应当按照约定履行各自的义务并且互相通报有关情况"


@pytest.fixture(scope="module")
def theme() -> Theme:
    return load_template(Project(library_root(), {}), "government").template.theme


@pytest.fixture(scope="module")
def pages(theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three pages of plain Chinese text as a PDF."""
    document, file = _plain_text(), tmp_path_factory.mktemp("government") / "made.pdf"
    file.write_bytes(pdf.write(pdf.lay_out(html.render(document, theme, CSS, marked=False)), document))
    return file


def _plain_text() -> Document:
    """A document whose one section is a paragraph of three pages."""
    whole = short("zh")
    words = TEXT * (3 * LINES * CHARACTERS // len(TEXT))
    clause = Clause("plain", "1.0.0", factory.same("文"), (factory.paragraph("plain#x1", (), words, ""),), factory.SPAN)
    section = Section("1.1", factory.heading("plain", (1, 1), "正文", ""), (clause,))
    chapter = Chapter(factory.heading("chapter.1", (1,), "总则", ""), (section,))
    return replace(whole, chapters=(chapter,), annexes=(), page_of=factory.same("— {page} —"))


def _full(made: Path) -> list[str]:
    """The lines of the text area on the second page of plain text: the first begins with headings."""
    texts = judges.page_texts(made, 37, 35)
    first = next(number for number, text in enumerate(texts) if "总则" in text and TEXT[:20] in text)
    return texts[first + 1].splitlines()


def test_a_page_holds_22_lines_of_28_characters(pages: Path) -> None:
    assert [len(line) for line in _full(pages)] == [CHARACTERS] * LINES


def test_libreoffice_sets_22_lines_of_28_characters(theme: Theme, tmp_path: Path, profile: Path) -> None:
    file = tmp_path / "made.docx"
    file.write_bytes(docx.render(_plain_text(), theme, {}))
    assert judges.schema_errors(file) == []
    lines = [line.replace(" ", "") for line in _full(judges.to_pdf(file, tmp_path, profile))]
    assert [len(line) for line in lines] == [CHARACTERS] * LINES


def test_page_numbers_stand_outside(pages: Path) -> None:
    width = 210 * judges.MM
    for number, (height, words) in enumerate(judges.page_words(pages), 1):
        below = [word for word in words if word.top > height - 35 * judges.MM]
        assert " ".join(word.text for word in below) == ("" if number == 1 else f"— {number} —")
        assert all((word.left > width / 2) == bool(number % 2) for word in below)


def _much_to_sign() -> Document:
    """A document with as much on its signature page as the samples have."""
    document = short("both")
    assert document.signature
    zh, en = "本页为本协议的签署页。" * 5, "This is the signature page of the Agreement. " * 5
    parties = (replace(one, lines=(one.lines[0], *one.lines)) for one in document.signature.signatories)
    page = replace(document.signature, statement=factory.both(zh, en), signatories=tuple(parties))
    return replace(document, signature=page)


def test_a_bilingual_pdf_is_valid_and_its_signatures_stand_on_one_page(theme: Theme, tmp_path: Path) -> None:
    document, file = _much_to_sign(), tmp_path / "both.pdf"
    file.write_bytes(pdf.write(pdf.lay_out(html.render(document, theme, CSS, marked=False)), document))
    assert [judges.pdf_failures(file.read_bytes(), profile) for profile in ("3a", "ua1")] == [[], []]
    assert document.signature
    (page,) = [page for page in judges.page_texts(file, 37, 35) if plain(document.signature.heading.get("en")) in page]
    last = document.signature.signatories[-1].lines[-1]
    assert plain(last.label.get("en")) in page
