"""Paragraphs and what they say of themselves (ECMA-376 part 1, 17.3.1)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from slagen.render.ooxml.elements import Align, Element, W, flag, w

UNNUMBERED = (0, 0)
"""The number of a paragraph that is in no list, whatever its style says (17.9.18)."""


def paragraph(
    style: str,
    runs: Iterable[Element],
    *,
    number: tuple[int, int] | None = None,
    keep_next: bool = False,
    keep_lines: bool = False,
    page_break: bool = False,
    at_top: bool = False,
    align: Align | None = None,
) -> Element:
    """A paragraph; `number` is its list and level, `align` only where it departs from the style.

    `at_top` is for one that starts a page, where Word and LibreOffice would keep the space before it.
    """
    properties = _paragraph_properties(style, number, keep_next, keep_lines, page_break, at_top, align)
    return w("p", properties.__copy__(), *runs)


@lru_cache(maxsize=256)
def _paragraph_properties(
    style: str,
    number: tuple[int, int] | None,
    keep_next: bool,
    keep_lines: bool,
    page_break: bool,
    at_top: bool,
    align: Align | None,
) -> Element:
    return w(
        "pPr",
        w("pStyle", val=style),
        flag("keepNext", keep_next),
        flag("keepLines", keep_lines),
        flag("pageBreakBefore", page_break),
        w("numPr", w("ilvl", val=number[1]), w("numId", val=number[0])) if number else None,
        w("spacing", before=0) if at_top else None,
        w("jc", val=align) if align else None,
    )


def break_before(paragraph: Element) -> None:
    """Makes a paragraph start a page."""
    properties = paragraph.find(f"{{{W}}}pPr")
    before = {f"{{{W}}}{name}" for name in ("pStyle", "keepNext", "keepLines")}
    position = sum(1 for child in properties if child.tag in before)
    properties.insert(position, w("pageBreakBefore"))
