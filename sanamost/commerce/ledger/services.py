"""Writing to the books: balanced movements, once per source."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from sanamost.commerce.ledger.accounts import AccountKind
from sanamost.commerce.ledger.models import Account, Posting, Transaction
from sanamost.foundation.access.public_ids import new


@dataclass(frozen=True)
class Side:
    """One side of a movement: debit positive, credit negative."""

    account: AccountKind
    amount: Decimal
    party_id: int | None = None
    of_case: bool = True
    """Whether the account is kept per case."""


class Unbalanced(AssertionError):
    """The sides do not sum to zero: a fault in the caller, never shown to a person."""


def post(
    *,
    organisation_id: int,
    case_id: int,
    kind: str,
    source: str,
    currency: str,
    sides: Iterable[Side],
    now: dt.datetime,
) -> Transaction | None:
    """Write one movement; None when the source was written before (a retry).

    The sides must sum to zero (`Unbalanced` otherwise); empty sides are left out. The database
    checks the sum again when the transaction commits.
    """
    filled = [side for side in sides if side.amount]
    if sum((side.amount for side in filled), Decimal(0)):
        raise Unbalanced(f"{kind} {source}")
    if not filled or not _claim(organisation_id, case_id, kind, source, now):
        return None
    transaction = Transaction.objects.get(kind=kind, source=source)
    Posting.objects.bulk_create(
        Posting(
            organisation_id=organisation_id,
            transaction=transaction,
            account_id=_account(organisation_id, case_id, side),
            amount=side.amount,
            currency=currency,
        )
        for side in filled
    )
    return transaction


def _claim(organisation_id: int, case_id: int, kind: str, source: str, now: dt.datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_transaction (public_id, organisation_id, case_id, kind, source, at)"
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (kind, source) DO NOTHING RETURNING id",
            [new("ltxn"), organisation_id, case_id, kind, source, now],
        )
        return cursor.fetchone() is not None


def _account(organisation_id: int, case_id: int, side: Side) -> int:
    facts: dict[str, Any] = {
        "organisation_id": organisation_id,
        "kind": side.account,
        "party_id": side.party_id,
    }
    if side.of_case:
        facts["case_id"] = case_id
    else:
        facts["case"] = None
    account, _ = Account.objects.get_or_create(**facts)
    return int(account.pk)
