"""Who does the work on a case of the demonstration, and in what words."""

from __future__ import annotations

from dataclasses import dataclass

from sanamost.foundation.access import selectors as access
from sanamost.foundation.access.actor import Actor
from sanamost.jobs.world.load import personas


@dataclass(frozen=True)
class Staff:
    """The personas who do the work of one clinic."""

    clinic: str
    coordinator: str
    physician: str
    finance: str
    officer: str


ORTHO = Staff("demo-ortho", "petrova", "orlova", "sidorov", "volkov")
HEART = Staff("demo-heart", "belova", "saidov", "klimova", "gromov")
CLINICS = {staff.clinic: staff for staff in (ORTHO, HEART)}


@dataclass(frozen=True)
class Words:
    """What is written on the way: by the clinic in Russian, `own_…` in the patient's language."""

    conclusion: str = "Показано лечение."
    plan: str = "Операция и восстановление."
    own_plan: str = "Surgery and recovery."
    diagnosis_code: str = "M17.1"
    diagnosis: str = "Первичный гонартроз"
    summary: str = "Лечение прошло успешно."
    condition: str = "Удовлетворительное."
    recommendations: str = "Ежедневная ходьба. Осмотр через неделю."
    own_diagnosis: str = "Osteoarthritis of the knee"
    own_summary: str = "The treatment went well."
    own_condition: str = "Good."
    own_recommendations: str = "Walk every day. See your doctor in a week."


def persona(code_or_email: str) -> Actor:
    """The actor of a persona or of an address, for their organisation if any, strongly signed in.

    Raises `LookupError` where there is no such account.
    """
    emails = {person.code: person.email for person in personas()}
    code = code_or_email
    user = access.user_by_email(emails.get(code, code))
    if user is None:
        raise LookupError(f"{code} is not loaded")
    standing = next(iter(access.standings_of(user.pk)), None)
    return access.actor_for(
        user_id=user.pk,
        membership=standing.public_id if standing else "",
        request_id="walk",
        strong=True,
    )
