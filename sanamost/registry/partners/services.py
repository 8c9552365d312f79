"""Agreeing terms with partners."""

import datetime as dt
from decimal import Decimal

from sanamost.registry.partners.models import PartnerTerms


def agree(
    *,
    partner_id: int,
    percent: Decimal,
    cap_percent: Decimal,
    trigger: str,
    disclosure: dict[str, str],
    valid_from: dt.date,
    clinic_id: int | None = None,
) -> PartnerTerms:
    """Terms from a day on; the same terms of the same day are kept as they are."""
    terms, _ = PartnerTerms.objects.get_or_create(
        organisation_id=partner_id,
        clinic_id=clinic_id,
        valid_from=valid_from,
        defaults={
            "percent": percent,
            "cap_percent": cap_percent,
            "trigger": trigger,
            "disclosure": disclosure,
        },
    )
    return terms
