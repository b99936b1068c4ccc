"""Numbers and references, over trees of any shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slagen.assemble.labels import Labels
from slagen.assemble.pair import COUNTED
from slagen.diagnostics import Lang, Span
from slagen.tree import LANGUAGES, Block, Content, Paragraph, Ref, ResolvedRef, Table, Text, plain
from slagen.tree.numbering import Numbering, count, labelled, unstopped

SPAN = Span("clauses/test.md", 1, 1)


def paragraph(children: Sequence[Block], counted: bool) -> Paragraph:
    return Paragraph(
        "", COUNTED if counted else (), Content(), Content((Text("甲"),), (Text("A"),)), tuple(children), SPAN
    )


def trees(depth: int) -> st.SearchStrategy[Block]:
    """Blocks with at most `depth` counted levels."""
    table = st.just(Table((), (), (), SPAN))
    plain_ = st.just(paragraph((), False))
    if depth == 0:
        return st.one_of(table, plain_)
    return st.one_of(
        st.lists(trees(depth - 1), max_size=3).map(lambda children: paragraph(children, True)), table, plain_
    )


CLAUSES = st.lists(st.lists(trees(3), min_size=1, max_size=4), min_size=1, max_size=4)


def marked(blocks: Sequence[Block], clause: str, counter: Iterator[int]) -> list[Block]:
    """The same blocks, each counted paragraph with a mark of its own."""
    return [
        replace(
            block,
            key=f"{clause}#m{next(counter)}" if block.number else "",
            children=tuple(marked(block.children, clause, counter)),
        )
        if isinstance(block, Paragraph)
        else block
        for block in blocks
    ]


def numbered(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from [block] if block.number else []
            yield from numbered(block.children)


def contiguous(blocks: Sequence[Block], parent: tuple[int, ...], start: int) -> int:
    """The count after the last; every count is the one before it and one more, below its parent's."""
    for block in blocks:
        if isinstance(block, Paragraph):
            if block.number:
                assert block.number == (*parent, start)
                start += 1
            contiguous(block.children, block.number or parent, 1)
    return start


NUMBERINGS = st.builds(
    Numbering,
    zh=st.sampled_from(["specification", "statute", "official"]),
    en=st.sampled_from(["specification", "article"]),
)


@given(CLAUSES, st.booleans(), NUMBERINGS)
def test_numbers_are_contiguous_and_references_are_the_labels(
    clauses: list[list[Block]], annex: bool, numbering: Numbering
) -> None:
    labels = Labels(numbering, LANGUAGES)
    for chapter, sections in ((1, 4), (2, 1), (3, 2)):
        labels.heading(f"chapter-{chapter}", (chapter,), Content())
        for section in range(1, sections + 1):
            labels.heading(f"section-{chapter}.{section}", (chapter, section), Content())
    labels.heading("annex.a", (2,), Content(), annex=True)
    parent = (2, 0) if annex else (3, 2)
    start, counted = 1, []
    for index, blocks in enumerate(clauses):
        name = f"test.c{index}"
        counted.append(labels.count(name, marked(blocks, name, iter(range(1000))), parent, start, annex=annex))
        start = contiguous(counted[-1], parent, start)
    everything = [found for blocks in counted for found in numbered(blocks)]
    assert len({found.number for found in everything}) == len(everything)
    assert len({found.key for found in everything}) == len(everything)
    by_number = {found.number: found for found in everything}
    for found in everything:
        for lang in LANGUAGES:
            parts = resolved(labels, found.key, lang)
            assert parts[-1].key == found.key
            assert unstopped(plain(found.label.get(lang))) == parts[-1].number
            # What its own label leaves out stands before it, down from the section.
            assert "".join(part.number for part in parts) == above(by_number, found, lang, numbering, annex)
    assert not labels.problems


def above(
    found: dict[tuple[int, ...], Paragraph], node: Paragraph, lang: Lang, numbering: Numbering, annex: bool
) -> str:
    """The numbers of a reference to `node`, put together by hand."""
    items = [unstopped(plain(found[node.number[:depth]].label.get(lang))) for depth in range(3, len(node.number) + 1)]
    if annex:
        heading = "附件2" if lang == "zh" else "Annex 2"
    elif numbering.name(lang) == "specification":
        heading = ""
    else:
        heading = {"statute": "第七条", "official": "三（二）", "article": "3.2"}[numbering.name(lang)]
    return heading + "".join(items)


def resolved(labels: Labels, key: str, lang: Lang) -> list[ResolvedRef]:
    """The parts of a reference to `key`."""
    pointing = Content(**{lang: (Ref(key, SPAN),)})
    block = labels.resolve("other.clause", replace(paragraph((), False), content=pointing))
    assert isinstance(block, Paragraph)
    parts = block.content.get(lang)
    assert all(isinstance(part, ResolvedRef) for part in parts)
    return [part for part in parts if isinstance(part, ResolvedRef)]


