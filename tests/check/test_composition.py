"""Availability of services that share so much that it can't be computed exactly is not guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from check.contracts import base, loaded, put

from slagen.sla import composite


def entangled() -> dict[str, Any]:
    data = base()
    for place, (name, needs) in enumerate({"a": ["c"], "b": ["c", "d"], "e": ["d"], "c": [], "d": []}.items(), 2):
        put(data, f"services[{place}]", data["services"][0] | {"id": name, "monthly_fee": "CNY 0", "depends_on": needs})
        put(
            data,
            f"slos[{place + 1}]",
            data["slos"][0] | {"id": f"SLO-{name}", "service": name, "target": "98%" if needs else "99%"},
        )
    put(data, "services[0].topology", {"parallel": [["a", "b", "e"]]})
    return data


def test_what_is_too_entangled_is_told_once_and_not_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def found() -> set[tuple[str, str]]:
        return {(one.code.value, one.severity.value) for one in loaded(entangled(), tmp_path)[1]}

    assert found() == {("SLA023", "warning")}
    monkeypatch.setattr(composite, "EXPANSIONS", 0)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "other"))  # nothing is remembered of other limits
    assert found() == {("SLA019", "warning")}
