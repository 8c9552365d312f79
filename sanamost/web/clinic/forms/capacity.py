"""What a clinic types in about what it has, when that stands still, and what it may give away."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sanamost.registry.resources.services import ResourceFacts
from sanamost.registry.resources.states import BedGender, BreakReason, ResourceKind
from sanamost.web.clinic.forms.card import day_field
from sanamost.web.clinic.forms.desk import choose

UNITS: dict[str, str | Promise] = {
    ResourceKind.BEDS: _("Beds that stand open for patients; not those kept empty for isolation."),
    ResourceKind.THEATRE: _("Theatres that are worked in at the same time."),
    ResourceKind.EQUIPMENT: _("Machines of this kind that are in order."),
    ResourceKind.STAFF: _("Full-time posts that are filled; half a post is 0.5."),
    ResourceKind.ROOM: _("Rooms that are worked in at the same time."),
}
"""What one unit is, by kind."""
MINUTES: dict[str, str | Promise] = {
    ResourceKind.THEATRE: _(
        "Of one theatre on a working day, from the first incision to the last. One shift of eight"
        " hours is 480."
    ),
    ResourceKind.EQUIPMENT: _(
        "Of one machine on a working day, all shifts together. Two shifts of six hours are 720."
    ),
    ResourceKind.STAFF: _(
        "Of one full-time post on a working day, with patients alone: the norm of the post,"
        " without paperwork, training and leave. Often 390."
    ),
    ResourceKind.ROOM: _("Of one room on a working day, from opening to closing."),
}
"""What the minutes of a day are, by kind."""


class ResourceForm(forms.Form):
    """One resource; what its kind does not have is not asked."""

    kind = forms.ChoiceField(choices=ResourceKind.choices, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("As your people call it: a department's beds, a theatre, a machine."),
    )
    area = forms.ChoiceField(
        label=_("Area of care"),
        required=False,
        help_text=_("Whose own it is. What several areas use belongs to the whole clinic."),
    )
    site = forms.ChoiceField(label=_("Site"), required=False)
    units = forms.DecimalField(
        label=_("How many"), max_digits=7, decimal_places=2, min_value=Decimal("0.01")
    )
    gender = forms.ChoiceField(
        label=_("Who may lie in these beds"),
        choices=BedGender.choices,
        required=False,
        help_text=_(
            "Wards for women, men or children alone are a resource each, so that a free bed is one"
            " that the patient may have."
        ),
    )
    minutes_a_day = forms.IntegerField(label=_("Minutes of a day"), min_value=1, max_value=1440)
    downtime_percent = forms.DecimalField(
        label=_("Downtime in per cent"),
        required=False,
        min_value=0,
        max_value=99,
        max_digits=4,
        decimal_places=1,
        help_text=_(
            "What is lost on an ordinary day: cleaning, changing over, short faults. Long stops"
            " stand below as times of less."
        ),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Working days"),
        choices=[(str(day), name) for day, name in WEEKDAYS.items()],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Public holidays are left out by themselves."),
    )
    detail = forms.CharField(
        label=_("Speciality or kind"),
        max_length=120,
        required=False,
        help_text=_("The speciality of the staff, or the kind of the machine."),
    )

    def __init__(
        self,
        *sent: Any,
        kind: str,
        areas: list[tuple[str, str]],
        sites: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*sent, **options)
        self.initial["kind"] = kind
        choose(self, "area", [("", _now("Whole clinic")), *areas])
        choose(self, "site", [("", _now("No site of its own")), *sites])
        self.fields["units"].help_text = str(UNITS[kind])
        left_out = (
            {"minutes_a_day", "weekdays", "detail"} if kind == ResourceKind.BEDS else {"gender"}
        )
        for name in left_out:
            del self.fields[name]
        if kind in MINUTES:
            self.fields["minutes_a_day"].help_text = str(MINUTES[kind])

    def facts(self, kind: str) -> ResourceFacts:
        """What was typed, of a resource of this kind."""
        said = self.cleaned_data
        own: dict[str, Any] = {"gender": said.get("gender") or ""}
        if kind != ResourceKind.BEDS:
            own = {
                "minutes_a_day": said["minutes_a_day"],
                "weekdays": sum(1 << day for day in said["weekdays"]),
                "detail": said["detail"],
            }
        return ResourceFacts(
            kind=kind,
            name=said["name"],
            units=said["units"],
            downtime_percent=said["downtime_percent"] or Decimal(0),
            area=said["area"],
            site=said["site"],
            **own,
        )


class ResourceFilter(forms.Form):
    """Which resources to show."""

    area = forms.ChoiceField(label=_("Area of care"), required=False)
    site = forms.ChoiceField(label=_("Site"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *ResourceKind.choices]
    )

    def __init__(
        self,
        *sent: Any,
        areas: list[tuple[str, str]],
        sites: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*sent, **options)
        choose(self, "area", [("", _now("All")), *areas])
        choose(self, "site", [("", _now("All")), *sites])
        if not sites:
            del self.fields["site"]

    def leaves(self, row: Any) -> bool:
        """Whether a resource stays on the page."""
        said = self.cleaned_data if self.is_valid() else {}
        site = row.site.public_id if row.site else ""
        held = {"area": row.area, "kind": row.kind, "site": site}
        return all(not wanted or held[name] == wanted for name, wanted in said.items())


class BreakForm(forms.Form):
    """A time in which a resource gives less or nothing."""

    first_on = day_field(_("First day"))
    last_on = day_field(_("Last day"), help_text=_("The last one on which it gives less."))
    left_percent = forms.IntegerField(
        label=_("What is left meanwhile, in per cent"),
        min_value=0,
        max_value=99,
        initial=0,
        help_text=_("0 where it stands still; 67 where one of three is away."),
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=BreakReason.choices)


class ProtectionForm(forms.Form):
    """How surely capacity is kept for domestic patients, and why."""

    percent = forms.DecimalField(
        label=_("Level of protection in per cent"),
        min_value=50,
        max_value=Decimal("99.9"),
        max_digits=3,
        decimal_places=1,
        help_text=_(
            "95 keeps enough for 19 of 20 days, 99 for 99 of 100. A higher level leaves less for"
            " foreign patients."
        ),
    )
    reason = forms.CharField(
        label=_("Why this level"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you know of how demand changes, and what a full day would mean."),
    )

    def __init__(self, *sent: Any, areas: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        """`areas` of the state task: each is asked how many come as emergencies."""
        super().__init__(*sent, **options)
        self.areas = areas
        for number, (code, name) in enumerate(areas):
            self.fields[f"urgent-{code}"] = forms.IntegerField(
                label=_now("Emergencies of a hundred patients: %(area)s") % {"area": name},
                min_value=0,
                max_value=100,
                required=False,
                help_text=""
                if number
                else _(
                    "Of your admissions of last year. All others come by appointment. Left empty,"
                    " all are reckoned as emergencies, and hardly any planned stay of a foreign"
                    " patient may begin."
                ),
            )

    @property
    def urgent(self) -> dict[str, int]:
        """How many come as emergencies, by area; areas of which nothing was said are left out."""
        said = {code: self.cleaned_data.get(f"urgent-{code}") for code, _name in self.areas}
        return {code: part for code, part in said.items() if part is not None}


class ConcessionForm(forms.Form):
    """What a foreign patient is to have that the state task keeps."""

    resource = forms.ChoiceField(label=_("Resource"))
    first_on = day_field(_("First day"))
    last_on = day_field(_("Last day"))
    amount = forms.IntegerField(
        label=_("How much on each of these days"),
        min_value=1,
        max_value=100_000,
        help_text=_("Beds; of everything else minutes of a day."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Why this does not make a domestic patient wait. No names: the coordinator of the"
            " region reads it."
        ),
    )

    def __init__(self, *sent: Any, resources: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*sent, **options)
        choose(self, "resource", [("", "—"), *resources])


class CapacityFilter(forms.Form):
    """Which resources the calendar shows; a site is asked for where there are several."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    site = forms.ChoiceField(label=_("Site"), required=False)

    def __init__(
        self,
        *sent: Any,
        areas: list[tuple[str, str]],
        sites: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*sent, **options)
        choose(self, "area", [("", _("All")), *areas])
        if len(sites) > 1:
            choose(self, "site", [("", _("All")), *sites])
        else:
            del self.fields["site"]


class WaitForm(forms.Form):
    """On which days the patient could arrive."""

    first_on = forms.DateField(
        label=_("First day of arrival"), widget=forms.DateInput(attrs={"type": "date"})
    )
    last_on = forms.DateField(
        label=_("Last day of arrival"), widget=forms.DateInput(attrs={"type": "date"})
    )
