"""What can be wrong with a clause or with a value it prints, as diagnostics."""

from __future__ import annotations

import re
from collections.abc import Iterable

from slagen.diagnostics import Code, Diagnostic, Lang, Message, Span, error
from slagen.read.positioned import Positioned
from slagen.resolve.bound import nearest


def name_undefined(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """A clause uses a name that is not there."""
    near = nearest(name.rpartition(".")[2], known)
    return error(
        Code.NAME_UNDEFINED,
        span,
        zh=f"条款使用了未定义的名称 {name}",
        en=f"the clause uses {name}, which is not defined",
        value=name,
        hint=Message(f"是否应为 {near}？", f"did you mean {near}?") if near else None,
    )


def not_in_reads(span: Span, name: str) -> Diagnostic:
    """A clause reads an input that its front matter does not list."""
    return error(
        Code.CLAUSE_READS,
        span,
        zh=f"条款读取 {name}，但 reads 未列出它",
        en=f"the clause reads {name}, which its reads does not list",
        value=name,
        hint=Message(f"在 reads 中加上 {name}", f"add {name} to reads"),
    )


def value_empty(span: Span, path: str) -> Diagnostic:
    """A clause prints an optional value that the contract leaves out."""
    return error(
        Code.VALUE_EMPTY,
        span,
        zh=f"条款要打印 {path}，合同没有给出这一项",
        en=f"the clause prints {path}, which the contract leaves out",
        value=path,
        hint=Message(f"在合同中写出 {path}，或在条款中用 if 判断", f"give {path} in the contract, or guard it with if"),
    )


def text_missing(source: Positioned, path: str, lang: Lang) -> Diagnostic:
    """A text of the inputs lacks the language that is being built."""
    zh, en = ("中文", "Chinese") if lang == "zh" else ("英文", "English")
    return error(
        Code.TEXT_MISSING,
        source.at(parse_path(path)),
        zh=f"{path} 没有{zh}文本，无法生成该语言的合同",
        en=f"{path} has no {en} text, so the contract can't be built in it",
        value=path,
        hint=Message(f"补上 {lang}: …", f"add {lang}: …"),
    )


def phrase_missing(span: Span, kind: str, value: str) -> Diagnostic:
    """The library has no words for a choice."""
    return error(
        Code.NAME_UNDEFINED,
        span,
        zh=f"phrases.yaml 没有 {kind} 的 {value} 的用语",
        en=f"phrases.yaml has no words for {value} of {kind}",
        value=value,
    )


def work_unknown(span: Span, target: str, known: Iterable[str]) -> Diagnostic:
    """A citation of a work that is not in the register."""
    near = nearest(target.partition("/")[0], known)
    return error(
        Code.REFERENCE_UNKNOWN,
        span,
        zh=f"登记册中没有所引用的 {target}",
        en=f"the register has no work for {target}",
        value=target,
        hint=Message(f"是否应为 {near}？", f"did you mean {near}?")
        if near
        else Message("在 clauses/references.yaml 中登记", "add it to clauses/references.yaml"),
    )


def place_unknown(span: Span, target: str, *, standard: bool) -> Diagnostic:
    """A citation whose article or clause is not written as its kind of work needs."""
    zh, en = ("8.6.1、A.8.2", "8.6.1, A.8.2") if standard else ("585、585.1（款）、496-498", "585, 585.1, 496-498")
    return error(
        Code.REFERENCE_UNKNOWN,
        span,
        zh=f"{target} 的条号写法有误",
        en=f"the place in {target} is not in the form of a citation",
        value=target,
        hint=Message(f"例如 {zh}", f"such as {en}"),
    )


def template_syntax(span: Span, reason: str) -> Diagnostic:
    """A clause's template can't be parsed or run, for the `reason` that Jinja2 or Python gives."""
    said = _in_words(reason)
    return error(
        Code.CLAUSE_SYNTAX,
        span,
        zh=f"条款模板有误：{said.zh}",
        en=f"the clause's template is wrong: {said.en}",
        hint=Message("见 docs/zh/clauses.md", "see docs/clauses.md"),
    )


_SAID = (
    (r"No filter named '(.+?)'.*", "没有过滤器 {}", "there is no filter {}"),
    (
        r"Unexpected end of template.*needs to be closed is '(.+?)'.*",
        "{{% {0} %}} 没有结束，缺少 {{% end{0} %}}",
        "{{% {0} %}} is not closed: {{% end{0} %}} is missing",
    ),
    (r"Encountered unknown tag '(.+?)'.*", "此处不能有 {{% {} %}}", "{{% {} %}} can't stand here"),
    (r"expected token '(.+)', got '(.+)'", "应当是 {}，却是 {}", "expected {}, got {}"),
    (r"unexpected (?:char )?'(.+?)'.*", "此处不应有 {}", "unexpected {}"),
    (r".* got an unexpected keyword argument '(.+)'", "函数没有参数 {}", "the function takes no argument {}"),
    (
        r".* missing \d+ required positional arguments?: '(.+?)'.*",
        "函数缺少参数 {}",
        "the function lacks its argument {}",
    ),
    (r".* takes .* positional arguments? but .* given", "函数的参数过多", "the function has too many arguments"),
)
"""What Jinja2 and Python say of a template, and how it is told to those who write clauses."""


def _in_words(reason: str) -> Message:
    for pattern, zh, en in _SAID:
        if match := re.fullmatch(pattern, reason, re.DOTALL):
            return Message(zh.format(*match.groups()), en.format(*match.groups()))
    return Message(reason, reason)


def parse_path(path: str) -> tuple[str | int, ...]:
    """``slos[0].target`` as ("slos", 0, "target")."""
    return tuple(int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", path))
