from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Rate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('ecb', 'Ecb'), ('cbr', 'Cbr'), ('manual', 'Manual')], max_length=10)),
                ('day', models.DateField()),
                ('currency', models.CharField(max_length=3)),
                ('quote', models.CharField(max_length=3)),
                ('nominal', models.PositiveIntegerField()),
                ('value', models.DecimalField(decimal_places=8, max_digits=20)),
                ('remark', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'currency', 'quote', 'day'), name='one_rate_a_day'), models.CheckConstraint(condition=models.Q(('nominal__gt', 0)), name='nominal_above_zero'), models.CheckConstraint(condition=models.Q(('value__gt', 0)), name='value_above_zero'), models.CheckConstraint(condition=models.Q(('currency', models.F('quote')), _negated=True), name='two_currencies')],
            },
        ),
    ]
