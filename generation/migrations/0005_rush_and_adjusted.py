from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("generation", "0004_run_compare")]

    operations = [
        migrations.AddField(
            model_name="run",
            name="rush",
            field=models.BooleanField(
                default=False, help_text="It was asked for with a reason why it cannot wait. It skips no check."
            ),
        ),
        migrations.AddField(
            model_name="run",
            name="adjusted",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="The light, background and polish that the person chose; empty for the recipe's.",
            ),
        ),
    ]
