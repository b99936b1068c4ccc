"""Information security, data and continuity (chapter 5): the shape of the inputs its clauses read."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from slagen.model.base import Id, Line, Model, Names, about
from slagen.model.governance import Frequency
from slagen.model.text import Text
from slagen.model.units import Duration


class ReporterCategory(StrEnum):
    """Who reports an incident under 国家网络安全事件报告管理办法 article 4."""

    CII = "cii"
    CENTRAL_ORGAN = "central organ"
    OTHER = "other"


class Control(Model):
    """A protective measure."""

    id: Id = about("标识", "id")
    text: Text = about("措施", "measure")


class PatchTime(Model):
    """How soon a weakness of some severity is mended."""

    severity: Text = about("漏洞等级", "severity")
    within: Duration = about("修复期限", "time to mend")


class Security(Model):
    """What the services must be protected by."""

    mlps: int = about("网络安全等级保护级别", "grade under the multi-level protection scheme", ge=1, le=5)
    cii: bool = about("是否关键信息基础设施", "whether it is critical information infrastructure", False)
    controls: tuple[Control, ...] = about("保护措施", "controls", ())
    log_days: int = about("日志留存天数", "days for which logs are kept", ge=1)
    patch_sla: tuple[PatchTime, ...] = about("漏洞修复时限", "patch times", ())
    assessment: Frequency | None = about("等级测评频率", "how often the grade is assessed", None)
    reporter_category: ReporterCategory = about("报告主体类别", "category of reporter", ReporterCategory.OTHER)


class DataClass(Model):
    """A class of data and what may be done with it."""

    id: Id = about("标识", "id")
    name: Text = about("数据类别", "class of data")
    personal: bool = about("是否个人信息", "whether it is personal information")
    volume: int | None = about("涉及人数或记录数", "persons or records", None, ge=0)
    location: Text = about("存储地点", "where it is kept")
    purpose: Text = about("处理目的", "purpose")
    method: Text = about("处理方式", "method")
    retention: Duration = about("保存期限", "how long it is kept")
    disposal: Text = about("处置方式", "how it is disposed of")
    subprocessors: tuple[Text, ...] = about("转委托方", "subprocessors", ())
    transfer_basis: Text | None = about("出境依据", "basis of a transfer abroad", None)


class IncidentGrade(Model):
    """A grade of security incident and its clocks."""

    grade: Text = about("事件级别", "grade")
    notify: Duration = about("通知客户的期限", "time to notify the Customer")
    report: Duration = about("向主管部门报告的期限", "time to report to the authority")
    authority: Text = about("主管部门", "authority")


class Continuity(Model):
    """How a service survives a disaster."""

    service: Annotated[Id, Names("services")] = about("服务", "service")
    rto: Duration = about("恢复时间目标", "recovery time objective")
    rpo: Duration = about("恢复点目标", "recovery point objective")
    mtpd: Duration = about("最长可容忍中断", "maximum tolerable period of disruption")
    backup_interval: Duration = about("备份间隔", "backup interval")
    replication_lag: Duration = about("复制延迟", "replication lag")
    detect: Duration = about("发现时间", "time to detect")
    restore: Duration = about("恢复时间", "time to restore")
    drill: Frequency = about("演练频率", "how often it is drilled")


__all__ = ["Continuity", "Control", "DataClass", "IncidentGrade", "Line", "PatchTime", "ReporterCategory", "Security"]
