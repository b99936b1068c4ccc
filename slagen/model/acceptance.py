"""Acceptance and audit (chapter 7)."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from slagen.model.base import Id, Model, Names, about
from slagen.model.governance import Frequency
from slagen.model.text import Text
from slagen.model.units import Duration


class Acceptance(Model):
    """Acceptance of one deliverable."""

    id: Id = about("标识", "id")
    deliverable: Annotated[Id, Names("deliverables")] = about("交付物", "deliverable")
    test: Text = about("验收测试", "test")
    threshold: Text = about("合格标准", "threshold")
    conducted_by: Annotated[Id, Names("parties")] = about("测试实施方", "party that carries out the test")
    test_within: Duration = about(
        "举行验收测试的期限，自收到交付物之日起", "time to hold the test, from receipt of the deliverable"
    )
    review: Duration = about("审查期，自收到测试记录之日起", "review period, from receipt of the record of the test")
    cure: Duration = about("整改期，自收到拒绝通知之日起", "cure period, from receipt of the rejection")


class AcceptanceTerms(Model):
    """How deliverables are tested, accepted and taken over; needed where `acceptance` lists any."""

    readiness: Duration = about("验收通知的提前期", "notice of readiness for the test")
    postponement: Duration = about(
        "客户要求改期，或者一方未到场后另行测试的最长时间",
        "longest time by which a test may be put off, at the Customer's request or because a Party did not attend",
    )
    record: Duration = about(
        "提交测试记录的期限，自测试结束之日起，以及其宽限期",
        "time to send the record of the test, from its end, and the period of grace after it",
    )
    reminder: Duration = about(
        "逾期未审查，经催告后视为通过的期限",
        "time after a reminder in which a Customer that has not replied is taken to accept",
    )
    productive_use: Duration | None = about(
        "未经验收投入业务使用满多久视为通过；空为使用不视为通过",
        "length of use in business without acceptance that counts as acceptance; without it use never does",
        None,
    )
    retests: int = about("复测次数上限", "greatest number of repeated tests", ge=1, le=9)
    objection: Duration = about("服务提供方对拒绝提出异议的期限", "the Provider's time to contest a rejection")
    customer_signatory: Annotated[Id, Names("contacts")] = about(
        "客户的验收签署人", "who signs acceptance for the Customer"
    )
    provider_signatory: Annotated[Id, Names("contacts")] = about(
        "服务提供方的验收签署人", "who signs acceptance for the Provider"
    )
    certificate: Duration = about(
        "签署验收确认单的期限，自验收通过之日起，以及核对确认单、移交清单和提供验收记录副本的期限",
        "time to sign the certificate, from acceptance; also to check the certificate or the hand-over list, and to "
        "supply a copy of the records of acceptance",
    )
    handover_items: tuple[Text, ...] = about(
        "验收后随交付物移交的事项", "what is handed over with a deliverable once it is accepted", min_length=1
    )
    handover: Duration = about("移交这些事项的期限，自验收通过之日起", "time to hand them over, from acceptance")
    records: Duration = about("验收记录的保存期限", "how long the records of acceptance are kept")


class AuditedBy(StrEnum):
    """Who carries out an audit."""

    CUSTOMER = "customer"
    THIRD_PARTY = "third party"
    PROVIDER = "provider"


class Audit(Model):
    """A kind of audit that recurs."""

    id: Id = about("标识", "id")
    type: Text = about("审计类型", "type of audit")
    scope: Text = about("审计范围", "what it covers")
    by: AuditedBy = about("实施方", "who carries it out")
    frequency: Frequency = about("频率", "frequency")
    first: date = about("首次开始日期", "date on which the first begins")
    notice: Duration = about("提前通知期", "notice")
    duration: Duration = about("每次审计的最长期间", "longest time that one audit takes")


class SubstituteReport(Model):
    """A third party's report that may stand in for part of an audit."""

    name: Text = about("报告名称", "report")
    max_age: Duration = about("自出具之日起的有效期间", "how long after its date it may be used")


class CostRule(StrEnum):
    """Who bears the cost of an audit that yields no serious finding."""

    OWN = "own"
    CUSTOMER = "customer"
    PROVIDER = "provider"


