"""Sets standard terms off that exempt or limit liability: whole paragraphs in bold, so that every output shows them.

民法典 article 496 has the supplier of standard terms draw attention to such terms; article 10 of its interpretation
(法释〔2023〕13号) accepts words, symbols or type that ordinarily attract attention.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from slagen.assemble.parse import ParsedBlock, ParsedParagraph, ParsedTable
from slagen.tree import Emphasis, Inline, Strong


def set_off(block: ParsedBlock) -> ParsedBlock:
    """The block with each conspicuous paragraph in it in bold, along with all that belongs under that."""
    if not isinstance(block, ParsedParagraph):
        return block
    return _bold(block) if block.conspicuous else replace(block, children=tuple(map(set_off, block.children)))


def _bold(block: ParsedBlock) -> ParsedBlock:
    if isinstance(block, ParsedTable):
        return replace(
            block,
            header=tuple(map(_strong, block.header)),
            rows=tuple((line, tuple(map(_strong, cells))) for line, cells in block.rows),
        )
    return replace(block, inlines=_strong(block.inlines), children=tuple(map(_bold, block.children)))


def _strong(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return (Strong(tuple(_plain(inlines))),) if inlines else ()


def _plain(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """Without bold or emphasis of its own, which would not show within bold."""
    for node in inlines:
        if isinstance(node, Strong | Emphasis):
            yield from _plain(node.children)
        else:
            yield node
