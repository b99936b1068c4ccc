"""Worked examples as annex 3 prints them: computed cells, in both languages."""

from __future__ import annotations

import pytest
from check.contracts import base, put, written

from slagen.assemble.examples import shown_examples
from slagen.assemble.show import Shower
from slagen.model.contract import Contract
from slagen.pipeline import compile_all, load
from slagen.tree import Field, Lang, Table, blocks, inlines, plain
from slagen.tree.alone import alone

EXPECTED = {
    "zh": [
        ["SLO-01", "30日", "0秒至43分12秒", "100%至99.9%", "—", "—"],
        ["SLO-01", "30日", "43分13秒至7小时12分钟", "99.89996%至99%", "10% × 22,000.00", "人民币2,200.00元"],
        ["SLO-01", "30日", "7小时12分1秒至36小时", "98.99996%至95%", "20% × 22,000.00", "人民币4,400.00元"],
        ["SLO-01", "30日", "36小时1秒至720小时", "94.99996%至0%", "30% × 22,000.00", "人民币6,600.00元"],
        ["SLO-03", "1,000", "0至100", "100%至90%", "—", "—"],
        ["SLO-03", "1,000", "101至200", "89.9%至80%", "5% × 8,000.00", "人民币400.00元"],
        ["SLO-03", "1,000", "201至1,000", "79.9%至0%", "10% × 8,000.00", "人民币800.00元"],
    ],
    "en": [
        ["SLO-01", "30 days", "0 s to 43 min 12 s", "100% to 99.9%", "—", "—"],
        ["SLO-01", "30 days", "43 min 13 s to 7 h 12 min", "99.89996% to 99%", "10% × 22,000.00", "CNY 2,200.00"],
        ["SLO-01", "30 days", "7 h 12 min 1 s to 36 h", "98.99996% to 95%", "20% × 22,000.00", "CNY 4,400.00"],
        ["SLO-01", "30 days", "36 h 1 s to 720 h", "94.99996% to 0%", "30% × 22,000.00", "CNY 6,600.00"],
        ["SLO-03", "1,000", "0 to 100", "100% to 90%", "—", "—"],
        ["SLO-03", "1,000", "101 to 200", "89.9% to 80%", "5% × 8,000.00", "CNY 400.00"],
        ["SLO-03", "1,000", "201 to 1,000", "79.9% to 0%", "10% × 8,000.00", "CNY 800.00"],
    ],
}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    """The table of examples in annex 3 of the contract that rules are tried on."""
    file = tmp_path_factory.mktemp("examples") / "contract.yaml"
    file.write_text(written(base()), "utf-8")
    document = compile_all(load(file), ["bilingual"]).document
    annex = alone(document, "annex.service-credits")
    return [block for block in blocks(annex) if isinstance(block, Table)][-1]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_annex_shows_where_each_tier_begins_and_ends(table: Table, lang: Lang) -> None:
    got = [[plain(cell.get(lang)).replace("\xa0", " ") for cell in row.cells] for row in table.rows]
    assert got == EXPECTED[lang]


def test_every_figure_is_a_field_of_its_credit(table: Table) -> None:
    for row in table.rows:
        fields = [node for cell in row.cells for node in inlines(cell.zh or ()) if isinstance(node, Field)]
        assert len({node.path for node in fields}) == len(fields) >= 4
        objective, *figures = fields
        assert objective.path.startswith("slos[")
        assert objective.path.endswith("].id")
        assert len({node.path.partition(".examples")[0] for node in figures}) == 1


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", ["8,640个时间片", "9至86"]), ("en", ["8,640 time slices", "9 to 86"])]
)
def test_slices_are_counted(lang: Lang, said: list[str]) -> None:
    data = base()
    put(data, "slis[0].type", "slice_mean")
    put(data, "slis[0].interval", "5m")
    row = list(shown_examples(Contract.model_validate(data), Shower(lang, {})))[1]
    assert [row.total.text, row.bad.text] == said
