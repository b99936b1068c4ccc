"""Numbering schemes: one pattern a level and language, from which labels are computed and Word's lists are made.

A pattern uses %1 … %5 for the counts of the levels as WordprocessingML's w:lvlText does (ECMA-376 part 1, 17.9.11).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from slagen.diagnostics import Lang

NumberFormat = Literal["decimal", "lowerLetter"]


@dataclass(frozen=True, slots=True)
class Level:
    """How one level counts: its format and the pattern of its label in each language."""

    format: NumberFormat
    patterns: Mapping[Lang, str]


@dataclass(frozen=True, slots=True)
class Scheme:
    """Levels of the body (chapter, section, paragraph, item, sub-item) and of an annex.

    An annex counts (annex, 0, paragraph, item, sub-item); its second level is never printed.
    """

    body: tuple[Level, ...]
    annex: tuple[Level, ...]

    def label(self, number: tuple[int, ...], lang: Lang, *, annex: bool) -> str:
        """The label of a node counted `number`: 第3章, 3.2, 3.2.1, （4）, a）."""
        levels = self.annex if annex else self.body
        pattern = levels[len(number) - 1].patterns[lang]
        return re.sub(r"%(\d)", lambda m: count(number[int(m[1]) - 1], levels[int(m[1]) - 1].format), pattern)


def count(number: int, style: NumberFormat) -> str:
    """One count in its format: 3, or c (27 is aa, as Word has it)."""
    if style == "decimal":
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _level(style: NumberFormat, zh: str, en: str) -> Level:
    return Level(style, {"zh": zh, "en": en})


_ITEMS = (_level("decimal", "（%4）", "(%4)"), _level("lowerLetter", "%5）", "(%5)"))

SPECIFICATION = Scheme(
    body=(
        _level("decimal", "第%1章", "Chapter\u00a0%1"),
        _level("decimal", "%1.%2", "%1.%2"),
        _level("decimal", "%1.%2.%3", "%1.%2.%3"),
        *_ITEMS,
    ),
    annex=(
        _level("decimal", "附件%1", "Annex\u00a0%1"),
        _level("decimal", "%2", "%2"),
        _level("decimal", "%3.", "%3."),
        *_ITEMS,
    ),
)
"""The specification's own scheme: 第1章 / 1.1 / 1.1.1."""
