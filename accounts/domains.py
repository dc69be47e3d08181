"""Whether an address belongs to one of some domains: the part after its only @, whole, whatever its case in ASCII."""

from collections.abc import Iterable


def belongs_to(address: str, domains: Iterable[str]) -> bool:
    """`a@sub.example.org` does not belong to `example.org`: a subdomain may be somebody else's."""
    name, at, domain = address.rpartition("@")
    return bool(at and name and "@" not in name) and _plain(domain) in set(map(_plain, domains))


def _plain(domain: str) -> str:
    """ASCII in lower case. Other letters stay as they are: folding makes one of domains that are two, such as ß and ss."""
    return "".join(each.lower() if each.isascii() else each for each in domain)
