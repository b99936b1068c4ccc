"""Redlines of real contracts: accepted they are the new document, rejected the old one; nothing else is marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import factory
import pytest
from check.contracts import base, drop, put, written

from slagen import pipeline
from slagen.diagnostics import Lang
from slagen.diff.redline import alike, redline
from slagen.tree import LANGUAGES, Block, Deleted, Document, Inserted, Paragraph, blocks, inlines, plain, select
from slagen.tree.redline import accepted, rejected
from slagen.tree.walk import headings, passages


def document(**values: Any) -> Document:
    """The contract of the rule tests with other values; a value of None is taken away."""
    data = base()
    for path, value in values.items():
        drop(data, path) if value is None else put(data, path, value)
    with TemporaryDirectory() as folder:
        (Path(folder) / "contract.yaml").write_text(written(data), "utf-8")
        return pipeline.compile_all(pipeline.load(Path(folder) / "contract.yaml"), ["bilingual"]).document


@cache
def original() -> Document:
    return document()


def marked(made: Document) -> Iterator[str]:
    """Everything that a redline marks, as + or - and the words."""
    for content in passages(made):
        for lang in LANGUAGES:
            for node in inlines(content.get(lang)):
                if isinstance(node, Inserted | Deleted):
                    yield ("+" if isinstance(node, Inserted) else "-") + plain(node.children)
    for node in (*blocks(made), *(heading for _, heading in headings(made))):
        if node.change:
            yield f"{node.change.kind} {'moved ' if node.change.moved else ''}{_words(node)}"


def _words(node: Any) -> str:
    content = getattr(node, "content", None) or getattr(node, "title", None)
    return plain(content.get("zh"))[:12] if content else "table"


def proved(old: Document, new: Document) -> list[str]:
    made = redline(old, new)
    assert alike(accepted(made), new)
    assert alike(rejected(made), old)
    return sorted(marked(made))


def test_of_one_document_nothing_is_marked() -> None:
    assert proved(original(), original()) == []


def test_a_value_is_marked_wherever_it_is_shown_and_nothing_else() -> None:
    assert set(proved(original(), document(**{"priority.targets[2].resolution": "36h"}))) == {
        "-18小时", "+36小时", "-18 hours", "+36 hours",
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_note_on_the_cover_that_only_one_has(lang: Lang) -> None:
    other = {"zh": "en", "en": "zh"}[lang]
    noted = select(document(**{"contract.language": {"mode": other, "prevailing": other}}), (lang,))
    plainly = select(original(), (lang,))
    assert noted.cover.note.get(lang)
    for old, new, kind in ((plainly, noted, Inserted), (noted, plainly, Deleted)):
        assert proved(old, new)
        assert redline(old, new).cover.note.get(lang) == (kind(noted.cover.note.get(lang)),)


def test_a_paragraph_inserted_in_front_renumbers_without_a_mark() -> None:
    old = original()
    first = old.chapters[0].sections[0].clauses[0]
    added = first.blocks[0]
    assert isinstance(added, Paragraph)
    shorter = _with_blocks(old, first.blocks[1:])
    assert proved(shorter, old) == ["inserted table", f"inserted {_words(added)}"]


def test_two_clauses_that_changed_places_are_a_move_and_nothing_else() -> None:
    old = original()
    chapter = old.chapters[-1]
    section = next(one for one in chapter.sections if len(one.clauses) > 1)
    first, second, *rest = section.clauses
    swapped = replace(section, clauses=(second, first, *rest))
    sections = tuple(swapped if one is section else one for one in chapter.sections)
    new = replace(old, chapters=(*old.chapters[:-1], replace(chapter, sections=sections)))
    found = proved(old, new)
    assert found
    assert all(" moved " in one for one in found), found


def test_a_section_that_goes_is_deleted_with_its_heading() -> None:
    old = original()
    chapter = old.chapters[5]
    new = replace(old, chapters=(*old.chapters[:5], replace(chapter, sections=chapter.sections[1:]), *old.chapters[6:]))
    found = proved(old, new)
    assert all(one.startswith("deleted") for one in found)
    assert any(_words(chapter.sections[0].heading) in one for one in found)


def _with_blocks(old: Document, some: tuple[Block, ...]) -> Document:
    chapter = old.chapters[0]
    section = chapter.sections[0]
    clause = replace(section.clauses[0], blocks=some)
    section = replace(section, clauses=(clause, *section.clauses[1:]))
    chapter = replace(chapter, sections=(section, *chapter.sections[1:]))
    return replace(old, chapters=(chapter, *old.chapters[1:]))


@pytest.mark.parametrize("layout", ["interleaved", "parallel"])
def test_the_documents_of_the_renderers_tests(layout: Any) -> None:
    old = factory.rich_document(layout)
    assert proved(old, old) == []
