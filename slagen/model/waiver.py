"""A waiver: the parties' own word that a rule's finding is known and accepted for a time."""

from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from slagen.model.base import Line, Model, about

RuleCode = Annotated[str, StringConstraints(pattern=r"^SLA[0-9]{3}$")]


class Waiver(Model):
    """Stands under the key ``waive`` of the entry or block whose finding it waives; it reaches no document."""

    rule: RuleCode = about("豁免的规则，例如 SLA014", "rule that is waived, such as SLA014")
    until: date = about("豁免的末日，届时应当重新评估", "last day of the waiver, by which it is to be looked at again")
    reason: Line = about("豁免的理由", "why it is waived")


class Waivers(Model):
    """What stands under ``waive``."""

    waive: tuple[Waiver, ...] = about(
        "在此处豁免的检查规则，须写明理由和期限", "rules waived here, each with a reason and its last day", ()
    )
