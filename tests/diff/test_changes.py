"""The edits of redlines of real contracts: each of its kind, once, in somebody's favour where that is certain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from diff.test_redline import document, original
from recounted import recounted

from slagen.diagnostics import Span
from slagen.diff.changes import edits
from slagen.diff.redline import redline
from slagen.model.clause import Risk
from slagen.model.edit import Edit, Favour, Kind
from slagen.tree import Block, Clause, Content, Document, Paragraph, Strong, Text, plain
from slagen.tree.walk import clauses

CASES = yaml.safe_load((Path(__file__).parent / "edits.yaml").read_text("utf-8"))


def between(old: Document, new: Document, **risks: Risk) -> tuple[Edit, ...]:
    return edits(redline(old, new), {name.replace("_", "."): risk for name, risk in risks.items()})


def told(edit: Edit) -> list[Any]:
    favours = None if edit.favours is None else edit.favours.value
    return [edit.kind.value, edit.clause, edit.path, favours, edit.old.en, edit.new.en, len(edit.places)]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_edits_of_changed_values(case: Any) -> None:
    found = between(original(), document(**case["set"]))
    seen = [told(edit) for edit in found]
    assert len(seen) == len(case["edits"]), seen
    for one, expected in zip(seen, case["edits"], strict=True):
        assert [have for have, want in zip(one, expected, strict=True) if want is not None] == [
            want for want in expected if want is not None
        ], one
    assert [edit.one_sided for edit in found] == [case.get("one_sided", False)] * len(found)


def test_of_one_document_there_is_none() -> None:
    assert between(original(), original()) == ()


def test_risk_is_the_clauses_and_medium_where_it_is_not_known() -> None:
    new = document(**{"priority.targets[2].resolution": "36h"})
    assert [edit.risk for edit in between(original(), new, delivery_response=Risk.HIGH)] == [Risk.HIGH]
    assert [edit.risk for edit in between(original(), new)] == [Risk.MEDIUM]


def test_places_of_an_annex_have_its_number() -> None:
    old = original()
    annex = old.annexes[0]
    clause = replace(annex.clause, blocks=annex.clause.blocks[1:])
    (found, *_) = between(old, replace(old, annexes=(replace(annex, clause=clause), *old.annexes[1:])))
    titles = [plain(annex.clause.title.get(lang)) for lang in ("zh", "en")]
    titled = found.places[0].title
    assert [plain(titled.get("zh")), plain(titled.get("en"))] == [f"附件1 {titles[0]}", f"Annex 1 {titles[1]}"]


def test_a_clause_of_another_variant_says_so_and_whom_it_favours() -> None:
    found = between(original(), document(variants={"default": "customer"}))
    sources = [edit for edit in found if edit.kind is Kind.SOURCE]
    assert {edit.favours for edit in sources} == {Favour.CUSTOMER}
    assert {"quality.measures", "supplementary.liability"} <= {edit.clause for edit in sources}
    assert all("balanced" in (edit.old.en or "") and "customer" in (edit.new.en or "") for edit in sources)
    renumbered = {edit.clause for edit in found if edit.kind is Kind.NUMBERING}
    assert renumbered
    assert renumbered.isdisjoint(edit.clause for edit in found if edit.kind is not Kind.NUMBERING)


def test_a_clause_of_another_version_or_of_the_projects_own_says_so() -> None:
    old = original()
    clause = next(one for one in clauses(old) if one.variant is None)
    newer = _with(old, clause.id, lambda one: replace(one, version="9.0.0"))
    (found,) = between(old, newer)
    assert (found.kind, found.clause, found.old.en, found.new.en) == (Kind.SOURCE, clause.id, clause.version, "9.0.0")
    own = _with(old, clause.id, lambda one: replace(one, span=Span("clauses/own.md", 1, 1)))
    (found,) = between(old, own)
    assert (found.old.en, found.new.en) == (clause.version, f"{clause.version}, the project's own")
    assert found.new.zh == f"{clause.version}，项目条款"


def test_against_a_built_document_that_names_no_files_an_own_clause_is_no_change() -> None:
    clause = next(one for one in clauses(original()) if one.variant is None)
    built = _with(original(), clause.id, lambda one: replace(one, span=Span("", 1, 1)))
    own = _with(original(), clause.id, lambda one: replace(one, span=Span("clauses/own.md", 1, 1)))
    assert between(built, own) == ()


def test_a_clause_inserted_in_front_is_one_edit_and_others_only_get_numbers() -> None:
    new = document()
    chapter = next(one for one in new.chapters if any(len(section.clauses) > 1 for section in one.sections))
    section = next(one for one in chapter.sections if len(one.clauses) > 1)
    shorter = _with(new, section.clauses[0].id, lambda clause: None)
    found = between(shorter, new)
    assert [(edit.kind, edit.clause) for edit in found] == [(Kind.INSERTED, section.clauses[0].id)]
    assert [(edit.kind, edit.clause) for edit in between(new, shorter)] == [(Kind.DELETED, section.clauses[0].id)]


def test_two_clauses_that_changed_places_are_moves_and_nothing_else() -> None:
    old = original()
    chapter = old.chapters[-1]
    section = next(one for one in chapter.sections if len(one.clauses) > 1)
    first, second, *rest = section.clauses
    swapped = replace(section, clauses=(second, first, *rest))
    sections = tuple(swapped if one is section else one for one in chapter.sections)
    found = between(old, replace(old, chapters=(*old.chapters[:-1], replace(chapter, sections=sections))))
    assert {edit.kind for edit in found} == {Kind.MOVED}
    assert {edit.clause for edit in found} <= {first.id, second.id}
    assert len(found) == 1


def test_paragraphs_that_changed_places_are_moves_with_their_labels() -> None:
    old = original()
    clause = next(one for one in clauses(old) if len([b for b in one.blocks if _is_long(b)]) > 3)
    *before, last = clause.blocks
    new = _with(old, clause.id, lambda one: replace(one, blocks=(last, *before)))
    moved = [edit for edit in between(old, new) if edit.kind is Kind.MOVED]
    assert [(edit.clause, edit.old.zh) for edit in moved] == [(clause.id, plain(_label(last).get("zh")))]


def test_a_place_says_what_number_it_had() -> None:
    old = original()
    clause = next(one for one in clauses(old) if _is_long(one.blocks[0]) and _label(one.blocks[0]).zh)
    label = _label(clause.blocks[0])
    number = Content((Text("9.9.9"),), (Text("9.9.9"),))

    def changed(one: Clause) -> Clause:
        first, *rest = _reworded(one, zh=(Text("甲方应当立即另行通知。"),)).blocks
        assert isinstance(first, Paragraph)
        return replace(one, blocks=(replace(first, label=number), *rest))

    (found,) = (edit for edit in between(old, _with(old, clause.id, changed)) if edit.kind is Kind.WORDING)
    assert [(place.label, place.was) for place in found.places] == [(number, label)]
    cover = replace(old.cover, facts=(replace(old.cover.facts[0], value=number), *old.cover.facts[1:]))
    assert [place.was for edit in between(old, replace(old, cover=cover)) for place in edit.places] == [None]
    (found,) = between(old, _with(old, clause.id, lambda one: _reworded(one, zh=(Text("甲方应当立即通知。"),))))
    assert [(place.label, place.was) for place in found.places] == [(label, None)]


@pytest.mark.parametrize(
    ("zh", "en", "called"),
    [
        ("specification", "specification", ("3.2.3", "3.2.3")),
        ("statute", "article", ("第十二条（三）", "3.2(c)")),
        ("official", "specification", ("三、（二）3.", "3.2.3")),
    ],
)
def test_a_place_is_called_by_all_the_numbers_that_it_takes_to_find_it(
    zh: str, en: str, called: tuple[str, str]
) -> None:
    schemes = {"contract.numbering": {"zh": zh, "en": en}}
    (found,) = between(document(**schemes), document(**schemes, **{"priority.targets[2].resolution": "36h"}))
    (place,) = found.places
    assert (plain(place.label.get("zh")), plain(place.label.get("en"))) == called


def test_a_clause_that_moved_within_articles_says_so_by_both_numbers() -> None:
    old = document(**{"contract.numbering": {"zh": "statute", "en": "article"}})
    chapter = next(one for one in old.chapters if any(len(section.clauses) > 1 for section in one.sections))
    section = next(one for one in chapter.sections if len(one.clauses) > 1)
    first, second, *rest = section.clauses
    sections = tuple(
        replace(one, clauses=(second, first, *rest)) if one is section else one for one in chapter.sections
    )
    chapters = tuple(replace(one, sections=sections) if one is chapter else one for one in old.chapters)
    moved = [one for one in between(old, recounted(old, chapters, old.annexes)) if one.kind is Kind.MOVED]
    article = plain(section.heading.label.get("zh"))
    assert moved
    assert all((one.old.zh or "").startswith(f"{article}（") for one in moved)
    assert all((one.new.zh or "").startswith(f"{article}（") for one in moved)


def test_words_changed_in_one_language_only_are_told() -> None:
    old = original()
    clause = next(one for one in clauses(old) if _is_long(one.blocks[0]))
    new = _with(old, clause.id, lambda one: _reworded(one, zh=(Text("甲方应当立即另行通知。"),)))
    (found,) = between(old, new)
    assert (found.kind, found.languages, found.one_sided) == (Kind.WORDING, ("zh",), True)


def test_words_set_in_another_way_are_formatting() -> None:
    old = original()
    clause = next(one for one in clauses(old) if _is_long(one.blocks[0]))
    first = clause.blocks[0]
    assert isinstance(first, Paragraph)
    strong = {lang: (Strong(first.content.get(lang)),) for lang in ("zh", "en")}
    (found,) = between(old, _with(old, clause.id, lambda one: _reworded(one, **strong)))
    assert (found.kind, found.one_sided) == (Kind.FORMATTING, False)


def _is_long(block: Block) -> bool:
    return isinstance(block, Paragraph) and bool(block.number) and len(plain(block.content.get("zh"))) > 20


def _label(block: Block) -> Content:
    return block.label if isinstance(block, Paragraph) else Content()


def _reworded(clause: Clause, **words: Any) -> Clause:
    first = clause.blocks[0]
    assert isinstance(first, Paragraph)
    return replace(clause, blocks=(replace(first, content=replace(first.content, **words)), *clause.blocks[1:]))


def _with(old: Document, id_: str, change: Callable[[Clause], Clause | None]) -> Document:
    """The document with one clause changed, or taken away."""
    chapters = []
    for chapter in old.chapters:
        sections = []
        for section in chapter.sections:
            some = [change(one) if one.id == id_ else one for one in section.clauses]
            sections.append(replace(section, clauses=tuple(one for one in some if one is not None)))
        chapters.append(replace(chapter, sections=tuple(sections)))
    return replace(old, chapters=tuple(chapters))
