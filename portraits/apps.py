from django.apps import AppConfig

from accounts.guards import keep


class PortraitsConfig(AppConfig):
    name = "portraits"
    verbose_name = "Portraits"

    def ready(self) -> None:
        from portraits import checks  # noqa: F401 (importing registers them)
        from portraits.guards import GUARDS

        keep(self, GUARDS)
