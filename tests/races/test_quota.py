"""The race for the places of one week, in small."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.utils import timezone

from sanamost.jobs.management.commands import race_quota
from sanamost.jobs.races import over_http, proposals, quota

PLACES, ATTEMPTS = 3, 24


@pytest.fixture
def prepared(transactional_db: None) -> tuple[list[int], dt.datetime]:
    """More proposals than places."""
    now = timezone.now()
    return proposals.prepare(count=ATTEMPTS, places=PLACES, now=now), now


def test_gives_each_place_away_once(prepared: tuple[list[int], dt.datetime]) -> None:
    keys, now = prepared

    ended, seen = quota.race(keys, seed=1, connections_used=8, processes=2, now=now)

    assert ended == {quota.HELD: PLACES, quota.REFUSED: ATTEMPTS - PLACES}
    assert proposals.counted(now) == (PLACES, PLACES)
    assert seen.looks
    assert not seen.wrong


def test_never_gives_a_place_to_two_while_places_go_and_come_back(
    prepared: tuple[list[int], dt.datetime],
) -> None:
    keys, now = prepared
    leaving, wanting = keys[: ATTEMPTS // 2], keys[ATTEMPTS // 2 :]
    proposals.contract(leaving, now)

    ended, seen = quota.race(
        leaving, seed=1, connections_used=6, processes=2, now=now, attempt=quota.mixed
    )
    later, seen_later = quota.race(wanting, seed=1, connections_used=6, processes=2, now=now)

    assert ended[quota.FAILED] == later[quota.FAILED] == 0
    assert ended[quota.HELD] > PLACES
    assert proposals.counted(now) == (PLACES, PLACES)
    assert seen.wrong == seen_later.wrong == 0


def test_sees_overselling_where_the_check_is_apart_from_the_act(
    prepared: tuple[list[int], dt.datetime],
) -> None:
    keys, now = prepared

    _ended, seen = quota.race(
        keys, seed=1, connections_used=12, processes=2, now=now, attempt=quota.check_then_act
    )

    rows, counter = proposals.counted(now)
    assert rows > PLACES >= counter
    assert seen.wrong


def test_gives_each_place_away_once_through_the_web(
    prepared: tuple[list[int], dt.datetime],
) -> None:
    keys, now = prepared
    public_ids = proposals.complete(keys, now)

    with over_http.server() as base:
        ended = over_http.race(base, public_ids, seed=1, threads=6, email=proposals.COORDINATOR)

    assert ended == {over_http.HELD: PLACES, over_http.REFUSED: ATTEMPTS - PLACES}
    assert proposals.counted(now) == (PLACES, PLACES)


def test_fails_below_its_floor() -> None:
    said = StringIO()
    command = race_quota.Command(stdout=said, stderr=said)
    command.size = {**race_quota.FLOOR, "seeds": 19}

    with pytest.raises(SystemExit):
        command.conclude(0, small=False, seconds=1.0)

    assert "under the floor: seeds" in said.getvalue()


def test_says_when_it_was_small() -> None:
    said = StringIO()
    command = race_quota.Command(stdout=said)
    command.size = race_quota.SMALL

    command.conclude(0, small=True, seconds=1.0)

    assert json.loads(said.getvalue())["small"] is True
