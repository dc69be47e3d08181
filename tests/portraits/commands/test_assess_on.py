import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from policies import changing
from tests.factories import PortraitFactory
from tests.portraits.shown import body
from tests.rule_packs import load_shipped


@pytest.mark.requirement("R46")
@pytest.mark.requirement("C04")
def test_a_day_is_answered_by_the_versions_of_that_day_before_and_after_a_change(cast):
    load_shipped()
    portrait = PortraitFactory(person=cast.collins, depicts_as_of=timezone.localdate())
    begins = timezone.localdate() + timedelta(days=7)
    draft = changing.begin(
        cast.observatory, body(kinds={"camera": "deny"}, effective_from=begins.isoformat()), why="", actor=cast.ines
    )
    changing.adopt(draft, seen=draft.digest, actor=cast.ines)

    def decision(on):
        out = StringIO()
        call_command(
            "assess", str(portrait.pk), "--placement", "linkedin", "--on", on.isoformat(), "--json", stdout=out
        )
        (said,) = json.loads(out.getvalue())
        return said["decision"], {(each["rule_id"], each["version"]) for each in said["findings"]}

    before, after = decision(begins - timedelta(days=1)), decision(begins)
    assert (before[0], after[0]) == ("allow", "deny")
    assert ("observatory-own", 1) in after[1] - before[1]
