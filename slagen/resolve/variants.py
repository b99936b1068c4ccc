"""Which variant of each clause a contract has: the one it chooses by id, its default, or the balanced one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from slagen.diagnostics import Code, Diagnostic, Message, Span, error
from slagen.model.clause import ClauseFile, Variant
from slagen.read.contract import Loaded
from slagen.read.library import Library
from slagen.resolve.bound import nearest

DEFAULT = "default"
"""The key of ``variants`` that stands for all clauses that are not named."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The text of a clause that a contract has, and the place of the choice, None where none was made."""

    clause: ClauseFile
    span: Span | None = None


def choose_variants(loaded: Loaded, library: Library) -> tuple[dict[str, Chosen], list[Diagnostic]]:
    """The chosen text of every clause by id, in the library's order, and the choices that can't be made.

    A clause that has no variant of the default kind is taken balanced.
    """
    wanted = loaded.contract.variants
    chosen = {id_: _chosen(id_, clause, loaded, library) for id_, clause in library.clauses.items()}
    return chosen, list(_wrong(wanted, loaded, library))


def _chosen(id_: str, balanced: ClauseFile, loaded: Loaded, library: Library) -> Chosen:
    texts, wanted = library.variants.get(id_, {}), loaded.contract.variants
    for key in (id_, DEFAULT):
        if key in wanted and wanted[key] in texts:
            return Chosen(texts[wanted[key]], loaded.source.at(("variants", key)))
    return Chosen(balanced)


def _wrong(wanted: Mapping[str, Variant], loaded: Loaded, library: Library) -> Iterator[Diagnostic]:
    for id_, variant in wanted.items():
        if id_ == DEFAULT:
            continue
        if id_ not in library.clauses:
            yield _unknown(loaded.source.key_at(("variants", id_)), id_, library)
        elif id_ not in library.variants:
            yield _without(loaded.source.key_at(("variants", id_)), id_, library)
        elif variant not in (texts := library.variants[id_]):
            yield error(
                Code.VARIANT_UNKNOWN,
                loaded.source.at(("variants", id_)),
                zh=f"variants.{id_}：该条款没有 {variant} 版本",
                en=f"variants.{id_}: the clause has no variant {variant}",
                value=variant,
                hint=Message(f"现有：{'、'.join(texts)}", f"there are: {', '.join(texts)}"),
            )


def _unknown(span: Span, id_: str, library: Library) -> Diagnostic:
    near = nearest(id_, (*library.variants, DEFAULT)) or nearest(id_, library.clauses)
    return error(
        Code.VARIANT_UNKNOWN,
        span,
        zh=f"variants：没有标识为 {id_} 的条款",
        en=f"variants: no clause has the id {id_}",
        value=id_,
        hint=Message(f"是否应为 {near}？", f"did you mean {near}?") if near else _SEE_LIST,
    )


def _without(span: Span, id_: str, library: Library) -> Diagnostic:
    clause = library.clauses[id_]
    own = clause.overlay
    return error(
        Code.VARIANT_UNKNOWN,
        span,
        zh=f"variants：条款 {id_} 没有不同版本" + (f"（项目文件 {clause.span.file} 取代了它）" if own else ""),
        en=f"variants: the clause {id_} has no variants"
        + (f" (the project's {clause.span.file} replaces it)" if own else ""),
        value=id_,
        hint=_SEE_LIST,
    )


_SEE_LIST = Message("有不同版本的条款见 slagen clauses list", "slagen clauses list shows which clauses have variants")
