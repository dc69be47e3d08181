"""Content Credentials (C2PA): sign what was done to a picture, and read what a file has signed.

The signed file names nobody and holds no second picture: thumbnails are off, and of the photo behind it there is a
neutral title and a keyed digest that only the key's holder can check. Nothing here reaches the network.
"""

import hashlib
import hmac
import io
import json
import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from c2pa import Builder, C2paError, C2paSignerInfo, C2paSigningAlg, Context, Reader, Signer

from portraits.provenance.certificates import Chain
from portraits.provenance.claims import PORTRAIT, Claim, ClaimError, Shape, manifest
from portraits.provenance.credential_states import NONE, CredentialState, State, from_manifests, unreadable

__all__ = ["Claim", "ClaimError", "CredentialState", "Shape", "State", "parent_hmac", "read", "sign"]

NAME, VERSION = "Likeness", "0.1.0"
SPECIFICATION = "2.4.0"
TRUST_URI = "https://likeness.invalid/anchors"  # names the list in a reader's answer; never fetched
CLAIM_USAGES = "1.3.6.1.5.5.7.3.36\n1.3.6.1.4.1.62558.2.1"  # document signing, C2PA claim signing


def sign(data: bytes, mime: str, claim: Claim, chain: Chain) -> bytes:
    """The file with its credentials, signed with ES256. The last thing ever done to it. Raises ClaimError."""
    definition = manifest(claim)
    out = io.BytesIO()
    try:
        with Builder(definition, context=_context(os.getpid(), (chain.root_pem,))) as builder:
            builder.sign(_signer(chain), mime, io.BytesIO(data), out)
    except C2paError as problem:
        raise ClaimError(f"The file cannot be signed: {problem}") from problem
    return out.getvalue()


def read(data: bytes, mime: str, anchors: Sequence[bytes] = ()) -> CredentialState:
    """What the file's credentials say and whether they hold, against `anchors`: root certificates in PEM."""
    context = _context(os.getpid(), tuple(anchors))
    try:
        reader = Reader.try_create(mime, io.BytesIO(data), context=context)
        if reader is None:
            return NONE
        with reader:
            return from_manifests(json.loads(reader.json()))
    except C2paError as problem:
        return unreadable(str(problem))


def parent_hmac(photo: bytes, *, key: bytes) -> str:
    """Binds a file to the photo behind it: HMAC-SHA-256, because a plain digest of a photo of a face is a lookup key."""
    return hmac.new(key, photo, hashlib.sha256).hexdigest()


def _signer(chain: Chain) -> Signer:
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
            "created_assertion_labels": ["c2pa.actions", "c2pa.actions.v2", "c2pa.ingredient", PORTRAIT],
        },
        "trust": {"anchors": lists, "trust_config": CLAIM_USAGES},
    }
