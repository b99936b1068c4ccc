"""Styles of the agreement's text: headings, clauses, contents, and those of characters."""

from __future__ import annotations

from functools import partial

from slagen.model.template import Theme
from slagen.render import look
from slagen.render.ooxml.elements import Element, W, flag, points, text_width, w
from slagen.render.ooxml.fonts import BOXES
from slagen.render.ooxml.looks import Looks, left_edges, line_height
from slagen.render.ooxml.numbering import lists, place
from slagen.render.ooxml.styles.style import aligned, define, ppr, rpr
from slagen.render.ooxml.styles.tables import cell_styles


def heading_styles(looks: Looks) -> list[Element]:
    """The two built-in headings, linked to the lists of the first language."""
    theme, body = looks.theme, lists(looks.numbering, looks.first_annex)["body", looks.native]
    (chapters, _), (sections, level) = place(body, 0), place(body, 1)
    sizes, accent, fonts, bold = theme.sizes, theme.colours.accent, theme.docx.by_use, theme.manners.bold
    pitch = look.pitch(theme)
    above, below = (0, 0) if pitch else (14, 5)
    chapter = ppr(keep_next=True, keep_lines=True, number=chapters.id, before=pitch or 22, after=below and 8,
                  line=pitch or sizes.chapter * 1.35, contextual=True, align=aligned(theme.manners.chapters),
                  outline=0)  # fmt: skip
    section_ = ppr(keep_next=True, keep_lines=True, number=sections.id, level=level, before=above, after=below,
                   line=pitch or sizes.section * 1.35, contextual=True, align="left", outline=1)  # fmt: skip
    return [
        define("Heading1", "heading 1", chapter,
               rpr(fonts=fonts["heading"], bold=bold, colour=accent, size=sizes.chapter),
               follow="Clause", builtin=True, priority=9),
        define("Heading2", "heading 2", section_,
               rpr(fonts=fonts["section"], bold=bold, colour=accent, spacing=look.spacing(theme), size=sizes.section),
               follow="Clause", builtin=True, priority=9),
    ]  # fmt: skip


def clause_styles(looks: Looks) -> list[Element]:
    """Clause paragraphs, items and what continues them, in the first and in the second language; then cells."""
    clauses = _clauses(looks)
    second = (_second(style, line_height(looks.theme, looks.languages[-1])) for style in clauses)
    return [*clauses, *second, *cell_styles(looks.theme)]


def _clauses(looks: Looks) -> list[Element]:
    """Those of the first language."""
    theme = looks.theme
    indents = left_edges(looks, looks.numbering.scheme(looks.native).body)
    dense = 0 if theme.grid else 1
    # Chinese setting opens a paragraph that has no number with two empty characters.
    opened = 200 if theme.manners.paragraphs == "indented" else None
    lefts = (None, None, None) if opened else indents

    def style(
        key: str, name: str, before: float, after: float, *, left: int | None = None, first: int | None = None
    ) -> Element:
        spaced = ppr(before=before * dense, after=after * dense, left=left, first_chars=first)
        return define(key, name, spaced, rpr(spacing=look.spacing(theme)))

    return [
        style("Clause", "Clause", 6, 3),
        style("ClauseItem", "Clause Item", 3, 2),
        style("ClauseSubitem", "Clause Subitem", 2, 1),
        style("ClauseText", "Clause Text", 6, 3, first=opened),
        define("ClauseTextChinese", "Clause Text Chinese", ppr(first_chars=200), based="ClauseText"),
        style("ClauseContinued", "Clause Continued", 4, 3, left=lefts[0], first=opened),
        style("ItemContinued", "Clause Item Continued", 3, 2, left=lefts[1], first=opened),
        style("SubitemContinued", "Clause Subitem Continued", 2, 1, left=lefts[2], first=opened),
    ]


SECOND = "Second"
"""Ends the style ids of the second language of an interleaved document."""


def _second(style: Element, line: float) -> Element:
    key, name = style.get(f"{{{W}}}styleId"), style.find(f"{{{W}}}name").get(f"{{{W}}}val")
    return define(key + SECOND, f"{name} Second", ppr(before=0, line=line), based=key)


def contents_styles(looks: Looks) -> list[Element]:
    """The table of contents: its title and two levels."""
    theme, sizes = looks.theme, looks.theme.sizes
    em, width = points(sizes.body), text_width(theme)
    schemes = [looks.numbering.scheme(lang) for lang in looks.languages]
    first = round(em * max(max(scheme.body[0].width, scheme.annex[0].width) for scheme in schemes))
    second = first + round(em * max(scheme.body[1].width for scheme in schemes))

    def level(left: int, hanging: int, before: float) -> Element:
        tabs = [w("tab", val="left", pos=left), w("tab", val="right", leader="dot", pos=width)]
        return ppr(tabs=tabs, before=before, after=1, left=left, hanging=hanging, contextual=True, align="left")

    heading = rpr(fonts=theme.docx.heading, bold=theme.manners.bold, colour=theme.colours.accent, size=sizes.chapter)
    title = ppr(keep_next=True, after=10, line=sizes.chapter * 1.35, align=aligned(theme.manners.chapters))
    return [
        define("ContentsTitle", "Contents Title", title, heading),
        define("TOC1", "toc 1", level(first, first, 7), rpr(fonts=theme.docx.heading, colour=theme.colours.accent),
               builtin=True, priority=39),
        define("TOC2", "toc 2", level(second, second - first, 1), builtin=True, priority=39),
    ]  # fmt: skip


def character_styles(theme: Theme) -> list[Element]:
    """Emphasis in either script, blanks, boxes, the numbers of footnotes, labels."""
    # Bold Han is a smear in most Song faces: Chinese setting changes the face, and dots what Latin sets in italics.
    # It is bold as well, since where neither face is installed one substitute may stand for both.
    han = w("rPr", w("rFonts", eastAsia=theme.docx.heading.zh[0]), flag("b"))
    style = partial(define, kind="character", based="DefaultParagraphFont")
    return [
        style("Strong", "Strong", rpr=rpr(bold=True), builtin=True, priority=22),
        style("StrongChinese", "Strong Chinese", rpr=han, priority=22),
        style("Emphasis", "Emphasis", rpr=rpr(italic=True), builtin=True, priority=20),
        style("EmphasisChinese", "Emphasis Chinese", rpr=rpr(dots=True), priority=20),
        style("Blank", "Blank", rpr=rpr(underline=True)),
        # The font that Word itself sets the boxes of its forms in.
        style("TickBox", "Tick Box", rpr=w("rPr", w("rFonts", ascii=BOXES, hAnsi=BOXES, eastAsia=BOXES))),
        style(
            "FootnoteReference",
            "footnote reference",
            rpr=w("rPr", w("vertAlign", val="superscript")),
            builtin=True,
            priority=99,
        ),
        style("CoverLabel", "Cover Label", rpr=rpr(colour=theme.colours.muted)),
    ]
