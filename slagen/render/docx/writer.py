"""The state of one rendering: the counters of lists, bookmarks and tracked changes, and what they are held against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType

from slagen.diagnostics import Lang
from slagen.model.template import Theme
from slagen.render import forms, ooxml
from slagen.render.docx.moves import native_moves
from slagen.render.docx.names import bookmark, clause_bookmark, form_name
from slagen.render.docx.problem import RenderError
from slagen.render.ooxml import Element, Part, Tracking
from slagen.render.options import NONE, Options
from slagen.render.provenance import ClauseText, clause_texts
from slagen.tree import Blank, Change, Content, Document, Heading, Paragraph, Table, Tick, blocks, plain
from slagen.tree.redline import SIDES, Side, moved, said, side_of
from slagen.tree.walk import headings, referenced

Target = Heading | Paragraph


@dataclass(slots=True)
class Writer:
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
    targets: Mapping[Side, Mapping[str, Target]] = field(init=False)
    notes: Mapping[str, int] = field(init=False)
    wanted: frozenset[str] = field(init=False)
    texts: tuple[ClauseText, ...] = field(init=False)
    firsts: Mapping[str, str] = field(init=False)
    moves: Mapping[int, str] = field(init=False)
    replaced: frozenset[str] = field(init=False)
    titles: Mapping[Lang, Mapping[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.lists = ooxml.lists(self.document.numbering, self.first_annex)
        text = self.document.is_text  # nothing in it is referred to
        sides = SIDES if self.document.was is not None else SIDES[:1]
        self.targets = {side: {} if text else _targets(self.document, side) for side in sides}
        keys = frozenset(heading.key for _, heading in headings(self.document))
        self.wanted = frozenset() if text else keys | referenced(self.document)
        self.notes = {note.key: turn for turn, note in enumerate(self.document.notes)}
        self.texts = () if text else clause_texts(self.newest)
        self.firsts = {text.first: text.id for text in self.texts}
        native = self.tracking is not None and self.tracking.native_moves and not self.side_by_side
        self.moves = native_moves(self.document) if native else {}
        new, old = self.targets["new"], self.targets.get("old", {})
        self.replaced = frozenset(key for key, node in old.items() if new.get(key, node) is not node)
        tables = [block for block in blocks(self.document) if isinstance(block, Table)] if self.options.protect else []
        self.titles = {
            lang: dict(chain.from_iterable(forms.titles(table, lang).items() for table in tables))
            for lang in self.languages
        }

    @property
    def languages(self) -> tuple[Lang, ...]:
        """The languages of the document, in order."""
        return self.document.languages

    @property
    def first_annex(self) -> int:
        """The number of the first annex there is."""
        counted = [annex.heading.number[0] for annex in self.document.annexes if annex.heading.number]
        return counted[0] if counted else 1

    @property
    def side_by_side(self) -> bool:
        """Whether the languages stand in two columns."""
        return self.document.bilingual and self.document.layout == "parallel"

    def variant(self, lang: Lang) -> str:
        """The ending of the style of a clause paragraph: the second language stands close under the first."""
        return "" if self.side_by_side or lang == self.languages[0] else ooxml.SECOND

    @property
    def width(self) -> int:
        """The width between the margins, in twentieths of a point."""
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
        new, old = (self.says(one_side(content, side)) for side in SIDES)
        either = [lang for lang in self.languages if lang in new or lang in old]
        return [(lang, ONLY[lang in new, lang in old]) for lang in either]

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

    def mark(self, node: Target, lang: Lang, runs: list[Element]) -> list[Element]:
        """The runs in the node's bookmark, if anything points at it; in those of both sides where they differ."""
        keys = {side: key for side in SIDES if (key := _key(node, side)) in self.wanted}
        for name in dict.fromkeys(self.name(key, lang, side) for side, key in reversed(keys.items())):
            runs = self._bookmarked(name, runs)
        return runs

    def name(self, key: str, lang: Lang, side: Side) -> str:
        """The bookmark of what has a key on that side: no two may have one name, though both sides have the key.

        No key begins like those of what was: all of a library's have a full stop before the first number sign.
        """
        return bookmark(f"was#{key}" if side == "old" and key in self.replaced else key, lang)

    def mark_clause(self, node: Target, lang: Lang, runs: list[Element]) -> list[Element]:
        """The runs in the bookmark of the clause that begins with them, if one does.

        Measured: of all marks, a bookmark around words is what survives other people's typing and saving best.
        """
        if node.key not in self.firsts or _key(node, "new") is None:
            return runs
        return self._bookmarked(clause_bookmark(self.firsts[node.key], lang), runs)

    def _bookmarked(self, name: str, runs: list[Element]) -> list[Element]:
        self.bookmarks += 1
        return ooxml.bookmarked(self.bookmarks, name, runs)


ONLY: Mapping[tuple[bool, bool], Change | None] = MappingProxyType(
    {(True, True): None, (True, False): Change("inserted"), (False, True): Change("deleted")}
)
"""What a redline says of what is in the new document, in the old one, or in both."""


def one_side(content: Content, side: Side) -> Content:
    """A passage as one side of a redline says it."""
    zh, en = (None if of is None else said(of, side) for of in (content.zh, content.en))
    return Content(zh, en)


def _targets(document: Document, side: Side) -> Mapping[str, Target]:
    """What references point at on one side, by the key it has there."""
    paragraphs = [block for block in blocks(document) if isinstance(block, Paragraph)]
    nodes: list[Target] = [*paragraphs, *(heading for _, heading in headings(document))]
    return MappingProxyType({key: node for node in nodes if (key := _key(node, side)) is not None})


def _key(node: Target, side: Side) -> str | None:
    """The key of a node on one side; None where the side lacks it."""
    if node.change is not None:
        return node.key if side_of(node.change) == side else None
    return node.was.key if side == "old" and node.was is not None else node.key


_FIRST_TRACK = 1_000_000
"""Above the numbers of all bookmarks, whose ids the same numbers would be."""
