"""The content of a proposal's paper, in every language that the platform speaks."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sanamost.commerce.billing.rules import LADDER
from sanamost.engines.pricing import Reason, RefundRule
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.documents.render import short_language
from sanamost.journey.cases import selectors as cases
from sanamost.journey.proposals.models import Line, Plan, Proposal
from sanamost.journey.proposals.selectors import approvals_of, disclosure_of, lines_of, plan_of
from sanamost.journey.proposals.states import ApprovalRole
from sanamost.registry.catalogue.states import VatClass
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.patients import selectors as patients

Texts = dict[str, str]
REFUND_WORDS: dict[str, Promise] = {
    Reason.CLINIC: gettext_lazy(
        "If the clinic cannot treat you, %(percent)s%% of what was not yet provided is returned."
    ),
    Reason.MEDICAL: gettext_lazy(
        "If doctors advise against the treatment, %(percent)s%% of what was not yet provided is "
        "returned."
    ),
    Reason.VISA_REFUSED: gettext_lazy(
        "If a visa is refused, %(percent)s%% of what was not yet provided is returned."
    ),
}
IN_TIME = gettext_lazy(
    "If you cancel %(days)s days or more before arrival, %(percent)s%% is returned."
)
LATE = gettext_lazy("If you cancel later, at least %(percent)s%% is returned.")
PRICE_FROM = gettext_lazy(
    "A price with “from” is the lowest one of the clinic's list. What the doctor finds, and what "
    "you then need, decides the final price. You pay more than this total only after you have "
    "agreed to it in writing."
)
REMOTE_REFUND = (
    gettext_lazy("If the clinic cannot give the opinion, %(percent)s%% is returned."),
    gettext_lazy("If you cancel before the doctor begins, %(percent)s%% is returned."),
)
AT_MOST_SPENT = gettext_lazy("The clinic never keeps more than expenses that it can prove.")
RATE_SOURCES: dict[str, Promise] = {
    "cbr": gettext_lazy("Bank of Russia"),
    "ecb": gettext_lazy("European Central Bank"),
    "manual": gettext_lazy("Rate entered by the clinic"),
}


def refund_words(rules: Sequence[RefundRule] = LADDER) -> list[str]:
    """The refund rules as sentences in the active language."""
    sentences = [str(_refund_sentence(rule)) % _numbers(rule) for rule in rules]
    limited = any(rule.kept_at_most_spent and rule.percent < 100 for rule in rules)
    return [*sentences, str(AT_MOST_SPENT)] if limited else sentences


def _refund_sentence(rule: RefundRule) -> Promise:
    if rule.reason != Reason.PATIENT:
        return REFUND_WORDS[rule.reason]
    return LATE if rule.days_before is None else IN_TIME


def _numbers(rule: RefundRule) -> dict[str, str]:
    return {"percent": str(plain_number(rule.percent)), "days": str(rule.days_before)}


def refund_words_of(row: Proposal, rules: Sequence[RefundRule] = LADDER) -> list[str]:
    """The refund rules that can come true for the proposal's case, in the active language."""
    if not cases.case_of(row.case_id).is_remote:
        return refund_words(rules)
    whole = max((rule.percent for rule in rules if rule.reason == Reason.PATIENT), default=0)
    numbers = {"percent": f"{plain_number(Decimal(whole)):f}"}
    return [str(sentence) % numbers for sentence in REMOTE_REFUND]


def payment_words(row: Proposal) -> str:
    """How much is paid when, in the active language."""
    percent = int(row.deposit * 100 / row.total) if row.total else 0
    if cases.case_of(row.case_id).is_remote:
        return _(
            "A deposit (about %(percent)s%% of the total) is paid after the contract is signed; "
            "then the doctor begins. The rest is paid when you have the opinion."
        ) % {"percent": percent}
    return _(
        "A deposit (about %(percent)s%% of the total) confirms the dates after the contract is "
        "signed. The rest is paid on admission."
    ) % {"percent": percent}


