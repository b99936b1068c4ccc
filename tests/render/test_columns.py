"""Widths of table columns: shares of a line that neither squeeze nor waste."""

from __future__ import annotations

import factory
from hypothesis import given
from hypothesis import strategies as st

from slagen.render.columns import LEAST, LINES, PADDING, column_widths, density, is_short, width
from slagen.tree import Row, Table

WORDS = st.text("abc 数字一二", max_size=60)


def table(*rows: tuple[str, ...]) -> Table:
    head, *body = [tuple(factory.same(text) for text in row) for row in rows]
    align = tuple("left" for _ in head)
    return Table(head, align, tuple(Row(cells, factory.SPAN) for cells in body), factory.SPAN)  # type: ignore[arg-type]


@given(st.integers(1, 8).flatmap(lambda n: st.lists(st.tuples(*[WORDS] * n), min_size=2, max_size=6)))
def test_shares_fill_the_line_and_no_column_is_starved(rows: list[tuple[str, ...]]) -> None:
    shares = column_widths(table(*rows), ("zh",))
    assert abs(sum(shares) - 100) < 0.01
    assert min(shares) > 100 * LEAST / (LINES[""] * 3)


def test_a_column_of_sentences_gets_the_most() -> None:
    sentence = "the document drawn up by the Provider that sets out how the Services are handed over " * 2
    shares = column_widths(table(("Id", "Name", "Meaning"), ("1", "Exit Plan", sentence)), ("en",))
    assert shares[2] > 60 > shares[1] > shares[0]


def test_words_of_headings_stay_whole() -> None:
    rows = [("Measurement", *["x"] * 5), *[("a", *["sentence after sentence " * 4] * 5)] * 3]
    share = column_widths(table(*rows), ("en",))[0]
    assert share * LINES["dense"] / 100 >= len("Measurement")


def test_words_stay_whole_in_a_column_of_short_cells_where_there_is_room() -> None:
    rows = [
        ("Indicator of the service", "Weight", "Objectives"),
        *[("P1 Incidents resolved in time", "4%", "x" * 30)] * 9,
    ]
    share = column_widths(table(*rows), ("en",))[1]
    assert share * LINES[""] / 100 >= len("Weight") * 1.3


def test_height_decides_whether_a_table_is_kept_on_a_page() -> None:
    low, high = ("a", "b"), ("a " * 200, "b " * 300)
    assert is_short(table(low, *[low] * 9), ("en",))
    assert not is_short(table(low, *[low] * 19), ("en",))
    assert not is_short(table(low, *[high] * 2), ("en",))


def test_many_columns_make_a_table_dense() -> None:
    assert [density(table(head, head)) for head in ("abcde", "abcdef", "abcdefg")] == ["", "dense", "crowded"]


def test_a_column_of_sentences_among_many_is_what_grows() -> None:
    head = ("Deliverable", "Due date", "Quality required", "Recipient", "Correction time", "Format", "Owner")
    sentence = "covers every system on the list of resources and forecasts capacity for twelve months"
    row = ("Network Plan", "2026年1月29日", sentence, "Service Level Manager", "5 Business Days", "PDF", "Customer")
    shares = column_widths(table(head, row, row), ("en",))
    widths = [share * LINES["crowded"] / 100 - PADDING["crowded"] for share in shares]
    assert widths[2] > 2 * max(widths[:2] + widths[3:])
    words = ("Deliverable", "2026年1月29日", "required", "Recipient", "Correction", "Format", "Customer")
    assert all(room >= width(word) for room, word in zip(widths, words, strict=True))


def test_a_long_word_in_one_cell_of_many_short_ones_stays_whole() -> None:
    rows = [("Target", *["x"] * 6), *[("4%", *["sentence after sentence " * 4] * 6)] * 8, ("minutes", *["y"] * 6)]
    share = column_widths(table(*rows), ("en",))[0]
    assert share * LINES["crowded"] / 100 - PADDING["crowded"] >= width("minutes")


def test_where_a_line_holds_less_words_of_headings_stay_whole_too() -> None:
    head = ("Priority", "Response Time", "Progress interval", "Resolution Time", "Clock", "Calendar", "Attainment")
    row = ("P1 Critical", "15 minutes", "30 minutes", "4 hours", "elapsed time", "Round-the-Clock Hours", "95%")

    def broken(shares: tuple[float, ...]) -> list[str]:
        held = [share * LINES["crowded"] * 0.88 / 100 - PADDING["crowded"] + 0.5 for share in shares]
        return [word for words, room in zip(head, held, strict=True) for word in words.split() if width(word) > room]

    assert broken(column_widths(table(head, row, row), ("en",), 0.88)) == []
    assert broken(column_widths(table(head, row, row), ("en",))) != []
