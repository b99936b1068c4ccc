"""Measures the rules: all checks of a large contract against loading the same file, in one process.

bench.py may call :func:`rules_to_loading`; alone: python scripts/bench_rules.py
"""

from __future__ import annotations

import copy
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from slagen.check.inputs import check_inputs
from slagen.project import Project
from slagen.read.contract import read_contract

SERVICES, OBJECTIVES, DEPENDENCIES, ROUNDS = 200, 1000, 50, 5
STARTER = Path(__file__).parents[1] / "slagen" / "cli" / "starter" / "contract.yaml"


def large() -> dict[str, Any]:
    """The starter contract with so many services, objectives and agreements behind them."""
    data: dict[str, Any] = yaml.safe_load(STARTER.read_text("utf-8"))
    service, objective, credit = data["services"][0], data["slos"][0], data["credits"][0]
    data["services"] += [
        copy.deepcopy(service) | {"id": f"service-{n}"} for n in range(SERVICES - len(data["services"]))
    ]
    for n, each in enumerate(data["services"][10:]):
        each["depends_on"] = [data["services"][n % 10]["id"]]
    names = [each["id"] for each in data["services"]]
    data["slos"] += [
        copy.deepcopy(objective) | {"id": f"SLO-{n:04}", "service": names[n % SERVICES]}
        for n in range(len(data["slos"]), OBJECTIVES)
    ]
    data["credits"] += [copy.deepcopy(credit) | {"slo": f"SLO-{n:04}"} for n in range(3, SERVICES)]
    data["dependencies"] = [
        {"id": f"D{n}", "service": names[n], "provider": {"zh": "运营商", "en": "Carrier"}, "type": "UC",
         "availability": "99.99%", "response": "5m", "resolution": "2h", "expiry": date(2027, 12, 31)}
        for n in range(DEPENDENCIES)
    ]  # fmt: skip
    return data


def rules_to_loading() -> tuple[float, float, float]:
    """The time of all rules over that of loading, and both in seconds: medians of rounds taken in turn."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "contract.yaml").write_text(yaml.safe_dump(large(), allow_unicode=True), "utf-8")
        project = Project(Path(folder), {})
        loaded = read_contract(project, "contract.yaml")
        if loaded.wrong:
            raise RuntimeError([found.message.en for found in loaded.diagnostics])
        check_inputs(loaded, date(2026, 1, 1))
        rounds = [
            (
                _seconds(lambda: read_contract(project, "contract.yaml")),
                _seconds(lambda: check_inputs(loaded, date(2026, 1, 1))),
            )
            for _ in range(ROUNDS)
        ]
    loading, checking = (statistics.median(one[side] for one in rounds) for side in (0, 1))
    return checking / loading, checking, loading


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    ratio, checking, loading = rules_to_loading()
    print(f"rules / loading: {ratio:.2f} ({checking:.2f} s / {loading:.2f} s)")
