"""Reads measurements: a CSV or JSON file → typed entries, each with its place, and what is wrong with any of them.

Both forms become the same plain data, so that one model judges both.  A CSV file has a row an entry, whose ``kind``
says which list of :class:`slagen.model.measurements.Measurements` it belongs to; a column ``reason.zh`` is the field
``zh`` of ``reason``.  JSON is RFC 8259; since JSON is YAML, too, its places are those that the YAML reader finds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any, get_args

from slagen.diagnostics import Code, Diagnostic, InputError, Message, Span, error, has_errors, in_order
from slagen.model.base import Model
from slagen.model.contract import Contract
from slagen.model.measurements import KINDS, Measurements, Words
from slagen.project import Project
from slagen.read.contract import read_file
from slagen.read.delimited import Cell, Row, Sheet
from slagen.read.measured import Entries, check_entries, check_ids, course_of
from slagen.read.positioned import Path, Positioned, parse_yaml
from slagen.read.shape import bare, clip, nearest
from slagen.read.source import Places, decode, unusable_character
from slagen.read.unmeasured import check_unmeasured
from slagen.read.validate import examine
from slagen.sla.course import Course

LIMIT = 32 * 1024 * 1024
"""The largest file of measurements that is read: some 700,000 rows."""


@dataclass(frozen=True)
class LoadedMeasurements:
    """Measurements as they were read: where each value stands, what they mean in time, and what was found."""

    measurements: Measurements
    source: Positioned
    course: Course
    diagnostics: tuple[Diagnostic, ...]


def read_measurements(
    project: Project, name: str, contract: Contract, *, service_start: date | None = None
) -> LoadedMeasurements:
    """The measurements in the file called `name`, with the warnings that they give rise to.

    Args:
        service_start: the Service Start Date of services for which the file states none.

    Raises:
        InputError: with everything that is wrong in the file.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in _FORMS:
        raise InputError([_unknown_form(name, suffix)])
    source, problems = _FORMS[suffix](name, decode(name, read_file(project, name, LIMIT), LIMIT))
    tidy = _rowwise if suffix == ".csv" else _unchanged
    entries, misshapen = _entries(source)
    problems += [*misshapen, *check_ids(source, contract)]
    course, undated = course_of(entries, contract, service_start)
    made, wrong = check_entries(entries, course)
    problems += [*undated, *wrong]
    if has_errors(problems):
        raise InputError(map(tidy, problems))
    found = in_order(map(tidy, [*problems, *check_unmeasured(made)]))
    return LoadedMeasurements(entries.measurements, source, course, found)


def _unknown_form(name: str, suffix: str) -> Diagnostic:
    return error(
        Code.FILE_MISSING,
        Span(name, 1, 1),
        zh="计量数据应当是 .csv 或 .json 文件",
        en="measurements should be a .csv or a .json file",
        value=suffix or name,
        hint=Message("写法见 docs/zh/measurements.md", "docs/measurements.md says what they look like"),
    )


# Entries ----------------------------------------------------------------------------------------------------------


def _entries(source: Positioned) -> tuple[Entries, list[Diagnostic]]:
    """Every entry that is of its form, by its place in the file, and what is wrong with the others."""
    whole, problems = examine(Measurements, source)
    if whole is not None:
        indexes = {name: range(len(getattr(whole, name))) for name in KINDS.values()}
        return Entries(whole, indexes, source), []
    if not isinstance(source.data, dict):
        raise InputError(problems)
    right: dict[str, list[tuple[int, Any]]] = {name: list(_right(name, source.data)) for name in KINDS.values()}
    whole = Measurements.model_construct(
        contract=_text(source.data.get("contract")),
        **{name: tuple(entry for _, entry in rows) for name, rows in right.items()},  # type: ignore[arg-type]
    )
    return Entries(whole, {name: [index for index, _ in rows] for name, rows in right.items()}, source), problems


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _right(name: str, data: Mapping[str, Any]) -> Iterator[tuple[int, Model]]:
    """The entries of a list that are of its form, with their places in it."""
    written = data.get(name)
    for index, entry in enumerate(written if isinstance(written, list) else ()):
        made, _ = examine(_model(name), Positioned(entry, {(): _NOWHERE}, {}))
        if made is not None:
            yield index, made


