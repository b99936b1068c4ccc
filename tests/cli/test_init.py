from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from cli.runner import Run

FILES = {
    "contract.yaml",
    "clauses/08-supplementary/5-publicity.md",
    "schema/contract.schema.json",
    ".gitattributes",
    ".gitignore",
    ".pre-commit-config.yaml",
    ".github/workflows/contract.yml",
    "README.md",
}


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_files_of_a_project(slagen: Run, tmp_path: Path) -> None:
    ran = slagen("init", tmp_path / "new" / "project")
    assert ran.code == 0
    assert files(tmp_path / "new" / "project") == FILES
    assert set(ran.out.splitlines()) == {str(tmp_path / "new" / "project" / name) for name in FILES}
    assert f"next: slagen build {tmp_path / 'new' / 'project' / 'contract.yaml'}" in ran.err


def test_an_empty_folder_will_do(slagen: Run, tmp_path: Path) -> None:
    assert slagen("init", tmp_path).code == 0
    assert files(tmp_path) == FILES


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_file_that_is_there_is_never_touched(slagen: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text("mine")
    ran = slagen("init", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert name in ran.err
    assert files(tmp_path) == {name}
    assert (tmp_path / name).read_text() == "mine"


def test_a_folder_that_is_a_file(slagen: Run, tmp_path: Path) -> None:
    (tmp_path / "project").write_text("mine")
    ran = slagen("init", tmp_path / "project")
    assert (ran.code, ran.err) == (2, f"error: {tmp_path / 'project'} is not a folder\n")


def test_a_folder_that_can_not_be_made(slagen: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    ran = slagen("init", tmp_path / "file" / "project")
    assert ran.code == 2
    assert "can't be written" in ran.err


def test_the_project_has_no_error_and_no_warning(slagen: Run, tmp_path: Path) -> None:
    slagen("init", tmp_path)
    ran = slagen("check", tmp_path / "contract.yaml", "--strict")
    assert (ran.code, ran.err) == (0, "0 errors, 0 warnings\n")


def test_the_project_builds_at_once(slagen: Run, tmp_path: Path) -> None:
    slagen("init", tmp_path)
    for language, formats in (("zh", "docx,pdf"), ("bilingual", "md")):
        out = ("--out", tmp_path / "out")
        ran = slagen("build", tmp_path / "contract.yaml", "--format", formats, "--lang", language, *out)
        assert ran.code == 0, ran.err
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".docx", ".pdf", ".md"}
    text = next((tmp_path / "out").glob("*.md")).read_text("utf-8")
    assert "Prior consent." in text, "the project's own clause is in the contract"
    assert "事先同意" in text


def test_every_text_is_in_both_languages(slagen: Run, tmp_path: Path) -> None:
    slagen("init", tmp_path)
    lines = (tmp_path / "contract.yaml").read_text("utf-8").splitlines()
    assert lines[0] == "# yaml-language-server: $schema=schema/contract.schema.json"
    given = {lang: sum(re.search(rf"\b{lang}:", line) is not None for line in lines) for lang in ("zh", "en")}
    assert given["zh"] == given["en"] > 50


def test_the_workflow_runs_commands_that_exist(slagen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slagen("init", tmp_path)
    workflow = yaml.safe_load((tmp_path / ".github/workflows/contract.yml").read_text("utf-8"))
    steps = [step.get("run", "") for step in workflow["jobs"]["contract"]["steps"]]
    commands = [step.split()[1:] for step in steps if step.startswith("slagen ") and "$BASE" not in step]
    assert [command[0] for command in commands] == ["check", "git", "build"]
    monkeypatch.chdir(tmp_path)
    for command in commands:
        arguments = [tmp_path / "contract.yaml" if word == "contract.yaml" else word for word in command]
        if command[0] == "build":
            arguments = ["md" if word == "docx,pdf" else word for word in arguments] + ["--out", tmp_path / "build"]
        assert slagen(*arguments).code == 0
