"""A comparison as one HTML file that needs nothing beside it: a list of changes, and each clause in two views.

The views are inline and side by side.  The keys n and p go to the next and the previous change, s turns to the other
view; printed, it is inline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from slagen.diagnostics import Lang
from slagen.model.edit import Comparison, Edit, Place
from slagen.render import diff_view as view
from slagen.render.diff_view import Changed, Piece

_CLASSES = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Line:
    """A passage in one language: whole, and as each side has it."""

    lang: str
    label: str
    pieces: tuple[Piece, ...]
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A clause with its anchor and the lines of each of its places."""

    anchor: str
    clause: Changed
    places: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Follower:
    """Values of one place that followed an input: the anchor of their clause, the place, old → new of each."""

    anchor: str
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the table: the anchor that it leads to, its risk, its cells, and what is folded away in it."""

    anchor: str
    risk: str
    cells: tuple[str, ...]
    tally: str
    followers: tuple[Follower, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A comparison: the rows of its table, and its clauses."""

    heading: str
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
        _card(f"c{number}-{place}", clause, comparison)
        for place, clause in enumerate(view.changed(comparison, lang), 1)
    )
    anchors = {card.clause.clause: card.anchor for card in cards}
    rows = (_row(edit, anchors, lang) for edit in comparison.told)
    return Part(view.heading(comparison, lang), tuple(rows), tuple(view.notes(comparison, lang)), cards)


def _row(edit: Edit, anchors: Mapping[str, str], lang: Lang) -> TableRow:
    followers = (
        Follower(anchors[first.places[0].clause], view.name(first, lang), view.BETWEEN.text(lang).join(said))
        for first, said in view.followers(edit, lang)
    )
    here = anchors[edit.places[0].clause]
    return TableRow(here, edit.risk.value, view.row(edit, lang), view.tally(edit, lang), tuple(followers))


def _card(anchor: str, clause: Changed, comparison: Comparison) -> Card:
    return Card(anchor, clause, tuple(tuple(_lines(place, comparison)) for place in clause.places))


def _lines(place: Place, comparison: Comparison) -> Iterator[Line]:
    for language in comparison.languages:
        if some := view.pieces(place.words.get(language)):
            old, new = (tuple(piece for piece in some if piece.kind != gone) for gone in ("inserted", "deleted"))
            yield Line(_CLASSES[language], view.best(place.label, language), some, old, new)
