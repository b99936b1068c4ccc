"""The wheel carries all that slagen needs: installed into an empty environment it builds a sample anywhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from judges import ROOT, run, slagen, unavailable

SAMPLE = "helpdesk"
_OFFLINE = re.compile(
    r"NewConnectionError|ConnectTimeout|NameResolutionError|Temporary failure in name resolution|Network is unreachable"
    r"|Connection to .* timed out|Failed to establish a new connection|ProxyError"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout by the tools of this environment."""
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT)
    (made,) = out.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel and what it depends on, nothing else."""
    folder = tmp_path_factory.mktemp("empty") / "venv"
    venv.create(folder, with_pip=True)
    found = folder / "bin" / "python"
    pins = ROOT / "constraints.txt"
    options = ["--disable-pip-version-check", "--retries", "1", "--no-input", "--no-compile"]
    command = [found, "-m", "pip", "install", *options]
    command += ["--constraint", pins] if pins.is_file() else []
    done = subprocess.run([*map(str, command), str(wheel)], capture_output=True, text=True, env=_clean(), check=False)
    if done.returncode and _OFFLINE.search(done.stdout + done.stderr):
        unavailable("no package index can be reached")
    assert done.returncode == 0, done.stderr
    return found


def _clean() -> dict[str, str]:
    """The surroundings without what could lead Python back to this checkout."""
    return {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    }


def test_wheel_carries_the_library_and_the_templates(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = {name: archive.read(name) for name in archive.namelist()}
    for folder in ("clauses", "templates"):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        assert files
        for path in files:
            assert carried[f"slagen/_data/{path.relative_to(ROOT).as_posix()}"] == path.read_bytes()
    assert "slagen/py.typed" in carried
    assert not [name for name in carried if name.startswith(("tests/", "samples/"))]


def test_a_sample_is_built_outside_the_checkout(python: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "samples" / SAMPLE, tmp_path / "contract")
    surroundings: Mapping[str, str] = {**_clean(), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    where = run(python, "-I", "-c", "import slagen; print(slagen.__file__)")
    assert str(ROOT) not in where

    done = slagen(
        "build", "contract/contract.yaml", "--lang", "en", "--format", "docx,pdf,html,md,json", "--out", "out",
        env=dict(surroundings), cwd=tmp_path, python=[python, "-I"],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    starts = {path.suffix: path.read_bytes()[:5] for path in (tmp_path / "out").iterdir()}
    assert starts == {
        ".docx": b"PK\x03\x04\x14",
        ".pdf": b"%PDF-",
        ".html": b"<!DOC",
        ".md": starts[".md"],
        ".json": b'{\n "t',
    }


def test_the_command_is_installed(python: Path) -> None:
    assert re.fullmatch(r"slagen \d+\.\d+\.\d+\n", run(python.parent / "slagen", "--version"))
