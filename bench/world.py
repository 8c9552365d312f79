"""`python -m bench.world CASES DRAFTS VISITORS`: what the HTTP benchmark's database holds.

The demonstration world, CASES open cases at its intake desk, DRAFTS finished drafts of requests
that wait to be sent, one signed-in coordinator and VISITORS visitors. Prints one JSON line: the
cookies by which all of them come.
"""

import csv
import datetime as dt
import hashlib
import json
import os
import sys
import time
from itertools import cycle
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanamost.config.settings")
django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.signing import get_cookie_signer
from django.utils import timezone

from sanamost.foundation.access import selectors as access
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.access.models import Grant
from sanamost.foundation.access.roles import DataClass, GrantPurpose, Role
from sanamost.jobs.demo.steps import collect_static
from sanamost.jobs.world.load import load
from sanamost.journey.cases.models import Case, Clock, Participant
from sanamost.journey.cases.states import ClockKind, Fact, Origin, PurposeOfArrival, Stage
from sanamost.journey.requests import consent_papers
from sanamost.journey.requests.models import Draft, MedicalNeed, Request
from sanamost.journey.requests.services import drafts, intake_desk, intake_desk_id
from sanamost.journey.requests.states import RequestState
from sanamost.registry.catalogue import services as catalogue
from sanamost.registry.patients.models import Patient
from sanamost.registry.patients.services import fingerprint
from sanamost.registry.patients.states import ConsentPurpose
from sanamost.web.acting import ORGANISATION
from sanamost.web.public.request import drafts as draft_cookie
from sanamost.web.public.request import reading, steps

COORDINATOR = "sokolova@intake-desk.example"
PEOPLE = (
    ("ZHANG WEI", "张伟", "CN", "zh-hans"),
    ("KARIMOVA AMINA", "Каримова Амина", "UZ", "ru"),
    ("AL-SAYED FATIMA", "فاطمة السيد", "AE", "ar"),
    ("OKAFOR CHIDI", "Okafor Chidi", "NG", "en"),
)
AREAS = ("orthopaedics", "cardiology", "rehabilitation", "neurosurgery")
ORIGINS = (Origin.DIRECT, Origin.PARTNER, Origin.PHONE)
STATES = (RequestState.SUBMITTED, RequestState.VERIFIED, RequestState.COMPLETE)
WORDS = "My right knee has hurt for two years when I walk downstairs; tablets help no more."


def main() -> None:
    """Fill the database and say how to come in."""
    cases, finished, visitors = (int(said) for said in sys.argv[1:4])
    now = timezone.now()
    for file in (name for name in catalogue.FILE_NAMES if not name.endswith(".gz")):
        with (catalogue.REFERENCE / file).open(encoding="utf-8", newline="") as stream:
            catalogue.load_file(file=file, rows=csv.DictReader(stream))
    load(now)
    collect_static()
    with acting_as(system("benchmark")):
        fill(cases, now)
        secrets = fill_drafts(finished, now)
    signer = get_cookie_signer(salt=draft_cookie.COOKIE + draft_cookie.SALT)
    come = {
        "coordinator": coordinator(settings.AUTHENTICATION_BACKENDS[0]),
        "colleague": coordinator("django.contrib.auth.backends.ModelBackend"),
        "consent": consent(now),
        "visitors": [visitor() for _ in range(visitors)],
        "drafts": [signer.sign(secret) for secret in secrets],
        "cookies": {
            "session": settings.SESSION_COOKIE_NAME,
            "csrf": settings.CSRF_COOKIE_NAME,
            "draft": draft_cookie.COOKIE,
        },
    }
    print(json.dumps(come, default=str))  # days become text, as the paper writes them


def fill(count: int, now: dt.datetime) -> None:
    """Open cases of one desk: every third assigned, the clocks from overdue to next week."""
    desk, user = intake_desk_id(), access.user_by_email(COORDINATOR)
    assert user is not None, COORDINATOR
    cases = _cases(count, now)
    requests = _requests(cases, desk, user)
    _take_part(cases, user, now)
    MedicalNeed.objects.bulk_create(
        MedicalNeed(case=one.case, request=one, words=WORDS, words_language="en")
        for one in requests
    )
    _grant(cases, desk, now)
    _clocks(cases, now)


def _cases(count: int, now: dt.datetime) -> list[Case]:
    people, areas, origins = cycle(PEOPLE), cycle(AREAS), cycle(ORIGINS)
    patients = Patient.objects.bulk_create(
        _patient(n, *person) for n, person in zip(range(count), people, strict=False)
    )
    languages = cycle(language for *_, language in PEOPLE)
    return Case.objects.bulk_create(
        Case(
            number=f"SM-2025-{n:06d}",
            patient=patient,
            origin=next(origins),
            area=next(areas),
            language=next(languages),
            purpose_of_arrival=PurposeOfArrival.TREATMENT,
            facts=[Fact.SUBMITTED],
            stage=Stage.ASKING,
            opened_at=now - dt.timedelta(minutes=7 * n),
        )
        for n, patient in enumerate(patients)
    )


