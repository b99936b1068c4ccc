"""YAML with the place of every value: the subset of YAML 1.2 that inputs use, read event by event.

The events of PyYAML's parser are built into plain values without recursion, and aliases are counted before they are
expanded, so that no file can make slagen hang or run out of stack.  Plain scalars follow the core schema of YAML 1.2
(section 10.3.2), not YAML 1.1: ``no``, ``on``, ``22:00`` and ``010`` are words.  Tags, merge keys and keys that are
not words are refused, since no input needs them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from slagen.diagnostics import Code, Diagnostic, InputError, Message, Span, error
from slagen.read.source import UNUSABLE, Places, check_characters, decode, unusable_character

Path = tuple[str | int, ...]

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""What reads YAML: libyaml where PyYAML has it."""
MAX_DEPTH = 50
"""How many lists and mappings may stand in one another, aliases expanded."""
MAX_NODES = 200_000
"""How many values one file may have, aliases expanded."""
MAX_FOUND = 200
"""How many errors of the YAML itself are reported before reading stops."""

_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIMESTAMP = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}.*")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class Number(float):
    """A decimal number that remembers how it was written: ``1.10`` is not the version 1.1."""

    def __new__(cls, written: str) -> Number:
        """The number that `written`, decimal digits, says."""
        number = super().__new__(cls, written)
        number.written = written
        return number

    written: str

    def __str__(self) -> str:
        return self.written


@dataclass(frozen=True)
class Positioned:
    """Plain values and where they stand.

    `data` is made of dict, list, str, int, :class:`Number`, bool, None and :class:`datetime.date`.  `spans` has
    the place of each value by its path, `keys` that of each mapping key by the path of its value.
    """

    data: Any
    spans: Mapping[Path, Span]
    keys: Mapping[Path, Span]

    def at(self, path: Path) -> Span:
        """The place of the value at `path`, or of the nearest value around it."""
        while path not in self.spans:
            path = path[:-1]
        return self.spans[path]

    def key_at(self, path: Path) -> Span:
        """The place of the key whose value is at `path`; without one (a list entry), that of the value."""
        return self.keys.get(path) or self.at(path)

    def below(self, path: Path, data: Any) -> Positioned:
        """The part at `path` by itself, with paths of its own; `data` is what of it is looked at."""
        return Positioned(data, _Below(self.spans, path), _Below(self.keys, path))


class _Spans(Mapping[Path, Span]):
    """Spans by path, made when they are asked for: most never are."""

    def __init__(self, offsets: dict[Path, int], places: Places) -> None:
        self._offsets = offsets
        self._places = places

    def __getitem__(self, path: Path) -> Span:
        return self._places.span(self._offsets[path])

    def __contains__(self, path: object) -> bool:
        return path in self._offsets

    def __iter__(self) -> Iterator[Path]:
        return iter(self._offsets)

    def __len__(self) -> int:
        return len(self._offsets)


@dataclass(frozen=True, slots=True)
class _Below(Mapping[Path, Span]):
    """The spans below one path, by the rest of theirs."""

    spans: Mapping[Path, Span]
    top: Path

    def __getitem__(self, path: Path) -> Span:
        return self.spans[(*self.top, *path)]

    def __contains__(self, path: object) -> bool:
        return isinstance(path, tuple) and (*self.top, *path) in self.spans

    def __iter__(self) -> Iterator[Path]:
        depth = len(self.top)
        return (path[depth:] for path in self.spans if path[:depth] == self.top)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(slots=True)
class _Node:
    """One value as it is built; `count` and `height` are of the expanded value."""

    offset: int
    value: Any = None
    keys: dict[str, tuple[int, _Node]] | None = None
    entries: list[_Node] | None = None
    count: int = 1
    height: int = 0
    is_open: bool = False


@dataclass(slots=True)
class _Key:
    """A mapping key that waits for its value; `name` is None for one that is refused."""

    name: str | None
    offset: int
    first: bool = True


