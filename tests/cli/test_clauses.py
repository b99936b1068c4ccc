from __future__ import annotations

import json
import re
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


def written() -> set[str]:
    """The sections that the heads of the library's files name."""
    heads = [path.read_text("utf-8").split("---")[1] for path in (ROOT / "clauses").rglob("*.md")]
    return {yaml.safe_load(head)["section"] for head in heads} - {"annex"}


def test_the_sections_that_have_a_file_are_covered(slagen: Run) -> None:
    rows = json.loads(slagen("clauses", "coverage", "--format", "json").out)
    assert {row["section"] for row in rows if row["covered"]} == written()
    assert {section[0] for section in written()} >= {"1", "3", "4", "8"}


def test_coverage_as_text(slagen: Run) -> None:
    lines = slagen("clauses", "coverage").out.splitlines()
    assert len(lines) == 41
    assert lines[-1] == f"{len(written())} of 39 sections covered"


def test_coverage_of_a_contract(slagen: Run, project: Path) -> None:
    (project / "templates" / "own").mkdir(parents=True)
    (project / "templates" / "own" / "template.yaml").write_text(TEMPLATE, "utf-8")
    text = (
        (ROOT / "tests" / "minimal" / "contract.yaml")
        .read_text("utf-8")
        .replace("standard_terms:", "template: own\n  standard_terms:")
    )
    (project / "contract.yaml").write_text(text, "utf-8")
    (project / "clauses" / "own.md").write_text(OWN.format(id="own.energy").replace('"2.1"', "energy"), "utf-8")
    rows = json.loads(slagen("clauses", "coverage", project, "--format", "json").out)
    assert len(rows) == 40
    assert [row["section"] for row in rows if row["inserted"]] == ["energy"]
    (omitted,) = [row for row in rows if row["omitted"] and row["omitted"]["by"] == "template"]
    assert (omitted["section"], omitted["covered"]) == ("1.4", False)
    assert omitted["omitted"]["reason"] == {"zh": "另有约定", "en": "agreed elsewhere"}
    assert all(row["covered"] is bool(row["clauses"]) is (row["omitted"] is None) for row in rows)
    ran = slagen("clauses", "coverage", project)
    assert f"— omitted by the template ({project}/templates/own/template.yaml:3:33): agreed elsewhere" in ran.out
    covered = sum(row["covered"] for row in rows) - 1
    assert ran.out.splitlines()[-1] == f"{covered} of 39 sections covered, 1 inserted"


def test_coverage_of_a_contract_with_an_error(slagen: Run, project: Path) -> None:
    text = (ROOT / "tests" / "minimal" / "contract.yaml").read_text("utf-8")
    (project / "contract.yaml").write_text(text + "variants: {no.such: customer}\n", "utf-8")
    ran = slagen("clauses", "coverage", project)
    assert (ran.code, ran.out) == (1, "")
    assert "VARIANT002" in ran.err


TEMPLATE = """id: own
extends: standard
omit: [{section: "1.4", reason: {zh: 另有约定, en: agreed elsewhere}}]
insert: {sections: [{id: energy, title: {zh: 能源, en: Energy}, after: "3.5"}]}
"""


def test_a_clause_of_the_project_counts(slagen: Run, project: Path) -> None:
    (project / "clauses" / "own.md").write_text(OWN.format(id="own.organisation"), "utf-8")
    rows = json.loads(slagen("clauses", "coverage", "--format", "json", "--project", project).out)
    assert [row["clauses"][-1] for row in rows if row["section"] == "2.1"] == ["own.organisation"]
    covered = len(written() | {"2.1"})
    assert (
        slagen("clauses", "coverage", "--project", project).out.splitlines()[-1] == f"{covered} of 39 sections covered"
    )


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
    names = [path.relative_to(ROOT).as_posix() for path in (ROOT / "clauses").rglob("*.md")]
    files = sorted(f"slagen:{name}" for name in names if not name.endswith((".provider.md", ".customer.md")))
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
    title, version = shown["title"]["en"], shown["version"]
    assert text.startswith(f"3.4  delivery.tools  {version}  {title}  [{shown['risk']} risk]\n")
    assert all(question["en"] in text and question["zh"] not in text for question in shown["questions"])
    assert "null" not in text
    assert shown["text"]["en"] in text


VARIANTS = ["balanced", "provider", "customer"]


def test_list_says_which_variants_there_are(slagen: Run, project: Path) -> None:
    found = {
        one["id"]: one["variants"]
        for one in json.loads(slagen("clauses", "list", "--format", "json", "--project", project).out)
    }
    assert found["quality.measures"] == VARIANTS
    assert found["delivery.tools"] == []
    line = next(line for line in slagen("clauses", "list").out.splitlines() if line.startswith("quality.measures "))
    assert line.endswith("balanced, provider, customer")


