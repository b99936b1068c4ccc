"""Reading back: the finished file must hold the tree's words, in the tree's order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from slagen.render import ooxml
from slagen.render.docx.problem import RenderError
from slagen.tree import Document, Entry, plain
from slagen.tree.reading_order import in_reading_order
from slagen.tree.redline import SIDES, Side, said
from slagen.tree.walk import ROOM


def read_back(data: bytes, document: Document, pages: Mapping[str, int]) -> None:
    """Read the main part and hold its words against the tree's.

    Raises:
        RenderError: they differ; says where.
    """
    read = ooxml.read_words(data)
    for side in SIDES if document.was is not None else SIDES[:1]:
        found, expected = _solid(read[side]), _solid("".join(_words(document, pages, side)))
        if found != expected:
            first = next(i for i in range(len(expected) + 1) if found[: i + 1] != expected[: i + 1])
            near = slice(max(0, first - 20), first + 20)
            raise RenderError(f"the DOCX reads {found[near]!r}, the tree {expected[near]!r}")


def read_notes(data: bytes, document: Document) -> None:
    """The same for the footnotes."""
    found = _solid(ooxml.read_words(data, kind=ooxml.FOOTNOTES)["new"]) if document.notes else ""
    expected = _solid("".join(plain(note.content.get(lang)) for note in document.notes for lang in document.languages))
    if found != expected:
        raise RenderError(f"the footnotes of the DOCX read {found!r}, those of the tree {expected!r}")


def _solid(text: str) -> str:
    """The text without white space that is an element of its own, or is added between words, in the file."""
    return re.sub(rf"[ \t\r\n{ROOM}]", "", text)


def _words(document: Document, pages: Mapping[str, int], side: Side) -> Iterator[str]:
    """What the body of any output says, in reading order, without labels, which the lists make."""
    for passage in in_reading_order(document, side):
        if isinstance(passage, Entry):
            yield f"{passage.label}{passage.title}{pages.get(passage.key, '')}"
            continue
        each = (plain(said(passage.content.get(lang), side)) for lang in document.languages)
        yield from dict.fromkeys(each) if passage.once else each
