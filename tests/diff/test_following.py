"""Values that follow from an input that changed are under its edit; whatever does not follow has an edit of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from check.contracts import base, drop, put, written

from slagen import pipeline
from slagen.assemble.computed import computed
from slagen.compiled import Compiled
from slagen.diff.changes import edits
from slagen.diff.following import NOWHERE, folded, value_at
from slagen.diff.redline import redline
from slagen.model.clause import Risk
from slagen.model.edit import Edit, Kind
from slagen.tree import LANGUAGES, Field, inlines
from slagen.tree.walk import passages

TARGET, BOUND = "slos[0].target", "credits[0].tiers[0].lt"
FEES = ("services[0].monthly_fee", "services[1].monthly_fee")
RISKS = {"annex.service-credits": Risk.HIGH}


def compiled(**values: Any) -> Compiled:
    data = base()
    for path, value in values.items():
        drop(data, path) if value is None else put(data, path, value)
    with TemporaryDirectory() as folder:
        (Path(folder) / "contract.yaml").write_text(written(data), "utf-8")
        return pipeline.compile(pipeline.load(Path(folder) / "contract.yaml"))


@cache
def original() -> Compiled:
    return compiled()


@cache
def changed() -> Compiled:
    """With a lower target, at which the first tier begins, and other fees."""
    return compiled(**{TARGET: "99.8%", BOUND: "99.8%", FEES[0]: "CNY 23,000.00", FEES[1]: "CNY 7,000.00"})


def found(new: Compiled) -> tuple[Edit, ...]:
    return edits(redline(original().document, new.document), RISKS, Risk.LOW)


def fold(some: Sequence[Edit], new: Compiled) -> tuple[Edit, ...]:
    return folded(some, original().opened.contract, new.opened.contract)


def under(some: Sequence[Edit]) -> dict[str | None, list[str]]:
    return {edit.path: [str(one.path) for one in edit.computed] for edit in some}


def test_every_value_without_an_input_of_its_own_is_known_to_be_computed() -> None:
    contract, document = original().opened.contract, original().document
    known = computed(contract)
    contents = (content.get(lang) for content in passages(document) for lang in LANGUAGES)
    shown = {node.path for content in contents for node in inlines(content) if isinstance(node, Field)}
    assert {path for path in shown if value_at(contract, path) is NOWHERE} - set(known) == set()
    assert shown & set(known)


def test_what_follows_from_an_input_is_under_it_and_nothing_else_is() -> None:
    some = found(changed())
    made = fold(some, changed())
    assert set(under(made)) == {TARGET, BOUND, *FEES}
    by_input = {edit.path: edit.computed for edit in made}
    target = {one.path: (one.old.en, one.new.en) for one in by_input[TARGET]}
    assert target["slos[0].budget"] == ("40.32 to 44.64 minutes", "80.64 to 89.28 minutes")
    assert {str(path).rpartition(".")[2] for path in target} == {"budget", "bad", "result"}
    for fee, credit in zip(FEES, ("credits[0]", "credits[1]"), strict=True):
        assert {str(one.path).rpartition(".")[2] for one in by_input[fee]} == {"basis", "amount"}
        assert all(str(one.path).startswith(credit) for one in by_input[fee])
    assert by_input[BOUND] == ()  # it follows from the target, which stands before
    assert sorted(str(one.path) for edit in made for one in edit.whole) == sorted(str(edit.path) for edit in some)


def test_of_a_built_document_figures_are_put_back_as_it_shows_them() -> None:
    some = found(changed())
    assert folded(some, None, changed().opened.contract) == fold(some, changed())


def test_the_risk_of_an_edit_is_that_of_the_gravest_that_follow() -> None:
    some = found(changed())
    before, after = ({edit.path: edit.risk for edit in edits} for edits in (some, fold(some, changed())))
    assert (before[FEES[0]], after[FEES[0]]) == (Risk.LOW, Risk.HIGH)


def test_without_an_edit_of_its_input_a_computed_value_stays() -> None:
    alone = [edit for edit in found(changed()) if edit.path not in (TARGET, BOUND, *FEES)]
    assert alone
    assert fold(alone, changed()) == tuple(alone)


def test_a_value_that_does_not_follow_stays() -> None:
    some = found(changed())
    stranger = replace(next(edit for edit in some if edit.path == "slos[0].budget"), path="slos[2].budget")
    own = replace(stranger, path="credits[1].examples[0].bad")  # of an objective that nobody changed
    kept = [edit for edit in fold([*some, stranger, own], changed()) if edit in (stranger, own)]
    assert kept == [stranger, own]


def test_an_input_is_put_back_to_what_it_was_at_its_old_place() -> None:
    """An entry in front of it is no change of what follows."""
    slos = base()["slos"]
    first = {**slos[1], "id": "SLO-00"}
    new = compiled(slos=[first, {**slos[0], "target": "99.8%"}, *slos[1:]], **{BOUND: "99.8%"})
    made = {edit.path: edit for edit in fold(found(new), new) if edit.kind is Kind.VALUE}
    target = made["slos[1].target"]
    assert (target.was, target.old.en, target.new.en) == (TARGET, "99.9%", "99.8%")
    assert "slos[1].budget" in [one.path for one in target.computed]


def test_a_renamed_objective_is_one_edit_wherever_examples_name_it() -> None:
    data = base()
    named = {"slos[0].id": "SLO-A", "credits[0].slo": "SLO-A"}
    for place, trigger in enumerate(data["termination_triggers"]):
        named[f"termination_triggers[{place}].slo"] = trigger["slo"].replace("SLO-01", "SLO-A")
    new = compiled(**named)
    made = fold(found(new), new)
    assert [edit.path for edit in made if "credits" in str(edit.path)] == []
    assert "slos[0].id" in [edit.path for edit in made]