def test_variants_side_by_side(slagen: Run, project: Path) -> None:
    ran = slagen("clauses", "show", "quality.measures", "--variants", "--format", "json", "--project", project)
    shown = json.loads(ran.out)
    assert [one["variant"] for one in shown["versions"]] == [one["name"] for one in shown["versions"]] == VARIANTS
    assert [one["fallback"] for one in shown["versions"]] == [None, "balanced", "balanced"]
    assert all(one["note"]["zh"] and one["note"]["en"] for one in shown["versions"])
    for lang in ("zh", "en"):
        rows = shown["paragraphs"][lang]
        same = {row["name"] for row in rows if row["same"]}
        assert {"failure", "plan"} <= same
        assert not {"nature", "chronic"} & same
        for row in rows:
            assert len(set(row["text"].values())) == 1 or not row["same"]
    files = [(ROOT / one["file"].removeprefix("slagen:")).read_text("utf-8") for one in shown["versions"]]
    for variant, file in zip(VARIANTS, files, strict=True):
        text = [row["text"].get(variant, "") for lang in ("zh", "en") for row in shown["paragraphs"][lang]]
        assert all(piece in file for piece in text)
        paragraphs = "".join("".join(text).split())
        assert len(paragraphs) == len("".join(re.sub(r"^---.*?^---$|<!--.*?-->", "", file, flags=re.S | re.M).split()))


def test_variants_as_text_set_out_only_what_differs(slagen: Run, project: Path) -> None:
    out = slagen("clauses", "show", "quality.measures", "--variants", "--lang", "en", "--project", project).out
    assert "failure  What a Service Level Failure is. — the same in all" in out
    assert "**What a Service Level Failure is.**" not in out
    assert out.count("**Nature of Service Credits.**") == 2
    assert "customer: (as balanced)" in out
    assert "fallback: none (last resort)" in out
    assert "抵扣" not in out.partition("[en]")[2]


def test_variants_in_a_wide_terminal(slagen: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    heads = {}
    for columns in ("200", "80"):
        monkeypatch.setenv("COLUMNS", columns)
        out = slagen("clauses", "show", "quality.measures", "--variants", "--project", project).out
        heads[columns] = [line for line in out.splitlines() if all(name in line for name in VARIANTS)]
        assert all(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) <= int(columns) for line in out.splitlines())
    assert heads["200"]
    assert not heads["80"]
    # What the first version does not have is underlined.
    assert re.search(r"\x1b\[4m[^\x1b]*lower than the loss", out)
    assert not re.search(r"\x1b\[4m[^\x1b]*liquidated damages", out)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_in_a_terminal_of_80_columns(
    slagen: Run, project: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    out = slagen("--messages-in", lang, "clauses", "list", "--project", project).out
    lines = re.sub(r"\x1b\[[0-9;]*m", "", out).splitlines()
    assert all(sum(1 + (ord(character) > 0x2E80) for character in line) <= 80 for line in lines)
    assert "…" not in out
    words, start = {"zh": ("服务质量改进措施", 48), "en": ("Quality Improvement Measures", 51)}[lang]
    title = "".join(line[start:] for line in lines[1:]).replace(" ", "")
    assert f"{words}·balanced,provider,customer".replace(" ", "") in title


def test_a_table_in_a_pipe_has_a_row_a_line_and_nothing_behind_it(slagen: Run, project: Path) -> None:
    lines = slagen("clauses", "list", "--project", project).out.splitlines()
    assert [line for line in lines if line != line.rstrip()] == []


def test_a_project_folder_that_is_not_there(slagen: Run, tmp_path: Path) -> None:
    for arguments in (("list", "--project"), ("register", "--project"), ("check",)):
        ran = slagen("clauses", *arguments, tmp_path / "nowhere")
        assert (ran.code, ran.out) == (2, "")
        assert f"there is no folder {tmp_path / 'nowhere'}" in ran.err


def test_variants_of_a_clause_that_has_none(slagen: Run, project: Path) -> None:
    ran = slagen("clauses", "show", "delivery.tools", "--variants", "--project", project)
    assert (ran.code, ran.out) == (2, "")
    assert "delivery.tools has no variants" in ran.err


def test_a_projects_clause_beside_the_packaged_one(slagen: Run, project: Path) -> None:
    text = (ROOT / "clauses" / "04-quality" / "4-reporting.md").read_text("utf-8")
    own = text.replace("1. {{ mark(", "1. {{ mark('more') }}**新** 增。\n\n1. {{ mark(", 1)
    assert own != text
    (project / "clauses" / "own.md").write_text(own, "utf-8")
    ran = slagen("clauses", "show", "quality.reporting", "--packaged", "--format", "json", "--project", project)
    shown = json.loads(ran.out)
    assert [(one["name"], one["overlay"]) for one in shown["versions"]] == [("packaged", False), ("project", True)]
    assert [row["name"] for row in shown["paragraphs"]["zh"] if not row["same"]] == ["more"]
    assert all(row["same"] for row in shown["paragraphs"]["en"])
    assert "packaged: (not in this one)" in slagen(
        "clauses", "show", "quality.reporting", "--packaged", "--project", project
    ).out  # fmt: skip


def test_a_clause_that_replaces_nothing_beside_the_packaged_one(slagen: Run, project: Path) -> None:
    ran = slagen("clauses", "show", "delivery.tools", "--packaged", "--project", project)
    assert (ran.code, ran.out) == (2, "")
    assert "neither replaces nor extends" in ran.err


def test_show_in_one_language(slagen: Run, project: Path) -> None:
    shown = json.loads(
        slagen("clauses", "show", "delivery.tools", "--lang", "en", "--format", "json", "--project", project).out
    )
    assert list(shown["text"]) == ["en"]


def test_a_library_with_errors_is_an_error_of_the_input(slagen: Run, project: Path) -> None:
    (project / "clauses" / "own.md").write_text("no head", "utf-8")
    ran = slagen("clauses", "list", "--project", project)
    assert (ran.code, ran.out) == (1, "")
    assert "CLAUSE001" in ran.err
