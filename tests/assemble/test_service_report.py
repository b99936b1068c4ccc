"""The service report of a month: which blanks measurements fill in, and with what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import measured
import pytest
from judges import ROOT, page_texts, schema_errors, to_pdf
from streams import pieces, read

from slagen.compiled import Compiled
from slagen.diagnostics import Code, InputError, Lang
from slagen.pipeline import compile_all, load, measure
from slagen.tree import Blank, Document, Row, Table, Tick, inlines, plain
from slagen.tree.walk import blocks

HEAD = (
    "kind,slo,service,start,end,period,good,total,seconds,excluded,reason,reason.en,ticket,effect,cause,cause.en,"
    "notified,delivered,established,excluded_good,excluded_total\n"
)
COVERED = "coverage,,,2026-01-01,2026-12-31\n"
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    return compiled(tmp_path_factory.mktemp("report"))


def compiled(folder: Path, **changes: Any) -> Compiled:
    (folder / "contract.yaml").write_text(measured.text(changes), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        # What the rules find in these contracts, which are odd on purpose, is not what is tested.
        patch.setattr("slagen.pipeline.check_inputs", lambda *_: [])
        return compile_all(load(folder / "contract.yaml"), ["bilingual"])


def report(whole: Compiled, rows: str, month: date = JANUARY, submitted: date | None = None) -> Compiled:
    file = whole.opened.project.root / "m.csv"
    file.write_text(HEAD + rows, "utf-8")
    return whole.service_report(measure(whole.opened, file), month, submitted)


def rows_of(document: Document, head: str) -> list[Row]:
    """The rows of the table whose first heading, in English, is so."""
    found = [block for block in blocks(document) if isinstance(block, Table)]
    return [row for table in found if plain(table.header[0].get("en")) == head for row in table.rows]


def row(document: Document, head: str, first: str, lang: Lang = "zh") -> list[str]:
    """The cells after the first of the row whose first cell, in English, is so."""
    (found,) = (each for each in rows_of(document, head) if plain(each.cells[0].get("en")) == first)
    return [plain(cell.get(lang)).replace("\u00a0", " ").replace("\u2002 ", " ") for cell in found.cells[1:]]


def objective(document: Document, slo: str, lang: Lang = "zh") -> list[str]:
    """The result, the boxes and the exclusions of an objective."""
    (found,) = (
        each for each in rows_of(document, "Objective") if len(each.cells) == 7 and _is(each, slo) and _levels(each)
    )
    return [plain(cell.get(lang)).replace("\u00a0", " ").replace("\u2002 ", " ") for cell in found.cells[4:]]


def _is(each: Row, slo: str) -> bool:
    return plain(each.cells[0].get("en")) == slo


def _levels(each: Row) -> bool:
    return "yes" in plain(each.cells[5].get("en"))


def credit(document: Document, slo: str, lang: Lang = "zh") -> list[list[str]]:
    """The rows of credits of an objective: period, tier, percentage, basis, credit."""
    found = [each for each in rows_of(document, "Objective") if _is(each, slo) and not _levels(each)]
    return [[plain(cell.get(lang)).replace("\u00a0", " ") for cell in each.cells[2:]] for each in found]


def open_names(document: Document) -> set[str]:
    """The names of blanks and boxes that are left to fill in."""
    cells = [
        cell for block in blocks(document) if isinstance(block, Table) for each in block.rows for cell in each.cells
    ]
    nodes = [node for cell in cells for node in inlines((*(cell.zh or ()), *(cell.en or ())))]
    return {node.name.removeprefix("annex.service-report.") for node in nodes if isinstance(node, Blank | Tick)}


# Objectives ---------------------------------------------------------------------------------------------------------


def test_results_boxes_and_exclusions(whole: Compiled) -> None:
    made = report(
        whole,
        COVERED
        + "outage,UP,,2026-01-05T10:00,2026-01-05T11:00,,,,,,,,INC-1\n"
        + "outage,UP,,2026-01-06T10:00,2026-01-06T10:05,,,,,yes,客户误操作,the Customer's error,INC-2\n"
        + "maintenance,,web,2026-01-11T02:00,2026-01-11T02:30,,,,,,,,CHG-1,,,,2026-01-02\n"
        + "exclusion,HOURS,,2026-01-12T09:00,2026-01-12T10:00,,,,,,停电,power cut\n"
        + "count,REQ,,,,2026-01,995,1000,,,重复的请求,repeated requests,,,,,,,,2,5\n"
        + "duration,SWITCH,,2026-01-07,,,,,30,yes,演练,drill,T-9\n"
        + "duration,SWITCH,,2026-01-08,,,,,90\n",
    ).document
    assert objective(made, "UP") == [
        "99.866%\n2,674,800 ÷ 2,678,400 s",
        "□ 是 ■ 否",
        "2026年1月6日 10:00 至 10:05：客户误操作（INC-2）\n2026年1月11日 02:00 至 02:30：计划维护（CHG-1）",
    ]
    assert objective(made, "UP", "en")[2] == (
        "6 January 2026, 10:00 to 10:05: the Customer's error (INC-2)\n"
        "11 January 2026, 02:00 to 02:30: Planned Maintenance (CHG-1)"
    )
    # With the total kept, what is excluded counts as good.
    assert objective(made, "REQ") == ["99.80%\n998 ÷ 1,000", "■ 是 □ 否", "全部 5，其中合格 2：重复的请求"]
    assert objective(made, "HOURS")[2] == "2026年1月12日 09:00 至 10:00：停电"
    # The quarter goes on: its value so far, no verdict.
    assert objective(made, "SWITCH") == ["1.50分钟（未到期）", "☐ 是 ☐ 否", "30秒：演练（T-9）"]
    assert objective(made, "SWITCH", "en")[0] == "1.50 minutes (running)"
    # Nothing was measured of the slices.
    assert objective(made, "MEAN") == ["—（未确定）\n缺失 100.00%", "☐ 是 ☐ 否", "无"]


def test_missing_data_are_told(whole: Compiled) -> None:
    part = "coverage,,,2026-01-01,2026-01-20T00:00\ncoverage,,,2026-01-20T03:00,2026-01-31\n"
    made = report(whole, part).document
    assert objective(made, "UP")[0] == "100.000%\n2,667,600 ÷ 2,667,600 s\n缺失 0.40%，已剔除"
    assert objective(made, "UP", "en")[0].endswith("0.40% missing, left out")
    hole = "coverage,,,2026-01-01,2026-01-20T00:00\ncoverage,,,2026-01-21T00:00,2026-01-31\n"
    assert objective(report(whole, hole).document, "UP")[:2] == [
        "100.000%（未确定）\n2,592,000 ÷ 2,592,000 s\n缺失 3.23%",
        "☐ 是 ☐ 否",
    ]


def test_a_month_in_which_two_periods_end(tmp_path: Path) -> None:
    whole = compiled(tmp_path, **{"measurement.calendar_months": False})
    made = report(whole, COVERED + "outage,UP,,2026-03-31T00:00,2026-03-31T01:00\n", date(2026, 3, 1))
    shown = objective(made.document, "UP", "en")
    assert shown[0].splitlines() == [
        "31 January 2026 to 1 March 2026",
        "100.000%",
        "2,592,000 ÷ 2,592,000 s",
        "2 March 2026 to 31 March 2026",
        "99.861%",
        "2,588,400 ÷ 2,592,000 s",
    ]
    assert shown[1] == "□ yes ■ no"


# Events -------------------------------------------------------------------------------------------------------------


def test_a_row_for_each_event(whole: Compiled) -> None:
    many = "".join(
        f"outage,UP,,2026-01-{day:02}T10:00,2026-01-{day:02}T10:01,,,,,,,,INC-{day}\n" for day in range(1, 8)
    )
    made = report(
        whole,
        COVERED
        + many
        + "outage,HOURS,,2025-12-31T23:00,2026-01-01T01:00,,,,,,,,INC-0,断电,换用备用电源,switched to backup power\n"
        + "outage,UP,,2026-01-20T10:00,2026-01-20T11:00,,,,,,,,INC-20\n"
        + "outage,REQ,,2026-01-20T10:30,2026-01-20T11:30,,,,,,,,INC-20\n"
        + "outage,UP,,2026-02-01,2026-02-01,,,,,,,,INC-30\n"
        + "incident,,desk,2026-01-21T08:00,2026-01-21T09:00,,,,,,,,MAJ-1\n",
    ).document
    found = [[plain(cell.get("zh")) for cell in each.cells] for each in rows_of(made, "Ticket number")]
    assert [each[0] for each in found] == ["INC-0", *(f"INC-{day}" for day in range(1, 8)), "INC-20", "MAJ-1"]
    assert found[0] == ["INC-0", "服务台", "2025年12月31日 23:00 至 2026年1月1日 01:00", "断电", "换用备用电源"]
    assert found[8][1:3] == ["网站托管", "2026年1月20日 10:00 至 11:30"]
    assert row(made, "Ticket number", "INC-0", "en")[3] == "switched to backup power"
    # What the file doesn't say of an event stays to be written by hand, under a name of its own.
    assert {"event-1-effect-2", "event-1-cause-2", "event-1-effect-9"} <= open_names(made)


def test_nothing_happened(whole: Compiled) -> None:
    made = report(whole, COVERED).document
    assert [[plain(cell.get("zh")) for cell in each.cells] for each in rows_of(made, "Ticket number")] == [
        ["无", "—", "—", "—", "—"]
    ]
    assert row(made, "Item", "Planned Maintenance: start, end, total time") == ["无"]
    assert credit(made, "UP") == [["无", "—", "—", "—", "—"]]
    assert row(made, "Item", "Service Credits to be deducted or paid") == ["无"]
    assert objective(made, "UP")[2] == "无"


def test_maintenance_and_how_long_it_took(whole: Compiled) -> None:
    rows = "maintenance,,web,2026-01-11T02:00,2026-01-11T02:30,,,,,,,,CHG-1,,,,2026-01-02\n"
    rows += "maintenance,,desk,2026-01-12T02:00,2026-01-12T03:00:30\n"
    (cell,) = row(report(whole, COVERED + rows).document, "Item", "Planned Maintenance: start, end, total time", "en")
    assert cell.splitlines() == [
        "Web Hosting: 11 January 2026, 02:00 to 02:30 (CHG-1)",
        "Service Desk: 12 January 2026, 02:00 to 03:00:30 (counts in whole or in part)",
        "total: 1 h 30 min 30 s",
    ]


# Credits ------------------------------------------------------------------------------------------------------------

DOWN = "".join(f"outage,UP,,2026-0{month}-05,2026-0{month}-05\n" for month in (1, 2))


def test_credits_determined_in_the_month(whole: Compiled) -> None:
    stated = "outcome,UP,,,,2026-01,,,,,,,,,,,,2026-02-03,2026-02-20\n"
    stated += "outcome,UP,,,,2026-02,,,,,,,,,,,,2026-02-27,2026-02-28\n"
    made = report(whole, COVERED + DOWN + stated, FEBRUARY).document
    assert credit(made, "UP") == [
        ["2026年1月", "≥ 95%，< 99%", "30%", "人民币10,000.00元", "人民币3,000.00元"],
        ["2026年2月", "≥ 95%，< 99%", "30%", "人民币10,000.00元", "人民币3,000.00元"],
    ]
    assert credit(made, "UP", "en")[0][0:2] == ["January 2026", "≥ 95%, < 99%"]
    cells = [row(made, "Item", name)[0] for name in (
        "Sum of the Service Credits, by the month in which the Measurement Periods end",
        "Service Credits to be deducted or paid",
    )]  # fmt: skip
    assert cells == ["2026年1月：人民币3,000.00元\n2026年2月：人民币3,000.00元"] * 2
    assert row(report(whole, COVERED + DOWN + stated).document, "Item", "Service Credits to be deducted or paid") == [
        "无"
    ]


def test_a_determination_that_nobody_stated_is_marked(whole: Compiled) -> None:
    made = report(whole, COVERED + DOWN, FEBRUARY).document
    assert credit(made, "UP", "en")[0][4] == "CNY 3,000.00 (not established)"
    delivered = "outcome,UP,,,,2026-01,,,,,,,,,,,,2026-02-03\n"
    assert credit(report(whole, COVERED + DOWN + delivered, FEBRUARY).document, "UP", "en")[0][4] == "CNY 3,000.00"


# The whole report ---------------------------------------------------------------------------------------------------


def test_what_measurements_do_not_tell_stays_to_fill_in(whole: Compiled) -> None:
    form, made = whole.annex("annex.service-report").document, report(whole, COVERED + DOWN).document
    filled = open_names(form) - open_names(made)
    assert {name.rstrip("0123456789") for name in filled} == {
        "from", "to", "result-", "met-", "missed-", "excluded-", "event-", "event-1-service", "event-1-time",
        "event-2-service", "event-2-time", "event-2-effect", "event-2-cause", "event-3-service", "event-3-time",
        "event-3-effect", "event-3-cause", "event-4-service", "event-4-time", "event-4-effect", "event-4-cause",
        "maintenance", "window-", "tier-", "rate-", "basis-", "credit-", "credit-sum", "credit-cap", "credit-due",
        "credit-total",
    }  # fmt: skip
    assert {"number", "submitted", "response-1", "problems", "credit-settled", "confirmed", "customer-signature"} <= (
        open_names(made)
    )
    assert "submitted" not in open_names(report(whole, COVERED, submitted=date(2026, 2, 5)).document)


def test_the_first_and_the_last_month(tmp_path: Path) -> None:
    whole = compiled(tmp_path)
    rows = "service_start,,web,2026-01-10\nservice_start,,desk,2026-01-12\n" + COVERED
    assert row(report(whole, rows).document, "Item", "Period reported on", "en") == [
        "from 10 January 2026 to 31 January 2026"
    ]
    ends = row(report(whole, rows, date(2026, 12, 1)).document, "Item", "Period reported on", "en")
    assert ends == ["from 1 December 2026 to 31 December 2026"]


HOSTILE = '"<b>&{{7*7}}{% x %} **a** | `b` [c](d) </w:t> ]]> $x$\nzweite Zeile \\ ""quoted"""'


