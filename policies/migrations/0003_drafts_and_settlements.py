# A rule can be drafted and agreed to; grey zones are settled; sources are read again.
from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


before = import_module("policies.migrations.0002_immutable")
FIXED = (*before.FIXED, "written_by_id", "confirmed_by_id")


def install(apps, editor):
    """The guards again, with the new columns: SQLite drops a table's triggers when it rebuilds the table."""
    old, before.FIXED = before.FIXED, FIXED
    try:
        before.install(apps, editor)
    finally:
        before.FIXED = old


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_manager'),
        ('policies', '0002_immutable'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(before.remove, before.install),
        migrations.CreateModel(
            name='GreyZoneDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('camera', 'camera'), ('computational_capture', 'computational_capture'), ('print_scan', 'print_scan'), ('human_retouched', 'human_retouched'), ('auto_enhanced', 'auto_enhanced'), ('illustration', 'illustration'), ('ai_background', 'ai_background'), ('ai_composite', 'ai_composite'), ('ai_generated', 'ai_generated')], max_length=30)),
                ('placement', models.CharField(blank=True, help_text='Key of a placement; empty for all.', max_length=40)),
                ('answer', models.CharField(choices=[('allow', 'allow'), ('deny', 'deny')], max_length=10)),
                ('reason', models.TextField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('effective_from', models.DateField(blank=True, help_text='First day: that of the approval.', null=True)),
                ('effective_until', models.DateField(help_text='Last day; then somebody decides again.')),
                ('ended_at', models.DateTimeField(blank=True, help_text='When it was taken back.', null=True)),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RuleDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule_id', models.CharField(max_length=80)),
                ('layer', models.CharField(choices=[('law', 'law'), ('platform', 'platform'), ('sector', 'sector'), ('organisation', 'organisation'), ('placement', 'placement')], max_length=20)),
                ('version', models.PositiveIntegerField()),
                ('body', models.JSONField(help_text='All fields of rule.schema.json; the version and its words are fixed on adoption.')),
                ('state', models.CharField(choices=[('draft', 'Being written'), ('waiting', 'Waits for a second person'), ('adopted', 'Kept as a version'), ('discarded', 'Discarded')], default='draft', max_length=12)),
                ('why', models.TextField(blank=True, help_text='What changed, for the second person and the record.')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'ordering': ['-changed_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RuleSetLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('known_at', models.DateTimeField(help_text='Versions kept later than this were not known to the look.')),
                ('rule_set', models.CharField(help_text='Digest of the versions in force: Verdict.rule_set.', max_length=64)),
                ('checked', models.PositiveIntegerField(default=0, help_text='Live publications that were asked about.')),
                ('tasks', models.PositiveIntegerField(default=0)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-known_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SourceReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('note', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='ruleversion',
            name='an_organisation_writes_no_law',
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='confirmed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ruleversion',
            name='written_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='ruleversion',
            constraint=models.CheckConstraint(condition=models.Q(('organisation__isnull', True), models.Q(('layer__in', ('law', 'platform')), _negated=True), models.Q(('confirmed_by__isnull', False), ('written_by__isnull', False), models.Q(('written_by', models.F('confirmed_by')), _negated=True)), _connector='OR'), name='nobody_writes_law_alone'),
        ),
        migrations.AddField(
            model_name='greyzonedecision',
            name='approved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='greyzonedecision',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grey_zone_decisions', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='greyzonedecision',
            name='rule_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='settlements', to='policies.ruleversion'),
        ),
        migrations.AddField(
            model_name='greyzonedecision',
            name='written_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='ruledraft',
            name='became',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='policies.ruleversion'),
        ),
        migrations.AddField(
            model_name='ruledraft',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rule_drafts', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='ruledraft',
            name='written_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rulesetlook',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rule_set_looks', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='sourcereading',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sourcereading',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='source_readings', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='sourcereading',
            name='rule_version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='policies.ruleversion'),
        ),
        migrations.AddConstraint(
            model_name='greyzonedecision',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('written_by')), _negated=True), _connector='OR'), name='nobody_settles_a_grey_zone_alone'),
        ),
        migrations.AddConstraint(
            model_name='greyzonedecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True), ('effective_from__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('effective_from__isnull', False)), _connector='OR'), name='a_settlement_begins_when_it_is_approved'),
        ),
        migrations.AddConstraint(
            model_name='ruledraft',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'waiting'))), fields=('organisation', 'layer', 'rule_id'), name='one_open_draft_a_rule'),
        ),
        migrations.AddConstraint(
            model_name='ruledraft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('became__isnull', False), ('state', 'adopted')), models.Q(models.Q(('state', 'adopted'), _negated=True), ('became__isnull', True)), _connector='OR'), name='an_adopted_draft_is_a_version'),
        ),
        migrations.AddConstraint(
            model_name='rulesetlook',
            constraint=models.UniqueConstraint(condition=models.Q(('finished_at__isnull', True)), fields=('organisation',), name='one_look_at_rules_at_a_time'),
        ),
        migrations.RunPython(install, before.remove),
    ]
