"""What follows when other rules bind: the publications they put in the wrong become tasks, and tasks are settled."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.audit import Verb, record
from accounts.models import Organisation, User
from generation.jobs import JobState, announce
from policies import settling
from policies.facts import Facts
from policies.models import RuleSetLook, RuleVersion
from policies.placements import Placement
from policies.rules import digest_of_set
from policies.standing import Standing, Standings
from portraits.models import Publication, RuleReason, RuleTask
from portraits.rulings.impact import Impact, Touched, standings, touched, wrong_by
from portraits.rulings.live import Live, live

BATCH = 2000
KNOWN = 50_000  # reasons remembered: a number each
Row = TypeVar("Row")


class TaskRefusedError(ValueError):
    """The task cannot be settled like this; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Settled:
    """How tasks were settled, by whom and why."""

    ending: RuleTask.Ending
    note: str = ""
    actor: User | None = None


def look(organisation: Organisation, on: date | None = None) -> RuleSetLook | None:
    """Compare the rules that bind on a day with those at the last look, and open a task for each publication they put
    in the wrong. None when nothing changed, or nobody looked before. Cut short and called again, it opens nothing twice.
    """
    on = on or timezone.localdate()
    known_at = timezone.now()
    after = standings(organisation, on)
    last = organisation.rule_set_looks.exclude(finished_at=None).first()
    if last is None or last.rule_set == _digest(after):
        if last is None:
            _begun(organisation, on, after, known_at=known_at, finished_at=known_at)
        return None
    row = _begun(organisation, on, after, known_at=known_at, finished_at=None)
    before = Standings(
        RuleVersion.objects.rules_in_force(last.on, organisation, known_at=last.known_at),
        last.on,
        settling.in_force(organisation, last.on, known_at=last.known_at),
    )
    impact = Impact(on)
    recheck(organisation, on)
    _open(touched(organisation, before, after, impact), row, after)
    _finish(row, impact)
    return row


def remember(organisation: Organisation) -> None:
    """Before rules change: note which bind now, if nobody ever looked, so that the next look has something to compare."""
    if not organisation.rule_set_looks.exclude(finished_at=None).exists():
        look(organisation)


def recheck(organisation: Organisation, on: date | None = None) -> int:
    """Settle the open tasks of what is no longer shown, or is in order under the rules of the day; how many were.

    Those that are still in the wrong say why by the rules of the day.
    """
    on = on or timezone.localdate()
    tasks = RuleTask.objects.filter(publication__person__organisation=organisation, settled_at=None)
    gone = settle(tasks.exclude(publication__ended_at=None), Settled(RuleTask.Ending.TAKEN_AWAY), organisation)
    if not tasks.exists():
        return gone
    now = standings(organisation, on)
    for chunk in _chunks(live(organisation, on, only=tasks.values("publication_id"))):
        wrong = {each.publication_id: each for each in chunk if _wrong(each, now)}
        right = tasks.filter(publication_id__in=[each.publication_id for each in chunk if not _wrong(each, now)])
        gone += settle(right, Settled(RuleTask.Ending.RIGHT_AGAIN), organisation)
        _say_why(tasks.filter(publication_id__in=wrong), wrong, now)
    return gone


def settle(tasks: QuerySet[RuleTask], how: Settled, organisation: Organisation) -> int:
    """Close open tasks, each batch with an audit event that names them."""
    settled = 0
    while ids := list(tasks.filter(settled_at=None).values_list("pk", flat=True)[:BATCH]):
        settled += len(ids)
        with transaction.atomic():
            RuleTask.objects.filter(pk__in=ids, settled_at=None).update(
                settled_at=timezone.now(), ending=how.ending, note=how.note, settled_by=how.actor
            )
            data = {"tasks": ids, "ending": how.ending.value}
            record(
                Verb.RULE_TASK_SETTLED,
                organisation,
                organisation=organisation,
                actor=how.actor,
                reason=how.note,
                data=data,
            )
    return settled


def ended(publication: Publication, *, why: str, actor: User | None) -> None:
    """The publication is no longer shown: its open task is settled."""
    how = Settled(RuleTask.Ending.TAKEN_AWAY, why, actor)
    settle(publication.rule_tasks.filter(settled_at=None), how, publication.person.organisation)


def published(publication: Publication) -> None:
    """Its file was made under the rules of the day: its open task is settled, unless they ask for still more.

    The first thing shown is also the first reason to notice other rules later.
    """
    remember(publication.person.organisation)
    tasks = publication.rule_tasks.filter(settled_at=None)
    organisation = publication.person.organisation
    if not tasks.exists():
        return
    now = standings(organisation, timezone.localdate())
    if not any(_wrong(each, now) for each in live(organisation, now.on, only=[publication.pk])):
        settle(tasks, Settled(RuleTask.Ending.MADE_AGAIN), organisation)


