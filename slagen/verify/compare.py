"""Two files compared: the one in hand, and what the sources build.

Passages pair by their words; within a pair, what differs is a value where all of it lies in what shows one input, and
numbering where it lies in the number in front, or in one that is referred to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cydifflib import SequenceMatcher

from slagen.diff.align import by_words
from slagen.tree import Document
from slagen.tree.reading_order import CONTENTS
from slagen.verify.finding import Finding, Kind
from slagen.verify.places import DIGITS, Place, Shown, entry, key, places, values
from slagen.verify.reading import Passage, Reading, solid

_PATIENCE = 4_000_000
"""How many pairs of passages that differ are weighed; more is no contract that was edited."""
_TOLD = 8
"""How many clauses, or parts, that only look different are named one by one."""
_LONGEST = 60
PRESENT = "✓"
"""What is shown of something that can't be read, where it is there."""


def compare(found: Reading, built: Reading, document: Document) -> Iterator[Finding]:
    """What differs in a file from the one that was built of a document, in reading order."""
    yield from _words(found, built, document)
    yield from _few([*_mapped(Kind.FORMATTING, found.looks, built.looks)])
    yield from _mapped(Kind.ATTACHMENT, found.carried, built.carried, shown=False)
    yield from _mapped(Kind.METADATA, found.metadata, built.metadata)
    yield from _mapped(Kind.FORM, found.filled, built.filled)
    blank = found.blank.keys() & built.blank.keys()
    yield from _mapped(Kind.FORMATTING, *({name: each[name] for name in blank} for each in (found.blank, built.blank)))


def _words(found: Reading, built: Reading, document: Document) -> Iterator[Finding]:
    formatted: dict[str, Finding] = {}
    told: dict[Finding, None] = {}
    where = places(document, built.passages)
    if found.fonts != built.fonts and _reflowed(found, built, where):
        yield Finding(Kind.FORMATTING)
        return
    for place, old, new in _paired(found, built, where):
        if old is not None and new is not None and old.words == new.words:
            if old.look != new.look:
                formatted.setdefault(place.clause, Finding(Kind.FORMATTING, place.clause, old.part))
        else:
            told |= dict.fromkeys(_differing(place, old, new))
    yield from told
    yield from _few([*formatted.values()])


def _reflowed(found: Reading, built: Reading, where: Sequence[Place]) -> bool:
    """Whether the words of both are the same in the same order, but for where pages break and what counts them."""
    contents = Counter(
        entry(one.words) for one, place in zip(built.passages, where, strict=True) if place.clause == CONTENTS
    )
    running = [{one.words.translate(_NO_DIGITS) for one in each.passages if one.running} for each in (found, built)]
    return running[0] == running[1] and _flow(found, contents.copy()) == _flow(built, contents.copy())


_NO_DIGITS = str.maketrans("", "", DIGITS)


def _flow(reading: Reading, contents: Counter[str]) -> str:
    """The letters and digits of all passages but the contents, whose page numbers follow the layout."""
    words: list[str] = []
    for one in reading.passages:
        line = entry(one.words)
        if not one.running and contents[line] <= 0:
            words.append(key(one.words))
        elif not one.running:
            contents[line] -= 1
    return "".join(words)


def _few(formatted: Sequence[Finding]) -> Iterator[Finding]:
    """What is set otherwise, as one finding where it is much: then another program laid it out, or another style."""
    if len(formatted) <= _TOLD:
        yield from formatted
    else:
        yield Finding(Kind.FORMATTING, found=", ".join(finding.clause or finding.part for finding in formatted))


def _paired(
    found: Reading, built: Reading, where: Sequence[Place]
) -> Iterator[tuple[Place, Passage | None, Passage | None]]:
    """Each passage that was built with the one in the file, and its place; what was inserted has that before it."""
    old, new = list(enumerate(built.passages)), [(-1, one) for one in found.passages]
    here = Place("")
    for before, after in _pairs(old, new):
        if before is not None:
            here = where[before[0]]
        elif after is not None and after[1].running:
            here = Place("header")
        yield here, before and before[1], after and after[1]


_Numbered = tuple[int, Passage]


def _pairs(old: Sequence[_Numbered], new: Sequence[_Numbered]) -> Iterator[tuple[_Numbered | None, _Numbered | None]]:
    known, there = {one.words for _, one in old}, {one.words for _, one in new}
    if len(known - there) * len(there - known) > _PATIENCE:
        yield from ((one, None) for one in old if one[1].words not in there)
        yield from ((None, one) for one in new if one[1].words not in known)
        return
    for pair in by_words(old, new, lambda one: one[1].words):
        yield pair.old, pair.new


