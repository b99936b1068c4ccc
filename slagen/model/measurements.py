"""Measurements: what was measured of a contract's objectives, as a CSV or JSON file says it.

Each entry is a fact of one kind, and no kind says what another does.  Times without an offset are those of the
contract's time zone of measurement; a date alone is its beginning as a start and its end as an end.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from slagen.model.base import Id, Line, Model, Names, about
from slagen.model.text import Text
from slagen.model.units import Moment

_SLO: Any = Annotated[Id, Names("slos")]
_SERVICE: Any = Annotated[Id, Names("services")]


class Words(Text):
    """A text that may be the same in every language: ``text``, or ``{zh: …, en: …}``."""

    @model_validator(mode="before")
    @classmethod
    def _in_every_language(cls, data: Any) -> Any:
        return {"zh": data, "en": data} if isinstance(data, str) else data

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        whole = {name: value for name, value in handler(schema).items() if name not in ("title", "description")}
        return {"anyOf": [{"type": "string", "minLength": 1}, whole]}


class Source(StrEnum):
    """Whose data it is (clause 4.2): the Provider's, which prevail where there are any, or others for what is missing.

    NOBODY says of a time that neither the Customer nor a third party has data for it.
    """

    PROVIDER = "provider"
    CUSTOMER = "customer"
    THIRD_PARTY = "third party"
    NOBODY = "nobody"


class ServiceStart(Model):
    """The Service Start Date, of one service or of all for which no other is given."""

    service: _SERVICE | None = about("服务；空为全部服务", "service; all of them without it", None)
    start: date = about("服务起始日", "Service Start Date")


class Coverage(Model):
    """A time for which data were collected, so that what is not said to have failed was good."""

    slo: _SLO | None = about("服务级别目标；空为全部目标", "objective; all of them without it", None)
    start: Moment = about("自何时起", "from when")
    end: Moment = about("至何时止", "to when")
    source: Source = about("谁的数据；nobody 为各方都没有数据", "whose data; nobody: no one has any", Source.PROVIDER)


class Outage(Model):
    """An outage of a service as one objective measures it; those that overlap are one."""

    slo: _SLO = about("服务级别目标", "objective")
    start: Moment = about("开始", "its start")
    end: Moment = about("恢复", "its end")
    source: Source = about("谁的数据", "whose data", Source.PROVIDER)
    excluded: bool = about("是否主张不计入", "whether an exclusion is claimed for it", False)
    reason: Words | None = about("不计入的情形", "the case relied on to exclude it", None)
    ticket: Line | None = about("工单编号", "ticket number", None)
    effect: Words | None = about("影响", "effect", None)
    cause: Words | None = about("原因和已采取的措施", "cause and action taken", None)


class Exclusion(Model):
    """A time that an objective doesn't count, and the case relied on (clause 4.1)."""

    slo: _SLO = about("服务级别目标", "objective")
    start: Moment = about("开始", "its start")
    end: Moment = about("结束", "its end")
    reason: Words = about("不计入的情形", "the case relied on")
    ticket: Line | None = about("工单编号", "ticket number", None)


class MaintenanceDone(Model):
    """Maintenance that was carried out; how much of it is excluded follows from the contract's windows."""

    service: _SERVICE = about("服务", "service")
    start: Moment = about("开始", "its start")
    end: Moment = about("结束", "its end")
    notified: date | None = about("通知客户的日期", "day on which the Customer was notified", None)
    permitted: bool = about(
        "在变更冻结期内实施的，是否事先得到书面许可", "whether it was permitted in writing, in a freeze period", False
    )
    ticket: Line | None = about("工单编号", "ticket number", None)


