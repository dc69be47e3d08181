"""Content Credentials (C2PA): sign what was done to a picture, and read what a file has signed.

The signed file names nobody and holds no second picture: thumbnails are off, and of the photo behind it there is a
neutral title and nothing else. Every file begins a chain of its own, so credentials do not grow with each new portrait;
what came from what is kept in the database. Nothing here reaches the network.
"""

import io
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from c2pa import Builder, C2paError, C2paSignerInfo, C2paSigningAlg, Context, Reader, Signer

from portraits.provenance.certificates import Chain
from portraits.provenance.claims import PORTRAIT, SOFT_BINDING, Claim, ClaimError, Shape, manifest
from portraits.provenance.credential_states import NONE, CredentialState, State, from_manifests, unreadable

__all__ = ["Claim", "ClaimError", "CredentialState", "Shape", "Signed", "State", "read", "sign", "sign_beside"]

NAME, VERSION = "Likeness", "0.1.0"
SPECIFICATION = "2.4.0"
TRUST_URI = "https://likeness.invalid/anchors"  # names the list in a reader's answer; never fetched
CLAIM_USAGES = "1.3.6.1.5.5.7.3.36\n1.3.6.1.4.1.62558.2.1"  # document signing, C2PA claim signing


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed file, and its manifest store, which is all that a stripped copy needs to be read again."""

    data: bytes
    manifest: bytes


def sign(data: bytes, mime: str, claim: Claim, chain: Chain) -> Signed:
    """The file with its credentials inside, signed with ES256. The last thing ever done to it. Raises ClaimError."""
    out = io.BytesIO()
    manifest = _signed(data, mime, claim, chain, out, embed=True)
    return Signed(out.getvalue(), manifest)


def sign_beside(data: bytes, mime: str, claim: Claim, chain: Chain) -> Signed:
    """The file as it is, and credentials for exactly these bytes to be kept beside it. Raises ClaimError."""
    return Signed(data, _signed(data, mime, claim, chain, io.BytesIO(), embed=False))


def read(data: bytes, mime: str, anchors: Sequence[bytes] = (), *, beside: bytes | None = None) -> CredentialState:
    """What the credentials in the file, or `beside` it, say and whether they hold, against `anchors`: roots in PEM."""
    context = _context(os.getpid(), tuple(anchors))
    try:
        reader = Reader.try_create(mime, io.BytesIO(data), manifest_data=beside, context=context)
        if reader is None:
            return NONE
        with reader:
            return from_manifests(json.loads(reader.json()))
    except C2paError as problem:
        return unreadable(str(problem))


def _signed(data: bytes, mime: str, claim: Claim, chain: Chain, out: io.BytesIO, *, embed: bool) -> bytes:
    definition = manifest(claim)
    try:
        with Builder(definition, context=_context(os.getpid(), (chain.root_pem,))) as builder:
            if not embed:
                builder.set_no_embed()
            return bytes(builder.sign(_signer(chain), mime, io.BytesIO(data), out))
    except C2paError as problem:
        raise ClaimError(f"The file cannot be signed: {problem}") from problem


def _signer(chain: Chain) -> Signer:
    """Made for each file: like a context it is not valid after a fork."""
    if chain.callback is not None:
        return Signer.from_callback(chain.callback, C2paSigningAlg.ES256, chain.chain_pem.decode(), None)
    return Signer.from_info(C2paSignerInfo(C2paSigningAlg.ES256, chain.chain_pem, chain.key_pem, None))


@lru_cache(maxsize=64)
def _context(_process: int, anchors: tuple[bytes, ...]) -> Context:
    """Made on first use in each process: one made before a fork is not valid after it."""
    return Context.from_dict(_settings(anchors))


def _settings(anchors: tuple[bytes, ...]) -> dict[str, Any]:
    lists = [{"trust_anchors": pem.decode(), "trust_uri": TRUST_URI, "trust_kind": "manifest"} for pem in anchors]
    return {
        "verify": {"verify_after_sign": True, "remote_manifest_fetch": False, "ocsp_fetch": False},
        "core": {"allowed_network_hosts": []},
        "builder": {
            "thumbnail": {"enabled": False},
            "claim_generator_info": {"name": NAME, "version": VERSION, "specVersion": SPECIFICATION},
            "created_assertion_labels": ["c2pa.actions", "c2pa.actions.v2", "c2pa.ingredient", SOFT_BINDING, PORTRAIT],
        },
        "trust": {"anchors": lists, "trust_config": CLAIM_USAGES},
    }
