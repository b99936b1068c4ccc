"""References within a passage: compared by what they point at, however their scheme counts it."""

from __future__ import annotations

import pytest

from slagen.diff.inlines import merged, same
from slagen.tree import Deleted, Inline, Inserted, ResolvedRef, Text

SPECIFICATION = (ResolvedRef("a.b#2", "第", "3.2.2", "款"),)
STATUTE = (ResolvedRef("a.b", "第", "第十二条", ""), ResolvedRef("a.b#2", "第", "（二）", "款"))
OFFICIAL = (
    ResolvedRef("chapter-3", "第", "三", "部分"),
    ResolvedRef("a.b", "第", "（二）", "条"),
    ResolvedRef("a.b#2", "第", "2", "款"),
)
SHARED = (ResolvedRef("chapter-3", "第", "三", "部分"), ResolvedRef("section-3.2", "第", "（二）", "条"), OFFICIAL[-1])
OTHER = (*OFFICIAL[:2], ResolvedRef("a.b#3", "第", "3", "款"))


@pytest.mark.parametrize("old", [SPECIFICATION, STATUTE, OFFICIAL, SHARED])
@pytest.mark.parametrize("new", [SPECIFICATION, STATUTE, OFFICIAL, SHARED])
def test_a_reference_by_another_scheme_is_the_same_and_shown_as_the_new_one(
    old: tuple[Inline, ...], new: tuple[Inline, ...]
) -> None:
    before, after = (Text("依照"), *old, Text("变更")), (Text("依照"), *new, Text("变更"))
    assert same(before, after)
    assert merged(before, after) == after


@pytest.mark.parametrize(
    ("old", "new"),
    [(OFFICIAL, OTHER), (STATUTE, OTHER), (OFFICIAL, OFFICIAL[:2]), ((*STATUTE, *OTHER), OTHER), (STATUTE, ())],
)  # fmt: skip
def test_a_reference_to_something_else_is_another(old: tuple[Inline, ...], new: tuple[Inline, ...]) -> None:
    assert not same(old, new)
    assert any(isinstance(node, Deleted | Inserted) for node in merged(old, new))
