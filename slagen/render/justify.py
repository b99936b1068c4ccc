"""Justified Chinese: spreads the lines of laid-out Chinese paragraphs evenly between their characters.

WeasyPrint justifies by widening spaces, of which Chinese has none, so its lines end raggedly wherever a rule of
line breaking (no 。 at a line's start) or a number moved a character down.  css-text-3 calls for inter-character
justification there (8.4); this is that, done on the finished lines, which keep their breaks and heights.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from unicodedata import east_asian_width

from weasyprint.css import AnonymousStyle
from weasyprint.formatting_structure.boxes import BlockContainerBox, InlineBox, LineBox, TextBox

from slagen.render.lean import Line

WIDEST = 0.25
"""The most that is put after a character, in em; a line that would need more stays ragged."""


class _Spread(Line):
    """The text of a spread line; its style is made when it is painted, since each line would keep one of its own."""

    spacing: float

    def reactivate(self, style: Any) -> None:
        """Set the text again, `spacing` more after each character."""
        spread = AnonymousStyle(style)
        own = spread["letter_spacing"]
        spread["letter_spacing"] = self.spacing + (0 if own == "normal" else own)
        super().reactivate(spread)


def justify(pages: Iterable[Any]) -> None:
    """Spread the lines of every paragraph on `pages` that is Chinese and has ``text-align: justify``.

    A line that is mostly Latin, such as a long URL, keeps WeasyPrint's setting: letters are not spaced out.
    """
    for page in pages:
        for block in _paragraphs(page._page_box):
            right = block.content_box_x() + block.width
            for line in block.children:
                if line.resume_at is not None and not _broken(line):
                    _spread(line, right)


def _paragraphs(box: Any) -> Iterator[Any]:
    children = getattr(box, "children", ())
    if isinstance(box, BlockContainerBox) and children and all(isinstance(child, LineBox) for child in children):
        if (box.style["lang"] or "").startswith("zh") and box.style["text_align_all"] == "justify":
            yield box
        return
    for child in children:
        yield from _paragraphs(child)


def _broken(line: Any) -> bool:
    """Whether a <br> ends the line."""
    last = line
    while getattr(last, "children", ()):
        last = last.children[-1]
        if last.element_tag.startswith("br"):
            return True
    return False


def _texts(box: Any) -> Iterator[Any]:
    """The texts of a line, but not those of boxes that stand in it as one piece, like labels."""
    for child in box.children:
        if isinstance(child, TextBox):
            yield child
        elif isinstance(child, InlineBox):
            yield from _texts(child)


def _spread(line: Any, right: float) -> None:
    texts = list(_texts(line))
    words = "".join(text.text for text in texts)
    count = len(words)
    taken = sum(text.justification_spacing * _spaces(text.text) for text in texts)
    spare = right - (line.position_x + line.width) + taken
    if count < 2 or not chinese(words) or not 0 < spare / (count - 1) <= WIDEST * line.style["font_size"]:
        return
    _widen(line, spare / (count - 1), 0)


def chinese(words: str) -> bool:
    """Whether at least half of the characters are full-width."""
    return 2 * sum(east_asian_width(char) in "WF" for char in words) >= len(words)


def _spaces(text: str) -> int:
    return text.count(" ") + text.count("\u00a0")


def _widen(box: Any, spacing: float, moved: float) -> float:
    """Set `box` with `spacing` after each of its characters, `moved` to the right; how far what follows moves."""
    if isinstance(box, TextBox):
        box.position_x += moved
        return moved + _widen_text(box, spacing)
    if not isinstance(box, LineBox | InlineBox):
        box.translate(moved, 0)
        return moved
    before = moved
    if isinstance(box, InlineBox):
        box.position_x += moved
    for child in box.children:
        moved = _widen(child, spacing, moved)
    box.width += moved - before
    return moved


def _widen_text(box: Any, spacing: float) -> float:
    """Give a text letter spacing in place of WeasyPrint's word spacing; how much wider it became."""
    wider: float = len(box.text) * spacing - box.justification_spacing * _spaces(box.text)
    box.pango_layout.__class__, box.pango_layout.spacing = _Spread, spacing
    box.justification_spacing = box.pango_layout.justification_spacing = 0
    box.width += wider
    return wider
