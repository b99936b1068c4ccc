"""A form with some of its blanks filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import factory
import pytest

from slagen.tree import Blank, Content, Document, Field, Paragraph, Row, Table, Text, Tick, plain
from slagen.tree.filled import Filling, fill
from slagen.tree.walk import nested

HEAD = (factory.same("a"), factory.same("b"))


def form(*rows: tuple[Content, Content]) -> Document:
    """The rich document whose first annex is a table of these rows, under a paragraph."""
    table = Table(HEAD, ("left", "left"), tuple(Row(cells, factory.SPAN) for cells in rows), factory.SPAN)
    document = factory.rich_document()
    annex = document.annexes[0]
    paragraph = Paragraph("annex#p", (1, 0, 1), factory.same("1"), factory.same("words"), (table,), factory.SPAN)
    clause = replace(annex.clause, blocks=(paragraph,))
    return replace(document, annexes=(replace(annex, clause=clause), *document.annexes[1:]))


def rows(document: Document) -> tuple[Row, ...]:
    (table,) = (block for block in nested(document.annexes[0].clause.blocks) if isinstance(block, Table))
    return table.rows


def value(zh: str, en: str) -> Content:
    return Content((Field("measurements", zh),), (Field("measurements", en),))


def blank(name: str) -> Content:
    return Content((Blank(name),), (Blank(name),))


PERIOD = Content(
    (Text("自 "), Blank("from"), Text(" 至 "), Blank("to")), (Text("from "), Blank("from"), Text(" to "), Blank("to"))
)
CHOICE = Content(
    (Tick("yes"), Text(" 是 "), Tick("no"), Text(" 否")), (Tick("yes"), Text(" yes "), Tick("no"), Text(" no"))
)


def test_blanks_become_values_in_their_language_and_others_stay() -> None:
    made = fill(form((factory.same("x"), PERIOD)), Filling({"from": value("一", "one")}))
    (row,) = rows(made)
    assert row.cells[1].zh == (Text("自 "), Field("measurements", "一"), Text(" 至 "), Blank("to"))
    assert plain(row.cells[1].get("en")).startswith("from one to ")


@pytest.mark.parametrize(
    ("ticks", "words"),
    [({"yes": True, "no": False}, "■ 是 □ 否"), ({"no": True}, "☐ 是 ■ 否"), ({}, "☐ 是 ☐ 否")],
)
def test_boxes(ticks: Mapping[str, bool], words: str) -> None:
    (row,) = rows(fill(form((factory.same("x"), CHOICE)), Filling(ticks=ticks)))
    assert plain(row.cells[1].get("zh")) == words


def test_a_row_is_printed_as_often_as_there_are_values_for_it() -> None:
    document = form((blank("event"), blank("event-cause")), (blank("other"), CHOICE), (blank("gone"), blank("gone-2")))
    events = ({"event": value("甲", "A")}, {"event": value("乙", "B"), "event-cause": value("因", "why")}, {})
    made = rows(fill(document, Filling(rows={"event": events, "gone": ()})))
    assert [plain(row.cells[0].get("zh")).strip() for row in made] == ["甲", "乙", "", ""]
    # What stays open has a name of its own in each row.
    assert made[0].cells[1] == blank("event-cause")
    assert made[1].cells[1] == value("因", "why")
    assert made[2].cells == (blank("event-3"), blank("event-cause-3"))
    assert made[3].cells[0] == blank("other")


def test_an_edition_in_one_language_stays_one() -> None:
    one = Content(zh=PERIOD.zh)
    (row,) = rows(fill(form((factory.same("x"), one)), Filling({"from": value("一", "one")})))
    assert row.cells[1].en is None


def test_nothing_to_fill_in_changes_nothing() -> None:
    document = form((factory.same("x"), PERIOD), (blank("event"), CHOICE))
    assert fill(document, Filling()) == document
