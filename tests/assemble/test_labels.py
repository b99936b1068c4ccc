"""Numbers and references, over trees of any shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from slagen.assemble.labels import Labels
from slagen.assemble.pair import COUNTED
from slagen.diagnostics import Lang, Span
from slagen.tree import LANGUAGES, Block, Content, Paragraph, Ref, ResolvedRef, Table, Text, plain
from slagen.tree.numbering import SPECIFICATION

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


@given(CLAUSES, st.booleans())
def test_numbers_are_contiguous_and_references_are_the_labels(clauses: list[list[Block]], annex: bool) -> None:
    labels = Labels(SPECIFICATION, LANGUAGES)
    parent = (2, 0) if annex else (3, 2)
    start, counted = 1, []
    for index, blocks in enumerate(clauses):
        name = f"test.c{index}"
        counted.append(labels.count(name, marked(blocks, name, iter(range(1000))), parent, start, annex=annex))
        start = contiguous(counted[-1], parent, start)
    everything = [found for blocks in counted for found in numbered(blocks)]
    assert len({found.number for found in everything}) == len(everything)
    assert len({found.key for found in everything}) == len(everything)
    for found in everything:
        for lang in LANGUAGES:
            assert plain(found.label.get(lang)) == SPECIFICATION.label(found.number, lang, annex=annex)
            assert resolved(labels, found.key, lang) == found.key
    assert not labels.problems


def resolved(labels: Labels, key: str, lang: Lang) -> str:
    """Where a reference to `key` leads; its words hold the whole number."""
    pointing = Content(**{lang: (Ref(key, SPAN),)})
    block = labels.resolve("other.clause", replace(paragraph((), False), content=pointing))
    assert isinstance(block, Paragraph)
    (reference,) = block.content.get(lang)
    assert isinstance(reference, ResolvedRef)
    target = labels.targets[key]
    counts = [count for count in target.number[:3] if count]
    for count in counts:
        assert str(count) in reference.text
    return reference.key


@given(CLAUSES)
def test_a_clause_that_shares_its_section_is_referred_to_from_its_first_paragraph_to_its_last(
    clauses: list[list[Block]],
) -> None:
    labels, start = Labels(SPECIFICATION, LANGUAGES), 1
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
