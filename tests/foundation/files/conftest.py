"""A patient with a case, the clinic it was referred to, a rival clinic, and a store of its own."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from sanamost.adapters.storage.local import LocalStorage
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.roles import DataClass, Role
from sanamost.foundation.files import storage

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


@dataclass(frozen=True)
class World:
    """Who takes part, as actors."""

    case: Any
    patient: Actor
    stranger: Actor
    physician: Actor
    rival: Actor
    finance: Actor


@pytest.fixture
def blobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStorage:
    """An empty store, in use instead of the machine's."""
    store = LocalStorage(tmp_path / "blobs")
    monkeypatch.setattr(storage, "_store", lambda path: store)
    return store


@pytest.fixture
def world(db: None, blobs: LocalStorage) -> Iterator[World]:
    """Amina's case, granted to one of two clinics."""
    with acting_as(system("fixture")):
        yield _made()


def _made() -> World:
    names = ("amina", "mallory", "orlova", "rival")
    amina, mallory, orlova, rival = (_user(name) for name in names)
    clinic, other = _clinic("Demo Orthopaedic Centre"), _clinic("Demo Heart Hospital")
    patient = _make(
        "patients.Patient",
        user=amina,
        name_original="Амина Каримова",
        name_latin="Amina Karimova",
        birth_date=dt.date(1990, 1, 1),
        citizenship="UZ",
        residence_country="UZ",
    )
    case = _make(
        "cases.Case",
        number="SM-2026-000001",
        patient=patient,
        origin="direct",
        purpose_of_arrival="treatment",
        opened_at=NOW,
    )
    classes = list(DataClass.values)
    _make(
        "cases.Participant", case=case, user=amina, role="patient", classes=classes, started_at=NOW
    )
    for data_class in classes:
        _make(
            "access.Grant",
            case=case,
            organisation=clinic,
            data_class=data_class,
            purpose="treatment",
            given_at=NOW,
        )
    return World(
        case=case,
        patient=Actor(user_id=amina.pk, roles=frozenset({Role.PATIENT})),
        stranger=Actor(user_id=mallory.pk, roles=frozenset({Role.PATIENT})),
        physician=_staff(orlova, clinic, Role.PHYSICIAN),
        rival=_staff(rival, other, Role.PHYSICIAN),
        finance=_staff(orlova, clinic, Role.FINANCE),
    )


def _make(model: str, **fields: Any) -> Any:
    return apps.get_model(model)._default_manager.create(**fields)


def _user(name: str) -> Any:
    return _make("access.User", email=f"{name}@files.example.org", name=name)


def _clinic(name: str) -> Any:
    return _make(
        "organisations.Organisation",
        code=name.lower().replace(" ", "-"),
        kind="clinic",
        names={"en": name},
        country="RU",
    )


def _staff(user: Any, organisation: Any, role: Role) -> Actor:
    return Actor(
        user_id=user.pk,
        organisation_id=organisation.pk,
        organisation_kind="clinic",
        roles=frozenset({role}),
    )
