"""WordprocessingML: styles, numbering, fields, tables and the package, as small builders of XML elements.

The only package that knows raw markup, a module a subject; here is what it offers to those that write documents.  It
follows ECMA-376 (ISO/IEC 29500-1:2016, transitional): the order of child elements is the schema's (CT_PPr, CT_RPr,
CT_TblPr), lengths are twentieths of a point unless a name says otherwise, font sizes are half points.  Text reaches the
markup only as the text of an lxml element, never as source.
"""

from slagen.render.ooxml.comments import Comment, commented
from slagen.render.ooxml.controls import control, form_box, form_text
from slagen.render.ooxml.custom_xml import (
    CLAUSES_NAMESPACE,
    CONTRACT_NAMESPACE,
    MANIFEST_NAMESPACE,
    MANIFEST_PROPERTY,
    SOURCES_NAMESPACE,
)
from slagen.render.ooxml.elements import LOCALE, Align, Element, W, text_width, twips
from slagen.render.ooxml.fields import bookmarked, code, field, field_close, field_open, link
from slagen.render.ooxml.footnotes import FOOTNOTES, call_note, note_paragraph
from slagen.render.ooxml.looks import Looks
from slagen.render.ooxml.numbering import NumberList, Part, lists, place
from slagen.render.ooxml.package import Package, Properties
from slagen.render.ooxml.paragraphs import UNNUMBERED, break_before, paragraph
from slagen.render.ooxml.reading import read_words
from slagen.render.ooxml.runs import break_line, tab, text_run
from slagen.render.ooxml.sections import Running, end_section, section
from slagen.render.ooxml.styles.tables import NEXT_TABLE_STYLE
from slagen.render.ooxml.styles.text import SECOND
from slagen.render.ooxml.tables import CLOSE, cell, is_ruled, is_table, row, set_table_style, style_of, table
from slagen.render.ooxml.tracked import (
    Tracking,
    TrackKind,
    move_bounds,
    sides_of,
    track_paragraph,
    track_properties,
    track_row,
    track_runs,
    track_split,
    track_table_style,
)
from slagen.render.ooxml.watermarks import watermark

__all__ = [
    "CLAUSES_NAMESPACE",
    "CLOSE",
    "CONTRACT_NAMESPACE",
    "FOOTNOTES",
    "LOCALE",
    "MANIFEST_NAMESPACE",
    "MANIFEST_PROPERTY",
    "NEXT_TABLE_STYLE",
    "SECOND",
    "SOURCES_NAMESPACE",
    "UNNUMBERED",
    "Align",
    "Comment",
    "Element",
    "Looks",
    "NumberList",
    "Package",
    "Part",
    "Properties",
    "Running",
    "TrackKind",
    "Tracking",
    "W",
    "bookmarked",
    "break_before",
    "break_line",
    "call_note",
    "cell",
    "code",
    "commented",
    "control",
    "end_section",
    "field",
    "field_close",
    "field_open",
    "form_box",
    "form_text",
    "is_ruled",
    "is_table",
    "link",
    "lists",
    "move_bounds",
    "note_paragraph",
    "paragraph",
    "place",
    "read_words",
    "row",
    "section",
    "set_table_style",
    "sides_of",
    "style_of",
    "tab",
    "table",
    "text_run",
    "text_width",
    "track_paragraph",
    "track_properties",
    "track_row",
    "track_runs",
    "track_split",
    "track_table_style",
    "twips",
    "watermark",
]
