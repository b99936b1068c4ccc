"""The styles part: defaults, the styles that others are based on, and all the others (ECMA-376 part 1, 17.7)."""

from __future__ import annotations

import re
from typing import Literal

from slagen.model.template import Theme
from slagen.render.ooxml.elements import Element, W, w
from slagen.render.ooxml.looks import Looks, line_height
from slagen.render.ooxml.styles.pages import (
    cover_styles,
    line_number_styles,
    notice_styles,
    running_styles,
    signature_styles,
)
from slagen.render.ooxml.styles.style import define, ppr, rpr
from slagen.render.ooxml.styles.tables import plain_table, table_styles
from slagen.render.ooxml.styles.text import character_styles, clause_styles, contents_styles, heading_styles


def styles(looks: Looks) -> Element:
    """The styles part."""
    theme = looks.theme
    whole = w(
        "styles",
        _defaults(theme),
        *_base_styles(looks),
        *heading_styles(looks),
        *clause_styles(looks),
        *contents_styles(looks),
        *running_styles(theme),
        *cover_styles(theme),
        *signature_styles(theme),
        *character_styles(theme),
        *(line_number_styles(theme) if looks.line_numbers else ()),
        *(notice_styles(theme) if theme.sizes.page else ()),
        *table_styles(theme),
    )
    if looks.line_numbers:
        _leave_unnumbered(whole)
    return whole


_BEFORE_SUPPRESSING = frozenset(
    f"{{{W}}}{name}" for name in ("keepNext", "keepLines", "pageBreakBefore", "widowControl", "numPr")
)
_UNNUMBERED = re.compile("Title|Subtitle|Cover|Contents|TOC|Signature|Seal|Header|Foot")


def _leave_unnumbered(styles: Element) -> None:
    """Count no lines of cover, contents, notes, signatures: LibreOffice numbers all of a document or nothing."""
    for style in styles.iter(f"{{{W}}}style"):
        if _UNNUMBERED.match(style.get(f"{{{W}}}styleId")) and (found := style.find(f"{{{W}}}pPr")) is not None:
            before = sum(1 for child in found if child.tag in _BEFORE_SUPPRESSING)
            found.insert(before, w("suppressLineNumbers"))


def _defaults(theme: Theme) -> Element:
    run_properties = rpr(fonts=theme.docx.body, colour=theme.colours.ink, size=theme.sizes.body)
    run_properties.append(w("lang", val="en-GB", eastAsia="zh-CN", bidi="ar-SA"))
    return w("docDefaults", w("rPrDefault", run_properties), w("pPrDefault"))


def _default(style: Element) -> Element:
    style.set(f"{{{W}}}default", "1")
    return style


def _base_styles(looks: Looks) -> list[Element]:
    line, narrow = line_height(looks.theme, looks.native), looks.narrow
    # Rivers in a narrow column of Latin text are worse than a ragged edge.
    rule: Literal["atLeast", "exact"] = "atLeast" if looks.theme.grid is None else "exact"
    normal = ppr(before=0, after=0, line=line, rule=rule, align="left" if narrow else "both")
    normal.insert(0, w("widowControl"))
    # Word lets punctuation hang by default; said in words, LibreOffice 7.4 takes it for no, and as it drops a comma
    # that hangs from a justified line, that is what it must be told.
    normal.insert(1, w("overflowPunct"))
    return [
        _default(define("Normal", "Normal", normal, based=None, builtin=True, priority=0)),
        _default(define("DefaultParagraphFont", "Default Paragraph Font", kind="character", based=None, builtin=True)),
        _default(
            define("TableNormal", "Normal Table", kind="table", based=None, builtin=True, extra=[plain_table(108)])
        ),
        _default(define("NoList", "No List", kind="numbering", based=None, builtin=True)),
    ]
