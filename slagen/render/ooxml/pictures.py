"""Pictures in a line of text, and what they say to those who can't see them (ECMA-376 part 1, 20.4)."""

from __future__ import annotations

import io
from typing import Any

from docx.oxml.parser import parse_xml
from docx.oxml.shape import CT_Inline
from docx.shared import Mm

from slagen.read.logo import Picture
from slagen.render.ooxml.elements import Element, w

_DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"


def drawing(part: Any, number: int, picture: Picture, height: float, alt: str) -> Element:
    """A run with a picture of the story `part`; without words for it, it is there for looks alone."""
    relationship, _ = part.get_or_add_image(io.BytesIO(picture.data))
    width = height * picture.width / picture.height
    inline = CT_Inline.new_pic_inline(number, relationship, "", Mm(width), Mm(height))
    inline.docPr.set("name", "Logo")
    if alt:
        inline.docPr.set("descr", alt)
    else:
        inline.docPr.append(parse_xml(_NO_WORDS))
    return w("r", w("rPr", w("noProof")), w("drawing", inline))


_NO_WORDS = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    f'<a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}"><d:decorative xmlns:d="{_DECORATIVE}" val="1"/></a:ext>'
    "</a:extLst>"
)
"""Tells screen readers to pass over a drawing ([MS-ODRAWXML] 2.14.1)."""
