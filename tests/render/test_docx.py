"""The DOCX, read from its parts by readers of our own, and through LibreOffice where that is installed."""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import cn2an
import judges
import pytest
from lxml import etree

from slagen.diagnostics import Lang
from slagen.model.template import Schemes
from slagen.pipeline import compile_all, load
from slagen.render import ooxml
from slagen.render.docx import RenderError, _body, _properties, _read_back, _Writer, bookmark, render
from slagen.render.options import Options
from slagen.tree import (
    LANGUAGES,
    Block,
    Content,
    Document,
    Field,
    Heading,
    Paragraph,
    Ref,
    ResolvedRef,
    Row,
    Table,
    Text,
    contents,
    plain,
    select,
)
from slagen.tree.walk import headings
from tests.render.factory import HOSTILE, LONG, SPAN, in_language, rich_document, theme

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VARIANTS = ("zh", "en", "interleaved", "parallel")
ROOT = Path(__file__).parents[2]


def variant(name: str) -> Document:
    if name in ("zh", "en"):
        return in_language(name)  # type: ignore[arg-type]
    return rich_document(name)  # type: ignore[arg-type]


def pages(document: Document) -> dict[str, int]:
    """Page numbers for every heading but the last."""
    return {heading.key: 3 + i for i, (_, heading) in enumerate(list(headings(document))[:-1])}


@dataclass(frozen=True)
class Parts:
    """A rendered document and its parts as elements."""

    tree: Document
    data: bytes

    def part(self, name: str) -> Any:
        with zipfile.ZipFile(io.BytesIO(self.data)) as file:
            return etree.fromstring(file.read(name))

    @property
    def body(self) -> Any:
        return self.part("word/document.xml")[0]


@pytest.fixture(scope="module", params=VARIANTS)
def parts(request: pytest.FixtureRequest) -> Parts:
    document = variant(request.param)
    return Parts(document, render(document, theme(), pages(document)))


def words(paragraph: Any) -> str:
    """What a paragraph shows: text, breaks and tabs in order."""
    shown = {f"{W}t": lambda e: e.text or "", f"{W}br": lambda _: "\n", f"{W}tab": lambda _: "\t"}
    runs = paragraph.iter(f"{W}r")
    return "".join(shown[child.tag](child) for run in runs for child in run if child.tag in shown)


def val(parent: Any, *path: str) -> str | None:
    found = parent.find("/".join(f"{W}{name}" for name in path)) if parent is not None else None
    return None if found is None else str(found.get(f"{W}val"))


# Numbering: an independent reading of ECMA-376 part 1, 17.9 -----------------------------------------------------


ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


