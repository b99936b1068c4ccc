"""Chinese set as Chinese is: its lines even, its punctuation close, a little space around Latin letters and digits.

WeasyPrint justifies by widening spaces, of which Chinese has none, so its lines end raggedly wherever a rule of line
breaking (no 。 at a line's start) or a number moved a character down; it knows neither ``text-autospace`` nor
``text-spacing-trim`` (css-text-4, 8.3 and 8.5), and the fonts have no ``chws``.  This does it on the finished lines,
which keep their breaks and heights, by moving glyphs: no character is added, and the text reads as before.

- Of two full-width marks that meet, the blank half between them goes: ）。 and ）（.
- Between Han characters and letters or digits there is a little space, as far as the line has room; where its
  characters are spread, no more than lets programs that read the page take it for none.
- A justified line is spread evenly between its characters (css-text-3, 8.4); a full-width mark that ends it keeps its
  blank half outside the edge, so that what can be seen ends there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any
from unicodedata import east_asian_width

from weasyprint.formatting_structure.boxes import BlockContainerBox, InlineBox, LineBox, TextBox
from weasyprint.text.ffi import TO_UNITS, ffi

from slagen.render.lean import Line

WIDEST = 0.25
"""The most that is put after a character, in em; a line that would need more stays ragged."""
GAP = 0.095
"""What stands between Han and other letters, in em: css-text-4 has 0.125, which poppler would read as a space."""
BLANK = 1 / 2
"""The blank half of a full-width mark, in em."""
_OPENING, _CLOSING = "（《〈「『【〔", "，。、；：）》〉」』】〕"
_HAN, _OTHER = r"々〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff", r"A-Za-z0-9\u00c0-\u024f\u0370-\u052f"
_CLOSE = re.compile(f"[{_CLOSING}](?=[{_CLOSING}{_OPENING}])|[{_OPENING}](?=[{_OPENING}])")
_APART = re.compile(f"[{_HAN}](?=[{_OTHER}])|[{_OTHER}](?=[{_HAN}])")
_FROM_LEFT = ("start", "left", "justify")


class _Set(Line):
    """The text of a line whose glyphs are moved; where to is all that it keeps until it is painted."""

    spacing: float
    moves: Mapping[int, float]
    painted: bool

    def reactivate(self, style: Any) -> None:
        """Make Pango's object of the text again, to be painted."""
        super().reactivate(style)
        self.painted = False

    def get_first_line(self) -> Any:
        """The line with its glyphs moved, which is asked for when Pango has done all that it does."""
        found = super().get_first_line()
        if not self.painted:
            self.painted = True
            self._move(found[0])
        return found

    def _move(self, line: Any) -> None:
        """Give each character what comes after it: to the last glyph of those that show it."""
        ends = list(accumulate((len(char.encode()) for char in self.text), initial=0))
        after = {
            end: round((self.spacing + self.moves.get(place, 0)) * TO_UNITS) for place, end in enumerate(ends[:-1])
        }
        run = line.runs[0]
        while run != ffi.NULL:
            _widen(run.data, after)
            run = run.next


def _widen(item: Any, after: Mapping[int, int]) -> None:
    """Widen the glyphs of a run by what comes after the characters that they show, by where these begin."""
    offset, glyphs, count = item.item.offset, item.glyphs, item.glyphs.num_glyphs
    for index in range(count):
        start = glyphs.log_clusters[index]
        if index + 1 < count and glyphs.log_clusters[index + 1] == start:
            continue
        end = glyphs.log_clusters[index + 1] if index + 1 < count else item.item.length
        if end <= start:  # from right to left
            end = start + 1
        glyphs.glyphs[index].geometry.width += sum(after.get(byte, 0) for byte in range(offset + start, offset + end))


def justify(pages: Iterable[Any]) -> None:
    """Set the lines of every Chinese passage on `pages`; those that are to be justified are spread.

    A line that is mostly Latin, such as a long URL, keeps WeasyPrint's setting: letters are not spaced out.
    """
    for page in pages:
        for block in _passages(page._page_box):
            right, even = block.content_box_x() + block.width, block.style["text_align_all"] == "justify"
            for line in block.children:
                if even and line.resume_at is not None and not _broken(line):
                    _spread(line, right)
                else:
                    _loosen(line, right)


