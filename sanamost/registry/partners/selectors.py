"""Which terms hold between a partner and a clinic on a day."""

import datetime as dt

from django.db.models import F, Q

from sanamost.registry.partners.models import PartnerTerms


def terms_on(*, partner_id: int, clinic_id: int, day: dt.date) -> PartnerTerms | None:
    """The terms in force; those made with this clinic win over the general ones."""
    return (
        PartnerTerms.objects.filter(
            Q(clinic_id=clinic_id) | Q(clinic__isnull=True),
            Q(valid_before__isnull=True) | Q(valid_before__gt=day),
            organisation_id=partner_id,
            valid_from__lte=day,
        )
        .order_by(F("clinic_id").asc(nulls_last=True), "-valid_from")
        .first()
    )
