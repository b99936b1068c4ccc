"""DOCX: the tree as a Word document that a careful lawyer could have built by hand (ECMA-376, ISO/IEC 29500).

Headings and paragraphs are numbered by native lists, one for each language and for body and annexes; no number is
typed.  While writing, a counter of our own follows those lists, and the renderer refuses a tree whose labels native
numbering would not show.  The finished file is read back and must hold the tree's words, in the tree's order.

Passages are the unit of layout: one paragraph a language, set one under the other (interleaved) or as a row of a
borderless two-column table (parallel).  Data tables and the signature table take the full width and hold both
languages in their cells.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby, repeat
from types import MappingProxyType
from typing import Any, Literal

from slagen.diagnostics import Lang
from slagen.model.template import Theme
from slagen.read.logo import Picture
from slagen.read.titles import input_title
from slagen.render import forms, look, ooxml
from slagen.render.columns import PARALLEL_SHARES, column_widths, is_dense, is_short
from slagen.render.html import said_of
from slagen.render.letterhead import Letterhead, Pages, merged
from slagen.render.ooxml import Element, Part, Tracking
from slagen.render.options import NONE, Options
from slagen.render.provenance import ClauseText, Provenance, clause_texts
from slagen.tree import (
    LANGUAGES,
    Annex,
    Blank,
    Block,
    Change,
    Chapter,
    Citation,
    Clause,
    Content,
    Cover,
    Deleted,
    Document,
    Emphasis,
    Entry,
    Fact,
    Field,
    Heading,
    Inline,
    Inserted,
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
    blocks,
    contents,
    plain,
)
from slagen.tree.alone import name_of
from slagen.tree.redline import SIDES, Side, at, final, moved, noted_once, on_side, said, side_of, typed
from slagen.tree.walk import BOX, ROOM, clauses, headings, nested, referenced

_Target = Heading | Paragraph


class RenderError(RuntimeError):
    """The DOCX would not say what the tree says: a bug of ours."""


def render(
    document: Document,
    theme: Theme,
    pages: Mapping[str, int],
    provenance: Provenance | None = None,
    tracking: Tracking | None = None,
    options: Options = NONE,
    logo: Picture | None = None,
    letterhead: Letterhead | None = None,
) -> bytes:
    """The document as a DOCX file; the same arguments give the same bytes.

    Args:
        document: the tree; a document in two languages is set in its `layout`.
        theme: fonts, sizes, colours and margins of the styles.
        pages: for headings, by key, the page each stands on, for the filled-in table of contents; a heading that
            is missing there is listed without a page.
        provenance: what the file carries of where it comes from.
        tracking: whose changes a redline shows; needed where `document` is one.
        options: what the file is asked for beside that.
        logo: the picture of the theme's logo.
        letterhead: a DOCX of the company's own, whose styles, headers, footers and margins come first.

    Raises:
        RenderError: the tree's labels are not what native numbering counts, a reference points nowhere, or the
            file read back does not hold the tree's words.
    """
    theme = _fitted(theme, document, letterhead)
    document = document if tracking is not None and tracking.native_moves else noted_once(document)
    newest = final(_title_only(document) if document.is_text else document)
    writer = _Writer(document, newest, theme, pages, tracking, options)
    package = ooxml.Package(_properties(newest))
    if provenance is not None:
        package.add_provenance(provenance, [(text, clause_bookmark(text.id, text.lang)) for text in writer.texts])
    numbered = options.line_numbers
    two_sided = _two_sided(theme, letterhead)
    package.set_looks(_looks(writer), letterhead, two_sided=two_sided, protected=options.protect)
    if document.notes:
        package.add_notes(_notes(writer))
    running_ = _running(writer, package, logo, letterhead)
    if logo is not None and theme.logo is not None and theme.logo.cover:
        writer.logo = package.picture(logo, theme.logo.cover, said_of(theme.logo, document))
    if document.alone:
        last = ooxml.section(theme, running_, line_numbers=numbered, letterhead=letterhead)
        data = package.save(_alone(writer), last, writer.comments, tracking)
    else:
        # The cover's section holds them for those that follow, and hides them on its own first page.
        running = ooxml.section(theme, running_, hidden_at_first=True, letterhead=letterhead)
        last = ooxml.section(theme, line_numbers=numbered, letterhead=letterhead)
        data = package.save(_body(writer, running, letterhead), last, writer.comments, tracking)
    _read_back(data, document, pages)
    _read_notes(data, document)
    return data


def _title_only(text: Document) -> Document:
    """A text without its words: it has no contents, and no clauses that files are to tell apart."""
    annexes = (replace(annex, clause=replace(annex.clause, blocks=())) for annex in text.annexes)
    return replace(text, annexes=tuple(annexes))


def lacking(document: Document, theme: Theme, letterhead: Letterhead) -> tuple[str, ...]:
    """The names of the styles that a letterhead lacks for a document, and that are added to it."""
    writer = _Writer(document, document, _fitted(theme, document, letterhead), {})
    return merged(letterhead.styles, ooxml.styles(_looks(writer))).added


def _fitted(theme: Theme, document: Document, letterhead: Letterhead | None) -> Theme:
    applied = look.of_edition(theme, document)
    return applied if letterhead is None else letterhead.fitted(applied)


def _looks(writer: _Writer) -> ooxml.Looks:
    document, numbered = writer.document, writer.options.line_numbers
    return ooxml.Looks(
        writer.theme, document.numbering, document.languages, writer.side_by_side, writer.first_annex, numbered
    )


def _two_sided(theme: Theme, letterhead: Letterhead | None) -> bool:
    """Whether even pages have a header and footer of their own."""
    return theme.manners.page_numbers == "outside" or (letterhead is not None and letterhead.two_sided)


def _properties(document: Document) -> ooxml.Properties:
    draft = () if document.draft is None else (_joined(document, document.draft, " "),)
    return ooxml.Properties(
        title=" ".join((_joined(document, name_of(document), " / "), *draft)),
        subject=_joined(document, document.subject, " / "),
        author=_one_line(plain(document.author.get(document.languages[0]))),
        identifier=document.id,
        version=document.version,
        language=ooxml.LOCALE[document.languages[0]],
        dated=document.dated,
        status="Draft" if draft else "",
    )


def _joined(document: Document, content: Content, between: str) -> str:
    said = (_one_line(plain(content.get(lang))) for lang in document.languages)
    return between.join(dict.fromkeys(said))


def _one_line(text: str) -> str:
    return re.sub(r"\r\n|\r|\n", " ", text)


# The state of one rendering -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Writer:
    """One rendering: what is being written, and the counters of its lists and bookmarks."""

    document: Document
    newest: Document
    theme: Theme
    pages: Mapping[str, int]
    tracking: Tracking | None = None
    options: Options = NONE
    controls: int = 0
    tracked: int = 0
    moving: bool = False
    comments: list[ooxml.Comment] = field(default_factory=list)
    marks: int = 0
    logo: Element | None = None
    counts: dict[int, list[int]] = field(default_factory=dict)
    bookmarks: int = 0
    lists: Mapping[tuple[Part, Lang], Sequence[ooxml.NumberList]] = field(init=False)
    targets: Mapping[str, _Target] = field(init=False)
    notes: Mapping[str, int] = field(init=False)
    wanted: frozenset[str] = field(init=False)
    texts: tuple[ClauseText, ...] = field(init=False)
    firsts: Mapping[str, str] = field(init=False)
    moves: Mapping[int, str] = field(init=False)
    standing: frozenset[str] = field(init=False)
    titles: Mapping[Lang, Mapping[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.lists = ooxml.lists(self.document.numbering, self.first_annex)
        text = self.document.is_text  # nothing in it is referred to
        self.targets = {} if text else _targets(self.document)
        keys = frozenset(heading.key for _, heading in headings(self.document))
        self.wanted = frozenset() if text else keys | referenced(self.document)
        self.notes = {note.key: turn for turn, note in enumerate(self.document.notes)}
        self.texts = () if text else clause_texts(self.newest)
        self.firsts = {text.first: text.id for text in self.texts}
        native = self.tracking is not None and self.tracking.native_moves and not self.side_by_side
        self.moves = _native_moves(self.document) if native else {}
        marked = self.document.was is not None and not text
        self.standing = frozenset(_standing(self.document)) if marked else frozenset()
        tables = [block for block in blocks(self.document) if isinstance(block, Table)] if self.options.protect else []
        self.titles = {
            lang: dict(chain.from_iterable(forms.titles(table, lang).items() for table in tables))
            for lang in self.languages
        }

    @property
    def languages(self) -> tuple[Lang, ...]:
        return self.document.languages

    @property
    def first_annex(self) -> int:
        counted = [annex.heading.number[0] for annex in self.document.annexes if annex.heading.number]
        return counted[0] if counted else 1

    @property
    def side_by_side(self) -> bool:
        return self.document.bilingual and self.document.layout == "parallel"

    def variant(self, lang: Lang) -> str:
        """The ending of the style of a clause paragraph: the second language stands close under the first."""
        return "" if self.side_by_side or lang == self.languages[0] else ooxml.SECOND

    @property
    def width(self) -> int:
        return ooxml.text_width(self.theme)

    def says(self, content: Content) -> tuple[Lang, ...]:
        """The languages that have something to say; one of them where both say the same."""
        seen: dict[str, Lang] = {}
        for lang in self.languages:
            seen.setdefault(plain(content.get(lang)), lang)
        return tuple(lang for words, lang in seen.items() if words)

    def spoken(self, content: Content) -> list[tuple[Lang, Change | None]]:
        """The languages that either side of a redline says the passage in, with what only one of them does."""
        if self.tracking is None:
            return [(lang, None) for lang in self.says(content)]
        new, old = (self.says(_on_side(content, side)) for side in SIDES)
        either = [lang for lang in self.languages if lang in new or lang in old]
        return [(lang, _ONLY[lang in new, lang in old]) for lang in either]

    def words(self, content: Content, lang: Lang, change: Change | None, style: str | None = None) -> list[Element]:
        """The runs of a passage, or of what it was or is, where only one side of a redline says it."""
        if change is None:
            return _content(content, lang, self, style)
        return self.track(change, lang, _content(_on_side(content, side_of(change)), lang, self, style))

    def count(self, part: Part, lang: Lang, node: Heading | Paragraph) -> tuple[int, int]:
        """The list and level of a numbered paragraph, after counting it as Word will once changes are accepted."""
        number, label = node.number, plain(node.label.get(lang))
        numbers, level = ooxml.place(self.lists[part, lang], len(number) - 1)
        if node.change is not None and node.change.kind == "deleted":
            return numbers.id, level
        counts = self.counts.setdefault(numbers.id, [numbers.start - 1, *[0] * (len(numbers.levels) - 1)])
        counts[level:] = [counts[level] + 1, *[0] * (len(counts) - level - 1)]
        shown = numbers.label(counts[: level + 1])
        # Where sections are counted through, the first count of their list is not the tree's.
        unlike = 1 if numbers.first else 0
        if (tuple(counts[unlike : level + 1]), shown) != (number[numbers.first + unlike :], label):
            raise RenderError(f"native numbering shows {shown!r}, the tree {label!r}")
        return numbers.id, level

    def track(self, change: Change | None, lang: Lang, runs: list[Element]) -> list[Element]:
        """The runs of a block, inserted or deleted if it is; where it moved, a comment says so."""
        if change is None or not runs:
            return runs
        note = [] if self.moving else self._note(moved(change, lang), lang)
        return [ooxml.track_runs(change.kind, [*note, *runs], *self.next_track(), move=self.moving)]

    def _note(self, words: str, lang: Lang) -> list[Element]:
        """A comment: what is inserted and deleted again, as a note in the text might be, LibreOffice keeps."""
        if not words:
            return []
        self.comments.append(ooxml.Comment(len(self.comments), lang, words.strip("〔〕[] ")))
        return [ooxml.commented(self.comments[-1])]

    def next_track(self) -> tuple[Tracking, int]:
        """Whose the next tracked change is, and its number, which no other change or bookmark has."""
        if self.tracking is None:
            raise RenderError("a redline is rendered without saying whose it is")
        self.tracked += 1
        return self.tracking, _FIRST_TRACK + self.tracked

    def end(self, paragraph: Element, change: Change | None) -> Element:
        """The paragraph with its end inserted or deleted, if it is."""
        if change is not None:
            ooxml.track_paragraph(paragraph, change.kind, *self.next_track(), move=self.moving)
        return paragraph

    def call(self, key: str, lang: Lang) -> list[Element]:
        """The call of a paragraph's footnote, if it has one."""
        if key not in self.notes:
            return []
        return [ooxml.call_note(lang, 1 + self.notes[key] * len(self.languages) + self.languages.index(lang))]

    def next_control(self) -> int:
        """The number of the next content control."""
        self.controls += 1
        return self.controls

    def form(self, node: Blank | Tick, lang: Lang) -> tuple[str, str]:
        """The name of a form field, and what it is for."""
        return form_name(node.name, lang), self.titles[lang].get(node.name, node.name)

    def mark(self, node: _Target, lang: Lang, runs: list[Element]) -> list[Element]:
        """The runs in the node's bookmark, if anything points at it."""
        if node.key not in self.wanted or self._marked_elsewhere(node):
            return runs
        return self._bookmarked(bookmark(node.key, lang), runs)

    def _marked_elsewhere(self, node: _Target) -> bool:
        """Whether it is gone and what has its key now is marked, since no two bookmarks may have one name."""
        return node.change is not None and node.change.kind == "deleted" and node.key in self.standing

    def mark_clause(self, node: _Target, lang: Lang, runs: list[Element]) -> list[Element]:
        """The runs in the bookmark of the clause that begins with them, if one does.

        Measured: of all marks, a bookmark around words is what survives other people's typing and saving best.
        """
        if node.key not in self.firsts or self._marked_elsewhere(node):
            return runs
        return self._bookmarked(clause_bookmark(self.firsts[node.key], lang), runs)

    def _bookmarked(self, name: str, runs: list[Element]) -> list[Element]:
        self.bookmarks += 1
        return ooxml.bookmarked(self.bookmarks, name, runs)


