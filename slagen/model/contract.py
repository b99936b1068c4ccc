"""The contract: everything a contract manager writes in ``contract.yaml``."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import StringConstraints

from slagen.model.acceptance import Acceptance, AcceptanceTerms, Audit, AuditContinuity, AuditTerms, Rectification
from slagen.model.base import Id, Line, Model, Names, about
from slagen.model.clause import Variant
from slagen.model.delivery import (
    Deliverable,
    DeliveryTerms,
    Dependency,
    Escalation,
    Priority,
    QualityAssurance,
    ServiceRequest,
    Support,
    Tooling,
)
from slagen.model.governance import Establishment, ServiceMonitoring, Stage, StageGates
from slagen.model.improvement import Improvement, Incentives, Kpi
from slagen.model.management import (
    Change,
    ChangeControl,
    ImprovementRegister,
    Organisation,
    ProcessManagement,
    RaciRow,
    Resources,
)
from slagen.model.parties import Calendar, Contact, Party
from slagen.model.quality import (
    Credit,
    CreditTerms,
    ImprovementPlan,
    Maintenance,
    Measurement,
    Problems,
    Reporting,
    ServiceLevel,
    Sli,
    TerminationTrigger,
)
from slagen.model.security import (
    Confidentiality,
    Continuity,
    ContinuityTerms,
    DataClass,
    DataHandling,
    IncidentGrade,
    IncidentResponse,
    Security,
)
from slagen.model.services import Invoicing, Service, Site
from slagen.model.supplementary import (
    Amendment,
    AttachedAnnex,
    Deposit,
    Disputes,
    Exit,
    ForceMajeure,
    Liability,
    Notices,
    Reference,
    Termination,
)
from slagen.model.template import Schemes
from slagen.model.text import Text
from slagen.model.units import Duration, Money

Currency = Annotated[str, StringConstraints(pattern="^[A-Z]{3}$")]


class Mode(StrEnum):
    """The languages a contract is concluded in."""

    ZH = "zh"
    EN = "en"
    BILINGUAL = "bilingual"


class Language(Model):
    """The languages of the contract and which one prevails."""

    mode: Mode = about("合同语言", "languages the contract is concluded in")
    prevailing: Literal["zh", "en", "equal"] = about(
        "不一致时以何种文本为准（equal 为同等效力）", "which text prevails where they differ (equal: neither)"
    )
    discrepancy_notice: Duration | None = about(
        "发现两种文本不一致后通知另一方的期限；仅双语合同填写",
        "time to give notice of a difference between the texts; for bilingual contracts only",
        None,
    )


class RenewalMode(StrEnum):
    """What happens when the term ends."""

    AUTOMATIC = "automatic"
    AGREEMENT = "agreement"


class Renewal(Model):
    """What happens when the term ends."""

    mode: RenewalMode = about("自动续期或另行书面约定", "automatic, or by written agreement only")
    term: Duration = about("每次续期的期限", "length of each renewal")
    notice: Duration = about("期满前通知不续期（或提议续期）的提前期", "notice before expiry")
    max_renewals: int | None = about("自动续期次数上限", "greatest number of automatic renewals", None, ge=1, le=99)
    holdover: Duration = about(
        "届满后继续提供服务时的终止通知期", "notice to end Services that go on after expiry without a renewal"
    )


class Approval(Model):
    """An approval without which the law does not let the agreement take effect (民法典 article 502)."""

    authority: Text = about("批准机关", "authority that approves")
    applicant: Annotated[Id, Names("parties")] = about("报批义务人", "party that applies for it")
    within: Duration = about("提交申请的期限，自签署日起", "time to apply, from the signature date")


class Agreement(Model):
    """The contract's own particulars."""

    id: Id = about("合同编号", "contract number")
    title: Text | None = about("合同标题，缺省用模板标题", "title; the template's by default", None)
    version: Line = about("合同版本", "version of the contract")
    template: Id = about("模板", "template", "standard")
    layout: Literal["interleaved", "parallel"] = about(
        "双语排版：逐段对照或左右两栏", "bilingual layout", "interleaved"
    )
    language: Language = about("语言", "language")
    numbering: Schemes | None = about("编号方式；缺省按模板", "numbering schemes; by default the template's", None)
    signed: date | None = about("签署日期；留空则手写", "date of signature; left blank to be filled in by hand", None)
    effective: date = about("生效日期", "effective date")
    expiry: date = about("届满日期（当日最后一刻）", "expiry date (its last moment)")
    renewal: Renewal = about("续期", "renewal")
    currency: Currency = about("结算币种", "currency of account")
    business_calendar: Annotated[Id, Names("calendars")] | None = about(
        "工作日所依日历；缺省按国务院办公厅公布的放假安排",
        "calendar that makes business days; by default the holidays the State Council's General Office announces",
        None,
    )
    annual_fee: Money = about("年度服务费", "annual service fee")
    copies: int = about("正本份数", "number of originals", 4, ge=2, le=99)
    electronic_signature: bool = about(
        "可否以可靠的电子签名签署", "whether it may be signed by reliable electronic signature", False
    )
    approval: Approval | None = about("法律要求的批准；空为无需批准", "approval that the law requires, if any", None)
    retroactive_credits: bool = about(
        "签署日晚于生效日时，签署前的期间是否计算服务抵扣",
        "whether service credits accrue before signature where the effective date is earlier",
        False,
    )
    precedence: tuple[Text, ...] = about(
        "组成合同的文件，按优先次序排列",
        "the documents that make up the contract, in order of precedence",
        min_length=2,
    )
    standard_terms: bool = about("是否由一方预先拟定的格式条款", "whether it is one party's standard terms")


