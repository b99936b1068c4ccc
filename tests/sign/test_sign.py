"""Signatures: both parties in turn, PDF/A and PDF/UA kept, what came after is told, mistakes are the user's to mend."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import certificates
import judges
import pikepdf
import pytest
from asn1crypto.x509 import Certificate
from certificates import Holder, holder
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.validation.dss import DocumentSecurityStore
from signed import built, short

from slagen.sign import Identity, SignError, Since, read_identity, sign, signatures
from slagen.sign.apply import _Writer

WHEN = datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=8)))
# The first of two signatures can't cover what the second adds; ISO 19005-3, 6.4.3 is about the file as it was signed.
TWICE = "PDFA3A-SIGNATURE-BYTERANGE-001"


def identity(of: Holder) -> Identity:
    return read_identity(of.key_pem(), of.certificate_pem, [certificates.authority().certificate_pem])


@pytest.fixture(scope="module", params=["zh", "en", "interleaved"])
def unsigned(request: pytest.FixtureRequest) -> bytes:
    return built(short(request.param))


@pytest.fixture(scope="module")
def zh() -> bytes:
    return built(short("zh"))


@pytest.fixture(scope="module")
def once(zh: bytes) -> bytes:
    return sign(zh, "customer", identity(certificates.customer()), WHEN, reason="同意")


@pytest.fixture(scope="module")
def twice(once: bytes) -> bytes:
    return sign(once, "provider", identity(certificates.provider()), WHEN + timedelta(days=1))


def test_a_signature_leaves_the_file_before_it_as_it_was(zh: bytes, once: bytes, twice: bytes) -> None:
    assert once.startswith(zh)
    assert twice.startswith(once)


def test_one_signature_is_told(once: bytes) -> None:
    (only,) = signatures(once)
    assert (only.field, only.party, only.signer) == ("signature.customer", "customer", "张三")
    assert only.issuer == "示例根证书 Example Root"
    assert (only.time, only.timestamped) == (WHEN, False)
    assert (only.valid, only.whole, only.since) == (True, True, Since.NOTHING)


def test_the_second_signature_keeps_the_first_valid(twice: bytes) -> None:
    first, second = signatures(twice)
    assert (first.party, first.valid, first.whole, first.since) == ("customer", True, False, Since.SIGNATURE)
    assert (second.party, second.valid, second.whole, second.since) == ("provider", True, True, Since.NOTHING)


def test_another_program_finds_both_valid(twice: bytes, tmp_path: Path) -> None:
    (tmp_path / "twice.pdf").write_bytes(twice)
    said = judges.run(judges.needs("pdfsig"), "-nocert", tmp_path / "twice.pdf")
    assert said.count("Signature is Valid") == 2
    assert said.count("ETSI.CAdES.detached") == 2
    assert re.findall("Signer Certificate Common Name: (.*)", said) == ["张三", "Li Si"]


def test_a_signed_file_is_still_archival_and_accessible(unsigned: bytes) -> None:
    first = sign(unsigned, "customer", identity(certificates.customer()), WHEN, reason="同意 agreed")
    assert judges.pdf_failures(first, "3a") == []
    assert judges.pdf_failures(first, "ua1") == []
    second = sign(first, "provider", identity(certificates.provider()), WHEN)
    assert [found for found in judges.pdf_failures(second, "3a") if not found.startswith(TWICE)] == []
    assert judges.pdf_failures(second, "ua1") == []


def test_no_stream_ends_with_half_an_end_of_line(zh: bytes) -> None:
    """One in 256 compressed streams ends with a carriage return, which a reader takes for a part of what follows."""
    words = next(word for word in (b"%d" % number for number in range(100_000)) if zlib.compress(word)[-1:] == b"\r")
    writer = _Writer(io.BytesIO(zh))
    struck = generic.StreamObject(stream_data=words)
    struck.compress()
    writer.add_object(struck)
    writer.update_root()
    output = io.BytesIO()
    writer.write(output)
    added = output.getvalue()[len(zh) :]
    assert b"stream\n" + words + b"\nendstream" in added
    assert b"\r\nendstream" not in added
    assert b"FlateDecode" not in added


def test_the_page_shows_who_signed_for_whom_and_when_in_each_language(tmp_path: Path) -> None:
    both = built(short("interleaved"))
    made = sign(both, "customer", identity(certificates.customer()), WHEN, reason="同意 <b>")
    (tmp_path / "made.pdf").write_bytes(made)
    text = "".join(judges.page_texts(tmp_path / "made.pdf"))
    for line in ("电子签名：客户（甲方）", "签名人：张三", "时间：2026-03-01 09:30 (UTC+08:00)", "事由：同意 <b>"):
        assert line in text
    for line in ("Electronically signed for: Customer", "By: 张三", "Reason: 同意 <b>"):
        assert line in text


def test_its_fonts_are_embedded(once: bytes, tmp_path: Path) -> None:
    (tmp_path / "once.pdf").write_bytes(once)
    drawn = [font for font in judges.fonts(tmp_path / "once.pdf") if font["embedded"] == "no"]
    assert {font["name"] for font in drawn} <= {"STSong-Light-UniGB-UTF16-H", "STSong-Light", "ZapfDingbats"}


def test_a_long_reason_is_set_smaller(zh: bytes) -> None:
    made = sign(zh, "customer", identity(certificates.customer()), WHEN, reason="同意全部条款及其附件。" * 20)
    assert judges.pdf_failures(made, "3a") == []


# What comes after a signature -----------------------------------------------------------------------------------


def test_a_changed_byte_breaks_it(once: bytes) -> None:
    place = once.index(b"/Type /Page") if b"/Type /Page" in once else once.index(b"stream") + 20
    changed = once[:place] + bytes([once[place] ^ 1]) + once[place + 1 :]
    (only,) = signatures(changed)
    assert not only.valid
    with pytest.raises(SignError, match="broken: the file was changed"):
        sign(changed, "provider", identity(certificates.provider()), WHEN)


def _later(data: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _fill(writer: IncrementalPdfFileWriter) -> None:
    blank = writer.root["/AcroForm"]["/Fields"][1]
    while "/FT" not in blank:
        blank = blank["/Kids"][0]
    blank["/V"] = generic.pdf_string("written in")
    writer.mark_update(blank.container_ref)


def _paint(writer: IncrementalPdfFileWriter) -> None:
    writer.add_stream_to_page(0, writer.add_object(generic.StreamObject(stream_data=b"0 0 100 100 re f")))


def test_a_form_filled_in_later_is_told(once: bytes) -> None:
    (only,) = signatures(_later(once, _fill))
    assert (only.valid, only.whole, only.since) == (True, False, Since.FIELDS)


def test_a_page_changed_later_is_told_and_not_signed(once: bytes) -> None:
    painted = _later(once, _paint)
    (only,) = signatures(painted)
    assert (only.valid, only.since) == (True, Since.OTHER)
    with pytest.raises(SignError, match="changed in more than signatures"):
        sign(painted, "provider", identity(certificates.provider()), WHEN)


def test_a_time_stamp_and_what_later_checks_need(zh: bytes) -> None:
    stamped = datetime.now(UTC).replace(microsecond=0)
    with certificates.time_stamp_server(stamped) as url:
        first = sign(zh, "customer", identity(certificates.customer()), WHEN, timestamp=url)
        second = sign(first, "provider", identity(certificates.provider()), WHEN, timestamp=url)
    (only,) = signatures(first)
    assert (only.valid, only.timestamped, only.time, only.since) == (True, True, stamped, Since.NOTHING)
    with pikepdf.open(io.BytesIO(first)) as file:
        assert len(file.Root.DSS.Certs) == 3  # the signer's, the server's, and the one above both
    assert [(one.valid, one.timestamped, one.since) for one in signatures(second)] == [
        (True, True, Since.SIGNATURE),
        (True, True, Since.NOTHING),
    ]
    assert [judges.pdf_failures(first, profile) for profile in ("3a", "ua1")] == [[], []]


def test_a_server_that_may_not_stamp_is_refused(zh: bytes) -> None:
    with certificates.time_stamp_server(datetime.now(UTC), usage="tls") as url, pytest.raises(SignError) as raised:
        sign(zh, "customer", identity(certificates.customer()), WHEN, timestamp=url)
    assert raised.value.part == "timestamp"
    assert url in raised.value.message.zh


def test_validation_data_added_later_are_told(once: bytes) -> None:
    def add(writer: IncrementalPdfFileWriter) -> None:
        known = [Certificate.load(certificates.authority().certificate.public_bytes(Encoding.DER))]
        DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=known)

    (only,) = signatures(_later(once, add))
    assert (only.valid, only.whole, only.since) == (True, False, Since.VALIDATION)


def test_a_signature_that_is_none_is_told(once: bytes) -> None:
    place = once.rindex(b"/Contents <") + len(b"/Contents <")
    with pytest.raises(SignError, match="no PDF that can be read"):
        signatures(once[:place] + b"00" * 20 + once[place + 40 :])


# Mistakes -------------------------------------------------------------------------------------------------------


def test_no_file_but_a_contract_can_be_signed(zh: bytes) -> None:
    signer = identity(certificates.customer())
    with pytest.raises(SignError, match="no PDF"):
        sign(b"not a PDF", "customer", signer, WHEN)
    with pytest.raises(SignError, match="no PDF that can be read"):
        signatures(b"not a PDF")
    empty = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        file.save(empty)
    with pytest.raises(SignError, match="no PDF with a signature page"):
        sign(empty.getvalue(), "customer", signer, WHEN)
    assert signatures(empty.getvalue()) == ()
    assert signatures(zh) == ()


def test_a_party_signs_once(once: bytes) -> None:
    with pytest.raises(SignError, match="has signed it already"):
        sign(once, "customer", identity(certificates.customer()), WHEN)


@pytest.mark.parametrize(
    ("signer", "said"),
    [
        (holder("Old", last=datetime(2026, 1, 31, tzinfo=UTC)), "expired on 2026-01-31"),
        (holder("Server", usage="tls"), "not meant for signatures"),
    ],
)
def test_a_certificate_that_may_not_sign(zh: bytes, signer: Holder, said: str) -> None:
    with pytest.raises(SignError, match=said):
        sign(zh, "customer", identity(signer), WHEN)
    with pytest.raises(SignError, match="not valid before 2020-01-01"):
        sign(zh, "customer", identity(certificates.customer()), datetime(2019, 1, 1, tzinfo=UTC))
