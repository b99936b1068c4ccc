"""Editions are built again from what their manifest says: a service report, and what can't be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from judges import ROOT

from slagen.compiled import Compiled
from slagen.manifest import read
from slagen.pipeline import compile_all, load, measure
from slagen.verify.problem import VerifyError
from slagen.verify.rebuild import edition

SAMPLE = ROOT / "samples" / "cloud-hosting"


@pytest.fixture(scope="module")
def report() -> Compiled:
    opened = load(SAMPLE / "contract.yaml")
    measured = measure(opened, SAMPLE / "measurements.csv", date(2026, 1, 1))
    return compile_all(opened, ["en"]).edition("en").service_report(measured, date(2026, 7, 15), date(2026, 8, 3))


def test_a_service_report_is_made_again(report: Compiled) -> None:
    manifest = read(report.provenance.manifest)
    assert manifest.asked == {
        "annex": "annex.service-report", "month": "2026-07-01", "submitted": "2026-08-03",
        "service_start": "2026-01-01",
    }  # fmt: skip
    again = edition(report.opened.project, report.opened.name, manifest)
    assert again.provenance == report.provenance


def test_what_cannot_be_made_again_is_said(report: Compiled) -> None:
    project, name, manifest = report.opened.project, report.opened.name, read(report.provenance.manifest)
    inputs = {**manifest.inputs, "measurements": "0" * 64}
    for wrong, said in (
        (replace(manifest, asked={"colour": "red"}), "options that this version of slagen doesn't know"),
        (replace(manifest, edition={"languages": "fr"}), "options that this version of slagen doesn't know"),
        (replace(manifest, asked={"annex": "annex.none"}), "this contract has no annex annex.none"),
        (replace(manifest, asked={**manifest.asked, "month": "July"}), "options can't be read"),
        (replace(manifest, inputs=inputs), "has no file with the measurements"),
    ):
        with pytest.raises(VerifyError, match=said):
            edition(project, name, wrong)
