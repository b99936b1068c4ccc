"""The last pages of a redline in PDF: the table for counsel, in the languages that were compared.

What went is struck through and what came is underlined, as on the pages before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element

from slagen.diagnostics import Lang, Message
from slagen.model.edit import Comparison, Edit
from slagen.render import diff_view as view
from slagen.render.diff_view import Piece
from slagen.render.html import LANG_TAGS
from slagen.render.markup import Node, element

_TITLE = Message("变更一览", "List of changes")
_WIDTHS = (22, 11, 31, 7, 11, 18)
"""Per cent of the page's width, by column."""
_TAGS = {"deleted": "del", "inserted": "ins"}
_GIST = 2
"""The column that says what changed."""


def append(page: Element, comparison: Comparison) -> None:
    """Put the list after all that a redline's page has (:func:`slagen.render.html.tree`)."""
    body = page.find("body")
    if body is None:
        raise ValueError("no page")
    body.append(element("section", {"class": "annex changes"}, *_parts(comparison)))


def _parts(comparison: Comparison) -> Iterator[Element]:
    languages = comparison.languages
    outline = {"data-outline": " ".join(_TITLE.text(lang) for lang in languages)}
    for place, lang in enumerate(languages):
        more = {"class": "second"} if place else outline
        yield element("h1", {"lang": LANG_TAGS[lang], **more}, _TITLE.text(lang))
    for lang in languages[:1]:
        yield element("p", {"lang": LANG_TAGS[lang]}, view.heading(comparison, lang))
    for lang in languages:
        for note in view.notes(comparison, lang) or _nothing(comparison, lang):
            yield element("p", {"lang": LANG_TAGS[lang]}, note)
    if comparison.told:
        yield _table(comparison)


def _nothing(comparison: Comparison, lang: Lang) -> list[str]:
    return [] if comparison.edits else [view.NOTHING_CHANGED.text(lang)]


def _table(comparison: Comparison) -> Element:
    languages = comparison.languages
    heads = (element("th", {"scope": "col"}, *_each(languages, _plain(head, languages))) for head in view.HEADS)
    return element(
        "table",
        {"class": "data dense"},
        element("colgroup", {}, *(element("col", {"style": f"width:{width}%"}) for width in _WIDTHS)),
        element("thead", {}, element("tr", {}, *heads)),
        element("tbody", {}, *(_row(edit, languages) for edit in comparison.told)),
    )


def _plain(words: Message, languages: Sequence[Lang]) -> list[tuple[Piece, ...]]:
    return [(Piece("equal", words.text(lang)),) for lang in languages]


def _row(edit: Edit, languages: Sequence[Lang]) -> Element:
    rows = [view.row(edit, lang) for lang in languages]
    cells = [[(Piece("equal", row[column]),) for row in rows] for column in range(len(view.HEADS))]
    cells[_GIST] = [view.gist(edit, lang) for lang in languages]  # type: ignore[misc]
    return element("tr", {}, *(element("td", {}, *_each(languages, cell)) for cell in cells))


def _each(languages: Sequence[Lang], said: Sequence[tuple[Piece, ...]]) -> Iterator[Element]:
    """What a cell says in each language, once where both say the same."""
    seen: dict[tuple[Piece, ...], Lang] = {}
    for lang, some in zip(languages, said, strict=True):
        seen.setdefault(some, lang)
    for some, lang in seen.items():
        yield element("div", {"lang": LANG_TAGS[lang]}, *_shown(some))


def _shown(some: Iterable[Piece]) -> Iterator[Node]:
    for piece in some:
        yield element(_TAGS[piece.kind], {}, piece.text) if piece.kind in _TAGS else piece.text
