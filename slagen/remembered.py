"""What checking a contract found, remembered until anything that the finding rests on changes.

A team's hooks and CI check every contract over and over, while most of them and the library stay as they were.  The
key is a hash of everything that is read: the contract, its lock, the project's own clauses and templates, the packaged
ones, the day, which waivers are measured against, slagen itself, and what it runs on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from slagen.cache import digest
from slagen.diagnostics import Code, Diagnostic, Message, Severity, Span
from slagen.project import LOCK, MAX_BYTES, PACKAGED, SOURCES, Project


def remembered(contract: Path, find: Callable[[Path], tuple[Diagnostic, ...]]) -> tuple[Diagnostic, ...]:
    """What `find` says of the contract, from memory where nothing has changed."""
    project = Project.at(contract)
    key = _key(project, contract)
    if key is not None and (kept := project.cache.kept(key)) is not None:
        with suppress(ValueError, TypeError):  # what is not of this form is none of ours
            return tuple(map(_restored, json.loads(kept)))
    found = find(contract)
    if key is not None and all(one.code not in _OF_MACHINE for one in found):
        project.cache.keep(key, json.dumps(list(map(_plain, found)), ensure_ascii=False).encode())
    return found


_OF_MACHINE = frozenset({Code.IDENTIFIER_FORM})
"""What may be found since this machine has other fonts, which are no part of the key; without it, nothing is lost."""


def _key(project: Project, contract: Path) -> str | None:
    """The hash of all that is read; None where something can't be, which is for the check itself to say."""
    try:
        if contract.stat().st_size > MAX_BYTES:
            return None
        read = digest(
            contract.name, contract.read_bytes(), str(project.today), str(project.is_library), *_sources(project)
        )
    except OSError:
        return None
    return f"check-{read}-{project.cache.surroundings}"


def _sources(project: Project) -> Iterator[str | bytes]:
    """The lock, and every source of clauses and templates by its name."""
    if project.is_locked:
        yield project.read(LOCK)
    for root in ("", PACKAGED):
        for folder in dict.fromkeys(folder for folder, _ in SOURCES):
            suffixes = tuple(suffix for within, suffix in SOURCES if within == folder)
            for name, content in project.contents(root + folder, suffixes):
                yield name
                yield content


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
