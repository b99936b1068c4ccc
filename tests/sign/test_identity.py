"""Keys and certificates as people have them, and what they get wrong."""

from __future__ import annotations

import certificates
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from slagen.sign import SignError, read_identity

ABOVE = certificates.authority()
SIGNER = certificates.customer()
OTHER = certificates.provider()
DER = SIGNER.certificate.public_bytes(Encoding.DER)


@pytest.mark.parametrize(
    ("key", "certificate", "password"),
    [
        (SIGNER.key_pem(), SIGNER.certificate_pem, None),
        (SIGNER.key_pem(), SIGNER.certificate_pem, b"not needed"),
        (SIGNER.key_pem(b"secret"), DER, b"secret"),
        (SIGNER.key_pem() + SIGNER.certificate_pem, None, None),
        (SIGNER.key_pem(), ABOVE.certificate_pem + SIGNER.certificate_pem, None),
        (SIGNER.p12(b"secret", ABOVE.certificate), None, b"secret"),
    ],
)
def test_a_key_and_its_certificate(key: bytes, certificate: bytes | None, password: bytes | None) -> None:
    read = read_identity(key, certificate, [ABOVE.certificate_pem], password)
    assert (read.certificate, read.chain, read.name) == (SIGNER.certificate, (ABOVE.certificate,), "张三")


@pytest.mark.parametrize(
    ("key", "certificate", "password", "part", "said"),
    [
        (b"no key", None, None, "key", "no private key"),
        (b"", None, None, "key", "no private key"),
        (SIGNER.certificate_pem, None, None, "key", "no private key"),
        (DER, None, None, "key", "no private key"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", None, None, "key", "no private key"),
        (SIGNER.key_pem(b"secret"), None, b"wrong", "password-file", "does not open"),
        (SIGNER.key_pem(b"secret"), None, None, "password-file", "has a password"),
        (SIGNER.p12(b"secret"), None, b"wrong", "password-file", "does not open"),
        (SIGNER.p12(b"secret"), None, None, "password-file", "has a password"),
        (SIGNER.key_pem(), None, None, "cert", "holds no certificate"),
        (SIGNER.key_pem(), OTHER.certificate_pem, None, "cert", "“Li Si” does not belong to the key"),
        (SIGNER.key_pem(), b"nothing", None, "cert", "no certificate that can be read"),
    ],
)
def test_what_is_wrong_is_said(
    key: bytes, certificate: bytes | None, password: bytes | None, part: str, said: str
) -> None:
    with pytest.raises(SignError, match=said) as raised:
        read_identity(key, certificate, (), password)
    assert raised.value.part == part
    assert "secret" not in raised.value.message.en + raised.value.message.zh


def test_a_chain_is_of_certificates() -> None:
    with pytest.raises(SignError, match="no certificate that can be read"):
        read_identity(SIGNER.key_pem(), SIGNER.certificate_pem, [b"nothing"])
