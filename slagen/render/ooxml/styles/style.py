"""One style and its properties, in the order of the schema: CT_Style, CT_PPr, CT_RPr (ECMA-376 part 1, 17.7)."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import Literal

from slagen.model.template import Fonts
from slagen.render.ooxml.elements import Align, Element, flag, points, w


def _fonts(fonts: Fonts) -> Element:
    latin, han = fonts.en[0], fonts.zh[0]
    return w("rFonts", ascii=latin, hAnsi=latin, eastAsia=han, cs=latin)


def rpr(
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
    """The properties of runs that are given; lengths in points, `colour` as #rrggbb."""
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


def ppr(
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
    """The properties of paragraphs that are given; spaces and lines in points, indents in twentieths of a point."""
    spacing, indent = _spacing(before, after, line, rule), _indent(left, right, hanging, first_chars)
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


def _spacing(before: float | None, after: float | None, line: float | None, rule: str) -> Element:
    above, below, height = (None if given is None else points(given) for given in (before, after, line))
    return w("spacing", before=above, after=below, line=height, lineRule=None if height is None else rule)


def _indent(left: int | None, right: int | None, hanging: int | None, first_chars: int | None) -> Element:
    # Readers that know no character units take the same two characters of body text.
    first = round(first_chars * 2.1) if first_chars else None
    return w("ind", left=left, right=right, hanging=hanging, firstLineChars=first_chars, firstLine=first)


def define(
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
    """One style; `key` is its id, `follow` the style of what comes next, `extra` what only tables have."""
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


def aligned(chosen: Literal["left", "centred"]) -> Align:
    """A theme's choice in the words of the markup."""
    return "center" if chosen == "centred" else "left"
