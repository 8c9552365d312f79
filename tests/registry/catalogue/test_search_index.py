"""The index of a process shows what another one committed, at once and never before."""

import datetime as dt
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from sanamost.engines.search import Hit, Order, Question
from sanamost.registry.catalogue import search_building, search_index
from sanamost.registry.catalogue.models import SearchChange
from sanamost.registry.catalogue.search_index import Current
from sanamost.registry.catalogue.services import enter_service, publish_price_list, withdraw_service
from sanamost.registry.catalogue.services.prices import PriceRow, ServiceFacts
from sanamost.registry.catalogue.states import PatientGroup
from sanamost.registry.organisations.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = dt.date(2026, 11, 22)
KNEE = {"ru": "Эндопротезирование коленного сустава тотальное"}


@pytest.fixture
def clinic() -> Organisation:
    made = Organisation.objects.create(
        code="bridge",
        kind="clinic",
        names={"en": "Bridge Clinic"},
        country="RU",
        region="37",
        verified_at=timezone.now(),
    )
    enter("K-1", KNEE)
    publish("1", {"K-1": "450000"}, TODAY - dt.timedelta(days=9))
    return made


@pytest.fixture
def index() -> Iterator[Current]:
    made = Current()
    yield made
    made.forget()


def enter(code: str, names: dict[str, str]) -> None:
    clinic = Organisation.objects.get(code="bridge")
    facts = ServiceFacts(code=code, names=names, kind="surgery", area="orthopaedics")
    enter_service(organisation_id=clinic.pk, facts=facts)


def publish(number: str, prices: dict[str, str], day: dt.date) -> None:
    rows = [PriceRow(code, PatientGroup.FOREIGN, Decimal(sum_)) for code, sum_ in prices.items()]
    clinic = Organisation.objects.get(code="bridge")
    with transaction.atomic():
        publish_price_list(organisation_id=clinic.pk, number=number, valid_from=day, prices=rows)


def hits(index: Current, text: str = "knee replacement") -> tuple[Hit, ...]:
    return index.ask(Question(text=text, order=Order.PRICE), today=TODAY, fresh=True).hits


def set_price(amount: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update catalogue_price set amount = %s", [amount])


def test_a_service_is_found_in_a_language_it_was_not_entered_in(
    clinic: Organisation, index: Current
) -> None:
    (hit,) = hits(index)

    assert (hit.clinic, hit.price) == (clinic.pk, 45_000_000)


def test_a_price_changed_by_another_connection_is_seen_at_once(
    clinic: Organisation, index: Current
) -> None:
    hits(index)

    def elsewhere() -> None:
        set_price(7)
        connection.close()

    changing = threading.Thread(target=elsewhere)
    changing.start()
    changing.join()

    assert [hit.price for hit in hits(index)] == [700]


def test_a_price_changed_here_is_seen_by_another_process(clinic: Organisation) -> None:
    with asking_process() as ask:
        assert ask() == [45_000_000]
        set_price(9)
        assert ask() == [900]
        set_price(11)
        assert ask() == [1_100]


def test_what_is_not_committed_is_not_seen(clinic: Organisation, index: Current) -> None:
    hits(index)

    with transaction.atomic():
        set_price(7)
        assert [hit.price for hit in hits(index)] == [45_000_000]
        transaction.set_rollback(True)

    assert [hit.price for hit in hits(index)] == [45_000_000]


def test_a_change_that_commits_after_a_later_one_is_not_missed(
    clinic: Organisation, index: Current
) -> None:
    hits(index)
    began, may_end = threading.Event(), threading.Event()

    def slowly() -> None:
        with transaction.atomic():
            set_price(7)
            began.set()
            may_end.wait(10)
        connection.close()

    slow = threading.Thread(target=slowly)
    slow.start()
    began.wait(10)
    enter("K-2", {"ru": "Ринопластика"})
    assert len(hits(index, "nose job")) == 1
    may_end.set()
    slow.join()

    assert [hit.price for hit in hits(index)] == [700]


def test_new_renamed_and_withdrawn_services_follow(clinic: Organisation, index: Current) -> None:
    hits(index)

    enter("K-2", {"ru": "Ринопластика"})
    assert [hit.price for hit in hits(index, "nose job")] == [None]
    enter("K-2", {"ru": "Кесарево сечение"})
    assert hits(index, "隆鼻") == ()
    assert len(hits(index, "剖腹产")) == 1
    now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    withdraw_service(organisation_id=clinic.pk, code="K-2", now=now)
    assert hits(index, "剖腹产") == ()


def test_a_new_price_list_counts_from_its_day(clinic: Organisation, index: Current) -> None:
    hits(index)

    publish("2", {"K-1": "500000"}, TODAY)

    assert [hit.price for hit in hits(index)] == [50_000_000]


def test_a_suspended_clinic_is_found_no_more(clinic: Organisation, index: Current) -> None:
    hits(index)

    Organisation.objects.update(suspended_at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC))

    assert hits(index) == ()


