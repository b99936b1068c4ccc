"""WordprocessingML: styles, numbering, fields, tables and the package, as small builders of XML elements.

The only module that knows raw markup.  It follows ECMA-376 (ISO/IEC 29500-1:2016, transitional): the order of child
elements is the schema's (CT_PPr, CT_RPr, CT_TblPr), lengths are twentieths of a point unless a name says otherwise,
font sizes are half points.  Text reaches the markup only as the text of an lxml element, never as source.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache, partial
from itertools import chain
from math import floor
from typing import Any, Literal

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as OpcPart
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, oxml_parser, parse_xml
from docx.oxml.shape import CT_Inline
from docx.shared import Mm
from lxml import etree

from slagen.diagnostics import Lang
from slagen.model.template import Fonts, Theme
from slagen.read.logo import Picture
from slagen.render import look
from slagen.render.letterhead import Letterhead, Merged, Pages, Story, effects, merged, taken, with_fonts, with_lists
from slagen.render.provenance import ClauseText, Provenance, SourceFile
from slagen.tree import LANGUAGES
from slagen.tree.numbering import Level, Numbering, count
from slagen.tree.redline import Side

Element = Any
"""An lxml element; lxml has no types of its own."""
Part = Literal["body", "annex"]
Align = Literal["left", "center", "right", "both"]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = {"w": W}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PRESERVED = {SPACE: "preserve"}
PAGE = (11906, 16838)
"""A4 in twentieths of a point (ISO 216)."""
LOCALE: dict[Lang, str] = {"zh": "zh-CN", "en": "en-GB"}


# Elements -------------------------------------------------------------------------------------------------------


def w(tag: str, /, *children: Element | None, **attributes: str | float | None) -> Element:
    """The element ``w:tag``; attributes go into the same namespace, None leaves a child or an attribute out."""
    given = {
        f"{{{W}}}{key}": str(value) if not isinstance(value, float) else str(round(value))
        for key, value in attributes.items()
        if value is not None
    }
    # As docx.oxml.parser.OxmlElement does, which would look the prefix up each time.
    element = oxml_parser.makeelement(f"{{{W}}}{tag}", given, _NAMESPACES)
    # An element has one parent; one that is used twice is copied where lxml would move it.
    element.extend(deepcopy(c) if c.getparent() is not None else c for c in children if c is not None)
    return element


def flag(name: str, on: bool = True) -> Element | None:
    """An on/off property, or nothing."""
    return w(name) if on else None


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def points(value: float) -> int:
    """Points in twentieths of a point."""
    return round(value * 20)


def text_width(theme: Theme) -> int:
    """The width between the margins."""
    return PAGE[0] - twips(theme.margins.left) - twips(theme.margins.right)


# Runs, fields, bookmarks ----------------------------------------------------------------------------------------


def _language(lang: Lang) -> tuple[Element | None, Element]:
    # Quotation marks, dashes and dots are in both scripts; the hint says which font they take (17.3.2.26).
    if lang == "zh":
        return w("rFonts", hint="eastAsia"), w("lang", val="en-GB", eastAsia="zh-CN")
    return None, w("lang", val="en-GB")


def run(lang: Lang, *children: Element, style: str | None = None) -> Element:
    """A run in one language, perhaps with a character style."""
    # Used in one run, it is copied for the next.
    return w("r", _run_properties(lang, style).__copy__(), *children)


@cache
def _run_properties(lang: Lang, style: str | None) -> Element:
    fonts, mark = _language(lang)
    return w("rPr", w("rStyle", val=style) if style else None, fonts, mark)


_BREAKS = re.compile(r"(\r\n|\r|\n|\t)")


def words(text: str) -> Iterator[Element]:
    """The children of a run that show `text` exactly: line breaks and tabs are elements of their own."""
    if not _BREAKS.search(text):
        if text:
            yield _t(text)
        return
    for piece in _BREAKS.split(text):
        if piece in ("\n", "\r", "\r\n"):
            yield w("br")
        elif piece == "\t":
            yield w("tab")
        elif piece:
            yield _t(piece)


def _t(text: str) -> Element:
    element = oxml_parser.makeelement(f"{{{W}}}t", _PRESERVED, _NAMESPACES)
    element.text = text
    return element


def text_run(lang: Lang, text: str, style: str | None = None) -> Element:
    """A run that shows `text`."""
    return run(lang, *words(text), style=style)


def tab(lang: Lang) -> Element:
    """A run with one tab."""
    return run(lang, w("tab"))


def break_line(lang: Lang) -> Element:
    """A run with one line break."""
    return run(lang, w("br"))


def _field_mark(lang: Lang, kind: str, style: str | None) -> Element:
    return run(lang, w("fldChar", fldCharType=kind), style=style)


def field_open(lang: Lang, instruction: str, style: str | None = None) -> list[Element]:
    """The runs before a field's result (17.16.18: begin, instruction, separate)."""
    code = w("instrText")
    code.text = f" {instruction} "
    code.set(SPACE, "preserve")
    return [_field_mark(lang, "begin", style), run(lang, code, style=style), _field_mark(lang, "separate", style)]


def field_close(lang: Lang, style: str | None = None) -> Element:
    """The run after a field's result."""
    return _field_mark(lang, "end", style)


def field(lang: Lang, instruction: str, result: str, style: str | None = None) -> list[Element]:
    """A whole field with its cached result."""
    return [*field_open(lang, instruction, style), text_run(lang, result, style), field_close(lang, style)]


def bookmarked(number: int, name: str, runs: Sequence[Element]) -> list[Element]:
    """The runs inside the bookmark `name`; `number` is unique in the document."""
    return [w("bookmarkStart", id=number, name=name), *runs, w("bookmarkEnd", id=number)]


def link(anchor: str, *runs: Element) -> Element:
    """A link to a bookmark of this document."""
    return w("hyperlink", *runs, anchor=anchor, history=1)


# Content controls and form fields -------------------------------------------------------------------------------

_LONGEST_TAG = 64
"""Characters that Word keeps of the tag and of the title of a content control."""


def control(number: int, tag: str, title: str, shown: Sequence[Element], *, locked: bool) -> Element:
    """A content control for plain text around runs (17.5.2.31); `number` is unique in the document.

    Args:
        tag: what programs know it by; one that Word would cut off ends in a digest of the whole.
        title: what Word shows on it.
        locked: whether neither it nor what is in it can be changed.
    """
    lines = any(True for each in shown for _ in each.iter(f"{{{W}}}br"))
    kind = w("text", multiLine=1 if lines else None)
    return _control(number, tag, title, "sdtContentLocked" if locked else None, kind, shown)


def _control(number: int, tag: str, title: str, lock: str | None, kind: Element, shown: Sequence[Element]) -> Element:
    if len(tag) > _LONGEST_TAG:
        tag = f"{tag[:51]}~{hashlib.sha256(tag.encode()).hexdigest()[:12]}"
    properties = w(
        "sdtPr",
        w("alias", val=title[:_LONGEST_TAG]),
        w("tag", val=tag),
        w("id", val=number),
        w("lock", val=lock) if lock else None,
        kind,
    )
    return w("sdt", properties, w("sdtContent", *shown))


def form_text(lang: Lang, name: str, title: str, shown: str, style: str | None = None) -> list[Element]:
    """A field to type in, of the kind that is open to be filled in where a document is protected (17.16.17).

    Args:
        name: unique in the document, at most 20 characters, which is what Word keeps.
        title: what it is for, shown in the status bar and read aloud.
        shown: what stands in it until then.
    """
    first, instruction, separate = field_open(lang, "FORMTEXT", style)
    data = w(
        "ffData",
        w("name", val=name),
        w("enabled"),
        w("calcOnExit", val=0),
        w("helpText", type="text", val=title[:_LONGEST_HELP]),
        w("statusText", type="text", val=title[:_LONGEST_STATUS]),
        w("textInput"),
    )
    first.find(f"{{{W}}}fldChar").append(data)
    return [first, instruction, separate, text_run(lang, shown, style), field_close(lang, style)]


