"""What git says of sources, in real repositories."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from slagen.git import authored, changed, commit_of, revision, run, top, tree
from slagen.project import Project


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    commands = (
        "init -q",
        "config user.name Somebody",
        "config user.email somebody@example.org",
        "config commit.gpgsign false",
    )
    for command in commands:
        subprocess.run(["git", *command.split()], cwd=tmp_path, check=True)
    return tmp_path


def commit(repository: Path, **files: str) -> str:
    for name, text in files.items():
        (repository / f"{name}.yaml").write_text(text, "utf-8")
    subprocess.run("git add -A && git commit -q -m change", shell=True, cwd=repository, check=True)  # noqa: S602
    return subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=repository, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_the_commit_that_last_changed_the_sources_not_any_later_one(repository: Path) -> None:
    first = commit(repository, contract="1")
    commit(repository, other="2")
    found = revision(repository, ["contract.yaml", "clauses"])
    assert found is not None
    assert (found.commit, found.clean) == (first, True)


def test_changed_and_new_sources_are_not_clean(repository: Path) -> None:
    commit(repository, contract="1")
    (repository / "contract.yaml").write_text("2")
    assert not revision(repository, ["contract.yaml"]).clean  # type: ignore[union-attr]
    (repository / "contract.yaml").write_text("1")
    (repository / "clauses").mkdir()
    (repository / "clauses" / "own.md").write_text("own")
    assert not revision(repository, ["contract.yaml", "clauses"]).clean  # type: ignore[union-attr]
    assert revision(repository, ["contract.yaml"]).clean  # type: ignore[union-attr]


def test_outside_a_repository_or_without_git_there_is_none(tmp_path: Path, repository: Path) -> None:
    outside = os.environ | {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    assert revision(Path("/"), ["etc"], outside) is None
    commit(repository, contract="1")
    assert revision(repository, ["contract.yaml"], {"PATH": "/nowhere"}) is None


def test_the_callers_repository_is_not_looked_at(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(repository, contract="1")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_WORK_TREE", "/nowhere")
    assert revision(repository, ["contract.yaml"]) is not None


def test_a_command_that_fails_says_nothing(repository: Path) -> None:
    assert run(repository, ["no-such-command"]) is None


def test_a_project_of_a_commit_has_its_files_and_no_later_ones(repository: Path) -> None:
    (repository / "a" / "clauses").mkdir(parents=True)
    (repository / "a" / "clauses" / "own.md").write_text("then", "utf-8")
    then = commit(repository, **{"a/contract": "one"})
    (repository / "a" / "clauses" / "own.md").write_text("now", "utf-8")
    (repository / "a" / "clauses" / "more.md").write_text("now", "utf-8")
    now = commit(repository, **{"a/contract": "two", "beside": "x"})
    past = Project(repository / "a", os.environ, tree(repository, then, "a/"))
    assert (past.read("contract.yaml"), past.read("clauses/own.md")) == (b"one", b"then")
    assert past.names("clauses", ".md") == ["clauses/own.md"]
    assert past.names("templates", ".yaml") == []
    assert past.beside("contract.yaml") == ["contract.yaml"]
    assert [past.has(name) for name in ("contract.yaml", "clauses/more.md", "../beside.yaml")] == [True, False, False]
    assert past.has("slagen:clauses/phrases.yaml")
    with pytest.raises(FileNotFoundError):
        past.read("clauses/more.md")
    assert changed(repository, then, now, ["a/clauses"]) == ("a/clauses/more.md", "a/clauses/own.md")
    assert tree(repository, now, "").names == (
        "a/clauses/more.md",
        "a/clauses/own.md",
        "a/contract.yaml",
        "beside.yaml",
    )


def test_what_is_no_revision_names_no_commit(repository: Path) -> None:
    there = commit(repository, one="x")
    assert commit_of(repository, "HEAD") == there
    assert [commit_of(repository, name) for name in ("", "-h", "--all", "no", f"{there}:one.yaml")] == [None] * 5
    assert top(repository) == repository.resolve()
    by = authored(repository, there, "one.yaml")
    assert by is not None
    assert by.author == "Somebody"
    assert authored(repository, there, "two.yaml") is None
