"""Proposals side by side: every clinic's words put into one scope."""

import datetime as dt
from dataclasses import dataclass

from sanamost.commerce.billing.rules import LADDER
from sanamost.engines.pricing import RefundRule
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.journey.cases import selectors as cases
from sanamost.journey.proposals.models import Line, Plan, Proposal
from sanamost.journey.proposals.selectors.reading import live_proposals_of
from sanamost.journey.proposals.states import ProposalState, Said
from sanamost.registry.catalogue.states import Scope
from sanamost.registry.partners import selectors as partners

SCOPES = tuple(Scope)


@dataclass(frozen=True, slots=True)
class Compared:
    """One proposal in the common scope; `scope` has an answer for each of `SCOPES`."""

    proposal: Proposal
    lines: tuple[Line, ...]
    plan: Plan | None
    scope: dict[Scope, Said]
    disclosure: dict[str, str]
    """What the clinic pays to who sent the patient, by language; empty where nobody did."""
    refund_rules: tuple[RefundRule, ...]
    cheapest: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The case's sent and accepted proposals, cheapest first."""

    offers: tuple[Compared, ...]
    scopes: tuple[Scope, ...]
    """Those of `SCOPES` that at least one proposal says something about."""


def comparison(actor: Actor, case_id: int) -> Comparison:
    """What the patient compares: like with like, silence shown as silence."""
    shown = [
        row
        for row in live_proposals_of(actor, case_id)
        if row.state in {ProposalState.SENT, ProposalState.ACCEPTED}
    ]
    offers = tuple(_compared(row, disclosure_of(row, day=dt.date.max), shown) for row in shown)
    said = {scope for offer in offers for scope, how in offer.scope.items() if how != Said.NOT}
    return Comparison(offers, tuple(scope for scope in SCOPES if scope in said))


def scope_of(lines: list[Line], plan: Plan | None) -> dict[Scope, Said]:
    """For each part of the scope: in the price, named as outside it, or not mentioned."""
    within = {line.scope for line in lines}
    within |= {item.get("scope", "") for item in (plan.included if plan else [])}
    without = {item.get("scope", "") for item in (plan.excluded if plan else [])}
    return {scope: _said(scope, within, without) for scope in SCOPES}


def _said(scope: Scope, within: set[str], without: set[str]) -> Said:
    if scope in within:
        return Said.INCLUDED
    return Said.EXCLUDED if scope in without else Said.NOT


def _compared(row: Proposal, disclosure: dict[str, str], among: list[Proposal]) -> Compared:
    lines = sorted(row.lines.all(), key=lambda line: line.position)
    plan: Plan | None = getattr(row, "plan", None)
    currencies = {other.currency for other in among}
    cheapest = len(among) > 1 and len(currencies) == 1 and row is among[0]
    return Compared(
        proposal=row,
        lines=tuple(lines),
        plan=plan,
        scope=scope_of(lines, plan),
        disclosure=disclosure,
        refund_rules=LADDER,
        cheapest=cheapest and row.total < among[1].total,
    )


def disclosure_of(row: Proposal, *, day: dt.date) -> dict[str, str]:
    """What the patient is told of the commission for whoever sent them, by language; {} for none.

    By the partner's terms of the day on which the proposal was sent, else of `day`.
    """
    partner_id = cases.case_of(row.case_id).partner_id
    if partner_id is None:
        return {}
    with acting_as(system("commission disclosed to the patient")):
        terms = partners.terms_on(
            partner_id=partner_id,
            clinic_id=row.organisation_id,
            day=row.sent_at.date() if row.sent_at else day,
        )
    return dict(terms.disclosure) if terms else {}
