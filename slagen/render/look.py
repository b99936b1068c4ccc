"""How a theme applies to one edition: its sizes, and the grid of lines and characters (GB/T 9704-2012, 5.2)."""

from __future__ import annotations

from math import floor
from typing import Literal

from slagen.model.template import Sizes, Theme
from slagen.render.columns import BILINGUAL_SCALE, width
from slagen.tree import Document, Lang, plain
from slagen.tree.redline import said

Kind = Literal["chinese", "english", "interleaved", "parallel"]
A4 = (210, 297)
"""Width and height in millimetres (ISO 216)."""
POINTS = 72 / 25.4
"""Points in a millimetre."""


def kind(document: Document) -> Kind:
    """Which sizes a document takes."""
    if document.bilingual:
        return document.layout
    return "english" if document.languages == ("en",) else "chinese"


def own_size(sizes: Sizes, kind: Kind) -> float | None:
    """The body size in points that a theme gives for a kind of edition, if it gives one."""
    own = {"english": sizes.english, "interleaved": sizes.interleaved, "parallel": sizes.parallel}
    return own.get(kind)


def scaled(sizes: Sizes, body: float) -> dict[str, float]:
    """Body, chapter and section sizes in points for another body size, to half points."""
    return {name: round(getattr(sizes, name) * body / sizes.body * 2) / 2 for name in ("body", "chapter", "section")}


def of_edition(theme: Theme, document: Document) -> Theme:
    """The theme as a document takes it: with the sizes of its kind, and the grid only where Chinese stands alone."""
    which, sizes = kind(document), theme.sizes
    own = own_size(sizes, which)
    if own is not None:
        sizes = sizes.model_copy(update=scaled(sizes, own))
    else:
        scale = BILINGUAL_SCALE[document.layout] if document.bilingual else 1
        sizes = sizes.model_copy(update={"body": round(sizes.body * scale * 2) / 2})
    return theme.model_copy(update={"sizes": sizes, "grid": theme.grid if which == "chinese" else None})


def room_of_tables(theme: Theme) -> float:
    """How much of what columns reckon with, 160 mm at 9.5 pt, a line of a table holds; 1 where it holds more."""
    return min(1, (A4[0] - theme.margins.left - theme.margins.right) / 160 * 9.5 / theme.sizes.table)


def is_stacked(theme: Theme, document: Document) -> bool:
    """Whether the running header's languages stand below each other, for want of room beside each other."""
    words = [plain(said(document.header.get(lang), "new")) for lang in document.languages]
    line = (A4[0] - theme.margins.left - theme.margins.right) * POINTS
    # An em stands between them, and another is kept for faces wider than the rule of thumb.
    return len(words) > 1 and (sum(map(width, words)) + 4) * theme.sizes.small / 2 > line


def said_below(document: Document) -> tuple[tuple[Lang, str, str], ...]:
    """What the running footer says: a language, its words with {page} in them, and a notice behind these.

    A page number that both languages write alike stands once.
    """
    found: list[tuple[Lang, str, str]] = []
    for lang in document.languages:
        inlines = said(document.page_of.get(lang), "new")
        words, notice = plain(inlines[:1]), plain(inlines[1:])
        if found and words == found[0][1]:
            words, notice = "", notice.lstrip(_BETWEEN)
        if words or notice:
            found.append((lang, words, notice))
    return tuple(found)


_BETWEEN = " ·\u3000"
"""What parts a notice from the page number before it."""


def pitch(theme: Theme) -> float | None:
    """The height in points of a line of the grid, to a hundredth below: as many lines as it says always fit."""
    if theme.grid is None:
        return None
    height = (A4[1] - theme.margins.top - theme.margins.bottom) * POINTS
    return floor(height / theme.grid.lines * 100) / 100


def spacing(theme: Theme) -> float | None:
    """What stands between two characters of the grid in points; less than nothing where they are set closer."""
    if theme.grid is None:
        return None
    width = (A4[0] - theme.margins.left - theme.margins.right) * POINTS
    return round(floor(width / theme.grid.characters * 100) / 100 - theme.sizes.body, 2)
