"""HTML: one self-contained file that reads well in a browser, and that the PDF is laid out from.

The tree is turned into elements by two read-only tables, from inline type and from block type to a small function;
the serializer is the only place where text becomes markup, so no value from an input can.  Labels are printed text.
Elements follow HTML (WHATWG), running headers and page numbers css-gcpm-3 and css-content-3.

Passages are the unit of layout: one :class:`Content` with the label that hangs beside it.  In two languages a
passage stands as Chinese above English (interleaved) or as one row of a two-column table (parallel).  In either,
and in every table cell by cell, the source order is the reading order.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby, repeat
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from slagen.model.template import Logo, Manners, Theme
from slagen.read.logo import Picture
from slagen.render import forms, look
from slagen.render.columns import column_widths, density, is_short
from slagen.render.markup import Node
from slagen.render.markup import element as _element
from slagen.tree import (
    Annex,
    Blank,
    Block,
    Change,
    Chapter,
    Citation,
    Clause,
    Content,
    Deleted,
    Document,
    Emphasis,
    Entry,
    Fact,
    Field,
    Heading,
    Inline,
    Inserted,
    Lang,
    LineBreak,
    Paragraph,
    ResolvedRef,
    Row,
    Section,
    Signatory,
    SignatureBlock,
    Strong,
    Table,
    Term,
    Text,
    Tick,
    contents,
    plain,
)
from slagen.tree.alone import name_of
from slagen.tree.numbering import labelled
from slagen.tree.redline import final, moved, noted_once, said, side_of, typed
from slagen.tree.walk import referenced

LANG_TAGS: Mapping[Lang, str] = MappingProxyType({"zh": "zh-CN", "en": "en-GB"})
"""BCP 47 tags, which select hyphenation, line breaking and the Han glyph forms."""
BROWSER = Path(__file__).parent / "browser.css"
"""What a browser needs besides the template's stylesheet: narrow screens, and its own print."""
SECOND = "~en"
"""Ends the ids of the second language; no key of the tree holds a tilde, so they can't collide."""
PLACE = "data-place"
"""The attribute that names the element of a place."""
SIGNATURES = "signature"
"""The field of a PDF's form that holds one for each party's signature, named by its role."""
_WHOLE = "position:absolute;left:0;top:-19mm;width:100%;height:46mm;margin:0;border:0;padding:0;background:none"


def render(
    document: Document, theme: Theme, stylesheet: str, *, marked: bool = True, logo: Picture | None = None
) -> str:
    """The document as one HTML file in UTF-8 without outside references.

    Args:
        document: the tree; a document in two languages is set in its `layout`.
        theme: colours, fonts and sizes; they become CSS custom properties and the page margins.
        stylesheet: CSS of the template, which reads them.
        marked: whether values and defined terms are marked up, as a preview wants; for pages they need not be, and
            laying out pages takes half as long without.
        logo: the picture of the theme's logo.

    Raises:
        TypeError: the tree holds a node that outputs don't know, such as an unresolved reference: a bug of ours.
    """
    root = tree(document, theme, stylesheet, marked=marked, logo=logo)
    return "<!DOCTYPE html>\n" + ElementTree.tostring(root, encoding="unicode", method="html") + "\n"


def tree(
    document: Document,
    theme: Theme,
    stylesheet: str,
    *,
    marked: bool,
    logo: Picture | None = None,
    places: Mapping[int | str, str] = MappingProxyType({}),
) -> ElementTree.Element:
    """The same as :func:`render`, as elements.

    Args:
        places: names for passages of the tree, by the identity of each, and for nodes, by their keys: their elements
            have them as :data:`PLACE`.
    """
    document = noted_once(document)
    head = _head(final(document), theme, (stylesheet, BROWSER.read_text(encoding="utf-8")) if marked else (stylesheet,))
    root = _element("html", {"lang": LANG_TAGS[document.languages[0]]}, head)
    body = _body(document, theme, marked=marked, places=places)
    root.append(body)
    if logo is not None and theme.logo is not None:
        _put_logo(body, logo, theme.logo, document)
    return root


# Elements -------------------------------------------------------------------------------------------------------


def _lines(text: str) -> Iterator[Node]:
    """The text with a <br> for each of its line breaks."""
    first, *rest = re.split(r"\r\n|\r|\n", text)
    yield first
    for line in rest:
        yield _element("br", {})
        yield line


# Logo -----------------------------------------------------------------------------------------------------------