def test_many_news_and_a_new_day_are_built_anew_behind_the_answers(
    clinic: Organisation, index: Current, monkeypatch: pytest.MonkeyPatch
) -> None:
    hits(index)
    publish("2", {"K-1": "600000"}, TODAY + dt.timedelta(days=1))
    tomorrow = TODAY + dt.timedelta(days=1)
    question = Question(text="knee replacement")

    before = index.ask(question, today=tomorrow, fresh=True)
    assert index._rebuilding is not None
    index._rebuilding.join(20)
    after = index.ask(question, today=tomorrow, fresh=True)
    monkeypatch.setattr(search_index, "MOST_NEWS", 0)
    set_price(3)
    meanwhile = index.ask(question, today=tomorrow, fresh=True)
    index._rebuilding.join(20)

    assert [hit.price for hit in before.hits] == [45_000_000]
    assert [hit.price for hit in after.hits] == [60_000_000]
    assert [hit.price for hit in meanwhile.hits] == [60_000_000]
    again = index.ask(question, today=tomorrow, fresh=True)
    assert [hit.price for hit in again.hits] == [300]


def test_without_asking_for_it_news_are_looked_for_a_few_times_a_second(
    clinic: Organisation, index: Current, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "STALE_FOR", 60)
    question = Question(text="knee replacement")
    index.ask(question, today=TODAY)
    set_price(7)

    kept = index.ask(question, today=TODAY).hits
    monkeypatch.setattr(search_index, "STALE_FOR", 0)
    looked = index.ask(question, today=TODAY).hits

    assert [hit.price for hit in kept] == [45_000_000]
    assert [hit.price for hit in looked] == [700]


def test_changes_of_another_databases_life_are_swept_away(
    clinic: Organisation, index: Current
) -> None:
    now = dt.datetime.now(dt.UTC)
    SearchChange.objects.create(subject="service", key=1, made_in=2**50, made_at=now)
    SearchChange.objects.create(
        subject="service", key=2, made_in=1, made_at=now - dt.timedelta(days=3)
    )

    hits(index)

    assert not SearchChange.objects.filter(key__in=[1, 2], made_in__in=[1, 2**50]).exists()


def test_a_large_catalogue_is_read_by_another_process_and_stays_current(
    clinic: Organisation, index: Current, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter("K-2", {"ru": "Ринопластика"})
    monkeypatch.setattr(search_index, "MOST_HERE", 0)

    assert [hit.price for hit in hits(index)] == [45_000_000]
    set_price(9)
    enter("K-3", {"ru": "Кесарево сечение"})

    assert [hit.price for hit in hits(index)] == [900]
    assert len(hits(index, "nose job")) == 1
    assert len(hits(index, "剖腹产")) == 1


def test_a_process_that_cannot_build_says_so(
    clinic: Organisation, index: Current, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "MOST_HERE", 0)
    monkeypatch.setattr(search_building, "ROOT", Path("/"))

    with pytest.raises(search_building.BuildFailed):
        hits(index)


def test_prices_in_other_currencies_are_reckoned_by_the_rates_wired_in(
    clinic: Organisation, index: Current, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "_rate", [lambda code, _day: {"USD": Decimal(90)}.get(code)])
    with connection.cursor() as cursor:
        cursor.execute("update catalogue_price set amount = 10, currency = 'USD'")

    assert [hit.price for hit in hits(index)] == [90_000]


def test_a_process_forked_after_its_first_search_asks_on_a_connection_of_its_own(
    clinic: Organisation,
) -> None:
    with asking_process(FORKING) as ask:
        assert ask() == [45_000_000]
        set_price(9)
        assert ask() == [900]


SETUP = """
import datetime, json, os, sys
import django
from django.conf import settings
settings.DATABASES["default"] |= json.loads(sys.argv[1])
django.setup()
from sanamost.engines.search import Question
from sanamost.registry.catalogue.search_index import current

def asked():
    answer = current().ask(
        Question(text="knee replacement"), today=datetime.date(2026, 11, 22), fresh=True
    )
    return [hit.price for hit in answer.hits]

def session():
    return current()._own.connection.info.backend_pid
"""
ASKING = f"""{SETUP}
for _line in sys.stdin:
    print(json.dumps(asked()), flush=True)
"""
# The child asks, the parent asks after it: each on its own connection, and both see the same.
FORKING = f"""{SETUP}
asked()
mine = session()
for _line in sys.stdin:
    reader, writer = os.pipe()
    if not os.fork():
        os.write(writer, json.dumps([asked(), session()]).encode())
        os._exit(0)
    os.wait()
    theirs, other = json.loads(os.read(reader, 1000))
    same = theirs == asked() and session() == mine != other
    print(json.dumps(theirs if same else None), flush=True)
"""


class asking_process:  # noqa: N801 used as a with statement's word
    """Another process with an index of its own on the same database."""

    def __init__(self, script: str = ASKING) -> None:
        self.script = script

    def __enter__(self) -> Callable[[], list[int | None]]:
        own = connection.settings_dict
        login = {name: own[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", self.script, json.dumps(login)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self.ask

    def ask(self) -> list[int | None]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(file=self.process.stdin, flush=True)
        return list(json.loads(self.process.stdout.readline()))

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(20)