_ONLY: Mapping[tuple[bool, bool], Change | None] = MappingProxyType(
    {(True, True): None, (True, False): Change("inserted"), (False, True): Change("deleted")}
)


def _on_side(content: Content, side: Side) -> Content:
    zh, en = (None if of is None else said(of, side) for of in (content.zh, content.en))
    return Content(zh, en)


def _targets(document: Document) -> Mapping[str, _Target]:
    paragraphs = {block.key: block for block in blocks(document) if isinstance(block, Paragraph)}
    return MappingProxyType({**paragraphs, **{heading.key: heading for _, heading in headings(document)}})


def _standing(document: Document) -> Iterator[str]:
    """The keys of what a redline does not delete."""
    paragraphs = [block for block in blocks(document) if isinstance(block, Paragraph)]
    nodes: list[_Target] = [*paragraphs, *(heading for _, heading in headings(document))]
    for node in nodes:
        if node.change is None or node.change.kind == "inserted":
            yield node.key


def _native_moves(document: Document) -> Mapping[int, str]:
    """A name for each run of blocks that moved, by the identity of its first: that of the other of the two."""
    found: dict[tuple[str, str], dict[str, list[int]]] = {}
    for run in _runs_of_moves(document):
        change, here = run[0].change, _first_label(run)
        if change is not None and change.moved is not None:
            there = _both(change.moved)
            key = (here, there) if change.kind == "deleted" else (there, here)
            found.setdefault(key, {}).setdefault(change.kind, []).append(id(run[0]))
    pairs = (pair for some in found.values() for pair in zip(*(some.get(k, ()) for k in _KINDS), strict=False))
    return {one: f"move{number}" for number, pair in enumerate(pairs, 1) for one in pair}