def _put_logo(body: ElementTree.Element, picture: Picture, logo: Logo, document: Document) -> None:
    """Put the logo above the cover's title and before the words of the running header."""
    cover, words, said = body.find(".//section[@class='cover']"), body.find("header/span"), said_of(logo, document)
    if logo.cover and cover is not None:
        cover.insert(0, _element("p", {"class": "logo"}, _picture(picture, logo.cover, said)))
    if logo.header and words is not None:
        image = _picture(picture, logo.header, said)
        image.tail, words.text = words.text, None
        words.insert(0, image)


def said_of(logo: Logo, document: Document) -> str:
    """What a logo shows, in the languages of the document."""
    return " / ".join(dict.fromkeys(logo.alt.get(lang) or "" for lang in document.languages))


def _picture(picture: Picture, height: float, alt: str) -> ElementTree.Element:
    width = height * picture.width / picture.height
    source = f"data:image/{picture.kind};base64,{b64encode(picture.data).decode()}"
    return _element("img", {"src": source, "alt": alt, "style": f"width:{width:.3f}mm;height:{height:g}mm"})


# Head -----------------------------------------------------------------------------------------------------------


def title(document: Document) -> str:
    """The document's title for file metadata: in its first language, with the contract's id."""
    draft = () if document.draft is None else (plain(document.draft.get(document.languages[0])),)
    parts = (plain(name_of(document).get(document.languages[0])), document.id, *draft)
    return " ".join(parts).replace("\n", " ").strip()


def _head(document: Document, theme: Theme, stylesheets: Iterable[str]) -> ElementTree.Element:
    names = {
        "author": plain(document.author.get(document.languages[0])),
        "description": " / ".join(plain(document.subject.get(lang)) for lang in document.languages),
        "generator": "slagen",
        "dcterms.created": document.dated.isoformat(),
        "dcterms.modified": document.dated.isoformat(),
        "viewport": "width=device-width, initial-scale=1",
    }
    return _element(
        "head",
        {},
        _element("meta", {"charset": "utf-8"}),
        _element("title", {}, title(document)),
        *(_element("meta", {"name": name, "content": content}) for name, content in names.items()),
        _element("style", {}, tokens(theme)),
        *(_element("style", {}, _harmless(stylesheet)) for stylesheet in stylesheets),
    )


def _harmless(stylesheet: str) -> str:
    """A stylesheet that can't end its <style> element: in CSS the escape means the same character."""
    return stylesheet.replace("</", "\\3c /")


def tokens(theme: Theme) -> str:
    """The theme as CSS: custom properties on the root, and the page's margins."""
    sizes, colours, margins = theme.sizes, theme.colours, theme.margins
    properties = {
        **{f"size-{name}": f"{value}pt" for name, value in sizes if value and not name.startswith("line")},
        "line": f"{sizes.line}",
        "line-en": f"{sizes.line_en}",
        **{f"colour-{name}": value for name, value in colours},
        **dict(_families(theme)),
        **dict(_manners(theme)),
    }
    page = f"{margins.top}mm {margins.right}mm {margins.bottom}mm {margins.left}mm"
    return f":root{{{_declared(properties)}}}@page{{size:A4;margin:{page};}}" + "".join(_editions(theme))


def _declared(properties: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in properties.items())


def _manners(theme: Theme) -> Iterator[tuple[str, str]]:
    """What only some themes give; the stylesheet has the values of the others."""
    if not theme.manners.bold:
        yield "weight-heading", "normal"
    for name in ("header", "footer"):
        if gap := getattr(theme.margins, name):
            yield f"gap-{name}", f"{gap}mm"
    if theme.grid is not None:
        yield from (("grid-line", f"{look.pitch(theme)}pt"), ("grid-space", f"{look.spacing(theme)}pt"))


_EDITIONS: Mapping[look.Kind, str] = MappingProxyType(
    {
        "english": ':root[lang|="en"] body.monolingual',
        "interleaved": ":root body.interleaved",
        "parallel": ":root body.parallel",
    }
)
_OUTSIDE = (
    "@media print{@page :right{@bottom-center{content:none}@bottom-right{content:element(running-footer)}}"
    "@page :left{@bottom-center{content:none}@bottom-left{content:element(running-footer)}}"
    "@page cover{@bottom-left{content:none}@bottom-right{content:none}}}"
)


def _editions(theme: Theme) -> Iterator[str]:
    """The sizes of editions that have their own, and where page numbers stand if not in the centre."""
    for which, selector in _EDITIONS.items():
        if own := look.own_size(theme.sizes, which):
            sizes = {f"size-{name}": f"{size}pt" for name, size in look.scaled(theme.sizes, own).items()}
            yield f"{selector}{{font-size:{own}pt;{_declared(sizes)}}}"
    if theme.manners.page_numbers == "outside":
        yield _OUTSIDE


