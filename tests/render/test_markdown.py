"""The Markdown: a CommonMark parser shows the same words, numbers and values."""

from __future__ import annotations

import re
from dataclasses import replace

import factory
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from slagen.diagnostics import Lang
from slagen.render import markdown
from slagen.tree import Content, Document, Emphasis, Field, Inline, Strong, Table, Text, blocks, contents, plain

PARSER = MarkdownIt("commonmark").enable("table")


def _words(token: Token) -> str:
    """What a reader sees of one inline token: <br> as a newline, other tags as nothing."""
    parts = []
    for child in token.children or []:
        if child.type in ("text", "text_special", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak") or child.content == "<br>":
            parts.append("\n")
    return "".join(parts)


def _shown(source: str) -> list[str]:
    return [_words(token) for token in PARSER.parse(source) if token.type == "inline"]


def _one(document: Document, *words: Inline, label: str = "1.1.1") -> Document:
    """`document` with one paragraph in all."""
    chapter = document.chapters[0]
    section, clause = chapter.sections[0], chapter.sections[0].clauses[0]
    paragraph = replace(
        factory.paragraph("scope.application#p1", (1, 1, 1), words, words),
        label=Content((Text(label),) if label else ()),
    )
    clause = replace(clause, blocks=(paragraph,))
    return replace(document, chapters=(replace(chapter, sections=(replace(section, clauses=(clause,)),)),), annexes=())


def _shown_paragraph(*words: Inline, label: str = "1.1.1") -> str:
    """What a reader sees of the only paragraph, which stands between its heading and the signature page."""
    shown = _shown(markdown.render(_one(factory.in_language("zh"), *words, label=label)))
    headings = [index for index, line in enumerate(shown) if line == "1.1 适用范围"]
    return shown[headings[1] + 1]


ZH = markdown._Setting(("zh",), frozenset())
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), min_size=1, max_size=60)
SPIKY = st.text(st.sampled_from("\\`*_{}[]()<>#+-.!|~&;:=\"'1a中 \n\t$@/"), min_size=1, max_size=40)


@given(SPIKY | TEXTS)
@settings(max_examples=300, deadline=None)
def test_any_value_is_shown_as_itself(text: str) -> None:
    assert _shown_paragraph(Field("x", text)) == f"1.1.1 {text}"


@given(SPIKY | TEXTS)
@settings(max_examples=300, deadline=None)
def test_any_value_that_begins_a_paragraph_is_shown_as_itself(text: str) -> None:
    assume(text.strip("\n"))  # a paragraph of nothing but line breaks is no paragraph
    assert _shown_paragraph(Field("x", text), label="") == text


@given(SPIKY | TEXTS, SPIKY | TEXTS)
@settings(max_examples=200, deadline=None)
def test_neighbours_do_not_make_markup_together(left: str, right: str) -> None:
    assert _shown_paragraph(Field("x", left), Field("y", right)) == f"1.1.1 {left}{right}"


@given(SPIKY | TEXTS)
@settings(max_examples=200, deadline=None)
def test_any_value_is_shown_as_itself_in_a_table(text: str) -> None:
    cell = factory.value("x", text)
    (source,) = markdown._table(factory.table((cell, cell), ((cell, cell),)), ZH)
    assert _shown(source) == [text] * 4


@pytest.mark.parametrize("around", [("", ""), ("中", "文"), ("a", "b"), (" ", " "), ("（", "）")])
@pytest.mark.parametrize("words", ["适用", "适用：", "（适用）", "Application.", "a b"])
@pytest.mark.parametrize("kind", [Strong, Emphasis])
def test_emphasis_opens_and_closes_beside_anything(
    kind: type[Strong] | type[Emphasis], words: str, around: tuple[str, str]
) -> None:
    before, after = around
    inlines = (Text(before), kind((Text(words),)), Text(after))
    source = markdown.render(_one(factory.in_language("zh"), *inlines))
    tag = "strong" if kind is Strong else "em"
    assert f"<{tag}>{words}</{tag}>" in PARSER.render(source)
    assert _shown_paragraph(*inlines) == f"1.1.1 {before}{words}{after}".rstrip()


@pytest.mark.parametrize("layout", ["interleaved", "parallel"])
def test_the_words_stand_in_the_order_of_the_tree(layout: factory.Layout) -> None:
    document = factory.rich_document(layout, long_text=True)
    shown = iter(_shown(markdown.render(document)))
    for block in blocks(document):
        if isinstance(block, Table):
            continue
        for lang in document.languages:
            expected = f"{plain(block.label.get(lang))} {plain(block.content.get(lang))}".strip()
            assert expected in shown, "missing, or out of order"


def test_no_label_is_counted_anew() -> None:
    source = markdown.render(_one(factory.in_language("zh"), Text("条款"), label="7."))
    assert _shown_paragraph(Text("条款"), label="7.") == "7. 条款"
    assert "<ol" not in PARSER.render(source)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_link_has_its_anchor(lang: Lang) -> None:
    source = markdown.render(factory.in_language(lang))
    anchors = re.findall(r'<a id="([^"]+)">', source)
    assert len(anchors) == len(set(anchors))
    links = [link.replace("%23", "#") for link in re.findall(r"\]\(#([^)]+)\)", source)]
    assert set(links) == set(anchors)
    assert len(links) > len(contents(factory.in_language(lang)))


def test_tables_are_tables_with_their_alignment() -> None:
    tokens = PARSER.parse(markdown.render(factory.in_language("zh")))
    tables = [token for token in tokens if token.type == "table_open"]
    assert len(tables) == 4
    heads = [token.attrGet("style") for token in tokens if token.type == "th_open"][:4]
    assert heads == ["text-align:left", "text-align:center", "text-align:center", "text-align:right"]
