# Tasks that say the same share their reason, so that a hundred thousand of them are written in seconds.
import hashlib
import json

import django.db.models.deletion
from django.db import migrations, models


def share(apps, _editor):
    task, reason = apps.get_model("portraits", "RuleTask"), apps.get_model("portraits", "RuleReason")
    known = {}
    for pk, findings, labels in task.objects.values_list("pk", "findings", "labels").iterator():
        said = json.dumps([findings, labels], sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(said.encode()).hexdigest()
        if digest not in known:
            known[digest] = reason.objects.create(digest=digest, findings=findings, labels=labels).pk
        task.objects.filter(pk=pk).update(reason_id=known[digest])


class Migration(migrations.Migration):
    # A table is changed in the same migration that fills it: PostgreSQL takes both only one after the other.
    atomic = False

    dependencies = [("portraits", "0006_anchors")]

    operations = [
        migrations.CreateModel(
            name="RuleReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("findings", models.JSONField(default=list, help_text="What the rules say of it now, strictest first.")),
                ("labels", models.JSONField(default=list, help_text="Duties of channels that demand a label its file does not have.")),
            ],
        ),
        migrations.AddField(
            "ruletask",
            "reason",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="portraits.rulereason"),
        ),
        migrations.RunPython(share, migrations.RunPython.noop),
        migrations.AlterField(
            "ruletask",
            "reason",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="portraits.rulereason"),
        ),
        migrations.RemoveField("ruletask", "findings"),
        migrations.RemoveField("ruletask", "labels"),
    ]