def _families(theme: Theme) -> Iterator[tuple[str, str]]:
    faces = theme.pdf.by_use
    everything = dict.fromkeys(family for fonts in faces.values() for family in (*fonts.zh, *fonts.en))
    for name, fonts in faces.items():
        for lang, families in (("zh", fonts.zh), ("en", fonts.en)):
            # A character that the wanted face lacks may stand in any other of the theme, never in a stranger.
            wanted = dict.fromkeys((*families, *everything))
            yield f"{name}-{lang}", ",".join(css_string(family) for family in wanted)


def css_string(text: str) -> str:
    """`text` as a CSS string (css-syntax-3, 4.3.7): all but ASCII letters, digits and spaces escaped."""
    return '"' + re.sub(r"[^A-Za-z0-9 ]", lambda match: f"\\{ord(match[0]):x} ", text) + '"'


# Voices: one language of the document, and inlines in it --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Voice:
    lang: Lang
    suffix: str
    marked: bool
    targets: frozenset[str]
    signable: bool = False
    forms: Mapping[str, str] = field(default_factory=dict)
    gone: bool = False
    notes: Mapping[str, tuple[int, Content]] = field(default_factory=dict)
    places: Mapping[int | str, str] = field(default_factory=dict)

    def place(self, passage: Content | None, key: str = "") -> dict[str, str]:
        """The name of a passage's element, if it was given one by itself or by its key."""
        name = self.places.get(id(passage)) or self.places.get(key) if self.places else None
        return {PLACE: name + self.suffix} if name else {}

    def of(self, change: Change | None) -> _Voice:
        """The voice of a block: what is deleted refers to nothing on these pages."""
        return replace(self, gone=True) if side_of(change) == "old" else self

    @property
    def tag(self) -> dict[str, str]:
        return {"lang": LANG_TAGS[self.lang]}

    def id(self, key: str) -> str:
        return key + self.suffix

    def anchor(self, key: str) -> dict[str, str]:
        """The id of a paragraph, if anything can point at it: on pages, only what a reference names."""
        return {"id": self.id(key)} if key and (self.marked or key in self.targets) else {}

    def href(self, key: str) -> str:
        return "#" + quote(self.id(key), safe="~")


def _voices(document: Document, *, marked: bool, places: Mapping[int | str, str]) -> tuple[_Voice, ...]:
    targets, count = referenced(document), len(document.languages)
    signable = not marked and document.draft is None

    def voice(index: int, lang: Lang) -> _Voice:
        notes = {note.key: (1 + turn * count + index, note.content) for turn, note in enumerate(document.notes)}
        return _Voice(lang, SECOND if index else "", marked, targets, signable, notes=notes, places=places)

    return tuple(voice(index, lang) for index, lang in enumerate(document.languages))


def _text(node: Text, _: _Voice) -> Iterator[Node]:
    yield from _lines(node.text)


def _strong(node: Strong, voice: _Voice) -> Iterator[Node]:
    yield _element("strong", {}, *_inlines(node.children, voice))


def _emphasis(node: Emphasis, voice: _Voice) -> Iterator[Node]:
    yield _element("em", {}, *_inlines(node.children, voice))


def _field(node: Field, voice: _Voice) -> Iterator[Node]:
    spaced = re.search(r"^\s|\s\s|\t|\s$", node.text)
    if voice.marked or spaced:
        kind = "field kept" if spaced else "field"
        yield _element("span", {"class": kind, "data-path": node.path}, *_lines(node.text))
    else:
        yield from _lines(node.text)


def _term(node: Term, voice: _Voice) -> Iterator[Node]:
    if voice.marked:
        yield _element("span", {"class": "term", "data-term": node.id}, *_lines(node.text))
    else:
        yield from _lines(node.text)


def _citation(node: Citation, voice: _Voice) -> Iterator[Node]:
    if voice.marked:
        yield _element("cite", {"data-cites": " ".join(node.targets)}, *_lines(node.text))
    else:
        yield from _lines(node.text)


def _break(_: LineBreak, __: _Voice) -> Iterator[Node]:
    yield _element("br", {})


def _inserted(node: Inserted, voice: _Voice) -> Iterator[Node]:
    yield _element("ins", {}, *_inlines(node.children, voice))


def _deleted(node: Deleted, voice: _Voice) -> Iterator[Node]:
    yield _element("del", {}, *_inlines(node.children, replace(voice, gone=True)))


def _reference(node: ResolvedRef, voice: _Voice) -> Iterator[Node]:
    words = node.text.replace(" ", "\u00a0")
    yield words if voice.gone else _element("a", {"class": "ref", "href": voice.href(node.key)}, words)


def _blank(node: Blank, voice: _Voice) -> Iterator[Node]:
    # Inside a cell with other words; a cell that is a blank is made by _spoken.
    yield _input(node, voice, "fill")


