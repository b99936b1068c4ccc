"""Information security, data and continuity (chapter 5): the shape of the inputs its clauses read."""

from enum import StrEnum
from typing import Annotated

from slagen.model.base import Id, Line, Model, Names, about
from slagen.model.governance import Frequency
from slagen.model.text import Text
from slagen.model.units import Duration, Money


class ReporterCategory(StrEnum):
    """Who reports an incident under 国家网络安全事件报告管理办法 article 4."""

    CII = "cii"
    CENTRAL_ORGAN = "central organ"
    OTHER = "other"


class GradedSystem(Model):
    """A system graded under the multi-level protection scheme (网络安全等级保护), and the party that answers for it."""

    id: Id = about("标识", "id")
    name: Text = about("定级对象", "system that is graded")
    grade: int = about("安全保护等级", "grade", ge=1, le=5)
    operator: Annotated[Id, Names("parties")] = about(
        "运营者：定级、备案并组织等级测评的一方", "operator: the party that grades it, files it and has it assessed"
    )
    assessment: Frequency | None = about(
        "等级测评频率；空为无需测评", "how often its grade is assessed, if at all", None
    )


class Isms(Model):
    """The provider's information security management system (ISO/IEC 27001)."""

    scope: Text = about("体系范围", "what it covers")
    certified: bool = about("是否须持有认证证书", "whether it has to be certified")
    risk_assessment: Frequency = about("风险评估频率", "how often risks are assessed")
    training: Frequency = about("人员安全培训频率", "how often personnel are trained")
    documents_within: Duration = about(
        "交付体系文件以及定级、分包、审查资料的期限",
        "time to hand over its documents and what grading, subcontracting and reviews call for",
    )


class SecurityOfficers(Model):
    """Who answers for security on either side."""

    customer: Annotated[Id, Names("contacts")] = about("客户的安全负责人", "the customer's security officer")
    provider: Annotated[Id, Names("contacts")] = about("服务提供方的安全负责人", "the provider's security officer")
    reply_within: Duration = about("答复询问的期限", "time to answer a question")


class Control(Model):
    """A protective measure."""

    id: Id = about("标识", "id")
    text: Text = about("措施", "measure")


class Cryptography(Model):
    """How data is encrypted and who holds the keys."""

    at_rest: Text = about("存储数据的加密方式", "how stored data is encrypted")
    in_transit: Text = about("传输数据的加密方式", "how transmitted data is encrypted")
    keys: Annotated[Id, Names("parties")] = about("密钥管理方", "party that manages the keys")
    replace_within: Duration = about("密钥泄露后的更换期限", "time to replace a compromised key")


class PatchTime(Model):
    """How soon a vulnerability of some severity is mended."""

    severity: Text = about("漏洞等级", "severity")
    within: Duration = about("修复期限", "time to mend")


class AssessmentKind(StrEnum):
    """The kinds of security assessment."""

    INTERNAL_AUDIT = "internal audit"
    CERTIFICATION = "certification audit"
    PENETRATION_TEST = "penetration test"
    VULNERABILITY_SCAN = "vulnerability scan"
    CONFIGURATION_REVIEW = "configuration review"
    DATA_RISK = "data risk assessment"
    PERSONAL_INFORMATION = "personal information audit"


class Assessment(Model):
    """A security assessment that is made at regular intervals."""

    id: Id = about("标识", "id")
    kind: AssessmentKind = about("类别", "kind")
    scope: Text = about("范围", "scope")
    frequency: Frequency = about("频率", "frequency")
    organiser: Annotated[Id, Names("parties")] = about(
        "组织并承担费用的一方", "party that has it made and bears its cost"
    )
    assessor: Text = about("实施者", "who makes it")
    report_within: Duration = about("报告送达另一方的期限，自现场工作结束起", "time for its report after field work")


