"""One form a question. What cannot be right is refused here and once more when all is sent."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanamost.engines.money.reading import UnreadableAmount, read_money
from sanamost.engines.search import diagnosis_code
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.cases.states import Payer, PurposeOfArrival
from sanamost.journey.requests import answers as rules
from sanamost.journey.requests.states import Flexibility, Whom
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.patients.states import Sex, StayDocument

Answered = dict[str, Any]
# Those that patients of our clinics speak most; every other one is in the list below them.
OFTEN_SPOKEN = (
    *("ru", "en", "zh", "ar", "uz", "kk", "tg", "ky", "hy", "az", "ka", "mn", "tr", "fa", "hi"),
    *("vi", "ko", "fr", "es", "de"),
)
OFTEN_USED = ("USD", "EUR", "RUB", "CNY", "AED", "KZT", "UZS")
DAY = {"type": "date"}


def reader() -> str:
    """The language of the page."""
    return get_language() or "en"


def countries() -> list[tuple[str, str]]:
    """Every country, with an empty first choice."""
    return [("", str(_("Choose"))), *((c.code, c.name) for c in catalogue.countries(reader()))]


def areas() -> list[tuple[str, str]]:
    """Areas of care; nobody has to know theirs."""
    return [
        ("", str(_("I do not know yet"))),
        *((a.code, a.name) for a in catalogue.areas(reader())),
    ]


def currencies() -> list[tuple[str, str]]:
    """Currencies: first those that are named most."""
    known = {c.code: f"{c.code} · {c.name}" for c in catalogue.currencies(reader())}
    first = [(code, known.pop(code)) for code in OFTEN_USED if code in known]
    return [("", str(_("Currency"))), *first, *known.items()]


def languages(*, often: bool) -> list[tuple[str, str]]:
    """Languages by their names in the reader's language, the often spoken ones or the others."""
    return [
        (one.code, one.name)
        for one in catalogue.languages_spoken(reader())
        if (one.code in OFTEN_SPOKEN) == often
    ]


def checked(test: Callable[[], Any]) -> Any:
    """What the rule gives; its refusal becomes the field's error."""
    try:
        return test()
    except Refusal as refusal:
        raise forms.ValidationError(refusal.text, code=refusal.code) from None


