"""How the services are managed (chapter 2): responsibilities, changes."""

from __future__ import annotations

from typing import Annotated

from slagen.model.base import Id, Model, Names, about
from slagen.model.text import Text
from slagen.model.units import Duration


class RaciRow(Model):
    """One activity and who is responsible, accountable, consulted and informed."""

    activity: Text = about("活动", "activity")
    R: tuple[Annotated[Id, Names("contacts")], ...] = about("执行", "responsible", ())
    A: tuple[Annotated[Id, Names("contacts")], ...] = about("负责", "accountable", ())
    C: tuple[Annotated[Id, Names("contacts")], ...] = about("咨询", "consulted", ())
    I: tuple[Annotated[Id, Names("contacts")], ...] = about("知会", "informed", ())  # noqa: E741 - RACI is its name


class Change(Model):
    """A type of change and what it needs."""

    type: Text = about("变更类型", "type of change")
    lead: Duration = about("提前期", "lead time")
    approver: Annotated[Id, Names("contacts")] = about("批准人", "approver")
