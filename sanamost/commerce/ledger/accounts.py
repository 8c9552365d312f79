"""The accounts of a clinic's books."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountKind(models.TextChoices):
    """What an account of a clinic's books stands for."""

    RECEIVABLE = "receivable", _("Owed by patients and payers")
    BANK = "bank", _("Bank account")
    DEPOSITS = "deposits", _("Deposits received (owed to patients until used)")
    REVENUE = "revenue", _("Revenue from services")
    VAT = "vat", _("VAT owed")
    COMMISSION_COST = "commission_cost", _("Cost of commissions")
    COMMISSION_PAYABLE = "commission_payable", _("Commissions owed to partners")
    REFUNDS = "refunds", _("Refunds owed to patients")
