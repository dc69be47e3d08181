import pytest

from tests.portraits.erasing import everything


@pytest.fixture
def collins(cast, astronaut):
    """Eileen Collins, of whom everything there can be is kept, and what it is."""
    return cast.collins, everything.fill(cast.collins, astronaut)


@pytest.fixture
def hopper_of_the_navy(cast, hopper):
    """Somebody beside her, of whom nothing may go."""
    owner = everything.person(cast.observatory, "Grace Hopper")
    return owner, everything.fill(owner, hopper)