def make_again(task: RuleTask, *, why: str, actor: User) -> None:
    """Order the file anew under the rules of the day. Where they ask for a person, this is the person, and `why` counts.

    Raises TaskRefusedError for what is not allowed there any more, without a reason where one is due, and while the
    publication is being worked on.
    """
    from portraits.tasks import publish

    if task.effect == "denied":
        raise TaskRefusedError("The rules do not allow it there: take it away, and show a real photo instead.")
    if task.effect == "review" and not why.strip():
        raise TaskRefusedError("Say why it may stay: the rules ask for a person here, and that is you.")
    with transaction.atomic():
        # A finished job is made to wait again; one that a worker holds is left alone.
        waiting = Publication.objects.filter(pk=task.publication_id, ended_at=None).exclude(job_state=JobState.RUNNING)
        fresh = {"attempts": 0, "problem": "", "finished_at": None, "announced_at": timezone.now()}
        if not waiting.update(job_state=JobState.WAITING, **fresh):
            raise TaskRefusedError("It is being worked on, or no longer shown: look again in a moment.")
        record(
            Verb.MADE_AGAIN,
            task.publication,
            organisation=task.person.organisation,
            actor=actor,
            reason=why.strip(),
            data={"task": task.pk, "placement": task.publication.placement},
        )
        announce(publish, task.publication_id)


def _wrong(each: Live, now: Standings) -> bool:
    return now.of(each.facts, each.placement).asks_more_than(each.published)


def _say_why(tasks: QuerySet[RuleTask], wrong: Mapping[int, Live], now: Standings) -> None:
    """Write down why tasks are still open, where another set of rules put them in the wrong in another way."""
    changed: dict[tuple[str, int], list[int]] = defaultdict(list)
    reasons = Reasons(now)
    for pk, publication_id, effect in tasks.values_list("pk", "publication_id", "effect"):
        each = wrong[publication_id]
        standing = now.of(each.facts, each.placement)
        if effect != wrong_by(each.published, standing):
            changed[wrong_by(each.published, standing), reasons.of(each, standing)].append(pk)
    for (effect, reason), rows in changed.items():
        tasks.filter(pk__in=rows).update(effect=effect, reason_id=reason)


def _begun(organisation: Organisation, on: date, after: Standings, **times: object) -> RuleSetLook:
    """The look that is going on; one that was cut short is taken up for the rules of now."""
    values = {"on": on, "rule_set": _digest(after), **times}
    row, _ = RuleSetLook.objects.update_or_create(organisation=organisation, finished_at=None, defaults=values)
    return row


class Reasons:
    """The rows of reasons under one set of rules, found once for all publications with the same facts."""

    def __init__(self, now: Standings) -> None:
        self.now = now
        self.of_said = lru_cache(maxsize=KNOWN)(self._of_said)

    def of(self, each: Live, standing: Standing) -> int:
        """The row that says what stands against a publication, and which labels its file lacks."""
        missing = frozenset(channel for channel, _, _ in standing.labels - each.published.labels)
        return self.of_said(self.now.told(each.facts, each.placement), each.placement, missing)

    def _of_said(self, facts: Facts, placement: Placement, missing: frozenset[str]) -> int:
        findings, duties = self.now.reasons(facts, placement)
        return RuleReason.of(findings, [duty for duty in duties if duty["channel"] in missing]).pk


def _open(found: Iterable[Touched], row: RuleSetLook, after: Standings) -> None:
    """A task for each that is in the wrong and has none: written in bulk, the same statement on every database."""
    reasons = Reasons(after)
    told = (row.pk, row.on, timezone.now(), "", "")
    wrong = (
        (each.live.publication_id, wrong_by(each.live.published, each.after), reasons.of(each.live, each.after), *told)
        for each in found
        if each.in_the_wrong
    )
    columns = ("publication_id", "effect", "reason_id", "look_id", "opened_on", "opened_at", "ending", "note")
    statement = (
        f"INSERT INTO {RuleTask._meta.db_table} ({', '.join(columns)}) "  # noqa: S608 (names of our own)
        f"VALUES ({', '.join(['%s'] * len(columns))}) ON CONFLICT DO NOTHING"
    )
    for chunk in _chunks(wrong):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, chunk)


def _finish(row: RuleSetLook, impact: Impact) -> None:
    with transaction.atomic():
        row.checked, row.tasks, row.finished_at = impact.checked, row.opened.count(), timezone.now()
        row.save(update_fields=["checked", "tasks", "finished_at"])
        data = {"on": row.on.isoformat(), "rule_set": row.rule_set, "checked": row.checked, "tasks": row.tasks}
        record(Verb.RULES_CHANGED, row, organisation=row.organisation, data=data)


def _digest(of: Standings) -> str:
    """Of the rules that bind and of the answers that count: a changed answer is a changed rule."""
    answers = " ".join(str(each.id) for each in of.answers)
    return hashlib.sha256(f"{digest_of_set(of.rules)} {answers}".encode()).hexdigest()


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    rest = iter(rows)
    while chunk := list(islice(rest, BATCH)):
        yield chunk
