"""Who looked at biometric scores: every page that shows one writes it to the record."""

from django.db.models import Model

from accounts import permissions
from accounts.audit import Verb, record
from accounts.models import Person, User


def scores_shown(user: User, thing: Model, *, of: Person, any_there: bool = True) -> bool:
    """Whether this user is shown raw scores of a person on a page about `thing`; that they are is recorded."""
    may = permissions.can_see_scores(user, of)
    if may and any_there:
        own = permissions.is_self(user, of)
        record(Verb.SCORES_SEEN, thing, organisation=of.organisation, actor=user, data={"person": of.pk, "own": own})
    return may
