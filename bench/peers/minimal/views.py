"""Two addresses: the inbox of a desk, and the end of a request."""

import datetime as dt
import functools
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import connection, transaction
from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone

from bench.peers.minimal import models

LANGUAGES = {"en": "English", "ru": "Russian", "zh-hans": "Simplified Chinese", "ar": "Arabic"}
CLASSES = ("clinical", "identity", "money", "travel")


@functools.cache
def names_of(table: str) -> dict[str, str]:
    """English names by code."""
    rows: Any = getattr(models, table).objects.all()
    return {row.code: row.names["en"] for row in rows}


@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """The fifty open requests that are due soonest."""
    membership = models.Membership.objects.select_related("organisation").get(
        public_id=request.session["acts_for"], user_id=request.user.pk, ended_at=None
    )
    desk_id, now = membership.organisation_id, timezone.now()
    due = models.Clock.objects.filter(case_id=OuterRef("case_id"), done_at=None).order_by("due_at")
    requests = (
        models.Request.objects.filter(desk_id=desk_id)
        .exclude(case__stage__in=["closed", "ended_early"])
        .select_related("case", "assigned_to")
        .annotate(due=Subquery(due.values("due_at")[:1]))
        .order_by(F("due").asc(nulls_last=True), "-submitted_at")
    )
    page = Paginator(requests, 50).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    patients = models.Patient.objects.in_bulk([row.case.patient_id for row in rows])
    referrals = models.Referral.objects.filter(
        request_id__in=[row.pk for row in rows], organisation_id=desk_id
    )
    referred = {referral.request_id: referral for referral in referrals}
    clocks: dict[int, models.Clock] = {}
    running = models.Clock.objects.filter(case_id__in=[row.case_id for row in rows], done_at=None)
    for clock in running.order_by("due_at"):
        clocks.setdefault(clock.case_id, clock)
    for row in rows:
        row.patient, row.referral = patients[row.case.patient_id], referred.get(row.pk)
        row.clock = clocks.get(row.case_id)
        row.area_name = names_of("Area").get(row.area, "")
        row.country = names_of("Country").get(row.patient.residence_country, "")
        row.language = LANGUAGES.get(row.case.language, "")
    places = models.Membership.objects.filter(user_id=request.user.pk, ended_at=None)
    context = {
        "page": page,
        "rows": rows,
        "now": now,
        "places": list(places.select_related("organisation").order_by("organisation__code")),
        "unread": models.Notice.objects.filter(user_id=request.user.pk, read_at=None).count(),
    }
    return render(request, "inbox.html", context)


class Answers(forms.Form):
    """What somebody answered."""

    words = forms.CharField(min_length=10, max_length=10_000)
    area = forms.CharField(max_length=20)
    wished_from = forms.DateField()
    wished_until = forms.DateField()
    flexibility = forms.ChoiceField(choices=[(c, c) for c in ("exact", "week", "month", "any")])
    budget_amount = forms.DecimalField(min_value=0, max_digits=14, decimal_places=2)
    budget_currency = forms.RegexField(r"^[A-Z]{3}$")
    name_latin = forms.RegexField(r"^[A-Za-z .'-]+$", max_length=200)
    name_original = forms.CharField(max_length=200)
    birth_date = forms.DateField()
    sex = forms.ChoiceField(choices=[("male", "male"), ("female", "female")])
    citizenship = forms.RegexField(r"^[A-Z]{2}$")
    residence_country = forms.RegexField(r"^[A-Z]{2}$")
    stay_document = forms.CharField(max_length=20)
    purpose_of_arrival = forms.CharField(max_length=20)
    payer = forms.CharField(max_length=20)
    companions = forms.IntegerField(min_value=0, max_value=10)
    email = forms.EmailField()
    phone = forms.RegexField(r"^\+[\d ]{7,20}$")
    passport_number = forms.CharField(max_length=40)
    address = forms.CharField(max_length=300)


def review(request: HttpRequest) -> HttpResponse:
    """Send the request that the draft holds."""
    if request.method != "POST" or request.user.is_authenticated:
        return redirect("inbox")
    secret = request.get_signed_cookie("request_draft", salt="request draft", max_age=30 * 86400)
    now = timezone.now()
    with transaction.atomic():
        draft = get_object_or_404(
            models.Draft.objects.select_for_update(),
            secret_hash=hashlib.sha256(secret.encode()).hexdigest(),
            expires_at__gt=now,
            case=None,
        )
        form = Answers(draft.answers)
        if not form.is_valid():
            return HttpResponse(str(form.errors), status=422)
        submit(draft, form.cleaned_data, now)
    response = HttpResponse(status=302)
    response["Location"] = "/request/sent/"
    return response