def _requests(cases: list[Case], desk: int, user: Any) -> list[Request]:
    states = cycle(STATES)
    return Request.objects.bulk_create(
        Request(
            case=case,
            desk_id=desk,
            state=next(states),
            area=case.area,
            submitted_at=case.opened_at,
            assigned_to=user if n % 3 == 0 else None,
            duplicate_of=cases[n - 4] if n % 25 == 24 else None,
        )
        for n, case in enumerate(cases)
    )


def _take_part(cases: list[Case], user: Any, now: dt.datetime) -> None:
    """Somebody who has left the cases again."""
    everybody = list(DataClass)
    Participant.objects.bulk_create(
        Participant(
            case=case,
            user=user,
            role=Role.COMPANION,
            classes=everybody,
            started_at=now,
            ended_at=now,
        )
        for case in cases
    )


def _grant(cases: list[Case], desk: int, now: dt.datetime) -> None:
    Grant.objects.bulk_create(
        Grant(
            case=case,
            organisation_id=desk,
            data_class=data_class,
            purpose=GrantPurpose.INTAKE,
            given_at=now,
        )
        for case in cases
        for data_class in DataClass
    )


def _clocks(cases: list[Case], now: dt.datetime) -> None:
    Clock.objects.bulk_create(
        Clock(
            case=case,
            kind=kind,
            started_at=case.opened_at,
            due_at=max(case.opened_at, now + dt.timedelta(minutes=later - 200 + 5 * n)),
        )
        for n, case in enumerate(cases)
        for later, kind in ((0, ClockKind.ACKNOWLEDGE), (300, ClockKind.CALL_BACK))
    )


def _patient(n: int, latin: str, original: str, country: str, language: str) -> Patient:
    born = dt.date(1950, 1, 1) + dt.timedelta(days=11 * n % 18_000)
    return Patient(
        name_latin=f"{latin} {n}",
        name_original=f"{original} {n}",
        birth_date=born,
        citizenship=country,
        residence_country=country,
        languages=[language],
        fingerprint=fingerprint(name_latin=f"{latin} {n}", birth_date=born),
    )


def fill_drafts(count: int, now: dt.datetime) -> list[str]:
    """Finished drafts, each of another person; the secrets under which they are kept."""
    secrets = [drafts.new_secret() for _ in range(count)]
    Draft.objects.bulk_create(
        Draft(
            secret_hash=hashlib.sha256(secret.encode()).hexdigest(),
            language="en",
            answers=answers(n),
            step="consent",
            created_at=now,
            expires_at=now + drafts.LASTS,
        )
        for n, secret in enumerate(secrets)
    )
    return secrets


def answers(n: int) -> dict[str, Any]:
    """What somebody answered, as the draft keeps it."""
    soon = timezone.localdate() + dt.timedelta(days=30)
    letters = "".join(chr(65 + n // 26**place % 26) for place in range(4))
    return {
        steps.DONE: sorted(step.code for step in steps.STEPS),
        "whom": "self",
        "words": WORDS,
        "words_language": "en",
        "area": "orthopaedics",
        "diagnosis_code": "",
        "wished_from": soon.isoformat(),
        "wished_until": (soon + dt.timedelta(days=20)).isoformat(),
        "flexibility": "month",
        "budget_amount": "12000",
        "budget_currency": "USD",
        "name_latin": f"ZHANG {letters}",
        "name_original": "张伟",
        "birth_date": (dt.date(1950, 1, 1) + dt.timedelta(days=n)).isoformat(),
        "sex": "male",
        "citizenship": "CN",
        "residence_country": "CN",
        "purpose_of_arrival": "treatment",
        "stay_document": "none",
        "payer": "patient",
        "languages": ["zh"],
        "interpreter": True,
        "companions": 1,
        "email": f"patient-{n}@example.org",
        "phone": "+86 138 0013 8000",
        "passport_number": f"E{n:08d}",
        "address": "8 Example Road, Harbin",
    }


def consent(now: dt.datetime) -> Any:
    """What the paper of a consent holds."""
    asked = reading.answers_of(answers(0), language="en")
    return consent_papers.payload(
        ConsentPurpose.PROCESSING,
        subject=asked,
        desk=intake_desk(),
        number="",
        day=now.date(),
    )


def coordinator(backend: str) -> str:
    """The session of the desk's coordinator, signed in with a second factor."""
    user = access.user_by_email(COORDINATOR)
    assert user is not None, COORDINATOR
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[ORGANISATION] = access.standings_of(user.pk)[0].public_id
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session.create()
    return str(session.session_key)


def visitor() -> str:
    """The session of somebody who fills in the form."""
    session = SessionStore()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    main()
