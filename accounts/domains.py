"""Whether an address belongs to one of some domains: the part after its only @, whole, whatever its case."""

from collections.abc import Iterable


def belongs_to(address: str, domains: Iterable[str]) -> bool:
    """`a@sub.example.org` does not belong to `example.org`: a subdomain may be somebody else's."""
    name, at, domain = address.rpartition("@")
    return bool(at and name and "@" not in name) and domain.casefold() in {each.casefold() for each in domains}
