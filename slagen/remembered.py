"""What checking a contract found, remembered until anything that the finding rests on changes.

A team's hooks and CI check every contract over and over, while most of them and the library stay as they were.  The
key is a hash of everything that is read: the contract, the project's own clauses and templates, the packaged ones,
slagen itself, and the versions of what it runs on.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from slagen import __version__
from slagen.diagnostics import Code, Diagnostic, Message, Severity, Span
from slagen.project import MAX_BYTES, Project, library_root


def remembered(contract: Path, find: Callable[[Path], tuple[Diagnostic, ...]]) -> tuple[Diagnostic, ...]:
    """What `find` says of the contract, from memory where nothing has changed."""
    project = Project.at(contract)
    key = _key(project, contract)
    if key is not None and (kept := project.kept(key)) is not None:
        with suppress(ValueError, TypeError):  # a damaged memory is none
            return tuple(map(_restored, json.loads(kept)))
    found = find(contract)
    if key is not None and all(one.code not in _OF_MACHINE for one in found):
        project.keep(key, json.dumps(list(map(_plain, found)), ensure_ascii=False).encode())
    return found


_OF_MACHINE = frozenset({Code.IDENTIFIER_FORM})
"""What may be found since this machine has other fonts, which are no part of the key; without it, nothing is lost."""


def _key(project: Project, contract: Path) -> str | None:
    """The hash of all that is read; None where something can't be, which is for the check itself to say."""
    state = hashlib.sha256(f"1 {__version__} {sys.version}\0{contract.name}\0".encode())
    for environment in _environments():
        state.update(environment.encode())
    try:
        if contract.stat().st_size > MAX_BYTES:
            return None
        state.update(contract.read_bytes())
        state.update(f"{project.today}\0".encode())  # which waivers are measured against
        for file in _files(project.root, library_root()):
            content = file.read_bytes()
            state.update(f"{file}\0{len(content)}\0".encode())
            state.update(content)
    except OSError:
        return None
    return f"check-{state.hexdigest()}"


def _files(*roots: Path) -> Iterator[Path]:
    """Every source of clauses and templates, and the modules of slagen, which change while it is worked on."""
    for root in roots:
        for folder in ("clauses", "templates"):
            yield from _below(root / folder, (".md", ".yaml"))
    yield from _below(Path(__file__).parent, (".py",))


def _below(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in ("_data", "__pycache__"))
        yield from (Path(place) / name for name in sorted(names) if name.endswith(suffixes))


def _environments() -> Iterable[str]:
    """The installed distributions, by the names of their folders, which hold their versions."""
    for place in sys.path:
        if place.endswith("-packages"):
            yield "\0".join(sorted(found.name for found in Path(place).glob("*.dist-info")))


def _plain(found: Diagnostic) -> list[Any]:
    span, hint = found.span, found.hint
    return [
        found.code.value,
        found.severity.value,
        [span.file, span.line, span.column],
        [found.message.zh, found.message.en],
        found.value,
        [hint.zh, hint.en] if hint else None,
    ]


def _restored(plain: list[Any]) -> Diagnostic:
    code, severity, span, message, value, hint = plain
    return Diagnostic(
        Code(code), Severity(severity), Span(*span), Message(*message), value, Message(*hint) if hint else None
    )