def _tick(node: Tick, voice: _Voice) -> Iterator[Node]:
    yield _element("input", {"type": "checkbox", "class": "tick", **_named(node, voice)})


def _input(node: Blank, voice: _Voice, kind: str) -> ElementTree.Element:
    attributes = {"class": kind, **_named(node, voice)}
    if node.lines == 1:
        return _element("input", {"type": "text", **attributes})
    high = f"height:{node.lines * forms.LINE:g}mm"
    return _element("textarea", {**attributes, "rows": f"{node.lines}", "style": high})


def _named(node: Blank | Tick, voice: _Voice) -> dict[str, str]:
    """A name that no other blank of the file has, and what a screen reader says."""
    title = voice.forms.get(node.name, node.name)
    return {"name": voice.id(node.name), "title": title, "aria-label": title}


_INLINES: Mapping[type, Callable[[Any, _Voice], Iterator[Node]]] = MappingProxyType(
    {
        Text: _text,
        Strong: _strong,
        Emphasis: _emphasis,
        Field: _field,
        Term: _term,
        Citation: _citation,
        LineBreak: _break,
        ResolvedRef: _reference,
        Blank: _blank,
        Tick: _tick,
        Inserted: _inserted,
        Deleted: _deleted,
    }
)


def _inlines(nodes: Iterable[Inline], voice: _Voice) -> Iterator[Node]:
    for node in nodes:
        writer = _INLINES.get(type(node))
        if writer is None:
            raise TypeError(f"HTML has no form for {node!r}")
        yield from writer(node, voice)


def _call(key: str, voice: _Voice) -> Iterator[Node]:
    """What a paragraph's note is called by: on pages the note itself, which layout sets at the foot of one."""
    if key not in voice.notes:
        return
    number, content = voice.notes[key]
    if voice.marked:
        link = _element("a", {"href": f"#{_note(number)}", "id": _note(number, "call")}, f"{number}")
        yield _element("sup", {"class": "call"}, link)
    else:
        yield _element("span", {**voice.tag, "class": "footnote"}, *_inlines(content.get(voice.lang), voice))


def _note(number: int, kind: str = "note") -> str:
    """The id of a note, or of its call; no key holds a tilde."""
    return f"{kind}~{number}"


def _label(content: Content, voice: _Voice) -> Iterator[Node]:
    words = content.get(voice.lang)
    if words:
        # The space is the label's own, so that copied and extracted text keeps label and words apart.
        yield _element("span", {"class": "label"}, *_inlines(words, voice), " ")


_TAGS: Mapping[str, str] = MappingProxyType({"inserted": "ins", "deleted": "del"})


def _as_changed(change: Change | None, voice: _Voice, words: Iterable[Node]) -> Iterator[Node]:
    """The words of a block, inserted or deleted if it is; one that has moved says from where or whereto."""
    if change is None:
        yield from words
        return
    if note := moved(change, voice.lang):
        yield _element("span", {"class": "moved"}, note)
    yield _element(_TAGS[change.kind], {}, *words)


def _unmoved(change: Change | None) -> Change | None:
    """The change without a word of a move, which is said once."""
    return None if change is None else Change(change.kind)


def _bar(change: Change | None, words: Iterable[Inline]) -> str:
    """The class of what has a change bar in the margin."""
    changed = change or any(isinstance(node, Inserted | Deleted) for node in words)
    return " changed" if changed else ""


def _says(content: Content, voices: Iterable[_Voice]) -> tuple[_Voice, ...]:
    """The voices that have something to say; one of them where both say the same."""
    seen: dict[str, _Voice] = {}
    for voice in voices:
        seen.setdefault(plain(content.get(voice.lang)), voice)
    return tuple(voice for words, voice in seen.items() if words)


def _spoken(content: Content, voices: tuple[_Voice, ...], change: Change | None = None) -> Iterator[Node]:
    """What stands in a cell: the words themselves in one language, a block for each of two; or a blank."""
    if blank := forms.whole(content, voices[0].lang):
        yield _input(blank, voices[0], "fill whole")
        return
    if len(voices) == 1:
        yield from _as_changed(change, voices[0], _inlines(content.get(voices[0].lang), voices[0]))
        return
    for voice in _says(content, voices):
        yield _element("div", voice.tag, *_as_changed(change, voice, _inlines(content.get(voice.lang), voice)))


# Passages and the layouts they are set in -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Passage:
    """One element a language, and whether it leads what follows: then it must not be left at a page's foot."""

    elements: tuple[ElementTree.Element, ...]
    leads: bool = False