def form_box(number: int, tag: str, title: str, shown: Element) -> Element:
    """A box to tick that is open to be ticked where a document is protected, as a content control ([MS-DOCX] 2.6.1.5).

    Field boxes of the older kind (17.16.7), two in a cell, keep LibreOffice 7.4 laying out for ever.

    Args:
        number: unique among the content controls of the document.
        tag: what programs know it by.
        title: what it is for.
        shown: the run with the box that is not ticked.
    """
    box = OxmlElement("w14:checkbox")
    for name, value in (("checked", "0"), ("checkedState", "2612"), ("uncheckedState", "2610")):
        state = OxmlElement(f"w14:{name}")
        state.set(qn("w14:val"), value)
        if name != "checked":
            state.set(qn("w14:font"), _BOXES)
        box.append(state)
    return _control(number, tag, title, "sdtLocked", box, [shown])


_LONGEST_HELP, _LONGEST_STATUS = 255, 138
"""Characters that Word keeps of what it says of a form field on asking and in the status bar."""


# Footnotes ------------------------------------------------------------------------------------------------------

FOOTNOTES: str = CONTENT_TYPE.WML_FOOTNOTES
"""The kind of the part that holds footnotes."""
_SEPARATORS = {"separator": -1, "continuationSeparator": 0}
"""The two footnotes that are no notes but the rules above them, and their ids (17.11.1, 17.11.23)."""


def call_note(lang: Lang, number: int) -> Element:
    """The call of the footnote of that id, which Word counts by itself (17.11.14)."""
    return run(lang, w("footnoteReference", id=number), style="FootnoteReference")


def note_paragraph(lang: Lang, runs: Iterable[Element]) -> Element:
    """The words of a footnote behind its number."""
    number = run(lang, w("footnoteRef"), style="FootnoteReference")
    return paragraph("FootnoteText", [number, text_run(lang, " "), *runs])


def _footnotes(paragraphs: Iterable[Element]) -> Element:
    rules = (w("footnote", w("p", w("r", w(kind))), type=kind, id=number) for kind, number in _SEPARATORS.items())
    notes = (w("footnote", each, id=number) for number, each in enumerate(paragraphs, 1))
    return w("footnotes", *rules, *notes)


# Watermarks -----------------------------------------------------------------------------------------------------

_VML, _OFFICE = "urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office"
_WORD_ART = f"""<v:shapetype xmlns:v="{_VML}" xmlns:o="{_OFFICE}" id="_x0000_t136" coordsize="21600,21600" o:spt="136"
 adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>
<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>
<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>
<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>
<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"
 o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>
<v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>
<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>"""
"""The preset of words along a line, by which Word makes and finds its watermarks (ECMA-376 part 4, 19.1.2.20)."""


