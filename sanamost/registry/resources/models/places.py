"""Weekly places that a clinic keeps for foreign patients, per area of care."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import OrganisationRow

# The search shows the nearest week with a free place: it looks again when a week fills up or opens,
# not at each hold. Statements, as catalogue/models/search.py has them.
_NOTE = """
CREATE OR REPLACE FUNCTION resources_note_{when}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO catalogue_searchchange (subject, key, made_in, made_at)
    SELECT DISTINCT 'prices', n.organisation_id, pg_current_xact_id()::text::bigint, now()
    FROM {changed};
  RETURN NULL;
END $$
"""
_WHEN = """
CREATE OR REPLACE TRIGGER search_{when} AFTER {when} ON resources_weeklyplaces
REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION resources_note_{when}()
"""
_FREE = "{row}.places > {row}.held + {row}.booked"
_NEW, _OLD = _FREE.format(row="n"), _FREE.format(row="o")
_CHANGES = {
    "INSERT": (f"now_there n WHERE {_NEW}", "NEW TABLE AS now_there"),
    "UPDATE": (
        f"now_there n JOIN was_there o USING (id) WHERE ({_NEW}) <> ({_OLD})",
        "OLD TABLE AS was_there NEW TABLE AS now_there",
    ),
    "DELETE": (f"was_there n WHERE {_NEW}", "OLD TABLE AS was_there"),
}
_NOTED = tuple(
    rule
    for when, (changed, tables) in _CHANGES.items()
    for rule in (
        _NOTE.format(when=when, changed=changed),
        _WHEN.format(when=when, tables=tables),
    )
)


class WeeklyPlaces(OrganisationRow):
    """Places of one area in one week; the database refuses more held and booked than there are."""

    area = models.CharField(max_length=20)
    week = models.DateField()
    """The week's Monday."""
    places = models.PositiveIntegerField()
    held = models.PositiveIntegerField(default=0)
    booked = models.PositiveIntegerField(default=0)

    database_rules = _NOTED
    # How many places are free is public; only the clinic and holds change it.
    fence: ClassVar[fences.Fence] = fences.sql(
        read="true", write="organisation_id = (SELECT sanamost_organisation())"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "area", "week"], name="places_once"),
            models.CheckConstraint(
                condition=Q(places__gte=F("held") + F("booked")), name="places_never_oversold"
            ),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="places_week_on_monday"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.area} {self.week}"

    @classmethod
    def visible(cls, actor: Actor) -> Q:  # noqa: ARG003 the same for every actor
        """Everybody may see how many places there are."""
        return Q()