_KINDS = ("deleted", "inserted")


def _both(label: Content) -> str:
    return " ".join(plain(label.get(lang)) for lang in LANGUAGES)


def _first_label(run: Sequence[Block]) -> str:
    labels = (_both(block.label) for block in nested(run) if isinstance(block, Paragraph))
    return next(filter(str.strip, labels), _both(Content()))


def _runs_of_moves(document: Document) -> Iterator[list[Block]]:
    """What moved together and has no table in it, which Word does not track as moved."""
    for blocks_ in _lists(document):
        for moves_, some in groupby(blocks_, key=_moved_alike):
            run = list(some)
            if moves_ is not None and all(isinstance(block, Paragraph) for block in nested(run)):
                yield run


def _moved_alike(block: Block) -> Change | None:
    return block.change if block.change is not None and block.change.moved is not None else None


def _lists(document: Document) -> Iterator[tuple[Block, ...]]:
    """The blocks that stand in one list: a clause's, or those under a paragraph that stays."""
    for clause in clauses(document):
        yield clause.blocks
        for block in nested(clause.blocks):
            if isinstance(block, Paragraph) and block.change is None:
                yield block.children


def bookmark(key: str, lang: Lang) -> str:
    """The bookmark of a node in one language: ASCII, at most 40 characters (Word's limit), the same in every build."""
    name = f"{lang}_{key}".replace("-", "___").replace("#", "__").replace(".", "_")
    if len(name) <= 40 and not re.search(r"[.#-]{2}", key):
        return name
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"{name[:27]}_{digest[:12]}"


def clause_bookmark(clause_id: str, lang: Lang) -> str:
    """The bookmark of a clause in one language; no other node's has its prefix."""
    return bookmark(f"clause.{clause_id}", lang)


_FIRST_TRACK = 1_000_000
"""Above the numbers of all bookmarks, whose ids the same numbers would be."""


# Inlines --------------------------------------------------------------------------------------------------------


def _text(node: Text | Term | Citation, lang: Lang, style: str | None, _: _Writer) -> Iterator[Element]:
    yield ooxml.text_run(lang, node.text, style)


def _field(node: Field, lang: Lang, style: str | None, writer: _Writer) -> Iterator[Element]:
    shown = ooxml.text_run(lang, node.text, style)
    if not writer.options.content_controls or not node.text:
        yield shown
        return
    title, locked = input_title(node.path, lang), writer.options.protect
    yield ooxml.control(writer.next_control(), node.path, title, [shown], locked=locked)


def _strong(node: Strong, lang: Lang, _: str | None, writer: _Writer) -> Iterator[Element]:
    yield from _runs(node.children, lang, writer, "StrongChinese" if lang == "zh" else "Strong")


def _emphasis(node: Emphasis, lang: Lang, _: str | None, writer: _Writer) -> Iterator[Element]:
    yield from _runs(node.children, lang, writer, "EmphasisChinese" if lang == "zh" else "Emphasis")


def _break(_: LineBreak, lang: Lang, __: str | None, ___: _Writer) -> Iterator[Element]:
    yield ooxml.break_line(lang)


def _changed(node: Inserted | Deleted, lang: Lang, style: str | None, writer: _Writer) -> Iterator[Element]:
    kind: ooxml.TrackKind = "inserted" if isinstance(node, Inserted) else "deleted"
    yield ooxml.track_runs(kind, list(_runs(node.children, lang, writer, style)), *writer.next_track())


