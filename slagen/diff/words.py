"""Words of Chinese and English as they are compared: never a cut inside a number, a date, a reference or a term.

A text is cut into tokens: figures with their signs and units, amounts, dates, durations, references (第三条,
Section 3.2), percentages in words, and defined terms are one each; the rest is Chinese words (segmented by jieba's
dictionary with the terms added), Latin words, single marks, and white space.  Tokens are compared by difflib's
algorithm; what is the same between two changes and is too short to help a reader is taken into the change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeVar

import rjieba
from cydifflib import SequenceMatcher

Kind = Literal["equal", "deleted", "inserted"]
T = TypeVar("T", bound=Hashable)

ISLAND = 2
"""Characters up to which what is the same between two changes is taken into them."""

_HAN_NUMBER = "[零〇一二三四五六七八九十百千万亿两]+"
_UNITS = "|".join(
    (
        "个工作日|个自然日|工作日|自然日|个自然月|个月|小时|分钟|秒钟|毫秒|周年|年度|季度|日内",
        "年|月|日|天|周|时|分|秒|元|万元|亿元|次|份|名|人|项|倍|页",
    )
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATES = (
    r"[0-9]{4}\s?年\s?[0-9]{1,2}\s?月(?:\s?[0-9]{1,2}\s?日)?",
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?",
    rf"[0-9]{{1,2}} (?:{_MONTHS}) [0-9]{{4}}",
)
_REFERENCES = (
    rf"第(?:{_HAN_NUMBER}|[0-9]+(?:\.[0-9]+)*)(?:编|章|节|条|款|项|目|版|号|部分|类|级|期|次|届)(?:之{_HAN_NUMBER})?",
    rf"[（(](?:{_HAN_NUMBER}|[0-9]+|[a-z]|[ivx]+)[）)]",
    r"(?:Sections?|Articles?|Chapters?|Annex(?:es)?|Clauses?|paragraphs?|items?) "
    r"[0-9]+(?:\.[0-9]+)*(?:\([a-z0-9]+\))*",
)
_FIGURES = (
    rf"百分之{_HAN_NUMBER}(?:点{_HAN_NUMBER})?",
    rf"[千万]分之{_HAN_NUMBER}",
    r"(?:[A-Z]{3} ?|人民币|[¥￥$€£])?[0-9]+(?:[,，][0-9]{3})*(?:[.:][0-9]+)*(?:\s?[%％‰°])?" + rf"(?:\s?(?:{_UNITS}))?",
    rf"{_HAN_NUMBER}(?:{_UNITS})",
)
_LATIN = r"[A-Za-z][A-Za-z0-9]*(?:[-/.'’&_][A-Za-z0-9]+)*"
_ATOMS = re.compile("|".join((*_DATES, *_REFERENCES, *_FIGURES, _LATIN, r"\s+")))
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that both sides have, or only the old one (deleted), or only the new one (inserted)."""

    kind: Kind
    text: str


def tokens(text: str, terms: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The tokens of `text`, which together are all of it; `terms` are whole wherever they stand."""
    found: list[str] = []
    end = 0
    for match in _atoms(terms).finditer(text):
        found += _words(text[end : match.start()])
        found.append(match[0])
        end = match.end()
    found += _words(text[end:])
    return tuple(found)


@lru_cache(maxsize=32)
def _atoms(terms: frozenset[str]) -> re.Pattern[str]:
    if not terms:
        return _ATOMS
    # The longest first: of 服务级别 and 服务级别目标, the second stands whole.  A Latin term ends where its word does.
    known = (
        rf"\b{re.escape(term)}\b" if term.isascii() else re.escape(term)
        for term in sorted(filter(None, terms), key=lambda term: (-len(term), term))
    )
    return re.compile("|".join((*known, _ATOMS.pattern)))


def _words(text: str) -> list[str]:
    found: list[str] = []
    end = 0
    for match in _HAN.finditer(text):
        found += text[end : match.start()]
        found += rjieba.cut(match[0])
        end = match.end()
    found += text[end:]
    return found


def compare(old: str, new: str, terms: frozenset[str] = frozenset()) -> tuple[Piece, ...]:
    """The pieces of two texts in reading order, of each change what is deleted first."""
    before, after = tokens(old, terms), tokens(new, terms)
    return tuple(
        Piece(kind, "".join(side[start:end]))
        for kind, side, start, end in spans(before, after, lambda start, end: sum(map(len, before[start:end])))
    )


def spans(old: Sequence[T], new: Sequence[T], length: _Length) -> Iterator[tuple[Kind, Sequence[T], int, int]]:
    """The same for tokens of any kind: of which side a run is, and where it begins and ends there.

    Args:
        length: how many characters a run of the old side has.
    """
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in _without_islands(matcher.get_opcodes(), length):
        if tag == "equal":
            yield "equal", new, j1, j2
            continue
        if i1 < i2:
            yield "deleted", old, i1, i2
        if j1 < j2:
            yield "inserted", new, j1, j2


Opcode = tuple[str, int, int, int, int]
_Length = Callable[[int, int], int]


def _without_islands(opcodes: Sequence[Opcode], length: _Length) -> Iterator[Opcode]:
    """Runs of changes and of short islands between them, each as one change."""
    held: list[Opcode] = []
    for place, code in enumerate(opcodes):
        between = 0 < place < len(opcodes) - 1
        if code[0] != "equal" or (held and between and length(code[1], code[2]) <= ISLAND):
            held.append(code)
            continue
        if held:
            yield _joined(held)
            held = []
        yield code
    if held:
        yield _joined(held)


def _joined(held: Sequence[Opcode]) -> Opcode:
    return ("replace", held[0][1], held[-1][2], held[0][3], held[-1][4])
