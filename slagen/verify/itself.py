"""What a file shows by itself of having been edited: its words are not those that it says it was built with.

A DOCX lists a hash of each paragraph and the digest of its manifest; a PDF carries the document as data, whose digest
is in the manifest, and checksums of its attachments.  Whoever changes these along with the words leaves no trace here:
only building it again tells.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from cydifflib import SequenceMatcher

from slagen.manifest import Manifest
from slagen.render import tree_json
from slagen.render.provenance import MANIFEST, PRINTED, paragraph_hash
from slagen.verify import docx
from slagen.verify.places import key, told
from slagen.verify.reading import Carried, Reading

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
        stated = docx.stated_digest(reading)
        sound = carried.manifest is not None and stated == hashlib.sha256(carried.manifest).hexdigest()
        return Trace(tuple(dict.fromkeys(_unlike_hashes(data, reading))), () if sound else (MANIFEST,))
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


def _unsound(carried: Carried, manifest: Manifest, reading: Reading) -> Iterator[str]:
    yield from reading.unsound
    if carried.printed is None or hashlib.sha256(carried.printed).hexdigest() != manifest.digest:
        yield PRINTED


def _unlike_data(carried: Carried, reading: Reading) -> Iterator[str]:
    """The clauses of which a paragraph of the document as data is not on the pages, in its order."""
    try:
        document = tree_json.read(carried.printed or b"")
    except ValueError:
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
