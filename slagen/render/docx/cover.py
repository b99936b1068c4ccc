"""The cover."""

from __future__ import annotations

from collections.abc import Iterator

from slagen.render import ooxml
from slagen.render.docx.inlines import paragraphs_of, run_in, words_of
from slagen.render.docx.writer import Writer
from slagen.render.ooxml import Element
from slagen.tree import Change, Cover, Fact


def cover_page(writer: Writer, cover: Cover) -> Iterator[Element]:
    """Logo, title, parties, facts and note, and a last paragraph that nobody sees."""
    if writer.logo is not None:
        yield ooxml.paragraph("CoverLogo", [writer.logo])
    for style, (lang, change) in zip(("Title", "Subtitle"), writer.spoken(cover.title), strict=False):
        yield writer.end(ooxml.paragraph(style, words_of(cover.title, lang, change, writer)), change)
    for fact in cover.parties:
        yield ooxml.paragraph("CoverPartyLabel", run_in(fact.label, writer))
        yield from paragraphs_of("CoverParty", fact.value, writer)
    for i, fact in enumerate(cover.facts):
        runs = writer.track(fact.change, writer.languages[0], _fact(writer, fact))
        yield writer.end(ooxml.paragraph("CoverFact" if i else "CoverFactFirst", runs), fact.change)
    yield from paragraphs_of("CoverNote", cover.note, writer)
    # What ends the section: of the other paragraphs a redline may take away any.
    yield ooxml.paragraph("CoverEnd", ())


def _fact(writer: Writer, fact: Fact) -> list[Element]:
    runs = [*run_in(fact.label, writer, "CoverLabel"), ooxml.tab(writer.languages[0])]
    before: Change | None = None
    for i, (lang, change) in enumerate(writer.spoken(fact.value)):
        runs += writer.track(change or before, lang, [ooxml.break_line(lang)]) if i else []
        runs += words_of(fact.value, lang, change, writer)
        before = change
    return runs
