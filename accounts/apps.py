from django.apps import AppConfig

from accounts.guards import keep


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People and access"

    def ready(self) -> None:
        from accounts.record_guards import GUARDS

        keep(self, GUARDS)
