"""Content in all its languages where no layout weaves them: in cells, in lines of the cover and the signature page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slagen.render import forms
from slagen.render.html.blanks import input_for
from slagen.render.html.changes import as_changed
from slagen.render.html.inlines import inlines_of
from slagen.render.html.voices import Voice
from slagen.render.markup import Node, element
from slagen.tree import Change, Content, plain


def saying(content: Content, voices: Iterable[Voice]) -> tuple[Voice, ...]:
    """The voices that have something to say; one of them where both say the same."""
    seen: dict[str, Voice] = {}
    for voice in voices:
        seen.setdefault(plain(content.get(voice.lang)), voice)
    return tuple(voice for words, voice in seen.items() if words)


def spoken(content: Content, voices: tuple[Voice, ...], change: Change | None = None) -> Iterator[Node]:
    """What stands in a cell: the words themselves in one language, a block for each of two; or a blank."""
    if blank := forms.whole(content, voices[0].lang):
        yield input_for(blank, voices[0], "fill whole")
        return
    if len(voices) == 1:
        yield from as_changed(change, voices[0], inlines_of(content.get(voices[0].lang), voices[0]))
        return
    for voice in saying(content, voices):
        yield element("div", voice.tag, *as_changed(change, voice, inlines_of(content.get(voice.lang), voice)))


def value_of(content: Content, voices: tuple[Voice, ...], change: Change | None = None) -> Iterator[Node]:
    """A fact's value, or the ruled blank to fill it in on."""
    if saying(content, voices):
        yield from spoken(content, voices, change)
    else:
        yield element("div", {"class": "blank"})


def paragraphs_of(content: Content, voices: tuple[Voice, ...]) -> Iterator[Node]:
    """Words as a paragraph a language, once where both say the same."""
    for voice in saying(content, voices):
        attributes = {**voice.tag, **voice.place(content), "class": "note"}
        yield element("p", attributes, *inlines_of(content.get(voice.lang), voice))
