"""The package: its parts and their relationships, put together by python-docx (ECMA-376 part 2)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import chain
from typing import Any

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as OpcPart
from lxml import etree

from slagen.read.logo import Picture
from slagen.render.ooxml.comments import Comment, comments_part
from slagen.render.ooxml.custom_xml import (
    CUSTOM_PROPERTIES,
    clauses_part,
    contract_part,
    custom_properties,
    item_properties,
    manifest_part,
    sources_part,
)
from slagen.render.ooxml.elements import NAMESPACES, Element, W, w
from slagen.render.ooxml.fonts import font_table
from slagen.render.ooxml.footnotes import FOOTNOTES, SEPARATORS, footnotes_part
from slagen.render.ooxml.letterhead import Letterhead, Pages, Story, effects, taken
from slagen.render.ooxml.looks import Looks
from slagen.render.ooxml.merging import Merged, merged, with_fonts, with_lists
from slagen.render.ooxml.numbering import numbering
from slagen.render.ooxml.pictures import drawing
from slagen.render.ooxml.settings import settings
from slagen.render.ooxml.styles.part import styles
from slagen.render.ooxml.tracked import Tracking
from slagen.render.ooxml.writing import in_pieces, packed, serialise
from slagen.render.provenance import ClauseText, Provenance

_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>slagen</Application></Properties>"
)


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself: document properties as file managers and Word show them."""

    title: str
    subject: str
    author: str
    identifier: str
    version: str
    language: str
    dated: date
    status: str = ""


_LONGEST_PROPERTY = 255
"""Characters that Word keeps of a document property."""


