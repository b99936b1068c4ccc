"""From a clause's template text to Markdown with slots.

Jinja2 runs sandboxed and strict.  Whatever an expression prints goes into a slot: a private-use token in the text
that stands for a node in a table.  The Markdown parser therefore never sees a value, only the clause's own words, and
no input can be read as markup or as a template.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any

from jinja2 import Template as JinjaTemplate
from jinja2 import TemplateSyntaxError, UndefinedError, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context

from slagen.assemble import problems
from slagen.assemble.cite import cited, is_place
from slagen.assemble.show import MissingPhraseError, MissingTextError, Shower, money_in_words
from slagen.assemble.templates import END, SLOT, Template, compile_template, without_guards
from slagen.diagnostics import Diagnostic, Lang, Span
from slagen.model.clause import Source
from slagen.model.contract import Contract
from slagen.model.quality import ServiceLevel
from slagen.model.register import WorkKind
from slagen.model.units import Money
from slagen.project import Project
from slagen.read.positioned import Positioned
from slagen.read.references import CitedPlace, Works, parse_target
from slagen.resolve.bound import Bound, Register, UnknownNameError, path_of, unwrap, watched
from slagen.resolve.sandbox import inputs, sandbox
from slagen.tree import Blank, Citation, Field, Inline, Text, Tick

if TYPE_CHECKING:
    from slagen.assemble.computed import HolidayRow
    from slagen.assemble.examples import ShownExample


@dataclass(frozen=True, slots=True)
class Reference:
    """What ``ref()`` prints: a clause, a paragraph of one, or an annex."""

    target: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What ``mark()`` prints: a name for the paragraph it starts."""

    name: str


@dataclass(frozen=True, slots=True)
class Conspicuous:
    """What ``conspicuous()`` prints: the paragraph that it starts attracts attention if it is a standard term."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Inlines made elsewhere that a template prints as they are, such as the definition of a term."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class _Cite:
    """What ``cite()`` gives to be printed: laws and standards by id and place (``civil-code/585.1``)."""

    targets: tuple[str, ...]
    either: bool = False


Slot = Inline | Reference | Mark | Conspicuous | Passage


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Markdown with tokens, and what they stand for."""

    markdown: str
    slots: Sequence[Slot]


