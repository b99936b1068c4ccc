from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.runner import Edit, Run, RunPython, Write, place

KEYS = ["code", "severity", "message", "hint", "file", "line", "column"]


@pytest.fixture
def wrong(edited: Edit) -> Path:
    """Two mistakes: a percentage without its sign, and a contact that is not there."""
    path = edited("target: 99.9%", "target: 99.9")
    path.write_text(
        path.read_text("utf-8").replace("dispute_contact: customer-desk", "dispute_contact: nobody"), "utf-8"
    )
    return path


@pytest.fixture
def doubtful(edited: Edit) -> Path:
    """A contract with a warning and no error: it takes effect before it is signed."""
    return edited("  effective: 2026-01-01", "  signed: 2026-02-01\n  effective: 2026-01-01")


def at(contract: Path, text: str) -> str:
    return "{}:{}".format(*place(contract, text))


def test_text(slagen: Run, wrong: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(wrong.parent.parent)
    ran = slagen("check", "project/contract.yaml")
    lines = ran.err.splitlines()
    assert ran.out == ""
    assert [line.split(": ")[:2] for line in lines if not line.startswith(" ")] == [
        [f"project/contract.yaml:{at(wrong, 'nobody')}", "error INPUT008"],
        [f"project/contract.yaml:{at(wrong, '99.9}')}", "error INPUT004"],
        ["2 errors, 0 warnings"],
    ]
    assert any(line.startswith("    hint: ") for line in lines)


def test_json(slagen: Run, wrong: Path) -> None:
    ran = slagen("check", wrong, "--format", "json")
    found = json.loads(ran.out)
    assert (ran.code, ran.err) == (1, "")
    assert [list(one) for one in found] == [KEYS, KEYS]
    assert [(one["code"], one["severity"], one["file"], one["line"], one["column"]) for one in found] == [
        ("INPUT008", "error", str(wrong), *place(wrong, "nobody")),
        ("INPUT004", "error", str(wrong), *place(wrong, "99.9}")),
    ]
    assert all(isinstance(one["message"], str) and isinstance(one["hint"], str) for one in found)


def test_a_message_says_the_value(slagen: Run, edited: Edit) -> None:
    path = edited("tz: Asia/Shanghai\n    weekly", "tz: 42\n    weekly")
    [found] = json.loads(slagen("check", path, "--format", "json").out)
    assert "42" in found["message"]


def test_json_of_a_good_contract_is_an_empty_list(slagen: Run, contract: Write) -> None:
    ran = slagen("check", contract(), "--format", "json")
    assert (ran.code, json.loads(ran.out)) == (0, [])


def test_github(slagen: Run, wrong: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line, column = place(wrong, "nobody")
    odd = wrong.parent / "100%, a:b.yaml"
    wrong.rename(odd)
    monkeypatch.chdir(odd.parent)
    ran = slagen("check", odd.name, "--format", "github")
    first, second = ran.out.splitlines()
    assert (ran.code, ran.err) == (1, "")
    assert first.startswith(f"::error file=100%25%2C a%3Ab.yaml,line={line},col={column},title=INPUT008::")
    assert "99.9%25" in second
    assert "99.9%;" not in second


def test_a_warning_stops_nothing_but_with_strict(slagen: Run, doubtful: Path) -> None:
    ran = slagen("check", doubtful)
    assert ran.code == 0
    assert "warning SLA027" in ran.err
    assert ran.err.endswith("0 errors, 1 warning\n")
    assert slagen("check", doubtful, "--strict").code == 1


def test_several_contracts_are_all_checked(slagen: Run, wrong: Path, contract: Write) -> None:
    good = contract("good")
    ran = slagen("check", good, wrong, "nowhere.yaml", "--format", "json")
    assert {one["file"] for one in json.loads(ran.out)} == {str(wrong), "nowhere.yaml"}


def test_a_mistake_in_an_own_clause_is_shown_where_it_stands(
    slagen: Run, contract: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = contract()
    own = path.parent / "clauses" / "own.md"
    own.parent.mkdir()
    own.write_text("no head\n", "utf-8")
    monkeypatch.chdir(path.parent.parent)
    [found] = json.loads(slagen("check", "project/contract.yaml", "--format", "json").out)
    assert (found["code"], found["file"], found["line"]) == (
        "CLAUSE001",
        str(Path("project", "clauses", "own.md")),
        1,
    )


_LOADED = """
import sys
from slagen import cli
sys.argv = ["slagen", *sys.argv[1:]]
code = cli.run()
print(code, *sorted({"weasyprint", "docx", "lxml", "fontTools", "rich"} & set(sys.modules)))
"""


def test_checking_imports_no_renderer_and_no_rich(process: RunPython, contract: Write) -> None:
    assert process("-c", _LOADED, "check", contract()).out == "0\n"


def test_the_probe_of_the_test_above_sees_what_a_build_imports(
    process: RunPython, contract: Write, tmp_path: Path
) -> None:
    asked = ("--annex", "annex.contacts", "--lang", "en", "--format", "docx")
    ran = process("-c", _LOADED, "build", contract(), *asked, "--out", tmp_path / "out")
    assert ran.out.splitlines()[-1] == "0 docx fontTools lxml rich weasyprint"


def test_version_and_help_import_none_of_the_pipeline(process: RunPython) -> None:
    probe = _LOADED.replace(
        '"rich"}', '"rich", "jinja2", "yaml", "markdown", "babel", "slagen.pipeline", "slagen.model"}'
    )
    for option in ("--version", "--help"):
        assert process("-c", probe, option).out.splitlines()[-1] == "0"


def test_a_pipe_gets_no_control_codes(process: RunPython, wrong: Path) -> None:
    ran = process("-m", "slagen", "check", wrong)
    assert ran.code == 1
    assert "\x1b" not in ran.out + ran.err


def test_pydantic_looks_for_no_plugins_unless_the_user_wants_them(process: RunPython) -> None:
    probe = "import slagen.cli, os; print(os.environ['PYDANTIC_DISABLE_PLUGINS'])"
    assert process("-c", probe).out == "__all__\n"
    assert process("-c", probe, PYDANTIC_DISABLE_PLUGINS="own").out == "own\n"


def test_a_folder_stands_for_its_contract(slagen: Run, wrong: Path) -> None:
    named, folder = slagen("check", wrong), slagen("check", wrong.parent)
    assert (folder.code, folder.err) == (named.code, named.err)
    assert folder.code == 1


def test_a_full_width_colon_within_braces_is_named(slagen: Run, edited: Edit) -> None:
    ran = slagen("check", edited("{zh: 网站托管, en: Web Hosting}", "{zh：网站托管, en: Web Hosting}"))
    assert ran.code == 1
    assert "“：”" in ran.err
