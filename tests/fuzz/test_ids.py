"""Every id in every address: another one's, none's, huge, negative, no number at all."""

import pytest
from django.urls import NoReverseMatch, reverse

from tests.fuzz.values import IDS
from tests.walk.entries import OUTSIDE, WALK

WITH_IDS = [entry for entry in WALK if entry.thing]


@pytest.mark.parametrize("role", ["subject", "owner", "anonymous"])
def test_a_hostile_id_finds_nothing_and_breaks_nothing(ours, browsers, role: str) -> None:
    wrong = {}
    for entry in WITH_IDS:
        args = ours.args(entry.thing)
        for bad in IDS:
            address = _with(bad, args[-1], reverse(entry.name, args=args))
            status = getattr(browsers[role], "get" if entry.get else "post")(address).status_code
            if status >= 500 or (status == 200 and bad != "%00"):
                wrong[address] = status
    assert not wrong


def _with(bad: str, good: object, address: str) -> str:
    before, _, after = address.partition(f"/{good}/")
    return f"{before}/{bad}/{after}"


@pytest.mark.parametrize("path", ["/%00", "/me/%ff/", "/pictures/photo/\u0661/", "//example.org/", "/..//..", "/a" * 4000, "/avatar/x/"])  # fmt: skip
def test_a_hostile_path_is_not_found(browsers, path: str) -> None:
    assert 300 < browsers["subject"].get(path).status_code < 500


ARGUMENTS = (
    [],
    [1],
    ["f" * 32],
    ["0" * 8 + "-0000-4000-8000-" + "0" * 12],
    ["a-b"],
    ["a:b-c"],
    ["zzzz", "a-b"],
    ["signup"],
)


def some_address(name: str) -> str:
    for given in ARGUMENTS:
        try:
            return reverse(name, args=given)
        except NoReverseMatch:
            continue
    raise AssertionError(f"no arguments fit {name}")


@pytest.mark.parametrize("name", sorted(OUTSIDE))
def test_a_page_outside_takes_hostile_values(browsers, name: str) -> None:
    address = some_address(name)
    for role in ("anonymous", "subject"):
        for value in ("\x00", "é" * 3000, "a@" + "b" * 300, "https://evil.example/"):
            sent = dict.fromkeys(
                ("login", "email", "password", "next", "key", "oldpassword", "password1", "code"), value
            )
            assert browsers[role].post(address, sent, headers={"host": "testserver"}).status_code < 500
            assert browsers[role].get(address, sent, headers={"host": "testserver"}).status_code < 500
