"""The running header and footer, and what a draft says across each page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import NamedTuple

from slagen.diagnostics import Lang
from slagen.model.template import Theme
from slagen.read.logo import Picture
from slagen.render import look, ooxml
from slagen.render.docx.inlines import one_line, runs_of
from slagen.render.docx.writer import Writer
from slagen.render.ooxml import Element
from slagen.render.ooxml.letterhead import Letterhead, Pages
from slagen.tree import Change, Content, Document, plain


def is_two_sided(theme: Theme, letterhead: Letterhead | None) -> bool:
    """Whether even pages have a header and footer of their own."""
    return theme.manners.page_numbers == "outside" or (letterhead is not None and letterhead.two_sided)


def headers_and_footers(
    writer: Writer, package: ooxml.Package, logo: Picture | None, letterhead: Letterhead | None
) -> tuple[ooxml.Running, ...]:
    """The running header and footer; those of even pages, if page numbers stand outside; the cover's, of a draft."""
    shown, outside = writer.theme.logo, writer.theme.manners.page_numbers == "outside"
    pictured = None if logo is None or shown is None or not shown.header else (logo, shown.header)

    def header(pages: Pages) -> str:
        theirs = package.add_story("header", pages, lambda: _mark(writer))
        return theirs or package.add_header(_header(writer), pictured)

    def footer(pages: Pages) -> str:
        style = "FooterEven" if pages == "even" and outside else "Footer"
        return package.add_story("footer", pages) or package.add_footer(_footer(writer, style))

    sides: tuple[Pages, ...] = ("default", "even") if is_two_sided(writer.theme, letterhead) else ("default",)
    running = [ooxml.Running(pages, header(pages), footer(pages)) for pages in sides]
    if writer.document.alone:
        return tuple(running)
    above = package.add_story("header", "first", lambda: _mark(writer))
    if above is None and writer.document.draft is not None:
        above = package.add_header(ooxml.paragraph("CoverNote", _mark(writer)))
    return (*running, ooxml.Running("first", above, package.add_story("footer", "first")))


def _mark(writer: Writer) -> list[Element]:
    """What a draft says across each page, in a header as Word puts it."""
    document = writer.document
    if document.draft is None:
        return []
    writer.marks += 1
    said = [plain(document.draft.get(lang)) for lang in document.languages]
    return [ooxml.watermark(writer.marks, " ".join(said), writer.theme.docx.heading, document.languages[0])]


def _header(writer: Writer) -> Element:
    first, *rest = writer.languages
    runs = _mark(writer) + _line_of(writer.document.header, first, writer)
    for lang in rest:
        runs += [*_between(writer, lang), *_line_of(writer.document.header, lang, writer)]
    return ooxml.paragraph("Header", runs)


def _between(writer: Writer, lang: Lang) -> list[Element]:
    """What sets the next language below or beside the one before."""
    document = writer.document
    old, new = (
        ooxml.break_line if look.is_stacked(writer.theme, one) else ooxml.tab
        for one in (document.was or document, document)
    )
    if old is new:
        return [new(lang)]
    return [*writer.track(Change("deleted"), lang, [old(lang)]), *writer.track(Change("inserted"), lang, [new(lang)])]


def _line_of(content: Content, lang: Lang, writer: Writer) -> list[Element]:
    """A passage on one line, with what changed in it."""
    if writer.tracking is not None:
        return runs_of(content.get(lang), lang, writer)
    return [ooxml.text_run(lang, one_line(plain(content.get(lang))))]


def _footer(writer: Writer, style: str = "Footer") -> Element:
    old, new = (_pieces(writer, document) for document in (writer.document.was or writer.document, writer.document))
    runs: list[Element] = []
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        changed = [(Change("deleted"), old[start:end]), (Change("inserted"), new[first:last])]
        for change, pieces in [(None, new[first:last])] if tag == "equal" else changed:
            for piece in pieces:
                runs += writer.track(change, piece.lang, _runs(piece))
    return ooxml.paragraph(style, runs)


class _Piece(NamedTuple):
    """Words of the footer, or a counter: ``{page}`` or ``{pages}``."""

    lang: Lang
    words: str
    style: str | None = None


def _pieces(writer: Writer, document: Document) -> list[_Piece]:
    # Beside a page number of its own size, what follows it has that of the running header.
    small = "FooterNotice" if writer.theme.sizes.page else None
    made: list[_Piece] = []
    for lang, words, notice in look.said_below(document):
        made += [_Piece(lang, " / ", small)] if made else []
        made += _counted(lang, words if small else words + notice)
        made += [_Piece(lang, notice, small)] if small and notice else []
    return made


def _counted(lang: Lang, words: str) -> Iterator[_Piece]:
    return (_Piece(lang, piece) for piece in re.split(r"(\{pages?\})", words) if piece)


_COUNTERS: Mapping[str, str] = MappingProxyType({"{page}": "PAGE", "{pages}": "NUMPAGES"})


def _runs(piece: _Piece) -> list[Element]:
    lang, words, style = piece
    counter = _COUNTERS.get(words)
    return ooxml.field(lang, counter, "1") if counter else [ooxml.text_run(lang, one_line(words), style)]
