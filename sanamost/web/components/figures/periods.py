"""Which period figures are for: chosen in the address, so that a page can be shared."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sanamost.engines.periods import Period, month_of, quarter_of, year_of
from sanamost.web.components.wording import day_words

QUARTERS, YEARS, CUSTOM = 8, 4, "months"
FIRST, LAST = dt.date(2000, 1, 1), dt.date(2100, 1, 1)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A period and how the address names it. Whole months always: a few days show single people."""

    period: Period[dt.date]
    code: str

    @property
    def words(self) -> str:
        """The period in the reader's words, both days inside it."""
        assert self.period.end is not None  # noqa: S101 every period chosen here has an end
        return _("%(first)s to %(last)s") % {
            "first": day_words(self.period.start),
            "last": day_words(self.period.end - DAY),
        }


class Month(forms.DateInput):
    """A month's input; where a browser has none, the text 2026-01 is typed."""

    input_type = "month"


class PeriodForm(forms.Form):
    """A quarter, a year, or months from and to."""

    period = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    first = forms.DateField(
        label=gettext_lazy("From month"),
        required=False,
        input_formats=["%Y-%m"],
        widget=Month(format="%Y-%m", attrs={"placeholder": "2026-01"}),
    )
    last = forms.DateField(
        label=gettext_lazy("To month"),
        required=False,
        input_formats=["%Y-%m"],
        widget=Month(format="%Y-%m", attrs={"placeholder": "2026-03"}),
    )

    def __init__(self, *sent: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*sent, **options)
        field = self.fields["period"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        field.choices = [*_quarters(today), *_years(today), (CUSTOM, _("Months chosen below"))]

    def clean(self) -> dict[str, Any]:
        """Months in order, and both of them."""
        cleaned = super().clean() or {}
        if cleaned.get("period") == CUSTOM and not self.errors:
            first, last = cleaned.get("first"), cleaned.get("last")
            if not first or not last:
                raise forms.ValidationError(_("Say from which month to which."))
            if not FIRST <= first <= last < LAST:
                raise forms.ValidationError(_("The first month must not be after the last."))
        return cleaned


def chosen(sent: Any, today: dt.date) -> tuple[PeriodForm, Chosen]:
    """The form as it was sent, and the period: this quarter where nothing valid was asked for."""
    now = quarter_of(today)
    code = _quarter_code(now)
    data = sent if "period" in sent else {"period": code}
    form = PeriodForm(data, today=today)
    if not form.is_valid():
        return form, Chosen(now, code)
    asked = form.cleaned_data["period"] or code
    if asked == CUSTOM:
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        return form, Chosen(Period(month_of(first).start, month_of(last).end), CUSTOM)
    return form, Chosen(_named(asked), asked)


def _named(code: str) -> Period[dt.date]:
    year, _dash, quarter = code.partition("-q")
    if quarter:
        return quarter_of(dt.date(int(year), int(quarter) * 3, 1))
    return year_of(dt.date(int(year), 1, 1))


def _quarter_code(quarter: Period[dt.date]) -> str:
    return f"{quarter.start.year}-q{(quarter.start.month + 2) // 3}"


def _quarters(today: dt.date) -> list[tuple[str, str]]:
    found = []
    quarter = quarter_of(today)
    for _number in range(QUARTERS):
        words = _("Quarter %(quarter)s of %(year)s") % {
            "quarter": (quarter.start.month + 2) // 3,
            "year": quarter.start.year,
        }
        found.append((_quarter_code(quarter), words))
        quarter = quarter_of(quarter.start - DAY)
    return found


def _years(today: dt.date) -> list[tuple[str, str]]:
    years = range(today.year, today.year - YEARS, -1)
    return [(str(year), _("Year %(year)s") % {"year": year}) for year in years]
