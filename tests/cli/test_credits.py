"""``slagen credits``: the account as text and as data, and the service report."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import measured
import pytest
import yaml
from cli.runner import Ran, Run
from rich.cells import cell_len

from slagen.model.units import Percent

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "cloud-hosting"
PUBLISHED = [
    table
    for table in yaml.safe_load((ROOT / "tests" / "sla" / "published.yaml").read_text("utf-8"))["credits"]
    if all(above["ge"] == below["lt"] for above, below in pairwise(table["tiers"]))
]
"""Published credits whose tiers leave no gap, which a contract may not have."""
Make = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _without_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the rules find in the contracts of these tests, which are odd on purpose, is not what is tested."""
    monkeypatch.setattr("slagen.pipeline.check_inputs", lambda *_: [])


@pytest.fixture
def credits_of(slagen: Run, tmp_path: Path) -> Make:
    """Runs the command on the contract of the tests with some values changed, and a CSV file."""

    def run(rows: str, *arguments: str, changes: Mapping[str, Any] | None = None) -> Ran:
        (tmp_path / "contract.yaml").write_text(measured.text(changes), "utf-8")
        (tmp_path / "m.csv").write_text(rows, "utf-8")
        return slagen("credits", tmp_path, "--measurements", tmp_path / "m.csv", *arguments)

    return run


def data(ran: Ran) -> dict[str, Any]:
    assert ran.code == 0, ran.err
    made: dict[str, Any] = json.loads(ran.out)
    return made


# The account --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", PUBLISHED, ids=lambda table: str(table["source"])[:40])
def test_published_steps(credits_of: Make, table: dict[str, Any]) -> None:
    """Each number of minutes down in a 30-day month of its own, M1, M2 and so on."""
    begins = [datetime(2026, 1, 1) + timedelta(days=30 * month) for month in range(len(table["minutes"]))]
    rows = ["kind,slo,start,end", "coverage,,2026-01-01,2026-12-31"]
    for begin, minutes in zip(begins, table["minutes"], strict=True):
        if minutes:
            rows.append(f"outage,UP,{begin.isoformat()},{(begin + timedelta(minutes=minutes)).isoformat()}")
    changes = {
        "measurement.calendar_months": False,
        "slos[0].target": table["target"],
        "credits[0].tiers": table["tiers"],
        "credit_terms.term_cap": "CNY 1000000",
    }
    made = data(credits_of("\n".join(rows), "--format", "json", changes=changes))
    earned = {each["period"]: Percent.parse(each["tier"]["pct"]) for each in made["credits"]}
    found = [earned.get(f"M{month}", Percent.parse("0%")) for month in range(1, len(begins) + 1)]
    assert found == [Percent.parse(credit) for credit in table["minutes"].values()]


def test_exact_values(credits_of: Make) -> None:
    rows = "kind,slo,start,end\ncoverage,,2026-01-01,2026-01-31\noutage,UP,2026-01-05T10:00,2026-01-05T11:00\n"
    made = data(credits_of(rows, "--format", "json"))
    (up,) = (each for each in made["objectives"] if each["slo"] == "UP")
    (period,) = up["periods"]
    assert (period["exact"], period["shown"], period["good"], period["total"]) == (
        "743/744",
        "99.866%",
        31 * 86400 - 3600,
        31 * 86400,
    )
    assert period["result"].startswith("0.99865591397849462365591397849462365591397849462366")
    assert Fraction(period["burn_rate"]) == pytest.approx(Fraction(3600 * 1000, 31 * 86400))
    assert made["until"] == "2026-02-01T00:00:00+08:00"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sample_fits_eighty_columns(slagen: Run, lang: str) -> None:
    ran = slagen("credits", SAMPLE, "--measurements", SAMPLE / "measurements.csv", "--messages-in", lang)
    assert ran.code == 0
    assert max(map(cell_len, ran.out.splitlines())) <= 80
    assert ">=" not in ran.out
    for shown in ("≥ 99.975%", "99.928%", "2,590,140/2,592,000", "287.0%", "2026-08-13", "18,000.00"):
        assert shown in ran.out
    expected = "未确定" if lang == "zh" else "open"
    assert expected in next(
        line for line in ran.out.splitlines() if line.strip().startswith("2026-08  ") and "–" in line
    )
    chinese = any("一" <= character <= "鿿" for character in ran.out)
    assert chinese is (lang == "zh")


def test_both_files_of_the_sample_give_the_same_account(slagen: Run) -> None:
    made = [
        data(slagen("credits", SAMPLE, "--measurements", SAMPLE / f"measurements.{form}", "--format", "json"))
        for form in ("csv", "json")
    ]
    assert made[0] == made[1]
    (credit,) = made[0]["credits"]
    assert (credit["slo"], credit["period"], credit["granted"]) == ("SLO-01", "2026-06", "18000.00")


