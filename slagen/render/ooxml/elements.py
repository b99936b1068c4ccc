"""What every part of the markup is made with: elements of WordprocessingML, lengths, the page."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Literal

from docx.oxml.parser import oxml_parser

from slagen.diagnostics import Lang
from slagen.model.template import Theme

Element = Any
"""An lxml element; lxml has no types of its own."""
Align = Literal["left", "center", "right", "both"]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = {"w": W}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PAGE = (11906, 16838)
"""A4 in twentieths of a point (ISO 216)."""
LOCALE: dict[Lang, str] = {"zh": "zh-CN", "en": "en-GB"}


def w(tag: str, /, *children: Element | None, **attributes: str | float | None) -> Element:
    """The element ``w:tag``; attributes go into the same namespace, None leaves a child or an attribute out."""
    given = {
        f"{{{W}}}{key}": str(value) if not isinstance(value, float) else str(round(value))
        for key, value in attributes.items()
        if value is not None
    }
    # As docx.oxml.parser.OxmlElement does, which would look the prefix up each time.
    element = oxml_parser.makeelement(f"{{{W}}}{tag}", given, NAMESPACES)
    for child in children:
        if child is not None:
            # An element has one parent; one that is used twice is copied where lxml would move it.
            element.append(child if child.getparent() is None else deepcopy(child))
    return element


def flag(name: str, on: bool = True) -> Element | None:
    """An on/off property, or nothing."""
    return w(name) if on else None


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(millimetres * 1440 / 25.4)


def points(value: float) -> int:
    """Points in twentieths of a point."""
    return round(value * 20)


def text_width(theme: Theme) -> int:
    """The width between the margins."""
    return PAGE[0] - twips(theme.margins.left) - twips(theme.margins.right)


def border(name: str, colour: str, eighths: int, space: int = 1) -> Element:
    """One side of a border: its width in eighths of a point, its space in points (17.3.4)."""
    return w(name, val="single", sz=eighths, space=space, color=colour[1:])
