from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli.runner import Edit, Ran, Run, RunPython, Write

from slagen import cli

MINIMAL = Path(__file__).parent.parent / "minimal" / "contract.yaml"


@pytest.fixture
def slagen(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["slagen", *map(str, arguments)])
        capsys.readouterr()
        code = cli.run()
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def process() -> RunPython:
    def run(*arguments: str | Path, cwd: Path | None = None, **env: str) -> Ran:
        kept = {name: value for name, value in os.environ.items() if name not in ("LC_ALL", "LC_MESSAGES", "LANG")}
        done = subprocess.run(
            [sys.executable, *map(str, arguments)], capture_output=True, encoding="utf-8", env=kept | env, cwd=cwd
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def contract(tmp_path: Path) -> Write:
    def write(name: str = "project") -> Path:
        path = tmp_path / name / "contract.yaml"
        path.parent.mkdir()
        path.write_text(MINIMAL.read_text("utf-8"), "utf-8")
        return path

    return write


@pytest.fixture
def edited(contract: Write) -> Edit:
    def write(old: str, new: str, name: str = "project") -> Path:
        path = contract(name)
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")
        return path

    return write
