"""Forms about oneself and one's colleagues."""

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.roles import Role

# Where most readers are; the zone of a profile that says another stays in its list.
ZONES = (
    "Europe/Moscow",
    "Europe/Kaliningrad",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Kamchatka",
    "Asia/Tashkent",
    "Asia/Almaty",
    "Asia/Bishkek",
    "Asia/Dushanbe",
    "Asia/Baku",
    "Asia/Yerevan",
    "Asia/Tbilisi",
    "Asia/Shanghai",
    "Asia/Ulaanbaatar",
    "Asia/Ho_Chi_Minh",
    "Asia/Kolkata",
    "Asia/Dubai",
    "Asia/Riyadh",
    "Asia/Tehran",
    "Africa/Cairo",
    "Africa/Algiers",
    "Africa/Lagos",
    "Europe/Istanbul",
    "Europe/Belgrade",
    "Europe/Berlin",
    "Europe/London",
    "UTC",
)


class ProfileForm(forms.Form):
    """How one is called, and in which language and time one reads."""

    name = forms.CharField(label=_("Your name"), max_length=200, strip=True)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Letters to you are written in it."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Dates and times are shown in it.")
    )

    def __init__(self, *sent: Any, **options: Any) -> None:
        super().__init__(*sent, **options)
        now = str((options.get("initial") or {}).get("time_zone", ""))
        known = zoneinfo.available_timezones()
        names = [zone for zone in dict.fromkeys([*ZONES, now]) if zone in known]
        field = self.fields["time_zone"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        field.choices = [(zone, zone.replace("_", " ").replace("/", " / ")) for zone in names]


class InvitationForm(forms.Form):
    """Who is asked into the organisation, and as what."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *sent: Any, roles: list[Role], **options: Any) -> None:
        super().__init__(*sent, **options)
        field = self.fields["roles"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 declared above
        field.choices = [(role.value, role.label) for role in roles]
        if len(roles) == 1:
            field.initial = [roles[0].value]


class CodeForm(forms.Form):
    """A code from a letter."""

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
        ),
    )
