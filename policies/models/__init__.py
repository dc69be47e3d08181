"""Rows of the rules (versions, drafts, readings, sets in force, assessments, grey zones) and of what people agreed to."""

from policies.models.assessment import Assessment
from policies.models.biometric_free import BiometricFree
from policies.models.draft import DraftState, RuleDraft
from policies.models.immutable import ImmutableError
from policies.models.notice import Notice
from policies.models.reading import SourceReading
from policies.models.release import Release
from policies.models.rule_set import RuleSetLook
from policies.models.rule_version import TWO_PEOPLE, RuleVersion
from policies.models.settlement import GreyZoneDecision

__all__ = [
    "TWO_PEOPLE",
    "Assessment",
    "BiometricFree",
    "DraftState",
    "GreyZoneDecision",
    "ImmutableError",
    "Notice",
    "Release",
    "RuleDraft",
    "RuleSetLook",
    "RuleVersion",
    "SourceReading",
]
