"""Who contracts, who acts for them, and when they can be reached."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from slagen.model.base import Id, Line, Model, Names, about
from slagen.model.text import Text
from slagen.model.units import Duration, Hours

Uscc = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJ-NPQRTUWXY]{18}$")]
"""统一社会信用代码, 18 characters (GB 32100-2015)."""


class Role(StrEnum):
    """What a party is in the agreement."""

    CUSTOMER = "customer"
    PROVIDER = "provider"


class Signatory(Model):
    """The person who signs for a party."""

    name: Text | None = about("姓名；留空则手写", "name; left blank to be filled in by hand", None)
    title: Text = about("职务", "position")


class Party(Model):
    """A party to the contract."""

    id: Id = about("标识", "id")
    role: Role = about("角色", "role")
    name: Text = about("名称", "name")
    uscc: Uscc | None = about("统一社会信用代码", "unified social credit code", None)
    address: Text = about("住所", "registered address")
    notice_address: Text | None = about(
        "送达地址，缺省为住所", "address for notices; the registered one by default", None
    )
    notice_email: Line | None = about("送达电子邮箱", "e-mail address for notices", None)
    signatory: Signatory = about("签署人", "signatory")


class Contact(Model):
    """A desk or a function that can be reached; persons change, functions stay."""

    id: Id = about("标识", "id")
    party: Annotated[Id, Names("parties")] = about("所属方", "whose contact it is")
    role: Text = about("职能", "function, such as Service Manager")
    phone: Line | None = about("电话", "telephone", None)
    email: Line | None = about("电子邮箱", "e-mail", None)
    calendar: Annotated[Id, Names("calendars")] = about("可联络时间（日历）", "calendar in which it can be reached")


class Weekday(StrEnum):
    """Days of the week."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class MakeupDays(StrEnum):
    """What the make-up days of the Chinese holiday notice (调休) are in a calendar."""

    WORK = "work"
    OFF = "off"


class Override(Model):
    """A single day that differs from the week: its hours, or none."""

    day: date = about("日期", "date")
    hours: tuple[Hours, ...] = about("当日时段；空为休息", "hours of that day; empty for a day off", ())
    reason: Text = about("原因", "reason")


class Calendar(Model):
    """Service hours: a week, statutory holidays, single days that differ."""

    id: Id = about("标识", "id")
    name: Text = about("名称", "name, such as Business Hours")
    tz: Line = about("时区（IANA）", "time zone (IANA)")
    weekly: dict[Weekday, tuple[Hours, ...]] = about("每周时段", "hours of each weekday", min_length=1)
    statutory: str | None = about(
        "法定节假日所属国家（CN），空为不休", "country whose public holidays are off (CN)", None, pattern="^CN$"
    )
    makeup_days: MakeupDays | None = about("调休补班日是否工作", "whether make-up days are working days", None)
    overrides: tuple[Override, ...] = about("个别日期的例外", "single days that differ", ())


class Channel(Model):
    """A way to report an incident or raise a request."""

    id: Id = about("标识", "id")
    name: Text = about("渠道", "channel, such as Service Portal")
    address: Line = about("号码、地址或链接", "number, address or link")
    calendar: Annotated[Id, Names("calendars")] = about("开放时间（日历）", "calendar in which it is open")
    languages: tuple[Text, ...] = about("服务语言", "languages spoken", min_length=1)
    urgent: bool = about("可否用于最高优先级", "whether the highest priority may be reported through it", True)


class CustomerDuty(Model):
    """Something the customer does so that the provider can perform."""

    duty: Text = about("义务内容，作“客户应当”的宾语", "what the Customer shall do, completing 'The Customer shall …'")
    within: Duration | None = about(
        "期限，自服务提供方提出书面要求之时起", "time limit from the Provider's written request", None
    )
