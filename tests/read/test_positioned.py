"""Plain values, their places, and files that are no YAML at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from slagen.diagnostics import Code, InputError, Span
from slagen.project import MAX_BYTES
from slagen.read.positioned import MAX_DEPTH, Number, decode, parse_yaml, resolve_plain
from slagen.read.source import MAX_REPORTED

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*/contract.yaml"))


def refused(raw: bytes) -> list[tuple[Code, int, int]]:
    with pytest.raises(InputError) as caught:
        decode("c.yaml", raw)
    return [(one.code, one.span.line, one.span.column) for one in caught.value.diagnostics]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"), ("NO", "NO"), ("yes", "yes"), ("on", "on"), ("off", "off"), ("y", "y"),
        ("true", True), ("False", False), ("null", None), ("~", None), ("", None),
        ("5", 5), ("-5", -5), ("0", 0), ("010", "010"), ("0x1F", "0x1F"), ("0o17", "0o17"), ("1_000", "1_000"),
        ("22:00", "22:00"), ("1:30:00", "1:30:00"), ("99.95", 99.95), (".5", ".5"), ("1.", "1."), ("1e5", "1e5"),
        (".inf", ".inf"), (".nan", ".nan"), ("1" * 19, "1" * 19), ("2026-01-31", date(2026, 1, 31)),
        ("2026-02-30", "2026-02-30"), ("2026-1-1", "2026-1-1"), ("99.95%", "99.95%"), ("=", "="),
    ],
)  # fmt: skip
def test_plain_scalars(text: str, value: object) -> None:
    found = resolve_plain(text)
    assert (found, type(found) is bool) == (value, type(value) is bool)
    assert isinstance(found, type(value))


def test_quoted_scalars_are_words() -> None:
    text = "- \"1\"\n- 'true'\n- \"2026-01-01\"\n- ''\n- |-\n  5\n- >-\n  null\n"
    assert parse_yaml("c", text).data == ["1", "true", "2026-01-01", "", "5", "null"]


def test_a_number_keeps_its_last_zero() -> None:
    assert str(resolve_plain("1.10")) == "1.10"
    assert resolve_plain("1.10") == 1.1
    assert isinstance(resolve_plain("1.10"), Number)


def test_places_of_values_and_keys() -> None:
    source = parse_yaml("c.yaml", "a:\n  - 名: 😀\n    x: {y: [1, 2]}\nempty:\n", line=10)
    assert source.data == {"a": [{"名": "😀", "x": {"y": [1, 2]}}], "empty": None}
    assert source.at(("a", 0, "名")) == Span("c.yaml", 11, 8)
    assert source.keys[("a", 0, "x")] == Span("c.yaml", 12, 5)
    assert source.at(("a", 0, "x", "y", 1)) == Span("c.yaml", 12, 16)
    assert source.at(("empty",)) == Span("c.yaml", 13, 1)


def test_a_path_that_is_not_there_has_the_place_around_it() -> None:
    source = parse_yaml("c", "a:\n  b: 1\n")
    assert source.at(("a", "missing", 3)) == source.spans[("a",)] == Span("c", 2, 3)
    assert source.at(("nothing",)) == Span("c", 1, 1)
    assert source.key_at(("a", "b")) == Span("c", 2, 3)


def test_an_alias_has_the_place_of_what_it_names() -> None:
    source = parse_yaml("c", "a: &a {x: 1}\nb: *a\nc: &k key\nd: *k\n")
    assert source.data == {"a": {"x": 1}, "b": {"x": 1}, "c": "key", "d": "key"}
    assert source.at(("b", "x")) == Span("c", 1, 11)
    assert source.key_at(("b",)) == Span("c", 2, 1)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_the_same_values_as_pyyaml(path: Path) -> None:
    text = path.read_text("utf-8")
    # As words: PyYAML's own rules for plain scalars are those of YAML 1.1.
    expected = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes strings only
    assert as_words(parse_yaml("c", text).data) == as_words(expected)


def as_words(value: object) -> object:
    if isinstance(value, dict):
        return {key: as_words(child) for key, child in value.items()}
    if isinstance(value, list):
        return [as_words(child) for child in value]
    return "" if value is None else str(value).lower()


def test_the_deepest_nesting_that_is_read() -> None:
    assert parse_yaml("c", "[" * MAX_DEPTH + "]" * MAX_DEPTH).data
    with pytest.raises(InputError) as caught:
        parse_yaml("c", "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
    assert [(one.code, one.span.column) for one in caught.value.diagnostics] == [(Code.TOO_DEEP, MAX_DEPTH + 1)]


def test_aliases_deepen_nesting_too() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{i}: &a{i} [*a{i - 1}]" for i in range(1, 60)]
    with pytest.raises(InputError) as caught:
        parse_yaml("c", "\n".join(lines))
    assert [one.code for one in caught.value.diagnostics] == [Code.TOO_DEEP]


@given(st.text(max_size=60) | st.text("a:-?[]{}&*!|>'\"%@`#, \n\t", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        source = parse_yaml("c", text)
    except InputError as caught:
        assert caught.diagnostics  # noqa: PT017 - an empty refusal is what is tested for
    else:
        assert source.at(()) is not None


@given(st.binary(max_size=80))
def test_any_bytes_are_decoded_or_refused(raw: bytes) -> None:
    try:
        text = decode("c", raw)
    except InputError as caught:
        assert caught.diagnostics  # noqa: PT017
    else:
        assert text.encode("utf-8") == raw.removeprefix(b"\xef\xbb\xbf")


_VALUES = st.recursive(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), exclude_characters="\ufeff"), max_size=20)
    | st.integers(-(10**17), 10**17)
    | st.booleans()
    | st.none()
    | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.from_regex(r"[a-z]{4,8}", fullmatch=True), inner),
    max_leaves=20,
)


@given(_VALUES)
def test_what_pyyaml_writes_is_read_back(value: object) -> None:
    # PyYAML anchors values that are one object, such as equal dates; expanded they are equal.
    assert parse_yaml("c", yaml.safe_dump({"root": value}, allow_unicode=True)).data == {"root": value}


def test_a_byte_order_mark_is_left_out() -> None:
    assert decode("c", b"\xef\xbb\xbfa: 1") == "a: 1"


def test_a_file_of_the_greatest_size_is_read() -> None:
    assert len(decode("c", b"#" * MAX_BYTES)) == MAX_BYTES
    assert refused(b"#" * (MAX_BYTES + 1)) == [(Code.FILE_TOO_LARGE, 1, 1)]


@pytest.mark.parametrize(
    ("raw", "place", "guess"),
    [
        ("a: 1\nb: 中文\n".encode("gbk"), (2, 4), "GBK"),
        ("名称：示例客户有限公司".encode("gb18030"), (1, 1), "GBK"),
        ("a: 中文".encode("utf-16"), (1, 1), "UTF-16"),
        ("contract: 1".encode("utf-16-le"), (1, 1), "UTF-16"),
        ("contract: 1".encode("utf-16-be"), (1, 1), "UTF-16"),
        ("a: 1\r\nb: 中\xe9".encode() + b"\xff", (2, 6), ""),
        (b"a\rb\nc: \xe4\xb8", (3, 4), ""),
    ],
)
def test_other_encodings(raw: bytes, place: tuple[int, int], guess: str) -> None:
    assert refused(raw) == [(Code.ENCODING, *place)]
    with pytest.raises(InputError) as caught:
        decode("c.yaml", raw)
    hint = caught.value.diagnostics[0].hint
    assert hint is not None
    assert guess in hint.zh
    assert "UTF-8" in hint.en


def test_all_unusable_characters_at_once() -> None:
    text = "a: \0\nb: x\x1b\x7f\nc: \x85\ud800\ufffe\n"
    assert refused(text.encode("utf-8", "surrogatepass")) == [
        (Code.CONTROL_CHARACTER, *place) for place in [(1, 4), (2, 5), (2, 6), (3, 4), (3, 5), (3, 6)]
    ]


def test_unusable_characters_are_reported_up_to_a_number() -> None:
    assert len(refused(b"abc\0\n" * 5000)) == MAX_REPORTED


@pytest.mark.parametrize("text", ["a: \t x", "a: |\n  x\n\n  \ty\n", "a: \u200f\u202e\U0001f600\ufeff"])
def test_usable_characters_are_kept(text: str) -> None:
    assert decode("c", text.encode()) == text
    assert parse_yaml("c", text).data
