"""Continual improvement (chapter 6): cycle, indicators, actions, survey, evaluation, incentives."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from slagen.model.base import Id, Model, Names, Part, about
from slagen.model.governance import Frequency
from slagen.model.text import Text
from slagen.model.units import Duration, Figure, Percent


class Direction(StrEnum):
    """Which way an indicator improves."""

    UP = "up"
    DOWN = "down"


class Kpi(Model):
    """A key performance indicator: what it was, what it shall become, by when, and how that is measured."""

    id: Id = about("标识", "id")
    name: Text = about("名称", "name")
    weight: Percent | None = about(
        "权重，合计 100%；有奖励或者扣减时填写",
        "weight, all of them adding up to 100%; needed where there are incentives",
        None,
    )
    method: Text = about(
        "计算方法：实测值是什么，哪些计入，如何相除", "how it is calculated: what is counted, and what it is divided by"
    )
    source: Text = about("数据来源", "source of data")
    unit: Text | None = about(
        "基线和目标为不带单位的数字时的单位", "unit, where baseline and target are plain numbers", None
    )
    baseline: Percent | Duration | Figure = about(
        "基线：百分数、时长，或者数字（另写 unit）", "baseline: a percentage, a duration, or a number (with unit)"
    )
    baseline_on: date = about("基线数据的截止日", "last day of the data of the baseline")
    target: Percent | Duration | Figure = about("目标，与基线同一单位", "target, in the unit of the baseline")
    due: date = about("达到目标的日期", "day by which the target is reached")
    direction: Direction = about("改善方向", "direction of improvement")
    owner: Annotated[Id, Names("contacts")] = about("责任人", "owner")
    slos: tuple[Annotated[Id, Names("slos")], ...] = about(
        "计量同一表现的服务级别目标，其服务抵扣从绩效扣减中减去",
        "objectives that measure the same performance, whose service credits are taken off a malus",
        (),
    )


class Cycle(Model):
    """Who answers for each step of the cycle: plan, do, check, act."""

    plan: Annotated[Id, Names("contacts")] = about("策划", "plan")
    do: Annotated[Id, Names("contacts")] = about("实施", "do")
    check: Annotated[Id, Names("contacts")] = about("检查", "check")
    act: Annotated[Id, Names("contacts")] = about("处置", "act")


class Proposals(Model):
    """How a proposal for improvement is taken in and decided."""

    assess: Duration = about("评估效益、费用、风险和影响的期限", "time to assess its benefit, cost, risk and effects")
    approver: Annotated[Id, Names("contacts")] = about("客户的批准人", "who approves for the Customer")
    approve: Duration = about("批准或者退回的期限", "time to approve or decline")
    reminder: Duration = about(
        "逾期未决定时，催告后的宽限期；仍未决定的视为不批准。要求补充和补充改进建议的期限与此相同",
        "time after a reminder, at the end of which a proposal not decided is taken as declined; "
        "also the time to ask for what a proposal lacks, and to supply it",
    )


class Milestone(Model):
    """A step of an improvement action."""

    result: Text = about("成果", "what is achieved")
    due: date = about("完成日期", "day by which it is achieved")
    evidence: Text = about("完成的证据", "evidence of it")


class ImprovementAction(Model):
    """An improvement action that the parties have agreed on signing."""

    id: Id = about("标识", "id")
    name: Text = about("名称", "name")
    kpi: Annotated[Id, Names("kpis")] | None = about("所支持的关键绩效指标", "indicator that it serves", None)
    owner: Annotated[Id, Names("contacts")] = about("责任人", "owner")
    milestones: tuple[Milestone, ...] = about("里程碑", "milestones", min_length=1)


class Survey(Model):
    """How users are asked what they think of the services."""

    freq: Frequency = about("频率", "frequency")
    by: Annotated[Id, Names("parties")] = about("实施方", "party that carries it out")
    population: Text = about("调查对象", "who is asked")
    questions: Text = about("问卷及评分尺度", "questionnaire and scale")
    response: Annotated[Percent, Part()] = about("有效调查的最低回收率", "least response rate of a valid survey")
    results: Duration = about("送达结果的期限，自调查截止之日起", "time to deliver the results from its closing day")
    follow_up: Duration = about(
        "服务提供方就结果书面答复的期限", "time for the Provider's written response to the results"
    )


class Baselines(Model):
    """How a baseline is corrected after signing."""

    correct: Duration = about("要求更正基线的期限，自生效日起", "time to ask for a correction, from the effective date")
    contest: Duration = about("对更正提出异议的期限", "time to contest a correction")


class Evaluation(Model):
    """How the results of improvement are evaluated."""

    period: Duration = about(
        "考核期的长度，自生效日起连续计算", "length of an evaluation period, from the effective date"
    )
    report: Duration = about(
        "成果报告提交期限，自考核期结束起", "time for the report of results from the end of a period"
    )
    evidence: Duration = about("应要求提供原始数据的期限", "time to hand over raw data on request")
    contest: Duration = about("提出异议的期限", "time to contest it")
    verify_after: Duration = about(
        "改进项目完成后、验证成效之前的观察期", "how long after an action is completed its effect is verified"
    )
    corrective: Duration = about(
        "指标未达目标或者改进无成效时提交补救方案的期限",
        "time for a corrective plan where a target is missed or an action had no effect",
    )


class Improvement(Model):
    """How improvement is organised."""

    cycle: Cycle = about("改进循环各环节的责任人", "owners of the steps of the cycle")
    proposals: Proposals = about("改进建议的受理与批准", "intake and approval of proposals")
    progress: Frequency = about("改进项目进展报告频率", "how often progress of actions is reported")
    slip_notice: Duration = about(
        "通知里程碑延误的期限，自知道之时起", "time to give notice that a milestone slips, from knowledge of it"
    )
    actions: tuple[ImprovementAction, ...] = about("签署时已商定的改进项目", "actions agreed on signing", ())
    survey: Survey | None = about("用户满意度调查；空为不另作调查", "user survey, if there is one", None)
    evaluation: Evaluation = about("成果评估", "evaluation of results")
    baselines: Baselines | None = about(
        "基线的更正；有关键绩效指标时填写",
        "correction of baselines; needed where there are key performance indicators",
        None,
    )


class ScoreBand(Model):
    """Overall scores of at least `ge` and less than `lt`, and what they change in the fees of the period."""

    ge: Figure = about("大于等于", "at least")
    lt: Figure | None = about("小于；最高一档留空", "less than; left out in the top band", None)
    bonus: Percent | None = about("绩效奖励比例", "bonus", None)
    malus: Percent | None = about("绩效扣减比例", "malus", None)


class Incentives(Model):
    """What the evaluation changes in the fees; bands run from the highest scores down to 0."""

    ceiling: int = about(
        "单项指标得分上限（达到目标为 100 分）", "most points for one indicator (its target is 100)", ge=100, le=200
    )
    decimals: int = about("综合得分保留的小数位数", "decimals of the overall score", ge=0, le=4)
    bands: tuple[ScoreBand, ...] = about("分档，自高至低，首尾相接", "bands, highest first, without gaps", min_length=1)
    no_bonus: tuple[Text, ...] = about(
        "不给予绩效奖励的情形，作“考核期内……的”",
        "what in a period excludes a bonus, completing 'where, in the period, …'",
        (),
    )
    bonus_cap: Percent | None = about(
        "每一合同年度绩效奖励上限（占年度服务费）；有奖励时填写",
        "cap on bonuses in a Contract Year, share of the Annual Service Fee; needed where a band has a bonus",
        None,
    )
    malus_cap: Percent | None = about(
        "每一合同年度绩效扣减上限（占年度服务费）；有扣减时填写",
        "cap on maluses in a Contract Year, share of the Annual Service Fee; needed where a band has a malus",
        None,
    )
    scorer: Annotated[Id, Names("contacts")] = about("评分人", "who draws up the score sheet")
    score_within: Duration = about(
        "送达评分表的期限，自实测值确定之日起", "time to deliver the score sheet once the values are established"
    )
    contest: Duration = about("对评分表提出异议的期限", "time to contest the score sheet")
    settle: Duration = about("结算期限，自得分确定之日起", "time to settle once the score is established")


__all__ = [
    "Baselines",
    "Cycle",
    "Direction",
    "Evaluation",
    "Improvement",
    "ImprovementAction",
    "Incentives",
    "Kpi",
    "Milestone",
    "Proposals",
    "ScoreBand",
    "Survey",
]
