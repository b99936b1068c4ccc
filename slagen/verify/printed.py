"""The contract that a DOCX carries as data, as long as its text still says the same: a document in hand, to compare."""

from __future__ import annotations

from slagen import manifest as manifests
from slagen.tree import Document
from slagen.verify import docx
from slagen.verify.itself import edited, is_sound
from slagen.verify.places import listed, sections
from slagen.verify.problem import VerifyError
from slagen.verify.recorded import recorded


class EditedError(VerifyError):
    """The file was changed after it was built, so that what it carries is not what it says."""


def printed(data: bytes) -> Document:
    """The document that a DOCX was built from.

    Raises:
        EditedError: its words, or the document as data, are no longer those that it was built with.
        VerifyError: slagen did not build it, it carries no document as data, or that is of another version.
    """
    carried = docx.carried(data)
    if carried.manifest is None or carried.printed is None:
        raise _bare(data, manifest=carried.manifest is not None)
    try:
        manifest = manifests.read(carried.manifest)
    except ValueError:
        raise _other_version() from None
    if not is_sound(carried.printed, manifest):
        raise EditedError(
            "所带的合同数据已损坏或者被更换，与清单不符",
            "the contract as data in it was damaged or swapped: it is not what the manifest names",
        )
    document = recorded(carried.printed)
    if document is None:
        raise _other_version()
    _see_unedited(document, data)
    return document


def _other_version() -> VerifyError:
    return VerifyError(
        "其中没有本版本 slagen 能够读取的合同数据；请用本版本重新生成",
        "it holds no contract that this version of slagen can read; build it again with this version",
    )


def _bare(data: bytes, *, manifest: bool) -> VerifyError:
    """What is to say of a DOCX without a document as data."""
    if manifest:
        return VerifyError(
            "其中没有合同数据：由较早的 slagen 生成，或者已被删除；请重新生成，或者改用其合同文件、PDF 或者 JSON",
            "it carries no contract as data: an earlier slagen built it, or that was taken out; build it again, or "
            "name its contract, PDF or JSON",
        )
    if docx.tracked(data):
        return VerifyError(
            "这是带修订的文档，其中没有合同数据；请改用生成它的两方，或者 slagen build 生成的 DOCX",
            "this is a document with tracked changes and carries no contract as data; name what it was made from, or a "
            "DOCX from slagen build",
        )
    return VerifyError(
        "不是 slagen 生成的 DOCX，或者所带数据已被删除：其中没有清单和合同数据",
        "slagen did not build this, or what it carried was taken out: it has no manifest and no contract as data",
    )


def _see_unedited(document: Document, data: bytes) -> None:
    """See that a DOCX still says what the document in it does.

    Raises:
        EditedError: it does not.
    """
    clauses = dict.fromkeys(edited(document, docx.words(data)))
    if clauses:
        told = listed(clauses, sections(document))
        raise EditedError(
            f"生成之后文字被改动，与文件所带的合同数据不符：{told.zh}",
            f"its words were edited after it was built and are not those of the contract as data in it: {told.en}",
        )
