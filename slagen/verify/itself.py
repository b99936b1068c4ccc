"""What a file shows by itself of having been edited: its words are not those that it says it was built with.

Both carry the document as data, whose digest is in the manifest; a DOCX lists a hash of each paragraph and the digest
of its manifest, a PDF has checksums of its attachments.  Whoever changes these along with the words leaves no trace
here: only building it again tells.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cydifflib import SequenceMatcher

from slagen.manifest import Manifest
from slagen.render.provenance import MANIFEST, PRINTED, paragraph_hash
from slagen.tree import Document
from slagen.tree.reading_order import COVER
from slagen.verify import docx
from slagen.verify.places import key, spoken, told, without_contents
from slagen.verify.reading import Carried, Reading
from slagen.verify.recorded import recorded

_NOTHING = paragraph_hash("")
_PIECES = 6
"""Into how many pieces pages may cut a paragraph."""


@dataclass(frozen=True, slots=True)
class Trace:
    """Clauses whose words are not those that the file was built with, and attachments that are not."""

    clauses: tuple[str, ...]
    attachments: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.clauses or self.attachments)


def traces(data: bytes, carried: Carried, manifest: Manifest, reading: Reading) -> Trace:
    """What a file shows of edits by itself."""
    if carried.form == "docx":
        unlike = [*_unlike_hashes(data, reading), *_unlike_tree(carried, manifest, reading)]
        return Trace(tuple(dict.fromkeys(unlike)), tuple(_broken(carried, manifest, reading)))
    return Trace(tuple(dict.fromkeys(_unlike_data(carried, reading))), tuple(_unsound(carried, manifest, reading)))


def _unlike_hashes(data: bytes, reading: Reading) -> Iterator[str]:
    """The clauses of which a paragraph with its hash is not where it was, in any of the languages."""
    listed = docx.listed(data)
    there = [paragraph_hash(one.words) for one in reading.passages if not one.running]
    for lang in dict.fromkeys(lang for _, lang, _ in listed):
        wanted = [(id_, one) for id_, of, hashes in listed if of == lang for one in hashes if one != _NOTHING]
        matcher = SequenceMatcher(None, [one for _, one in wanted], there, autojunk=False)
        for tag, start, end, _, _ in matcher.get_opcodes():
            if tag in ("delete", "replace"):
                yield from (id_ for id_, _ in wanted[start:end])


def _broken(carried: Carried, manifest: Manifest, reading: Reading) -> Iterator[str]:
    stated = docx.stated_digest(reading)
    if carried.manifest is None or stated != hashlib.sha256(carried.manifest).hexdigest():
        yield MANIFEST
    if carried.printed is not None and not is_sound(carried.printed, manifest):
        yield PRINTED


def _unsound(carried: Carried, manifest: Manifest, reading: Reading) -> Iterator[str]:
    yield from reading.unsound
    if carried.printed is None or not is_sound(carried.printed, manifest):
        yield PRINTED


def is_sound(printed: bytes, manifest: Manifest) -> bool:
    """Whether the document as data is the one that the manifest names."""
    return hashlib.sha256(printed).hexdigest() == manifest.digest


def _unlike_tree(carried: Carried, manifest: Manifest, reading: Reading) -> Iterator[str]:
    """The clauses, and pages, that a DOCX has otherwise than its document as data, where that can be read."""
    document = recorded(carried.printed)
    if document is not None and is_sound(carried.printed or b"", manifest):
        yield from edited(document, (one.words for one in reading.passages if not one.running))


def edited(document: Document, passages: Iterable[str]) -> Iterator[str]:
    """The clauses, or ``cover``, ``contents``, ``signature``, that a DOCX has in other words than the document in it.

    `passages` are the solid words of its paragraphs, but of those that stand outside the text that is read through.
    Nothing where the words are the same, however they are set and whatever the contents say of pages.  A clause may
    come more than once.
    """
    wanted, there = list(spoken(document)), list(without_contents(passages, document))
    if "".join(words for _, words in wanted) == "".join(there):
        return
    matcher = SequenceMatcher(None, [words for _, words in wanted], there, autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag != "equal":
            here = wanted[start - 1][0] if start else COVER
            yield from _unlike(wanted[start:end], "".join(there[first:last]), here)


def _unlike(wanted: Sequence[tuple[str, str]], there: str, here: str) -> Iterator[str]:
    """The clauses of some passages that are not in some words of a file; `here` is that before them."""
    words = "".join(said for _, said in wanted)
    if words == there:
        return
    start = _alike(words, there)
    end = len(words) - _alike(words[start:][::-1], there[start:][::-1])
    if (start, end) == (0, 0):
        yield here  # what was put in before them
    at = 0
    for clause, said in wanted:
        before, at = at, at + len(said)
        if (before < end and start < at) or before < start == end <= at:
            yield clause


def _alike(one: str, other: str) -> int:
    """How long two texts are the same from the beginning."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _unlike_data(carried: Carried, reading: Reading) -> Iterator[str]:
    """The clauses of which a paragraph of the document as data is not on the pages, in its order."""
    document = recorded(carried.printed)
    if document is None:
        return
    there = "".join(key(one.words) for one in reading.passages if not one.running)
    at = 0
    for clause, words in told(document):
        found = _find(words, there, at)
        if found is None:
            yield clause
        else:
            at = found


def _find(words: str, there: str, at: int) -> int | None:
    """Where some words begin that stand in a text from a place on, whole or in pieces; None where they don't."""
    first = there.find(words, at, at + _REACH + len(words))
    if first >= 0:
        return first
    start, rest = None, words
    for _ in range(_PIECES):
        size = _longest(rest, there, at)
        if size < min(len(rest), _LEAST):
            return None
        place = there.find(rest[:size], at)
        start, at, rest = place if start is None else start, place + size, rest[size:]
        if not rest:
            return start
    return None


_REACH = 4000
"""How far from the last one the next passage may stand: across a page of the other column."""
_LEAST = 2


def _longest(words: str, there: str, at: int) -> int:
    """How much of the beginning of some words stands within reach of a place."""
    window = there[at : at + _REACH + len(words)]
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if words[:middle] in window else (low, middle - 1)
    return low
