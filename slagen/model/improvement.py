"""Continual improvement (chapter 6): key performance indicators."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from slagen.model.base import Id, Line, Model, Names, about
from slagen.model.text import Text
from slagen.model.units import Percent


class Direction(StrEnum):
    """Which way an indicator improves."""

    UP = "up"
    DOWN = "down"


class Kpi(Model):
    """A key performance indicator."""

    id: Id = about("标识", "id")
    name: Text = about("名称", "name")
    weight: Percent = about("权重", "weight")
    baseline: Line = about("基线", "baseline")
    target: Line = about("目标", "target")
    direction: Direction = about("改善方向", "direction of improvement")
    owner: Annotated[Id, Names("contacts")] = about("责任人", "owner")
