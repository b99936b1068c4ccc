"""Styles of tables and of the text in them."""

from __future__ import annotations

from functools import partial

from slagen.model.template import Theme
from slagen.render.ooxml.elements import Element, border, w
from slagen.render.ooxml.styles.style import define, ppr, rpr


def plain_table(side: int, rule: Element | None = None) -> Element:
    """A table for layout, with no borders but `rule`."""
    sides = [("top", 0), ("left", side), ("bottom", 0), ("right", side)]
    borders = None if rule is None else w("tblBorders", rule)
    margins = w("tblCellMar", *(w(name, w=size, type="dxa") for name, size in sides))
    return w("tblPr", w("tblInd", w=0, type="dxa"), borders, margins)


_SMALLER = (("Dense", 0.9), ("Crowded", 0.85))
"""What ends the names of the styles of a table that is set smaller, and how much smaller it is."""


def cell_styles(theme: Theme) -> list[Element]:
    """Text and headers of data tables, in three sizes."""
    small, table_line = theme.sizes.table, theme.sizes.table * 1.3
    text = ppr(before=1.5, after=1.5, line=table_line, off_grid=theme.grid is not None, align="left")
    return [
        define("TableText", "Table Text", text, rpr(size=small)),
        define(
            "TableHeader",
            "Table Header",
            ppr(keep_next=True, align="left"),
            rpr(fonts=theme.docx.heading, bold=theme.manners.bold, colour=theme.colours.accent),
            based="TableText",
        ),
        # Between tables, where nobody is to see it.
        define(
            "TableSpace",
            "Table Space",
            ppr(keep_next=True, off_grid=theme.grid is not None, before=0, after=0, line=1, rule="exact"),
            rpr(size=1),
        ),
        # For tables of many columns, whose words would break in cells of the usual size.
        *(
            define(f"{name}{suffix}", f"{title} {suffix}", rpr=rpr(size=small * scale), based=name)
            for suffix, scale in _SMALLER
            for name, title in (("TableText", "Table Text"), ("TableHeader", "Table Header"))
        ),
    ]


def table_styles(theme: Theme) -> list[Element]:
    """Data tables, languages side by side, the signature table."""
    colours = theme.colours
    thin = [border(name, colours.rule, 4, 0) for name in ("left", "right", "insideH", "insideV")]
    heavy = {name: border(name, colours.accent, 8, 0) for name in ("top", "bottom")}
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
    style = partial(define, kind="table", based="TableNormal")
    return [
        style("ContractTable", "Contract Table", extra=[grid, first]),
        define("ContractTableNext", "Contract Table Next", kind="table", based="ContractTable"),
        style("ParallelText", "Parallel Text", extra=[plain_table(0, border("insideV", colours.rule, 4, 0))]),
        style("SignatureTable", "Signature Table", extra=[plain_table(0)]),
    ]


NEXT_TABLE_STYLE = "ContractTableNext"
"""For a data table right after another: Word joins adjacent tables of one style into one ([MS-DOC] 2.4.3)."""