def _reference(node: ResolvedRef, lang: Lang, style: str | None, writer: _Writer) -> Iterator[Element]:
    target = writer.targets.get(node.key)
    if target is None and writer.tracking is not None:
        yield ooxml.text_run(lang, node.text, style)
        return
    if target is None:
        raise RenderError(f"a reference points at {node.key!r}, which has no place in the document")
    label = plain(target.label.get(lang)).rstrip(".")
    # In a redline, what is deleted shows its old number, and was held against it in the old document.
    if node.number != label and writer.tracking is None:
        raise RenderError(f"a reference shows {node.number!r} for what is labelled {label!r}")
    label = node.number
    if node.before:
        yield ooxml.text_run(lang, node.before, style)
    # 17.16.5.50: \r would set what stands above before the label of what is counted below a whole number.
    scheme = writer.document.numbering.scheme(lang)
    alone = len(target.number) <= scheme.whole and target.number[1:2] != (0,)
    switches = r"\r \h" if alone else r"\n \h"
    yield from ooxml.field(lang, f"REF {bookmark(node.key, lang)} {switches}", label, style)
    if node.after:
        yield ooxml.text_run(lang, node.after, style)


def _blank(node: Blank, lang: Lang, _: str | None, writer: _Writer) -> Iterator[Element]:
    # Among other words; the row of a cell that is a blank is as high as what is written into it.
    if writer.options.protect:
        yield from ooxml.form_text(lang, *writer.form(node, lang), ROOM * 8, "Blank")
    else:
        yield ooxml.text_run(lang, ROOM * 8, "Blank")


def _tick(node: Tick, lang: Lang, _: str | None, writer: _Writer) -> Iterator[Element]:
    box = ooxml.text_run(lang, BOX, "TickBox")
    yield ooxml.form_box(writer.next_control(), *writer.form(node, lang), box) if writer.options.protect else box


def form_name(name: str, lang: Lang) -> str:
    """The name of a form field in one language: the 20 characters that Word keeps, the same in every build."""
    return f"form_{lang}_{hashlib.sha256(name.encode()).hexdigest()[:12]}"


_INLINES: Mapping[type, Callable[[Any, Lang, str | None, _Writer], Iterator[Element]]] = MappingProxyType(
    {
        Text: _text,
        Field: _field,
        Term: _text,
        Citation: _text,
        Strong: _strong,
        Emphasis: _emphasis,
        LineBreak: _break,
        ResolvedRef: _reference,
        Blank: _blank,
        Tick: _tick,
        Inserted: _changed,
        Deleted: _changed,
    }
)


def _runs(nodes: Iterable[Inline], lang: Lang, writer: _Writer, style: str | None = None) -> Iterator[Element]:
    for node in nodes:
        write = _INLINES.get(type(node))
        if write is None:
            raise RenderError(f"DOCX has no form for {node!r}")
        yield from write(node, lang, style, writer)


def _content(content: Content, lang: Lang, writer: _Writer, style: str | None = None) -> list[Element]:
    return list(_runs(content.get(lang), lang, writer, style))


def _run_in(content: Content, writer: _Writer, style: str | None = None) -> list[Element]:
    """A short passage in all its languages on one line."""
    runs: list[Element] = []
    before: Change | None = None
    for lang, change in writer.spoken(content):
        runs += writer.track(change or before, lang, [ooxml.text_run(lang, " ")]) if runs else []
        runs += writer.words(content, lang, change, style)
        before = change
    return runs


def _said(style: str, content: Content, writer: _Writer) -> Iterator[Element]:
    """A passage as a paragraph a language, once where both say the same."""
    for lang, change in writer.spoken(content):
        yield writer.end(ooxml.paragraph(style, writer.words(content, lang, change)), change)


# Passages, and the layouts they are set in ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Passage:
    """One paragraph a language; `splits` lets its row break across pages."""

    paragraphs: tuple[Element, ...]
    heading: bool = False
    splits: Mapping[Side, bool] = field(default_factory=lambda: _LOOSE)
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class _Wide:
    """A block of the full width, which holds its languages itself."""

    block: Element


_Piece = _Passage | _Wide
_LONG = 1500
"""Characters above which a row of a data table may break across pages: kept whole it might be taller than one."""
_LONG_PAIR = 400
"""The same for a row of two columns, where a dozen lines kept whole leave a third of a page empty."""


def _set(writer: _Writer, pieces: Iterable[_Piece]) -> Iterator[Element]:
    """The blocks, made one by one as they are asked for, since nobody needs them all at once."""
    return _side_by_side(writer, pieces) if writer.side_by_side else _one_under_another(pieces)


def _one_under_another(pieces: Iterable[_Piece]) -> Iterator[Element]:
    for piece in pieces:
        yield from (piece.block,) if isinstance(piece, _Wide) else piece.paragraphs


def _side_by_side(writer: _Writer, pieces: Iterable[_Piece]) -> Iterator[Element]:
    """Rows of two columns, between blocks of the full width.

    The passage that introduces such a block has its width, too, with the headings above it: of tables that touch,
    LibreOffice doesn't repeat the header row of the second, and it leaves a heading that ends one behind on its page.
    """
    passages: list[_Passage] = []
    for piece in pieces:
        if isinstance(piece, _Passage):
            passages.append(piece)
            continue
        start = _lead(passages)
        yield from (*_columns(writer, passages[:start]), *_one_under_another(passages[start:]), piece.block)
        passages = []
    yield from _columns(writer, passages)


def _lead(passages: Sequence[_Passage]) -> int:
    """Where the last passage begins, with the headings that stand right above it."""
    start = max(0, len(passages) - 1)
    while start > 0 and passages[start - 1].heading:
        start -= 1
    return start


def _pair(writer: _Writer, passage: _Passage) -> Element:
    gutter = ooxml.twips(3.2)
    sides = zip(_halves(writer), passage.paragraphs, ((0, gutter), (gutter, 0)), strict=True)
    splits = passage.splits
    split = splits[side_of(passage.change)]
    row = ooxml.row((ooxml.cell(width, [p], inset=inset) for width, p, inset in sides), split=split)
    return _row_changed(writer, row, passage.change, split=splits["old"] if splits["old"] != splits["new"] else None)


def _row_changed(writer: _Writer, row: Element, change: Change | None, *, split: bool | None = None) -> Element:
    """The row as changed; `split` says whether it could break across pages before, where that is another."""
    if change is not None:
        ooxml.track_row(row, change.kind, *writer.next_track())
    elif split is not None and writer.tracking is not None:
        ooxml.track_split(row, split, *writer.next_track())
    return row


