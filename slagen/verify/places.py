"""To which clause each passage of a built file belongs, and which words of it are values.

A file is walked beside the tree that it was built from, in reading order: a passage of the file holds one of the tree,
with its label or without, or a part of it where a page ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from slagen.diagnostics import Lang, Message
from slagen.tree import LANGUAGES, Content, Document, Entry, Field, Inline, ResolvedRef, inlines, plain
from slagen.tree.nodes import Clause
from slagen.tree.reading_order import CONTENTS, COVER, SIGNATURE, in_reading_order
from slagen.verify.reading import Passage, solid

RUNNING = "header"
"""What stands for a clause above and below all pages."""
PAGES: Mapping[str, Message] = {
    COVER: Message("封面", "cover"),
    CONTENTS: Message("目录", "contents"),
    SIGNATURE: Message("签署页", "signature page"),
    RUNNING: Message("页眉页脚", "header or footer"),
}
"""How these are called."""
_AHEAD = 80
"""How many passages of the tree are looked through for the next one that a file has."""
_NEAR, _SHORT, _MOSTLY = 6, 12, 0.6
"""How many passages ahead any likeness counts, which words are the same by chance, and what share is most of one."""
_WORD = re.compile(r"[^\w]")
DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class Place:
    """The clause, or page, that a passage of a file belongs to, and what the tree says there.

    `line` is of a line of the contents, in which a page number follows that is the layout's.
    """

    clause: str
    content: tuple[Inline, ...] = ()
    line: bool = False


def sections(document: Document) -> Mapping[str, Content]:
    """The label of the section or annex that each clause stands in, by the clause's id."""
    headed = [(section.heading, each) for chapter in document.chapters for section in chapter.sections
              for each in section.clauses]  # fmt: skip
    headed += [(annex.heading, annex.clause) for annex in document.annexes]
    return {id_: heading.label for heading, clause in headed for id_ in _ids(clause)}


def _ids(clause: Clause) -> Iterator[str]:
    yield clause.id
    yield from (extension.id for extension in clause.extensions)


def section(clause: str, labels: Mapping[str, Content], lang: Lang) -> str:
    """The number of a clause's section as it is printed, in `lang` or else the document's own; empty for none."""
    label = labels.get(clause, Content())
    return next((said for one in (lang, *LANGUAGES) if (said := plain(label.get(one)))), "")


def named(clause: str, labels: Mapping[str, Content], lang: Lang) -> str:
    """How a clause or page is called: ``3.2 delivery.response``, ``cover``."""
    if clause in PAGES:
        return PAGES[clause].text(lang)
    return f"{section(clause, labels, lang)} {clause}".strip()


def listed(clauses: Iterable[str], labels: Mapping[str, Content]) -> Message:
    """Several of them."""
    ids = list(clauses)
    zh, en = ([named(one, labels, lang) for one in ids] for lang in LANGUAGES)
    return Message("、".join(zh), ", ".join(en))


def places(document: Document, passages: Sequence[Passage]) -> list[Place]:
    """The place of each passage of a file that was built from a document."""
    said = [(place, words) for place in _told(document) if (words := key(plain(place.content)))]
    found: list[Place] = []
    at, here = 0, Place(COVER)
    for passage in passages:
        if passage.running:
            found.append(Place(RUNNING))
            continue
        score, index = _best(key(passage.words), said, at)
        if score:
            at, here = index, said[index][0]
        found.append(here if score else Place(here.clause))
    return found


def told(document: Document) -> Iterator[tuple[str, str]]:
    """Each passage of a tree in reading order: the clause that it is of, and its letters and digits."""
    return ((place.clause, words) for place in _told(document) if (words := key(plain(place.content))))


def spoken(document: Document) -> Iterator[tuple[str, str]]:
    """Each passage of a tree but the lines of its contents: the clause that it is of, and its solid words."""
    said = ((place.clause, solid(plain(place.content))) for place in _told(document) if not place.line)
    return ((clause, words) for clause, words in said if words)


def without_contents(passages: Iterable[str], document: Document) -> Iterator[str]:
    """The passages of a file but the lines of its contents, wherever they lead."""
    lines = Counter(entry(plain(place.content)) for place in _told(document) if place.line)
    for words in passages:
        line = entry(words)
        lines[line] -= 1
        if lines[line] < 0:
            yield words


def entry(words: str) -> str:
    """A line of the contents without leader and page number."""
    return key(words).rstrip(DIGITS)


def key(words: str) -> str:
    """The letters and digits of some words: hyphens and marks may be the layout's."""
    return _WORD.sub("", words)


def _best(words: str, said: Sequence[tuple[Place, str]], start: int) -> tuple[float, int]:
    """How much of a passage the likeliest of the next of the tree is, and which that is; 0 for none."""
    best, index = 0.0, start
    if not words:
        return best, index
    for number in range(start, min(start + _AHEAD, len(said))):
        other = said[number][1]
        near = number - start <= _NEAR
        if other == words and (near or len(words) > _SHORT):
            return 1.0, number
        score = _likeness(words, other, near=near)
        if score > best:
            best, index = score, number
    return best, index


def _likeness(words: str, other: str, *, near: bool) -> float:
    """How much of the longer one is the other, or alike; what is far off has to be so for the most part."""
    if other in words or words in other:
        score = min(len(words), len(other)) / max(len(words), len(other))
        return score if near or (score > _MOSTLY and len(other) > _SHORT) else 0.0
    return ratio(words, other, score_cutoff=80) / 100 if near else 0.0


# The tree in reading order ----------------------------------------------------------------------------------------


def _told(document: Document) -> Iterator[Place]:
    """A place for each language of a passage; one, where both are printed once."""
    for passage in in_reading_order(document):
        if isinstance(passage, Entry):
            yield Place(CONTENTS, (Field("", f"{passage.label}{passage.title}"),), line=True)
            continue
        each = [passage.content.get(lang) for lang in document.languages]
        if passage.once:
            each = list({plain(words): words for words in each}.values())
        yield from (Place(passage.clause, words) for words in each)


# Values -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """What a passage shows that is not its own words, and from where to where among the solid words.

    `path` is that of a value among the inputs, empty for a number that is referred to.
    """

    path: str
    start: int
    end: int


def values(content: Iterable[Inline]) -> tuple[str, tuple[Shown, ...]]:
    """The solid words of a passage of the tree, and the values and references in them."""
    words, found = "", []
    for node in inlines(content):
        if isinstance(node, Field | ResolvedRef):
            said = solid(node.text)
            found.append(Shown(node.path if isinstance(node, Field) else "", len(words), len(words) + len(said)))
            words += said
        elif not hasattr(node, "children"):
            words += solid(plain((node,)))
    return words, tuple(found)
