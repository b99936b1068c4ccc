"""A project of a small library, and what it builds, for the tests of ``slagen verify``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from slagen.compiled import Compiled


@dataclass(frozen=True)
class Desk:
    """A project with the minimal contract over the small library, and what it builds, by format."""

    contract: Path
    compiled: Compiled
    files: dict[str, bytes]
    bearing: dict[str, bytes]
