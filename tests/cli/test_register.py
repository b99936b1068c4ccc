"""``slagen clauses`` alone, and the legal register: every clause, and the notice in the words of the README."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.runner import Run
from judges import ROOT

from slagen.project import Project
from slagen.read.library import Library, load_library

NOTICE = {
    "en": "The clause library is drafting material, not legal advice.",
    "zh": "条款库是起草素材，不构成法律意见。",
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return load_library(Project(tmp_path, {}))


def test_the_first_page(slagen: Run, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = slagen("clauses")
    annexes = sum(clause.head.section == "annex" for clause in library.clauses.values())
    assert (ran.code, ran.err) == (0, "")
    assert NOTICE["en"] in ran.out
    assert (
        f"{len(library.clauses) - annexes} clauses for 39 of the specification's 39 sections, and {annexes} annexes"
        in ran.out
    )
    assert f"{len(library.terms)} defined terms; {len(library.works)} registered laws and standards" in ran.out
    assert {"list", "show", "coverage", "check", "register"} <= {
        line.split()[0] for line in ran.out.splitlines() if line.startswith("  ")
    }


@pytest.mark.parametrize(("lang", "file"), [("en", "README.md"), ("zh", "README.zh.md")])
def test_the_notice_is_that_of_the_readme(slagen: Run, lang: str, file: str) -> None:
    said = slagen("clauses", "register", "--messages-in", lang).out.splitlines()[0]
    assert said.startswith(NOTICE[lang])
    assert said in (ROOT / file).read_text("utf-8")


def test_as_data(slagen: Run, library: Library) -> None:
    found = json.loads(slagen("clauses", "register", "--format", "json").out)
    assert sorted(one["id"] for one in found) == sorted(library.clauses)
    assert all(one["risk"] in ("low", "medium", "high") and one["questions"] for one in found)
    (measures,) = [one for one in found if one["id"] == "quality.measures"]
    assert {
        "cites": "civil-code/585",
        "zh": "《中华人民共和国民法典》第五百八十五条",
        "en": "Article\u00a0585 of the Civil Code of the People's Republic of China",
        "status": "current",
        "verified": True,
    } in measures["references"]
    assert {one["variant"] for one in measures["variants"]} == {"balanced", "provider", "customer"}
    assert all(one["note"]["zh"] and one["note"]["en"] for one in measures["variants"])


def test_as_text(slagen: Run) -> None:
    lines = slagen("clauses", "register").out.splitlines()
    start = lines.index("1.2  scope.terms  Terms and Definitions  [medium risk]")
    assert lines[start + 1 : start + 3] == [
        "  Rests on:",
        "    - Articles\u00a0142 and 466 of the Civil Code of the People's Republic of China",
    ]
    assert "  Questions for counsel:" in lines[start + 3 : start + 6]


def test_as_markdown(slagen: Run) -> None:
    out = slagen("clauses", "register", "--format", "md", "--messages-in", "zh").out
    assert out.startswith("# 法律登记册\n")
    assert "\n## 4.5 服务质量改进措施\n" in out
    assert "- 《中华人民共和国民法典》第一百四十二条和第四百六十六条" in out


def test_a_work_that_is_not_there_or_not_in_force_says_so(slagen: Run, tmp_path: Path) -> None:
    (tmp_path / "clauses").mkdir()
    (tmp_path / "clauses" / "own.md").write_text(
        '---\nid: own.thing\nsection: "1.1"\nversion: 1.0.0\ntitle: {zh: 标题, en: Title}\nrisk: low\n'
        "references: [gb-t-22080-2016, my-law/3, gb-t-35273]\n---\n"
        "<!-- zh -->\n1. **题** 无。\n<!-- en -->\n1. **T.** None.\n",
        "utf-8",
    )
    lines = slagen("clauses", "register", "--project", tmp_path).out.splitlines()
    start = lines.index("1.1  own.thing  Title  [low risk]")
    assert lines[start + 2 : start + 5] == [
        "    - GB/T 22080-2016 (superseded)",
        "    - my-law/3 (not in the register)",
        "    - GB/T 35273-2020 (not verified)",
    ]
