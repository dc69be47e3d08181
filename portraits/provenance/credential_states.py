"""Four states of a file's credentials, never a boolean, and the plain sentence for each."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portraits.provenance.source_types import (
    RetiredSourceTypeError,
    SourceType,
    SourceTypeError,
    most_generative,
)

EXPIRED = "signingCredential.expired"
UNTRUSTED = "signingCredential.untrusted"
NOT_FETCHED = "credentials.notFetched"
UNREADABLE = "credentials.unreadable"
ALTERED = (  # failures that mean: these bytes are not the bytes that were signed
    "assertion.dataHash.mismatch",
    "assertion.boxesHash.mismatch",
    "assertion.bmffHash.mismatch",
    "assertion.hashedURI.mismatch",
    "claimSignature.mismatch",
)


class State(StrEnum):
    """`trusted` and `unknown_signer` hold; `changed` does not hold; `none` says nothing that can be checked here."""

    TRUSTED = "trusted"
    UNKNOWN_SIGNER = "unknown_signer"
    CHANGED = "changed"
    NONE = "none"


STATES = {"Trusted": State.TRUSTED, "Valid": State.UNKNOWN_SIGNER, "Invalid": State.CHANGED}


@dataclass(frozen=True, slots=True)
class CredentialState:
    """What the credentials say. `problems` are C2PA failure codes; `signed_at` is ISO 8601, the signer's own word
    unless a time stamp authority was asked; `digital_source_type` is the most generative in any manifest of the file.
    """

    state: State
    issuer: str = ""
    signed_at: str = ""
    digital_source_type: SourceType | None = None
    actions: tuple[str, ...] = ()
    software_agent: str = ""
    generator: str = ""
    problems: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        return _sentence(self)

    def as_json(self) -> dict[str, Any]:
        return {
            "state": self.state.value,
            "issuer": self.issuer,
            "signed_at": self.signed_at,
            "digital_source_type": self.digital_source_type.code if self.digital_source_type else "",
            "actions": list(self.actions),
            "software_agent": self.software_agent,
            "generator": self.generator,
            "problems": list(self.problems),
        }


NONE = CredentialState(State.NONE)


def unreadable(problem: str) -> CredentialState:
    """The state of a file whose credentials are elsewhere or beyond reading; the reader's message says which."""
    if problem.startswith("ManifestNotFound"):
        return NONE
    return CredentialState(State.NONE, problems=(NOT_FETCHED if problem.startswith("Remote") else UNREADABLE,))


def from_manifests(store: dict[str, Any]) -> CredentialState:
    """Condense the reader's report of a whole manifest store."""
    manifests = store.get("manifests", {})
    active = manifests.get(store.get("active_manifest"), {})
    signature = active.get("signature_info") or {}
    done = list(_actions(active))
    return CredentialState(
        state=STATES.get(store.get("validation_state", ""), State.CHANGED),
        issuer=signature.get("issuer") or "",
        signed_at=signature.get("time") or max((str(each.get("when", "")) for each in done), default=""),
        digital_source_type=most_generative(_source_types(manifests)),
        actions=tuple(str(each.get("action", "")) for each in done),
        software_agent=next(filter(None, (_agent(each) for each in done)), ""),
        generator=_generator(active),
        problems=_problems(store.get("validation_results") or {}),
    )


def _actions(manifest: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for assertion in manifest.get("assertions", []):
        if assertion.get("label", "").startswith("c2pa.actions") and isinstance(assertion.get("data"), dict):
            yield from (each for each in assertion["data"].get("actions", []) if isinstance(each, dict))


def _source_types(manifests: dict[str, Any]) -> Iterator[SourceType]:
    for manifest in manifests.values():
        for action in _actions(manifest):
            found = lenient(str(action.get("digitalSourceType", "")))
            if found:
                yield found


def lenient(uri_or_code: str) -> SourceType | None:
    """A source type as other programs write it: a retired one read as its successor, an unknown one as none."""
    try:
        return SourceType.parse(uri_or_code)
    except RetiredSourceTypeError as retired:
        return SourceType(retired.successor) if retired.successor else None
    except SourceTypeError:
        return None


def _agent(action: dict[str, Any]) -> str:
    agent = action.get("softwareAgent", "")
    return str(agent.get("name", "")) if isinstance(agent, dict) else str(agent)


def _generator(manifest: dict[str, Any]) -> str:
    told = manifest.get("claim_generator_info") or [{}]
    return str(told[0].get("name") or manifest.get("claim_generator") or "")


def _problems(results: dict[str, Any]) -> tuple[str, ...]:
    deltas = [each.get("validationDeltas", {}) for each in results.get("ingredientDeltas") or []]
    statuses = [results.get("activeManifest") or {}, *deltas]
    return tuple(sorted({failure["code"] for status in statuses for failure in status.get("failure", [])}))


def _sentence(said: CredentialState) -> str:
    if said.state is State.NONE:
        return _MISSING.get(said.problems[0], "") if said.problems else "The file carries no Content Credentials."
    signer = said.issuer or "a signer without a name"
    if said.state is State.TRUSTED:
        return f"Signed by {signer}, whom this installation trusts, and unchanged since."
    if said.state is State.UNKNOWN_SIGNER:
        return f"Signed by {signer} and unchanged since; that signer is not on the list of this installation."
    return _broken(said, signer)


def _broken(said: CredentialState, signer: str) -> str:
    if any(problem in ALTERED for problem in said.problems):
        return f"The file was changed after {signer} signed it."
    if EXPIRED in said.problems:
        return f"The certificate of {signer} is out of date and no time stamp proves when the file was signed."
    return f"The credentials of {signer} could not be confirmed."


_MISSING = {
    NOT_FETCHED: "The Content Credentials of this file are kept elsewhere; they were not fetched.",
    UNREADABLE: "Content Credentials in this file, if it carries any, cannot be read.",
}