class Contract(Model):
    """A whole contract as written: facts only, no wording of clauses."""

    # Chapter 1
    contract: Agreement = about("合同概要", "the contract's particulars")
    variants: dict[Line, Variant] = about(
        "所选的条款版本：条款标识 → balanced、provider 或者 customer；default 适用于其余条款",
        "variants of clauses: clause id → balanced, provider or customer; default for all others",
        {},
    )
    parties: tuple[Party, ...] = about("当事人", "parties", min_length=2)
    sites: tuple[Site, ...] = about("服务地点", "sites", ())
    contacts: tuple[Contact, ...] = about("联系人", "contacts", min_length=2)
    calendars: tuple[Calendar, ...] = about("服务日历", "calendars", min_length=1)
    services: tuple[Service, ...] = about("服务", "services", min_length=1)
    exclusions: tuple[Text, ...] = about("不在范围内的事项", "what is out of scope", ())
    invoicing: Invoicing = about("税费与开票", "tax and invoices")
    establishment: Establishment = about("协议的制定与评审", "establishment and review of the agreement")
    stages: tuple[Stage, ...] = about("服务交付阶段", "stages of service delivery", min_length=1)
    stage_gates: StageGates = about("阶段通过的确认", "how the passing of a stage is confirmed")
    monitoring: ServiceMonitoring = about("服务质量监控", "monitoring of service quality")

    # Chapter 2
    organisation: Organisation = about("服务管理组织", "organisation")
    raci: tuple[RaciRow, ...] = about("RACI 职责", "RACI", min_length=1)
    process_management: ProcessManagement = about("服务流程", "service processes")
    resources: Resources = about("服务资源", "resources")
    changes: tuple[Change, ...] = about("服务变更的类型", "types of service change", min_length=1)
    change_control: ChangeControl = about("服务变更的管理", "control of service changes")
    improvement_register: ImprovementRegister = about("改进登记册", "improvement register")

    # Chapter 3
    deliverables: tuple[Deliverable, ...] = about("交付物", "deliverables", ())
    delivery_terms: DeliveryTerms = about("交付物的移交、检查与更正", "hand-over and inspection of deliverables")
    priority: Priority = about("优先级", "priorities")
    requests: tuple[ServiceRequest, ...] = about("服务请求", "service requests", ())
    escalations: tuple[Escalation, ...] = about("升级", "escalations", min_length=1)
    support: Support = about("支持与协作", "support and collaboration")
    dependencies: tuple[Dependency, ...] = about("支撑协议（OLA/UC）", "OLAs and underpinning contracts", ())
    tooling: Tooling = about("工具与平台", "tools and platforms")
    quality_assurance: QualityAssurance = about("交付质量保障", "delivery quality assurance")

    # Chapter 4
    slis: tuple[Sli, ...] = about("服务级别指示器（SLI）", "service level indicators", min_length=1)
    slos: tuple[ServiceLevel, ...] = about("服务级别目标（SLO）", "service level objectives", min_length=1)
    measurement: Measurement = about("计量规则", "rules of measurement")
    maintenance: tuple[Maintenance, ...] = about("计划维护", "planned maintenance", ())
    problems: Problems = about("问题处理", "problem handling")
    reporting: Reporting = about("报告与会议", "reports and meetings")
    improvement_plan: ImprovementPlan = about("未达标时的改进", "improvement after a miss")
    credits: tuple[Credit, ...] = about("服务抵扣", "service credits", ())
    credit_terms: CreditTerms | None = about("抵扣的主张与支付", "how credits are claimed and paid", None)
    termination_triggers: tuple[TerminationTrigger, ...] = about(
        "因长期不达标的解除权", "termination for chronic failure", ()
    )

    # Chapter 5
    security: Security = about("信息安全", "information security")
    confidentiality: Confidentiality = about("保密", "confidentiality")
    data: tuple[DataClass, ...] = about("数据类别", "classes of data", ())
    data_handling: DataHandling | None = about("数据处理规则", "how data is handled", None)
    security_incidents: tuple[IncidentGrade, ...] = about("安全事件分级", "grades of security incident", min_length=1)
    incident_response: IncidentResponse = about("安全事件应急响应", "response to security incidents")
    continuity: tuple[Continuity, ...] = about("业务连续性", "continuity", ())
    continuity_terms: ContinuityTerms | None = about("连续性计划与演练", "continuity plan and drills", None)

    # Chapter 6
    improvement: Improvement = about("持续改进", "continual improvement")
    kpis: tuple[Kpi, ...] = about("关键绩效指标", "key performance indicators", ())
    incentives: Incentives | None = about(
        "奖励与扣减；空为考核不影响费用", "bonus and malus; without them evaluation does not affect the fees", None
    )

    # Chapter 7
    acceptance: tuple[Acceptance, ...] = about("验收", "acceptance", ())
    acceptance_terms: AcceptanceTerms | None = about(
        "验收的程序与签署；有 acceptance 时填写",
        "how deliverables are accepted; needed where `acceptance` lists any",
        None,
    )
    audits: tuple[Audit, ...] = about("定期审计", "audits that recur", ())
    audit_terms: AuditTerms = about("审计的实施", "how audits are carried out")
    rectification: Rectification = about("审计报告与整改", "audit reports and rectification")
    audit_continuity: AuditContinuity = about("审计的持续与改进", "how one audit leads to the next")

    # Chapter 8
    amendment: Amendment = about("修订", "amendment")
    termination: Termination = about("解除与终止", "termination")
    exit: Exit = about("退出", "exit")
    liability: Liability = about("责任限制", "liability")
    deposit: Deposit | None = about("定金；空为没有定金", "deposit as security for performance, if any", None)
    notices: Notices = about("通知", "notices")
    disputes: Disputes = about("争议解决", "disputes")
    force_majeure: ForceMajeure = about("不可抗力", "force majeure")
    annexes: tuple[AttachedAnnex, ...] = about("双方自附的附件", "annexes the parties attach themselves", ())
    references: tuple[Reference, ...] = about(
        "条款以外另行引用的标准与文件", "standards and documents cited besides those that the clauses cite", ()
    )


__all__ = [
    "Agreement",
    "Approval",
    "Contract",
    "Currency",
    "Duration",
    "Language",
    "Mode",
    "Names",
    "Renewal",
    "RenewalMode",
]
