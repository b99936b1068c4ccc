from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from cli.runner import Run

ROOT = Path(__file__).parent.parent.parent
OWN = """---
id: {id}
section: "2.1"
version: 0.1.0
title: {{zh: 组织, en: Organisation}}
reads: []
risk: low
---

<!-- zh -->

1. **组织** 双方各自指定联系人。

<!-- en -->

1. **Organisation.** Each Party shall name a contact.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "clauses").mkdir()
    return tmp_path


def test_coverage_has_a_row_for_each_of_the_39_sections(slagen: Run) -> None:
    rows = json.loads(slagen("clauses", "coverage", "--format", "json").out)
    specification = yaml.safe_load((ROOT / "clauses" / "specification.yaml").read_text("utf-8"))
    assert [(row["section"], row["title"]) for row in rows] == [
        (entry["section"], entry["title"]) for entry in specification["sections"]
    ]
    assert len(rows) == 39
    assert all(list(row) == ["section", "title", "clauses", "covered"] for row in rows)
    assert all(row["covered"] is bool(row["clauses"]) for row in rows)


def test_chapters_1_3_4_and_8_are_covered(slagen: Run) -> None:
    rows = json.loads(slagen("clauses", "coverage", "--format", "json").out)
    assert {row["section"][0] for row in rows if row["covered"]} == {"1", "3", "4", "8"}
    assert sum(row["covered"] for row in rows) == sum(row["section"][0] in "1348" for row in rows) == 19


def test_coverage_as_text(slagen: Run) -> None:
    lines = slagen("clauses", "coverage").out.splitlines()
    assert len(lines) == 41
    assert lines[-1] == "19 of 39 sections covered"


def test_a_clause_of_the_project_counts(slagen: Run, project: Path) -> None:
    (project / "clauses" / "own.md").write_text(OWN.format(id="own.organisation"), "utf-8")
    rows = json.loads(slagen("clauses", "coverage", "--format", "json", "--project", project).out)
    assert [row["clauses"] for row in rows if row["section"] == "2.1"] == [["own.organisation"]]
    assert slagen("clauses", "coverage", "--project", project).out.splitlines()[-1] == "20 of 39 sections covered"


def test_a_clause_of_the_project_takes_the_place_of_the_librarys(slagen: Run, project: Path) -> None:
    (project / "clauses" / "own.md").write_text(OWN.format(id="delivery.tools"), "utf-8")
    found = {
        one["id"]: one for one in json.loads(slagen("clauses", "list", "--format", "json", "--project", project).out)
    }
    assert (found["delivery.tools"]["overlay"], found["delivery.tools"]["section"]) == (True, "2.1")
    assert found["delivery.response"]["overlay"] is False
    line = next(
        line for line in slagen("clauses", "list", "--project", project).out.splitlines() if "delivery.tools" in line
    )
    assert line.split()[:5] == ["delivery.tools", "2.1", "0.1.0", "low", "project"]


def test_list_is_the_files_of_the_library(slagen: Run, project: Path) -> None:
    found = json.loads(slagen("clauses", "list", "--format", "json", "--project", project).out)
    files = sorted(f"slagen:{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "clauses").rglob("*.md"))
    assert sorted(one["file"] for one in found) == files
    assert len(slagen("clauses", "list", "--project", project).out.splitlines()) == len(files) + 1


def test_the_librarys_own_folder_is_not_laid_over_itself(slagen: Run) -> None:
    ran = slagen("clauses", "list", "--format", "json", "--project", ROOT)
    assert ran.code == 0
    assert not any(one["overlay"] for one in json.loads(ran.out))


def test_show(slagen: Run, project: Path) -> None:
    ran = slagen("clauses", "show", "delivery.tools", "--format", "json", "--project", project)
    shown = json.loads(ran.out)
    file = (ROOT / "clauses" / "03-delivery" / "4-tools.md").read_text("utf-8")
    assert (shown["id"], shown["section"]) == ("delivery.tools", "3.4")
    assert list(shown["text"]) == ["zh", "en"]
    assert all(text in file for text in shown["text"].values())
    text = slagen("clauses", "show", "delivery.tools", "--project", project).out
    assert text.startswith("id: delivery.tools\nsection: 3.4\n")
    assert shown["text"]["en"] in text


def test_a_library_with_errors_is_an_error_of_the_input(slagen: Run, project: Path) -> None:
    (project / "clauses" / "own.md").write_text("no head", "utf-8")
    ran = slagen("clauses", "list", "--project", project)
    assert (ran.code, ran.out) == (1, "")
    assert "CLAUSE001" in ran.err
