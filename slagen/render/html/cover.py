"""The cover."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from slagen.render.html.changes import unmoved
from slagen.render.html.inlines import inlines_of
from slagen.render.html.spoken import paragraphs_of, saying, spoken, value_of
from slagen.render.html.voices import Voice
from slagen.render.markup import element
from slagen.tree import Document, Fact


def cover_page(document: Document, voices: tuple[Voice, ...]) -> ElementTree.Element:
    """Title, parties, facts and note."""
    cover = document.cover
    titles = (
        element(
            "p",
            {**voice.tag, **voice.place(cover.title), "class": "title"},
            *inlines_of(cover.title.get(voice.lang), voice),
        )
        for voice in saying(cover.title, voices)
    )
    return element(
        "section",
        {"class": "cover"},
        element("div", {"class": "titles", "role": "heading", "aria-level": "1"}, *titles),
        facts_table("parties", cover.parties, voices),
        facts_table("facts", cover.facts, voices),
        *paragraphs_of(cover.note, voices),
    )


def facts_table(name: str, facts: Iterable[Fact], voices: tuple[Voice, ...]) -> ElementTree.Element:
    """Facts, a row each, of the class `name`."""
    rows = (
        element(
            "tr",
            voices[0].place(fact.value),
            element("th", {"scope": "row"}, *spoken(fact.label, voices, fact.change)),
            element("td", {}, *value_of(fact.value, voices, unmoved(fact.change))),
        )
        for fact in facts
    )
    return element("table", {"class": name}, element("tbody", {}, *rows))
