"""Works that a contract cites although they are no longer, or not yet, in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slagen.diagnostics import Diagnostic, Span
from slagen.read.references import Works, outdated
from slagen.tree import LANGUAGES, Block, Citation, Content, Document, Table, inlines
from slagen.tree.walk import blocks, own_passages


def outdated_citations(document: Document, works: Works) -> Iterator[Diagnostic]:
    """Each work that the document cites and that is not in force, once, where it is cited first."""
    seen: set[str] = set()
    for span, target in _citations(document):
        id_ = target.partition("/")[0]
        if id_ in works and id_ not in seen:
            seen.add(id_)
            yield from outdated(target, works, span)


def _citations(document: Document) -> Iterator[tuple[Span, str]]:
    for block in blocks(document):
        for span, contents in _passages(block):
            every = (node for content in contents for lang in LANGUAGES for node in inlines(content.get(lang)))
            yield from ((span, target) for node in every if isinstance(node, Citation) for target in node.targets)


def _passages(block: Block) -> Iterator[tuple[Span, Iterable[Content]]]:
    """The passages of a block by the line they stand on."""
    if isinstance(block, Table):
        yield from ((row.span, row.cells) for row in block.rows)
    else:
        yield block.span, own_passages(block)