@dataclass
class Counter:
    """Computes the label of each paragraph from numbering.xml and styles.xml alone."""

    numbering: Any
    styles: Any
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, paragraph: Any) -> str | None:
        found = self._place(paragraph)
        if found is None:
            return None
        abstract, level = found
        levels = {int(e.get(f"{W}ilvl")): e for e in abstract.findall(f"{W}lvl")}
        counts = self.counts.setdefault(abstract.get(f"{W}abstractNumId"), {})
        counts[level] = counts[level] + 1 if level in counts else int(val(levels[level], "start") or 0)
        for deeper in [at for at in counts if at > level]:
            assert val(levels[deeper], "lvlRestart") is None, "a level that does not restart"
            del counts[deeper]
        text = val(levels[level], "lvlText") or ""
        return re.sub(r"%(\d)", lambda m: self._shown(levels, counts, int(m[1]) - 1), text)

    def _shown(self, levels: dict[int, Any], counts: dict[int, int], level: int) -> str:
        count = counts.get(level, int(val(levels[level], "start") or 0))
        letter = "abcdefghijklmnopqrstuvwxyz"[(count - 1) % 26] * ((count + 25) // 26)
        formats = {
            "decimal": str(count),
            "lowerLetter": letter,
            "upperLetter": letter.upper(),
            "lowerRoman": ROMAN[count - 1] if count <= len(ROMAN) else "?",
            "chineseCountingThousand": cn2an.an2cn(count).replace("一十", "十") if count < 20 else cn2an.an2cn(count),
        }
        return formats[val(levels[level], "numFmt") or "decimal"]

    def _place(self, paragraph: Any) -> tuple[Any, int] | None:
        properties = paragraph.find(f"{W}pPr")
        number, level = val(properties, "numPr", "numId"), val(properties, "numPr", "ilvl")
        style = val(properties, "pStyle")
        while number is None and style is not None:
            definition = self.styles.find(f"{W}style[@{W}styleId='{style}']")
            inherited = definition.find(f"{W}pPr")
            number, level = val(inherited, "numPr", "numId"), val(inherited, "numPr", "ilvl")
            linked, style = style, val(definition, "basedOn")
            if number is not None:
                level = self._linked_level(number, linked)
        if number is None:
            return None
        return self._abstract(number), int(level or 0)

    def _linked_level(self, number: str, style: str) -> str:
        for level in self._abstract(number).findall(f"{W}lvl"):
            if val(level, "pStyle") == style:
                return str(level.get(f"{W}ilvl"))
        raise AssertionError(f"{style} is not linked back from its list")

    def _abstract(self, number: str) -> Any:
        reference = val(self.numbering.find(f"{W}num[@{W}numId='{number}']"), "abstractNumId")
        return self.numbering.find(f"{W}abstractNum[@{W}abstractNumId='{reference}']")


def numbered(document: Document) -> Iterator[tuple[str, str]]:
    """Label and words of each numbered paragraph of the tree in reading order."""

    def each(label: Content, content: Content) -> Iterator[tuple[str, str]]:
        return ((plain(label.get(lang)), plain(content.get(lang))) for lang in document.languages)

    def heading(node: Heading) -> Iterator[tuple[str, str]]:
        return each(node.label, node.title)

    def within(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
        for block in blocks:
            if isinstance(block, Paragraph):
                if block.number:
                    yield from each(block.label, block.content)
                yield from within(block.children)

    for chapter in document.chapters:
        yield from heading(chapter.heading)
        for section in chapter.sections:
            yield from heading(section.heading)
            for clause in section.clauses:
                yield from within(clause.blocks)
    for annex in document.annexes:
        yield from heading(annex.heading)
        yield from within(annex.clause.blocks)


def test_word_counts_the_labels_of_the_tree(parts: Parts) -> None:
    counter = Counter(parts.part("word/numbering.xml"), parts.part("word/styles.xml"))
    labelled = [(counter.label(p), words(p)) for p in parts.body.iter(f"{W}p")]
    assert [pair for pair in labelled if pair[0] is not None] == list(numbered(parts.tree))


@pytest.fixture(scope="module")
def other_schemes() -> Document:
    """The minimal contract counted by statute and article."""
    opened = load(ROOT / "tests" / "minimal" / "contract.yaml")
    agreement = opened.contract.contract.model_copy(update={"numbering": Schemes(zh="statute", en="article")})
    contract = opened.contract.model_copy(update={"contract": agreement})
    opened = replace(opened, loaded=replace(opened.loaded, contract=contract))
    return compile_all(opened, ["bilingual"]).edition("bilingual").document


@pytest.mark.parametrize("languages", [("zh",), ("en",), ("zh", "en"), ("en", "zh")])
def test_word_counts_the_labels_of_other_schemes(other_schemes: Document, languages: tuple[Lang, ...]) -> None:
    document = replace(select(other_schemes, languages), languages=languages)
    parts = Parts(document, render(document, theme(), {}))
    counter = Counter(parts.part("word/numbering.xml"), parts.part("word/styles.xml"))
    labelled = [(counter.label(p), words(p)) for p in parts.body.iter(f"{W}p")]
    shown = [pair for pair in labelled if pair[0] is not None]
    assert shown == list(numbered(document))
    labels = [label for label, _ in shown]
    assert "第一章" in labels or "Article 1" in labels
    marked, found = bookmarked(parts), references(parts)
    assert len(found) > 50
    assert [marked[code[1]] for code, _ in found] == [result for _, result in found]


def test_headings_are_the_built_in_styles(parts: Parts) -> None:
    styles = parts.part("word/styles.xml")
    names = {e.get(f"{W}styleId"): val(e, "name") for e in styles.findall(f"{W}style")}
    found = [(names[val(p, "pPr", "pStyle")], words(p)) for p in parts.body.iter(f"{W}p")]
    titles = [
        (f"heading {level}", plain(heading.title.get(lang)))
        for level, heading in headings(parts.tree)
        for lang in parts.tree.languages
    ]
    assert [pair for pair in found if str(pair[0]).startswith("heading")] == titles


def test_refuses_a_label_that_word_would_not_show() -> None:
    document = in_language("zh")
    first = document.chapters[0]
    wrong = replace(first, heading=replace(first.heading, label=Content(zh=(Text("第一章"),))))
    with pytest.raises(RenderError, match="第一章"):
        render(replace(document, chapters=(wrong, *document.chapters[1:])), theme(), {})


def test_refuses_a_number_that_word_would_not_count() -> None:
    document = in_language("en")
    with pytest.raises(RenderError, match=r"Chapter.*1"):
        render(replace(document, chapters=document.chapters[1:]), theme(), {})


# Words ----------------------------------------------------------------------------------------------------------


def test_no_paragraph_is_empty(parts: Parts) -> None:
    """But in the cells that are blanks to write in, and between the parties who sign, one each."""
    empty = [p for p in parts.body.iter(f"{W}p") if not words(p).strip()]
    between = len(parts.tree.signature.signatories[0].lines) + 3
    assert [p.getparent().tag for p in empty] == [f"{W}tc"] * (2 + between)


def _with_first(document: Document, *blocks: Block) -> Document:
    """The document with other blocks in its first clause."""
    chapter, *chapters = document.chapters
    section, *sections = chapter.sections
    clause = replace(section.clauses[0], blocks=blocks)
    section = replace(section, clauses=(clause, *section.clauses[1:]))
    return replace(document, chapters=(replace(chapter, sections=(section, *sections)), *chapters))


def _says(words_: str) -> Paragraph:
    return Paragraph("", (), Content(), Content(zh=(Field("x", words_),)), (), SPAN)


def _alone(*blocks: Block) -> Parts:
    document = _with_first(in_language("zh"), *blocks)
    document = replace(document, chapters=(replace(document.chapters[0], sections=document.chapters[0].sections[:1]),))
    return Parts(document, render(document, theme(), {}))


@pytest.mark.parametrize("text", [*HOSTILE, LONG, " leading and trailing ", "w:t", "\u200b\u00ad\ufeff"])
def test_hostile_values_come_out_as_themselves(text: str) -> None:
    body = _alone(_says(text)).body
    assert [words(p) for p in body.iter(f"{W}p") if val(p, "pPr", "pStyle") == "ClauseTextChinese"] == [text]


def test_line_breaks_and_tabs_of_a_value_are_elements() -> None:
    body = _alone(_says("示例路1号\n18层\tA座")).body
    found = next(p for p in body.iter(f"{W}p") if val(p, "pPr", "pStyle") == "ClauseTextChinese")
    assert words(found) == "示例路1号\n18层\tA座"
    assert [e.text for e in found.iter(f"{W}t")] == ["示例路1号", "18层", "A座"]


def test_ten_thousand_characters_in_two_columns_may_break_across_pages() -> None:
    document = rich_document("parallel", long_text=True)
    body = Parts(document, render(document, theme(), {})).body
    rows = [row for row in body.iter(f"{W}tr") if any(words(p) == LONG for p in row.iter(f"{W}p"))]
    assert len(rows) == 1
    assert rows[0].find(f"{W}trPr/{W}cantSplit") is None


def test_cells_say_once_what_both_languages_share() -> None:
    body = Parts(rich_document(), render(rich_document(), theme(), {})).body
    rows = [[[words(p) for p in cell.iter(f"{W}p")] for cell in row.iter(f"{W}tc")] for row in body.iter(f"{W}tr")]
    assert [["P1"], ["15分钟", "15 minutes"], ["4小时", "4 hours"], ["95%"]] in rows


def test_an_empty_cell_holds_its_one_paragraph() -> None:
    blank, full = Content(zh=()), Content(zh=(Text("项"),))
    made = Table((full, blank), ("left", "left"), (), SPAN)
    row = next(_alone(made).body.iter(f"{W}tr"))
    assert [[words(p) for p in cell.iter(f"{W}p")] for cell in row.iter(f"{W}tc")] == [["项"], [""]]


def test_reading_back_finds_other_words() -> None:
    document = in_language("zh")
    data = render(document, theme(), {})
    cover = replace(document.cover, title=Content(zh=(Text("另一协议"),)))
    with pytest.raises(RenderError, match="另一协议"):
        _read_back(data, replace(document, cover=cover), {})


def test_refuses_an_unresolved_reference() -> None:
    broken = replace(_says(""), content=Content(zh=(Ref("scope.terms", SPAN),)))
    with pytest.raises((RenderError, TypeError), match=r"scope\.terms"):
        _alone(broken)


# Layouts --------------------------------------------------------------------------------------------------------


def test_parallel_rows_hold_one_paragraph_of_each_language_and_short_ones_stay_whole() -> None:
    document = rich_document("parallel")
    body = Parts(document, render(document, theme(), {})).body
    tables = [t for t in body.iter(f"{W}tbl") if val(t, "tblPr", "tblStyle") == "ParallelText"]
    rows = [row for table in tables for row in table.iter(f"{W}tr")]
    pairs = [[words(p) for p in row.iter(f"{W}p")] for row in rows]
    assert ["术语和定义", "Terms and Definitions"] in pairs
    assert ["一级；", "P1; or"] in pairs
    assert all(len(pair) == 2 for pair in pairs)
    short = [row for row in rows if max(len(words(p)) for p in row.iter(f"{W}p")) <= 400]
    assert [row for row in rows if row.find(f"{W}trPr/{W}cantSplit") is not None] == short
    assert len(short) > 10


def test_what_introduces_a_table_of_the_full_width_has_its_width() -> None:
    document = rich_document("parallel")
    body = Parts(document, render(document, theme(), {})).body
    blocks = [(words(b) if b.tag == f"{W}p" else val(b, "tblPr", "tblStyle")) for b in body]
    second = [i for i, block in enumerate(blocks) if block == "ContractTable"][1]
    lead = ["服务质量指标", "Quality Metrics", "检查项目如下：", "The checks are:"]
    assert blocks[second - 5 : second] == ["ParallelText", *lead]


def test_tables_of_one_style_never_touch(parts: Parts) -> None:
    # Word would join them and set the second's header in the middle of the first.
    for first, second in itertools.pairwise(parts.body):
        styles = [val(block, "tblPr", "tblStyle") for block in (first, second) if block.tag == f"{W}tbl"]
        assert len(set(styles)) == len(styles)


def test_data_tables_that_follow_each_other_get_different_styles() -> None:
    cell = Content(zh=(Text("甲"),))
    made = Table((cell,), ("left",), (), SPAN)
    tables = [val(t, "tblPr", "tblStyle") for t in _alone(made, made, made).body.iter(f"{W}tbl")]
    assert tables[:3] == ["ContractTable", "ContractTableNext", "ContractTable"]


def test_header_rows_repeat_and_rows_stay_whole(parts: Parts) -> None:
    tables = [t for t in parts.body.iter(f"{W}tbl") if str(val(t, "tblPr", "tblStyle")).startswith("ContractTable")]
    assert len(tables) == 4
    for table in tables:
        head, *rows = table.findall(f"{W}tr")
        assert head.find(f"{W}trPr/{W}tblHeader") is not None
        assert [row.find(f"{W}trPr/{W}tblHeader") for row in rows] == [None] * len(rows)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in (head, *rows))


def _kept_rows(count: int) -> list[bool]:
    cell = Content(zh=(Text("甲"),))
    made = Table((cell,), ("left",), (Row((cell,), SPAN),) * count, SPAN)
    table = next(_alone(made).body.iter(f"{W}tbl"))
    rows = table.findall(f"{W}tr")[1:]
    return [all(p.find(f"{W}pPr/{W}keepNext") is not None for p in row.iter(f"{W}p")) for row in rows]


def test_small_tables_stay_on_one_page_and_long_ones_end_with_two_rows() -> None:
    assert _kept_rows(1) == [False]
    assert _kept_rows(3) == [True, True, False]
    assert _kept_rows(40) == [*[False] * 38, True, False]


def test_the_second_language_has_styles_of_its_own_where_it_stands_below() -> None:
    def used(document: Document) -> set[str]:
        found = Parts(document, render(document, theme(), {})).body.iter(f"{W}p")
        return {str(val(p, "pPr", "pStyle")) for p in found if str(val(p, "pPr", "pStyle")).endswith("Second")}

    assert used(rich_document("interleaved")) >= {"ClauseSecond", "ClauseItemSecond", "ClauseTextSecond"}
    assert used(rich_document("parallel")) == used(in_language("en")) == set()


def test_annexes_and_signature_page_start_a_page(parts: Parts) -> None:
    lang = parts.tree.languages[0]
    broken = [words(p) for p in parts.body.iter(f"{W}p") if p.find(f"{W}pPr/{W}pageBreakBefore") is not None]
    annexes = [plain(annex.heading.title.get(lang)) for annex in parts.tree.annexes]
    assert broken == [plain(parts.tree.signature.heading.get(lang)), *annexes]


# Fields, links, bookmarks ---------------------------------------------------------------------------------------


def fields(part: Any) -> list[tuple[str, str]]:
    """Instruction and result of each complex field, in the order they end; fails where they are not balanced."""
    ended: list[tuple[str, str]] = []
    stack: list[dict[str, str]] = []
    for element in part.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            stack.append({"code": "", "result": "", "state": "code"})
        elif kind == "separate":
            assert stack[-1]["state"] == "code"
            stack[-1]["state"] = "result"
        elif kind == "end":
            done = stack.pop()
            assert done["state"] == "result"
            ended.append((done["code"].strip(), done["result"]))
        elif element.tag == f"{W}instrText":
            stack[-1]["code"] += element.text
        elif stack:
            stack[-1]["result"] += element.text
    assert stack == []
    return ended


def test_contents_are_a_field_that_is_filled_in(parts: Parts) -> None:
    entries, known = contents(parts.tree), pages(parts.tree)
    shown = [words(p).split("\t") for p in parts.body.iter(f"{W}p") if str(val(p, "pPr", "pStyle")).startswith("TOC")]
    expected = [[e.label, e.title, *([str(known[e.key])] if e.key in known else [])] for e in entries]
    assert shown == expected
    assert [code for code, _ in fields(parts.body) if code.startswith("TOC")] == [r'TOC \o "1-2" \h \z \u']
    assert [result for code, result in fields(parts.body) if code.startswith("PAGEREF")] == [
        str(known[e.key]) for e in entries if e.key in known
    ]


def bookmarked(parts: Parts) -> dict[str, str]:
    """The label that native numbering gives to what each bookmark marks."""
    counter = Counter(parts.part("word/numbering.xml"), parts.part("word/styles.xml"))
    labels: dict[str, str] = {}
    for paragraph in parts.body.iter(f"{W}p"):
        label = counter.label(paragraph)
        for start in paragraph.iter(f"{W}bookmarkStart"):
            labels[start.get(f"{W}name")] = str(label).rstrip(".")
    return labels


def references(parts: Parts) -> list[tuple[list[str], str]]:
    """The code and the result of each cross-reference."""
    return [(code.split(), result) for code, result in fields(parts.body) if code.startswith("REF")]


def test_references_are_fields_with_the_label_they_show(parts: Parts) -> None:
    labels, found = bookmarked(parts), references(parts)
    assert len(found) == 5 * len(parts.tree.languages)
    assert [labels[code[1]] for code, _ in found] == [result for _, result in found]
    assert all(code[-1] == r"\h" for code, _ in found)


def test_running_header_and_footer(parts: Parts) -> None:
    footer, header = parts.part("word/footer1.xml"), parts.part("word/header1.xml")
    assert [code for code, _ in fields(footer)] == ["PAGE", "NUMPAGES"] * len(parts.tree.languages)
    expected = {"zh": "第 1 页 共 1 页", "en": "Page 1 of 1"}
    assert words(footer) == " / ".join(expected[lang] for lang in parts.tree.languages)
    assert words(header) == "\t".join(plain(parts.tree.header.get(lang)) for lang in parts.tree.languages)


def test_the_cover_has_a_section_of_its_own_without_running_header(parts: Parts) -> None:
    sections = list(parts.body.iter(f"{W}sectPr"))
    assert [s.find(f"{W}titlePg") is not None for s in sections] == [True, False, False]
    assert [len(s.findall(f"{W}headerReference")) for s in sections] == [1, 0, 0]
    before = itertools.takewhile(lambda p: p.find(f".//{W}sectPr") is None, parts.body)
    assert "ContentsTitle" not in [val(p, "pPr", "pStyle") for p in before]


def test_every_link_reaches_a_bookmark(parts: Parts) -> None:
    starts = list(parts.body.iter(f"{W}bookmarkStart"))
    names = [start.get(f"{W}name") for start in starts]
    ids = [start.get(f"{W}id") for start in starts]
    assert len(set(names)) == len(names)
    assert sorted(ids) == sorted({end.get(f"{W}id") for end in parts.body.iter(f"{W}bookmarkEnd")})
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", name) for name in names)
    used = [link.get(f"{W}anchor") for link in parts.body.iter(f"{W}hyperlink")]
    used += [code.split()[1] for code, _ in fields(parts.body) if code.split()[0] in ("REF", "PAGEREF")]
    assert len(used) > 10
    assert set(used) <= set(names)


def test_bookmark_names_are_short_and_never_the_same() -> None:
    keys = ["a.b", "a#b", "a-b", "a..b", "a.#b", "a#.b", "x" * 60, "x" * 61, "annex.levels#p1.1", "annex.levels#p1-1"]
    names = [bookmark(key, lang) for key in keys for lang in LANGUAGES]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name) for name in names)


