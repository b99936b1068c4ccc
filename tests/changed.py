"""The samples, and what they may be otherwise: values, variants and clauses, paragraphs, rows and words at random.

Each pair is a section of a sample: as one state of it has it, and as another has it, with some of it put in, taken
away, moved or reworded.  Many of them stand in one document, since what judges documents from outside takes long to
start; what only whole documents show is judged on a whole sample in two states.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import chain, groupby
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from check.contracts import written
from editions import SAMPLES, source
from judges import ROOT
from otherwise import changes
from recounted import recounted

from slagen import pipeline
from slagen.diagnostics import InputError
from slagen.model.contract import Contract
from slagen.read.positioned import parse_yaml
from slagen.tree import (
    Annex,
    Block,
    Clause,
    Content,
    Document,
    Inline,
    ResolvedRef,
    Section,
    Strong,
    Table,
    Text,
    select,
)

LANGUAGES: tuple[tuple[Any, Any], ...] = (
    (("zh",), "interleaved"),
    (("en",), "interleaved"),
    (("zh", "en"), "interleaved"),
    (("zh", "en"), "parallel"),
)
SECTIONS = 18
"""Sections, each of which is a pair, in one document."""
VARIANTS = ("customer", "provider", "balanced")
CLAUSES = sorted(path for path in ROOT.glob("clauses/0*/[0-9]*.md") if path.name.count(".") == 1)
OMITTED = ("3.5", "6.5")
"""Sections on which no others rest."""


# States of a sample -----------------------------------------------------------------------------------------------


@cache
def states(sample: str, number: int) -> tuple[Document, ...]:
    """A sample as it is, and with values, variants and clauses changed at random: `number` states in all."""
    data = parse_yaml("contract.yaml", source(sample).read_text("utf-8")).data
    rng = Random(f"{sample} {number}")  # noqa: S311 - chance, not secrecy
    return (_Project(data).document(), *(_otherwise(data, VARIANTS[turn % 3], rng) for turn in range(number - 1)))


@dataclass(frozen=True)
class _Project:
    """A contract, and the files beside it."""

    data: dict[str, Any]
    files: tuple[tuple[str, str], ...] = ()

    def document(self) -> Document:
        with TemporaryDirectory() as folder:
            contract = Path(folder) / "contract.yaml"
            for name, text in (("contract.yaml", written(self.data)), *self.files):
                (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
                (Path(folder) / name).write_text(text, "utf-8")
            return pipeline.compile_all(pipeline.load(contract), ["bilingual"]).document


def _otherwise(data: dict[str, Any], variant: str, rng: Random) -> Document:
    """The contract in another variant, with clauses of its own, and with as many other inputs as it stands."""
    for most in (8, 8, 6, 6, 4, 4, 3, 2, 1, 0):
        try:
            return _changed(data, variant, most, rng).document()
        except InputError:
            continue
    raise AssertionError("the contract is wrong with nothing but another variant and clauses of its own")


def _changed(data: dict[str, Any], variant: str, most: int, rng: Random) -> _Project:
    other = copy.deepcopy(data)
    choices = [change for change in changes(Contract, other) if change.path[-1] not in ("zh", "en")]
    for change in rng.sample(choices, most // 2):
        change.make(other)
    for holder, key in rng.sample(list(leaves(other)), most):
        holder[key] = another(holder[key], rng)
    other["variants"] = {"default": variant}
    other["contract"] = {**other["contract"], "template": "own"}
    omitted = {
        "section": rng.choice(OMITTED),
        "reason": {"zh": "双方另行约定", "en": "the Parties agree on it elsewhere"},
    }
    template = {"id": "own", "extends": data["contract"]["template"], "omit": [omitted] if most else []}
    return _Project(other, (("templates/own/template.yaml", yaml.safe_dump(template)), *_own_clauses(rng)))


def _own_clauses(rng: Random) -> Iterator[tuple[str, str]]:
    """A clause of the project's own, and one of the library's with a paragraph more."""
    yield "clauses/publicity.md", PUBLICITY
    replaced = rng.choice([path for path in CLAUSES if not list(path.parent.glob(f"{path.stem}.*.md"))])
    zh, lang, en = re.sub(r"\nagreed:\n(  .*\n)+", "\n", replaced.read_text("utf-8")).partition("<!-- en -->")
    yield "clauses/replaced.md", f"{zh.rstrip()}\n\n{_MORE[0]}\n\n{lang}\n\n{en.strip()}\n\n{_MORE[1]}\n"


_MORE = (
    "1. **另行约定** 双方可以书面另行约定本条的期限。",
    "1. **Otherwise agreed.** The Parties may agree in writing on other times for this Section.",
)
PUBLICITY = """---
id: supplementary.publicity
section: "8.2"
version: 1.0.0
title: {zh: 宣传, en: Publicity}
risk: low
---

<!-- zh -->

