"""Headings, and their entries in a PDF's outline."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from slagen.render.html.changes import as_changed, bar_of
from slagen.render.html.inlines import inlines_of, label_of
from slagen.render.html.passages import Passage
from slagen.render.html.voices import LANG_TAGS, Voice, new_key
from slagen.render.markup import element
from slagen.tree import Heading, plain
from slagen.tree.numbering import labelled
from slagen.tree.redline import said, side_of, typed


def headed(tag: str, heading: Heading, voices: tuple[Voice, ...]) -> Passage:
    """A heading in each language; the first one's is where a PDF's outline leads."""

    def one(voice: Voice) -> ElementTree.Element:
        attributes = dict(voice.tag)
        if side_of(heading.change) == "new":
            attributes["id"] = voice.id(heading.key)
        attributes |= voice.place(heading.title, new_key(heading))
        kind = ("second" if voice.suffix else "") + bar_of(heading.change, heading.title.get(voice.lang))
        if kind:
            attributes["class"] = kind.strip()
        if not voice.suffix and side_of(heading.change) == "new":
            attributes["data-outline"] = _outline(heading, voices)
        words = as_changed(heading.change, voice, inlines_of(heading.title.get(voice.lang), voice))
        label = label_of(heading.label, voice) if heading.number else inlines_of(typed(heading, voice.lang), voice)
        return element(tag, attributes, *label, element("span", {"class": "title"}, *words))

    return Passage(tuple(map(one, voices)), leads=True)


def is_said(heading: Heading) -> bool:
    """Whether it has any words: a text may have no title."""
    return any(plain((*heading.label.get(lang), *heading.title.get(lang))) for lang in LANG_TAGS)


def _outline(heading: Heading, voices: Iterable[Voice]) -> str:
    """The bookmark: label and title in each language, the second's label only if it differs."""
    titles: dict[str, dict[str, None]] = {}
    for voice in voices:
        title = plain(said(heading.title.get(voice.lang), "new")).replace("\n", " ")
        titles.setdefault(plain(heading.label.get(voice.lang)), {})[title] = None
    return " ".join(labelled(label, " ".join(filter(None, each))) for label, each in titles.items())
