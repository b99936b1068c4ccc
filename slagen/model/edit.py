"""What changed between two editions of a contract, one edit at a time, as counsel reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from slagen.diagnostics import Lang
from slagen.model.clause import Risk
from slagen.tree import Content


class Kind(StrEnum):
    """What an edit is."""

    VALUE = "value"
    """An input has another value."""
    WORDING = "wording"
    INSERTED = "inserted"
    """A clause that only the new document has."""
    DELETED = "deleted"
    """A clause that only the old document has."""
    SOURCE = "source"
    """A clause in another variant or version, or the project's own in place of the library's."""
    MOVED = "moved"
    FORMATTING = "formatting"
    NUMBERING = "numbering"
    """A clause that has other numbers and is otherwise as it was."""


class Favour(StrEnum):
    """Whom an edit is better for."""

    CUSTOMER = "customer"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph, table row, heading or line of the cover that an edit is in.

    `order` counts the places of a redline from 0.  `clause` is the id of the clause, or ``cover`` or ``signature``.
    `label` is its number as the new document has it, or the old one where it is gone, and `was` the old document's
    where it is another; `words` are its redline.  `passage` is the passage of the redline's tree that
    it is, or that a row begins with, and `key` the key of its paragraph or heading in the new document, for who looks
    for it there.
    """

    order: int
    clause: str
    title: Content
    label: Content
    words: Content
    passage: Content | None = field(default=None, compare=False, repr=False)
    key: str = field(default="", compare=False, repr=False)
    was: Content | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A value or a label as each language shows it; None where it does not."""

    zh: str | None = None
    en: str | None = None

    def get(self, lang: Lang) -> str | None:
        """The form in `lang`."""
        return self.zh if lang == "zh" else self.en

    def best(self, lang: Lang) -> str:
        """The form in `lang`, or else in the other language; empty where there is none."""
        return self.get(lang) or self.zh or self.en or ""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: of a value at all its places, or of a paragraph's words, or of a clause as a whole.

    `languages` are those whose words changed; `one_sided` says that a document in both changed in one only.  `path` is
    the input's in the new document (``slos[0].target``), or the old one's where it is gone, and `was` its path in the
    old document where that is another.  `old` and `new` are the value, the labels between which something moved, or the
    version and variant of a clause.  `computed` are the changes of values that are computed from the input and
    followed it.
    """

    clause: str
    kind: Kind
    risk: Risk
    places: tuple[Place, ...]
    languages: tuple[Lang, ...]
    one_sided: bool = False
    favours: Favour | None = None
    path: str | None = None
    old: Shown = Shown()
    new: Shown = Shown()
    was: str | None = None
    computed: tuple[Edit, ...] = ()

    @property
    def whole(self) -> tuple[Edit, ...]:
        """The edit and those that follow from it."""
        return (self, *self.computed)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A contract compared with another state of it: its number, both sides as the user named them, what changed."""

    contract: str
    old: str
    new: str
    languages: tuple[Lang, ...]
    edits: tuple[Edit, ...]

    @property
    def renumbered(self) -> tuple[Edit, ...]:
        """The clauses that only have other numbers."""
        return tuple(edit for edit in self.edits if edit.kind is Kind.NUMBERING)

    @property
    def told(self) -> tuple[Edit, ...]:
        """All other edits, which counsel reads one by one."""
        return tuple(edit for edit in self.edits if edit.kind is not Kind.NUMBERING)
