"""What a signature shows on the page: for whom, by whom, when and why, in each language of the document.

It is laid out as pages are, since that embeds the glyphs it uses, which PDF/A asks for (ISO 19005-3, 6.2.11.4.1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from types import MappingProxyType

from slagen.diagnostics import Lang
from slagen.render import pdf
from slagen.render.html import LANG_TAGS
from slagen.sign.place import Place

_LABELS: Mapping[Lang, tuple[str, str, str, str]] = MappingProxyType(
    {
        "zh": ("电子签名：", "签名人：", "时间：", "事由："),
        "en": ("Electronically signed for: ", "By: ", "Time: ", "Reason: "),
    }
)
_STYLE = """
@page {{ size: {width}pt {height}pt; margin: 0 }}
html {{ background: white; font: {size}pt/1.3 "Noto Sans CJK SC", sans-serif; color: #1c2530 }}
body {{ margin: 1pt; padding: 4pt 6pt; border: 0.6pt solid #1f3a5f; box-sizing: border-box; height: {inner}pt }}
p {{ margin: 0; overflow-wrap: anywhere }}
div + div {{ margin-top: 3pt }}
[lang="en-GB"] {{ font-feature-settings: "pwid" }}
"""
_SIZES = (9.0, 8.0, 7.0, 6.0, 5.0)
"""Points; the largest that all fits in is taken."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a signature."""

    name: str
    moment: datetime
    reason: str


def draw(place: Place, said: Said) -> bytes:
    """A PDF whose first page is the appearance, as large as the field."""
    for size in _SIZES:
        laid = pdf.lay_out(_page(place, said, size))
        if pdf.count(laid) == 1:
            break
    return pdf.paint(laid)


def _page(place: Place, said: Said, size: float) -> str:
    style = _STYLE.format(width=place.width, height=place.height, inner=place.height - 2.1, size=size)
    blocks = "".join(_block(lang, title, said) for lang, title in place.titles.items())
    return f"<html><head><style>{style}</style></head><body>{blocks}</body></html>"


def _block(lang: Lang, title: str, said: Said) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in _lines(lang, title, said))
    return f'<div lang="{LANG_TAGS[lang]}">{lines}</div>'


def _lines(lang: Lang, title: str, said: Said) -> Iterator[str]:
    for label, words in zip(_LABELS[lang], (title, said.name, shown(said.moment), said.reason), strict=True):
        if words:
            yield label + words


def shown(moment: datetime) -> str:
    """A moment to the minute, with what its clock is ahead of UTC."""
    offset = f"{moment:%z}"
    zone = "UTC" if offset in ("", "+0000") else f"UTC{offset[:3]}:{offset[3:5]}"
    return f"{moment:%Y-%m-%d %H:%M} ({zone})"
