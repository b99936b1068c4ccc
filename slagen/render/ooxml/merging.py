"""A company's styles, lists and fonts with those of ours that it lacks (ECMA-376 part 1, 17.7, 17.9).

Its styles stand where both have one of that name, or of that id; every paragraph of ours then names theirs, since
Word's Chinese editions call ``heading 1`` by ids such as ``1``.  Lists are ours: a heading's number is what the tree
counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.parser import parse_xml
from lxml import etree

from slagen.render.ooxml.elements import Element, W
from slagen.render.ooxml.letterhead import related

_W = f"{{{W}}}"
_VAL, _STYLE_ID, _TYPE = f"{_W}val", f"{_W}styleId", f"{_W}type"
_NAMING = tuple(f"{_W}{tag}" for tag in ("pStyle", "rStyle", "tblStyle"))
_OTHERS = tuple(f"{_W}{tag}" for tag in ("basedOn", "next", "link"))
THEIRS = 1000
"""Added to the ids of their lists, above those of ours."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Styles of theirs with those of ours that they lack.

    `ids` are the ids that ours are called by there, where they are others; `added` the names of what was lacking.
    """

    styles: Element
    ids: Mapping[str, str]
    added: tuple[str, ...]

    def named(self, element: Element) -> Element:
        """The same element; its paragraphs, runs and tables name styles by their ids there."""
        for each in element.iter(*_NAMING) if self.ids else ():
            each.set(_VAL, self.ids.get(each.get(_VAL), each.get(_VAL)))
        return element


def merged(theirs: Element, ours: Element) -> Merged:
    """Their styles, and behind them those of ours for which they have none of that name or id."""
    whole = deepcopy(theirs)
    known = {(each.get(_TYPE), _name(each).casefold()): each.get(_STYLE_ID) for each in _all(whole)}
    kinds = {each.get(_STYLE_ID): each.get(_TYPE) for each in _all(whole)}
    defaults = {each.get(_TYPE) for each in _all(whole) if _is_default(each)}
    ids: dict[str, str] = {}
    lacking: list[Element] = []
    for style in _all(ours):
        key, kind = style.get(_STYLE_ID), style.get(_TYPE)
        found = known.get((kind, _name(style).casefold()))
        if found is None and kinds.get(key) != kind:
            lacking.append(style)
            found = f"{key}Slagen" if key in kinds else key
        ids[key] = found or key
    if whole.find(f"{_W}docDefaults") is None:
        whole.insert(0, deepcopy(ours.find(f"{_W}docDefaults")))
    whole.extend(_added(style, ids, defaults) for style in lacking)
    _number(whole, ours, ids)
    return Merged(whole, {key: value for key, value in ids.items() if key != value}, tuple(map(_name, lacking)))


def _all(styles: Element) -> Iterator[Element]:
    yield from styles.iterchildren(f"{_W}style")


def _name(style: Element) -> str:
    return str(style.find(f"{_W}name").get(_VAL))


def _is_default(style: Element) -> bool:
    return style.get(f"{_W}default") in ("1", "true", "on")


def _added(style: Element, ids: Mapping[str, str], defaults: set[str]) -> Element:
    copy = deepcopy(style)
    copy.set(_STYLE_ID, ids[style.get(_STYLE_ID)])
    for each in copy.iter(*_OTHERS):
        each.set(_VAL, ids.get(each.get(_VAL), each.get(_VAL)))
    if _is_default(copy) and copy.get(_TYPE) in defaults:
        del copy.attrib[f"{_W}default"]
    return copy


_BEFORE_NUMBERS = frozenset(
    f"{_W}{name}" for name in ("keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
)
_BEFORE_TABS = _BEFORE_NUMBERS | {f"{_W}{name}" for name in ("numPr", "suppressLineNumbers", "pBdr", "shd")}


def _number(whole: Element, ours: Element, ids: Mapping[str, str]) -> None:
    """Give headings the numbers that the tree counts, entries of contents their tabs; their other lists stay theirs."""
    own = {ids[each.get(_STYLE_ID)]: each for each in _all(ours)}
    for style in _all(whole):
        given = own.get(style.get(_STYLE_ID))
        numbered = None if given is None else given.find(f"{_W}pPr/{_W}numPr")
        if numbered is not None:
            _put(style, numbered, _BEFORE_NUMBERS)
        else:  # no other style of ours has a list
            for number in style.iterfind(f"{_W}pPr/{_W}numPr/{_W}numId"):
                _shift(number, _VAL)
        tabs = None if given is None else given.find(f"{_W}pPr/{_W}tabs")
        if tabs is not None and _name(given).startswith("toc ") and style.find(f"{_W}pPr/{_W}tabs") is None:
            _put(style, tabs, _BEFORE_TABS)


def _put(style: Element, element: Element, before: frozenset[str]) -> None:
    """Put a property among those of a style's paragraphs, in the place of one that is there."""
    properties = style.find(f"{_W}pPr")
    if properties is None:
        properties = etree.SubElement(style, f"{_W}pPr")
        runs = style.find(f"{_W}rPr")
        if runs is not None:
            runs.addprevious(properties)
    for old in properties.findall(element.tag):
        properties.remove(old)
    properties.insert(sum(1 for child in properties if child.tag in before), deepcopy(element))


