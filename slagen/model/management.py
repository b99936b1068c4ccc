"""How the services are managed (chapter 2): organisation, processes, resources, changes, improvement register."""

from datetime import date
from typing import Annotated

from slagen.model.base import Id, Model, Names, about
from slagen.model.governance import Frequency
from slagen.model.text import Text
from slagen.model.units import Duration, Money, Percent


class ServiceRole(Model):
    """What a contact does and may decide in managing the services."""

    contact: Annotated[Id, Names("contacts")] = about("职能（联系人）", "function (contact)")
    duties: Text = about("职责", "duties")
    decides: Text | None = about("有权决定的事项；空为没有决定权", "what it may decide; nothing without it", None)
    deputy: Annotated[Id, Names("contacts")] | None = about(
        "代行人；空为该方升级路径最后一级的联系人",
        "who acts in its place; without it, that party's contact of the last level of escalation",
        None,
    )


class EscalationLevel(Model):
    """One level of management escalation: a contact of each party, and the time they have."""

    customer: Annotated[Id, Names("contacts")] = about("客户联系人", "contact of the Customer")
    provider: Annotated[Id, Names("contacts")] = about("服务提供方联系人", "contact of the Provider")
    within: Duration = about("该级的处理期限", "time the level has")


class Organisation(Model):
    """Who manages the services, who decides, and where a matter goes that is not settled."""

    roles: tuple[ServiceRole, ...] = about("职能与权限", "functions and their authority", min_length=2)
    decision: Duration = about(
        "本协议未另定期限时，就另一方的请求作出同意、批准或者决定的期限",
        "time to decide on the other party's request where no other time is set",
    )
    inform: Duration = about(
        "将活动的结果告知被知会职能的期限", "time to tell the functions that are informed of the result of an activity"
    )
    escalation_path: tuple[EscalationLevel, ...] = about(
        "管理升级路径，自低至高", "levels of management escalation, lowest first", min_length=1
    )


class RaciRow(Model):
    """One activity and who is responsible, accountable, consulted and informed."""

    activity: Text = about("活动", "activity")
    R: tuple[Annotated[Id, Names("contacts")], ...] = about("执行", "responsible", ())
    A: tuple[Annotated[Id, Names("contacts")], ...] = about("负责", "accountable", ())
    C: tuple[Annotated[Id, Names("contacts")], ...] = about("咨询", "consulted", ())
    I: tuple[Annotated[Id, Names("contacts")], ...] = about("知会", "informed", ())  # noqa: E741 - RACI is its name


class Process(Model):
    """A process by which the services are managed."""

    id: Id = about("标识", "id")
    name: Text = about("流程", "process")
    trigger: Text = about("触发", "what starts it")
    result: Text = about("结果", "what it ends in")
    owner: Annotated[Id, Names("contacts")] = about("流程负责人", "process owner")
    records: Text = about("记录", "records it leaves")


class ProcessManagement(Model):
    """The processes, how they are documented, recorded and reviewed."""

    processes: tuple[Process, ...] = about("流程", "processes", min_length=1)
    documents_within: Duration = about(
        "提交流程文件的期限，自生效日起", "time to submit the process documents, from the effective date"
    )
    comment: Duration = about(
        "客户提出意见和服务提供方据以修改的期限",
        "time for the Customer's comments, and for the Provider to act on them",
    )
    change_notice: Duration = about("修改流程文件的提前通知期", "notice of a change of a process document")
    record_within: Duration = about(
        "完成记录的期限，自步骤完成起", "time to make a record, from completion of the step"
    )
    retention: Duration = about("流程记录保存期限", "how long the records are kept")
    produce_within: Duration = about("应要求提供流程记录的期限", "time to produce records on request")
    review: Frequency = about("流程检查频率", "how often the processes are reviewed")
    report_within: Duration = about(
        "检查报告的期限，自检查的期间结束起", "time for the report of a review, from the end of its period"
    )
    correction: Duration = about("纠正不符合的期限", "time to correct a nonconformity")


class Position(Model):
    """A position that the provider keeps filled."""

    id: Id = about("标识", "id")
    name: Text = about("岗位", "position")
    number: int = about("最少人数", "least number of persons", ge=1, le=9999)
    skills: Text = about("技能和资质", "skills and qualifications")
    services: tuple[Annotated[Id, Names("services")], ...] = about(
        "所服务的服务；空为全部服务", "services it works for; all of them without it", ()
    )
    calendar: Annotated[Id, Names("calendars")] = about("在岗时间（日历）", "calendar in which it is filled")
    key: bool = about("是否关键岗位", "whether it is a key position", False)
    deduction: Money | None = about(
        "缺岗一人一日的扣减；空为不约定", "deduction for one person missing for a day, if agreed", None
    )


class Staffing(Model):
    """The positions, and how the persons in them are approved and replaced."""

    positions: tuple[Position, ...] = about("岗位", "positions", min_length=1)
    evidence: Duration = about(
        "人员到岗前提交资格证明的提前期", "how long before a person starts the evidence of skills is submitted"
    )
    objection: Duration = about("客户提出不同意见的期限", "time for the Customer to object")
    vacancy_notice: Duration = about("缺岗后的通知期限", "time to give notice of a vacancy")
    vacancy: Duration = about("补足缺岗的期限", "time to fill a vacancy")
    replacement_notice: Duration = about("更换关键岗位人员的提前通知期", "notice of the replacement of a key person")
    handover: Duration = about("接任人与离任人的最短共同在岗时间", "least time for which both persons work together")
    removal: Duration = about("应客户要求更换人员的期限", "time to replace a person at the Customer's request")


