"""Who signs: a private chain made once per organisation (root, issuing CA, claim signer), or the organisation's own.

A private chain is never on the public C2PA trust list: readers elsewhere say "unknown signer", and so do we in words.
The rules on extensions are those c2pa-rs 0.91 was measured to accept; what a leaf must have besides is in C2PA's
certificate profile `claimSigningLeaf.al1`.
"""

import fcntl
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

CLAIM_SIGNING = ObjectIdentifier("1.3.6.1.4.1.62558.2.1")  # c2pa-kp-claimSigning
AUTHORITY_LIFE = timedelta(days=20 * 365)
SIGNER_LIFE = timedelta(days=3 * 365)
# Without a time stamp a signature stands only while its certificate does, so a signer retires while it still has two
# years left: every file reads as signed for at least that long, which is longer than a portrait lives.
SIGNER_RESERVE = timedelta(days=2 * 365)
CLOCK_SKEW = timedelta(minutes=5)
LONGEST_NAME = 64  # characters of an X.520 organisation name

ROOTS = "roots.pem"  # every root this folder ever had, the newest first: old files stay readable
AUTHORITY = "authority.pem"
SIGNER = "signer.pem"


class CertificateError(ValueError):
    """The certificates cannot be signed with; the sentence says why."""


Callback = Callable[[bytes], bytes]  # what is to be signed -> its ES256 signature, raw (r and s) or DER


@dataclass(frozen=True, slots=True)
class Chain:
    """What signing needs, in PEM: signer then issuing CAs, the signer's key, the roots readers trust; UTC moment.

    With a `callback` the key lies elsewhere (a key service, a module) and `key_pem` is empty.
    """

    chain_pem: bytes
    key_pem: bytes = field(repr=False)
    root_pem: bytes
    not_after: datetime
    callback: Callback | None = field(default=None, repr=False)

    @classmethod
    def from_files(
        cls, *, chain: Path, root: Path, key: Path | None = None, callback: Callback | None = None
    ) -> "Chain":
        """The organisation's own certificates. Raises CertificateError when they cannot sign a claim."""
        try:
            chain_pem, root_pem = chain.read_bytes(), root.read_bytes()
            key_pem = key.read_bytes() if key else b""
            leaf = x509.load_pem_x509_certificates(chain_pem)[0]
            private = serialization.load_pem_private_key(key_pem, None) if key else None
            x509.load_pem_x509_certificates(root_pem)
        except (OSError, ValueError, TypeError) as problem:
            raise CertificateError(f"The certificates cannot be read: {problem}") from problem
        _hold_rules(leaf)
        if private is not None:
            _hold_key(leaf, private)
        return cls(chain_pem, key_pem, root_pem, leaf.not_valid_after_utc, callback)


@dataclass(frozen=True, slots=True)
class _Authority:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def ensure(folder: Path, organisation: str, now: datetime) -> Chain:
    """The organisation's chain in `folder`: made when there is none, its signer renewed in time. Safe between processes."""
    chain = _load(folder)
    if chain and chain.not_after - now > SIGNER_RESERVE:
        return chain
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _locked(folder):
        chain = _load(folder)
        if chain is None or chain.not_after - now <= SIGNER_RESERVE:
            _renew(folder, organisation[:LONGEST_NAME].strip() or "Likeness", now)
    return _loaded(folder)


def _load(folder: Path) -> Chain | None:
    return _loaded(folder) if (folder / SIGNER).exists() else None


