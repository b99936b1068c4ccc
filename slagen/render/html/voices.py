"""Voices: one language of a document, with what its elements are called and refer to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from urllib.parse import quote

from slagen.tree import Change, Content, Document, Heading, Lang, Paragraph
from slagen.tree.redline import side_of
from slagen.tree.walk import referenced

LANG_TAGS: Mapping[Lang, str] = MappingProxyType({"zh": "zh-CN", "en": "en-GB"})
"""BCP 47 tags, which select hyphenation, line breaking and the Han glyph forms."""
SECOND = "~en"
"""Ends the ids of the second language; no key of the tree holds a tilde, so they can't collide."""
PLACE = "data-place"
"""The attribute that names the element of a place."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One language of a document while it is written.

    `suffix` ends its ids, `targets` are the keys that references name, `forms` what blanks and boxes are for, by name.
    `marked` says whether values and terms are marked up, `signable` whether parties sign here, `gone` whether what is
    written was deleted, `room` how much a line of a table holds (:func:`slagen.render.look.room_of_tables`).  `notes`
    has the number and the words of each note by the key of what calls it, `places` the names of
    :func:`slagen.render.html.tree`.
    """

    lang: Lang
    suffix: str
    marked: bool
    targets: frozenset[str]
    signable: bool = False
    forms: Mapping[str, str] = field(default_factory=dict)
    gone: bool = False
    room: float = 1
    notes: Mapping[str, tuple[int, Content]] = field(default_factory=dict)
    places: Mapping[int | str, str] = field(default_factory=dict)

    def place(self, passage: Content | None, key: str = "") -> dict[str, str]:
        """The name of a passage's element, if it was given one by itself or by its key."""
        name = self.places.get(id(passage)) or self.places.get(key) if self.places else None
        return {PLACE: name + self.suffix} if name else {}

    def of(self, change: Change | None) -> Voice:
        """The voice of a block: what is deleted refers to nothing on these pages."""
        return replace(self, gone=True) if side_of(change) == "old" else self

    @property
    def tag(self) -> dict[str, str]:
        """The language of an element."""
        return {"lang": LANG_TAGS[self.lang]}

    def id(self, key: str) -> str:
        """The id of what has that key, in this language."""
        return key + self.suffix

    def anchor(self, key: str) -> dict[str, str]:
        """The id of a paragraph, if anything can point at it: on pages, only what a reference names."""
        return {"id": self.id(key)} if key and (self.marked or key in self.targets) else {}

    def href(self, key: str) -> str:
        """A link to what has that key, in this language."""
        return "#" + quote(self.id(key), safe="~")


def voices_of(document: Document, room: float, *, marked: bool, places: Mapping[int | str, str]) -> tuple[Voice, ...]:
    """The voices of a document, in its order of languages."""
    targets, count = referenced(document), len(document.languages)
    signable = not marked and document.draft is None

    def voice(index: int, lang: Lang) -> Voice:
        notes = {note.key: (1 + turn * count + index, note.content) for turn, note in enumerate(document.notes)}
        return Voice(lang, SECOND if index else "", marked, targets, signable, room=room, notes=notes, places=places)

    return tuple(voice(index, lang) for index, lang in enumerate(document.languages))


def new_key(node: Heading | Paragraph) -> str:
    """The key of a node that the new document has."""
    return node.key if side_of(node.change) == "new" else ""
