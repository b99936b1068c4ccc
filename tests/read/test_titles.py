"""What inputs are called in words."""

from __future__ import annotations

import pytest

from slagen.read.titles import input_title


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("contract.effective", "生效日期", "effective date"),
        ("parties[0].name", "名称", "name"),
        ("slos[1].target", "目标值", "target"),
    ],
)
def test_an_input_is_called_as_its_field_is_described(path: str, zh: str, en: str) -> None:
    assert zh in input_title(path, "zh")
    assert en in input_title(path, "en")


@pytest.mark.parametrize("path", ["slos[0].budget", "contract.holidays[3].off", "notes[0]", "x", ""])
def test_a_value_that_is_no_input_is_called_by_its_path(path: str) -> None:
    assert input_title(path, "zh") == input_title(path, "en") == path
