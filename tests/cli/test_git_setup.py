"""``slagen git``: drivers, attributes and hooks in real repositories, with real git and pre-commit."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
import yaml
from cli.runner import Run
from library import Library

from slagen.cli import hooks

ROOT = Path(__file__).parents[2]
SLAGEN = """\
#!{python}
import sys
from pathlib import Path

sys.path.insert(0, {root!r})
from slagen import cli, project

project.library_root = lambda: Path({library!r})
cli.main()
"""
OWN = """\
---
id: own.publicity
section: "1.2"
version: 1.0.0
title: {zh: 宣传, en: Publicity}
risk: low
---
<!-- zh -->
1. **不得宣传** 任一方不得为宣传的目的使用另一方的名称。
<!-- en -->
1. **No publicity** Neither Party shall use the other's name in publicity.
"""
CLAUSE = Path("one/clauses/publicity.md")
CONTRACT = Path("one/contract.yaml")


@pytest.fixture
def repository(tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new repository, the current folder, with a contract and a clause of its own over a small library.

    The slagen on the path has that library, too.
    """
    library.clause(
        "1. **时限** {{ priority.targets[0].resolution }}内解决。",
        "1. **Time** It is resolved within {{ priority.targets[0].resolution }}.",
    )
    (library.root / "templates/standard/print.css").write_text("p {}\n", "utf-8")
    programs = tmp_path / "bin"
    programs.mkdir()
    call = programs / "slagen"
    call.write_text(SLAGEN.format(python=sys.executable, root=str(ROOT), library=str(library.root)), "utf-8")
    call.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "pre-commit"))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Somebody")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "somebody@example.com")
    repository = tmp_path / "repository"
    (repository / "one/clauses").mkdir(parents=True)
    monkeypatch.chdir(repository)
    shutil.copy(library.contract(), CONTRACT)
    CLAUSE.write_text(OWN, "utf-8")
    git("init", "-q", "-b", "main")
    return repository


def git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def commit(message: str = "x") -> tuple[bool, str]:
    """Whether everything could be committed, and what the hooks said."""
    git("add", "-A")
    done = subprocess.run(["git", "commit", "-q", "-m", message], capture_output=True, encoding="utf-8", check=False)
    return done.returncode == 0, done.stdout + done.stderr


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def state() -> dict[str, str]:
    files = (".gitattributes", ".pre-commit-config.yaml", ".git/config", ".git/hooks/pre-commit")
    return {name: Path(name).read_text("utf-8") for name in files if Path(name).exists()}


def test_hooks_that_will_not_find_slagen_are_told(
    slagen: Run, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "few").mkdir()
    (tmp_path / "few/git").symlink_to(shutil.which("git") or "")
    monkeypatch.setenv("PATH", str(tmp_path / "few"))
    ran = slagen("git", "setup", "--messages-in", "en")
    assert (ran.code, ran.err.count("slagen is not on the PATH")) == (0, 1)


def test_a_second_run_changes_nothing(slagen: Run, repository: Path) -> None:
    ran = slagen("git", "setup", "one")
    assert (ran.code, ran.err) == (0, "")
    assert ".gitattributes" in ran.out
    assert "git config diff.slagen-document.textconv" in ran.out
    before = state()
    assert len(before) == 4
    ran = slagen("git", "setup")
    assert (ran.code, ran.out, ran.err, state()) == (0, "", "", before)
    assert yaml.safe_load(before[".pre-commit-config.yaml"])["repos"][0]["repo"] == "local"


def test_what_users_have_is_kept(slagen: Run, repository: Path) -> None:
    Path(".gitattributes").write_text("*.docx diff=mine\n", "utf-8")
    own = "    hooks:\n    - {id: own, name: own, entry: 'true', language: system}\n"
    Path(".pre-commit-config.yaml").write_text(
        f"# ours\nfail_fast: true\nrepos:\n  # first\n  - repo: local\n{own}", "utf-8"
    )
    Path(".git/hooks/pre-commit").write_text("#!/bin/sh\necho mine\n", "utf-8")
    Path(".git/hooks/pre-commit").chmod(0o755)
    git("config", "diff.slagen-clause.wordRegex", "mine")
    assert slagen("git", "setup").code == 0
    assert git("config", "diff.slagen-clause.wordRegex") == "mine\n"
    assert "a.docx: diff: mine" in git("check-attr", "diff", "a.docx")
    assert "a.pdf: diff: slagen-document" in git("check-attr", "diff", "a.pdf")
    config = Path(".pre-commit-config.yaml").read_text("utf-8")
    assert config.startswith("# ours\nfail_fast: true\nrepos:\n  - repo: local\n    hooks:\n    - id: slagen-check\n")
    assert config.endswith(f"  # first\n  - repo: local\n{own}")
    done, said = commit()
    assert done, said
    assert "mine" in said