def test_refuses_a_reference_to_nowhere() -> None:
    broken = replace(_says(""), content=Content(zh=(ResolvedRef("no.where", "第", "9.9", "条"),)))
    with pytest.raises(RenderError, match=r"no\.where"):
        _alone(broken)


# Looks ----------------------------------------------------------------------------------------------------------


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
    assert all(p.find(f"{W}pPr/{W}keepNext") is None for p in used), "the style says it"


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
    parts = _alone(_says("正文"))
    styles = parts.part("word/styles.xml")
    used = next(val(p, "pPr", "pStyle") for p in parts.body.iter(f"{W}p") if words(p) == "正文")
    indent = styles.find(f"{W}style[@{W}styleId='{used}']/{W}pPr/{W}ind")
    assert indent.get(f"{W}firstLineChars") == "200"


def test_the_signature_page_keeps_together(parts: Parts) -> None:
    table = next(t for t in parts.body.iter(f"{W}tbl") if val(t, "tblPr", "tblStyle") == "SignatureTable")
    styles = parts.part("word/styles.xml")
    kept = {s.get(f"{W}styleId") for s in styles.findall(f"{W}style") if s.find(f"{W}pPr/{W}keepNext") is not None}
    assert {val(p, "pPr", "pStyle") for p in table.iter(f"{W}p")} <= kept
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in table.iter(f"{W}tr"))
    assert len(list(table.iter(f"{W}tbl"))) == 1


