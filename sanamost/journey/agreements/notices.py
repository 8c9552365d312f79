"""What the patient's side and the clinic are told about agreements, by notice and e-mail."""

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.messaging.services import notice_kind

IDENTITY_WANTED = notice_kind(
    "agreements.identity_wanted",
    _("Case %(number)s: please complete your details for the contract"),
    _("The clinic prepares your contract. It needs a few details from you."),
)
ISSUED = notice_kind(
    "agreements.issued",
    _("Case %(number)s: your contract is ready"),
    _("Please read the notice and the contract, and sign when you agree."),
)
SIGNED = notice_kind(
    "agreements.signed",
    _("Case %(number)s: the patient's side has signed"),
    _("Please sign the contract for the clinic."),
)
IN_FORCE = notice_kind(
    "agreements.in_force",
    _("Case %(number)s: the contract is in force"),
    _("Contract %(contract)s is in force. Its text stays on your page."),
)
TERMINATED = notice_kind(
    "agreements.terminated",
    _("Case %(number)s: the contract has ended"),
    _("The contract was ended early. The page shows why and what follows."),
)
ADDENDUM_ISSUED = notice_kind(
    "agreements.addendum_issued",
    _("Case %(number)s: the clinic asks about more services"),
    _("The clinic proposes services beyond the contract. They are done only if you agree."),
)
ADDENDUM_ANSWERED = notice_kind(
    "agreements.addendum_answered",
    _("Case %(number)s: the addendum was answered"),
    _("The patient's side has answered your addendum."),
)
CONSENT_WITHDRAWN = notice_kind(
    "agreements.consent_withdrawn",
    _("Case %(number)s: a consent was withdrawn"),
    _("The patient's side has withdrawn a consent. Please see what follows from it."),
)
INVOICE_ISSUED = notice_kind(
    "agreements.invoice_issued",
    _("Case %(number)s: an invoice is ready"),
    _("The clinic has issued an invoice. Your page shows the sum, by when and how to pay."),
)
PAYMENT_RECEIVED = notice_kind(
    "agreements.payment_received",
    _("Case %(number)s: your payment has arrived"),
    _("The clinic has recorded your payment. The receipt lies on your page."),
)
REFUND_PAID = notice_kind(
    "agreements.refund_paid",
    _("Case %(number)s: money was paid back to you"),
    _("The clinic has paid a refund. Your page shows the sum and why."),
)
