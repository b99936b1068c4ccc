"""Which of two lists' entries belong together: those with one name, or those that read alike, in order; what moved.

Entries without names are compared by their words, numbers in front left out: what is the same pairs first, what lies
between such pairs by likeness (rapidfuzz's ratio), in order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from cydifflib import SequenceMatcher
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract_iter

T = TypeVar("T")

ALIKE = 50
"""The ratio (0 to 100) from which two paragraphs are one that was changed."""
MOVED = 90
"""The ratio from which one that went and one that came are one that moved."""
_LONG_ENOUGH = 8
"""Characters that what has moved must have: short words are the same by chance."""
_NUMBERS = (
    "第[零〇一二三四五六七八九十百千0-9]+[编章节条款项]",
    "[（(][零〇一二三四五六七八九十0-9a-z]+[）)]",
    "[零〇一二三四五六七八九十百千]+、",
    "[①-⑳]",
    r"[0-9]+(?:\.[0-9]+)*[.、．)]?(?=\s)",
    "(?:Article|Section|Chapter|Clause) [0-9.]+",
)
_NUMBER = re.compile(rf"\s*(?:{'|'.join(_NUMBERS)})[\s　.．]*")


@dataclass(frozen=True, slots=True)
class Pair(Generic[T]):
    """An entry of the old list and one of the new; one of them is None where the other list lacks it.

    `moved` is the entry of the other list that one without a partner is, at another place.
    """

    old: T | None
    new: T | None
    moved: T | None = None


def stripped(text: str) -> str:
    """The text without its first number: the one in front, or that of what it first refers to.

    Both change when clauses come and go.  Measured over 46 laws, paragraphs pair better so than without the number in
    front alone, or without any number.
    """
    return _NUMBER.sub("", text, count=1)


def by_name(old: Sequence[T], new: Sequence[T], name: Callable[[T], Hashable]) -> list[Pair[T]]:
    """Entries with one name; those that changed places with others have moved."""
    before, after = [name(one) for one in old], [name(one) for one in new]
    there, here = dict(zip(before, old, strict=True)), dict(zip(after, new, strict=True))
    found: list[Pair[T]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += (Pair(one, other) for one, other in zip(old[i1:i2], new[j1:j2], strict=True))
            continue
        found += (Pair(one, None, here.get(name(one))) for one in old[i1:i2])
        found += (Pair(None, one, there.get(name(one))) for one in new[j1:j2])
    return found


def by_words(old: Sequence[T], new: Sequence[T], words: Callable[[T], str]) -> list[Pair[T]]:
    """Entries that read alike, in order; what went in one place and came in another has moved."""
    before, after = ([stripped(words(one)) for one in side] for side in (old, new))
    places: list[tuple[int | None, int | None]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            places += zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            places += _alike(before, after, range(i1, i2), range(j1, j2))
    moves = _moves(before, after, places)
    return [_pair(old, new, i, j, moves) for i, j in places]


def _pair(
    old: Sequence[T], new: Sequence[T], i: int | None, j: int | None, moves: dict[tuple[int | None, int | None], int]
) -> Pair[T]:
    if i is not None and j is not None:
        return Pair(old[i], new[j])
    if i is not None:
        return Pair(old[i], None, new[moves[i, None]] if (i, None) in moves else None)
    assert j is not None  # noqa: S101 - narrowed for the type checker: a place has one of the two
    return Pair(None, new[j], old[moves[None, j]] if (None, j) in moves else None)


def _alike(
    before: Sequence[str], after: Sequence[str], here: range, there: range
) -> list[tuple[int | None, int | None]]:
    """The pairs between two runs that keep their order and are the most alike in all."""
    rows, columns = len(here), len(there)
    if not rows or not columns:
        return [*((i, None) for i in here), *((None, j) for j in there)]
    choices = after[there.start : there.stop]
    scores = [[0.0] * columns for _ in here]
    for row, i in zip(scores, here, strict=True):
        for _, score, j in extract_iter(before[i], choices, scorer=ratio, score_cutoff=ALIKE):
            row[j] = score
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            paired = scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    return _walked(best, scores, here, there)


def _walked(
    best: list[list[float]], scores: Sequence[Sequence[float]], here: range, there: range
) -> list[tuple[int | None, int | None]]:
    found: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < len(here) and j < len(there):
        score = scores[i][j]
        if score and best[i][j] == score + best[i + 1][j + 1]:
            found.append((here[i], there[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append((here[i], None))
            i += 1
        else:
            found.append((None, there[j]))
            j += 1
    return [*found, *((one, None) for one in here[i:]), *((None, one) for one in there[j:])]


def _moves(
    before: Sequence[str], after: Sequence[str], places: Sequence[tuple[int | None, int | None]]
) -> dict[tuple[int | None, int | None], int]:
    """For each entry without a partner that has moved, the place of the other of the two, either way."""
    gone = [i for i, j in places if j is None and i is not None and len(before[i]) >= _LONG_ENOUGH]
    came = [j for i, j in places if i is None and j is not None and len(after[j]) >= _LONG_ENOUGH]
    if not gone or not came:
        return {}
    choices = {j: after[j] for j in came}
    ranked = sorted(
        (
            (score, i, j)
            for i in gone
            for _, score, j in extract_iter(before[i], choices, scorer=ratio, score_cutoff=MOVED)
        ),
        key=lambda one: (-one[0], one[1], one[2]),
    )
    taken: Counter[tuple[str, int]] = Counter()
    found: dict[tuple[int | None, int | None], int] = {}
    for _, i, j in ranked:
        if not taken["old", i] and not taken["new", j]:
            taken["old", i] = taken["new", j] = 1
            found[i, None], found[None, j] = j, i
    return found