def test_what_the_parties_sign_is_level(parts: Parts) -> None:
    table = next(t for t in parts.body.iter(f"{W}tbl") if val(t, "tblPr", "tblStyle") == "SignatureTable")
    first, second = parts.tree.signature.signatories
    lang = parts.tree.languages[0]
    rows = [[words(cell) for cell in row.findall(f"{W}tc")] for row in table.findall(f"{W}tr")]
    assert [len(row) for row in rows] == [3] * (3 + len(first.lines))
    for row, (one, other) in zip(rows[3:], zip(first.lines, second.lines, strict=True), strict=True):
        assert row[0].startswith(plain(one.label.get(lang)))
        assert row[1] == ""
        assert row[2].startswith(plain(other.label.get(lang)))


# The file -------------------------------------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes(parts: Parts) -> None:
    assert render(parts.tree, theme(), pages(parts.tree)) == parts.data


def test_the_same_bytes_in_another_process_time_zone_and_locale() -> None:
    script = (
        "import hashlib; from tests.render.factory import *; from slagen.render.docx import render;"
        "print(hashlib.sha256(render(rich_document(), theme(), {'chapter.1': 3})).hexdigest())"
    )
    settings = (
        {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Lima", "LC_ALL": "C.UTF-8"},
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, **s}, cwd=ROOT, capture_output=True, check=True
        )
        for s in settings
    ]
    here = hashlib.sha256(render(rich_document(), theme(), {"chapter.1": 3})).hexdigest()
    assert [run.stdout.decode().strip() for run in runs] == [here, here]