class Assessing(Model):
    """The rules that every security assessment follows."""

    test_notice: Duration = about("测试的提前通知期", "notice before a test")
    test_reply: Duration = about("授权或者拒绝测试的期限", "time to authorise or refuse a test")
    further_within: Duration = about(
        "补充、重做测评和催告后完成测评的期限",
        "time for a further assessment, one to be repeated, and one still due after a demand",
    )
    objection: Duration = about("要求重做的期限", "time to require that an assessment be repeated")
    retest_within: Duration = about("整改完成后复测的期限", "time to verify a correction")
    support_within: Duration = about(
        "提供报告、证据和审计所需资料的期限", "time to supply reports, evidence and what audits need"
    )
    retention: Duration = about("测评记录保存期限", "how long records of assessments are kept")


class Security(Model):
    """What the services must be protected by, and how that is shown."""

    mlps: tuple[GradedSystem, ...] = about(
        "网络安全等级保护的定级系统；不适用中国等级保护的为空",
        "systems graded under the multi-level protection scheme; none where the scheme does not apply",
        (),
    )
    cii: bool = about(
        "服务支撑的设施是否已被认定为关键信息基础设施",
        "whether what the services support has been identified as critical information infrastructure",
        False,
    )
    customer_duties: tuple[Text, ...] = about(
        "由客户负责的安全事项；其余由服务提供方负责",
        "security matters that are the customer's; all others are the provider's",
        min_length=1,
    )
    notice: Duration = about(
        "知道等级、认定、证书、漏洞或者安全措施失效后的通知期限",
        "time to give notice of a change of grade or status, a lapsed certificate, a vulnerability, a failed measure",
    )
    isms: Isms = about("信息安全管理体系", "information security management system")
    officers: SecurityOfficers = about("安全负责人", "security officers")
    controls: tuple[Control, ...] = about("安全措施", "measures", min_length=1)
    standards: tuple[Annotated[Id, Names("references")], ...] = about(
        "安全措施应当符合的标准", "standards that the measures meet", ()
    )
    measure_change: Duration = about("变更安全措施的提前通知期", "notice of a change of a measure")
    restore_within: Duration = about("安全措施失效后的恢复期限", "time to restore a measure that has failed")
    access_review: Frequency = about("账户和权限复核频率", "how often accounts and rights are reviewed")
    cryptography: Cryptography = about("加密", "encryption")
    severity_basis: Text = about("漏洞定级依据", "what the severity of a vulnerability is rated by")
    patch_sla: tuple[PatchTime, ...] = about(
        "漏洞修复时限，自最严重者起", "times for remediation, the gravest severity first", min_length=1
    )
    log_days: int = about("安全日志留存天数", "days for which security logs are kept", ge=1)
    log_access: Duration = about("应客户要求提供安全日志的期限", "time to hand over security logs on request")
    assessments: tuple[Assessment, ...] = about("安全测评", "security assessments", min_length=1)
    assessing: Assessing = about("安全测评规则", "rules of security assessments")
    reporter_category: ReporterCategory = about("报告主体类别", "category of reporter", ReporterCategory.OTHER)


class Confidentiality(Model):
    """What is kept confidential, by whom and for how long."""

    recipients: tuple[Text, ...] = about(
        "人员、分包方和转委托方以外可以获知保密信息的接收人",
        "who may receive confidential information besides personnel, subcontractors and subprocessors",
        (),
    )
    undertakings: Duration = about(
        "应要求提供保密协议复印件的期限", "time to supply copies of the confidentiality agreements signed, on request"
    )
    compelled_notice: Duration = about("依法披露前的通知期", "notice before a disclosure that the law compels")
    leak_notice: Duration = about("知道泄露后的通知期限", "time to give notice of a leak once it is known")
    personnel_report: Duration = about(
        "签署保密协议的人员向服务提供方报告泄露的期限", "time for a person who signed to report a leak to the Provider"
    )
    return_within: Duration = about("返还或者销毁的期限", "time to return or destroy")
    survival: Duration = about("本协议终止后的保密期限", "how long confidentiality lasts after the agreement ends")
    damages: Money | None = about(
        "每次违约的违约金；空为不约定", "liquidated damages for each breach; none where left out", None
    )


class Subprocessor(Model):
    """A third party that processes a class of data for the provider."""

    name: Text = about("名称", "name")
    task: Text = about("受托处理的事项", "what it does with the data")
    location: Text = about("处理地点", "where it does so")


