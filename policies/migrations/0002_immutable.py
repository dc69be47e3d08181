"""What was decided, and by which rule, is never rewritten: the database refuses it, whoever asks.

A rule version takes an end, once, and a later reading of its source. SQLite rebuilds a table when a later migration
alters it and drops its triggers: such a migration runs `install` again (a test looks for the triggers).
"""

from django.db import migrations

FIXED = (
    "organisation_id",
    "rule_id",
    "version",
    "layer",
    "title",
    "body",
    "digest",
    "effective_from",
    "status",
    "source",
    "confidence",
    "pack",
    "owner",
    "loaded_at",
)
NO_REWRITING = "A rule version is never changed: add a version."
NO_REASSESSING = "An assessment is never changed: assess again."


def install(_apps, editor):
    vendor = editor.connection.vendor
    if vendor == "sqlite":
        editor.execute(_sqlite("policies_ruleversion", _changed("IS NOT"), NO_REWRITING))
        editor.execute(_sqlite("policies_assessment", "TRUE", NO_REASSESSING))
    elif vendor == "postgresql":
        _postgresql(editor, "policies_ruleversion", _changed("IS DISTINCT FROM"), NO_REWRITING)
        _postgresql(editor, "policies_assessment", "TRUE", NO_REASSESSING)
    else:
        raise NotImplementedError(f"There is no guard against rewriting rules for {vendor}.")


def remove(_apps, editor):
    for table in ("policies_ruleversion", "policies_assessment"):
        if editor.connection.vendor == "sqlite":
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_is_immutable")
        else:
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_is_immutable ON {table}")
            editor.execute(f"DROP FUNCTION IF EXISTS {table}_is_immutable()")


def _changed(differs):
    fixed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in FIXED)
    moved_end = f"OLD.effective_until IS NOT NULL AND NEW.effective_until {differs} OLD.effective_until"
    return f"{fixed} OR ({moved_end})"


def _sqlite(table, condition, message):
    return (
        f"CREATE TRIGGER {table}_is_immutable BEFORE UPDATE ON {table} FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _postgresql(editor, table, condition, message):
    editor.execute(
        f"CREATE FUNCTION {table}_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    editor.execute(
        f"CREATE TRIGGER {table}_is_immutable BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({condition}) "
        f"EXECUTE FUNCTION {table}_is_immutable()"
    )


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
