"""The Python API: its names, and that load → compile → render works as README says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import slagen

MINIMAL = Path(__file__).parent / "minimal" / "contract.yaml"


def test_exported_names() -> None:
    assert sorted(slagen.__all__) == [
        "AnnexError",
        "Code",
        "Compiled",
        "Diagnostic",
        "InputError",
        "Measured",
        "Message",
        "Opened",
        "Options",
        "Severity",
        "Span",
        "__version__",
        "compile",
        "load",
        "measure",
    ]
    assert all(hasattr(slagen, name) for name in slagen.__all__)


def test_no_name_is_shadowed_once_everything_is_imported() -> None:
    import slagen.pipeline

    assert callable(slagen.load)
    assert slagen.load is slagen.pipeline.load
    assert slagen.compile is slagen.pipeline.compile


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = slagen.nothing


def test_load_compile_render() -> None:
    contract = slagen.load(MINIMAL)
    compiled = slagen.compile(contract, "en")
    assert compiled.diagnostics == ()
    assert compiled.document.languages == ("en",)
    assert "Example Services Ltd." in compiled.render("md").decode()
    assert compiled.render("docx")[:2] == b"PK"
    assert json.loads(compiled.render("json"))


def test_a_path_may_be_a_string_and_the_language_the_contracts_own() -> None:
    assert slagen.compile(slagen.load(str(MINIMAL))).document.languages == ("zh", "en")


def test_errors_are_raised_with_all_findings(tmp_path: Path) -> None:
    text = MINIMAL.read_text("utf-8").replace("target: 99.9%", "target: 99.9").replace("  effective:", "  efective:")
    (tmp_path / "contract.yaml").write_text(text, "utf-8")
    with pytest.raises(slagen.InputError) as caught:
        slagen.load(tmp_path / "contract.yaml")
    found = caught.value.diagnostics
    assert [one.code for one in found] == [
        slagen.Code.FIELD_MISSING,
        slagen.Code.FIELD_UNKNOWN,
        slagen.Code.PERCENT_FORM,
    ]
    assert all(isinstance(one.span, slagen.Span) and one.severity is slagen.Severity.ERROR for one in found)
