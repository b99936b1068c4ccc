"""Service levels (chapter 4): indicators, objectives, measurement, maintenance, reports, credits."""

from enum import StrEnum
from typing import Annotated

from slagen.model.base import Id, Line, Model, Names, Part, about
from slagen.model.governance import Frequency
from slagen.model.text import Text
from slagen.model.units import Duration, Money, Percent


class SliType(StrEnum):
    """What an indicator measures."""

    TIME = "time"
    REQUEST = "request"
    SLICE_MEAN = "slice_mean"
    DURATION = "duration"


class Sli(Model):
    """A service level indicator: how something is measured."""

    id: Id = about("标识", "id")
    name: Text = about("名称", "name")
    type: SliType = about("类型", "type")
    good: Text = about("合格（分子）", "what counts as good (numerator)")
    total: Text = about("全部（分母）", "what counts in total (denominator)")
    source: Text = about("数据来源或探测点", "source of data or probe")
    interval: Duration = about(
        "采集间隔；按时间片平均的，亦为时间片长度", "interval of collection, and length of a time slice"
    )
    percentile: Annotated[Percent, Part()] | None = about(
        "时长类指示器所取百分位；空为算术平均", "percentile of a duration indicator; the mean without it", None
    )


class Operator(StrEnum):
    """How a value is compared with its target."""

    AT_LEAST = ">="
    AT_MOST = "<="

    @property
    def sign(self) -> str:
        """The sign of it as tables show it."""
        return "≥" if self is Operator.AT_LEAST else "≤"


