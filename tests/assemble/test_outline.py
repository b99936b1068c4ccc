"""Which clauses a contract has: conditions, sections left out, a project's own clauses laid over the library's."""

from __future__ import annotations

import pytest
from library import Library, says, words

from slagen.diagnostics import Code
from slagen.tree import Document


def headings(document: Document) -> list[tuple[str, str]]:
    """Label and number in the specification of each section that is there."""
    return [
        (says(section.heading.label), section.section) for chapter in document.chapters for section in chapter.sections
    ]


def four(library: Library, **when: str) -> None:
    for section in ("1.1", "1.2", "3.1", "3.2"):
        name = f"s{section.replace('.', '-')}"
        condition = when.get(name.replace("-", "_"))
        library.clause("1. 甲", "1. A", id_=f"test.{name}", section=section, when=condition)


def test_all_sections_in_order(library: Library) -> None:
    four(library)
    document = library.document()
    assert headings(document) == [("1.1", "1.1"), ("1.2", "1.2"), ("2.1", "3.1"), ("2.2", "3.2")]
    assert [says(chapter.heading.label).replace("\u00a0", "") for chapter in document.chapters] == ["第1章", "第2章"]


@pytest.mark.parametrize(
    ("condition", "there"),
    [
        ("contract.signed", False),
        ("not contract.signed", True),
        ("services", True),
        ("exclusions", False),
        ("contract.language.mode == 'bilingual'", True),
        ("contract.language.mode == 'zh'", False),
        ("services | length > 1", False),
        ("slos | selectattr('service.id', 'eq', 'web') | list", True),
        ("slos | selectattr('service.id', 'eq', 'mail') | list", False),
    ],
)
def test_a_section_is_there_where_its_condition_holds(condition: str, there: bool, library: Library) -> None:
    four(library, s1_1=f'"{condition}"')
    expected = [("1.1", "1.2"), ("2.1", "3.1"), ("2.2", "3.2")]
    full = [("1.1", "1.1"), ("1.2", "1.2"), ("2.1", "3.1"), ("2.2", "3.2")]
    assert headings(library.document()) == (full if there else expected)


def test_a_chapter_without_a_section_leaves_no_gap(library: Library) -> None:
    four(library, s1_1="exclusions", s1_2="exclusions")
    assert headings(library.document()) == [("1.1", "3.1"), ("1.2", "3.2")]


@pytest.mark.parametrize(
    "condition",
    [
        "contrct.signed",
        "contract.sgned",
        "contract.signed +",
        "services > 1",
        "1 / 0",
        "contract.version | int",
        "services[7].name",
    ],
)
def test_a_condition_that_can_not_be_decided_is_an_error_at_its_place(condition: str, library: Library) -> None:
    name = library.clause("1. 甲", "1. A", when=f'"{condition}"')
    (problem,) = library.problems()
    assert problem.span.file == name
    assert problem.span.line == library.place(name, condition)[0]
    assert problem.code in (Code.NAME_UNDEFINED, Code.CLAUSE_SYNTAX)


def test_annexes_come_in_the_order_of_the_template_and_the_others_behind(library: Library) -> None:
    library.clause("1. 甲", "1. A")
    for id_ in ("annex.more", "annex.list", "annex.absent"):
        library.clause("1. 乙", "1. B", id_=id_, section="annex", when="exclusions" if id_ == "annex.absent" else None)
    assert [annex.clause.id for annex in library.document().annexes] == ["annex.list", "annex.more"]


def test_a_clause_of_the_project_stands_in_for_the_packaged_one(library: Library) -> None:
    library.clause("1. 库", "1. library")
    library.clause("1. 另", "1. other", id_="second.other", section="3.1")
    library.clause("1. 自", "1. own", own=True, version="2.0.0")
    document = library.document()
    assert words(document) == ["自", "另"]
    clause = document.chapters[0].sections[0].clauses[0]
    assert (clause.version, clause.span.file) == ("2.0.0", "clauses/first.beginning.md")


def test_a_clause_of_the_project_may_add_to_the_library(library: Library) -> None:
    library.clause("1. 库", "1. library")
    library.clause("1. 增", "1. added", id_="own.more", own=True)
    assert words(library.document()) == ["库", "增"]
    assert headings(library.document()) == [("1.1", "1.1")]


def test_has_tells_which_clauses_are_there(library: Library) -> None:
    text = (
        "1. {% if has('second.other') %}有{% else %}无{% endif %}{% if has('second.gone') %}有{% else %}无{% endif %}"
    )
    library.clause(text, text)
    library.clause("1. 另", "1. other", id_="second.other", section="3.1")
    library.clause("1. 另", "1. other", id_="second.gone", section="3.1", when="exclusions")
    assert words(library.document())[0] == "有无"


def test_two_files_of_one_library_with_one_id(library: Library) -> None:
    library.clause("1. 甲", "1. A")
    file = library.root / "clauses" / "first.beginning.md"
    (library.root / "clauses" / "second.md").write_bytes(file.read_bytes())
    (problem,) = library.problems()
    assert problem.code is Code.CLAUSE_DUPLICATE
    assert problem.span.file == "slagen:clauses/second.md"
