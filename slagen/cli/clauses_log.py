"""``slagen clauses log``: the history of a clause, as git has it, with a redline of each version."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from slagen import git
from slagen.cli.language import say
from slagen.cli.options import MessagesIn, ProjectFolder
from slagen.cli.usage import wrong_usage
from slagen.diagnostics import InputError

if TYPE_CHECKING:
    from slagen.model.clause import ClauseFile
    from slagen.model.edit import Comparison

HELP = say("查看一个条款在 git 中的历史", "The history of a clause in git.")


class LogFormat(StrEnum):
    """How a history is printed."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True)
class Entry:
    """A commit that changed a clause's file, and the clause as it was then; None where it can't be read.

    `comparison` is with the commit before, None for the first.
    """

    change: git.Change
    clause: ClauseFile | None
    comparison: Comparison | None

    @property
    def version(self) -> str:
        """The version of the clause."""
        return say("（无法读取）", "(unreadable)") if self.clause is None else self.clause.head.version


def log(
    clause_id: Annotated[str, typer.Argument(metavar="ID", help=say("条款标识", "clause id"))],
    most: Annotated[
        int | None,
        typer.Option(
            "--max",
            "-n",
            metavar="N",
            min=1,
            show_default=False,
            help=say("最多列出多少次变更", "how many changes at most"),
        ),
    ] = None,
    form: Annotated[LogFormat, typer.Option("--format", help=say("输出形式", "output format"))] = LogFormat.TEXT,
    project: ProjectFolder = Path(),
    messages_in: MessagesIn = None,
) -> None:
    """Each commit that changed the clause, the newest first: version, date, author, and what changed."""
    top = git.top(project)
    if top is None:
        raise wrong_usage(f"{project} 不在 git 仓库中", f"{project} is in no git repository")
    histories = {file: _history(top, file, most) for file in _files(project, top, clause_id)}
    if form is LogFormat.JSON:
        told = [_plain(file, entry) for file, entries in histories.items() for entry in entries]
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for file, entries in histories.items():
        _show(file, entries)


def _files(folder: Path, top: Path, clause_id: str) -> list[str]:
    """The files of a clause in a project or library, from the top of the repository.

    Raises:
        typer.TyperException: there is none.
    """
    from difflib import get_close_matches

    from slagen.cli import libraries
    from slagen.cli.sides import from_top
    from slagen.project import Project
    from slagen.read.clauses import load_clause

    project, found = Project(folder, os.environ), dict[str, list[str]]()
    for name in (name for below in libraries.FOLDERS for name in project.names(below, ".md")):
        try:
            id_ = load_clause(project, name).head.id
        except InputError:
            continue
        found.setdefault(id_, []).append(from_top(top, str(folder / name)))
    if clause_id not in found:
        near = get_close_matches(clause_id, found, 1)
        raise wrong_usage(
            f"{folder} 没有自己的或者锁定的条款 {clause_id}" + (f"；是否应为 {near[0]}？" if near else ""),
            f"{folder} has no clause {clause_id} of its own or pinned" + (f"; did you mean {near[0]}?" if near else ""),
        )
    return found[clause_id]


def _history(top: Path, file: str, most: int | None) -> list[Entry]:
    """The commits of a file, the newest first."""
    changes = git.history(top, file, None if most is None else most + 1)
    states = [(change, _then(top, change)) for change in changes]
    entries = [Entry(change, clause, _between(old, (change, clause))) for (change, clause), old in pairwise(states)]
    if states:
        entries.append(Entry(*states[-1], None))
    return entries if most is None else entries[:most]


def _then(top: Path, change: git.Change) -> ClauseFile | None:
    from slagen.project import Project
    from slagen.read.clauses import load_clause

    past = git.Tree(top, change.commit, "", (change.file,))
    try:
        return load_clause(Project(top, os.environ, past), change.file)
    except InputError:
        return None


def _between(old: tuple[git.Change, ClauseFile | None], new: tuple[git.Change, ClauseFile | None]) -> Comparison | None:
    from slagen.diff.clauses import by_name, compared

    (before, was), (after, now) = old, new
    if was is None or now is None:
        return None
    names = (f"{was.head.version} ({before.short})", f"{now.head.version} ({after.short})")
    return compared(by_name([was]), by_name([now]), names, title=now.head.id)


def _show(file: str, entries: Sequence[Entry]) -> None:
    typer.echo(typer.style(file, bold=True))
    if not entries:
        typer.echo(say("（尚未提交）", "(not committed yet)"))
    for entry in entries:
        change = entry.change
        head = f"{change.short}  {change.moment[:10]}  {change.author}  {entry.version}  {change.subject}"
        typer.echo("\n" + typer.style(head, fg="yellow"))
        for line in _redline(entry):
            typer.echo(f"  {line}".rstrip())
    typer.echo()


def _redline(entry: Entry) -> Iterator[str]:
    from slagen.cli.diff import DiffFormat, rendered

    if entry.comparison is not None:
        yield from rendered([entry.comparison], DiffFormat.TERMINAL, to_screen=True).splitlines()


def _plain(file: str, entry: Entry) -> dict[str, Any]:
    from slagen.render import diff_json

    change, told = entry.change, entry.comparison
    edits = [] if told is None else json.loads(diff_json.render([told]))["comparisons"][0]["edits"]
    return {
        "file": file,
        "commit": change.commit,
        "date": change.moment,
        "author": change.author,
        "subject": change.subject,
        "version": None if entry.clause is None else entry.clause.head.version,
        "edits": edits,
    }
