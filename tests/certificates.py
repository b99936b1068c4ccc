"""Certificates and keys that tests make for people who do not exist, and a time-stamp server of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from asn1crypto import tsp
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate as Asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Holder:
    """A key with its certificate."""

    key: Key
    certificate: x509.Certificate

    @property
    def certificate_pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def key_pem(self, password: bytes | None = None) -> bytes:
        how = BestAvailableEncryption(password) if password else NoEncryption()
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)

    def p12(self, password: bytes, *above: x509.Certificate) -> bytes:
        how = BestAvailableEncryption(password)
        return pkcs12.serialize_key_and_certificates(b"signer", self.key, self.certificate, above, how)


def holder(
    name: str, issuer: Holder | None = None, *, last: datetime = LAST, usage: str = "", kind: str = "ec"
) -> Holder:
    """A certificate for that name, its own or by `issuer`; `usage` is empty for signatures, else ca, tls or tsa."""
    key: Key = ec.generate_private_key(ec.SECP256R1()) if kind == "ec" else rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(FIRST)
        .not_valid_after(last)
        .add_extension(_usage(usage), critical=True)
        .add_extension(x509.BasicConstraints(ca=usage == "ca", path_length=None), critical=True)
    )
    if usage == "tsa":
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Holder(key, made.sign(issuer.key if issuer else key, hashes.SHA256()))


def _usage(usage: str) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=usage == "tsa",
        content_commitment=usage == "",
        key_encipherment=usage == "tls",
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=usage == "ca",
        crl_sign=usage == "ca",
        encipher_only=False,
        decipher_only=False,
    )


@cache
def authority() -> Holder:
    return holder("示例根证书 Example Root", usage="ca")


@cache
def customer() -> Holder:
    return holder("张三", authority())


@cache
def provider() -> Holder:
    return holder("Li Si", authority(), kind="rsa")


@contextmanager
def time_stamp_server(at: datetime, usage: str = "tsa") -> Iterator[str]:
    """The address of a server on this machine that says it is always that time (RFC 3161 over HTTP)."""
    tsa = holder("Example Time-Stamp Server", authority(), usage=usage, kind="rsa")
    key = tsa.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    stamper = DummyTimeStamper(_asn1(tsa), PrivateKeyInfo.load(key), [_asn1(authority())], fixed_dt=at)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(stamper.request_tsa_response(asked).dump())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def _asn1(holder: Holder) -> Asn1:
    return Asn1.load(holder.certificate.public_bytes(Encoding.DER))
