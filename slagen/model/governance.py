"""How the agreement is made, run and reviewed (chapter 1 of the specification)."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from slagen.model.base import Id, Model, Names, about
from slagen.model.text import Text
from slagen.model.units import Duration


class Frequency(StrEnum):
    """How often something recurs."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"
    ONCE = "once"


class Establishment(Model):
    """How the service levels were settled and when they are looked at again."""

    needs_analysis: Text = about("需求分析文件的名称", "title of the document that records the analysis of needs")
    needs_analysis_date: date = about("该文件的日期", "its date")
    owner: Text = about("协议负责人（客户与服务提供方各自的职能）", "function that owns the agreement")
    approver: Text = about("批准人（职能）", "function that approves it")
    review: Frequency = about("定期评审频率", "how often it is reviewed")
    review_participants: tuple[Annotated[Id, Names("contacts")], ...] = about(
        "评审参加人", "who takes part in a review", min_length=2
    )
    review_minutes: Duration = about("评审纪要送达期限", "time within which the minutes are sent")
    objection: Duration = about("对纪要提出异议的期限", "time within which the minutes may be contested")
    early_review: Duration = about(
        "一方要求提前评审后召开的期限", "time within which a review asked for by a party is held"
    )
    baseline_period: Duration | None = about(
        "试运行（基线测量）期，期内不计抵扣", "baseline period without service credits", None
    )
    standard_terms_by: Annotated[Id, Names("parties")] | None = about(
        "提供格式条款的一方；合同为格式条款时填写",
        "party that supplied the standard terms; needed where contract.standard_terms is true",
        None,
    )
    explanation_within: Duration | None = about(
        "应对方要求说明格式条款的期限；合同为格式条款时填写",
        "time to explain a standard term on request; needed where contract.standard_terms is true",
        None,
    )


class StageKind(StrEnum):
    """The stages of delivery in the specification."""

    REQUIREMENTS = "requirements"
    PLANNING = "planning"
    DEPLOYMENT = "deployment"
    OPERATION = "operation"
    OPTIMISATION = "optimisation"
    TERMINATION = "termination"


class Stage(Model):
    """One stage of delivery: what goes in, what comes out, and what lets it pass."""

    kind: StageKind = about("阶段", "stage")
    inputs: Text = about("输入", "inputs")
    outputs: Text = about("输出", "outputs")
    gate: Text = about("通过条件", "what must be met to leave the stage")
    due: Duration | None = about(
        "完成期限，自上一阶段通过（首阶段自生效日）起", "time limit from the passing of the stage before", None
    )


class StageGates(Model):
    """How the passing of a stage is confirmed."""

    confirmer: Annotated[Id, Names("contacts")] = about("客户的确认人", "who confirms for the Customer")
    confirm: Duration = about(
        "客户确认阶段通过或者提出书面意见的期限", "time for the Customer to confirm a stage or to object in writing"
    )
    correction: Duration = about("更正后再次提交的期限", "time to correct and submit again")
    delay_notice: Duration = about(
        "通知延误的期限，自知道延误之时起", "time to give notice of a delay once it is known"
    )


class Source(StrEnum):
    """Where data about service quality comes from."""

    FEEDBACK = "feedback"
    SERVICE_LOG = "service log"
    SYSTEM_LOG = "system log"


class MonitoringSource(Model):
    """One source of monitoring data."""

    kind: Source = about("类别", "kind")
    name: Text = about("数据来源", "source")
    collected: Frequency = about("采集频率", "how often it is collected")
    keeper: Annotated[Id, Names("parties")] = about("保管方", "which party keeps it")


class ServiceMonitoring(Model):
    """How service quality is watched and assessed."""

    sources: tuple[MonitoringSource, ...] = about("数据来源", "sources", min_length=1)
    assessment: Frequency = about("评估频率", "how often it is assessed")
    reviewer: Annotated[Id, Names("contacts")] = about("评估人", "who assesses it")
    report_within: Duration = about(
        "评估报告提交期限，自评估期末起", "time for the assessment report from the end of its period"
    )
    retention: Duration = about("监控数据保存期限", "how long monitoring data is kept")
    access_within: Duration = about(
        "应另一方要求提供数据的期限", "time within which data is given at the other party's request"
    )
    improvement_within: Duration = about("提交改进建议的期限", "time for proposals for improvement")
