"""What a draft says of itself."""

from __future__ import annotations

from dataclasses import replace

from slagen.model.template import DRAFT, Template
from slagen.model.text import Text as Words
from slagen.tree import Content, Document, Text


def as_draft(document: Document, template: Template) -> Document:
    """The document as a draft, with what stands across its pages by its template."""
    words = template.phrases.get(DRAFT) or Words(zh="草案", en="DRAFT")
    said = {lang: (Text(getattr(words, lang)),) for lang in document.languages}
    return replace(document, draft=Content(said.get("zh"), said.get("en")))
