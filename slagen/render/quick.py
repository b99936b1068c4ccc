"""Layout in less time: what WeasyPrint works out for each box is worked out once for all boxes of one style.

A contract of two hundred pages has a hundred thousand boxes and a few hundred styles, since boxes that look alike share
one (:mod:`slagen.render.lean`).  Of each style it is kept, with it,

- its used lengths (css-cascade-4, 4.5), where none is a percentage: margins, padding, widths, heights;
- whether its corners are round;
- the height and the baseline of an empty line (CSS 2, 10.8.1), and the description of its font for Pango.

Nothing of what is laid out changes; the tests hold the bytes of the PDF to those that WeasyPrint makes by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

from weasyprint.formatting_structure import boxes
from weasyprint.layout import background, block, inline, page, percent, table
from weasyprint.text import fonts, line_break

from slagen.render.lean import replaced

T = TypeVar("T")


@contextmanager
def laying_out() -> Iterator[None]:
    """For a while, WeasyPrint keeps with each style what this module says."""
    with ExitStack() as stack:
        stack.enter_context(replaced(boxes.Box, "is_in_normal_flow", _is_in_normal_flow))
        stack.enter_context(replaced(background, "resolve_radii_percentages", _resolve_radii))
        for module in (block, inline, page, table):
            stack.enter_context(replaced(module, "resolve_percentages", _resolve))
        stack.enter_context(replaced(inline, "strut", _strut))
        stack.enter_context(describing_fonts())
        yield


@contextmanager
def describing_fonts() -> Iterator[None]:
    """For a while, a font is described to Pango once for each style; lines are also made while pages are painted."""
    with replaced(line_break, "get_font_description", _description):
        yield


def _kept(style: Any, name: str, make: Callable[[Any], T]) -> T:
    """What is kept with a style under a name, made if it is not there; a style that is copied to be changed has none.

    It is an attribute: the keys of a style are its properties.
    """
    own = vars(style)
    if name not in own:
        own[name] = make(style)
    kept: T = own[name]
    return kept


# Where boxes stand ----------------------------------------------------------------------------------------------

_original_flow = boxes.Box.is_in_normal_flow


def _is_in_normal_flow(box: Any) -> bool:
    style = box.style
    if style["float"] == "none" and style["position"] == "static":
        return True
    found: bool = _original_flow(box)
    return found


# Lengths --------------------------------------------------------------------------------------------------------

_SIDES = ("top", "right", "bottom", "left")
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_RADII = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_MINIMA = ("min_width", "min_height")
_LENGTHS = (
    *(f"{name}_{side}" for name in ("margin", "padding") for side in _SIDES),
    *("width", "max_width", "height", "max_height"),
    *_MINIMA,
)


def _resolve(box: Any, containing_block: Any) -> None:
    """Give a box its used lengths, by those of its style if they do not depend on the block that contains it."""
    style = box.style
    lengths = _kept(style, "used_lengths", _used_lengths)
    if lengths is None:
        percent.resolve_percentages(box, containing_block)
        return
    vars(box).update(lengths)
    # Where borders collapse, the table has given them their widths.
    if style["border_collapse"] != "collapse" or not hasattr(box, _BORDERS[0]):
        vars(box).update({name: style[name] for name in _BORDERS})


def _used_lengths(style: Any) -> Mapping[str, Any] | None:
    """The used lengths of boxes of a style, but for borders; None where they differ."""
    values = {name: style[name] for name in _LENGTHS}
    if style["box_sizing"] != "content-box" or not all(map(_absolute, values.values())):
        return None
    used = {name: value if value == "auto" else value.value for name, value in values.items()}
    return used | {name: 0 for name in _MINIMA if used[name] == "auto"}


def _absolute(value: Any) -> bool:
    return value == "auto" or getattr(value, "unit", None) == "px"


def _resolve_radii(box: Any) -> None:
    if _kept(box.style, "square", _is_square):
        # What is positioned is here as what holds its place, which passes on what is set.
        for name in _RADII:
            setattr(box, name, (0, 0))
    else:
        percent.resolve_radii_percentages(box)


def _is_square(style: Any) -> bool:
    return all((0, "px") in style[name] for name in _RADII)


# Text -----------------------------------------------------------------------------------------------------------


def _strut(style: Any) -> tuple[float, float]:
    found: tuple[float, float] = _kept(style, "strut", line_break.strut)
    return found


def _description(style: Any) -> Any:
    return _kept(style, "font_description", fonts.get_font_description)
