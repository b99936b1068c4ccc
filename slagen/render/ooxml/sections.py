"""Sections: page, margins, running headers and footers, line numbers, grid (ECMA-376 part 1, 17.6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from slagen.model.template import Theme
from slagen.render import look
from slagen.render.ooxml.elements import PAGE, Element, R, W, flag, points, twips, w
from slagen.render.ooxml.letterhead import Letterhead
from slagen.render.ooxml.looks import page_number_size


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
    return w(
        "sectPr",
        *(_reference("headerReference", each.pages, each.header) for each in running if each.header),
        *(_reference("footerReference", each.pages, each.footer) for each in running if each.footer),
        w("type", val="nextPage"),
        w("pgSz", w=PAGE[0], h=PAGE[1]),
        _margins(theme) if letterhead is None or letterhead.margins is None else letterhead.margins,
        *(() if letterhead is None else letterhead.borders),
        w("lnNumType", countBy=1, distance=twips(4), restart="newPage") if line_numbers else None,
        flag("titlePg", hidden_at_first),
        _grid(theme) if letterhead is None else letterhead.grid,
    )


def _margins(theme: Theme) -> Element:
    """The margins, and how far header and footer are from the edges (17.6.11)."""
    m = theme.margins
    header, footer = twips(m.top * 0.5), twips(m.bottom * 0.45)
    if m.header is not None:
        header = twips(m.top - m.header) - points(theme.sizes.small * 1.3)
    if m.footer is not None:
        footer = twips(m.bottom - m.footer) - points(page_number_size(theme) * 1.3)
    sides = {name: twips(getattr(m, name)) for name in ("top", "right", "bottom", "left")}
    return w("pgMar", **sides, header=header, footer=footer, gutter=0)


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
