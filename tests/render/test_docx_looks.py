"""Styles: languages, fonts, spacing, and what keeps together."""

from __future__ import annotations

import pytest
from docx_parts import Parts, W, alone, says, val, words

from slagen.tree import plain


def test_every_run_names_its_language(parts: Parts) -> None:
    marks = {
        (mark.get(f"{W}val"), mark.get(f"{W}eastAsia"))
        for name in ("document", "header1", "footer1")
        for run in parts.part(f"word/{name}.xml").iter(f"{W}r")
        for mark in [run.find(f"{W}rPr/{W}lang")]
    }
    expected = {"zh": ("en-GB", "zh-CN"), "en": ("en-GB", None)}
    assert marks == {expected[lang] for lang in parts.tree.languages}


@pytest.mark.parametrize("style", ["Heading1", "Heading2", "ContentsTitle", "SignatureHeading", "TableHeader"])
def test_what_heads_something_stays_with_it(parts: Parts, style: str) -> None:
    found = parts.part("word/styles.xml").find(f"{W}style[@{W}styleId='{style}']/{W}pPr/{W}keepNext")
    assert found is not None
    used = [p for p in parts.body.iter(f"{W}p") if val(p, "pPr", "pStyle") == style]
    assert used
    in_columns = {"Heading1", "Heading2"} if parts.tree.layout == "parallel" else set()
    said = style in in_columns  # of what is in a table, LibreOffice doesn't ask the style
    assert all((p.find(f"{W}pPr/{W}keepNext") is not None) == said for p in used)


def test_contents_collect_the_levels_that_headings_have(parts: Parts) -> None:
    """Else updating them in Word would lose or gain lines."""
    styles = parts.part("word/styles.xml")
    levels = {e.get(f"{W}styleId"): val(e, "pPr", "outlineLvl") for e in styles.findall(f"{W}style")}
    assert {name: level for name, level in levels.items() if level} == {"Heading1": "0", "Heading2": "1"}


def test_fonts_of_the_two_scripts_are_set_apart(parts: Parts) -> None:
    styles = parts.part("word/styles.xml")
    default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    heading = styles.find(f"{W}style[@{W}styleId='Heading1']/{W}rPr/{W}rFonts")
    assert (default.get(f"{W}ascii"), default.get(f"{W}eastAsia")) == ("Times New Roman", "宋体")
    assert (heading.get(f"{W}hAnsi"), heading.get(f"{W}eastAsia")) == ("Arial", "黑体")


def test_styles_that_are_used_are_defined(parts: Parts) -> None:
    defined = {style.get(f"{W}styleId") for style in parts.part("word/styles.xml").findall(f"{W}style")}
    used = {e.get(f"{W}val") for e in parts.body.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
    assert used <= defined


def test_spacing_is_a_matter_of_styles(parts: Parts) -> None:
    """But for headings at the top of a page, whose space before would only lower them."""
    tree = parts.tree
    tops = [tree.chapters[0].heading, *(annex.heading for annex in tree.annexes)]
    spaced = [p for p in parts.body.iter(f"{W}p") if p.find(f"{W}pPr/{W}spacing") is not None]
    assert [words(p) for p in spaced] == [plain(top.title.get(lang)) for top in tops for lang in tree.languages]
    assert [dict(p.find(f"{W}pPr/{W}spacing").attrib) for p in spaced] == [{f"{W}before": "0"}] * len(spaced)


def test_word_spaces_chinese_as_chinese_is(parts: Parts) -> None:
    """Close punctuation that may hang, and space around Latin letters and digits, which nothing turns off."""
    assert val(parts.part("word/settings.xml"), "characterSpacingControl") == "compressPunctuation"
    styles = parts.part("word/styles.xml")
    assert styles.find(f"{W}style[@{W}styleId='Normal']/{W}pPr/{W}overflowPunct") is not None
    for root in (styles, parts.part("word/numbering.xml"), parts.body):
        assert not list(root.iter(f"{W}autoSpaceDE", f"{W}autoSpaceDN", f"{W}snapToGrid"))


def test_plain_chinese_text_opens_with_two_characters_of_space() -> None:
    parts = alone(says("正文"))
    styles = parts.part("word/styles.xml")
    used = next(val(p, "pPr", "pStyle") for p in parts.body.iter(f"{W}p") if words(p) == "正文")
    indent = styles.find(f"{W}style[@{W}styleId='{used}']/{W}pPr/{W}ind")
    assert indent.get(f"{W}firstLineChars") == "200"