class AuditTerms(Model):
    """How audits are carried out."""

    causes: tuple[Text, ...] = about(
        "可以进行专项审计的情形", "what entitles the Customer to an audit outside the schedule", min_length=1
    )
    cause_notice: Duration = about("专项审计的提前通知期", "notice of such an audit")
    cause_duration: Duration = about("专项审计的最长期间", "longest time that such an audit takes")
    reply: Duration = about(
        "答复审计通知的期限，以及经指出后改正妨碍审计的期限",
        "time to reply to the notice of an audit, and to put right an obstruction of it once pointed out",
    )
    postponement: Duration = about("改期的最长时间", "longest postponement")
    auditors: tuple[Text, ...] = about(
        "可以委托的第三方审计人员", "third parties that may be engaged as auditors", min_length=1
    )
    substitutes: tuple[SubstituteReport, ...] = about(
        "可以代替相同范围审计的第三方报告",
        "third parties' reports that may stand in for an audit of the same matters",
        (),
    )
    documents: Duration = about("提供所要求资料的期限", "time to supply the documents asked for")
    materials: Duration = about(
        "归还或者销毁审计资料的期限，自审计报告送达之日起",
        "time to return or destroy audit materials, from the final report",
    )
    cost: CostRule = about("没有严重发现时的费用承担", "who bears the cost where there is no serious finding")
    records: Duration = about("供审计用的记录的保存期限", "how long records are kept for audit")
    after_end: Duration = about("终止后仍可以审计的期间", "how long after the end of the agreement it may be audited")


class FindingGrade(Model):
    """A grade of severity of audit findings and the times that go with it; the first is the gravest."""

    id: Id = about("标识", "id")
    name: Text = about("级别名称", "name")
    meaning: Text = about("判定标准", "how it is recognised")
    contain: Duration | None = about(
        "临时控制措施的期限，自收到书面告知之时起；空为无此要求",
        "time for interim measures, from written notice of the finding; none required without it",
        None,
    )
    plan: Duration = about("提交整改计划的期限，自收到审计报告之日起", "time for the plan, from receipt of the report")
    cure: Duration = about("完成整改的期限，自收到审计报告之日起", "time to rectify, from receipt of the report")
    serious: bool = about(
        "是否严重发现：审计费用转由服务提供方承担，整改后再次审计，重复达到次数可以解除",
        "whether it is a serious finding: the Provider then pays for the audit, a further audit follows rectification, "
        "and repeats may lead to termination",
        False,
    )


class Rectification(Model):
    """How audits are reported on and findings are rectified."""

    draft: Duration = about(
        "提交审计报告初稿的期限，自审计结束之日起", "time for the draft report, from the end of the audit"
    )
    comment: Duration = about(
        "对初稿提出意见、对审计报告提出异议的期限", "time to comment on the draft, and to contest the final report"
    )
    final: Duration = about(
        "提交正式审计报告的期限，自意见期限届满之日起，以及逾期后经催告的期限",
        "time for the final report, from the end of that time, and again after a reminder",
    )
    grades: tuple[FindingGrade, ...] = about(
        "审计发现的级别，自重至轻", "grades of findings, gravest first", min_length=1
    )
    approve: Duration = about(
        "客户批准整改计划、服务提供方按意见修改的期限",
        "the Customer's time to approve a rectification plan, and the Provider's to amend it",
    )
    verify: Duration = about(
        "客户核验整改的期限，以及逾期后经催告的期限",
        "the Customer's time to verify rectification, and again after a reminder",
    )
    repay: Duration = about("审计发现的多收款项的返还期限", "time to repay what an audit shows to be overcharged")


class AuditContinuity(Model):
    """How one audit leads to the next."""

    programme: Duration = about(
        "年度审计方案在合同年度开始前的提交期限", "how long before a contract year its audit programme is due"
    )
    comment: Duration = about("服务提供方对审计方案提出意见的期限", "the Provider's time to comment on the programme")
    follow_up: Duration = about(
        "严重发现关闭后再次审计、补行未能进行的审计的期限",
        "time for the further audit once a serious finding is closed, and to make up an audit that did not take place",
    )
    recurrence: Duration = about(
        "关闭后多久以内再次出现视为重复发现", "how long after closure a recurrence counts as a repeat finding"
    )
    repeat_report: Duration = about(
        "就重复发现提交原因报告的期限", "time for the report on the cause of a repeat finding"
    )
    repeat_contact: Annotated[Id, Names("contacts")] = about(
        "签署该报告的服务提供方负责人", "senior person of the Provider who signs that report"
    )
    repeat_limit: int | None = about(
        "一个合同年度内属于严重发现的重复发现达到多少项，客户可以解除；空为无此权利",
        "number of repeat findings that are serious in a contract year after which the Customer may terminate; "
        "without it there is no such right",
        None,
        ge=1,
        le=20,
    )
    ease_after: int | None = about(
        "连续多少次没有严重发现后免去一次审计；空为不减免",
        "number of successive audits without a serious finding after which one is left out; without it none is",
        None,
        ge=1,
        le=9,
    )
    log_update: Duration = about("更新审计发现台账的期限", "time to update the register of findings")
