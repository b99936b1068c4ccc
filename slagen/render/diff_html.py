"""A comparison as one HTML file that needs nothing beside it: a list of changes, and each clause in two views.

The views are inline and side by side.  The keys n and p go to the next and the previous change, l to the list, s turns
to the other view; printed, it is inline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from slagen.diagnostics import Lang, Message
from slagen.model.edit import Comparison, Edit, Kind, Place
from slagen.render import diff_view as view
from slagen.render.diff_view import Changed, Piece

_CLASSES = {"zh": "zh-CN", "en": "en"}
_SIDES = (Message("旧：", "Old: "), Message("新：", "New: "))


@dataclass(frozen=True, slots=True)
class Line:
    """A passage in one language: whole, and as each side has it, under the number that it has there."""

    lang: str
    label: str
    was: str
    pieces: tuple[Piece, ...]
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a clause with its anchor, what its words don't show of its edits, and its lines.

    `orders` are those of the places that it is.
    """

    orders: tuple[int, ...]
    anchor: str
    notes: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A clause with its anchor, what is said of it as a whole, and its places."""

    anchor: str
    clause: Changed
    notes: tuple[str, ...]
    places: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Follower:
    """Values of one place that followed an input: the anchor of their clause, the place, old → new of each."""

    anchor: str
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the table: the anchor that it leads to, its risk, its cells, and what is folded away in it.

    `gist` is the cell of the change in pieces.
    """

    anchor: str
    risk: str
    cells: tuple[str, ...]
    gist: tuple[Piece, ...]
    tally: str
    followers: tuple[Follower, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A comparison: the rows of its table, and its clauses."""

    heading: str
    old: str
    new: str
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...]
    cards: tuple[Card, ...]


def render(comparisons: Sequence[Comparison], lang: Lang) -> str:
    """All of them in one page.

    Args:
        lang: of the page and its table; passages are in the languages compared.
    """
    parts = [_part(number, comparison, lang) for number, comparison in enumerate(comparisons, 1)]
    heads = [head.text(lang) for head in view.HEADS]
    risks = {risk: words.text(lang) for risk, words in view.RISKS.items()}
    nothing = view.NOTHING_CHANGED.text(lang)
    page = _template().render(
        parts=parts, heads=heads, risks=risks, nothing=nothing, zh=lang == "zh", lang=_CLASSES[lang]
    )
    return page + "\n"


@cache
def _template() -> Template:
    # Autoescape is on for every name: nothing of a contract reaches the page as markup.
    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("diff.html.jinja")


def _part(number: int, comparison: Comparison, lang: Lang) -> Part:
    cards = tuple(
        _card(f"c{number}-{place}", clause, comparison, lang)
        for place, clause in enumerate(view.changed(comparison, lang), 1)
    )
    anchors = dict(chain.from_iterable(map(_anchors, cards)))
    rows = (_row(edit, anchors, lang) for edit in comparison.told)
    old, new = (f"{side.text(lang)}{name}" for side, name in zip(_SIDES, (comparison.old, comparison.new), strict=True))
    return Part(view.heading(comparison, lang), old, new, tuple(rows), tuple(view.notes(comparison, lang)), cards)


def _anchors(card: Card) -> Iterator[tuple[int, str]]:
    """Where each place is to be found by its order: the first of a clause with its heading."""
    for number, spot in enumerate(card.places):
        yield from ((order, spot.anchor if number else card.anchor) for order in spot.orders)


def _row(edit: Edit, anchors: Mapping[int, str], lang: Lang) -> TableRow:
    followers = (
        Follower(anchors[first.places[0].order], view.name(first, lang), view.BETWEEN.text(lang).join(said))
        for first, said in view.followers(edit, lang)
    )
    here = anchors[edit.places[0].order]
    gist, tally = view.gist(edit, lang), view.tally(edit, lang)
    return TableRow(here, edit.risk.value, view.row(edit, lang), gist, tally, tuple(followers))


def _card(anchor: str, clause: Changed, comparison: Comparison, lang: Lang) -> Card:
    notes = [_note(edit, lang) for edit in clause.edits if edit.kind is Kind.SOURCE]
    # What moved is at two places, the second of which is where its words changed.
    alike = groupby(clause.places, key=lambda place: (place.label, place.words))
    spots = (_spot(anchor, tuple(places), clause.edits, comparison, lang) for _, places in alike)
    return Card(anchor, clause, tuple(notes), tuple(spots))


def _spot(card: str, places: tuple[Place, ...], edits: Sequence[Edit], comparison: Comparison, lang: Lang) -> Spot:
    orders = tuple(place.order for place in places)
    here = [edit for edit in edits if any(place.order in orders for place in edit.places)]
    notes = dict.fromkeys(note for edit in here for note in _notes(edit, lang))
    return Spot(orders, f"{card}-{orders[0]}", tuple(notes), tuple(_lines(places[-1], comparison)))


def _notes(edit: Edit, lang: Lang) -> Iterator[str]:
    """What the words of a place don't show by themselves."""
    if edit.kind in (Kind.MOVED, Kind.INSERTED, Kind.DELETED, Kind.FORMATTING):
        yield _note(edit, lang)
    if edit.one_sided:
        yield view.languages(edit, lang)


def _note(edit: Edit, lang: Lang) -> str:
    """The kind of an edit, and from what to what."""
    kind = view.KINDS[edit.kind].text(lang)
    return Message("：", ": ").text(lang).join((kind, view.summary(edit, lang))) if edit.old != edit.new else kind


def _lines(place: Place, comparison: Comparison) -> Iterator[Line]:
    for language in comparison.languages:
        if some := tuple(map(_ruled, view.weighed(place.words.get(language)))):
            old, new = (tuple(piece for piece in some if piece.kind != gone) for gone in ("inserted", "deleted"))
            label, was = (view.best(one, language) for one in (place.label, place.was or place.label))
            yield Line(_CLASSES[language], label, was, some, old, new)


def _ruled(piece: Piece) -> Piece:
    """With a line for a form's blank, which as white space would leave lines empty."""
    return replace(piece, text=re.sub(r"\s{16,}", " ____ ", piece.text))
