"""Makes clauses and definitions into nodes: evaluate and parse each language, find terms, pair.

It brings the libraries that this takes (Jinja2, Babel), so it is imported only where something is to
be made.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from slagen.assemble.conspicuous import set_off
from slagen.assemble.evaluate import Evaluator, Passage
from slagen.assemble.forms import Names
from slagen.assemble.listing import ANNEXES, REFERENCES, TERMS, Definitions, terms_in
from slagen.assemble.pair import Pairer
from slagen.assemble.parse import ParsedBlock, ParsedParagraph, Parser
from slagen.assemble.references import listing
from slagen.assemble.show import Shower
from slagen.assemble.terms import TermFinder
from slagen.assemble.trees import Trees
from slagen.diagnostics import Diagnostic, Lang
from slagen.model.clause import ClauseFile, Source
from slagen.project import Project
from slagen.read.contract import Loaded
from slagen.read.library import DefinedTerm, Library
from slagen.resolve.bound import Register, watched
from slagen.resolve.outline import Outline
from slagen.tree import Block, Inline, inlines


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
    trees: Trees

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
        return Parser(name, self.lang, self.trees, lines, names)


class Maker:
    """Makes the clauses of one contract in some languages; what is wrong joins `problems`."""

    def __init__(
        self, project: Project, loaded: Loaded, library: Library, outline: Outline, register: Register,
        languages: Sequence[Lang], problems: list[Diagnostic],
    ) -> None:  # fmt: skip
        self._whole = loaded.contract
        self._contract, self._library, self._outline = watched(loaded.contract, register.looked), library, outline
        self._register, self._problems = register, problems
        self._showers = [Shower(lang, library.phrases.root) for lang in languages]
        included = frozenset(clause.head.id for clause in outline.clauses)
        trees = Trees(project.cache)
        self._readers = [
            _Reader(
                Evaluator(project, loaded.contract, loaded.source, shower, included, register, library.works),
                TermFinder((defined.term for defined in library.terms), shower.lang),
                problems,
                trees,
            )
            for shower in self._showers
        ]

    def blocks(self, clause: ClauseFile, variables: Mapping[str, Any]) -> tuple[Block, ...]:
        """The blocks of a clause, none where something is wrong with it."""
        before = len(self._problems)
        parsed = {
            reader.lang: tuple(
                _with_terms(block, reader.finder)
                for block in reader.clause(
                    clause, {ANNEXES: self._annexes(reader.lang), **_for(variables, reader.lang)}
                )
            )
            for reader in self._readers
        }
        if self._standard_terms():
            parsed = {lang: tuple(map(set_off, blocks)) for lang, blocks in parsed.items()}
        pairer = Pairer(clause.span.file, clause.head.id)
        # A language that could not be read whole differs from the other for no other reason.
        blocks = pairer.blocks(parsed) if len(self._problems) == before else ()
        self._problems += pairer.problems
        return blocks

    def _standard_terms(self) -> bool:
        """Whether the contract is one party's standard terms."""
        self._register.looked.add("contract.standard_terms")
        return self._whole.contract.standard_terms

    def _annexes(self, lang: Lang) -> list[_ShownAnnex]:
        return [
            _ShownAnnex(clause.head.id, clause.head.title.get(lang) or clause.head.id)
            for clause in self._outline.annexes
        ]

    def lists(self, definitions: Definitions, cited: Collection[str]) -> dict[str, Any]:
        """What the contract uses and refers to, by language, for the clauses that list it."""
        works = self._library.works
        return {
            TERMS: {shower.lang: self._listed(definitions, shower.lang) for shower in self._showers},
            REFERENCES: {
                shower.lang: listing(cited, self._contract.references, works, self._register, shower)
                for shower in self._showers
            },
        }

    def definitions(self, used: Collection[str]) -> Definitions:
        """The definitions of the terms that are used, and of those that these definitions use."""
        definitions: Definitions = {}
        waiting = {defined.term.id: defined for defined in self._library.terms}
        todo = [id_ for id_ in waiting if id_ in used]
        while todo:
            defined = waiting.pop(todo.pop())
            for reader in self._readers:
                definition = self._definition(defined, reader)
                definitions[defined.term.id, reader.lang] = definition
                todo += [id_ for id_ in terms_in(inlines(definition)) if id_ in waiting and id_ not in todo]
        return definitions

    def _definition(self, defined: DefinedTerm, reader: _Reader) -> tuple[Inline, ...]:
        text = defined.term.definition.get(reader.lang) or ""
        return reader.phrase(defined.span.file, defined.span.line, text)

    def _listed(self, definitions: Definitions, lang: Lang) -> list[_ShownTerm]:
        """In the English alphabet's order, so that both languages list alike."""
        chosen = [defined.term for defined in self._library.terms if (defined.term.id, lang) in definitions]
        return [
            _ShownTerm(term.zh if lang == "zh" else term.en, term.zh, term.en, Passage(definitions[term.id, lang]))
            for term in sorted(chosen, key=lambda term: term.en.casefold())
        ]


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
