"""Which clauses a contract has, in which order: the template's outline, the library's files, each one's condition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import TemplateError

from slagen.diagnostics import Code, Diagnostic, error
from slagen.model.clause import ClauseFile
from slagen.model.contract import Contract
from slagen.model.template import Template
from slagen.model.text import Text
from slagen.read.contract import Loaded
from slagen.read.library import Library
from slagen.resolve.bound import Register, UnknownNameError
from slagen.resolve.sandbox import inputs, sandbox
from slagen.resolve.variants import choose_variants


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A section that this contract has, and its clauses."""

    section: str
    title: Text
    clauses: tuple[ClauseFile, ...]


@dataclass(frozen=True, slots=True)
class OutlineChapter:
    """A chapter that this contract has."""

    chapter: int
    title: Text
    sections: tuple[OutlineSection, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """Everything that this contract has, in order."""

    chapters: tuple[OutlineChapter, ...]
    annexes: tuple[ClauseFile, ...]

    @property
    def clauses(self) -> tuple[ClauseFile, ...]:
        """Every clause, annexes last."""
        body = (clause for chapter in self.chapters for section in chapter.sections for clause in section.clauses)
        return (*body, *self.annexes)


def choose(
    loaded: Loaded, library: Library, template: Template, register: Register
) -> tuple[Outline, list[Diagnostic]]:
    """The outline of a contract, and the variants and conditions that could not be decided.

    A section without a clause that applies is left out, as is a chapter without a section.
    """
    chosen, problems = choose_variants(loaded, library)
    applies = _decider(loaded.contract, register, problems)
    included = {id_: choice.clause for id_, choice in chosen.items() if applies(choice.clause)}
    titles = {entry.section: entry.title for entry in library.specification.sections}
    chapters = {entry.chapter: entry.title for entry in library.specification.chapters}
    outline = tuple(
        OutlineChapter(planned.chapter, chapters[planned.chapter], sections)
        for planned in template.outline
        if (sections := _sections(planned.sections, included, titles))
    )
    annexes = tuple(included[id_] for id_ in template.annexes if id_ in included)
    more = tuple(
        clause for id_, clause in included.items() if clause.head.section == "annex" and id_ not in template.annexes
    )
    return Outline(outline, annexes + more), problems


def _sections(
    numbers: tuple[str, ...], included: Mapping[str, ClauseFile], titles: Mapping[str, Text]
) -> tuple[OutlineSection, ...]:
    return tuple(
        OutlineSection(number, titles[number], clauses)
        for number in numbers
        if (clauses := tuple(clause for clause in included.values() if clause.head.section == number))
    )


def _decider(contract: Contract, register: Register, problems: list[Diagnostic]) -> Callable[[ClauseFile], bool]:
    environment = sandbox()
    names: Mapping[str, Any] = inputs(contract, register)

    def applies(clause: ClauseFile) -> bool:
        if clause.head.when is None:
            return True
        try:
            return bool(environment.compile_expression(clause.head.when, undefined_to_none=False)(names))
        except (UnknownNameError, TemplateError, TypeError, ValueError, LookupError, ArithmeticError) as problem:
            problems.append(
                error(
                    Code.NAME_UNDEFINED,
                    clause.at("when"),
                    zh=f"适用条件无法求值：{problem}",
                    en=f"the condition can't be evaluated: {problem}",
                    value=clause.head.when,
                )
            )
            return False

    return applies
