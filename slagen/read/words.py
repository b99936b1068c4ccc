"""What pydantic's errors are called in Chinese and in English, and what to do about them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal, get_args, get_origin

from slagen.diagnostics import Code, Message
from slagen.read.positioned import Path
from slagen.read.shape import bare, clip, is_model, kind_at, nearest, shown

MANY = 16
"""How many field names or choices a hint lists at most."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One error of a validation, in words; `at_key` says that it is shown at the key of its path."""

    code: Code
    path: Path
    message: Message
    value: Any
    hint: Message | None = None
    at_key: bool = False


def problem_of(model: type, path: Path, value: Any, raised: list[Any], is_key: bool) -> Problem:
    """What pydantic `raised` about the value at `path`, as one problem; several are the branches of one union."""
    kind = raised[0]["type"]
    if kind == "missing":
        return _missing(model, path)
    if kind == "extra_forbidden":
        return _unknown(model, path)
    if is_key:
        return _wrong_key(model, path, raised[0])
    if value is None:
        return _empty(model, path)
    code, said = _said(_fitting(raised, value))
    hint = _hint(model, path, value, raised[0])
    return Problem(code, path, _about(path, said), value if isinstance(value, str) else written(value), hint)


def _about(path: Path, said: Message) -> Message:
    name = shown(path)
    return Message(f"{name}：{said.zh}", f"{name}: {said.en}") if name else said


def _missing(model: type, path: Path) -> Problem:
    *around, name = path
    where = shown(tuple(around))
    zh = f"{where} 缺少必填项 {name}" if where else f"缺少必填项 {name}"
    en = f"{where} lacks the required field {name}" if where else f"the required field {name} is missing"
    return Problem(Code.FIELD_MISSING, path, Message(zh, en), "", _description(model, path), at_key=True)


def _empty(model: type, path: Path) -> Problem:
    said = Message("没有值", "has no value")
    return Problem(Code.FIELD_MISSING, path, _about(path, said), "", _description(model, path), at_key=True)


def _description(model: type, path: Path) -> Message | None:
    """What the field at `path` is, in its own words."""
    owner = kind_at(model, path[:-1])
    field = owner.model_fields.get(path[-1]) if is_model(owner) else None
    if field is None or field.description is None:
        return None
    zh, _, en = field.description.partition("\n\n")
    return Message(f"{path[-1]}：{zh}", f"{path[-1]}: {en}")


def _unknown(model: type, path: Path) -> Problem:
    owner = kind_at(model, path[:-1])
    where, name = shown(path[:-1]), clip(str(path[-1]))
    zh = f"{where} 没有字段 {name}" if where else f"没有字段 {name}"
    en = f"{where} has no field {name}" if where else f"there is no field {name}"
    hint = _nearest(str(path[-1]), list(owner.model_fields)) if is_model(owner) else None
    if "：" in str(path[-1]):
        hint = Message("冒号是全角的“：”；请改成半角冒号加一个空格", "the colon is the full-width “：”; write ': '")
    return Problem(Code.FIELD_UNKNOWN, path, Message(zh, en), path[-1], hint, at_key=True)


def _nearest(word: str, known: list[str]) -> Message | None:
    near = nearest(word, known, cutoff=0.7)
    if near:
        return Message(f"是否应为 {near}？", f"did you mean {near}?")
    if not known or len(known) > MANY:
        return None
    return Message(f"可以用：{'、'.join(known)}", f"known here: {', '.join(known)}")


def _wrong_key(model: type, path: Path, raised: Any) -> Problem:
    code, said = _said([raised])
    *around, key = path
    message = _about(tuple(around), Message(f"键 {clip(str(key))} {said.zh}", f"the key {clip(str(key))} {said.en}"))
    keys = get_args(kind_at(model, path[:-1]))
    return Problem(code, path, message, key, _nearest_choice(keys[0] if keys else None, str(key)), at_key=True)


def _fitting(raised: list[Any], value: Any) -> list[Any]:
    """The branches of a union that a wrong `value` was probably meant for: all where nothing tells."""
    wanted = None
    if isinstance(value, str) and value:
        wanted = "percent_form" if value[-1] in "%％" else "duration_form" if value[-1].isalpha() else None
    return [one for one in raised if one["type"] == wanted] or raised


