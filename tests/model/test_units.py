"""Quantities: what is written is what is meant, exactly, and comes back as it was."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from pydantic_core import PydanticCustomError

from slagen.model.units import ClockTime, Duration, Figure, Hours, Money, Percent, TimeUnit

UNITS: tuple[Any, ...] = (Percent, Duration, Figure, Money, ClockTime, Hours)

WHOLE = st.integers(0, 10**15 - 1)
DECIMALS = st.text("0123456789", min_size=1, max_size=9)
NUMBERS = st.builds(str, WHOLE) | st.builds(lambda whole, part: f"{whole}.{part}", WHOLE, DECIMALS)
PERCENTS = st.builds(lambda number, gap: f"{number}{gap}%", NUMBERS, st.sampled_from(["", " "]))
DURATIONS = st.builds(
    lambda amount, gap, unit: f"{amount}{gap}{unit}",
    st.integers(0, 999_999),
    st.sampled_from(["", " "]),
    st.sampled_from(["s", "m", "min", "h", "d", "w", *TimeUnit, *(f"{unit}s" for unit in TimeUnit)]),
)
CURRENCIES = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3)
CENTS = st.just("") | st.from_regex(r"\.[0-9]{1,2}", fullmatch=True)
MONEY = st.builds(
    lambda code, gap, whole, cents: f"{code}{gap}{whole}{cents}",
    CURRENCIES,
    st.sampled_from(["", " "]),
    WHOLE.map(str) | WHOLE.map(lambda whole: f"{whole:,}"),
    CENTS,
)
TIMES = st.integers(0, 24 * 60).map(lambda minutes: f"{minutes // 60:02d}:{minutes % 60:02d}")


def refusal(unit: Any, written: Any) -> PydanticCustomError:
    with pytest.raises(PydanticCustomError) as caught:
        unit.parse(written)
    context = caught.value.context
    assert context is not None
    assert context["zh"]
    assert context["en"]
    return caught.value


@given(PERCENTS)
@example("0.000000001%")
@example("100 %")
def test_a_percentage_is_exact(written: str) -> None:
    percent = Percent.parse(written)
    assert Fraction(percent.value) == Fraction(written.rstrip("% "))
    assert Fraction(percent.fraction) * 100 == Fraction(percent.value)
    assert Percent.parse(str(percent)) == percent


@given(NUMBERS)
@example("0.10")
def test_a_figure_is_exact(written: str) -> None:
    figure = Figure.parse(written)
    assert Fraction(figure.value) == Fraction(written)
    assert Figure.parse(str(figure)) == figure


@pytest.mark.parametrize(("written", "exact"), [(1.6, "1.6"), (0.1, "0.1"), (12, "12"), (0, "0")])
def test_a_figure_needs_no_quotes(written: float, exact: str) -> None:
    assert Figure.parse(written).value == Decimal(exact)


@pytest.mark.parametrize("written", [-1, -0.5, 1e16, 1e-7, float("nan"), float("inf"), "1,6", "1.", "1 %", "01"])
def test_what_is_no_figure(written: Any) -> None:
    refusal(Figure, written)


@given(DURATIONS)
def test_a_duration_comes_back(written: str) -> None:
    duration = Duration.parse(written)
    assert Duration.parse(str(duration)) == duration
    assert written.startswith(str(duration.amount))


@pytest.mark.parametrize(
    ("written", "amount", "unit", "seconds"),
    [
        ("90s", 90, TimeUnit.SECOND, 90),
        ("15m", 15, TimeUnit.MINUTE, 900),
        ("15 min", 15, TimeUnit.MINUTE, 900),
        ("4h", 4, TimeUnit.HOUR, 14_400),
        ("30d", 30, TimeUnit.DAY, 2_592_000),
        ("2w", 2, TimeUnit.WEEK, 1_209_600),
        ("1 business day", 1, TimeUnit.BUSINESS_DAY, None),
        ("3 months", 3, TimeUnit.MONTH, None),
        ("1 year", 1, TimeUnit.YEAR, None),
    ],
)
def test_units_of_time(written: str, amount: int, unit: TimeUnit, seconds: int | None) -> None:
    duration = Duration.parse(written)
    assert (duration.amount, duration.unit, duration.seconds) == (amount, unit, seconds)


@given(MONEY)
def test_an_amount_is_exact(written: str) -> None:
    money = Money.parse(written)
    assert money.currency == written[:3]
    assert Fraction(money.amount) == Fraction(written[3:].strip().replace(",", ""))
    assert Money.parse(str(money)) == money


@pytest.mark.parametrize(
    "written", ["CNY 1,00", "CNY 1,2345", "CNY 01", "CNY -1", "cny 1", "CNY 1.234", "CNY  1", "1 CNY", "¥1", "CNY 1,"]
)
def test_what_is_no_amount(written: str) -> None:
    assert refusal(Money, written).type == "money_form"


@given(TIMES)
def test_a_time_of_day_comes_back(written: str) -> None:
    assert str(ClockTime.parse(written)) == written


@given(TIMES, TIMES)
def test_times_are_ordered_as_they_are_written(one: str, other: str) -> None:
    assert (ClockTime.parse(one) < ClockTime.parse(other)) == (one < other)
    assert (ClockTime.parse(one) >= ClockTime.parse(other)) == (one >= other)


@given(TIMES, TIMES)
def test_hours_end_after_they_start(start: str, end: str) -> None:
    written = f"{start}-{end}"
    if start < end:
        assert str(Hours.parse(written)) == written
    else:
        assert "晚于" in (refusal(Hours, written).context or {})["zh"]


@pytest.mark.parametrize("written", ["9:00", "24:01", "23:60", "25:00", "09.00", "09:00:00", "0９:00", ""])
def test_what_is_no_time_of_day(written: str) -> None:
    refusal(ClockTime, written)
    refusal(Hours, f"00:00-{written}")


@pytest.mark.parametrize(
    ("unit", "written", "said"),
    [
        (Percent, 99.95, "99.95%"),
        (Percent, 100, "100%"),
        (Duration, 15, "15m"),
        (Money, 1200, "CNY 1200"),
        (Money, 0.5, "CNY 0.5"),
    ],
)
def test_a_number_without_its_unit_is_told_the_unit(unit: Any, written: float, said: str) -> None:
    context = refusal(unit, written).context or {}
    assert said in context["zh"]
    assert said in context["en"]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    "junk", [None, True, False, [], {}, ["4h"], b"4h", pytest.param(object(), id="object"), Decimal(1), ""], ids=repr
)
def test_other_types_are_refused(unit: Any, junk: Any) -> None:
    refusal(unit, junk)


@pytest.mark.parametrize("unit", UNITS)
@given(written=st.text(max_size=20) | st.text("0123456789.,:-% mhdCNY\n", max_size=12))
def test_any_text_is_read_or_refused(unit: Any, written: str) -> None:
    try:
        quantity = unit.parse(written)
    except PydanticCustomError:
        return
    assert unit.parse(str(quantity)) == quantity
    assert written.isascii()
    assert written == written.strip()


@given(PERCENTS)
def test_a_model_writes_what_it_reads(written: str) -> None:
    adapter = TypeAdapter(Percent)
    percent = adapter.validate_python(written)
    assert adapter.validate_json(adapter.dump_json(percent)) == percent
    assert adapter.validate_python(percent) is percent


@pytest.mark.parametrize("unit", UNITS)
def test_the_schema_has_an_example_that_is_read(unit: Any) -> None:
    schema = TypeAdapter(unit).json_schema()
    assert schema["type"] == ("number" if unit is Figure else "string")
    for written in schema["examples"]:
        unit.parse(written)
