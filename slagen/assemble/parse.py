"""From Markdown with slots to blocks in one language.

Python-Markdown's block and inline parsers give an element tree; only the little that clauses use is read from it, and
anything else is an error.  Slots become nodes here, so a value is never parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal
from xml.etree.ElementTree import Element

from slagen.assemble.evaluate import Conspicuous, Evaluated, Mark, Passage, Reference
from slagen.assemble.forms import Names, beside_boxes
from slagen.assemble.templates import END, LINE, SLOT, TOKENS
from slagen.assemble.trees import Trees
from slagen.diagnostics import Code, Diagnostic, Lang, Message, Span, error
from slagen.tree import Blank, Emphasis, Inline, Ref, Strong, Text, Tick

Align = Literal["left", "center", "right"]
DEEPEST = 3
"""Counted levels of a clause: paragraph, item, item of an item."""


@dataclass(frozen=True, slots=True)
class ParsedParagraph:
    """A paragraph in one language; `counted` where it is an item of a numbered list.

    `conspicuous` where its clause says that it is to attract attention if it is a standard term.
    """

    line: int
    inlines: tuple[Inline, ...]
    mark: str | None
    counted: bool
    children: tuple[ParsedBlock, ...]
    conspicuous: bool = False


@dataclass(frozen=True, slots=True)
class ParsedTable:
    """A table in one language; a row is its line and its cells."""

    line: int
    header: tuple[tuple[Inline, ...], ...]
    align: tuple[Align, ...]
    rows: tuple[tuple[int, tuple[tuple[Inline, ...], ...]], ...]


ParsedBlock = ParsedParagraph | ParsedTable


@dataclass
class Parser:
    """Parses the texts of one file in one language, keeping track of the line it is at."""

    name: str
    lang: Lang
    trees: Trees
    lines: Sequence[str]
    names: Names = field(default_factory=Names)
    problems: list[Diagnostic] = field(default_factory=list)
    _line: int = 1
    _mark: str | None = None
    _conspicuous: bool = False
    _in_cell: bool = False
    _evaluated: Evaluated = field(default_factory=lambda: Evaluated("", ()))

    def blocks(self, evaluated: Evaluated) -> tuple[ParsedBlock, ...]:
        """The blocks of a clause's text."""
        self._evaluated = evaluated
        return tuple(self._blocks(self.trees.of(evaluated.markdown)))

    def passage(self, evaluated: Evaluated) -> tuple[Inline, ...]:
        """The inlines of a text that is one phrase, without markup."""
        self._evaluated = evaluated
        return tuple(_trimmed(list(self._words(evaluated.markdown.strip()))))

    def _blocks(self, parent: Element, depth: int = 0) -> Iterator[ParsedBlock]:
        for child in parent:
            match child.tag:
                case "p":
                    yield self._paragraph(child, depth, counted=False)
                case "ol":
                    items = [self._paragraph(item, depth + 1, counted=True) for item in child]
                    if depth == DEEPEST:
                        self._too_deep(items[0].line)
                    yield from items
                case "table":
                    yield self._table(child)
                case _:
                    self._refuse(child.tag)

    def _paragraph(self, element: Element, depth: int, *, counted: bool) -> ParsedParagraph:
        self._mark, self._conspicuous = None, False
        inlines = self._lead(element)
        mark, conspicuous, line = self._mark, self._conspicuous, self._first_line
        rest = Element("rest")
        rest.extend(_blocks_of(element))
        return ParsedParagraph(line, inlines, mark, counted, tuple(self._blocks(rest, depth)), conspicuous)

    def _lead(self, element: Element) -> tuple[Inline, ...]:
        """The words of a paragraph or item: its own, or those of its first ``p`` where the list is loose."""
        self._first_line = 0
        first = next(iter(element), None)
        loose = element.tag == "li" and first is not None and first.tag == "p" and not (element.text or "").strip()
        inlines = tuple(self._run(first if loose and first is not None else element))
        self._first_line = self._first_line or self._line
        return inlines

    _first_line: int = 0

    def _run(self, element: Element) -> Iterator[Inline]:
        """The inlines directly in `element`, up to its first block."""
        yield from _trimmed(list(self._inlines(element)))

    def _inlines(self, element: Element) -> Iterator[Inline]:
        yield from self._words(element.text or "")
        for child in element:
            if child.tag in _BLOCKS:
                return
            yield from self._styled(child)
            yield from self._words(child.tail or "")

    def _styled(self, child: Element) -> Iterator[Inline]:
        match child.tag:
            case "strong":
                yield Strong(tuple(self._inlines(child)))
            case "em":
                yield Emphasis(tuple(self._inlines(child)))
            case _:
                self._refuse(child.tag)

    def _words(self, text: str) -> Iterator[Inline]:
        for piece in TOKENS.split(_joined(text, self.lang)):
            if piece.startswith(LINE):
                self._line = int(piece[1:-1])
                self._first_line = self._first_line or self._line
            elif piece.startswith(SLOT):
                yield from self._slot(int(piece[1:-1]))
            elif piece:
                yield Text(piece)

    def _slot(self, index: int) -> Iterator[Inline]:
        match self._evaluated.slots[index]:
            case Reference(target):
                yield Ref(target, Span(self.name, self._line, self._column(target)))
            case Mark(name):
                self._mark = name
            case Conspicuous():
                self._conspicuous = True
            case Passage(inlines):
                yield from inlines
            case Blank() | Tick() as node:
                yield from self._form(node)
            case node:
                yield node

    def _form(self, node: Blank | Tick) -> Iterator[Inline]:
        call = "blank(" if isinstance(node, Blank) else "tick("
        span = Span(self.name, self._line, self._column(node.name, call))
        if wrong := self.names.wrong(node, span, in_cell=self._in_cell):
            self.problems.append(wrong)
        else:
            yield self.names.named(node)

    def _column(self, target: str, call: str = "ref(") -> int:
        text = self.lines[self._line - 1] if self._line <= len(self.lines) else ""
        return max(text.find(f"'{target}'"), text.find(f'"{target}"'), text.find(call), 0) + 1

    def _table(self, element: Element) -> ParsedTable:
        head, body = element.find("thead"), element.find("tbody")
        columns = [] if head is None else list(head.iter("th"))
        header = tuple(tuple(self._run(cell)) for cell in columns)
        line = self._line
        rows = tuple(self._row(row) for row in ([] if body is None else body) if any(_filled(cell) for cell in row))
        return ParsedTable(line, header, tuple(_align(cell) for cell in columns), rows)

    def _row(self, row: Element) -> tuple[int, tuple[tuple[Inline, ...], ...]]:
        self._in_cell = True
        cells = tuple(tuple(beside_boxes(list(self._run(cell)))) for cell in row)
        self._in_cell = False
        return self._line, cells

    def _too_deep(self, line: int) -> None:
        self.problems.append(
            error(
                Code.CLAUSE_MARKUP,
                Span(self.name, line, 1),
                zh="列表嵌套过深：款以下最多两层",
                en="the list is nested too deeply: below a paragraph there are items, and items of these",
                hint=Message(
                    "回到外层列表之前应当空一行", "a blank line is needed before a list goes on at an outer level"
                ),
            )
        )

    def _refuse(self, tag: str) -> None:
        self.problems.append(
            error(
                Code.CLAUSE_MARKUP,
                Span(self.name, self._line, 1),
                zh=f"条款不使用这种标记（{tag}）",
                en=f"clauses do not use this markup ({tag})",
                value=tag,
            )
        )