class Capacity(Model):
    """A resource whose use is watched so that it does not run out."""

    id: Id = about("标识", "id")
    service: Annotated[Id, Names("services")] = about("服务", "service")
    resource: Text = about("资源", "resource")
    measure: Text = about("使用率的计算方法", "how its utilisation is computed")
    threshold: Percent = about("使用率阈值", "utilisation at which it is expanded")
    borne_by: Annotated[Id, Names("parties")] = about(
        "扩充方：由哪一方自费扩充", "which party expands it, at its own expense"
    )
    expand_within: Duration = about(
        "扩充期限：客户自收到通知起，服务提供方自达到阈值起",
        "time to expand it: for the Customer from notice, for the Provider from reaching the threshold",
    )


class CapacityManagement(Model):
    """The resources that are watched, and what is forecast."""

    resources: tuple[Capacity, ...] = about("资源", "resources", min_length=1)
    report: Frequency = about("容量报告频率", "how often capacity is reported")
    report_within: Duration = about("容量报告的期限，自期末起", "time for the report, from the end of its period")
    horizon: Duration = about("预测的期间", "period of the forecast")
    workload_warning: Percent = about(
        "工作量达到上限的此比例时预警", "share of a workload limit at which the Customer is warned"
    )
    warn_within: Duration = about(
        "达到阈值或者预警比例后的通知期限", "time to give notice that a threshold or that share is reached"
    )


class Resources(Model):
    """People and capacity."""

    staffing: Staffing = about("人员", "staff")
    capacity: CapacityManagement = about("容量", "capacity")


class Change(Model):
    """A type of change and what it needs."""

    type: Text = about("变更类型", "type of change")
    criteria: Text = about("认定标准", "how it is recognised")
    lead: Duration = about("提前期，自申请完整至实施", "lead time, from the complete request to the change")
    approver: Annotated[Id, Names("contacts")] = about("批准人", "approver")
    decide: Duration = about("批准人作出决定的期限", "time for the approver to decide")
    rollback: Duration = about("完成回退的期限", "time to complete a rollback")
    emergency: bool = about("是否紧急变更", "whether it is an emergency change", False)


class Freeze(Model):
    """A period in which changes are not made."""

    id: Id = about("标识", "id")
    name: Text = about("名称", "name")
    start: date = about("首日（零时起）", "first day (from its beginning)")
    end: date = about("末日（二十四时止）", "last day (to its end)")
    services: tuple[Annotated[Id, Names("services")], ...] = about(
        "所涉服务；空为全部服务", "services concerned; all of them without it", ()
    )


class ChangeControl(Model):
    """How changes are assessed, made, checked and rolled back."""

    assess: Duration = about("评估客户提出的变更的期限", "time to assess a change that the Customer asks for")
    emergency_record: Duration = about(
        "紧急变更实施后补齐申请的期限", "time to complete the request after an emergency change"
    )
    report: Duration = about("实施结束后报告结果的期限", "time to report the result after a change")
    observation: Duration = about("实施后的观察期", "period of observation after a change")
    keep_previous: Duration = about(
        "实施后保留回退所需的原状态的期间", "how long what a rollback needs is kept after a change"
    )
    failure_review: Duration = about("失败的变更的书面分析期限", "time for the written review of a failed change")
    customer_notice: Duration = about(
        "客户改动自身系统的提前通知期", "notice of a change that the Customer makes to its own systems"
    )
    freezes: tuple[Freeze, ...] = about("变更冻结期", "freeze periods", ())
    freeze_contact: Annotated[Id, Names("contacts")] = about(
        "准许在冻结期内实施的客户联系人", "contact of the Customer who may permit a change in a freeze period"
    )
    freeze_notice: Duration = about("客户增加冻结期的提前通知期", "notice of a freeze period that the Customer adds")
    freeze_days: int = about(
        "客户每一合同年度可以增加的冻结日数",
        "days of freeze that the Customer may add in a contract year",
        ge=0,
        le=366,
    )


class ImprovementRegister(Model):
    """Where improvements are kept, who keeps it, and when it is reviewed."""

    owner: Annotated[Id, Names("contacts")] = about(
        "登记册负责人（服务提供方的联系人）", "owner of the register, a contact of the Provider"
    )
    tool: Annotated[Id, Names("tooling.tools")] = about("登记册所在的工具", "tool in which it is kept")
    enter_within: Duration = about("登记期限", "time to make an entry")
    first_review: date = about("首次评审日", "date of the first review")
    review: Frequency = about("评审频率", "how often it is reviewed")
    participants: tuple[Annotated[Id, Names("contacts")], ...] = about("评审参加人", "who reviews it", min_length=2)
    circulate: Duration = about("评审日前送交登记册的提前期", "how long before a review the register is circulated")
    update_within: Duration = about("评审后更新登记册的期限", "time to update the register after a review")
    objection: Duration = about("对登记册提出异议的期限", "time to object to an entry")
    retention: Duration = about("关闭后保存期限", "how long an entry is kept after it is closed")
