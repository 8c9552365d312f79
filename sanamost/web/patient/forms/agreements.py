"""What the patient's side fills in for a contract."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanamost.journey.agreements.states import Termination
from sanamost.registry.patients.states import Sex, StayDocument


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day, chosen with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date", "dir": "ltr"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class IdentityForm(forms.Form):
    """What the contract, and the papers of the stay, must name of the patient."""

    sex = forms.ChoiceField(
        label=_("Sex, as in the passport"), choices=Sex.choices, widget=forms.RadioSelect
    )
    passport_number = forms.CharField(
        label=_("Passport number"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    passport_valid_until = day_field(
        _("Passport valid until"), help_text=_("It must be valid for the whole stay.")
    )
    address = forms.CharField(
        label=_("Home address"),
        max_length=300,
        help_text=_("Country, town, street, house and flat."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "street-address"}),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        help_text=_("With the country code, such as +998 90 123 45 67."),
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "tel", "autocomplete": "tel"}),
    )
    stay_document = forms.ChoiceField(
        label=_("Document of stay in Russia"), choices=StayDocument.choices
    )
    stay_from = day_field(_("Stay allowed from"), required=False)
    stay_until = day_field(_("Stay allowed until"), required=False)


class ChildIdentityForm(IdentityForm):
    """The same for a patient under 18: who represents them too."""

    representative_name = forms.CharField(
        label=_("Name of the parent or guardian, as in the passport"), max_length=200
    )
    representative_relation = forms.CharField(
        label=_("Who they are to the patient"),
        max_length=50,
        help_text=_("Mother, father, guardian."),
    )


class AgreeForm(forms.Form):
    """One conscious yes; nothing is ticked beforehand."""

    agree = forms.BooleanField(label=_("I have read this and I agree."))

    def __init__(self, *sent: Any, words: Any = "", **options: Any) -> None:
        super().__init__(*sent, **options)
        if words:
            self.fields["agree"].label = words


class EndForm(forms.Form):
    """Why the patient ends the contract."""

    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[
            (Termination.PATIENT, _("My own decision")),
            (Termination.VISA_REFUSED, _("I was refused a visa")),
        ],
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(label=_("I understand that the case ends with the contract."))
