"""``slagen clauses diff`` and ``slagen clauses log`` in real repositories."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.runner import Run

OWN = """---
id: own.publicity
section: "8.2"
version: 1.0.0
title: {zh: 宣传, en: Publicity}
risk: low
---

<!-- zh -->

1. **不得宣传。** 未经对方书面同意，任何一方不得在宣传中使用对方的名称。

<!-- en -->

1. **No publicity.** Neither Party may use the other's name in publicity without its written consent.
"""
FILE = Path("contracts/one/clauses/publicity.md")
Commit = Callable[..., None]


@pytest.fixture
def commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commit:
    """A repository, the current folder, with a clause of a project at its first commit; commits its later states."""
    monkeypatch.chdir(tmp_path)
    dates = iter(range(1, 9))

    def run(text: str, message: str, file: Path = FILE) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        moment = f"2026-02-0{next(dates)}T11:05:06+08:00"
        names = {f"GIT_{who}_NAME": f"Author of {message}" for who in ("AUTHOR", "COMMITTER")}
        rest = {
            f"GIT_{who}_{what}": said
            for who in ("AUTHOR", "COMMITTER")
            for what, said in (("EMAIL", "a@example.com"), ("DATE", moment))
        }
        for command in (["add", "."], ["commit", "-q", "-m", message]):
            subprocess.run(["git", *command], check=True, env=os.environ | names | rest)

    subprocess.run(["git", "init", "-q", "-b", "main"], check=True)
    run(OWN, "one")
    return run


PINNED = Path("contracts/one/pinned/clauses/terms.md")
NEXT = OWN.replace("1.0.0", "1.1.0").replace("书面同意", "事先书面同意")
LAST = NEXT.replace("1.1.0", "1.2.0").replace("written consent", "prior written consent")


def test_two_commits(slagen: Run, commit: Commit) -> None:
    commit(NEXT, "two")
    ran = slagen("clauses", "diff", "HEAD~1..HEAD", "--project", "contracts/one")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("clauses: HEAD~1 → HEAD\n")
    assert "Version 1.0.0 → Version 1.1.0" in ran.out
    assert "未经对方{+事先+}书面同意" in ran.out
    assert "1 edit is in one language only; see to the other" in ran.out
    assert slagen("clauses", "diff", "HEAD..HEAD", "--project", "contracts/one").out.endswith("nothing changed\n")


def test_two_folders_and_a_folder_of_a_commit(slagen: Run, commit: Commit, tmp_path: Path) -> None:
    shutil.copytree("contracts/one", "other")
    Path("other/clauses/publicity.md").write_text(NEXT, "utf-8")
    for old, new in (
        ("contracts/one", "other"),
        ("contracts/one/clauses", "other/clauses"),
        ("HEAD:contracts/one", "other"),
    ):
        ran = slagen("clauses", "diff", old, new, "--format", "json", "--exit-code")
        assert (ran.code, ran.err) == (1, "")
        (one,) = json.loads(ran.out)["comparisons"]
        assert (one["old"], one["new"]) == (old, new)
        assert [(edit["kind"], edit["one_sided"]) for edit in one["edits"]] == [("value", False), ("wording", True)]
    assert slagen("clauses", "diff", "other", "other", "--exit-code").code == 0


def test_a_locked_project_has_the_clauses_that_it_pins(slagen: Run, commit: Commit) -> None:
    commit(OWN.replace("own.publicity", "first.terms"), "lock", PINNED)
    commit(OWN.replace("own.publicity", "first.other"), "upgrade", PINNED.with_name("other.md"))
    ran = slagen("clauses", "diff", "HEAD~1..HEAD", "--project", "contracts/one")
    assert ran.err == ""
    assert "clause inserted" in ran.out
    assert "first.other" in ran.out


@pytest.mark.parametrize("form", ["terminal", "json", "md", "html"])
def test_every_form_can_be_written_to_a_file(slagen: Run, commit: Commit, form: str) -> None:
    commit(NEXT, "two")
    ran = slagen("clauses", "diff", "HEAD~1..", "--project", "contracts/one", "--format", form, "--out", "made/it")
    assert (ran.code, ran.out) == (0, f"made{os.sep}it\n")
    assert "事先" in Path("made/it").read_text("utf-8")


def test_a_clause_that_can_not_be_read_is_told_with_its_side(slagen: Run, commit: Commit) -> None:
    commit("nothing", "two")
    ran = slagen("clauses", "diff", "HEAD~1..HEAD", "--project", "contracts/one")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("HEAD:contracts/one/clauses/publicity.md:1:1: error CLAUSE001")
    ran = slagen("clauses", "diff", "HEAD~1:contracts/one", "contracts/one")
    assert ran.err.startswith("contracts/one/clauses/publicity.md:1:1: error CLAUSE001")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name two revisions or two folders"),
        (("contracts/one",), "name two revisions or two folders"),
        (("HEAD..v9",), "the git repository has no revision v9"),
        (("nowhere", "contracts/one"), "there is no folder nowhere"),
        (("contracts/one", "empty"), "empty has no clause files"),
    ],
)
def test_wrong_usage(slagen: Run, commit: Commit, arguments: tuple[str, ...], said: str) -> None:
    Path("empty").mkdir()
    ran = slagen("clauses", "diff", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


# The history of a clause ------------------------------------------------------------------------------------------


def test_a_history_has_versions_dates_authors_and_redlines(slagen: Run, commit: Commit) -> None:
    commit(NEXT, "two")
    commit(LAST, "three")
    ran = slagen("clauses", "log", "own.publicity", "--project", "contracts/one")
    assert ran.code == 0
    lines = [line for line in ran.out.splitlines() if "Author of" in line]
    assert [line.split("  ")[1:] for line in lines] == [
        ["2026-02-03", "Author of three", "1.2.0", "three"],
        ["2026-02-02", "Author of two", "1.1.0", "two"],
        ["2026-02-01", "Author of one", "1.0.0", "one"],
    ]
    assert "without its {+prior +}written consent" in ran.out
    assert "未经对方{+事先+}书面同意" in ran.out


def test_a_history_follows_a_file_that_was_renamed_and_can_be_cut(slagen: Run, commit: Commit) -> None:
    FILE.unlink()
    commit(NEXT, "two", FILE.with_name("1-first.md"))
    ran = slagen("clauses", "log", "own.publicity", "--project", "contracts/one", "--format", "json")
    told = json.loads(ran.out)
    assert [(one["subject"], one["version"], len(one["edits"])) for one in told] == [
        ("two", "1.1.0", 2),
        ("one", "1.0.0", 0),
    ]
    ran = slagen("clauses", "log", "own.publicity", "--project", "contracts/one", "--format", "json", "-n", "1")
    assert json.loads(ran.out) == told[:1]


def test_a_state_that_can_not_be_read_does_not_end_a_history(slagen: Run, commit: Commit) -> None:
    commit("nothing", "two")
    commit(NEXT, "three")
    out = slagen("clauses", "log", "own.publicity", "--project", "contracts/one").out
    assert "(unreadable)  two" in out
    assert "1.1.0  three" in out


def test_a_clause_that_is_not_committed_yet_has_no_history(slagen: Run, commit: Commit) -> None:
    FILE.with_name("new.md").write_text(OWN.replace("own.publicity", "own.fresh"), "utf-8")
    assert "(not committed yet)" in slagen("clauses", "log", "own.fresh", "--project", "contracts/one").out


def test_what_has_no_history_is_wrong_usage(slagen: Run, commit: Commit, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = slagen("clauses", "log", "own.publicty", "--project", "contracts/one")
    assert (ran.code, "did you mean own.publicity?" in ran.err) == (2, True)
    monkeypatch.chdir("/")
    ran = slagen("clauses", "log", "own.publicity")
    assert (ran.code, "is in no git repository" in ran.err) == (2, True)


def test_clauses_that_came_with_a_lock_are_no_change_of_the_library(commit: Commit, slagen: Run) -> None:
    commit(OWN.replace("own.publicity", "first.terms"), "lock", PINNED)
    commit(NEXT, "next")
    ran = slagen("clauses", "diff", "HEAD~2..HEAD", "--project", "contracts/one", "--format", "json")
    edited = {edit["clause"] for edit in json.loads(ran.out)["comparisons"][0]["edits"]}
    assert (ran.err, edited) == ("HEAD~2 pins no clauses, so only the project's own are compared\n", {"own.publicity"})
