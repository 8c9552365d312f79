"""The race for the places of one week, in small."""

import datetime as dt

import pytest
from django.utils import timezone

from sanamost.jobs.races import over_http, proposals, quota

PLACES, ATTEMPTS = 3, 24


@pytest.fixture
def prepared(transactional_db: None) -> tuple[list[int], dt.datetime]:
    """More proposals than places."""
    now = timezone.now()
    return proposals.prepare(count=ATTEMPTS, places=PLACES, now=now), now


def test_gives_each_place_away_once(prepared: tuple[list[int], dt.datetime]) -> None:
    keys, now = prepared

    ended = quota.race(keys, seed=1, connections_used=8, processes=2, now=now)

    assert ended == {quota.HELD: PLACES, quota.REFUSED: ATTEMPTS - PLACES}
    assert proposals.counted(now) == (PLACES, PLACES)


def test_sees_overselling_where_the_check_is_apart_from_the_act(
    prepared: tuple[list[int], dt.datetime],
) -> None:
    keys, now = prepared

    quota.race(
        keys, seed=1, connections_used=12, processes=2, now=now, attempt=quota.check_then_act
    )

    rows, counter = proposals.counted(now)
    assert rows > PLACES >= counter


def test_gives_each_place_away_once_through_the_web(
    prepared: tuple[list[int], dt.datetime],
) -> None:
    keys, now = prepared
    public_ids = proposals.complete(keys, now)

    with over_http.server() as base:
        ended = over_http.race(base, public_ids, seed=1, threads=6, email=proposals.COORDINATOR)

    assert ended == {over_http.HELD: PLACES, over_http.REFUSED: ATTEMPTS - PLACES}
    assert proposals.counted(now) == (PLACES, PLACES)
