"""What the database refuses of rules: a version that was kept is never deleted, only closed.

That it is never rewritten either stands in migrations/0002_immutable.py.
"""

from accounts.guards import Guard

GUARDS = (Guard("policies_ruleversion", "DELETE", "TRUE", "A rule version is never deleted: write down when it ends."),)
