"""Supplementary provisions (chapter 8): amendment, termination, exit, liability, notices, disputes, annexes."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from slagen.model.base import Id, Line, Model, Names, about
from slagen.model.text import Text
from slagen.model.units import Duration, Money, Percent


class Amendment(Model):
    """How the agreement is changed."""

    notice: Duration = about("提议修订的提前通知期", "notice of a proposed amendment")
    reply: Duration = about("答复期限", "time to reply")
    law_change: Duration = about("法律变化后协商修订的期限", "time to agree on changes that the law makes necessary")
    circumstances: Duration = about(
        "情势变更后重新协商的期限", "time to renegotiate after a fundamental change of circumstances"
    )
    repealed: tuple[Text, ...] = about(
        "自生效日起废止的在先文件", "earlier documents repealed from the effective date", ()
    )


class Termination(Model):
    """How the agreement ends before its term."""

    convenience_notice: Duration | None = about(
        "客户任意解除的提前通知期；空为由 supplementary.termination 的版本决定"
        "（仅 customer 版本有此权利，提前期同不续期的通知）",
        "notice of termination for convenience; without it the variant of supplementary.termination decides"
        " (only customer's grants the right, on the notice of non-renewal)",
        None,
    )
    convenience_fee: Percent | None = about(
        "任意解除的补偿（占剩余服务费）；空为由 supplementary.termination 的版本决定"
        "（仅 provider 版本须补偿未收回的成本）",
        "compensation, share of remaining fees; without it the variant of supplementary.termination decides"
        " (only provider's asks for unrecovered cost)",
        None,
    )
    cure: Duration = about("违约催告后的纠正期限", "time to cure a breach after notice")
    payment_cure: Duration = about("逾期付款催告后的纠正期限", "time to cure late payment after notice")
    suspension_notice: Duration | None = about(
        "逾期付款纠正期限届满后暂停服务的提前通知期；空为由 supplementary.termination 的版本决定"
        "（仅 provider 版本可以暂停，自该期限届满的次日起）",
        "notice of suspension once the time to cure late payment has passed; without it the variant of"
        " supplementary.termination decides (only provider's allows it, from the day after that time)",
        None,
    )
    exercise_within: Duration = about(
        "行使解除权的期限，自知道解除事由之日起", "time to exercise a right to terminate, from knowledge of its ground"
    )
    settlement: Duration = about("终止后的结算期限", "time to settle accounts after the agreement ends")


class Exit(Model):
    """What happens when the agreement ends."""

    plan_within: Duration = about(
        "退出计划提交期限，自解除通知到达之日起", "time for the exit plan, from receipt of the notice of termination"
    )
    plan_before: Duration = about(
        "有效期届满而终止时，退出计划在届满日前的提前期",
        "how long before the expiry date the exit plan is due where the agreement ends by expiry",
    )
    plan_comment: Duration = about("客户对退出计划提出意见的期限", "time for the Customer's comments on the exit plan")
    plan_revision: Duration = about("按照意见修改退出计划的期限", "time to revise the exit plan")
    assistance: Duration = about("移交协助期，自终止之日起", "period of exit assistance, from the end of the agreement")
    free_on_breach: bool = about(
        "因服务提供方违约而终止时，退出协助是否免费",
        "whether exit assistance is free where the agreement ends for the Provider's breach",
        True,
    )
    data_return: Duration = about(
        "返还数据的期限，自终止之日或者客户书面要求之日起",
        "time to return data, from the end of the agreement or the Customer's written request",
    )
    data_format: Text = about("返还数据的格式", "format of returned data")
    verify: Duration = about("客户核验返还数据的期限", "time for the Customer to verify returned data")
    deletion: Duration = about("删除数据的期限，自确认返还之日起", "time to delete data once its return is confirmed")
    assistance_rate: Text = about("协助费用的计算依据", "how exit assistance is charged")
    records: Duration = about(
        "终止后保存协议及附件文件的期限", "how long the agreement and its annexes are kept after it ends"
    )


class CapPeriod(StrEnum):
    """The period over which liability is added up against the cap."""

    CONTRACT_YEAR = "contract year"
    TERM = "term"


class Liability(Model):
    """Limits of liability."""

    cap: Percent = about("责任上限（占年度服务费）", "cap, share of the annual fee")
    cap_period: CapPeriod | None = about(
        "责任上限的计算期间；空为由 supplementary.liability 的版本决定（仅 provider 版本为整个有效期）",
        "period to which the cap applies; without it the variant of supplementary.liability decides"
        " (only provider's says the whole term)",
        None,
    )
    super_cap: Percent | None = about(
        "泄密、数据和知识产权责任的特别上限（占年度服务费）；空为由 supplementary.liability 的版本决定"
        "（仅 customer 版本不受上限限制，其他适用责任上限）",
        "higher cap for leaks, data and intellectual property, share of the annual fee; without it the variant of"
        " supplementary.liability decides (only customer's has no cap for them, the others have the cap)",
        None,
    )
    credits_count: bool = about("服务抵扣是否计入责任上限", "whether service credits count towards the cap")
    carve_outs: tuple[Text, ...] = about(
        "法定情形以外不受上限限制的责任，作“……的责任”的内容",
        "liability outside the cap beyond what the law requires, completing 'liability for …'",
        (),
    )
    excluded_losses: tuple[Text, ...] = about("不予赔偿的损失类别", "kinds of loss that are not compensated", ())
    payment_within: Duration = about("付款期限，自收到发票之日起", "time to pay, from receipt of the invoice")
    late_payment: Percent = about("逾期付款违约金（每日）", "late payment, share a day")
    late_payment_cap: Percent = about("逾期付款违约金上限", "cap on it, share of the amount due")


class Deposit(Model):
    """A deposit as security for performance, lost or returned twice over on breach (民法典 articles 586 to 588)."""

    payer: Annotated[Id, Names("parties")] = about("交付定金的一方", "party that pays it")
    amount: Money = about("定金数额，不超过合同价款的 20%", "its amount, at most 20 % of the contract price")
    pay_within: Duration = about("交付期限，自签署日起", "time to pay it, from the signature date")
    return_within: Duration = about("返还期限，自协议终止之日起", "time to return it, from the end of the agreement")


class Notices(Model):
    """How notices are given."""

    email_allowed: bool = about("可否以电子邮件送达", "whether e-mail is enough", True)
    courier_deemed: Duration = about("快递视为送达的期限", "when a courier delivery is deemed received")
    email_deemed: Duration = about("电子邮件视为送达的期限", "when an e-mail is deemed received")
    change_notice: Duration = about("变更送达信息的提前通知期", "notice of a change of particulars")
    paper_for_termination: bool = about(
        "解除、催告和仲裁或者诉讼的通知是否必须以纸质送达",
        "whether notices of termination, of default and of proceedings need paper",
        True,
    )


class Law(StrEnum):
    """The governing law."""

    PRC = "PRC"


class Forum(StrEnum):
    """Where disputes go."""

    COURT = "court"
    ARBITRATION = "arbitration"


class Disputes(Model):
    """How disputes are settled."""

    law: Law = about("适用法律", "governing law", Law.PRC)
    negotiation: Duration = about("协商期", "time for negotiation")
    escalation: Duration = about("高层协商期", "time for negotiation between senior management")
    forum: Forum = about("诉讼或仲裁", "court or arbitration")
    institution: Text = about("法院或仲裁机构名称", "name of the court or arbitration institution")
    seat: Text | None = about("仲裁地", "seat of arbitration", None)
    arbitration_language: Text | None = about("仲裁语言", "language of the arbitration", None)
    loser_pays: bool = about("败诉方是否承担律师费等维权费用", "whether the losing party bears legal costs", False)


class ForceMajeure(Model):
    """What excuses non-performance."""

    notice: Duration = about("通知期限", "time to give notice")
    evidence: Duration = about("提供证明的期限", "time to give evidence")
    update: Duration = about("通报进展的间隔", "interval of progress reports")
    long_stop: Duration = about("持续多久后任一方可解除", "how long it lasts before either party may terminate")


class AttachedAnnex(Model):
    """A document the parties attach themselves."""

    id: Id = about("标识", "id")
    title: Text = about("名称", "title")
    file: Line = about("文件名", "file name")
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")] = about("SHA-256", "SHA-256")
    form: bool = about("是否为仅供填写的表单", "whether it is a form to fill in", False)


class ReferenceStatus(StrEnum):
    """Whether a document is in force."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    UPCOMING = "upcoming"
    REPEALED = "repealed"


class Reference(Model):
    """A document that the parties cite besides those the clauses cite.

    One of the library's register is named by its id alone; of any other, everything is given.
    """

    id: Id = about("标识；条款库已收录的文件只写标识", "id; of a document in the library's register, nothing else")
    number: Line | Text | None = about("编号", "number", None)
    title: Text | None = about("名称", "title", None)
    edition: Line | Text | None = about("版本", "edition", None)
    status: ReferenceStatus | None = about("状态", "status", None)
    verified_on: date | None = about("核实日期", "date on which it was verified", None)


__all__ = [
    "Amendment",
    "AttachedAnnex",
    "CapPeriod",
    "Deposit",
    "Disputes",
    "Exit",
    "ForceMajeure",
    "Forum",
    "Law",
    "Liability",
    "Money",
    "Notices",
    "Reference",
    "ReferenceStatus",
    "Termination",
]
