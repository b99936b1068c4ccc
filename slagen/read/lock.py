"""A project's lock: what it pins, how that is written, and what has drifted from it.

A contract depends on more than the clauses it prints: on the conditions of the others, on what references lead to, on
terms and templates.  So a lock pins the whole library, and the project's own clauses and templates with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import yaml

from slagen import __version__
from slagen.diagnostics import Code, Diagnostic, InputError, Message, Span, in_order, warning
from slagen.model.lock import Lock, PinnedClause, PinnedFile
from slagen.project import LOCK, PACKAGED, PINNED, SOURCES, Project
from slagen.read.clauses import load_clause
from slagen.read.library import read_yaml
from slagen.read.positioned import Positioned
from slagen.read.validate import validate

LOCK_CODES = frozenset({Code.LOCK_MISSING, Code.LOCK_TOOL, Code.LOCK_DRIFT, Code.LOCK_UNPINNED})
"""What ``--locked`` does not let pass."""

_HEAD = """\
# 由 slagen lock 写入，不要手改；slagen upgrade 换用新的条款。
# Written by slagen lock, not by hand; slagen upgrade moves to newer clauses.
"""


@dataclass(frozen=True)
class LoadedLock:
    """A lock, and where each of its values stands."""

    lock: Lock
    source: Positioned

    def at(self, file: str) -> Span:
        """Where a pinned file stands in it."""
        for name in ("templates", "registers", "clauses"):
            for place, pin in enumerate(getattr(self.lock, name)):
                if pin.file == file:
                    return self.source.at((name, place))
        return Span(LOCK, 1, 1)


def load_lock(project: Project) -> LoadedLock | None:
    """The lock of a project; None where it has none.

    Raises:
        InputError: it is not of its form.
    """
    if not project.is_locked:
        return None
    source = read_yaml(project, LOCK)
    return LoadedLock(validate(Lock, source), source)


def sources(project: Project) -> Iterator[str]:
    """The names of all files of clauses and templates: of the library, then of the project."""
    for root in (PACKAGED, ""):
        for folder, suffix in SOURCES:
            yield from project.names(root + folder, suffix)


def hashed(content: bytes) -> str:
    """The SHA-256 of a text, whatever its line ends, which git may convert."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def pins(project: Project) -> Lock:
    """The lock of a project as it stands, with its library (:attr:`Project.library`) pinned.

    Raises:
        InputError: a clause can't be read, with all that is wrong.
    """
    names = list(sources(project))
    problems: list[Diagnostic] = []
    clauses = [pin for name in names if name.endswith(".md") for pin in _clause(project, name, problems)]
    if problems:
        raise InputError(problems)
    return Lock(
        format=1,
        slagen=__version__,
        templates=tuple(_in_order(_file(project, name) for name in names if _folder(name) == "templates")),
        registers=tuple(
            _in_order(_file(project, name) for name in names if name.endswith(".yaml") and _folder(name) == "clauses")
        ),
        clauses=tuple(sorted(clauses, key=lambda pin: (pin.id, pin.variant or "", pin.file))),
    )


def _folder(name: str) -> str:
    return name.removeprefix(PACKAGED).partition("/")[0]


def _in_order(files: Iterable[PinnedFile]) -> list[PinnedFile]:
    return sorted(files, key=lambda pin: pin.file)


def kept_as(name: str) -> str:
    """The name under which a project keeps a file of the library."""
    return f"{PINNED}/{name.removeprefix(PACKAGED)}" if name.startswith(PACKAGED) else name


def _file(project: Project, name: str) -> PinnedFile:
    return PinnedFile(file=kept_as(name), sha256=hashed(project.read(name)))


def _clause(project: Project, name: str, problems: list[Diagnostic]) -> Iterator[PinnedClause]:
    try:
        head = load_clause(project, name).head
    except InputError as wrong:
        problems += wrong.diagnostics
        return
    pin = _file(project, name)
    yield PinnedClause(file=pin.file, sha256=pin.sha256, id=head.id, variant=head.variant, version=head.version)


def written(lock: Lock) -> str:
    """A lock as its file has it: a line a value, in order, so that a change of one clause is a change of few lines."""
    plain: dict[str, Any] = {"format": lock.format, "slagen": lock.slagen}
    for name in ("templates", "registers"):
        plain[name] = [{"file": pin.file, "sha256": pin.sha256} for pin in getattr(lock, name)]
    plain["clauses"] = [_plain(pin) for pin in lock.clauses]
    return _HEAD + yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=10_000)


