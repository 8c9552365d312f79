"""For whom somebody asks, what is needed, when and with what money."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sanamost.engines.money.reading import UnreadableAmount, read_money
from sanamost.engines.search import diagnosis_code
from sanamost.journey.requests import answers as rules
from sanamost.journey.requests.states import Flexibility, Whom
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.web.public.request.forms.choices import areas, currencies, reader
from sanamost.web.public.request.forms.step import DAY, Answered, StepForm, checked


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
