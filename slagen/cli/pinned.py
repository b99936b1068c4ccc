"""What commands share about pinned texts: which folders are projects, and how a new set of texts takes its place."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from slagen.cli.files import write_whole
from slagen.cli.usage import unwritten
from slagen.diagnostics import Diagnostic, Severity
from slagen.project import LOCK, PACKAGED, PINNED, Project

if TYPE_CHECKING:
    from slagen.diagnostics import Code

_BLOCKS = (re.compile(rb"^contract:", re.MULTILINE), re.compile(rb"^parties:", re.MULTILINE))


def project_in(folder: Path) -> Project:
    """The project in a folder."""
    return Project(folder, os.environ)


def contracts_in(folder: Path) -> list[Path]:
    """The files of a folder that look like contracts: YAML with the blocks that every contract has."""
    files = sorted(file for suffix in ("*.yaml", "*.yml") for file in folder.glob(suffix) if file.is_file())
    return [file for file in files if all(block.search(file.read_bytes()) for block in _BLOCKS)]


def is_project(folder: Path) -> bool:
    """Whether a folder has a lock or a contract."""
    return (folder / LOCK).is_file() or bool(contracts_in(folder))


def locked_below(folder: Path) -> list[Path]:
    """The projects with a lock in a folder and below it, but in none whose name starts with a dot."""
    found: list[Path] = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if LOCK in files:
            found.append(Path(place))
    return found


def as_errors(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The same as errors."""
    return [replace(one, severity=Severity.ERROR) for one in found]


def demanded(found: Sequence[Diagnostic], contract: Path) -> list[Diagnostic]:
    """What was found of a contract, where its project has to be as its lock says (``--locked``)."""
    from slagen.read.lock import LOCK_CODES, no_lock

    lacking = [] if project_in(contract.parent).is_locked else [no_lock()]
    return with_errors([*lacking, *found], LOCK_CODES)


def with_errors(found: Iterable[Diagnostic], codes: frozenset[Code]) -> list[Diagnostic]:
    """The same with those of some codes as errors."""
    return [replace(one, severity=Severity.ERROR) if one.code in codes else one for one in found]


def put(project: Project, lock: str) -> None:
    """Put the packaged texts of a project into its folder, and write its lock: both or neither.

    Raises:
        typer.TyperException: they can't be written.
    """
    target = project.root / PINNED
    aside: Path | None = None
    try:
        staged = Path(tempfile.mkdtemp(dir=project.root, prefix=f".{PINNED}."))
        try:
            copy(project, staged / PINNED)
            if target.exists():
                aside = target.replace(staged / "before")
            (staged / PINNED).replace(target)
            write_whole(project.root / LOCK, lock.encode())
        except BaseException:
            if aside is not None:
                shutil.rmtree(target, ignore_errors=True)
                aside.replace(target)
            raise
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    except OSError as problem:
        raise unwritten(target, problem) from None


def copy(project: Project, target: Path) -> None:
    """Copy a project's library into a folder."""
    from slagen.read.lock import sources

    for name in sources(project):
        if name.startswith(PACKAGED):
            file = target / name.removeprefix(PACKAGED)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(project.read(name))