def test_properties_say_what_it_is(parts: Parts) -> None:
    core = {etree.QName(e).localname: e.text for e in parts.part("docProps/core.xml")}
    titles = " / ".join(plain(parts.tree.cover.title.get(lang)) for lang in parts.tree.languages)
    locale: dict[Lang, str] = {"zh": "zh-CN", "en": "en-GB"}
    assert core == {
        "title": titles,
        "subject": " / ".join(plain(parts.tree.subject.get(lang)) for lang in parts.tree.languages),
        "creator": "slagen",
        "lastModifiedBy": "slagen",
        "identifier": "SLA-2026-001",
        "version": "1.0",
        "language": locale[parts.tree.languages[0]],
        "created": "2026-01-01T00:00:00Z",
        "modified": "2026-01-01T00:00:00Z",
        "revision": "1",
    }


def test_properties_hold_what_word_keeps_of_them() -> None:
    document = replace(in_language("en"), version="9" * 300, id="A" * 300)
    core = Parts(document, render(document, theme(), {})).part("docProps/core.xml")
    values = {etree.QName(e).localname: e.text for e in core}
    assert (values["version"], values["identifier"]) == ("9" * 255, "A" * 255)


def test_nothing_of_the_empty_template_is_left(parts: Parts) -> None:
    with zipfile.ZipFile(io.BytesIO(parts.data)) as file:
        assert not [name for name in file.namelist() if "thumbnail" in name or "customXml" in name]
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        everything = b"".join(file.read(name) for name in file.namelist())
    assert b"python-docx" not in everything
    assert b"rsid" not in everything


