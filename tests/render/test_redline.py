"""Redlines as Word's tracked changes and on pages; what judges from outside make of accepting and rejecting them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx_scalpel
import pytest
from check.contracts import base, drop, put, written
from judges import needs, pdf_failures, run, schema_errors
from lxml import etree
from tracked import body, essence, resolved

from slagen import pipeline
from slagen.diff.redline import redline
from slagen.pipeline import Compiled, Language
from slagen.render import docx, html, pdf
from slagen.render.docx import RenderError
from slagen.render.ooxml import Tracking
from slagen.tree import Document
from slagen.tree.redline import Side

BY = Tracking("Counsel & Co. <draft>", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHANGES: dict[str, dict[str, Any]] = {
    "values": {
        "priority.targets[0].resolution": "3h",
        "contract.version": "2.0",
        "services[1].name": {"zh": "帮助台服务", "en": "Help Desk"},
    },
    "lists": {"exclusions": [], "kpis": None, "improvement.baselines": None, "priority.pauses": []},
    "variant": {"variants": {"supplementary.liability": "customer"}},
}


def compiled(values: dict[str, Any]) -> Compiled:
    data = base()
    for path, value in values.items():
        drop(data, path) if value is None else put(data, path, value)
    with TemporaryDirectory() as folder:
        (Path(folder) / "contract.yaml").write_text(written(data), "utf-8")
        return pipeline.compile(pipeline.load(Path(folder) / "contract.yaml"))


@dataclass(frozen=True)
class Redlined:
    """A redline, and the DOCX of it and of both its sides."""

    document: Document
    edition: Compiled
    marked: bytes
    sides: dict[Side, bytes]


@pytest.fixture(scope="module")
def original() -> Compiled:
    return compiled({})


@pytest.fixture(scope="module", params=[("values", "bilingual"), ("lists", "zh"), ("variant", "en")], ids=str)
def made(request: pytest.FixtureRequest, original: Compiled) -> Redlined:
    name, language = request.param
    return _made(original, compiled(CHANGES[name]), language)


def _made(before: Compiled, after: Compiled, language: Language) -> Redlined:
    old, new = before.edition(language), after.edition(language)
    document, theme = redline(old.document, new.document), new.template.theme
    sides: dict[Side, bytes] = {
        "new": docx.render(new.document, theme, {}),
        "old": docx.render(old.document, theme, {}),
    }
    return Redlined(document, new, docx.render(document, theme, {}, tracking=BY), sides)


@pytest.mark.parametrize("side", ["new", "old"])
def test_accepted_it_is_the_new_document_and_rejected_the_old_one(made: Redlined, side: Side) -> None:
    for part in ("word/document.xml", "word/header1.xml", "word/footer1.xml"):
        expected, found = body(made.sides[side], part), resolved(body(made.marked, part), side)
        if part == "word/document.xml":
            assert essence(found) == essence(expected)
        else:
            assert _words(found) == _words(expected)
    for part in ("word/styles.xml", "word/numbering.xml", "word/settings.xml"):
        assert etree.tostring(body(made.marked, part)) == etree.tostring(body(made.sides[side], part))


def _words(root: Any) -> str:
    return "".join(text.text or "" for text in root.iter(f"{W}t"))


def test_word_takes_it(made: Redlined, tmp_path: Path) -> None:
    (tmp_path / "redline.docx").write_bytes(made.marked)
    assert schema_errors(tmp_path / "redline.docx") == []


def test_each_change_says_whose_and_when_and_has_a_number_of_its_own(made: Redlined) -> None:
    root = body(made.marked)
    tracked = [*root.iter(f"{W}ins", f"{W}del", f"{W}pPrChange")]
    assert tracked
    assert {one.get(f"{W}author") for one in tracked} == {BY.author}
    assert {one.get(f"{W}date") for one in tracked} == {"2026-01-02T03:04:05Z"}
    ids = [one.get(f"{W}id") for one in (*tracked, *root.iter(f"{W}bookmarkStart"))]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("side", ["new", "old"])
def test_pandoc_accepts_and_rejects_alike(made: Redlined, side: Side, tmp_path: Path) -> None:
    how = {"new": "accept", "old": "reject"}[side]
    (tmp_path / "redline.docx").write_bytes(made.marked)
    (tmp_path / "side.docx").write_bytes(made.sides[side])
    found, expected = (_pandoc(tmp_path / name, how) for name in ("redline.docx", "side.docx"))
    assert _unnumbered(found) == _unnumbered(expected)


def _unnumbered(words: str) -> str:
    """The words without the numbers that references show: Word counts them when fields are updated."""
    return re.sub(r"(第|附件|Sections?\s?|Annex(?:es)?\s?|to\s?|and\s?|至第?)[0-9]+(?:\.[0-9]+)*", r"\1", words)


def _pandoc(file: Path, how: str) -> str:
    said = run(needs("pandoc"), f"--track-changes={how}", "--from", "docx", "--to", "json", file)
    return "".join(_strings(json.loads(said)["blocks"]))


def _strings(node: Any) -> list[str]:
    if isinstance(node, list):
        return [word for child in node for word in _strings(child)]
    if isinstance(node, dict):
        return [node["c"]] if node.get("t") == "Str" else [word for child in node.values() for word in _strings(child)]
    return []


@pytest.mark.parametrize("side", ["new", "old"])
def test_docx_scalpel_accepts_and_rejects_alike(made: Redlined, side: Side) -> None:
    resolve = {"new": docx_scalpel.docx_diff_accept_revisions, "old": docx_scalpel.docx_diff_reject_revisions}[side]
    assert _unnumbered(_words(body(resolve(made.marked)))) == _unnumbered(_words(body(made.sides[side])))


def test_on_pages_it_is_archival_and_shows_both_sides(original: Compiled) -> None:
    edition = compiled(CHANGES["lists"]).edition("zh")
    document = redline(original.edition("zh").document, edition.document)
    tree = html.tree(document, edition.template.theme, edition._stylesheet, marked=False)
    data = pdf.write(pdf.lay_out(tree, edition.opened.project.path(edition.folders[-1])), document)
    assert [found for profile in ("3a", "ua1") for found in pdf_failures(data, profile)] == []
    shown = {element.tag for element in tree.iter()}
    assert {"ins", "del"} <= shown


def test_what_moved_says_from_where_and_whereto(original: Compiled) -> None:
    from dataclasses import replace

    document = original.edition("zh").document
    chapter = document.chapters[-1]
    section = next(one for one in chapter.sections if len(one.clauses) > 1)
    first, second, *rest = section.clauses
    swapped = replace(section, clauses=(second, first, *rest))
    sections = tuple(swapped if one is section else one for one in chapter.sections)
    new = replace(document, chapters=(*document.chapters[:-1], replace(chapter, sections=sections)))
    page = html.render(redline(document, new), original.template.theme, "")
    assert "〔移自" in page
    assert "〔移至" in page


def test_a_redline_without_an_author_is_a_bug_of_ours(made: Redlined) -> None:
    with pytest.raises(RenderError, match="whose"):
        docx.render(made.document, made.edition.template.theme, {})