class StepForm(forms.Form):
    """A question with its fields."""

    use_required_attribute = True

    def __init__(self, *sent: Any, known: Answered | None = None, **options: Any) -> None:
        self.known = known or {}
        options["initial"] = self.known
        super().__init__(*sent, **options)
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices that depend on the reader's language."""

    def choices(self, field: str, values: list[tuple[str, str]]) -> None:
        """Offer these values in the field."""
        cast("forms.ChoiceField", self.fields[field]).choices = values

    def plain(self, field: str, most: int) -> str:
        """The field's text without hidden characters."""
        value = str(self.cleaned_data.get(field) or "")
        return cast("str", checked(lambda: rules.plain_text(value, field, most=most)))

    def refuse(self, test: Callable[[], Any]) -> None:
        """Put a rule's refusal to the field that it names, or on top."""
        try:
            test()
        except Refusal as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.text)

    def kept(self) -> Answered:
        """The answers as they are kept on the way."""
        return {name: _plain(value) for name, value in self.cleaned_data.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


class WhomForm(StepForm):
    """For whom; who asks for another may sign for them."""

    whom = forms.ChoiceField(
        label=_("For whom do you ask?"), choices=Whom.choices, widget=forms.RadioSelect
    )
    representative_name = forms.CharField(
        label=_("Your own name"),
        required=False,
        max_length=200,
        help_text=_("Only if you ask for somebody else. As in your passport."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    representative_relation = forms.CharField(
        label=_("Who you are to the patient"),
        required=False,
        max_length=50,
        help_text=_("For example: mother, guardian, son with a power of attorney."),
    )
    may_sign = forms.BooleanField(
        label=_("I may sign for the patient: as parent, guardian or by a power of attorney"),
        required=False,
    )

    def clean_representative_name(self) -> str:
        return self.plain("representative_name", 200)

    def clean_representative_relation(self) -> str:
        return self.plain("representative_relation", 50)

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("whom") in {Whom.CHILD, Whom.DEAR}:
            if len(self.cleaned_data.get("representative_name") or "") < 2:
                text = _("Write your own name: you sign for the patient.")
                self.add_error("representative_name", text)
            if not self.cleaned_data.get("may_sign"):
                text = _(
                    "Only the patient, or somebody who may sign for them, can ask. Please send "
                    "them the address of this page."
                )
                self.add_error("may_sign", text)
        elif self.cleaned_data.get("whom") == Whom.SELF:
            nobody = {"representative_name": "", "representative_relation": "", "may_sign": False}
            self.cleaned_data.update(nobody)


class NeedForm(StepForm):
    """The need in own words."""

    words = forms.CharField(
        label=_("Tell us in your own words, in your language"),
        help_text=_(
            "What is the matter, since when, what was done already, what do you hope for? A doctor "
            "reads it as you write it."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    area = forms.ChoiceField(label=_("Area of medicine"), required=False)
    diagnosis_code = forms.CharField(
        label=_("Code of the diagnosis (ICD-10)"),
        required=False,
        max_length=10,
        help_text=_("Only if it stands in your papers, for example M16.1."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def prepare(self) -> None:
        self.choices("area", areas())

    def clean_words(self) -> str:
        words = str(self.cleaned_data.get("words") or "")
        checked(lambda: rules.check_need(words, ""))
        return self.plain("words", rules.MOST_WORDS)

    def clean_diagnosis_code(self) -> str:
        typed = str(self.cleaned_data.get("diagnosis_code") or "").strip()
        if not typed:
            return ""
        code = diagnosis_code(typed)
        if code is None or not any(found.code == code for found in catalogue.diagnoses(code)):
            raise forms.ValidationError(
                _(
                    "We do not know this code. It looks like M16 or M16.1; look it up below, or "
                    "leave it empty."
                )
            )
        return code

    def kept(self) -> Answered:
        return super().kept() | {"words_language": reader().partition("-")[0]}


class PapersForm(StepForm):
    """The papers are kept as they come; this step asks nothing else."""


class DatesForm(StepForm):
    """When, and with what money."""

    wished_from = forms.DateField(
        label=_("The earliest day"), required=False, widget=forms.DateInput(DAY, "%Y-%m-%d")
    )
    wished_until = forms.DateField(
        label=_("The latest day"), required=False, widget=forms.DateInput(DAY, "%Y-%m-%d")
    )
    flexibility = forms.ChoiceField(
        label=_("How firm are these dates?"),
        choices=Flexibility.choices,
        initial=Flexibility.ANY,
        widget=forms.RadioSelect,
    )
    budget_amount = forms.CharField(
        label=_("Budget for the treatment"),
        required=False,
        max_length=60,
        help_text=_("If you have a limit, clinics keep to it in their proposals."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"}),
    )
    budget_currency = forms.ChoiceField(label=_("Currency of the budget"), required=False)

    def prepare(self) -> None:
        self.choices("budget_currency", currencies())

    def clean(self) -> None:
        super().clean()
        said = self.cleaned_data
        first, last = said.get("wished_from"), said.get("wished_until")
        self.refuse(lambda: rules.check_dates(first, last, today=timezone.localdate()))
        typed, currency = said.get("budget_amount"), said.get("budget_currency")
        if not typed:
            said["budget_currency"] = ""
            return
        if not currency:
            self.add_error("budget_currency", _("Choose the currency of the budget."))
            return
        try:
            amount = read_money(typed, currency, language=reader()).amount
        except UnreadableAmount as wrong:
            large = _("This amount is too large. Please check the zeros.")
            plain = _("Write the amount in figures, for example 12000.")
            self.add_error("budget_amount", large if wrong.code == "too_large" else plain)
            return
        self.refuse(lambda: rules.check_budget(amount, currency))
        said["budget_amount"] = str(amount)


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


class ContactForm(StepForm):
    """Where to write and call."""

    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("Your page opens with a code that we send here. No password is needed."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Telephone with the country code"),
        max_length=40,
        help_text=_("A coordinator calls to make sure that we understood you."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "dir": "ltr", "autocomplete": "tel"}),
    )

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip()
        checked(lambda: rules.check_email(email))
        return email

    def clean_phone(self) -> str:
        return cast("str", checked(lambda: rules.read_phone(self.cleaned_data["phone"])))


class ConsentForm(StepForm):
    """The consent's own page: what it must name, and the decision."""

    passport_number = forms.CharField(
        label=_("Number of the patient's passport"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    address = forms.CharField(
        label=_("The patient's address"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )

    def clean_passport_number(self) -> str:
        return self.plain("passport_number", 40)

    def clean_address(self) -> str:
        return self.plain("address", 300)
