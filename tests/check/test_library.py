"""Rules over the library without a contract: cases as data, and that the packaged library keeps them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from library import Library
from marks import unmarked

from slagen.check.library import check_library
from slagen.diagnostics import Diagnostic, Severity
from slagen.project import Project
from slagen.read.library import load_library

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "library.yaml").read_text("utf-8"))
REGISTER = yaml.safe_load((HERE.parent / "assemble" / "citations.yaml").read_text("utf-8"))["register"]


def write(library: Library, case: dict[str, Any]) -> list[tuple[int, int]]:
    """Write the clause of a case; where its marks stood."""
    library.references(REGISTER)
    name = library.clause(f"1. **题** {case['zh']}。", f"1. **Title.** {case['en']}.")
    file = library.root / name.removeprefix("slagen:")
    head = {"questions": "questions: [{zh: 问, en: Question}]"}
    head |= {case["head"].partition(":")[0]: case["head"]} if "head" in case else {}
    kept = [line for line in file.read_text("utf-8").split("\n") if line.partition(":")[0] not in head]
    text, places = unmarked("\n".join([kept[0], *head.values(), *kept[1:]]))
    file.write_text(text, "utf-8")
    return places


def check(library: Library) -> list[Diagnostic]:
    """What is found; parity has tests of its own."""
    found = check_library(load_library(Project(library.project, {})))
    return [one for one in found if not one.code.startswith(("PARITY", "SLA042"))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_case(library: Library, case: dict[str, Any]) -> None:
    places = write(library, case)
    found, expected = check(library), case.get("expect", [])
    assert [(one.code, one.severity) for one in found] == [(one["code"], one["severity"]) for one in expected]
    for one, wanted in zip(found, expected, strict=True):
        assert wanted["says"] in one.message.zh
        assert wanted.get("hint", "") in (one.hint.zh if one.hint else "")
    if places:
        assert [(one.span.line, one.span.column) for one in found] == places


def test_every_variant_is_checked(library: Library) -> None:
    library.references(REGISTER)
    for variant in ("balanced", "provider"):
        name = library.clause("1. **题** 无。", "1. **Title.** None.")
        file = library.root / name.removeprefix("slagen:")
        text = file.read_text("utf-8").replace(
            "risk: low", f"risk: low\nvariant: {variant}\nnote: {{zh: 注, en: Note}}"
        )
        file.rename(file.with_suffix(f".{variant}.md")).write_text(text, "utf-8")
    assert [one.span.file for one in check(library) if one.code == "CLAUSE010"] == [
        "slagen:clauses/first.beginning.balanced.md",
        "slagen:clauses/first.beginning.provider.md",
    ]


def test_the_packaged_library_has_no_errors(tmp_path: Path) -> None:
    found = check_library(load_library(Project(tmp_path, {})))
    assert [one for one in found if one.severity is Severity.ERROR] == []
