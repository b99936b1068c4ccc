"""Footnotes: their calls, their words and the part that holds them (ECMA-376 part 1, 17.11)."""

from __future__ import annotations

from collections.abc import Iterable

from docx.opc.constants import CONTENT_TYPE

from slagen.diagnostics import Lang
from slagen.render.ooxml.elements import Element, w
from slagen.render.ooxml.paragraphs import paragraph
from slagen.render.ooxml.runs import run, text_run

FOOTNOTES: str = CONTENT_TYPE.WML_FOOTNOTES
"""The kind of the part that holds footnotes."""
SEPARATORS = {"separator": -1, "continuationSeparator": 0}
"""The two footnotes that are no notes but the rules above them, and their ids (17.11.1, 17.11.23)."""


def call_note(lang: Lang, number: int) -> Element:
    """The call of the footnote of that id, which Word counts by itself (17.11.14)."""
    return run(lang, w("footnoteReference", id=number), style="FootnoteReference")


def note_paragraph(lang: Lang, runs: Iterable[Element]) -> Element:
    """The words of a footnote behind its number."""
    number = run(lang, w("footnoteRef"), style="FootnoteReference")
    return paragraph("FootnoteText", [number, text_run(lang, " "), *runs])


def footnotes_part(paragraphs: Iterable[Element]) -> Element:
    """The footnotes part (17.11.15): its two rules, then one note a paragraph, numbered from 1 on."""
    rules = (w("footnote", w("p", w("r", w(kind))), type=kind, id=number) for kind, number in SEPARATORS.items())
    notes = (w("footnote", each, id=number) for number, each in enumerate(paragraphs, 1))
    return w("footnotes", *rules, *notes)
