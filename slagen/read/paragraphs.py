"""The paragraphs of a clause's text as written, each with the conditions that stand around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from slagen.read.variants import MARK

V = TypeVar("V")

_STARTS = re.compile(r"1\.[ \t]")
_TITLE = re.compile(r"1\.[ \t]+(?:\{\{.*?\}\})?\*\*(.+?)\*\*")
_CLOSES = re.compile(r"\{%-?\s*end\w+\s*-?%\}")


@dataclass(frozen=True, slots=True)
class WrittenParagraph:
    """One paragraph as it stands in the file: its mark, its bold title (empty without), and its whole text."""

    mark: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Aligned(Generic[V]):
    """One paragraph in several versions of a text: its name, and what each version that has it says."""

    name: str
    versions: Mapping[V, WrittenParagraph]

    def same(self, versions: int) -> bool:
        """Whether all of so many versions have it, in the same words."""
        return len(self.versions) == versions and len({one.text for one in self.versions.values()}) == 1


def align(texts: Mapping[V, str]) -> tuple[Aligned[V], ...]:
    """The paragraphs of several versions side by side, by mark or else by title, in the first version's order.

    A paragraph that only later versions have comes after the one it follows there.
    """
    order: list[tuple[str, int]] = []
    rows: dict[tuple[str, int], dict[V, WrittenParagraph]] = {}
    for version, text in texts.items():
        place, seen = 0, Counter[str]()
        for paragraph in paragraphs(text):
            name = paragraph.mark or paragraph.title
            seen[name] += 1
            key = (name, seen[name])
            if key not in rows:
                rows[key] = {}
                order.insert(place, key)
            place = order.index(key) + 1
            rows[key][version] = paragraph
    return tuple(Aligned(key[0], rows[key]) for key in order)


def paragraphs(text: str) -> tuple[WrittenParagraph, ...]:
    """The top-level paragraphs of one language of a clause, in order.

    A tag on a line of its own goes with the paragraph that it opens before, or closes after.
    """
    pieces: list[list[str]] = []
    before: list[str] = []
    for line in text.strip("\n").split("\n"):
        if _STARTS.match(line):
            pieces.append([*before, line])
            before = []
        elif not pieces or _leads_on(line, pending=bool(before)):
            before.append(line)
        else:  # also an item whose condition stands at the start of its line
            pieces[-1] += [*before, line]
            before = []
    if pieces:
        pieces[-1] += before
    return tuple(_paragraph("\n".join(lines).strip("\n")) for lines in pieces)


def _leads_on(line: str, *, pending: bool) -> bool:
    """Whether a line between paragraphs goes with the one that follows."""
    if line.startswith("{%"):
        return pending or not _CLOSES.match(line)
    return pending and not line.strip()


def _paragraph(text: str) -> WrittenParagraph:
    mark, title = MARK.search(text), _TITLE.search(text)
    return WrittenParagraph(mark["name"] if mark else "", title[1] if title else "", text)