class Count(Model):
    """How much of a total was good in a measurement period, a part of it, or a time slice."""

    slo: _SLO = about("服务级别目标", "objective")
    period: Line | None = about("计量周期，例如 2026-03", "measurement period, such as 2026-03", None)
    start: Moment | None = about("开始；与 end 一起代替 period", "its start; with `end`, in place of `period`", None)
    end: Moment | None = about("结束；时间片可以不写", "its end; a time slice needs none", None)
    good: int = about("合格（秒、请求数）", "good (seconds, requests)", ge=0, le=10**18)
    total: int = about("全部（秒、请求数）", "total (seconds, requests)", ge=0, le=10**18)
    excluded_good: int = about("不计入部分中的合格", "what of the good is excluded", 0, ge=0, le=10**18)
    excluded_total: int = about("不计入部分的全部", "what of the total is excluded", 0, ge=0, le=10**18)
    reason: Words | None = about("不计入的情形", "the case relied on to exclude it", None)
    times: int = about("相同的时间片的个数", "how many time slices are alike", 1, ge=1, le=10**9)
    source: Source = about("谁的数据", "whose data", Source.PROVIDER)
    ticket: Line | None = about("工单编号", "ticket number", None)


class DurationMeasured(Model):
    """One duration that an indicator measures."""

    slo: _SLO = about("服务级别目标", "objective")
    period: Line | None = about("计量周期", "measurement period", None)
    start: Moment | None = about("开始；代替 period", "its start; in place of `period`", None)
    seconds: int = about("时长（秒）", "its length in seconds", ge=0, le=10**12)
    excluded: bool = about("是否主张不计入", "whether an exclusion is claimed for it", False)
    reason: Words | None = about("不计入的情形", "the case relied on to exclude it", None)
    source: Source = about("谁的数据", "whose data", Source.PROVIDER)
    ticket: Line | None = about("工单编号", "ticket number", None)


class IncidentReported(Model):
    """A Major Incident that is no outage of an objective, for the service report."""

    service: _SERVICE = about("服务", "service")
    start: Moment = about("开始", "its start")
    end: Moment = about("结束", "its end")
    ticket: Line | None = about("工单编号", "ticket number", None)
    effect: Words | None = about("影响", "effect", None)
    cause: Words | None = about("原因和已采取的措施", "cause and action taken", None)


class Outcome(Model):
    """What happened to a Measurement Result once it was there (clauses 4.2 and 4.5)."""

    slo: _SLO = about("服务级别目标", "objective")
    period: Line = about("计量周期", "measurement period")
    delivered: date | None = about("计量结果送达客户的日期", "day on which it was delivered to the Customer", None)
    established: date | None = about("计量结果确定的日期", "day on which it was established", None)
    notified: date | None = about(
        "服务提供方告知抵扣金额的日期（customer 版本）",
        "day on which the Provider notified the credit (the customer variant)",
        None,
    )
    claimed: date | None = about("收到客户主张的日期", "day on which the Customer's claim was received", None)
    lapsed: bool = about("抵扣是否因未主张而消灭", "whether the credit lapsed unclaimed", False)
    cause: Line | None = about(
        "已证明的原因的标识；同一标识为同一原因", "the proven cause; the same word is the same cause", None
    )
    intent: bool = about("是否因故意或者重大过失", "whether caused wilfully or by gross negligence", False)


class Measurements(Model):
    """A whole file of measurements."""

    contract: Id | None = about("合同编号", "contract number", None)
    service_starts: tuple[ServiceStart, ...] = about("服务起始日", "Service Start Dates", ())
    coverage: tuple[Coverage, ...] = about("采集到数据的时间", "times for which data were collected", ())
    outages: tuple[Outage, ...] = about("中断", "outages", ())
    exclusions: tuple[Exclusion, ...] = about("不计入的时间", "times that are excluded", ())
    maintenance: tuple[MaintenanceDone, ...] = about("实施的维护", "maintenance carried out", ())
    counts: tuple[Count, ...] = about("合格数和总数", "good and total counts", ())
    durations: tuple[DurationMeasured, ...] = about("时长", "durations", ())
    incidents: tuple[IncidentReported, ...] = about("重大事件", "Major Incidents", ())
    outcomes: tuple[Outcome, ...] = about("计量结果的后续", "what became of results", ())


KINDS = MappingProxyType(
    {
        "service_start": "service_starts",
        "coverage": "coverage",
        "outage": "outages",
        "exclusion": "exclusions",
        "maintenance": "maintenance",
        "count": "counts",
        "duration": "durations",
        "incident": "incidents",
        "outcome": "outcomes",
    }
)
"""The kinds of rows that a CSV file has, and the list of :class:`Measurements` that each belongs to."""
