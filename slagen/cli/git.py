"""``slagen git``: contracts at home in git: diff drivers, attributes, and the hooks that pre-commit runs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slagen import git
from slagen.cli import hooks, pinned
from slagen.cli.files import write_whole
from slagen.cli.language import say
from slagen.cli.options import MessagesIn
from slagen.cli.report import as_seen, report, stops
from slagen.cli.usage import Command, Group, needs_command, unread, wrong_usage
from slagen.diagnostics import Code, Diagnostic, InputError

if TYPE_CHECKING:
    from slagen.project import Project

SHORT_HELP = HELP = say("在 git 中管理合同：差异易读，提交时检查", "Make contracts readable and checked in git.")

app = typer.Typer(cls=Group, rich_markup_mode=None)


@app.callback(invoke_without_command=True)
def _root(context: typer.Context, messages_in: MessagesIn = None) -> None:
    needs_command(context)


@app.command("setup", cls=Command, help=say("为本仓库设置比较方式和提交钩子", "Set this repository up."))
def setup(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help=say("仓库中的目录", "a folder of the repository"))
    ] = Path(),
    messages_in: MessagesIn = None,
) -> None:
    """Install diff drivers, attributes and hooks; what is there already is kept, and a second run changes nothing."""
    top = git.top(folder) if folder.is_dir() else None
    if top is None:
        raise wrong_usage(
            f"{folder} 不在 git 仓库中；先运行 git init", f"{folder} is in no git repository; run git init first"
        )
    for line in (*_drivers(top), *_attributes(top), *_hooks(top)):
        typer.echo(line)


def _drivers(top: Path) -> Iterator[str]:
    """Set what the repository's configuration does not set."""
    for name, value in {**hooks.DRIVERS, hooks.TEXTCONV: f"{_command()} text"}.items():
        if git.run(top, ["config", "--local", "--get", name]) is None:
            if git.run(top, ["config", "--local", name, value]) is None:
                raise wrong_usage(f"git config {name} 未能设置", f"git config {name} could not be set")
            yield f"git config {name}"


def _command() -> str:
    """How a shell calls this slagen: by its name where that is found, or else by its interpreter."""
    return "slagen" if shutil.which("slagen") else f'"{Path(sys.executable).as_posix()}" -m slagen'


def _attributes(top: Path) -> Iterator[str]:
    file = top / ".gitattributes"
    before = _read(file)
    yield from _written(file, before, hooks.attributes(before))


def _hooks(top: Path) -> Iterator[str]:
    file = top / ".pre-commit-config.yaml"
    before = _read(file)
    made = hooks.config(before)
    if made is None:
        typer.echo(
            say(f"{file} 的 repos 中请自行加上：\n", f"add this to the repos of {file} yourself:\n")
            + hooks.local_hooks(),
            err=True,
        )
        return
    yield from _written(file, before, made)
    yield from _installed(top)
    if shutil.which("slagen") is None:
        typer.echo(
            say(
                "PATH 中没有 slagen，提交钩子会因此失败；提交前激活装有它的 Python 环境",
                "slagen is not on the PATH, so that hooks will fail; activate its Python environment before you commit",
            ),
            err=True,
        )


def _installed(top: Path) -> Iterator[str]:
    """Have pre-commit install itself, which keeps the hooks that are there."""
    hook = Path((git.run(top, ["rev-parse", "--git-path", "hooks/pre-commit"]) or "").strip())
    if "pre-commit" in _read(top / hook):
        return
    program = shutil.which("pre-commit") or _beside("pre-commit")
    if program is None:
        typer.echo(
            say(
                "没有找到 pre-commit；安装后运行 pre-commit install",
                "pre-commit is not there; install it, then run pre-commit install",
            ),
            err=True,
        )
        return
    done = subprocess.run([program, "install"], cwd=top, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        typer.echo((done.stderr or done.stdout).strip(), err=True)
    else:
        yield str(top / hook)


def _beside(name: str) -> str | None:
    """A program in the folder of this Python."""
    return shutil.which(name, path=str(Path(sys.executable).parent))


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8") if file.exists() else ""
    except OSError as problem:
        raise unread(file, problem) from None
    except UnicodeDecodeError:
        raise wrong_usage(f"{file} 不是 UTF-8", f"{file} is not UTF-8") from None


def _written(file: Path, before: str, after: str) -> Iterator[str]:
    if before != after:
        write_whole(file, after.encode())
        yield str(file)


# What hooks run ---------------------------------------------------------------------------------------------------


class Hook(StrEnum):
    """A hook of pre-commit."""

    CHECK = "check"
    PARITY = "parity"
    LOCK = "lock"


@app.command("hook", cls=Command, help=say("供提交钩子调用", "For hooks to call."))
def hook(
    which: Annotated[
        Hook, typer.Argument(metavar="check|parity|lock", help=say("检查什么：合同、条款的两种语言或者锁定", "which"))
    ],
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE", default_factory=list, show_default=False, help=say("变更的文件", "files that changed")
        ),
    ],
    messages_in: MessagesIn = None,
) -> int:
    """Check the contracts, the clauses or the locks that changed files belong to; without files, all locks below."""
    run: dict[Hook, Callable[[Sequence[Path]], list[Diagnostic]]] = {
        Hook.CHECK: _check,
        Hook.PARITY: _parity,
        Hook.LOCK: _lock,
    }
    found = run[which](files)
    if found:
        report(found, "text")
    return int(stops(found, strict=False))


def _projects(files: Iterable[Path]) -> list[Path]:
    """The folders of the projects that files belong to: of each, the nearest with a contract or a lock."""
    found = (next(filter(pinned.is_project, file.parents), None) for file in files)
    return list(dict.fromkeys(folder for folder in found if folder is not None))


def _check(files: Sequence[Path]) -> list[Diagnostic]:
    from slagen.cli.check import found_in

    contracts = (contract for folder in _projects(files) for contract in pinned.contracts_in(folder))
    return [one for contract in contracts for one in as_seen(found_in(contract), contract)]


def _parity(files: Sequence[Path]) -> list[Diagnostic]:
    """Where the languages of clauses differ, or one was changed since both were agreed; doubts stay warnings."""
    found: list[Diagnostic] = []
    for file in files:
        if file.suffix == ".md" and file.is_file():
            found += _languages(pinned.project_in(file.parent), file)
    return pinned.with_errors(found, frozenset({Code.PARITY_STALE}))


def _languages(project: Project, file: Path) -> list[Diagnostic]:
    from slagen.check.parity import parity
    from slagen.read.clauses import load_clause

    try:
        found = tuple(parity(load_clause(project, file.name)))
    except InputError as wrong:
        found = wrong.diagnostics
    return as_seen(found, file)


def _lock(files: Sequence[Path]) -> list[Diagnostic]:
    from slagen.read.lock import drift

    found: list[Diagnostic] = []
    for folder in _projects(files) if files else pinned.locked_below(Path()):
        try:
            told = drift(pinned.project_in(folder))
        except InputError as wrong:
            told = wrong.diagnostics
        found += as_seen(pinned.as_errors(told), folder / "contract.yaml")
    return found
