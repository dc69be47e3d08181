"""Whose certificates sign: a private chain, or the organisation's own, whose end is told in time."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.checks import run_checks
from django.urls import reverse

from generation import picture_files
from portraits.provenance import certificates, reading
from portraits.provenance.certificates import CertificateError
from portraits.publishing import renditions, signing
from tests.portraits.ready import made, ready

NOW = datetime.now(UTC)
SOON = NOW - certificates.SIGNER_LIFE + timedelta(days=30)
KEY_SERVICE = "tests.portraits.publishing.test_signing.service"
service_keys: dict[str, ec.EllipticCurvePrivateKey] = {}


def service(organisation: str, data: bytes) -> bytes:
    """A key service as an operator would write it."""
    return service_keys[organisation].sign(data, ec.ECDSA(hashes.SHA256()))


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.CREDENTIALS_DIR = tmp_path / "credentials"
    return settings.CREDENTIALS_DIR / "observatory" / "own"


def lay_down(folder: Path, workshop: Path, *, made_at: datetime = NOW) -> None:
    """Certificates from somewhere else, as an operator gets them."""
    chain = certificates.ensure(workshop, "Observatory of Somewhere", made_at)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "chain.pem").write_bytes(chain.chain_pem)
    (folder / "key.pem").write_bytes(chain.key_pem)
    (folder / "roots.pem").write_bytes(chain.root_pem)


def test_without_its_own_an_organisation_signs_with_a_private_chain(cast, folder: Path) -> None:
    assert b"BEGIN CERTIFICATE" in signing.chain(cast.observatory).chain_pem
    assert signing.warnings(NOW) == {}


@pytest.mark.requirement("R53")
def test_what_lies_in_its_folder_signs_and_reads_as_trusted(cast, astronaut, folder: Path, tmp_path: Path) -> None:
    lay_down(folder, tmp_path / "workshop")
    row = made(ready(cast.collins, astronaut), "linkedin")
    said = reading.read(picture_files.read(row.image), signing.anchors())
    assert said.credentials.state == "trusted"
    assert said.credentials.issuer == "Observatory of Somewhere"


def test_a_key_service_signs_where_no_key_lies(cast, astronaut, folder: Path, tmp_path: Path, settings) -> None:
    lay_down(folder, tmp_path / "workshop")
    service_keys["observatory"] = serialization.load_pem_private_key((folder / "key.pem").read_bytes(), None)
    (folder / "key.pem").unlink()
    with pytest.raises(CertificateError, match="LIKENESS_SIGNING_CALLBACK"):
        signing.chain(cast.observatory)
    settings.SIGNING_CALLBACK = KEY_SERVICE
    row = made(ready(cast.collins, astronaut), "linkedin")
    assert row.credentials["credentials"]["state"] == "trusted"


@pytest.mark.requirement("R53")
def test_files_signed_before_a_rotation_stay_trusted(cast, astronaut, folder: Path, tmp_path: Path) -> None:
    lay_down(folder, tmp_path / "first")
    portrait = ready(cast.collins, astronaut)
    old = picture_files.read(made(portrait, "linkedin").image)
    roots = (folder / "roots.pem").read_bytes()
    lay_down(folder, tmp_path / "second")
    (folder / "roots.pem").write_bytes((folder / "roots.pem").read_bytes() + roots)
    new = picture_files.read(made(portrait, "linkedin").image)
    states = [reading.read(data, signing.anchors()).credentials.state for data in (old, new)]
    assert states == ["trusted", "trusted"]


def test_its_end_is_told_in_time_by_the_system_check_and_the_console(
    client, cast, folder: Path, tmp_path: Path
) -> None:
    lay_down(folder, tmp_path / "workshop", made_at=SOON)
    assert "order a new one" in signing.warnings(NOW)["observatory"]
    assert [each.id for each in run_checks() if each.id.startswith("portraits.")] == ["portraits.W001"]
    client.force_login(cast.robin, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "order a new one" in client.get(reverse("console:home")).content.decode()


def test_with_an_ended_certificate_nothing_is_published(cast, astronaut, folder: Path, tmp_path: Path) -> None:
    lay_down(folder, tmp_path / "workshop", made_at=NOW - certificates.SIGNER_LIFE - timedelta(days=1))
    assert "nothing can be published" in signing.warnings(NOW)["observatory"]
    with pytest.raises(renditions.RenditionRefusedError, match="ended on"):
        made(ready(cast.collins, astronaut), "linkedin")


def test_certificates_that_cannot_sign_are_named(cast, folder: Path, tmp_path: Path) -> None:
    lay_down(folder, tmp_path / "workshop")
    shutil.copy(folder / "roots.pem", folder / "chain.pem")
    assert "signed itself" in signing.warnings(NOW)["observatory"]
