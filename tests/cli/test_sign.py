"""``slagen sign`` and ``slagen verify``: files in, one whole file out, or a message and nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import certificates
import pytest
from cli.runner import Ran, Run
from signed import built, short


@pytest.fixture(scope="module")
def agreement() -> bytes:
    return built(short("interleaved"))


@pytest.fixture
def desk(agreement: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the agreement, and what both parties sign with."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (tmp_path / "sla.pdf").write_bytes(agreement)
    (tmp_path / "root.pem").write_bytes(certificates.authority().certificate_pem)
    (tmp_path / "customer.key").write_bytes(certificates.customer().key_pem())
    (tmp_path / "customer.pem").write_bytes(certificates.customer().certificate_pem)
    (tmp_path / "provider.p12").write_bytes(certificates.provider().p12(b"secret"))
    (tmp_path / "password").write_bytes(b"secret\r\n")
    return tmp_path


@pytest.fixture
def customer(slagen: Run, desk: Path) -> Callable[..., Ran]:
    return lambda *more: slagen(
        "sign", "sla.pdf", "--party", "customer", "--key", "customer.key", "--cert", "customer.pem", *more
    )


def test_both_parties_sign_in_turn(slagen: Run, customer: Callable[..., Ran], desk: Path) -> None:
    first = customer("--date", "2026-03-01T09:30:00+0800", "--chain", "root.pem")
    assert (first.code, first.out) == (0, "sla.customer.pdf\n"), first.err
    second = slagen(
        *("sign", "sla.customer.pdf", "--party", "provider", "--key", "provider.p12", "--password-file", "password"),
        *("--out", "signed/sla.pdf", "--date", "2026-03-02T00:00:00+0000"),
    )
    assert (second.code, second.out) == (0, "signed/sla.pdf\n"), second.err
    told = slagen("verify", "signed/sla.pdf")
    assert told.code == 0
    assert told.out.splitlines() == [
        "customer: 张三 (certificate issued by 示例根证书 Example Root); by its own account of 2026-03-01 01:30 UTC; "
        "valid; signed by others since",
        "provider: Li Si (certificate issued by 示例根证书 Example Root); by its own account of 2026-03-02 00:00 UTC; "
        "valid; covers the whole file",
    ]
    zh = slagen("verify", "signed/sla.pdf", "--messages-in", "zh").out
    assert (
        "客户：张三（证书由 示例根证书 Example Root 签发）；自称签于 2026-03-01 01:30 UTC；有效；其后有他方签名" in zh
    )


def test_the_time_is_that_of_source_date_epoch(
    slagen: Run, customer: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1772323200")
    assert customer().code == 0
    assert "2026-03-01 00:00 UTC" in slagen("verify", "sla.customer.pdf").out


def test_a_changed_file_is_told(slagen: Run, customer: Callable[..., Ran], desk: Path) -> None:
    customer()
    data = bytearray((desk / "sla.customer.pdf").read_bytes())
    data[data.index(b"stream") + 20] ^= 1
    (desk / "sla.customer.pdf").write_bytes(data)
    told = slagen("verify", "sla.customer.pdf")
    assert (told.code, "BROKEN" in told.out) == (1, True)


def test_a_file_without_signatures(slagen: Run, desk: Path) -> None:
    told = slagen("verify", "sla.pdf")
    assert (told.code, told.out) == (1, "no electronic signature\n")
    assert told.err.startswith(
        "error: sla.pdf: there is no contract SLA-2026-001 here, and the file carries no sources"
    )


@pytest.mark.parametrize(
    ("more", "code", "en", "zh"),
    [
        (["--cert", "root.pem"], 2, "error: --cert: the certificate of “示例根证书", "错误：--cert：证书“示例根证书"),
        (["--key", "provider.p12"], 2, "error: --password-file: the key has a password", "私钥有密码"),
        (["--key", "password"], 2, "error: --key: the file holds no private key", "错误：--key：文件中没有可读的私钥"),
        (["--key", "nothing"], 2, "error: --key: nothing can't be read: No such file", "--key：无法读取 nothing"),
        (["--chain", "password"], 2, "error: --chain: the file holds no certificate", "--chain：文件中没有可读的证书"),
        (["--date", "2200-01-01"], 2, "error: --cert: the certificate of “张三” expired on 2120-01-01", "到期"),
        (["--timestamp", "http://127.0.0.1:1/"], 2, "error: --timestamp: the time-stamp server http://127", "时间戳"),
        (["--timestamp", "nonsense"], 2, "error: --timestamp: the time-stamp server nonsense", "时间戳服务器 nonsense"),
        (["--party", "witness"], 2, "'witness' is not one of", "witness 不是"),
    ],
)  # fmt: skip
def test_mistakes_are_said_and_nothing_is_written(
    customer: Callable[..., Ran], desk: Path, more: list[str], code: int, en: str, zh: str
) -> None:
    before = sorted(desk.iterdir())
    ran = customer(*more)
    assert (ran.code, ran.out) == (code, "")
    assert en in ran.err
    assert zh in customer(*more, "--messages-in", "zh").err
    assert sorted(desk.iterdir()) == before


def test_a_file_that_is_no_agreement(slagen: Run, desk: Path) -> None:
    ran = slagen("sign", "root.pem", "--party", "customer", "--key", "customer.key", "--cert", "customer.pem")
    assert (ran.code, ran.err) == (1, "error: root.pem: this is no PDF, or a damaged one\n")
    ran = slagen("verify", "root.pem")
    assert (ran.code, ran.err) == (1, "error: root.pem: this is neither a PDF nor a DOCX\n")


def test_a_party_signs_once(slagen: Run, customer: Callable[..., Ran], desk: Path) -> None:
    customer()
    again = slagen("sign", "sla.customer.pdf", "--party", "customer", "--key", "customer.key", "--cert", "customer.pem")
    assert (again.code, again.err) == (
        1, "error: sla.customer.pdf: 客户（甲方） / Customer has signed it already\n",
    )  # fmt: skip
