"""Money in words."""

from django.utils.translation import gettext_lazy as _

from sanamost.web.components.happenings import word

word("billing.invoice.issued", _("An invoice was issued."))
word("billing.payment.received", _("A payment was received."))
word("billing.invoice.paid", _("An invoice is paid in full."))
word("billing.refund.requested", _("A refund was requested."))
word("billing.refund.paid", _("A refund was paid."))
