"""The running header and footer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree

from slagen.render import look
from slagen.render.html.spoken import saying
from slagen.render.html.voices import Voice
from slagen.render.markup import Node, element
from slagen.tree import Content, Document, Lang, plain
from slagen.tree.redline import said


def header(content: Content, voices: Iterable[Voice], *, stacked: bool) -> ElementTree.Element:
    """The words of the running header, a line for each language if they are stacked."""
    spans = (
        element("span", voice.tag, plain(said(content.get(voice.lang), "new")).replace("\n", " "))
        for voice in saying(content, voices)
    )
    return element("header", {"class": "running stacked" if stacked else "running"}, *spans)


def footer(document: Document, voices: Iterable[Voice]) -> ElementTree.Element:
    """The words of the running footer; {page} and {pages} become counters."""
    tags = {voice.lang: voice.tag for voice in voices}

    def span(lang: Lang, words: str, notice: str) -> ElementTree.Element:
        behind = (element("span", {"class": "notice"}, *_counters(notice)),) if notice else ()
        return element("span", tags[lang], *_counters(words), *behind)

    return element("footer", {"class": "running"}, *(span(*each) for each in look.said_below(document)))


def _counters(words: str) -> Iterator[Node]:
    for part in re.split(r"(\{pages?\})", words):
        yield element("span", {"class": part[1:-1]}) if part in ("{page}", "{pages}") else part.replace("\n", " ")
