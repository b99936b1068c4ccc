"""The document that a file carries as data, held against another: what other sources say, clause by clause.

Pages of different sources break elsewhere, so that their passages don't pair; the trees do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from slagen.diagnostics import Lang
from slagen.diff.changes import edits
from slagen.diff.redline import redline
from slagen.model.edit import Edit, Place
from slagen.model.edit import Kind as EditKind
from slagen.render import tree_json
from slagen.tree import Document, plain
from slagen.tree.redline import said
from slagen.verify.compare import around, short, solid_line
from slagen.verify.finding import Finding, Kind

_KINDS: Mapping[EditKind, Kind] = {
    EditKind.VALUE: Kind.VALUE,
    EditKind.WORDING: Kind.WORDING,
    EditKind.INSERTED: Kind.INSERTED,
    EditKind.DELETED: Kind.DELETED,
    EditKind.MOVED: Kind.NUMBERING,
    EditKind.NUMBERING: Kind.NUMBERING,
    EditKind.FORMATTING: Kind.FORMATTING,
}
"""An edit from another source of the clause is told by the manifest."""


@lru_cache(maxsize=1)
def recorded(printed: bytes | None) -> Document | None:
    """The document as data; None where there is none that this version can read."""
    try:
        return tree_json.read(printed or b"")
    except ValueError:
        return None


def otherwise(built: Document, found: Document) -> Iterator[Finding]:
    """What a document says otherwise than the one that the sources make."""
    for edit in edits(redline(built, found)):
        if edit.kind in _KINDS:
            yield _finding(edit, edit.languages[0] if edit.languages else found.languages[0])


def _finding(edit: Edit, lang: Lang) -> Finding:
    kind = _KINDS[edit.kind]
    if kind is Kind.VALUE:
        old, new = (short(solid_line(shown.best(lang))) for shown in (edit.old, edit.new))
        return Finding(kind, edit.clause, "", edit.path or "", old, new)
    if kind in (Kind.NUMBERING, Kind.FORMATTING):
        return Finding(kind, edit.clause)
    old, new = (_words(edit.places[0], side, lang) for side in ("old", "new"))
    if old and new:
        return Finding(kind, edit.clause, "", "", *around(old, new))
    return Finding(Kind.DELETED if old else Kind.INSERTED, edit.clause, "", "", short(old), short(new))


def _words(place: Place, side: str, lang: Lang) -> str:
    return solid_line(plain(said(place.words.get(lang), "old" if side == "old" else "new")))
