"""What a redline shows: words inserted, deleted and moved, and bars in the margin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from slagen.render.html.voices import Voice
from slagen.render.markup import Node, element
from slagen.tree import Change, Deleted, Inline, Inserted
from slagen.tree.redline import moved

_TAGS: Mapping[str, str] = MappingProxyType({"inserted": "ins", "deleted": "del"})


def as_changed(change: Change | None, voice: Voice, words: Iterable[Node]) -> Iterator[Node]:
    """The words of a block, inserted or deleted if it is; one that has moved says from where or whereto."""
    if change is None:
        yield from words
        return
    if note := moved(change, voice.lang):
        yield element("span", {"class": "moved"}, note)
    yield element(_TAGS[change.kind], {}, *words)


def unmoved(change: Change | None) -> Change | None:
    """The change without a word of a move, which is said once."""
    return None if change is None else Change(change.kind)


def bar_of(change: Change | None, words: Iterable[Inline]) -> str:
    """The class of what has a change bar in the margin."""
    changed = change or any(isinstance(node, Inserted | Deleted) for node in words)
    return " changed" if changed else ""
