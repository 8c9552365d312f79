"""The partner's short request."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanamost.journey.requests.answers import Answers
from sanamost.journey.requests.states import Whom
from sanamost.registry.catalogue import selectors as catalogue

NATIVE = {"en": "English", "ru": "Русский", "zh-hans": "简体中文", "ar": "العربية"}


class NewRequestForm(forms.Form):
    """Who, what for, how to reach them; no papers and no diagnosis."""

    name_latin = forms.CharField(
        label=_("Name in Latin letters, as in the passport"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    name_original = forms.CharField(
        label=_("Name in the patient's own script"), required=False, max_length=200
    )
    birth_date = forms.DateField(
        label=_("Date of birth"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    citizenship = forms.ChoiceField(label=_("Citizenship"))
    residence_country = forms.ChoiceField(label=_("Country where the patient lives permanently"))
    representative_name = forms.CharField(
        label=_("Who signs for the patient"),
        required=False,
        max_length=200,
        help_text=_("Only for a child, or where somebody else signs: the name of that person."),
    )
    area = forms.ChoiceField(label=_("Area of medicine"), required=False)
    words = forms.CharField(
        label=_("What help is needed, in a few words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("No diagnoses and no test results: the patient or a doctor gives those later."),
    )
    email = forms.EmailField(
        label=_("The patient's e-mail"),
        help_text=_("Of the one who signs. They get a link to read the consents and decide."),
    )
    phone = forms.CharField(
        label=_("Telephone with the country code"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "dir": "ltr"}),
    )
    language = forms.ChoiceField(
        label=_("Language in which we write to the patient"),
        choices=[(code, NATIVE[code]) for code, _name in settings.LANGUAGES],
    )

    def __init__(self, *sent: Any, **options: Any) -> None:
        super().__init__(*sent, **options)
        reader = get_language() or "en"
        choose = ("", str(_("Choose")))
        countries = [choose, *((c.code, c.name) for c in catalogue.countries(reader))]
        areas = [("", str(_("I do not know yet")))]
        areas += [(a.code, a.name) for a in catalogue.areas(reader)]
        offered = {"citizenship": countries, "residence_country": countries, "area": areas}
        for name, choices in offered.items():
            cast("forms.ChoiceField", self.fields[name]).choices = choices
        self.fields["language"].initial = reader

    def answers(self) -> Answers:
        """What the intake takes; the rest is asked of the patient."""
        said = self.cleaned_data
        stands_in = said["representative_name"].strip()
        return Answers(
            name_latin=said["name_latin"],
            name_original=said["name_original"],
            birth_date=cast("dt.date", said["birth_date"]),
            citizenship=said["citizenship"],
            residence_country=said["residence_country"],
            whom=Whom.DEAR if stands_in else Whom.SELF,
            representative_name=stands_in,
            area=said["area"],
            words=said["words"],
            words_language=(get_language() or "en").partition("-")[0],
            email=said["email"],
            phone=said["phone"],
            language=said["language"],
        )