_NOWHERE = Span("", 1, 1)


def _model(name: str) -> type[Model]:
    """The model of the entries of a list."""
    kind: type[Model] = get_args(Measurements.model_fields[name].annotation)[0]
    return kind


# JSON -------------------------------------------------------------------------------------------------------------

_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_STAND_IN = r"\u25a1\u25a1"
_HALF = re.compile(r"(?<!\\)(?:\\\\)*(\\u([dD][89a-fA-F][0-9a-fA-F]{2}))")


def _json(name: str, text: str) -> tuple[Positioned, list[Diagnostic]]:
    try:
        data = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as caught:
        raise InputError([_not_json(name, text, caught)]) from None
    except ValueError as caught:
        raise InputError([_unreadable_number(name, caught)]) from None
    except RecursionError:
        data = None  # the YAML reader says where it is too deep
    # YAML has neither tabs between tokens nor characters written as two escapes; what takes their place is as long.
    joined = _PAIR.sub(lambda _: _STAND_IN, text.replace("\t", " "))
    if (half := _HALF.search(joined)) is not None:
        raise InputError([unusable_character(Places(name, text).span(half.start(1)), chr(int(half[2], 16)))])
    placed = parse_yaml(name, joined)
    if isinstance(data, dict):
        data.pop("$schema", None)  # for editors
    return replace(placed, data=data), []


def _refuse_constant(written: str) -> None:
    raise ValueError(written)


def _unreadable_number(name: str, caught: ValueError) -> Diagnostic:
    return error(
        Code.JSON_SYNTAX,
        Span(name, 1, 1),
        zh="含有无法读取的数字，例如 NaN 或者超过四千位的数",
        en="there is a number that can't be read, such as NaN or one of more than four thousand digits",
        value=str(caught)[:40],
    )


def _not_json(name: str, text: str, caught: json.JSONDecodeError) -> Diagnostic:
    return error(
        Code.JSON_SYNTAX,
        Places(name, text).span(min(caught.pos, max(len(text) - 1, 0))),
        zh=f"不是 JSON：{_IN_CHINESE.get(caught.msg, caught.msg)}",
        en=f"not JSON: {caught.msg}",
        value=text[caught.pos : caught.pos + 40],
    )


_IN_CHINESE = {
    "Expecting value": "此处应当有值",
    "Expecting ',' delimiter": "此处应当有逗号",
    "Expecting ':' delimiter": "此处应当有冒号",
    "Expecting property name enclosed in double quotes": "此处应当有双引号中的字段名",
    "Illegal trailing comma before end of object": "对象的末尾多了逗号",
    "Illegal trailing comma before end of array": "列表的末尾多了逗号",
    "Extra data": "JSON 结束之后还有内容",
    "Unterminated string starting at": "字符串没有结束",
    "Invalid control character at": "字符串中有控制字符",
    "Invalid \\escape": "转义无效",
    "Invalid \\uXXXX escape": "转义无效",
}


# CSV --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: the name in its head, the path of its field within an entry, its place in a row."""

    name: str
    path: tuple[str, ...]
    place: int


@dataclass(frozen=True)
class _Cells(Mapping[Path, Span]):
    """Spans of a CSV file's values by their paths (list, index, field), found when they are asked for."""

    sheet: Sheet
    columns: Mapping[tuple[str, ...], int]
    rows: Mapping[str, Sequence[int]]
    entries: bool

    def __getitem__(self, path: Path) -> Span:
        if path not in self:
            raise KeyError(path)
        if len(path) < 2:
            return self.sheet.span(0)
        row = self.sheet.row(self.rows[str(path[0])][int(path[1])])
        at = next((place for name, place in self.columns.items() if name[: len(path) - 2] == path[2:]), 0)
        return self.sheet.span(row[min(at if len(path) > 2 else 0, len(row) - 1)].offset)

    def __contains__(self, path: object) -> bool:
        if not isinstance(path, tuple) or (len(path) < 3 and not self.entries):
            return False
        if len(path) < 2:
            return not path or path[0] in self.rows
        listed = self.rows.get(path[0], ())
        return path[1] < len(listed) and (len(path) == 2 or self._has(path[2:], listed[path[1]]))

    def _has(self, name: tuple[str, ...], offset: int) -> bool:
        row = self.sheet.row(offset)
        places = [place for each, place in self.columns.items() if each[: len(name)] == name]
        return any(place < len(row) and row[place].text for place in places)

    def __iter__(self) -> Iterator[Path]:
        return iter(())

    def __len__(self) -> int:
        return sum(map(len, self.rows.values()))


