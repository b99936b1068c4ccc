"""The last pages of a redline in PDF: the table for counsel, in the languages that were compared.

What went is struck through and what came is underlined, as on the pages before.  Each change names the pages that it
is on and leads to them (css-content-3, ``target-counter``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from slagen.diagnostics import Lang, Message
from slagen.model.edit import Comparison, Edit, Kind, Place
from slagen.render import diff_view as view
from slagen.render.diff_view import Piece
from slagen.render.html import LANG_TAGS, PLACE, SECOND
from slagen.render.markup import Node, element

_TITLE = Message("变更一览", "List of changes")
_PAGE = Message("页", "Page")
_WIDTHS = (18, 7, 13, 23, 11, 12, 16)
"""Per cent of the page's width, by column."""
_IN_CHINESE = (19, 8, 11, 37, 7, 11, 7)
"""The same where there is no English, whose words are longer than those of a Chinese table but for the changes."""
_TAGS = {"deleted": "del", "inserted": "ins"}
_MOST = 6
"""The pages that are named of a value that stands at more places."""
_NAMED = dict.fromkeys((Kind.INSERTED, Kind.DELETED, Kind.MOVED, Kind.SOURCE), 1)
"""Of what is one run of paragraphs, only that on which it begins."""
_STYLE = (
    "@media print{.changes .to-page::after{content:target-counter(attr(href),page)}}"
    ".changes .followers{font-size:.86em;margin:.3em 0 0}"
)


def names(comparison: Comparison) -> dict[int | str, str]:
    """What the elements of the places of a comparison are called, for :func:`slagen.render.html.tree`."""
    named: dict[int | str, str] = {}
    for place in _places(comparison):
        for spot in _spots(place):
            named.setdefault(spot, f"change~{place.order}")
    return named


def _places(comparison: Comparison) -> Iterator[Place]:
    return (place for edit in comparison.told for one in edit.whole for place in one.places)


def _spots(place: Place) -> Iterator[int | str]:
    """What tells where a place is: its passage if that is one of the tree, or else the key of its node."""
    if place.passage is not None:
        yield id(place.passage)
    if place.key:
        yield place.key


def append(page: Element, comparison: Comparison) -> None:
    """Put the list after all that a redline's page has.

    Args:
        page: from :func:`slagen.render.html.tree`, with the :func:`names` of the comparison as places.
    """
    head, body = page.find("head"), page.find("body")
    if head is None or body is None:
        raise ValueError("no page")
    head.append(element("style", {}, _STYLE))
    leads = _Leads(names(comparison), _anchors(body))
    body.append(element("section", {"class": "annex changes"}, *_parts(comparison, leads)))


def _anchors(body: Element) -> dict[str, str]:
    """The ids of the elements with names, by these; they get one unless they have one."""
    found: dict[str, str] = {}
    for each in body.iter():
        if (name := each.attrib.pop(PLACE, None)) is not None:
            found.setdefault(name, each.attrib.setdefault("id", name))
    return found


@dataclass(frozen=True, slots=True)
class _Leads:
    """Finds the elements that places are: by what tells where they are, their names, and by these their ids."""

    named: Mapping[int | str, str]
    anchors: Mapping[str, str]

    def pages(self, edit: Edit, languages: Sequence[Lang]) -> Iterator[Element]:
        """A link with the page for each paragraph or table that an edit is in."""
        second = SECOND if edit.languages and edit.languages[0] != languages[0] else ""
        once = {(place.clause, view.best(place.label, languages[0])): place for place in reversed(edit.places)}
        wanted = [place for place in edit.places if place in once.values()]
        for anchor in filter(None, (self._anchor(place, second) for place in wanted[: _NAMED.get(edit.kind, _MOST)])):
            # Not quoted, since target-counter() takes what stands here as it is; keys have no other sign than #.
            yield element("a", {"class": "to-page", "href": f"#{anchor}"})

    def _anchor(self, place: Place, second: str) -> str | None:
        """The id of a place's element in the language that changed, or of the one that it is in both."""
        known = [name for spot in _spots(place) if (name := self.named.get(spot))]
        return next((self.anchors[name] for one in known for name in (one + second, one) if name in self.anchors), None)


def _parts(comparison: Comparison, leads: _Leads) -> Iterator[Element]:
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
        yield _table(comparison, leads)


def _nothing(comparison: Comparison, lang: Lang) -> list[str]:
    return [] if comparison.edits else [view.NOTHING_CHANGED.text(lang)]


def _table(comparison: Comparison, leads: _Leads) -> Element:
    languages = comparison.languages
    said = (view.HEADS[0], _PAGE, *view.HEADS[1:])
    widths = _IN_CHINESE if languages == ("zh",) else _WIDTHS
    heads = (element("th", {"scope": "col"}, *_each(languages, _plain(head, languages))) for head in said)
    return element(
        "table",
        {"class": "data dense"},
        element("colgroup", {}, *(element("col", {"style": f"width:{width}%"}) for width in widths)),
        element("thead", {}, element("tr", {}, *heads)),
        element("tbody", {}, *(_row(edit, languages, leads) for edit in comparison.told)),
    )


def _plain(words: Message, languages: Sequence[Lang]) -> list[tuple[Piece, ...]]:
    return [(Piece("equal", words.text(lang)),) for lang in languages]


def _row(edit: Edit, languages: Sequence[Lang], leads: _Leads) -> Element:
    rows = [view.row(edit, lang) for lang in languages]
    cells = [[(Piece("equal", row[column]),) for row in rows] for column in range(len(view.HEADS))]
    cells[view.CHANGE] = [view.gist(edit, lang) for lang in languages]  # type: ignore[misc]
    first, *rest = (list(_each(languages, cell)) for cell in cells)
    rest[view.CHANGE - 1] += _followers(edit, languages, leads)
    pages = _parted(leads.pages(edit, languages), ", ")
    return element("tr", {}, *(element("td", {}, *cell) for cell in (first, pages, *rest)))


def _followers(edit: Edit, languages: Sequence[Lang], leads: _Leads) -> Iterator[Element]:
    """The values that followed an input, in small, each place with its page."""
    for lang in languages if edit.computed else ():
        yield element("p", {"lang": LANG_TAGS[lang], "class": "followers"}, view.tally(edit, lang), _COLON.text(lang))
        for first, said in view.followers(edit, lang):
            pages = list(_parted(list(leads.pages(first, languages))[:1], ""))
            where = (view.name(first, lang), *((_AT[0].text(lang), *pages, _AT[1].text(lang)) if pages else ()))
            words = (*where, _COLON.text(lang), view.BETWEEN.text(lang).join(said))
            yield element("p", {"lang": LANG_TAGS[lang], "class": "followers"}, *words)


_COLON = Message("：", ": ")
_AT = (Message("，第 ", ", page "), Message(" 页", ""))


def _parted(elements: Iterable[Element], mark: str) -> Iterator[Node]:
    """The elements with a mark between each two."""
    for place, each in enumerate(elements):
        if place:
            yield mark
        yield each


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
