"""The tables of ``slagen levels``, as words in rows: the terminal and the page show the same ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from slagen.model.quality import ServiceLevel
from slagen.render.levels.words import Words
from slagen.sla.levels import Absent, Levels, Objective, Supported

NONE = "—"
Cell = tuple[str, ...]
"""The lines of a cell."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: what it is about, the heads of its columns, its rows, and what has to be said below it."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


def grids(levels: Levels, words: Words, *, wide: bool = False) -> tuple[Grid, ...]:
    """Every table that has rows; `wide` ones hold what doesn't fit into 80 columns."""
    made = (
        _objectives(levels, words),
        _credits(levels, words),
        _supports(levels, words),
        _measures(levels, words, wide=wide),
        _priorities(levels, words),
    )
    return tuple(grid for grid in made if grid.rows or grid.notes)


def heading(levels: Levels, words: Words) -> str:
    """Which contract it is, and its term."""
    agreement = levels.contract.contract
    title = f" {words.text(agreement.title)}" if agreement.title else ""
    return agreement.id + title + words.say("，", ", ") + words.term(levels)


def _objectives(levels: Levels, words: Words) -> Grid:
    say = words.say
    return Grid(
        say("目标与允许量", "Objectives and what may fail"),
        (
            say("目标", "SLO"),
            say("服务与指示器", "Service and indicator"),
            say("目标值", "Target"),
            say("计量周期", "Period"),
            say("每一周期允许不合格", "May fail in one period"),
        ),
        tuple(
            (
                (each.level.id,),
                (words.text(each.service.name), words.text(each.indicator.name)),
                (words.target(each.level),),
                (words.window(each),),
                tuple(words.allowances(each)),
            )
            for each in levels.objectives
        ),
        tuple(_objective_notes(levels, words)),
    )


def _objective_notes(levels: Levels, words: Words) -> Iterator[str]:
    if any(len(each.allowances) > 1 for each in levels.objectives):
        yield words.say(
            "服务有自己的服务时间的，按服务时间和全部时间各算一次：哪些时间计入，由指示器的“全部”以文字规定。",
            "A service with hours of its own is counted both ways: which time counts is said in words by the total of "
            "its indicator.",
        )
    for note in levels.notes:
        yield words.sentence(words.absent(note))


def _credits(levels: Levels, words: Words) -> Grid:
    say = words.say
    rows = [_credit(each, words) for each in levels.objectives if each.credit]
    return Grid(
        say(f"最高抵扣（{words.currency}）", f"Most that credits can cost ({words.currency})"),
        (
            say("目标", "SLO"),
            say("每一周期", "One period"),
            say("一月最高", "Month at most"),
            say("合同期最高", "Term at most"),
            say("起作用的限制", "Limits that bind"),
        ),
        (*rows, _together(levels, words)) if rows else (),
        tuple(_credit_notes(levels, words)) if rows else (),
    )


def _credit(objective: Objective, words: Words) -> tuple[Cell, ...]:
    cost = objective.credit_cost
    if isinstance(cost, Absent):
        return (objective.level.id,), (words.absent(cost),), (NONE,), (NONE,), (NONE,)
    return (
        (objective.level.id,),
        (words.basis(cost), f"= {words.figure(cost.each)}"),
        (words.figure(cost.cost.month),),
        (words.figure(cost.cost.term),),
        (words.limits(cost.cost, below_minimum=cost.below_minimum),),
    )


def _together(levels: Levels, words: Words) -> tuple[Cell, ...]:
    cost, name = levels.cost, (words.say("合计", "All"),)
    if isinstance(cost, Absent):
        return name, (words.absent(cost),), (NONE,), (NONE,), (NONE,)
    return name, (NONE,), (words.figure(cost.month),), (words.figure(cost.term),), (words.limits(cost),)


