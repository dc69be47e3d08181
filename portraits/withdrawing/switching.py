"""Leaving the comparison of faces to people: for one person, a site, or a whole organisation."""

from django.db import transaction
from django.utils import timezone

from accounts.audit import Verb, record
from accounts.models import Organisation, Person, User
from policies.consent import Purpose
from policies.models import BiometricFree
from portraits.agreements import consenting
from portraits.models import Certificate
from portraits.withdrawing.ending import end


def leave_to_people(organisation: Organisation, *, site: str = "", why: str, actor: User | None) -> BiometricFree:
    """No matcher is asked about anybody there from now on; what was measured of their faces is destroyed."""
    with transaction.atomic():
        row, new = BiometricFree.objects.get_or_create(
            organisation=organisation, site=site, ended_at=None, defaults={"why": why, "by": actor}
        )
        if new:
            _record(row, actor, by_software=False, reason=why)
        for person in Person.objects.filter(organisation=organisation).select_related("organisation"):
            if site and not consenting.same_site(site, person.site):
                continue
            end(person, Purpose.BIOMETRICS, because=row, actor=actor)
    return row


def let_compare(row: BiometricFree, *, actor: User | None) -> None:
    """From now on those who agreed to it are compared by software again."""
    with transaction.atomic():
        held = BiometricFree.objects.select_for_update().get(pk=row.pk)
        if held.ended_at is None:
            held.ended_at = timezone.now()
            held.save(update_fields=["ended_at"])
            _record(held, actor, by_software=True)


def person_chooses(person: Person, *, by_software: bool, actor: User | None) -> Certificate | None:
    """Set the path of one person. Without a release for it no matcher is asked either way."""
    with transaction.atomic():
        held = Person.objects.select_for_update().select_related("organisation").get(pk=person.pk)
        if held.biometrics == by_software:
            return None
        held.biometrics = person.biometrics = by_software
        held.save(update_fields=["biometrics"])
        data = {"by_software": by_software}
        record(Verb.BIOMETRICS_SWITCHED, held, organisation=held.organisation, actor=actor, data=data)
        return None if by_software else end(held, Purpose.BIOMETRICS, because=held, actor=actor)


def moves_to(person: Person, site: str, *, actor: User | None) -> Certificate | None:
    """Say where a person works. At a site that is left to people, what was measured of their face ends."""
    with transaction.atomic():
        held = Person.objects.select_for_update().select_related("organisation").get(pk=person.pk)
        if held.site == site:
            return None
        held.site = person.site = site
        held.save(update_fields=["site"])
        record(Verb.PERSON_MOVED, held, organisation=held.organisation, actor=actor, data={"site": site})
        return end(held, Purpose.BIOMETRICS, because=held, actor=actor)


def _record(row: BiometricFree, actor: User | None, *, by_software: bool, reason: str = "") -> None:
    data = {"site": row.site, "by_software": by_software}
    record(Verb.BIOMETRICS_SWITCHED, row, organisation=row.organisation, actor=actor, reason=reason, data=data)