class Package:
    """A DOCX in the making: python-docx's empty package with our own styles, numbering, settings and properties."""

    def __init__(self, properties: Properties) -> None:
        self._document: Any = docx.Document(io.BytesIO(_empty()))
        self._pictures = 0
        self._letterhead: Letterhead | None = None
        self._merged: Merged | None = None
        self._set_properties(properties)

    def _set_properties(self, given: Properties) -> None:
        core = self._document.core_properties
        core._element[:] = []
        midnight = datetime.combine(given.dated, datetime.min.time())
        for name in ("title", "subject", "author", "identifier", "version", "language"):
            setattr(core, name, getattr(given, name)[:_LONGEST_PROPERTY])
        core.last_modified_by, core.revision = given.author[:_LONGEST_PROPERTY], 1
        core.created = core.modified = midnight
        if given.status:
            core.content_status = given.status

    def set_looks(
        self, looks: Looks, letterhead: Letterhead | None = None, *, two_sided: bool = False, protected: bool = False
    ) -> None:
        """Styles, numbering, settings and fonts; those of a letterhead first.

        `two_sided` and `protected` are those of :func:`settings`.
        """
        part = self._document.part
        made, lists_, fonts = _made(looks)
        if letterhead is not None:
            self._letterhead, self._merged = letterhead, merged(letterhead.styles, deepcopy(made))
            made, lists_ = self._merged.styles, with_lists(deepcopy(lists_), letterhead.part, self._merged)
            fonts = with_fonts(deepcopy(fonts), letterhead.part)
            if (theirs := effects(letterhead.part)) is not None:
                _unrelate(part, RELATIONSHIP_TYPE.THEME)
                part.relate_to(taken(theirs, self._opc, "/word/theme/theme1.xml"), RELATIONSHIP_TYPE.THEME)
        _replace(part._styles_part, made)
        _replace(part.numbering_part, lists_)
        _replace(part._settings_part, settings(two_sided=two_sided, protected=protected))
        _related(part, RELATIONSHIP_TYPE.FONT_TABLE)._blob = serialise(fonts)

    def add_story(self, story: Story, pages: Pages, marked: Callable[[], list[Element]] = list) -> str | None:
        """The letterhead's own header or footer of those pages, if it has one; its relationship id.

        The runs that `marked` makes are put into its first paragraph.
        """
        found = None if self._letterhead is None else self._letterhead.story(story, pages)
        if found is None:
            return None
        name = str(self._opc.next_partname(f"/word/{story}%d.xml"))
        kind = RELATIONSHIP_TYPE.HEADER if story == "header" else RELATIONSHIP_TYPE.FOOTER
        return str(self._document.part.relate_to(taken(found, self._opc, name, marked()), kind))

    def _named(self, element: Element) -> Element:
        """The same element, with the letterhead's names of its styles."""
        return element if self._merged is None else self._merged.named(element)

    def picture(self, picture: Picture, height: float, alt: str) -> Element:
        """A run with a picture `height` millimetres high, and what it shows."""
        return self._drawing(self._document.part, picture, height, alt)

    def _drawing(self, part: Any, picture: Picture, height: float, alt: str) -> Element:
        self._pictures += 1
        return drawing(part, self._pictures, picture, height, alt)

    def add_header(self, content: Element, picture: tuple[Picture, float] | None = None) -> str:
        """A header of one paragraph, perhaps with a picture of some millimetres before it; its relationship id."""
        part, relationship = self._document.part.add_header_part()
        if picture is not None:
            content.find(f"{{{W}}}pPr").addnext(self._drawing(part, *picture, ""))
        part.element[:] = [self._named(content)]
        return str(relationship)

    def add_footer(self, content: Element) -> str:
        """A footer of one paragraph; its relationship id."""
        part, relationship = self._document.part.add_footer_part()
        part.element[:] = [self._named(content)]
        return str(relationship)

    def add_notes(self, paragraphs: Iterable[Element]) -> None:
        """Footnotes of one paragraph each, numbered from 1 on; after :meth:`set_looks`."""
        notes = footnotes_part(map(self._named, paragraphs))
        part = OpcPart(PackURI("/word/footnotes.xml"), FOOTNOTES, serialise(notes), self._opc)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        rules = w("footnotePr", *(w("footnote", id=number) for number in SEPARATORS.values()))
        self._document.part._settings_part.element.find(f"{{{W}}}compat").addprevious(rules)

    def add_provenance(self, provenance: Provenance, texts: Iterable[tuple[ClauseText, str]]) -> None:
        """Carry clauses with their bookmarks, manifest and data as custom XML, the manifest's digest as a property."""
        self._add_xml(1, clauses_part(texts))
        self._add_xml(2, manifest_part(provenance.manifest))
        self._add_xml(3, contract_part(provenance.printed))
        if provenance.sources:
            self._add_xml(4, sources_part(provenance.sources))
        properties = OpcPart(
            PackURI("/docProps/custom.xml"), CUSTOM_PROPERTIES, custom_properties(provenance), self._opc
        )
        self._opc.relate_to(properties, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)

    def _add_xml(self, number: int, content: Element) -> None:
        part = OpcPart(PackURI(f"/customXml/item{number}.xml"), "application/xml", serialise(content), self._opc)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
        known = OpcPart(
            PackURI(f"/customXml/itemProps{number}.xml"),
            CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES,
            item_properties(number, content),
            self._opc,
        )
        part.relate_to(known, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)

    @property
    def _opc(self) -> Any:
        return self._document.part.package

    def save(
        self, blocks: Iterable[Element], last: Element, comments: Sequence[Comment] = (), by: Tracking | None = None
    ) -> bytes:
        """The file with these blocks and the last section's properties; the same bytes for the same blocks.

        Each block is written as soon as it comes: the elements of a long agreement take twenty times the room of its
        markup, and a document is never needed as one tree.

        Args:
            comments: whatever hangs on the blocks once they are written, all of them `by` one.
        """
        main = self._document.part
        written = b"".join(in_pieces(main.element, map(self._named, chain(blocks, [last]))))
        main.element.body[:] = []
        if comments and by is not None:
            content = serialise(comments_part(comments, by))
            part = OpcPart(PackURI("/word/comments.xml"), CONTENT_TYPE.WML_COMMENTS, content, self._opc)
            main.relate_to(part, RELATIONSHIP_TYPE.COMMENTS)
        return packed(self._opc, {main.partname.membername: written})


_EFFECTS = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"


@cache
def _empty() -> bytes:
    """python-docx's empty package without what is left out or replaced, which would be read for each edition anew."""
    document: Any = docx.Document()
    main = document.part
    _unrelate(main.package, RELATIONSHIP_TYPE.THUMBNAIL)
    for kind in (RELATIONSHIP_TYPE.CUSTOM_XML, RELATIONSHIP_TYPE.WEB_SETTINGS, _EFFECTS):
        _unrelate(main, kind)
    _related(main.package, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)._blob = _APP
    for part in (main._styles_part, main.numbering_part, main._settings_part):
        part._element[:] = []
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@lru_cache(maxsize=16)
def _made(looks: Looks) -> tuple[Element, Element, Element]:
    """Styles, lists and fonts, the same for every document that looks so: whoever changes them takes a copy."""
    return styles(looks), numbering(looks), font_table(looks.theme)


def _replace(part: Any, element: Element) -> None:
    # Then they stand on the root once; a letterhead's may be named by mc:Ignorable, though nothing else has them.
    etree.cleanup_namespaces(element, top_nsmap=NAMESPACES, keep_ns_prefixes=list(filter(None, element.nsmap)))
    part._element = element


def _related(source: Any, kind: str) -> Any:
    return source.part_related_by(kind)


def _unrelate(source: Any, kind: str) -> None:
    for key in [key for key, relationship in source.rels.items() if relationship.reltype == kind]:
        del source.rels[key]