def _credit_notes(levels: Levels, words: Words) -> Iterator[str]:
    yield words.say(
        "均为上限：每一周期都以最高一档未达标，各有其原因，按整月费用计；一月指计量周期在其中结束的自然月。",
        "All are upper bounds: every period is missed by the highest tier, each for a cause of its own, and at the fee "
        "of a whole month. A month is one in which periods end.",
    )
    if levels.caps:
        yield words.sentence(words.caps(levels.caps))
    if levels.caps and levels.uncapped:
        yield words.say(
            "故意或者重大过失造成的未达标不受上限约束（quality.measures 的 customer 版本）。",
            "The caps don't hold for misses caused wilfully or by gross negligence (customer's variant of "
            "quality.measures).",
        )


def _supports(levels: Levels, words: Words) -> Grid:
    say = words.say
    return Grid(
        say("支撑与余量", "What supports allow, and the margin"),
        (
            say("目标", "SLO"),
            say("所依赖的服务和支撑协议", "Rests on"),
            say("可达到", "Allows"),
            say("目标值", "Target"),
            say("余量", "Margin"),
        ),
        tuple(
            _support(each.level, found, words)
            for each in levels.objectives
            if isinstance(found := each.supported, Supported)
        ),
        tuple(_support_notes(levels, words)),
    )


def _support(level: ServiceLevel, found: Supported, words: Words) -> tuple[Cell, ...]:
    return (
        (level.id,),
        (words.factors(found), *words.remarks(found)),
        (words.percent(found.allowed),),
        (words.target(level),),
        (words.points(found), *words.margins(found)),
    )


def _support_notes(levels: Levels, words: Words) -> Iterator[str]:
    if any(isinstance(each.supported, Supported) for each in levels.objectives):
        yield words.say(
            "依赖的服务按其自己的目标值计入；各项均视为在同样的时间内有效。余量折合为一个计量周期内的时间。",
            "A service that others rest on counts with its own target, and all figures are taken to hold for the same "
            "hours. Margins are also shown as time of one Measurement Period.",
        )
    without: dict[str, list[str]] = {}
    for each in levels.objectives:
        if isinstance(each.supported, Absent):
            without.setdefault(words.absent(each.supported), []).append(each.level.id)
    for why, ids in without.items():
        yield words.say(f"{'、'.join(ids)}：{why}。", f"{', '.join(ids)}: {why}.")


def _measures(levels: Levels, words: Words, *, wide: bool) -> Grid:
    say = words.say
    counted = (say("合格", "Good"), say("全部", "Total")) if wide else ()
    return Grid(
        say("计量方式", "How it is measured"),
        (
            say("目标", "SLO"),
            say("类型", "Type"),
            *counted,
            say("数据来源", "Source"),
            say("采集间隔", "Interval"),
            say("不计入部分", "Exclusions"),
            say("中断", "Outages"),
        ),
        tuple(_measure(each, words, wide=wide) for each in levels.objectives),
    )


def _measure(objective: Objective, words: Words, *, wide: bool) -> tuple[Cell, ...]:
    indicator = objective.indicator
    counted = ((words.text(indicator.good),), (words.text(indicator.total),)) if wide else ()
    return (
        (objective.level.id,),
        (words.kind(objective),),
        *counted,
        (words.text(indicator.source),),
        (words.interval(objective),),
        (words.denominator(objective),),
        (words.outages(objective),),
    )


def _priorities(levels: Levels, words: Words) -> Grid:
    say = words.say
    return Grid(
        say("优先级时限", "Priorities"),
        (
            say("优先级", "Priority"),
            say("响应", "Response"),
            say("进展通报", "Update"),
            say("解决", "Resolution"),
            say("计时", "Clock"),
            say("达成率", "Attainment"),
        ),
        tuple(
            (
                (words.priority(target),),
                (words.shown(target.response),),
                (words.shown(target.update),),
                (words.shown(target.resolution),),
                (words.clock(target),),
                (f"≥ {words.shown(target.attainment)}",),
            )
            for target in levels.contract.priority.targets
        ),
    )
