"""What happens to proposals and places, in words."""

from django.utils.translation import gettext_lazy as _

from sanamost.web.components.happenings import CLINIC, word

ONLY_CLINIC = frozenset({CLINIC})

word("proposals.proposal.sent", _("A proposal was sent to the patient."))
word("proposals.proposal.accepted", _("The patient accepted a proposal."))
word("proposals.proposal.declined", _("A proposal was declined."))
word("proposals.proposal.expired", _("A proposal has expired."))
word("proposals.proposal.superseded", _("A proposal was put aside for a newer one."), ONLY_CLINIC)
word("bookings.hold.placed", _("A place is kept for the patient."))
word("bookings.hold.released", _("The place that was kept is free again."), ONLY_CLINIC)
word("bookings.hold.expired", _("The time of the kept place ran out."))
word("bookings.place.missed", _("The deposit came, but the week was full."))
word("bookings.waiting.begun", _("No day is free: the proposal waits for one."), ONLY_CLINIC)
word("bookings.waiting.offered", _("A day became free, and a place is kept."))
word("bookings.waiting.over", _("No day became free in the time waited for."), ONLY_CLINIC)
word("bookings.booking.confirmed", _("The place is booked."))
word("bookings.booking.released", _("The booking was given back."))
