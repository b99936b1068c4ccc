"""Who signs: a private key, its certificate (RFC 5280) and those above it, from PEM (RFC 7468) or PKCS #12 (RFC 7292).

Nothing of a key is ever said in a message.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto.pkcs12 import Pfx
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from slagen.sign.problem import Part, SignError

Key = RSAPrivateKey | EllipticCurvePrivateKey | Ed25519PrivateKey | Ed448PrivateKey


@dataclass(frozen=True, slots=True)
class Identity:
    """A key, the certificate that says whose it is, and the certificates that vouch for that one."""

    key: Key
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def name(self) -> str:
        """The signer as the certificate names it: the person, and the organisation if it names one."""
        return name_of(self.certificate.subject)

    def check(self, moment: datetime) -> None:
        """See that the certificate may sign at `moment`.

        Raises:
            SignError: it has expired, is not valid yet, or is not for signatures.
        """
        first, last = self.certificate.not_valid_before_utc, self.certificate.not_valid_after_utc
        if moment > last:
            raise _unfit(f"已于 {last:%Y-%m-%d} 到期", f"expired on {last:%Y-%m-%d}", self)
        if moment < first:
            raise _unfit(f"自 {first:%Y-%m-%d} 起才有效", f"is not valid before {first:%Y-%m-%d}", self)
        if self.usage is None:
            raise _unfit("的密钥用途不含签名", "is not meant for signatures (its key usage says what it is for)", self)

    @property
    def usage(self) -> frozenset[str] | None:
        """The key usage that a signature rests on, empty where the certificate limits none, None if it allows none."""
        try:
            allowed = self.certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        except x509.ExtensionNotFound:
            return frozenset()
        if allowed.content_commitment:
            return frozenset({"non_repudiation"})
        return frozenset({"digital_signature"}) if allowed.digital_signature else None


def name_of(subject: x509.Name) -> str:
    """The name of a person or an authority: common name and organisation, or all that there is."""
    parts = [value for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME) for value in _values(subject, oid)]
    return ", ".join(dict.fromkeys(parts)) or subject.rfc4514_string()


def _values(subject: x509.Name, oid: x509.ObjectIdentifier) -> Iterable[str]:
    return (str(each.value) for each in subject.get_attributes_for_oid(oid))


def _unfit(zh: str, en: str, identity: Identity) -> SignError:
    name = identity.name
    return SignError("cert", f"证书“{name}”{zh}", f"the certificate of “{name}” {en}")


def read_identity(
    key: bytes, certificate: bytes | None = None, chain: Sequence[bytes] = (), password: bytes | None = None
) -> Identity:
    """The identity in these files' contents.

    Args:
        key: a private key as PEM, which may hold certificates, too, or a PKCS #12 file.
        certificate: PEM or DER; needed where `key` holds no certificate.
        chain: further certificates, PEM or DER.
        password: that of the key, if it has one.

    Raises:
        SignError: a file is not what it should be, the password is wrong, or no certificate is that of the key.
    """
    private, held = _from_pem(key, password) if b"-----BEGIN" in key else _from_pkcs12(key, password)
    given = [] if certificate is None else _certificates(certificate, "cert")
    above = [each for file in chain for each in _certificates(file, "chain")]
    own = _own(private, [*given, *held] if certificate is None else given)
    others = dict.fromkeys(each for each in (*given, *held, *above) if each != own)
    return Identity(private, own, tuple(others))


def _own(key: Key, candidates: Sequence[x509.Certificate]) -> x509.Certificate:
    if not candidates:
        raise SignError(
            "cert", "私钥文件中没有证书，请用 --cert 给出", "the key's file holds no certificate; name one with --cert"
        )
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    for each in candidates:
        if each.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) == public:
            return each
    name = name_of(candidates[0].subject)
    raise SignError("cert", f"证书“{name}”与私钥不配对", f"the certificate of “{name}” does not belong to the key")


def _from_pem(data: bytes, password: bytes | None) -> tuple[Key, list[x509.Certificate]]:
    if b"PRIVATE KEY-----" not in data:
        raise _no_key()
    held = _certificates(data, "key") if b"-----BEGIN CERTIFICATE-----" in data else []
    try:
        return _usable(load_pem_private_key(data, password)), held
    except TypeError:
        # Either it is encrypted and no password was given, or it is not and one was, which does no harm.
        if password is None:
            raise _no_password() from None
        return _from_pem(data, None)
    except (ValueError, UnsupportedAlgorithm):
        raise (_no_key() if password is None else _wrong_password()) from None


def _from_pkcs12(data: bytes, password: bytes | None) -> tuple[Key, list[x509.Certificate]]:
    try:
        held = Pfx.load(data, strict=True)["auth_safe"]["content_type"].native
    except (ValueError, TypeError, KeyError):
        held = None
    if held not in ("data", "signed_data"):
        raise _no_key()
    try:
        private, own, others = pkcs12.load_key_and_certificates(data, password)
    except (ValueError, UnsupportedAlgorithm):
        raise (_no_password() if password is None else _wrong_password()) from None
    if private is None:
        raise _no_key()
    return _usable(private), [each for each in (own, *others) if each is not None]


def _usable(key: object) -> Key:
    if isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey | Ed25519PrivateKey | Ed448PrivateKey):
        return key
    raise SignError(
        "key",
        "这种私钥不能用于签名，请用 RSA、ECDSA 或 EdDSA",
        "a key of this kind can't sign; use RSA, ECDSA or EdDSA",
    )


def _certificates(data: bytes, part: Part) -> list[x509.Certificate]:
    try:
        return (
            x509.load_pem_x509_certificates(data) if b"-----BEGIN" in data else [x509.load_der_x509_certificate(data)]
        )
    except ValueError:
        raise SignError(part, "文件中没有可读的证书", "the file holds no certificate that can be read") from None


def _no_key() -> SignError:
    return SignError(
        "key",
        "文件中没有可读的私钥，应为 PEM 或 PKCS #12（.p12、.pfx）",
        "the file holds no private key that can be read; it should be PEM or PKCS #12 (.p12, .pfx)",
    )


def _no_password() -> SignError:
    return SignError(
        "password-file",
        "私钥有密码，请用 --password-file 给出写有密码的文件",
        "the key has a password; name a file that holds it with --password-file",
    )


def _wrong_password() -> SignError:
    return SignError("password-file", "密码不对，私钥打不开", "the password does not open the key")
