"""The nodes: frozen values, no behaviour beyond what their own fields answer.

In a redline, a node that both documents have holds in `was` the old one without what is under it, so that the old
document can be had from the redline exactly; elsewhere `change` and `was` are None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from slagen.diagnostics import Lang, Span
from slagen.tree.numbering import Numbering

LANGUAGES: tuple[Lang, ...] = ("zh", "en")
TEXT = "text"
"""The id of the clause that holds a text which is no contract of slagen's; those of a library have a full stop."""


# Inlines --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Words of a clause's own text."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """A run-in title or another strong passage."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    """An emphasised passage."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A value that came from the inputs, or was computed from one: its path there and the form it is shown in.

    `text` may hold line breaks (a postal address); renderers keep them.
    """

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """A use of a defined term: the term's id and the words that stand here."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation of laws or standards: what it names (``civil-code/585``), and the words that stand here."""

    targets: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A forced line break inside a paragraph or cell."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference that the label stage has not resolved; no renderer has an entry for it."""

    target: str
    span: Span


@dataclass(frozen=True, slots=True)
class ResolvedRef:
    """A reference with its words: `before` + `number` + `after`, as in 第 + 3.2 + 条, or "Section " + 3.2.

    `key` is the key of the node it points at; `number` is that node's label, without a full stop at its end.  What
    takes several labels (第3.2.1款第（4）项) is as many of these.
    """

    key: str
    before: str
    number: str
    after: str

    @property
    def text(self) -> str:
        """The reference as it is read."""
        return self.before + self.number + self.after


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank of a form to write in: its name, unique in the document, and how many lines it has room for."""

    name: str
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Tick:
    """A box of a form to tick, before the words that it stands for; its name is unique in the document."""

    name: str


@dataclass(frozen=True, slots=True)
class Inserted:
    """Words of a redline that only the new document has."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Deleted:
    """Words of a redline that only the old document has."""

    children: tuple[Inline, ...]


Inline = (
    Text
    | Strong
    | Emphasis
    | Field
    | Term
    | Citation
    | LineBreak
    | Ref
    | ResolvedRef
    | Blank
    | Tick
    | Inserted
    | Deleted
)


@dataclass(frozen=True, slots=True)
class Content:
    """One passage in the languages the document has: None where the document lacks the language."""

    zh: tuple[Inline, ...] | None = None
    en: tuple[Inline, ...] | None = None

    def get(self, lang: Lang) -> tuple[Inline, ...]:
        """The inlines in `lang`; empty where there are none."""
        return (self.zh if lang == "zh" else self.en) or ()


# Redlines -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """What a redline says of a whole block, row or heading: that only the new or only the old document has it.

    `moved` names the place of the other of the two that a moved block makes: its label, as read there.
    """

    kind: Literal["inserted", "deleted"]
    moved: Content | None = None


# Blocks ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a chapter, section or annex.

    `number` is what native numbering counts, `label` what a reader sees in each language (第3章 / Chapter 3, 3.2).
    `key` is unique in the document, made of [a-z0-9.#-].
    """

    key: str
    number: tuple[int, ...]
    label: Content
    title: Content
    change: Change | None = None
    was: Heading | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a clause, numbered (3.2.1), an item of one ((1), then (a)), or plain (`number` is empty).

    `number` holds all counts from the chapter down: (3, 2, 1) is 3.2.1, (3, 2, 1, 4) its item (4), and a fifth
    count is an item of that item.  In an annex the first count is the annex's and the second is 0 where the annex
    has no sections: (2, 0, 1) is paragraph 1 of annex 2.  `label` is what a reader sees.  `children` belong under
    it: items, tables, plain paragraphs.

    In a text that slagen did not number, a paragraph has a label and no number, and `rank` is its level as a heading,
    0 for any other.
    """

    key: str
    number: tuple[int, ...]
    label: Content
    content: Content
    children: tuple[Block, ...]
    span: Span
    change: Change | None = None
    was: Paragraph | None = None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One row: as many cells as its table has columns."""

    cells: tuple[Content, ...]
    span: Span
    change: Change | None = None
    was: Row | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row; `align` has one entry a column; `numeric` columns are set right."""

    header: tuple[Content, ...]
    align: tuple[Literal["left", "center", "right"], ...]
    rows: tuple[Row, ...]
    span: Span
    change: Change | None = None
    was: Table | None = None


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Extension:
    """A clause whose paragraphs are the last of another's."""

    id: str
    version: str
    span: Span
    variant: str | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the library with the values of this contract in it.

    `variant` is the one that the contract has (balanced, provider, customer), None for a clause without variants.
    The paragraphs of `extensions` are among `blocks`, the last.
    """

    id: str
    version: str
    title: Content
    blocks: tuple[Block, ...]
    span: Span
    variant: str | None = None
    extensions: tuple[Extension, ...] = ()
    was: Clause | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the specification (1.1 … 8.4), or an inserted one by its id: its heading and its clauses.

    One that is not used has a clause made for it, which says so and why.
    """

    section: str
    heading: Heading
    clauses: tuple[Clause, ...]
    used: bool = True
    was: Section | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its heading and its sections."""

    heading: Heading
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex: its heading and the clause that makes it."""

    heading: Heading
    clause: Clause


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled value on the cover or the signature page; an empty value is a blank to fill in by hand."""

    label: Content
    value: Content
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover page: title, the parties one under the other, and the facts that identify the contract.

    `note` is a passage below them; without words there is none.
    """

    title: Content
    parties: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    note: Content = Content()


@dataclass(frozen=True, slots=True)
class Signatory:
    """One party's place on the signature page: its name, a seal area, and lines to sign on.

    `role` is what the party is in the agreement: ``customer`` or ``provider``.
    """

    party: Fact
    seal: Content
    lines: tuple[Fact, ...]
    role: str


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """The signature page."""

    heading: Content
    statement: Content
    signatories: tuple[Signatory, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote to the paragraph of that key: its call stands at the paragraph's end."""

    key: str
    content: Content


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table of contents in one language; `level` counts from 1."""

    level: int
    key: str
    lang: Lang
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole agreement, ready to be read by any renderer.

    `numbering` is how its labels were counted.  `languages` are those it holds, in reading order; `layout` says how
    two of them are set.  `dated` is the date that file metadata carries.  `header` runs on top of each page;
    `page_of` is the footer in each language with {page} and {pages} in it; `contents_title` heads the contents.
    `draft`, where it is one, is what says so across each page.
    `notes`, in the order of their paragraphs, are there where they are asked for.
    """

    id: str
    version: str
    template: str
    numbering: Numbering
    languages: tuple[Lang, ...]
    layout: Literal["interleaved", "parallel"]
    dated: date
    author: Content
    subject: Content
    header: Content
    page_of: Content
    contents_title: Content
    cover: Cover
    chapters: tuple[Chapter, ...]
    signature: SignatureBlock | None
    annexes: tuple[Annex, ...]
    was: Document | None = None
    draft: Content | None = None
    notes: tuple[Note, ...] = ()

    @property
    def alone(self) -> bool:
        """Whether it is one annex without the rest of its contract, which its cover names in a few lines."""
        return self.signature is None

    @property
    def is_text(self) -> bool:
        """Whether it is a text that slagen did not write, whose numbers are words of it."""
        return any(annex.clause.id == TEXT for annex in self.annexes)

    @property
    def bilingual(self) -> bool:
        """Whether it holds both languages."""
        return len(self.languages) == 2
