"""Styles of what stands about the text: running header and footer, cover, signature page."""

from __future__ import annotations

from functools import partial

from slagen.model.template import Theme
from slagen.render.ooxml.elements import Element, border, points, text_width, w
from slagen.render.ooxml.looks import page_number_size
from slagen.render.ooxml.styles.style import aligned, define, ppr, rpr


def running_styles(theme: Theme) -> list[Element]:
    """Running header and footer, and footnotes."""
    line, right = theme.sizes.small * 1.3, [w("tab", val="right", pos=text_width(theme))]
    rule = border("bottom", theme.colours.rule, 4, 4)
    return [
        define("Header", "header", ppr(borders=[rule], tabs=right, line=line, align="left"),
               rpr(colour=theme.colours.muted, size=theme.sizes.small), builtin=True, priority=99),
        *_footer_styles(theme),
        define("FootnoteText", "footnote text", ppr(line=line, align="left"), rpr(size=theme.sizes.small),
               builtin=True, priority=99),
    ]  # fmt: skip


def _footer_styles(theme: Theme) -> list[Element]:
    size = page_number_size(theme)
    shown = rpr(colour=theme.colours.muted, size=size)
    style = partial(define, "Footer", "footer", rpr=shown, builtin=True, priority=99)
    if theme.manners.page_numbers == "centred":
        return [style(ppr(line=size * 1.3, align="center"))]
    # On the outside of the sheet, one character from the edge of the text (GB/T 9704-2012, 7.5).
    odd, even = ppr(line=size * 1.3, right=points(size), align="right"), ppr(left=points(size), right=0, align="left")
    return [style(odd), define("FooterEven", "Footer Even", even, based="Footer", priority=99)]


def _rules(colour: str, *names: str) -> list[Element]:
    return [border(name, colour, 4, 3) for name in names]


def cover_styles(theme: Theme) -> list[Element]:
    """The cover, and the lines that head an annex that stands alone."""
    sizes, colours, fonts = theme.sizes, theme.colours, theme.docx.heading
    label = round(text_width(theme) * 0.42)
    tabs = [w("tab", val="left", pos=label)]
    fact = ppr(borders=_rules(colours.rule, "bottom", "between"), tabs=tabs, before=3, after=3, left=label,
               hanging=label, align="left")  # fmt: skip
    return [
        *_title_styles(theme),
        define("CoverPartyLabel", "Cover Party Label", ppr(keep_next=True, before=34, after=2, align="left"),
               rpr(colour=colours.muted, size=sizes.body)),
        define("CoverParty", "Cover Party", ppr(after=1, line=sizes.chapter * 1.4, align="left"),
               rpr(fonts=fonts, colour=colours.ink, size=sizes.chapter * 0.95)),
        define("CoverFact", "Cover Fact", fact),
        define("AnnexSource", "Annex Source", ppr(after=4, contextual=True, align="left"), rpr(colour=colours.muted)),
        define("AnnexFact", "Annex Fact", ppr(before=2, after=2), rpr(size=sizes.table), based="CoverFact"),
        define("CoverFactFirst", "Cover Fact First",
               ppr(borders=_rules(colours.rule, "top", "bottom", "between"), before=64),
               based="CoverFact", follow="CoverFact"),
        define("CoverEnd", "Cover End", ppr(before=0, after=0, line=1, rule="exact"), rpr(size=1)),
        define("CoverNote", "Cover Note", ppr(before=14, contextual=True, align="left"),
               rpr(colour=colours.muted, size=sizes.table)),
    ]  # fmt: skip


def _title_styles(theme: Theme) -> list[Element]:
    """The cover's title in the first language and in the second, and its logo."""
    sizes, accent, fonts = theme.sizes, theme.colours.accent, theme.docx.by_use["title"]
    place = aligned(theme.manners.cover)
    pictured = theme.logo is not None and theme.logo.cover
    title = ppr(borders=() if place == "center" else [border("top", accent, 24, 22)], before=30 if pictured else 96,
                after=4, line=sizes.title * 1.3, align=place)  # fmt: skip
    second = sizes.title * 0.68
    return [
        define("Title", "Title", title, rpr(fonts=fonts, bold=theme.manners.bold, colour=accent, size=sizes.title),
               builtin=True, priority=10),
        define("Subtitle", "Subtitle", ppr(after=4, line=second * 1.3, align=place),
               rpr(fonts=fonts, colour=accent, size=second), builtin=True, priority=11),
        *([define("CoverLogo", "Cover Logo", ppr(before=72, after=6, line=12, align=place))] if pictured else []),
    ]  # fmt: skip


def signature_styles(theme: Theme) -> list[Element]:
    """The signature page."""
    sizes, colours = theme.sizes, theme.colours
    heading = rpr(fonts=theme.docx.heading, bold=theme.manners.bold, colour=colours.accent, size=sizes.chapter)
    kept = partial(ppr, keep_next=True, align="left")
    tabs = [w("tab", val="left", pos=round(text_width(theme) * 0.22))]
    rules = _rules(colours.muted, "bottom", "between")
    line = ppr(keep_next=True, borders=rules, tabs=tabs, before=20, align="left")
    return [
        define("SignatureHeading", "Signature Heading",
               kept(keep_lines=True, after=8, line=sizes.chapter * 1.35, contextual=True), heading),
        define("SignatureText", "Signature Text", ppr(keep_next=True, before=4, after=6)),
        define("SignatureRole", "Signature Role", kept(before=10, after=2, contextual=True),
               rpr(colour=colours.muted)),
        define("SignatureParty", "Signature Party", kept(after=4),
               rpr(fonts=theme.docx.heading, bold=True)),
        define("SealText", "Seal Text", ppr(keep_next=True, align="center"),
               rpr(colour=colours.muted, size=sizes.small)),
        define("SignatureLine", "Signature Line", line, rpr(size=sizes.table)),
    ]  # fmt: skip


def notice_styles(theme: Theme) -> list[Element]:
    """What stands in the footer beside a page number of its own size."""
    small = rpr(size=theme.sizes.small)
    return [define("FooterNotice", "Footer Notice", rpr=small, kind="character", based="DefaultParagraphFont")]


def line_number_styles(theme: Theme) -> list[Element]:
    """The numbers of lines."""
    small = rpr(colour=theme.colours.muted, size=theme.sizes.small * 0.85)
    return [
        define("LineNumber", "line number", rpr=small, kind="character", based="DefaultParagraphFont", builtin=True,
               priority=99)
    ]  # fmt: skip
