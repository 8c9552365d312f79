"""What happens to agreements, in words."""

from django.utils.translation import gettext_lazy as _

from sanamost.web.components.happenings import CLINIC, PATIENT, word

BOTH = frozenset({PATIENT, CLINIC})

word("agreements.agreement.drafted", _("The contract is being prepared."))
word("agreements.identity.given", _("The details for the contract were filled in."), BOTH)
word("agreements.agreement.issued", _("The contract was issued."))
word("agreements.notice.read", _("The notice before the contract was read."), BOTH)
word("agreements.agreement.signed", _("The patient's side signed the contract."))
word("agreements.agreement.in_force", _("The contract is in force."))
word("agreements.agreement.terminated", _("The contract was ended early."))
word("agreements.agreement.completed", _("The contract is fulfilled."))
word("agreements.consent.given", _("A consent was given."), BOTH)
word("agreements.consent.withdrawn", _("A consent was withdrawn."))
word("agreements.addendum.issued", _("The clinic proposed more services."), BOTH)
word("agreements.addendum.signed", _("More services were agreed."), BOTH)
word("agreements.addendum.refused", _("More services were refused."), BOTH)
