"""Security and data: what the law asks for by when and how often, as far as a contract can fall short of it.

Sources, each read: 网络安全法 article 23, 个人信息保护法 articles 21, 28 and 54, 网络数据安全管理条例 article 12,
信息安全等级保护管理办法 (公通字〔2007〕43号) article 14, 个人信息保护合规审计管理办法 article 4,
国家网络安全事件报告管理办法 article 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.governance import Frequency
from slagen.model.security import AssessmentKind, GradedSystem
from slagen.read.positioned import Path

_OFTEN = tuple(Frequency)
"""Frequencies from the highest; what happens once recurs least of all."""
_SAID = {
    Frequency.WEEKLY: Message("每周", "every week"),
    Frequency.MONTHLY: Message("每月", "every month"),
    Frequency.QUARTERLY: Message("每季度", "every quarter"),
    Frequency.HALF_YEARLY: Message("每半年", "every half year"),
    Frequency.YEARLY: Message("每年", "every year"),
    Frequency.ONCE: Message("仅一次", "only once"),
}


def _as_often(frequency: Frequency, wanted: Frequency) -> bool:
    return _OFTEN.index(frequency) <= _OFTEN.index(wanted)


# Graded systems -------------------------------------------------------------------------------------------------


def grades(inputs: Inputs) -> Iterator[Finding]:
    """A system of grade 3 or above is assessed every year, of grade 4 every half year."""
    for index, system in enumerate(inputs.contract.security.mlps):
        if system.grade < 3:
            continue
        if system.assessment is None or not _as_often(system.assessment, Frequency.YEARLY):
            yield _assessment(index, system, Frequency.YEARLY, Severity.ERROR)
        elif system.grade == 4 and not _as_often(system.assessment, Frequency.HALF_YEARLY):
            yield _assessment(index, system, Frequency.HALF_YEARLY, Severity.WARNING)


def _assessment(index: int, system: GradedSystem, wanted: Frequency, severity: Severity) -> Finding:
    is_, needed = _SAID[system.assessment] if system.assessment else Message("未约定", "not agreed"), _SAID[wanted]
    return Finding(
        ("security", "mlps", index, "assessment"),
        Message(
            f"{system.id} 为第 {system.grade} 级，等级测评{is_.zh}，少于{needed.zh}至少一次",
            f"{system.id} is of grade {system.grade}, and its assessment is {is_.en}, "
            f"less than at least once {needed.en}",
        ),
        system.assessment or "",
        Message(f"写成 {wanted} 或者更频繁", f"make it {wanted} or more often"),
        severity,
    )


# Personal information -------------------------------------------------------------------------------------------

MANY = 10_000_000
"""More persons than this, and the handler audits every two years (个人信息保护合规审计管理办法 article 4)."""
_PERSONAL = re.compile(r"个人信息|个人数据|\bpersonal (?:information|data)\b", re.IGNORECASE)


def personal_audit(inputs: Inputs) -> Iterator[Finding]:
    """Where more than ten million persons' data is processed, an audit of it recurs at least every 24 months.

    No frequency lies between yearly and once, so what recurs at all is often enough.
    """
    volumes = {index: entry.volume for index, entry in enumerate(inputs.contract.data) if entry.personal}
    known = {index: volume for index, volume in volumes.items() if volume is not None}
    if sum(known.values()) <= MANY or _is_audited(inputs):
        return
    over = [index for index, volume in known.items() if volume > MANY]
    for index in over:
        message = Message(f"{known[index]:,} 人 > {MANY:,} 人", f"{known[index]:,} persons > {MANY:,}")
        yield _unaudited(("data", index, "volume"), known[index], message)
    if not over:
        terms = [f"{volume:,}" for volume in known.values()]
        total = f"{' + '.join(terms[:6])}{' + …' if len(terms) > 6 else ''} = {sum(known.values()):,}"
        message = Message(
            f"各类个人信息合计 {total} 人 > {MANY:,} 人（除非各类中是相同的人）",
            f"all personal information together is of {total} persons > {MANY:,}, unless they are the same persons",
        )
        yield _unaudited(("data",), sum(known.values()), message)


def _is_audited(inputs: Inputs) -> bool:
    """Whether an audit of personal information recurs, as a security assessment or an audit that names it."""
    assessments = inputs.contract.security.assessments
    if any(
        one.kind is AssessmentKind.PERSONAL_INFORMATION and one.frequency is not Frequency.ONCE for one in assessments
    ):
        return True
    recurring = [audit for audit in inputs.contract.audits if audit.frequency is not Frequency.ONCE]
    words = (text for audit in recurring for named in (audit.type, audit.scope) for text in (named.zh, named.en))
    return any(_PERSONAL.search(text) for text in words if text)


def _unaudited(path: Path, persons: int, message: Message) -> Finding:
    return Finding(
        path,
        Message(
            f"{message.zh}，应当每两年至少开展一次个人信息保护合规审计，而合同没有约定",
            f"{message.en}; a compliance audit is due at least every 24 months, and the contract has none that recurs",
        ),
        persons,
        Message(
            "在 security.assessments 中加上每年的 personal information audit，或者在 audits 中加上写明个人信息的审计",
            "add a yearly personal information audit to security.assessments, or one that names it to audits",
        ),
    )


RULES = (
    Rule(Code.GRADED_ASSESSMENT, Severity.ERROR, ("security",), grades),
    Rule(Code.PERSONAL_AUDIT, Severity.WARNING, ("data", "security", "audits"), personal_audit),
)
