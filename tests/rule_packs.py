"""The rules that come with the product, in force: read from their files once a run, because that takes a second."""

from functools import cache

from policies.loading import load
from policies.pack import Pack, read_all, shipped


@cache
def packs() -> tuple[Pack, ...]:
    return read_all(shipped())


def load_shipped() -> None:
    load(packs())
