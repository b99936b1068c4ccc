"""What git says of sources, in real repositories."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from slagen.git import revision, run


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
