"""What of a document a PDF couldn't show in the fonts of its template, as far as this machine can tell.

It can't without fontconfig's ``fc-list``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from slagen.assemble import Assembled
from slagen.assemble.problems import parse_path
from slagen.diagnostics import Code, Diagnostic, Span
from slagen.model.template import Theme
from slagen.project import PACKAGED, Project
from slagen.read.contract import Loaded
from slagen.read.positioned import texts
from slagen.read.template import LoadedTemplate
from slagen.render import glyphs
from slagen.tree import Document


def unprintable(
    document: Document, theme: Theme, span: Span, locate: Callable[[str], Span | None]
) -> tuple[Diagnostic, ...]:
    """The theme's fonts that are not installed, or else the characters they have no glyph for, where they come from.

    Nothing on a machine that can't tell: a PDF is looked at once made, too.

    Args:
        span: where the template that has the theme stands.
        locate: where the input at a path stands.
    """
    try:
        lacking = glyphs.fonts(theme, span)
        return tuple(lacking or glyphs.check(document, theme, locate))
    except OSError:
        return ()


def without_glyphs(
    project: Project, loaded: Loaded, origin: LoadedTemplate, assembled: Assembled
) -> tuple[list[Diagnostic], bool]:
    """The characters of a contract that the template's fonts lack, and whether that could be told.

    It can't without all of the fonts.  The packaged clauses and templates are held to their fonts by our own tests, so
    where there are no others, only the contract's own words are looked at.
    """
    theme = origin.template.theme
    own = project.path("clauses").is_dir() or not origin.folders[0].startswith(PACKAGED)
    try:
        if not own and not glyphs.missing(texts(loaded.source.data), glyphs.families(theme)):
            return [], True
        if glyphs.absent(theme):
            return [], False
        found = glyphs.check(assembled.document, theme, lambda path: loaded.source.at(parse_path(path)))
    except OSError:
        return [], False
    return [replace(one, code=Code.IDENTIFIER_FORM) for one in found], True
