"""The pictures of ``slagen levels``: credit tiers on an axis of availability, and budgets on one of time (SVG 2).

Both axes are logarithmic: of what is not available, where each step to the right is ten times less, and of seconds.
A picture is as wide as a telephone, so that its letters can be read on one; colours only repeat what is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log10
from pathlib import Path
from xml.etree import ElementTree

from slagen.model.quality import Operator, SliType
from slagen.model.units import Percent
from slagen.render.columns import width
from slagen.render.levels.words import Words
from slagen.render.markup import Node, element
from slagen.sla.exact import share
from slagen.sla.levels import Absent, Allowance, Basis, Levels, Objective, Span, Supported, Unit
from slagen.sla.tiers import Reach, boundaries

STYLE = Path(__file__).parent / "picture.css"
WIDTH, LEFT, RIGHT = 380, 8, 8
"""The picture's width and margins, in its own units: a telephone's pixels."""
BAR, LINE = 20, 16
"""The heights of a bar and of a line of text."""
LETTER, BOLD = 5.8, 1.15
"""The width of a narrow letter of the labels, and how much wider bold is; fonts differ, so both are ample."""
_SHADES = ("#fbe3d0", "#f3b88a", "#dd8047", "#b4501d", "#7d2f0c")
_DARK = 3
"""From which shade on letters are white."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, and how high it is."""

    title: str
    description: str
    nodes: tuple[ElementTree.Element, ...]
    height: float

    def svg(self, name: str) -> ElementTree.Element:
        """The picture with its title and description for those who can't see it; `name` makes their ids."""
        labelled = {"role": "img", "aria-labelledby": f"{name}-title {name}-desc"}
        return element(
            "svg",
            {"viewBox": f"0 0 {WIDTH} {self.height:g}", "xmlns": "http://www.w3.org/2000/svg", **labelled},
            element("title", {"id": f"{name}-title"}, self.title),
            element("desc", {"id": f"{name}-desc"}, self.description),
            element("style", {}, STYLE.read_text(encoding="utf-8")),
            *self.nodes,
        )


# Tiers ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """One objective: where it is met from, what a miss earns where, and what its supports allow; shares not good."""

    objective: Objective
    target: Fraction
    reaches: tuple[Reach, ...]
    allowed: Fraction | None


def tiers(levels: Levels, words: Words) -> Picture | None:
    """Each objective's tiers on an axis of availability; None where no objective is a share that is met from above."""
    rows = [row for each in levels.objectives if (row := _row(each))]
    if not rows:
        return None
    axis = _Axis.of([row.target for row in rows] + [bound for row in rows for bound in _bounds(row)])
    nodes: list[ElementTree.Element] = []
    y = 4.0
    for row in rows:
        nodes += _tier_row(row, axis, words, y)
        y += LINE + BAR + 20
    nodes += _ticks(axis.ticks(), y)
    return Picture(
        words.say("抵扣分档", "Credit tiers"),
        words.say(
            "每一目标一行：目标值以右为达标，以左各段标明该档的抵扣比例，菱形为支撑可达到的可用性；"
            "横轴为可用性，越右越高，对数刻度。",
            "One row an objective: met to the right of its target, to the left the credit of each tier, a diamond for "
            "what its supports allow; the axis is availability, higher to the right, logarithmic.",
        ),
        tuple(nodes),
        y + 22,
    )


def _row(objective: Objective) -> _Row | None:
    level = objective.level
    if not isinstance(level.target, Percent) or level.op is not Operator.AT_LEAST:
        return None
    if objective.indicator.type is SliType.DURATION:
        return None
    found = objective.supported
    return _Row(
        objective,
        1 - share(level.target),
        boundaries(objective.credit.tiers, 1, level.target) if objective.credit else (),
        1 - found.allowed if isinstance(found, Supported) else None,
    )


def _bounds(row: _Row) -> Iterator[Fraction]:
    yield from (reach.above for reach in row.reaches)
    if row.allowed is not None:
        yield row.allowed


