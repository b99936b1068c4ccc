"""Values are read back exactly from the words in which a document shows them, and compared where they can be."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from slagen.assemble.show import Shower, money_in_words
from slagen.diff import favour
from slagen.diff.quantities import Quantity, quantity
from slagen.model.contract import Contract
from slagen.model.edit import Favour, Shown
from slagen.model.text import Text
from slagen.model.units import Duration, Figure, Money, Percent, TimeUnit
from slagen.tree import LANGUAGES

DECIMALS = st.decimals(min_value=0, max_value=10**9, places=2)


@given(DECIMALS, st.sampled_from(LANGUAGES))
def test_percentages_and_numbers(value: Decimal, lang: Any) -> None:
    shower = Shower(lang, {})
    assert quantity(shower.show(Percent(value))) == Quantity("%", value)
    assert quantity(shower.show(value)) == Quantity("", value)


@given(st.integers(0, 10**6 - 1), st.sampled_from(TimeUnit), st.sampled_from(LANGUAGES))
def test_lengths_of_time(amount: int, unit: TimeUnit, lang: Any) -> None:
    length = Duration(amount, unit)
    read = quantity(Shower(lang, {}).show(length))
    assert read is not None
    if length.seconds is not None:
        assert read == Quantity("second", Decimal(length.seconds))
    else:
        assert read.amount == amount * (12 if unit is TimeUnit.YEAR else 1)


@given(DECIMALS, st.sampled_from(["CNY", "USD", "EUR", "HKD"]), st.sampled_from(LANGUAGES))
def test_amounts_with_and_without_words(value: Decimal, currency: str, lang: Any) -> None:
    amount = Money(value, currency)
    short, long = quantity(Shower(lang, {}).show(amount)), quantity(money_in_words(amount, lang))
    assert short == long
    assert short is not None
    assert short.amount == value


@pytest.mark.parametrize(
    "words", ["", "关键", "at least", "40.32至44.64分钟", "2026年1月1日", "P1 紧急", "99.9%以上", "周一"]
)
def test_other_words_are_no_quantity(words: str) -> None:
    assert quantity(words) is None


def inputs(model: type[BaseModel], path: str = "", around: tuple[Any, ...] = ()) -> Iterator[str]:
    """The paths of a contract's quantities, [*] for each place in a list."""
    for name, field in model.model_fields.items():
        yield from _inside(field.annotation, f"{path}.{name}" if path else name, (*around, model))


def _inside(kind: Any, path: str, around: tuple[Any, ...]) -> Iterator[str]:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        yield from _inside(arguments[0], path, around)
    elif origin in (typing.Union, types.UnionType):
        for one in arguments:
            yield from _inside(one, path, around)
    elif origin is tuple:
        yield from _inside(arguments[0], f"{path}[*]", around)
    elif isinstance(kind, type) and issubclass(kind, BaseModel) and kind is not Text and kind not in around:
        yield from inputs(kind, path, around)
    elif kind in (Percent, Duration, Money, Figure, int):
        yield path


def test_each_path_of_which_a_side_is_known_is_a_quantity_of_the_contract() -> None:
    assert sorted(set(favour._BETTER) - set(inputs(Contract))) == []
    assert set(favour._MORE_IS_BETTER).isdisjoint(favour._LESS_IS_BETTER)


@pytest.mark.parametrize(
    ("path", "old", "new", "comparison", "expected"),
    [
        ("slos[0].target", "99.9%", "99.5%", "at least", Favour.PROVIDER),
        ("slos[0].target", "99.9%", "99.95%", "不低于", Favour.CUSTOMER),
        ("slos[3].target", "2 hours", "90 minutes", "at most", Favour.CUSTOMER),
        ("slos[3].target", "2 hours", "3 hours", None, None),
        ("credits[1].tiers[0].pct", "10%", "9.99%", None, Favour.PROVIDER),
        ("liability.cap", "100%", "150%", None, Favour.CUSTOMER),
        ("contract.annual_fee", "CNY 360,000.00", "CNY 360,000.01", None, Favour.PROVIDER),
        ("contract.annual_fee", "CNY 360,000.00", "USD 60,000.00", None, None),
        ("priority.targets[0].response", "60 minutes", "1 hour", None, None),
        ("priority.targets[0].response", "1 day", "1 Business Day", None, None),
        ("contract.copies", "4", "5", None, None),
    ],
)
def test_in_whose_favour(path: str, old: str, new: str, comparison: str | None, expected: Favour | None) -> None:
    assert favour.of_value(path, Shown(en=old), Shown(en=new), comparison) is expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("balanced", "customer", Favour.CUSTOMER),
        ("customer", "balanced", Favour.PROVIDER),
        ("provider", "balanced", Favour.CUSTOMER),
        ("balanced", "balanced", None),
        (None, "customer", None),
    ],
)
def test_whom_a_variant_favours(old: str | None, new: str | None, expected: Favour | None) -> None:
    assert favour.of_variant(old, new) is expected
