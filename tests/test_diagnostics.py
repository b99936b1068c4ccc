"""What diagnostics promise: stable, documented codes; source order; short values."""

from __future__ import annotations

import ast
import inspect
import re

from slagen import diagnostics
from slagen.diagnostics import Code, InputError, Message, Severity, Span, error, has_errors, in_order, warning

PLACE = Span("c.yaml", 3, 7)


def test_every_code_is_documented() -> None:
    tree = ast.parse(inspect.getsource(diagnostics))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Code")
    for member, after in zip(body[1:], [*body[2:], None], strict=True):
        if isinstance(member, ast.Assign):
            assert isinstance(after, ast.Expr), ast.unparse(member)
            assert isinstance(after.value, ast.Constant), ast.unparse(member)


def test_codes_are_an_area_and_three_digits() -> None:
    assert all(re.fullmatch(r"[A-Z]+\d{3}", code) for code in Code)
    assert len(Code) == len(Code.__members__), "two names share a code"


def test_a_span_reads_like_a_compiler_message() -> None:
    assert str(PLACE) == "c.yaml:3:7"


def test_a_long_value_is_shortened() -> None:
    assert error(Code.ENCODING, PLACE, zh="", en="", value="x" * 80).value == "x" * 80
    assert error(Code.ENCODING, PLACE, zh="", en="", value="x" * 81).value == "x" * 79 + "…"


def test_messages_have_two_languages() -> None:
    assert (Message("甲", "a").text("zh"), Message("甲", "a").text("en")) == ("甲", "a")


def test_order_is_that_of_the_source_and_each_stands_once() -> None:
    last = error(Code.ENCODING, Span("c", 10, 1), zh="", en="")
    middle = error(Code.ENCODING, Span("c", 9, 20), zh="", en="")
    first = error(Code.ENCODING, Span("b", 99, 1), zh="", en="")
    assert in_order([last, middle, first, middle]) == (first, middle, last)


def test_a_warning_is_no_error() -> None:
    odd = warning(Code.VALUE_CONFLICT, PLACE, zh="", en="")
    assert odd.severity is Severity.WARNING
    assert not has_errors([odd])
    assert has_errors([odd, error(Code.VALUE_CONFLICT, PLACE, zh="", en="")])


def test_an_input_error_says_the_first_three() -> None:
    found = [error(Code.ENCODING, Span("c", line, 1), zh="", en=f"no. {line}") for line in (4, 2, 3, 1)]
    assert str(InputError(found)) == "c:1:1: LOAD003: no. 1; c:2:1: LOAD003: no. 2; c:3:1: LOAD003: no. 3"
    assert len(InputError(found).diagnostics) == 4
