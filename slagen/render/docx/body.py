"""The parts of the document in order; an annex alone; footnotes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from slagen.render import ooxml
from slagen.render.docx.clauses import clauses_of, headed
from slagen.render.docx.contents import contents_page
from slagen.render.docx.cover import cover_page
from slagen.render.docx.inlines import paragraphs_of, run_in, runs_of
from slagen.render.docx.passages import Piece, apart, laid_out
from slagen.render.docx.signature import signature_page
from slagen.render.docx.writer import Writer
from slagen.render.ooxml import Element
from slagen.render.ooxml.letterhead import Letterhead
from slagen.tree import Annex, Chapter, Fact, Section


def body(writer: Writer, running: Element, letterhead: Letterhead | None = None) -> Iterator[Element]:
    """All blocks of an agreement in order; the cover and the contents end a section each."""
    document = writer.document
    cover, listing = list(cover_page(writer, document.cover)), list(contents_page(writer))
    ooxml.end_section(cover[-1], running)
    ooxml.end_section(listing[-1], ooxml.section(writer.theme, letterhead=letterhead))
    main = laid_out(writer, (piece for chapter in document.chapters for piece in _chapter(writer, chapter)))
    signature = () if document.signature is None else signature_page(writer, document.signature)
    yield from apart(writer, chain(cover, listing, main, signature, _annexes(writer)))


def annex_alone(writer: Writer) -> Iterator[Element]:
    """An annex below a few lines that say whose it is."""
    cover = writer.document.cover
    for annex in writer.document.annexes:
        heading, *pieces = _annex(writer, annex)
        yield from paragraphs_of("AnnexSource", cover.title, writer)
        if annex.heading.number or any(writer.says(annex.heading.title)):
            yield from laid_out(writer, [heading])
        for fact in (*cover.facts, *cover.parties):
            yield ooxml.paragraph("AnnexFact", [*run_in(fact.label, writer, "CoverLabel"), *_beside(writer, fact)])
        yield from paragraphs_of("CoverNote", cover.note, writer)
        yield from apart(writer, laid_out(writer, pieces))


def _beside(writer: Writer, fact: Fact) -> list[Element]:
    return [ooxml.tab(writer.languages[0]), *run_in(fact.value, writer)]


def _annexes(writer: Writer) -> Iterator[Element]:
    for annex in writer.document.annexes:
        blocks = laid_out(writer, _annex(writer, annex))
        if writer.side_by_side:  # LibreOffice starts no page in a table that touches another
            first = writer.end(ooxml.paragraph("TableSpace", ()), annex.heading.change)
        else:
            first = next(blocks)
        ooxml.break_before(first)
        yield from (first, *blocks)


def _chapter(writer: Writer, chapter: Chapter) -> Iterator[Piece]:
    yield headed(writer, chapter.heading, "body", top=chapter is writer.document.chapters[0])
    for section in chapter.sections:
        yield from _section(writer, section)


def _section(writer: Writer, section: Section) -> Iterator[Piece]:
    yield headed(writer, section.heading, "body")
    yield from clauses_of(writer, section.clauses, "body")


def _annex(writer: Writer, annex: Annex) -> Iterator[Piece]:
    yield headed(writer, annex.heading, "annex", top=True)
    yield from clauses_of(writer, (annex.clause,), "annex")


def footnotes(writer: Writer) -> Iterator[Element]:
    """The words of each footnote in each language, in the order of their calls."""
    for note in writer.document.notes:
        for lang in writer.languages:
            yield ooxml.note_paragraph(lang, runs_of(note.content.get(lang), lang, writer))