@dataclass(frozen=True, slots=True)
class _Axis:
    """A share that is not good, from 1 on the left over `decades` tenths, to none at all at the right edge."""

    decades: int

    @classmethod
    def of(cls, shares: Sequence[Fraction]) -> _Axis:
        """An axis that shows all of the shares but 0."""
        least = min((each for each in shares if 0 < each < 1), default=Fraction(1, 10))
        return cls(max(ceil(-log10(least) - 1e-9), 1))

    def x(self, bad: Fraction) -> float:
        """Where a share that is not good lies; none lies at the edge, one more decade on."""
        full = WIDTH - LEFT - RIGHT
        steps = self.decades + 1 if bad <= 0 else min(max(-log10(bad), 0), self.decades + 1)
        return LEFT + full * steps / (self.decades + 1)

    def ticks(self) -> list[tuple[float, str]]:
        """The whole decades with their availability, and the edge."""
        shown = [(self.x(Fraction(1, 10**step)), _nines(step)) for step in range(self.decades + 1)]
        return [*shown, (self.x(Fraction(0)), "100%")]


def _nines(decade: int) -> str:
    return f"{100 - Fraction(100, 10**decade)}%" if decade < 3 else f"99.{'9' * (decade - 2)}%"


def _tier_row(row: _Row, axis: _Axis, words: Words, y: float) -> Iterator[ElementTree.Element]:
    level = row.objective.level
    yield from _named(f"{level.id} {words.text(row.objective.service.name)}", words.target(level), y)
    top, target = y + LINE, axis.x(row.target)
    yield _bar(axis.x(Fraction(0)), target, top, {"fill": "#dcebe1"}, words.say("达标", "met"), dark=False)
    if not row.reaches:
        said = words.say("未达标，没有抵扣", "missed, no credit")
        yield _bar(axis.x(Fraction(1)), target, top, {"fill": "#eceff2"}, said, dark=False)
    yield from _reaches(row, axis, words, top)
    yield element("path", {"d": f"M{target:.1f} {top - 3:g}v{BAR + 6}", "class": "target"})
    if row.allowed is not None:
        yield from _allowed(axis.x(row.allowed), top, words)


def _reaches(row: _Row, axis: _Axis, words: Words, top: float) -> Iterator[ElementTree.Element]:
    shades = _shades(row.reaches)
    for reach in row.reaches:
        shade = shades[reach.tier.pct]
        said = words.say(f"抵扣 {reach.tier.pct}", f"credit {reach.tier.pct}")
        short = str(reach.tier.pct)
        wide = abs(axis.x(reach.above) - axis.x(reach.upto)) > _wide(said) + 4
        label = said if wide else short
        fill = {"fill": _SHADES[shade]}
        yield _bar(axis.x(reach.upto), axis.x(reach.above), top, fill, label, dark=shade >= _DARK, title=said)


def _shades(reaches: Sequence[Reach]) -> Mapping[Percent, int]:
    """The darker, the higher the credit."""
    ranked = sorted({reach.tier.pct for reach in reaches})
    last = len(_SHADES) - 1
    return {pct: round(last * (rank + 1) / len(ranked)) for rank, pct in enumerate(ranked)}


def _allowed(x: float, top: float, words: Words) -> Iterator[ElementTree.Element]:
    y = top + BAR + 12
    yield element("path", {"d": f"M{x:.1f} {top + BAR + 2:g}l5 6l-5 6l-5 -6z", "class": "allowed"})
    said = words.say("支撑可达到", "supports allow")
    before = x + 8 + _wide(said) > WIDTH - RIGHT
    anchor = {"text-anchor": "end" if before else "start", "class": "small"}
    yield _text(x - 7 if before else x + 7, y, said, anchor)


# Budgets --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Budget:
    objective: Objective
    basis: Basis | None
    seconds: Span


def budgets(levels: Levels, words: Words) -> Picture | None:
    """How long each objective may fail in a Measurement Period, on an axis of time; None where none is over time."""
    rows = [row for each in levels.objectives for row in _budgets(each)]
    lengths = [float(each) for row in rows for each in (row.seconds.least, row.seconds.most) if each > 0]
    if not lengths:
        return None
    scale = _Scale(floor(log10(min(lengths) / 2)), max(lengths))
    nodes: list[ElementTree.Element] = []
    y = 4.0
    for row in rows:
        nodes += _budget_row(row, scale, words, y)
        y += LINE + BAR + 8
    nodes += _ticks(scale.ticks(words), y)
    return Picture(
        words.say("允许的时间", "Time that may fail"),
        words.say(
            "每一目标一条：实色至最短的计量周期所允许的时间，浅色至最长的；横轴为时间，对数刻度。",
            "One bar an objective: solid up to what the shortest Measurement Period allows, lighter up to the longest; "
            "the axis is time, logarithmic.",
        ),
        tuple(nodes),
        y + 22,
    )