1. **不得宣传** 未经对方书面同意，任何一方不得在宣传中使用对方的名称。

<!-- en -->

1. **No publicity.** Neither Party may use the other's name in publicity without its written consent.
"""


def leaves(data: Any) -> Iterator[tuple[Any, Any]]:
    """Where the values stand that may be others: figures, durations, dates, and words in both languages."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        if isinstance(value, dict) and set(value) == {"zh", "en"}:
            yield data, key
        elif isinstance(value, dict | list):
            yield from leaves(value)
        elif isinstance(value, date) or (isinstance(value, str) and _FIGURE.fullmatch(value)):
            yield data, key


_FIGURE = re.compile(r"([0-9]{1,3})((?:\.[0-9]+)?(?:%|h|m|min|d| days| business days| months))")


def another(value: Any, rng: Random) -> Any:
    if isinstance(value, dict):
        return {"zh": f"{value['zh']}（经协商变更）", "en": f"{value['en']} (as agreed)"}
    if isinstance(value, date):
        return value + timedelta(days=rng.choice((-7, -1, 1, 30)))
    number, rest = _FIGURE.fullmatch(value).groups()  # type: ignore[union-attr]
    return f"{max(1, int(number) + rng.choice((-2, -1, 1, 2, 7)))}{rest}"


# Pairs ------------------------------------------------------------------------------------------------------------


def pairs(seed: int, number: int, sections: int = SECTIONS) -> tuple[Document, Document]:
    """A document and another, each of as many sections: the sample, its languages and its layout by the seed.

    Args:
        number: how many states of the sample there are to choose from.
    """
    rng = Random(seed)  # noqa: S311
    old, new = (rng.choice(states(SAMPLES[seed % len(SAMPLES)], number)) for _ in range(2))
    olds, news = ({section.heading.key: section for section in _sections(one)} for one in (old, new))
    keys = [key for key in olds if key in news]
    chosen = sorted(rng.sample(keys, min(sections, len(keys))), key=keys.index)
    both = [_pair(olds[key], news[key], rng) for key in chosen]
    annexed = [_annexes(one, rng.sample(range(8), 2)) for one in (old, new)]
    made = (
        recounted(document, [replace(document.chapters[0], sections=tuple(pair[side] for pair in both))], annexed[side])
        for side, document in enumerate((old, new))
    )
    before, after = (_edition(one, seed) for one in made)
    return before, after


def _edition(document: Document, turn: int) -> Document:
    languages, layout = LANGUAGES[turn % len(LANGUAGES)]
    return replace(select(document, languages), layout=layout)


def whole(sample: str, number: int, turn: int) -> tuple[Document, Document]:
    """All of a sample and all of another state of it, in languages and a layout by `turn`."""
    before, after = (_edition(one, turn) for one in states(sample, number)[:2])
    return before, after


def _annexes(document: Document, places: Sequence[int]) -> list[Annex]:
    """Some annexes, each with the first of its blocks."""
    return [replace(one, clause=_short(one.clause, 0)) for at, one in enumerate(document.annexes) if at in places]


def _sections(document: Document) -> Iterator[Section]:
    return (section for chapter in document.chapters for section in chapter.sections)


def _pair(old: Section, new: Section, rng: Random) -> tuple[Section, Section]:
    """A section in two states, some clauses of it, with one more change than what the states make."""
    named = {clause.id for clause in (*old.clauses, *new.clauses)}
    kept = set(rng.sample(sorted(named), min(2, len(named))))
    first = rng.randrange(2)
    before, after = ([_short(one, first) for one in _some(side.clauses, kept)] for side in (old, new))
    changed = rng.choice(_CHANGES)(after, rng)
    if rng.randrange(2):
        before, changed = changed, before
    return replace(old, clauses=tuple(before)), replace(new, clauses=tuple(changed))


def _some(clauses: Sequence[Clause], kept: Container[str]) -> Sequence[Clause]:
    """Those that are kept, or else the first: no section is without a clause."""
    return [one for one in clauses if one.id in kept] or clauses[:1]


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
    # The labels of one reference, which may be several, stay together.
    whole = [tuple(nodes) for _, nodes in groupby(words, key=lambda node: isinstance(node, ResolvedRef) or id(node))]
    place = rng.randrange(len(whole) + 1)
    before, here, after = whole[:place], whole[place : place + 1], whole[place + 1 :]
    match rng.randrange(4):
        case 0:
            changed = [*before, (Text("依照约定及时"),), *here, *after]
        case 1:
            changed = [*whole, (Text(" without undue delay & in <writing>."),)]
        case 2:
            changed = [*before, *after] or whole
        case _:
            changed = [*before, *map(_strong, here), *after]
    return tuple(chain.from_iterable(changed))


def _strong(words: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return tuple(Strong((node,)) if isinstance(node, Text) else node for node in words)


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
