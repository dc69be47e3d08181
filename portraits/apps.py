from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from accounts.guards import keep


class PortraitsConfig(AppConfig):
    name = "portraits"
    verbose_name = "Portraits"

    def ready(self) -> None:
        from portraits import checks  # noqa: F401 (importing registers them)
        from portraits.guards import GUARDS

        keep(self, GUARDS)
        take_own_limits()


def take_own_limits() -> None:
    """Raises ImproperlyConfigured, which ends a start before anybody is judged by limits that were not meant."""
    from portraits import thresholds

    try:
        thresholds.use(settings.THRESHOLDS_FILE)
    except thresholds.ThresholdsError as problem:
        raise ImproperlyConfigured(f"LIKENESS_THRESHOLDS: {problem}") from problem
