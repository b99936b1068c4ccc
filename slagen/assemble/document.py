"""The assembly itself: make each clause in each language, count, resolve, frame.

What a contract's clauses became when it was last assembled is kept (:mod:`slagen.resolve.memory`), so that only what
an edit touches is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from slagen.assemble.labels import Labels
from slagen.assemble.listing import Definitions, lists_annexes, lists_others, terms_in, works_in
from slagen.cache import digest
from slagen.diagnostics import Diagnostic, Lang, Message
from slagen.model.clause import ClauseFile
from slagen.model.contract import Contract
from slagen.model.template import Template
from slagen.project import Project
from slagen.read.contract import Loaded
from slagen.read.library import Library
from slagen.resolve.bound import Register, watched
from slagen.resolve.memory import Memory
from slagen.resolve.outline import Outline, OutlineSection, Verdict
from slagen.tree import (
    LANGUAGES,
    Annex,
    Block,
    Chapter,
    Clause,
    Content,
    Cover,
    Document,
    Extension,
    Section,
    SignatureBlock,
    Text,
    inlines,
)
from slagen.tree.numbering import Numbering
from slagen.tree.walk import clauses, nested, own_passages

if TYPE_CHECKING:
    from slagen.assemble.make import Maker

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Assembled:
    """A document and what was found wrong while it was put together; with an error in it, it is not whole.

    `stamps` has a hash of each clause as it reads, by id, None where it was not kept.
    """

    document: Document
    diagnostics: tuple[Diagnostic, ...]
    stamps: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class _Made:
    """What a clause became, the terms that it uses, and the works that it cites."""

    blocks: tuple[Block, ...]
    terms: frozenset[str]
    cited: frozenset[str]

    @classmethod
    def of(cls, blocks: tuple[Block, ...]) -> _Made:
        """With what is in the blocks."""
        nodes = [
            node
            for block in nested(blocks)
            for content in own_passages(block)
            for lang in LANGUAGES
            for node in inlines(content.get(lang))
        ]
        return cls(blocks, frozenset(terms_in(nodes)), frozenset(works_in(nodes)))


@dataclass(frozen=True, slots=True)
class _Frame:
    """The parts of a document that are no clauses."""

    subject: Content
    header: Content
    page_of: Content
    contents: Content
    cover: Cover
    signature: SignatureBlock


def assemble(
    project: Project, loaded: Loaded, library: Library, template: Template, outline: Outline, register: Register,
    memory: Memory, languages: Sequence[Lang],
) -> Assembled:  # fmt: skip
    """The document of a contract in `languages`."""
    return _Assembly(project, loaded, library, template, outline, register, memory, tuple(languages)).run()


class _Assembly:
    def __init__(
        self, project: Project, loaded: Loaded, library: Library, template: Template, outline: Outline,
        register: Register, memory: Memory, languages: tuple[Lang, ...],
    ) -> None:  # fmt: skip
        self._project, self._loaded, self._contract = project, loaded, loaded.contract
        self._library, self._template, self._outline = library, template, outline
        self._languages, self._register, self._memory = languages, register, memory
        self._problems: list[Diagnostic] = []
        self._labels = Labels(_numbering(loaded.contract, template), languages, absent=_why_absent(outline))
        self._extensions: dict[str, list[Clause]] = {}
        self._stamps: dict[str, str | None] = {}

    def run(self) -> Assembled:
        """Every stage, in order."""
        blocks = self._all_blocks()
        counted = self._count(blocks)
        chapters, annexes = self._resolve(counted)
        document = self._document(chapters, annexes)
        return Assembled(document, tuple(self._problems + self._labels.problems), self._stamped(document))

    def _stamped(self, document: Document) -> dict[str, str | None]:
        labels = self._labels.stamp
        return {clause.id: self._stamp(clause, labels) for clause in clauses(document)}

    def _stamp(self, clause: Clause, labels: str) -> str | None:
        """A hash of a clause with those that extend it: of what they became, and of all labels."""
        stamps = [self._stamps.get(id_) for id_ in (clause.id, *(more.id for more in clause.extensions))]
        known = [stamp for stamp in stamps if stamp is not None]
        head = repr((clause.title, clause.version, clause.variant, clause.extensions))
        return digest(labels, head, *known) if len(known) == len(stamps) else None

    # Clauses to blocks ------------------------------------------------------------------------------------------

    @cached_property
    def _maker(self) -> Maker:
        from slagen.assemble.make import Maker  # brings what takes long to load, which most checks don't need

        return Maker(
            self._project, self._loaded, self._library, self._outline, self._register, self._languages,
            self._problems,
        )  # fmt: skip

    def _all_blocks(self) -> dict[str, tuple[Block, ...]]:
        """The blocks of each clause by id; those that list what the others use come last."""
        last = [clause for clause in self._outline.clauses if lists_others(clause)]
        made = {clause.head.id: self._made(clause) for clause in self._outline.clauses if clause not in last}
        if last:
            made |= self._listing(last, list(made.values()))
        return {id_: one.blocks for id_, one in made.items()}

    def _listing(self, clauses: Sequence[ClauseFile], others: Sequence[_Made]) -> dict[str, _Made]:
        """What clauses became that list what the others, and they themselves, use and cite."""
        before = len(self._problems)
        cited = {work for one in others for work in one.cited}
        draft = [
            self._made(clause, lambda: self._maker.lists({}, cited), ("draft", *sorted(cited))) for clause in clauses
        ]
        del self._problems[before:]  # the same problems come again with the second reading
        used = {term for one in (*others, *draft) for term in one.terms}
        parts = ("definitions", *self._languages, *sorted(used))
        definitions: Definitions = self._once(dict, parts, lambda: self._maker.definitions(used))
        also = {work for one in draft for work in one.cited}
        also |= {work for words in definitions.values() for work in works_in(inlines(words))}
        lists = partial(self._lists, definitions, cited | also)
        grounds = (self._memory.stamp(parts), *sorted(cited | also))
        return {clause.head.id: self._made(clause, lists, grounds) for clause in clauses}

    def _lists(self, definitions: Definitions, cited: set[str]) -> dict[str, Any]:
        return self._maker.lists(definitions, cited)

    def _made(
        self, clause: ClauseFile, lists: Callable[[], Mapping[str, Any]] = dict, grounds: Sequence[str | None] = ()
    ) -> _Made:
        """What a clause becomes, with variables of its own that are made of `grounds`."""
        head, before = clause.head, len(self._problems)
        parts = [*self._languages, clause.span.file, head.id, head.section, *head.reads, *grounds]
        parts += (part for source in clause.sources.values() for part in (source.text, str(source.line)))
        if lists_annexes(clause):
            parts += (part for annex in self._outline.annexes for part in (annex.head.id, repr(annex.head.title)))
        made = self._once(_Made, parts, lambda: _Made.of(self._maker.blocks(clause, lists())))
        if len(self._problems) > before:
            self._labels.broken.add(head.id)
        self._stamps[head.id] = self._memory.stamp(parts)
        return made

    def _once(self, kind: type[T], parts: Sequence[str | None], make: Callable[[], T]) -> T:
        """What `make` gives, or gave when the contract was last assembled; never from memory where it has problems."""

        def whole() -> tuple[T, bool]:
            before = len(self._problems)
            return make(), len(self._problems) == before

        return self._memory.once(kind, parts, whole)

    # Counting and references ------------------------------------------------------------------------------------

    def _count(self, blocks: Mapping[str, tuple[Block, ...]]) -> tuple[list[Chapter], list[Annex]]:
        chapters = []
        for number, chapter in enumerate(self._outline.chapters, 1):
            sections = []
            heading = self._labels.heading(f"chapter-{chapter.chapter}", (number,), self._words(chapter.title))
            for ordinal, section in enumerate(chapter.sections, 1):
                sections.append(self._section(section, (number, ordinal), blocks))
            chapters.append(Chapter(heading, tuple(sections)))
        annexes = [self._annex(clause, number, blocks) for number, clause in enumerate(self._outline.annexes, 1)]
        return chapters, annexes

    def _section(
        self, section: OutlineSection, number: tuple[int, ...], blocks: Mapping[str, tuple[Block, ...]]
    ) -> Section:
        # A clause that has its section to itself is referred to by the section's number.
        files = section.clauses
        key = files[0].head.id if len(files) == 1 else f"section-{section.section}"
        heading = self._labels.heading(key, number, self._words(section.title))
        clauses, next_number = [], 1
        for file in files:
            clause, next_number = self._counted(file, blocks, number, next_number, annex=False)
            clauses.append(clause)
        return Section(section.section, heading, tuple(clauses), used=section.unused is None)

    def _annex(self, file: ClauseFile, number: int, blocks: Mapping[str, tuple[Block, ...]]) -> Annex:
        heading = self._labels.heading(file.head.id, (number,), self._words(file.head.title), annex=True)
        clause, _ = self._counted(file, blocks, (number, 0), 1, annex=True)
        return Annex(heading, clause)

    def _counted(
        self, file: ClauseFile, blocks: Mapping[str, tuple[Block, ...]], parent: tuple[int, ...], start: int, *,
        annex: bool,
    ) -> tuple[Clause, int]:  # fmt: skip
        """A clause and those that extend it with numbers from `start` on, and the number that comes next."""
        own = self._labels.count(file.head.id, blocks[file.head.id], parent, start, annex=annex)
        start += _paragraphs(own)
        extensions = []
        for more in self._outline.extensions.get(file.head.id, ()):
            counted = self._labels.count(more.head.id, blocks[more.head.id], parent, start, annex=annex)
            start += _paragraphs(counted)
            extensions.append(self._clause(more, counted))
            self._labels.extend(file.head.id, more.head.id)
        self._extensions[file.head.id] = extensions
        return self._clause(file, own), start

    def _clause(self, file: ClauseFile, blocks: tuple[Block, ...]) -> Clause:
        head = file.head
        variant = head.variant.value if head.variant else None
        return Clause(head.id, head.version, self._words(head.title), blocks, file.span, variant)

    def _resolve(self, counted: tuple[list[Chapter], list[Annex]]) -> tuple[tuple[Chapter, ...], tuple[Annex, ...]]:
        chapters, annexes = counted
        return (
            tuple(
                Chapter(
                    chapter.heading,
                    tuple(
                        replace(section, clauses=tuple(map(self._resolved, section.clauses)))
                        for section in chapter.sections
                    ),
                )
                for chapter in chapters
            ),
            tuple(Annex(annex.heading, self._resolved(annex.clause)) for annex in annexes),
        )

    def _resolved(self, clause: Clause) -> Clause:
        """The clause with its references resolved, and those that extend it in it."""
        whole = [clause, *self._extensions.get(clause.id, ())]
        return replace(
            clause,
            blocks=tuple(self._labels.resolve(part.id, block) for part in whole for block in part.blocks),
            extensions=tuple(Extension(more.id, more.version, more.span, more.variant) for more in whole[1:]),
        )

    # The frame --------------------------------------------------------------------------------------------------

    def _document(self, chapters: tuple[Chapter, ...], annexes: tuple[Annex, ...]) -> Document:
        agreement, frame = self._contract.contract, self._framed()
        provider = next(party for party in self._contract.parties if party.role.value == "provider")
        return Document(
            id=agreement.id,
            version=agreement.version,
            template=self._template.id,
            numbering=self._labels.numbering,
            languages=self._languages,
            layout=agreement.layout,
            dated=self._project.epoch or agreement.signed or agreement.effective,
            author=self._words(provider.name),
            subject=frame.subject,
            header=frame.header,
            page_of=frame.page_of,
            contents_title=frame.contents,
            cover=frame.cover,
            chapters=chapters,
            signature=frame.signature,
            annexes=annexes,
        )

    def _framed(self) -> _Frame:
        template = self._template
        words = (template.title, template.party_titles, template.phrases)
        return self._once(_Frame, ("frame", *self._languages, *map(repr, words)), self._frame)

    def _frame(self) -> _Frame:
        from slagen.assemble.frame import Framer  # as above

        contract = watched(self._contract, self._register.looked)
        phrases, source = self._library.phrases.root, self._loaded.source
        framer = Framer(contract, source, self._template, phrases, self._languages, self._problems)
        return _Frame(
            framer.title(), framer.header(), framer.footer(), framer.phrase("contents"), framer.cover(),
            framer.signature(),
        )  # fmt: skip

    def _words(self, words: Any) -> Content:
        shown = {lang: (Text(words.get(lang) or ""),) for lang in self._languages}
        return Content(zh=shown.get("zh"), en=shown.get("en"))


def _numbering(contract: Contract, template: Template) -> Numbering:
    schemes = contract.contract.numbering or template.numbering
    return Numbering(schemes.zh, schemes.en)


def _paragraphs(blocks: Iterable[Block]) -> int:
    """How many of the blocks are numbered."""
    return sum(1 for block in blocks if getattr(block, "number", ()))


def _why_absent(outline: Outline) -> dict[str, Message]:
    """Why each clause of the library that the contract does not have is out, for those that refer to it."""
    return {id_: _why(verdict) for id_, verdict in outline.verdicts.items() if not verdict.included}


def _why(verdict: Verdict) -> Message:
    head, omitted = verdict.clause.head, verdict.omitted
    if verdict.extends and not verdict.extends.included and verdict.applies and not omitted:
        return _why(verdict.extends)
    if omitted:
        what = (f"附件 {head.id}", f"the annex {head.id}") if head.section == "annex" else None
        zh, en = what or (f"第 {head.section} 条", f"section {head.section}")
        return Message(f"模板略去了{zh}（{omitted.span}）", f"the template omits {en} ({omitted.span})")
    return Message(
        f"该条款的适用条件 {head.when} 不成立（{verdict.clause.at('when')}）",
        f"its condition {head.when} does not hold ({verdict.clause.at('when')})",
    )
