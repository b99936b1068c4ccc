"""From a clause's template text to Markdown with slots.

Jinja2 runs sandboxed and strict.  Whatever an expression prints goes into a slot: a private-use token in the text
that stands for a node in a table.  The Markdown parser therefore never sees a value, only the clause's own words, and
no input can be read as markup or as a template.  Each line of text carries a token with its line number, so that
what is parsed later knows where it stood, through conditions and loops.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from jinja2 import TemplateSyntaxError, UndefinedError, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import SecurityError

from slagen.assemble.show import MissingPhraseError, MissingTextError, Shower, money_in_words
from slagen.diagnostics import Code, Diagnostic, Lang, Message, Span, error
from slagen.load.positioned import Positioned
from slagen.model.clause import Source
from slagen.model.contract import Contract
from slagen.model.quality import ServiceLevel
from slagen.model.units import Money
from slagen.resolve.bound import Bound, Register, UnknownNameError, path_of, unwrap
from slagen.resolve.sandbox import Sandbox, inputs, sandbox
from slagen.sla.availability import downtime_budget
from slagen.tree import Field, Inline, Text

SLOT, LINE, END, KEEP = "\ue000", "\ue002", "\ue001", "\ue003"
"""The tokens: SLOT index END stands for a node, LINE number END for the line of the source, KEEP guards a line break."""
_KEPT_EMPTY = re.compile(rf"^[ \t]*{KEEP}+[ \t]*\n|{KEEP}", re.MULTILINE)
TOKENS = re.compile(f"({SLOT}[0-9]+{END}|{LINE}[0-9]+{END})")


@dataclass(frozen=True, slots=True)
class Reference:
    """What ``ref()`` prints: a clause, a paragraph of one, or an annex."""

    target: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What ``mark()`` prints: a name for the paragraph it starts."""

    name: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A value with the form it was asked to be shown in."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Inlines made elsewhere that a template prints as they are, such as the definition of a term."""

    inlines: tuple[Inline, ...]


Slot = Inline | Reference | Mark | Passage