def _loaded(folder: Path) -> Chain:
    """Key and certificates lie in one file, so that a reader never sees the new one of the one and the old of the other."""
    pem = (folder / SIGNER).read_bytes()
    certificates = x509.load_pem_x509_certificates(pem)
    key = serialization.load_pem_private_key(pem, None)
    return Chain(
        chain_pem=b"".join(_pem(each) for each in certificates),
        key_pem=_key_pem(key),
        root_pem=(folder / ROOTS).read_bytes(),
        not_after=certificates[0].not_valid_after_utc,
    )


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _renew(folder: Path, organisation: str, now: datetime) -> None:
    authority = _read_authority(folder)
    if authority is None or authority.certificate.not_valid_after_utc - now < SIGNER_LIFE:
        authority = _make_authority(folder, organisation, now)
    key = ec.generate_private_key(ec.SECP256R1())
    signer = _signer(_name(organisation, "claim signer"), key.public_key(), authority, now)
    _write(folder / SIGNER, _key_pem(key) + _pem(signer) + _pem(authority.certificate))


def _read_authority(folder: Path) -> _Authority | None:
    if not (folder / AUTHORITY).exists():
        return None
    pem = (folder / AUTHORITY).read_bytes()
    key = serialization.load_pem_private_key(pem, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise CertificateError(f"{AUTHORITY} does not hold a P-256 key.")
    return _Authority(x509.load_pem_x509_certificate(pem), key)


def _make_authority(folder: Path, organisation: str, now: datetime) -> _Authority:
    """A root and an issuing CA. The root's key signs once and is forgotten; roots first, so no signer lacks its root."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = _name(organisation, f"root {now.year}")
    self_signed = _certificate(root_name, root_name, root_key.public_key(), root_key.public_key(), now, AUTHORITY_LIFE)
    root = _authority_extensions(self_signed, depth=1).sign(root_key, hashes.SHA256())
    issued = _certificate(
        _name(organisation, "issuing CA"), root_name, key.public_key(), root_key.public_key(), now, AUTHORITY_LIFE
    )
    certificate = _authority_extensions(issued, depth=0).sign(root_key, hashes.SHA256())
    roots = folder / ROOTS
    _write(roots, _pem(root) + (roots.read_bytes() if roots.exists() else b""), mode=0o644)
    _write(folder / AUTHORITY, _key_pem(key) + _pem(certificate))
    return _Authority(certificate, key)


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    issuer_key: ec.EllipticCurvePublicKey,
    now: datetime,
    life: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_SKEW)
        .not_valid_after(now + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False)
    )


def _authority_extensions(builder: x509.CertificateBuilder, *, depth: int) -> x509.CertificateBuilder:
    return builder.add_extension(x509.BasicConstraints(ca=True, path_length=depth), critical=True).add_extension(
        _usage(signs_certificates=True), critical=True
    )


def _signer(
    subject: x509.Name, key: ec.EllipticCurvePublicKey, authority: _Authority, now: datetime
) -> x509.Certificate:
    issuer = authority.certificate.subject
    return (
        _certificate(subject, issuer, key, authority.key.public_key(), now, SIGNER_LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION, CLAIM_SIGNING]), critical=True)
        .sign(authority.key, hashes.SHA256())
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _name(organisation: str, role: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Likeness {role}"),
        ]
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: object) -> bytes:
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise CertificateError(f"{SIGNER} does not hold a P-256 key.")
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(path: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Whole or not at all; a temporary file is born with 0600, so a key is never readable by others."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as new:
        new.write(data)
    Path(new.name).chmod(mode)
    Path(new.name).replace(path)


def _hold_key(leaf: x509.Certificate, private: object) -> None:
    if not isinstance(private, ec.EllipticCurvePrivateKey) or private.public_key() != leaf.public_key():
        raise CertificateError("The private key is not the P-256 key of the first certificate.")


def _hold_rules(leaf: x509.Certificate) -> None:
    if leaf.issuer == leaf.subject:
        raise CertificateError("The first certificate signed itself; a signer needs an issuer above it.")
    usages = _extended_usages(leaf)
    if ExtendedKeyUsageOID.EMAIL_PROTECTION not in usages and CLAIM_SIGNING not in usages:
        raise CertificateError("The first certificate is not for signing claims (extended key usage).")


def _extended_usages(leaf: x509.Certificate) -> list[ObjectIdentifier]:
    try:
        return list(leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    except x509.ExtensionNotFound:
        return []
