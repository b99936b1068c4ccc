"""Notes to clauses: what they rest on, and nothing that counsel wrote for itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from slagen.assemble.notes import with_notes
from slagen.compiled import Compiled
from slagen.pipeline import compile_all, load
from slagen.read.library import load_library
from slagen.render.options import Options
from slagen.tree import LANGUAGES, Citation, Paragraph, blocks, plain
from slagen.tree.walk import clause_ids

CONTRACT = Path(__file__).parents[1] / "minimal" / "contract.yaml"


@pytest.fixture(scope="module")
def noted() -> Compiled:
    return compile_all(load(CONTRACT), ["bilingual"], Options(notes=True))


def test_each_clause_that_rests_on_something_has_one_note_at_its_first_paragraph(noted: Compiled) -> None:
    keys = [block.key for block in blocks(noted.document) if isinstance(block, Paragraph) and block.key]
    first = {key.partition("#")[0]: key for key in reversed(keys)}
    heads = [clause.head for clause in noted.outline.clauses]
    expected = [first[head.id] for head in heads if head.references and head.id in first]
    assert len(expected) > 20
    assert sorted(note.key for note in noted.document.notes) == sorted(expected)
    assert [note.key for note in noted.document.notes] == sorted(expected, key=keys.index)


def test_a_note_says_what_it_rests_on_and_nothing_else(noted: Compiled) -> None:
    references = {clause.head.id: clause.head.references for clause in noted.outline.clauses}
    for note in noted.document.notes:
        for lang in LANGUAGES:
            before, citation, after = note.content.get(lang)
            assert (plain((before,)), plain((after,))) == {"zh": ("依据：", "。"), "en": ("Basis: ", ".")}[lang]
            assert isinstance(citation, Citation)
            assert citation.targets == references[note.key.partition("#")[0]]


def test_how_it_reads(noted: Compiled) -> None:
    parties = next(note for note in noted.document.notes if note.key == "scope.application#parties")
    assert plain(parties.content.get("zh")) == (
        "依据：《中华人民共和国民法典》第四百七十条、第四百九十条和第五百二十二条；ISO/IEC 20000-1:2018第8.2.2条。"
    )
    assert plain(parties.content.get("en")) == (
        "Basis: Articles\xa0470, 490 and 522 of the Civil Code of the People's Republic of China; "
        "clause\xa08.2.2 of ISO/IEC 20000-1:2018."
    )


def test_none_by_default_and_nothing_else_differs(noted: Compiled) -> None:
    plain_ = compile_all(load(CONTRACT), ["bilingual"])
    assert plain_.document.notes == ()
    again = with_notes(
        plain_.document, noted.outline.clauses, load_library(noted.opened.project).works,
        noted.template.phrases["basis"],
    )  # fmt: skip
    assert again == noted.document


def test_an_annex_alone_and_an_edition_have_their_own(noted: Compiled) -> None:
    alone = noted.annex("annex.confidentiality").document
    assert {note.key.partition("#")[0] for note in alone.notes} <= clause_ids(alone)
    assert alone.notes
    english = noted.edition("en").document
    assert [note.key for note in english.notes] == [note.key for note in noted.document.notes]
    assert all(note.content.zh is None for note in english.notes)
