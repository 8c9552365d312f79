"""What a clinic says of its physicians."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanamost.registry.practitioners.services import Document, Facts
from sanamost.registry.practitioners.states import AgeBand, CredentialKind, Degree, Grade
from sanamost.web.clinic.forms.card import day_field, language_choices
from sanamost.web.clinic.forms.desk import choose


class PractitionerForm(forms.Form):
    """One physician."""

    name = forms.CharField(label=_("Name in the original script"), max_length=200)
    name_latin = forms.CharField(
        label=_("Name in Latin letters"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    speciality_id = forms.ChoiceField(label=_("Speciality"))
    grade = forms.ChoiceField(label=_("Qualification category"), choices=Grade.choices)
    degrees = forms.MultipleChoiceField(
        label=_("Degrees and titles"),
        choices=Degree.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages that they speak with patients"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    site = forms.ChoiceField(label=_("Site"), required=False)
    insurer = forms.CharField(label=_("Insurer of the liability"), max_length=200, required=False)
    insured_until = day_field(_("Last day of the liability cover"), required=False)
    age_band = forms.ChoiceField(
        label=_("Age"),
        choices=AgeBand.choices,
        required=False,
        help_text=_("For the passport of the service alone; patients never see it."),
    )
    consented_on = day_field(
        _("Day on which they agreed in writing to be named"),
        required=False,
        help_text=_("Without it they are not shown on the portal."),
    )
    public = forms.BooleanField(label=_("Show them on the portal"), required=False)

    def __init__(
        self,
        *sent: Any,
        specialities: list[tuple[str, str]],
        sites: list[tuple[str, str]],
        also: Any = (),
        **options: Any,
    ) -> None:
        super().__init__(*sent, **options)
        choose(self, "speciality_id", [("", "—"), *specialities])
        choose(self, "site", [("", "—"), *sites])
        choose(self, "languages", language_choices(also))

    def facts(self) -> Facts:
        """What was typed."""
        said = self.cleaned_data
        return Facts(
            **{
                **said,
                "degrees": tuple(said["degrees"]),
                "languages": tuple(said["languages"]),
            }
        )


def practitioner_values(row: Any) -> dict[str, Any]:
    """A physician as the form begins with them."""
    names = (
        *("name", "name_latin", "speciality_id", "grade", "degrees", "languages", "insurer"),
        *("insured_until", "age_band", "consented_on", "public"),
    )
    values = {name: getattr(row, name) for name in names}
    return {**values, "site": row.site.public_id if row.site else ""}


class CredentialForm(forms.Form):
    """An accreditation or certificate of a physician."""

    kind = forms.ChoiceField(label=_("What it is"), choices=CredentialKind.choices)
    number = forms.CharField(
        label=_("Its number"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    issuer = forms.CharField(label=_("Issued by"), max_length=200, required=False)
    valid_until = day_field(_("Last day of validity"))

    def document(self) -> Document:
        """What was typed."""
        return Document(**self.cleaned_data)