def test_an_older_block_of_attributes_is_renewed_in_its_place() -> None:
    lines = hooks.ATTRIBUTES.splitlines()
    older = "\n".join(["*.a text", lines[0], "*.old diff=old", lines[-1], "*.b text", ""])
    assert hooks.attributes(older) == f"*.a text\n{hooks.ATTRIBUTES}*.b text\n"
    assert hooks.attributes(hooks.attributes("")) == hooks.ATTRIBUTES


@pytest.mark.parametrize(
    ("existing", "others"),
    [
        ("", 0),
        ("repos: []\n", 0),
        ("repos:\n- repo: meta\n  hooks: [{id: identity}]\n", 1),
        ("repos:  # all\n\n    - repo: meta\n      hooks: [{id: identity}]\ndefault_stages: [pre-commit]\n", 1),
        ("default_stages: [pre-commit]\nrepos:\n  - repo: meta\n    hooks: [{id: identity}]", 1),
    ],
)
def test_hooks_come_before_those_that_are_there(existing: str, others: int) -> None:
    made = hooks.config(existing)
    assert made is not None
    repos = yaml.safe_load(made)["repos"]
    assert [hook["id"] for hook in repos[0]["hooks"]] == ["slagen-check", "slagen-parity", "slagen-lock"]
    assert len(repos) == 1 + others
    assert hooks.config(made) == made


@pytest.mark.parametrize("existing", ["repos: &all\n- {repo: meta, hooks: []}\n", "other: 1\n", "repos: [\n"])
def test_a_file_that_hooks_can_not_be_put_into_is_left_alone(slagen: Run, repository: Path, existing: str) -> None:
    Path(".pre-commit-config.yaml").write_text(existing, "utf-8")
    ran = slagen("git", "setup")
    assert ran.code == 0
    assert "yourself:\n- repo: local\n" in ran.err
    assert Path(".pre-commit-config.yaml").read_text("utf-8") == existing


