"""The command that imports a price list …"""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sanamost.engines.price_lists import MENDS, NOTES, REFUSES
from sanamost.registry.catalogue import selectors
from sanamost.registry.catalogue.price_reasons import REASONS
from tests.engines.price_lists.uglier_lists import UGLIER
from tests.engines.price_lists.ugly_lists import UGLY, Ugly, titles_and_groups
from tests.world import World


def _said(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    call_command("import_prices", *arguments)
    said: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return said


@pytest.mark.parametrize("ugly", [*UGLY, *UGLIER], ids=lambda ugly: ugly.file)
def test_says_in_its_last_line_what_would_become_of_each_row(
    ugly: Ugly, tmp_path: Path, capsys: pytest.CaptureFixture[str], world: World
) -> None:
    file = tmp_path / ugly.file
    file.write_bytes(ugly.make())
    said = _said(capsys, str(file), "--clinic", "DEMO-ORTHO", "--dry-run", "--json")
    assert sum(said["summary"].values()) == said["rows"]
    assert set(said["summary"]) == {"imported", "mended", "refused"}
    assert {"name", "price"} <= set(said["columns"])
    for doubt in said["doubts"]:
        assert {"row", "field", "found", "suggested", "reason"} <= set(doubt)
        assert doubt["reason"]
    assert not selectors.price_lists_of(world.organisation("demo-ortho")).exists()


def test_rehearses_without_any_clinic(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], db: None
) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(titles_and_groups())
    said = _said(capsys, str(file), "--clinic", "nobody", "--dry-run", "--json")
    assert said["summary"] == {"imported": 1, "mended": 2, "refused": 4}


def test_imports_from_a_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], world: World
) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(titles_and_groups())
    call_command("import_prices", str(file), "--clinic", "Demo-Ortho", "--valid-from", "2027-01-01")
    (made,) = selectors.price_lists_of(world.organisation("demo-ortho"))
    assert made.prices.count() == 9
    assert "9 new, 0 gone, 0 changed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"%PDF-1.7", "neither an XLSX workbook nor text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "save it as .xlsx"),
        (b"PK\x03\x04 broken", "damaged"),
    ],
)
def test_says_in_one_sentence_why_a_file_cannot_be_read(
    content: bytes, words: str, tmp_path: Path, db: None
) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        call_command("import_prices", str(file), "--clinic", "nobody", "--dry-run")


def test_ends_in_a_line_for_programs_where_a_file_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], db: None
) -> None:
    file = tmp_path / "list.xls"
    file.write_bytes(b"<html><table></table></html>")
    with pytest.raises(SystemExit) as ended:
        call_command("import_prices", str(file), "--clinic", "nobody", "--dry-run", "--json")
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert ended.value.code == 1
    assert said["summary"] == {"imported": 0, "mended": 0, "refused": 0}
    assert (said["columns"], said["doubts"], said["error"]["code"]) == ({}, [], "web_page")
    assert "save it as .xlsx" in said["error"]["message"]


def test_has_a_sentence_for_every_doubt() -> None:
    assert set(REASONS) >= NOTES | MENDS | REFUSES


def test_says_that_a_file_is_not_there(db: None) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_prices", "/nowhere.xlsx", "--clinic", "nobody", "--dry-run")


def test_needs_a_clinic_and_a_day_to_import(tmp_path: Path, world: World) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(titles_and_groups())
    with pytest.raises(CommandError, match="no clinic nobody"):
        call_command("import_prices", str(file), "--clinic", "nobody")
    with pytest.raises(CommandError, match="--valid-from"):
        call_command("import_prices", str(file), "--clinic", "demo-ortho")