@pytest.mark.parametrize(
    ("numbering", "zh", "en"),
    [
        (Numbering(), "第2.1.1款第（2）项第a）目", "Section\u00a02.1.1(2)(a)"),
        (Numbering("statute", "article"), "第三条第（一）款第2项第（1）目", "Section\u00a02.1(a)(ii)(A)"),
        (Numbering("official"), "第二部分第（一）条第1款第（2）项第①目", "Section\u00a02.1.1(2)(a)"),
    ],
)
def test_a_reference_in_each_scheme(numbering: Numbering, zh: str, en: str) -> None:
    labels = Labels(numbering, LANGUAGES)
    for number in ((1,), (1, 1), (1, 2), (2,), (2, 1)):
        labels.heading(f"h{number}", number, Content())
    item = replace(paragraph([paragraph((), True)], True))
    labels.count(
        "a.b", marked([paragraph([paragraph((), True), item], True)], "a.b", iter(range(9))), (2, 1), 1, annex=False
    )
    deepest = labels._keys[False, (2, 1, 1, 2, 1)]
    assert "".join(part.text for part in resolved(labels, deepest, "zh")) == zh
    assert "".join(part.text for part in resolved(labels, deepest, "en")) == en


def test_chinese_counting_is_what_cn2an_says() -> None:
    for number in range(1, 2100):
        said = cn2an.an2cn(number)
        assert count(number, "chineseCountingThousand") == (
            said.removeprefix("一") if said.startswith("一十") else said
        )


@pytest.mark.parametrize(
    ("number", "roman"), [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (40, "xl"), (99, "xcix"), (1994, "mcmxciv")]
)
def test_roman_numerals(number: int, roman: str) -> None:
    assert count(number, "lowerRoman") == roman


@pytest.mark.parametrize(("number", "circled"), [(1, "①"), (20, "⑳"), (21, "21")])
def test_circled_numbers_and_what_follows_the_last(number: int, circled: str) -> None:
    assert count(number, "decimalEnclosedCircle") == circled


@pytest.mark.parametrize(
    ("label", "line", "quoted"),
    [("一、", "一、总则", "一"), ("（一）", "（一）总则", "（一）"), ("第一章", "第一章 总则", "第一章"),
     ("3.", "3. 总则", "3"), ("", "总则", "")],
)  # fmt: skip
def test_a_heading_in_one_line_and_its_label_in_a_reference(label: str, line: str, quoted: str) -> None:
    assert (labelled(label, "总则"), unstopped(label)) == (line, quoted)


@pytest.mark.parametrize(
    ("numbering", "zh", "en"),
    [
        (Numbering(), "第2.1.1款至第2.1.3款", "Sections\u00a02.1.1 to 2.1.3"),
        (Numbering("statute", "article"), "第一条第（一）款至第（三）款", "Sections\u00a02.1(a) to 2.1(c)"),
        (Numbering("official"), "第二部分第（一）条第1款至第3款", "Sections\u00a02.1.1 to 2.1.3"),
    ],
)
def test_a_range_in_each_scheme(numbering: Numbering, zh: str, en: str) -> None:
    labels = Labels(numbering, LANGUAGES)
    labels.heading("h2", (2,), Content())
    labels.heading("h2.1", (2, 1), Content())
    labels.count("a.b", [paragraph((), True) for _ in range(3)], (2, 1), 1, annex=False)
    pointing = replace(paragraph((), False), content=Content((Ref("a.b", SPAN),), (Ref("a.b", SPAN),)))
    block = labels.resolve("o.c", pointing)
    assert isinstance(block, Paragraph)
    assert (plain(block.content.get("zh")), plain(block.content.get("en"))) == (zh, en)


@given(CLAUSES)
def test_a_clause_that_shares_its_section_is_referred_to_from_its_first_paragraph_to_its_last(
    clauses: list[list[Block]],
) -> None:
    labels, start = Labels(Numbering(), LANGUAGES), 1
    for index, blocks in enumerate(clauses):
        counted = labels.count(f"test.c{index}", blocks, (3, 2), start, annex=False)
        tops = [block for block in counted if isinstance(block, Paragraph) and block.number]
        start += len(tops)
        if tops:
            block = labels.resolve(
                "o.c", replace(paragraph((), False), content=Content(zh=(Ref(f"test.c{index}", SPAN),)))
            )
            assert isinstance(block, Paragraph)
            first, last = (".".join(map(str, top.number)) for top in (tops[0], tops[-1]))
            assert plain(block.content.get("zh")) == (f"第{first}款" if first == last else f"第{first}款至第{last}款")
        else:
            assert f"test.c{index}" not in labels.spans