@dataclass(frozen=True, slots=True)
class _Wide:
    """An element of the full width, which holds its languages itself."""

    element: ElementTree.Element


_Piece = _Passage | _Wide


def _one_under_another(pieces: Iterable[_Piece]) -> Iterator[Node]:
    for piece in pieces:
        yield from (piece.element,) if isinstance(piece, _Wide) else piece.elements


def _side_by_side(pieces: Iterable[_Piece]) -> Iterator[Node]:
    """Rows of two columns; a full-width piece ends the table and the next passage starts another."""
    for _, group in groupby(pieces, type):
        alike = list(group)
        yield from (piece.element for piece in alike if isinstance(piece, _Wide))
        passages = [piece for piece in alike if isinstance(piece, _Passage)]
        if passages:
            yield _columns(passages)


def _columns(passages: Sequence[_Passage]) -> ElementTree.Element:
    # What the last row leads stands outside this table, which must then stay with it as a row would.
    kind = "parallel lead" if passages[-1].leads else "parallel"
    rows = _element("tbody", {}, *map(_pair, passages))
    return _element("table", {"class": kind, "role": "presentation"}, rows)


def _pair(passage: _Passage) -> ElementTree.Element:
    cells = (
        _element("td", {"class": "second"} if turn else {}, element) for turn, element in enumerate(passage.elements)
    )
    return _element("tr", {"class": "lead"} if passage.leads else {}, *cells)


def _set(document: Document, pieces: Iterable[_Piece]) -> tuple[Node, ...]:
    side = document.bilingual and document.layout == "parallel"
    return tuple(_side_by_side(pieces) if side else _one_under_another(pieces))


def _heading(tag: str, heading: Heading, voices: tuple[_Voice, ...]) -> _Passage:
    def one(voice: _Voice) -> ElementTree.Element:
        attributes = dict(voice.tag)
        if side_of(heading.change) == "new":
            attributes["id"] = voice.id(heading.key)
        attributes |= voice.place(heading.title, _new_key(heading))
        kind = ("second" if voice.suffix else "") + _bar(heading.change, heading.title.get(voice.lang))
        if kind:
            attributes["class"] = kind.strip()
        if not voice.suffix and side_of(heading.change) == "new":
            attributes["data-outline"] = _outline(heading, voices)
        words = _as_changed(heading.change, voice, _inlines(heading.title.get(voice.lang), voice))
        label = _label(heading.label, voice) if heading.number else _inlines(typed(heading).get(voice.lang), voice)
        return _element(tag, attributes, *label, _element("span", {"class": "title"}, *words))

    return _Passage(tuple(map(one, voices)), leads=True)


def _new_key(node: Heading | Paragraph) -> str:
    """The key of a node that the new document has."""
    return node.key if side_of(node.change) == "new" else ""


def _is_said(heading: Heading) -> bool:
    """Whether it has any words: a text may have no title."""
    return any(plain((*heading.label.get(lang), *heading.title.get(lang))) for lang in LANG_TAGS)


def _outline(heading: Heading, voices: Iterable[_Voice]) -> str:
    """The bookmark: label and title in each language, the second's label only if it differs."""
    titles: dict[str, dict[str, None]] = {}
    for voice in voices:
        title = plain(said(heading.title.get(voice.lang), "new")).replace("\n", " ")
        titles.setdefault(plain(heading.label.get(voice.lang)), {})[title] = None
    return " ".join(labelled(label, " ".join(filter(None, each))) for label, each in titles.items())


# Blocks ---------------------------------------------------------------------------------------------------------


def _paragraph(node: Paragraph, voices: tuple[_Voice, ...], depth: int) -> Iterator[_Piece]:
    level = max(len(node.number) - 2, 1) if node.number else depth
    kind = f"level{level}{'' if node.number else ' plain'}{' lead' if node.children else ''}" if not node.rank else ""
    tag = f"h{min(node.rank, 6)}" if node.rank else "p"

    def one(voice: _Voice) -> ElementTree.Element:
        anchor = voice.anchor(node.key) if side_of(node.change) == "new" else {}
        inner = voice.of(node.change)
        # A number of the text's own is words of it.
        own = (*typed(node).get(voice.lang), *node.content.get(voice.lang))
        anchor |= voice.place(node.content, _new_key(node))
        attributes = {**voice.tag, **anchor, "class": (kind + _bar(node.change, own)).strip()}
        words = _as_changed(node.change, voice, _inlines(own, inner))
        label = _label(node.label, voice) if node.number else ()
        return _element(tag, attributes, *label, *words, *_call(node.key, voice))

    yield _Passage(tuple(map(one, voices)), leads=bool(node.children))
    yield from _blocks(node.children, voices, level)


