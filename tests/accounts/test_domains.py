"""Whether an address belongs to a domain: letters of ASCII in any case, everything else exactly."""

import pytest

from accounts.domains import belongs_to


@pytest.mark.parametrize(("address", "domain"), [
    ("eileen@observatory.example", "observatory.example"), ("Eileen@OBSERVATORY.Example", "observatory.example"),
    ("a@straße.example", "straße.example"),
])  # fmt: skip
def test_it_does(address, domain) -> None:
    assert belongs_to(address, [domain])


@pytest.mark.parametrize(("address", "domain"), [
    ("a@straße.example", "strasse.example"), ("a@ob\u017fervatory.example", "observatory.example"),
    ("a@\u212aepler.example", "kepler.example"), ("a@sub.observatory.example", "observatory.example"),
    ("a@observatory.example.org", "observatory.example"), ("a@b@observatory.example", "observatory.example"),
    ("@observatory.example", "observatory.example"), ("observatory.example", "observatory.example"),
])  # fmt: skip
def test_it_does_not(address, domain) -> None:
    assert not belongs_to(address, [domain])
