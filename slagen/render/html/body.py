"""The parts of the document in order; an annex alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from slagen.model.template import Manners, Theme
from slagen.render import look
from slagen.render.html.clauses import clauses_of
from slagen.render.html.contents import contents_page
from slagen.render.html.cover import cover_page, facts_table
from slagen.render.html.headings import headed, is_said
from slagen.render.html.notes import endnotes
from slagen.render.html.passages import laid_out
from slagen.render.html.running import footer, header
from slagen.render.html.signature import signature_page
from slagen.render.html.spoken import paragraphs_of
from slagen.render.html.voices import Voice, voices_of
from slagen.render.markup import Node, element
from slagen.tree import Annex, Chapter, Document, Section, plain


def body(document: Document, theme: Theme, *, marked: bool, places: Mapping[int | str, str]) -> ElementTree.Element:
    """All that is shown."""
    layout = document.layout if document.bilingual else "monolingual"
    voices = voices_of(document, look.room_of_tables(theme), marked=marked, places=places)
    schemes = (f"{lang}-{document.numbering.name(lang)}" for lang in document.languages)
    parts = _alone(document, voices) if document.alone else _whole(document, voices)
    return element(
        "body",
        {"class": " ".join((layout, *schemes, *_classes(document, theme)))},
        header(document.header, voices, stacked=look.is_stacked(theme, document)),
        footer(document, voices),
        *((element("main", {}, *_said_draft(document, voices), *parts),) if marked else parts),
    )


def _said_draft(document: Document, voices: tuple[Voice, ...]) -> Iterator[Node]:
    """Above all in a browser; pages say it on each of them (:mod:`slagen.render.underlay`)."""
    if document.draft is not None:
        said = (element("span", voice.tag, plain(document.draft.get(voice.lang))) for voice in voices)
        yield element("p", {"class": "draft"}, *said)


def _classes(document: Document, theme: Theme) -> Iterator[str]:
    """The manners that are not the usual ones."""
    usual = Manners()
    for name in ("cover", "chapters", "paragraphs"):
        if (chosen := getattr(theme.manners, name)) != getattr(usual, name):
            yield f"{name}-{chosen}"
    if look.of_edition(theme, document).grid is not None:
        yield "grid"


def _whole(document: Document, voices: tuple[Voice, ...]) -> Iterator[ElementTree.Element]:
    yield cover_page(document, voices)
    yield contents_page(document, voices)
    # In a browser all that is not repeated on pages is the main part.
    tag = "div" if voices[0].marked else "main"
    yield element(tag, {"class": "chapters"}, *(_chapter(document, chapter, voices) for chapter in document.chapters))
    if document.signature is not None:
        yield signature_page(document.signature, voices)
    yield from (_annex(document, annex, voices) for annex in document.annexes)
    yield from endnotes(document, voices)


def _alone(document: Document, voices: tuple[Voice, ...]) -> Iterator[ElementTree.Element]:
    """An annex below a few lines that say whose it is."""
    cover = document.cover
    for annex in document.annexes:
        yield element(
            "section",
            {"class": "annex alone"},
            *paragraphs_of(cover.title, voices),
            *(laid_out(document, (headed("h1", annex.heading, voices),)) if is_said(annex.heading) else ()),
            *((facts_table("facts", facts, voices),) if (facts := (*cover.facts, *cover.parties)) else ()),
            *paragraphs_of(cover.note, voices),
            *laid_out(document, clauses_of((annex.clause,), voices)),
        )
    yield from endnotes(document, voices)


def _chapter(document: Document, chapter: Chapter, voices: tuple[Voice, ...]) -> ElementTree.Element:
    return element(
        "section",
        {"class": "chapter"},
        *laid_out(document, (headed("h1", chapter.heading, voices),)),
        *(_section(document, section, voices) for section in chapter.sections),
    )


def _section(document: Document, section: Section, voices: tuple[Voice, ...]) -> ElementTree.Element:
    pieces = (headed("h2", section.heading, voices), *clauses_of(section.clauses, voices))
    return element("section", {"class": "section"}, *laid_out(document, pieces))


def _annex(document: Document, annex: Annex, voices: tuple[Voice, ...]) -> ElementTree.Element:
    pieces = (headed("h1", annex.heading, voices), *clauses_of((annex.clause,), voices))
    return element("section", {"class": "annex"}, *laid_out(document, pieces))
