"""One form a question. What cannot be right is refused here and once more when all is sent."""

from sanamost.web.public.request.forms.contact import ConsentForm, ContactForm
from sanamost.web.public.request.forms.need import DatesForm, NeedForm, PapersForm, WhomForm
from sanamost.web.public.request.forms.patient import (
    CareForm,
    LanguagesForm,
    PatientForm,
    PayerForm,
    StayForm,
)
from sanamost.web.public.request.forms.step import Answered, StepForm

__all__ = [
    "Answered",
    "CareForm",
    "ConsentForm",
    "ContactForm",
    "DatesForm",
    "LanguagesForm",
    "NeedForm",
    "PapersForm",
    "PatientForm",
    "PayerForm",
    "StayForm",
    "StepForm",
    "WhomForm",
]
