"""Blanks and boxes of forms: where they may stand, and that both languages have the same."""

from __future__ import annotations

import pytest
from library import Library

from slagen.diagnostics import Code
from slagen.tree import Blank, Content, Table, Text, Tick, blocks, inlines

TABLE = "1. **{title}** {words}\n\n   | {words} | {words} |\n   |---|---|\n{rows}\n"


def _table(lang: str, *rows: str) -> str:
    title, words = ("标题", "内容") if lang == "zh" else ("Title.", "words")
    return TABLE.format(title=title, words=words, rows="\n".join(f"   {row}" for row in rows))


def _form(library: Library, rows: tuple[str, ...], english: tuple[str, ...] | None = None) -> str:
    zh, en = _table("zh", *rows), _table("en", *(rows if english is None else english))
    return library.clause(zh, en, id_="annex.form", section="annex")


def _cells(library: Library) -> list[Content]:
    (table,) = [block for block in blocks(library.document()) if isinstance(block, Table)]
    return [cell for row in table.rows for cell in row.cells]


def test_names_are_those_of_the_annex_and_the_same_in_both_languages(library: Library) -> None:
    _form(library, ("| a | {{ blank('reason', lines=3) }} |", "| b | {{ tick('yes') }} b {{ blank('day') }} |"))
    reason, mixed = _cells(library)[1], _cells(library)[3]
    assert reason.zh == reason.en == (Blank("annex.form.reason", 3),)
    found = [node for node in inlines(mixed.get("en")) if isinstance(node, Blank | Tick)]
    assert found == [Tick("annex.form.yes"), Blank("annex.form.day", 1)]


def test_a_loop_names_its_rows(library: Library) -> None:
    rows = ("{% for row in (1, 2, 3) %}", "| a | {{ blank('row-' ~ loop.index) }} |", "{% endfor %}")
    _form(library, rows)
    names = [node.name for cell in _cells(library) for node in inlines(cell.get("zh")) if isinstance(node, Blank)]
    assert names == [f"annex.form.row-{number}" for number in (1, 2, 3)]


@pytest.mark.parametrize("call", ["blank('x')", "blank('x', lines=2)", "tick('x')"])
def test_outside_of_cells_is_an_error_at_its_place(call: str, library: Library) -> None:
    name = library.clause(
        f"1. **标题** 内容\n\n1. **标题** {{{{ {call} }}}}",
        f"1. **Title.** words\n\n1. **Title.** {{{{ {call} }}}}",
        id_="annex.form",
        section="annex",
    )
    found = library.problems()
    assert {problem.code for problem in found} == {Code.BLANK_PLACE}
    assert [(p.span.line, p.span.column) for p in found] == [library.place(name, "'x'", n) for n in (1, 2)]


def test_a_head_of_a_table_has_no_blank(library: Library) -> None:
    text = "1. **T** t\n\n   | {{ blank('x') }} | b |\n   |---|---|\n   | a | b |\n"
    library.clause(text, text, id_="annex.form", section="annex")
    assert {problem.code for problem in library.problems()} == {Code.BLANK_PLACE}


def test_a_clause_that_is_no_annex_has_no_blank(library: Library) -> None:
    row = "| a | {{ blank('x') }} |"
    library.clause(_table("zh", row), _table("en", row))
    assert {problem.code for problem in library.problems()} == {Code.BLANK_PLACE}


@pytest.mark.parametrize(
    "cells",
    [
        "{{ blank('x') }} | {{ blank('x') }}",
        "{{ blank('x') }} | {{ tick('x') }}",
        "a | {{ blank('Reason') }}",
        "a | {{ blank('理由') }}",
        "a | {{ blank('a.b') }}",
        "a | {{ blank('') }}",
        "a | {{ blank(3) }}",
        "a | {{ blank('x', lines=0) }}",
        "a | {{ blank('x', lines=41) }}",
        "a | {{ blank('x', lines='2') }}",
        "a | {{ blank('x', lines=true) }}",
    ],
)
def test_wrong_names_and_lines_are_errors_at_their_line(cells: str, library: Library) -> None:
    name = _form(library, ("| a | b |", f"| {cells} |"))
    found = library.problems()
    assert {problem.code for problem in found} == {Code.BLANK_NAME}
    assert {problem.span.line for problem in found} == {library.place(name, cells, n)[0] for n in (1, 2)}
    assert all(problem.message.zh != problem.message.en for problem in found)


@pytest.mark.parametrize(
    "english",
    [
        "| a | {{ blank('y') }} {{ tick('z') }} |",
        "| a | {{ blank('x', lines=2) }} {{ tick('z') }} |",
        "| a | {{ tick('z') }} {{ blank('x') }} |",
        "| {{ tick('z') }} | {{ blank('x') }} |",
        "| a | {{ blank('x') }} |",
        "| a | {{ blank('x') }} {{ blank('z') }} |",
    ],
)
def test_blanks_that_differ_between_the_languages_are_an_error_at_the_row(english: str, library: Library) -> None:
    name = _form(library, ("| a | b |", "| a | {{ blank('x') }} {{ tick('z') }} |"), ("| a | b |", english))
    (problem,) = library.problems()
    assert (problem.code, problem.span.line) == (Code.LANGUAGES_DIFFER, library.place(name, "{{ blank('x')")[0])


def test_a_box_stays_beside_its_words_and_apart_from_others(library: Library) -> None:
    _form(library, ("| a | {{ tick('yes') }} b {{ tick('no') }} c {{ blank('why') }} |",))
    cell = _cells(library)[1].get("en")
    assert [node.text if isinstance(node, Text) else "" for node in cell] == ["", "\u00a0b\u2002 ", "", "\u00a0c ", ""]
