"""load_reference: every table from its file, once."""

import io
from collections.abc import Iterator

import pytest
from django.core.management import call_command

from sanamost.commerce.rates.models import Rate
from sanamost.jobs.management.commands import load_reference
from sanamost.registry.catalogue import models as catalogue
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.models import RegisterEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_history(monkeypatch: pytest.MonkeyPatch) -> None:
    """All files but the longest, whose reader has tests of its own."""
    steps = load_reference.steps

    def shorter() -> Iterator[tuple[str, load_reference.Load]]:
        return (step for step in steps() if step[0] != "ecb_history.csv.gz")

    monkeypatch.setattr(load_reference, "steps", shorter)


def run(**options: bool) -> str:
    out = io.StringIO()
    call_command("load_reference", stdout=out, **options)
    return out.getvalue()


def test_fills_every_table_and_changes_nothing_when_run_again() -> None:
    first = run()

    counts = {
        model: model.objects.count()
        for model in (
            *(catalogue.Country, catalogue.Currency, catalogue.Language, catalogue.Region),
            *(catalogue.Area, catalogue.CareProfile, catalogue.Speciality),
            *(catalogue.NomenclatureService, catalogue.Diagnosis, RegisterEntry, Rate),
        )
    }
    assert list(counts.values()) == [
        *(249, 178, 184, 86),
        *(35, 154, 117),
        *(10_450, 15_038, 15_287, 57),
    ]
    assert catalogue.Diagnosis.objects.filter(actual=True).count() == 14_937
    assert RegisterEntry.objects.filter(federal=True).count() == 127
    assert "43,002 rows read" in first

    assert "0 rows read" in run()

    again = run(again=True)
    cells = [line.split() for line in again.splitlines()[1:-1]]
    assert [(row[0], row[2], row[3]) for row in cells if (row[2], row[3]) != ("0", "0")] == []

    ilizarov = organisations.register_entries("илизарова", region="37", federal=True)
    assert [entry.inn for entry in ilizarov] == ["4501022210"]
    assert organisations.register_entries("4501022210") == ilizarov
    assert {entry.region for entry in organisations.register_entries(region="35")} == {"35"}
    assert organisations.register_entries("", federal=True, limit=1)[0].oms_territories == 61
    assert organisations.register_entries("алмозова", federal=True) == []
