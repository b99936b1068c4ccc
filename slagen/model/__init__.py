"""Frozen, typed inputs: the contract, clauses and templates, in exact units."""

from slagen.model.contract import Contract
from slagen.model.template import Template, Theme

__all__ = ["Contract", "Template", "Theme"]