def _passages(box: Any) -> Iterator[Any]:
    """The blocks of Chinese lines that begin at the left."""
    children = getattr(box, "children", ())
    if isinstance(box, BlockContainerBox) and children and all(isinstance(child, LineBox) for child in children):
        if (box.style["lang"] or "").startswith("zh") and box.style["text_align_all"] in _FROM_LEFT:
            yield box
        return
    for child in children:
        yield from _passages(child)


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


def _words(texts: Iterable[Any]) -> str:
    return "".join(text.text for text in texts)


def _closed(words: str, em: float) -> dict[int, float]:
    """By how much two marks that meet are closer, by the place of the first."""
    return {match.start(): -BLANK * em for match in _CLOSE.finditer(words)}


def _apart(words: str) -> list[int]:
    """The places of characters that a letter of another script follows."""
    return [match.start() for match in _APART.finditer(words)]


def _loosen(line: Any, right: float) -> None:
    """Set a line that ends where its words do."""
    words, em = _words(_texts(line)), line.style["font_size"]
    moves, apart = _closed(words, em), _apart(words)
    room = right - (line.position_x + line.width) - sum(moves.values())
    if apart and room > 0:
        moves |= dict.fromkeys(apart, min(GAP * em, room / len(apart)))
    if moves:
        _Setter(0, moves).set(line)


def _spread(line: Any, right: float) -> None:
    """Set a line that ends at the edge."""
    texts, em = list(_texts(line)), line.style["font_size"]
    words = _words(texts)
    if len(words) < 2 or not chinese(words):
        return
    apart, between, gap = _apart(words), len(words) - 1, GAP * em
    taken = sum(text.justification_spacing * _spaces(text.text) for text in texts)
    spare = right - (line.position_x + line.width) + taken + (BLANK * em if words[-1] in _CLOSING else 0)
    # What is taken from between marks goes to all characters: never so much that words seem to come apart.
    moves = _up_to(_closed(words, em), gap * between - spare)
    spare -= sum(moves.values())
    if not 0 <= spare / between <= WIDEST * em:
        return
    spacing = _spacing(spare, between, len(apart), gap)
    if apart and spacing < gap:
        moves |= dict.fromkeys(apart, (spare - spacing * between) / len(apart))
    _Setter(spacing, moves).set(line)


def _up_to(closed: Mapping[int, float], room: float) -> dict[int, float]:
    """The same, or as much of it as makes no more than `room` in all."""
    total = -sum(closed.values())
    share = min(1.0, room / total) if closed and room > 0 else 0.0
    return {place: by * share for place, by in closed.items()} if share else {}


def _spacing(spare: float, between: int, apart: int, gap: float) -> float:
    """What comes after each character where `spare` is shared out between `between` of them.

    After `apart` of them comes at least `gap`, which takes from the others.
    """
    even = spare / between
    return even if even >= gap or apart == between else max(0.0, (spare - apart * gap) / (between - apart))


def chinese(words: str) -> bool:
    """Whether at least half of the characters are full-width."""
    return 2 * sum(east_asian_width(char) in "WF" for char in words) >= len(words)


def _spaces(text: str) -> int:
    return text.count(" ") + text.count("\u00a0")


class _Setter:
    """Goes through a line: the place of the next character, and how far to the right it comes to stand."""

    def __init__(self, spacing: float, moves: Mapping[int, float]) -> None:
        self._spacing, self._moves = spacing, moves
        self._place, self._moved = 0, 0.0

    def set(self, box: Any) -> None:
        """Set a box of the line, and what is in it."""
        if isinstance(box, TextBox):
            box.position_x += self._moved
            self._set_text(box)
        elif isinstance(box, LineBox | InlineBox):
            self._set_within(box)
        else:
            box.translate(self._moved, 0)

    def _set_within(self, box: Any) -> None:
        before = self._moved
        if isinstance(box, InlineBox):
            box.position_x += before
        for child in box.children:
            self.set(child)
        box.width += self._moved - before

    def _set_text(self, box: Any) -> None:
        """Move the glyphs of a text, in place of WeasyPrint's word spacing."""
        count, start = len(box.text), self._place
        self._place += count
        moves = {place - start: by for place, by in self._moves.items() if start <= place < start + count}
        if not moves and not self._spacing:
            return
        wider = count * self._spacing + sum(moves.values()) - box.justification_spacing * _spaces(box.text)
        layout = box.pango_layout
        layout.__class__, layout.spacing, layout.moves = _Set, self._spacing, moves
        box.justification_spacing = layout.justification_spacing = 0
        box.width += wider
        self._moved += wider
