"""HTML: one self-contained file that reads well in a browser, and that the PDF is laid out from.

The tree is turned into elements by two read-only tables, from inline type and from block type to a small function;
the serializer is the only place where text becomes markup, so no value from an input can.  Labels are printed text.
Elements follow HTML (WHATWG), running headers and page numbers css-gcpm-3 and css-content-3.

Passages are the unit of layout: one :class:`~slagen.tree.Content` with the label that hangs beside it.  In two
languages a passage stands as Chinese above English (interleaved) or as one row of a two-column table (parallel).  In
either, and in every table cell by cell, the source order is the reading order.

:mod:`~slagen.render.html.document` names the stages, :mod:`~slagen.render.html.body` the parts of a document.
"""

from slagen.render.html.document import render, tree
from slagen.render.html.head import title
from slagen.render.html.logo import said_of
from slagen.render.html.signature import SIGNATURES
from slagen.render.html.voices import LANG_TAGS, PLACE, SECOND

__all__ = ["LANG_TAGS", "PLACE", "SECOND", "SIGNATURES", "render", "said_of", "title", "tree"]
