"""Facts of the parties: one of each role, and contacts that stand where one of their party has to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slagen.diagnostics import Code, Diagnostic, Message, error
from slagen.model.parties import Role
from slagen.read.plain import entries, get
from slagen.read.positioned import Path, Positioned
from slagen.read.shape import clip, shown


def roles(source: Positioned) -> Iterator[Diagnostic]:
    """A role that no party has, or more than one."""
    known = entries(source, "parties")
    if not known or any(party.get("role") not in [*Role] for _, party in known):
        return
    for role in Role:
        having = [path for path, party in known if party["role"] == role]
        if not having:
            yield error(
                Code.VALUE_CONFLICT,
                source.key_at(("parties",)),
                zh=f"parties：没有角色为 {role} 的当事人",
                en=f"parties: no party has the role {role}",
                hint=Message(f"把其中一方的 role 写成 {role}", f"give one party the role {role}"),
            )
        for path in having[1:]:
            first = source.at((*having[0], "role")).line
            yield error(
                Code.VALUE_CONFLICT,
                source.at((*path, "role")),
                zh=f"{shown(path)}.role：角色 {role} 只能有一方，第 {first} 行已有一方",
                en=f"{shown(path)}.role: only one party may be the {role}; line {first} has one",
                value=role,
            )


def sides(source: Positioned) -> Iterator[Diagnostic]:
    """A contact that stands where one of the other party has to stand, once it is clear which party is which."""
    if any(sum(party.get("role") == role for _, party in entries(source, "parties")) != 1 for role in Role):
        return
    for path, wanted in _one_sided(source):
        contact = get(source, *path)
        side = _side(source, contact)
        if side and wanted and side != wanted:
            yield error(
                Code.VALUE_CONFLICT,
                source.at(path),
                zh=f"{shown(path)}：联系人 {clip(contact)} 属于 {side}，此处应为 {wanted} 的联系人",
                en=f"{shown(path)}: {clip(contact)} is a contact of the {side}; one of the {wanted} belongs here",
                value=contact,
            )


def _one_sided(source: Positioned) -> Iterator[tuple[Path, str | None]]:
    """Each place for a contact of one party, and that party's role."""
    for level, _ in entries(source, "organisation", "escalation_path"):
        yield (*level, "customer"), Role.CUSTOMER
        yield (*level, "provider"), Role.PROVIDER
    yield ("improvement", "proposals", "approver"), Role.CUSTOMER
    for place, role in entries(source, "organisation", "roles"):
        yield (*place, "deputy"), _side(source, role.get("contact"))
    yield ("stage_gates", "confirmer"), Role.CUSTOMER
    yield ("problems", "contact"), Role.CUSTOMER
    yield ("change_control", "freeze_contact"), Role.CUSTOMER
    yield ("security", "officers", "customer"), Role.CUSTOMER
    yield ("security", "officers", "provider"), Role.PROVIDER
    yield ("improvement_register", "owner"), Role.PROVIDER
    for block in ("data_handling", "incident_response"):
        yield (block, "customer_contact"), Role.CUSTOMER
        yield (block, "provider_contact"), Role.PROVIDER
    yield ("continuity_terms", "contact"), Role.PROVIDER


def _side(source: Positioned, contact: Any) -> str | None:
    """The role of the party that a contact belongs to, where both are as they should be."""
    party = _named(source, "contacts", contact).get("party")
    role = _named(source, "parties", party).get("role")
    return role if isinstance(role, str) else None


def _named(source: Positioned, register: str, id_: Any) -> dict[str, Any]:
    having = (entry for _, entry in entries(source, register) if entry.get("id") == id_)
    return next(having, {}) if isinstance(id_, str) else {}
