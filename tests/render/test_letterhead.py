"""A company's own DOCX: its styles by name, headers, footers, margins, pictures; what it lacks; what can't be read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx as python_docx
import factory
import judges
import pytest
from docx.shared import Mm
from pictures import png
from signed import short

from slagen.render import docx
from slagen.render.ooxml import letterhead, merging
from slagen.render.ooxml.letterhead import Letterhead, LetterheadError
from slagen.render.options import Options
from slagen.tree import Document, Note

CHINESE = {"Normal": "a", "Heading1": "1", "Heading2": "2", "Title": "a3", "TableNormal": "a1", "Strong": "a9"}
"""The ids that Word's Chinese edition gives to styles of these names."""


def _reference(change: Callable[[Any], None] = lambda _: None) -> bytes:
    """A document with a letterhead on its first page, a running header, lists, and margins of its own."""
    document = python_docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].add_run("抬头").add_picture(io.BytesIO(png(30, 10)), Mm(30))
    section.header.paragraphs[0].text = "公司页眉"
    section.footer.paragraphs[0].text = "公司页脚"
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(40), Mm(20)
    document.styles["Heading 1"].font.size = Mm(10)
    document.add_paragraph("正文不取", style="List Number")
    change(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _edited(data: bytes, part: str, edit: Callable[[str], str]) -> bytes:
    """The package with one of its parts edited."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, edit(content.decode()).encode() if name == part else content)
    return out.getvalue()


def _in_chinese(styles: str) -> str:
    for ours, theirs in CHINESE.items():
        styles = re.sub(rf'(w:styleId|<w:(?:basedOn|next|link) w:val)="{ours}"', rf'\1="{theirs}"', styles)
    numbers = '<w:numPr><w:numId w:val="2"/></w:numPr>'
    return re.sub(r'(<w:style [^>]*w:styleId="1".*?<w:pPr>.*?<w:keepLines/>)', rf"\1{numbers}", styles, flags=re.DOTALL)


@pytest.fixture(scope="module")
def chinese() -> Letterhead:
    return letterhead.read(_edited(_reference(), "word/styles.xml", _in_chinese))


class _Parts:
    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.names = package.namelist()
            self.text = {name: package.read(name).decode("utf-8", "replace") for name in self.names}

    def story(self, kind: str, pages: str) -> str:
        """The header or footer that the cover's section names for those pages; empty for none."""
        section = re.findall(r"<w:sectPr.*?</w:sectPr>", self.text["word/document.xml"], re.DOTALL)[0]
        found = re.search(rf'<w:{kind}Reference [^>]*w:type="{pages}"[^>]*/>', section)
        if found is None:
            return ""
        key = re.search(r'r:id="(\w+)"', found[0])
        assert key
        relationships = self.text["word/_rels/document.xml.rels"]
        target = re.search(rf'<Relationship [^>]*Id="{key[1]}"[^>]*/>', relationships)
        assert target
        name = re.search(r'Target="([^"]+)"', target[0])
        assert name
        return self.text[f"word/{name[1]}"]


def _made(document: Document, found: Letterhead, **more: Any) -> _Parts:
    return _Parts(docx.render(document, factory.theme(), {}, letterhead=found, **more))


@pytest.mark.parametrize("layout", ["interleaved", "parallel"])
def test_the_result_is_valid_and_the_same_each_time(layout: Any, chinese: Letterhead, tmp_path: Path) -> None:
    notes = (Note("scope.application#p1", factory.both("依据：示例法。", "Basis: the Sample Act.")),)
    document = replace(factory.rich_document(layout), draft=factory.both("草案", "DRAFT"), notes=notes)
    asked = Options(draft=True, line_numbers=True, content_controls=True, protect=True, notes=True)
    data = docx.render(document, factory.theme(), {}, options=asked, letterhead=chinese)
    file = tmp_path / "made.docx"
    file.write_bytes(data)
    assert judges.schema_errors(file) == []
    assert docx.render(document, factory.theme(), {}, options=asked, letterhead=chinese) == data


def test_every_style_that_is_called_is_there(chinese: Letterhead) -> None:
    """In the footnotes, too."""
    notes = (Note("scope.application#p1", factory.both("依据。", "Basis.")),)
    made = _made(replace(factory.rich_document(), notes=notes), chinese, options=Options(protect=True, notes=True))
    there = set(re.findall(r'<w:style [^>]*w:styleId="([^"]+)"', made.text["word/styles.xml"]))
    for name in ("document", "footnotes", "header1", "footer1"):
        called = set(re.findall(r'<w:(?:pStyle|rStyle|tblStyle) w:val="([^"]+)"', made.text[f"word/{name}.xml"]))
        assert called
        assert called <= there


def test_its_styles_win_by_name_and_paragraphs_call_them_by_its_ids(chinese: Letterhead) -> None:
    made = _made(short("zh"), chinese)
    styles = re.findall(
        r'<w:style [^>]*w:styleId="([^"]+)"[^>]*>.*?<w:name w:val="([^"]+)"', made.text["word/styles.xml"]
    )
    names = [name.casefold() for _, name in styles]
    assert len(set(names)) == len(names), "no name twice"
    ids = {name.casefold(): key for key, name in styles}
    assert {ids["normal"], ids["heading 1"], ids["title"], ids["clause"]} == {"a", "1", "a3", "Clause"}
    body = made.text["word/document.xml"]
    used = set(re.findall(r'<w:(?:pStyle|rStyle|tblStyle) w:val="([^"]+)"', body))
    assert used <= {key for key, _ in styles}
    assert {"1", "a3"} <= used
    assert not used & {"Heading1", "Title"}
    heading = re.search(r'<w:style [^>]*w:styleId="1".*?</w:style>', made.text["word/styles.xml"], re.DOTALL)
    assert heading
    assert '<w:sz w:val="56"/>' in heading[0], "10 mm, as in its own"


def test_headings_count_by_our_lists_and_its_own_lists_stay(chinese: Letterhead) -> None:
    made = _made(short("zh"), chinese)
    styles, lists = made.text["word/styles.xml"], made.text["word/numbering.xml"]
    heading = re.search(r'<w:style [^>]*w:styleId="1".*?</w:style>', styles, re.DOTALL)
    assert heading
    assert re.findall(r'<w:numId w:val="(\d+)"/>', heading[0]) == ["1"]
    bullets = re.search(r'<w:style [^>]*w:styleId="ListNumber".*?</w:style>', styles, re.DOTALL)
    assert bullets
    (number,) = re.findall(r'<w:numId w:val="(\d+)"/>', bullets[0])
    assert int(number) > merging.THEIRS
    assert f'w:numId="{number}"' in lists
    linked = re.findall(r'<w:pStyle w:val="([12])"/>', lists)
    assert linked == ["1", "2"]


def test_headers_footers_margins_and_pictures_are_its_own(chinese: Letterhead) -> None:
    made = _made(short("zh"), chinese)
    assert "抬头" in made.story("header", "first")
    assert "公司页眉" in made.story("header", "default")
    assert "公司页脚" in made.story("footer", "default")
    assert made.story("footer", "first") == "" or "公司页脚" not in made.story("footer", "first")
    assert [made.text[name] for name in made.names if "media" in name] == [png(30, 10).decode("utf-8", "replace")]
    margins = set(re.findall(r"<w:pgMar [^>]*>", made.text["word/document.xml"]))
    assert len(margins) == 1
    assert 'w:left="2268"' in margins.pop()
    assert "正文不取" not in "".join(made.text.values())


def test_what_it_has_no_header_for_is_as_without_it() -> None:
    made = _made(short("zh"), letterhead.read(_edited(_reference(), "word/document.xml", _without_stories)))
    assert "SLA-2026-001" in made.story("header", "default")
    assert "NUMPAGES" in made.story("footer", "default")
    assert made.story("header", "first") == ""


def _without_stories(document: str) -> str:
    return re.sub(r"<w:(header|footer)Reference [^>]*/>", "", document)


def test_without_a_letterhead_for_the_first_page_the_cover_has_the_one_of_all() -> None:
    plain = _reference(lambda document: setattr(document.sections[0], "different_first_page_header_footer", False))
    made = _made(short("zh"), letterhead.read(plain))
    assert "公司页眉" in made.story("header", "first")
    assert "公司页脚" in made.story("footer", "first")


def test_a_draft_says_so_in_its_headers_too(chinese: Letterhead) -> None:
    made = _made(replace(short("zh"), draft=factory.both("草案", "DRAFT")), chinese)
    for pages in ("first", "default"):
        assert 'string="草案"' in made.story("header", pages)
    assert "抬头" in made.story("header", "first")


def test_what_it_lacks_is_told(chinese: Letterhead) -> None:
    added = docx.lacking(short("zh"), factory.theme(), chinese)
    assert "Clause" in added
    assert not {"Normal", "heading 1", "Title", "header"} & set(added)
    said = letterhead.told(chinese, added)
    assert "页眉取自该文件" in said.zh
    assert "Clause Item" in said.en
    assert "A4" not in said.en


@pytest.mark.parametrize(
    ("part", "edit"),
    [
        ("word/styles.xml", lambda text: text[:200]),
        ("word/header1.xml", lambda text: text[:-20]),
        ("word/_rels/document.xml.rels", lambda text: text.replace("styles.xml", "nowhere.xml")),
        ("word/document.xml", lambda text: re.sub(r'r:id="rId\d+"', 'r:id="rId99"', text)),
        ("word/document.xml", lambda _: "<a/>"),
    ],
)
def test_what_is_damaged_is_an_error(part: str, edit: Callable[[str], str]) -> None:
    with pytest.raises(LetterheadError) as caught:
        letterhead.read(_edited(_reference(), part, edit))
    assert "read" in caught.value.message.en


def test_a_picture_that_stands_elsewhere_is_an_error() -> None:
    def elsewhere(relationships: str) -> str:
        return relationships.replace('Target="media/image1.png"', 'Target="file:///c:/logo.png" TargetMode="External"')

    with pytest.raises(LetterheadError, match="elsewhere"):
        letterhead.read(_edited(_reference(), "word/_rels/header1.xml.rels", elsewhere))
