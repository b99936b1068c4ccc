"""``slagen clauses agree`` as its user sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.runner import Run
from judges import ROOT


@pytest.fixture
def file(slagen: Run, tmp_path: Path) -> Path:
    """The clause of a new project, without a record."""
    slagen("init", tmp_path / "p")
    file = tmp_path / "p" / "clauses" / "08-supplementary" / "5-publicity.md"
    head, _, rest = file.read_text("utf-8").partition("agreed:")
    file.write_text(head + rest[rest.index("---") :] if rest else head, encoding="utf-8")
    return file


def test_a_review_is_recorded_in_the_head_and_nothing_else_changes(slagen: Run, file: Path) -> None:
    before, project = file.read_text("utf-8"), file.parents[2]
    ran = slagen("clauses", "agree", "custom.publicity", "--project", project)
    assert (ran.code, ran.err.strip()) == (0, "0 errors, 0 warnings")
    assert "5 paragraphs, 5 of them newly agreed" in ran.out
    after = file.read_text("utf-8")
    start = after.index("agreed:\n")
    assert before == after[:start] + after[after.index("---", start) :]
    assert "0 of them newly agreed" in slagen("clauses", "agree", "--all", "--project", project).out
    assert file.read_text("utf-8") == after


def test_what_changes_afterwards_in_one_language_is_stale_until_agreed_again(slagen: Run, file: Path) -> None:
    project = file.parents[2]
    slagen("clauses", "agree", "--all", "--project", project)
    file.write_text(file.read_text("utf-8").replace("视为不同意", "视为同意"), encoding="utf-8")
    ran = slagen("check", project / "contract.yaml")
    assert (ran.code, ran.err.count("PARITY002")) == (0, 1)
    line = file.read_text("utf-8").split("<!-- en -->")[0].count("\n") + 5
    assert f":{line}:1: warning PARITY002" in ran.err
    assert slagen("check", "--strict", project / "contract.yaml").code == 1
    slagen("clauses", "agree", "--all", "--project", project)
    assert "PARITY" not in slagen("check", project / "contract.yaml").err


def test_a_certain_difference_is_not_recorded(slagen: Run, file: Path) -> None:
    file.write_text(file.read_text("utf-8").replace("{{ amendment.reply }}", "五日", 1), encoding="utf-8")
    before, project = file.read_text("utf-8"), file.parents[2]
    ran = slagen("clauses", "agree", "custom.publicity", "--project", project)
    assert (ran.code, ran.out) == (1, "")
    assert "SLA042" in ran.err
    assert file.read_text("utf-8") == before


@pytest.mark.parametrize("arguments", [(), ("no.such",), ("delivery.response",), ("a.b", "--all")])
def test_wrong_usage(slagen: Run, file: Path, arguments: tuple[str, ...]) -> None:
    assert slagen("clauses", "agree", *arguments, "--project", file.parents[2]).code == 2


def test_of_a_clause_with_variants_only_those_of_the_project_are_agreed(slagen: Run, file: Path) -> None:
    project, packaged = file.parents[2], ROOT / "clauses" / "04-quality" / "5-measures.customer.md"
    own = project / "clauses" / "measures.md"
    text = packaged.read_text("utf-8")
    head, _, rest = text.partition("agreed:")
    own.write_text(head + rest[rest.index("---") :], "utf-8")
    ran = slagen("clauses", "agree", "quality.measures", "--project", project)
    assert (ran.code, ran.out.count(" paragraphs, ")) == (0, 1)
    assert "agreed:" in own.read_text("utf-8")
    assert packaged.read_text("utf-8") == text


def test_a_project_without_clauses_has_nothing_to_agree(slagen: Run, file: Path) -> None:
    file.unlink()
    ran = slagen("clauses", "agree", "--all", "--project", file.parents[2])
    assert ran.code == 2
    assert "no clauses of its own" in ran.err
