"""What is provided, where, and how the services depend on one another."""

from enum import StrEnum
from typing import Annotated

from slagen.model.base import Id, Model, Names, about
from slagen.model.text import Text
from slagen.model.units import Duration, Money, Percent


class Criticality(StrEnum):
    """How much the customer's business depends on a service."""

    CRITICAL = "critical"
    IMPORTANT = "important"
    ORDINARY = "ordinary"


class Site(Model):
    """A place where services are provided."""

    id: Id = about("标识", "id")
    name: Text = about("名称", "name")
    address: Text = about("地址", "address")


class WorkloadLimit(Model):
    """A volume up to which the service levels hold."""

    measure: Text = about("计量对象", "what is counted, such as tickets a month")
    limit: int = about("上限", "limit", ge=1)
    unit: Text = about("单位", "unit")


class Topology(Model):
    """How a service is built from others: all of `serial` are needed, one of each `parallel` group."""

    serial: tuple[Annotated[Id, Names("services")], ...] = about("串联的服务", "services all of which are needed", ())
    parallel: tuple[tuple[Annotated[Id, Names("services")], ...], ...] = about(
        "互为备份的服务组", "groups of which one is enough", ()
    )


class Service(Model):
    """One service of the catalogue."""

    id: Id = about("标识", "id")
    name: Text = about("名称", "name")
    description: Text = about("服务内容", "what the service is")
    criticality: Criticality = about("重要程度", "criticality")
    calendar: Annotated[Id, Names("calendars")] = about("服务时间（日历）", "service hours (calendar)")
    sites: tuple[Annotated[Id, Names("sites")], ...] = about("服务地点", "sites where it is provided", ())
    monthly_fee: Money = about("月服务费", "monthly fee")
    workload_limits: tuple[WorkloadLimit, ...] = about("工作量上限", "volumes up to which service levels hold", ())
    topology: Topology | None = about("组成", "composition", None)
    depends_on: tuple[Annotated[Id, Names("services")], ...] = about("依赖的服务", "services it depends on", ())


class Invoicing(Model):
    """How the monthly fees are taxed and invoiced; payment itself is in chapter 8."""

    tax: Text = about("税种名称，如增值税", "name of the tax, such as value added tax")
    tax_included: bool = about("月服务费是否含税", "whether the monthly fees include that tax")
    tax_rate: Percent = about("税率", "rate of that tax")
    invoice: Text = about("发票种类", "kind of invoice")
    issue_within: Duration = about(
        "开具并送达发票的期限，自每一自然月结束起", "time to issue and deliver the invoice from the end of each month"
    )
