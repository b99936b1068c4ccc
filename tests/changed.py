"""Pairs of short agreements that differ at random: values, variants, clauses, paragraphs, rows and words.

Each pair is a section: as one state of a contract has it, and as another has it, with some of it put in, taken away,
moved or reworded.  Many of them stand in one document, since what judges documents from outside takes long to start.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from check.contracts import base, drop, put, written
from recounted import recounted

from slagen import pipeline
from slagen.diagnostics import InputError
from slagen.tree import Annex, Block, Clause, Content, Document, Inline, Section, Strong, Table, Text, select

LIKENESS: tuple[dict[str, Any], ...] = (
    {"variants": {"default": "customer"}, "priority.pauses": [], "exclusions": []},
    {"variants": {"default": "provider"}, "kpis": None, "improvement.baselines": None},
)
LANGUAGES: tuple[tuple[Any, Any], ...] = (
    (("zh",), "interleaved"),
    (("en",), "interleaved"),
    (("zh", "en"), "interleaved"),
    (("zh", "en"), "parallel"),
)
SECTIONS = 36
"""Sections, each of which is a pair, in one document."""


@cache
def states(number: int) -> tuple[Document, ...]:
    """A contract as it is, in other variants, and with values changed at random: `number` states in all."""
    rng = Random(number)  # noqa: S311 - chance, not secrecy
    kinds = [*LIKENESS, *[{}] * number][: number - 1]
    return (_compiled({}), *(_compiled(kind, rng) for kind in kinds))


def _compiled(values: dict[str, Any], rng: Random | None = None) -> Document:
    """The contract of the rule tests with these values, and as many at random as it stands."""
    for most in (12, 6, 3, 0):
        data = base()
        for path, value in values.items():
            drop(data, path) if value is None else put(data, path, value)
        if rng is not None:
            for holder, key in rng.sample(list(_leaves(data)), most):
                holder[key] = _another(holder[key], rng)
        with TemporaryDirectory() as folder:
            file = Path(folder) / "contract.yaml"
            file.write_text(written(data), "utf-8")
            try:
                return pipeline.compile(pipeline.load(file)).document
            except InputError:
                continue
    raise AssertionError("the contract is wrong without any change")


def _leaves(data: Any) -> Iterator[tuple[Any, Any]]:
    """Where the values stand that may be others: figures, durations, amounts, and words in both languages."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        if isinstance(value, dict) and set(value) == {"zh", "en"}:
            yield data, key
        elif isinstance(value, dict | list):
            yield from _leaves(value)
        elif isinstance(value, str) and re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?(%|h|m|min|d| days| months)", value):
            yield data, key


def _another(value: Any, rng: Random) -> Any:
    if isinstance(value, dict):
        return {"zh": f"{value['zh']}（经协商变更）", "en": f"{value['en']} (as agreed)"}
    number, rest = re.fullmatch(r"([0-9]+)(.*)", value).groups()  # type: ignore[union-attr]
    return f"{max(1, int(number) + rng.choice((-2, -1, 1, 2, 7)))}{rest}"


# Pairs ------------------------------------------------------------------------------------------------------------


def pairs(seed: int, contracts: Sequence[Document], sections: int = SECTIONS) -> tuple[Document, Document]:
    """A document and another, each of as many sections, in languages and a layout by the seed."""
    rng = Random(seed)  # noqa: S311
    languages, layout = LANGUAGES[seed % len(LANGUAGES)]
    old, new = (replace(rng.choice(contracts), layout=layout) for _ in range(2))
    olds, news = ({section.heading.key: section for section in _sections(one)} for one in (old, new))
    keys = [key for key in olds if key in news]
    chosen = sorted(rng.sample(keys, min(sections, len(keys))), key=keys.index)
    both = [_pair(olds[key], news[key], rng) for key in chosen]
    annexed = [_annexes(one, rng.sample(range(8), 2)) for one in (old, new)]
    made = (
        recounted(document, [replace(document.chapters[0], sections=tuple(pair[side] for pair in both))], annexed[side])
        for side, document in enumerate((old, new))
    )
    before, after = (select(one, languages) for one in made)
    return before, after


def _annexes(document: Document, places: Sequence[int]) -> list[Annex]:
    """Some annexes, each with the first of its blocks."""
    return [replace(one, clause=_short(one.clause, 0)) for at, one in enumerate(document.annexes) if at in places]