def _table(node: Table, voices: tuple[_Voice, ...], _: int) -> Iterator[_Piece]:
    voices = tuple(replace(voice, forms=forms.titles(node, voice.lang)) for voice in voices)
    languages = tuple(voice.lang for voice in voices)
    widths = column_widths(node, languages)
    kind = " ".join(filter(None, ("data", "short" if is_short(node, languages) else "", density(node))))
    columns = (_element("col", {"style": f"width:{width:.2f}%"}) for width in widths)
    head = (
        _element("th", {"scope": "col", "class": align}, *_spoken(cell, voices))
        for cell, align in zip(node.header, node.align, strict=True)
    )
    table = _element(
        "table",
        {"class": kind, **voices[0].place(next(iter(node.header), None))},
        _element("colgroup", {}, *columns),
        _element("thead", {}, _element("tr", {}, *head)),
        _element("tbody", {}, *(_row(row, node, voices) for row in node.rows)),
    )
    yield _Wide(_scrolled(table, len(node.header)) if voices[0].marked else table)


def _scrolled(table: ElementTree.Element, columns: int) -> ElementTree.Element:
    """A table that a narrow screen scrolls sideways rather than breaks the words of."""
    return _element("div", {"class": "wide", "style": f"--columns:{columns}"}, table)


def _row(row: Row, table: Table, voices: tuple[_Voice, ...]) -> ElementTree.Element:
    voices = tuple(voice.of(row.change) for voice in voices)
    bars = (_bar(row.change, cell.get(voice.lang)) for cell in row.cells for voice in voices)
    kind = next(filter(None, bars), "").strip()
    # The first cell speaks for the row.
    changes = chain((row.change,), repeat(_unmoved(row.change)))
    cells = (
        _element("td", {"class": align}, *_spoken(cell, voices, change))
        for cell, align, change in zip(row.cells, table.align, changes, strict=False)
    )
    attributes = {**({"class": kind} if kind else {}), **voices[0].place(next(iter(row.cells), None))}
    return _element("tr", attributes, *cells)


_BLOCKS: Mapping[type, Callable[[Any, tuple[_Voice, ...], int], Iterator[_Piece]]] = MappingProxyType(
    {Paragraph: _paragraph, Table: _table}
)


def _blocks(nodes: Iterable[Block], voices: tuple[_Voice, ...], depth: int = 0) -> Iterator[_Piece]:
    for node in nodes:
        yield from _BLOCKS[type(node)](node, voices, depth)


# The parts of the document --------------------------------------------------------------------------------------


def _body(document: Document, theme: Theme, *, marked: bool, places: Mapping[int | str, str]) -> ElementTree.Element:
    layout = document.layout if document.bilingual else "monolingual"
    voices = _voices(document, marked=marked, places=places)
    schemes = (f"{lang}-{document.numbering.name(lang)}" for lang in document.languages)
    parts = _alone(document, voices) if document.alone else _whole(document, voices)
    return _element(
        "body",
        {"class": " ".join((layout, *schemes, *_classes(document, theme)))},
        _running(document.header, voices, stacked=look.is_stacked(theme, document)),
        _footer(document, voices),
        *((_element("main", {}, *_said_draft(document, voices), *parts),) if marked else parts),
    )


def _said_draft(document: Document, voices: tuple[_Voice, ...]) -> Iterator[Node]:
    """Above all in a browser; pages say it on each of them (:mod:`slagen.render.underlay`)."""
    if document.draft is not None:
        said = (_element("span", voice.tag, plain(document.draft.get(voice.lang))) for voice in voices)
        yield _element("p", {"class": "draft"}, *said)


def _classes(document: Document, theme: Theme) -> Iterator[str]:
    """The manners that are not the usual ones."""
    usual = Manners()
    for name in ("cover", "chapters", "paragraphs"):
        if (chosen := getattr(theme.manners, name)) != getattr(usual, name):
            yield f"{name}-{chosen}"
    if look.of_edition(theme, document).grid is not None:
        yield "grid"


def _whole(document: Document, voices: tuple[_Voice, ...]) -> Iterator[ElementTree.Element]:
    yield _cover(document, voices)
    yield _contents(document, voices)
    # In a browser all that is not repeated on pages is the main part.
    tag = "div" if voices[0].marked else "main"
    yield _element(tag, {"class": "chapters"}, *(_chapter(document, chapter, voices) for chapter in document.chapters))
    if document.signature is not None:
        yield _signature(document.signature, voices)
    yield from (_annex(document, annex, voices) for annex in document.annexes)
    yield from _endnotes(document, voices)


