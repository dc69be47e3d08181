"""What a signature says was done to a picture: the claim, and the C2PA manifest it becomes.

Pure values. The rules are those of C2PA 2.4 and its Additional Conformance Requirements v0.2 that the library does not
hold itself: no source type on `c2pa.opened`, one on every editorial action, `allActionsIncluded` always present.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from portraits.provenance.source_types import SourceType, least_generative

PORTRAIT = "org.likeness.portrait"
SOFT_BINDING = "c2pa.soft-binding"
INGREDIENT = "reference"  # the ingredient's id within the manifest
EDITORIAL = frozenset(
    {
        "c2pa.adjustedColor",
        "c2pa.cropped",
        "c2pa.drawing",
        "c2pa.edited",
        "c2pa.enhanced",
        "c2pa.filtered",
        "c2pa.orientation",
        "c2pa.resized",
    }
)

Action = dict[str, Any]


class ClaimError(ValueError):
    """The claim says something that cannot be signed."""


class Shape(StrEnum):
    """How a picture came to be, told in actions."""

    CAPTURE = "capture"
    ENHANCED = "enhanced"
    AI_EDITED = "ai_edited"
    AI_GENERATED = "ai_generated"
    ILLUSTRATION = "illustration"


SHAPES = {
    SourceType.DIGITAL_CAPTURE: Shape.CAPTURE,
    SourceType.COMPUTATIONAL_CAPTURE: Shape.CAPTURE,
    SourceType.NEGATIVE_FILM: Shape.CAPTURE,
    SourceType.POSITIVE_FILM: Shape.CAPTURE,
    SourceType.PRINT: Shape.CAPTURE,
    SourceType.HUMAN_EDITS: Shape.ENHANCED,
    SourceType.ALGORITHMICALLY_ENHANCED: Shape.ENHANCED,
    SourceType.COMPOSITE_SYNTHETIC: Shape.AI_EDITED,
    SourceType.COMPOSITE_WITH_TRAINED_ALGORITHMIC_MEDIA: Shape.AI_EDITED,
    SourceType.TRAINED_ALGORITHMIC_MEDIA: Shape.AI_GENERATED,
    SourceType.DIGITAL_CREATION: Shape.ILLUSTRATION,
}
USUAL_EDITS = {SourceType.ALGORITHMICALLY_ENHANCED: ("c2pa.adjustedColor",)}


@dataclass(frozen=True, slots=True)
class Claim:
    """What to sign. Nothing in it may name a person: `title` is neutral, `release` and `rendition` are random ids, and of
    the photo behind the picture there is not even a digest: the organisation finds it by `rendition`.

    `software` made the pixels, `edits` are the C2PA actions it took (the usual ones of the source type when empty),
    `label` the words drawn into the picture, `made_at` the signer's word on when, `iscc` the finished picture's own
    fingerprint, by which its credentials are found again, `marked` whether an invisible mark was written into it.
    """

    source_type: SourceType
    software: str = ""
    policy_set: str = ""
    title: str = "Portrait"
    release: str = ""
    rendition: str = ""
    iscc: str = ""
    marked: bool = False
    edits: tuple[str, ...] = ()
    label: str = ""
    made_at: datetime | None = None

    @property
    def shape(self) -> Shape:
        """Raises ClaimError for a source type that no portrait has."""
        if self.source_type not in SHAPES:
            raise ClaimError(f"A portrait is not signed as {self.source_type.title.lower()} ({self.source_type.code}).")
        return SHAPES[self.source_type]


def manifest(claim: Claim) -> dict[str, Any]:
    """The manifest definition that c2pa's Builder takes. Raises ClaimError."""
    relationship = "inputTo" if _was_created(claim) else "parentOf"
    assertions = [
        {"label": "c2pa.actions.v2", "data": {"allActionsIncluded": True, "actions": actions(claim)}},
        {"label": PORTRAIT, "data": _portrait(claim)},
    ]
    if claim.iscc:
        binding = {"alg": "io.iscc.v0", "blocks": [{"scope": {}, "value": claim.iscc}]}
        assertions.append({"label": SOFT_BINDING, "data": binding})
    return {
        "title": claim.title,
        "ingredients": [{"title": "Reference photo", "relationship": relationship, "label": INGREDIENT}],
        "assertions": assertions,
    }


def actions(claim: Claim) -> list[Action]:
    """Every step from the reference photo to the file: where it began, what was changed, how it was fitted."""
    mechanical = least_generative(claim.source_type, SourceType.ALGORITHMICALLY_ENHANCED)
    steps = [
        _beginning(claim),
        *_edits(claim),
        _action("c2pa.cropped", mechanical),
        _action("c2pa.resized.proportional"),
    ]
    if claim.label:
        steps.append(_action("c2pa.addedText", mechanical, description=claim.label))
    if claim.marked:
        steps.append(_action("c2pa.watermarked.unbound"))  # ours is on no list of C2PA: it binds to our records alone
    if claim.made_at:
        when = claim.made_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        steps = [{**step, "when": when} for step in steps]
    return steps


def _was_created(claim: Claim) -> bool:
    return claim.shape in (Shape.AI_GENERATED, Shape.ILLUSTRATION)


def _beginning(claim: Claim) -> Action:
    linked = {"parameters": {"ingredientIds": [INGREDIENT]}}
    if _was_created(claim):
        return _by_software(_action("c2pa.created", claim.source_type) | linked, claim)
    return _action("c2pa.opened") | linked


def _edits(claim: Claim) -> list[Action]:
    if claim.shape not in (Shape.ENHANCED, Shape.AI_EDITED):
        return []
    names = claim.edits or USUAL_EDITS.get(claim.source_type, ("c2pa.edited",))
    unknown = sorted(set(names) - EDITORIAL)
    if unknown:
        raise ClaimError(f"These are not editorial actions of C2PA: {', '.join(unknown)}.")
    return [_by_software(_action(name, claim.source_type), claim) for name in names]


def _action(name: str, source_type: SourceType | None = None, *, description: str = "") -> Action:
    action: Action = {"action": name}
    if source_type:
        action["digitalSourceType"] = source_type.uri
    if description:
        action["description"] = description
    return action


def _by_software(action: Action, claim: Claim) -> Action:
    return action | {"softwareAgent": {"name": claim.software}} if claim.software else action


def _portrait(claim: Claim) -> dict[str, Any]:
    said = {
        "v": 1,
        "kind": claim.shape.value,
        "release": claim.release,
        "policy_set": claim.policy_set,
        "rendition": claim.rendition,
    }
    return {key: value for key, value in said.items() if value}