def _differing(place: Place, old: Passage | None, new: Passage | None) -> Iterator[Finding]:
    if old is None or new is None:
        kind, one = (Kind.DELETED, old) if new is None else (Kind.INSERTED, new)
        if one is not None and one.words:
            said = short(solid_line(one.text))
            built, found = (said, "") if kind is Kind.DELETED else ("", said)
            yield Finding(kind, place.clause, one.part, "", built, found)
        return
    changed = list(_changes(old.words, new.words))
    read = [_value(place, old, new, one) for one in changed]
    if read and all(read):
        yield from (
            Finding(Kind.VALUE if path else Kind.NUMBERING, place.clause, old.part, path, built, said)
            for path, built, said in dict.fromkeys(one for one in read if one)
        )
    else:
        built, said = _around(old, new, changed)
        yield Finding(Kind.WORDING, place.clause, old.part, "", built, said)


_Change = tuple[int, int, int, int]


def _changes(old: str, new: str) -> Iterator[_Change]:
    for tag, *places_ in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield places_[0], places_[1], places_[2], places_[3]


def _around(old: Passage, new: Passage, changed: Sequence[_Change]) -> tuple[str, str]:
    """What differs on both sides, with some words before and after it."""
    if not changed:
        return short(solid_line(old.text)), short(solid_line(new.text))
    (i1, _, j1, _), (_, i2, _, j2) = changed[0], changed[-1]
    return short(_read(old, i1 - _BESIDE, i2 + _BESIDE)), short(_read(new, j1 - _BESIDE, j2 + _BESIDE))


def around(old: str, new: str) -> tuple[str, str]:
    """What differs between two texts, with some words before and after it."""
    one, other = (Passage(solid(text), text, "", "") for text in (old, new))
    return _around(one, other, list(_changes(one.words, other.words)))


_BESIDE = 16
"""How many characters are shown before and after a change."""


def _read(passage: Passage, start: int, end: int) -> str:
    """A stretch of the solid words as it reads, with its white space."""
    places = [at for at, character in enumerate(passage.text) if not character.isspace()][max(0, start) : end]
    return solid_line(passage.text[places[0] : places[-1] + 1]) if places else ""


def short(words: str) -> str:
    """The words, cut where they are many."""
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


# Values -----------------------------------------------------------------------------------------------------------


def _value(place: Place, old: Passage, new: Passage, change: _Change) -> tuple[str, str, str] | None:
    """The path of the value that a change lies in, and the whole of it on both sides; None where it lies in none.

    The path is empty for the number of a paragraph, and for one that it refers to.
    """
    told, shown = values(place.content)
    mapped = _mapping(old.words, told)
    if not mapped:
        return None
    first = min(mapped)
    if change[0] < first and change[1] <= first and told:
        return "", _read(old, 0, first), _read(new, *_there(old.words, new.words, 0, first))
    touched = {_at(shown, mapped.get(at)) for at in _touched(change, len(old.words))}
    if change[0] == change[1]:
        touched.discard(None)  # what is put in beside a value belongs to it
    if len(touched) != 1 or (only := touched.pop()) is None:
        return None
    inside = [at for at, to in mapped.items() if only.start <= to < only.end]
    start, end = min(inside), max(inside) + 1
    return only.path, _read(old, start, end), _read(new, *_there(old.words, new.words, start, end))


def _touched(change: _Change, length: int) -> Iterable[int]:
    start, end = change[0], change[1]
    return range(start, end) if start < end else range(max(0, start - 1), min(length, start + 1))


def _at(shown: Iterable[Shown], at: int | None) -> Shown | None:
    return None if at is None else next((one for one in shown if one.start <= at < one.end), None)


def _mapping(old: str, told: str) -> dict[int, int]:
    """Where each character of a passage of the file stands in that of the tree, which lacks labels and hyphens."""
    blocks = SequenceMatcher(None, old, told, autojunk=False).get_matching_blocks()
    return {a + step: b + step for a, b, size in blocks for step in range(size)}


def _there(old: str, new: str, start: int, end: int) -> tuple[int, int]:
    """From where to where the other side has what stands in place of a stretch of words."""
    places: list[int] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal" and i1 < end and i2 > start:
            places += (j1 + max(0, start - i1), j2 - max(0, i2 - end))
        elif tag != "equal" and i1 <= end and i2 >= start:
            places += (j1, j2)
    return (min(places), max(places)) if places else (0, 0)


# Everything else --------------------------------------------------------------------------------------------------


def _mapped(kind: Kind, found: Mapping[str, str], built: Mapping[str, str], *, shown: bool = True) -> Iterator[Finding]:
    """What one side has and the other lacks or has otherwise; `shown` where it can be read."""
    for name in dict.fromkeys((*built, *found)):
        before, after = built.get(name, ""), found.get(name, "")
        if before != after:
            said = (before, after) if shown and kind is not Kind.FORMATTING else _presence(before, after)
            yield Finding(kind, "", name, "", *map(short, map(solid_line, said)))


def _presence(before: str, after: str) -> tuple[str, str]:
    return (PRESENT if before else "", PRESENT if after else "")


def solid_line(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())