def watermark(number: int, words: str, fonts: Fonts, lang: Lang) -> Element:
    """A run with words across the page behind its text, as Word's own command puts them into a header.

    `number` is unique among the headers of the document.
    """
    width = sum(1 if ord(char) > 0x2E80 else 0.62 for char in words)
    high = min(120.0, 480 / width)
    style = (
        f"position:absolute;margin-left:0;margin-top:0;width:{high * width:.1f}pt;height:{high:.1f}pt;rotation:315;"
        "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    shape = etree.Element(f"{{{_VML}}}shape", nsmap={"v": _VML, "o": _OFFICE})
    given = {"id": f"PowerPlusWaterMarkObject{number}", f"{{{_OFFICE}}}spid": f"_x0000_s{2048 + number}",
             "type": "#_x0000_t136", "alt": words, "style": style, f"{{{_OFFICE}}}allowincell": "f",
             "fillcolor": "silver", "stroked": "f"}  # fmt: skip
    for name, value in given.items():
        shape.set(name, value)
    etree.SubElement(shape, f"{{{_VML}}}fill").set("opacity", ".5")
    path = etree.SubElement(shape, f"{{{_VML}}}textpath")
    family = (fonts.zh if lang == "zh" else fonts.en)[0]
    path.set("style", f'font-family:"{family}";font-size:1pt')
    path.set("string", words)
    return w("r", w("rPr", w("noProof")), w("pict", parse_xml(_WORD_ART), shape))


# Tracked changes ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tracking:
    """Whose changes a redline shows, and when they were made.

    `native_moves`: what moved is a move of Word's, not a deletion and an insertion.
    """

    author: str
    moment: datetime
    native_moves: bool = False


_ID, _AUTHOR, _DATE = (f"{{{W}}}{name}" for name in ("id", "author", "date"))
TrackKind = Literal["inserted", "deleted"]
_TRACKS: dict[TrackKind, str] = {"inserted": "ins", "deleted": "del"}
_MOVES: dict[TrackKind, str] = {"inserted": "moveTo", "deleted": "moveFrom"}
_DELETED_TEXT = {f"{{{W}}}t": f"{{{W}}}delText", f"{{{W}}}instrText": f"{{{W}}}delInstrText"}


def _tracked(name: str, tracking: Tracking, number: int, *children: Element) -> Element:
    given = {_ID: str(number), _AUTHOR: tracking.author, _DATE: _stamp(tracking.moment)}
    element = oxml_parser.makeelement(f"{{{W}}}{name}", given, _NAMESPACES)
    element.extend(children)
    return element


@cache
def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def track_runs(
    kind: TrackKind, runs: Sequence[Element], tracking: Tracking, number: int, *, move: bool = False
) -> Element:
    """Runs as inserted or deleted (17.13.5.18, 17.13.5.14); the text of deleted ones is no text any more (17.3.3.7).

    Or as moved from or to this place (17.13.5.22, 17.13.5.25).
    """
    if move:
        return _tracked(_MOVES[kind], tracking, number, *runs)
    if kind == "deleted":
        for each in runs:
            for element in each.iter(*_DELETED_TEXT):
                element.tag = _DELETED_TEXT[element.tag]
    return _tracked(_TRACKS[kind], tracking, number, *runs)


@dataclass(frozen=True, slots=True)
class Comment:
    """What is said in the margin of a redline, which is no text of the document."""

    number: int
    lang: Lang
    words: str


def commented(comment: Comment) -> Element:
    """The run that a comment hangs on (17.13.4.5)."""
    return w("r", w("commentReference", id=comment.number))


def _comments(some: Iterable[Comment], tracking: Tracking) -> Element:
    """The comments part (17.13.4.6)."""
    made = (
        _tracked("comment", tracking, one.number, w("p", w("r", w("annotationRef")), text_run(one.lang, one.words)))
        for one in some
    )
    return w("comments", *made)


def move_bounds(kind: TrackKind, name: str, tracking: Tracking, number: int) -> tuple[Element, Element]:
    """What stands before and after the paragraphs of a move; both places have its name (17.13.5.24, 17.13.5.28)."""
    start = _tracked(f"{_MOVES[kind]}RangeStart", tracking, number)
    start.set(f"{{{W}}}name", name)
    return start, w(f"{_MOVES[kind]}RangeEnd", id=number)


def track_paragraph(
    paragraph: Element, kind: TrackKind, tracking: Tracking, number: int, *, move: bool = False
) -> None:
    """Marks the end of a paragraph as inserted, deleted or moved: taken away, what follows joins it (17.13.5.20)."""
    properties = paragraph.find(f"{{{W}}}pPr")
    after = {f"{{{W}}}{name}" for name in ("sectPr", "pPrChange")}
    place = next((i for i, child in enumerate(properties) if child.tag in after), len(properties))
    properties.insert(place, w("rPr", _tracked((_MOVES if move else _TRACKS)[kind], tracking, number)))


def track_properties(paragraph: Element, before: Element, tracking: Tracking, number: int) -> None:
    """Says what the properties of a paragraph were before (17.13.5.29)."""
    was = before.find(f"{{{W}}}pPr")
    paragraph.find(f"{{{W}}}pPr").append(_tracked("pPrChange", tracking, number, w("pPr", *was)))


def track_row(row: Element, kind: TrackKind, tracking: Tracking, number: int) -> None:
    """Marks a table row as inserted or deleted (17.13.5.17, 17.13.5.12)."""
    properties = row.find(f"{{{W}}}trPr")
    if properties is None:
        properties = w("trPr")
        row.insert(0, properties)
    properties.append(_tracked(_TRACKS[kind], tracking, number))


UNNUMBERED = (0, 0)
"""The number of a paragraph that is in no list, whatever its style says (17.9.18)."""


def track_split(row: Element, before: bool, tracking: Tracking, number: int) -> None:
    """Says that a row could or could not break across pages before (17.13.5.37)."""
    properties = row.find(f"{{{W}}}trPr")
    if properties is None:
        properties = w("trPr")
        row.insert(0, properties)
    others = [deepcopy(each) for each in properties if each.tag != f"{{{W}}}cantSplit"]
    was = w("trPr", flag("cantSplit", not before), *others)
    properties.append(_tracked("trPrChange", tracking, number, was))


# Paragraphs -----------------------------------------------------------------------------------------------------


def paragraph(
    style: str,
    runs: Iterable[Element],
    *,
    number: tuple[int, int] | None = None,
    keep_next: bool = False,
    page_break: bool = False,
    at_top: bool = False,
    align: Align | None = None,
) -> Element:
    """A paragraph; `number` is its list and level, `align` only where it departs from the style.

    `at_top` is for one that starts a page, where Word and LibreOffice would keep the space before it.
    """
    properties = _paragraph_properties(style, number, keep_next, page_break, at_top, align)
    return w("p", properties.__copy__(), *runs)


@lru_cache(maxsize=256)
def _paragraph_properties(
    style: str,
    number: tuple[int, int] | None,
    keep_next: bool,
    page_break: bool,
    at_top: bool,
    align: Align | None,
) -> Element:
    return w(
        "pPr",
        w("pStyle", val=style),
        flag("keepNext", keep_next),
        flag("pageBreakBefore", page_break),
        w("numPr", w("ilvl", val=number[1]), w("numId", val=number[0])) if number else None,
        w("spacing", before=0) if at_top else None,
        w("jc", val=align) if align else None,
    )


def break_before(block: Element) -> None:
    """Makes a paragraph, or the first paragraph of a table, start a page."""
    properties = next(block.iter(f"{{{W}}}pPr"))
    before = {f"{{{W}}}{name}" for name in ("pStyle", "keepNext", "keepLines")}
    position = sum(1 for child in properties if child.tag in before)
    properties.insert(position, w("pageBreakBefore"))


def end_section(last: Element, section: Element) -> None:
    """Makes `last` the last paragraph of a section."""
    last.find(f"{{{W}}}pPr").append(section)


@dataclass(frozen=True, slots=True)
class Running:
    """The relationship ids of a running header and footer, and which pages they are for (17.18.36)."""

    pages: Literal["default", "even", "first"]
    header: str | None
    footer: str | None = None


def section(
    theme: Theme,
    running: Sequence[Running] = (),
    *,
    hidden_at_first: bool = False,
    line_numbers: bool = False,
    letterhead: Letterhead | None = None,
) -> Element:
    """Section properties: page, margins, running headers and footers (inherited without any), grid.

    A `letterhead` has margins, borders and grid of its own; `line_numbers` numbers the lines of each page from 1
    (17.6.8), though Word numbers none in tables.
    """
    m, small = theme.margins, theme.sizes.small
    header = twips(m.top * 0.5) if m.header is None else twips(m.top - m.header) - points(small * 1.3)
    footer = twips(m.bottom * 0.45) if m.footer is None else twips(m.bottom - m.footer) - points(_page(theme) * 1.3)
    margins = w(
        "pgMar",
        top=twips(m.top),
        right=twips(m.right),
        bottom=twips(m.bottom),
        left=twips(m.left),
        header=header,
        footer=footer,
        gutter=0,
    )
    return w(
        "sectPr",
        *(_reference("headerReference", each.pages, each.header) for each in running if each.header),
        *(_reference("footerReference", each.pages, each.footer) for each in running if each.footer),
        w("type", val="nextPage"),
        w("pgSz", w=PAGE[0], h=PAGE[1]),
        margins if letterhead is None or letterhead.margins is None else letterhead.margins,
        *(() if letterhead is None else letterhead.borders),
        w("lnNumType", countBy=1, distance=twips(4), restart="newPage") if line_numbers else None,
        flag("titlePg", hidden_at_first),
        _grid(theme) if letterhead is None else letterhead.grid,
    )


def _page(theme: Theme) -> float:
    """The size of page numbers in points."""
    return theme.sizes.page or theme.sizes.small


def _grid(theme: Theme) -> Element | None:
    """The grid of lines (17.6.5).

    That of characters is a matter of the styles' spacing: LibreOffice gives a character that is wider than a cell two.
    """
    pitch = look.pitch(theme)
    return None if pitch is None else w("docGrid", type="lines", linePitch=int(pitch * 20))


def _reference(name: str, pages: str, relationship: str) -> Element:
    element = w(name, type=pages)
    element.set(f"{{{R}}}id", relationship)
    return element


# Tables ---------------------------------------------------------------------------------------------------------


def table(style: str, widths: Sequence[int], rows: Iterable[Element], *, header: bool = False) -> Element:
    """A table of fixed column widths; `header` says that its first row has the style's header look."""
    look = w("tblLook", val="0020" if header else "0000", firstRow=int(header), lastRow=0, firstColumn=0, lastColumn=0,
             noHBand=1, noVBand=1)  # fmt: skip
    properties = w(
        "tblPr",
        w("tblStyle", val=style),
        w("tblW", w=sum(widths), type="dxa"),
        w("tblLayout", type="fixed"),
        look,
    )
    return w("tbl", properties, w("tblGrid", *(w("gridCol", w=width) for width in widths)), *rows)


def row(cells: Iterable[Element], *, header: bool = False, split: bool = False, height: int | None = None) -> Element:
    """A row; a header row repeats on each page, and a row stays whole unless `split`."""
    properties = w(
        "trPr",
        flag("cantSplit", not split),
        w("trHeight", val=height, hRule="atLeast") if height else None,
        flag("tblHeader", header),
    )
    return w("tr", properties if len(properties) else None, *cells)


def cell(
    width: int,
    blocks: Iterable[Element],
    *,
    align: Literal["top", "center", "bottom"] = "top",
    inset: tuple[int, int] | None = None,
    ruled: str | None = None,
) -> Element:
    """A cell; `align` is vertical, `inset` its left and right padding where that departs from the table's.

    `ruled` is the colour of the rules around it.
    """
    sides = ("top", "left", "bottom", "right")
    rules = w("tcBorders", *(_border(name, ruled, 6, 0) for name in sides)) if ruled else None
    margin = w("tcMar", w("left", w=inset[0], type="dxa"), w("right", w=inset[1], type="dxa")) if inset else None
    return w("tc", w("tcPr", w("tcW", w=width, type="dxa"), rules, margin, w("vAlign", val=align)), *blocks)


def is_ruled(cell: Element) -> bool:
    """Whether a cell has rules around it."""
    return next(cell.iter(f"{{{W}}}tcBorders"), None) is not None


def is_table(block: Element) -> bool:
    """Whether it is a table."""
    return bool(block.tag == f"{{{W}}}tbl")


def style_of(block: Element) -> str:
    """The style id of a paragraph or table; of what bounds a move, none."""
    found = next(block.iter(f"{{{W}}}tblStyle" if is_table(block) else f"{{{W}}}pStyle"), None)
    return "" if found is None else str(found.get(f"{{{W}}}val"))


def sides_of(block: Element) -> tuple[Side, ...]:
    """The sides of a redline that a paragraph or table is on: one, where all of it is inserted or deleted."""
    if is_table(block):
        marks = [row.find(f"{{{W}}}trPr") for row in block.iter(f"{{{W}}}tr")]
    else:
        marks = [block.find(f"{{{W}}}pPr/{{{W}}}rPr")]
    for side, gone in _GONE.items():
        if all(mark is not None and any(child.tag in gone for child in mark) for mark in marks):
            return ("old",) if side == "new" else ("new",)
    return ("new", "old")


def track_table_style(block: Element, before: str, tracking: Tracking, number: int) -> None:
    """Says what the style of a table was before (17.13.5.36)."""
    properties = block.find(f"{{{W}}}tblPr")
    was = deepcopy(properties)
    was.find(f"{{{W}}}tblStyle").set(f"{{{W}}}val", before)
    properties.append(_tracked("tblPrChange", tracking, number, was))


def set_table_style(block: Element, style: str) -> None:
    """Gives a table another style."""
    next(block.iter(f"{{{W}}}tblStyle")).set(f"{{{W}}}val", style)


# Numbering ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NumberList:
    """A native multilevel list in one language; `first` is the depth of its first level: 0 for chapters.

    `start` is the first count of that level.

    A scheme that counts sections through has chapters in a list of their own, since LibreOffice does not know
    w:lvlRestart (17.9.10).
    """

    id: int
    lang: Lang
    levels: tuple[Level, ...]
    first: int = 0
    start: int = 1

    def pattern(self, level: int) -> str:
        """The pattern of one of its levels, by the list's own counting."""
        return re.sub(r"%(\d)", lambda m: f"%{int(m[1]) - self.first}", self.levels[level].pattern)

    def label(self, counts: Sequence[int]) -> str:
        """What native numbering shows where the list's levels stand at these counts."""
        return re.sub(
            r"%(\d)",
            lambda m: count(counts[int(m[1]) - 1], self.levels[int(m[1]) - 1].format),
            self.pattern(len(counts) - 1),
        )


def lists(numbering: Numbering, first_annex: int) -> dict[tuple[Part, Lang], tuple[NumberList, ...]]:
    """The lists of each stream of numbers: one, or that of the chapters and that of all below them."""
    streams: dict[tuple[Part, Lang], tuple[NumberList, ...]] = {}
    for id_, lang in enumerate(LANGUAGES, 1):
        scheme = numbering.scheme(lang)
        if scheme.through:
            chapters = NumberList(id_ + 4, lang, scheme.body[:1])
            streams["body", lang] = (chapters, NumberList(id_, lang, scheme.body[1:], first=1))
        else:
            streams["body", lang] = (NumberList(id_, lang, scheme.body),)
    for id_, lang in enumerate(LANGUAGES, 3):
        streams["annex", lang] = (NumberList(id_, lang, numbering.scheme(lang).annex, start=first_annex),)
    return streams


def place(numbers: Sequence[NumberList], depth: int) -> tuple[NumberList, int]:
    """The list that counts what stands at that depth (0 for chapters), and its level there."""
    found = next(each for each in reversed(numbers) if each.first <= depth)
    return found, depth - found.first


_HEADINGS = ("Heading1", "Heading2")


@dataclass(frozen=True, slots=True)
class Looks:
    """What styles and lists depend on; `narrow` where two languages stand side by side.

    `first_annex` is the number of the first annex there is, `line_numbers` whether lines are numbered.
    """

    theme: Theme
    numbering: Numbering
    languages: tuple[Lang, ...]
    narrow: bool
    first_annex: int = 1
    line_numbers: bool = False

    @property
    def native(self) -> Lang:
        """The language whose numbers the heading styles carry."""
        return self.languages[0]


def _indents(looks: Looks, levels: Sequence[Level]) -> tuple[int, ...]:
    """Left edges of the text of clause paragraphs, items and their items, for the full width or for a column."""
    em = points(looks.theme.sizes.body)
    widths = [level.width * scale for level, scale in zip(levels[-3:], (0.94, 0.8, 0.84), strict=True)]
    if not looks.narrow:
        widths = [level.width for level in levels[-3:]]
    return tuple(round(em * sum(widths[: depth + 1])) for depth in range(3))


def numbering(looks: Looks) -> Element:
    """The numbering part; the heading styles are linked to the body lists of the first language."""
    streams = lists(looks.numbering, looks.first_annex)
    found = [(each, key == ("body", looks.native), streams[key][-1].levels) for key in streams for each in streams[key]]
    abstracts = [_abstract(looks, each, levels, linked) for each, linked, levels in found]
    numbers = (w("num", w("abstractNumId", val=each.id), numId=each.id) for each, _, _ in found)
    return w("numbering", *abstracts, *numbers)


def _abstract(looks: Looks, numbers: NumberList, deepest: Sequence[Level], linked: bool) -> Element:
    edges = _edges(looks, numbers, deepest)
    indented = looks.theme.manners.paragraphs == "indented"
    levels = [
        w(
            "lvl",
            w("start", val=1 if i else numbers.start),
            w("numFmt", val=level.format),
            w("pStyle", val=_HEADINGS[numbers.first + i]) if linked and numbers.first + i < len(_HEADINGS) else None,
            w("suff", val="space" if indented else "tab"),
            w("lvlText", val=numbers.pattern(i)),
            w("lvlJc", val="left"),
            _indented(looks, numbers.first + i) if indented else _hanging(left, hanging),
            ilvl=i,
        )
        for i, (level, (left, hanging)) in enumerate(zip(numbers.levels, edges, strict=True))
    ]
    # Constants: Word tells lists apart by them, and a build must not differ from the last.
    identity = [w("nsid", val=f"51A6E{numbers.id:03X}"), w("multiLevelType", val="multilevel")]
    return w("abstractNum", *identity, w("tmpl", val=f"51A7E{numbers.id:03X}"), *levels, abstractNumId=numbers.id)


def _hanging(left: int, hanging: int) -> Element:
    return w("pPr", w("tabs", w("tab", val="num", pos=left)), w("ind", left=left, hanging=hanging))


def _indented(looks: Looks, depth: int) -> Element:
    """Two characters before the first line of all but chapters, and nothing before the others."""
    if depth == 0:
        return w("pPr", w("ind", left=0, firstLine=0))
    size = looks.theme.sizes.section if depth == 1 else looks.theme.sizes.body
    return w("pPr", w("ind", left=0, firstLineChars=200, firstLine=points(2 * size)))


def _edges(looks: Looks, numbers: NumberList, deepest: Sequence[Level]) -> list[tuple[int, int]]:
    """The left edge of the text and the hanging indent of each level of a list."""
    sizes, (paragraph, item, subitem) = looks.theme.sizes, _indents(looks, deepest)
    headings = [
        round(points(size) * level.width)
        for size, level in zip((sizes.chapter, sizes.section)[numbers.first :], numbers.levels, strict=False)
    ]
    edges = [(width, width) for width in headings]
    edges += [(paragraph, paragraph), (item, item - paragraph), (subitem, subitem - item)]
    return edges[: len(numbers.levels)]


# Styles ---------------------------------------------------------------------------------------------------------


def _fonts(fonts: Fonts) -> Element:
    latin, han = fonts.en[0], fonts.zh[0]
    return w("rFonts", ascii=latin, hAnsi=latin, eastAsia=han, cs=latin)


def _rpr(
    *,
    fonts: Fonts | None = None,
    bold: bool | None = None,
    italic: bool = False,
    colour: str | None = None,
    spacing: float | None = None,
    size: float | None = None,
    dots: bool = False,
    underline: bool = False,
) -> Element:
    half = round(size * 2) if size else None
    on = None if bold is None else ("1" if bold else "0")
    return w(
        "rPr",
        _fonts(fonts) if fonts else None,
        w("b", val=on) if on else None,
        w("bCs", val=on) if on else None,
        flag("i", italic),
        flag("iCs", italic),
        w("color", val=colour[1:]) if colour else None,
        w("spacing", val=floor(spacing * 20)) if spacing else None,
        w("sz", val=half) if half else None,
        w("szCs", val=half) if half else None,
        w("u", val="single") if underline else None,
        w("em", val="dot") if dots else None,
    )


def _border(name: str, colour: str, eighths: int, space: int = 1) -> Element:
    return w(name, val="single", sz=eighths, space=space, color=colour[1:])


def _ppr(
    *,
    keep_next: bool = False,
    keep_lines: bool = False,
    page_break: bool = False,
    number: int | None = None,
    level: int | None = None,
    borders: Sequence[Element] = (),
    tabs: Sequence[Element] = (),
    off_grid: bool = False,
    before: float | None = None,
    after: float | None = None,
    line: float | None = None,
    rule: Literal["atLeast", "exact"] = "atLeast",
    left: int | None = None,
    right: int | None = None,
    hanging: int | None = None,
    first_chars: int | None = None,
    contextual: bool = False,
    align: Align | None = None,
    outline: int | None = None,
) -> Element:
    spacing = w(
        "spacing",
        before=points(before) if before is not None else None,
        after=points(after) if after is not None else None,
        line=points(line) if line is not None else None,
        lineRule=rule if line is not None else None,
    )
    indent = w(
        "ind",
        left=left,
        right=right,
        hanging=hanging,
        firstLineChars=first_chars,
        # Readers that know no character units take the same two characters of body text.
        firstLine=round(first_chars * 2.1) if first_chars else None,
    )
    numbers = w("numPr", w("ilvl", val=level) if level else None, w("numId", val=number)) if number else None
    return w(
        "pPr",
        flag("keepNext", keep_next),
        flag("keepLines", keep_lines),
        flag("pageBreakBefore", page_break),
        numbers,
        w("pBdr", *borders) if borders else None,
        w("tabs", *tabs) if tabs else None,
        w("snapToGrid", val=0) if off_grid else None,
        spacing if spacing.attrib else None,
        indent if indent.attrib else None,
        flag("contextualSpacing", contextual),
        w("jc", val=align) if align else None,
        w("outlineLvl", val=outline) if outline is not None else None,
    )


def _style(
    key: str,
    name: str,
    ppr: Element | None = None,
    rpr: Element | None = None,
    *,
    kind: str = "paragraph",
    based: str | None = "Normal",
    follow: str | None = None,
    builtin: bool = False,
    priority: int = 1,
    extra: Sequence[Element] = (),
) -> Element:
    return w(
        "style",
        w("name", val=name),
        w("basedOn", val=based) if based else None,
        w("next", val=follow) if follow else None,
        w("uiPriority", val=priority),
        flag("qFormat", kind != "table"),
        ppr if ppr is not None and len(ppr) else None,
        rpr if rpr is not None and len(rpr) else None,
        *extra,
        type=kind,
        styleId=key,
        customStyle=None if builtin else 1,
    )


def styles(looks: Looks) -> Element:
    """The styles part."""
    theme = looks.theme
    whole = w(
        "styles",
        _defaults(theme),
        *_base_styles(looks),
        *_heading_styles(looks),
        *_clause_styles(looks),
        *_contents_styles(looks),
        *_running_styles(theme),
        *_cover_styles(theme),
        *_signature_styles(theme),
        *_character_styles(theme),
        *(_line_number_styles(theme) if looks.line_numbers else ()),
        *(_notice_styles(theme) if theme.sizes.page else ()),
        *_table_styles(theme),
    )
    if looks.line_numbers:
        _leave_unnumbered(whole)
    return whole


_BEFORE_SUPPRESSING = frozenset(
    f"{{{W}}}{name}" for name in ("keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr")
)
_UNNUMBERED = re.compile("Title|Subtitle|Cover|Contents|TOC|Signature|Seal|Header|Foot")


def _leave_unnumbered(styles: Element) -> None:
    """Count no lines of cover, contents, notes, signatures: LibreOffice numbers all of a document or nothing."""
    for style in styles.iter(f"{{{W}}}style"):
        if _UNNUMBERED.match(style.get(f"{{{W}}}styleId")) and (ppr := style.find(f"{{{W}}}pPr")) is not None:
            before = sum(1 for child in ppr if child.tag in _BEFORE_SUPPRESSING)
            ppr.insert(before, w("suppressLineNumbers"))


def _defaults(theme: Theme) -> Element:
    run_properties = _rpr(fonts=theme.docx.body, colour=theme.colours.ink, size=theme.sizes.body)
    run_properties.append(w("lang", val="en-GB", eastAsia="zh-CN", bidi="ar-SA"))
    return w("docDefaults", w("rPrDefault", run_properties), w("pPrDefault"))


def _default(style: Element) -> Element:
    style.set(f"{{{W}}}default", "1")
    return style


def _line(theme: Theme, lang: Lang) -> float:
    """The line height of body text in points."""
    if (pitch := look.pitch(theme)) is not None:
        return pitch
    return theme.sizes.body * (theme.sizes.line if lang == "zh" else theme.sizes.line_en)


def _base_styles(looks: Looks) -> list[Element]:
    line, narrow = _line(looks.theme, looks.native), looks.narrow
    # Rivers in a narrow column of Latin text are worse than a ragged edge.
    rule: Literal["atLeast", "exact"] = "atLeast" if looks.theme.grid is None else "exact"
    normal = _ppr(before=0, after=0, line=line, rule=rule, align="left" if narrow else "both")
    normal.insert(0, w("widowControl"))
    # Word lets punctuation hang by default; said in words, LibreOffice 7.4 takes it for no, and as it drops a comma
    # that hangs from a justified line, that is what it must be told.
    normal.insert(1, w("overflowPunct"))
    return [
        _default(_style("Normal", "Normal", normal, based=None, builtin=True, priority=0)),
        _default(_style("DefaultParagraphFont", "Default Paragraph Font", kind="character", based=None, builtin=True)),
        _default(
            _style("TableNormal", "Normal Table", kind="table", based=None, builtin=True, extra=[_plain_table(108)])
        ),
        _default(_style("NoList", "No List", kind="numbering", based=None, builtin=True)),
    ]


def _plain_table(side: int, rule: Element | None = None) -> Element:
    """A table for layout, with no borders but `rule`."""
    sides = [("top", 0), ("left", side), ("bottom", 0), ("right", side)]
    borders = None if rule is None else w("tblBorders", rule)
    margins = w("tblCellMar", *(w(name, w=size, type="dxa") for name, size in sides))
    return w("tblPr", w("tblInd", w=0, type="dxa"), borders, margins)


def _heading_styles(looks: Looks) -> list[Element]:
    theme, body = looks.theme, lists(looks.numbering, looks.first_annex)["body", looks.native]
    (chapters, _), (sections, level) = place(body, 0), place(body, 1)
    sizes, accent, fonts, bold = theme.sizes, theme.colours.accent, theme.docx.by_use, theme.manners.bold
    pitch = look.pitch(theme)
    above, below = (0, 0) if pitch else (14, 5)
    chapter = _ppr(keep_next=True, keep_lines=True, number=chapters.id, before=pitch or 22, after=below and 8,
                   line=pitch or sizes.chapter * 1.35, contextual=True, align=_place(theme.manners.chapters),
                   outline=0)  # fmt: skip
    section_ = _ppr(keep_next=True, keep_lines=True, number=sections.id, level=level, before=above, after=below,
                    line=pitch or sizes.section * 1.35, contextual=True, align="left", outline=1)  # fmt: skip
    return [
        _style("Heading1", "heading 1", chapter,
               _rpr(fonts=fonts["heading"], bold=bold, colour=accent, size=sizes.chapter),
               follow="Clause", builtin=True, priority=9),
        _style("Heading2", "heading 2", section_,
               _rpr(fonts=fonts["section"], bold=bold, colour=accent, spacing=look.spacing(theme), size=sizes.section),
               follow="Clause", builtin=True, priority=9),
    ]  # fmt: skip


def _place(chosen: Literal["left", "centred"]) -> Align:
    return "center" if chosen == "centred" else "left"


def _clause_styles(looks: Looks) -> list[Element]:
    theme = looks.theme
    indents = _indents(looks, looks.numbering.scheme(looks.native).body)
    dense = 0 if theme.grid else 1
    # Chinese setting opens a paragraph that has no number with two empty characters.
    opened = 200 if theme.manners.paragraphs == "indented" else None
    lefts = (None, None, None) if opened else indents

    def style(
        key: str, name: str, before: float, after: float, *, left: int | None = None, first: int | None = None
    ) -> Element:
        spaced = _ppr(before=before * dense, after=after * dense, left=left, first_chars=first)
        return _style(key, name, spaced, _rpr(spacing=look.spacing(theme)))

    clauses = [
        style("Clause", "Clause", 6, 3),
        style("ClauseItem", "Clause Item", 3, 2),
        style("ClauseSubitem", "Clause Subitem", 2, 1),
        style("ClauseText", "Clause Text", 6, 3, first=opened),
        _style("ClauseTextChinese", "Clause Text Chinese", _ppr(first_chars=200), based="ClauseText"),
        style("ClauseContinued", "Clause Continued", 4, 3, left=lefts[0], first=opened),
        style("ItemContinued", "Clause Item Continued", 3, 2, left=lefts[1], first=opened),
        style("SubitemContinued", "Clause Subitem Continued", 2, 1, left=lefts[2], first=opened),
    ]
    return [*clauses, *(_second(style, _line(theme, looks.languages[-1])) for style in clauses), *_cell_styles(theme)]


SECOND = "Second"
"""Ends the style ids of the second language of an interleaved document."""


def _second(style: Element, line: float) -> Element:
    key, name = style.get(f"{{{W}}}styleId"), style.find(f"{{{W}}}name").get(f"{{{W}}}val")
    return _style(key + SECOND, f"{name} Second", _ppr(before=0, line=line), based=key)


DENSE = "Dense"
"""Ends the names of the styles of a table that is set smaller."""


def _cell_styles(theme: Theme) -> list[Element]:
    small, table_line = theme.sizes.table, theme.sizes.table * 1.3
    text = _ppr(before=1.5, after=1.5, line=table_line, off_grid=theme.grid is not None, align="left")
    return [
        _style("TableText", "Table Text", text, _rpr(size=small)),
        _style(
            "TableHeader",
            "Table Header",
            _ppr(keep_next=True, align="left"),
            _rpr(fonts=theme.docx.heading, bold=theme.manners.bold, colour=theme.colours.accent),
            based="TableText",
        ),
        # For tables of many columns, whose words would break in cells of the usual size.
        *(
            _style(f"{name}{DENSE}", f"{title} {DENSE}", rpr=_rpr(size=small * 0.9), based=name)
            for name, title in (("TableText", "Table Text"), ("TableHeader", "Table Header"))
        ),
    ]


def _contents_styles(looks: Looks) -> list[Element]:
    theme, sizes = looks.theme, looks.theme.sizes
    em, width = points(sizes.body), text_width(theme)
    bodies = [looks.numbering.scheme(lang).body for lang in looks.languages]
    first = round(em * max(chapter.width for chapter, *_ in bodies))
    second = first + round(em * max(section_.width for _, section_, *_ in bodies))

    def level(left: int, hanging: int, before: float) -> Element:
        tabs = [w("tab", val="left", pos=left), w("tab", val="right", leader="dot", pos=width)]
        return _ppr(tabs=tabs, before=before, after=1, left=left, hanging=hanging, contextual=True, align="left")

    heading = _rpr(fonts=theme.docx.heading, bold=theme.manners.bold, colour=theme.colours.accent, size=sizes.chapter)
    title = _ppr(keep_next=True, after=10, line=sizes.chapter * 1.35, align=_place(theme.manners.chapters))
    return [
        _style("ContentsTitle", "Contents Title", title, heading),
        _style("TOC1", "toc 1", level(first, first, 7), _rpr(fonts=theme.docx.heading, colour=theme.colours.accent),
               builtin=True, priority=39),
        _style("TOC2", "toc 2", level(second, second - first, 1), builtin=True, priority=39),
    ]  # fmt: skip


def _running_styles(theme: Theme) -> list[Element]:
    line, right = theme.sizes.small * 1.3, [w("tab", val="right", pos=text_width(theme))]
    rule = _border("bottom", theme.colours.rule, 4, 4)
    return [
        _style("Header", "header", _ppr(borders=[rule], tabs=right, line=line, align="left"),
               _rpr(colour=theme.colours.muted, size=theme.sizes.small), builtin=True, priority=99),
        *_footer_styles(theme),
        _style("FootnoteText", "footnote text", _ppr(line=line, align="left"), _rpr(size=theme.sizes.small),
               builtin=True, priority=99),
    ]  # fmt: skip


def _footer_styles(theme: Theme) -> list[Element]:
    size = _page(theme)
    shown = _rpr(colour=theme.colours.muted, size=size)
    style = partial(_style, "Footer", "footer", rpr=shown, builtin=True, priority=99)
    if theme.manners.page_numbers == "centred":
        return [style(_ppr(line=size * 1.3, align="center"))]
    # On the outside of the sheet, one character from the edge of the text (GB/T 9704-2012, 7.5).
    odd, even = _ppr(line=size * 1.3, right=points(size), align="right"), _ppr(left=points(size), right=0, align="left")
    return [style(odd), _style("FooterEven", "Footer Even", even, based="Footer", priority=99)]


def _rules(colour: str, *names: str) -> list[Element]:
    return [_border(name, colour, 4, 3) for name in names]


def _cover_styles(theme: Theme) -> list[Element]:
    sizes, colours, fonts, bold = theme.sizes, theme.colours, theme.docx.heading, theme.manners.bold
    titles, centred = theme.docx.by_use["title"], theme.manners.cover == "centred"
    label = round(text_width(theme) * 0.42)
    tabs = [w("tab", val="left", pos=label)]
    fact = _ppr(borders=_rules(colours.rule, "bottom", "between"), tabs=tabs, before=3, after=3, left=label,
                hanging=label, align="left")  # fmt: skip
    pictured = theme.logo is not None and theme.logo.cover
    logo = _ppr(before=72, after=6, line=12, align=_place(theme.manners.cover))
    title = _ppr(borders=() if centred else [_border("top", colours.accent, 24, 22)], before=30 if pictured else 96,
                 after=4, line=sizes.title * 1.3, align=_place(theme.manners.cover))  # fmt: skip
    second = sizes.title * 0.68
    return [
        _style("Title", "Title", title, _rpr(fonts=titles, bold=bold, colour=colours.accent, size=sizes.title),
               builtin=True, priority=10),
        _style("Subtitle", "Subtitle", _ppr(after=4, line=second * 1.3, align=_place(theme.manners.cover)),
               _rpr(fonts=titles, colour=colours.accent, size=second), builtin=True, priority=11),
        *([_style("CoverLogo", "Cover Logo", logo)] if pictured else []),
        _style("CoverPartyLabel", "Cover Party Label", _ppr(keep_next=True, before=34, after=2, align="left"),
               _rpr(colour=colours.muted, size=sizes.body)),
        _style("CoverParty", "Cover Party", _ppr(after=1, line=sizes.chapter * 1.4, align="left"),
               _rpr(fonts=fonts, colour=colours.ink, size=sizes.chapter * 0.95)),
        _style("CoverFact", "Cover Fact", fact),
        _style("AnnexSource", "Annex Source", _ppr(after=4, contextual=True, align="left"), _rpr(colour=colours.muted)),
        _style("AnnexFact", "Annex Fact", _ppr(before=2, after=2), _rpr(size=sizes.table), based="CoverFact"),
        _style("CoverFactFirst", "Cover Fact First",
               _ppr(borders=_rules(colours.rule, "top", "bottom", "between"), before=64),
               based="CoverFact", follow="CoverFact"),
        _style("CoverNote", "Cover Note", _ppr(before=14, contextual=True, align="left"),
               _rpr(colour=colours.muted, size=sizes.table)),
    ]  # fmt: skip


def _signature_styles(theme: Theme) -> list[Element]:
    sizes, colours = theme.sizes, theme.colours
    heading = _rpr(fonts=theme.docx.heading, bold=theme.manners.bold, colour=colours.accent, size=sizes.chapter)
    kept = partial(_ppr, keep_next=True, align="left")
    tabs = [w("tab", val="left", pos=round(text_width(theme) * 0.22))]
    rules = _rules(colours.muted, "bottom", "between")
    line = _ppr(keep_next=True, borders=rules, tabs=tabs, before=20, align="left")
    return [
        _style("SignatureHeading", "Signature Heading",
               kept(keep_lines=True, after=8, line=sizes.chapter * 1.35, contextual=True), heading),
        _style("SignatureText", "Signature Text", _ppr(keep_next=True, before=4, after=6)),
        _style("SignatureRole", "Signature Role", kept(before=10, after=2, contextual=True),
               _rpr(colour=colours.muted)),
        _style("SignatureParty", "Signature Party", kept(after=4),
               _rpr(fonts=theme.docx.heading, bold=True)),
        _style("SealText", "Seal Text", _ppr(keep_next=True, align="center"),
               _rpr(colour=colours.muted, size=sizes.small)),
        _style("SignatureLine", "Signature Line", line, _rpr(size=sizes.table)),
    ]  # fmt: skip


_BOXES = "MS Gothic"


def _character_styles(theme: Theme) -> list[Element]:
    # Bold Han is a smear in most Song faces: Chinese setting changes the face, and dots what Latin sets in italics.
    # It is bold as well, since where neither face is installed one substitute may stand for both.
    han = w("rPr", w("rFonts", eastAsia=theme.docx.heading.zh[0]), flag("b"))
    style = partial(_style, kind="character", based="DefaultParagraphFont")
    return [
        style("Strong", "Strong", rpr=_rpr(bold=True), builtin=True, priority=22),
        style("StrongChinese", "Strong Chinese", rpr=han, priority=22),
        style("Emphasis", "Emphasis", rpr=_rpr(italic=True), builtin=True, priority=20),
        style("EmphasisChinese", "Emphasis Chinese", rpr=_rpr(dots=True), priority=20),
        style("Blank", "Blank", rpr=_rpr(underline=True)),
        # The font that Word itself sets the boxes of its forms in.
        style("TickBox", "Tick Box", rpr=w("rPr", w("rFonts", ascii=_BOXES, hAnsi=_BOXES, eastAsia=_BOXES))),
        style(
            "FootnoteReference",
            "footnote reference",
            rpr=w("rPr", w("vertAlign", val="superscript")),
            builtin=True,
            priority=99,
        ),
        style("CoverLabel", "Cover Label", rpr=_rpr(colour=theme.colours.muted)),
    ]


def _notice_styles(theme: Theme) -> list[Element]:
    small = _rpr(size=theme.sizes.small)
    return [_style("FooterNotice", "Footer Notice", rpr=small, kind="character", based="DefaultParagraphFont")]


def _line_number_styles(theme: Theme) -> list[Element]:
    small = _rpr(colour=theme.colours.muted, size=theme.sizes.small * 0.85)
    return [
        _style("LineNumber", "line number", rpr=small, kind="character", based="DefaultParagraphFont", builtin=True,
               priority=99)
    ]  # fmt: skip


def _table_styles(theme: Theme) -> list[Element]:
    colours = theme.colours
    thin = [_border(name, colours.rule, 4, 0) for name in ("left", "right", "insideH", "insideV")]
    heavy = {name: _border(name, colours.accent, 8, 0) for name in ("top", "bottom")}
    borders = w("tblBorders", heavy["top"], thin[0], heavy["bottom"], *thin[1:])
    margins = [("top", 28), ("left", 96), ("bottom", 28), ("right", 96)]
    grid = w(
        "tblPr",
        w("tblInd", w=0, type="dxa"),
        borders,
        w("tblCellMar", *(w(name, w=size, type="dxa") for name, size in margins)),
    )
    shade = w("tcPr", w("shd", val="clear", color="auto", fill=colours.shade[1:]))
    first = w("tblStylePr", shade, type="firstRow")
    style = partial(_style, kind="table", based="TableNormal")
    return [
        style("ContractTable", "Contract Table", extra=[grid, first]),
        _style("ContractTableNext", "Contract Table Next", kind="table", based="ContractTable"),
        style("ParallelText", "Parallel Text", extra=[_plain_table(0, _border("insideV", colours.rule, 4, 0))]),
        style("SignatureTable", "Signature Table", extra=[_plain_table(0)]),
    ]


NEXT_TABLE_STYLE = "ContractTableNext"
"""For a data table right after another: Word joins adjacent tables of one style into one ([MS-DOC] 2.4.3)."""


# Other parts ----------------------------------------------------------------------------------------------------


def settings(*, two_sided: bool = False, protected: bool = False) -> Element:
    """The settings part: Word 2013 layout, compressed full-width punctuation, no prompts on opening.

    `two_sided` says that even pages have a header and footer of their own.  `protected` leaves only form fields to be
    edited (17.15.1.29), without a password: it guards against slips, and who wants to negotiate takes it off.
    """
    uri = "http://schemas.microsoft.com/office/word"
    return w(
        "settings",
        w("zoom", percent=100),
        w("documentProtection", edit="forms", enforcement=1) if protected else None,
        w("defaultTabStop", val=420),
        flag("evenAndOddHeaders", two_sided),
        w("characterSpacingControl", val="compressPunctuation"),
        w(
            "compat",
            w("doNotExpandShiftReturn"),
            w("useFELayout"),
            w("compatSetting", name="compatibilityMode", uri=uri, val=15),
            w("compatSetting", name="overrideTableStyleFontSizeAndJustification", uri=uri, val=1),
            w("compatSetting", name="enableOpenTypeFeatures", uri=uri, val=1),
            w("compatSetting", name="doNotFlipMirrorIndents", uri=uri, val=1),
        ),
        w("themeFontLang", val="en-GB", eastAsia="zh-CN"),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )


def font_table(theme: Theme) -> Element:
    """The font table: each font that the styles name, with the others of its list as its other names (17.8.3.1)."""
    known: dict[str, Element] = {}
    for use, fonts in theme.docx.by_use.items():
        for names, charset in ((fonts.zh, "86"), (fonts.en, "00")):
            known.setdefault(names[0], _font(names, charset, "swiss" if use == "heading" else "roman"))
    return w("fonts", *known.values())


def _font(names: Sequence[str], charset: str, family: str) -> Element:
    other = w("altName", val=",".join(names[1:])) if len(names) > 1 else None
    return w(
        "font", other, w("charset", val=charset), w("family", val=family), w("pitch", val="variable"), name=names[0]
    )


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
        self._document: Any = docx.Document()
        self._pictures = 0
        self._letterhead: Letterhead | None = None
        self._merged: Merged | None = None
        self._drop_leftovers()
        self._set_properties(properties)

    def _drop_leftovers(self) -> None:
        _unrelate(self._document.part.package, RELATIONSHIP_TYPE.THUMBNAIL)
        for kind in (RELATIONSHIP_TYPE.CUSTOM_XML, RELATIONSHIP_TYPE.WEB_SETTINGS, _EFFECTS):
            _unrelate(self._document.part, kind)
        app = _related(self._document.part.package, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
        app._blob = _APP

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
        made, lists_, fonts = styles(looks), numbering(looks), font_table(looks.theme)
        if letterhead is not None:
            self._letterhead, self._merged = letterhead, merged(letterhead.styles, made)
            made, lists_ = self._merged.styles, with_lists(lists_, letterhead.part, self._merged)
            fonts = with_fonts(fonts, letterhead.part)
            if (theirs := effects(letterhead.part)) is not None:
                _unrelate(part, RELATIONSHIP_TYPE.THEME)
                part.relate_to(taken(theirs, self._opc, "/word/theme/theme1.xml"), RELATIONSHIP_TYPE.THEME)
        _replace(part._styles_part, made)
        _replace(part.numbering_part, lists_)
        _replace(part._settings_part, settings(two_sided=two_sided, protected=protected))
        _related(part, RELATIONSHIP_TYPE.FONT_TABLE)._blob = _serialise(fonts)

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
        return _drawing(part, self._pictures, picture, height, alt)

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
        notes = _footnotes(map(self._named, paragraphs))
        part = OpcPart(PackURI("/word/footnotes.xml"), FOOTNOTES, _serialise(notes), self._opc)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        rules = w("footnotePr", *(w("footnote", id=number) for number in _SEPARATORS.values()))
        self._document.part._settings_part.element.find(f"{{{W}}}compat").addprevious(rules)

    def add_provenance(self, provenance: Provenance, texts: Iterable[tuple[ClauseText, str]]) -> None:
        """Carry manifest and clauses with their bookmarks as custom XML, the manifest's digest as a property."""
        self._add_xml(1, _clauses_part(texts))
        self._add_xml(2, _manifest_part(provenance.manifest))
        if provenance.sources:
            self._add_xml(3, _sources_part(provenance.sources))
        properties = OpcPart(PackURI("/docProps/custom.xml"), _CUSTOM, _custom_properties(provenance), self._opc)
        self._opc.relate_to(properties, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)

    def _add_xml(self, number: int, content: Element) -> None:
        part = OpcPart(PackURI(f"/customXml/item{number}.xml"), "application/xml", _serialise(content), self._opc)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
        known = OpcPart(
            PackURI(f"/customXml/itemProps{number}.xml"),
            CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES,
            _item_properties(number, content),
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
        written = b"".join(_written(main.element, map(self._named, chain(blocks, [last]))))
        main.element.body[:] = []
        if comments and by is not None:
            content = _serialise(_comments(comments, by))
            part = OpcPart(PackURI("/word/comments.xml"), CONTENT_TYPE.WML_COMMENTS, content, self._opc)
            main.relate_to(part, RELATIONSHIP_TYPE.COMMENTS)
        stream = io.BytesIO()
        self._document.save(stream)
        return _rewritten(stream, {main.partname.membername: written})


_DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"


def _drawing(part: Any, number: int, picture: Picture, height: float, alt: str) -> Element:
    """A run with a picture of the story `part`; without words for it, it is there for looks alone."""
    relationship, _ = part.get_or_add_image(io.BytesIO(picture.data))
    width = height * picture.width / picture.height
    inline = CT_Inline.new_pic_inline(number, relationship, "", Mm(width), Mm(height))
    inline.docPr.set("name", "Logo")
    if alt:
        inline.docPr.set("descr", alt)
    else:
        inline.docPr.append(parse_xml(_NO_WORDS))
    return w("r", w("rPr", w("noProof")), w("drawing", inline))


_NO_WORDS = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    f'<a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}"><d:decorative xmlns:d="{_DECORATIVE}" val="1"/></a:ext>'
    "</a:extLst>"
)
"""Tells screen readers to pass over a drawing ([MS-ODRAWXML] 2.14.1)."""

CLAUSES_NAMESPACE = "urn:slagen:clauses:1"
MANIFEST_NAMESPACE = "urn:slagen:manifest:1"
SOURCES_NAMESPACE = "urn:slagen:sources:1"
_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_DATASTORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


def _clauses_part(texts: Iterable[tuple[ClauseText, str]]) -> Element:
    """Each clause in each language: where it stands, and a hash a paragraph, so that it is known after editing."""
    root = etree.Element(f"{{{CLAUSES_NAMESPACE}}}clauses", nsmap={None: CLAUSES_NAMESPACE})
    for text, bookmark in texts:
        clause = etree.SubElement(root, f"{{{CLAUSES_NAMESPACE}}}clause")
        given = {"id": text.id, "version": text.version, "variant": text.variant, "lang": LOCALE[text.lang],
                 "order": str(text.order), "bookmark": bookmark, "paragraphs": " ".join(text.hashes)}  # fmt: skip
        for name, value in given.items():
            if value is not None:
                clause.set(name, value)
    return root


def _manifest_part(manifest: bytes) -> Element:
    root = etree.Element(f"{{{MANIFEST_NAMESPACE}}}manifest", nsmap={None: MANIFEST_NAMESPACE})
    root.text = manifest.decode()
    return root


def _sources_part(sources: Iterable[SourceFile]) -> Element:
    """What the document is built from, in Base64, since XML would change the ends of lines."""
    root = etree.Element(f"{{{SOURCES_NAMESPACE}}}sources", nsmap={None: SOURCES_NAMESPACE})
    for each in sources:
        file = etree.SubElement(root, f"{{{SOURCES_NAMESPACE}}}file")
        file.set("name", each.name)
        file.text = base64.b64encode(each.content).decode()
    return root


def _item_properties(number: int, content: Element) -> bytes:
    """Names the part's namespace, by which Word finds it (22.5); its id is a constant, as a build must not differ."""
    root = etree.Element(f"{{{_DATASTORE}}}datastoreItem", nsmap={"ds": _DATASTORE})
    root.set(f"{{{_DATASTORE}}}itemID", f"{{51A6E000-0000-4000-8000-{number:012X}}}")
    references = etree.SubElement(root, f"{{{_DATASTORE}}}schemaRefs")
    uri = etree.QName(content).namespace
    etree.SubElement(references, f"{{{_DATASTORE}}}schemaRef").set(f"{{{_DATASTORE}}}uri", uri)
    return _serialise(root)


def _custom_properties(provenance: Provenance) -> bytes:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/"
    root = etree.Element(
        f"{{{base}custom-properties}}Properties",
        nsmap={None: f"{base}custom-properties", "vt": f"{base}docPropsVTypes"},
    )
    given = etree.SubElement(root, f"{{{base}custom-properties}}property")
    # The format id of user-defined properties; ids start at 2 (22.3.2.2).
    for name, value in (("fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"), ("pid", "2"), ("name", MANIFEST_PROPERTY)):
        given.set(name, value)
    etree.SubElement(given, f"{{{base}docPropsVTypes}}lpwstr").text = provenance.digest
    return _serialise(root)


MANIFEST_PROPERTY = "slagen manifest SHA-256"
"""The custom property that holds the digest of the manifest."""

_EFFECTS = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"


def _serialise(element: Element) -> bytes:
    return bytes(etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True))


def _replace(part: Any, element: Element) -> None:
    # Parsed anew so that the namespaces stand on the root once.
    part._element = parse_xml(etree.tostring(element))


def _related(source: Any, kind: str) -> Any:
    return source.part_related_by(kind)


def _unrelate(source: Any, kind: str) -> None:
    for key in [key for key, relationship in source.rels.items() if relationship.reltype == kind]:
        del source.rels[key]


def _written(document: Element, blocks: Iterable[Element]) -> Iterator[bytes]:
    """The main part with these blocks in its body, piece by piece, as it would be written in one."""
    document.body[:] = [w("p")]
    before, after = _serialise(document).split(b"<w:p/>")
    yield before
    for block in blocks:
        head, end, rest = etree.tostring(block, encoding="UTF-8", xml_declaration=False).partition(b">")
        if b"xmlns" in rest:
            # Inside the root, so that nothing in it declares namespaces.
            document.body[:] = [block]
            yield _serialise(document)[len(before) : -len(after)]
        else:
            yield head.replace(_DECLARED, b"") + end + rest
    yield after


_DECLARED = f' xmlns:w="{W}"'.encode()


def _rewritten(stream: io.BytesIO, parts: Mapping[str, bytes]) -> bytes:
    """The package with its parts in order and without the time of day, some of them replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            # 1980-01-01 is the earliest a ZIP entry can carry.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = 0o644 << 16
            new.writestr(entry, parts.get(name) or old.read(name), zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()


def read_words(data: bytes, kind: str = CONTENT_TYPE.WML_DOCUMENT_MAIN) -> dict[Side, str]:
    """All text of a DOCX in order, as a reader of the file finds it; breaks and tabs left out.

    Once with its changes accepted (new) and once with them rejected (old).

    Args:
        kind: of the part that is read, by default the main one.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        types = etree.fromstring(package.read("[Content_Types].xml"))
        name = next(one.get("PartName") for one in types if one.get("ContentType") == kind)
        written = package.read(name.lstrip("/"))
    new, old = zip(*_texts(written), strict=True)
    return {"new": "".join(new), "old": "".join(old)}


def _texts(main: bytes) -> Iterator[tuple[str, str]]:
    """The texts in order, as either side has them."""
    yield "", ""
    for _, paragraph in etree.iterparse(io.BytesIO(main), tag=f"{{{W}}}p"):
        changed = next(paragraph.iter(*_GONE["new"], *_GONE["old"]), None) is not None
        for element in paragraph.iter(*_SAID):
            text = element.text or ""
            yield _on_sides(element, text) if changed else (text, text)
        paragraph.clear()


def _on_sides(element: Element, text: str) -> tuple[str, str]:
    new, old = ("" if _is_gone(element, side) else text for side in ("new", "old"))
    return new, old


_SAID = (f"{{{W}}}t", f"{{{W}}}delText")
_GONE: dict[Side, frozenset[str]] = {
    "new": frozenset({f"{{{W}}}del", f"{{{W}}}moveFrom"}),
    "old": frozenset({f"{{{W}}}ins", f"{{{W}}}moveTo"}),
}


def _is_gone(element: Element, side: Side) -> bool:
    return any(above.tag in _GONE[side] for above in element.iterancestors())


def properties(paragraph: Element) -> bytes:
    """The properties of a paragraph, to be compared."""
    return bytes(etree.tostring(paragraph.find(f"{{{W}}}pPr")))
