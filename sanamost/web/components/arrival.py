"""Telling the arrival: one form for the patient, the partner and the coordinator."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from sanamost.journey.travel import services
from sanamost.registry.organisations import selectors as organisations
from sanamost.web.acting import Request

COMPANIONS = 3


class ArrivalForm(forms.Form):
    """Day and time as the ticket says them: by the clock of the place of arrival."""

    day = forms.DateField(label=_("Day of arrival"), widget=forms.DateInput(attrs={"type": "date"}))
    time = forms.TimeField(
        label=_("Time of arrival"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("By the clock of the place where you arrive, as on the ticket."),
    )
    place = forms.CharField(
        label=_("Where"), max_length=200, help_text=_("Airport or station, and the terminal.")
    )
    carrier = forms.CharField(
        label=_("Flight or train"), max_length=60, required=False, help_text=_("Such as HY 501.")
    )

    def __init__(self, *sent: Any, plan: Any, **options: Any) -> None:
        options["initial"] = _known(plan)
        super().__init__(*sent, **options)
        for number in range(1, COMPANIONS + 1):
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("Companion's name"), max_length=200, required=False
            )
            self.fields[f"relation_{number}"] = forms.CharField(
                label=_("Relation to the patient"), max_length=60, required=False
            )
            self.fields[f"passport_{number}"] = forms.CharField(
                label=_("Companion's passport number"), max_length=40, required=False
            )

    @property
    def companions(self) -> list[dict[str, Any]]:
        """The fields of each companion, for the template."""
        return [
            {
                "number": n,
                "fields": [self[f"{part}_{n}"] for part in ("name", "relation", "passport")],
            }
            for n in range(1, COMPANIONS + 1)
        ]

    def typed_companions(self) -> list[dict[str, str]]:
        """Who comes along, as services take them."""
        typed = self.cleaned_data
        return [
            {
                "name": typed[f"name_{n}"],
                "relation": typed[f"relation_{n}"],
                "passport_number": typed[f"passport_{n}"],
            }
            for n in range(1, COMPANIONS + 1)
        ]


def zone_of(plan: Any) -> ZoneInfo:
    """The clinic's zone."""
    return ZoneInfo(organisations.timing_of(plan.organisation_id).time_zone)


def tell_arrival(request: Request, plan: Any, form: ArrivalForm, now: dt.datetime) -> None:
    """Hand what was typed to the service."""
    typed = form.cleaned_data
    services.set_arrival(
        actor=request.actor,
        plan=plan,
        arrival_at=dt.datetime.combine(typed["day"], typed["time"], tzinfo=zone_of(plan)),
        place=typed["place"],
        carrier=typed["carrier"],
        companions=form.typed_companions(),
        now=now,
    )


def _known(plan: Any) -> dict[str, Any]:
    known: dict[str, Any] = {"day": plan.booking.arrives_on, "place": plan.arrival_place}
    if plan.arrival_at:
        here = plan.arrival_at.astimezone(zone_of(plan))
        known |= {"day": here.date(), "time": here.time(), "carrier": plan.carrier}
    for number, one in enumerate(plan.companions[:COMPANIONS], start=1):
        known |= {
            f"name_{number}": one["name"],
            f"relation_{number}": one["relation"],
            f"passport_{number}": one["passport_number"],
        }
    return known
