"""The states of clause libraries that commands compare: of a folder, or of a folder in a commit."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from slagen import git
from slagen.cli.language import say
from slagen.cli.sides import Commit, commit_named, from_top
from slagen.cli.usage import wrong_usage
from slagen.diagnostics import Diagnostic, InputError
from slagen.project import PINNED, Project

if TYPE_CHECKING:
    from slagen.model.clause import ClauseFile

FOLDERS = (f"{PINNED}/clauses", "clauses")
"""Where a project's clauses stand: those that it pins, then its own."""


@dataclass(frozen=True)
class State:
    """A library as it is somewhere: what the user called it, its clause files by name, the words of its terms."""

    name: str
    clauses: dict[str, ClauseFile]
    terms: tuple[str, ...]


def in_folder(folder: Path, written: str) -> State:
    """The clauses below a folder: of a project or library, or of the folder itself.

    Raises:
        InputError: a clause can't be read.
        typer.TyperException: there is no such folder, or it has no clauses.
    """
    if not folder.is_dir():
        raise wrong_usage(f"没有文件夹 {folder}", f"there is no folder {folder}")
    whole = any((folder / name).is_dir() for name in FOLDERS)
    top = folder.resolve()
    project = Project(folder if whole else top.parent, os.environ)
    state = _state(project, written, FOLDERS if whole else (top.name,), None, str(folder if whole else folder.parent))
    if not state.clauses:
        raise wrong_usage(f"{folder} 中没有条款文件", f"{folder} has no clause files")
    return state


def in_commit(commit: Commit, prefix: str, only: Collection[str] | None = None) -> State:
    """The clauses of a project or library that is the folder `prefix` of a commit, or `only` some of their files.

    Raises:
        InputError: a clause can't be read.
    """
    project = Project(commit.top / prefix, os.environ, git.tree(commit.top, commit.id, prefix))
    return _state(project, commit.name, FOLDERS, only, f"{commit.name}:{prefix}")


def prefix_of(commit: Commit, folder: Path) -> str:
    """A folder from the top of the repository: empty for that itself, or with a slash at its end."""
    name = from_top(commit.top, str(folder))
    return "" if name == "." else f"{name}/"


def changed_between(old: Commit, new: Commit, prefix: str) -> frozenset[str]:
    """The files of a project's clauses that differ between two commits, from the project's folder.

    Where only one of them has pinned clauses, these came or went with the lock and are no change of the library.
    """
    pinned, own = FOLDERS
    unpinned = [commit for commit in (old, new) if not git.tree(commit.top, commit.id, f"{prefix}{pinned}/").names]
    if len(unpinned) == 1:
        typer.echo(
            say(
                f"{unpinned[0].name} 没有锁定条款，只比较项目自己的条款",
                f"{unpinned[0].name} pins no clauses, so only the project's own are compared",
            ),
            err=True,
        )
    folders = [own] if unpinned else FOLDERS
    names = git.changed(old.top, old.id, new.id, [f"{prefix}{folder}" for folder in folders])
    return frozenset(name.removeprefix(prefix) for name in names)


def side(written: str) -> State:
    """What the user named: a folder, or ``REV:folder``.

    Raises:
        InputError: a clause can't be read.
        typer.TyperException: there is no such folder or commit.
    """
    if Path(written).exists() or ":" not in written:
        return in_folder(Path(written), written)
    revision, _, name = written.partition(":")
    commit = commit_named(revision)
    prefix = prefix_of(commit, commit.top / name)
    return replace(in_commit(commit, prefix), name=written)


def _state(project: Project, name: str, folders: Sequence[str], only: Collection[str] | None, place: str) -> State:
    from slagen.diff.clauses import by_name
    from slagen.read.clauses import load_clause

    files: dict[str, ClauseFile] = {}
    problems: list[Diagnostic] = []
    for folder in folders:
        names = [one for one in project.names(folder, ".md") if only is None or one in only]
        for one in names:
            try:
                file = load_clause(project, one)
            except InputError as wrong:
                problems += _seen(wrong.diagnostics, place)
                continue
            files |= by_name([file])
    if problems:
        raise InputError(problems)
    return State(name, by_name(files.values()), tuple(_terms(project, folders)))


def _seen(found: Sequence[Diagnostic], place: str) -> list[Diagnostic]:
    beside = place if place.endswith((":", "/")) else f"{place}/"
    return [replace(one, span=replace(one.span, file=f"{beside}{one.span.file}".removeprefix("./"))) for one in found]


def _terms(project: Project, folders: Sequence[str]) -> Iterator[str]:
    """The words of the terms that can be read; a register with errors is none of a comparison's business."""
    from slagen.model.register import Terms
    from slagen.read.library import read_yaml
    from slagen.read.validate import validate

    for folder in folders:
        for name in project.names(folder, "terms.yaml"):
            try:
                terms = validate(Terms, read_yaml(project, name)).root
            except InputError:
                continue
            yield from (word for term in terms for word in (term.zh, term.en))
