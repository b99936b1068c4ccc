"""What is found where a file is not what its sources build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from slagen.diagnostics import Message
from slagen.tree import Content


class Kind(StrEnum):
    """What differs."""

    VALUE = "value"
    """A value is shown as another one."""
    WORDING = "wording"
    DELETED = "deleted"
    """A paragraph, row or cell that the sources build is not in the file."""
    INSERTED = "inserted"
    """One is in the file that they don't build."""
    NUMBERING = "numbering"
    """The number of a paragraph, or one that it refers to, is another."""
    FORMATTING = "formatting"
    """The words are the same, and set in another way."""
    ATTACHMENT = "attachment"
    """Something that the file carries is another, is missing or was added."""
    METADATA = "metadata"
    FORM = "form"
    """A blank was filled in."""
    PACKAGING = "packaging"
    """Everything looked at is the same, and written in other bytes."""
    INPUT = "input"
    """The manifest names another input than these sources are."""
    CLAUSE = "clause"
    """The manifest names another version or text of a clause."""
    TOOL = "tool"
    """It was built with another version of slagen or of a library."""
    FONT = "font"
    """It was built on a machine with another version of a font."""
    REVISION = "revision"
    """The git revision that the file names is not that of these sources."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference.

    `clause` is the id of a clause, or ``cover``, ``contents``, ``signature`` or ``header``; `part` what of the file, or
    of the manifest, it is (``page 3``, ``style Clause``, ``manifest.json``); `path` the input that a value is of.
    `built` is how the sources have it, `found` how the file has it; empty where there is none.
    """

    kind: Kind
    clause: str = ""
    part: str = ""
    path: str = ""
    built: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found of a file.

    `contract` and `version` are what it says it is of.  `against` names the sources that it was held against.
    `identical`: it is byte for byte what they build, as far as it was not signed since.  `edited`: it was changed after
    it was built.  `elsewhere`: it was built from other sources, or by other tools.  `notes` are worth knowing and no
    difference.  `sections` has, for each clause by its id, the number of its section or annex as it is printed.
    """

    contract: str
    version: str
    against: Message
    identical: bool
    edited: bool
    elsewhere: bool
    findings: tuple[Finding, ...]
    notes: tuple[Message, ...] = ()
    sections: Mapping[str, Content] = field(default_factory=dict)
