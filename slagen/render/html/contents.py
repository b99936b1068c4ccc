"""The table of contents."""

from __future__ import annotations

from xml.etree import ElementTree

from slagen.render.html.inlines import inlines_of
from slagen.render.html.passages import Passage, laid_out
from slagen.render.html.voices import Voice
from slagen.render.markup import element
from slagen.tree import Document, Entry, contents
from slagen.tree.redline import final


def contents_page(document: Document, voices: tuple[Voice, ...]) -> ElementTree.Element:
    """The title, and an entry for each heading that it lists."""
    titles = Passage(
        tuple(
            element("p", {**voice.tag, "class": "title"}, *inlines_of(document.contents_title.get(voice.lang), voice))
            for voice in voices
        ),
        leads=True,
    )
    # contents() gives one entry a language for each heading in turn: as many together as there are languages.
    entries = iter(contents(final(document)))
    turns = zip(*([entries] * len(voices)), strict=True)
    passages = (Passage(tuple(map(_entry, turn, voices))) for turn in turns)
    return element("nav", {"class": "contents"}, *laid_out(document, (titles, *passages)))


def _entry(entry: Entry, voice: Voice) -> ElementTree.Element:
    label = (element("span", {"class": "label"}, entry.label, " "),) if entry.label else ()
    words = element("span", {"class": "title"}, entry.title.replace("\n", " "))
    kind = f"toc{entry.level}" + (" second" if voice.suffix else "")
    link = element("a", {"href": voice.href(entry.key)}, *label, words)
    return element("p", {**voice.tag, "class": kind}, link)
