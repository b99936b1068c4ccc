"""The order of clauses: that of their files, except where one says which it follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from slagen.diagnostics import Code, Diagnostic, Message, Span, error
from slagen.model.clause import ClauseFile


def placed(order: Sequence[str], after: Mapping[str, str]) -> list[str]:
    """The ids of `order`, each that `after` gives a place right after the one it names, in turn.

    What follows itself by way of others comes last.
    """
    followers: dict[str, list[str]] = {}
    for id_ in order:
        if after.get(id_) in order:
            followers.setdefault(after[id_], []).append(id_)
    led = {id_ for ids in followers.values() for id_ in ids}
    found = [one for id_ in order if id_ not in led for one in _with_followers(id_, followers)]
    return found + [id_ for id_ in order if id_ not in found]


def _with_followers(id_: str, followers: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield id_
    for follower in followers.get(id_, ()):
        yield from _with_followers(follower, followers)


def in_place(clauses: Mapping[str, ClauseFile]) -> tuple[dict[str, ClauseFile], list[Diagnostic]]:
    """The clauses with those that name one to follow in their places, and what is wrong with these names."""
    after = {id_: clause.head.after for id_, clause in clauses.items() if clause.head.after}
    order = placed(list(clauses), after)
    return {id_: clauses[id_] for id_ in order}, list(_wrong(clauses, after))


def _wrong(clauses: Mapping[str, ClauseFile], after: Mapping[str, str]) -> Iterator[Diagnostic]:
    for id_, leader in after.items():
        clause, span = clauses[id_], clauses[id_].at("after")
        if leader not in clauses:
            near = get_close_matches(leader, clauses, 1)
            yield _problem(
                span, leader, f"没有条款 {leader}", f"there is no clause {leader}",
                Message(f"是否应为 {near[0]}？", f"did you mean {near[0]}?") if near else None,
            )  # fmt: skip
        elif clauses[leader].head.section != clause.head.section:
            section = clauses[leader].head.section
            yield _problem(
                span, leader, f"条款 {leader} 在 {section}，不在 {clause.head.section}",
                f"the clause {leader} is in {section}, not in {clause.head.section}",
                Message("只能排在同一条的条款之后", "a clause follows one of its own section"),
            )  # fmt: skip
        elif id_ in _leaders(id_, after):
            yield _problem(
                span, leader, "条款的先后成了循环", "the clauses follow each other in a circle",
                Message("删除其中一个 after", "delete one of their after lines"),
            )  # fmt: skip


def _leaders(id_: str, after: Mapping[str, str]) -> set[str]:
    """All that `id_` comes after, itself among them where they run in a circle."""
    found: set[str] = set()
    while (leader := after.get(id_)) is not None and leader not in found:
        found.add(leader)
        id_ = leader
    return found


def _problem(span: Span, value: str, zh: str, en: str, hint: Message | None) -> Diagnostic:
    return error(Code.CLAUSE_PLACE, span, zh=f"after：{zh}", en=f"after: {en}", value=value, hint=hint)
