"""A clause's text taken apart without being evaluated: its paragraphs, and in them items, rows, tags and words.

What a contract makes of a clause depends on its inputs; whether its two languages say the same does not.  So the
languages are compared as they are written, and a person's review is recorded by a digest a paragraph.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from slagen.model.clause import Source

TAG = re.compile(r"\{\{-?\s*(?P<value>.*?)\s*-?\}\}|\{%-?\s*(?P<tag>.*?)\s*-?%\}|\{#.*?#\}", re.DOTALL)
"""Whatever Jinja2 would replace: a value, a tag or a comment."""

_TAGS_ONLY = re.compile(r"(?:\{%(?:[^%]|%(?!\}))*%\}\s*)+")
_ITEM = re.compile(r"( *)1\. +(.*)")
_RULE = re.compile(r"\|(\s*:?-+:?\s*\|)+")
_OPENS = re.compile(r"\{%-?\s*(?:if|for)\b")
_DIGEST = 6

Kind = Literal["item", "words", "cell", "rule", "tag"]


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest thing that has a partner in the other language: an item, a cell, a tag on a line of its own."""

    kind: Kind
    place: tuple[int, ...]
    text: str
    line: int

    @property
    def shape(self) -> tuple[object, ...]:
        """What its partner has in common with it."""
        return (self.kind, self.place, _plain_space(self.text) if self.kind in ("tag", "rule") else "")


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of a clause in one language, with the items, tables and tags that belong to it."""

    line: int
    text: str
    units: tuple[Unit, ...]

    @property
    def digest(self) -> str:
        """A short hash of its text; white space does not count."""
        return hashlib.sha256(_plain_space(self.text).encode()).hexdigest()[:_DIGEST]

    @property
    def mark(self) -> str:
        """The name it is marked with; empty without one."""
        found = re.search(r"\{\{-?\s*mark\(\s*['\"]([^'\"]*)['\"]\s*\)", self.text)
        return found[1] if found else ""


def passages(source: Source) -> tuple[Passage, ...]:
    """The paragraphs of one language of a clause."""
    lines = source.text.split("\n")
    starts = list(_starts(lines))
    return tuple(
        _passage(lines, start, end, source.line)
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)
        if any(line.strip() for line in lines[start:end])
    )


def _starts(lines: Sequence[str]) -> Iterator[int]:
    """Where paragraphs begin: at ``1.`` in the first column, or at the tags above it that open a condition or loop."""
    yield 0
    for index, line in enumerate(lines):
        if not line.startswith("1. "):
            continue
        start = index
        while start > 0 and (not lines[start - 1].strip() or _opens(lines[start - 1])):
            start -= 1
        if start > 0:
            yield start


def _opens(line: str) -> bool:
    return bool(_OPENS.match(line)) and _TAGS_ONLY.fullmatch(line.strip()) is not None


def _passage(lines: Sequence[str], start: int, end: int, first: int) -> Passage:
    units = tuple(unit for index in range(start, end) for unit in _units(lines[index], first + index))
    return Passage(units[0].line if units else first + start, "\n".join(lines[start:end]).strip(), units)


def _units(line: str, number: int) -> Iterator[Unit]:
    words = line.strip()
    if not words:
        return
    if _TAGS_ONLY.fullmatch(words):
        yield from (Unit("tag", (), match["tag"] or "", number) for match in TAG.finditer(words))
    elif item := _ITEM.match(line):
        yield Unit("item", (len(item[1]),), item[2], number)
    elif _RULE.fullmatch(words):
        yield Unit("rule", (), words, number)
    elif words.startswith("|"):
        cells = words.strip("|").split("|")
        yield from (Unit("cell", (index, len(cells)), cell.strip(), number) for index, cell in enumerate(cells))
    else:
        yield Unit("words", (len(line) - len(line.lstrip()),), words, number)


def _plain_space(text: str) -> str:
    return " ".join(text.split())
