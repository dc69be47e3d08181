"""Asking an organisation's provider, and nobody else: its address was typed by somebody, so it may lead anywhere.

Only by https, to addresses that all the world can reach, unless the operator named the host; judged on the connection that
is made, so that a name that answers differently the second time gains nothing. Nothing is followed elsewhere.
"""

import ipaddress
import socket
from typing import Any, Final

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPSConnection

SECONDS: Final = 8
LARGEST: Final = 1024 * 1024


class UnreachableError(requests.RequestException):
    """The address is not one that is asked, or answers with too much; the sentence says why."""


class _Outside(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        made: socket.socket = super()._new_conn()
        if not may_reach(self.host, made.getpeername()[0]):
            made.close()
            raise UnreachableError(f"{self.host} lies inside this installation's own network.")
        return made


class _Pool(HTTPSConnectionPool):
    ConnectionCls = _Outside


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *sizes: Any, **more: Any) -> None:
        super().init_poolmanager(*sizes, **more)
        self.poolmanager.pool_classes_by_scheme = {"https": _Pool}


class Session(requests.Session):
    def __init__(self) -> None:
        super().__init__()
        self.adapters.clear()  # nothing but https
        self.mount("https://", _Adapter())

    def request(self, *asked: Any, **more: Any) -> requests.Response:
        """Whatever the caller, or requests itself for a `get`, says of redirects: none is followed."""
        return super().request(*asked, **{"timeout": SECONDS, **more, "allow_redirects": False})


def may_reach(host: str, address: str) -> bool:
    return host in settings.SIGN_IN_INSIDE or ipaddress.ip_address(address.partition("%")[0]).is_global


def fetched(session: Any, address: str) -> bytes:
    """What lies there, if it is not too much. Raises requests.RequestException."""
    with session.get(address, stream=True) as answer:
        answer.raise_for_status()
        if answer.status_code != requests.codes.ok:
            raise UnreachableError(f"{address} answers with {answer.status_code}.")
        return b"".join(_up_to(answer, LARGEST))


def _up_to(answer: requests.Response, most: int) -> Any:
    size = 0
    for part in answer.iter_content(65_536):
        size += len(part)
        if size > most:
            raise UnreachableError("It answers with more than a megabyte.")
        yield part