class Transfer(Model):
    """A transfer of data out of the country or region in which it is kept."""

    recipient: Text = about("境外接收方及其所在国家或者地区", "recipient abroad and its country or region")
    basis: Text = about("出境的法律依据", "legal basis of the transfer")


class DataClass(Model):
    """A class of data and what may be done with it."""

    id: Id = about("标识", "id")
    name: Text = about("数据类别", "class of data")
    items: Text = about("数据项（个人信息的种类）", "items of data (the kinds of personal information)")
    personal: bool = about("是否个人信息", "whether it is personal information")
    sensitive: bool = about("是否含敏感个人信息", "whether it includes sensitive personal information", False)
    important: bool = about("是否重要数据", "whether it is important data", False)
    volume: int | None = about("涉及人数或记录数", "persons or records", None, ge=0)
    purpose: Text = about("处理目的", "purpose")
    method: Text = about("处理方式", "method")
    location: Text = about("存储地点", "where it is kept")
    access: Text = about("访问地点", "where it is accessed from")
    retention: Duration | None = about(
        "保存期限，自每项数据形成或者收到之日起；空为至客户删除或者指示删除",
        "how long each item is kept from its creation or receipt; left out, until the Customer has it deleted",
        None,
    )
    disposal: Text = about("处置方式", "how it is disposed of")
    subprocessors: tuple[Subprocessor, ...] = about("转委托方", "subprocessors", ())
    transfer: Transfer | None = about("出境；空为不出境", "transfer abroad; none where left out", None)


class DataHandling(Model):
    """How the provider handles the classes of data; needed where there are any."""

    customer_contact: Annotated[Id, Names("contacts")] = about(
        "客户作出指示的联系人", "contact through whom the Customer instructs"
    )
    provider_contact: Annotated[Id, Names("contacts")] = about(
        "服务提供方的数据保护联系人", "the Provider's contact for data protection"
    )
    query: Duration = about(
        "发现表外数据、认为指示违法、收到主管机关询问或者个人主张后的通知期限",
        "time to give notice of unlisted data, an instruction thought unlawful, a question or a claim",
    )
    subprocessor_notice: Duration = about("新增或者更换转委托方的提前通知期", "notice of a new subprocessor")
    subprocessor_reply: Duration = about(
        "客户对新增转委托方的答复期限", "time for the Customer to answer a notice of a new subprocessor"
    )
    stop_within: Duration = about(
        "停止转委托或者出境、收回数据，以及客户列入或者取回表外数据的期限",
        "time to end subprocessing or a transfer, take back data, or list or remove what is unlisted",
    )
    request_forward: Duration = about("转交个人请求的期限", "time to pass on a request from an individual")
    request_assist: Duration = about(
        "办理个人请求所需操作和客户对个人信息的指示的期限",
        "time to carry out what a request or an instruction on personal information needs",
    )
    disposal_within: Duration = about(
        "保存期限届满后的处置期限", "time to dispose of data once its retention has ended"
    )
    measures: tuple[Text, ...] = about(
        "对个人信息的专门保护措施，作“服务提供方应当”的宾语",
        "measures for personal information beyond the security measures, completing 'The Provider shall'",
        (),
    )
    report: Frequency = about("提交处理情况报告的频率", "how often processing is reported on")
    records: Duration = about("处理记录的保存期限", "how long records of processing are kept")
    information: Duration = about(
        "应要求提供处理记录和评估资料、期末提交处理情况报告的期限",
        "time to supply records and facts for assessments on request, and to report on processing after a cycle",
    )


class IncidentGrade(Model):
    """A grade of security incident and its clocks, the gravest first."""

    grade: Text = about("事件级别", "grade")
    criteria: Text = about("判定标准", "what falls within it")
    notify: Duration = about("通知客户的期限", "time to notify the Customer")
    update: Duration = about("通报进展的间隔", "interval of progress reports")
    contain: Duration = about("采取控制措施的期限", "time to begin containment")
    report: Duration | None = about(
        "法定报告期限；空为法律未规定", "statutory time to report to the authority; none where left out", None
    )
    authority: Text | None = about("受理报告的主管部门", "authority that takes the report", None)


