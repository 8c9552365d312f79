"""Where to write and call, and what the consent must name."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from sanamost.journey.requests import answers as rules
from sanamost.web.public.request.forms.step import StepForm, checked


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
