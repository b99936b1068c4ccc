from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from slagen import cli

MINIMAL = Path(__file__).parent.parent / "minimal" / "contract.yaml"


@dataclass(frozen=True)
class Ran:
    """How a run of the command line ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def slagen(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs the command line within this process, in English unless asked otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["slagen", *map(str, arguments)])
        capsys.readouterr()
        code = cli.run()
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def process() -> Callable[..., Ran]:
    """Runs Python with these arguments in a process of its own, in English unless `env` says otherwise."""

    def run(*arguments: str | Path, cwd: Path | None = None, **env: str) -> Ran:
        kept = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES", "LANG")}
        done = subprocess.run(
            [sys.executable, *map(str, arguments)], capture_output=True, encoding="utf-8", env=kept | env, cwd=cwd
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def contract(tmp_path: Path) -> Callable[..., Path]:
    """Writes the minimal contract with some of its text replaced, into a folder of its own."""

    def write(name: str = "project", **_: None) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "contract.yaml").write_text(MINIMAL.read_text("utf-8"), "utf-8")
        return folder / "contract.yaml"

    return write


@pytest.fixture
def edited(contract: Callable[..., Path]) -> Callable[..., Path]:
    """Writes the minimal contract with one piece of its text replaced."""

    def write(old: str, new: str, name: str = "project") -> Path:
        path = contract(name)
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")
        return path

    return write
