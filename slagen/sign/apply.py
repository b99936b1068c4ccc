"""A signature put into a PDF: PAdES B-B, or B-LT where a time-stamp server is named (ETSI EN 319 142-1, 6.3).

B-LT adds a time stamp (RFC 3161) to the signature, and to the file all that is needed to judge it later: certificates,
and what their authorities say of their being revoked, so far as the certificates name a place to ask.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.keys.internal import (
    translate_pyca_cryptography_cert_to_asn1,
    translate_pyca_cryptography_key_to_asn1,
)
from pyhanko.pdf_utils.generic import DictionaryObject, StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, PdfSigningSession, SigDSSPlacementPreference
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper, TimestampRequestError
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from slagen.sign.appearance import Said, draw
from slagen.sign.identity import Identity
from slagen.sign.place import Place, find
from slagen.sign.problem import SignError
from slagen.sign.reader import Reader
from slagen.sign.status import Since, signatures

SECONDS = 20
"""How long a time-stamp server is waited for."""


def sign(
    data: bytes,
    role: str,
    identity: Identity,
    moment: datetime,
    *,
    reason: str = "",
    timestamp: str = "",
) -> bytes:
    """The PDF with a signature of the party with that role after all that stood in it.

    Args:
        data: a PDF that slagen built, signed by the other party or not.
        role: ``customer`` or ``provider``.
        moment: the time that the signature claims, with its zone.
        reason: why it is signed, for the signature and its appearance.
        timestamp: the address of a time-stamp server (RFC 3161), empty for none.

    Raises:
        SignError: the file, the certificate or the server does not allow it.
    """
    identity.check(moment)
    place = find(data, role)
    _unchanged(data)
    stamper = HTTPTimeStamper(timestamp, timeout=SECONDS) if timestamp else None
    known = _context(identity, stamper) if stamper else None
    with TemporaryDirectory(prefix="slagen-sign-") as folder:
        drawn = Path(folder) / "appearance.pdf"
        drawn.write_bytes(draw(place, Said(identity.name, moment, reason)))
        made = _Made(place, identity, moment, reason, drawn)
        try:
            return made.signed(data, known, stamper)
        except PdfError as wrong:
            raise SignError("file", f"无法签名：{wrong}", f"it can't be signed: {wrong}") from None
        except SigningError as wrong:
            raise _refused(wrong) from None
        except (TimestampRequestError, PathError, ValidationError) as wrong:
            raise _no_stamp(timestamp, wrong) from None


def _unchanged(data: bytes) -> None:
    """See that what others have signed is what they signed."""
    for one in signatures(data):
        if not one.valid:
            raise SignError(
                "file",
                f"“{one.signer}”的签名已失效：签名之后文件被改动",
                f"the signature of “{one.signer}” is broken: the file was changed after it",
            )
        if one.since is Since.OTHER:
            raise SignError(
                "file",
                f"“{one.signer}”签名之后文件有签名和填表以外的改动",
                f"since “{one.signer}” signed it, the file was changed in more than signatures and form fields",
            )


@dataclass(frozen=True, slots=True)
class _Made:
    """A signature to be made."""

    place: Place
    identity: Identity
    moment: datetime
    reason: str
    drawn: Path

    def signed(self, data: bytes, known: ValidationContext | None, stamper: TimeStamper | None) -> bytes:
        signer = _Signer(self._metadata(known), _signer(self.identity), timestamper=stamper, stamp_style=self._style())
        signer.moment = self.moment
        return bytes(signer.sign_pdf(_Writer.from_reader(Reader(data)), existing_fields_only=True).getbuffer())

    def _metadata(self, known: ValidationContext | None) -> PdfSignatureMetadata:
        return PdfSignatureMetadata(
            field_name=self.place.field,
            subfilter=SigSeedSubFilter.PADES,
            name=self.identity.name,
            reason=self.reason or None,
            signer_key_usage=set(self.identity.usage or ()),
            validation_context=known,
            embed_validation_info=known is not None,
            # In the signature's own update, so that it covers them and the file stays PDF/A.
            dss_settings=DSSContentSettings(
                include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE
            ),
        )

    def _style(self) -> StaticStampStyle:
        whole = SimpleBoxLayoutRule(x_align=AxisAlignment.ALIGN_MIN, y_align=AxisAlignment.ALIGN_MIN)
        return StaticStampStyle.from_pdf_file(
            str(self.drawn), border_width=0, background_opacity=1.0, background_layout=whole
        )


class _Writer(IncrementalPdfFileWriter):
    """Leaves the metadata as they are: they say when the document was made, and that it is PDF/A and PDF/UA.

    A stream whose last byte is a carriage return is taken for longer than it says (see
    `slagen.render.archive.compress`), and a compressed one ends with a checksum: those that it strikes are left
    uncompressed.  The table of references, whose bytes are known only when it is written, always is: it ends with a
    zero then.
    """

    def _update_meta(self) -> None:
        pass

    def _populate_trailer(self, trailer: DictionaryObject) -> None:
        if isinstance(trailer, StreamObject):
            trailer.pop("/Filter", None)
        super()._populate_trailer(trailer)  # type: ignore[no-untyped-call]

    def _write_objects(self, stream: Any, object_position_dict: Any) -> None:
        for each in self.objects.values():
            if isinstance(each, StreamObject) and each.encoded_data.endswith(b"\r"):
                each.strip_filters()  # type: ignore[no-untyped-call]
        super()._write_objects(stream, object_position_dict)


class _Signer(PdfSigner):
    """Signs at a moment that it is told; pyHanko asks the clock."""

    moment: datetime

    def init_signing_session(self, *arguments: Any, **named: Any) -> PdfSigningSession:
        session = super().init_signing_session(*arguments, **named)
        session.system_time = self.moment
        return session


def _signer(identity: Identity) -> SimpleSigner:
    return SimpleSigner(
        signing_cert=translate_pyca_cryptography_cert_to_asn1(identity.certificate),
        signing_key=translate_pyca_cryptography_key_to_asn1(identity.key),
        cert_registry=_store(_chain(identity)),
    )


def _chain(identity: Identity) -> list[Certificate]:
    return [Certificate.load(each.public_bytes(Encoding.DER)) for each in identity.chain]


def _store(certificates: Sequence[Certificate]) -> SimpleCertificateStore:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(certificates)
    return store


def _context(identity: Identity, stamper: HTTPTimeStamper) -> ValidationContext:
    """Trusts what the user named: the top of the signer's chain, and that of the time-stamp server's."""
    own = Certificate.load(identity.certificate.public_bytes(Encoding.DER))
    given = [own, *_chain(identity), *_certificates_of(stamper)]
    known = list({each.dump(): each for each in given}.values())
    return ValidationContext(trust_roots=list(_tops(known)), other_certs=known, allow_fetching=True)


def _tops(certificates: Sequence[Certificate]) -> Iterator[Certificate]:
    """Those that none of the others vouches for."""
    for each in certificates:
        if not any(other.subject == each.issuer and other is not each for other in certificates):
            yield each


def _certificates_of(stamper: HTTPTimeStamper) -> list[Certificate]:
    try:
        token = asyncio.run(stamper.async_dummy_response("sha256"))
        return [each.chosen for each in token["content"]["certificates"]]
    except (OSError, ValueError, TypeError, KeyError, AssertionError) as wrong:
        raise _no_stamp(stamper.url, wrong) from None


def _no_stamp(server: str, wrong: Exception) -> SignError:
    cause = str(wrong.__cause__ or wrong)
    return SignError(
        "timestamp",
        f"时间戳服务器 {server} 没有给出可用的时间戳：{cause}",
        f"the time-stamp server {server} gave no time stamp that can be used: {cause}",
    )


def _refused(wrong: SigningError) -> SignError:
    cause = f"{wrong}: {wrong.__cause__}" if wrong.__cause__ else str(wrong)
    return SignError(
        "chain",
        f"证书没有通过验证：{cause}",
        f"the certificates do not hold: {cause}",
    )
