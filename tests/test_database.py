"""The test database …"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import ProgrammingError, connection
from django.test import TransactionTestCase

from tests.database import as_owner, empty_tables

pytestmark = pytest.mark.django_db
LATER = datetime(2100, 1, 1, tzinfo=UTC)


def value(query: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return row and row[0]


def test_is_used_as_the_app_which_owns_nothing_and_passes_no_row_security() -> None:
    assert value("select current_user") == "sanamost_app"
    assert value("select rolsuper or rolbypassrls from pg_roles where rolname = user") is False
    assert value("select count(*) from pg_class where relowner = 'sanamost_app'::regrole") == 0


def test_refuses_the_app_a_table_of_its_own() -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        value("create table own (id int)")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_is_empty_again_after_a_test_with_transactions_of_its_own(time: str) -> None:
    assert not Session.objects.exists()
    Session.objects.create(session_key=time, expire_date=LATER)


@pytest.mark.django_db(transaction=True)
def test_keeps_what_migrations_filled() -> None:
    assert value("select count(*) > 0 from django_content_type") is True


@pytest.fixture
def append_only() -> Iterator[str]:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("create table kept_for_ever (id int)")
        cursor.execute("grant all on kept_for_ever to sanamost_app")
        cursor.execute(
            "create function refuse_emptying() returns trigger language plpgsql"
            " as $$ begin raise 'append only'; end $$"
        )
        cursor.execute(
            "create trigger guard before truncate on kept_for_ever"
            " execute function refuse_emptying()"
        )
    yield "kept_for_ever"
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("drop table kept_for_ever; drop function refuse_emptying")


@pytest.mark.django_db(transaction=True)
def test_is_emptied_of_append_only_rows_too_and_their_guard_stands_again(append_only: str) -> None:
    value(f"insert into {append_only} values (1) returning id")
    empty_tables(TransactionTestCase())
    assert value(f"select count(*) from {append_only}") == 0
    with as_owner(), pytest.raises(ProgrammingError, match="append only"):
        value(f"truncate {append_only}")