def test_the_sample_has_a_miss_an_exclusion_a_gap_and_maintenance(slagen: Run) -> None:
    made = data(slagen("credits", SAMPLE, "--measurements", SAMPLE / "measurements.csv", "--format", "json"))
    states = {(one["slo"], each["period"]): each["state"] for one in made["objectives"] for each in one["periods"]}
    assert [key for key, state in states.items() if state == "missed"] == [("SLO-01", "2026-06")]
    assert [key for key, state in states.items() if state == "open"] == [("SLO-04", "2026-08")]
    (compute,) = (one for one in made["objectives"] if one["slo"] == "SLO-01")
    by_period = {each["period"]: each for each in compute["periods"]}
    assert by_period["2026-05"]["excluded_seconds"] == 80 * 60 + 37 * 60
    assert by_period["2026-07"]["gaps"] == [{"start": "2026-07-18T09:00:00+08:00", "end": "2026-07-18T12:00:00+08:00"}]
    assert by_period["2026-04"]["judged_from"] == "2026-04-17T00:00:00+08:00"
    assert by_period["2026-03"]["exempt"] == "baseline"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everything_that_can_be_said_fits(credits_of: Make, lang: str) -> None:
    rows = (
        "kind,slo,start,end,period,good,total,established,lapsed,cause,seconds\n"
        "coverage,,2026-01-01,2026-01-10T00:00\ncoverage,,2026-01-11,2026-04-15\ncoverage,,2026-12-01,2027-01-20\n"
        "outage,UP,2026-02-05,2026-02-06\noutage,UP,2026-03-05,2026-03-06\noutage,UP,2026-04-05,2026-04-05\n"
        "outage,UP,2026-12-05,2026-12-05\n"
        f"count,REQ,,,2026-02,{10**17},{2 * 10**17}\n"
        "outcome,UP,,,2026-03,,,2026-04-08,yes\n"
    )
    changes = {
        "contract.expiry": "2027-12-31",
        "credit_terms.monthly_cap": "50%",
        "credit_terms.term_cap": "CNY 9000.01",
        "establishment.baseline_period": "3 weeks",
        "slos[0].exclusions": [],
    }
    ran = credits_of(rows, "--messages-in", lang, changes=changes)
    assert ran.code == 0, ran.err
    assert max(map(cell_len, ran.out.splitlines())) <= 80
    said = {
        "zh": "基线期至 2026-01-22 24:00|月上限|合同期上限|已消灭|放假安排尚未公布|之间|自 01-23|UP：3 个连续周期",
        "en": "baseline period to 2026-01-22 24:00|monthly cap|cap over the term|lapsed|not published|between|no data",
    }
    for words in said[lang].split("|"):
        assert words in " ".join(ran.out.split()) or words in ran.out, words


@pytest.mark.parametrize(
    ("variant", "said"),
    [
        ("balanced", ["give notice by: 2026-05-18", "the cap over the term is reached\n"]),
        ("provider", ["give notice of intention by: 2026-05-18"]),
        ("customer", ["reached, on which the Customer may terminate", "claim by: not running yet"]),
    ],
)
def test_variants_of_the_clause(credits_of: Make, variant: str, said: list[str]) -> None:
    rows = (
        "kind,slo,start,end,period,established\nCoverage,,2026-01-01,2026-03-31\n"
        "outage,UP,2026-02-05,2026-02-05\noutage,UP,2026-03-05,2026-03-05\n"
        "outcome,UP,,,2026-02,2026-04-10\noutcome,UP,,,2026-03,2026-04-16\n"
    )
    changes = {"variants": {"quality.measures": variant}, "credit_terms.term_cap": "CNY 5000"}
    ran = credits_of(rows, changes=changes)
    assert ran.code == 0, ran.err
    assert [words for words in said if words not in ran.out] == []


def test_nothing_measured(credits_of: Make) -> None:
    ran = credits_of("kind,slo\n")
    assert ran.code == 0
    assert "the file says of no time that it was measured" in ran.out


# Errors and warnings ------------------------------------------------------------------------------------------------


