"""``slagen lock`` and ``--locked``: a project is made from what it pins, whatever is installed, and drift is named."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from cli.runner import Run
from library import Library

from slagen.project import Project
from slagen.read.lock import load_lock

OLD, NEW = "原来的文字。", "新的文字。"
BEGINNING = "pinned/clauses/first.beginning.md"


@pytest.fixture
def locked(library: Library, slagen: Run, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A project with a clause of its own over a library with one, locked, as the current folder."""
    library.clause(f"1. {OLD}", "1. The old words.")
    (library.root / "templates/standard/print.css").write_text("p {}\n", "utf-8")
    library.clause("1. 自己的。", "1. Its own.", id_="first.own", own=True)
    library.contract()
    monkeypatch.chdir(library.project)
    ran = slagen("lock")
    assert (ran.code, ran.out, ran.err) == (0, "slagen.lock\n", "")
    return library


def _words(slagen: Run, *options: str) -> str:
    ran = slagen("build", "contract.yaml", "--format", "md", "--lang", "zh", "--out", "out", *options)
    assert ran.code == 0, ran.err
    return Path(ran.out.strip()).read_text("utf-8")


def test_a_lock_names_every_text_with_its_version_and_hash(locked: Library) -> None:
    lock = yaml.safe_load(Path("slagen.lock").read_text("utf-8"))
    assert [(one["id"], one["version"], one["file"]) for one in lock["clauses"]] == [
        ("first.beginning", "1.0.0", BEGINNING),
        ("first.own", "1.0.0", "clauses/first.own.md"),
    ]
    assert [one["file"] for one in lock["registers"]] == [
        "pinned/clauses/phrases.yaml",
        "pinned/clauses/specification.yaml",
    ]
    assert {one["file"] for one in lock["templates"]} == {
        "pinned/templates/standard/print.css",
        "pinned/templates/standard/template.yaml",
    }
    kept = Path(BEGINNING).read_bytes()
    assert kept == (locked.root / "clauses/first.beginning.md").read_bytes()
    assert not list(Path().glob(".pinned*")), "nothing is left beside it"


def test_a_build_has_the_pinned_texts_whatever_is_installed(locked: Library, slagen: Run) -> None:
    before = _words(slagen, "--locked")
    locked.clause(f"1. {NEW}", "1. The new words.", version="1.1.0")
    locked.clause("1. 另一条。", "1. Another.", id_="first.more")
    (locked.root / "clauses/phrases.yaml").unlink()
    assert _words(slagen, "--locked") == before
    assert OLD in before
    assert slagen("lock", "--check").code == 0
    assert (slagen("lock").code, _words(slagen)) == (0, before), "locking again moves no pin"


def test_line_ends_that_git_converts_are_no_drift(locked: Library, slagen: Run) -> None:
    for file in Path().rglob("*.md"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert slagen("check", "contract.yaml", "--locked").code == 0


def _edit(name: str) -> None:
    Path(name).write_text(Path(name).read_text("utf-8").replace(OLD, NEW) + "\n", "utf-8")


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (lambda: _edit(BEGINNING), f"{BEGINNING}:1:1: error LOCK003: this was edited after it was pinned (first."),
        (lambda: _edit("clauses/first.own.md"), "clauses/first.own.md:1:1: error LOCK003: this was edited after"),
        (
            lambda: _edit("pinned/templates/standard/print.css"),
            "pinned/templates/standard/print.css:1:1: error LOCK003: this was edited after",
        ),
        (lambda: Path("clauses/first.own.md").unlink(), "the pinned file clauses/first.own.md is not there"),
        (lambda: Path(BEGINNING).unlink(), f"error LOCK003: the pinned file {BEGINNING} is not there"),
        (
            lambda: Path("clauses/terms.yaml").write_text("[]", "utf-8"),
            "clauses/terms.yaml:1:1: error LOCK004: this file is not pinned",
        ),
        (
            lambda: Path("pinned/clauses/names.yaml").write_text("[]", "utf-8"),
            "pinned/clauses/names.yaml:1:1: error LOCK004: this file is not pinned",
        ),
        (lambda: Path("slagen.lock").unlink(), "slagen.lock:1:1: error LOCK001: the project has no slagen.lock"),
    ],
)
def test_drift_is_named_with_its_file(locked: Library, slagen: Run, do: Callable[[], None], said: str) -> None:
    do()
    for command in (
        ("check", "contract.yaml", "--locked"),
        ("build", "contract.yaml", "--locked", "--format", "md"),
        ("lock", "--check"),
    ):
        ran = slagen(*command)
        assert (ran.code, ran.out) == (1, ""), ran
        assert said in ran.err
        assert "hint: " in ran.err
        assert "1 error, 0 warnings" in ran.err
    assert not Path("build").exists()
    if "LOCK001" not in said:
        assert said.replace("error", "warning") in slagen("check", "contract.yaml").err
        assert slagen("build", "contract.yaml", "--format", "md").code == 0, "without --locked it is a warning"


