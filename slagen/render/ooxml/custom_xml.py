"""Where a document comes from, carried in it as custom XML and as a property (ECMA-376 part 1, 22.3, 22.5)."""

from __future__ import annotations

import base64
import bz2
from collections.abc import Iterable

from lxml import etree

from slagen.render.ooxml.elements import LOCALE, Element
from slagen.render.ooxml.writing import serialise
from slagen.render.provenance import ClauseText, Provenance, SourceFile

CLAUSES_NAMESPACE = "urn:slagen:clauses:1"
MANIFEST_NAMESPACE = "urn:slagen:manifest:1"
CONTRACT_NAMESPACE = "urn:slagen:contract:1"
SOURCES_NAMESPACE = "urn:slagen:sources:1"
CUSTOM_PROPERTIES = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_DATASTORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


def clauses_part(texts: Iterable[tuple[ClauseText, str]]) -> Element:
    """Each clause in each language: where it stands, and a hash a paragraph, so that it is known after editing."""
    root = etree.Element(f"{{{CLAUSES_NAMESPACE}}}clauses", nsmap={None: CLAUSES_NAMESPACE})
    for text, bookmark in texts:
        clause = etree.SubElement(root, f"{{{CLAUSES_NAMESPACE}}}clause")
        given = {"id": text.id, "version": text.version, "variant": text.variant, "lang": LOCALE[text.lang],
                 "order": str(text.order), "bookmark": bookmark, "paragraphs": " ".join(text.hashes)}  # fmt: skip
        for name, value in given.items():
            if value is not None:
                clause.set(name, value)
    return root


def manifest_part(manifest: bytes) -> Element:
    """The manifest, as the text of one element."""
    root = etree.Element(f"{{{MANIFEST_NAMESPACE}}}manifest", nsmap={None: MANIFEST_NAMESPACE})
    root.text = manifest.decode()
    return root


def contract_part(printed: bytes) -> Element:
    """The document as data, as Base64 of bzip2: four sevenths of what the archive makes of the text itself."""
    root = etree.Element(f"{{{CONTRACT_NAMESPACE}}}contract", nsmap={None: CONTRACT_NAMESPACE})
    root.text = base64.b64encode(bz2.compress(printed)).decode()
    return root


def sources_part(sources: Iterable[SourceFile]) -> Element:
    """What the document is built from, in Base64, since XML would change the ends of lines."""
    root = etree.Element(f"{{{SOURCES_NAMESPACE}}}sources", nsmap={None: SOURCES_NAMESPACE})
    for each in sources:
        file = etree.SubElement(root, f"{{{SOURCES_NAMESPACE}}}file")
        file.set("name", each.name)
        file.text = base64.b64encode(each.content).decode()
    return root


def item_properties(number: int, content: Element) -> bytes:
    """Names the part's namespace, by which Word finds it (22.5); its id is a constant, as a build must not differ."""
    root = etree.Element(f"{{{_DATASTORE}}}datastoreItem", nsmap={"ds": _DATASTORE})
    root.set(f"{{{_DATASTORE}}}itemID", f"{{51A6E000-0000-4000-8000-{number:012X}}}")
    references = etree.SubElement(root, f"{{{_DATASTORE}}}schemaRefs")
    uri = etree.QName(content).namespace
    etree.SubElement(references, f"{{{_DATASTORE}}}schemaRef").set(f"{{{_DATASTORE}}}uri", uri)
    return serialise(root)


def custom_properties(provenance: Provenance) -> bytes:
    """The custom properties (22.3): the digest of the manifest."""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/"
    root = etree.Element(
        f"{{{base}custom-properties}}Properties",
        nsmap={None: f"{base}custom-properties", "vt": f"{base}docPropsVTypes"},
    )
    given = etree.SubElement(root, f"{{{base}custom-properties}}property")
    # The format id of user-defined properties; ids start at 2 (22.3.2.2).
    for name, value in (("fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"), ("pid", "2"), ("name", MANIFEST_PROPERTY)):
        given.set(name, value)
    etree.SubElement(given, f"{{{base}docPropsVTypes}}lpwstr").text = provenance.digest
    return serialise(root)


MANIFEST_PROPERTY = "slagen manifest SHA-256"
"""The custom property that holds the digest of the manifest."""
