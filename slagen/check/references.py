"""Works that a contract cites although they are no longer, or not yet, in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slagen.assemble import Assembled
from slagen.check.by_clause import ByClause
from slagen.diagnostics import Diagnostic, Span
from slagen.read.references import Works, outdated
from slagen.tree import LANGUAGES, Block, Citation, Clause, Content, Table
from slagen.tree.walk import nested, of_kind, own_passages


def outdated_citations(assembled: Assembled, works: Works, by_clause: ByClause) -> Iterator[Diagnostic]:
    """Each work that a contract cites and that is not in force, once, where it is cited first."""
    seen: set[str] = set()
    for clause in assembled.clauses:
        for span, target in by_clause.find(("citations",), clause, _citations):
            id_ = target.partition("/")[0]
            if id_ in works and id_ not in seen:
                seen.add(id_)
                yield from outdated(target, works, span)


def _citations(clause: Clause) -> Iterator[tuple[Span, str]]:
    for block in nested(clause.blocks):
        for span, contents in _passages(block):
            said = (content.get(lang) for content in contents for lang in LANGUAGES)
            every = (node for words in said for node in of_kind(words, Citation))
            yield from ((span, target) for node in every for target in node.targets)


def _passages(block: Block) -> Iterator[tuple[Span, Iterable[Content]]]:
    """The passages of a block by the line they stand on."""
    if isinstance(block, Table):
        yield from ((row.span, row.cells) for row in block.rows)
    else:
        yield block.span, own_passages(block)
