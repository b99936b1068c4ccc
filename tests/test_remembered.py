"""What a check remembers, and what makes it forget."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from slagen.diagnostics import Code, Diagnostic, Message, Span, error, warning
from slagen.remembered import remembered

MINIMAL = Path(__file__).parent / "minimal" / "contract.yaml"
FOUND = (
    warning(Code.TEXT_LANGUAGE, Span("contract.yaml", 3, 5), zh="中文", en="English", value="值"),
    error(Code.VALUE_INVALID, Span("contract.yaml", 4, 1), zh="错", en="wrong", hint=Message("改", "mend")),
)


class Finder:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, path: Path) -> tuple[Diagnostic, ...]:
        self.asked += 1
        return FOUND


@pytest.fixture
def contract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "project").mkdir()
    return Path(shutil.copy(MINIMAL, tmp_path / "project" / "contract.yaml"))


def test_an_unchanged_contract_is_not_checked_again(contract: Path) -> None:
    find = Finder()
    assert remembered(contract, find) == remembered(contract, find) == FOUND
    assert find.asked == 1


@pytest.mark.parametrize(
    "name", ["contract.yaml", "clauses/own.md", "clauses/sub/terms.yaml", "templates/t/template.yaml"]
)
def test_any_change_of_what_is_read_makes_it_check_again(contract: Path, name: str) -> None:
    find = Finder()
    remembered(contract, find)
    changed = contract.parent / name
    changed.parent.mkdir(parents=True, exist_ok=True)
    changed.write_text((changed.read_text("utf-8") if changed.exists() else "") + "# more\n", "utf-8")
    remembered(contract, find)
    assert find.asked == 2
    remembered(contract, find)
    assert find.asked == 2


def test_another_version_of_slagen_checks_again(contract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = Finder()
    remembered(contract, find)
    monkeypatch.setattr("slagen.cache.__version__", "0.0.0")
    remembered(contract, find)
    assert find.asked == 2


def test_another_day_checks_again(contract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = Finder()
    remembered(contract, find)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    remembered(contract, find)
    assert find.asked == 2


def test_what_cannot_be_read_is_not_remembered(contract: Path) -> None:
    find = Finder()
    missing = contract.parent / "missing.yaml"
    remembered(missing, find)
    remembered(missing, find)
    assert find.asked == 2


def test_a_damaged_memory_is_forgotten(contract: Path, tmp_path: Path) -> None:
    find = Finder()
    remembered(contract, find)
    (kept,) = (tmp_path / "cache" / "slagen").glob("check-*")
    kept.write_bytes(b"[[")
    assert remembered(contract, find) == FOUND
    assert find.asked == 2