def test_outside_a_repository_it_is_wrong_usage(slagen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    ran = slagen("git", "setup", tmp_path)
    assert (ran.code, "run git init first" in ran.err) == (2, True)


def test_a_word_diff_reads_well_in_chinese_and_english(slagen: Run, repository: Path) -> None:
    slagen("git", "setup")
    git("add", "-A")
    git("commit", "-q", "--no-verify", "-m", "x")
    edit(CLAUSE, "不得为宣传的目的", "不应为宣传的目的")
    edit(CONTRACT, "target: 99.9%", "target: 99.95%")
    edit(CLAUSE, "Neither Party shall", "Neither Party may")
    shown = git("diff", "--word-diff")
    assert "任一方不[-得-]{+应+}为宣传的目的" in shown
    assert "target: [-99.9%-]{+99.95%+}" in shown
    assert "Neither Party [-shall-]{+may+}" in shown
    assert "@@ id: own.publicity" in shown, "a hunk says which clause it is in"


def built_pdf(words: str) -> None:
    """A PDF as slagen builds it, as far as git is concerned: pages, and the document as data."""
    from slagen import pipeline
    from slagen.render.tree_json import printed

    text = re.sub(r"resolution: \w+", f"resolution: {words}", CONTRACT.read_text("utf-8"), count=1)
    CONTRACT.write_text(text, "utf-8")
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        document = printed(pipeline.compile(pipeline.load(CONTRACT)).document)
        pdf.attachments["contract.json"] = pikepdf.AttachedFileSpec(pdf, document.encode())
        pdf.save("built.pdf")


def test_built_documents_are_compared_by_their_text(slagen: Run, repository: Path) -> None:
    slagen("git", "setup")
    built_pdf("7h")
    slagen("diff", CONTRACT, CONTRACT, "--format", "docx", "--out", "built.docx")
    Path("broken.pdf").write_bytes(b"%PDF-1.7\n\x00")
    git("add", "-A")
    git("commit", "-q", "--no-verify", "-m", "x")
    built_pdf("9h")
    slagen("diff", CONTRACT, CONTRACT, "--format", "docx", "--out", "built.docx")
    Path("broken.pdf").write_bytes(b"%PDF-1.7\n\x00\x00")
    shown = git("diff", "--word-diff")
    assert shown.count("[-7-]{+9+}小时") == 2
    assert shown.count("[-7-]{+9+} hours") == 2
    assert "[-10-]{+11+} bytes, SHA-256" in shown, "what has no text does not stop git"
    git("add", "-A")
    git("commit", "-q", "--no-verify", "-m", "y")
    assert "9小时" in git("show", "HEAD")
    assert git("notes", "--ref", "textconv/slagen-document", "list"), "the text is cached"


def test_hooks_stop_what_is_wrong_and_let_the_rest_pass(slagen: Run, repository: Path) -> None:
    slagen("git", "setup")
    assert slagen("clauses", "agree", "own.publicity", "--project", "one").code == 0
    done, said = commit()
    assert done, said
    assert said.count("Passed") == 3
    edit(CONTRACT, "target: 99.9%", "target: 99.9")
    edit(CLAUSE, "不得为宣传的目的", "不应为宣传的目的")
    done, said = commit()
    assert not done
    assert "one/contract.yaml:213:" in said
    assert "error INPUT004" in said
    assert "one/clauses/publicity.md" in said
    assert "error PARITY002" in said
    git("checkout", "-q", "HEAD", "--", ".")
    slagen("lock", "one")
    Path("one/pinned/clauses/phrases.yaml").unlink()
    done, said = commit()
    assert not done
    assert "the pinned file pinned/clauses/phrases.yaml is not there" in said
    slagen("lock", "one")
    done, said = commit()
    assert done, said


def test_a_hook_looks_at_the_projects_of_the_files_that_changed(slagen: Run, repository: Path) -> None:
    shutil.copytree("one", "two")
    edit(Path("two/contract.yaml"), "target: 99.9%", "target: 99.9")
    assert slagen("git", "hook", "check", CLAUSE, "notes.md").code == 0
    ran = slagen("git", "hook", "check", CLAUSE, "two/clauses/publicity.md", "two/contract.yaml")
    assert (ran.code, ran.err.count("error INPUT004")) == (1, 1)
    assert f"two{os.sep}contract.yaml:213:" in ran.err
    assert slagen("git", "hook", "lock").code == 0, "there is no lock"
    Path("two/slagen.lock").write_text("format: 2\n", "utf-8")
    ran = slagen("git", "hook", "lock")
    assert (ran.code, f"two{os.sep}slagen.lock:1:9: error" in ran.err) == (1, True)
    Path("one/clauses/broken.md").write_text("nothing", "utf-8")
    assert "one/clauses/broken.md:1:1: error CLAUSE001" in slagen("git", "hook", "parity", "one/clauses/broken.md").err


def test_hooks_for_others_are_those_of_setup() -> None:
    """``.pre-commit-hooks.yaml`` is written by hand from this; the failure shows what it should say."""
    assert (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8") == hooks.for_others()
    manifest = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml"], check=False
    )
    assert manifest.returncode == 0


# The action ------------------------------------------------------------------------------------------------------


def steps() -> list[dict[str, object]]:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    return [step for step in action["runs"]["steps"] if "run" in step and not step["name"].startswith("Install")]


def act(folder: Path, **inputs: str) -> tuple[list[int], str, str]:
    """Run the action's own steps as a runner does; their exit codes, what they said, and the summary."""
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    folder.mkdir()
    given = {name: about.get("default", "") for name, about in action["inputs"].items()} | inputs
    around = os.environ | {"RUNNER_TEMP": str(folder), "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
    codes, said = [], ""
    for step in steps():
        env = {
            name: given[str(value).removeprefix("${{ inputs.").removesuffix(" }}")]
            for name, value in step.get("env", {}).items()  # type: ignore[attr-defined]
        }
        script = folder / "step.sh"
        script.write_text(str(step["run"]), "utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script],
            env=around | env, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        codes.append(done.returncode)
        said += done.stdout + done.stderr
    summary = folder / "summary.md"
    return codes, said, summary.read_text("utf-8") if summary.exists() else ""


def test_the_action_checks_builds_and_shows_what_changed(slagen: Run, repository: Path, tmp_path: Path) -> None:
    git("add", "-A")
    git("commit", "-q", "-m", "x")
    edit(CONTRACT, "resolution: 8h", "resolution: 9h")
    edit(CLAUSE, "version: 1.0.0", "version: 1.0.1")
    git("commit", "-q", "-a", "-m", "y")
    codes, said, summary = act(tmp_path / "run", base="HEAD~1", formats="md", **{"messages-in": "en"})
    assert codes == [0, 0, 0, 0], said
    assert {path.name for path in (tmp_path / "run/slagen-build").iterdir()} == {
        "MIN-2026-001.zh.md", "MIN-2026-001.en.md", "MIN-2026-001.bilingual.md",
    }  # fmt: skip
    assert "| 8 hours → 9 hours" in summary.replace("\\", "")
    assert "Version 1.0.0 → Version 1.0.1" in summary.replace("\\", "")
    assert [path.name for path in (tmp_path / "run/slagen-redlines").iterdir()] == ["MIN-2026-001.redline.docx"]


def test_the_action_without_a_commit_to_compare_with_and_with_an_error(
    slagen: Run, repository: Path, tmp_path: Path
) -> None:
    edit(CONTRACT, "target: 99.9%", "target: 99.9")
    git("add", "-A")
    git("commit", "-q", "-m", "x")
    codes, said, summary = act(tmp_path / "run", base="0" * 40, formats="md", contracts="one/contract.yaml")
    assert (codes[0], codes[1], codes[3], summary) == (0, 1, 0, "")
    assert "::error file=one/contract.yaml,line=213" in said
    assert "::notice::slagen: no commit to compare with" in said


def test_the_action_gives_no_input_to_a_shell_but_by_its_environment() -> None:
    assert all("${{" not in str(step["run"]) for step in steps())
    assert json.dumps(steps())