def _kept_with(
    writer: _Writer, new: Element, change: Change | None, was: Callable[[], Element], *, as_it_was: bool
) -> Element:
    """A paragraph that both documents have; where its properties differ, it says what they were."""
    if writer.tracking is not None and change is None and not as_it_was:
        ooxml.track_properties(new, was(), *writer.next_track())
    return new


def _halves(writer: _Writer) -> tuple[int, ...]:
    return tuple(round(writer.width * PARALLEL_SHARES[lang]) for lang in writer.languages)


def _columns(writer: _Writer, passages: Sequence[_Passage]) -> list[Element]:
    rows = [_pair(writer, passage) for passage in passages]
    return [ooxml.table("ParallelText", _halves(writer), rows)] if rows else []


def _apart(writer: _Writer, elements: Iterable[Element]) -> Iterator[Element]:
    """The same blocks; of two data tables that touch, the second gets the other style."""
    before: dict[Side, str] = dict.fromkeys(SIDES, "")
    for element in elements:
        style, sides = ooxml.style_of(element), ooxml.sides_of(element)
        sides = sides if style else ()  # nobody sees what bounds a move
        wanted = {side: ooxml.NEXT_TABLE_STYLE if style == before[side] == "ContractTable" else style for side in sides}
        if style == "ContractTable":
            ooxml.set_table_style(element, wanted[sides[0]])
            if writer.tracking is not None and len(set(wanted.values())) > 1:
                ooxml.track_table_style(element, wanted["old"], *writer.next_track())
        before.update(wanted)
        yield element


# Clauses --------------------------------------------------------------------------------------------------------

_NUMBERED = ("Heading1", "Heading2", "Clause", "ClauseItem", "ClauseSubitem")
_CONTINUED = ("ClauseText", "ClauseText", "ClauseContinued", "ItemContinued", "SubitemContinued")


def _heading(writer: _Writer, heading: Heading, part: Part, *, top: bool = False) -> _Passage:
    """A heading in each language; `top` where it stands at the top of a page."""

    def one(lang: Lang) -> Element:
        number = writer.count(part, lang, heading) if heading.number else ooxml.UNNUMBERED
        words = [*_content(typed(heading), lang, writer), *_content(heading.title, lang, writer)]
        runs = writer.mark(heading, lang, writer.track(heading.change, lang, words))
        # The style carries the list of the first language's body; every other stream names its own.
        linked = part == "body" and lang == writer.languages[0]
        style = _NUMBERED[max(len(heading.number) - 1, 0)]
        made = ooxml.paragraph(style, runs, number=None if linked else number, at_top=top)
        return writer.end(made, heading.change)

    return _Passage(tuple(one(lang) for lang in writer.languages), heading=True, change=heading.change)


def _paragraph(writer: _Writer, node: Paragraph, part: Part, above: int) -> Iterator[_Piece]:
    level = len(node.number) - 1 if node.number else above
    leads = {side: bool(at(node.children, side)) for side in SIDES}

    def one(lang: Lang) -> Element:
        words = [*_content(typed(node), lang, writer), *_content(node.content, lang, writer)]
        runs = writer.mark(node, lang, writer.track(node.change, lang, words))
        runs = [*writer.mark_clause(node, lang, runs), *writer.call(node.key, lang)]
        number = writer.count(part, lang, node) if node.number else ooxml.UNNUMBERED if node.rank else None
        style = (_NUMBERED[level] if node.number else _plain_style(level, lang)) + writer.variant(lang)
        if node.rank:
            style = _NUMBERED[min(node.rank, 2) - 1]

        def made(side: Side, *runs: Element) -> Element:
            return ooxml.paragraph(style, runs, number=number, keep_next=leads[side], align=_alignment(writer, lang))

        here, same = made(side_of(node.change), *runs), leads["new"] == leads["old"]
        return writer.end(_kept_with(writer, here, node.change, lambda: made("old"), as_it_was=same), node.change)

    splits = _LOOSE
    if writer.side_by_side:
        splits = {side: _is_long(writer, (node.content,), side, _LONG_PAIR) for side in SIDES}
    yield _Passage(tuple(one(lang) for lang in writer.languages), splits=splits, change=node.change)
    yield from _blocks(writer, node.children, part, level)


def _plain_style(level: int, lang: Lang) -> str:
    style = _CONTINUED[level]
    return "ClauseTextChinese" if style == "ClauseText" and lang == "zh" else style


def _alignment(writer: _Writer, lang: Lang) -> Literal["both"] | None:
    # In columns the styles are ragged for the sake of Latin words; Han characters fill a line evenly.
    return "both" if writer.side_by_side and lang == "zh" else None


def _table(writer: _Writer, node: Table, _: Part, __: int) -> Iterator[_Piece]:
    shares = column_widths(node, writer.languages)
    widths = [round(writer.width * share / 100) for share in shares]
    tables = (
        {side: on_side(node, side) for side in SIDES} if writer.tracking is not None else dict.fromkeys(SIDES, node)
    )
    sizes = {side: ooxml.DENSE if is_dense(tables[side]) else "" for side in SIDES}
    header = Row(node.header, node.span, node.change)
    head = _row(writer, node, header, widths, _sized("TableHeader", sizes), _LOOSE)
    stays = {side: _staying(node, side, short=is_short(tables[side], writer.languages)) for side in SIDES}
    rows = (
        _row(writer, node, row, widths, _sized("TableText", sizes), {side: stays[side][index] for side in SIDES})
        for index, row in enumerate(node.rows)
    )
    yield _Wide(ooxml.table("ContractTable", widths, [head, *rows], header=True))


def _sized(style: str, sizes: Mapping[Side, str]) -> Mapping[Side, str]:
    return {side: style + size for side, size in sizes.items()}


def _staying(table: Table, side: Side, *, short: bool) -> list[bool]:
    """For each row, whether it stays with the next among those that a side has."""
    places = [index for index, row in enumerate(table.rows) if at((row,), side)]
    staying = [False] * len(table.rows)
    for place, index in enumerate(places):
        staying[index] = _stays(place, len(places), short=short)
    return staying


def _stays(place: int, count: int, *, short: bool) -> bool:
    """Whether a row stays with the next: short tables stay whole, long ones end with two rows at least.

    The first row of a long one does not: LibreOffice 7.4 would lose rows at the page's end.
    """
    return place < count - 1 and (short or place == count - 2)


