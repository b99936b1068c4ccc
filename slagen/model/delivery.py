"""Delivery and support (chapter 3): deliverables, priorities, channels, dependencies, tools, quality assurance."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from slagen.model.base import Id, Model, Names, Part, about
from slagen.model.governance import Frequency
from slagen.model.parties import Channel, CustomerDuty
from slagen.model.quality import Window
from slagen.model.text import Text
from slagen.model.units import Duration, Percent


class Deliverable(Model):
    """Something handed over."""

    id: Id = about("标识", "id")
    name: Text = about("名称", "name")
    due: date = about("交付日期", "date due")
    quality: Text = about("质量要求", "quality it must have")
    format: Text = about("形式", "format")
    recipient: Annotated[Id, Names("contacts")] = about("接收人", "who receives it")
    correction: Duration = about("不符合要求时的更正期限", "time to correct a defect")
    owner: Annotated[Id, Names("parties")] = about("知识产权归属方", "which party owns the intellectual property in it")


class DeliveryTerms(Model):
    """How deliverables are handed over, inspected and corrected."""

    delay_notice: Duration = about(
        "预见延误后的通知期限，自知悉之时起", "time to give notice of an expected delay, once known"
    )
    inspection: Duration = about("客户检查交付物的期限，自收到之时起", "the Customer's time to inspect, from receipt")
    latent_defects: Duration = about(
        "就检查时不能发现的缺陷提出通知的期限，自收到之时起",
        "time to give notice of a defect that the inspection could not show, from receipt",
    )
    correction_attempts: int = about(
        "更正次数上限，届时仍不符合的客户可以采取其他救济",
        "number of corrections after which the Customer has its further remedies",
        ge=1,
        le=9,
    )
    value_share: Percent = about(
        "计算减价和退款时，每一交付物的服务费占年度服务费的比例",
        "share of the annual fee that counts as the fee for one deliverable when it is reduced or refunded",
    )
    claim_notice: Duration = about(
        "客户通知第三方知识产权主张、服务提供方开始处理的期限",
        "the Customer's time to give notice of a third party's claim to the rights, and the Provider's to defend it",
    )


class Clock(StrEnum):
    """Which time counts towards a target."""

    CALENDAR = "calendar"
    SERVICE_HOURS = "service hours"


class Level(Model):
    """A level of impact or urgency; the first is the gravest."""

    id: Id = about("标识", "id")
    name: Text = about("名称", "name")
    meaning: Text = about("判定标准", "how it is recognised")


class PriorityTarget(Model):
    """One priority and the times that apply to it."""

    id: Id = about("优先级标识，如 P1", "priority id, such as P1")
    name: Text = about("名称", "name")
    response: Duration = about("响应时限", "response time")
    update: Duration = about("进展通报间隔", "interval of progress reports")
    resolution: Duration = about("解决时限", "resolution time")
    clock: Clock = about("计时方式", "clock")
    calendar: Annotated[Id, Names("calendars")] = about("计时所用日历", "calendar the clock runs in")
    attainment: Annotated[Percent, Part()] = about("按时完成的最低比例", "least proportion completed in time")


class MatrixCell(Model):
    """The priority of one combination of impact and urgency."""

    impact: Annotated[Id, Names("priority.impacts")] = about("影响", "impact")
    urgency: Annotated[Id, Names("priority.urgencies")] = about("紧急程度", "urgency")
    priority: Annotated[Id, Names("priority.targets")] = about("优先级", "priority")


class Pause(Model):
    """A period in which the clock stops."""

    condition: Text = about("暂停计时的情形，作“在……期间”的内容", "when the clock stops, completing 'while …'")


class Priority(Model):
    """How incidents are ranked and how fast they are handled."""

    acknowledge: Duration = about("登记期限", "time to log a report")
    impacts: tuple[Level, ...] = about("影响级别，自重至轻", "levels of impact, gravest first", min_length=1)
    urgencies: tuple[Level, ...] = about("紧急级别，自急至缓", "levels of urgency, most urgent first", min_length=1)
    matrix: tuple[MatrixCell, ...] = about("优先级矩阵", "priority matrix", min_length=1)
    targets: tuple[PriorityTarget, ...] = about(
        "各优先级时限，自高至低", "targets, highest priority first", min_length=1
    )
    pauses: tuple[Pause, ...] = about("暂停计时的情形", "when the clock stops", ())
    dispute_within: Duration = about("优先级异议提交升级的期限", "time to submit a disputed priority")
    dispute_decision: Duration = about("升级联系人作出决定的期限", "time for the decision on it")
    dispute_contact: Annotated[Id, Names("contacts")] = about("优先级异议的决定人", "who decides a disputed priority")
    closure: Duration = about(
        "客户确认关闭的期限，逾期自动关闭", "time to confirm a resolution before the ticket closes"
    )
    reopen: Duration = about(
        "关闭后同一事件再次发生时重新打开原工单的期限", "time after closure in which a recurrence reopens the ticket"
    )
    major_report: Duration = about(
        "最高优先级事件解决后提交书面报告的期限",
        "time for the written report on an incident of the highest priority, from its resolution",
    )
    window: Window = about("达成率的统计周期", "period over which attainment is measured", Window.MONTH)
    small_count: int | None = about(
        "周期内事项少于此数时，一项逾时不视为低于达成率；空为无此规则",
        "number of items in a period below which a single late one does not breach the attainment; none by default",
        None,
        ge=2,
        le=100,
    )


class ServiceRequest(Model):
    """A kind of standard request, not arising from an incident, and the times that apply to it."""

    id: Id = about("标识", "id")
    name: Text = about("请求类型", "kind of request, such as a new account")
    response: Duration = about("响应时限", "response time")
    fulfilment: Duration = about("完成时限", "fulfilment time")
    clock: Clock = about("计时方式", "clock")
    calendar: Annotated[Id, Names("calendars")] = about("计时所用日历", "calendar the clock runs in")
    attainment: Annotated[Percent, Part()] = about("按时完成的最低比例", "least proportion completed in time")


class Escalation(Model):
    """Who is told when a priority's incident stays open."""

    priority: Annotated[Id, Names("priority.targets")] = about("优先级", "priority")
    after: Duration = about("未解决满多久升级", "how long it has stayed unresolved")
    contact: Annotated[Id, Names("contacts")] = about("升级联系人", "who is told")


