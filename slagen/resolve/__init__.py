"""Binds the inputs to names that clauses can use, and chooses the clauses that this contract has."""
