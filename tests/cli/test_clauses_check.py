"""``slagen clauses check``: forms, exit codes, and that a project's own clauses are checked under their own names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.runner import Run

OWN = """---
id: own.thing
section: "1.1"
version: 1.0.0
title: {zh: 标题, en: Title}
risk: low
questions: [{zh: 问, en: Question}]
---
<!-- zh -->
1. **题** 依照{{ cite('TARGET') }}。
<!-- en -->
1. **Title.** Under {{ cite('TARGET') }}.
"""


def own(folder: Path, target: str) -> Path:
    (folder / "clauses").mkdir()
    (folder / "clauses" / "own.md").write_text(OWN.replace("TARGET", target), "utf-8")
    return folder


def test_an_error_is_shown_where_the_user_reaches_it(
    slagen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own(tmp_path, "civil-cod/1")
    monkeypatch.chdir(tmp_path.parent)
    ran = slagen("clauses", "check", tmp_path.name)
    assert ran.code == 1
    assert (
        f"{tmp_path.name}/clauses/own.md:10:21: error REFERENCE001: the register has no work for civil-cod/1" in ran.err
    )
    assert "did you mean civil-code?" in ran.err


def test_a_warning_counts_only_when_strict(slagen: Run, tmp_path: Path) -> None:
    own(tmp_path, "civil-code/1")
    assert slagen("clauses", "check", tmp_path).code == 0
    assert slagen("clauses", "check", tmp_path, "--strict").code == 1


def test_json(slagen: Run, tmp_path: Path) -> None:
    ran = slagen("clauses", "check", own(tmp_path, "gb-t-22080-2016"), "--format", "json")
    mine = [one for one in json.loads(ran.out) if one["file"].endswith("own.md")]
    assert [(one["code"], one["severity"], one["line"], one["column"]) for one in mine] == [
        ("SLA041", "warning", 10, 21)
    ]
    assert mine[0]["hint"] == "cite GB/T 22080-2025 (gb-t-22080)"


def test_annotations(slagen: Run, tmp_path: Path) -> None:
    ran = slagen("clauses", "check", own(tmp_path, "civil-code/1"), "--format", "github")
    assert "own.md,line=10,col=21,title=REFERENCE003::nobody has read civil-code/1" in ran.out


def test_a_clause_that_is_not_of_the_form_is_one_finding(slagen: Run, tmp_path: Path) -> None:
    (own(tmp_path, "civil-code") / "clauses" / "own.md").write_text("no head", "utf-8")
    ran = slagen("clauses", "check", tmp_path)
    assert (ran.code, "CLAUSE001" in ran.err) == (1, True)
