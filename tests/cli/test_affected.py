"""``slagen affected``: contracts that a change reaches, in real repositories over a small library."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli.runner import Run
from library import Library

Commit = Callable[[], None]
PERSON = {f"GIT_{who}_{what}": "x@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


@pytest.fixture
def commit(library: Library, monkeypatch: pytest.MonkeyPatch) -> Commit:
    """A repository, the current folder, with the contracts one and two and the clauses of their library."""
    library.clause("1. 甲，见{{ ref('first.second') }}。", "1. A, see {{ ref('first.second') }}.")
    library.clause("1. 乙。", "1. B.", id_="first.second", section="1.2")
    library.clause("1. 丙。", "1. C.", id_="first.third", section="1.2", when="contract.currency == 'USD'")
    library.contract()
    repository = library.project.parent / "repository"
    for name in ("one", "two"):
        shutil.copytree(library.project, repository / name)
    monkeypatch.chdir(repository)

    def run() -> None:
        for command in (["add", "."], ["commit", "-q", "-m", "x"]):
            subprocess.run(["git", *command], check=True, env=os.environ | PERSON)

    subprocess.run(["git", "init", "-q", "-b", "main"], check=True)
    run()
    return run


def _edit(name: str, old: str, new: str) -> None:
    text = Path(name).read_text("utf-8")
    assert text.count(old) >= 1
    Path(name).write_text(text.replace(old, new), "utf-8")


def _reached(slagen: Run, *named: str) -> dict[str, list[tuple[str, str, Any, Any]]]:
    ran = slagen("affected", *named, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    return {
        one["contract"]: [(how["how"], how["what"], how["old"], how["new"]) for how in one["reached"]]
        for one in json.loads(ran.out)["contracts"]
    }


def _own(name: str, zh: str, en: str, version: str = "1.0.0") -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text(
        f'---\nid: first.beginning\nsection: "1.1"\nversion: {version}\nbased_on: 1.0.0\n'
        f"title: {{zh: 标题, en: Title}}\nrisk: low\n---\n<!-- zh -->\n1. {zh}\n<!-- en -->\n1. {en}\n",
        "utf-8",
    )


def test_nothing_is_reached_by_a_comment_or_another_file(slagen: Run, commit: Commit) -> None:
    with Path("one/contract.yaml").open("a", encoding="utf-8") as file:
        file.write("# a comment\n")
    Path("notes.md").write_text("notes", "utf-8")
    commit()
    ran = slagen("affected", "HEAD~1..HEAD")
    assert (ran.code, ran.out, ran.err) == (0, "", "0 of 2 contracts reached\n")


def test_inputs_by_their_paths(slagen: Run, commit: Commit) -> None:
    _edit("one/contract.yaml", "resolution: 8h", "resolution: 9h")
    commit()
    assert _reached(slagen, "HEAD~1..HEAD") == {
        "one/contract.yaml": [("inputs", "priority.targets[0].resolution", None, None)]
    }


def test_wording_of_its_own_clauses_in_the_languages_of_the_contract(slagen: Run, commit: Commit) -> None:
    _own("one/clauses/own.md", "自己的。", "Its own.")
    commit()
    assert _reached(slagen, "HEAD~1..HEAD") == {
        "one/contract.yaml": [("clause", "first.beginning", "1.0.0", "1.0.0, the project's own")]
    }
    _edit("one/contract.yaml", "mode: bilingual", "mode: zh")
    commit()
    _own("one/clauses/own.md", "自己的。", "Another.")
    commit()
    assert _reached(slagen, "HEAD~1..HEAD") == {}
    _own("one/clauses/own.md", "另外的。", "Another.", "1.1.0")
    commit()
    assert _reached(slagen, "HEAD~1..HEAD")["one/contract.yaml"] == [
        ("clause", "first.beginning", "1.0.0, the project's own", "1.1.0, the project's own")
    ]


def test_clauses_that_begin_and_cease_to_apply(slagen: Run, commit: Commit) -> None:
    text = Path("two/contract.yaml").read_text("utf-8")
    Path("two/contract.yaml").write_text(text.replace("CNY", "USD"), "utf-8")
    commit()
    (changes,) = _reached(slagen, "HEAD~1..HEAD").values()
    assert ("applies", "first.third", None, "1.0.0") in changes
    (changes,) = _reached(slagen, "HEAD..HEAD~1").values()
    assert ("gone", "first.third", "1.0.0", None) in changes


def test_templates_and_registers(slagen: Run, commit: Commit) -> None:
    Path("one/templates/standard").mkdir(parents=True)
    shutil.copy("../library/templates/standard/template.yaml", "one/templates/standard/template.yaml")
    Path("one/templates/standard/print.css").write_text("p {}\n", "utf-8")
    Path("two/clauses").mkdir()
    Path("two/clauses/terms.yaml").write_text(
        "- {id: incident, zh: 事件, en: Incident, definition: {zh: 定义, en: a definition}}\n", "utf-8"
    )
    commit()
    assert _reached(slagen, "HEAD~1..HEAD") == {
        "one/contract.yaml": [("template", "standard", None, None)],
        "two/contract.yaml": [("registers", "incident", None, None)],
    }


def test_pins_that_moved_reach_only_the_contracts_that_have_the_clause(
    slagen: Run, commit: Commit, library: Library
) -> None:
    (library.root / "templates/standard/print.css").write_text("p {}\n", "utf-8")
    assert slagen("lock", "one").code == 0
    commit()
    library.clause("1. 新的乙。", "1. The new B.", id_="first.second", section="1.2", version="1.1.0")
    library.clause("1. 新的丙。", "1. The new C.", id_="first.third", section="1.2", version="1.1.0",
                   when="contract.currency == 'USD'")  # fmt: skip
    assert slagen("upgrade", "--project", "one").code == 0
    commit()
    assert _reached(slagen, "HEAD~1..HEAD") == {"one/contract.yaml": [("clause", "first.second", "1.0.0", "1.1.0")]}


def test_the_contracts_of_a_library_have_the_clauses_of_the_commit(
    slagen: Run, commit: Commit, library: Library
) -> None:
    for name in ("clauses", "templates"):
        shutil.copytree(library.root / name, name)
    commit()
    _edit("clauses/first.second.md", "1. B.", "1. Another B.")
    commit()
    (one, two) = _reached(slagen, "HEAD~1..HEAD").values()
    assert one == two == [("clause", "first.second", "1.0.0", "1.0.0")]


def test_contracts_that_came_or_went(slagen: Run, commit: Commit) -> None:
    shutil.copytree("one", "three")
    shutil.rmtree("two")
    commit()
    assert _reached(slagen, "HEAD~1..HEAD") == {
        "three/contract.yaml": [("contract", "added", None, None)],
        "two/contract.yaml": [("contract", "deleted", None, None)],
    }


def test_errors_are_told_with_their_commit_and_the_rest_is_looked_at(slagen: Run, commit: Commit) -> None:
    _edit("one/contract.yaml", "target: 99.9%", "target: 99.9")
    _edit("two/contract.yaml", "resolution: 8h", "resolution: 9h")
    commit()
    ran = slagen("affected", "HEAD~1..HEAD")
    assert ran.code == 1
    assert ran.err.startswith("HEAD:one/contract.yaml:")
    assert "error INPUT004" in ran.err
    assert ran.out == "two/contract.yaml\n  inputs changed: priority.targets[0].resolution\n"
    assert ran.err.endswith("1 of 2 contracts reached\n")


def test_a_clause_reaches_those_that_have_it_or_refer_to_it(slagen: Run, commit: Commit) -> None:
    _own("one/clauses/own.md", "自己的。", "Its own.")
    assert _reached(slagen, "first.second") == {
        "one/contract.yaml": [("has", "first.second", None, "1.0.0")],
        "two/contract.yaml": [
            ("has", "first.second", None, "1.0.0"),
            ("refers", "first.beginning", None, "1.0.0"),
        ],
    }
    assert _reached(slagen, "first.beginning")["one/contract.yaml"] == [
        ("has", "first.beginning", None, "1.0.0, the project's own")
    ]
    assert _reached(slagen, "first.third") == {}, "its condition holds in none"
    assert (
        "one/contract.yaml\n  含有该条款：first.second  1.0.0\n"
        in slagen("affected", "first.second", "--messages-in", "zh").out
    )


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("first.secnd", "no contract of the repository has a library with the clause first.secnd; did you mean"),
        ("HEAD..v9", "the git repository has no revision v9"),
    ],
)
def test_wrong_usage(slagen: Run, commit: Commit, named: str, said: str) -> None:
    ran = slagen("affected", named)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_outside_a_repository_it_is_wrong_usage(slagen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "in no git repository" in slagen("affected", "first.second").err
