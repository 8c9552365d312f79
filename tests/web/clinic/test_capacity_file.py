"""A workbook of capacity on the clinic's pages …"""

import io
import re
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from sanamost.registry.resources import selectors
from tests.journey.referred import price_list
from tests.web.clinic.conftest import send, words_of
from tests.web.clinic.test_capacity import AT, _names, entered, petrova, resource_of, selectors_of
from tests.world import World, acting_as, system

__all__ = ["_names", "petrova"]
LOOK = f"{AT}/file/look/"
SHA = re.compile(r'name="sha256" value="([0-9a-f]{64})"')


def template(client: Client) -> Any:
    answer = client.get(f"{AT}/template/")
    return load_workbook(io.BytesIO(answer.content))


def bring(client: Client, book: Any) -> Any:
    out = io.BytesIO()
    book.save(out)
    return send(client, f"{AT}/file/", file=SimpleUploadedFile("capacity.xlsx", out.getvalue()))


def decide(client: Client, decision: str) -> Any:
    found = SHA.search(words_of(client.get(LOOK)))
    assert found is not None
    return send(client, LOOK, decision=decision, sha256=found[1])


def standing(world: World) -> Any:
    """Everything that the clinic has entered."""
    resources = entered(world, selectors.own_resources)
    return (
        {(row.area, row.kind, row.name, row.units, row.downtime_percent) for row in resources},
        {(one.first_on, one.before) for row in resources for one in row.breaks.all()},
        {(row.area, row.version) for row in selectors_of(world)},
    )


def test_changes_nothing_when_it_comes_back_as_it_was(world: World, petrova: Client) -> None:
    before = standing(world)
    assert len(before[1]) == 1
    assert bring(petrova, template(petrova)).status_code == 302
    page = words_of(petrova.get(LOOK))
    assert "As it is" in page
    assert "Refused</span>" not in page
    assert decide(petrova, "take").status_code == 302
    assert standing(world) == before


def test_enters_what_was_changed_once_it_was_looked_at(world: World, petrova: Client) -> None:
    book = template(petrova)
    sheet = book.worksheets[0]
    row = next(cells for cells in sheet.iter_rows() if cells[2].value == "Orthopaedic beds")
    row[3].value = 40
    sheet.append(["", "Staff", "Nurses", 12.5, 390])
    bring(petrova, book)
    assert resource_of(world, "Orthopaedic beds").units == 34
    page = words_of(petrova.get(LOOK))
    assert "Changed" in page
    assert "New" in page
    assert "waits to be looked at" in words_of(petrova.get(f"{AT}/resources/"))
    assert decide(petrova, "take").status_code == 302
    assert resource_of(world, "Orthopaedic beds").units == 40
    assert resource_of(world, "Nurses").minutes_a_day == 390
    assert petrova.get(LOOK).status_code == 302


def test_enters_no_row_where_one_is_refused(world: World, petrova: Client) -> None:
    before = standing(world)
    book = template(petrova)
    book.worksheets[0].append(["", "Staff", "Nurses", 12.5, 390])
    book.worksheets[0].append(["", "Staff", "Sisters", -1, 390])
    bring(petrova, book)
    page = words_of(petrova.get(LOOK))
    assert "Say how many there are" in page
    assert "Nothing can be entered yet" in page
    assert 'value="take"' not in page
    assert decide(petrova, "take").status_code == 422
    assert "Some rows are refused" in words_of(decide(petrova, "take"))
    assert standing(world) == before
    assert decide(petrova, "drop").status_code == 302
    assert standing(world) == before


def test_is_entered_only_as_it_was_looked_at(world: World, petrova: Client) -> None:
    bring(petrova, template(petrova))
    looked_at = SHA.search(words_of(petrova.get(LOOK)))
    assert looked_at is not None
    other = template(petrova)
    other.worksheets[0].append(["", "Staff", "Nurses", 12.5, 390])
    bring(petrova, other)
    late = send(petrova, LOOK, decision="take", sha256=looked_at[1])
    assert late.status_code == 422
    assert "Another file has been brought" in words_of(late)
    assert all(row.name != "Nurses" for row in entered(world, selectors.own_resources))


def test_is_refused_when_it_is_none(petrova: Client) -> None:
    for name, content in (("a.xlsx", b"PK\x03\x04 not at all"), ("b.xlsx", b"words")):
        answer = send(petrova, f"{AT}/file/", file=SimpleUploadedFile(name, content))
        assert answer.status_code == 422
        assert "not a workbook of capacity" in words_of(answer)
    assert bring(petrova, Workbook()).status_code == 422


def test_brings_the_level_emergencies_and_what_a_single_service_uses(
    world: World, petrova: Client
) -> None:
    with acting_as(system("test")):
        price_list(world.organisation("demo-ortho"))
    book = template(petrova)
    kept, services = book["Protection"], book["What single services use"]
    told = {row[0]: row[1] for row in kept.iter_rows(min_row=3, values_only=True)}
    assert told[None] in {95, "95"}
    assert 10 in told.values()  # of orthopaedics
    kept["B3"], kept["C3"] = 97, "A full day is dear."
    next(row for row in kept.iter_rows(min_row=3) if row[0].value == "Neurosurgery")[1].value = 25
    used = book["What treatments use"].iter_rows(min_row=3, values_only=True)
    beds = next(row for row in used if row[4] == "Orthopaedic beds")[2:7]
    services.append(["pkg-1", 5, *beds])
    bring(petrova, book)
    page = words_of(petrova.get(LOOK))
    assert "Refused</span>" not in page
    assert decide(petrova, "take").status_code == 302

    row = entered(world, selectors.protection_of)
    assert (row.level, row.reason) == (Decimal("0.97"), "A full day is dear.")
    assert row.urgent_percent["neurosurgery"] == 25
    assert row.urgent_percent["orthopaedics"] == 10
    own = [one for one in selectors_of(world) if one.service is not None]
    assert [(one.service.code, one.stay_days, one.version) for one in own] == [("PKG-1", 5, 1)]
    sheet = template(petrova)["What single services use"]
    assert [cells[0] for cells in sheet.iter_rows(min_row=3, values_only=True)] == ["PKG-1"]
