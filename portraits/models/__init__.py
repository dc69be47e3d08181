"""Rows of the lifecycle: photos, portraits, what was decided of them, where they are shown, how they are watched."""

from portraits.models.certificate import Certificate
from portraits.models.companion import Companion
from portraits.models.comparison import Comparison
from portraits.models.decision import Attestation, Review, Transition, Vote
from portraits.models.erasure import Erasure, Export, LegalHold
from portraits.models.incident import Incident
from portraits.models.label_icon import LabelIcon
from portraits.models.photo import Photo
from portraits.models.picture_words import PictureWords
from portraits.models.portrait import Portrait
from portraits.models.publication import Publication, Rendition
from portraits.models.rule_task import RuleReason, RuleTask
from portraits.models.watch import Baseline, DailyWatch, DriftCheck, IdentityAlert, Opinion, Reminder

__all__ = [
    "Attestation",
    "Baseline",
    "Certificate",
    "Companion",
    "Comparison",
    "DailyWatch",
    "DriftCheck",
    "Erasure",
    "Export",
    "IdentityAlert",
    "Incident",
    "LabelIcon",
    "LegalHold",
    "Opinion",
    "Photo",
    "PictureWords",
    "Portrait",
    "Publication",
    "Reminder",
    "Rendition",
    "Review",
    "RuleReason",
    "RuleTask",
    "Transition",
    "Vote",
]
