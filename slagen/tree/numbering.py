"""Numbering schemes: one pattern a level, from which labels and references are computed and Word's lists are made.

A pattern uses %1 … %5 for the counts of the levels as WordprocessingML's w:lvlText does (ECMA-376 part 1, 17.9.11);
the formats are those of ST_NumberFormat (17.18.59).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from slagen.diagnostics import Lang

NumberFormat = Literal[
    "decimal", "lowerLetter", "upperLetter", "lowerRoman", "chineseCountingThousand", "decimalEnclosedCircle"
]
_WIDE_MARKS = ("、", "）")
_PLACE = re.compile(r"%(\d)")
SchemeName = Literal["specification", "statute", "official", "article"]


def unstopped(label: str) -> str:
    """A label as a reference shows it: without the mark at its end, 3 for 3. and 三 for 三、."""
    return label.rstrip(".、")


def labelled(label: str, title: str) -> str:
    """A heading in one line: 第一章 总则, 一、总则."""
    return f"{label}{'' if label.endswith(_WIDE_MARKS) else ' '}{title}".strip()


@dataclass(frozen=True, slots=True)
class Level:
    """How one level counts, and how it reads.

    `pattern` is the label, `width` the space that a label takes, in em of its own size.  In a reference the label,
    `unstopped`, stands between `before` and `after`; `plural` stands before a range.  What is labelled follows a
    `close` label without a space.
    """

    format: NumberFormat
    pattern: str
    width: float
    before: str = ""
    after: str = ""
    plural: str = ""
    close: bool = False

    @property
    def quoted(self) -> str:
        """The pattern as a reference quotes it."""
        return unstopped(self.pattern)


@dataclass(frozen=True, slots=True)
class Scheme:
    """Levels of the body (chapter, section, paragraph, item, sub-item) and of an annex, in one language.

    An annex counts (annex, 0, paragraph, item, sub-item); its second level is never printed.  `whole` is the deepest
    level of the body whose label says all that stands above it, so that a reference needs no more than that.  Where
    sections are counted `through`, they don't begin anew with a chapter.
    """

    body: tuple[Level, ...]
    annex: tuple[Level, ...]
    whole: int
    through: bool = False

    def levels(self, *, annex: bool) -> tuple[Level, ...]:
        """Those of the body or of an annex."""
        return self.annex if annex else self.body

    def label(self, number: tuple[int, ...], *, annex: bool) -> str:
        """The label of what is counted `number`: 第3章, 3.2, 3.2.1, （4）, a）."""
        return self._filled(self.levels(annex=annex)[len(number) - 1].pattern, number, annex=annex)

    def quoted(self, number: tuple[int, ...], *, annex: bool) -> str:
        """The label as a reference shows it: without the full stop of ``3.``, or the 、 of ``三、``."""
        return self._filled(self.levels(annex=annex)[len(number) - 1].quoted, number, annex=annex)

    def _filled(self, pattern: str, number: tuple[int, ...], *, annex: bool) -> str:
        levels = self.levels(annex=annex)
        return _PLACE.sub(lambda m: count(number[int(m[1]) - 1], levels[int(m[1]) - 1].format), pattern)

    def chain(self, depth: int, *, annex: bool) -> tuple[int, ...]:
        """The levels, counted from 1, whose labels together make a reference to one of that depth."""
        if annex:
            return tuple(level for level in range(1, depth + 1) if level != 2)
        return tuple(range(min(depth, self.whole), depth + 1))


def count(number: int, style: NumberFormat) -> str:
    """One count in its format: 3, c (27 is aa, as Word has it), iii, 三."""
    return _FORMATS[style](number)


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        written += letters * times
    return written


_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _chinese(number: int) -> str:
    """一 … 九千九百九十九; 十二, not 一十二; 一百零五."""
    digits = f"{number:04d}"
    written = "".join("零" if digit == "0" else "一二三四五六七八九"[int(digit) - 1] + unit
                      for digit, unit in zip(digits, ("千", "百", "十", ""), strict=True))  # fmt: skip
    written = re.sub("零+", "零", written).strip("零")
    return written.removeprefix("一") if written.startswith("一十") else written


def _circled(number: int) -> str:
    """① … ⑳, and figures beyond them."""
    return chr(ord("①") + number - 1) if number <= 20 else str(number)


_FORMATS: Mapping[NumberFormat, Callable[[int], str]] = MappingProxyType(
    {
        "decimal": str,
        "lowerLetter": _letters,
        "upperLetter": lambda number: _letters(number).upper(),
        "lowerRoman": _roman,
        "chineseCountingThousand": _chinese,
        "decimalEnclosedCircle": _circled,
    }
)

_SPECIFICATION_ZH = Scheme(
    body=(
        Level("decimal", "第%1章", 3.6),
        Level("decimal", "%1.%2", 3.2, "第", "条"),
        Level("decimal", "%1.%2.%3", 3.6, "第", "款"),
        Level("decimal", "（%4）", 3.2, "第", "项"),
        Level("lowerLetter", "%5）", 2.4, "第", "目"),
    ),
    annex=(
        Level("decimal", "附件%1", 3.6),
        Level("decimal", "%2", 3.2),
        Level("decimal", "%3.", 3.6, "第", "段"),
        Level("decimal", "（%4）", 3.2, "第", "项"),
        Level("lowerLetter", "%5）", 2.4, "第", "目"),
    ),
    whole=3,
)
# No label has a non-breaking space: where a field that shows one meets the end of a line, LibreOffice loses the
# number.
_SPECIFICATION_EN = Scheme(
    body=(
        Level("decimal", "Chapter %1", 5.5, plural="Chapters\u00a0"),
        Level("decimal", "%1.%2", 3.2, "Section\u00a0", plural="Sections\u00a0"),
        Level("decimal", "%1.%2.%3", 3.6, "Section\u00a0", plural="Sections\u00a0"),
        Level("decimal", "(%4)", 3.2),
        Level("lowerLetter", "(%5)", 2.4),
    ),
    annex=(
        Level("decimal", "Annex %1", 4.8),
        Level("decimal", "%2", 3.2),
        Level("decimal", "%3.", 3.6, ", paragraph\u00a0"),
        Level("decimal", "(%4)", 3.2),
        Level("lowerLetter", "(%5)", 2.4),
    ),
    whole=3,
)
_STATUTE_ZH = Scheme(
    body=(
        Level("chineseCountingThousand", "第%1章", 4.2),
        Level("chineseCountingThousand", "第%2条", 5.2),
        Level("chineseCountingThousand", "（%3）", 4.2, "第", "款"),
        Level("decimal", "%4.", 2.4, "第", "项"),
        Level("decimal", "（%5）", 2.8, "第", "目"),
    ),
    annex=_SPECIFICATION_ZH.annex,
    whole=2,
    through=True,
)
# GB/T 9704-2012, 7.3.3: 一、, （一）, 1. and （1）, which is as deep as it goes; ① is what offices write below these.
# What is headed 一、 is a part (部分) in a reference: 第三章 would name a label that nobody sees.  A section is a 条
# and a paragraph a 款, since clauses call them 本条 and 本款 under every scheme.  Sections begin anew in each part, so
# that a reference names both: 第三部分第（二）条第1款第（1）项.  第三条第（二）款, as notices with 一、 are often
# cited, would make 本条 mean a whole part.
_OFFICIAL_ZH = Scheme(
    body=(
        Level("chineseCountingThousand", "%1、", 3.0, "第", "部分", close=True),
        Level("chineseCountingThousand", "（%2）", 3.6, "第", "条", close=True),
        Level("decimal", "%3.", 2.4, "第", "款"),
        Level("decimal", "（%4）", 3.2, "第", "项", close=True),
        Level("decimalEnclosedCircle", "%5", 1.6, "第", "目"),
    ),
    annex=(
        Level("decimal", "附件%1", 4.2),
        Level("decimal", "%2", 3.2),
        Level("decimal", "%3.", 2.4, "第", "段"),
        Level("decimal", "（%4）", 3.2, "第", "项", close=True),
        Level("decimalEnclosedCircle", "%5", 1.6, "第", "目"),
    ),
    whole=1,
)
_ARTICLE_EN = Scheme(
    body=(
        Level("decimal", "Article %1", 5.5, plural="Articles\u00a0"),
        Level("decimal", "%1.%2", 3.2, "Section\u00a0", plural="Sections\u00a0"),
        Level("lowerLetter", "(%3)", 2.8),
        Level("lowerRoman", "(%4)", 2.8),
        Level("upperLetter", "(%5)", 2.8),
    ),
    annex=(
        Level("decimal", "Annex %1", 4.8),
        Level("decimal", "%2", 3.2),
        Level("decimal", "%3.", 3.2, ", paragraph\u00a0"),
        Level("lowerLetter", "(%4)", 2.8),
        Level("lowerRoman", "(%5)", 2.8),
    ),
    whole=2,
)

SCHEMES: Mapping[tuple[Lang, SchemeName], Scheme] = MappingProxyType(
    {
        ("zh", "specification"): _SPECIFICATION_ZH,
        ("en", "specification"): _SPECIFICATION_EN,
        ("zh", "statute"): _STATUTE_ZH,
        ("zh", "official"): _OFFICIAL_ZH,
        ("en", "article"): _ARTICLE_EN,
    }
)
"""第1章 / 1.1 / 1.1.1; statute: 第一章 / 第一条 / （一） / 1.; official: 一、 / （一） / 1. / （1）;
article: Article 1 / 1.1 / (a) / (i)."""


@dataclass(frozen=True, slots=True)
class Numbering:
    """The scheme that each language counts by."""

    zh: Literal["specification", "statute", "official"] = "specification"
    en: Literal["specification", "article"] = "specification"

    def name(self, lang: Lang) -> SchemeName:
        """The name of one language's scheme."""
        return self.zh if lang == "zh" else self.en

    def scheme(self, lang: Lang) -> Scheme:
        """The scheme of one language."""
        return SCHEMES[lang, self.name(lang)]
