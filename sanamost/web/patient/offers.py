"""Proposals in the patient's words: totals in their currency, one scope, what comes back."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sanamost.journey.cases import selectors as cases
from sanamost.journey.proposals import papers
from sanamost.journey.proposals.selectors import Compared, Comparison
from sanamost.journey.proposals.states import ProposalState, Said
from sanamost.registry.catalogue.states import Scope
from sanamost.web.components.parts import Link, Offer, OfferLine
from sanamost.web.components.wording import day_words, moment_words, money_words, pick_text

REFUND = " "


def offers_of(comparison: Comparison) -> list[Offer]:
    """Every proposal with the same facts and the same scope in the same order."""
    return [_offer(one, comparison.scopes) for one in comparison.offers]


def rate_words(row: Any) -> str:
    """By which rate of which day the total was put into the patient's currency; empty for none."""
    if not row.shown_currency or row.rate_day is None or row.rate_value is None:
        return ""
    return _("%(amount)s at the rate of %(source)s of %(day)s") % {
        "amount": money_words(row.total, row.currency),
        "source": papers.RATE_SOURCES[row.rate_source],
        "day": day_words(row.rate_day),
    }


def _offer(one: Compared, scopes: tuple[Scope, ...]) -> Offer:
    row = one.proposal
    converted = bool(row.shown_currency and row.shown_total is not None)
    return Offer(
        name=pick_text(row.organisation.names),
        url=reverse("patient:proposal", args=[row.public_id]),
        amount=row.shown_total if converted and row.shown_total is not None else row.total,
        currency=row.shown_currency if converted else row.currency,
        lowest=row.price_from,
        place=pick_text(row.organisation.addresses),
        also=rate_words(row) if converted else "",
        facts=tuple(_facts(one)),
        lines=tuple(_scope_line(scope, one.scope[scope]) for scope in scopes),
        refund=REFUND.join(papers.refund_words_of(row, one.refund_rules)),
        accent=_accent(one),
        links=_links(row),
    )


def _facts(one: Compared) -> list[tuple[str, str]]:
    row = one.proposal
    said = ngettext("%(days)s day", "%(days)s days", row.stay_days) % {"days": row.stay_days}
    when = (
        [(_("The opinion is ready"), papers.ready_words(row))]
        if cases.case_of(row.case_id).is_remote
        else [
            (_("Stay"), said),
            (_("Arrival"), day_words(row.arrives_on) if row.arrives_on else "—"),
        ]
    )
    facts = [
        *when,
        (_("Valid until"), moment_words(row.valid_until) if row.valid_until else "—"),
        (_("Deposit"), money_words(row.deposit, row.currency)),
    ]
    told = pick_text(one.disclosure)
    return [*facts, (_("Who is paid for sending you"), told)] if told else facts


def _scope_line(scope: Scope, said: Said) -> OfferLine:
    return OfferLine(
        words=str(scope.label),
        included=said == Said.INCLUDED,
        note=str(said.label) if said != Said.INCLUDED else "",
        said=said != Said.NOT,
    )


def _accent(one: Compared) -> str:
    if one.proposal.state == ProposalState.ACCEPTED:
        return _("Your choice")
    return _("Lowest total") if one.cheapest else ""


def _links(row: Any) -> tuple[Link, ...]:
    links = [Link(_("Read and decide"), reverse("patient:proposal", args=[row.public_id]))]
    if row.paper is not None:
        links.append(Link(_("PDF"), reverse("papers:pdf", args=[row.paper.public_id])))
    return tuple(links)
