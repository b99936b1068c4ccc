"""Runs: text in one language, with the line breaks and tabs in it (ECMA-376 part 1, 17.3.2, 17.3.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from docx.oxml.parser import oxml_parser

from slagen.diagnostics import Lang
from slagen.render.ooxml.elements import NAMESPACES, SPACE, Element, W, w

_PRESERVED = {SPACE: "preserve"}


def _language(lang: Lang) -> tuple[Element | None, Element]:
    # Quotation marks, dashes and dots are in both scripts; the hint says which font they take (17.3.2.26).
    if lang == "zh":
        return w("rFonts", hint="eastAsia"), w("lang", val="en-GB", eastAsia="zh-CN")
    return None, w("lang", val="en-GB")


def run(lang: Lang, *children: Element, style: str | None = None) -> Element:
    """A run in one language, perhaps with a character style."""
    # Used in one run, it is copied for the next.
    return w("r", _run_properties(lang, style).__copy__(), *children)


@cache
def _run_properties(lang: Lang, style: str | None) -> Element:
    fonts, mark = _language(lang)
    return w("rPr", w("rStyle", val=style) if style else None, fonts, mark)


_BREAKS = re.compile(r"(\r\n|\r|\n|\t)")


def words(text: str) -> Iterator[Element]:
    """The children of a run that show `text` exactly: line breaks and tabs are elements of their own."""
    if not _BREAKS.search(text):
        if text:
            yield _t(text)
        return
    for piece in _BREAKS.split(text):
        if piece in ("\n", "\r", "\r\n"):
            yield w("br")
        elif piece == "\t":
            yield w("tab")
        elif piece:
            yield _t(piece)


def _t(text: str) -> Element:
    element = oxml_parser.makeelement(f"{{{W}}}t", _PRESERVED, NAMESPACES)
    element.text = text
    return element


def text_run(lang: Lang, text: str, style: str | None = None) -> Element:
    """A run that shows `text`."""
    if not text or _BREAKS.search(text):
        return run(lang, *words(text), style=style)
    made = _text_run(lang, style).__copy__()
    made[-1].text = text
    return made


@cache
def _text_run(lang: Lang, style: str | None) -> Element:
    """A run without its text: by far the most of a document are alike, and a copy is made in a third of the time."""
    return run(lang, _t(""), style=style)


def tab(lang: Lang) -> Element:
    """A run with one tab."""
    return run(lang, w("tab"))


def break_line(lang: Lang) -> Element:
    """A run with one line break."""
    return run(lang, w("br"))
