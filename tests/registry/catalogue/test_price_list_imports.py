"""A price list brought as a file …"""

import datetime as dt
import io
from decimal import Decimal

import pytest

from sanamost.foundation.files.refusals import FileRefused
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.catalogue import selectors, services
from sanamost.registry.catalogue.models import PriceList, PriceListImport, Service
from tests.engines.price_lists.hospital_lists import sheets_for_groups
from tests.world import NOON, Actor, World, acting_as

DAY = dt.date(2026, 12, 1)
FIRST = """Код;Наименование услуги;Цена;Примечание
K-1;Консультация хирурга;2 000;
K-2;Перевязка;от 500;
K-3;Операция (без стоимости ИМН);договорная;
K-4;Массаж спины;900;
K-4;Массаж спины;950;
K-5;Анализ крови;бесплатно;
"""
SECOND = """Код;Наименование услуги;Цена
K-1;Консультация хирурга;2 500
K-6;Рентген;700
"""


@pytest.fixture
def finance(world: World) -> Actor:
    return world.actor("sidorov")


def _clinic(finance: Actor) -> int:
    assert finance.organisation_id is not None
    return finance.organisation_id


def _brought(finance: Actor, text: str = FIRST) -> PriceListImport:
    return services.begin_import(
        organisation_id=_clinic(finance),
        file=io.BytesIO(text.encode()),
        name="price.csv",
        now=NOON,
        user_id=finance.user_id,
    )


def _finished(finance: Actor, draft: PriceListImport, day: dt.date = DAY) -> PriceList:
    made = services.finish_import(
        actor=finance, public_id=draft.public_id, valid_from=day, number="", now=NOON
    )
    assert made is not None
    return made


def _price(finance: Actor, code: str, group: str = "foreign") -> Decimal | None:
    found = {one.code: one for one in selectors.services_of(_clinic(finance), day=DAY)}
    return found[code].prices.get(group) if code in found else None


def test_changes_nothing_before_it_is_finished(finance: Actor) -> None:
    with acting_as(finance):
        draft = _brought(finance)
        assert draft.counts | {"rows": 6} == draft.counts
        assert [draft.counts[kind] for kind in ("imported", "mended", "refused")] == [1, 1, 4]
        assert selectors.price_list_on(_clinic(finance), DAY) is None


def test_becomes_the_list_of_its_day(finance: Actor) -> None:
    with acting_as(finance):
        made = _finished(finance, _brought(finance))
        assert selectors.price_list_on(_clinic(finance), DAY) == made
        assert _price(finance, "K-1") == Decimal(2000)
        assert _price(finance, "K-3") is None
        assert made.prices.get(service__code="K-2", patient_group="foreign").at_least


def test_takes_what_a_person_accepts_edits_and_refuses(finance: Actor) -> None:
    with acting_as(finance):
        draft = _brought(finance)
        assert services.decide_all(
            actor=finance, public_id=draft.public_id, kind="price_free", decision="accepted"
        )
        rows = {row.number: row for row in selectors.rows_of(draft)}
        services.decide(
            actor=finance,
            public_id=draft.public_id,
            positions=[rows[2].position],
            decision="refused",
        )
        services.edit_row(
            actor=finance,
            public_id=draft.public_id,
            position=rows[4].position,
            code="K-3",
            name="Операция",
            prices={"foreign": Decimal(90000)},
        )
        _finished(finance, draft)
        assert _price(finance, "K-5") == 0
        assert _price(finance, "K-1") is None
        assert _price(finance, "K-3") == Decimal(90000)


def test_with_one_code_accepted_twice_is_imported_not_at_all(finance: Actor) -> None:
    with acting_as(finance):
        draft = _brought(finance)
        services.decide_all(
            actor=finance,
            public_id=draft.public_id,
            kind="duplicate_other_price",
            decision="accepted",
        )
        with pytest.raises(services.CodeTwice):
            _finished(finance, draft)
        assert not Service.objects.filter(organisation_id=_clinic(finance), code="K-4")


def test_is_read_again_with_the_columns_that_were_chosen_and_so_is_the_next(finance: Actor) -> None:
    with acting_as(finance):
        draft = _brought(finance)
        services.settle_columns(
            actor=finance,
            public_id=draft.public_id,
            sheet="",
            roles={0: "code", 1: "name", 2: "price_foreign"},
            currency="USD",
            coefficients={},
            now=NOON,
        )
        again = _brought(finance)
        _finished(finance, again)
        assert _price(finance, "K-1", "resident") is None
        assert _price(finance, "K-1", "foreign") == Decimal(2000)


