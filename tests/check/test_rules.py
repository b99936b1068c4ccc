"""Rule cases as data: each file under rules/ is named for a rule and has contracts and every diagnostic of them.

A case changes the contract of :mod:`contracts`: `set` gives values by path (an index one past the end adds an entry),
`drop` takes them away.  `expect` lists every diagnostic, no more and no fewer, each `at` the path it stands at, and of
the file's rule unless it names another `code`; without it the case passes.  `beside` names rules that such a contract
breaks, too, without being what the case is about.  Rules that look at the document are tried
on the compiled contract.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from check.contracts import base, compiled, drop, loaded, merged, put

from slagen.assemble.problems import parse_path
from slagen.check import rules
from slagen.check.exemptions import CODES
from slagen.check.explain import FOLDER, explained, explanation
from slagen.check.inputs import LATE, SLA_CODES, place_of
from slagen.check.rule import Inputs
from slagen.check.rules import MODULES, RULES
from slagen.diagnostics import Code, Diagnostic
from slagen.model.contract import Contract
from slagen.pipeline import load
from slagen.read.positioned import Positioned, parse_yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FILES = sorted((HERE / "rules").glob("SLA*.yaml"))
FILED = {file.stem: parse_yaml(file.name, file.read_text("utf-8")).data for file in FILES}
CASES = [pytest.param(code, case, id=f"{code}: {case['name']}") for code, cases in FILED.items() for case in cases]


def changed(case: dict[str, Any]) -> dict[str, Any]:
    data = base()
    for path in case.get("drop", []):
        drop(data, path)
    for path, value in case.get("set", {}).items():
        put(data, path, value)
    return data


def tried(code: Code) -> Callable[[Any, Path], tuple[Positioned, tuple[Diagnostic, ...]]]:
    """How far a contract is made to try a rule on it."""
    return compiled if code in LATE else loaded


@pytest.mark.parametrize(("code", "case"), CASES)
def test_case(code: str, case: dict[str, Any], tmp_path: Path) -> None:
    source, found = tried(Code(code))(changed(case), tmp_path)
    beside = case.get("beside", [])
    assert {one.code.value for one in found} >= set(beside)
    found = tuple(one for one in found if one.code not in beside)
    expected = case.get("expect", [])
    wanted = sorted((place_of(source, parse_path(one["at"])), one.get("code", code)) for one in expected)
    assert sorted((one.span, one.code.value) for one in found) == wanted, [
        f"{one.code} {one.message.en}" for one in found
    ]
    for one in expected:
        span = place_of(source, parse_path(one["at"]))
        there = [f for f in found if f.span == span and f.code == one.get("code", code)]
        assert any(_fits(f, one) for f in there), [(f.severity.value, f.message, f.value, f.hint) for f in there]
    _in_both_languages(found)


def _fits(found: Diagnostic, expected: dict[str, Any]) -> bool:
    hint = found.hint.zh + found.hint.en if found.hint else ""
    return (
        expected.get("zh", "") in found.message.zh
        and expected.get("en", "") in found.message.en
        and str(expected.get("value", found.value)) == found.value
        and expected.get("hint", "") in hint
        and ("severity" not in expected or expected["severity"] == found.severity)
    )


def _in_both_languages(found: Iterable[Diagnostic]) -> None:
    for message in [text for one in found for text in (one.message, one.hint) if text]:
        assert re.search("[一-鿿]", message.zh), message
        assert not re.search("[，。；（]", message.en), message


def test_the_contract_that_rules_are_tried_on_has_no_finding(tmp_path: Path) -> None:
    assert loaded(base(), tmp_path)[1] == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code.value)
def test_a_rule_reads_what_it_says(rule: Any) -> None:
    """A rule runs only where all that it reads is without errors, so it may not look at anything else."""
    for sample in sorted((ROOT / "samples").glob("*/contract.yaml")):
        whole = load(sample).contract
        part = Contract.model_construct(**{name: getattr(whole, name) for name in rule.reads})
        for name in Contract.model_fields.keys() - set(rule.reads):
            part.__dict__.pop(name, None)
        list(rule.find(Inputs(part, date(2026, 1, 1))))


def test_every_rule_has_at_least_two_cases_that_pass_and_two_that_fail() -> None:
    for code in {rule.code for rule in RULES} | {Code.REFERENCE_SUPERSEDED}:
        cases = FILED.get(code.value, [])
        assert sum("expect" in case for case in cases) >= 2, code
        assert sum("expect" not in case for case in cases) >= 2, code


@pytest.mark.parametrize("code", sorted({rule.code for rule in RULES}))
def test_the_examples_of_an_explanation_do_what_they_say(code: Code, tmp_path: Path) -> None:
    rule = explanation(code)
    for example, breaks in ((rule.wrong, True), (rule.right, False)):
        part = parse_yaml("example.yaml", example).data
        _, found = tried(code)(merged(base(), part), tmp_path)
        codes = {one.code for one in found}
        assert (code in codes) is breaks, [(one.code, one.message.en) for one in found]
        assert codes <= SLA_CODES, [(one.code, one.message.en) for one in found]


def test_every_rule_is_explained_in_both_languages() -> None:
    assert set(explained()) >= {rule.code for rule in RULES} | {Code.REFERENCE_SUPERSEDED, Code.PARITY_DIFFERENT}
    for code in explained():
        rule = explanation(code)
        for text in (rule.title, rule.what, rule.why, rule.source):
            assert text.zh, code
            assert text.en, code


def test_an_explanation_names_the_severity_of_its_rule() -> None:
    for rule in RULES:
        assert explanation(rule.code).severity is rule.severity, rule.code


def test_no_file_of_cases_or_explanations_is_of_no_rule() -> None:
    assert {file.stem for file in FILES} <= SLA_CODES
    assert {file.stem for file in FOLDER.iterdir()} <= SLA_CODES


def test_what_is_found_late_has_no_rule_over_the_inputs() -> None:
    assert SLA_CODES - {rule.code for rule in RULES} - CODES == LATE


def test_every_module_of_rules_is_run() -> None:
    files = Path(rules.__file__ or "").parent.glob("*.py")
    assert sorted(MODULES) == sorted(file.stem for file in files if "\nRULES = " in file.read_text("utf-8"))