def _said(raised: list[Any]) -> tuple[Code, Message]:
    found = [_one(one["type"], one.get("ctx", {}), one["msg"]) for one in raised]
    zh = "；或者".join(dict.fromkeys(message.zh for _, message in found))
    en = "; or ".join(dict.fromkeys(message.en for _, message in found))
    return found[0][0], Message(zh, en)


def _one(kind: str, ctx: dict[str, Any], msg: str) -> tuple[Code, Message]:
    if "zh" in ctx and "en" in ctx:
        return Code.__members__.get(kind.upper(), Code.VALUE_INVALID), Message(ctx["zh"], ctx["en"])
    sentence = SENTENCES.get(kind)
    if sentence is None:
        return Code.VALUE_INVALID, Message(f"值无效（{msg}）", msg)
    return Code.VALUE_INVALID, sentence(ctx)


def _fixed(zh: str, en: str) -> Callable[[dict[str, Any]], Message]:
    return lambda _: Message(zh, en)


def _filled(zh: str, en: str) -> Callable[[dict[str, Any]], Message]:
    return lambda ctx: Message(zh.format(**ctx), en.format(**ctx))


def _choices(ctx: dict[str, Any]) -> Message:
    expected = str(ctx["expected"]).replace("'", "")
    return Message(f"应当是 {expected.replace(' or ', ' 或者 ').replace(', ', '、')}", f"should be {expected}")


def _pattern(ctx: dict[str, Any]) -> Message:
    known = FORMS.get(ctx["pattern"])
    return known or Message(f"应当符合 {ctx['pattern']}", f"should match {ctx['pattern']}")


SENTENCES: dict[str, Callable[[dict[str, Any]], Message]] = {
    "enum": _choices,
    "literal_error": _choices,
    "string_pattern_mismatch": _pattern,
    "string_type": _fixed("应当是文字", "should be text"),
    "string_too_short": _fixed("不得为空", "should not be empty"),
    "string_too_long": _filled("最多 {max_length} 个字符", "should have at most {max_length} characters"),
    "int_type": _fixed("应当是整数", "should be a whole number"),
    "int_from_float": _fixed("应当是整数", "should be a whole number"),
    "float_type": _fixed("应当是数字", "should be a number"),
    "bool_type": _fixed("应当是 true 或 false", "should be true or false"),
    "date_type": _fixed("应当是日期，例如 2026-01-01", "should be a date such as 2026-01-01"),
    "date_parsing": _fixed("应当是存在的日期，例如 2026-01-01", "should be a date that exists, such as 2026-01-01"),
    "greater_than_equal": _filled("至少为 {ge}", "should be at least {ge}"),
    "less_than_equal": _filled("至多为 {le}", "should be at most {le}"),
    "tuple_type": _fixed("应当是列表", "should be a list"),
    "too_short": _filled(
        "至少要有 {min_length} 项，现有 {actual_length} 项", "needs at least {min_length}; it has {actual_length}"
    ),
    "model_type": _fixed("应当是由“字段: 值”组成的映射", "should be a mapping of fields to values"),
    "dict_type": _fixed("应当是由“键: 值”组成的映射", "should be a mapping of keys to values"),
}
"""The sentence for each kind of error of pydantic's own that the models can raise."""

