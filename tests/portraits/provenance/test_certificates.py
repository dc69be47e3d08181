import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from portraits.provenance import certificates
from portraits.provenance.certificates import CertificateError, Chain

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def leaf(chain: Chain) -> x509.Certificate:
    return x509.load_pem_x509_certificates(chain.chain_pem)[0]


def own(folder: Path, chain: Chain, *, chain_pem: bytes | None = None, key_pem: bytes | None = None) -> Chain:
    folder.mkdir(exist_ok=True)
    contents = {"chain": chain_pem or chain.chain_pem, "key": key_pem or chain.key_pem, "root": chain.root_pem}
    for name, pem in contents.items():
        (folder / name).write_bytes(pem)
    return Chain.from_files(chain=folder / "chain", key=folder / "key", root=folder / "root")


def test_the_chain_is_made_once(tmp_path: Path) -> None:
    assert certificates.ensure(tmp_path / "new", "Beispiel AG", NOW) == certificates.ensure(
        tmp_path / "new", "Beispiel AG", NOW + timedelta(days=30)
    )


def test_each_certificate_is_signed_by_the_next(tmp_path: Path) -> None:
    chain = certificates.ensure(tmp_path, "Beispiel AG", NOW)
    signer, issuing, root = x509.load_pem_x509_certificates(chain.chain_pem + chain.root_pem)
    signer.verify_directly_issued_by(issuing)
    issuing.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)


def test_only_the_owner_can_read_the_keys(tmp_path: Path) -> None:
    certificates.ensure(tmp_path, "Beispiel AG", NOW)
    secret = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob("*.pem")}
    assert secret == {"signer.pem": 0o600, "authority.pem": 0o600, "roots.pem": 0o644}
    assert b"PRIVATE" not in (tmp_path / "roots.pem").read_bytes()


def test_the_key_is_not_in_the_representation(chain: Chain) -> None:
    assert "PRIVATE" not in repr(chain)


def test_a_signer_is_renewed_while_it_still_has_two_years_and_the_root_stays(tmp_path: Path) -> None:
    first = certificates.ensure(tmp_path, "Beispiel AG", NOW)
    later = first.not_after - certificates.SIGNER_RESERVE
    renewed = certificates.ensure(tmp_path, "Beispiel AG", later)
    assert renewed.not_after == later + certificates.SIGNER_LIFE
    assert renewed.root_pem == first.root_pem
    assert leaf(renewed).public_key() != leaf(first).public_key()


def test_a_day_before_that_it_is_not(tmp_path: Path) -> None:
    first = certificates.ensure(tmp_path, "Beispiel AG", NOW)
    day_before = first.not_after - certificates.SIGNER_RESERVE - timedelta(days=1)
    assert certificates.ensure(tmp_path, "Beispiel AG", day_before) == first


def test_a_new_authority_keeps_the_old_root_among_the_anchors(tmp_path: Path) -> None:
    first = certificates.ensure(tmp_path, "Beispiel AG", NOW)
    much_later = NOW + certificates.AUTHORITY_LIFE - certificates.SIGNER_LIFE + timedelta(days=1)
    second = certificates.ensure(tmp_path, "Beispiel AG", much_later)
    assert second.root_pem.endswith(first.root_pem)
    assert len(x509.load_pem_x509_certificates(second.root_pem)) == 2


def test_an_interrupted_making_is_finished_next_time(tmp_path: Path) -> None:
    certificates.ensure(tmp_path, "Beispiel AG", NOW)
    (tmp_path / "signer.pem").unlink()
    chain = certificates.ensure(tmp_path, "Beispiel AG", NOW)
    leaf(chain).verify_directly_issued_by(x509.load_pem_x509_certificates(chain.chain_pem)[1])


def test_many_at_once_get_the_same_chain(tmp_path: Path) -> None:
    made: list[Chain] = []
    crowd = [
        threading.Thread(target=lambda: made.append(certificates.ensure(tmp_path, "Beispiel AG", NOW)))
        for _ in range(6)
    ]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    assert len(made) == 6
    assert len({each.chain_pem for each in made}) == 1


@pytest.mark.parametrize("name", ["", "   ", "N" * 200, "Ünïcødé 社"])
def test_any_name_of_an_organisation_gives_a_chain(tmp_path: Path, name: str) -> None:
    assert leaf(certificates.ensure(tmp_path, name, NOW)).subject.rfc4514_string()


def test_the_organisations_own_certificates_are_taken(tmp_path: Path, chain: Chain) -> None:
    assert own(tmp_path / "own", chain).chain_pem == chain.chain_pem


def test_a_key_of_another_certificate_is_refused(tmp_path: Path, chain: Chain, stranger: Chain) -> None:
    with pytest.raises(CertificateError, match="not the P-256 key"):
        own(tmp_path, chain, key_pem=stranger.key_pem)


def test_a_root_as_signer_is_refused(tmp_path: Path) -> None:
    made = certificates.ensure(tmp_path / "made", "Beispiel AG", NOW)
    authority = (tmp_path / "made" / "authority.pem").read_bytes()
    key, certificate = authority.split(b"-----BEGIN CERTIFICATE-----")
    with pytest.raises(CertificateError, match="extended key usage"):
        own(tmp_path / "own", made, chain_pem=b"-----BEGIN CERTIFICATE-----" + certificate, key_pem=key)


def test_files_that_are_no_certificates_are_refused(tmp_path: Path, chain: Chain) -> None:
    with pytest.raises(CertificateError, match="cannot be read"):
        own(tmp_path, chain, chain_pem=b"nothing")
    with pytest.raises(CertificateError, match="cannot be read"):
        Chain.from_files(chain=tmp_path / "no", key=tmp_path / "no", root=tmp_path / "no")


def test_nothing_temporary_is_left(tmp_path: Path) -> None:
    certificates.ensure(tmp_path, "Beispiel AG", NOW)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "authority.pem", "roots.pem", "signer.pem"]
