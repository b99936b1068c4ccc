"""The numbers that Word counts are those of the tree."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from docx_parts import ROOT, Counter, Parts, W, bookmarked, fields, numbered, references, val, words
from factory import in_language, theme

from slagen.diagnostics import Lang
from slagen.model.template import Schemes
from slagen.pipeline import compile_all, load
from slagen.render.docx import RenderError, render
from slagen.tree import Content, Document, Text, plain, select
from slagen.tree.walk import headings


def test_word_counts_the_labels_of_the_tree(parts: Parts) -> None:
    counter = Counter(parts.part("word/numbering.xml"), parts.part("word/styles.xml"))
    labelled = [(counter.label(p), words(p)) for p in parts.body.iter(f"{W}p")]
    assert [pair for pair in labelled if pair[0] is not None] == list(numbered(parts.tree))


@cache
def counted(zh: str, en: str) -> Document:
    """The minimal contract counted by other schemes than the specification's."""
    opened = load(ROOT / "tests" / "minimal" / "contract.yaml")
    agreement = opened.contract.contract.model_copy(update={"numbering": Schemes(zh=zh, en=en)})
    contract = opened.contract.model_copy(update={"contract": agreement})
    opened = replace(opened, loaded=replace(opened.loaded, contract=contract))
    return compile_all(opened, ["bilingual"]).edition("bilingual").document


@pytest.mark.parametrize(
    ("zh", "en", "languages"),
    [
        ("statute", "article", ("zh",)),
        ("statute", "article", ("en",)),
        ("statute", "article", ("zh", "en")),
        ("statute", "article", ("en", "zh")),
        ("official", "article", ("zh",)),
        ("official", "article", ("en", "zh")),
    ],
)
def test_word_counts_the_labels_of_other_schemes(zh: str, en: str, languages: tuple[Lang, ...]) -> None:
    document = replace(select(counted(zh, en), languages), languages=languages)
    parts = Parts(document, render(document, theme(), {}))
    counter = Counter(parts.part("word/numbering.xml"), parts.part("word/styles.xml"))
    labelled = [(counter.label(p), words(p)) for p in parts.body.iter(f"{W}p")]
    shown = [pair for pair in labelled if pair[0] is not None]
    assert shown == list(numbered(document))
    first = {"statute": "第一章", "official": "一、"}[zh] if "zh" in languages else "Article 1"
    assert first in [label for label, _ in shown]
    marked, found = bookmarked(parts), references(parts)
    assert len(found) > 50
    assert [marked[code[1]] for code, _ in found] == [result for _, result in found]
    # A field would show 三、 where the reference is to 第三部分.
    linked = [(code.split('"')[1], result) for code, result in fields(parts.body) if code.startswith("HYPERLINK")]
    assert bool(linked) == (zh == "official")
    assert [marked[name] for name, _ in linked] == [f"{result}、" for _, result in linked]


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
