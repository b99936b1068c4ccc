"""Fields with their results, bookmarks and links to them (ECMA-376 part 1, 17.16, 17.13.6)."""

from __future__ import annotations

from collections.abc import Sequence

from slagen.diagnostics import Lang
from slagen.render.ooxml.elements import SPACE, Element, w
from slagen.render.ooxml.runs import run, text_run


def _field_mark(lang: Lang, kind: str, style: str | None) -> Element:
    return run(lang, w("fldChar", fldCharType=kind), style=style)


def code(lang: Lang, words: str, style: str | None = None) -> Element:
    """A run of the instruction of a field."""
    made = w("instrText")
    made.text = words
    made.set(SPACE, "preserve")
    return run(lang, made, style=style)


def field_open(lang: Lang, instruction: str | Sequence[Element], style: str | None = None) -> list[Element]:
    """The runs before a field's result (17.16.18: begin, instruction, separate).

    The instruction may be runs of :func:`code`, where some of it is tracked.
    """
    runs = [code(lang, f" {instruction} ", style)] if isinstance(instruction, str) else instruction
    return [_field_mark(lang, "begin", style), *runs, _field_mark(lang, "separate", style)]


def field_close(lang: Lang, style: str | None = None) -> Element:
    """The run after a field's result."""
    return _field_mark(lang, "end", style)


def field(lang: Lang, instruction: str | Sequence[Element], result: str, style: str | None = None) -> list[Element]:
    """A whole field with its cached result."""
    return [*field_open(lang, instruction, style), text_run(lang, result, style), field_close(lang, style)]


def bookmarked(number: int, name: str, runs: Sequence[Element]) -> list[Element]:
    """The runs inside the bookmark `name`; `number` is unique in the document."""
    return [w("bookmarkStart", id=number, name=name), *runs, w("bookmarkEnd", id=number)]


def link(anchor: str, *runs: Element) -> Element:
    """A link to a bookmark of this document."""
    return w("hyperlink", *runs, anchor=anchor, history=1)
