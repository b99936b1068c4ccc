"""What the rules find in tiers of agreements that were published, written as inputs as they stand.

The tiers are those of ``tests/sla/published.yaml``, each with its source; the month's cap is the highest credit, since
none of them has another, and the rules on caps and on the liability of our own contract are not what this is about.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from check.contracts import base, loaded, put

from slagen.diagnostics import Code

PUBLISHED = Path(__file__).parents[1] / "sla" / "published.yaml"
TABLES = yaml.safe_load(PUBLISHED.read_text("utf-8"))["credits"]
TIERS = (Code.TIERS_CONTIGUOUS, Code.TIERS_MONOTONE, Code.TIERS_ENDS, Code.CREDIT_RANGE)


def found(table: dict[str, Any], folder: Path) -> list[tuple[str, str]]:
    data = base()
    put(data, "credits[0].tiers", table["tiers"])
    put(data, "slos[0].target", table["target"])
    put(data, "slos[0].decimals", 4)
    put(
        data,
        "credit_terms.monthly_cap",
        max((tier["pct"] for tier in table["tiers"]), key=lambda pct: Decimal(pct[:-1])),
    )
    _, diagnostics = loaded(data, folder)
    return [(one.code.value, one.message.en) for one in diagnostics if one.code in TIERS]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table["source"])[:40])
def test_published_tiers(table: dict[str, Any], tmp_path: Path) -> None:
    assert [code for code, _ in found(table, tmp_path)] == table.get("finds", [])