def _csv(name: str, text: str) -> tuple[Positioned, list[Diagnostic]]:
    sheet = Sheet(name, text)
    rows = iter(sheet)
    head = next(rows, None)
    if head is None:
        raise InputError([error(Code.TABLE_FORM, Span(name, 1, 1), zh="文件是空的", en="the file is empty")])
    columns, problems = _columns(head, sheet)
    if not any(column.path == ("kind",) for column in columns):
        raise InputError([*problems, _without_kind(sheet, head)])
    table = _Table(sheet, columns, len(head))
    for row in rows:
        problems += table.add(row)
    places = {column.path: column.place for column in columns}
    spans = _Cells(sheet, places, table.offsets, entries=True)
    return Positioned(table.data, spans, replace(spans, entries=False)), problems


def _known_columns() -> dict[str, tuple[str, ...]]:
    """The names that a column may have, and the field of an entry that each is."""
    known: dict[str, tuple[str, ...]] = {"kind": ("kind",)}
    for list_ in KINDS.values():
        for name, each in _model(list_).model_fields.items():
            known[name] = (name,)
            if bare(each.annotation)[0] is Words:
                known |= {f"{name}.zh": (name, "zh"), f"{name}.en": (name, "en")}
    return known


def _columns(head: Row, sheet: Sheet) -> tuple[tuple[_Column, ...], list[Diagnostic]]:
    known, found = _known_columns(), dict[str, _Column]()
    problems: list[Diagnostic] = []
    for place, cell in enumerate(head):
        name = cell.text.strip().lower()
        if name and name not in known:
            problems.append(_unknown_column(cell, sheet, known))
        elif name in found:
            problems.append(_twice(cell, sheet))
        elif name:
            found[name] = _Column(name, known[name], place)
    return tuple(found.values()), problems


def _unknown_column(cell: Cell, sheet: Sheet, known: Mapping[str, object]) -> Diagnostic:
    near = nearest(cell.text, list(known))
    listed = Message(f"可以用：{'、'.join(known)}", f"known here: {', '.join(known)}")
    return error(
        Code.FIELD_UNKNOWN,
        sheet.span(cell.offset),
        zh=f"没有列 {clip(cell.text)}",
        en=f"there is no column {clip(cell.text)}",
        value=cell.text,
        hint=Message(f"是否应为 {near}？", f"did you mean {near}?") if near else listed,
    )


def _twice(cell: Cell, sheet: Sheet) -> Diagnostic:
    return error(
        Code.DUPLICATE_KEY,
        sheet.span(cell.offset),
        zh=f"列 {clip(cell.text)} 重复",
        en=f"the column {clip(cell.text)} stands here again",
        value=cell.text,
        hint=Message("删除其中一列，或者改名", "delete one of the two, or rename it"),
    )


def _without_kind(sheet: Sheet, head: Row) -> Diagnostic:
    return error(
        Code.TABLE_FORM,
        sheet.span(head[0].offset),
        zh="首行缺少列 kind",
        en="the first row has no column kind",
        value=",".join(cell.text for cell in head),
        hint=Message(
            f"首行写各列的名称；kind 的值为 {'、'.join(KINDS)}",
            f"the first row names the columns; kind is one of {', '.join(KINDS)}",
        ),
    )