def payload(
    actor: Actor, row: Proposal, *, now: dt.datetime, held_until: dt.datetime | None = None
) -> dict[str, Any]:
    """Everything that the paper says, as `documents.services.freeze` and `preview` take it."""
    card = organisations.card(row.organisation_id)
    case = cases.case_of(row.case_id)
    patient = patients.patient_of(actor, patient_id=case.patient_id, case_id=case.pk)
    zone = ZoneInfo(card.time_zone)
    lines, plan = lines_of(row.pk), plan_of(row.pk)
    made: dict[str, Any] = {
        "number": f"{case.number.removeprefix('SM-')}-{card.code.upper()}-{row.version}",
        "issued_on": now.astimezone(zone).date(),
        "case_number": case.number,
        "issuer": issuer(card),
        "patient": {
            "name": patient.name_latin,
            "name_native": patient.name_original,
            "born_on": patient.birth_date,
        },
        "lines": [line_of(line) for line in lines],
        **sums(row, lines),
        "payment_terms": in_every_language(lambda: payment_words(row)),
        "refund_terms": in_every_language(lambda: "\n".join(refund_words_of(row))),
        "commission": texts(disclosure_of(row, day=now.astimezone(zone).date())),
        "approvals": [_approval(one) for one in approvals_of(row.pk)],
        **_plan_parts(row, plan, remote=case.is_remote),
    }
    if case.is_remote:
        made |= {"remote": True, "ready": in_every_language(lambda: ready_words(row))}
    elif held_until is not None:
        made["held_until"] = held_until.astimezone(zone)
    if row.price_from:
        made["price_from"] = in_every_language(price_from_words)
    if held_until is not None:
        made["valid_until"] = (held_until.astimezone(zone) - dt.timedelta(seconds=1)).date()
    if row.arrives_on is not None:
        made["starts_on"] = row.arrives_on
        made["ends_on"] = row.arrives_on + dt.timedelta(days=row.stay_days)
    return {name: value for name, value in made.items() if value not in (None, "", [], {})}


def issuer(card: Any) -> dict[str, Any]:
    """What a paper says of its clinic."""
    signatory = dict(card.signatory or {})
    return {
        "name": texts(card.names),
        "legal_name": texts(card.legal_names or card.names),
        "address": texts(card.addresses),
        "ogrn": card.ogrn,
        "inn": card.inn,
        "phone": card.phone,
        "email": card.email,
        "licence": dict(card.licence or {}),
        "signatory": signatory,
    }


def line_of(line: Line) -> dict[str, Any]:
    """One priced line."""
    exempt = line.vat_class == VatClass.EXEMPT
    made = {
        "name": texts(line.names),
        "nomenclature": line.nomenclature_code,
        "code": line.code,
        "quantity": plain_number(line.quantity),
        "price": line.unit_price,
        "sum": line.amount,
        "vat": "exempt" if exempt else str(plain_number(line.vat_rate)),
    }
    if line.price_from:
        made["from"] = True
    return {name: value for name, value in made.items() if value != ""}


def price_from_words() -> str:
    """What decides the final price where the list says "from", in the active language."""
    return str(PRICE_FROM)


def sums(row: Proposal, lines: list[Line]) -> dict[str, Any]:
    """Totals, and the total in the patient's currency with its rate."""
    tax = sum((line.vat_amount for line in lines), Decimal(0))
    made: dict[str, Any] = {"total": {"amount": row.total, "currency": row.currency}}
    if tax:
        made["vat_total"] = {"amount": tax, "currency": row.currency}
    if row.shown_currency and row.rate_day and row.rate_value is not None:
        made["total_converted"] = {"amount": row.shown_total, "currency": row.shown_currency}
        made["rate"] = {
            "nominal": Decimal(row.rate_nominal or 1),
            "from": row.shown_currency,
            "value": row.rate_value,
            "to": row.currency,
            "day": row.rate_day,
            "source": in_every_language(lambda: str(RATE_SOURCES[row.rate_source])),
        }
    return made


def texts(names: Mapping[str, str]) -> Texts:
    """Names by language as papers spell the codes: `zh-hans` is `zh`."""
    return {short_language(code): name for code, name in names.items() if name}


def in_every_language(words: Callable[[], str]) -> Texts:
    """What `words` gives in each language of the platform."""
    made = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            made[short_language(code)] = words()
    return made


def plain_number(value: Decimal) -> Decimal:
    """Without zeros that say nothing: 9, not 9.00; 10, not 1E+1."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def ready_words(row: Proposal) -> str:
    """By when a remote case's opinion is there, in the active language."""
    return ngettext(
        "within %(days)s day of the payment", "within %(days)s days of the payment", row.stay_days
    ) % {"days": row.stay_days}


def _plan_parts(row: Proposal, plan: Plan | None, *, remote: bool) -> dict[str, Any]:
    if plan is None:
        return {}
    stage = {
        "title": in_every_language(lambda: _("Remote review") if remote else _("Treatment")),
        "days": f"1–{row.stay_days}" if row.stay_days > 1 else "1",
        "text": texts(plan.text),
    }
    return {
        "plan": [stage] if plan.text else [],
        "may_change": texts(plan.risks),
        "included": [_item(item) for item in plan.included],
        "excluded": [_item(item) for item in plan.excluded],
    }


def _item(item: Mapping[str, str]) -> Texts:
    return texts({code: words for code, words in item.items() if code != "scope"})


def _approval(one: Any) -> dict[str, Any]:
    role = ApprovalRole(one.role)
    return {
        "name": one.name,
        "post": in_every_language(lambda: str(role.label)),
        "on": one.at.date(),
    }