def _endnotes(document: Document, voices: tuple[_Voice, ...]) -> Iterator[ElementTree.Element]:
    """The notes below all, each with a link back to where it is called; on pages they are at their foot."""
    if voices[0].marked and document.notes:
        called = ((voice, *voice.notes[note.key]) for note in document.notes for voice in voices)
        yield _element("section", {"class": "notes"}, *(_endnote(*one) for one in called))


def _endnote(voice: _Voice, number: int, content: Content) -> ElementTree.Element:
    back = _element("a", {"href": f"#{_note(number, 'call')}"}, f"{number}.")
    words = _inlines(content.get(voice.lang), voice)
    return _element("p", {**voice.tag, "id": _note(number), "class": "note"}, back, " ", *words)


def _alone(document: Document, voices: tuple[_Voice, ...]) -> Iterator[ElementTree.Element]:
    """An annex below a few lines that say whose it is."""
    cover = document.cover
    for annex in document.annexes:
        yield _element(
            "section",
            {"class": "annex alone"},
            *_notes(cover.title, voices),
            *(_set(document, (_heading("h1", annex.heading, voices),)) if _is_said(annex.heading) else ()),
            *((_facts("facts", facts, voices),) if (facts := (*cover.facts, *cover.parties)) else ()),
            *(_notes(cover.note, voices) if cover.note else ()),
            *_set(document, _clauses((annex.clause,), voices)),
        )
    yield from _endnotes(document, voices)


def _running(content: Content, voices: Iterable[_Voice], *, stacked: bool) -> ElementTree.Element:
    """The words of a running header, a line for each language if they are stacked."""
    saying = _says(content, voices)
    spans = (
        _element("span", voice.tag, plain(said(content.get(voice.lang), "new")).replace("\n", " ")) for voice in saying
    )
    return _element("header", {"class": "running stacked" if stacked else "running"}, *spans)


def _footer(document: Document, voices: Iterable[_Voice]) -> ElementTree.Element:
    """The words of the running footer; {page} and {pages} become counters."""
    tags = {voice.lang: voice.tag for voice in voices}

    def span(lang: Lang, words: str, notice: str) -> ElementTree.Element:
        behind = (_element("span", {"class": "notice"}, *_counters(notice)),) if notice else ()
        return _element("span", tags[lang], *_counters(words), *behind)

    return _element("footer", {"class": "running"}, *(span(*each) for each in look.said_below(document)))


def _counters(words: str) -> Iterator[Node]:
    for part in re.split(r"(\{pages?\})", words):
        yield _element("span", {"class": part[1:-1]}) if part in ("{page}", "{pages}") else part.replace("\n", " ")


def _cover(document: Document, voices: tuple[_Voice, ...]) -> ElementTree.Element:
    cover = document.cover
    titles = (
        _element(
            "p",
            {**voice.tag, **voice.place(cover.title), "class": "title"},
            *_inlines(cover.title.get(voice.lang), voice),
        )
        for voice in _says(cover.title, voices)
    )
    note = () if cover.note is None else _notes(cover.note, voices)
    return _element(
        "section",
        {"class": "cover"},
        _element("div", {"class": "titles", "role": "heading", "aria-level": "1"}, *titles),
        _facts("parties", cover.parties, voices),
        _facts("facts", cover.facts, voices),
        *note,
    )


def _notes(content: Content, voices: tuple[_Voice, ...]) -> Iterator[Node]:
    for voice in _says(content, voices):
        attributes = {**voice.tag, **voice.place(content), "class": "note"}
        yield _element("p", attributes, *_inlines(content.get(voice.lang), voice))


def _facts(name: str, facts: Iterable[Fact], voices: tuple[_Voice, ...]) -> ElementTree.Element:
    rows = (
        _element(
            "tr",
            voices[0].place(fact.value),
            _element("th", {"scope": "row"}, *_spoken(fact.label, voices, fact.change)),
            _element("td", {}, *_value(fact.value, voices, _unmoved(fact.change))),
        )
        for fact in facts
    )
    return _element("table", {"class": name}, _element("tbody", {}, *rows))


def _value(content: Content, voices: tuple[_Voice, ...], change: Change | None = None) -> Iterator[Node]:
    """A fact's value, or the ruled blank to fill it in on."""
    if _says(content, voices):
        yield from _spoken(content, voices, change)
    else:
        yield _element("div", {"class": "blank"})


def _contents(document: Document, voices: tuple[_Voice, ...]) -> ElementTree.Element:
    titles = _Passage(
        tuple(
            _element("p", {**voice.tag, "class": "title"}, *_inlines(document.contents_title.get(voice.lang), voice))
            for voice in voices
        ),
        leads=True,
    )
    # contents() gives one entry a language for each heading in turn: as many together as there are languages.
    entries = iter(contents(final(document)))
    turns = zip(*([entries] * len(voices)), strict=True)
    passages = (_Passage(tuple(map(_entry, turn, voices))) for turn in turns)
    return _element("nav", {"class": "contents"}, *_set(document, (titles, *passages)))


