"""``slagen upgrade``: moves a project's pins to the installed clauses, and shows what that does to contracts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slagen import git
from slagen.cli import pinned
from slagen.cli.language import say
from slagen.cli.options import MessagesIn, ProjectFolder
from slagen.cli.report import as_seen, report, seen_from
from slagen.cli.usage import wrong_usage
from slagen.diagnostics import Diagnostic, InputError, Severity, has_errors
from slagen.project import PINNED

if TYPE_CHECKING:
    from slagen.cli.diff import Compared
    from slagen.cli.sides import Side
    from slagen.model.lock import Lock, PinnedFile
    from slagen.project import Project

HELP = say("换用已安装的新条款", "Move to newer clauses.")


def upgrade(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID",
            default_factory=list,
            show_default=False,
            help=say("条款标识；缺省为整个条款库，连同模板", "clause ids; by default the whole library with templates"),
        ),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=say("只显示，项目不作改动", "only show; change nothing in the project"))
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            show_default=False,
            help=say("为每份受影响的合同写一份红线稿的目录", "folder for a redline of each contract that changes"),
        ),
    ] = None,
    author: Annotated[
        str | None,
        typer.Option(
            "--author",
            metavar="NAME",
            show_default=False,
            help=say(
                "红线稿修订的作者，缺省为 git 的 user.name",
                "author of the redlines' changes, by default git's user.name",
            ),
        ),
    ] = None,
    project: ProjectFolder = Path(),
    messages_in: MessagesIn = None,
) -> int:
    """Show what changes in which contract, then move the pins: all of it, or nothing if a contract has an error."""
    try:
        with tempfile.TemporaryDirectory() as staged:
            return _upgrade(pinned.project_in(project), ids, Path(staged), out, author, dry_run=dry_run)
    except InputError as wrong:
        report(as_seen(wrong.diagnostics, project / "contract.yaml"), "text")
        return 1


def _upgrade(
    project: Project, ids: Sequence[str], staged: Path, out: Path | None, author: str | None, *, dry_run: bool
) -> int:
    from slagen.read.lock import pins, written

    _intact(project)
    _stage(project, ids, staged)
    after = replace(project, library=staged)
    lock = pins(after)
    moved = list(_moved(pins(project), lock))
    for line in moved:
        typer.echo(line)
    if (compared := _shown(project, after, moved)) is None:
        return 1
    if out is not None:
        _write_redlines(project, [one for one in compared if one.comparison.edits], out, author)
    if not dry_run:
        pinned.put(after, written(lock))
    if not moved:
        typer.echo(say("已经是安装的版本", "these are the installed versions"), err=True)
    elif dry_run:
        _tell_unchanged()
    return 0


def _shown(project: Project, after: Project, moved: Sequence[str]) -> list[Compared] | None:
    """Show each contract before and after where something moved, and what is found; None where one has errors."""
    compared, found = _compared(project, after)
    if found:
        report(found, "text")
    if has_errors(found):
        _tell_unchanged()
        return None
    if moved:
        _show(compared)
    return compared


def _tell_unchanged() -> None:
    typer.echo(say("项目未作任何改动", "nothing was changed in the project"), err=True)


def _intact(project: Project) -> None:
    """Refuse what is not locked, or whose pinned texts are not as they were pinned.

    Raises:
        InputError: a pinned text was edited or is missing.
        typer.TyperException: there is no lock.
    """
    from slagen.read.lock import drift

    if not project.is_locked:
        raise wrong_usage(
            f"{project.root} 没有 slagen.lock；先运行 slagen lock",
            f"{project.root} has no slagen.lock; run slagen lock first",
        )
    edited = [one for one in drift(project) if (one.value or one.span.file).startswith(f"{PINNED}/")]
    if edited:
        raise InputError(pinned.as_errors(edited))


# The new texts ----------------------------------------------------------------------------------------------------


def _stage(project: Project, ids: Sequence[str], staged: Path) -> None:
    """Put the library that a project is to have into a folder: the installed one, or its own with clauses of it."""
    from slagen.project import library_root

    installed = replace(project, library=library_root())
    pinned.copy(project if ids else installed, staged)
    for id_ in dict.fromkeys(ids):
        _exchange(id_, _files(project, id_), _files(installed, id_), installed, staged)


def _files(project: Project, id_: str) -> list[str]:
    """The names of the files of a clause in the project's library."""
    return [name for name, clause in _clauses(project) if clause == id_]


