"""One passage compared with another: the words of both in one, what changed marked as inserted and deleted.

Values, references, citations and terms are compared whole, by what a reader sees of them.  A reference that only
shows another number, since what it points at has been renumbered or is counted by another scheme, has not changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import NamedTuple

from slagen.diff.words import spans, tokens
from slagen.tree import (
    Blank,
    Deleted,
    Emphasis,
    Inline,
    Inserted,
    LineBreak,
    ResolvedRef,
    Strong,
    Text,
    Tick,
    plain,
)

_STYLES: dict[str, type[Strong] | type[Emphasis]] = {"strong": Strong, "emphasis": Emphasis}


_Compared = tuple[str | tuple[str, str], tuple[str, ...]]
"""What a reader sees of an atom, or by what it is known, with how it is set."""


class _Atom(NamedTuple):
    """What is compared whole; words that are no more than text have no nodes, references one for each label."""

    compared: _Compared
    nodes: tuple[Inline, ...]

    @property
    def length(self) -> int:
        return len((plain(self.nodes) if self.nodes else str(self.compared[0])).strip())


def merged(old: Iterable[Inline], new: Iterable[Inline], terms: frozenset[str] = frozenset()) -> tuple[Inline, ...]:
    """Both passages in one: what both have as the new one has it, and before what is inserted what is deleted."""
    before, after = list(_atoms(old, terms)), list(_atoms(new, terms))
    sides = [[atom.compared for atom in side] for side in (before, after)]
    made: list[Inline] = []
    for kind, side, start, end in spans(
        sides[0], sides[1], lambda start, end: sum(a.length for a in before[start:end])
    ):
        run = (before if side is sides[0] else after)[start:end]
        nodes = tuple(_nodes(run))
        made += nodes if kind == "equal" else [Deleted(nodes) if kind == "deleted" else Inserted(nodes)]
    return joined(made)


def same(old: Sequence[Inline], new: Sequence[Inline]) -> bool:
    """Whether a reader sees no difference but in the numbers of references."""
    if old == new:
        return True
    return [atom.compared for atom in _atoms(old, frozenset())] == [atom.compared for atom in _atoms(new, frozenset())]


def _atoms(content: Iterable[Inline], terms: frozenset[str], style: tuple[str, ...] = ()) -> Iterator[_Atom]:
    nodes, led = list(content), list[Inline]()
    for node, after in zip_longest(nodes, nodes[1:]):
        match node:
            case Strong(children):
                yield from _atoms(children, terms, (*style, "strong"))
            case Emphasis(children):
                yield from _atoms(children, terms, (*style, "emphasis"))
            case Text(text):
                yield from [_Atom((token, style), ()) for token in tokens(text, terms)]
            case ResolvedRef(key=key):
                led.append(node)
                if not (isinstance(after, ResolvedRef) and _leads(key, after.key)):
                    yield _Atom((("reference", key), style), tuple(led))
                    led.clear()
            case LineBreak():
                yield _Atom(("\n", style), (node,))
            case Blank(name=name) | Tick(name=name):
                yield _Atom(((type(node).__name__, name), style), (node,))
            case _:
                yield _Atom((plain((node,)), style), (node,))


def _leads(key: str, below: str) -> bool:
    """Whether a label stands in front of another's: 第三部分 or 第（二）条 of 第三部分第（二）条第1款."""
    return key.startswith(("chapter-", "section-")) or below.startswith(f"{key}#")


def _nodes(run: Iterable[_Atom]) -> Iterator[Inline]:
    for style, atoms in groupby(run, key=lambda atom: atom.compared[1]):
        nodes = tuple(_gathered(atoms))
        for name in reversed(style):
            nodes = (_STYLES[name](nodes),)
        yield from nodes


def _gathered(atoms: Iterable[_Atom]) -> Iterator[Inline]:
    """Their nodes, of neighbouring words one."""
    words: list[str] = []
    for atom in atoms:
        if not atom.nodes:
            words.append(str(atom.compared[0]))
            continue
        if words:
            yield Text("".join(words))
            words.clear()
        yield from atom.nodes
    if words:
        yield Text("".join(words))


def joined(content: Iterable[Inline]) -> tuple[Inline, ...]:
    """The same words with neighbours of one kind in one node: two passages that read alike are equal."""
    made: list[Inline] = []
    for node in content:
        here = _inside(node)
        last = made[-1] if made else None
        if isinstance(here, Text) and isinstance(last, Text):
            made[-1] = Text(last.text + here.text)
        elif isinstance(here, Strong | Emphasis | Inserted | Deleted) and type(last) is type(here):
            made[-1] = type(here)(joined((*last.children, *here.children)))
        else:
            made.append(here)
    return tuple(made)


def _inside(node: Inline) -> Inline:
    if isinstance(node, Strong | Emphasis | Inserted | Deleted):
        return type(node)(joined(node.children))
    return node
