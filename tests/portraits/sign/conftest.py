import pytest
from django.core.cache import cache
from django.test import Client


@pytest.fixture(autouse=True)
def nobody_tried_before():
    """Counters of tries live in the cache; every test begins without."""
    cache.clear()


@pytest.fixture
def sign_in():
    def opened(user) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return opened
