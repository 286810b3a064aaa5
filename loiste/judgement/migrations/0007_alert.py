import django.db.models.deletion
import loiste.judgement.alert_models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_audit'),
        ("judgement", "0006_tier"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AlertStart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=60)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(blank=True, max_length=200)),
                ('open_matching', models.BooleanField(default=False)),
                ('done_on', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=loiste.judgement.alert_models.alert_public_id, max_length=30, unique=True)),
                ('rule', models.CharField(blank=True, max_length=60)),
                ('version', models.PositiveIntegerField(default=0)),
                ('sort', models.CharField(max_length=12)),
                ('severity', models.CharField(max_length=6)),
                ('state', models.CharField(choices=[('open', 'Open'), ('snoozed', 'Snoozed'), ('closed', 'Closed')], default='open', max_length=8)),
                ('opened_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('evidence', models.JSONField(default=list)),
                ('stake', models.BigIntegerField(null=True)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('snoozed_until', models.DateField(null=True)),
                ('closed_on', models.DateField(null=True)),
                ('closed_because', models.CharField(blank=True, choices=[('cleared', 'Cleared'), ('hand', 'Hand'), ('not_useful', 'Not Useful'), ('rule_off', 'Rule Off'), ('gone', 'Gone')], max_length=12)),
                ('reason', models.TextField(blank=True)),
                ('deadline', models.DateField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='accounts.account')),
                ('raised_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='flags', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='AlertChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('opened', 'Opened'), ('evidence', 'Evidence'), ('snoozed', 'Snoozed'), ('woken', 'Woken'), ('closed', 'Closed'), ('not_useful', 'Not Useful'), ('reopened', 'Reopened')], max_length=10)),
                ('on', models.DateField()),
                ('at', models.DateTimeField()),
                ('by', models.CharField(blank=True, max_length=200)),
                ('why', models.TextField(blank=True)),
                ('evidence', models.JSONField(default=list)),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='judgement.alert')),
            ],
        ),
        migrations.CreateModel(
            name='AlertDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=60)),
                ('as_of', models.DateField()),
                ('at', models.DateTimeField()),
                ('version', models.PositiveIntegerField()),
                ('looked', models.PositiveIntegerField(default=0)),
                ('matched', models.PositiveIntegerField(default=0)),
                ('opened', models.PositiveIntegerField(default=0)),
                ('closed', models.PositiveIntegerField(default=0)),
                ('wide', models.PositiveIntegerField(default=0)),
                ('paused', models.CharField(blank=True, max_length=200)),
                ('starting', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('rule', 'as_of'), name='one_alert_day')],
            },
        ),
        migrations.CreateModel(
            name='AlertWatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=60)),
                ('since', models.DateField()),
                ('days', models.PositiveIntegerField(default=1)),
                ('held', models.BooleanField(default=False)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.account')),
            ],
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(fields=['account', '-opened_on'], name='alerts_of_account'),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(fields=['rule', 'closed_on'], name='alerts_cooling'),
        ),
        migrations.AddIndex(
            model_name='alert',
            index=models.Index(fields=['state', 'id'], name='alerts_by_state'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), models.Q(('rule', ''), _negated=True)), fields=('rule', 'account'), name='one_open_alert'),
        ),
        migrations.AddConstraint(
            model_name='alertwatch',
            constraint=models.UniqueConstraint(fields=('rule', 'account'), name='one_watch'),
        ),
    ]