def _sections(document: Document) -> Iterator[Section]:
    return (section for chapter in document.chapters for section in chapter.sections)


def _pair(old: Section, new: Section, rng: Random) -> tuple[Section, Section]:
    """A section in two states, some clauses of it, with one more change than what the states make."""
    named = {clause.id for clause in old.clauses} & {clause.id for clause in new.clauses}
    kept = set(rng.sample(sorted(named), min(2, len(named))))
    first = rng.randrange(2)
    before, after = ([_short(one, first) for one in side.clauses if one.id in kept] for side in (old, new))
    changed = rng.choice(_CHANGES)(after, rng)
    if rng.randrange(2):
        before, changed = changed, before
    return replace(old, clauses=tuple(before)), replace(new, clauses=tuple(changed))


def _short(clause: Clause, first: int) -> Clause:
    some = clause.blocks[first : first + 3] or clause.blocks[:1]
    return replace(clause, blocks=tuple(map(_shortened, some)))


def _shortened(block: Block) -> Block:
    if isinstance(block, Table):
        return replace(block, rows=block.rows[:5])
    return replace(block, children=tuple(map(_shortened, block.children[:4])))


def _as_it_is(clauses: list[Clause], _: Random) -> list[Clause]:
    return clauses


def _without_a_clause(clauses: list[Clause], rng: Random) -> list[Clause]:
    gone = rng.randrange(len(clauses)) if len(clauses) > 1 else -1
    return [clause for place, clause in enumerate(clauses) if place != gone]


def _reversed(clauses: list[Clause], _: Random) -> list[Clause]:
    return clauses[::-1]


def _in_one(clauses: list[Clause], rng: Random, change: Any) -> list[Clause]:
    place = rng.randrange(len(clauses)) if clauses else -1
    return [
        replace(clause, blocks=tuple(change(list(clause.blocks)))) if at == place else clause
        for at, clause in enumerate(clauses)
    ]


def _paragraphs_in_another_order(clauses: list[Clause], rng: Random) -> list[Clause]:
    return _in_one(clauses, rng, lambda blocks: blocks[1:] + blocks[:1])


def _without_a_paragraph(clauses: list[Clause], rng: Random) -> list[Clause]:
    return _in_one(clauses, rng, lambda blocks: blocks[:-1] or blocks)


def _without_an_item_or_a_row(clauses: list[Clause], rng: Random) -> list[Clause]:
    def shorter(block: Block) -> Block:
        if isinstance(block, Table):
            return replace(block, rows=block.rows[1:] or block.rows)
        return replace(block, children=tuple(map(shorter, block.children[1:])))

    return _in_one(clauses, rng, lambda blocks: map(shorter, blocks))


def _reworded(clauses: list[Clause], rng: Random) -> list[Clause]:
    languages = rng.choice((("zh",), ("en",), ("zh", "en")))

    def said(block: Block) -> Block:
        if isinstance(block, Table):
            return replace(block, rows=tuple(replace(row, cells=tuple(map(other, row.cells))) for row in block.rows))
        return replace(block, content=other(block.content), children=tuple(map(said, block.children)))

    def other(content: Content) -> Content:
        zh, en = (
            _other_words(content.get(lang), rng) if lang in languages else content.get(lang) for lang in ("zh", "en")
        )
        return Content(zh, en)

    return _in_one(clauses, rng, lambda blocks: map(said, blocks))


def _other_words(words: tuple[Inline, ...], rng: Random) -> tuple[Inline, ...]:
    """The words with some at an end, or in the middle, put in, taken away or set strong."""
    place = rng.randrange(len(words) + 1)
    match rng.randrange(4):
        case 0:
            return (*words[:place], Text("依照约定及时"), *words[place:])
        case 1:
            return (*words, Text(" without undue delay & in <writing>."))
        case 2:
            return tuple(node for at, node in enumerate(words) if at != place) or words
        case _:
            return tuple(
                Strong((node,)) if at == place and isinstance(node, Text) else node for at, node in enumerate(words)
            )


_CHANGES = (
    _as_it_is,
    _without_a_clause,
    _reversed,
    _paragraphs_in_another_order,
    _without_a_paragraph,
    _without_an_item_or_a_row,
    _reworded,
    _reworded,
)
