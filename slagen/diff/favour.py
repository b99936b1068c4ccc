"""In whose favour a value changed: for inputs of which it is certain whether the customer wants more or less.

What is left out has no side of its own: what both parties may do, how something is shown, what depends on the rest.
"""

from __future__ import annotations

import re

from slagen.diff.quantities import quantity
from slagen.model.clause import Variant
from slagen.model.edit import Favour, Shown
from slagen.tree import LANGUAGES

_MORE_IS_BETTER = (
    *("priority.targets[*].attainment", "requests[*].attainment", "priority.reopen"),
    *("credits[*].tiers[*].pct", "credits[*].tiers[*].lt", "credits[*].tiers[*].ge"),
    *("credit_terms.monthly_cap", "credit_terms.term_cap", "credit_terms.claim"),
    *("liability.cap", "liability.super_cap", "liability.payment_within", "incentives.malus_cap"),
    *(
        "incentives.bands[*].malus",
        "resources.staffing.positions[*].number",
        "resources.staffing.positions[*].deduction",
    ),
    *("services[*].workload_limits[*].limit", "maintenance[*].notice", "support.channel_change_notice"),
    *("support.customer_duties[*].within", "tooling.replacement_notice", "tooling.tools[*].retention"),
    *("resources.staffing.replacement_notice", "resources.staffing.handover", "measurement.dispute_within"),
    *("measurement.raw_data_retention", "measurement.method_change_notice", "termination_triggers[*].exercise_within"),
    *("termination_triggers[*].of_periods", "security.log_days"),
    *("data_handling.subprocessor_notice", "data_handling.subprocessor_reply", "continuity[*].backup_retention"),
    *("delivery_terms.inspection", "delivery_terms.latent_defects", "delivery_terms.value_share"),
    *("acceptance[*].review", "quality_assurance.checks[*].sample", "quality_assurance.checks[*].sample_min"),
    *("change_control.freeze_days", "change_control.keep_previous", "exit.assistance", "exit.verify"),
    *("termination.payment_cure", "termination.suspension_notice"),
)
_LESS_IS_BETTER = (
    *("priority.acknowledge", "priority.targets[*].response", "priority.targets[*].update"),
    *("priority.targets[*].resolution", "priority.major_report", "priority.small_count"),
    *("requests[*].response", "requests[*].fulfilment", "escalations[*].after"),
    *("slos[*].min_outage", "slis[*].interval", "maintenance[*].minutes", "maintenance[*].monthly_cap"),
    *("measurement.missing_data", "measurement.results_within", "measurement.raw_data_within"),
    *("credit_terms.min_amount", "credit_terms.apply_within", "termination_triggers[*].misses"),
    *("contract.annual_fee", "services[*].monthly_fee"),
    *("incentives.bonus_cap", "incentives.bands[*].bonus"),
    *("security_incidents[*].notify", "security_incidents[*].update", "security_incidents[*].contain"),
    *("security.patch_sla[*].within", "security.restore_within", "security.log_access", "security.notice"),
    *("security.cryptography.replace_within", "incident_response.triage", "incident_response.written_within"),
    *("incident_response.report_within", "incident_response.information", "incident_response.correction"),
    *("continuity[*].rto", "continuity[*].rpo", "continuity[*].backup_interval"),
    *("continuity[*].replication_lag", "continuity[*].detect", "continuity[*].restore"),
    *("continuity_terms.backup_failure", "continuity_terms.correction", "continuity_terms.report_within"),
    *("data_handling.disposal_within", "data_handling.request_forward", "data_handling.request_assist"),
    *("data_handling.information", "data_handling.stop_within", "confidentiality.leak_notice"),
    *("problems.open_within", "problems.root_cause_within", "problems.plan_within", "problems.complete_within"),
    *("improvement_plan.plan_within", "improvement_plan.complete_within", "reporting.reports[*].due"),
    *("deliverables[*].correction", "delivery_terms.correction_attempts", "acceptance[*].cure"),
    *("acceptance_terms.retests", "quality_assurance.checks[*].defect_limit", "quality_assurance.correction"),
    *("resources.staffing.vacancy", "resources.staffing.vacancy_notice", "resources.staffing.removal"),
    *("changes[*].rollback", "tooling.outage_notice", "tooling.export_within", "tooling.access_revocation"),
    *("exit.plan_within", "exit.plan_revision", "exit.data_return", "exit.deletion"),
    *("rectification.grades[*].contain", "rectification.grades[*].plan", "rectification.grades[*].cure"),
    *("rectification.repay", "monitoring.report_within", "monitoring.improvement_within"),
)
_BETTER = dict.fromkeys(_MORE_IS_BETTER, 1) | dict.fromkeys(_LESS_IS_BETTER, -1)
_AT_LEAST = ("不低于", "at least")
_SIDES = (Variant.PROVIDER, Variant.BALANCED, Variant.CUSTOMER)


def of_value(path: str, old: Shown, new: Shown, comparison: str | None = None) -> Favour | None:
    """Whom a changed value is better for; None where that is not certain.

    Args:
        comparison: how a target is compared, as the document shows it (不低于), where `path` is that of a target.
    """
    pattern = pattern_of(path)
    better = _BETTER.get(pattern)
    if pattern == "slos[*].target" and comparison is not None:
        better = 1 if comparison in _AT_LEAST else -1
    grown = _grown(old, new)
    return None if better is None or not grown else _favour(better * grown)


def of_variant(old: str | None, new: str | None) -> Favour | None:
    """Whom a clause in another variant is better for; None where either has none."""
    if old not in _SIDES or new not in _SIDES or old == new:
        return None
    return _favour(_SIDES.index(Variant(new)) - _SIDES.index(Variant(old)))


def pattern_of(path: str) -> str:
    """The path with [*] for the place in each list."""
    return re.sub(r"\[[0-9]+\]", "[*]", path)


def _favour(sign: int) -> Favour:
    return Favour.CUSTOMER if sign > 0 else Favour.PROVIDER


def _grown(old: Shown, new: Shown) -> int:
    """1 where the value is more than it was, -1 where it is less, 0 where it is neither or that can't be told."""
    for lang in LANGUAGES:
        before, after = quantity(old.get(lang) or ""), quantity(new.get(lang) or "")
        if before is not None and after is not None and before.dimension == after.dimension:
            return (after.amount > before.amount) - (after.amount < before.amount)
    return 0
