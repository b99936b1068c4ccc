"""Measurements as files: what is read, and every diagnostic of the cases in measured/, with its place."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from measured import contract

from slagen.diagnostics import Code, Diagnostic, InputError, Severity
from slagen.model.measurements import KINDS, Measurements
from slagen.project import Project
from slagen.read.measurements import LoadedMeasurements, read_measurements

HERE = Path(__file__).parent
CASES = [
    pytest.param(file.stem, case, id=f"{file.stem}: {case['name']}")
    for file in sorted((HERE / "measured").glob("*.yaml"))
    for case in yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
]


def load(folder: Path, name: str, content: str | bytes, **changes: Any) -> LoadedMeasurements:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return read_measurements(Project.at(folder / "contract.yaml"), name, contract(changes))


def found(folder: Path, name: str, content: str | bytes, **changes: Any) -> list[Diagnostic]:
    try:
        return list(load(folder, name, content, **changes).diagnostics)
    except InputError as caught:
        return list(caught.diagnostics)


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and their places; a byte order mark takes no place."""
    places, plain = [], ""
    for part in text.split("▲")[:-1]:
        plain += part
        before = plain.removeprefix("\ufeff")
        places.append((before.count("\n") + 1, len(before) - before.rfind("\n")))
    return text.replace("▲", ""), places


