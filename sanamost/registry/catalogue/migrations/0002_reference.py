import django.contrib.postgres.indexes
from django.contrib.postgres.operations import TrigramExtension
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_initial'),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('code', models.SlugField(max_length=20, primary_key=True, serialize=False)),
                ('position', models.PositiveSmallIntegerField(unique=True)),
                ('names', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='Country',
            fields=[
                ('code', models.CharField(max_length=2, primary_key=True, serialize=False)),
                ('alpha3', models.CharField(max_length=3, unique=True)),
                ('numeric', models.CharField(max_length=3, unique=True)),
                ('currency_code', models.CharField(blank=True, max_length=3)),
                ('calling_code', models.CharField(blank=True, max_length=20)),
                ('names', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='Currency',
            fields=[
                ('code', models.CharField(max_length=3, primary_key=True, serialize=False)),
                ('numeric', models.CharField(max_length=3)),
                ('exponent', models.PositiveSmallIntegerField(null=True)),
                ('symbol', models.CharField(blank=True, max_length=8)),
                ('names', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='Language',
            fields=[
                ('code', models.CharField(max_length=2, primary_key=True, serialize=False)),
                ('rtl', models.BooleanField()),
                ('self_name', models.CharField(blank=True, max_length=100)),
                ('names', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='ReferenceEdition',
            fields=[
                ('file', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64)),
                ('rows', models.PositiveIntegerField()),
                ('loaded_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Region',
            fields=[
                ('code', models.CharField(max_length=5, primary_key=True, serialize=False)),
                ('iso', models.CharField(blank=True, max_length=6)),
                ('okato', models.CharField(max_length=11, unique=True)),
                ('oktmo', models.CharField(blank=True, max_length=11)),
                ('kind', models.CharField(choices=[('republic', 'Republic'), ('krai', 'Krai'), ('oblast', 'Oblast'), ('city', 'City'), ('autonomous_oblast', 'Autonomous Oblast'), ('autonomous_okrug', 'Autonomous Okrug')], max_length=20)),
                ('utc_offset', models.SmallIntegerField(help_text='minutes')),
                ('names', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='Speciality',
            fields=[
                ('code', models.CharField(max_length=4, primary_key=True, serialize=False)),
                ('names', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='CareProfile',
            fields=[
                ('code', models.CharField(max_length=4, primary_key=True, serialize=False)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('name_ru', models.CharField(max_length=200)),
                ('names', models.JSONField()),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='profiles', to='catalogue.area')),
            ],
        ),
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('calendar', models.CharField(max_length=10)),
                ('day', models.DateField()),
                ('kind', models.CharField(choices=[('holiday', 'Holiday'), ('working', 'Working'), ('short', 'Short')], max_length=10)),
                ('provisional', models.BooleanField(default=False)),
                ('source', models.CharField(max_length=100)),
                ('names', models.JSONField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('calendar', 'day'), name='one_row_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Diagnosis',
            fields=[
                ('code', models.CharField(max_length=10, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('chapter', 'Chapter'), ('block', 'Block'), ('category', 'Category')], max_length=10)),
                ('actual', models.BooleanField()),
                ('name_ru', models.CharField(max_length=500)),
                ('search_key', models.CharField(max_length=500)),
                ('edition', models.CharField(max_length=20)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalogue.diagnosis')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search_key'], name='diagnosis_words', opclasses=['gin_trgm_ops'])],
            },
        ),
        migrations.CreateModel(
            name='NomenclatureService',
            fields=[
                ('code', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('section', models.CharField(max_length=1)),
                ('kind', models.CharField(max_length=3)),
                ('name', models.CharField(max_length=500)),
                ('name_is_cut', models.BooleanField(default=False)),
                ('search_key', models.CharField(max_length=500)),
                ('edition', models.CharField(max_length=20)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalogue.nomenclatureservice')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search_key'], name='service_words', opclasses=['gin_trgm_ops'])],
            },
        ),
    ]
