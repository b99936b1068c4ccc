"""What a file says and looks like, as it is compared: the same form for DOCX and PDF."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from slagen.render.provenance import SourceFile

Form = Literal["docx", "pdf"]
MOST = 512 * 1024 * 1024
"""The most bytes that a file's parts may unpack to."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a file carries besides its pages; None and nothing where it does not."""

    form: Form
    manifest: bytes | None
    printed: bytes | None
    sources: tuple[SourceFile, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, heading or cell: its words without white space, as they read, and a digest of how they are set.

    `part` is where it stands: ``page 3``, or the part of a DOCX.  `running` is of what stands outside the text that is
    read through: headers and footers, and words without a place in a PDF's structure.
    """

    words: str
    text: str
    look: str
    part: str
    running: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A file taken apart.

    `looks` are digests of what its looks hang on, by what that is (``style Clause``, ``page 3``); `carried` those of
    its attachments or further parts; `metadata` what it says of itself; `filled` the fields that somebody filled in,
    by their names, and `blank` digests of how the others look.  `unsound` names attachments that do not have the
    checksum that the file gives of them.
    """

    passages: tuple[Passage, ...]
    looks: Mapping[str, str]
    carried: Mapping[str, str]
    metadata: Mapping[str, str]
    filled: Mapping[str, str] = field(default_factory=dict)
    blank: Mapping[str, str] = field(default_factory=dict)
    unsound: tuple[str, ...] = ()

    @property
    def fonts(self) -> Mapping[str, str]:
        """Those of `looks` that are fonts."""
        return {name: look for name, look in self.looks.items() if name.startswith(FONT)}


FONT = "font "
"""Begins the names of fonts among looks."""


def solid(text: str) -> str:
    """The text without white space, which layout and editors change."""
    return "".join(text.split())


def digest(*parts: bytes) -> str:
    """A short hash of some bytes, to be compared only."""
    state = hashlib.sha256()
    for part in parts:
        state.update(f"{len(part)}\0".encode())
        state.update(part)
    return state.hexdigest()[:16]