def _entry(entry: Entry, voice: _Voice) -> ElementTree.Element:
    label = (_element("span", {"class": "label"}, entry.label, " "),) if entry.label else ()
    words = _element("span", {"class": "title"}, entry.title.replace("\n", " "))
    kind = f"toc{entry.level}" + (" second" if voice.suffix else "")
    link = _element("a", {"href": voice.href(entry.key)}, *label, words)
    return _element("p", {**voice.tag, "class": kind}, link)


def _chapter(document: Document, chapter: Chapter, voices: tuple[_Voice, ...]) -> ElementTree.Element:
    return _element(
        "section",
        {"class": "chapter"},
        *_set(document, (_heading("h1", chapter.heading, voices),)),
        *(_section(document, section, voices) for section in chapter.sections),
    )


def _section(document: Document, section: Section, voices: tuple[_Voice, ...]) -> ElementTree.Element:
    pieces = (_heading("h2", section.heading, voices), *_clauses(section.clauses, voices))
    return _element("section", {"class": "section"}, *_set(document, pieces))


def _clauses(clauses: Iterable[Clause], voices: tuple[_Voice, ...]) -> Iterator[_Piece]:
    for clause in clauses:
        yield from _blocks(clause.blocks, voices)


def _annex(document: Document, annex: Annex, voices: tuple[_Voice, ...]) -> ElementTree.Element:
    pieces = (_heading("h1", annex.heading, voices), *_clauses((annex.clause,), voices))
    return _element("section", {"class": "annex"}, *_set(document, pieces))


def _signature(block: SignatureBlock, voices: tuple[_Voice, ...]) -> ElementTree.Element:
    headings = (
        _element(
            "h1",
            {**voice.tag, **voice.place(block.heading), **_mark(block, voices, voice)},
            *_inlines(block.heading.get(voice.lang), voice),
        )
        for voice in _says(block.heading, voices)
    )
    pairs = (block.signatories[i : i + 2] for i in range(0, len(block.signatories), 2))
    return _element(
        "section",
        {"class": "signature"},
        *headings,
        *_notes(block.statement, voices),
        *(_signatories(pair, voices) for pair in pairs),
    )


def _mark(block: SignatureBlock, voices: tuple[_Voice, ...], voice: _Voice) -> dict[str, str]:
    if voice.suffix:
        return {"class": "second"}
    return {"data-outline": " ".join(plain(block.heading.get(each.lang)) for each in _says(block.heading, voices))}


def _signatories(pair: tuple[Signatory, ...], voices: tuple[_Voice, ...]) -> ElementTree.Element:
    """Two parties beside each other, in rows, so that what one signs is level with the other's."""
    sides = (_signatory(signatory, voices) for signatory in pair)
    rows = (_element("tr", {}, *(_element("td", {}, *cell) for cell in cells)) for cells in zip(*sides, strict=True))
    return _element("table", {"class": "signatories", "role": "presentation"}, _element("tbody", {}, *rows))


def _signatory(signatory: Signatory, voices: tuple[_Voice, ...]) -> Iterator[tuple[ElementTree.Element, ...]]:
    """The cells of one party, from top to bottom."""
    party = signatory.party
    yield (_element("div", {"class": "role"}, *_spoken(party.label, voices)),)
    yield (_element("div", {"class": "name", **voices[0].place(party.value)}, *_value(party.value, voices)),)
    yield (_seal(signatory, voices),)
    for line in signatory.lines:
        label = _element("div", {"class": "line"}, *_spoken(line.label, voices))
        yield label, _element("div", {"class": "value", **voices[0].place(line.value)}, *_value(line.value, voices))


def _seal(signatory: Signatory, voices: tuple[_Voice, ...]) -> ElementTree.Element:
    """Where a party seals or, on pages that are no draft, signs electronically: a field over all of it."""
    words = _spoken(signatory.seal, voices)
    if not voices[0].signable:
        return _element("div", {"class": "seal"}, *words)
    parts = (signatory.party.label, signatory.lines[0].label)
    said = " / ".join(" – ".join(plain(part.get(voice.lang)) for part in parts) for voice in voices)
    area = {"type": "text", "name": f"{SIGNATURES}.{signatory.role}", "title": said, "style": _WHOLE}
    # What is positioned is painted after all that is not: the words must not be, to be read in their place.
    over = _element("div", {"style": "position:relative;height:0"}, _element("input", area))
    return _element("div", {"class": "seal"}, over, *words)