class IncidentResponse(Model):
    """How security incidents are prepared for, handled and looked back on."""

    customer_contact: Annotated[Id, Names("contacts")] = about(
        "接收通知的客户联系人", "the Customer's contact for notices"
    )
    provider_contact: Annotated[Id, Names("contacts")] = about(
        "服务提供方的应急负责人", "who leads the response for the Provider"
    )
    plan_within: Duration = about(
        "提交应急预案的期限，自生效日起", "time for the response plan, from the effective date"
    )
    triage: Duration = about("出现迹象后完成核实的期限", "time to verify signs of an incident")
    written_within: Duration = about(
        "提交书面事件报告单的期限，自首次通知起", "time for the written incident report, from the first notice"
    )
    evidence: Duration = about("证据保存期限", "how long evidence is preserved")
    information: Duration = about(
        "应要求提供证据和法定报告所需资料的期限", "time to supply evidence and what statutory reports need, on request"
    )
    report_within: Duration = about("事后报告期限，自处置结束起", "time for the post-incident report, from its closing")
    comment_within: Duration = about(
        "客户对事后报告提出意见、服务提供方据以修改的期限", "time for the Customer's comments, and for amending to them"
    )
    correction: Duration = about("完成整改的期限", "time to complete corrective action")
    drill: Frequency = about("应急演练频率", "how often the response is drilled")
    drill_report: Duration = about("提交演练报告的期限", "time for the report of a drill")


class Continuity(Model):
    """How a service survives a disaster."""

    service: Annotated[Id, Names("services")] = about("服务", "service")
    rto: Duration = about("恢复时间目标", "recovery time objective")
    rpo: Duration = about("恢复点目标", "recovery point objective")
    mtpd: Duration = about("最长可容忍中断", "maximum tolerable period of disruption")
    backup_interval: Duration = about("备份间隔", "backup interval")
    replication_lag: Duration = about("复制延迟", "replication lag")
    backup_retention: Duration = about("备份保存期限", "how long a backup is kept")
    backup_location: Text = about("备份存放地点", "where backups are kept")
    restore_test: Frequency = about("恢复测试频率", "how often restoration is tested")
    detect: Duration = about("发现时间", "time to detect")
    restore: Duration = about("恢复时间", "time to restore")
    drill: Frequency = about("演练频率", "how often it is drilled")


class ContinuityTerms(Model):
    """How continuity is planned and proved; needed where services have recovery objectives."""

    contact: Annotated[Id, Names("contacts")] = about(
        "宣布灾难事件的服务提供方联系人", "who declares a disaster for the Provider"
    )
    plan_within: Duration = about(
        "提交连续性计划的期限，自生效日起", "time for the continuity plan, from the effective date"
    )
    plan_comment: Duration = about(
        "客户对计划提出意见、服务提供方修改的期限", "time to comment on the plan, and to revise it"
    )
    backup_failure: Duration = about(
        "备份失败后重做并通知的期限", "time to repeat a failed backup and give notice of it"
    )
    drill_notice: Duration = about("演练的提前通知期", "notice of a drill")
    drill_report: Duration = about("提交演练或者测试报告的期限", "time for the report of a drill or test")
    correction: Duration = about("整改并重新演练或者测试的期限", "time to correct and to drill or test again")
    report_within: Duration = about(
        "灾难事件报告的期限，自恢复起", "time for the report of a disaster, from restoration"
    )


__all__ = [
    "Assessing",
    "Assessment",
    "AssessmentKind",
    "Confidentiality",
    "Continuity",
    "ContinuityTerms",
    "Control",
    "Cryptography",
    "DataClass",
    "DataHandling",
    "GradedSystem",
    "IncidentGrade",
    "IncidentResponse",
    "Isms",
    "Line",
    "PatchTime",
    "ReporterCategory",
    "Security",
    "SecurityOfficers",
    "Subprocessor",
    "Transfer",
]
