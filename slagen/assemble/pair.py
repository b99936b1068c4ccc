"""Pairs the two languages of a clause block by block into one tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from slagen.assemble.labels import COUNTED
from slagen.assemble.parse import ParsedBlock, ParsedParagraph, ParsedTable
from slagen.diagnostics import Code, Diagnostic, Lang, Message, Span, error
from slagen.tree import Blank, Block, Content, Inline, Paragraph, Row, Table, Tick, inlines


class Pairer:
    """Pairs the blocks of one clause; what does not match is a diagnostic at the first block that differs."""

    def __init__(self, name: str, clause_id: str) -> None:
        self.problems: list[Diagnostic] = []
        self._name, self._clause_id = name, clause_id

    def blocks(self, parsed: Mapping[Lang, Sequence[ParsedBlock]]) -> tuple[Block, ...]:
        """The blocks of all languages as one."""
        return tuple(self._paired(parsed))

    def _paired(self, parsed: Mapping[Lang, Sequence[ParsedBlock]]) -> Iterator[Block]:
        for together in zip_longest(*parsed.values()):
            shapes = {_shape(block) for block in together}
            if len(shapes) > 1:
                self._differ(together)
                return
            yield self._one(dict(zip(parsed, together, strict=True)))

    def _one(self, together: Mapping[Lang, ParsedBlock]) -> Block:
        paragraphs = {lang: block for lang, block in together.items() if isinstance(block, ParsedParagraph)}
        return self._paragraph(paragraphs) if paragraphs else self._table(together)

    def _paragraph(self, together: Mapping[Lang, ParsedParagraph]) -> Paragraph:
        first = next(iter(together.values()))
        return Paragraph(
            key=f"{self._clause_id}#{first.mark}" if first.mark else "",
            number=COUNTED if first.counted else (),
            label=Content(),
            content=_content({lang: block.inlines for lang, block in together.items()}),
            children=tuple(self._paired({lang: block.children for lang, block in together.items()})),
            span=Span(self._name, first.line, 1),
        )

    def _table(self, together: Mapping[Lang, ParsedBlock]) -> Table:
        tables = {lang: block for lang, block in together.items() if isinstance(block, ParsedTable)}
        first = next(iter(tables.values()))
        for rows in zip(*(table.rows for table in tables.values()), strict=True):
            if len({tuple(map(_blanks, cells)) for _, cells in rows}) > 1:
                self._blanks_differ(rows[0][0])
        return Table(
            header=_cells({lang: table.header for lang, table in tables.items()}),
            align=first.align,
            rows=tuple(
                Row(
                    _cells({lang: table.rows[index][1] for lang, table in tables.items()}),
                    Span(self._name, line, 1),
                )
                for index, (line, _) in enumerate(first.rows)
            ),
            span=Span(self._name, first.line, 1),
        )

    def _blanks_differ(self, line: int) -> None:
        self.problems.append(
            error(
                Code.LANGUAGES_DIFFER,
                Span(self._name, line, 1),
                zh="这一行的填写栏或者勾选框，中文与英文不一致",
                en="the blanks or boxes of this row are not the same in Chinese and English",
                value=self._clause_id,
                hint=Message(
                    "两种语言的同一单元格应当有同名、同序、同行数的填写栏和勾选框",
                    "the same cell needs the same blanks and boxes in both languages, in order, names and lines",
                ),
            )
        )

    def _differ(self, together: Iterable[ParsedBlock | None]) -> None:
        line = next(block.line for block in together if block is not None)
        self.problems.append(
            error(
                Code.LANGUAGES_DIFFER,
                Span(self._name, line, 1),
                zh="从这里起，中文与英文的段落、列表或者表格不对应",
                en="from here on, the Chinese and English paragraphs, lists or tables do not correspond",
                value=self._clause_id,
                hint=Message(
                    "两种语言应当逐段对应，标记、列数、行数一致",
                    "both languages need the same paragraphs, marks, columns and rows in the same order",
                ),
            )
        )


def _shape(block: ParsedBlock | None) -> object:
    match block:
        case None:
            return None
        case ParsedParagraph():
            return ("paragraph", block.counted, block.mark, block.conspicuous)
        case ParsedTable():
            return ("table", len(block.header), len(block.rows), block.align)


def _blanks(cell: Iterable[Inline]) -> tuple[Blank | Tick, ...]:
    return tuple(node for node in inlines(cell) if isinstance(node, Blank | Tick))


def _content(words: Mapping[Lang, tuple[Inline, ...]]) -> Content:
    return Content(zh=words.get("zh"), en=words.get("en"))


def _cells(cells: Mapping[Lang, tuple[tuple[Inline, ...], ...]]) -> tuple[Content, ...]:
    return tuple(_content(dict(zip(cells, column, strict=True))) for column in zip(*cells.values(), strict=True))
