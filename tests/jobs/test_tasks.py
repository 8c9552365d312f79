"""The platform's clock …"""

import datetime as dt

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from sanamost.jobs import tasks
from sanamost.registry.organisations import services
from sanamost.registry.organisations.models import Proof
from tests.world import World, acting_as, system


def test_looks_at_certificates_once_a_day() -> None:
    periodic = {(one.task.name, one.cron) for one in jobs.periodic_registry.periodic_tasks.values()}
    assert ("jobs.expiries", "23 0 * * *") in periodic


def test_ends_what_has_ended(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    with acting_as(system("test")):
        proof = services.enter_proof(
            organisation_id=world.organisation("demo-ortho"),
            facts=services.ProofFacts(kind="jci", number="DEMO-9", valid_until=now.date()),
            checked=True,
            now=now,
        )
    tasks.expiries(0)
    with acting_as(system("test")):
        assert Proof.objects.get(pk=proof.pk).state == "checked"
    monkeypatch.setattr("sanamost.jobs.tasks.timezone.now", lambda: now + dt.timedelta(days=1))
    tasks.expiries(0)
    with acting_as(system("test")):
        assert Proof.objects.get(pk=proof.pk).state == "ended"


def test_counts_the_worth_of_capacity_every_hour(world: World) -> None:
    periodic = {(one.task.name, one.cron) for one in jobs.periodic_registry.periodic_tasks.values()}
    assert ("jobs.worths", "29 * * * *") in periodic
    tasks.worths(0)