# Outside judges -------------------------------------------------------------------------------------------------


def test_a_block_is_written_before_the_next_is_asked_for() -> None:
    """Else every element of a long agreement is held at once, in twenty times the room of its markup."""

    def blocks() -> Iterator[Any]:
        for word in ("one", "two", "three"):
            block = ooxml.paragraph("Normal", [ooxml.text_run("en", word)])
            yield block
            block.clear()

    package = ooxml.Package(_properties(variant("en")))
    assert ooxml.read_words(package.save(blocks(), ooxml.section(theme())))["new"] == "onetwothree"


@pytest.mark.parametrize("name", VARIANTS)
def test_blocks_are_made_when_they_are_asked_for(name: str) -> None:
    writer = _Writer(variant(name), variant(name), theme(), {})
    blocks = _body(writer, ooxml.section(theme()))
    next(blocks)
    assert not writer.counts, "no heading is counted while the cover is written"
    list(blocks)
    assert writer.counts


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The text of each variant's pages as LibreOffice sets them, in reading order without white space."""
    judges.needs("soffice")
    judges.needs("pdftotext")
    folder = tmp_path_factory.mktemp("office")
    for name in VARIANTS:
        document = variant(name)
        (folder / f"{name}.docx").write_bytes(render(document, theme(), pages(document)))
    everything = Options(content_controls=True, protect=True)
    (folder / f"{FORM}.docx").write_bytes(render(variant("interleaved"), theme(), {}, options=everything))
    names = (*VARIANTS, FORM)
    files = [str(folder / f"{name}.docx") for name in names]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return {name: _squeezed(_text_of(folder / f"{name}.pdf")) for name in names}