@pytest.mark.parametrize("kind", ["zh", "interleaved", "parallel"])
def test_pdf_and_docx_say_what_the_tree_says(whole: Compiled, kind: str, tmp_path: Path, profile: Path) -> None:
    rows = COVERED + f"outage,UP,,2026-01-06T10:00,2026-01-06T10:05,,,,,yes,{HOSTILE},,=1+1,{HOSTILE},@cause\n" + DOWN
    made = report(whole.edition("zh" if kind == "zh" else "bilingual"), rows, submitted=date(2026, 2, 5))
    if kind != "zh":
        made = replace(made, document=replace(made.document, layout=kind))  # type: ignore[arg-type]
    margins = made.template.theme.margins
    files = {form: tmp_path / f"made.{form}" for form in ("pdf", "docx")}
    for form, content in made.outputs(("docx", "pdf")):
        files[form].write_bytes(content)
    assert schema_errors(files["docx"]) == []
    read(page_texts(files["pdf"], margins.top, margins.bottom), pieces(made.document, boxes=False))
    to_pdf(files["docx"], tmp_path / "printed", profile)
    read(page_texts(tmp_path / "printed" / "made.pdf", margins.top, margins.bottom), pieces(made.document))
    assert b"<b>&amp;{{7*7}}" not in files["pdf"].read_bytes()


def test_hostile_values_are_words_in_html_and_markdown(whole: Compiled) -> None:
    rows = COVERED + f"outage,UP,,2026-01-06T10:00,2026-01-06T10:05,,,,,,,,T,{HOSTILE},x\n"
    made = report(whole, rows)
    assert b"&lt;b&gt;&amp;{{7*7}}" in made.render("html")
    assert rb"\<b\>" in made.render("md")


def test_a_character_without_a_glyph_is_shown_where_it_stands(whole: Compiled) -> None:
    made = report(whole, COVERED + "outage,UP,,2026-01-06T10:00,2026-01-06T10:05,,,,,,,,T,x,\U000e0100\U0001f9ff\n")
    with pytest.raises(InputError) as caught:
        made.render("pdf")
    (told,) = caught.value.diagnostics
    assert (told.code, told.span.file, told.span.line) == (Code.GLYPH_MISSING, "m.csv", 3)


def test_the_manifest_names_the_measurements(whole: Compiled) -> None:
    one, other = (report(whole, COVERED + rows).provenance.manifest for rows in ("", DOWN))
    assert b'"measurements"' in one
    assert one != other
    assert str(ROOT).encode() not in one
