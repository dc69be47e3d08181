"""A rule of an organisation's own, from draft to version: written, weighed, agreed to by a second person, kept."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone

from accounts.audit import Verb, record
from accounts.models import Organisation, User
from policies import doubts, pack, rules
from policies.models import DraftState, RuleDraft, RuleVersion, SourceReading
from policies.pack import Problem
from policies.vocabulary import Status

PACK = "console"


class ChangeRefusedError(ValueError):
    """The rule cannot be changed like this; the sentence says why and what to do."""


class FaultyDraftError(ChangeRefusedError):
    """The draft is no rule yet; `problems` names each field."""

    def __init__(self, problems: tuple[Problem, ...], body: Mapping[str, Any]) -> None:
        self.problems = problems
        self.text = pack.as_file(body)
        super().__init__(" ".join(f"{each.field}: {each.message}." for each in problems))


def begin(organisation: Organisation, body: Mapping[str, Any], *, why: str, actor: User) -> RuleDraft:
    """Write a draft of the next version. Raises FaultyDraftError, and ChangeRefusedError while another one is open."""
    said = _checked({**body, "version": next_version(organisation, body["layer"], body["id"])})
    try:
        with transaction.atomic():
            draft = RuleDraft.objects.create(
                organisation=organisation,
                rule_id=said["id"],
                layer=said["layer"],
                version=said["version"],
                body=said,
                why=why,
                written_by=actor,
            )
            _record(Verb.RULE_DRAFTED, draft, actor)
    except IntegrityError as taken:
        raise ChangeRefusedError(f"{said['id']} is being changed already: finish or discard that draft.") from taken
    return draft


def revise(draft: RuleDraft, body: Mapping[str, Any], *, why: str, actor: User) -> RuleDraft:
    """Write other words into an open draft; whoever does is its writer now, and a second person is asked anew."""
    fixed = {"id": draft.rule_id, "layer": draft.layer, "version": draft.version}
    said = _checked({**body, **fixed})
    with transaction.atomic():
        row = _locked(draft)
        row.body, row.why, row.written_by, row.state = said, why, actor, DraftState.DRAFT
        row.save()
        _record(Verb.RULE_DRAFTED, row, actor)
    return row


def submit(draft: RuleDraft, *, actor: User) -> RuleDraft:
    """Ask for a second person."""
    with transaction.atomic():
        row = _locked(draft)
        _refuse_late(row)
        row.state = DraftState.WAITING
        row.save(update_fields=["state", "changed_at"])
        _record(Verb.RULE_SUBMITTED, row, actor)
    return row


def against_adoption(draft: RuleDraft, actor: User) -> tuple[str, ...]:
    """Why this user cannot put the draft in force now; empty when they can. The page shows the same sentences."""
    reasons = []
    if not draft.open:
        reasons.append("It is not a draft any more.")
    if draft.takes_two_people and draft.state != DraftState.WAITING:
        reasons.append("It speaks for a law or a platform, so a second person is asked first.")
    if draft.takes_two_people and draft.written_by_id == actor.pk:
        reasons.append("Nobody confirms their own words: somebody else does.")
    return (*reasons, *_late(draft))


def adopt(draft: RuleDraft, *, seen: str, actor: User) -> RuleVersion:
    """Keep the draft as a version, in force from its first day. `seen` is the digest of the words the actor agreed to.

    The version before it of the organisation's own ends the day before. Raises ChangeRefusedError with every reason.
    """
    with transaction.atomic():
        row = _locked(draft)
        reasons = against_adoption(row, actor)
        if seen != row.digest:
            reasons = (*reasons, "Its words changed since you looked: read it again.")
        if reasons:
            raise ChangeRefusedError(" ".join(reasons))
        version = RuleVersion.objects.create(**_columns(row, actor))
        _close_before(version)
        row.state, row.became = DraftState.ADOPTED, version
        row.save(update_fields=["state", "became", "changed_at"])
        _record(Verb.RULE_ADOPTED, row, actor, {"digest": version.digest, "from": str(version.effective_from)})
    return version


def discard(draft: RuleDraft, *, actor: User) -> None:
    with transaction.atomic():
        row = _locked(draft)
        row.state = DraftState.DISCARDED
        row.save(update_fields=["state", "changed_at"])
        _record(Verb.RULE_DISCARDED, row, actor)


def read_again(version: RuleVersion, organisation: Organisation, *, note: str, on: date, actor: User) -> SourceReading:
    """Write down that the source of a version was read and still says so."""
    with transaction.atomic():
        reading = SourceReading.objects.create(
            organisation=organisation, rule_version=version, by=actor, on=on, note=note
        )
        record(
            Verb.RULE_READ, version, organisation=organisation, actor=actor, reason=note, data={"on": on.isoformat()}
        )
    return reading


def known(organisation: Organisation) -> Any:
    """Every version an organisation can see: everybody's and its own."""
    return RuleVersion.objects.filter(Q(organisation=organisation) | Q(organisation=None))


