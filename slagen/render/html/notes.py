"""Notes: their calls, and the notes themselves below all in a browser, at the foot of a page on paper."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from slagen.render.html.inlines import inlines_of
from slagen.render.html.voices import Voice
from slagen.render.markup import Node, element
from slagen.tree import Content, Document


def called(key: str, voice: Voice) -> Iterator[Node]:
    """What a paragraph's note is called by: on pages the note itself, which layout sets at the foot of one."""
    if key not in voice.notes:
        return
    number, content = voice.notes[key]
    if voice.marked:
        link = element("a", {"href": f"#{_id(number)}", "id": _id(number, "call")}, f"{number}")
        yield element("sup", {"class": "call"}, link)
    else:
        yield element("span", {**voice.tag, "class": "footnote"}, *inlines_of(content.get(voice.lang), voice))


def _id(number: int, kind: str = "note") -> str:
    """The id of a note, or of its call; no key holds a tilde."""
    return f"{kind}~{number}"


def endnotes(document: Document, voices: tuple[Voice, ...]) -> Iterator[ElementTree.Element]:
    """The notes below all, each with a link back to where it is called; on pages they are at their foot."""
    if voices[0].marked and document.notes:
        calls = ((voice, *voice.notes[note.key]) for note in document.notes for voice in voices)
        yield element("section", {"class": "notes"}, *(_endnote(*one) for one in calls))


def _endnote(voice: Voice, number: int, content: Content) -> ElementTree.Element:
    back = element("a", {"href": f"#{_id(number, 'call')}"}, f"{number}.")
    words = inlines_of(content.get(voice.lang), voice)
    return element("p", {**voice.tag, "id": _id(number), "class": "note"}, back, " ", *words)
