"""What the file says of itself, and words on one line."""

from __future__ import annotations

from slagen.render import ooxml
from slagen.render.docx.inlines import one_line
from slagen.tree import Content, Document, plain
from slagen.tree.alone import name_of


def properties(document: Document) -> ooxml.Properties:
    """The document properties, in the document's languages."""
    draft = () if document.draft is None else (_joined(document, document.draft, " "),)
    return ooxml.Properties(
        title=" ".join((_joined(document, name_of(document), " / "), *draft)),
        subject=_joined(document, document.subject, " / "),
        author=one_line(plain(document.author.get(document.languages[0]))),
        identifier=document.id,
        version=document.version,
        language=ooxml.LOCALE[document.languages[0]],
        dated=document.dated,
        status="Draft" if draft else "",
    )


def _joined(document: Document, content: Content, between: str) -> str:
    said = (one_line(plain(content.get(lang))) for lang in document.languages)
    return between.join(dict.fromkeys(said))