@dataclass
class _Builder:
    """Builds the one document of a stream from its events; collects what is wrong and goes on where it can."""

    places: Places
    root: _Node | None = None
    found: list[Diagnostic] = field(default_factory=list)
    _stack: list[tuple[_Node, _Key | None]] = field(default_factory=list)
    _anchors: dict[str, _Node] = field(default_factory=dict)
    _documents: int = 0

    def read(self, event: Any) -> None:
        """Take one event of the parser."""
        handler = _HANDLERS.get(type(event))
        if handler is not None:
            handler(self, event)

    def complain(
        self, code: Code, offset: int, zh: str, en: str, value: object = "", hint: Message | None = None
    ) -> None:
        """Note an error at `offset`."""
        self._note(error(code, self.places.span(offset), zh=zh, en=en, value=value, hint=hint))

    def _note(self, diagnostic: Diagnostic) -> None:
        self.found.append(diagnostic)
        if len(self.found) >= MAX_FOUND:
            raise InputError(self.found)

    def stop(self, code: Code, offset: int, zh: str, en: str, value: object = "", hint: Message | None = None) -> None:
        """Note an error at `offset` after which reading can't go on."""
        self.complain(code, offset, zh, en, value, hint)
        raise InputError(self.found)

    def document(self, event: Any) -> None:
        """A document starts: there may be only one."""
        self._documents += 1
        if self._documents > 1:
            self.stop(
                Code.YAML_SYNTAX,
                event.start_mark.index,
                "一个文件只能有一个 YAML 文档",
                "a file may have only one YAML document",
                hint=Message("删除 --- 行，或把内容分成几个文件", "delete the --- line, or split the file"),
            )

    def scalar(self, event: Any) -> None:
        """A scalar: a key, or a value."""
        self._check_tag(event)
        offset = event.start_mark.index
        if self._wants_key():
            self._name(event, offset)
            return
        plain = event.style is None or event.style == ""
        value = self._resolve(event.value, offset) if plain else event.value
        self._check_escapes(event, offset)
        self._add(_Node(self._shown_at(event, offset), value), event.anchor)

    def _shown_at(self, event: Any, offset: int) -> int:
        """Where a value is shown: an empty one at its key, since it takes no place itself."""
        key = self._stack[-1][1] if self._stack else None
        return key.offset if key is not None and event.end_mark.index == offset else offset

    def _resolve(self, text: str, offset: int) -> Any:
        if text[:1].isdigit() and _TIMESTAMP.fullmatch(text):
            self.complain(
                Code.VALUE_INVALID,
                offset,
                "输入中没有日期加时刻的写法",
                "inputs have no dates with a time of day",
                text,
                Message(
                    "只写日期，如 2026-01-01；文字请加引号", 'write only a date such as 2026-01-01; put a text in "…"'
                ),
            )
        return resolve_plain(text)

    def _check_escapes(self, event: Any, offset: int) -> None:
        if event.style == '"' and (bad := UNUSABLE.search(event.value)):
            self._note(unusable_character(self.places.span(offset), bad[0]))

    def _check_tag(self, event: Any) -> None:
        if event.tag is not None and event.tag != "!":
            shown = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.complain(
                Code.YAML_TAG,
                event.start_mark.index,
                f"输入不使用 YAML 标签 {shown}",
                f"inputs do not use the YAML tag {shown}",
                shown,
                Message("删除该标签；文字请加引号", 'delete the tag; put a text in "…"'),
            )

    def _wants_key(self) -> bool:
        if not self._stack:
            return False
        node, key = self._stack[-1]
        return node.keys is not None and key is None

    def _name(self, event: Any, offset: int) -> None:
        node, _ = self._stack[-1]
        name = event.value
        refused = self._refuse_key(event, offset)
        repeated = not refused and node.keys is not None and name in node.keys
        if repeated:
            self._repeated(node, name, offset)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Node(offset, name)
        self._stack[-1] = (node, _Key(None if refused or repeated else name, offset))

    def _refuse_key(self, event: Any, offset: int) -> bool:
        if event.style:
            self._check_escapes(event, offset)
            return False
        if event.value == "<<":
            zh, en = "输入不使用合并键 <<", "inputs do not use the merge key <<"
            hint = Message("把各字段逐一写出", "write the fields out")
        elif not isinstance(resolve_plain(event.value), str):
            zh, en = f"键应当是文字：{event.value or '（空）'}", f"a key should be a word: {event.value or '(empty)'}"
            hint = Message(f'写成 "{event.value}"', f'write "{event.value}"')
        else:
            return False
        self.complain(Code.YAML_TAG, offset, zh, en, event.value, hint)
        return True

    def _repeated(self, node: _Node, name: str, offset: int) -> None:
        assert node.keys is not None  # noqa: S101 - narrowed for the type checker: the caller looked the key up
        line = self.places.span(node.keys[name][0]).line
        self.complain(
            Code.DUPLICATE_KEY,
            offset,
            f"键 {name} 重复，第 {line} 行已经有了",
            f"the key {name} stands here again; line {line} has it already",
            name,
            Message("删除其中一个，或者改名", "delete one of the two, or rename it"),
        )

    def start(self, event: Any) -> None:
        """A list or a mapping starts."""
        self._check_tag(event)
        offset = event.start_mark.index
        self._check_depth(1, offset)
        if self._wants_key():
            self._compound_key(offset)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        node = _Node(
            offset, keys={} if is_mapping else None, entries=None if is_mapping else [], height=1, is_open=True
        )
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        self._stack.append((node, None))

    def _compound_key(self, offset: int) -> None:
        self.stop(
            Code.YAML_TAG,
            offset,
            "列表或映射不能作键",
            "a list or a mapping can't be a key",
            hint=Message("含有 {、[ 的文字请加引号", 'put a text that has { or [ in "…"'),
        )

    def end(self, event: Any) -> None:
        """The innermost list or mapping ends."""
        node, _ = self._stack.pop()
        node.is_open = False
        self._add(node, None)

    def alias(self, event: Any) -> None:
        """A value that stands elsewhere in the file."""
        offset = event.start_mark.index
        node = self._anchors.get(event.anchor)
        if node is None:
            self._no_anchor(event.anchor, offset)
        elif node.is_open:
            self._recursive(event.anchor, offset)
        elif self._wants_key():
            self.stop(Code.YAML_TAG, offset, "别名不能作键", "an alias can't be a key", f"*{event.anchor}")
        else:
            self._check_depth(node.height, offset)
            self._add(node, None, offset)

    def _no_anchor(self, anchor: str, offset: int) -> None:
        self.stop(
            Code.ALIAS,
            offset,
            f"没有名为 {anchor} 的锚点",
            f"no anchor is called {anchor}",
            f"*{anchor}",
            Message("以 * 开头的文字请加引号", 'put a text that starts with * in "…"'),
        )

    def _recursive(self, anchor: str, offset: int) -> None:
        self.stop(
            Code.ALIAS,
            offset,
            f"别名 *{anchor} 使值包含它自己",
            f"the alias *{anchor} makes the value contain itself",
            f"*{anchor}",
        )

    def _check_depth(self, height: int, offset: int) -> None:
        if len(self._stack) + height > MAX_DEPTH:
            self.stop(
                Code.TOO_DEEP,
                offset,
                f"嵌套超过 {MAX_DEPTH} 层",
                f"nested more than {MAX_DEPTH} levels deep",
            )

    def _add(self, node: _Node, anchor: str | None, offset: int | None = None) -> None:
        """Put a finished value in its place; `offset` is that of the alias it came by."""
        if anchor is not None:
            self._anchors[anchor] = node
        if not self._stack:
            self.root = node
            return
        parent, key = self._stack[-1]
        if parent.entries is not None:
            parent.entries.append(node)
        elif key is not None:
            if key.name is not None and parent.keys is not None:
                parent.keys[key.name] = (key.offset, node)
            self._stack[-1] = (parent, None)
        self._count(parent, node, node.offset if offset is None else offset)

    def _count(self, parent: _Node, node: _Node, offset: int) -> None:
        parent.count += node.count
        parent.height = max(parent.height, node.height + 1)
        if parent.count > MAX_NODES:
            self.stop(
                Code.ALIAS,
                offset,
                f"文件（展开别名后）超过 {MAX_NODES} 个值",
                f"the file has more than {MAX_NODES} values, aliases expanded",
            )


