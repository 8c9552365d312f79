import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0002_reference'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='RegisterEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('inn', models.CharField(max_length=12, unique=True)),
                ('ogrn', models.CharField(blank=True, max_length=15)),
                ('kpp', models.CharField(blank=True, max_length=9)),
                ('name_short', models.CharField(max_length=300)),
                ('name_full', models.CharField(max_length=500)),
                ('postal_code', models.CharField(blank=True, max_length=10)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('site', models.CharField(blank=True, max_length=200)),
                ('federal', models.BooleanField(default=False)),
                ('oms_territories', models.PositiveSmallIntegerField()),
                ('oms_codes', models.TextField(blank=True)),
                ('search_key', models.CharField(max_length=900)),
                ('edition', models.CharField(max_length=20)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.region')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search_key'], name='register_words', opclasses=['gin_trgm_ops'])],
            },
        ),
    ]