def _row(
    writer: _Writer,
    table: Table,
    row: Row,
    widths: Sequence[int],
    style: Mapping[Side, str],
    stays: Mapping[Side, bool],
) -> Element:
    long = {side: _is_long(writer, row.cells, side, _LONG) for side in SIDES}
    keeps = {side: stays[side] and not long[side] for side in SIDES}
    # The first cell says for the row that it moved.
    changes = chain((row.change,), repeat(None if row.change is None else Change(row.change.kind)))
    made = (
        ooxml.cell(width, _cell(writer, content, style, align, keeps=keeps, change=change))
        for content, width, align, change in zip(row.cells, widths, table.align, changes, strict=False)
    )
    lines = forms.room(row.cells, writer.languages)
    height = ooxml.twips(lines * forms.LINE) if lines else None
    here = ooxml.row(
        made, header=style["new"].startswith("TableHeader"), split=long[side_of(row.change)], height=height
    )
    return _row_changed(writer, here, row.change, split=long["old"] if long["old"] != long["new"] else None)


def _is_long(writer: _Writer, cells: Iterable[Content], side: Side, most: int) -> bool:
    return any(len(plain(said(cell.get(lang), side))) > most for cell in cells for lang in writer.languages)


_LOOSE: Mapping[Side, bool] = MappingProxyType({"new": False, "old": False})


def _cell(
    writer: _Writer,
    content: Content,
    style: Mapping[Side, str],
    align: ooxml.Align = "left",
    *,
    keeps: Mapping[Side, bool] = _LOOSE,
    change: Change | None = None,
) -> list[Element]:
    align_ = None if align == "left" else align

    def made(side: Side, *runs: Element) -> Element:
        return ooxml.paragraph(style[side], runs, keep_next=keeps[side], align=align_)

    def one(*runs: Element) -> Element:
        same = (style["new"], keeps["new"]) == (style["old"], keeps["old"])
        return _kept_with(writer, made(side_of(change), *runs), change, lambda: made("old"), as_it_was=same)

    # A cell must end with a paragraph (17.4.65), so one without words, or to be written in, holds an empty one.
    lang = writer.languages[0]
    blank = forms.whole(content, lang)
    if blank and writer.options.protect:
        return [one(*ooxml.form_text(lang, *writer.form(blank, lang), ROOM))]
    if blank or not writer.says(content):
        return [one()]
    if change is not None:
        return [one(*writer.track(change, lang, _content(content, lang, writer))) for lang in writer.says(content)]
    spoken = writer.spoken(content)
    if len({only for _, only in spoken}) == 1 and spoken[0][1] is not None:
        spoken[0] = spoken[0][0], None  # the other side has an empty paragraph
    return list(_in_a_cell(writer, [(one(*writer.words(content, lang, only)), only) for lang, only in spoken]))


def _in_a_cell(writer: _Writer, paragraphs: Sequence[tuple[Element, Change | None]]) -> Iterator[Element]:
    """Paragraphs that end as their changes say; the last of a cell can't go, but what stands before may join it."""
    ends = [change for _, change in paragraphs]
    if len(ends) > 1 and ends[-1] is not None:
        ends[-2:] = [ends[-2] or ends[-1], None]
    for (paragraph, _), end in zip(paragraphs, ends, strict=True):
        yield writer.end(paragraph, end)


_BLOCKS: Mapping[type, Callable[[_Writer, Any, Part, int], Iterator[_Piece]]] = MappingProxyType(
    {Paragraph: _paragraph, Table: _table}
)


def _blocks(writer: _Writer, nodes: Iterable[Block], part: Part, above: int = 0) -> Iterator[_Piece]:
    for change, some in groupby(nodes, key=_moved_alike):
        run = list(some)
        made = (piece for node in run for piece in _BLOCKS[type(node)](writer, node, part, above))
        name = writer.moves.get(id(run[0]))
        yield from made if change is None or name is None else _as_move(writer, change, name, made)