@dataclass(slots=True)
class Slots:
    """The nodes that the tokens of one text stand for."""

    items: list[Slot] = field(default_factory=list)

    def put(self, item: Slot) -> str:
        """The token that stands for `item`."""
        self.items.append(item)
        return f"{SLOT}{len(self.items) - 1}{END}"


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Markdown with tokens, and what they stand for."""

    markdown: str
    slots: Sequence[Slot]


class ValueEmptyError(Exception):
    """A clause prints an optional value that the contract leaves out."""


class _TextMissingHereError(Exception):
    """A text of the inputs lacks the language; carries its path."""


class Evaluator:
    """Evaluates clauses of one contract in one language."""

    def __init__(
        self, contract: Contract, source: Positioned, shower: Shower, included: frozenset[str], register: Register
    ) -> None:
        self._source, self._shower, self._lang = source, shower, shower.lang
        self._register, self._contract = register, contract
        self._environment = sandbox(self._finalize(), words=self._words, either=self._either, week=self._week)
        self._globals = self._make_globals(included)

    @property
    def lang(self) -> Lang:
        """The language."""
        return self._lang

    def evaluate(
        self, name: str, source: Source, variables: Mapping[str, Any] | None = None, *, reads: Sequence[str] | None = None
    ) -> tuple[Evaluated | None, list[Diagnostic]]:
        """The text of a clause (in file `name`) with its values, and what is wrong with it.

        `variables` join the inputs; with `reads`, only those inputs may be used.
        """
        padded = "\n" * (source.line - 1) + source.text
        try:
            tree = self._environment.parse(padded, name, name)
        except TemplateSyntaxError as problem:
            return None, [_syntax(name, problem)]
        known = {**self._globals, **(variables or {})}
        unknown = list(self._undefined(name, tree, padded, known, reads))
        if unknown:
            return None, unknown
        return self._run(name, padded, known)

    def _run(self, name: str, padded: str, known: Mapping[str, Any]) -> tuple[Evaluated | None, list[Diagnostic]]:
        slots = Slots()
        try:
            code = self._environment.compile(_with_lines(self._environment, padded), name, name)
            template = self._environment.template_class.from_code(self._environment, code, dict(known))
            text = template.render({_SLOTS: slots})
        except (
            UnknownNameError, UndefinedError, ValueEmptyError, MissingPhraseError, _TextMissingHereError,
            TypeError, ValueError, SecurityError, KeyError,
        ) as problem:  # fmt: skip
            return None, [self._problem(name, padded, problem)]
        return Evaluated(_KEPT_EMPTY.sub("", text), slots.items), []

    def _undefined(
        self, name: str, tree: nodes.Template, text: str, known: Mapping[str, Any], reads: Sequence[str] | None
    ) -> Iterator[Diagnostic]:
        """Names that are not there, and inputs that the front matter does not list, each at its first place."""
        lines = text.split("\n")
        bound = {node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param")} | {"loop"}
        seen: set[str] = set()
        for node in tree.find_all(nodes.Name):
            if node.ctx != "load" or node.name in bound or node.name in seen:
                continue
            seen.add(node.name)
            span = Span(name, node.lineno, column_of(lines, node.lineno, node.name))
            if node.name not in known:
                near = UnknownNameError("", node.name, list(known)).near
                yield _undefined_name(span, node.name, near)
            elif reads is not None and node.name in Contract.model_fields and node.name not in reads:
                yield error(
                    Code.CLAUSE_READS,
                    span,
                    zh=f"条款读取 {node.name}，但 reads 未列出它",
                    en=f"the clause reads {node.name}, which its reads does not list",
                    value=node.name,
                )

    def _problem(self, name: str, text: str, problem: Exception) -> Diagnostic:
        line = line_in(name, problem.__traceback__) or 1
        lines = text.split("\n")
        match problem:
            case UnknownNameError():
                shown = f"{problem.path}.{problem.name}"
                return _undefined_name(Span(name, line, column_of(lines, line, problem.name)), shown, problem.near)
            case ValueEmptyError():
                path = str(problem)
                return error(
                    Code.VALUE_EMPTY,
                    Span(name, line, column_of(lines, line, path.rpartition(".")[2])),
                    zh=f"条款要打印 {path}，合同没有给出这一项",
                    en=f"the clause prints {path}, which the contract leaves out",
                    value=path,
                    hint=Message(f"在合同中写出 {path}，或在条款中用 if 判断", f"give {path} in the contract, or guard it with if"),
                )
            case _TextMissingHereError():
                path = str(problem)
                zh, en = ("中文", "Chinese") if self._lang == "zh" else ("英文", "English")
                return error(
                    Code.TEXT_MISSING,
                    self._source.at(parse_path(path)),
                    zh=f"{path} 没有{zh}文本，无法生成该语言的合同",
                    en=f"{path} has no {en} text, so the contract can't be built in it",
                    value=path,
                    hint=Message(f"补上 {self._lang}: …", f"add {self._lang}: …"),
                )
            case MissingPhraseError():
                kind, value = problem.args
                return error(
                    Code.NAME_UNDEFINED,
                    Span(name, line, 1),
                    zh=f"phrases.yaml 没有 {kind} 的 {value} 的用语",
                    en=f"phrases.yaml has no words for {value} of {kind}",
                    value=value,
                )
            case _:
                return error(
                    Code.CLAUSE_SYNTAX, Span(name, line, 1), zh=f"条款无法求值：{problem}", en=f"the clause can't be evaluated: {problem}"
                )

    # What templates can use -------------------------------------------------------------------------------------

    def _make_globals(self, included: frozenset[str]) -> dict[str, Any]:
        return {
            **inputs(self._contract, self._register),
            "ref": lambda target: Reference(str(unwrap(target))),
            "mark": Mark,
            "has": included.__contains__,
            "budget": self._budget,
            "cell": self._cell,
        }

    def _finalize(self) -> Callable[..., Any]:
        @pass_context
        def finalize(context: Context, value: Any) -> str:
            slots: Slots = context[_SLOTS]
            match value:
                case Bound():
                    return slots.put(Field(path_of(value), self._show(value)))
                case Shown():
                    return slots.put(Field(value.path, value.text))
                case Reference() | Mark() | Passage():
                    return slots.put(value)
                case str() | int():
                    return slots.put(Text(str(value)))
                case _:
                    raise TypeError(f"a {type(value).__name__} can't be printed")

        return finalize

    def _show(self, value: Bound) -> str:
        plain = unwrap(value)
        if plain is None or plain == ():
            raise ValueEmptyError(path_of(value))
        try:
            return self._shower.show(plain)
        except MissingTextError:
            raise _TextMissingHereError(path_of(value)) from None

    def _words(self, value: Bound) -> Shown:
        amount = unwrap(value)
        if not isinstance(amount, Money):
            raise TypeError(f"{path_of(value)} is not an amount")
        return Shown(path_of(value), money_in_words(amount, self._lang))

    def _either(self, value: Bound) -> Shown:
        return Shown(path_of(value), self._shower.join(unwrap(value), last="或" if self._lang == "zh" else "or"))

    def _week(self, value: Bound) -> Shown:
        return Shown(path_of(value), self._shower.week(unwrap(value)))

    def _budget(self, value: Bound) -> Shown | None:
        level = unwrap(value)
        if not isinstance(level, ServiceLevel):
            raise TypeError("budget() takes an objective")
        found = downtime_budget(level, self._contract)
        return None if found is None else Shown(f"{path_of(value)}.budget", self._shower.minutes(found))

    def _cell(self, impact: Bound, urgency: Bound) -> Bound:
        for index, cell in enumerate(self._contract.priority.matrix):
            if (cell.impact, cell.urgency) == (unwrap(impact).id, unwrap(urgency).id):
                return Bound(self._contract, "", self._register).get("priority").get("matrix").item(index).get("priority")
        raise ValueEmptyError("priority.matrix")


_SLOTS = "__slots__"


def _with_lines(environment: Sandbox, text: str) -> str:
    """The template with a line token in front of the words of each line of text."""
    out: list[str] = []
    fresh = True  # whether the next piece starts a line, as far as words are concerned
    for line, kind, piece in environment.lex(text):
        if kind == "data":
            marked, fresh = _mark_lines(piece, line, fresh=fresh)
            out.append(marked)
            continue
        if kind == "variable_begin" and fresh:
            out.append(f"{LINE}{line}{END}")
        if kind in ("block_end", "comment_end") and piece.endswith("\n"):
            # Jinja drops the line break after a tag; it may do so only where the tag has the line to itself.
            piece, fresh = piece if fresh else f"{piece[:-1]}{KEEP}\n", True
        fresh = fresh and kind != "variable_begin"
        out.append(piece)
    return "".join(out)


_STARTS = re.compile(r"(\s*+(?:[0-9]+\.[ ]+|\|[ ]?)?+)(.*)")
_RULE = re.compile(r"\s*\|(\s*:?-+:?\s*\|)+\s*")


def _mark_lines(piece: str, line: int, *, fresh: bool) -> tuple[str, bool]:
    """A piece of text with line tokens, and whether what follows it starts a line."""
    parts = piece.split("\n")
    out = [
        _marked(part, line + offset) if offset or fresh else part for offset, part in enumerate(parts)
    ]
    blank_tail = not parts[-1].strip()
    return "\n".join(out), blank_tail and (fresh or len(parts) > 1)


def _marked(part: str, line: int) -> str:
    match = _STARTS.fullmatch(part)
    if match is None or not part.strip() or _RULE.fullmatch(part):
        return part
    return f"{match[1]}{LINE}{line}{END}{match[2]}"


def line_in(name: str, trace: TracebackType | None) -> int | None:
    """The line of the template that the innermost frame of `trace` in it was at."""
    found = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == name:
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


def column_of(lines: Sequence[str], line: int, name: str) -> int:
    """The column of `name` in a line, 1 where it is not there."""
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    match = re.search(rf"(?<![\w]){re.escape(name)}(?!\w)", text)
    return match.start() + 1 if match else 1


def parse_path(path: str) -> tuple[str | int, ...]:
    """``slos[0].target`` as ("slos", 0, "target")."""
    return tuple(int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", path))


def _undefined_name(span: Span, name: str, near: str | None) -> Diagnostic:
    hint = Message(f"是否应为 {near}？", f"did you mean {near}?") if near else None
    return error(
        Code.NAME_UNDEFINED,
        span,
        zh=f"条款使用了未定义的名称 {name}",
        en=f"the clause uses {name}, which is not defined",
        value=name,
        hint=hint,
    )


def _syntax(name: str, problem: TemplateSyntaxError) -> Diagnostic:
    return error(
        Code.CLAUSE_SYNTAX,
        Span(name, problem.lineno, 1),
        zh=f"模板语法错误：{problem.message}",
        en=f"template syntax: {problem.message}",
    )
