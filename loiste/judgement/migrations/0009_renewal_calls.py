import django.db.models.deletion
import loiste.judgement.renewal_rows
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_audit'),
        ('judgement', '0008_quadrant'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RedParts',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.DateField()),
                ('model', models.CharField(blank=True, max_length=60)),
                ('version', models.PositiveIntegerField(default=0)),
                ('parts', models.JSONField(default=list)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.account')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'as_of'), name='one_row_of_red_parts_a_day')],
            },
        ),
        migrations.CreateModel(
            name='RenewalCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=loiste.judgement.renewal_rows.call_public_id, max_length=40, unique=True)),
                ('about', models.DateField()),
                ('says', models.CharField(blank=True, choices=[('renews', 'Renews'), ('unsure', 'Unsure'), ('leaves', 'Leaves')], max_length=6)),
                ('amount', models.BigIntegerField(null=True)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('on', models.DateField(null=True)),
                ('next_step', models.CharField(blank=True, max_length=300)),
                ('contracts', models.JSONField(default=list)),
                ('owner', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('day', models.DateField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renewal_calls', to='accounts.account')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('takes_back', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='taken_back', to='judgement.renewalcall')),
            ],
            options={
                'indexes': [models.Index(fields=['account', 'about'], name='calls_of_account'), models.Index(fields=['about', 'day'], name='calls_by_end')],
            },
        ),
    ]
