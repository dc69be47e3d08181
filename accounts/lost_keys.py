"""Whether this installation still has the master keys that people's keys are wrapped by: without them nothing opens."""

from typing import Final

from accounts import vault
from accounts.models import PersonKey

LOOKED_AT: Final = 20  # keys of people, the newest ones


def sentences() -> list[str]:
    """One for each master key that is missing, or that is another secret under an old id; says how much it closes."""
    ids = PersonKey.objects.order_by("master_key_id").values_list("master_key_id", flat=True).distinct()
    return [sentence for key_id in ids if (sentence := _of(key_id))]


def _of(key_id: str) -> str:
    rows = PersonKey.objects.filter(master_key_id=key_id)
    opened = {_opens(row) for row in rows.order_by("-pk")[:LOOKED_AT]}
    if False not in opened or True in opened:  # one damaged row says nothing of the master key
        return ""
    return (
        f"Master key {key_id} is missing from LIKENESS_MASTER_KEYS, or is another secret there: "
        f"nothing kept of {rows.count()} people can be opened. Put the secret back that it was before."
    )


def _opens(row: PersonKey) -> bool | None:
    """None where the person's own half was destroyed, which was meant."""
    try:
        vault.unwrap(row)
    except vault.KeyDestroyedError:
        return None
    except vault.SealBrokenError:
        return False
    return True
