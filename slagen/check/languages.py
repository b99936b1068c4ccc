"""Inputs whose words are in the other language: a text that was copied and not yet translated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from slagen.assemble import Assembled
from slagen.check.by_clause import ByClause
from slagen.diagnostics import Code, Diagnostic, Lang, Message, Span, warning
from slagen.tree import Clause, Content, Field
from slagen.tree.walk import nested, of_kind, own_passages

_HAN = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"


def words_in_the_wrong_language(
    assembled: Assembled, locate: Callable[[str], Span], by_clause: ByClause
) -> Iterator[Diagnostic]:
    """Each input that says the same in both languages, in words that only one of them has.

    Names and codes in Latin script are the same in both, so an English text that stands in the Chinese edition is only
    found where it is a sentence of four words or more.
    """
    seen: set[str] = set()
    for path, text, lang in _all(assembled, by_clause):
        if path not in seen:
            seen.add(path)
            yield _diagnostic(locate(path), path, text, lang)


def _all(assembled: Assembled, by_clause: ByClause) -> Iterator[tuple[str, str, Lang]]:
    for clause in assembled.clauses:
        yield from by_clause.find(("languages",), clause, _in_clause)
    yield from _same_in_both(assembled.signature.statement)


def _in_clause(clause: Clause) -> Iterator[tuple[str, str, Lang]]:
    for block in nested(clause.blocks):
        for content in own_passages(block):
            yield from _same_in_both(content)


def _same_in_both(content: Content) -> Iterator[tuple[str, str, Lang]]:
    """Inputs with equal words in both languages: path, words, and the language that they are not in."""
    zh = _fields(content, "zh")
    en = _fields(content, "en") if zh else {}
    for path, text in zh.items():
        if en.get(path) == text and (wrong := _not_in(text)):
            yield path, text, wrong


def _fields(content: Content, lang: Lang) -> dict[str, str]:
    return {node.path: node.text for node in of_kind(content.get(lang), Field)}


def _not_in(text: str) -> Lang | None:
    if re.search(_HAN, text):
        return "en"
    return "zh" if re.search("[A-Za-z]", text) and len(text.split()) >= 4 else None


def _diagnostic(span: Span, path: str, text: str, lang: Lang) -> Diagnostic:
    zh, en = ("中文", "Chinese") if lang == "zh" else ("英文", "English")
    return warning(
        Code.TEXT_LANGUAGE,
        span,
        zh=f"{path} 的{zh}文本与另一语言相同，似乎尚未翻译",
        en=f"the {en} text of {path} is the same as the other language's and seems not to be translated yet",
        value=text,
        hint=Message(f"用{zh}写出 {lang}: …", f"write {lang}: in {en}"),
    )
