"""An organisation with everything in it, and browsers of everybody, made once for many hostile requests."""

import pytest
from django.test import Client

from tests.walk.conftest import one_world, ours  # noqa: F401 (fixtures)
from tests.walk.world import ROLES, World


@pytest.fixture
def browsers(ours: World) -> dict[str, Client]:  # noqa: F811
    """By role; a fault inside is a 500 here, as it is for a person."""
    made = {}
    for role in ROLES:
        made[role] = Client(raise_request_exception=False)
        if ours.users[role] is not None:
            made[role].force_login(ours.users[role], backend="allauth.account.auth_backends.AuthenticationBackend")
    return made
