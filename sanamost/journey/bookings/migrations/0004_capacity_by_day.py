import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone


def bring_over(apps, schema_editor):
    """What was kept in weeks stays on record: its days from the proposal, and a recipe without uses.

    Capacity itself is entered anew, by resource and day.
    """
    schema_editor.execute("SELECT set_config('app.system', 'on', true)")
    holds = apps.get_model("bookings", "Hold").objects
    recipes = apps.get_model("resources", "Recipe").objects
    known = {}
    for hold in holds.select_related("proposal", "places"):
        key = (hold.organisation_id, hold.places.area)
        if key not in known:
            now = timezone.now()
            known[key] = recipes.create(
                organisation_id=key[0], area=key[1], made_at=now, replaced_at=now
            )
        hold.recipe = known[key]
        hold.arrives_on = hold.proposal.arrives_on or hold.places.week
        hold.stay_days = max(1, hold.proposal.stay_days)
        hold.save(update_fields=["recipe", "arrives_on", "stay_days"])


def foreign_key(to, related_name="+", **options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=to, **options
    )


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0003_missed_place"),
        ("cases", "0003_declined_by_patient"),
        ("organisations", "0003_card"),
        ("resources", "0003_capacity_by_day"),
    ]

    operations = [
        migrations.AddField("hold", "recipe", foreign_key("resources.recipe", null=True)),
        migrations.AddField("hold", "arrives_on", models.DateField(null=True)),
        migrations.AddField("hold", "stay_days", models.PositiveSmallIntegerField(null=True)),
        migrations.RunPython(bring_over, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField("hold", "recipe", foreign_key("resources.recipe")),
        migrations.AlterField("hold", "arrives_on", models.DateField()),
        migrations.AlterField("hold", "stay_days", models.PositiveSmallIntegerField()),
        migrations.RemoveField("hold", "places"),
        migrations.CreateModel(
            name="HoldUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", models.PositiveIntegerField()),
                ("planned", models.PositiveIntegerField()),
                ("capacity", foreign_key("resources.capacityday")),
                ("case", foreign_key("cases.case")),
                ("hold", foreign_key("bookings.hold", "uses")),
                ("organisation", foreign_key("organisations.organisation")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("amount__gt", 0)),
                        fields=["capacity"],
                        name="hold_use_of_day",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("hold", "capacity"), name="hold_use_once")
                ],
            },
        ),
    ]
