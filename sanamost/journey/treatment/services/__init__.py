"""Admission, what was done against the plan, discharge, the final invoice."""

from sanamost.journey.treatment.extracts import Extract
from sanamost.journey.treatment.services.admission import admit, begin_remote
from sanamost.journey.treatment.services.billing import issue_final_invoice, settle
from sanamost.journey.treatment.services.discharging import discharge
from sanamost.journey.treatment.services.recording import (
    AddendumNeeded,
    record_service,
    void_service,
)

__all__ = [
    "AddendumNeeded",
    "Extract",
    "admit",
    "begin_remote",
    "discharge",
    "issue_final_invoice",
    "record_service",
    "settle",
    "void_service",
]