@dataclass
class _Table:
    """The rows of a sheet as entries: plain data by list, and the offset at which each entry begins."""

    sheet: Sheet
    columns: tuple[_Column, ...]
    width: int
    data: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    offsets: dict[str, list[int]] = field(default_factory=dict)
    _kept: dict[str, str] = field(default_factory=dict)

    def add(self, row: Row) -> list[Diagnostic]:
        """Take a row; what is wrong with it as a row."""
        problems = [_too_many(cell, self) for cell in row[self.width :][:1] if cell.text]
        kind = next(column for column in self.columns if column.name == "kind")
        cell = row[kind.place] if kind.place < len(row) else Cell("", row[0].offset)
        list_ = KINDS.get(cell.text.lower())
        if list_ is None:
            return [*problems, _unknown_kind(cell, self.sheet)]
        entry: dict[str, Any] = {}
        for column in self.columns:
            if column is not kind and column.place < len(row) and (text := row[column.place].text):
                self._put(entry, list_, column.path, text)
        self.data.setdefault(list_, []).append(entry)
        self.offsets.setdefault(list_, []).append(row[0].offset)
        return problems

    def _put(self, entry: dict[str, Any], list_: str, path: tuple[str, ...], text: str) -> None:
        # The same few words stand in row after row.
        value = _read(list_, path[0], self._kept.setdefault(text, text))
        if len(path) == 1:
            entry[path[0]] = value
        else:
            inner = entry.setdefault(path[0], {})
            if isinstance(inner, str):
                inner = entry[path[0]] = {"zh": inner, "en": inner}
            inner[path[1]] = value


def _read(list_: str, name: str, text: str) -> Any:
    """What a cell says, by the type of its field: a number, yes or no, or its words."""
    kind = _kind(list_, name)
    if kind is int and _NUMBER.fullmatch(text):
        return int(text.replace(",", ""))
    return _YES_NO.get(text.lower(), text) if kind is bool else text


_NUMBER = re.compile(r"-?[0-9]{1,18}|[0-9]{1,3}(?:,[0-9]{3}){1,5}")
_YES_NO: Mapping[str, bool] = {
    **dict.fromkeys(("yes", "y", "true", "1", "是"), True),
    **dict.fromkeys(("no", "n", "false", "0", "否"), False),
}
_kinds: dict[tuple[str, str], Any] = {}


def _kind(list_: str, name: str) -> Any:
    key = list_, name
    if key not in _kinds:
        fields = _model(list_).model_fields
        _kinds[key] = bare(fields[name].annotation)[0] if name in fields else None
    return _kinds[key]


def _too_many(cell: Cell, table: _Table) -> Diagnostic:
    return error(
        Code.TABLE_FORM,
        table.sheet.span(cell.offset),
        zh=f"本行多于 {table.width} 列",
        en=f"this row has more than {table.width} columns",
        value=cell.text,
        hint=Message("含有逗号的内容请加双引号", "put what has a comma in double quotes"),
    )


def _unknown_kind(cell: Cell, sheet: Sheet) -> Diagnostic:
    near = nearest(cell.text, list(KINDS)) if cell.text else None
    listed = Message(f"应当是 {'、'.join(KINDS)} 之一", f"it is one of {', '.join(KINDS)}")
    return error(
        Code.VALUE_INVALID if cell.text else Code.FIELD_MISSING,
        sheet.span(cell.offset),
        zh=f"没有种类 {clip(cell.text)}" if cell.text else "本行没有写明种类（kind）",
        en=f"there is no kind {clip(cell.text)}" if cell.text else "this row has no kind",
        value=cell.text,
        hint=Message(f"是否应为 {near}？", f"did you mean {near}?") if near else listed,
    )


_ROW = re.compile(rf"\b({'|'.join(KINDS.values())})\[\d+\]\.?")
_OF_LIST = {list_: kind for kind, list_ in KINDS.items()}


def _rowwise(found: Diagnostic) -> Diagnostic:
    """A diagnostic of a CSV file, which doesn't name entries by the index that they have nowhere in it."""
    message = found.message
    zh = _ROW.sub(lambda match: "" if match[0].endswith(".") else f"本行（{_OF_LIST[match[1]]}）", message.zh)
    en = _ROW.sub(lambda match: "" if match[0].endswith(".") else f"this row ({_OF_LIST[match[1]]})", message.en)
    return replace(found, message=Message(zh.replace("） ", "）"), en))


def _unchanged(found: Diagnostic) -> Diagnostic:
    return found


_FORMS = {".csv": _csv, ".json": _json}
