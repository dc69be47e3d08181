"""Rows of the rules: versions and drafts, readings, the sets that were in force, assessments and settled grey zones."""

from policies.models.assessment import Assessment
from policies.models.draft import DraftState, RuleDraft
from policies.models.immutable import ImmutableError
from policies.models.reading import SourceReading
from policies.models.rule_set import RuleSetLook
from policies.models.rule_version import TWO_PEOPLE, RuleVersion
from policies.models.settlement import GreyZoneDecision

__all__ = [
    "TWO_PEOPLE",
    "Assessment",
    "DraftState",
    "GreyZoneDecision",
    "ImmutableError",
    "RuleDraft",
    "RuleSetLook",
    "RuleVersion",
    "SourceReading",
]
