"""The translator of demonstrations …"""

from pytest_django import Settings

from sanamost.foundation.languages.translation import translator

PATH = "sanamost.adapters.translation.rehearsal.Rehearsal"


def test_marks_every_line_and_keeps_their_number(settings: Settings) -> None:
    settings.TRANSLATOR = PATH
    machine = translator()
    assert machine is not None
    said = machine.translate(["Операция\n\nНаркоз", "Билеты"], source="ru", target="ar")
    assert said == ["[ar] Операция\n\n[ar] Наркоз", "[ar] Билеты"]


def test_is_not_there_unless_it_is_named(settings: Settings) -> None:
    settings.TRANSLATOR = ""
    assert translator() is None
