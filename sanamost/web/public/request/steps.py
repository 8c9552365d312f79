"""The questions in their order, and where somebody stands among them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanamost.registry.catalogue.states import Setting
from sanamost.web.public.request import forms

DONE = "_done"
"""Key in the draft's answers under which the finished steps stand."""


@dataclass(frozen=True)
class Step:
    """One question: its place in the address, its words, its form and template."""

    code: str
    name: str | Promise
    """Short, for the progress and the review."""
    title: str | Promise
    text: str | Promise
    form: type[forms.StepForm]
    template: str = "public/request/step.html"
    optional: bool = False


STEPS = (
    Step(
        "whom",
        _("For whom"),
        _("Who needs help?"),
        "",
        forms.WhomForm,
        "public/request/whom.html",
    ),
    Step(
        "need",
        _("The need"),
        _("What help is needed?"),
        _("Write as you would tell a doctor you trust. There are no wrong words."),
        forms.NeedForm,
        "public/request/need.html",
    ),
    Step(
        "papers",
        _("Papers"),
        _("Medical papers and images"),
        _("Reports, test results, photos of papers, scans on DICOM. You can add more later."),
        forms.PapersForm,
        "public/request/papers.html",
        optional=True,
    ),
    Step(
        "dates",
        _("Dates and budget"),
        _("When would it suit you, and is there a budget?"),
        "",
        forms.DatesForm,
    ),
    Step("patient", _("The patient"), _("Who is the patient?"), "", forms.PatientForm),
    Step("stay", _("Journey"), _("Where is the patient now?"), "", forms.StayForm),
    Step("payer", _("Payer"), _("Who pays for the treatment?"), "", forms.PayerForm),
    Step(
        "languages",
        _("Languages"),
        _("How shall we speak with the patient?"),
        "",
        forms.LanguagesForm,
    ),
    Step(
        "care",
        _("Wishes"),
        _("What should the clinic know to make the stay good?"),
        _("Everything here may stay empty."),
        forms.CareForm,
    ),
    Step("contact", _("Contact"), _("Where can we reach you?"), "", forms.ContactForm),
    Step(
        "consent",
        _("Consent"),
        _("Consent to the processing of personal data"),
        "",
        forms.ConsentForm,
        "public/request/consent.html",
    ),
)
BY_CODE = {step.code: step for step in STEPS}
SETTING = "setting"
"""Key under which the setting of the service asked for stands in the draft's answers."""
OF_THE_JOURNEY = frozenset({"stay", "care"})
"""Questions that make no sense to somebody who stays at home."""


def asked_of(answers: Mapping[str, Any]) -> tuple[Step, ...]:
    """The questions for whoever answered so: about a remote service, none about the journey."""
    if answers.get(SETTING) != Setting.REMOTE:
        return STEPS
    return tuple(step for step in STEPS if step.code not in OF_THE_JOURNEY)


def names(answers: Mapping[str, Any]) -> list[str | Promise]:
    """What the questions are called, and the review after them."""
    return [*(step.name for step in asked_of(answers)), _("Review")]


def done(answers: Mapping[str, Any]) -> set[str]:
    """The steps that are finished."""
    return set(answers.get(DONE, ()))


def first_open(answers: Mapping[str, Any]) -> Step | None:
    """The first step that is not finished; None when all are."""
    finished = done(answers)
    return next((step for step in asked_of(answers) if step.code not in finished), None)


def reachable(step: Step, answers: Mapping[str, Any]) -> bool:
    """Whether it is asked and everything before the step is finished."""
    opened, steps = first_open(answers), asked_of(answers)
    return step in steps and (opened is None or steps.index(step) <= steps.index(opened))


def before(step: Step | None, answers: Mapping[str, Any]) -> Step | None:
    """The step before; the last one for None (the review)."""
    steps = asked_of(answers)
    place = steps.index(step) if step else len(steps)
    return steps[place - 1] if place else None


def step_of_field(field: str | None) -> Step | None:
    """The question to which an answer belongs."""
    return next((step for step in STEPS if field in step.form.base_fields), None)
