"""Native multilevel lists, whose labels are those of the tree (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from slagen.diagnostics import Lang
from slagen.render.ooxml.elements import Element, points, w
from slagen.render.ooxml.looks import Looks, left_edges
from slagen.tree import LANGUAGES
from slagen.tree.numbering import Level, Numbering, count

Part = Literal["body", "annex"]


@dataclass(frozen=True, slots=True)
class NumberList:
    """A native multilevel list in one language; `first` is the depth of its first level: 0 for chapters.

    `start` is the first count of that level.

    A scheme that counts sections through has chapters in a list of their own, since LibreOffice does not know
    w:lvlRestart (17.9.10).
    """

    id: int
    lang: Lang
    levels: tuple[Level, ...]
    first: int = 0
    start: int = 1

    def pattern(self, level: int) -> str:
        """The pattern of one of its levels, by the list's own counting."""
        return re.sub(r"%(\d)", lambda m: f"%{int(m[1]) - self.first}", self.levels[level].pattern)

    def label(self, counts: Sequence[int]) -> str:
        """What native numbering shows where the list's levels stand at these counts."""
        return re.sub(
            r"%(\d)",
            lambda m: count(counts[int(m[1]) - 1], self.levels[int(m[1]) - 1].format),
            self.pattern(len(counts) - 1),
        )


def lists(numbering: Numbering, first_annex: int) -> dict[tuple[Part, Lang], tuple[NumberList, ...]]:
    """The lists of each stream of numbers: one, or that of the chapters and that of all below them."""
    streams: dict[tuple[Part, Lang], tuple[NumberList, ...]] = {}
    for id_, lang in enumerate(LANGUAGES, 1):
        scheme = numbering.scheme(lang)
        if scheme.through:
            chapters = NumberList(id_ + 4, lang, scheme.body[:1])
            streams["body", lang] = (chapters, NumberList(id_, lang, scheme.body[1:], first=1))
        else:
            streams["body", lang] = (NumberList(id_, lang, scheme.body),)
    for id_, lang in enumerate(LANGUAGES, 3):
        streams["annex", lang] = (NumberList(id_, lang, numbering.scheme(lang).annex, start=first_annex),)
    return streams


def place(numbers: Sequence[NumberList], depth: int) -> tuple[NumberList, int]:
    """The list that counts what stands at that depth (0 for chapters), and its level there."""
    found = next(each for each in reversed(numbers) if each.first <= depth)
    return found, depth - found.first


_HEADINGS = ("Heading1", "Heading2")


def numbering(looks: Looks) -> Element:
    """The numbering part; the heading styles are linked to the body lists of the first language."""
    streams = lists(looks.numbering, looks.first_annex)
    found = [(each, key == ("body", looks.native), streams[key][-1].levels) for key in streams for each in streams[key]]
    abstracts = [_abstract(looks, each, levels, linked) for each, linked, levels in found]
    numbers = (w("num", w("abstractNumId", val=each.id), numId=each.id) for each, _, _ in found)
    return w("numbering", *abstracts, *numbers)


def _abstract(looks: Looks, numbers: NumberList, deepest: Sequence[Level], linked: bool) -> Element:
    edges = _edges(looks, numbers, deepest)
    indented = looks.theme.manners.paragraphs == "indented"
    levels = [
        w(
            "lvl",
            w("start", val=1 if i else numbers.start),
            w("numFmt", val=level.format),
            w("pStyle", val=_HEADINGS[numbers.first + i]) if linked and numbers.first + i < len(_HEADINGS) else None,
            w("suff", val=_suffix(level, heading=numbers.first + i < len(_HEADINGS), indented=indented)),
            w("lvlText", val=numbers.pattern(i)),
            w("lvlJc", val="left"),
            _indented(looks, numbers.first + i) if indented else _hanging(left, hanging),
            ilvl=i,
        )
        for i, (level, (left, hanging)) in enumerate(zip(numbers.levels, edges, strict=True))
    ]
    # Constants: Word tells lists apart by them, and a build must not differ from the last.
    identity = [w("nsid", val=f"51A6E{numbers.id:03X}"), w("multiLevelType", val="multilevel")]
    return w("abstractNum", *identity, w("tmpl", val=f"51A7E{numbers.id:03X}"), *levels, abstractNumId=numbers.id)


def _suffix(level: Level, *, heading: bool, indented: bool) -> Literal["nothing", "space", "tab"]:
    """What follows a label: a label that hangs beside its words needs room even if these would stand close."""
    if level.close and (heading or indented):
        return "nothing"
    return "space" if indented else "tab"


def _hanging(left: int, hanging: int) -> Element:
    return w("pPr", w("tabs", w("tab", val="num", pos=left)), w("ind", left=left, hanging=hanging))


def _indented(looks: Looks, depth: int) -> Element:
    """Two characters before the first line of all but chapters, and nothing before the others."""
    if depth == 0:
        return w("pPr", w("ind", left=0, firstLine=0))
    size = looks.theme.sizes.section if depth == 1 else looks.theme.sizes.body
    return w("pPr", w("ind", left=0, firstLineChars=200, firstLine=points(2 * size)))


def _edges(looks: Looks, numbers: NumberList, deepest: Sequence[Level]) -> list[tuple[int, int]]:
    """The left edge of the text and the hanging indent of each level of a list."""
    sizes, (paragraph, item, subitem) = looks.theme.sizes, left_edges(looks, deepest)
    headings = [
        round(points(size) * level.width)
        for size, level in zip((sizes.chapter, sizes.section)[numbers.first :], numbers.levels, strict=False)
    ]
    edges = [(width, width) for width in headings]
    edges += [(paragraph, paragraph), (item, item - paragraph), (subitem, subitem - item)]
    return edges[: len(numbers.levels)]