class Window(StrEnum):
    """The period an objective is measured over."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Denominator(StrEnum):
    """Whether excluded time stays in the denominator."""

    TOTAL = "total"
    NET = "net"


class Rounding(StrEnum):
    """How a measured value is rounded before it is shown; it is compared unrounded."""

    HALF_UP = "half up"
    DOWN = "down"


class ServiceLevel(Model):
    """A service level objective: an indicator of a service, and the target it has to meet."""

    id: Id = about("标识", "id")
    service: Annotated[Id, Names("services")] = about("服务", "service")
    sli: Annotated[Id, Names("slis")] = about("指示器", "indicator")
    op: Operator = about("比较", "comparison", Operator.AT_LEAST)
    target: Annotated[Percent | Duration, Part()] = about("目标值", "target")
    window: Window = about("计量周期", "measurement window", Window.MONTH)
    denominator: Denominator = about("分母口径", "denominator", Denominator.TOTAL)
    min_outage: Duration | None = about("计入的最短中断", "shortest outage that counts", None)
    min_gap: Duration | None = about(
        "间隔短于此的两次中断合并为一次", "outages closer together than this count as one", None
    )
    decimals: int = about("显示的小数位数", "decimals shown", 2, ge=0, le=6)
    exclusions: tuple[Text, ...] = about("不计入的情形", "what does not count", ())


class Measurement(Model):
    """How values are obtained and disputes about them are settled."""

    calendar_months: bool = about(
        "按自然月计量；否则每月按 30 日", "calendar months; otherwise months of 30 days", True
    )
    tz: Line = about("计量所用时区（IANA）", "time zone of measurement (IANA)")
    short_period: Duration = about(
        "首个或最后一个计量周期短于此的并入相邻周期", "a first or last period shorter than this joins its neighbour"
    )
    overload_notice: Duration = about(
        "工作量超过上限后的通知期限", "time to give notice that a workload limit has been exceeded"
    )
    rounding: Rounding = about("结果的舍入方式", "rounding of results", Rounding.HALF_UP)
    missing_data: Annotated[Percent, Part()] = about(
        "数据缺失超过此比例时客户数据为准", "share of missing data above which the Customer's data governs"
    )
    results_within: Duration = about("计量结果送达期限，自周期末起", "time to send results from the end of the window")
    dispute_within: Duration = about("对数据提出异议的期限", "time to dispute data")
    raw_data_within: Duration = about("提供原始数据的期限", "time to hand over raw data")
    expert_within: Duration = about(
        "协商期，期满未成可提交独立鉴定", "time to settle a dispute before it may go to an expert"
    )
    expert: Text = about("独立鉴定机构的名称", "name of the independent expert body")
    expert_decision: Duration = about("鉴定机构出具意见的期限", "time for the expert's opinion")
    raw_data_retention: Duration = about("原始数据保存期限", "how long raw data is kept")
    method_change_notice: Duration = about("变更计量方法的提前通知期", "notice of a change of method")


class Maintenance(Model):
    """A planned maintenance window."""

    id: Id = about("标识", "id")
    service: Annotated[Id, Names("services")] = about("服务", "service")
    rrule: Line = about("重复规则（RFC 5545）", "recurrence (RFC 5545)")
    schedule: Text = about("时间表述", "the schedule in words")
    minutes: int = about("每次最长分钟数", "greatest length in minutes", ge=1, le=10080)
    notice: Duration = about("提前通知期", "notice")
    monthly_cap: Duration = about("每月上限", "monthly cap")
    excluded: bool = about("是否不计入停机", "whether it is excluded from downtime")


class ProblemTrigger(Model):
    """When incidents become a problem that is investigated."""

    condition: Text = about("立项情形", "when a problem is opened")


class Problems(Model):
    """How the causes of incidents are found and removed."""

    triggers: tuple[ProblemTrigger, ...] = about("立项情形", "when a problem is opened", min_length=1)
    open_within: Duration = about("立项期限", "time to open it")
    root_cause_within: Duration = about("根本原因分析期限", "time for the root-cause report")
    plan_within: Duration = about("纠正和预防措施计划期限", "time for the plan of corrective and preventive action")
    complete_within: Duration = about(
        "完成措施的最长期限，自计划提交之日起", "greatest time to complete the actions, from submission of the plan"
    )
    comment_within: Duration = about("客户提出意见的期限", "time for the Customer's comments")
    verify_after: Duration = about("有效性验证期", "period after which effectiveness is verified")
    contact: Annotated[Id, Names("contacts")] = about(
        "逾期未完成时向其升级的客户联系人", "contact of the Customer to whom a missed deadline is escalated"
    )


class Report(Model):
    """A regular report."""

    id: Id = about("标识", "id")
    name: Text = about("名称", "name")
    freq: Frequency = about("频率", "frequency")
    due: Duration = about("期末后提交期限", "time due after the end of its period")
    to: tuple[Annotated[Id, Names("contacts")], ...] = about("接收人", "recipients", min_length=1)
    contents: Text = about("内容", "contents")


class Meeting(Model):
    """A regular meeting."""

    id: Id = about("标识", "id")
    name: Text = about("名称", "name")
    freq: Frequency = about("频率", "frequency")
    chair: Annotated[Id, Names("contacts")] = about("主持人", "chair")
    participants: tuple[Annotated[Id, Names("contacts")], ...] = about("参加人", "participants", min_length=1)


class BudgetWarning(Model):
    """When the customer is warned that the downtime of a period is running out."""

    share: Percent = about("停机时间达到允许停机时间的此比例时预警", "share of the downtime budget that is used up")
    within: Duration = about("预警通知的期限", "time to give the warning")


class Reporting(Model):
    """Reports and meetings."""

    reports: tuple[Report, ...] = about("报告", "reports", min_length=1)
    meetings: tuple[Meeting, ...] = about("会议", "meetings", ())
    objection: Duration = about("对报告提出异议的期限", "time to contest a report")
    correction: Duration = about("更正报告的期限", "time to correct a report")
    minutes_within: Duration = about("会议纪要送达期限", "time to send minutes")
    budget_warning: BudgetWarning | None = about("停机时间预警", "warning of downtime running out", None)


class ImprovementPlan(Model):
    """What follows a missed service level."""

    plan_within: Duration = about("提交改进计划的期限，自未达标结果确定之日起", "time for the plan from the result")
    approve_within: Duration = about("客户批准或提出意见的期限", "time for the Customer to approve or comment")
    complete_within: Duration = about("完成改进的期限", "time to complete it")
    progress: Frequency = about("进展报告频率", "how often progress is reported")


class CreditTier(Model):
    """One tier: values of at least `ge` and less than `lt` earn `pct`."""

    ge: Percent = about("大于等于", "at least")
    lt: Percent = about("小于", "less than")
    pct: Percent = about("抵扣比例", "credit")
    loss: Money | None = about(
        "双方估计的、结果落入该档的未达标在一个计量周期内通常造成的损失",
        "the parties' estimate of the loss that a miss in this tier ordinarily causes in a Measurement Period",
        None,
    )


class CreditBasis(StrEnum):
    """What the credit percentage is taken of."""

    SERVICE_FEE = "service fee"
    TOTAL_FEE = "total fee"


class Credit(Model):
    """Service credits for one objective."""

    slo: Annotated[Id, Names("slos")] = about("服务级别目标", "objective")
    basis: CreditBasis = about("计算基数", "basis", CreditBasis.SERVICE_FEE)
    tiers: tuple[CreditTier, ...] = about("分档，自高至低", "tiers, highest values first", min_length=1)


class SameCause(StrEnum):
    """What is due where one cause makes several objectives of a service fail."""

    HIGHEST = "highest"
    SUM = "sum"


class CreditTerms(Model):
    """Caps on credits and how they are claimed."""

    monthly_cap: Percent = about(
        "月抵扣上限（占全部服务当月服务费之和）", "monthly cap, share of the month's fees for all services"
    )
    term_cap: Money = about("合同期内抵扣上限", "cap over the term")
    min_amount: Money | None = about("不足此数不予抵扣", "no credit below this amount", None)
    claim: Duration | None = about(
        "主张期限；空为自动抵扣，但 quality.measures 的 provider 版本仍须主张",
        "time to claim; without it credits are automatic, except in the provider variant of quality.measures",
        None,
    )
    apply_within: Duration = about("抵扣或支付的期限", "time to apply or pay a credit")
    same_cause: SameCause = about(
        "同一原因致使一项服务多个目标未达标时，取最高一项或者相加",
        "where one cause makes several objectives of a service fail: the highest credit, or the sum",
        SameCause.HIGHEST,
    )
    sole_remedy: bool | None = about(
        "是否为该未达标的唯一金钱救济；空为由 quality.measures 的版本决定（仅 provider 版本为是）",
        "whether a credit is the only monetary remedy for the miss; without it the variant of quality.measures decides"
        " (only provider's says yes)",
        None,
    )


class TerminationScope(StrEnum):
    """What the customer may terminate for chronic failure."""

    SERVICE = "service"
    AGREEMENT = "agreement"


class TerminationTrigger(Model):
    """So many misses of an objective in so many periods let the customer terminate."""

    slo: Annotated[Id, Names("slos")] = about("服务级别目标", "objective")
    misses: int = about("未达标次数", "number of misses", ge=1, le=36)
    of_periods: int = about("连续计量周期数", "in this many consecutive periods", ge=1, le=36)
    scope: TerminationScope = about("解除范围", "what may be terminated", TerminationScope.AGREEMENT)
    exercise_within: Duration = about("行使解除权的期限", "time to exercise the right")
