"""The assembly itself: evaluate and parse each clause in each language, pair, find terms, count, resolve, frame."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from slagen.assemble.conspicuous import set_off
from slagen.assemble.evaluate import Evaluator, Passage
from slagen.assemble.forms import Names
from slagen.assemble.frame import Framer
from slagen.assemble.labels import Labels
from slagen.assemble.pair import Pairer
from slagen.assemble.parse import ParsedBlock, ParsedParagraph, Parser, make_parser
from slagen.assemble.references import listing
from slagen.assemble.show import Shower
from slagen.assemble.terms import TermFinder
from slagen.diagnostics import Diagnostic, Lang, Message
from slagen.model.clause import ClauseFile, Source
from slagen.model.contract import Contract
from slagen.model.template import Template
from slagen.project import Project
from slagen.read.contract import Loaded
from slagen.read.library import DefinedTerm, Library
from slagen.resolve.bound import Register
from slagen.resolve.outline import Outline, OutlineSection, Verdict
from slagen.tree import (
    Annex,
    Block,
    Chapter,
    Citation,
    Clause,
    Content,
    Document,
    Extension,
    Inline,
    Section,
    Term,
    Text,
    inlines,
)
from slagen.tree.numbering import Numbering
from slagen.tree.walk import nested, own_passages

TERMS, REFERENCES, ANNEXES = "terms", "document_references", "document_annexes"
LISTS = (TERMS, REFERENCES, ANNEXES)
"""The variables that list what a contract has: terms that it uses, laws and standards that it cites, annexes."""
_LISTING = re.compile(rf"\{{%[^%]*\b(?:{TERMS}|{REFERENCES})\b")


@dataclass(frozen=True, slots=True)
class Assembled:
    """A document and what was found wrong while it was put together; with an error in it, it is not whole."""

    document: Document
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _ShownTerm:
    """A defined term as a clause prints it."""

    name: str
    zh: str
    en: str
    definition: Passage


@dataclass(frozen=True, slots=True)
class _ShownAnnex:
    """An annex as a clause lists it."""

    id: str
    title: str


@dataclass
class _Reader:
    """Evaluates and parses texts in one language."""

    evaluator: Evaluator
    finder: TermFinder
    problems: list[Diagnostic]
    markdown: Any = field(default_factory=make_parser)

    @property
    def lang(self) -> Lang:
        return self.evaluator.lang

    def clause(self, clause: ClauseFile, variables: Mapping[str, Any]) -> tuple[ParsedBlock, ...]:
        """The blocks of a clause, terms marked."""
        name, source = clause.span.file, clause.sources[self.lang]
        names = Names(clause.head.id if clause.head.section == "annex" else "")
        parser = self._parser(name, source, names)
        evaluated, problems = self.evaluator.evaluate(name, source, variables, reads=clause.head.reads)
        self.problems += problems
        found = parser.blocks(evaluated) if evaluated else ()
        self.problems += parser.problems
        return found

    def phrase(self, name: str, line: int, text: str) -> tuple[Inline, ...]:
        """The inlines of one phrase."""
        source = Source(text, line)
        parser = self._parser(name, source, Names())
        evaluated, problems = self.evaluator.evaluate(name, source)
        self.problems += problems
        return self.finder.mark(parser.passage(evaluated)) if evaluated else ()

    def _parser(self, name: str, source: Source, names: Names) -> Parser:
        lines = ("\n" * (source.line - 1) + source.text).split("\n")
        return Parser(name, self.lang, self.markdown, lines, names)


def assemble(
    project: Project, loaded: Loaded, library: Library, template: Template, outline: Outline,
    register: Register, languages: Sequence[Lang],
) -> Assembled:  # fmt: skip
    """The document of a contract in `languages`."""
    return _Assembly(project, loaded, library, template, outline, register, tuple(languages)).run()


class _Assembly:
    def __init__(
        self, project: Project, loaded: Loaded, library: Library, template: Template, outline: Outline,
        register: Register, languages: tuple[Lang, ...],
    ) -> None:  # fmt: skip
        self._project, self._contract, self._library = project, loaded.contract, library
        self._template, self._outline, self._languages = template, outline, languages
        self._register = register
        self._problems: list[Diagnostic] = []
        showers = [Shower(lang, library.phrases.root) for lang in languages]
        included = frozenset(clause.head.id for clause in outline.clauses)
        self._readers = [
            _Reader(
                Evaluator(project, loaded.contract, loaded.source, shower, included, register, library.works),
                TermFinder((defined.term for defined in library.terms), shower.lang),
                self._problems,
            )
            for shower in showers
        ]
        self._framer = Framer(loaded.contract, loaded.source, template, showers, self._problems)
        self._labels = Labels(_numbering(loaded.contract, template), languages, absent=_why_absent(outline))

        self._extensions: dict[str, list[Clause]] = {}

    def run(self) -> Assembled:
        """Every stage, in order."""
        blocks = self._all_blocks()
        counted = self._count(blocks)
        chapters, annexes = self._resolve(counted)
        document = self._document(chapters, annexes)
        return Assembled(document, tuple(self._problems + self._labels.problems))

    # Clauses to blocks ------------------------------------------------------------------------------------------

    def _all_blocks(self) -> dict[str, tuple[Block, ...]]:
        """The blocks of each clause by id; those that list what the others use come last."""
        last = [clause for clause in self._outline.clauses if _lists(clause)]
        blocks = {clause.head.id: self._blocks(clause, {}) for clause in self._outline.clauses if clause not in last}
        if not last:
            return blocks
        before = len(self._problems)
        lists = {TERMS: (), **self._references(_contents(blocks.values()))}
        draft = [self._blocks(clause, lists) for clause in last]
        del self._problems[before:]  # the same problems come again with the second reading
        said = [*_contents(blocks.values()), *_contents(draft)]
        terms, definitions = self._shown_terms(_term_ids(said))
        lists = {TERMS: terms, **self._references([*said, *definitions])}
        for clause in last:
            blocks[clause.head.id] = self._blocks(clause, lists)
        return blocks

    def _references(self, said: Iterable[Content]) -> dict[str, Any]:
        """What the contract refers to, by language, for the clause that lists it."""
        cited = {target.partition("/")[0] for target in _targets(said)}
        references, works = self._contract.references, self._library.works
        return {
            REFERENCES: {
                shower.lang: listing(cited, references, works, self._register, shower)
                for shower in self._framer.showers
            }
        }

    def _blocks(self, clause: ClauseFile, variables: Mapping[str, Any]) -> tuple[Block, ...]:
        before = len(self._problems)
        parsed = {
            reader.lang: tuple(
                _with_terms(block, reader.finder)
                for block in reader.clause(clause, {**self._variables(reader.lang), **_for(variables, reader.lang)})
            )
            for reader in self._readers
        }
        if self._contract.contract.standard_terms:
            parsed = {lang: tuple(map(set_off, blocks)) for lang, blocks in parsed.items()}
        pairer = Pairer(clause.span.file, clause.head.id)
        # A language that could not be read whole differs from the other for no other reason.
        blocks = pairer.blocks(parsed) if len(self._problems) == before else ()
        if pairer.problems or len(self._problems) > before:
            self._labels.broken.add(clause.head.id)
        self._problems += pairer.problems
        return blocks

    def _variables(self, lang: Lang) -> dict[str, Any]:
        annexes = [
            _ShownAnnex(clause.head.id, clause.head.title.get(lang) or clause.head.id)
            for clause in self._outline.annexes
        ]
        return {ANNEXES: annexes}

    def _shown_terms(self, used: set[str]) -> tuple[dict[Lang, list[_ShownTerm]], list[Content]]:
        """The terms that are used, and those their definitions use, by language; and what these definitions say."""
        definitions: dict[tuple[str, Lang], tuple[Inline, ...]] = {}
        waiting = {defined.term.id: defined for defined in self._library.terms}
        todo = [id_ for id_ in waiting if id_ in used]
        while todo:
            defined = waiting.pop(todo.pop())
            for reader in self._readers:
                definition = self._definition(defined, reader)
                definitions[defined.term.id, reader.lang] = definition
                todo += [id_ for id_ in _ids_in(definition) if id_ in waiting and id_ not in todo]
        shown = {lang: self._listed(definitions, lang) for lang in self._languages}
        return shown, [Content(zh=definition) for definition in definitions.values()]

    def _definition(self, defined: DefinedTerm, reader: _Reader) -> tuple[Inline, ...]:
        text = defined.term.definition.get(reader.lang) or ""
        return reader.phrase(defined.span.file, defined.span.line, text)

    def _listed(self, definitions: Mapping[tuple[str, Lang], tuple[Inline, ...]], lang: Lang) -> list[_ShownTerm]:
        """In the English alphabet's order, so that both languages list alike."""
        chosen = [defined.term for defined in self._library.terms if (defined.term.id, lang) in definitions]
        return [
            _ShownTerm(term.zh if lang == "zh" else term.en, term.zh, term.en, Passage(definitions[term.id, lang]))
            for term in sorted(chosen, key=lambda term: term.en.casefold())
        ]

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
        agreement, framer = self._contract.contract, self._framer
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
            subject=framer.title(),
            header=framer.header(),
            page_of=framer.phrase("page_of"),
            contents_title=framer.phrase("contents"),
            cover=framer.cover(),
            chapters=chapters,
            signature=framer.signature(),
            annexes=annexes,
        )

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


