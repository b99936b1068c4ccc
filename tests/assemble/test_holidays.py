"""What ``holidays()`` gives a clause: a row a holiday of the term, and one for years that have no announcement."""

from __future__ import annotations

import pytest
from library import Library, says

from slagen.tree import Table, blocks

TABLE = """

   | 一 | 二 | 三 | 四 |
   |---|---|---|---|
   {% for row in holidays() %}
   | {{ row.year }} | {% if row.name %}{{ row.name }}{% else %}无{% endif %} | {% if row.off %}{{ row.off }}{% else %}—{% endif %} | {% if row.worked %}{{ row.worked }}{% else %}—{% endif %} |
   {% endfor %}
"""  # noqa: E501 - a row of a table is one line


def rows(library: Library, effective: str, expiry: str, lang: str) -> list[list[str]]:
    library.clause("1. 甲：" + TABLE, "1. A:" + TABLE)
    document = library.document(
        {
            "effective: 2026-01-01": f"effective: {effective}",
            "expiry: 2026-12-31": f"expiry: {expiry}",
            "first_review: 2026": f"first_review: {effective[:4]}",
        }
    )
    (table,) = (block for block in blocks(document) if isinstance(block, Table))
    return [[says(cell, lang) for cell in row.cells] for row in table.rows]  # type: ignore[arg-type]


def test_the_holidays_of_a_year_in_chinese(library: Library) -> None:
    found = rows(library, "2026-01-01", "2026-12-31", "zh")
    assert found[:3] == [
        ["2026年", "元旦", "1月1日至3日", "1月4日"],
        ["2026年", "春节", "2月15日至23日", "2月14日和2月28日"],
        ["2026年", "清明节", "4月4日至6日", "—"],
    ]
    assert len(found) == 7


def test_the_holidays_of_a_year_in_english(library: Library) -> None:
    assert rows(library, "2026-01-01", "2026-12-31", "en")[-1] == [
        "2026",
        "National Day",
        "1 to 7 October",
        "20 September and 10 October",
    ]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("zh", [["2096年至2098年", "无", "—", "—"]]),
        ("en", [["2096 to 2098", "无", "—", "—"]]),
    ],
)
def test_years_without_an_announcement_are_one_row_and_never_guessed(
    library: Library, lang: str, expected: list[list[str]]
) -> None:
    assert rows(library, "2096-01-01", "2098-12-31", lang) == expected


def test_days_over_the_end_of_a_month_and_holidays_that_meet(library: Library) -> None:
    found = rows(library, "2023-01-01", "2023-12-31", "zh")
    assert ["2023年", "劳动节", "4月29日至5月3日", "4月23日和5月6日"] in found
    assert ["2023年", "中秋节和国庆节", "9月29日至10月6日", "10月7日和10月8日"] in found
    assert ["2023年", "清明节", "4月5日", "—"] in found
