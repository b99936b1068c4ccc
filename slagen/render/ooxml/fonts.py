"""The font table (ECMA-376 part 1, 17.8)."""

from __future__ import annotations

from collections.abc import Sequence

from slagen.model.template import Theme
from slagen.render.ooxml.elements import Element, w

BOXES = "MS Gothic"


def font_table(theme: Theme) -> Element:
    """The font table: each font that the styles name, with the others of its list as its other names (17.8.3.1)."""
    known: dict[str, Element] = {}
    for use, fonts in theme.docx.by_use.items():
        for names, charset in ((fonts.zh, "86"), (fonts.en, "00")):
            known.setdefault(names[0], _font(names, charset, "swiss" if use == "heading" else "roman"))
    return w("fonts", *known.values())


def _font(names: Sequence[str], charset: str, family: str) -> Element:
    other = w("altName", val=",".join(names[1:])) if len(names) > 1 else None
    return w(
        "font", other, w("charset", val=charset), w("family", val=family), w("pitch", val="variable"), name=names[0]
    )