def _plain(pin: PinnedClause) -> dict[str, str]:
    variant = {} if pin.variant is None else {"variant": pin.variant.value}
    return {"id": pin.id, **variant, "version": pin.version, "file": pin.file, "sha256": pin.sha256}


# What has drifted -------------------------------------------------------------------------------------------------


def drift(project: Project) -> tuple[Diagnostic, ...]:
    """Where a project is not as its lock says: another slagen, texts edited, missing, or not pinned.

    Nothing where it is looked at with another library (:attr:`Project.library`) than the one that it pins.

    Raises:
        InputError: the lock is not of its form.
    """
    loaded = load_lock(project) if project.library is None else None
    if loaded is None:
        return ()
    tool = [] if loaded.lock.slagen == __version__ else [_other_tool(loaded)]
    known = {pin.file for pin in loaded.lock.files}
    there = {kept_as(name): name for name in sources(project)}
    found = (
        *tool,
        *(one for pin in loaded.lock.files for one in _changed(project, loaded, pin, there.get(pin.file))),
        *(_unpinned(file, known) for file in there if file not in known),
    )
    return in_order(found)


def _changed(project: Project, loaded: LoadedLock, pin: PinnedFile, name: str | None) -> Iterator[Diagnostic]:
    own = not pin.file.startswith(f"{PINNED}/")
    if name is None:
        yield warning(
            Code.LOCK_DRIFT,
            loaded.at(pin.file),
            zh=f"锁定的文件 {pin.file} 不存在",
            en=f"the pinned file {pin.file} is not there",
            value=pin.file,
            hint=_AGAIN if own else _RESTORE,
        )
    elif (now := hashed(project.read(name))) != pin.sha256:
        yield warning(
            Code.LOCK_DRIFT,
            Span(pin.file, 1, 1),
            zh=f"锁定之后被修改（{_said(pin)}；锁定时 {pin.sha256[:12]}，现为 {now[:12]}）",
            en=f"this was edited after it was pinned ({_said(pin)}; {pin.sha256[:12]} then, {now[:12]} now)",
            hint=_AGAIN if own else _RESTORE,
        )


def _said(pin: PinnedFile) -> str:
    return f"{pin.id} {pin.version}" if isinstance(pin, PinnedClause) else pin.file


_AGAIN = Message("确认后运行 slagen lock 重新锁定", "when it is meant, pin it anew: slagen lock")
_RESTORE = Message(
    f"用 slagen lock 恢复，或者用 git 取回；自己的文字写在 clauses/，不写在 {PINNED}/",
    f"restore it with slagen lock, or from git; words of your own go into clauses/, not into {PINNED}/",
)


def _unpinned(file: str, known: Iterable[str]) -> Diagnostic:
    strange = file.startswith(f"{PINNED}/")
    near = get_close_matches(file, known, 1, 0.9)
    return warning(
        Code.LOCK_UNPINNED,
        Span(file, 1, 1),
        zh="本文件没有锁定" + (f"（锁定的是 {near[0]}）" if near else ""),
        en="this file is not pinned" + (f"; {near[0]} is" if near else ""),
        hint=Message(f"{PINNED}/ 中不放自己的文件；删除它", f"{PINNED}/ holds nothing of your own; delete it")
        if strange
        else _AGAIN,
    )


def _other_tool(loaded: LoadedLock) -> Diagnostic:
    return warning(
        Code.LOCK_TOOL,
        loaded.source.at(("slagen",)),
        zh=f"锁定时的 slagen 为 {loaded.lock.slagen}，现为 {__version__}",
        en=f"this was locked with slagen {loaded.lock.slagen}, and this is {__version__}",
        value=loaded.lock.slagen,
        hint=Message(
            f"安装 slagen=={loaded.lock.slagen}，或者核对合同后运行 slagen lock",
            f"install slagen=={loaded.lock.slagen}, or look at the contracts and run slagen lock",
        ),
    )


def no_lock() -> Diagnostic:
    """What ``--locked`` says of a project without a lock."""
    return warning(
        Code.LOCK_MISSING,
        Span(LOCK, 1, 1),
        zh="项目没有 slagen.lock",
        en="the project has no slagen.lock",
        hint=Message("运行 slagen lock", "run slagen lock"),
    )
