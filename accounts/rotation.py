"""Another master key in front: every person's key wrapped anew, in small steps that may be interrupted anywhere."""

from collections.abc import Iterator
from typing import Final

from django.db.models import QuerySet

from accounts import vault
from accounts.models import OwnSignIn, PersonKey

STEP: Final = 500  # keys read at once


def left() -> QuerySet[PersonKey]:
    """Keys that another master key than the first one wraps."""
    return PersonKey.objects.exclude(master_key_id=vault.first_master_key())


def rotate() -> Iterator[tuple[int, bool]]:
    """Wrap each by the first master key: the person's id, and whether it opened. What it sealed stays as it is.

    A key is written only if it is still the one that was read, so that two runs, or an erasure meanwhile, cannot bring
    an old or a destroyed one back.
    """
    after = 0
    while step := list(left().filter(pk__gt=after).order_by("pk")[:STEP]):
        for row in step:
            yield row.person_id, _wrapped_anew(row)
        after = step[-1].pk


def secrets_left() -> list[OwnSignIn]:
    """Own sign-ins whose secret another master key than the first one seals."""
    first = vault.first_master_key()
    return [
        row
        for row in OwnSignIn.objects.exclude(secret=b"").order_by("pk")
        if vault.sealed_by(bytes(row.secret)) != first
    ]


def reseal(row: OwnSignIn) -> bool:
    """Seal a sign-in's secret by the first master key, if it is still the one that was read; False when it does not open."""
    before = bytes(row.secret)
    try:
        after = vault.seal_here(vault.unseal_here(before, binding=row.binding), binding=row.binding)
    except vault.SealBrokenError:
        return False
    OwnSignIn.objects.filter(pk=row.pk, secret=before).update(secret=after)
    return True


def _wrapped_anew(row: PersonKey) -> bool:
    old = row.master_key_id
    try:
        vault.wrap(row, vault.unwrap(row))
    except vault.SealBrokenError:
        return False
    PersonKey.objects.filter(pk=row.pk, master_key_id=old, shard=row.shard).update(
        master_key_id=row.master_key_id, wrapped=row.wrapped
    )
    return True
