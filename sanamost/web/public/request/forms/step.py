"""A question with its fields, and how a rule's refusal comes to the field that it names."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

from django import forms

from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.requests import answers as rules

Answered = dict[str, Any]
DAY = {"type": "date"}


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
