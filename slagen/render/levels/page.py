"""``slagen levels --format html``: one file without outside references, with its pictures, for screens and paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from slagen.render.columns import width
from slagen.render.html import LANG_TAGS
from slagen.render.levels import picture
from slagen.render.levels.tables import Cell, Grid, grids, heading
from slagen.render.levels.words import Words
from slagen.render.markup import Node, element
from slagen.sla.levels import Levels

STYLE = Path(__file__).parent / "page.css"
_SHORT = 12
"""Up to which width, in narrow letters, a line is never broken: a figure with its sign and unit."""


def render(levels: Levels, words: Words) -> str:
    """The page, in UTF-8.

    Args:
        levels: what was found.
        words: how it is said, and in which language; texts of the contract stand in the other one if they have to.
    """
    root = element("html", {"lang": LANG_TAGS[words.lang]}, _head(levels, words), _body(levels, words))
    return "<!DOCTYPE html>\n" + ElementTree.tostring(root, encoding="unicode", method="html") + "\n"


def _head(levels: Levels, words: Words) -> ElementTree.Element:
    return element(
        "head",
        {},
        element("meta", {"charset": "utf-8"}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("meta", {"name": "generator", "content": "slagen"}),
        element("title", {}, f"{levels.contract.contract.id} {_title(words)}"),
        element("style", {}, STYLE.read_text(encoding="utf-8")),
    )


def _title(words: Words) -> str:
    return words.say("服务级别", "Service levels")


def _body(levels: Levels, words: Words) -> ElementTree.Element:
    first, *rest = grids(levels, words, wide=True)
    main = element(
        "main",
        {},
        element("h1", {}, _title(words)),
        element("p", {"class": "lead"}, heading(levels, words)),
        *_section(first),
        *_pictures(levels, words),
        *(node for grid in rest for node in _section(grid)),
    )
    return element("body", {}, main)


def _pictures(levels: Levels, words: Words) -> Iterator[Node]:
    for name, drawn in (("budgets", picture.budgets(levels, words)), ("tiers", picture.tiers(levels, words))):
        if drawn:
            yield element("h2", {}, drawn.title)
            yield element("figure", {}, drawn.svg(name), element("figcaption", {}, drawn.description))


def _section(grid: Grid) -> Iterator[Node]:
    yield element("h2", {}, grid.title)
    if grid.rows:
        yield _table(grid)
    yield from (element("p", {"class": "note"}, note) for note in grid.notes)


def _table(grid: Grid) -> ElementTree.Element:
    head = element("tr", {}, *(element("th", {"scope": "col"}, each) for each in grid.heads))
    rows = (element("tr", {}, *_cells(row, grid.heads)) for row in grid.rows)
    return element("table", {}, element("thead", {}, head), element("tbody", {}, *rows))


def _cells(row: tuple[Cell, ...], heads: tuple[str, ...]) -> Iterator[ElementTree.Element]:
    first, *rest = row
    yield element("th", {"scope": "row"}, *_lines(first))
    for cell, head in zip(rest, heads[1:], strict=True):
        kind = {"class": "short"} if all(width(line) <= _SHORT for line in cell) else {}
        yield element("td", {"data-head": head, **kind}, *_lines(cell))


def _lines(cell: Cell) -> Iterator[Node]:
    return (element("div", {}, line) for line in cell)