FORM = "form"
"""The bilingual document with content controls and form fields."""


def _text_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True)
    return done.stdout.decode()


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", [*VARIANTS, FORM])
def test_libreoffice_shows_the_numbers_and_words_of_the_tree_in_order(name: str, converted: dict[str, str]) -> None:
    text, at = converted[name], 0
    hostile = {*HOSTILE}
    for label, said in numbered(variant("interleaved" if name == FORM else name)):
        if said in hostile:
            continue  # right-to-left marks and glyphs without a font change what pdftotext finds, not the file
        start = _squeezed(label + said)[:24]
        found = text.find(start, at)
        assert found >= 0, f"{start} is not after {text[at : at + 60]}"
        at = found + len(start)


@pytest.mark.parametrize("name", VARIANTS)
def test_libreoffice_shows_references_page_numbers_and_repeated_headers(name: str, converted: dict[str, str]) -> None:
    text, languages = converted[name], variant(name).languages
    shown = {
        "zh": ("交付要求见第2章。", "服务指标见第2.2条，时限见第2.1.2条，服务级别见附件1。", "按照2款通知"),
        "en": ("governedbyChapter2.", "setoutinSection2.2,itstimesinSection2.1.2", "paragraph2ofthecontacts."),
    }
    footer = {"zh": r"第(\d+)页共(\d+)页", "en": r"Page(\d+)of(\d+)"}
    for lang in languages:
        assert [words_ for words_ in shown[lang] if words_ not in text] == []
        numbers = [(int(page), int(of)) for page, of in re.findall(footer[lang], text)]
        assert numbers == [(page, len(numbers) + 1) for page in range(2, len(numbers) + 2)]
    head = {"zh": "检查项目", "en": "CheckIntervalTarget"}[languages[0]] if len(languages) == 1 else "检查项目Check"
    assert text.count(head) >= 3


def test_microsofts_validator_finds_no_error(parts: Parts, tmp_path: Path) -> None:
    file = tmp_path / "agreement.docx"
    file.write_bytes(parts.data)
    assert judges.schema_errors(file) == []
