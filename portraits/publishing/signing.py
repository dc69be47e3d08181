"""With which certificates an organisation signs: its own, when an operator laid them down, else a private chain.

    <credentials>/<organisation>/own/chain.pem   signer, then issuing CAs
    <credentials>/<organisation>/own/key.pem     the signer's key; left out where a key service signs
    <credentials>/<organisation>/own/roots.pem   every root it ever had, so that old files stay readable

A signer is replaced by replacing the files: each file is signed with what lies there at that moment.
"""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Organisation
from portraits.provenance import certificates
from portraits.provenance.certificates import CertificateError, Chain

WARN = timedelta(days=60)  # long enough to order a certificate
OWN = "own"


def chain(organisation: Organisation) -> Chain:
    """Raises CertificateError when the organisation's own certificates cannot sign, or no longer."""
    own, now = settings.CREDENTIALS_DIR / organisation.slug / OWN, timezone.now()
    if not (own / "chain.pem").exists():
        return certificates.ensure(settings.CREDENTIALS_DIR / organisation.slug, organisation.name, now)
    found = _own(own)
    if found.not_after <= now:
        raise CertificateError(f"The signing certificate ended on {found.not_after:%Y-%m-%d}: lay down a new one.")
    return found


def anchors() -> tuple[bytes, ...]:
    """Every root that organisations of this installation sign, or ever signed, under."""
    folder = settings.CREDENTIALS_DIR
    return tuple(
        path.read_bytes() for path in sorted([*folder.glob("*/roots.pem"), *folder.glob(f"*/{OWN}/roots.pem")])
    )


def warnings(now: datetime) -> dict[str, str]:
    """By organisation's slug, what is wrong with its own certificates or soon will be. Private chains renew themselves."""
    folders = sorted(settings.CREDENTIALS_DIR.glob(f"*/{OWN}/chain.pem"))
    said = {path.parent.parent.name: _warning(path.parent, now) for path in folders}
    return {slug: sentence for slug, sentence in said.items() if sentence}


def _own(folder: Path) -> Chain:
    key = folder / "key.pem"
    if key.exists():
        return Chain.from_files(chain=folder / "chain.pem", root=folder / "roots.pem", key=key)
    if not settings.SIGNING_CALLBACK:
        raise CertificateError(
            "There is no key.pem beside the signing certificate, and LIKENESS_SIGNING_CALLBACK is not set."
        )
    sign = partial(import_string(settings.SIGNING_CALLBACK), folder.parent.name)
    return Chain.from_files(chain=folder / "chain.pem", root=folder / "roots.pem", callback=sign)


def _warning(folder: Path, now: datetime) -> str:
    try:
        ends = _own(folder).not_after
    except (CertificateError, ImportError) as problem:
        return f"Published files cannot be signed. {problem}"
    if ends <= now:
        return (
            f"The signing certificate ended on {ends:%Y-%m-%d}: nothing can be published until a new one is laid down."
        )
    if ends - now < WARN:
        return f"The signing certificate ends on {ends:%Y-%m-%d}: order a new one, and lay it down before then."
    return ""
