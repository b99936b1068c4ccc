"""The stages in order: read → resolve → assemble → check → render.

Nothing here decides anything; each stage lives in the package of its name.  What one hands on to the next is a value:
:class:`~slagen.opened.Opened`, :class:`Resolved`, :class:`~slagen.compiled.Compiled`, which renders itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from slagen.assemble import Assembled, assemble
from slagen.check import check
from slagen.check.by_clause import ByClause
from slagen.check.exemptions import check_liability
from slagen.check.inputs import GLYPHS, LATE, check_inputs
from slagen.compiled import Compiled
from slagen.diagnostics import Code, Diagnostic, InputError, has_errors, in_order
from slagen.measured import Measured
from slagen.model.clause import ClauseFile, Variant
from slagen.opened import Language, Opened, languages_of
from slagen.project import Project
from slagen.read.contract import Loaded, read_contract
from slagen.read.library import Library, load_library
from slagen.read.logo import Picture
from slagen.read.look import files_of
from slagen.read.reference import Reference
from slagen.read.template import LoadedTemplate, examine_template
from slagen.render.options import NONE, Options
from slagen.resolve.bound import Register
from slagen.resolve.memory import Memory
from slagen.resolve.outline import Outline, choose, planned_by
from slagen.resolve.references import fill_in
from slagen.tree import LANGUAGES

MEASURES = "quality.measures"
"""The clause whose variants decide how credits are claimed."""


def load(path: str | Path) -> Opened:
    """Read the contract in the file at `path`.

    Raises:
        InputError: with every error of the file.
    """
    file = Path(path)
    return open_in(Project.at(file), file.name)


def open_in(project: Project, name: str) -> Opened:
    """Read the contract in the file called `name` of a project.

    Raises:
        InputError: with every error of the file.
    """
    loaded = read_contract(project, name)
    memory = Memory("rules", project, loaded.source, set(), "")
    found = in_order((*loaded.diagnostics, *check_inputs(loaded, project.today, memory)))
    memory.save()
    if has_errors(found):
        raise InputError(found)
    return Opened(project, name, replace(loaded, diagnostics=found))


@dataclass(frozen=True)
class Resolved:
    """Which clauses a contract has, before any is assembled, and what was found on the way."""

    library: Library
    template: LoadedTemplate
    loaded: Loaded
    register: Register
    memory: Memory
    outline: Outline
    diagnostics: tuple[Diagnostic, ...]


def resolve(opened: Opened) -> Resolved:
    """The clauses of a contract, in order and out of it.

    Raises:
        InputError: the library or the template can't be read.
    """
    drifted = _drifted(opened.project)
    library = _library(opened.project, drifted)
    template = _template(opened, library)
    loaded, misnamed = fill_in(opened.loaded, library.works)
    register = Register.of(loaded.contract)
    memory = Memory("clauses", opened.project, loaded.source, register.looked, library.registers, asked=register.asked)
    outline, problems = choose(loaded, library, template, register, memory)
    memory.included = frozenset(clause.head.id for clause in outline.clauses)
    found = opened.late(LATE).apply((*misnamed, *problems))
    return Resolved(library, template, loaded, register, memory, outline, (*drifted, *library.warnings, *found))


def _library(project: Project, drifted: Sequence[Diagnostic]) -> Library:
    """The library; what is wrong with it may come of what has drifted from the lock.

    Raises:
        InputError: it can't be read.
    """
    try:
        return load_library(project)
    except InputError as wrong:
        raise InputError((*drifted, *wrong.diagnostics)) from None


def _drifted(project: Project) -> tuple[Diagnostic, ...]:
    """Where a project is not as its lock says, if it has one."""
    if not project.is_locked:
        return ()
    from slagen.read.lock import drift

    return drift(project)


def _template(opened: Opened, library: Library) -> LoadedTemplate:
    """The template of a contract.

    Raises:
        InputError: it has errors; with all of them.
    """
    named = opened.locate("contract.template")
    template, wrong = examine_template(opened.project, opened.contract.contract.template, named)
    if wrong:
        # Of clauses it is not said that they are nowhere, since what is wrong may be where they are to be.
        planned = (one for one in planned_by(template, library)[1] if one.code is Code.OUTLINE_FORM)
        raise InputError(in_order([*wrong, *planned, *files_of(opened.project, template)[2]]))
    return template


@dataclass(frozen=True)
class _Checked:
    """A contract that has no errors, before its document is put together, and what was found on the way."""

    resolved: Resolved
    assembled: Assembled
    diagnostics: tuple[Diagnostic, ...]
    logo: Picture | None
    reference: Reference | None


def _checked(opened: Opened, languages: Sequence[Language]) -> _Checked:
    """A contract assembled in every language that `languages` need, and checked.

    Raises:
        InputError: as :func:`compile`.
    """
    wanted = {lang for language in (*languages, opened.language) for lang in languages_of(language)}
    resolved = resolve(opened)
    library, template, outline = resolved.library, resolved.template.template, resolved.outline
    needed = tuple(lang for lang in LANGUAGES if lang in wanted)
    assembled = assemble(
        opened.project, resolved.loaded, library, template, outline, resolved.register, resolved.memory, needed
    )
    found, whole = [*assembled.diagnostics], not has_errors(assembled.diagnostics)
    if whole:
        by_clause = ByClause(resolved.memory)
        found += check(assembled, opened.locate, library.works, by_clause)
        found += _parity([clause for clause in outline.clauses if clause.overlay])
        found += check_liability(assembled, opened.loaded, opened.project.today, by_clause)
    resolved.memory.save()
    logo, reference, unread = files_of(opened.project, resolved.template)
    before = (*opened.loaded.diagnostics, *resolved.diagnostics, *unread)
    diagnostics = in_order((*before, *opened.late(LATE).apply(found, before, complete=whole)))
    if has_errors(diagnostics):
        raise InputError(diagnostics)
    return _Checked(resolved, assembled, diagnostics, logo, reference)


def _parity(own: Sequence[ClauseFile]) -> Iterator[Diagnostic]:
    """Where the languages of the project's own clauses differ; the packaged ones are held to this by our own tests."""
    if own:
        from slagen.check.parity import everywhere

        yield from everywhere(own)


