"""What the rules look at: one portrait, one context, one day."""

from dataclasses import dataclass
from typing import Any

from policies.kinds import Kind
from policies.vocabulary import Audience


@dataclass(frozen=True, slots=True)
class Facts:
    """`jurisdictions`: the publisher's seat, the subject's workplace, the readers' places, as the rule packs name them.

    `depicts_age_days` counts from the newest source photo, not from the render; None when its date is not known.
    `polish` 0..1 is how far software refined it; None where software made nothing of it or nobody knows.
    `backdrop` is what stands behind the person, as packs/styles.yaml names it; None for a photo, and where nobody knows.
    `texture` is the share of the photo's skin detail that is left, as the gates measured it; None where they did not.
    `has_current_real_photo` is None where nobody looked: no rule about it applies then.
    `companions` are what the person wrote beside their picture (vocabulary.Companion); None where nobody looked.
    """

    kind: Kind
    jurisdictions: frozenset[str]
    audience: Audience | str
    sector: str = "any"
    depicts_age_days: int | None = None
    has_current_real_photo: bool | None = None
    subject_is_identifiable_real_person: bool = True
    polish: float | None = None
    companions: frozenset[str] | None = None
    texture: float | None = None
    backdrop: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "jurisdictions": sorted(self.jurisdictions),
            "audience": str(self.audience),
            "sector": self.sector,
            "depicts_age_days": self.depicts_age_days,
            "has_current_real_photo": self.has_current_real_photo,
            "subject_is_identifiable_real_person": self.subject_is_identifiable_real_person,
            "polish": self.polish,
            "texture": self.texture,
            "backdrop": self.backdrop,
            "companions": None if self.companions is None else sorted(self.companions),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Facts":
        """The facts of a kept assessment, to ask the rules again at any later time."""
        beside = data.get("companions")
        plain = {"kind": Kind(data["kind"]), "jurisdictions": frozenset(data["jurisdictions"])}
        return cls(**{**data, **plain, "companions": None if beside is None else frozenset(beside)})
