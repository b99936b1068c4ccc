"""What README shows is what a new user sees: the files, the mistakes and their messages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cli.runner import Run, RunPython

ROOT = Path(__file__).parent.parent.parent
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh.md"}


@pytest.fixture
def mistaken(slagen: Run, tmp_path: Path) -> Path:
    """A new project with the two mistakes that README makes: a lost % and a misspelt calendar."""
    assert slagen("init", tmp_path / "my-contract").code == 0
    contract = tmp_path / "my-contract" / "contract.yaml"
    text = contract.read_text("utf-8").replace("target: 99.9%", "target: 99.9")
    contract.write_text(text.replace("calendar: always, attainment", "calendar: alway, attainment", 1), "utf-8")
    return contract


@pytest.mark.parametrize("lang", READMES)
def test_the_mistakes_give_the_messages_shown(process: RunPython, mistaken: Path, lang: str) -> None:
    ran = process("-m", "slagen", "check", "contract.yaml", "--messages-in", lang, cwd=mistaken.parent)
    assert ran.code == 1
    assert f"\n{_with_any_line(ran.err)}```\n" in _with_any_line(READMES[lang].read_text("utf-8"))


def test_the_mistakes_are_where_the_messages_say(process: RunPython, mistaken: Path) -> None:
    ran = process("-m", "slagen", "check", "contract.yaml", cwd=mistaken.parent)
    lines = mistaken.read_text("utf-8").splitlines()
    places = re.findall(r"^contract\.yaml:(\d+):(\d+): ", ran.err, re.MULTILINE)
    assert [lines[int(line) - 1][int(column) - 1 :].split(",")[0] for line, column in places] == ["alway", "99.9"]


def _with_any_line(text: str) -> str:
    """`text` without the numbers of lines: those of README's contract move whenever the starter grows."""
    return re.sub(r"^(contract\.yaml):\d+:", r"\1:LINE:", text, flags=re.MULTILINE)


def test_init_writes_the_files_shown(slagen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written = sorted(slagen("init", "my-contract").out.splitlines())
    for readme in READMES.values():
        shown = readme.read_text("utf-8").partition("$ slagen init my-contract\n")[2].partition("```")[0]
        assert sorted(shown.splitlines()) == written


@pytest.mark.parametrize("lang", READMES)
def test_levels_prints_what_is_shown(slagen: Run, tmp_path: Path, lang: str) -> None:
    assert slagen("init", tmp_path / "my-contract").code == 0
    out = slagen("levels", tmp_path / "my-contract", "--messages-in", lang).out.replace("\xa0", " ")
    shown = READMES[lang].read_text("utf-8").partition("$ slagen levels contract.yaml\n…\n")[2].partition("…\n$")[0]
    assert shown
    assert shown in out


@pytest.mark.parametrize("lang", READMES)
def test_commands_shown_exist(slagen: Run, lang: str) -> None:
    shown = re.findall(r"^\$ slagen ((?:clauses )?\w+)", READMES[lang].read_text("utf-8"), re.MULTILINE)
    assert {"init", "build", "check", "clauses list", "clauses show", "clauses coverage"} <= set(shown)
    for command in shown:
        assert slagen(*command.split(), "--help").code == 0
