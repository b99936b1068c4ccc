"""Acceptance and audit (chapter 7)."""

from __future__ import annotations

from datetime import date
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
    review: Duration = about("审查期", "review period")
    cure: Duration = about("整改期", "cure period")


class Audit(Model):
    """A kind of audit."""

    type: Text = about("审计类型", "type of audit")
    frequency: Frequency = about("频率", "frequency")
    first: date = about("首次日期", "date of the first")
    notice: Duration = about("提前通知期", "notice")
    remediation: Duration = about("整改期限", "time for remediation")