def test_errors_of_both_files_are_named_as_the_user_reaches_them(
    slagen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "contracts"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    (folder / "contract.yaml").write_text(measured.text(), "utf-8")
    (tmp_path / "m.csv").write_text("kind,slo,start,end\noutage,UPP,2026-01-05,2026-01-05\n", "utf-8")
    ran = slagen("credits", "contracts", "--measurements", "m.csv")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("m.csv:2:8: error INPUT008: slo: no entry of slos has the id UPP")
    assert ran.err.endswith("1 error, 0 warnings\n")
    (folder / "contract.yaml").write_text("contract: [", "utf-8")
    ran = slagen("credits", "contracts", "--measurements", "m.csv")
    assert ran.err.startswith("contracts/contract.yaml:1:")


def test_gaps_are_warnings_and_errors_when_strict(credits_of: Make) -> None:
    rows = "kind,slo,start,end\ncoverage,UP,2026-01-01,2026-01-31\n"
    ran = credits_of(rows)
    assert ran.code == 0
    assert (
        "warning MEASURE006: REQ: results are open: 2026-01 (100.00% missing); above 1%, the Customer's data prevail"
        in ran.err
    )
    assert credits_of(rows, "--strict").code == 1


def test_values_of_the_contract_that_nothing_can_be_counted_by(credits_of: Make) -> None:
    changes = {"slos[0].min_outage": "1 month", "slos[5].min_gap": "2 business days"}
    ran = credits_of("kind\n", changes=changes)
    assert ran.code == 1
    assert "slos[0].min_outage: outages are counted in seconds, and 1 month has no length in seconds" in ran.err
    assert "slos[5].min_gap" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--report", "2026"], "--report: 2026 is no month such as 2026-03"),
        (["--report", "2026-13"], "--report: 2026-13 is no month"),
        (["--report", "2027-01"], "--report: nothing was measured in 2027-01"),
        (["--report", "2026-01", "--report-format", "doc"], "--report-format: 'doc' is none of docx, pdf"),
        (["--report", "2026-01", "--lang", "fr"], "--lang: 'fr' is none of zh, en, bilingual"),
        (["--report", "2026-01", "--submitted", "soon"], "--submitted: soon is no date such as 2026-03-31"),
        (["--service-start", "1st"], "--service-start: 1st is no date"),
        (["--format", "xml"], "xml"),
    ],
)
def test_wrong_usage(credits_of: Make, arguments: list[str], said: str) -> None:
    ran = credits_of("kind,start,end\ncoverage,2026-01-01,2026-01-31\n", *arguments)
    assert ran.code == 2
    assert said in ran.err


def test_no_measurements_named(slagen: Run) -> None:
    assert slagen("credits", SAMPLE).code == 2
    assert slagen("credits", "--measurements", SAMPLE / "measurements.csv").code == 2


def test_the_service_start_by_option(credits_of: Make) -> None:
    rows = "kind,start,end\ncoverage,2026-01-01,2026-03-31\n"
    made = data(credits_of(rows, "--format", "json", "--service-start", "2026-02-10"))
    assert made["service_starts"] == {"web": "2026-02-10", "desk": "2026-02-10"}
    assert made["objectives"][0]["periods"][0]["first"] == "2026-02-10"


# The report ---------------------------------------------------------------------------------------------------------


def test_the_report_is_written_and_is_the_same_each_time(credits_of: Make, tmp_path: Path) -> None:
    rows = "kind,slo,start,end\ncoverage,,2026-01-01,2026-03-31\noutage,UP,2026-01-05T10:00,2026-01-05T11:00\n"
    asked = ["--report", "2026-01", "--submitted", "2026-02-06", "--report-format", "docx,pdf,html,md,json"]
    names, contents = [], []
    for out in ("one", "two"):
        ran = credits_of(rows, *asked, "--out", str(tmp_path / out), "--lang", "bilingual")
        assert ran.code == 0, ran.err
        names.append([Path(each).name for each in ran.out.splitlines()])
        contents.append([Path(each).read_bytes() for each in ran.out.splitlines()])
    assert contents[0] == contents[1]
    stem = "MIN-2026-001.annex.service-report.2026-01.bilingual"
    assert sorted(names[0]) == sorted(f"{stem}.{form}" for form in ("docx", "pdf", "html", "md", "json"))


def test_later_data_change_nothing_in_the_report_of_a_month(credits_of: Make, tmp_path: Path) -> None:
    rows = "kind,slo,start,end\ncoverage,,2026-01-01,2026-01-31\noutage,UP,2026-01-05T10:00,2026-01-05T11:00\n"
    later = rows + "coverage,,2026-02-01,2026-03-31\noutage,UP,2026-03-05,2026-03-06\n"
    asked = ["--report", "2026-01", "--report-format", "md", "--lang", "en", "--out", str(tmp_path / "out")]
    before, after = (Path(credits_of(each, *asked).out.strip()).read_text("utf-8") for each in (rows, later))
    assert before == after


def test_a_month_whose_data_end_early(credits_of: Make, tmp_path: Path) -> None:
    rows = "kind,slo,start,end\ncoverage,,2026-01-01,2026-01-20\n"
    ran = credits_of(
        rows, "--report", "2026-01", "--report-format", "md", "--lang", "en", "--out", str(tmp_path / "out")
    )
    assert ran.code == 0
    assert "MEASURE006: the data end at 2026-01-21 00:00:00, before the end of the period reported on" in ran.err
    assert "(running)" in Path(ran.out.strip()).read_text("utf-8")


def test_a_contract_without_the_annex(credits_of: Make) -> None:
    reports = [{"id": "q", "name": {"zh": "季报", "en": "quarterly"}, "freq": "quarterly", "due": "5 days",
                "to": ["customer-desk"], "contents": {"zh": "内容", "en": "contents"}}]  # fmt: skip
    rows = "kind,start,end\ncoverage,2026-01-01,2026-01-31\n"
    ran = credits_of(rows, "--report", "2026-01", changes={"reporting.reports": reports})
    assert ran.code == 2
    assert "--report: annex.service-report is not in this contract, since its condition" in ran.err