def _lists(clause: ClauseFile) -> bool:
    return any(_LISTING.search(source.text) for source in clause.sources.values())


def _for(variables: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Variables that differ by language, in one of them."""
    return {name: value[lang] if isinstance(value, Mapping) else value for name, value in variables.items()}


def _with_terms(block: ParsedBlock, finder: TermFinder) -> ParsedBlock:
    if isinstance(block, ParsedParagraph):
        return replace(
            block,
            inlines=finder.mark(block.inlines),
            children=tuple(_with_terms(child, finder) for child in block.children),
        )
    return type(block)(
        block.line,
        tuple(map(finder.mark, block.header)),
        block.align,
        tuple((line, tuple(map(finder.mark, cells))) for line, cells in block.rows),
    )


def _contents(some: Iterable[tuple[Block, ...]]) -> list[Content]:
    return [content for blocks in some for block in nested(blocks) for content in own_passages(block)]


def _term_ids(said: Iterable[Content]) -> set[str]:
    return {id_ for content in said for id_ in _ids_in((*content.get("zh"), *content.get("en")))}


def _targets(said: Iterable[Content]) -> set[str]:
    every = (node for content in said for node in inlines((*content.get("zh"), *content.get("en"))))
    return {target for node in every if isinstance(node, Citation) for target in node.targets}


def _ids_in(some: Iterable[Inline]) -> set[str]:
    return {node.id for node in inlines(some) if isinstance(node, Term)}
