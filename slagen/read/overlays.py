"""A project's clauses over packaged ones: which each stands in for or extends, and whether that has moved on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from slagen.diagnostics import Code, Diagnostic, Message, error, warning
from slagen.model.clause import ClauseFile, Variant
from slagen.read.variants import Texts


def bases(packaged: Mapping[str, Texts], own: Mapping[str, Texts]) -> dict[str, ClauseFile]:
    """The packaged clause that each file of the project replaces or extends, by the name of that file."""
    files = [file for texts in own.values() for file in texts.values()]
    return {file.span.file: base for file in files if (base := _base(file, packaged))}


def _base(file: ClauseFile, packaged: Mapping[str, Texts]) -> ClauseFile | None:
    """A variant replaces that of its kind; a file without one the whole clause, for which the balanced one stands."""
    texts = packaged.get(file.head.extends or file.head.id, {})
    if file.head.variant in texts:
        return texts[file.head.variant]
    if None in texts:
        return texts[None]
    return texts.get(Variant.BALANCED) if file.head.variant is None else None


def unbased(
    packaged: Mapping[str, Texts], own: Mapping[str, Texts], based: Mapping[str, ClauseFile]
) -> Iterator[Diagnostic]:
    """What is wrong or odd with the versions that the project's clauses say they started from."""
    for texts in own.values():
        for file in texts.values():
            base = based.get(file.span.file)
            if base is None:
                yield from _based_on_nothing(file, packaged)
            elif file.head.based_on is None:
                if file.head.extends is None:
                    yield _unsaid(file, base)
            elif _number(file.head.based_on) != _number(base.head.version):
                yield _moved(file, base)


def _based_on_nothing(file: ClauseFile, packaged: Mapping[str, Texts]) -> Iterator[Diagnostic]:
    if file.head.based_on is None:
        return
    near = get_close_matches(file.head.id, packaged, 1)
    yield error(
        Code.BASE_MISSING,
        file.at("based_on"),
        zh=f"条款 {file.head.id} 写有 based_on，但条款库没有可以取代的这一条款",
        en=f"the clause {file.head.id} says based_on, but the library has no such clause that it could replace",
        value=file.head.based_on,
        hint=Message(f"id 是否应为 {near[0]}？", f"should its id be {near[0]}?")
        if near
        else Message("新增的条款不写 based_on", "a clause that replaces none has no based_on"),
    )


def _unsaid(file: ClauseFile, base: ClauseFile) -> Diagnostic:
    version = base.head.version
    return warning(
        Code.BASE_UNKNOWN,
        file.at("id"),
        zh=f"本条款取代自带的 {base.head.id}（现为 {version}），却没有写明依据哪一版本",
        en=f"this replaces the packaged {base.head.id}, now {version}, and does not say from which version it started",
        value=base.head.id,
        hint=Message(f"加上一行 based_on: {version}", f"add the line based_on: {version}"),
    )


def _moved(file: ClauseFile, base: ClauseFile) -> Diagnostic:
    id_, written, version = file.head.id, file.head.based_on or "", base.head.version
    newer = _number(version) > _number(written)
    return warning(
        Code.BASE_MOVED,
        file.at("based_on"),
        zh=f"自带条款 {base.head.id} 已从 {written} 变为 {version}"
        if newer
        else f"本条款依据 {base.head.id} 的 {written}，自带条款却是较早的 {version}",
        en=f"the packaged clause {base.head.id} has moved on from {written} to {version}"
        if newer
        else f"this started from {base.head.id} {written}, but the packaged clause is an earlier one, {version}",
        value=written,
        hint=Message(
            f"用 slagen clauses show {id_} --packaged 对照；处理后写 based_on: {version}",
            f"compare with slagen clauses show {id_} --packaged; when done, write based_on: {version}",
        )
        if newer
        else Message("升级 slagen", "upgrade slagen"),
    )


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def extended_wrongly(clauses: Mapping[str, ClauseFile]) -> Iterator[Diagnostic]:
    """Clauses that extend one that is not there, is elsewhere, or itself extends another."""
    for file in clauses.values():
        extended = file.head.extends
        if extended is None:
            continue
        base = clauses.get(extended)
        if base is None:
            near = get_close_matches(extended, clauses, 1)
            hint = Message(f"是否应为 {near[0]}？", f"did you mean {near[0]}?") if near else None
            yield _wrong(file, f"没有条款 {extended}", f"there is no clause {extended}", hint)
        elif base.head.extends is not None:
            hint = Message(f"写成 extends: {base.head.extends}", f"write extends: {base.head.extends}")
            yield _wrong(file, f"{extended} 自己也是续写", f"{extended} itself extends another clause", hint)
        elif base.head.section != file.head.section:
            section = base.head.section
            hint = Message(f'写成 section: "{section}"', f'write section: "{section}"')
            yield _wrong(file, f"{extended} 在 {section}", f"{extended} is in {section}", hint)


def _wrong(file: ClauseFile, zh: str, en: str, hint: Message | None) -> Diagnostic:
    return error(
        Code.BASE_MISSING,
        file.at("extends"),
        zh=f"extends：{zh}",
        en=f"extends: {en}",
        value=file.head.extends,
        hint=hint,
    )
