from django.db import migrations

OLD_FUNCTIONS = "DROP FUNCTION IF EXISTS resources_note_{}() CASCADE"


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0004_capacity_by_day"),
        ("resources", "0003_capacity_by_day"),
    ]

    operations = [
        migrations.DeleteModel(name="WeeklyPlaces"),
        *[migrations.RunSQL(OLD_FUNCTIONS.format(when)) for when in ("insert", "update", "delete")],
    ]
