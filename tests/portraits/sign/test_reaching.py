"""The address of a provider was typed by somebody: what lies inside the installation's own network is not asked."""

import io
import socket
from typing import ClassVar

import pytest
import requests
from requests.adapters import HTTPAdapter

from accounts.single_sign_on import reaching
from accounts.single_sign_on.reaching import Session, UnreachableError, fetched


@pytest.mark.parametrize("address", [
    "127.0.0.1", "10.1.2.3", "192.168.0.9", "172.16.5.5", "169.254.169.254", "100.64.0.1", "::1", "fe80::1%eth0",
    "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
])  # fmt: skip
def test_an_inner_address_is_not_reached(address) -> None:
    assert not reaching.may_reach("id.example", address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_an_outer_one_is(address) -> None:
    assert reaching.may_reach("id.example", address)


def test_the_operator_may_name_a_host_inside(settings) -> None:
    settings.SIGN_IN_INSIDE = frozenset({"id.intern"})
    assert reaching.may_reach("id.intern", "10.0.0.7")
    assert not reaching.may_reach("other.intern", "10.0.0.7")


@pytest.fixture
def inside():
    """Somebody listens on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_the_connection_itself_is_judged_whatever_a_name_answers(inside, name) -> None:
    with pytest.raises(requests.ConnectionError, match="own network"):
        Session().get(f"https://{name}:{inside}/")


@pytest.mark.parametrize("address", ["http://93.184.216.34/", "file:///etc/passwd", "ftp://id.example/"])
def test_nothing_but_https_is_asked(address) -> None:
    with pytest.raises(requests.exceptions.InvalidSchema):
        Session().get(address)


class Elsewhere(HTTPAdapter):
    """A provider that sends its visitors to another host."""

    asked: ClassVar[list[str]] = []

    def send(self, request, **_: object):
        self.asked.append(request.url)
        answer = requests.Response()
        answer.status_code, answer.url, answer.request = 302, request.url, request
        answer.headers["location"] = "https://elsewhere.example/"
        answer.raw = io.BytesIO()
        return answer


def test_nobody_is_sent_elsewhere() -> None:
    session = Session()
    session.mount("https://", Elsewhere())
    assert session.get("https://id.example/").status_code == 302
    with pytest.raises(UnreachableError, match="answers with 302"):
        fetched(session, "https://id.example/")
    assert set(Elsewhere.asked) == {"https://id.example/"}


class Much:
    status_code = 200

    def __enter__(self):
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def get(self, *_: object, **__: object):
        return self

    def raise_for_status(self) -> None:
        return None

    def iter_content(self, size: int):
        while True:
            yield b"x" * size


def test_an_endless_answer_is_not_read() -> None:
    with pytest.raises(UnreachableError, match="more than a megabyte"):
        fetched(Much(), "https://id.example/")


def test_an_answer_that_leads_elsewhere_is_none() -> None:
    elsewhere = Much()
    elsewhere.status_code = 302
    with pytest.raises(UnreachableError, match="answers with 302"):
        fetched(elsewhere, "https://id.example/")