def _as_move(writer: _Writer, change: Change, name: str, pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    start, end = ooxml.move_bounds(change.kind, name, *writer.next_track())
    writer.moving = True
    yield _Wide(start)
    yield from pieces
    writer.moving = False
    yield _Wide(end)


def _clauses(writer: _Writer, clauses: Iterable[Clause], part: Part) -> Iterator[_Piece]:
    for clause in clauses:
        yield from _blocks(writer, clause.blocks, part)


# The parts of the document --------------------------------------------------------------------------------------


def _body(writer: _Writer, running: Element, letterhead: Letterhead | None = None) -> Iterator[Element]:
    document = writer.document
    cover, listing = list(_cover(writer, document.cover)), list(_contents(writer))
    ooxml.end_section(cover[-1], running)
    ooxml.end_section(listing[-1], ooxml.section(writer.theme, letterhead=letterhead))
    main = _set(writer, (piece for chapter in document.chapters for piece in _chapter(writer, chapter)))
    signature = () if document.signature is None else _signature(writer, document.signature)
    yield from _apart(writer, chain(cover, listing, main, signature, _annexes(writer)))


def _alone(writer: _Writer) -> Iterator[Element]:
    """An annex below a few lines that say whose it is."""
    cover = writer.document.cover
    for annex in writer.document.annexes:
        heading, *pieces = _annex(writer, annex)
        yield from _said("AnnexSource", cover.title, writer)
        if annex.heading.number or any(writer.says(annex.heading.title)):
            yield from _set(writer, [heading])
        for fact in (*cover.facts, *cover.parties):
            yield ooxml.paragraph("AnnexFact", [*_run_in(fact.label, writer, "CoverLabel"), *_beside(writer, fact)])
        if cover.note is not None:
            yield from _said("CoverNote", cover.note, writer)
        yield from _apart(writer, _set(writer, pieces))


def _beside(writer: _Writer, fact: Fact) -> list[Element]:
    return [ooxml.tab(writer.languages[0]), *_run_in(fact.value, writer)]


def _annexes(writer: _Writer) -> Iterator[Element]:
    for annex in writer.document.annexes:
        first, *others = _set(writer, _annex(writer, annex))
        ooxml.break_before(first)
        yield from (first, *others)


def _chapter(writer: _Writer, chapter: Chapter) -> Iterator[_Piece]:
    yield _heading(writer, chapter.heading, "body", top=chapter is writer.document.chapters[0])
    for section in chapter.sections:
        yield from _section(writer, section)


def _section(writer: _Writer, section: Section) -> Iterator[_Piece]:
    yield _heading(writer, section.heading, "body")
    yield from _clauses(writer, section.clauses, "body")


def _annex(writer: _Writer, annex: Annex) -> Iterator[_Piece]:
    yield _heading(writer, annex.heading, "annex", top=True)
    yield from _clauses(writer, (annex.clause,), "annex")


def _notes(writer: _Writer) -> Iterator[Element]:
    """The words of each footnote in each language, in the order of their calls."""
    for note in writer.document.notes:
        for lang in writer.languages:
            yield ooxml.note_paragraph(lang, _content(note.content, lang, writer))


def _running(
    writer: _Writer, package: ooxml.Package, logo: Picture | None, letterhead: Letterhead | None
) -> tuple[ooxml.Running, ...]:
    """The running header and footer; those of even pages, if page numbers stand outside; the cover's, of a draft."""
    shown, outside = writer.theme.logo, writer.theme.manners.page_numbers == "outside"
    pictured = None if logo is None or shown is None or not shown.header else (logo, shown.header)

    def header(pages: Pages) -> str:
        theirs = package.add_story("header", pages, lambda: _mark(writer))
        return theirs or package.add_header(_header(writer), pictured)

    def footer(pages: Pages) -> str:
        style = "FooterEven" if pages == "even" and outside else "Footer"
        return package.add_story("footer", pages) or package.add_footer(_footer(writer, style))

    sides: tuple[Pages, ...] = ("default", "even") if _two_sided(writer.theme, letterhead) else ("default",)
    running = [ooxml.Running(pages, header(pages), footer(pages)) for pages in sides]
    if writer.document.alone:
        return tuple(running)
    above = package.add_story("header", "first", lambda: _mark(writer))
    if above is None and writer.document.draft is not None:
        above = package.add_header(ooxml.paragraph("CoverNote", _mark(writer)))
    return (*running, ooxml.Running("first", above, package.add_story("footer", "first")))


def _mark(writer: _Writer) -> list[Element]:
    """What a draft says across each page, in a header as Word puts it."""
    document = writer.document
    if document.draft is None:
        return []
    writer.marks += 1
    said = [plain(document.draft.get(lang)) for lang in document.languages]
    return [ooxml.watermark(writer.marks, " ".join(said), writer.theme.docx.heading, document.languages[0])]


def _header(writer: _Writer) -> Element:
    first, *rest = writer.languages
    runs = _mark(writer) + _line_of(writer.document.header, first, writer)
    for lang in rest:
        runs += [ooxml.tab(lang), *_line_of(writer.document.header, lang, writer)]
    return ooxml.paragraph("Header", runs)


def _line_of(content: Content, lang: Lang, writer: _Writer) -> list[Element]:
    """A passage on one line, with what changed in it."""
    if writer.tracking is not None:
        return _content(content, lang, writer)
    return [ooxml.text_run(lang, _one_line(plain(content.get(lang))))]


def _footer(writer: _Writer, style: str = "Footer") -> Element:
    runs: list[Element] = []
    # Beside a page number of its own size, what follows it has that of the running header.
    small = "FooterNotice" if writer.theme.sizes.page else None
    for lang, words, notice in look.said_below(writer.document):
        runs += [ooxml.text_run(lang, " / ", small)] if runs else []
        runs += _counters(lang, words if small else words + notice)
        runs += [ooxml.text_run(lang, notice, small)] if small and notice else []
    return ooxml.paragraph(style, runs)


_COUNTERS: Mapping[str, str] = MappingProxyType({"{page}": "PAGE", "{pages}": "NUMPAGES"})


def _counters(lang: Lang, words: str) -> Iterator[Element]:
    for piece in filter(None, re.split(r"(\{pages?\})", words)):
        if piece in _COUNTERS:
            yield from ooxml.field(lang, _COUNTERS[piece], "1")
        else:
            yield ooxml.text_run(lang, _one_line(piece))


def _cover(writer: _Writer, cover: Cover) -> Iterator[Element]:
    if writer.logo is not None:
        yield ooxml.paragraph("CoverLogo", [writer.logo])
    for style, (lang, change) in zip(("Title", "Subtitle"), writer.spoken(cover.title), strict=False):
        yield writer.end(ooxml.paragraph(style, writer.words(cover.title, lang, change)), change)
    for fact in cover.parties:
        yield ooxml.paragraph("CoverPartyLabel", _run_in(fact.label, writer))
        yield from _said("CoverParty", fact.value, writer)
    for i, fact in enumerate(cover.facts):
        runs = writer.track(fact.change, writer.languages[0], _fact(writer, fact))
        yield writer.end(ooxml.paragraph("CoverFact" if i else "CoverFactFirst", runs), fact.change)
    if cover.note is not None:
        yield from _said("CoverNote", cover.note, writer)


def _fact(writer: _Writer, fact: Fact) -> list[Element]:
    runs = [*_run_in(fact.label, writer, "CoverLabel"), ooxml.tab(writer.languages[0])]
    before: Change | None = None
    for i, (lang, change) in enumerate(writer.spoken(fact.value)):
        runs += writer.track(change or before, lang, [ooxml.break_line(lang)]) if i else []
        runs += writer.words(fact.value, lang, change)
        before = change
    return runs


def _contents(writer: _Writer) -> Iterator[Element]:
    title = writer.document.contents_title
    yield ooxml.paragraph("ContentsTitle", _run_in(title, writer))
    entries = contents(writer.newest)
    for i, entry in enumerate(entries):
        runs = [_entry(writer, entry)]
        if i == 0:
            runs = [*ooxml.field_open(entry.lang, r'TOC \o "1-2" \h \z \u'), *runs]
        if i == len(entries) - 1:
            runs = [*runs, ooxml.field_close(entry.lang)]
        yield ooxml.paragraph(f"TOC{entry.level}", runs)


def _entry(writer: _Writer, entry: Entry) -> Element:
    lang, name = entry.lang, bookmark(entry.key, entry.lang)
    runs = [ooxml.text_run(lang, entry.label), ooxml.tab(lang), ooxml.text_run(lang, _one_line(entry.title))]
    page = writer.pages.get(entry.key)
    if page is not None:
        runs += [ooxml.tab(lang), *ooxml.field(lang, rf"PAGEREF {name} \h", str(page))]
    return ooxml.link(name, *runs)


# The signature page ---------------------------------------------------------------------------------------------


def _signature(writer: _Writer, block: SignatureBlock) -> Iterator[Element]:
    page = [*_said("SignatureHeading", block.heading, writer), *_said("SignatureText", block.statement, writer)]
    pairs = (block.signatories[start : start + 2] for start in range(0, len(block.signatories), 2))
    page += [_signatories(writer, pair) for pair in pairs]
    ooxml.break_before(page[0])
    yield from page


def _signatories(writer: _Writer, pair: Sequence[Signatory]) -> Element:
    """Two parties beside each other, in rows, so that what one signs is level with the other's."""
    gutter = ooxml.twips(10)
    half = (writer.width - gutter) // 2
    sides = (_signatory(writer, one, half) for one in pair)
    rows = [_level(cells, gutter) for cells in zip(*sides, strict=True)]
    return ooxml.table("SignatureTable", (half, gutter, half)[: 2 * len(pair) - 1], rows)


def _level(cells: Sequence[Element], gutter: int) -> Element:
    """A row with room between its cells; the row of the seals is as high as a seal."""
    first, *others = cells
    high = ooxml.twips(SEAL) if ooxml.is_ruled(first) else None
    between = (each for other in others for each in (ooxml.cell(gutter, [ooxml.paragraph("SealText", ())]), other))
    return ooxml.row([first, *between], height=high)


SEAL = 46
"""Millimetres of the seal area: a company seal is 40 to 45 mm across, and it must hold it whole."""


def _signatory(writer: _Writer, signatory: Signatory, width: int) -> Iterator[Element]:
    """The cells of one party, from top to bottom."""
    yield ooxml.cell(width, _said("SignatureRole", signatory.party.label, writer), inset=(0, 0))
    yield ooxml.cell(width, _said("SignatureParty", signatory.party.value, writer), inset=(0, 0))
    rule = writer.theme.colours.rule
    yield ooxml.cell(width, _cell(writer, signatory.seal, dict.fromkeys(SIDES, "SealText")), align="center", ruled=rule)
    for line in signatory.lines:
        runs = [ooxml.paragraph("SignatureLine", _line(writer, line))]
        yield ooxml.cell(width, runs, align="bottom", inset=(0, 0))


def _line(writer: _Writer, line: Fact) -> list[Element]:
    label, value = _run_in(line.label, writer), _run_in(line.value, writer)
    # Two languages fill the line; beside each other they would wrap for one party and not for the other.
    between = ooxml.break_line if writer.document.bilingual else ooxml.tab
    return [*label, between(writer.languages[0]), *value] if value else label


# Reading back ---------------------------------------------------------------------------------------------------


def _read_back(data: bytes, document: Document, pages: Mapping[str, int]) -> None:
    read = ooxml.read_words(data)
    for side in SIDES if document.was is not None else SIDES[:1]:
        found, expected = _solid(read[side]), _solid("".join(_Words(document, pages, side).all()))
        if found != expected:
            first = next(i for i in range(len(expected) + 1) if found[: i + 1] != expected[: i + 1])
            near = slice(max(0, first - 20), first + 20)
            raise RenderError(f"the DOCX reads {found[near]!r}, the tree {expected[near]!r}")


def _read_notes(data: bytes, document: Document) -> None:
    found = _solid(ooxml.read_words(data, kind=ooxml.FOOTNOTES)["new"]) if document.notes else ""
    expected = _solid("".join(plain(note.content.get(lang)) for note in document.notes for lang in document.languages))
    if found != expected:
        raise RenderError(f"the footnotes of the DOCX read {found!r}, those of the tree {expected!r}")


def _solid(text: str) -> str:
    """The text without white space that is an element of its own, or is added between words, in the file."""
    return re.sub(rf"[ \t\r\n{ROOM}]", "", text)


@dataclass(frozen=True, slots=True)
class _Words:
    """What the body of any output says, in reading order, without labels, which the lists make.

    Of a redline, what one of its two sides says; the contents are those of the new one.
    """

    document: Document
    pages: Mapping[str, int]
    side: Side

    def all(self) -> Iterator[str]:
        document, cover, signature = self.document, self.document.cover, self.document.signature
        note = () if cover.note is None else (cover.note,)
        if signature is None:
            yield from self._alone((*self._facts(cover.facts), *self._facts(cover.parties), *note))
            return
        yield from self._once((cover.title, *self._facts(cover.parties), *self._facts(cover.facts), *note))
        yield from self._once((document.contents_title,))
        for entry in contents(final(document)):
            yield f"{entry.label}{entry.title}{self.pages.get(entry.key, '')}"
        for chapter in at(document.chapters, self.side):
            yield from self._each(chapter.heading.title)
            for section in at(chapter.sections, self.side):
                yield from self._each(section.heading.title)
                for clause in section.clauses:
                    yield from self._blocks(clause.blocks)
        yield from self._once((signature.heading, signature.statement))
        for start in range(0, len(signature.signatories), 2):
            sides = (self._signed(one) for one in signature.signatories[start : start + 2])
            yield from self._once(content for cells in zip(*sides, strict=True) for cell in cells for content in cell)
        for annex in at(document.annexes, self.side):
            yield from self._each(annex.heading.title)
            yield from self._blocks(annex.clause.blocks)

    def _alone(self, whose: Iterable[Content]) -> Iterator[str]:
        for annex in self.document.annexes:
            yield from self._once((self.document.cover.title,))
            yield from self._each(typed(annex.heading))
            yield from self._each(annex.heading.title)
            yield from self._once(whose)
            yield from self._blocks(annex.clause.blocks)

    def _signed(self, one: Signatory) -> Iterator[tuple[Content, ...]]:
        """What one party's cells on the signature page say, from top to bottom."""
        yield (one.party.label,)
        yield (one.party.value,)
        yield (one.seal,)
        yield from ((line.label, line.value) for line in one.lines)

    def _facts(self, facts: tuple[Fact, ...]) -> tuple[Content, ...]:
        return tuple(content for fact in at(facts, self.side) for content in (fact.label, fact.value))

    def _each(self, content: Content) -> Iterator[str]:
        return (plain(said(content.get(lang), self.side)) for lang in self.document.languages)

    def _once(self, passages: Iterable[Content]) -> Iterator[str]:
        for content in passages:
            yield from dict.fromkeys(self._each(content))

    def _blocks(self, some: tuple[Block, ...]) -> Iterator[str]:
        for block in at(some, self.side):
            if isinstance(block, Paragraph):
                own = zip(self._each(typed(block)), self._each(block.content), strict=True)
                yield from (word for words in own for word in words)
                yield from self._blocks(block.children)
            else:
                rows = at(block.rows, self.side)
                yield from self._once((*block.header, *(cell for row in rows for cell in row.cells)))
