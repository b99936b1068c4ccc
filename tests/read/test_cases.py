"""Error cases as data: each file under cases/ has inputs and every diagnostic they should give, no more and no fewer.

A case gives a whole `text`, which is only parsed (and, in contract.yaml, loaded), or an `edit` of the minimal contract:
text to replace (which stands there once) by text in which ▲ marks where each expected diagnostic stands, in order.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from slagen.diagnostics import Diagnostic, InputError
from slagen.pipeline import load as load_contract
from slagen.read.positioned import decode, parse_yaml

HERE = Path(__file__).parent
MINIMAL = (HERE.parent / "minimal" / "contract.yaml").read_text("utf-8")
CASES = [
    pytest.param(file.stem, case, id=f"{file.stem}: {case['name']}")
    for file in sorted((HERE / "cases").glob("*.yaml"))
    for case in yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
]


def edited(case: dict[str, Any]) -> str:
    text = MINIMAL
    for old, new in {**case["edit"], **case.get("also", {})}.items():
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the minimal contract"
        text = text.replace(old, new)
    return text


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and their places."""
    places, plain = [], ""
    for part in text.split("▲")[:-1]:
        plain += part
        places.append((plain.count("\n") + 1, len(plain) - plain.rfind("\n")))
    return text.replace("▲", ""), places


def load(text: str, folder: Path) -> list[Diagnostic]:
    (folder / "contract.yaml").write_text(text, "utf-8", newline="")
    try:
        return list(load_contract(folder / "contract.yaml").loaded.diagnostics)
    except InputError as caught:
        return list(caught.diagnostics)


def parse(text: str) -> list[Diagnostic]:
    try:
        parse_yaml("contract.yaml", decode("contract.yaml", text.encode("utf-8", "surrogatepass")))
    except InputError as caught:
        return list(caught.diagnostics)
    return []


def check_words(found: Diagnostic, expected: dict[str, Any]) -> None:
    assert found.severity == expected.get("severity", "error")
    assert expected.get("zh", "") in found.message.zh
    assert expected.get("en", "") in found.message.en
    if "value" in expected:
        assert found.value == expected["value"]
    if "hint" in expected:
        assert found.hint is not None
        assert expected["hint"] in found.hint.zh


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_case(kind: str, case: dict[str, Any], tmp_path: Path) -> None:
    if "text" in case:
        found = load(case["text"], tmp_path) if kind == "contract" else parse(case["text"])
        places = [(expected["line"], expected["column"]) for expected in case["expect"]]
    else:
        text, places = unmarked(edited(case))
        found = load(text, tmp_path)
    assert [(one.code, one.span.line, one.span.column) for one in found] == [
        (expected["code"], *place) for expected, place in zip(case["expect"], places, strict=True)
    ], [str(one.message) for one in found]
    for one, expected in zip(found, case["expect"], strict=True):
        check_words(one, expected)


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_every_message_is_in_both_languages(kind: str, case: dict[str, Any], tmp_path: Path) -> None:
    found = parse(case["text"]) if "text" in case else load(unmarked(edited(case))[0], tmp_path)
    for message in [one.message for one in found] + [one.hint for one in found if one.hint]:
        assert any("一" <= character <= "鿿" for character in message.zh), message
        assert not any(mark in message.en for mark in "，。；（"), message
        assert not re.search(r"\{[a-z_]+\}", message.zh + message.en), "a placeholder was not filled"


def test_the_minimal_contract_has_no_errors(tmp_path: Path) -> None:
    assert load(MINIMAL, tmp_path) == []