_HANDLERS: dict[type, Callable[[_Builder, Any], None]] = {
    yaml.DocumentStartEvent: _Builder.document,
    yaml.ScalarEvent: _Builder.scalar,
    yaml.SequenceStartEvent: _Builder.start,
    yaml.MappingStartEvent: _Builder.start,
    yaml.SequenceEndEvent: _Builder.end,
    yaml.MappingEndEvent: _Builder.end,
    yaml.AliasEvent: _Builder.alias,
}


def resolve_plain(text: str) -> str | int | float | bool | date | None:
    """What a plain scalar says: null, true or false, a decimal number, an ISO date, or a string."""
    if text in _WORDS:
        return _WORDS[text]
    # All that remains to tell apart starts with a digit or a sign; a quick look spares most words three matches.
    if text[0] not in "-+0123456789":
        return text
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return Number(text)
    return _date(text) if _DATE.fullmatch(text) else text


def _date(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def parse_yaml(name: str, text: str, *, line: int = 1) -> Positioned:
    """Read the YAML `text` of the file called `name`, whose first line is line `line` of that file.

    Raises:
        InputError: not YAML, or YAML of a kind that inputs do not use; all duplicate keys, tags and the like at once.
    """
    check_characters(name, text, line)
    builder = _Builder(Places(name, text, line))
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.read(event)
    except yaml.YAMLError as caught:
        from slagen.read.syntax import describe  # brings many patterns that only mistakes need

        raise InputError([*builder.found, describe(caught, text, builder.places)]) from None
    if builder.root is None:
        builder.complain(Code.YAML_SYNTAX, 0, "文件是空的", "the file is empty")
    if builder.found or builder.root is None:
        raise InputError(builder.found)
    return _positioned(builder.root, builder.places)


def _positioned(root: _Node, places: Places) -> Positioned:
    values: dict[Path, int] = {}
    keys: dict[Path, int] = {}
    return Positioned(_value(root, (), values, keys), _Spans(values, places), _Spans(keys, places))


def texts(data: Any) -> Iterator[str]:
    """Every text in plain values, in order."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for child in data.values() if isinstance(data, dict) else data:
            yield from texts(child)


def _value(node: _Node, path: Path, values: dict[Path, int], keys: dict[Path, int]) -> Any:
    """The plain value of `node`, which notes offsets by path; no deeper than :data:`MAX_DEPTH`."""
    values[path] = node.offset
    if node.keys is not None:
        return {name: _entry(key, child, (*path, name), values, keys) for name, (key, child) in node.keys.items()}
    if node.entries is not None:
        return [_value(child, (*path, i), values, keys) for i, child in enumerate(node.entries)]
    return node.value


def _entry(key: int, node: _Node, path: Path, values: dict[Path, int], keys: dict[Path, int]) -> Any:
    keys[path] = key
    return _value(node, path, values, keys)


__all__ = ["MAX_DEPTH", "MAX_NODES", "Number", "Path", "Positioned", "decode", "parse_yaml", "resolve_plain", "texts"]
