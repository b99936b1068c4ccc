"""Shows values anew in what a clause became, where an edit changed nothing else of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from slagen.assemble.problems import parse_path
from slagen.assemble.show import MissingPhraseError, MissingTextError, Shower
from slagen.diagnostics import Lang
from slagen.model.contract import Contract
from slagen.resolve.bound import field_of
from slagen.tree import Block, Content, Emphasis, Field, Inline, Strong, Table


class _UnprintableError(Exception):
    """A value has nothing to print; the clause, made again, tells what is wrong."""


@dataclass(frozen=True, slots=True)
class Reprinter:
    """Shows the inputs called `changed` (``contract.version``) as a contract has them."""

    contract: Contract
    showers: Mapping[Lang, Shower]
    changed: Collection[str]

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...] | None:
        """The blocks with these values shown anew; None where one can't be."""
        try:
            return tuple(map(self._block, blocks))
        except (_UnprintableError, MissingTextError, MissingPhraseError, TypeError, LookupError, AttributeError):
            return None

    def _block(self, block: Block) -> Block:
        if isinstance(block, Table):
            rows = tuple(replace(row, cells=tuple(map(self._content, row.cells))) for row in block.rows)
            return replace(block, header=tuple(map(self._content, block.header)), rows=rows)
        children = tuple(map(self._block, block.children))
        return replace(block, content=self._content(block.content), children=children)

    def _content(self, content: Content) -> Content:
        zh, en = (tuple(self._inlines(content.get(lang), lang)) for lang in ("zh", "en"))
        return Content(None if content.zh is None else zh, None if content.en is None else en)

    def _inlines(self, nodes: tuple[Inline, ...], lang: Lang) -> Iterator[Inline]:
        for node in nodes:
            if isinstance(node, Strong | Emphasis):
                yield type(node)(tuple(self._inlines(node.children, lang)))
            elif isinstance(node, Field) and field_of(node.path) in self.changed:
                yield Field(node.path, self.showers[lang].show(self._value(node.path)))
            else:
                yield node

    def _value(self, path: str) -> Any:
        value: Any = self.contract
        for key in parse_path(path):
            value = value[key] if isinstance(key, int) else getattr(value, key)
        if value is None or value == ():
            raise _UnprintableError
        return value
