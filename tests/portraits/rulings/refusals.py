"""What the database itself refuses, tried statement by statement: run on whichever database the settings name.

python -m tests.portraits.rulings.refusals   builds the tables and prints what was answered to each statement, as JSON
"""

import json
import os

REFUSED = {
    "UPDATE policies_ruleversion SET title = 'Other words' WHERE id = {rule}": "never changed",
    "UPDATE policies_ruleversion SET effective_from = '2020-01-01' WHERE id = {rule}": "never changed",
    "UPDATE policies_ruleversion SET effective_until = '2031-01-01' WHERE id = {closed}": "never changed",
    "DELETE FROM policies_ruleversion WHERE id = {rule}": "never deleted",
    "UPDATE policies_assessment SET decision = 'allow' WHERE id = {assessment}": "assess again",
    "UPDATE policies_notice SET body = 'Other words' WHERE id = {notice}": "agreed to",
    "DELETE FROM policies_notice WHERE id = {notice}": "agreed to",
    "UPDATE policies_release SET ends_on = '2035-01-01' WHERE id = {release}": "take it back, or agree anew",
    "UPDATE portraits_portrait SET origin = 'trainedAlgorithmicMedia' WHERE id = {real}": "real captures only",
    "UPDATE portraits_publication SET portrait_id = {fake} WHERE id = {badge}": "real captures only",
    "UPDATE portraits_publication SET placement = '{anchor}' WHERE id = {shown}": "real captures only",
    "UPDATE accounts_auditevent SET number = 9 WHERE id = {second}": "never changed",
    "UPDATE accounts_auditevent SET actor_id = NULL, verb = 'x' WHERE id = {second}": "never changed",
    "UPDATE accounts_auditevent SET reason = 'nothing happened' WHERE id = {second}": "never changed",
    "DELETE FROM accounts_auditevent WHERE id = {second}": "never deleted",
    "UPDATE accounts_auditanchor SET number = 9": "never changed",
    "DELETE FROM accounts_auditanchor": "never deleted",
}
TAKEN = (
    "UPDATE policies_ruleversion SET last_verified = '2026-11-28' WHERE id = {rule}",
    "UPDATE policies_ruleversion SET effective_until = '2030-01-01' WHERE id = {rule}",
    "UPDATE portraits_publication SET address = 'x.jpg' WHERE id = {badge}",
    "UPDATE accounts_auditevent SET salt = '', reason = '', data = '{{}}', redacted = TRUE WHERE id = {second}",
)


def answers() -> dict[str, str]:
    """Every statement with the first line of what the database said to it; empty where it took it."""
    from django.db import DatabaseError, connection, transaction

    rows, said = _rows(), {}
    for statement in (*REFUSED, *TAKEN):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement.format(**rows))
            said[statement] = ""
        except DatabaseError as refusal:
            said[statement] = str(refusal).splitlines()[0]
    return said


def _rows() -> dict[str, object]:
    """A rule in force and one that ended, agreed words, a real photo in an anchor and a generated one elsewhere."""
    from django.utils import timezone

    from accounts import anchoring
    from accounts.audit import Verb, record
    from policies import placements
    from policies.models import Assessment, RuleVersion
    from portraits.models import Publication, Review
    from portraits.states import State
    from tests.factories import PersonFactory, PortraitFactory, agree

    person, anchor = PersonFactory(releases=()), placements.anchors()[0]
    release = agree(person)[0]
    real = PortraitFactory(person=person, state=State.APPROVED, origin="digitalCapture")
    fake = PortraitFactory(person=person, state=State.APPROVED, origin="trainedAlgorithmicMedia")

    def publication(portrait, placement):
        review = Review.objects.create(portrait=portrait, approved=True, placements=[placement], sha256=portrait.sha256)
        return Publication.objects.create(person=person, portrait=portrait, placement=placement, review=review).pk

    assessment = Assessment.objects.create(
        organisation=person.organisation, person=person, placement="linkedin", image_digest=fake.sha256, facts={},
        on=timezone.localdate(), decision="deny",
    )  # fmt: skip
    for _ in range(2):
        second = record(Verb.ASSESSED, assessment, organisation=person.organisation)
    anchoring.anchor(person.organisation, timezone.localdate())
    return {
        "rule": RuleVersion.objects.filter(effective_until=None).first().pk,
        "closed": RuleVersion.objects.exclude(effective_until=None).first().pk,
        "assessment": assessment.pk, "notice": release.notice_id, "release": release.pk, "real": real.pk, "fake": fake.pk,
        "badge": publication(real, anchor), "shown": publication(fake, "linkedin"), "anchor": anchor, "second": second.pk,
    }  # fmt: skip


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portraits.settings")
    import django

    django.setup()
    from django.core.management import call_command

    from policies.loading import load
    from policies.pack import read_all, shipped

    call_command("migrate", verbosity=0)
    load(read_all(shipped()))
    print(json.dumps(answers()))  # noqa: T201 (read by the test that started it)


if __name__ == "__main__":
    main()