def test_says_what_is_new_gone_and_changed(finance: Actor) -> None:
    with acting_as(finance):
        first = _finished(finance, _brought(finance))
        draft = _brought(finance, SECOND)
        second_day = DAY + dt.timedelta(days=30)
        foretold = list(selectors.changes_to(draft, second_day))
        second = _finished(finance, draft, second_day)
        changes = selectors.changes_between(first, second)
        assert foretold == list(changes)
        assert changes.counts() == {"changed": 3, "gone": 3, "new": 3}
        assert len(changes.only(kind="new", group="foreign")) == 1
        of_foreigners = {one.code: one for one in changes if one.group == "foreign"}
        assert {code: one.kind for code, one in of_foreigners.items()} == {
            "K-1": "changed",
            "K-2": "gone",
            "K-6": "new",
        }
        assert of_foreigners["K-1"].percent == Decimal("25.0")
        assert selectors.list_before(second) == first


def test_keeps_what_the_clinic_knew_of_a_service(finance: Actor) -> None:
    with acting_as(finance):
        services.enter_service(
            organisation_id=_clinic(finance),
            facts=services.ServiceFacts(
                code="K-1",
                names={"en": "Surgeon", "ru": "Хирург"},
                kind="consultation",
                area="surgery",
            ),
        )
        _finished(finance, _brought(finance))
        kept = Service.objects.get(organisation_id=_clinic(finance), code="K-1")
        assert (kept.names, kept.area) == (
            {"en": "Surgeon", "ru": "Консультация хирурга"},
            "surgery",
        )


def test_is_another_clinics_to_nobody(finance: Actor, world: World) -> None:
    with acting_as(finance):
        draft = _brought(finance)
    stranger = world.actor("klimova")
    with acting_as(stranger):
        assert not PriceListImport.objects.filter(public_id=draft.public_id).exists()
        with pytest.raises(NotVisible):
            selectors.access_import(stranger, draft.public_id)
        with pytest.raises(NotVisible):
            services.abandon_import(actor=stranger, public_id=draft.public_id, now=NOON)


def test_that_is_over_cannot_be_decided_on(finance: Actor) -> None:
    with acting_as(finance):
        draft = _brought(finance)
        services.abandon_import(actor=finance, public_id=draft.public_id, now=NOON)
        with pytest.raises(services.AlreadyDecided):
            _finished(finance, draft)


@pytest.mark.parametrize("content", ["", "\x00\x01\x02" * 300])
def test_that_is_none_is_refused(finance: Actor, content: str) -> None:
    with acting_as(finance), pytest.raises((services.FileNotRead, FileRefused)):
        _brought(finance, content)


def test_without_a_heading_that_can_be_told_is_read_by_the_columns_that_were_chosen(
    finance: Actor,
) -> None:
    """Words and prices that no rule tells apart: the person says which is which."""
    with acting_as(finance):
        draft = _brought(finance, "K-1;10;Осмотр\nK-2;20;Снимок\n")
        services.settle_columns(
            actor=finance,
            public_id=draft.public_id,
            sheet="",
            roles={0: "code", 1: "price", 2: "name"},
            currency="RUB",
            coefficients={},
            now=NOON,
        )
        _finished(finance, draft)
        assert _price(finance, "K-2") == Decimal(20)


def test_puts_the_prices_of_a_sheet_for_foreigners_to_the_services(finance: Actor) -> None:
    with acting_as(finance):
        draft = services.begin_import(
            organisation_id=_clinic(finance),
            file=io.BytesIO(sheets_for_groups()),
            name="price.xlsx",
            now=NOON,
            user_id=finance.user_id,
        )
        assert draft.counts["mended"] == 5
        assert draft.counts["refused"] == 0
        _finished(finance, draft)
        found = {one.code: one.prices for one in selectors.services_of(_clinic(finance), day=DAY)}
    assert found["M-0"] == {"resident": 6000, "eaeu": 7200, "foreign": 9000}
    assert found["M-1"] == {"resident": 1800, "foreign": 2700}
    assert found["M-2"] == {"foreign": 90000}


def test_is_held_in_memory_only_while_it_is_read(finance: Actor) -> None:
    with acting_as(finance):
        draft = _brought(finance)
        assert "content" in draft.get_deferred_fields()
        held = PriceListImport.objects.get(pk=draft.pk)
        assert "content" in held.get_deferred_fields()
        assert bytes(held.content).decode() == FIRST
