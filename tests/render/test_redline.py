"""Redlines as Word's tracked changes and on pages; what judges from outside make of accepting and rejecting them.

The pairs are random (:mod:`changed`); ``SLAGEN_REDLINES=2000`` judges so many.  Whole samples take others than
ourselves and Word's validator long: these judge one of them, and with more pairs all in every language and layout.
"""

from __future__ import annotations

import json
import os
import pickle
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import changed
import docx_scalpel
import factory
import office
import pytest
from editions import SAMPLES, once
from judges import needs, page_texts, pdf_failures, run, schema_errors
from lxml import etree
from recounted import recounted
from tracked import body, essence, resolved, running, without_results

from slagen.diff.changes import edits
from slagen.diff.redline import alike, redline
from slagen.model.edit import Comparison, Kind
from slagen.render import diff_pages, docx, html, pdf
from slagen.render.diff_view import HEADS
from slagen.render.docx import RenderError
from slagen.render.ooxml import Tracking
from slagen.tree import Chapter, Content, Document, Text
from slagen.tree.redline import SIDES, Side, accepted, rejected

BY = Tracking("Counsel & Co. <draft>", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHANGES = (f"{W}pPrChange", f"{W}trPrChange", f"{W}tblPrChange")
WANTED = int(os.environ.get("SLAGEN_REDLINES", "200"))
CSS = (Path(__file__).parents[2] / "templates" / "standard" / "print.css").read_text("utf-8")


@dataclass(frozen=True)
class Redlined:
    """A redline, and the DOCX of it and of both its sides."""

    document: Document
    marked: bytes
    sides: dict[Side, bytes]


MANY = WANTED > 200
STATES = 8 if MANY else 3


@pytest.fixture(scope="module")
def made(shared: Path) -> list[Redlined]:
    """As many documents as hold the pairs that are wanted, of each sample, in each language and layout in turn."""

    def make() -> list[Redlined]:
        return [_made(*changed.pairs(seed, STATES)) for seed in range(-(-WANTED // changed.SECTIONS))]

    return _shared(shared / "redlines", make)


@pytest.fixture(scope="module")
def wholes(shared: Path) -> list[Redlined]:
    """Whole samples with other values, variants and clauses: in English, in Chinese; or in all there is."""
    turns = [(sample, turn) for sample in SAMPLES for turn in range(len(changed.LANGUAGES))]
    some = turns if MANY else [(sample, 1 if sample == "helpdesk" else 0) for sample in SAMPLES]
    return _shared(shared / "whole-redlines", lambda: [_made(*changed.whole(one, STATES, turn)) for one, turn in some])


def _shared(folder: Path, make: Callable[[], list[Redlined]]) -> list[Redlined]:
    """What takes long to make, once for all workers."""

    def keep(here: Path) -> None:
        (here / "made").write_bytes(pickle.dumps(make()))

    found: list[Redlined] = pickle.loads((once(folder, keep) / "made").read_bytes())  # noqa: S301
    return found


@pytest.fixture(scope="module")
def every(made: list[Redlined], wholes: list[Redlined]) -> list[Redlined]:
    return [*made, *wholes]


def test_whole_samples_differ_in_values_variants_and_clauses(wholes: list[Redlined]) -> None:
    for one in wholes:
        found = edits(one.document)
        assert {edit.kind for edit in found} >= {Kind.VALUE, Kind.WORDING, Kind.SOURCE, Kind.INSERTED, Kind.DELETED}
        assert {"supplementary.publicity"} <= {edit.clause for edit in found if edit.kind is Kind.INSERTED}


def _made(old: Document, new: Document) -> Redlined:
    document = redline(old, new)
    sides: dict[Side, bytes] = {
        side: docx.render(one, factory.theme(), {}) for side, one in zip(SIDES, (new, old), strict=True)
    }
    assert alike(accepted(document), new)
    assert alike(rejected(document), old)
    return Redlined(document, docx.render(document, factory.theme(), {}, tracking=BY), sides)


def _files(made: Sequence[Redlined], folder: Path) -> list[Path]:
    files = [folder / f"{place:03}.docx" for place in range(len(made))]
    for file, one in zip(files, made, strict=True):
        file.write_bytes(one.marked)
    return files


def test_accepted_it_is_the_new_document_and_rejected_the_old_one(every: list[Redlined]) -> None:
    for one in every:
        _comes_back(one)


def _comes_back(one: Redlined) -> None:
    for side in SIDES:
        assert _unlike(resolved(body(one.marked), side), body(one.sides[side])) == []
        for part in ("word/header1.xml", "word/footer1.xml"):
            assert running(resolved(body(one.marked, part), side)) == running(body(one.sides[side], part))
        for part in ("word/styles.xml", "word/numbering.xml", "word/settings.xml"):
            assert etree.tostring(body(one.marked, part)) == etree.tostring(body(one.sides[side], part))


def test_what_ends_the_cover_and_runs_below_each_page_comes_back_too() -> None:
    old = factory.rich_document()
    shorter = replace(old.cover, facts=old.cover.facts[:-1], note=Content())
    below = Content(
        (Text("第 {page} 页"), Text(" ·　以中文文本为准")), (Text("Page {page}"), Text(" · the Chinese prevails"))
    )
    new = replace(old, cover=shorter, page_of=below)
    for one in (_made(old, new), _made(new, old)):
        _comes_back(one)
        footer = body(one.marked, "word/footer1.xml")
        assert all([*footer.iter(f"{W}{kind}")] for kind in ("ins", "del"))


def test_languages_of_the_header_that_no_longer_stand_beside_each_other_come_back_beside() -> None:
    old = factory.rich_document()
    long = Content(
        (*old.header.get("zh"), Text("（第二次修订稿）" * 4)), (*old.header.get("en"), Text(" (revised)" * 5))
    )
    new = replace(old, header=long)
    for one in (_made(old, new), _made(new, old)):
        _comes_back(one)
        header = body(one.marked, "word/header1.xml")
        assert [len(list(header.iter(f"{W}{kind}"))) for kind in ("br", "tab")] == [1, 1]


def _lines(root: Any) -> list[str]:
    """The essence without the contents, which are the new document's until Word counts anew."""
    return [line for line in essence(root) if 'w:val="TOC' not in line]


def _unlike(found: Any, expected: Any) -> list[tuple[str, str]]:
    """The lines that differ; bookmarks may have other names if they stand in the same paragraphs."""
    sides = (_by_place(_lines(root), _places(root)) for root in (found, expected))
    return [pair for pair in zip(*sides, strict=True) if pair[0] != pair[1]]


def _by_place(lines: Iterable[str], places: dict[str, int]) -> list[str]:
    """The lines with each reference by the paragraph that it leads to."""
    name = re.compile(r"(?<=\{ REF )\S+|(?<=\{ HYPERLINK \\l \")[^\"]+")
    return [name.sub(lambda found: str(places[found[0]]), line) for line in lines]


def _places(root: Any) -> dict[str, int]:
    """The number of the paragraph that each bookmark stands in, without those of the contents."""
    paragraphs = [one for one in root.iter(f"{W}p") if "TOC" not in one.find(f"{W}pPr/{W}pStyle").get(f"{W}val")]
    marks = ((at, mark) for at, one in enumerate(paragraphs) for mark in one.iter(f"{W}bookmarkStart"))
    return {mark.get(f"{W}name"): at for at, mark in marks}


def _words(root: Any) -> str:
    """The words without what fields show, which is counted from the rest."""
    return "".join("".join(text.text or "" for text in without_results(root).iter(f"{W}t")).split())


def test_word_takes_it(every: list[Redlined], tmp_path: Path) -> None:
    assert {file.name: errors for file in _files(every, tmp_path) if (errors := schema_errors(file))} == {}


def test_each_change_says_whose_and_when_and_has_a_number_of_its_own(every: list[Redlined]) -> None:
    for one in every:
        root = body(one.marked)
        tracked = [*root.iter(f"{W}ins", f"{W}del", *_CHANGES)]
        assert tracked
        assert {each.get(f"{W}author") for each in tracked} == {BY.author}
        assert {each.get(f"{W}date") for each in tracked} == {"2026-01-02T03:04:05Z"}
        marks = list(root.iter(f"{W}bookmarkStart"))
        for numbers in ([each.get(f"{W}id") for each in (*tracked, *marks)], [each.get(f"{W}name") for each in marks]):
            assert len(numbers) == len(set(numbers))


def test_every_reference_leads_somewhere_on_either_side(every: list[Redlined]) -> None:
    for root in (resolved(body(one.marked), side) for one in every for side in SIDES):
        codes = _codes(root)
        wanted = {code.split()[1] for code in codes if code.split()[0] in ("REF", "PAGEREF")}
        assert wanted
        assert wanted <= {mark.get(f"{W}name") for mark in root.iter(f"{W}bookmarkStart")}


def _codes(root: Any) -> list[str]:
    """What each field is told to show."""
    codes: list[str] = []
    for each in root.iter(f"{W}fldChar", f"{W}instrText"):
        if each.get(f"{W}fldCharType") == "begin":
            codes.append("")
        elif each.tag == f"{W}instrText":
            codes[-1] += each.text or ""
    return codes


def test_libreoffice_accepts_and_rejects_alike(every: list[Redlined], tmp_path: Path, profile: Path) -> None:
    judged = _some(every)
    jobs = [(side, file, file.with_suffix(f".{side}.docx")) for file in _files(judged, tmp_path) for side in SIDES]
    office.resolve(jobs, profile)
    for one, (side, _, target) in zip([one for one in judged for _ in SIDES], jobs, strict=True):
        assert _words(body(target.read_bytes())) == _words(body(one.sides[side])), f"{target.name}"


def _some(every: Sequence[Redlined]) -> list[Redlined]:
    """Those that slow judges judge: of whole samples, usually the one in English."""
    parts = [one for one in every if len(one.document.chapters) == 1 or one.document.languages == ("en",)]
    return list(every) if MANY else parts


@pytest.mark.parametrize("side", SIDES)
def test_pandoc_accepts_and_rejects_alike(every: list[Redlined], side: Side, tmp_path: Path) -> None:
    how = {"new": "accept", "old": "reject"}[side]
    for place, one in enumerate(_some(every)):
        (tmp_path / f"{place:03}.docx").write_bytes(one.marked)
        (tmp_path / f"{place:03}.side.docx").write_bytes(one.sides[side])
    both = (sorted(tmp_path.glob(pattern)) for pattern in ("[0-9][0-9][0-9].docx", "*.side.docx"))
    found, expected = (_pandoc(files, how) for files in both)
    assert _unnumbered(found) == _unnumbered(expected)


def _unnumbered(words: str) -> str:
    """The words without the numbers that references show: Word counts them when fields are updated."""
    number = r"(?:[0-9]+(?:\.[0-9]+)*|[一二三四五六七八九十百]+|[（(][0-9a-z一二三四五六七八九十]+[）)])+"
    return re.sub(rf"(第|附件|Sections?\s?|Annex(?:es)?\s?|to\s?|and\s?|至第?){number}", r"\1", words)


def _pandoc(files: Sequence[Path], how: str) -> str:
    said = run(needs("pandoc"), f"--track-changes={how}", "--from", "docx", "--to", "json", *files)
    return "".join(_strings(json.loads(said)["blocks"]))


def _strings(node: Any) -> Iterator[str]:
    """The words without links, which are the contents: they are those of the new document until Word counts anew."""
    if isinstance(node, list):
        for child in node:
            yield from _strings(child)
    elif isinstance(node, dict):
        if node.get("t") == "Str":
            yield node["c"]
        elif node.get("t") != "Link":
            for child in node.values():
                yield from _strings(child)


def test_docx_scalpel_accepts_and_rejects_alike(every: list[Redlined]) -> None:
    ways = (docx_scalpel.docx_diff_accept_revisions, docx_scalpel.docx_diff_reject_revisions)
    for one in _some(every):
        for side, resolve in zip(SIDES, ways, strict=True):
            assert _words(body(resolve(one.marked))) == _words(body(one.sides[side]))


# Moves ------------------------------------------------------------------------------------------------------------


def _moved(layout: str = "interleaved") -> tuple[Document, Document]:
    """Two documents in which two clauses of a section, to which others refer, changed places."""
    old = replace(changed.states("cloud-hosting", STATES)[0], layout=layout)  # type: ignore[arg-type]
    chapter = old.chapters[-1]
    section = next(one for one in chapter.sections if len(one.clauses) > 1)
    first, second, *others = section.clauses
    orders = ((first, second, *others), (second, first, *others))
    both = (Chapter(chapter.heading, (replace(section, clauses=order),)) for order in orders)
    before, after = (recounted(old, [one]) for one in both)
    return before, after


def test_what_moved_says_from_where_and_whereto() -> None:
    old, new = _moved()
    made = redline(old, new)
    page = html.render(made, factory.theme(), "")
    assert page.count("〔移自") == page.count("〔移至") == 1
    comments = body(docx.render(made, factory.theme(), {}, tracking=BY), "word/comments.xml")
    said = ["".join(text.text or "" for text in one.iter(f"{W}t")) for one in comments]
    assert sorted(words.partition(" ")[0][:2] for words in said) == ["mo", "mo", "移自", "移至"]
    assert {one.get(f"{W}author") for one in comments} == {BY.author}


def test_what_refers_to_what_moved_follows_it_on_both_sides_and_shows_no_change() -> None:
    root = body(docx.render(redline(*_moved()), factory.theme(), {}, tracking=BY))
    tracked = [one for one in root.iter(f"{W}ins", f"{W}del") if one.getparent().tag == f"{W}p"]
    stays = [one for one in tracked if one.getparent().find(f"{W}pPr/{W}rPr") is None]
    names = {
        kind: [code.text.split()[0] for one in stays for code in one.iter(f"{W}{kind}nstrText")]
        for kind in ("i", "delI")
    }
    around = {mark.get(f"{W}name"): mark.getparent() for mark in root.iter(f"{W}bookmarkStart")}
    now, before = ([around[name] for name in some] for some in names.values())
    assert [_said_in(one) for one in now] == [_said_in(one) for one in before] != []
    assert all(one.find(f"{W}pPr/{W}rPr/{W}ins") is not None for one in now)
    assert all(one.find(f"{W}pPr/{W}rPr/{W}del") is not None for one in before)
    assert [text.text for one in stays for text in one.iter(f"{W}t", f"{W}delText")] == []


def _said_in(paragraph: Any) -> str:
    return "".join(text.text or "" for text in without_results(paragraph).iter(f"{W}t", f"{W}delText"))


@pytest.mark.parametrize("layout", ["interleaved", "parallel"])
def test_native_moves_only_when_asked_and_both_sides_come_back(layout: str, tmp_path: Path) -> None:
    old, new = _moved(layout)
    made = redline(old, new)
    usual, native = (
        docx.render(made, factory.theme(), {}, tracking=replace(BY, native_moves=asked)) for asked in (False, True)
    )
    assert not [*body(usual).iter(f"{W}moveFrom", f"{W}moveTo", f"{W}moveFromRangeStart")]
    root = body(native)
    starts = {
        kind: [one.get(f"{W}name") for one in root.iter(f"{W}{kind}RangeStart")] for kind in ("moveFrom", "moveTo")
    }
    # In columns every paragraph is in a row, which Word doesn't track as moved.
    assert starts["moveFrom"] == starts["moveTo"] == (["move1"] if layout == "interleaved" else [])
    for side, one in zip(SIDES, (new, old), strict=True):
        assert _unlike(resolved(root, side), body(docx.render(one, factory.theme(), {}))) == []
    ways = {"new": docx_scalpel.docx_diff_accept_revisions, "old": docx_scalpel.docx_diff_reject_revisions}
    for side, one in zip(SIDES, (new, old), strict=True):
        assert _words(body(ways[side](native))) == _words(body(docx.render(one, factory.theme(), {})))
    (tmp_path / "native.docx").write_bytes(native)
    assert schema_errors(tmp_path / "native.docx") == []


# Pages ------------------------------------------------------------------------------------------------------------


def test_a_redline_without_an_author_is_a_bug_of_ours() -> None:
    old = factory.rich_document()
    new = replace(old, cover=replace(old.cover, title=Content((Text("甲"),), (Text("A"),))))
    with pytest.raises(RenderError, match="whose"):
        docx.render(redline(old, new), factory.theme(), {})


@pytest.mark.parametrize(("seed", "languages"), [(2, "zh en"), (3, "zh en"), (0, "zh")])
def test_on_pages_it_is_archival_shows_both_sides_and_lists_the_changes(
    seed: int, languages: str, tmp_path: Path
) -> None:
    old, new = changed.pairs(seed, STATES, 4)
    document = redline(old, new)
    assert document.languages == tuple(languages.split())
    comparison = Comparison(document.id, "old.yaml", "new.yaml", document.languages, edits(document))
    tree = html.tree(document, factory.theme(), CSS, marked=False, places=diff_pages.names(comparison))
    diff_pages.append(tree, comparison)
    laid = pdf.lay_out(tree)
    # The head of a table that breaks is repeated: the first is what a link leads to.
    paged = [*enumerate(laid.pages.pages, 1)][::-1]
    begins = {key: number for number, page in paged for key in page.anchors}
    data = pdf.write(laid, document)
    assert [found for profile in ("3a", "ua1") for found in pdf_failures(data, profile)] == []
    assert {"ins", "del"} <= {element.tag for element in tree.iter()}
    rows = tree.findall(".//section[@class='annex changes']//tbody/tr")
    assert len(rows) == len(comparison.told) > 0
    (tmp_path / "redline.pdf").write_bytes(data)
    pages = page_texts(tmp_path / "redline.pdf")
    text = "".join(pages).split("变更一览")[-1]
    _leads_to_its_pages(rows, comparison, begins, pages, text)
    heads = [head for head in HEADS for _ in document.languages]
    assert all(head.text(lang) in text for head, lang in zip(heads, document.languages * len(HEADS), strict=True))


def test_on_pages_header_and_footer_show_both_sides() -> None:
    old = factory.rich_document()
    title = Content((*old.header.get("zh"), Text("（修订）")), (*old.header.get("en"), Text(" (revised)")))
    below = Content((*old.page_of.get("zh"), Text(" ·　中文为准")), (Text("{page}"), Text(" · the Chinese prevails")))
    tree = html.tree(redline(old, replace(old, header=title, page_of=below)), factory.theme(), CSS, marked=False)
    shown = {
        part: [(each.tag, "".join(each.itertext())) for each in tree.findall(f".//{part}//*") if each.tag != "span"]
        for part in ("header", "footer")
    }
    assert shown == {
        "header": [("ins", "（修订）"), ("ins", " (revised)")],
        "footer": [("ins", " ·　中文为准"), ("del", "Page  of "), ("ins", ""), ("ins", " · the Chinese prevails")],
    }


def _leads_to_its_pages(
    rows: Sequence[Any], comparison: Comparison, begins: dict[str, int], pages: Sequence[str], text: str
) -> None:
    """Each row names pages and leads to them; where a value has one place, its page shows it."""
    named: list[int] = []
    for row, edit in zip(rows, comparison.told, strict=True):
        links = row.findall("td/a[@class='to-page']")
        assert links, edit
        here = [begins[link.get("href").removeprefix("#")] for link in links]
        named += here
        if len(edit.places) == 1 and edit.kind is Kind.VALUE and (new := edit.new.best("zh")):
            assert "".join(new.split()) in "".join("".join(pages[here[0] - 1 : here[0] + 1]).split())
    figures = re.findall(r"[0-9]+", text)
    assert not Counter(map(str, named)) - Counter(figures)


def test_a_list_of_no_changes_says_so() -> None:
    document = changed.states("cloud-hosting", STATES)[0]
    tree = html.tree(replace(document, chapters=(), annexes=()), factory.theme(), CSS, marked=False)
    diff_pages.append(tree, Comparison("C", "a", "b", ("zh", "en"), ()))
    assert [p.text for p in tree.findall(".//section[@class='annex changes']/p")] == [
        "C：a → b",
        "没有变更",
        "nothing changed",
    ]
