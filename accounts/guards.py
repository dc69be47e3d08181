"""What the database itself refuses, whoever asks: triggers, the same words on SQLite and PostgreSQL.

They are taken away before migrations, which may build a table anew, and put back after them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuse an `event` (INSERT, UPDATE, DELETE) of a row of `table` for which the SQL `condition` over OLD and NEW holds."""

    table: str
    event: str
    condition: str
    says: str

    @property
    def name(self) -> str:
        return f"{self.table}_refuses_{self.event.lower()}"


def keep(app: AppConfig, guards: Iterable[Guard]) -> None:
    """Have the guards of an app stand whenever no migration is running."""
    pre_migrate.connect(partial(take_away, tuple(guards)), sender=app, weak=False, dispatch_uid=f"{app.label} away")
    post_migrate.connect(partial(_put_back, tuple(guards)), sender=app, weak=False, dispatch_uid=f"{app.label} back")


def take_away(guards: tuple[Guard, ...], using: str, **_: Any) -> None:
    """Before a migration, which may build the tables anew."""
    connection = connections[using]
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in guards:
            if guard.table in there:
                for statement in _dropped(guard, connection):
                    cursor.execute(statement)


def _put_back(guards: tuple[Guard, ...], using: str, **_: Any) -> None:
    connection = connections[using]
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in guards:
            if guard.table in there:  # not yet there while an older migration is what somebody wants
                for statement in (*_dropped(guard, connection), *_created(guard, connection)):
                    cursor.execute(statement)


def _dropped(guard: Guard, connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    if connection.vendor == "sqlite":
        return (f"DROP TRIGGER IF EXISTS {guard.name}",)
    return (
        f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}",
        f"DROP FUNCTION IF EXISTS {guard.name}()",
    )


def _created(guard: Guard, connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    if connection.vendor == "sqlite":
        return (
            f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW WHEN {guard.condition} "
            f"BEGIN SELECT RAISE(ABORT, '{guard.says}'); END",
        )
    if connection.vendor != "postgresql":
        raise NotImplementedError(f"There are no guards for {connection.vendor}.")
    row = "OLD" if guard.event == "DELETE" else "NEW"
    return (
        f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {guard.condition} THEN "
        f"RAISE EXCEPTION '{guard.says}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW "
        f"EXECUTE FUNCTION {guard.name}()",
    )
