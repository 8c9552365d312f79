"""From what a draft keeps to what the services take, and to what the review shows."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.forms import DateField

from sanamost.journey.cases.states import Payer, PurposeOfArrival
from sanamost.journey.requests.answers import Answers
from sanamost.journey.requests.states import Whom
from sanamost.registry.catalogue.states import Setting
from sanamost.registry.patients.states import StayDocument
from sanamost.web.components import wording
from sanamost.web.public.request.forms import StepForm
from sanamost.web.public.request.steps import OF_THE_JOURNEY, SETTING, STEPS, Step

TEXTS = (
    *("name_latin", "name_original", "sex", "representative_name", "representative_relation"),
    *("citizenship", "residence_country", "passport_number", "address", "words", "words_language"),
    *("area", "diagnosis_code", "flexibility", "budget_currency", "faith", "diet", "mobility"),
    *("email", "phone", "wished_clinic", "wished_service", "campaign"),
)
BESIDE = {"budget_currency"}
"""Shown with another answer."""
DAYS = ("wished_from", "wished_until", "stay_from", "stay_until")


def answers_of(kept: Mapping[str, Any], *, language: str) -> Answers:
    """The kept answers as the intake takes them; what was not asked has its default."""
    remote = kept.get(SETTING) == Setting.REMOTE
    if remote:  # what was said of a journey before another service was chosen
        unasked = {name for one in STEPS if one.code in OF_THE_JOURNEY for name in _fields(one)}
        kept = {name: value for name, value in kept.items() if name not in unasked}
    at_first = PurposeOfArrival.REMOTE if remote else PurposeOfArrival.TREATMENT
    budget = kept.get("budget_amount")
    texts: dict[str, Any] = {name: str(kept.get(name) or "") for name in TEXTS}
    days: dict[str, Any] = {name: _day(kept.get(name)) for name in DAYS}
    return Answers(
        **texts,
        **days,
        birth_date=dt.date.fromisoformat(kept["birth_date"]),
        whom=Whom(kept.get("whom") or Whom.SELF),
        may_sign=bool(kept.get("may_sign")),
        stay_document=StayDocument(kept.get("stay_document") or StayDocument.NONE),
        purpose_of_arrival=PurposeOfArrival(kept.get("purpose_of_arrival") or at_first),
        payer=Payer(kept.get("payer") or Payer.PATIENT),
        budget_amount=Decimal(budget) if budget else None,
        languages=tuple(kept.get("languages") or ()),
        interpreter=bool(kept.get("interpreter")),
        companions=int(kept.get("companions") or 0),
        language=language,
    )


def shown(step: Step, kept: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The step's answers in the reader's words; what was left empty is left out."""
    form = step.form(known=dict(kept))
    lines = []
    for name, field in form.fields.items():
        words = _words(form, name, kept.get(name))
        if words:
            lines.append((str(field.label), words))
    return lines


def _fields(step: Step) -> list[str]:
    return list(step.form.base_fields)


def _words(form: StepForm, name: str, value: Any) -> str:
    if value in (None, "", [], False) or name in BESIDE:
        return ""
    if name == "budget_amount":
        return wording.money_words(Decimal(value), str(form.known.get("budget_currency")))
    if isinstance(form.fields[name], DateField):
        return wording.day_words(dt.date.fromisoformat(value))
    return "✓" if value is True else _chosen(form, name, value)


def _chosen(form: StepForm, name: str, value: Any) -> str:
    """The choice's words; of several, all; free text as it is."""
    choices = dict(getattr(form.fields[name], "choices", ()))
    if isinstance(value, list):
        others = dict(getattr(form.fields.get("other_language"), "choices", ()))
        return ", ".join(str({**others, **choices}.get(one, one)) for one in value)
    return str(choices.get(value, value))


def _day(value: Any) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None
