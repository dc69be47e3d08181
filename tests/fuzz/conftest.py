"""The walk's organisation and browsers, for many hostile requests."""

from tests.walk.conftest import browsers, one_world, ours  # noqa: F401 (fixtures)
