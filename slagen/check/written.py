"""What a clause's templates name, read without a contract: inputs, functions, other clauses and their paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from jinja2 import TemplateSyntaxError, nodes

from slagen.assemble import problems
from slagen.assemble.evaluate import FILTERS, FUNCTIONS
from slagen.assemble.listing import LISTS
from slagen.diagnostics import Code, Diagnostic, Message, Span, error, warning
from slagen.model.clause import ClauseFile, Source
from slagen.model.contract import Contract
from slagen.model.parties import Role
from slagen.read.library import Library
from slagen.read.passages import TAG
from slagen.resolve.bound import nearest
from slagen.resolve.sandbox import Sandbox, sandbox
from slagen.tree import LANGUAGES


@dataclass(frozen=True, slots=True)
class Call:
    """A call with a constant argument in a clause's text: ``cite('civil-code/585')``."""

    function: str
    argument: str
    span: Span


def calls(clause: ClauseFile, *functions: str) -> Iterator[Call]:
    """The calls of `functions` in both languages of a clause, an entry for each constant argument.

    A text that can't be parsed has none; :func:`names` tells of it.
    """
    for lang in LANGUAGES:
        for node in _parsed(clause, lang).find_all(nodes.Call):
            if isinstance(node.node, nodes.Name) and node.node.name in functions:
                for argument in node.args:
                    if isinstance(argument, nodes.Const) and isinstance(argument.value, str):
                        yield Call(node.node.name, argument.value, _span(clause, argument.lineno, argument.value))


def names(library: Library) -> Iterator[Diagnostic]:
    """Texts that can't be parsed, names that nothing defines, inputs that the head does not list."""
    known = {*Contract.model_fields, *Role, *FUNCTIONS, *LISTS}
    for clause in library.files:
        for lang in LANGUAGES:
            try:
                tree = _parse(clause, lang)
            except TemplateSyntaxError as problem:
                yield problems.template_syntax(Span(clause.span.file, problem.lineno, 1), problem.message or "")
                continue
            for name, line in _free(tree):
                span = _span(clause, line, name)
                if name not in known:
                    yield problems.name_undefined(span, name, known)
                elif name in Contract.model_fields and name not in clause.head.reads:
                    yield problems.not_in_reads(span, name)


def targets(library: Library) -> Iterator[Diagnostic]:
    """References to clauses, or to paragraphs of them, that the library does not have."""
    marks = {f"{clause.head.id}#{call.argument}" for clause in library.files for call in calls(clause, "mark")}
    known = {*library.clauses, *marks}
    for clause in library.files:
        for call in calls(clause, "ref"):
            name = clause.head.id + call.argument if call.argument.startswith("#") else call.argument
            if name not in known and not re.fullmatch(r"chapter-\d|section-[\d.]+", name):
                yield _no_target(call, name, nearest(name, known))


def by_hand(library: Library) -> Iterator[Diagnostic]:
    """Numbers of sections, paragraphs and annexes that are written out, and so will not follow when they change."""
    for clause in library.files:
        for source in clause.sources.values():
            for offset, line in enumerate(source.text.split("\n")):
                for match in _BY_HAND.finditer(TAG.sub(lambda tag: " " * len(tag[0]), line)):
                    yield _numbered(Span(clause.span.file, source.line + offset, match.start() + 1), match[0])


_BY_HAND = re.compile(r"第\s*[0-9][0-9.]*\s*[章条款]|附件\s*[0-9]+|\b(?:Chapter|Section|Annex)s?\s[0-9][0-9.]*")


def _numbered(span: Span, words: str) -> Diagnostic:
    return warning(
        Code.REF_BY_HAND,
        span,
        zh="编号写成了文字，条款移动后不会随之改变",
        en="a number is written out, and will not follow when clauses move",
        value=words,
        hint=Message("改用 ref()；引用法律和标准用 cite()", "use ref(); for laws and standards, cite()"),
    )


def _no_target(call: Call, name: str, near: str | None) -> Diagnostic:
    return error(
        Code.REF_UNKNOWN,
        call.span,
        zh=f"引用的 {name} 不在条款库中",
        en=f"the reference to {name} names nothing in the library",
        value=call.argument,
        hint=Message(f"是否应为 {near}？", f"did you mean {near}?") if near else None,
    )


def _free(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """The names that a template takes from outside, each with the line it stands on first."""
    found = list(tree.find_all(nodes.Name))
    own = {node.name for node in found if node.ctx in ("store", "param")} | {"loop"}
    first = {node.name: node.lineno for node in reversed(found) if node.ctx == "load" and node.name not in own}
    yield from first.items()


def _parsed(clause: ClauseFile, lang: str) -> nodes.Template:
    try:
        return _parse(clause, lang)
    except TemplateSyntaxError:
        return nodes.Template([], lineno=1)


def _parse(clause: ClauseFile, lang: str) -> nodes.Template:
    return _tree(clause.span.file, clause.sources["zh" if lang == "zh" else "en"])


@cache
def _tree(name: str, source: Source) -> nodes.Template:
    """A text parsed, once for all rules that look at it."""
    environment = _environment()
    tree = environment.parse("\n" * (source.line - 1) + source.text, name, name)
    environment.compile(tree)  # an unknown filter shows only here
    return tree


@cache
def _environment() -> Sandbox:
    return sandbox(**dict.fromkeys(FILTERS, str))


def _span(clause: ClauseFile, line: int, name: str) -> Span:
    """Where `name` stands in a line of a clause's file."""
    for source in clause.sources.values():
        lines = source.text.split("\n")
        if source.line <= line < source.line + len(lines):
            match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", lines[line - source.line])
            return Span(clause.span.file, line, match.start() + 1 if match else 1)
    return Span(clause.span.file, line, 1)
