"""Tables, their rows and cells (ECMA-376 part 1, 17.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from slagen.render.ooxml.elements import Element, W, border, flag, w

CLOSE = 60
"""The padding beside the words of a table of many columns, in twentieths of a point."""


def table(
    style: str, widths: Sequence[int], rows: Iterable[Element], *, header: bool = False, inset: int | None = None
) -> Element:
    """A table of fixed column widths; `header` says that its first row has the style's header look.

    `inset` is the padding of its cells on the left and on the right where that departs from the style's.
    """
    look = w("tblLook", val="0020" if header else "0000", firstRow=int(header), lastRow=0, firstColumn=0, lastColumn=0,
             noHBand=1, noVBand=1)  # fmt: skip
    properties = w(
        "tblPr",
        w("tblStyle", val=style),
        w("tblW", w=sum(widths), type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *(w(side, w=inset, type="dxa") for side in ("left", "right"))) if inset else None,
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
    rules = w("tcBorders", *(border(name, ruled, 6, 0) for name in sides)) if ruled else None
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


def set_table_style(block: Element, style: str) -> None:
    """Gives a table another style."""
    next(block.iter(f"{{{W}}}tblStyle")).set(f"{{{W}}}val", style)