@dataclass(slots=True)
class _Run:
    """One run of a template: the slots it filled and what was found wrong with values on the way."""

    name: str
    lines: Sequence[str]
    slots: list[Slot] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)

    def put(self, item: Slot) -> str:
        """The token that stands for `item`."""
        self.slots.append(item)
        return f"{SLOT}{len(self.slots) - 1}{END}"

    def span(self, line: int, name: str) -> Span:
        """Where `name` stands in a line of the file."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        return Span(self.name, max(line, 1), match.start() + 1 if match else 1)


FUNCTIONS = ("ref", "mark", "conspicuous", "cite", "blank", "tick", "has", "budget", "cell", "examples", "holidays")
FILTERS = ("words", "either", "week")
"""What a clause can call besides what Jinja2 has."""


class Evaluator:
    """Evaluates clauses of one contract in one language."""

    def __init__(
        self, project: Project, contract: Contract, source: Positioned, shower: Shower, included: frozenset[str],
        register: Register, works: Works,
    ) -> None:  # fmt: skip
        self._project, self._source = project, source
        self._works, self._included, self._looked = works, included, register.looked
        self._whole, self._contract = contract, watched(contract, register.looked)
        self._shower, self._lang = shower, shower.lang
        filters = {"words": self._words, "either": self._either, "week": self._week}
        self._environment = sandbox(self._finalize(), **filters)
        self._globals = {
            **inputs(contract, register),
            "ref": lambda target: Reference(str(unwrap(target))),
            "mark": Mark,
            "conspicuous": Conspicuous,
            "blank": lambda name, lines=1: Blank(str(unwrap(name)), lines),
            "tick": lambda name: Tick(str(unwrap(name))),
            "cite": lambda *targets: _Cite(tuple(str(unwrap(target)) for target in targets)),
            "has": self._has,
            "budget": self._budget,
            "cell": self._cell,
            "examples": self._examples,
            "holidays": self._holidays,
        }

    @property
    def lang(self) -> Lang:
        """The language."""
        return self._lang

    def evaluate(
        self,
        name: str,
        source: Source,
        variables: Mapping[str, Any] | None = None,
        *,
        reads: Sequence[str] | None = None,
    ) -> tuple[Evaluated | None, list[Diagnostic]]:
        """The text of a clause (in file `name`) with its values, and what is wrong with it.

        `variables` join the inputs; with `reads`, only those inputs may be used.
        """
        run = _Run(name, [""] * (source.line - 1) + source.text.split("\n"))
        try:
            template = compile_template(self._project, self._environment, name, source)
        except TemplateSyntaxError as problem:
            return None, [problems.template_syntax(Span(name, problem.lineno, 1), problem.message or "")]
        known = {**self._globals, **(variables or {})}
        unknown = list(_unknown(run, template, known, reads))
        return (None, unknown) if unknown else self._run(run, template, known)

    def _run(
        self, run: _Run, template: Template, known: Mapping[str, Any]
    ) -> tuple[Evaluated | None, list[Diagnostic]]:
        ready = JinjaTemplate.from_code(self._environment, template.code, dict(known))
        try:
            text = ready.render({_RUN: run, _TEMPLATE: ready})
        except _WRONG as problem:
            return None, [*run.found, self._stopped(run, problem)]
        return (None, run.found) if run.found else (Evaluated(without_guards(text), run.slots), [])

    def _stopped(self, run: _Run, problem: Exception) -> Diagnostic:
        line = _line_in(run.name, problem.__traceback__)
        if isinstance(problem, UnknownNameError):
            return problems.name_undefined(run.span(line, problem.name), str(problem), problem.known)
        return problems.template_syntax(Span(run.name, line, 1), str(problem))

    # What templates print and use -------------------------------------------------------------------------------

    def _finalize(self) -> Callable[..., Any]:
        @pass_context
        def finalize(context: Context, value: Any) -> str:
            run: _Run = context[_RUN]
            match value:
                case Bound():
                    return self._print(context, run, value)
                case _Cite():
                    return self._cite(context, run, value)
                case Field() | Reference() | Mark() | Conspicuous() | Passage() | Blank() | Tick():
                    return run.put(value)
                case str() | int():
                    return run.put(Text(str(value)))
                case _:
                    raise TypeError(f"a {type(value).__name__} can't be printed")

        return finalize

    def _print(self, context: Context, run: _Run, value: Bound) -> str:
        """A value as a field; one that can't be shown is noted, and the run goes on so that all are found at once."""
        path, plain = path_of(value), value.printed()
        if plain is None or plain == ():
            run.found.append(problems.value_empty(_here(context, run, _last(path)), path))
            return ""
        try:
            return run.put(Field(path, self._shower.show(plain)))
        except MissingTextError:
            run.found.append(problems.text_missing(self._source, path, self._lang))
        except MissingPhraseError as problem:
            run.found.append(problems.phrase_missing(_here(context, run, _last(path)), *problem.args))
        return ""

    def _cite(self, context: Context, run: _Run, asked: _Cite) -> str:
        """A citation; one of a work that is not there is noted, and the run goes on."""
        places: list[CitedPlace] = []
        for target in asked.targets:
            place = parse_target(target)
            entry = self._works.get(target.partition("/")[0])
            if entry is None:
                run.found.append(problems.work_unknown(_here(context, run, target), target, self._works))
            elif place is None or not is_place(entry.work, place.place):
                standard = entry.work.kind is WorkKind.STANDARD
                run.found.append(problems.place_unknown(_here(context, run, target), target, standard=standard))
            else:
                places.append(place)
        if len(places) < len(asked.targets):
            return ""
        return run.put(Citation(asked.targets, cited(places, self._works, self._lang, either=asked.either)))

    def _words(self, value: Bound) -> Field:
        amount = unwrap(value)
        if not isinstance(amount, Money):
            raise TypeError(f"{path_of(value)} is not an amount")
        return Field(path_of(value), money_in_words(amount, self._lang))

    def _either(self, value: Bound | _Cite) -> Field | _Cite:
        if isinstance(value, _Cite):
            return replace(value, either=True)
        unwrap(value)  # so that it is noted as looked at: it is not printed as it is
        return Field(path_of(value), self._shower.join(value.printed(), last="或" if self._lang == "zh" else "or"))

    def _week(self, value: Bound) -> Field:
        return Field(path_of(value), self._shower.week(unwrap(value)))

    def _has(self, clause_id: object) -> bool:
        self._looked.add(f"has {unwrap(clause_id)}")
        return clause_id in self._included

    def _budget(self, value: Bound) -> Field | None:
        level = unwrap(value)
        if not isinstance(level, ServiceLevel):
            raise TypeError("budget() takes an objective")
        from slagen.assemble.computed import budget  # as what follows, only for the few clauses that compute

        return budget(path_of(value), level, self._contract, self._shower)

    def _examples(self) -> tuple[ShownExample, ...]:
        shown, looked = self._worked
        self._looked.update(looked)
        return shown

    @cached_property
    def _worked(self) -> tuple[tuple[ShownExample, ...], set[str]]:
        """The worked examples, and what they look at, which is to be noted of every clause that has them."""
        from slagen.assemble.examples import shown_examples

        looked: set[str] = set()
        return tuple(shown_examples(watched(self._whole, looked), self._shower)), looked

    def _holidays(self) -> list[HolidayRow]:
        from slagen.assemble.computed import holidays

        return holidays(self._contract, self._shower)

    def _cell(self, impact: Bound, urgency: Bound) -> Bound | str:
        matrix: Bound = self._globals["priority"].get("matrix")
        for cell in matrix:
            plain = unwrap(cell)
            if (plain.impact, plain.urgency) == (unwrap(impact).id, unwrap(urgency).id):
                return cell.get("priority")
        return "—"  # the parties leave it open: a contract that waives the rule on complete matrices