def compile(  # noqa: A001 - the word that callers expect
    opened: Opened, language: Language | None = None, options: Options = NONE
) -> Compiled:
    """The document of a contract in `language`, by default in the language or languages it is concluded in.

    Args:
        options: what its files are asked for beside what the contract says.

    Raises:
        InputError: the contract, a clause or the template has errors; with all of them, and the warnings.
    """
    wanted = language or opened.language
    compiled = compile_all(opened, [wanted], options)
    return compiled.edition(wanted)


def compile_all(opened: Opened, languages: Sequence[Language], options: Options = NONE) -> Compiled:
    """The document in every language that `languages` need, from which each edition can be taken.

    It always holds the languages that the contract is concluded in, so that an edition in one of them says the same,
    down to the list of terms, whatever else is built with it.

    Args:
        options: what the files are asked for beside what the contract says.

    Raises:
        InputError: as :func:`compile`.
    """
    checked = _checked(opened, languages)
    resolved, document = checked.resolved, checked.assembled.document
    origin, outline = resolved.template, resolved.outline
    template = origin.template
    if options.notes:
        from slagen.assemble.notes import with_notes

        document = with_notes(document, outline.clauses, resolved.library.works, template.phrases["basis"])
    if options.draft:
        from slagen.assemble.draft import as_draft

        document = as_draft(document, template)
    return Compiled(
        opened,
        template,
        document,
        checked.diagnostics,
        outline,
        origin,
        options=options,
        logo=checked.logo,
        reference=checked.reference,
    )


def examine(opened: Opened) -> tuple[Diagnostic, ...]:
    """What there is to say of a contract, and what of it a PDF couldn't show, where this machine can tell.

    Its document is not put together unless all of its words have to be looked at.

    Raises:
        InputError: as :func:`compile`.
    """
    from slagen.render.printable import without_glyphs

    checked = _checked(opened, [opened.language])
    lacking, looked = without_glyphs(opened.project, opened.loaded, checked.resolved.template, checked.assembled)
    found = opened.late(GLYPHS).apply(lacking, checked.diagnostics, complete=looked)
    return in_order((*checked.diagnostics, *found))


def measure(opened: Opened, measurements: str | Path, service_start: date | None = None) -> Measured:
    """Read the measurements of a contract from a CSV or JSON file.

    Args:
        service_start: the Service Start Date of services for which the file states none.

    Raises:
        InputError: the file, or the contract where measurements are counted by it, has errors; with all of them.
    """
    from slagen.read.measured import find_uncountable
    from slagen.read.measurements import read_measurements

    name = Path(os.path.relpath(measurements, opened.project.root)).as_posix()
    if uncountable := tuple(find_uncountable(opened.loaded)):
        raise InputError(uncountable)
    loaded = read_measurements(opened.project, name, opened.contract, service_start=service_start)
    verdict = resolve(opened).outline.verdicts.get(MEASURES)
    variant = verdict.clause.head.variant if verdict else None
    return Measured(opened, name, loaded, variant or Variant.BALANCED, service_start)
