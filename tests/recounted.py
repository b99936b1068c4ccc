"""Documents that tests put together from the parts of others: counted anew, with references to what is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from slagen.assemble.labels import COUNTED, Labels
from slagen.diagnostics import Lang
from slagen.tree import (
    LANGUAGES,
    Annex,
    Block,
    Chapter,
    Clause,
    Content,
    Document,
    Paragraph,
    ResolvedRef,
    Section,
    Text,
)


def recounted(document: Document, chapters: Iterable[Chapter], annexes: Iterable[Annex] = ()) -> Document:
    """The document with these chapters and annexes in place of its own."""
    labels = Labels(document.numbering, document.languages)
    bodies = tuple(_chapter(labels, place, chapter) for place, chapter in enumerate(chapters, 1))
    ends = tuple(_annex(labels, place, annex) for place, annex in enumerate(annexes, 1))
    shown = {target.key: target for target in labels.targets.values()}
    numbers = {key: (target.number, target.annex) for key, target in shown.items()}
    for (annex, number), key in labels._keys.items():
        numbers.setdefault(key, (number, annex))
    refer = _Referring(labels, numbers)
    return replace(document, chapters=refer.of(bodies), annexes=refer.of(ends))


def _chapter(labels: Labels, number: int, chapter: Chapter) -> Chapter:
    heading = labels.heading(chapter.heading.key, (number,), chapter.heading.title)
    sections = (_section(labels, (number, place), one) for place, one in enumerate(chapter.sections, 1))
    return Chapter(heading, tuple(sections))


def _section(labels: Labels, number: tuple[int, ...], section: Section) -> Section:
    heading = labels.heading(section.heading.key, number, section.heading.title)
    clauses, start = [], 1
    for clause in section.clauses:
        clauses.append(_clause(labels, clause, number, start))
        start += sum(isinstance(block, Paragraph) and bool(block.number) for block in clause.blocks)
    return replace(section, heading=heading, clauses=tuple(clauses))


def _annex(labels: Labels, number: int, annex: Annex) -> Annex:
    heading = labels.heading(annex.heading.key, (number,), annex.heading.title, annex=True)
    return Annex(heading, _clause(labels, annex.clause, (number, 0), 1, annex=True))


def _clause(labels: Labels, clause: Clause, number: tuple[int, ...], start: int, *, annex: bool = False) -> Clause:
    uncounted = tuple(map(_uncounted, clause.blocks))
    return replace(clause, blocks=labels.count(clause.id, uncounted, number, start, annex=annex))


def _uncounted(block: Block) -> Block:
    if not isinstance(block, Paragraph):
        return block
    children = tuple(map(_uncounted, block.children))
    return replace(block, number=COUNTED if block.number else (), children=children)


@dataclass(frozen=True)
class _Referring:
    """Makes references show the numbers there are now, and words of those to what is not there."""

    labels: Labels
    numbers: Mapping[str, tuple[tuple[int, ...], bool]]

    def of(self, node: Any, lang: Lang | None = None) -> Any:
        if isinstance(node, ResolvedRef):
            return self._reference(node, lang or "zh")
        if isinstance(node, Content):
            return Content(
                *(
                    None if one is None else self.of(one, tag)
                    for one, tag in zip((node.zh, node.en), LANGUAGES, strict=True)
                )
            )
        if isinstance(node, tuple):
            return tuple(self.of(item, lang) for item in node)
        if not is_dataclass(node) or isinstance(node, type):
            return node
        held = {f.name: getattr(node, f.name) for f in fields(node)}
        parts = {name: value for name, value in held.items() if isinstance(value, tuple) or is_dataclass(value)}
        return replace(node, **{name: self.of(value, lang) for name, value in parts.items()})

    def _reference(self, node: ResolvedRef, lang: Lang) -> ResolvedRef | Text:
        if node.key not in self.numbers:
            return Text(node.text)
        number, annex = self.numbers[node.key]
        counts = self.labels._counts(number, lang, annex=annex)
        return replace(node, number=self.labels.numbering.scheme(lang).quoted(counts, annex=annex))