def expected_places(case: dict[str, Any], marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The marks in order, or the line and column that an expectation gives."""
    left = iter(marks)
    return [(one["line"], one["column"]) if "line" in one else next(left) for one in case["expect"]]


@pytest.mark.parametrize(("form", "case"), CASES)
def test_case(form: str, case: dict[str, Any], tmp_path: Path) -> None:
    text, marks = unmarked(case["text"])
    told = found(tmp_path, f"m.{form}", text, **case.get("changes", {}))
    said = [(str(one.span), one.code.value, one.message.zh) for one in told]
    assert [one.code for one in told] == [one["code"] for one in case["expect"]], said
    if not any(one.get("at") == "any" for one in case["expect"]):
        assert [(one.span.line, one.span.column) for one in told] == expected_places(case, marks), said
    for one, wanted in zip(told, case["expect"], strict=True):
        assert one.severity == wanted.get("severity", "error")
        assert wanted.get("zh", "") in one.message.zh
        assert wanted.get("value", one.value) == one.value
        assert wanted.get("hint", "") in (one.hint.zh if one.hint else "")


@pytest.mark.parametrize(("form", "case"), CASES)
def test_every_message_is_in_both_languages(form: str, case: dict[str, Any], tmp_path: Path) -> None:
    told = found(tmp_path, f"m.{form}", unmarked(case["text"])[0], **case.get("changes", {}))
    for message in [one.message for one in told] + [one.hint for one in told if one.hint]:
        assert any("一" <= character <= "鿿" for character in message.zh), message
        assert not any(mark in message.en for mark in "，。；（"), message
        assert not re.search(r"\b\w+\[\d+\]", message.zh) or form == "json", message


def test_both_forms_say_the_same(tmp_path: Path) -> None:
    rows = next(case for case in CASES if case.id == "csv: everything that is right").values[1]["text"]
    read = load(tmp_path, "m.csv", rows).measurements
    written = json.dumps(read.model_dump(mode="json", exclude_none=True), default=str, ensure_ascii=False)
    assert load(tmp_path, "m.json", written).measurements == read
    assert read.outages[0].reason is not None
    assert (read.outages[0].reason.zh, read.outages[0].reason.en) == ("客户误操作", "the Customer's error")
    assert (read.exclusions[0].reason.zh, read.exclusions[0].reason.en) == ('客户的变更，"紧急"',) * 2


def test_every_list_has_a_kind_of_row() -> None:
    assert set(KINDS.values()) == set(Measurements.model_fields) - {"contract"}


@pytest.mark.parametrize(
    ("name", "content", "code", "hint"),
    [
        ("m.xlsx", b"PK", Code.FILE_MISSING, "measurements.md"),
        ("m", b"kind", Code.FILE_MISSING, "measurements.md"),
        ("m.csv", "kind,slo\n中断,".encode("gb18030"), Code.ENCODING, "GBK"),
        ("m.csv", "kind,slo\ncoverage,".encode("utf-16"), Code.ENCODING, "UTF-16"),
        ("m.json", "[" * 100_000, Code.TOO_DEEP, ""),
        ("m.json", '{"a": ' * 3000 + "1" + "}" * 3000, Code.TOO_DEEP, ""),
        ("m.json", f'{{"counts": [{{"good": {"9" * 5000}}}]}}', Code.JSON_SYNTAX, ""),
    ],
)
def test_files_that_are_none(tmp_path: Path, name: str, content: str | bytes, code: Code, hint: str) -> None:
    (told,) = found(tmp_path, name, content)
    assert told.code is code
    assert hint in (told.hint.zh if told.hint else "")


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_measurements(Project.at(tmp_path / "contract.yaml"), "nothing.csv", contract())
    assert [one.code for one in caught.value.diagnostics] == [Code.FILE_MISSING]


def test_clocks_that_are_changed(tmp_path: Path) -> None:
    rows = (
        "kind,slo,start,end\ncoverage,,2026-01-01,2026-12-31\n"
        "outage,UP,2026-03-29T02:30,2026-03-29T03:30\noutage,UP,2026-10-25T01:30,2026-10-25T02:30\n"
    )
    told = found(tmp_path, "m.csv", rows, **{"measurement.tz": "Europe/Berlin"})
    assert [(one.code, one.span.line, one.span.column) for one in told] == [
        (Code.MEASURED_TIME, 3, 11),
        (Code.MEASURED_TIME, 4, 28),
    ]
    assert "从不出现" in told[0].message.zh
    assert "shows 2026-10-25T02:30:00 twice" in told[1].message.en or "twice" in told[1].message.en
    offset = rows.replace("2026-10-25T02:30", "2026-10-25T02:30+02:00").replace("03-29T02:30", "03-29T03:00")
    assert found(tmp_path, "m.csv", offset, **{"measurement.tz": "Europe/Berlin"}) == []


def test_the_start_of_services(tmp_path: Path) -> None:
    stages = [{"kind": kind, **{name: {"zh": "甲"} for name in ("inputs", "outputs", "gate")}} for kind in
              ("deployment", "operation")]  # fmt: skip
    rows = "kind,service,start,end\ncoverage,,2026-01-01,2026-12-31\n"
    (told,) = found(tmp_path, "m.csv", rows, stages=stages)
    assert (told.code, told.severity) == (Code.START_UNKNOWN, Severity.WARNING)
    (told,) = found(tmp_path, "m.csv", rows + "service_start,web,2026-02-01\n", stages=stages)
    made = load(tmp_path, "m.csv", rows + "service_start,web,2026-02-01\nservice_start,,2025-03-01\n", stages=stages)
    assert made.diagnostics == ()
    # No service starts before the Effective Date.
    assert dict(made.course.starts) == {"web": date(2026, 2, 1), "desk": date(2026, 1, 1)}


def test_periods_that_depend_on_holidays_not_yet_published(tmp_path: Path) -> None:
    changes = {"measurement.short_period": "10 business days", "contract.expiry": date(2027, 6, 30)}
    (told,) = found(tmp_path, "m.csv", "kind,start,end\ncoverage,2026-01-01,2026-01-31\n", **changes)
    assert told.code is Code.CALENDAR_FORM
    assert "2027" in told.message.zh


def test_a_count_across_the_end_of_the_baseline_period(tmp_path: Path) -> None:
    rows = "kind,slo,period,start,end,good,total\ncount,REQ,2026-01,,,1,2\ncount,REQ,,2026-02-01,2026-02-28,1,2\n"
    (told,) = found(tmp_path, "m.csv", rows, **{"establishment.baseline_period": "14 days"})
    assert (told.code, told.span.line, told.value) == (Code.MEASURED_FORM, 2, "2026-01-16 00:00:00")
    split = "kind,slo,start,end,good,total\ncount,REQ,2026-01-01,2026-01-15,1,2\ncount,REQ,2026-01-16,2026-01-31,1,2\n"
    assert found(tmp_path, "m.csv", split, **{"establishment.baseline_period": "14 days"}) == []


def test_many_errors_of_a_long_file_are_told_in_time(tmp_path: Path) -> None:
    rows = ["kind,slo,start,end", *(f"outage,UP{n},2026-01-05T10:00,2026-01-05T09:00" for n in range(20_000))]
    told = found(tmp_path, "m.csv", "\n".join(rows))
    assert 1000 <= len(told) <= 3000
    assert told[0].span.line == 2


def test_a_file_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slagen.read.measurements.LIMIT", 20)
    (told,) = found(tmp_path, "m.csv", "kind,slo,start,end\ncoverage,,2026-01-01,2026-12-31\n")
    assert told.code is Code.FILE_TOO_LARGE
