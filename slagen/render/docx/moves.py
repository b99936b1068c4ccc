"""What moved in a redline and can be a move of Word's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from slagen.tree import LANGUAGES, Block, Change, Content, Document, Paragraph, plain
from slagen.tree.walk import clauses, nested


def native_moves(document: Document) -> Mapping[int, str]:
    """A name for each run of blocks that moved, by the identity of its first: that of the other of the two."""
    found: dict[tuple[str, str], dict[str, list[int]]] = {}
    for run in _runs_of_moves(document):
        change, here = run[0].change, _first_label(run)
        if change is not None and change.moved is not None:
            there = _both(change.moved)
            key = (here, there) if change.kind == "deleted" else (there, here)
            found.setdefault(key, {}).setdefault(change.kind, []).append(id(run[0]))
    pairs = (pair for some in found.values() for pair in zip(*(some.get(k, ()) for k in _KINDS), strict=False))
    return {one: f"move{number}" for number, pair in enumerate(pairs, 1) for one in pair}


_KINDS = ("deleted", "inserted")


def _both(label: Content) -> str:
    return " ".join(plain(label.get(lang)) for lang in LANGUAGES)


def _first_label(run: Sequence[Block]) -> str:
    labels = (_both(block.label) for block in nested(run) if isinstance(block, Paragraph))
    return next(filter(str.strip, labels), _both(Content()))


def _runs_of_moves(document: Document) -> Iterator[list[Block]]:
    """What moved together and has no table in it, which Word does not track as moved."""
    for blocks_ in _lists(document):
        for moves_, some in groupby(blocks_, key=moved_alike):
            run = list(some)
            if moves_ is not None and all(isinstance(block, Paragraph) for block in nested(run)):
                yield run


def moved_alike(block: Block) -> Change | None:
    """The change of a block that moved; blocks that follow each other with the same one moved together."""
    return block.change if block.change is not None and block.change.moved is not None else None


def _lists(document: Document) -> Iterator[tuple[Block, ...]]:
    """The blocks that stand in one list: a clause's, or those under a paragraph that stays."""
    for clause in clauses(document):
        yield clause.blocks
        for block in nested(clause.blocks):
            if isinstance(block, Paragraph) and block.change is None:
                yield block.children
