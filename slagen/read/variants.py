"""Variants of a clause: several files with one id, of which a contract has one.

They are the same clause to everything that refers to it: same section, same title, and the same marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from slagen.diagnostics import Code, Diagnostic, Lang, Message, Span, error
from slagen.model.clause import ClauseFile, Variant
from slagen.tree import LANGUAGES

Texts = dict[Variant | None, ClauseFile]
"""The files of one id by variant; None for the file of a clause that has no variants."""
Variants = dict[Variant, ClauseFile]
"""The variants of one clause."""

MARK = re.compile(r"\bmark\(\s*(['\"])(?P<name>[^'\"]*)\1\s*\)")


def overlaid(below: Mapping[str, Texts], above: Mapping[str, Texts]) -> dict[str, Texts]:
    """Two layers of a library by id: a file without a variant replaces the whole clause, one with it that variant."""
    return {**below, **{id_: _over(below.get(id_, {}), texts) for id_, texts in above.items()}}


def _over(below: Texts, above: Texts) -> Texts:
    return above if None in above or None in below else {**below, **above}


def by_variant(
    texts: Mapping[str, Texts],
) -> tuple[dict[str, ClauseFile], dict[str, Variants], list[Diagnostic]]:
    """Each clause by id (the balanced one of several variants), all variants by id, and what is wrong with these."""
    clauses: dict[str, ClauseFile] = {}
    variants: dict[str, Variants] = {}
    problems: list[Diagnostic] = []
    for id_, files in texts.items():
        problems += _strays(files)
        found = {variant: files[variant] for variant in Variant if variant in files}
        if None in files or not found:
            clauses[id_] = files[None]
            continue
        problems += _problems(found)
        variants[id_] = found
        clauses[id_] = found.get(Variant.BALANCED) or next(iter(found.values()))
    return clauses, variants, problems


def marks(clause: ClauseFile, lang: Lang) -> dict[str, Span]:
    """The names that ``mark()`` gives in one language of a clause, and the line of each."""
    source = clause.sources[lang]
    found: dict[str, Span] = {}
    for match in MARK.finditer(source.text):
        before = source.text[: match.start()]
        line = source.line + before.count("\n")
        found.setdefault(match["name"], Span(clause.span.file, line, match.start() - before.rfind("\n")))
    return found


def _strays(files: Texts) -> Iterator[Diagnostic]:
    """A file with the id of others that have variants, itself without one; and heads that say half of it."""
    plain = files.get(None)
    if plain is not None and len(files) > 1:
        other = next(file for variant, file in files.items() if variant)
        yield _problem(
            plain.span,
            f"条款 {plain.head.id} 在 {other.span.file} 有不同版本，本文件却没有写明 variant",
            f"the clause {plain.head.id} has variants, in {other.span.file}, but this file does not say which it is",
            hint=Message("加上 variant: balanced", "add variant: balanced"),
        )
    if plain is not None:
        for field in ("note", "fallback"):
            if getattr(plain.head, field) is not None:
                yield _problem(
                    plain.at(field),
                    f"没有 variant 的条款不写 {field}",
                    f"a clause without a variant has no {field}",
                    hint=Message("加上 variant，或者删除本项", "add variant, or delete this"),
                )


def _problems(variants: Variants) -> Iterator[Diagnostic]:
    first = next(iter(variants.values()))
    if Variant.BALANCED not in variants:
        yield _problem(
            first.at("variant"),
            f"条款 {first.head.id} 没有 balanced 版本",
            f"the clause {first.head.id} has no balanced variant",
            hint=Message(
                "合同不作选择时用 balanced 版本；写出该版本",
                "a contract that chooses none has the balanced one; write it",
            ),
        )
    for file in variants.values():
        if file.head.note is None:
            yield _problem(
                file.at("variant"),
                "条款版本缺少风险提示 note",
                "a variant needs its risk note, note",
                hint=Message(
                    "写明本版本让出或者要求什么，何时可以接受",
                    "say what this variant gives away or asks, and when to accept it",
                ),
            )
        yield from _fallback(file, variants)
        if file is not first:
            yield from _unlike(file, first)


def _fallback(file: ClauseFile, variants: Variants) -> Iterator[Diagnostic]:
    wanted = file.head.fallback
    if wanted is None:
        return
    if wanted not in variants:
        yield _problem(
            file.at("fallback"),
            f"条款 {file.head.id} 没有 {wanted} 版本",
            f"the clause {file.head.id} has no variant {wanted}",
            value=wanted,
            hint=Message(f"现有：{'、'.join(variants)}", f"there are: {', '.join(variants)}"),
        )
        return
    path = [file.head.variant]
    while wanted is not None and wanted in variants and wanted not in path:
        path.append(wanted)
        wanted = variants[wanted].head.fallback
    # Said once for a circle, of the first in it.
    if wanted == file.head.variant == next(variant for variant in variants if variant in path):
        circle = " → ".join(str(step) for step in (*path, wanted))
        yield _problem(
            file.at("fallback"),
            f"退让次序成了循环：{circle}",
            f"the fallbacks run in a circle: {circle}",
            value=file.head.fallback,
            hint=Message("删除最后一个版本的 fallback", "delete the fallback of the variant that is the last resort"),
        )


def _unlike(file: ClauseFile, first: ClauseFile) -> Iterator[Diagnostic]:
    """Where a variant is not the same clause to those who refer to it."""
    for field in ("section", "after", "extends", "title", "when"):
        if getattr(file.head, field) != getattr(first.head, field):
            yield _problem(
                file.at(field),
                f"{field} 与 {first.at(field)} 的同一条款版本不同",
                f"{field} differs from the variant of this clause at {first.at(field)}",
                hint=Message(
                    "各版本的 section、after、extends、title、when 应当相同",
                    "section, after, extends, title and when are the same in all variants",
                ),
            )
    for lang in LANGUAGES:
        own, wanted = marks(file, lang), marks(first, lang)
        for name in own.keys() - wanted.keys():
            yield _problem(
                own[name],
                f"标记 {name} 在 {first.span.file} 的 {lang} 文本中没有",
                f"the mark {name} is not in the {lang} text of {first.span.file}",
                value=name,
                hint=_SAME_MARKS,
            )
        for name in wanted.keys() - own.keys():
            yield _problem(
                file.at("variant"),
                f"{lang} 文本缺少标记 {name}（{wanted[name]}）",
                f"the {lang} text lacks the mark {name} ({wanted[name]})",
                value=name,
                hint=_SAME_MARKS,
            )


_SAME_MARKS = Message(
    "各版本的标记应当相同，以便引用在任何选择下都成立",
    "all variants have the same marks, so that references hold whichever is chosen",
)


def _problem(span: Span, zh: str, en: str, *, value: object = "", hint: Message) -> Diagnostic:
    return error(Code.VARIANT_FORM, span, zh=zh, en=en, value=value, hint=hint)
