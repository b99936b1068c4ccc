"""Rules over what the clauses of a contract say of liability, in whatever words they are written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from check.contracts import base, merged, written
from library import Library, library

from slagen import pipeline
from slagen.check.exemptions import CODES
from slagen.check.explain import explanation
from slagen.diagnostics import Code, Diagnostic, InputError, Severity
from slagen.read.positioned import parse_yaml
from slagen.tree import Document, Paragraph, Strong
from slagen.tree.walk import blocks, nested, own_passages

HERE = Path(__file__).parent
CASES = parse_yaml("exemptions.yaml", (HERE / "exemptions.yaml").read_text("utf-8")).data
KEPT = (
    "1. **不得限制** 任何限制不适用于人身损害、故意或者重大过失造成的损失。",
    "1. **Kept.** No limit applies to personal injury, intentional acts or gross negligence.",
)
STANDARD = "standard_terms: true"
__all__ = ["library"]


def changes(by: str | None, waive: str = "") -> dict[str, str]:
    """The minimal contract as the standard terms of a party, with what is waived in its block `contract`."""
    if by is None:
        return {}
    terms = f"establishment:\n  standard_terms_by: {by}\n  explanation_within: 5 days\n"
    return {"standard_terms: false": STANDARD + waive, "establishment:\n": terms}


def diagnostics(library: Library, changed: dict[str, str]) -> list[Diagnostic]:
    try:
        found = pipeline.compile(pipeline.load(library.contract(changed))).diagnostics
    except InputError as wrong:
        found = wrong.diagnostics
    return [one for one in found if one.code in CODES or one.code.startswith("WAIVER") or one.severity == "error"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any], library: Library) -> None:
    name = library.clause(case["zh"], case["en"], id_="custom.own")
    if case.get("kept", True):
        library.clause(*KEPT, id_="custom.kept")
    got, expected = diagnostics(library, changes(case.get("standard"))), case.get("expect", [])
    assert len(got) == len(expected), [(one.code, one.message) for one in got]
    for one in expected:
        line = library.place(name, one["at"])[0] if "at" in one else None
        assert any(_fits(each, one, line) for each in got), [(each.code, each.span, each.message) for each in got]


def _fits(got: Diagnostic, expected: dict[str, Any], line: int | None) -> bool:
    return (
        got.code == expected["code"]
        and expected.get("zh", "") in got.message.zh
        and expected.get("en", "") in got.message.en
        and expected.get("severity", got.severity) == got.severity
        and line in (None, got.span.line)
        and expected.get("hint", "") in (got.hint.en if got.hint else "")
    )


def test_a_paragraph_that_is_marked_is_bold_with_all_that_belongs_to_it(library: Library) -> None:
    library.clause(
        "1. {{ conspicuous() }}**上限** 见*下列*：\n\n   1. 一项；\n\n   | 甲 |\n   |---|\n   | 乙 |\n\n"
        "1. **其他** 文字。",
        "1. {{ conspicuous() }}**Cap.** See *below*:\n\n   1. an item;\n\n   | A |\n   |---|\n   | B |\n\n"
        "1. **Else.** Words.",
    )
    assert [bold for _, bold in _weights(library.document(changes("provider")))] == [True, False]
    assert [bold for _, bold in _weights(library.document())] == [False, False]


def _weights(document: Document) -> list[tuple[str, bool]]:
    """Whether all words of each numbered paragraph, with all that belongs under it, are in bold."""
    tops = [one for one in blocks(document) if isinstance(one, Paragraph) and len(one.number) == 3]
    return [(top.key, all(map(_bold, nested([top])))) for top in tops if not top.key.startswith("unused.")]


def _bold(block: Any) -> bool:
    contents = [content for content in own_passages(block) for lang in ("zh", "en") for _ in content.get(lang)]
    inlines = [node for content in own_passages(block) for lang in ("zh", "en") for node in content.get(lang)]
    return bool(contents) and all(isinstance(node, Strong) for node in inlines)


def test_both_languages_mark_the_same_paragraph(library: Library) -> None:
    library.clause("1. {{ conspicuous() }}**上限** 文字。", "1. **Cap.** Words.")
    assert {one.code for one in library.problems()} == {Code.LANGUAGES_DIFFER}


LIMIT = ("1. **数据** 服务提供方不承担数据丢失的责任。", "1. **Data.** The Provider is not liable for loss of data.")
WAIVER = "[{rule: %s, until: 2999-12-31, reason: agreed with the Customer}]"


@pytest.mark.parametrize("limited", [True, False])
def test_a_waiver_in_the_contract_block(limited: bool, library: Library) -> None:
    library.clause(*(LIMIT if limited else KEPT))
    library.clause(*KEPT, id_="custom.kept")
    got = diagnostics(library, changes("provider", f"\n  waive: {WAIVER % 'SLA038'}"))
    assert [(one.code, one.severity) for one in got] == [("SLA038", "notice") if limited else ("WAIVER002", "warning")]


@pytest.mark.parametrize("where", ["clause", "inputs", "nowhere"])
def test_a_waiver_in_the_block_on_liability(where: str, library: Library) -> None:
    library.clause(*(LIMIT if where == "clause" else ("1. **空** 文字。", "1. **Empty.** Words.")))
    waiver = f"liability: {{waive: {WAIVER % 'SLA037'}, "
    losses = "excluded_losses: [{zh: 故意造成的损失, en: intentional loss}], " if where == "inputs" else ""
    got = diagnostics(library, {"liability: {": waiver + losses})
    expected = ("WAIVER002", "warning") if where == "nowhere" else ("SLA037", "notice")
    assert [(one.code, one.severity) for one in got] == [expected]


@pytest.mark.parametrize("breaks", [True, False])
def test_the_examples_of_the_explanation(breaks: bool, library: Library) -> None:
    rule = explanation(Code.CONSPICUOUS_TERMS)
    assert rule.severity is Severity.WARNING
    library.clause(*(rule.wrong if breaks else rule.right).strip().split("\n"))
    library.clause(*KEPT, id_="custom.kept")
    assert {one.code for one in diagnostics(library, changes("provider"))} == (
        {Code.CONSPICUOUS_TERMS} if breaks else set()
    )


@pytest.mark.parametrize("variant", ["balanced", "provider", "customer"])
def test_every_variant_leaves_what_the_law_protects_and_sets_its_limits_off(variant: str, tmp_path: Path) -> None:
    provider = next(party["id"] for party in base()["parties"] if party["role"] == "provider")
    data = merged(
        base(),
        {
            "contract": {"standard_terms": True},
            "establishment": {"standard_terms_by": provider, "explanation_within": "5 business days"},
            "variants": {"default": variant},
            "liability": {"super_cap": "200%", "excluded_losses": [{"zh": "商誉的损失", "en": "loss of goodwill"}]},
            "termination": {"convenience_notice": "60 days", "suspension_notice": "10 days"},
            "credit_terms": {"sole_remedy": True},
            "deposit": {"payer": provider, "amount": "CNY 36000", "pay_within": "10 days", "return_within": "30 days"},
        },
    )
    (tmp_path / "contract.yaml").write_text(written(data), "utf-8")
    compiled = pipeline.compile(pipeline.load(tmp_path / "contract.yaml"))
    assert [one for one in compiled.diagnostics if one.code in CODES] == []
    weights = dict(_weights(compiled.document))
    assert weights["supplementary.liability#cap"]
    assert weights["supplementary.deposit#election"]
    assert not weights["supplementary.liability#breach"]
