"""``slagen levels``: tables that fit a terminal in both languages, data, a page, and what is wrong with a contract."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from check.contracts import base, put, written
from cli.runner import Edit, Run, Write
from lxml import html
from rich.cells import cell_len

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*/contract.yaml"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.parent.name)
def test_tables_fit_eighty_columns(slagen: Run, sample: Path, lang: str) -> None:
    ran = slagen("levels", sample, "--messages-in", lang)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert max(map(cell_len, lines)) <= 80
    assert {"SLO-01", "P1"} <= {word for line in lines for word in line.split()}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ["10 min 4.8 s to 11", "4.032 to 4.464 time", "5 of every 1,000", "uc-facility 99.995%", "99.9850005%",
                "+0.0100005 pp", "1,188,000.00", "a limit on durations", "exclusions"]),
        ("zh", ["10分4.8秒 至 11分9.6秒", "每 1,000 个中 5 个", "+0.0100005 个百分点", "合同期最高", "保留不计入部"]),
    ],
)  # fmt: skip
def test_figures_of_a_sample(slagen: Run, lang: str, said: list[str]) -> None:
    out = slagen("levels", SAMPLES[0], "--messages-in", lang).out.replace("\xa0", " ")
    assert [words for words in said if words not in out] == []


def test_a_folder_stands_for_its_contract(slagen: Run) -> None:
    assert slagen("levels", SAMPLES[0].parent).out == slagen("levels", SAMPLES[0]).out


def test_data(slagen: Run) -> None:
    ran = slagen("levels", SAMPLES[0], "--format", "json")
    data = json.loads(ran.out)
    assert (ran.code, data["contract"], len(data["objectives"])) == (0, "SLA-CLOUD-2026-001", 5)
    assert data["objectives"][0]["supports"]["allowed_percent"] == "99.9850005"
    assert slagen("levels", SAMPLES[0], "--format", "json", "--messages-in", "zh").out == ran.out


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_out_writes_what_would_be_printed(slagen: Run, tmp_path: Path, form: str) -> None:
    target = tmp_path / "new" / f"levels.{form}"
    ran = slagen("levels", SAMPLES[0], "--format", form, "--out", target)
    assert (ran.code, ran.out) == (0, f"{target}\n")
    assert target.read_text("utf-8") == slagen("levels", SAMPLES[0], "--format", form).out


def test_a_place_that_can_not_be_written_is_wrong_usage(slagen: Run, tmp_path: Path) -> None:
    ran = slagen("levels", SAMPLES[0], "--format", "html", "--out", tmp_path)
    assert ran.code == 2
    assert "--out" in ran.err


def test_errors_are_those_of_check(slagen: Run, edited: Edit) -> None:
    contract = edited("target: 99.9%", "target: 99.9")
    ran, checked = slagen("levels", contract), slagen("check", contract)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == checked.err
    assert "INPUT004" in ran.err


def test_a_contract_without_credits_and_supports_says_so(slagen: Run, contract: Write) -> None:
    out = slagen("levels", contract()).out
    assert "web-availability: no service or agreement is listed that it rests on." in " ".join(out.split())
    assert "credits can cost" not in out


@pytest.mark.parametrize("arguments", [("levels",), ("levels", "contract.yaml", "--format", "pdf")])
def test_wrong_usage(slagen: Run, arguments: tuple[str, ...]) -> None:
    assert slagen(*arguments).code == 2


@pytest.mark.parametrize("value", ["[red]x[/red] [link=http://x]", "<b>*Ltd*</b>", "很" * 90, "x" * 200])
def test_hostile_names_are_just_words(slagen: Run, tmp_path: Path, value: str) -> None:
    data = base()
    for path in ("services[0].name", "slis[0].name", "slis[0].source"):
        put(data, path, {"zh": value, "en": value})
    (tmp_path / "contract.yaml").write_text(written(data), "utf-8")
    ran = slagen("levels", tmp_path)
    assert ran.code == 0
    assert max(map(cell_len, ran.out.splitlines())) <= 80
    assert "".join(ran.out.split()).count(value[:3]) >= 3
    page = slagen("levels", tmp_path, "--format", "html").out
    assert value in [div.text for div in html.document_fromstring(page).iter("div")]
