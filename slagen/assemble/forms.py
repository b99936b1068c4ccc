"""The blanks and boxes of forms: where they may stand, and their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from slagen.diagnostics import Code, Diagnostic, Message, Span, error
from slagen.tree import Blank, Inline, Text, Tick

MOST_LINES = 40
"""More lines than that would not fit on a page."""
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass
class Names:
    """The names of the blanks and boxes of one clause in one language, each of which may stand once.

    `annex` is the clause's id, under which they are filed; empty where the clause is no annex and can have none.
    """

    annex: str = ""
    _seen: set[str] = field(default_factory=set)

    def named(self, node: Blank | Tick) -> Blank | Tick:
        """The same blank or box with the name that it has in the document."""
        return replace(node, name=f"{self.annex}.{node.name}")

    def wrong(self, node: Blank | Tick, span: Span, *, in_cell: bool) -> Diagnostic | None:
        """What is wrong with a blank or box, which is then taken as seen."""
        again, lines = node.name in self._seen, node.lines if isinstance(node, Blank) else 1
        self._seen.add(node.name)
        if not (self.annex and in_cell):
            return _misplaced(span, node.name)
        if not _NAME.fullmatch(node.name):
            return _misnamed(span, node.name)
        if again:
            return _twice(span, node.name)
        # A template can give anything for a number.
        if type(lines) is not int or not 1 <= lines <= MOST_LINES:
            return _unlined(span, lines)
        return None


def beside_boxes(cell: Sequence[Inline]) -> Iterator[Inline]:
    """A cell with a box kept beside its words at a line's end, and more room between what is to be chosen from."""
    for place, node in enumerate(cell):
        if isinstance(node, Text):
            before, after = cell[:place][-1:], cell[place + 1 :][:1]
            text = node.text
            if before and isinstance(before[0], Tick) and text[:1] == " ":
                text = "\u00a0" + text[1:]
            if after and isinstance(after[0], Tick) and text[-1:] == " ":
                text = text[:-1] + "\u2002 "
            yield Text(text)
        else:
            yield node


def _misplaced(span: Span, name: str) -> Diagnostic:
    return error(
        Code.BLANK_PLACE,
        span,
        zh="填写栏和勾选框只能放在附件的表格单元格中（表头除外）",
        en="blanks and boxes to tick can only stand in the cells of an annex's tables, below their heads",
        value=name,
        hint=Message("放进附件的表格", "put it into a table of an annex"),
    )


def _misnamed(span: Span, name: str) -> Diagnostic:
    return error(
        Code.BLANK_NAME,
        span,
        zh=f"“{name}”不能作为填写栏的名称",
        en=f"{name!r} can't be the name of a blank",
        value=name,
        hint=Message(
            "使用小写英文字母、数字和连字符，以字母开头", "use lower-case letters, digits and hyphens, a letter first"
        ),
    )


def _twice(span: Span, name: str) -> Diagnostic:
    return error(
        Code.BLANK_NAME,
        span,
        zh=f"填写栏的名称 {name} 在本附件中出现两次",
        en=f"the blank {name} stands twice in this annex",
        value=name,
        hint=Message(
            "另取名称；循环中可写 'row-' ~ loop.index",
            "give it another name; in a loop, 'row-' ~ loop.index makes one a row",
        ),
    )


def _unlined(span: Span, lines: object) -> Diagnostic:
    return error(
        Code.BLANK_NAME,
        span,
        zh=f"填写栏的行数应当是 1 至 {MOST_LINES} 的整数",
        en=f"the lines of a blank are a whole number from 1 to {MOST_LINES}",
        value=lines,
    )