def next_version(organisation: Organisation, layer: str, rule_id: str) -> int:
    """One after the newest of everybody's and the organisation's own, so that versions of a rule read as one story."""
    newest = known(organisation).filter(layer=layer, rule_id=rule_id).aggregate(newest=Max("version"))["newest"]
    return (newest or 0) + 1


def doubts_about(draft: RuleDraft) -> tuple[str, ...]:
    """What may be meant and mostly is not, beside the rules that bind on its first day."""
    rule = draft.rule()
    binding = RuleVersion.objects.rules_in_force(rule.effective_from or timezone.localdate(), draft.organisation)
    others = [each for each in binding if (each.layer, each.id) != (rule.layer, rule.id)]
    known = doubts.Known.of(others, [draft.organisation.sector])
    entry = pack.Entry(draft.body, pack.file_name(draft.body), 1)
    return tuple(each.message for each in doubts.of([entry], known, others))


def _checked(body: Mapping[str, Any]) -> dict[str, Any]:
    said = {**body, "status": Status.IN_FORCE.value}
    problems = pack.faults_of(said, timezone.localdate())
    if problems:
        raise FaultyDraftError(problems, said)
    return said


def _locked(draft: RuleDraft) -> RuleDraft:
    row = RuleDraft.objects.select_for_update().select_related("organisation").get(pk=draft.pk)
    if not row.open:
        raise ChangeRefusedError("It is not a draft any more.")
    return row


def _late(draft: RuleDraft) -> tuple[str, ...]:
    if date.fromisoformat(draft.body["effective_from"]) >= timezone.localdate():
        return ()
    return ("Its first day has passed: what held yesterday is not rewritten. Choose today or later.",)


def _refuse_late(draft: RuleDraft) -> None:
    if late := _late(draft):
        raise ChangeRefusedError(late[0])


def _columns(draft: RuleDraft, actor: User) -> dict[str, Any]:
    rule, body = draft.rule(), draft.body
    confirmed = actor if draft.written_by_id != actor.pk else None
    return {
        "organisation": draft.organisation,
        "rule_id": rule.id,
        "version": rule.version,
        "layer": rule.layer.value,
        "title": rule.title,
        "body": {name: value for name, value in body.items() if name not in rules.UNVERSIONED},
        "digest": rules.digest(body),
        "effective_from": rule.effective_from,
        "effective_until": rule.effective_until,
        "closed_at": timezone.now() if rule.effective_until else None,
        "status": rule.status.value,
        "source": body["source"],
        "confidence": rule.confidence.value,
        "last_verified": rule.last_verified,
        "pack": PACK,
        "owner": draft.organisation.name[:80],
        "written_by": draft.written_by,
        "confirmed_by": confirmed,
    }


def _close_before(version: RuleVersion) -> None:
    """Write down when the organisation's own versions before it end: the day before it begins."""
    assert version.effective_from is not None  # noqa: S101 - the schema asks for it of every rule in force
    last = version.effective_from - timedelta(days=1)
    own = RuleVersion.objects.filter(
        organisation=version.organisation, layer=version.layer, rule_id=version.rule_id, effective_until=None
    )
    for before in own.exclude(pk=version.pk):
        before.effective_until, before.closed_at = last, timezone.now()
        before.save()


def _record(verb: Verb, draft: RuleDraft, actor: User, more: Mapping[str, Any] | None = None) -> None:
    data = {"rule": draft.rule_id, "version": draft.version, "layer": draft.layer, **(more or {})}
    record(verb, draft, organisation=draft.organisation, actor=actor, reason=draft.why, data=data)
