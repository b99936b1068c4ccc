"""Reads the clause library: the packaged clauses with the project's own laid over them, and its registers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from slagen.cache import digest
from slagen.diagnostics import Code, Diagnostic, InputError, Severity, Span, error, in_order
from slagen.model.clause import ClauseFile
from slagen.model.register import Phrasebook, ProperNames, Specification, Term, Terms
from slagen.project import PACKAGED, Project
from slagen.read.order import in_place
from slagen.read.overlays import bases, extended_wrongly, unbased
from slagen.read.positioned import Positioned, decode, parse_yaml
from slagen.read.references import RegisteredWork, Works, load_works, unfounded
from slagen.read.validate import validate
from slagen.read.variants import Texts, Variants, by_variant, overlaid

CLAUSES = "clauses"


@dataclass(frozen=True, slots=True)
class DefinedTerm:
    """A term and the place of its definition."""

    term: Term
    span: Span


@dataclass(frozen=True, slots=True)
class Library:
    """All clauses by id, in the order of their files and their `after`, and the registers they use.

    Of a clause with variants, `clauses` has the balanced one, and `variants` has all.  `bases` has the packaged clause
    that a file of the project stands in for, or extends, by the name of that file.  `warnings` are of the project's
    clauses whose packaged ones have moved on.  `names` are English words with a capital that need no definition.
    `registers` is a hash of all files but the clauses, None where it is not known.
    """

    clauses: dict[str, ClauseFile]
    variants: dict[str, Variants]
    bases: dict[str, ClauseFile]
    warnings: tuple[Diagnostic, ...]
    terms: tuple[DefinedTerm, ...]
    names: tuple[str, ...]
    works: Works
    phrases: Phrasebook
    specification: Specification
    registers: str | None

    @property
    def files(self) -> tuple[ClauseFile, ...]:
        """Every clause file that a contract can have: of a clause with variants, all of them."""
        return tuple(
            file
            for id_, clause in self.clauses.items()
            for file in (self.variants[id_].values() if id_ in self.variants else (clause,))
        )


def load_library(project: Project) -> Library:
    """The packaged library with the project's ``clauses/`` laid over it by id, clauses and terms alike.

    Raises:
        InputError: with every problem of every file.
    """
    folders = [PACKAGED + CLAUSES] if project.is_library else [PACKAGED + CLAUSES, CLAUSES]
    try:
        hashes = [_hashed(project, folder) for folder in folders]
    except OSError:
        return _read(project, folders, [_layer(project, folder) for folder in folders], None)
    key = f"library-{digest(*(part for each in hashes for part in each))}"
    return project.cache.once(key, Library, lambda: _library(project, folders, hashes))


def _hashed(project: Project, folder: str) -> tuple[str, str]:
    """Hashes of the clauses below a folder, and of the registers.

    Raises:
        OSError: a file can't be read.
    """
    clauses, registers = (
        digest(*(part for named in project.contents(folder, suffix) for part in named)) for suffix in (".md", ".yaml")
    )
    return clauses, registers


def _library(project: Project, folders: Sequence[str], hashes: Sequence[tuple[str, str]]) -> Library:
    """The library; clauses of a folder that has not changed are those that were read before."""
    layers = [
        project.cache.once(f"layer-{clauses}", _Layer, partial(_layer, project, folder))
        for folder, (clauses, _) in zip(folders, hashes, strict=True)
    ]
    return _read(project, folders, layers, digest(*(registers for _, registers in hashes)))


def _read(project: Project, folders: Sequence[str], layers: Sequence[_Layer], registers: str | None) -> Library:
    problems = [problem for layer in layers for problem in layer.problems]
    packaged, *own = [layer.texts for layer in layers]
    texts = overlaid(packaged, own[0]) if own else packaged
    clauses, variants, unfit = by_variant(texts)
    clauses, misplaced = in_place(clauses)
    problems += unfit + misplaced
    found = bases(packaged, own[0]) if own else {}
    told = [*extended_wrongly(clauses), *(unbased(packaged, own[0], found) if own else ())]
    problems += [one for one in told if one.severity is Severity.ERROR]
    terms: dict[str, DefinedTerm] = {}
    for folder in folders:
        layer = [term for name in project.names(folder, "terms.yaml") for term in _terms(project, name, problems)]
        problems += _twice(layer)
        terms |= {defined.term.id: defined for defined in layer}
    problems += _twice(terms.values())
    works: dict[str, RegisteredWork] = {}
    for folder in folders:
        works |= _works(project, folder, problems)
    problems += unfounded(works)
    if problems:
        raise InputError(problems)
    return Library(
        clauses,
        variants,
        found,
        in_order(told),
        tuple(terms.values()),
        tuple(name for folder in folders for name in _names(project, folder)),
        works,
        load_phrases(project),
        validate(Specification, read_yaml(project, f"{PACKAGED}{CLAUSES}/specification.yaml")),
        registers,
    )


def load_phrases(project: Project) -> Phrasebook:
    """The words of choices alone, for who needs no clause.

    Raises:
        InputError: they can't be read.
    """
    return validate(Phrasebook, read_yaml(project, f"{PACKAGED}{CLAUSES}/phrases.yaml"))


def read_yaml(project: Project, name: str) -> Positioned:
    """The YAML in the file called `name`, with positions.

    Raises:
        InputError: it can't be read or parsed.
    """
    try:
        raw = project.read(name)
    except OSError as problem:
        from slagen.read.clauses import unreadable

        raise InputError([unreadable(name, problem)]) from None
    return parse_yaml(name, decode(name, raw))


@dataclass(frozen=True, slots=True)
class _Layer:
    """The clauses below one folder by id, and what is wrong with them."""

    texts: dict[str, Texts]
    problems: tuple[Diagnostic, ...]


def _layer(project: Project, folder: str) -> _Layer:
    from slagen.read.clauses import load_clause

    found: dict[str, Texts] = {}
    problems: list[Diagnostic] = []
    for name in project.names(folder, ".md"):
        try:
            clause = load_clause(project, name)
        except InputError as wrong:
            problems += wrong.diagnostics
            continue
        texts = found.setdefault(clause.head.id, {})
        if (first := texts.get(clause.head.variant)) is not None:
            problems.append(_duplicate(clause, first))
        texts[clause.head.variant] = clause
    return _Layer(found, tuple(problems))


def _duplicate(clause: ClauseFile, first: ClauseFile) -> Diagnostic:
    return error(
        Code.CLAUSE_DUPLICATE,
        clause.span,
        zh=f"条款标识 {clause.head.id} 已用于 {first.span.file}",
        en=f"the clause id {clause.head.id} is already used by {first.span.file}",
        value=clause.head.id,
    )


def _terms(project: Project, name: str, problems: list[Diagnostic]) -> Iterable[DefinedTerm]:
    try:
        source = read_yaml(project, name)
        terms = validate(Terms, source)
    except InputError as wrong:
        problems += wrong.diagnostics
        return []
    return [DefinedTerm(term, source.at((index, "definition"))) for index, term in enumerate(terms.root)]


def _names(project: Project, folder: str) -> tuple[str, ...]:
    """The capitalised words that need no definition.

    Raises:
        InputError: the file is not of its form.
    """
    name = f"{folder}/names.yaml"
    if not project.has(name):
        return ()
    return tuple(entry.en for entry in validate(ProperNames, read_yaml(project, name)).root)


def _works(project: Project, folder: str, problems: list[Diagnostic]) -> Works:
    name = f"{folder}/references.yaml"
    if not project.has(name):
        return {}
    try:
        return load_works(read_yaml(project, name), problems)
    except InputError as wrong:
        problems += wrong.diagnostics
        return {}


def _twice(terms: Iterable[DefinedTerm]) -> list[Diagnostic]:
    seen: dict[str, Span] = {}
    problems: list[Diagnostic] = []
    for defined in terms:
        for key in (defined.term.id, f"zh {defined.term.zh}", f"en {defined.term.en}"):
            if key in seen:
                problems.append(
                    error(
                        Code.CLAUSE_DUPLICATE,
                        defined.span,
                        zh=f"术语 {defined.term.id} 已在 {seen[key]} 定义",
                        en=f"the term {defined.term.id} is already defined at {seen[key]}",
                        value=defined.term.id,
                    )
                )
            seen[key] = defined.span
    return problems
