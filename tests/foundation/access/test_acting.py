"""The transaction in which somebody acts."""

import pytest
from django.db import connection, transaction

from sanamost.foundation.access.actor import VISITOR
from tests.world import World, acting_as, system


def told() -> tuple[str, str]:
    """Person and system, as the database knows them now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('app.person', true), current_setting('app.system', true)"
        )
        person, runs_as_system = cursor.fetchone()
    return person or "", runs_as_system or ""


@pytest.mark.parametrize("savepoint", [True, False])
def test_brings_the_former_actor_back(savepoint: bool, world: World) -> None:
    sokolova = world.actor("sokolova")
    with acting_as(sokolova):
        with acting_as(system("test"), savepoint=savepoint):
            assert told() == ("", "on")
        assert told() == (str(sokolova.user_id), "")
    assert told() == ("", "")


@pytest.mark.django_db(transaction=True)
def test_leaves_no_actor_to_the_next_transaction() -> None:
    with acting_as(system("test")):
        assert told() == ("", "on")
    with acting_as(VISITOR):
        assert told() == ("", "")


def test_undoes_the_transaction_around_where_it_has_no_savepoint(world: World) -> None:
    with acting_as(world.actor("sokolova")):
        with pytest.raises(LookupError), acting_as(system("test")):
            raise LookupError
        assert not connection.needs_rollback

        with transaction.atomic():
            with pytest.raises(LookupError), acting_as(system("test"), savepoint=False):
                raise LookupError
            assert connection.needs_rollback