FORMS: dict[str, Message] = {
    r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$": Message(
        "应当是标识：字母、数字、点、连字符、下划线，以字母或数字开头，最多 64 个字符",
        "should be an id: letters, digits, dots, hyphens, underscores; a letter or digit first; at most 64 characters",
    ),
    r"^[0-9A-HJ-NPQRTUWXY]{18}$": Message(
        "应当是统一社会信用代码：18 位数字和大写字母，不含 I、O、S、V、Z",
        "should be a unified social credit code: 18 digits and capital letters without I, O, S, V, Z",
    ),
    "^[A-Z]{3}$": Message("应当是币种代码，例如 CNY", "should be a currency code such as CNY"),
    r"^SLA[0-9]{3}$": Message("应当是规则的代码，例如 SLA014", "should be the code of a rule such as SLA014"),
    "^CN$": Message("应当是 CN", "should be CN"),
    "^[0-9a-f]{64}$": Message(
        "应当是 SHA-256：64 位十六进制数字，小写", "should be a SHA-256: 64 hexadecimal digits in lower case"
    ),
    r"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$": Message(
        "应当是条款标识，例如 delivery.response", "should be a clause id such as delivery.response"
    ),
    r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$": Message(
        "应当是版本号，例如 1.0.0", "should be a version such as 1.0.0"
    ),
    r"^([1-8]\.[1-5]|[a-z][a-z0-9-]*)$": Message(
        "应当是规范条号（如 3.2）、模板增设的条的标识（小写字母、数字和连字符）或 annex",
        "should be a section of the specification such as 3.2, the id of an inserted one (a-z, 0-9, hyphens), or annex",
    ),
    r"^[a-z][a-z0-9-]*$": Message(
        "应当是小写字母、数字和连字符，以字母开头", "should be lower-case letters, digits and hyphens, a letter first"
    ),
    r"^[1-9]\.[1-9]$": Message("应当是规范条号，例如 3.2", "should be a section number such as 3.2"),
    r"^[A-Za-z0-9_][A-Za-z0-9._-]*$": Message(
        "应当是同一文件夹中的文件名：字母、数字、点、连字符、下划线，不含斜线",
        "should be the name of a file in the same folder: letters, digits, dots, hyphens, underscores, no slashes",
    ),
    r"^#[0-9a-f]{6}$": Message("应当是颜色，例如 #1f4e79，小写", "should be a colour such as #1f4e79 in lower case"),
}
"""What each pattern of the models means."""


def _hint(model: type, path: Path, value: Any, raised: Any) -> Message | None:
    """What to write instead of `value`."""
    kind = raised["type"]
    if kind == "model_type" and is_model(owner := kind_at(model, path)):
        return _nearest("", list(owner.model_fields))
    if kind == "string_type" and isinstance(value, bool | int | float | date):
        return Message(f'加上引号：写成 "{written(value)}"', f'put it in quotation marks: "{written(value)}"')
    if kind == "tuple_type" and isinstance(value, str | int | float | date):
        return Message(f"写成 [{written(value)}]", f"write [{written(value)}]")
    if isinstance(value, str):
        return _unquoted(kind, value) or _plain_width(value) or _nearest_choice(kind_at(model, path), value)
    return None


def _unquoted(kind: str, value: str) -> Message | None:
    """What a quoted number, or a yes or no, should be."""
    plain = _YES_NO.get(value.lower()) if kind == "bool_type" else value if kind == "int_type" else None
    if plain is None or not (plain.isdecimal() or kind == "bool_type"):
        return None
    return Message(f"写成 {plain}，不加引号", f"write {plain}, unquoted")


_YES_NO = {
    **dict.fromkeys(("yes", "on", "y", "true", "是"), "true"),
    **dict.fromkeys(("no", "off", "n", "false", "否"), "false"),
}
_PLAIN_QUOTES = str.maketrans("“”‘’", "\"\"''")


def _plain_width(value: str) -> Message | None:
    """A hint where an input method left full-width letters or quotation marks in a value of ASCII form."""
    if len(value) > 64:
        return None
    plain = unicodedata.normalize("NFKC", value).translate(_PLAIN_QUOTES).strip("\"' ")
    if plain == value or not plain or not plain.isascii():
        return None
    return Message(f"用半角字符、不带空格和引号，写成 {plain}", f"write it in ASCII, unquoted and unspaced: {plain}")


def _nearest_choice(kind: Any, value: str) -> Message | None:
    near = nearest(value, _choices_of(kind))
    return Message(f"是否应为 {near}？", f"did you mean {near}?") if near else None


def _choices_of(kind: Any) -> list[str]:
    kind, _ = bare(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return [choice.value for choice in kind]
    return [str(choice) for choice in get_args(kind)] if get_origin(kind) is Literal else []


def written(value: Any) -> str:
    """A value as it stands in YAML, for people."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    return clip(str(value))