_BLOCKS = frozenset({"p", "ol", "ul", "table"})
_BREAK = re.compile(rf"[ \t]*\n[ \t]*((?:{LINE}[0-9]+{END})?)")


def _blocks_of(element: Element) -> list[Element]:
    """The blocks inside an item, without the ``p`` that holds its own words."""
    children = [child for child in element if child.tag in _BLOCKS]
    if element.tag == "li" and children and children[0].tag == "p" and not (element.text or "").strip():
        return children[1:]
    return children


def _joined(text: str, lang: Lang) -> str:
    """Source lines joined: by a space in English, by nothing in Chinese unless Latin words meet."""

    def separator(match: re.Match[str]) -> str:
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        latin = lang == "en" or (before.isascii() and after.isascii() and before.isalnum() and after.isalnum())
        return (" " if latin else "") + match[1]

    return _BREAK.sub(separator, text)


def _trimmed(found: list[Inline]) -> list[Inline]:
    """Without the space at both ends."""
    if found and isinstance(found[0], Text):
        found[0] = Text(found[0].text.lstrip())
    if found and isinstance(found[-1], Text):
        found[-1] = Text(found[-1].text.rstrip())
    return [node for node in found if node != Text("")]


def _align(cell: Element) -> Align:
    style = cell.get("style", "") + cell.get("align", "")
    return "right" if "right" in style else "center" if "center" in style else "left"


def _filled(cell: Element) -> bool:
    return bool("".join(cell.itertext()).strip())