def _budgets(objective: Objective) -> Iterator[_Budget]:
    for each in objective.allowances:
        if isinstance(each, Absent) or each.unit is Unit.ITEMS:
            continue
        yield _Budget(objective, each.basis, each.allowed.times(Fraction(_seconds_of_one(each, objective))))


def _seconds_of_one(allowance: Allowance, objective: Objective) -> int:
    """How long one of what is counted lasts."""
    return (objective.indicator.interval.seconds or 1) if allowance.unit is Unit.SLICES else 1


@dataclass(frozen=True, slots=True)
class _Scale:
    """Seconds, from a power of ten on the left to the greatest on the right."""

    least: int
    most: float

    def x(self, seconds: float) -> float:
        full, decades = WIDTH - LEFT - RIGHT, log10(self.most) - self.least
        return LEFT + full * max(log10(seconds) - self.least, 0) / max(decades, 1e-9) if seconds > 0 else LEFT

    def ticks(self, words: Words) -> list[tuple[float, str]]:
        """Round lengths of time that lie far enough apart."""
        rounds = [1, 10, 30, 60, 300, 600, 1800, 3600, 5 * 3600, 10 * 3600, 50 * 3600, 100 * 3600, 500 * 3600]
        inside = [each for each in rounds if 10**self.least <= each <= self.most]
        return [(self.x(each), words.lengths(Span(Fraction(each), Fraction(each)))) for each in inside]


def _budget_row(row: _Budget, scale: _Scale, words: Words, y: float) -> Iterator[ElementTree.Element]:
    several = len(row.objective.allowances) > 1
    basis = f" {words.basis_name(row.basis)}" if several else ""
    yield from _named(f"{row.objective.level.id}{basis}", words.lengths(row.seconds), y)
    top = y + LINE
    least, most = scale.x(float(row.seconds.least)), scale.x(float(row.seconds.most))
    yield element("rect", {**_box(LEFT, most, top), "class": "most"})
    yield element("rect", {**_box(LEFT, least, top), "class": "least"})


# Parts ----------------------------------------------------------------------------------------------------------


def _named(name: str, figure: str, y: float) -> Iterator[ElementTree.Element]:
    """The line above a bar: whose it is, cut to the room that the figure at its end leaves."""
    room = WIDTH - LEFT - RIGHT - _wide(figure) - 8
    yield _text(LEFT, y + 12, _cut(name, room / BOLD), {"class": "name"})
    yield _text(WIDTH - RIGHT, y + 12, figure, {"text-anchor": "end"})


def _cut(said: str, room: float) -> str:
    if _wide(said) <= room:
        return said
    kept = next(end for end in range(len(said), -1, -1) if _wide(said[:end] + "…") <= room or not end)
    return said[:kept] + "…"


def _ticks(marks: Sequence[tuple[float, str]], y: float) -> Iterator[ElementTree.Element]:
    yield element("path", {"d": f"M{LEFT} {y:g}H{WIDTH - RIGHT}", "class": "axis"})
    ends = 0.0
    for x, said in marks:
        anchor = "start" if x - LEFT < 12 else "end" if WIDTH - RIGHT - x < 12 else "middle"
        starts = x - _wide(said) * {"start": 0, "middle": 0.5, "end": 1}[anchor]
        yield element("path", {"d": f"M{x:.1f} {y:g}v4", "class": "axis"})
        if starts >= ends:
            yield _text(x, y + 15, said, {"text-anchor": anchor, "class": "small"})
            ends = starts + _wide(said) + 4


def _bar(
    one: float, other: float, top: float, fill: Mapping[str, str], said: str, *, dark: bool, title: str = ""
) -> ElementTree.Element:
    """A part of a bar with what it stands for written into it, if there is room."""
    left, right = sorted((one, other))
    parts: list[Node] = [element("title", {}, title or said)]
    parts.append(element("rect", {**_box(left, right, top), **fill, "class": "part"}))
    if right - left > _wide(said) + 4:
        shade = {"class": "inside light" if dark else "inside", "text-anchor": "middle"}
        parts.append(_text((left + right) / 2, top + 14, said, shade))
    return element("g", {}, *parts)


def _box(left: float, right: float, top: float) -> dict[str, str]:
    return {"x": f"{left:.1f}", "y": f"{top:g}", "width": f"{max(right - left, 0.5):.1f}", "height": f"{BAR}"}


def _text(x: float, y: float, said: str, attributes: Mapping[str, str]) -> ElementTree.Element:
    return element("text", {"x": f"{x:.1f}", "y": f"{y:g}", **attributes}, said)


def _wide(said: str) -> float:
    return width(said) * LETTER
