"""Security and data: what the law asks for by when and how often, as far as a contract can fall short of it.

Sources, each read: 网络安全法 article 23, 个人信息保护法 articles 21, 28 and 54, 网络数据安全管理条例 article 12,
信息安全等级保护管理办法 (公通字〔2007〕43号) article 14, 个人信息保护合规审计管理办法 article 4,
国家网络安全事件报告管理办法 article 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from slagen.check import said
from slagen.check.rule import Finding, Inputs, Rule
from slagen.diagnostics import Code, Message, Severity
from slagen.model.governance import Frequency
from slagen.model.security import (
    AssessmentKind,
    DataClass,
    DataHandling,
    GradedSystem,
    IncidentGrade,
    ReporterCategory,
    Security,
)
from slagen.model.units import Duration
from slagen.read.positioned import Path
from slagen.sla.lengths import Fit, Length, fit

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


# Logs, and what an entrustment of personal information agrees on --------------------------------------------------

LOG_DAYS = 183
"""Days of six months: security logs are kept for no less (网络安全法 article 23)."""
_RECORDS = Length(months=36)
"""How long the records of an entrustment are kept at least (网络数据安全管理条例 article 12)."""


def retention(inputs: Inputs) -> Iterator[Finding]:
    """Logs are kept for six months, and an entrustment of personal information agrees on what the law asks for.

    The model requires purposes, methods, kinds and the parties' contacts of every class of data, and its clauses hold
    the term and the rights and duties; what a contract can lack is told here.
    """
    days = inputs.contract.security.log_days
    if days < LOG_DAYS:
        yield Finding(
            ("security", "log_days"),
            Message(f"{days} 日 < {LOG_DAYS} 日（六个月）", f"{days} days < {LOG_DAYS} days, which are six months"),
            days,
            Message(f"写成 {LOG_DAYS} 或者更多", f"write {LOG_DAYS} or more"),
        )
    yield from _misfiled(inputs.contract.data)
    handling = inputs.contract.data_handling
    if handling is not None and any(entry.personal for entry in inputs.contract.data):
        yield from _entrustment(handling, sensitive=any(entry.sensitive for entry in inputs.contract.data))


def _misfiled(data: Sequence[DataClass]) -> Iterator[Finding]:
    """Sensitive personal information that is said to be no personal information, so that no entrustment covers it."""
    for index, entry in enumerate(data):
        if entry.sensitive and not entry.personal:
            yield Finding(
                ("data", index, "personal"),
                Message(
                    f"{entry.id} 含敏感个人信息（sensitive），却不是个人信息，委托处理的约定因此不包括它",
                    f"{entry.id} includes sensitive personal information, yet is not personal, "
                    "so that the agreement on entrusted processing leaves it out",
                ),
                "false",
                Message("写成 personal: true", "make it personal: true"),
            )


def _entrustment(handling: DataHandling, *, sensitive: bool) -> Iterator[Finding]:
    if not handling.measures:
        yield _no_measures(sensitive=sensitive)
    if handling.report is Frequency.ONCE:
        yield _lacks(
            "report",
            Message("仅报告一次，没有对受托人的持续监督", "a single report, and no supervision that goes on"),
            handling.report,
            Message("写成 yearly 或者更频繁", "make it yearly or more often"),
        )
    if fit(_RECORDS, Length.of(handling.records)) is Fit.EXCEEDS:
        kept = said.duration(handling.records)
        yield _lacks(
            "records",
            Message(f"处理记录保存 {kept.zh} < 3 年", f"records of processing are kept for {kept.en} < 3 years"),
            handling.records,
            Message("写成 3 years 或者更长", "make it 3 years or longer"),
        )


def _no_measures(*, sensitive: bool) -> Finding:
    message = Message(
        "处理个人信息，却没有约定安全控制措施以外的保护措施",
        "personal information is processed, and no protective measure is agreed beyond the security controls",
    )
    if sensitive:
        message = Message(
            f"{message.zh}；敏感个人信息须采取严格保护措施",
            f"{message.en}; sensitive personal information needs strict ones",
        )
    hint = Message(
        "写出 measures，例如去标识化、加密、限制导出",
        "give measures, such as de-identification, encryption, limits on export",
    )
    return _lacks("measures", message, "", hint)


def _lacks(field: str, message: Message, value: object, hint: Message) -> Finding:
    return Finding(("data_handling", field), message, value, hint, Severity.WARNING)


# Security incidents ---------------------------------------------------------------------------------------------

_LATEST = {
    ReporterCategory.CII: (1, Message("关键信息基础设施运营者", "operators of critical information infrastructure")),
    ReporterCategory.CENTRAL_ORGAN: (2, Message("中央和国家机关", "central Party and State organs")),
    ReporterCategory.OTHER: (4, Message("其他网络运营者", "other network operators")),
}
"""Hours within which each kind of operator reports an incident of the grade 较大 or graver."""
_GRAVE = re.compile(r"较大|重大|\b(?:significant|major)\b", re.IGNORECASE)
_MILD = re.compile(r"一般|\b(?:ordinary|general|minor)\b", re.IGNORECASE)
_LESS = re.compile(r"以下|未达|低于|不足|\b(?:below|under|less)\b", re.IGNORECASE)
_MORE = re.compile(r"以上|\b(?:above|over|graver|higher)\b", re.IGNORECASE)


def incident_clock(inputs: Inputs) -> Iterator[Finding]:
    """较大 and graver incidents are reported as soon as the law says, and the Customer hears of them before that."""
    security, grades_ = inputs.contract.security, inputs.contract.security_incidents
    yield from _category(security)
    for index, grade in enumerate(grades_):
        if grade.report is not None:
            yield from _reported_late(index, grade, grade.report, security.reporter_category)
            yield from _notified_late(index, grade, grade.report)
    yield from _unreported(grades_, security.reporter_category)


def _category(security: Security) -> Iterator[Finding]:
    """Whose incidents concern critical information infrastructure reports as its operator."""
    if security.cii is (security.reporter_category is ReporterCategory.CII):
        return
    category = security.reporter_category
    hours, _ = _LATEST[category]
    if security.cii:
        message = Message(
            f"cii 为 true，而报告主体类别 {category} 的期限为 {hours} 小时；涉及关键信息基础设施的最迟 1 小时",
            f"cii is true, yet {category} has {hours} hours to report; for critical information infrastructure it is 1",
        )
    else:
        message = Message(
            "报告主体类别为 cii，而 security.cii 不为 true",
            "the reporter is of the category cii, yet security.cii is not true",
        )
    hint = Message("使 security.cii 和 reporter_category 一致", "make security.cii and reporter_category agree")
    yield Finding(("security", "reporter_category"), message, category, hint)


def _by_name(grade: IncidentGrade) -> bool | None:
    """Whether incidents of a grade are 较大 or graver, where its name tells."""
    words = " ".join(text for text in (grade.grade.zh, grade.grade.en) if text)
    if _GRAVE.search(words) and not _LESS.search(words):
        return True
    return False if _MILD.search(words) and not _MORE.search(words) else None


def _reported_late(index: int, grade: IncidentGrade, report: Duration, category: ReporterCategory) -> Iterator[Finding]:
    hours, who = _LATEST[category]
    graver = (
        True if index == 0 and _by_name(grade) is None else _by_name(grade)
    )  # the gravest holds them, however called
    if graver is False or fit(Length.of(report), Length(seconds=hours * 3600)) is Fit.FITS:
        return
    shown = said.duration(report)
    yield Finding(
        ("security_incidents", index, "report"),
        Message(
            f"{who.zh}报告较大以上事件最迟 {hours} 小时，{shown.zh} > {hours} 小时",
            f"{shown.en} > {hours} h, the latest at which {who.en} report what is graded 较大 or graver",
        ),
        report,
        Message(f"写成 {hours}h 或者更短", f"make it {hours}h or less"),
        None if graver else Severity.WARNING,
    )


def _notified_late(index: int, grade: IncidentGrade, report: Duration) -> Iterator[Finding]:
    how = fit(Length.of(grade.notify), Length.of(report), equal=False)
    notify, latest = said.duration(grade.notify), said.duration(report)
    if how is Fit.EXCEEDS:
        message = Message(
            f"通知客户的期限 {notify.zh} 应当短于法定报告期限 {latest.zh}",
            f"the Customer hears within {notify.en}, which should be less than the statutory {latest.en}",
        )
    elif how is Fit.UNDECIDED:
        message = Message(
            f"不能确定通知客户的期限 {notify.zh} 短于法定报告期限 {latest.zh}",
            f"it is not certain that the Customer hears, within {notify.en}, before the statutory {latest.en} are over",
        )
    else:
        return
    yield Finding(
        ("security_incidents", index, "notify"),
        message,
        grade.notify,
        Message("给客户留出判定和报告的时间", "leave the Customer time to grade and report the incident"),
        None if how is Fit.EXCEEDS else Severity.WARNING,
    )


def _unreported(grades_: Sequence[IncidentGrade], category: ReporterCategory) -> Iterator[Finding]:
    """Grades that are to be reported by their name and have no time for it, or a gravest grade that has none."""
    named = [index for index, grade in enumerate(grades_) if grade.report is None and _by_name(grade)]
    for index in named:
        yield _no_report(index, category, Severity.ERROR)
    if not named and grades_[0].report is None:
        yield _no_report(0, category, Severity.WARNING)


def _no_report(index: int, category: ReporterCategory, severity: Severity) -> Finding:
    hours, who = _LATEST[category]
    return Finding(
        ("security_incidents", index, "report"),
        Message(
            f"没有法定报告期限，而{who.zh}报告较大以上事件最迟 {hours} 小时",
            f"no statutory time to report, yet {who.en} report what is graded 较大 or graver within {hours} h",
        ),
        hint=Message(f"写出 report: {hours}h 和 authority", f"give report: {hours}h and the authority"),
        severity=severity,
    )


RULES = (
    Rule(Code.GRADED_ASSESSMENT, Severity.ERROR, ("security",), grades),
    Rule(Code.PERSONAL_AUDIT, Severity.WARNING, ("data", "security", "audits"), personal_audit),
    Rule(Code.LOG_RETENTION, Severity.ERROR, ("security", "data", "data_handling"), retention),
    Rule(Code.INCIDENT_CLOCK, Severity.ERROR, ("security", "security_incidents"), incident_clock),
)
