"""Texts of test cases in which ▲ marks the places of what is expected."""

from __future__ import annotations


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and their places: line and column, from 1."""
    places, plain = [], ""
    for part in text.split("▲")[:-1]:
        plain += part
        places.append((plain.count("\n") + 1, len(plain) - plain.rfind("\n")))
    return text.replace("▲", ""), places
