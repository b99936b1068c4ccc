"""The running header and footer, and what a redline changes in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

from slagen.render import look
from slagen.render.html.spoken import saying
from slagen.render.html.voices import Voice
from slagen.render.markup import Node, element
from slagen.tree import Content, Deleted, Document, Inline, Inserted, Lang, plain


def header(content: Content, voices: Iterable[Voice], *, stacked: bool) -> ElementTree.Element:
    """The words of the running header, a line for each language if they are stacked."""
    spans = (
        element("span", voice.tag, *map(_on_one_line, content.get(voice.lang))) for voice in saying(content, voices)
    )
    return element("header", {"class": "running stacked" if stacked else "running"}, *spans)


def _on_one_line(node: Inline) -> Node:
    words = plain((node,)).replace("\n", " ")
    tag = "ins" if isinstance(node, Inserted) else "del" if isinstance(node, Deleted) else None
    return element(tag, {}, words) if tag else words


def footer(document: Document, voices: Iterable[Voice]) -> ElementTree.Element:
    """The words of the running footer; {page} and {pages} become counters."""
    now, before = _below(document), _below(document.was or document)

    def spans(voice: Voice) -> Iterator[Node]:
        old, new = (side.get(voice.lang, ("", "")) for side in (before, now))
        if any((*old, *new)):
            behind = list(_changed(old[1], new[1]))
            notice = (element("span", {"class": "notice"}, *behind),) if behind else ()
            yield element("span", voice.tag, *_changed(old[0], new[0]), *notice)

    return element("footer", {"class": "running"}, *(span for voice in voices for span in spans(voice)))


def _below(document: Document) -> dict[Lang, tuple[str, str]]:
    return {lang: (words, notice) for lang, words, notice in look.said_below(document)}


def _changed(old: str, new: str) -> Iterator[Node]:
    """What stood there struck through before what stands there now, where they differ."""
    if old != new and old:
        yield element("del", {}, *_counters(old))
    if new:
        yield from [element("ins", {}, *_counters(new))] if old != new else _counters(new)


def _counters(words: str) -> Iterator[Node]:
    for part in re.split(r"(\{pages?\})", words):
        yield element("span", {"class": part[1:-1]}) if part in ("{page}", "{pages}") else part.replace("\n", " ")