_RUN, _TEMPLATE = "__run__", "__template__"
_WRONG = (UnknownNameError, UndefinedError, SecurityError, TypeError, ValueError, LookupError, ArithmeticError)
"""What a template raises that asks values for what they can't do."""


def _unknown(
    run: _Run, template: Template, known: Mapping[str, Any], reads: Sequence[str] | None
) -> Iterator[Diagnostic]:
    """Names that are not there, and inputs that the front matter does not list, each at its first place."""
    for name, line in template.names:
        if name not in known:
            yield problems.name_undefined(run.span(line, name), name, known)
        elif reads is not None and name in Contract.model_fields and name not in reads:
            yield problems.not_in_reads(run.span(line, name), name)


def _here(context: Context, run: _Run, name: str) -> Span:
    """Where `name`, in the expression that is being printed, stands in its file."""
    frame: FrameType | None = sys._getframe()  # the template's own frame is one of the callers
    while frame is not None and frame.f_code.co_filename != run.name:
        frame = frame.f_back
    template: JinjaTemplate = context[_TEMPLATE]
    line = template.get_corresponding_lineno(frame.f_lineno) if frame else 1
    return run.span(line, name)


def _last(path: str) -> str:
    """The name at the end of a path, by which a clause asks for it."""
    return re.split(r"[.\[\]]+", path.rstrip("]"))[-1]


def _line_in(name: str, trace: TracebackType | None) -> int:
    """The line of the template that the innermost frame of `trace` in it was at."""
    found = 1
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == name:
            found = trace.tb_lineno
        trace = trace.tb_next
    return found
