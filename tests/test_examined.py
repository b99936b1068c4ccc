"""What `slagen check` finds beyond compiling: characters that a PDF couldn't show, where the machine can tell."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from check.contracts import base, put, written
from library import Library

from slagen import pipeline
from slagen.diagnostics import Code, Diagnostic, error
from slagen.remembered import remembered
from slagen.render import glyphs

RECEIPT = {"services[0].name.zh": "网店🧾服务"}
WAIVER = {"rule": "SLA043", "until": "2999-12-31", "reason": "the DOCX alone is used"}


def examined(folder: Path, values: dict[str, Any]) -> list[Diagnostic]:
    data = base()
    for path, value in values.items():
        put(data, path, value)
    (folder / "contract.yaml").write_text(written(data), "utf-8")
    return list(pipeline.examine(pipeline.load(folder / "contract.yaml")))


def said(found: list[Diagnostic]) -> list[tuple[str, str]]:
    return sorted((one.code.value, one.severity.value) for one in found)


def test_a_character_that_no_font_has_is_told_at_its_value(tmp_path: Path) -> None:
    (found,) = examined(tmp_path, RECEIPT)
    lines = (tmp_path / "contract.yaml").read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if r"\U0001F9FE" in text)  # as libyaml writes it
    assert (found.code, found.severity, found.span.file, found.span.line) == ("SLA043", "error", "contract.yaml", line)
    assert "services[0].name" in found.message.zh
    assert "U+1F9FE RECEIPT" in found.message.en


def test_rare_characters_that_the_fonts_have_are_nothing_to_tell(tmp_path: Path) -> None:
    assert examined(tmp_path, {"services[0].name.zh": "网店服务①㐂"}) == []


@pytest.mark.parametrize("what", ["no fontconfig", "no fonts"])
def test_a_machine_that_can_not_tell_says_nothing(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: object, **__: object) -> Any:
        if what == "no fontconfig":
            raise FileNotFoundError("fc-list")
        return subprocess.CompletedProcess((), 0, b"", b"")

    monkeypatch.setattr(glyphs.subprocess, "run", run)
    glyphs.coverage.cache_clear()
    try:
        assert examined(tmp_path, RECEIPT) == []
        assert examined(tmp_path, {"services[0].waive": [WAIVER]} | RECEIPT) == []
    finally:
        glyphs.coverage.cache_clear()


def test_it_is_waived_at_its_value(tmp_path: Path) -> None:
    assert said(examined(tmp_path, RECEIPT | {"services[0].waive": [WAIVER]})) == [("SLA043", "notice")]


def test_a_waiver_that_covers_none_is_told_once_all_is_looked_at(tmp_path: Path) -> None:
    assert said(examined(tmp_path, RECEIPT | {"services[1].waive": [WAIVER]})) == [
        ("SLA043", "error"),
        ("WAIVER002", "warning"),
    ]


def test_a_waiver_of_an_address_is_needed_though_every_glyph_is_there(tmp_path: Path) -> None:
    values = {"contacts[0].phone": "call us", "contacts[0].waive": [WAIVER]}
    assert said(examined(tmp_path, values)) == [("SLA043", "notice")]


def test_the_words_of_own_clauses_are_looked_at_too(library: Library) -> None:
    name = library.clause("1. **题** 网店🧾服务。", "1. **T.** The web shop🧾.", own=True)
    (found,) = pipeline.examine(pipeline.load(library.contract()))
    assert (found.code, found.severity, found.span.file) == ("SLA043", "error", name)


def test_what_a_machine_lacks_is_not_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    examined(tmp_path, {})
    asked = []

    def find(path: Path) -> tuple[Diagnostic, ...]:
        asked.append(path)
        return (error(Code.IDENTIFIER_FORM, glyphs.Span("contract.yaml", 1, 1), zh="字", en="glyph"),)

    for _ in range(2):
        remembered(tmp_path / "contract.yaml", find)
    assert len(asked) == 2