def _clauses(project: Project) -> Iterator[tuple[str, str]]:
    from slagen.project import PACKAGED
    from slagen.read.clauses import load_clause

    for name in project.names(f"{PACKAGED}clauses", ".md"):
        yield name, load_clause(project, name).head.id


def _exchange(id_: str, old: Sequence[str], new: Sequence[str], installed: Project, staged: Path) -> None:
    """Put the installed files of one clause in the place of the pinned ones.

    Raises:
        typer.TyperException: neither has the clause, or another has its file.
    """
    from slagen.project import PACKAGED

    if not old and not new:
        raise _unknown(id_, installed)
    for name in old:
        (staged / name.removeprefix(PACKAGED)).unlink()
    for name in new:
        file = staged / name.removeprefix(PACKAGED)
        if file.exists():
            raise wrong_usage(
                f"{id_} 的文件 {name.removeprefix(PACKAGED)} 在锁定的条款库中属于另一条款；一并升级",
                f"the file of {id_}, {name.removeprefix(PACKAGED)}, is another clause's in the pinned library; "
                "upgrade both",
            )
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(installed.read(name))


def _unknown(id_: str, installed: Project) -> typer.TyperException:
    from difflib import get_close_matches

    near = get_close_matches(id_, [clause for _, clause in _clauses(installed)], 1)
    return wrong_usage(
        f"条款库没有条款 {id_}" + (f"；是否应为 {near[0]}？" if near else ""),
        f"the library has no clause {id_}" + (f"; did you mean {near[0]}?" if near else ""),
    )


def _moved(before: Lock, after: Lock) -> Iterator[str]:
    """A line for each clause and file of the library that is another."""
    old, new = ({_name(pin): pin for pin in lock.files if pin.file.startswith(PINNED)} for lock in (before, after))
    for name in sorted(old.keys() | new.keys()):
        one, other = old.get(name), new.get(name)
        if one is None or other is None or one.sha256 != other.sha256:
            yield f"{name}  {_versions(one, other)}".rstrip()


def _name(pin: PinnedFile) -> str:
    from slagen.model.lock import PinnedClause

    if not isinstance(pin, PinnedClause):
        return pin.file
    return pin.id if pin.variant is None else f"{pin.id} ({pin.variant})"


def _versions(old: PinnedFile | None, new: PinnedFile | None) -> str:
    from slagen.model.lock import PinnedClause

    none = say("（无）", "(none)")
    was, now = (none if pin is None else pin.version if isinstance(pin, PinnedClause) else "" for pin in (old, new))
    if was == now:
        return now + say("（文字有变更）", " (its text changed)") if now else say("有变更", "changed")
    return f"{was or PINNED} → {now or PINNED}"


# The contracts ----------------------------------------------------------------------------------------------------


def _compared(project: Project, after: Project) -> tuple[list[Compared], list[Diagnostic]]:
    """Each contract of the project before and after; what is found of it after, and errors of any that has some."""
    from slagen.cli.diff import comparison_of
    from slagen.cli.sides import in_project

    made: list[Compared] = []
    found: list[Diagnostic] = []
    for file in pinned.contracts_in(project.root):
        try:
            old = in_project(project, file.name, str(file))
            new = in_project(after, file.name, say(f"{file}（升级后）", f"{file} (upgraded)"))
        except InputError as wrong:
            found += (one for one in wrong.diagnostics if one.severity is Severity.ERROR)
            continue
        found += seen_from(after, _news(old, new))
        made.append(comparison_of(old, new, None))
    return made, found


def _news(old: Side, new: Side) -> Iterator[Diagnostic]:
    """What is found of a contract that was not before: a clause of its own whose packaged one has moved on."""
    before, after = (() if side.compiled is None else side.compiled.diagnostics for side in (old, new))
    return (one for one in after if one not in before)


def _show(compared: Sequence[Compared]) -> None:
    from slagen.cli.diff import DiffFormat, rendered

    if compared:
        typer.echo()
        comparisons = [one.comparison for one in compared]
        typer.echo(rendered(comparisons, DiffFormat.TERMINAL, to_screen=True), nl=False)


def _write_redlines(project: Project, compared: Sequence[Compared], out: Path, author: str | None) -> None:
    from slagen.cli.diff import By
    from slagen.cli.redlines import write

    name = author or (git.run(project.root, ["config", "user.name"]) or "").strip() or None
    write(compared, out, "docx", By(name, datetime.combine(project.today, time(), UTC)))
