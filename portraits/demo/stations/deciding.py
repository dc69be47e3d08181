"""Stations 5 to 8: from a choice to files that were read back."""

from django.utils import timezone

from portraits import lifecycle
from portraits.demo.journey import Journey
from portraits.demo.stations.steps import approve, wait
from portraits.making import artefacts, choosing, reviewing
from portraits.publishing import showing
from portraits.rulings import assessing
from portraits.states import State


def choose(journey: Journey) -> None:
    with journey.station("Choose, attest, approve: two persons, and the person's own word") as say:
        for each in journey.travellers:
            best = each.run.candidates.exclude(rank=None).first() if each.run else None
            if best is None or each.person.user is None:
                continue
            each.made = choosing.choose(best, actor=each.person.user)
            say(
                f"Handed in before attesting: {' '.join(lifecycle.why_not(each.made, State.IN_REVIEW, actor=each.person.user))}"
            )
            choosing.attest(each.made, actor=each.person.user)
            say(
                f"Approved by the person shown: {' '.join(lifecycle.why_not(each.made, State.APPROVED, actor=each.person.user))}"
            )
            say(
                f"{each.person} chose candidate {best.number} and attested it.",
                portrait=each.made.pk,
                candidate=best.pk,
            )


def assess(journey: Journey) -> None:
    today = timezone.localdate()
    with journey.station("Assess: every placement, by the rules in force today") as say:
        for each in journey.travellers:
            if each.made is None:
                continue
            for placement, verdict in assessing.assess_everywhere(each.made, today):
                duties = [f"{duty.channel} {duty.level}" for duty in verdict.duties]
                why = next((row.sentence for row in verdict.findings if row.decision is verdict.decision), "")
                say(
                    f"{placement.title}: {verdict.decision.value}. {why} Duties: {', '.join(duties) or 'none'}.",
                    placement=placement.key,
                    decision=verdict.decision.value,
                    rules=[row.rule_id for row in verdict.findings],
                    duties=duties,
                )


def rendition(journey: Journey) -> None:
    with journey.station("Renditions: crop, label, XMP, signature - read back") as say:
        for each in journey.travellers:
            if each.made is None:
                continue
            try:
                reviewing.approve(each.made, ["id_badge"], actor=journey.cast.reviewer, looked_at=artefacts.KEYS)
            except lifecycle.MoveRefusedError as refused:
                say(f"Asked for the badge: {refused}", placement="id_badge", refused=True)
            approve(journey, each, each.made, say)
        wait(journey, [row for each in journey.travellers for row in each.publications], "making and publishing files")
        for each in journey.travellers:
            for row in showing.live(each.person):
                made = row.rendition
                if made is not None:
                    say(
                        f"{each.person}, {row.placement}: {made.width} x {made.height}, {made.size:,} bytes, "
                        f"{made.source_type}, label {made.label.get('text', 'none')}, "
                        f"credentials {made.credentials['credentials']['state']}.",
                        placement=row.placement,
                        bytes=made.size,
                        source_type=made.source_type,
                        label=made.label,
                        credentials=made.credentials["credentials"]["state"],
                    )


def publish(journey: Journey) -> None:
    with journey.station("Publish: on the channel, read back byte for byte") as say:
        for each in journey.travellers:
            for row in showing.live(each.person):
                say(
                    f"{row.placement}: portrait {row.portrait_id} at {row.address}, "
                    f"{'read back' if row.read_back_at else 'NOT read back: ' + row.problem}.",
                    placement=row.placement,
                    address=row.address,
                    channel=row.channel,
                    read_back=row.read_back_at is not None,
                )
