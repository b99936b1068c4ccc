"""A theme as CSS: custom properties that the template's stylesheet reads, and the page's margins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from slagen.model.template import Theme
from slagen.render import look


def tokens(theme: Theme) -> str:
    """The theme as CSS: custom properties on the root, and the page's margins."""
    sizes, colours, margins = theme.sizes, theme.colours, theme.margins
    properties = {
        **{f"size-{name}": f"{value}pt" for name, value in sizes if value and not name.startswith("line")},
        "line": f"{sizes.line}",
        "line-en": f"{sizes.line_en}",
        **{f"colour-{name}": value for name, value in colours},
        **dict(_families(theme)),
        **dict(_manners(theme)),
    }
    page = f"{margins.top}mm {margins.right}mm {margins.bottom}mm {margins.left}mm"
    return f":root{{{_declared(properties)}}}@page{{size:A4;margin:{page};}}" + "".join(_editions(theme))


def _declared(properties: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in properties.items())


def _manners(theme: Theme) -> Iterator[tuple[str, str]]:
    """What only some themes give; the stylesheet has the values of the others."""
    if not theme.manners.bold:
        yield "weight-heading", "normal"
    for name in ("header", "footer"):
        if gap := getattr(theme.margins, name):
            yield f"gap-{name}", f"{gap}mm"
    if theme.grid is not None:
        yield from (("grid-line", f"{look.pitch(theme)}pt"), ("grid-space", f"{look.spacing(theme)}pt"))


_EDITIONS: Mapping[look.Kind, str] = MappingProxyType(
    {
        "english": ':root[lang|="en"] body.monolingual',
        "interleaved": ":root body.interleaved",
        "parallel": ":root body.parallel",
    }
)
_OUTSIDE = (
    "@media print{@page :right{@bottom-center{content:none}@bottom-right{content:element(running-footer)}}"
    "@page :left{@bottom-center{content:none}@bottom-left{content:element(running-footer)}}"
    "@page cover{@bottom-left{content:none}@bottom-right{content:none}}}"
)


def _editions(theme: Theme) -> Iterator[str]:
    """The sizes of editions that have their own, and where page numbers stand if not in the centre."""
    for which, selector in _EDITIONS.items():
        if own := look.own_size(theme.sizes, which):
            sizes = {f"size-{name}": f"{size}pt" for name, size in look.scaled(theme.sizes, own).items()}
            yield f"{selector}{{font-size:{own}pt;{_declared(sizes)}}}"
    if theme.manners.page_numbers == "outside":
        yield _OUTSIDE


def _families(theme: Theme) -> Iterator[tuple[str, str]]:
    faces = theme.pdf.by_use
    everything = dict.fromkeys(family for fonts in faces.values() for family in (*fonts.zh, *fonts.en))
    for name, fonts in faces.items():
        for lang, families in (("zh", fonts.zh), ("en", fonts.en)):
            # A character that the wanted face lacks may stand in any other of the theme, never in a stranger.
            wanted = dict.fromkeys((*families, *everything))
            yield f"{name}-{lang}", ",".join(css_string(family) for family in wanted)


def css_string(text: str) -> str:
    """`text` as a CSS string (css-syntax-3, 4.3.7): all but ASCII letters, digits and spaces escaped."""
    return '"' + re.sub(r"[^A-Za-z0-9 ]", lambda match: f"\\{ord(match[0]):x} ", text) + '"'
