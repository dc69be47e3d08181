from django.apps import AppConfig

from accounts.guards import keep


class PoliciesConfig(AppConfig):
    name = "policies"
    verbose_name = "Rules"

    def ready(self) -> None:
        from policies.guards import GUARDS

        keep(self, GUARDS)