def submit(draft: models.Draft, said: dict[str, Any], now: dt.datetime) -> None:
    """Write everything that a request is."""
    desk = models.Organisation.objects.get(code="intake-desk")
    person = models.Person.objects.filter(email__iexact=said["email"]).first()
    if person is None:
        person = models.Person(email=said["email"], name=said["name_latin"], language="en")
        person.set_unusable_password()
        person.save()
    patient = write_patient(person, said, draft.answers["languages"])
    case = models.Case.objects.create(
        number=f"SM-{now.year}-{next_number():06d}",
        patient=patient,
        origin="direct",
        area=said["area"],
        language="en",
        purpose_of_arrival=said["purpose_of_arrival"],
        payer=said["payer"],
        facts=["submitted"],
        opened_at=now,
    )
    models.Participant.objects.create(
        case=case, user=person, role="patient", classes=list(CLASSES), started_at=now
    )
    request = write_request(case, desk, said, draft.answers, now)
    models.Grant.objects.bulk_create(
        models.Grant(case=case, organisation=desk, data_class=one, purpose="intake", given_at=now)
        for one in CLASSES
    )
    due = next_working_day(desk, now)
    for kind in ("acknowledge", "call_back"):
        models.Clock.objects.create(case=case, kind=kind, started_at=now, due_at=due)
    draft.answers, draft.case = {}, case
    draft.save(update_fields=["answers", "case"])
    paper = write_consent(case, patient, person, now)
    write_events(case, now)
    actions = {
        "cases.case.opened": case.public_id,
        "documents.paper.issued": paper.public_id,
        "patients.consent.given": paper.public_id,
        "requests.request.submitted": request.public_id,
    }
    models.Entry.objects.bulk_create(
        models.Entry(
            payload=json.dumps({"action": action, "at": now.isoformat(), "subject": subject}),
            at=now,
            action=action,
            case=case,
        )
        for action, subject in actions.items()
    )


def next_number() -> int:
    """The next number of a case."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number_seq')")
        return int(cursor.fetchone()[0])


def write_patient(
    person: models.Person, said: dict[str, Any], languages: list[str]
) -> models.Patient:
    """The person who seeks care."""
    told = f"{said['name_latin'].casefold()}|{said['birth_date']}"
    return models.Patient.objects.create(
        user=person,
        name_original=said["name_original"],
        name_latin=said["name_latin"],
        birth_date=said["birth_date"],
        sex=said["sex"],
        citizenship=said["citizenship"],
        residence_country=said["residence_country"],
        stay_document=said["stay_document"],
        passport_number=said["passport_number"],
        address=said["address"],
        email=said["email"],
        phone=said["phone"],
        languages=languages,
        fingerprint=hashlib.sha256(told.encode()).hexdigest(),
    )


def write_request(
    case: models.Case,
    desk: models.Organisation,
    said: dict[str, Any],
    answers: dict[str, Any],
    now: dt.datetime,
) -> models.Request:
    """What is asked for, and the need; somebody alike is looked for."""
    alike = models.Request.objects.filter(case__patient__fingerprint=case.patient.fingerprint)
    request = models.Request.objects.create(
        case=case,
        desk=desk,
        area=said["area"],
        wished_from=said["wished_from"],
        wished_until=said["wished_until"],
        flexibility=said["flexibility"],
        budget_amount=said["budget_amount"],
        budget_currency=said["budget_currency"],
        languages=answers["languages"],
        interpreter=bool(answers["interpreter"]),
        companions=said["companions"],
        submitted_at=now,
        duplicate_of_id=alike.values_list("case_id", flat=True).first(),
    )
    models.MedicalNeed.objects.create(
        case=case, request=request, words=said["words"], words_language="en"
    )
    return request


def next_working_day(desk: models.Organisation, now: dt.datetime) -> dt.datetime:
    """The same hour of the next working day."""
    ahead = now.date() + dt.timedelta(days=120)
    rows = models.Holiday.objects.filter(calendar=desk.calendar, day__gte=now, day__lt=ahead)
    free = {row.day for row in rows if row.kind == "holiday"}
    due = now + dt.timedelta(days=1)
    while due.date() in free or due.weekday() > 4:
        due += dt.timedelta(days=1)
    return due


@functools.cache
def consent_text() -> dict[str, Any]:
    """The text of the consent, as the other application freezes it."""
    return dict(json.loads(Path(os.environ["CONSENT_TEXT"]).read_text(encoding="utf-8")))


def write_consent(
    case: models.Case, patient: models.Patient, person: models.Person, now: dt.datetime
) -> models.Paper:
    """The consent to processing on its paper."""
    content = {**consent_text(), "number": f"{case.number}-C1", "name": patient.name_latin}
    payload = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(payload.encode()).hexdigest()
    paper = models.Paper.objects.create(
        kind="consent_processing",
        number=content["number"],
        case=case,
        data_class="identity",
        language="en",
        payload=payload,
        sha256=digest,
        template_version="v1",
        created_at=now,
    )
    models.Consent.objects.create(
        case=case,
        patient=patient,
        purpose="processing",
        paper=paper,
        language="en",
        text_sha256=digest,
        text_version="1",
        given_by=person,
        capacity="patient",
        channel="web",
        given_at=now,
    )
    return paper


def write_events(case: models.Case, now: dt.datetime) -> None:
    """What happened, and the job that hands it on."""
    models.Happening.objects.create(name="cases.case.opened", case=case, at=now, payload={})
    submitted = models.Happening.objects.create(
        name="requests.request.submitted", case=case, at=now, payload={"origin": "direct"}
    )
    models.Job.objects.create(
        queue_name="events", task_name="minimal.deliver", args={"happening": submitted.pk}
    )


urlpatterns = [
    path("empty", lambda _request: HttpResponse()),
    path("desk/", inbox, name="inbox"),
    path("request/review/", review, name="review"),
]
