"""Who the patient is, who pays, and what to know about them."""

import datetime as dt
from typing import cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sanamost.journey.cases.states import Payer, PurposeOfArrival
from sanamost.journey.requests import answers as rules
from sanamost.journey.requests.states import Whom
from sanamost.registry.patients.states import Sex, StayDocument
from sanamost.web.public.request.forms.choices import OFTEN_SPOKEN, countries, languages
from sanamost.web.public.request.forms.step import DAY, StepForm, checked


class PatientForm(StepForm):
    """Who the patient is, as in the passport."""

    name_latin = forms.CharField(
        label=_("Name in Latin letters, as in the passport"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "characters"}),
    )
    name_original = forms.CharField(
        label=_("Name in your own script"), required=False, max_length=200
    )
    birth_date = forms.DateField(label=_("Date of birth"), widget=forms.DateInput(DAY, "%Y-%m-%d"))
    sex = forms.ChoiceField(
        label=_("Sex, as in the passport"), choices=Sex.choices, widget=forms.RadioSelect
    )
    citizenship = forms.ChoiceField(label=_("Citizenship"))
    residence_country = forms.ChoiceField(
        label=_("Country where the patient lives permanently"),
        help_text=_("It may differ from the citizenship; statistics need both."),
    )

    def prepare(self) -> None:
        self.choices("citizenship", countries())
        self.choices("residence_country", countries())

    def clean_name_latin(self) -> str:
        name = str(self.cleaned_data.get("name_latin") or "")
        checked(lambda: rules.check_name(name))
        return self.plain("name_latin", 200)

    def clean_name_original(self) -> str:
        return self.plain("name_original", 200)

    def clean_birth_date(self) -> dt.date:
        day = cast("dt.date", self.cleaned_data["birth_date"])
        today = timezone.localdate()
        checked(lambda: rules.check_birth_date(day, today=today))
        whom = Whom(self.known.get("whom", Whom.SELF))
        checked(lambda: rules.check_age(whom, day, today=today))
        return day


class StayForm(StepForm):
    """Is the patient in the country?"""

    purpose_of_arrival = forms.ChoiceField(
        label=_("Will the patient come to Russia for treatment?"),
        widget=forms.RadioSelect,
        initial=PurposeOfArrival.TREATMENT,
        choices=[c for c in PurposeOfArrival.choices if c[0] != PurposeOfArrival.COMPANION],
    )
    stay_document = forms.ChoiceField(
        label=_("Document by which the patient is in Russia now"),
        choices=StayDocument.choices,
        widget=forms.RadioSelect,
        initial=StayDocument.NONE,
    )
    stay_from = forms.DateField(
        label=_("In Russia since"), required=False, widget=forms.DateInput(DAY, "%Y-%m-%d")
    )
    stay_until = forms.DateField(
        label=_("May stay until"), required=False, widget=forms.DateInput(DAY, "%Y-%m-%d")
    )

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        purpose = said.get("purpose_of_arrival")
        document = said.get("stay_document")
        if purpose and document:
            self.refuse(
                lambda: rules.check_stay_of(
                    purpose, document, said.get("stay_from"), said.get("stay_until")
                )
            )


class PayerForm(StepForm):
    """Who pays."""

    payer = forms.ChoiceField(
        label=_("Who pays for the treatment?"),
        choices=[c for c in Payer.choices if c[0] != Payer.PARTNER],
        widget=forms.RadioSelect,
        initial=Payer.PATIENT,
    )


class LanguagesForm(StepForm):
    """In which languages to speak with the patient."""

    languages = forms.MultipleChoiceField(
        label=_("Which languages does the patient speak?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    other_language = forms.ChoiceField(label=_("Another language"), required=False)
    interpreter = forms.BooleanField(label=_("An interpreter is needed"), required=False)

    def prepare(self) -> None:
        self.choices("languages", languages(often=True))
        self.choices("other_language", [("", "—"), *languages(often=False)])
        spoken = self.known.get("languages", ())
        if isinstance(spoken, list):
            others = [code for code in spoken if code not in OFTEN_SPOKEN]
            self.initial = {**self.known, "other_language": others[0] if others else ""}

    def clean(self) -> None:
        super().clean()
        other = self.cleaned_data.pop("other_language", "")
        spoken = [*(self.cleaned_data.get("languages") or []), *([other] if other else [])]
        self.cleaned_data["languages"] = spoken
        if not spoken:
            text = _("Choose at least one language that the patient speaks.")
            self.add_error("languages", text)


class CareForm(StepForm):
    """Faith, diet, mobility, who comes along."""

    faith = forms.CharField(
        label=_("Faith"),
        required=False,
        max_length=100,
        help_text=_("For example: a place for prayer, a doctor of the same sex."),
    )
    diet = forms.CharField(
        label=_("Food"), required=False, max_length=100, help_text=_("For example: halal, no milk.")
    )
    mobility = forms.CharField(
        label=_("Moving about"),
        required=False,
        max_length=200,
        help_text=_("For example: wheelchair, stretcher on the flight."),
    )
    companions = forms.IntegerField(
        label=_("How many people come along?"),
        initial=0,
        widget=forms.NumberInput(attrs={"min": 0, "max": rules.MOST_COMPANIONS}),
    )

    def clean_faith(self) -> str:
        return self.plain("faith", 100)

    def clean_diet(self) -> str:
        return self.plain("diet", 100)

    def clean_mobility(self) -> str:
        return self.plain("mobility", 200)

    def clean_companions(self) -> int:
        number = cast("int", self.cleaned_data["companions"])
        checked(lambda: rules.check_companions(number))
        return number
