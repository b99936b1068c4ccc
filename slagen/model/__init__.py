"""Frozen, typed inputs: the contract, clauses and templates, in exact units."""
