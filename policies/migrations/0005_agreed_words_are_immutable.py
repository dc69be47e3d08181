"""What somebody agreed to is never rewritten: the database refuses it, whoever asks.

A release takes its withdrawal, once, and the redaction of its typed name. A notice is fixed from the first release on.
SQLite rebuilds a table when a later migration alters it and drops its triggers: such a migration runs `install` again
(a test looks for the triggers).
"""

from django.db import migrations

NOTICE = ("organisation_id", "purpose", "placement", "language", "version", "title", "body", "without", "digest",
          "pack", "created_at")  # fmt: skip
RELEASE = ("person_id", "notice_id", "purpose", "placement", "groups", "alterations", "territory", "starts_on",
           "ends_on", "given_at", "text_digest")  # fmt: skip
GIVEN = "EXISTS (SELECT 1 FROM policies_release WHERE notice_id = OLD.id)"
NO_NOTICE = "A notice that was agreed to is never changed: add a version."
NO_RELEASE = "A release is never changed: take it back, or agree anew."


def install(_apps, editor):
    rewrite = {"sqlite": _sqlite, "postgresql": _postgresql}.get(editor.connection.vendor)
    if rewrite is None:
        raise NotImplementedError(f"There is no guard against rewriting agreements for {editor.connection.vendor}.")
    differs = "IS NOT" if editor.connection.vendor == "sqlite" else "IS DISTINCT FROM"
    rewrite(editor, "policies_notice", "update", f"({_changed(NOTICE, differs)}) AND {GIVEN}", NO_NOTICE)
    rewrite(editor, "policies_notice", "delete", GIVEN, NO_NOTICE)
    rewrite(editor, "policies_release", "update", f"{_changed(RELEASE, differs)} OR {_moved(differs)}", NO_RELEASE)


def remove(_apps, editor):
    for table, verb in (("policies_notice", "update"), ("policies_notice", "delete"), ("policies_release", "update")):
        name = f"{table}_no_{verb}"
        if editor.connection.vendor == "sqlite":
            editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            editor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def _changed(columns, differs):
    return " OR ".join(f"NEW.{column}{cast} {differs} OLD.{column}{cast}" for column, cast in _cast(columns, differs))


def _cast(columns, differs):
    json = {"groups", "alterations", "territory"} if differs != "IS NOT" else set()
    return [(column, "::text" if column in json else "") for column in columns]


def _moved(differs):
    back = f"(OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at {differs} OLD.withdrawn_at)"
    return f"{back} OR (NEW.typed_name {differs} OLD.typed_name AND NEW.typed_name <> '')"


def _sqlite(editor, table, verb, condition, message):
    editor.execute(
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _postgresql(editor, table, verb, condition, message):
    # A subquery is not allowed in WHEN, so the function itself looks.
    row = "NEW" if verb == "update" else "OLD"
    editor.execute(
        f"CREATE FUNCTION {table}_no_{verb}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
        f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$"
    )
    editor.execute(
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION {table}_no_{verb}()"
    )


class Migration(migrations.Migration):
    dependencies = [("policies", "0004_notices_and_releases")]

    operations = [migrations.RunPython(install, remove)]
