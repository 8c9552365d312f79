"""A commission's states and allowed moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CommissionState(TextChoices):
    """Where a commission stands."""

    PAYABLE = "payable", _("Payable")
    PAID = "paid", _("Paid")
    REVERSED = "reversed", _("Reversed")


COMMISSION_MOVES: dict[CommissionState, set[CommissionState]] = {
    CommissionState.PAYABLE: {CommissionState.PAID, CommissionState.REVERSED},
    CommissionState.PAID: {CommissionState.REVERSED},
}
