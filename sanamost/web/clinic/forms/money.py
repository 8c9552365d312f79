"""What finance types in."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sanamost.commerce.billing.states import InvoiceState, PaymentMethod
from sanamost.engines.money import UnreadableAmount, read_money

LONGEST = 40  # letters of an amount; a length validator would measure the Decimal


class AmountField(forms.CharField):
    """An amount as people write it: spaces, comma or point, also Arabic digits."""

    def __init__(self, *, currency: str = "RUB", **options: Any) -> None:
        self.currency = currency
        super().__init__(**options)
        self.widget.attrs.update({"inputmode": "decimal", "dir": "ltr", "maxlength": LONGEST})

    def to_python(self, value: Any) -> Any:
        """The amount as Decimal; a form error where it cannot be read."""
        text = super().to_python(value)
        if not text:
            return text
        try:
            if len(text) > LONGEST:
                raise UnreadableAmount("too_large", text)
            return read_money(text, self.currency).amount
        except UnreadableAmount as fault:
            raise forms.ValidationError(
                _("Write the amount in digits, such as 120 000.00."), code=fault.code
            ) from fault


class PaymentForm(forms.Form):
    """A payment as it stands on the bank statement."""

    amount = AmountField(label=_("Amount received"))
    method = forms.ChoiceField(label=_("How it came"), choices=PaymentMethod.choices)
    bank_reference = forms.CharField(
        label=_("Bank reference"),
        max_length=60,
        help_text=_("The number on the statement; each counts once."),
    )
    payer_name = forms.CharField(label=_("Paid by"), max_length=200)
    received_on = forms.DateField(
        label=_("Day it reached the account"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(
        self, *sent: Any, currency: str, left: Decimal | None = None, **options: Any
    ) -> None:
        super().__init__(*sent, **options)
        amount = self.fields["amount"]
        assert isinstance(amount, AmountField)  # noqa: S101 tells the type checker
        amount.currency = currency
        if left is not None:
            amount.initial = f"{left:.2f}"
        amount.help_text = currency


class RefundPaidForm(forms.Form):
    """That the bank has sent the money back."""

    bank_reference = forms.CharField(label=_("Bank reference"), max_length=60)


class InvoiceFilter(forms.Form):
    """Which invoices to show."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            (InvoiceState.ISSUED, InvoiceState.ISSUED.label),
            (InvoiceState.PARTLY_PAID, InvoiceState.PARTLY_PAID.label),
            (InvoiceState.PAID, InvoiceState.PAID.label),
            (InvoiceState.CREDITED, InvoiceState.CREDITED.label),
        ],
    )
    q = forms.CharField(label=_("Invoice or case number"), required=False, max_length=40)
