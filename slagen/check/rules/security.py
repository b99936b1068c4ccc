"""Security and data: what the law asks for by when and how often, as far as a contract can fall short of it.

Sources, each read: 网络安全法 article 23, 个人信息保护法 articles 21, 28 and 54, 网络数据安全管理条例 article 12,
信息安全等级保护管理办法 (公通字〔2007〕43号) article 14, 个人信息保护合规审计管理办法 article 4,
国家网络安全事件报告管理办法 article 4.
"""

from __future__ import annotations

from collections.abc import Iterator

from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.governance import Frequency
from slagen.model.security import GradedSystem

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


RULES = (Rule(Code.GRADED_ASSESSMENT, Severity.ERROR, ("security",), grades),)
