"""Travel, treatment and what follows, in words. Answers after treatment stay with the clinic."""

from django.utils.translation import gettext_lazy as _

from sanamost.web.components.happenings import CLINIC, PATIENT, word

CARE = frozenset({CLINIC, PATIENT})
ONLY_CLINIC = frozenset({CLINIC})

word("travel.plan.prepared", _("The journey is being arranged."))
word("travel.plan.arrival_set", _("The arrival was told."))
word("travel.plan.invitation_sheet_issued", _("The data for the visa invitation are ready."))
word("travel.plan.welcome_pack_sent", _("The welcome pack was sent."))
word("travel.work.moved", _("A service around treatment moved on."))
word("travel.notice.owed", _("A notice to the authorities is owed."), ONLY_CLINIC)
word("travel.notice.filed", _("A notice to the authorities was filed."), ONLY_CLINIC)
word("treatment.patient.admitted", _("The patient was admitted."))
word("treatment.service.recorded", _("A service was recorded."), CARE)
word("treatment.service.voided", _("A record of a service was taken back."), CARE)
word("treatment.patient.discharged", _("The patient was discharged."))
word("treatment.case.settled", _("Everything is paid."))
word("aftercare.follow_up.asked", _("The patient was asked how they are."), CARE)
word("aftercare.follow_up.answered", _("The patient answered how they are."), CARE)
word("aftercare.follow_up.missed", _("The patient has not answered a follow-up."), ONLY_CLINIC)
word("aftercare.follow_up.attended", _("A follow-up answer was dealt with."), ONLY_CLINIC)
word("aftercare.survey.answered", _("The patient answered the survey."), CARE)
word("aftercare.case.closed", _("The case was closed."))
