"""What the clinic fills in for contracts and addenda."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanamost.journey.agreements.services import Wanted
from sanamost.journey.agreements.states import AgreementState, Termination
from sanamost.web.clinic.forms.money import AmountField

ROWS = 5


class AgreementFilter(forms.Form):
    """Which contracts to show."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Waiting for somebody")), *AgreementState.choices],
    )


class CustomerForm(forms.Form):
    """Who pays in the patient's stead."""

    name = forms.CharField(label=_("Legal name of who pays"), max_length=300)
    address = forms.CharField(label=_("Address"), max_length=300)
    registration = forms.CharField(
        label=_("Registration number"),
        max_length=100,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )


class ConfirmForm(forms.Form):
    """A yes before something that cannot be undone."""

    sure = forms.BooleanField(label=_("I have checked it."))

    def __init__(self, *sent: Any, words: Any = "", **options: Any) -> None:
        super().__init__(*sent, **options)
        if words:
            self.fields["sure"].label = words


class ScanForm(forms.Form):
    """A treatment consent signed by hand: its scan among the files of the case."""

    def __init__(self, *sent: Any, files: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(*sent, **options)
        known = [(file.public_id, file.name) for file in files]
        self.fields["scan"] = forms.ChoiceField(
            label=_("Scan of the signed consent"), choices=[("", "—"), *known]
        )


class EndForm(forms.Form):
    """Why the clinic ends a contract, and what it has spent."""

    reason = forms.ChoiceField(label=_("Why"), choices=Termination.choices)
    spent = AmountField(
        label=_("Expenses that you can show, in roubles"),
        required=False,
        help_text=_("Only these may be kept of the deposit; the rest goes back by the rules."),
    )


class AddendumForm(forms.Form):
    """Services of the price list and why they are needed."""

    reason = forms.CharField(
        label=_("Why the plan changes"),
        max_length=2000,
        help_text=_("The patient reads this. Write in the patient's language if you can."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def __init__(self, *sent: Any, services: Sequence[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*sent, **more)
        choices = [("", "—"), *services]
        for n in range(1, ROWS + 1):
            self.fields[f"service_{n}"] = forms.ChoiceField(
                label=_("Service %(number)s") % {"number": n}, choices=choices, required=n == 1
            )
            self.fields[f"quantity_{n}"] = forms.DecimalField(
                label=_("Quantity of service %(number)s") % {"number": n},
                initial=1 if n == 1 else None,
                min_value=Decimal("0.01"),
                max_value=999,
                decimal_places=2,
                required=n == 1,
                widget=forms.NumberInput(attrs={"dir": "ltr", "step": "0.01"}),
            )

    def wanted(self) -> list[Wanted]:
        """The services chosen."""
        chosen = self.cleaned_data
        return [
            Wanted(service=chosen[f"service_{n}"], quantity=chosen[f"quantity_{n}"] or Decimal(1))
            for n in range(1, ROWS + 1)
            if chosen.get(f"service_{n}")
        ]