class Support(Model):
    """Channels, languages and what the customer does."""

    channels: tuple[Channel, ...] = about("支持渠道", "support channels", min_length=1)
    customer_duties: tuple[CustomerDuty, ...] = about("客户的协作义务", "duties of the Customer", ())
    meeting: Frequency = about("协作例会频率", "how often the coordination meeting is held")
    channel_change_notice: Duration = about("变更渠道的提前通知期", "notice of a change of channel")
    relief_notice: Duration = about(
        "就客户未履行协作义务发出通知以主张顺延的期限",
        "time to give notice of a Customer's failure, without which the Provider gets no extension of time",
    )
    dependency_notice: Duration = about(
        "支撑协议终止、变更或者被违反时的通知期限",
        "time to give notice that an OLA or underpinning contract ends, changes or is broken",
    )


class DependencyType(StrEnum):
    """The kind of agreement behind a service."""

    OLA = "OLA"
    UC = "UC"


class Dependency(Model):
    """An operational level agreement or underpinning contract that a service rests on."""

    id: Id = about("标识", "id")
    service: Annotated[Id, Names("services")] = about("所支撑的服务", "service it supports")
    provider: Text = about("提供者", "who provides it")
    type: DependencyType = about("类型", "type")
    availability: Annotated[Percent, Part()] | None = about("可用性", "availability", None)
    priority: Annotated[Id, Names("priority.targets")] | None = about(
        "其响应和解决时限所服务的优先级；缺省为最高优先级",
        "priority whose incidents its times serve; the highest by default",
        None,
    )
    handoff: Duration | None = about(
        "将事件转交其提供者的时限；空为立即转交", "time to hand an incident over to it; at once without it", None
    )
    response: Duration | None = about("响应时限", "response time", None)
    resolution: Duration | None = about("解决时限", "resolution time", None)
    expiry: date | None = about("到期日", "expiry", None)


class Tool(Model):
    """A tool or platform that the services are delivered with."""

    id: Id = about("标识", "id")
    name: Text = about("名称", "name")
    purpose: Text = about("用途", "purpose")
    owner: Annotated[Id, Names("parties")] = about("权属方", "which party owns it")
    access: Text = about("访问权限", "who has access and how")
    retention: Duration = about("数据保存期限", "how long its data is kept")


class Tooling(Model):
    """Tools, the data in them, and what happens to it at the end."""

    tools: tuple[Tool, ...] = about("工具", "tools", min_length=1)
    ticket_system: Annotated[Id, Names("tooling.tools")] = about(
        "用作工单系统的工具", "which tool is the ticket system"
    )
    configuration_update: Duration = about(
        "变更完成后更新配置记录的期限", "time to update the configuration records after a change"
    )
    export_format: Text = about("数据导出格式", "format in which data is exported")
    export_within: Duration = about("导出数据的期限", "time within which data is exported")
    outage_notice: Duration = about("工具不可用时的通知期限", "time to give notice that a tool is unavailable")
    backfill: Duration = about("恢复后补录记录的期限", "time to enter what was recorded during an outage")
    replacement_notice: Duration = about("更换工具的提前通知期", "notice of the replacement of a tool")
    access_revocation: Duration = about("撤销访问权限的期限", "time to revoke access")


class QualityCheck(Model):
    """A check of delivery quality."""

    id: Id = about("标识", "id")
    name: Text = about("检查项目", "what is checked")
    criterion: Text = about("合格标准", "what an item must meet not to be a defect")
    frequency: Frequency = about("频率", "frequency")
    sample: Annotated[Percent, Part()] = about("抽样比例", "share sampled")
    sample_min: int = about("最小样本量", "least sample", ge=1)
    defect_limit: Annotated[Percent, Part()] = about("缺陷率上限", "greatest share of defects")


class QualityAssurance(Model):
    """How delivery quality is assured."""

    checks: tuple[QualityCheck, ...] = about("检查", "checks", min_length=1)
    report_within: Duration = about(
        "送达检查结果、提供检查记录的期限", "time to send the results or produce the records"
    )
    objection: Duration = about("客户对检查结果提出异议的期限", "time for the Customer to contest the results")
    correction: Duration = about("缺陷更正期限", "time to correct defects")
    recheck: Duration = about(
        "复查、共同复核和检查未抽中工作的期限",
        "time for the re-check, for re-examining a disputed sample and for checking what was not sampled",
    )
    records: Duration = about("检查记录保存期限", "how long the records of checks are kept")
