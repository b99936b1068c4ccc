"""The signatures that a PDF carries, and what has become of the file since each was made.

Whether a certificate's authority is one to trust is not judged here: the name of who issued it is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cryptography import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.diff_analysis import ModificationLevel, SuspiciousModification
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from slagen.read.damaged import why
from slagen.render.html import SIGNATURES
from slagen.sign.identity import name_of
from slagen.sign.problem import SignError
from slagen.sign.reader import Reader

_MALFORMED = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What pyHanko and asn1crypto raise for files that are not what they say, besides their own errors."""


class Since(StrEnum):
    """What was added to a file after a signature."""

    NOTHING = "nothing"
    VALIDATION = "validation"
    """Only what later checks of signatures need: certificates, lists of revoked ones, time stamps."""
    SIGNATURE = "signature"
    """Signatures of others."""
    FIELDS = "fields"
    """Fields of its forms were filled in."""
    OTHER = "other"
    """Something else, or it can't be told what."""


@dataclass(frozen=True, slots=True)
class SignatureStatus:
    """One signature.

    `party` is a role (``customer``, ``provider``), empty for a field that is none of slagen's.  `signer` and `issuer`
    are from the certificate.  `time` is that of the time stamp where `timestamped`, else what the signer claims.
    `valid` says that what was signed is unchanged and that the key of the certificate signed it; `whole` that nothing
    stands in the file behind it; `since` what does.
    """

    field: str
    party: str
    signer: str
    issuer: str
    time: datetime | None
    timestamped: bool
    valid: bool
    whole: bool
    since: Since


def signatures(data: bytes) -> tuple[SignatureStatus, ...]:
    """Every signature of a PDF, in the order in which they were made.

    Raises:
        SignError: it is no PDF that can be read.
    """
    try:
        reader = Reader(data)
        own = {each.field_name for each in reader.embedded_signatures}
        return tuple(_status(each, own) for each in reader.embedded_regular_signatures)
    except (PdfError, *_MALFORMED) as wrong:
        reason = why(wrong)
        said = f"不是可读的 PDF：{reason.zh}", f"this is no PDF that can be read: {reason.en}"
        raise SignError("file", *said) from None


def _status(signature: EmbeddedPdfSignature, own: set[str]) -> SignatureStatus:
    certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    judged = _judged(signature)
    stamp = None if judged is None else judged.timestamp_validity
    stamped = stamp is not None and stamp.intact and stamp.valid
    name: str = signature.field_name
    return SignatureStatus(
        field=name,
        party=name.removeprefix(f"{SIGNATURES}.") if name.startswith(f"{SIGNATURES}.") else "",
        signer=name_of(certificate.subject),
        issuer=name_of(certificate.issuer),
        time=stamp.timestamp if stamped and stamp is not None else signature.self_reported_timestamp,
        timestamped=stamped,
        valid=judged is not None and judged.intact and judged.valid,
        whole=judged is not None and judged.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        since=Since.OTHER if judged is None else _since(judged, own),
    )


def _judged(signature: EmbeddedPdfSignature) -> PdfSignatureStatus | None:
    """What pyHanko finds, None where the signature can't be read."""
    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    try:
        return validate_pdf_signature(
            signature, nobody, key_usage_settings=KeyUsageConstraints(key_usage=set()), skip_diff=False
        )
    except (PdfError, *_MALFORMED):
        return None


def _since(judged: PdfSignatureStatus, own: set[str]) -> Since:
    if judged.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return Since.NOTHING
    changes = judged.diff_result
    if changes is None or isinstance(changes, SuspiciousModification):
        return Since.OTHER
    if changes.modification_level <= ModificationLevel.LTA_UPDATES:
        return Since.VALIDATION
    if changes.modification_level > ModificationLevel.FORM_FILLING:
        return Since.OTHER
    return Since.FIELDS if changes.changed_form_fields - own else Since.SIGNATURE
