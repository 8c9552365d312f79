"""Arranging the journey: plan, papers, services around treatment, notices to the authorities."""

from sanamost.journey.travel.services.notices import (
    file_notice,
    issue_notice_sheet,
    owe_notice,
)
from sanamost.journey.travel.services.papers import issue_invitation_sheet, issue_welcome_pack
from sanamost.journey.travel.services.plans import (
    ArrivalTooLate,
    patient_side,
    prepare,
    record_entry,
    set_arrival,
)
from sanamost.journey.travel.services.works import (
    AlreadyAskedFor,
    assign_work,
    cancel_work,
    confirm_work,
    finish_work,
    request_work,
)

__all__ = [
    "AlreadyAskedFor",
    "ArrivalTooLate",
    "assign_work",
    "cancel_work",
    "confirm_work",
    "file_notice",
    "finish_work",
    "issue_invitation_sheet",
    "issue_notice_sheet",
    "issue_welcome_pack",
    "owe_notice",
    "patient_side",
    "prepare",
    "record_entry",
    "request_work",
    "set_arrival",
]
