"""The assembly itself: make each clause in each language, count, resolve, frame.

What a contract's clauses became when it was last assembled is kept (:mod:`slagen.resolve.memory`), so that only what
an edit touches is made again.  Of the others not even the words are read, unless someone asks for them: to count
them, and to tell whether their references lead somewhere, takes no more than their outlines.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from slagen.assemble.labels import Counted, Labels, Number
from slagen.assemble.listing import Definitions, lists_annexes, lists_others, terms_in, works_in
from slagen.cache import digest, pickled, unpickled
from slagen.diagnostics import Diagnostic, Lang, Message
from slagen.model.clause import ClauseFile
from slagen.model.contract import Contract
from slagen.model.template import Template
from slagen.project import Project
from slagen.read.contract import Loaded
from slagen.read.library import Library
from slagen.resolve.bound import Register, watched
from slagen.resolve.memory import Memory
from slagen.resolve.outline import Outline, OutlineChapter, OutlineSection, Verdict
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
    Heading,
    Paragraph,
    Ref,
    Section,
    SignatureBlock,
    Text,
    inlines,
)
from slagen.tree.numbering import Numbering
from slagen.tree.walk import nested, own_passages

if TYPE_CHECKING:
    from slagen.assemble.make import Maker

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unread:
    """A clause with those that extend it, and a hash of it as it reads, None where it was not kept."""

    id: str
    stamp: str | None
    read: Callable[[], Clause]


@dataclass(frozen=True)
class Assembled:
    """A document and what was found wrong while it was put together; with an error in it, it is not whole.

    `clauses` are those of the document, in its order.  The document itself is put together when it is asked for.
    """

    languages: tuple[Lang, ...]
    clauses: tuple[Unread, ...]
    signature: SignatureBlock
    diagnostics: tuple[Diagnostic, ...]
    whole: Callable[[], Document]

    @cached_property
    def document(self) -> Document:
        """The document."""
        return self.whole()


@dataclass(frozen=True)
class _Made:
    """What a clause became: its blocks, pickled in a tuple of their own, and what others need to know of them.

    `outline` is what counting looks at, `numbered` how many of its blocks get numbers; then the terms that it uses,
    the works that it cites, and what it refers to.
    """

    words: bytes
    outline: str
    numbered: int
    terms: frozenset[str]
    cited: frozenset[str]
    refers: frozenset[str]

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
        return cls(
            pickled((blocks,)),
            digest(repr(tuple(map(_outline, blocks)))),
            sum(1 for block in blocks if isinstance(block, Paragraph) and block.number),
            frozenset(terms_in(nodes)),
            frozenset(works_in(nodes)),
            frozenset(node.target for node in nodes if isinstance(node, Ref)),
        )

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks."""
        (blocks,) = unpickled(self.words)
        return blocks  # type: ignore[no-any-return]


