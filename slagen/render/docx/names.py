"""The names by which the file's parts find each other: of bookmarks and form fields."""

from __future__ import annotations

import hashlib
import re

from slagen.diagnostics import Lang


def bookmark(key: str, lang: Lang) -> str:
    """The bookmark of a node in one language: ASCII, at most 40 characters (Word's limit), the same in every build."""
    name = f"{lang}_{key}".replace("-", "___").replace("#", "__").replace(".", "_")
    if len(name) <= 40 and not re.search(r"[.#-]{2}", key):
        return name
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"{name[:27]}_{digest[:12]}"


def clause_bookmark(clause_id: str, lang: Lang) -> str:
    """The bookmark of a clause in one language; no other node's has its prefix."""
    return bookmark(f"clause.{clause_id}", lang)


def form_name(name: str, lang: Lang) -> str:
    """The name of a form field in one language: the 20 characters that Word keeps, the same in every build."""
    return f"form_{lang}_{hashlib.sha256(name.encode()).hexdigest()[:12]}"