def _shift(element: Element, name: str) -> None:
    value = element.get(name)
    if value is not None and value != "0":  # which takes a paragraph out of its list (17.9.18)
        element.set(name, str(int(value) + THEIRS))


def with_lists(ours: Element, part: Any, merged: Merged) -> Element:
    """The numbering part: our lists, and theirs under other ids; a heading is linked to ours alone."""
    for level in ours.iter(f"{_W}pStyle"):
        level.set(_VAL, merged.ids.get(level.get(_VAL), level.get(_VAL)))
    linked = {level.get(_VAL) for level in ours.iter(f"{_W}pStyle")}
    found = related(part, RELATIONSHIP_TYPE.NUMBERING)
    if found is None:
        return ours
    whole = parse_xml(found.blob)
    for abstract in whole.findall(f"{_W}abstractNum"):
        _shift_abstract(abstract, linked)
    for number in whole.findall(f"{_W}num"):
        _shift(number, f"{_W}numId")
        number.find(f"{_W}abstractNumId").set(_VAL, str(int(number.find(f"{_W}abstractNumId").get(_VAL)) + THEIRS))
    for picture in (*whole.findall(f"{_W}numPicBullet"), *whole.findall(f"{_W}numIdMacAtCleanup")):
        whole.remove(picture)
    for turn, abstract in enumerate(ours.findall(f"{_W}abstractNum")):
        whole.insert(turn, abstract)
    whole.extend(ours.findall(f"{_W}num"))
    return whole


def _shift_abstract(abstract: Element, linked: set[str]) -> None:
    abstract.set(f"{_W}abstractNumId", str(int(abstract.get(f"{_W}abstractNumId")) + THEIRS))
    for level in abstract.findall(f"{_W}lvl"):
        for each in (*level.findall(f"{_W}lvlPicBulletId"), *level.findall(f"{_W}pStyle")):
            if each.tag == f"{_W}lvlPicBulletId" or each.get(_VAL) in linked:
                level.remove(each)


def with_fonts(ours: Element, part: Any) -> Element:
    """The font table: theirs without the fonts that it embeds, and ours that it lacks."""
    found = related(part, RELATIONSHIP_TYPE.FONT_TABLE)
    if found is None:
        return ours
    whole = parse_xml(found.blob)
    for name in ("embedRegular", "embedBold", "embedItalic", "embedBoldItalic"):
        for each in list(whole.iter(f"{_W}{name}")):
            each.getparent().remove(each)
    names = {each.get(f"{_W}name") for each in whole}
    whole.extend(each for each in list(ours) if each.get(f"{_W}name") not in names)
    return whole