def test_another_slagen_is_drift(locked: Library, slagen: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slagen.read.lock.__version__", "9.9.9")
    ran = slagen("build", "contract.yaml", "--locked", "--format", "md")
    assert ran.code == 1
    assert "slagen.lock:4:9: error LOCK002: this was locked with slagen " in ran.err
    assert slagen("lock").code == 0
    assert slagen("build", "contract.yaml", "--locked", "--format", "md").code == 0


def test_a_remembered_check_forgets_with_the_lock(locked: Library, slagen: Run) -> None:
    assert slagen("check", "contract.yaml", "--strict").code == 0
    text = Path("slagen.lock").read_text("utf-8")
    Path("slagen.lock").write_text(text.replace("\nslagen: ", "\nslagen: 9."), "utf-8")
    assert "LOCK002" in slagen("check", "contract.yaml", "--strict").err


def test_locking_again_restores_what_is_installed_and_pins_own_clauses_anew(locked: Library, slagen: Run) -> None:
    before = Path("slagen.lock").read_text("utf-8")
    Path(BEGINNING).unlink()
    _edit("pinned/templates/standard/print.css")
    _edit("clauses/first.own.md")
    ran = slagen("lock")
    restored = {BEGINNING, "pinned/templates/standard/print.css", "slagen.lock"}
    assert (ran.code, {name.replace(os.sep, "/") for name in ran.out.splitlines()}) == (0, restored)
    after = Path("slagen.lock").read_text("utf-8")
    assert sum(old != new for old, new in zip(before.splitlines(), after.splitlines(), strict=True)) == 1
    assert slagen("lock", "--check").code == 0


def test_what_can_not_be_restored_stops_locking(locked: Library, slagen: Run) -> None:
    locked.clause(f"1. {NEW}", "1. The new words.", version="1.1.0")
    before = Path("slagen.lock").read_text("utf-8")
    _edit(BEGINNING)
    ran = slagen("lock")
    assert (ran.code, ran.out) == (1, "")
    assert f"{BEGINNING}:1:1: error LOCK003" in ran.err
    assert Path("slagen.lock").read_text("utf-8") == before


def test_a_broken_clause_of_its_own_stops_locking(library: Library, slagen: Run) -> None:
    library.clause("1. 甲。", "1. A.", own=True)
    contract = library.contract()
    own = library.project / "clauses" / "first.beginning.md"
    own.write_text("nothing", "utf-8")
    ran = slagen("lock", contract)
    assert (ran.code, ran.out) == (1, "")
    assert f"{own}:1:1: error CLAUSE001" in ran.err
    assert {file.name for file in library.project.iterdir()} == {"clauses", "contract.yaml"}


def test_a_lock_that_is_none_is_told_where(locked: Library, slagen: Run) -> None:
    Path("slagen.lock").write_text("format: 1\nslagen: 0.1.0\nclauses:\n- id: first\n", "utf-8")
    for command in (("lock", "--check"), ("lock",), ("check", "contract.yaml"), ("upgrade",)):
        ran = slagen(*command)
        assert ran.code == 1, command
        assert "slagen.lock:4:3: error INPUT002" in ran.err


def test_errors_of_a_pinned_clause_name_the_file_that_the_project_keeps(locked: Library, slagen: Run) -> None:
    Path(BEGINNING).write_text("nothing", "utf-8")
    ran = slagen("check", "contract.yaml")
    assert f"{BEGINNING.replace('/', os.sep)}:1:1: error CLAUSE001" in ran.err
    assert f"{BEGINNING}:1:1: warning LOCK003".replace("/", os.sep) in ran.err


def test_all_locked_projects_below_are_checked_and_one_can_be_named(
    locked: Library, slagen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _edit("clauses/first.own.md")
    monkeypatch.chdir("..")
    ran = slagen("lock", "--check")
    assert ran.code == 1
    assert f"project{os.sep}clauses{os.sep}first.own.md:1:1: error LOCK003" in ran.err
    assert slagen("lock", "project/contract.yaml").out == f"project{os.sep}slagen.lock\n"
    assert slagen("lock", "--check", "project").code == 0


@pytest.mark.parametrize("named", ["nothing", "library", "nothing.yaml"])
def test_what_is_no_project_is_wrong_usage(
    library: Library, slagen: Run, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(library.root.parent)
    ran = slagen("lock", named)
    assert (ran.code, ran.out) == (2, "")
    assert f"{named} is no contract project" in ran.err


def test_a_folder_that_can_not_be_written_stays_as_it_was(
    locked: Library, slagen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    Path("slagen.lock").unlink()
    locked.clause(f"1. {NEW}", "1. The new words.", version="1.1.0")
    monkeypatch.setattr("slagen.cli.pinned.write_whole", refuse)
    ran = slagen("lock")
    assert ran.code == 2
    assert "pinned can't be written: No space left on device" in ran.err
    assert OLD in Path(BEGINNING).read_text("utf-8")
    assert not list(Path().glob(".pinned*"))


def test_a_lock_reads_as_it_is_written(locked: Library) -> None:
    loaded = load_lock(Project(Path(), os.environ))
    assert loaded is not None
    assert loaded.at("clauses/first.own.md").line > loaded.at(BEGINNING).line > 1


def test_a_commit_has_the_texts_that_it_pinned(locked: Library, slagen: Run) -> None:
    person = {f"GIT_{who}_{what}": "x@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    for command in ("init -q", "add .", "commit -q -m one"):
        subprocess.run(["git", *command.split()], check=True, env=os.environ | person)
    locked.clause("1. 新的文字。", "1. The new words.", version="1.1.0")
    assert "nothing changed" in slagen("diff", "HEAD:contract.yaml", "contract.yaml").out
    assert slagen("upgrade").code == 0
    assert "The [-old-]{+new+} words." in slagen("diff", "HEAD:contract.yaml", "contract.yaml").out
    subprocess.run(["git", "commit", "-q", "-a", "-m", "two"], check=True, env=os.environ | person)
    assert "The [-old-]{+new+} words." in slagen("diff", "HEAD~1..HEAD").out


def test_where_no_project_is_meant_there_is_nothing_to_lock(
    slagen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = slagen("lock")
    assert (ran.code, "name a project's folder" in ran.err) == (2, True)
    assert slagen("lock", "--check").code == 0
