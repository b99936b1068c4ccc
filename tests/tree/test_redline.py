"""The two documents of a redline, had from its tree."""

from __future__ import annotations

from dataclasses import replace

import factory

from slagen.tree import Change, Content, Deleted, Document, Inserted, Paragraph, Strong, Text
from slagen.tree.redline import accepted, rejected, said

BEFORE, AFTER = (Text("four "), Text("hours")), (Text("two "), Text("hours"))
BOTH = (Strong((Deleted((Text("four "),)), Inserted((Text("two "),)))), Text("hours"))


def first(document: Document) -> Paragraph:
    block = document.chapters[0].sections[0].clauses[0].blocks[0]
    assert isinstance(block, Paragraph)
    return block


def with_first(document: Document, *blocks: Paragraph) -> Document:
    chapter = document.chapters[0]
    section = chapter.sections[0]
    clause = section.clauses[0]
    clause = replace(clause, blocks=(*blocks, *clause.blocks[1:]))
    section = replace(section, clauses=(clause, *section.clauses[1:]))
    chapter = replace(chapter, sections=(section, *chapter.sections[1:]))
    return replace(document, chapters=(chapter, *document.chapters[1:]))


def test_a_document_without_changes_is_both_sides() -> None:
    document = factory.rich_document()
    assert accepted(document) == document
    assert rejected(document) == document


def test_words_of_either_side_keep_what_is_around_them() -> None:
    assert said(BOTH, "new") == (Strong((Text("two "),)), Text("hours"))
    assert said(BOTH, "old") == (Strong((Text("four "),)), Text("hours"))


def test_what_an_old_paragraph_was_comes_back_with_its_old_words() -> None:
    old = factory.rich_document()
    was = first(old)
    new = with_first(old, replace(was, number=(9, 9, 9), key="moved", content=Content(zh=AFTER, en=AFTER)))
    kept = replace(first(new), content=Content(zh=BOTH, en=AFTER), was=replace(was, content=Content(), children=()))
    redline = with_first(old, kept)
    assert first(accepted(redline)).content.zh == (Strong((Text("two "),)), Text("hours"))
    assert (first(accepted(redline)).key, first(accepted(redline)).was) == ("moved", None)
    assert first(rejected(redline)).number == was.number
    assert first(rejected(redline)).content.zh == (Strong((Text("four "),)), Text("hours"))
    assert first(rejected(redline)).children == was.children


def test_whole_paragraphs_and_sections_are_on_one_side_only() -> None:
    document = factory.rich_document()
    gone, made = (replace(first(document), key=kind, change=Change(kind)) for kind in ("deleted", "inserted"))
    redline = with_first(document, gone, made)
    assert first(accepted(redline)).key == "inserted"
    assert first(rejected(redline)).key == "deleted"
    chapter = document.chapters[0]
    section = chapter.sections[0]
    gone_section = replace(section, heading=replace(section.heading, change=Change("deleted")))
    redline = replace(document, chapters=(replace(chapter, sections=(gone_section, *chapter.sections[1:])),))
    assert accepted(redline).chapters[0].sections == chapter.sections[1:]
    assert rejected(redline).chapters[0].sections == chapter.sections
