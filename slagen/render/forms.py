"""Forms: what the renderers share of blanks and boxes to tick."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from slagen.tree import Blank, Content, Inline, Lang, Table, Tick, inlines, plain

LINE = 7.0
"""Millimetres of one line that is written by hand."""


def whole(content: Content, lang: Lang) -> Blank | None:
    """The blank that a cell consists of, if it does."""
    match content.get(lang):
        case (Blank() as blank,):
            return blank
    return None


def room(cells: Sequence[Content], languages: Sequence[Lang]) -> int:
    """The lines to write on that the blanks of a row have room for; 0 where no cell is one."""
    blanks = (whole(cell, lang) for cell in cells for lang in languages)
    return max((blank.lines for blank in blanks if blank), default=0)


def titles(table: Table, lang: Lang) -> Mapping[str, str]:
    """What each blank and box of a table is for, by its name, in the words that stand by it.

    A blank is told by the nearest words to its left, a box by the words after it as well; then come the heading of
    its column and, in a row without words, the number of that row.
    """
    found: dict[str, str] = {}
    for number, row in enumerate(table.rows, 1):
        beside = ""
        for head, cell in zip(table.header, row.cells, strict=True):
            words = list(inlines(cell.get(lang)))
            above = _read(head.get(lang))
            for index, node in enumerate(words):
                if isinstance(node, Blank | Tick):
                    near = _before(words[:index]) if isinstance(node, Blank) else _after(words[index + 1 :])
                    parts = (beside or f"{number}", above, near)
                    found[node.name] = " – ".join(dict.fromkeys(part for part in parts if part))
            beside = _read(words) or beside
    return found


def _before(words: Sequence[Inline]) -> str:
    """The words of a cell right before a blank in it."""
    return _read(tuple(_till_next(reversed(words)))[::-1])


def _after(words: Sequence[Inline]) -> str:
    """The words of a cell right after a box in it."""
    return _read(tuple(_till_next(words)))


def _till_next(words: Iterator[Inline] | Sequence[Inline]) -> Iterator[Inline]:
    for node in words:
        if isinstance(node, Blank | Tick):
            return
        yield node


def _read(words: Sequence[Inline]) -> str:
    kept = [node for node in words if not isinstance(node, Blank | Tick)]
    return " ".join(plain(kept).split()).strip("：:；;，,。 ")
