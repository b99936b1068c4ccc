"""Inputs whose words are in the other language: a text that was copied and not yet translated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from slagen.diagnostics import Code, Diagnostic, Lang, Message, Span, warning
from slagen.tree import LANGUAGES, Content, Document, Field, inlines
from slagen.tree.walk import passages

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-z]")


def words_in_the_wrong_language(document: Document, locate: Callable[[str], Span]) -> Iterator[Diagnostic]:
    """Each input that says the same in both languages, in words that only one of them has.

    Names and codes in Latin script are the same in both, so an English text that stands in the Chinese edition is only
    found where it is a sentence of four words or more.
    """
    seen: set[str] = set()
    for content in passages(document):
        for path, text, lang in _same_in_both(content):
            if path not in seen:
                seen.add(path)
                yield _diagnostic(locate(path), path, text, lang)


def _same_in_both(content: Content) -> Iterator[tuple[str, str, Lang]]:
    """Inputs with equal words in both languages: path, words, and the language that they are not in."""
    by_lang = {
        lang: {node.path: node.text for node in inlines(content.get(lang)) if isinstance(node, Field)}
        for lang in LANGUAGES
    }
    for path, text in by_lang["zh"].items():
        if by_lang["en"].get(path) == text and (wrong := _not_in(text)):
            yield path, text, wrong


def _not_in(text: str) -> Lang | None:
    if _HAN.search(text):
        return "en"
    return "zh" if _LATIN.search(text) and len(text.split()) >= 4 else None


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
