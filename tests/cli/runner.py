"""What the tests of the command line call: a run of it, and contracts made for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Ran:
    """How a run ended."""

    code: int
    out: str
    err: str


class Run(Protocol):
    """Runs the command line within this process, in English unless asked otherwise."""

    def __call__(self, *arguments: str | Path) -> Ran: ...


class RunPython(Protocol):
    """Runs Python with these arguments in a process of its own, in English unless `env` says otherwise."""

    def __call__(self, *arguments: str | Path, cwd: Path | None = None, **env: str) -> Ran: ...


class Write(Protocol):
    """Writes the minimal contract into a folder of that name."""

    def __call__(self, name: str = "project") -> Path: ...


class Edit(Protocol):
    """Writes the minimal contract with one piece of its text replaced."""

    def __call__(self, old: str, new: str, name: str = "project") -> Path: ...


def place(contract: Path, text: str) -> tuple[int, int]:
    """The line and column of a text that stands once in a contract."""
    whole = contract.read_text("utf-8")
    assert whole.count(text) == 1
    before = whole[: whole.index(text)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")
