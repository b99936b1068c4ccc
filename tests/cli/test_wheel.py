"""The wheel carries the library, the templates and the files of a new project, and works outside the checkout."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from cli.runner import RunPython

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what a wheel built from this checkout installs."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(build, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", folder / "site", wheel]
    subprocess.run(install, check=True, capture_output=True)
    return folder / "site"


def below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_data_is_in_it(installed: Path) -> None:
    for folder in ("clauses", "templates"):
        assert below(installed / "slagen" / "_data" / folder) == below(ROOT / folder)
    starter = Path("slagen") / "cli" / "starter"
    assert below(installed / starter) == below(ROOT / starter) != set()
    assert (installed / "slagen" / "py.typed").is_file()


def test_it_works_outside_the_checkout(installed: Path, process: RunPython, tmp_path: Path) -> None:
    def slagen(*arguments: str | Path) -> str:
        ran = process("-m", "slagen", *arguments, cwd=tmp_path, PYTHONPATH=str(installed))
        assert ran.code == 0, ran.err
        return ran.out

    where = process("-c", "import slagen; print(slagen.__file__)", cwd=tmp_path, PYTHONPATH=str(installed))
    assert Path(where.out.strip()).is_relative_to(installed)
    slagen("init", "project")
    built = slagen("build", "project/contract.yaml", "--format", "html,json", "--lang", "bilingual", "--out", "out")
    assert len(built.splitlines()) == 2
    sample = ROOT / "samples" / "helpdesk" / "contract.yaml"
    assert slagen("build", sample, "--format", "md", "--out", "out")
    assert slagen("clauses", "coverage").splitlines()[-1] == "39 of 39 sections covered"
