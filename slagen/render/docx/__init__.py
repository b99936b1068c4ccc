"""DOCX: the tree as a Word document that a careful lawyer could have built by hand (ECMA-376, ISO/IEC 29500).

Headings and paragraphs are numbered by native lists, one for each language and for body and annexes; no number is
typed.  While writing, a counter of our own follows those lists, and the renderer refuses a tree whose labels native
numbering would not show.  The finished file is read back and must hold the tree's words, in the tree's order.

Passages are the unit of layout: one paragraph a language, set one under the other (interleaved) or as a row of a
borderless two-column table (parallel).  Data tables and the signature table take the full width and hold both
languages in their cells.

:mod:`~slagen.render.docx.document` names the stages; the markup itself is :mod:`slagen.render.ooxml`'s.
"""

from slagen.render.docx.document import lacking, render
from slagen.render.docx.names import bookmark, clause_bookmark, form_name
from slagen.render.docx.problem import RenderError

__all__ = ["RenderError", "bookmark", "clause_bookmark", "form_name", "lacking", "render"]
