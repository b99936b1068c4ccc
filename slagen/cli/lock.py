"""``slagen lock``: a project keeps the clauses and templates that its contracts are made from, and names them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slagen.cli import pinned
from slagen.cli.files import write_whole
from slagen.cli.language import say
from slagen.cli.options import MessagesIn
from slagen.cli.report import as_seen, report
from slagen.cli.usage import unread, wrong_usage
from slagen.diagnostics import Diagnostic, InputError

if TYPE_CHECKING:
    from slagen.project import Project
    from slagen.read.lock import LoadedLock

HELP = say("锁定项目所用的条款和模板", "Pin the clauses and templates of a project.")


def lock(
    named: Annotated[
        list[Path],
        typer.Argument(
            metavar="CONTRACT|PROJECT",
            default_factory=list,
            show_default=False,
            help=say(
                "合同文件或者项目目录；缺省为当前目录，当前目录不是项目时为其下全部已锁定的项目",
                "contract files or project folders; by default the current folder, or all locked ones below it",
            ),
        ),
    ],
    check: Annotated[
        bool, typer.Option("--check", help=say("只检查，不写入；用于提交钩子", "only check, write nothing; for hooks"))
    ] = False,
    messages_in: MessagesIn = None,
) -> int:
    """Write the lock and the pinned texts of each project; what is pinned stays as it is, whatever is installed."""
    return max([_tried(_check if check else _lock, folder) for folder in _folders(named, check=check)], default=0)


def _tried(do: Callable[[Path], int], folder: Path) -> int:
    try:
        return do(folder)
    except InputError as wrong:
        report(as_seen(wrong.diagnostics, folder / "contract.yaml"), "text")
        return 1


def _folders(named: Sequence[Path], *, check: bool) -> list[Path]:
    """The projects that are named, or those that are meant; to check none is right, since hooks run before any lock.

    Raises:
        typer.TyperException: what is named is no project, or there is nothing to write a lock for.
    """
    if not named and not pinned.is_project(Path()):
        below = pinned.locked_below(Path())
        if not below and not check:
            raise wrong_usage(
                "当前目录不是合同项目，其下也没有已锁定的项目；写明项目目录，例如：slagen lock contracts/one",
                "the current folder is no contract project, and none below it is locked; "
                "name a project's folder, for example: slagen lock contracts/one",
            )
        return below
    return list(dict.fromkeys(map(_folder, named or [Path()])))


def _folder(named: Path) -> Path:
    """The project that is named, or that the file which is named belongs to.

    Raises:
        typer.TyperException: there is none.
    """
    folder = named if named.is_dir() else named.parent
    if not named.exists() or not pinned.is_project(folder):
        raise wrong_usage(
            f"{named} 不是合同项目：其中没有合同文件", f"{named} is no contract project: it has no contract"
        )
    return folder


def _check(folder: Path) -> int:
    from slagen.read.lock import drift, no_lock

    project = pinned.project_in(folder)
    found = pinned.as_errors(drift(project) if project.is_locked else [no_lock()])
    report(as_seen(found, folder / "contract.yaml"), "text")
    return int(bool(found))


def _lock(folder: Path) -> int:
    from slagen.project import LOCK, library_root
    from slagen.read.lock import load_lock, pins, written

    project = pinned.project_in(folder)
    loaded = load_lock(project)
    if loaded is None:
        packaged = replace(project, library=library_root())
        pinned.put(packaged, written(pins(packaged)))
        typer.echo(str(folder / LOCK))
        return 0
    lost = list(_restore(project, loaded))
    if lost:
        report(as_seen(pinned.as_errors(lost), folder / "contract.yaml"), "text")
        return 1
    text = written(pins(project)).encode()
    if text != _bytes(folder / LOCK):
        write_whole(folder / LOCK, text)
        typer.echo(str(folder / LOCK))
    return 0


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise unread(path, problem) from None


def _restore(project: Project, loaded: LoadedLock) -> Iterator[Diagnostic]:
    """Put pinned texts back where the installed library has them; yields what it can't mend."""
    from slagen.project import PACKAGED, PINNED, library_root
    from slagen.read.lock import drift, hashed, kept_as, sources

    known = {pin.file: pin.sha256 for pin in loaded.lock.files}
    library = replace(project, library=library_root())
    installed = {kept_as(name): library.read(name) for name in sources(library) if name.startswith(PACKAGED)}
    for found in drift(project):
        file = found.value or found.span.file
        if not file.startswith(f"{PINNED}/"):
            continue
        if file in known and file in installed and hashed(installed[file]) == known[file]:
            write_whole(project.root / file, installed[file])
            typer.echo(str(project.root / file))
        else:
            yield found
