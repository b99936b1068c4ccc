"""A text that is the same in both languages, in words that only one of them has, is a warning at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

import slagen
from slagen.diagnostics import Code, Diagnostic, Severity

MINIMAL = (Path(__file__).parents[1] / "minimal" / "contract.yaml").read_text("utf-8")
DESCRIPTION = "description: {zh: 托管客户网站, en: hosting of the Customer's website}"


def found(tmp_path: Path, description: str) -> list[Diagnostic]:
    contract = tmp_path / "contract.yaml"
    assert DESCRIPTION in MINIMAL
    contract.write_text(MINIMAL.replace(DESCRIPTION, f"description: {description}"), "utf-8")
    return [
        one for one in slagen.compile(slagen.load(contract), "bilingual").diagnostics if one.code is Code.TEXT_LANGUAGE
    ]


@pytest.mark.parametrize(
    ("description", "language"),
    [
        ("{zh: 托管客户网站, en: 托管客户网站}", "英文"),
        ("{zh: hosting of the Customer's website, en: hosting of the Customer's website}", "中文"),
    ],
)
def test_a_text_not_yet_translated_is_a_warning_where_it_stands(
    tmp_path: Path, description: str, language: str
) -> None:
    (one,) = found(tmp_path, description)
    line = next(n for n, text in enumerate(MINIMAL.split("\n"), 1) if DESCRIPTION in text)
    assert (one.severity, one.span.line) == (Severity.WARNING, line)
    assert language in one.message.zh
    assert "services[0].description" in one.message.en


@pytest.mark.parametrize(
    "description",
    ["{zh: Nginx, en: Nginx}", "{zh: 托管网站, en: web hosting}", "{zh: ISO 9001 QMS, en: ISO 9001 QMS}"],
)
def test_names_and_codes_may_be_the_same(tmp_path: Path, description: str) -> None:
    assert found(tmp_path, description) == []
