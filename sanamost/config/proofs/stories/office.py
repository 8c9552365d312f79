"""Colleagues, organisations, the platform's own work."""

import re
import secrets
from pathlib import Path

from django.conf import settings
from django.db import connection

from sanamost.config.proofs.sending import File
from sanamost.config.proofs.stories.telling import Teller, Untold, story
from sanamost.foundation.access import selectors as access
from sanamost.foundation.access import services as people
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.events.services import deliver
from sanamost.registry.organisations import services as organisations

RATES = "day,currency,quote,nominal,value,remark\n2001-01-{day},USD,RUB,1,28.{pence},letter\n"
LETTERS = "EMAIL_FILE_PATH"
"""The setting that says where letters are kept instead of sent."""
LINK = re.compile(r"/invitation/([\w-]+)/")


@story
def a_colleague_is_invited(tell: Teller) -> None:
    """By the clinic; whoever was meant takes it up, and later works there no more."""
    colleague = newcomer()
    tell.send("petrova", "people:colleagues", email=colleague, roles=["quality"])
    tell.send(colleague, "people:invitation", ids={"token": _token()})
    tell.send(colleague, "people:profile", name="A Newcomer")
    member = {"membership": tell.newest("membership", user__email=colleague)}
    tell.send("petrova", "people:end_membership", ids=member)


@story
def an_administrator_looks_at_a_case(tell: Teller) -> None:
    """With a reason; another administrator reads it."""
    tell.begins(tell.walk("amina", "demo-ortho").ask())
    second = newcomer()
    tell.send("nikitin", "people:colleagues", email=second, roles=["platform_admin"])
    tell.send(second, "people:invitation", ids={"token": _token()})
    number = tell.row("case").number
    tell.send("nikitin", "administration:looks", number=number, reason="The patient called us")
    tell.send(second, "administration:review_look", at="administration:looks")


@story
def the_platform_is_looked_after(tell: Teller) -> None:
    """The first person of an organisation, a letter to oneself, rates, a job started again."""
    tell.send(
        "nikitin",
        "administration:organisation",
        ids={"organisation": _empty_clinic()},
        email=f"{secrets.token_hex(4)}@example.org",
        roles=["coordinator"],
    )
    at = "administration:system"
    tell.send("nikitin", "administration:mail", at=at)
    tell.send("nikitin", "administration:rates", at=at, files=(_rates(),))
    job = {"job": _failed_job()}
    tell.send("nikitin", "administration:retry_job", at="administration:jobs", ids=job)


def newcomer() -> str:
    """Somebody with an account and nothing else."""
    email = f"{secrets.token_hex(4)}@example.org"
    with acting_as(system("a newcomer of a story")):
        people.account_for(email=email, name="Newcomer", language="en")
    return email


def _token() -> str:
    """Of the invitation that holds; letters of what was rolled back lead nowhere."""
    letters = sorted(
        Path(str(getattr(settings, LETTERS))).iterdir(), key=lambda p: p.stat().st_mtime
    )
    with acting_as(system("the letters of a story")):
        for letter in reversed(letters):
            words = letter.read_text(encoding="utf-8", errors="replace").replace("=\n", "")
            for token in LINK.findall(words):
                row = access.invitation_by_hash(people.token_hash(token))
                if row is not None and row.accepted_at is None:
                    return str(token)
    raise Untold("no letter of invitation came")


def _empty_clinic() -> str:
    with acting_as(system("an organisation of a story")):
        names = {"en": "Empty Clinic"}
        made = organisations.enter(
            code=f"empty-{secrets.token_hex(4)}", kind="clinic", names=names, country="RU"
        )
    return str(made.public_id)


def _rates() -> File:
    day, pence = 1 + secrets.randbelow(28), 1000 + secrets.randbelow(8999)
    content = RATES.format(day=f"{day:02}", pence=pence).encode()
    return ("file", "rates.csv", content, "text/csv")


def _failed_job() -> int:
    """As a worker leaves one that it could not end."""
    made = int(deliver.defer(happening=1, handler="proof.failed"))
    with connection.cursor() as cursor:
        for status in ("doing", "failed"):
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s",
                [status, made],
            )
    return made
