"""0 done, 1 the user's input has errors, 2 wrong usage, 3 our bug with a log file, 130 interrupted."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from cli.runner import Edit, Run, Write


def test_done(slagen: Run, contract: Write) -> None:
    ran = slagen("check", contract())
    assert (ran.code, ran.out, ran.err) == (0, "", "0 errors, 0 warnings\n")


def test_errors_in_the_input(slagen: Run, edited: Edit) -> None:
    assert slagen("check", edited("target: 99.9%", "target: 99.9")).code == 1


def test_a_file_that_is_not_there_is_an_error_in_the_input(slagen: Run) -> None:
    ran = slagen("check", "nowhere/contract.yaml")
    assert ran.code == 1
    assert ran.err.startswith("nowhere/contract.yaml:1:1: error LOAD001")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check"], "check contract.yaml"),
        (["build"], "no contract is named"),
        (["frob"], "No such command 'frob'"),
        (["check", "--formt", "json", "x"], "--format"),
        (["check", "--format", "xml", "x"], "'xml' is not one of"),
        (["build", "x", "--format", "docx,doc"], "--format: 'doc' is none of docx, pdf, html, md, json"),
        (["build", "x", "--lang", "fr"], "--lang: 'fr' is none of zh, en, bilingual"),
        (["build", "x", "--lang", ""], "--lang: '' is none of"),
        (["clauses", "show", "delivery.respons"], "did you mean delivery.response?"),
        (["--messages-in", "fr", "schema"], "'fr' is not one of"),
    ],
)
def test_wrong_usage(slagen: Run, arguments: list[str], said: str) -> None:
    ran = slagen(*arguments)
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""


def test_without_a_name_the_contract_of_the_current_folder_is_meant(
    slagen: Run, edited: Edit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(edited("target: 99.9%", "target: 99.9").parent)
    for command in (["check"], ["levels"], ["build"], ["clauses", "trace"], ["credits", "--measurements", "m.csv"]):
        ran = slagen(*command)
        assert (ran.code, ran.err.partition(":")[0]) == (1, "contract.yaml"), command
        shown = " ".join(slagen(*command[: 2 if command[0] == "clauses" else 1], "--help").out.split())
        assert "by default the contract.yaml of the current folder" in shown


def test_no_command_is_wrong_usage_and_shows_the_help(slagen: Run) -> None:
    ran = slagen()
    assert (ran.code, ran.out) == (2, "")
    assert "Commands:" in ran.err


def test_a_mistake_in_the_arguments_shows_how_the_command_is_written(slagen: Run) -> None:
    ran = slagen("check", "--formt", "json", "x")
    assert ran.err.splitlines()[0].endswith("check [OPTIONS] [CONTRACT]...")
    assert "check --help" in ran.err.splitlines()[1]


def test_a_bug_leaves_a_log_and_no_traceback(
    slagen: Run, contract: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(path: Path) -> None:
        raise RuntimeError("the bug")

    monkeypatch.setattr("slagen.pipeline.load", broken)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "nothing remembered"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ran = slagen("check", contract())
    assert (ran.code, ran.out) == (3, "")
    [log] = tmp_path.glob("slagen-error-*.log")
    assert ran.err == f"slagen hit a bug of its own; details are in {log}\n"
    assert "RuntimeError: the bug" in log.read_text("utf-8")


_SLOW = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a runner in the background has it ignored
from slagen import cli, pipeline
def load(path):
    print("loading", flush=True)
    time.sleep(60)
pipeline.load = load
sys.argv = ["slagen", "check", "x"]
cli.main()
"""


def test_interrupted() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _SLOW], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        env={"PATH": "", "LC_ALL": "C.UTF-8"},
    ) as running:  # fmt: skip
        assert running.stdout is not None
        assert running.stdout.readline() == "loading\n"
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)
    assert (running.returncode, err) == (130, "interrupted\n")


def test_a_reader_that_goes_away_is_no_bug(tmp_path: Path) -> None:
    command = f"{sys.executable} -m slagen schema 2>{tmp_path / 'err'} | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True)
    assert done.stdout == b'{\n "$schem'
    assert (tmp_path / "err").read_bytes() == b""


def test_version(slagen: Run) -> None:
    from slagen import __version__

    ran = slagen("--version")
    assert (ran.code, ran.out) == (0, f"slagen {__version__}\n")