def _outline(block: Block) -> tuple[Any, ...]:
    """What counting looks at in a block."""
    return (block.key, block.number, *map(_outline, block.children)) if isinstance(block, Paragraph) else ()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a clause is counted: below what number, from which count on."""

    file: ClauseFile
    parent: Number
    start: int
    annex: bool


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
        self._stamps: dict[str, str | None] = {}
        self._numbered: dict[str, tuple[Block, ...]] = {}
        self._counted: str | None = None

    def run(self) -> Assembled:
        """Every stage, in order."""
        self._made = self._all_made()
        self._places = {place.file.head.id: place for place in self._placed()}
        self._count()
        self._find_lost()
        frame = self._framed()
        problems = (*self._problems, *self._labels.problems)
        clauses = tuple(
            Unread(clause.head.id, self._stamp(clause), partial(self._clause, clause)) for clause in self._leading()
        )
        return Assembled(self._languages, clauses, frame.signature, problems, partial(self._document, frame))

    def _leading(self) -> Iterator[ClauseFile]:
        """Every clause that does not extend another, in order."""
        for section in self._outline.sections:
            yield from section.clauses
        yield from self._outline.annexes

    def _stamp(self, clause: ClauseFile) -> str | None:
        """A hash of a clause with those that extend it: of what they became, and of all labels."""
        whole = self._whole(clause)
        stamps = [self._counted, *(self._stamps.get(file.head.id) for file in whole)]
        known = [stamp for stamp in stamps if stamp is not None]
        heads = repr([(file.head.title, file.head.version, file.head.variant, file.span) for file in whole])
        return digest(heads, *known) if len(known) == len(stamps) else None

    def _whole(self, clause: ClauseFile) -> tuple[ClauseFile, ...]:
        """A clause and those that extend it."""
        return (clause, *self._outline.extensions.get(clause.head.id, ()))

    # Clauses to blocks ------------------------------------------------------------------------------------------

    @cached_property
    def _maker(self) -> Maker:
        from slagen.assemble.make import Maker  # brings what takes long to load, which most checks don't need

        return Maker(
            self._project, self._loaded, self._library, self._outline, self._register, self._languages,
            self._problems,
        )  # fmt: skip

    def _all_made(self) -> dict[str, _Made]:
        """What each clause became, by id; those that list what the others use come last."""
        last = [clause for clause in self._outline.clauses if lists_others(clause)]
        made = {clause.head.id: self._become(clause) for clause in self._outline.clauses if clause not in last}
        if last:
            made |= self._listing(last, list(made.values()))
        return made

    def _listing(self, clauses: Sequence[ClauseFile], others: Sequence[_Made]) -> dict[str, _Made]:
        """What clauses became that list what the others, and they themselves, use and cite."""
        before = len(self._problems)
        cited = {work for one in others for work in one.cited}
        draft = [
            self._become(clause, lambda: self._maker.lists({}, cited), ("draft", *sorted(cited))) for clause in clauses
        ]
        del self._problems[before:]  # the same problems come again with the second reading
        used = {term for one in (*others, *draft) for term in one.terms}
        parts = ("definitions", *self._languages, *sorted(used))
        definitions: Definitions = self._once(dict, parts, lambda: self._maker.definitions(used))
        also = {work for one in draft for work in one.cited}
        also |= {work for words in definitions.values() for work in works_in(inlines(words))}
        lists = partial(self._lists, definitions, cited | also)
        grounds = (self._memory.stamp(parts), *sorted(cited | also))
        return {clause.head.id: self._become(clause, lists, grounds) for clause in clauses}

    def _lists(self, definitions: Definitions, cited: set[str]) -> dict[str, Any]:
        return self._maker.lists(definitions, cited)

    def _become(
        self, clause: ClauseFile, lists: Callable[[], Mapping[str, Any]] = dict, grounds: Sequence[str | None] = ()
    ) -> _Made:
        """What a clause becomes, with variables of its own that are made of `grounds`."""
        head, before = clause.head, len(self._problems)
        parts = [*self._languages, clause.span.file, head.id, head.section, *head.reads, *grounds]
        parts += (part for source in clause.sources.values() for part in (source.text, str(source.line)))
        if lists_annexes(clause):
            parts += (part for annex in self._outline.annexes for part in (annex.head.id, repr(annex.head.title)))
        made = self._once(_Made, parts, lambda: _Made.of(self._maker.blocks(clause, lists())), self._printed_anew)
        if len(self._problems) > before:
            self._labels.broken.add(head.id)
        self._stamps[head.id] = self._memory.stamp(parts)
        return made

    def _printed_anew(self, made: _Made, changed: Collection[str]) -> _Made | None:
        """What a clause became, with other values shown; nothing else of it can differ."""
        from slagen.assemble.reprint import Reprinter  # as above
        from slagen.assemble.show import Shower

        showers = {lang: Shower(lang, self._library.phrases.root) for lang in self._languages}
        blocks = Reprinter(self._contract, showers, changed).blocks(made.blocks)
        return None if blocks is None else replace(made, words=pickled((blocks,)))

    def _once(
        self,
        kind: type[T],
        parts: Sequence[str | None],
        make: Callable[[], T],
        print_anew: Callable[[T, Collection[str]], T | None] = lambda *_: None,
    ) -> T:
        """What `make` gives, or gave when the contract was last assembled; never from memory where it has problems."""

        def whole() -> tuple[T, bool]:
            before = len(self._problems)
            return make(), len(self._problems) == before

        return self._memory.once(kind, parts, whole, print_anew)

    # Counting and references ------------------------------------------------------------------------------------

    def _placed(self) -> Iterator[_Place]:
        """Every clause in its place, each before those that extend it."""
        for number, chapter in enumerate(self._outline.chapters, 1):
            for ordinal, section in enumerate(chapter.sections, 1):
                yield from self._below((number, ordinal), section.clauses)
        for number, clause in enumerate(self._outline.annexes, 1):
            yield from self._below((number, 0), [clause], annex=True)

    def _below(self, parent: Number, clauses: Iterable[ClauseFile], *, annex: bool = False) -> Iterator[_Place]:
        start = 1
        for file in (file for clause in clauses for file in self._whole(clause)):
            yield _Place(file, parent, start, annex)
            start += self._made[file.head.id].numbered

    def _count(self) -> None:
        """Number everything, from memory where all clauses have the outlines that they had."""
        places = (
            f"{place.file.head.id} {place.parent} {place.start} {self._made[place.file.head.id].outline}"
            for place in self._places.values()
        )
        sections = (
            f"{chapter.chapter} {section.section}" for chapter in self._outline.chapters for section in chapter.sections
        )
        parts = ("labels", repr(self._labels.numbering), *sections, *places)
        self._labels.recall(self._memory.once(Counted, parts, self._count_anew))
        self._counted = self._memory.stamp(parts)

    def _count_anew(self) -> tuple[Counted, bool]:
        for number, chapter in enumerate(self._outline.chapters, 1):
            self._chapter_heading(number, chapter)
            for ordinal, section in enumerate(chapter.sections, 1):
                self._section_heading((number, ordinal), section)
        for number, clause in enumerate(self._outline.annexes, 1):
            self._annex_heading(number, clause)
        for id_ in self._places:
            self._blocks(id_)
        for id_, extensions in self._outline.extensions.items():
            for more in extensions:
                self._labels.extend(id_, more.head.id)
        return self._labels.counted, not self._labels.problems

    def _chapter_heading(self, number: int, chapter: OutlineChapter) -> Heading:
        return self._labels.heading(f"chapter-{chapter.chapter}", (number,), self._words(chapter.title))

    def _section_heading(self, number: Number, section: OutlineSection) -> Heading:
        # A clause that has its section to itself is referred to by the section's number.
        files = section.clauses
        key = files[0].head.id if len(files) == 1 else f"section-{section.section}"
        return self._labels.heading(key, number, self._words(section.title))

    def _annex_heading(self, number: int, clause: ClauseFile) -> Heading:
        return self._labels.heading(clause.head.id, (number,), self._words(clause.head.title), annex=True)

    def _blocks(self, id_: str) -> tuple[Block, ...]:
        """The blocks of a clause, numbered."""
        if id_ not in self._numbered:
            place = self._places[id_]
            self._numbered[id_] = self._labels.count(
                id_, self._made[id_].blocks, place.parent, place.start, annex=place.annex
            )
        return self._numbered[id_]

    def _find_lost(self) -> None:
        """Read the clauses with a reference that leads nowhere, so that it is told; the others need not be read."""
        for clause in (clause for each in self._leading() for clause in self._whole(each)):
            if any(self._labels.is_lost(clause.head.id, target) for target in self._made[clause.head.id].refers):
                self._resolved(clause.head.id)

    def _clause(self, clause: ClauseFile) -> Clause:
        """A clause with its references resolved, and those that extend it in it."""
        head, whole = clause.head, self._whole(clause)
        return Clause(
            head.id,
            head.version,
            self._words(head.title),
            tuple(block for file in whole for block in self._resolved(file.head.id)),
            clause.span,
            _variant(clause),
            tuple(Extension(file.head.id, file.head.version, file.span, _variant(file)) for file in whole[1:]),
        )

    def _resolved(self, id_: str) -> tuple[Block, ...]:
        return tuple(self._labels.resolve(id_, block) for block in self._blocks(id_))

    def _chapters(self) -> Iterator[Chapter]:
        for number, chapter in enumerate(self._outline.chapters, 1):
            heading = self._chapter_heading(number, chapter)
            yield Chapter(heading, tuple(self._sections(number, chapter)))

    def _sections(self, number: int, chapter: OutlineChapter) -> Iterator[Section]:
        for ordinal, section in enumerate(chapter.sections, 1):
            heading = self._section_heading((number, ordinal), section)
            clauses = tuple(map(self._clause, section.clauses))
            yield Section(section.section, heading, clauses, used=section.unused is None)

    def _annexes(self) -> Iterator[Annex]:
        for number, clause in enumerate(self._outline.annexes, 1):
            yield Annex(self._annex_heading(number, clause), self._clause(clause))

    # The frame --------------------------------------------------------------------------------------------------

    def _document(self, frame: _Frame) -> Document:
        agreement = self._contract.contract
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
            chapters=tuple(self._chapters()),
            signature=frame.signature,
            annexes=tuple(self._annexes()),
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


def _variant(clause: ClauseFile) -> str | None:
    return clause.head.variant.value if clause.head.variant else None


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
