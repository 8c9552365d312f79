"""The second fence: what the database itself refuses, declared on the models.

A model says what guards it in class attributes, and `apply` makes the database agree; it runs as
the owner after every migration and may run again at any time. Attributes:

- `fence`: who may see and write a row (row-level security, enabled and forced).
- `moves`: the table of allowed moves of `state`; any other change of state is refused.
- `frozen`: columns that never change once written.
- `append_only`: rows are neither changed nor deleted.
- `same_case`: foreign keys whose parent must belong to the same case.
- `deletable`: the application may delete rows of a guarded table (never true for clinical data).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection as default_connection
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

SYSTEM = "(SELECT sanamost_system())"
PERSON = "(SELECT sanamost_person())"
ORGANISATION = "(SELECT sanamost_organisation())"
SENDERS = "('intake', 'referral', 'insurance', 'staff_access')"

FUNCTIONS = """
CREATE OR REPLACE FUNCTION sanamost_person() RETURNS bigint LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('app.person', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION sanamost_organisation() RETURNS bigint LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('app.organisation', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION sanamost_system() RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT coalesce(current_setting('app.system', true) = 'on', false) $$;
CREATE OR REPLACE FUNCTION sanamost_class(wanted text) RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT wanted = ANY (string_to_array(current_setting('app.classes', true), ',')) $$;
CREATE SEQUENCE IF NOT EXISTS cases_number_seq;
-- Cases by grant and by taking part. Functions, so that a session plans these questions once and
-- not inside every statement on a guarded table; they run as the owner and answer for nobody but
-- the organisation or person whom the settings name.
CREATE OR REPLACE FUNCTION sanamost_granted(wanted text, purposes text[]) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE asker bigint := sanamost_organisation();
BEGIN
  IF asker IS NULL OR (wanted IS NOT NULL AND NOT coalesce(sanamost_class(wanted), false)) THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT g.case_id FROM access_grant g
    WHERE g.organisation_id = asker AND g.revoked_at IS NULL
      AND (g.until IS NULL OR g.until > now())
      AND (wanted IS NULL OR g.data_class = wanted)
      AND (purposes IS NULL OR g.purpose = ANY (purposes));
END $$;
CREATE OR REPLACE FUNCTION sanamost_taken_part(wanted text) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE asker bigint := sanamost_person();
BEGIN
  IF asker IS NULL OR sanamost_organisation() IS NOT NULL THEN
    RETURN;
  END IF;
  RETURN QUERY SELECT p.case_id FROM cases_participant p
    WHERE p.user_id = asker AND p.ended_at IS NULL
      AND (wanted IS NULL OR wanted = ANY (p.classes));
END $$;
-- Patients by grant of the identity class and by taking part. A view, so that the planner may look
-- for one patient as well as read them all; it runs as the owner under the same settings, and its
-- union keeps it from being written through.
CREATE OR REPLACE VIEW sanamost_patients_shown WITH (security_barrier) AS
  SELECT c.patient_id FROM cases_case c JOIN access_grant g ON g.case_id = c.id
    WHERE g.organisation_id = (SELECT sanamost_organisation()) AND g.data_class = 'identity'
      AND (SELECT sanamost_class('identity'))
      AND g.revoked_at IS NULL AND (g.until IS NULL OR g.until > now())
  UNION ALL
  SELECT c.patient_id FROM cases_case c JOIN cases_participant p ON p.case_id = c.id
    WHERE p.user_id = (SELECT sanamost_person()) AND (SELECT sanamost_organisation()) IS NULL
      AND p.ended_at IS NULL AND 'identity' = ANY (p.classes);
"""
VIEWS = ("sanamost_patients_shown",)


@dataclass(frozen=True)
class Fence:
    """Row-level security of a table: SQL over its columns for reading and for writing."""

    read: str
    write: str


def _granted(case: str, data_class: str | None, purposes: str = "") -> str:
    wanted = f"'{data_class}'" if data_class else "NULL"
    only = f"ARRAY[{purposes.strip('()')}]" if purposes else "NULL"
    return f"{case} IN (SELECT sanamost_granted({wanted}, {only}))"


def _takes_part(case: str, data_class: str | None) -> str:
    wanted = f"'{data_class}'" if data_class else "NULL"
    return f"{case} IN (SELECT sanamost_taken_part({wanted}))"


def _both(condition: str) -> Fence:
    return Fence(read=condition, write=condition)


def case_row(data_class: str | None, case: str = "case_id") -> Fence:
    """Rows shared on a case: participants, and organisations granted the class of data."""
    return _both(f"{SYSTEM} OR {_granted(case, data_class)} OR {_takes_part(case, data_class)}")


def clinic_row(
    data_class: str,
    *,
    unseen_by_patient: Iterable[str] = (),
    sender_class: str | None = None,
    others_if: str = "",
) -> Fence:
    """A clinic's own rows on a case: the clinic, the participants, and who sent or pays.

    Another clinic with a grant on the same case sees nothing of them. Rows in the states
    `unseen_by_patient` are the clinic's alone. A sender needs `sender_class` where it differs.
    `others_if` is a further condition, in SQL, for everybody but the clinic.
    """
    quoted = ", ".join(f"'{state}'" for state in sorted(unseen_by_patient))
    shown = f"AND state NOT IN ({quoted})" if quoted else ""
    shown += f" AND {others_if}" if others_if else ""
    own = f"(organisation_id = {ORGANISATION} AND (SELECT sanamost_class('{data_class}')))"
    sent = _granted("case_id", sender_class or data_class, SENDERS)
    others = f"({_takes_part('case_id', data_class)} OR {sent})"
    return _both(f"{SYSTEM} OR {own} OR ({others} {shown})")


def paper_row(sender_class: str = "data_class") -> Fence:
    """Papers and files: rows that name their own class of data.

    The issuer and the participants see them, senders too where the class is theirs; what the
    platform or the patient put there (no organisation) is shared with every grant of the class.
    `sender_class` is the column or expression of the class that a sender needs.
    """
    classes = ("identity", "clinical", "money", "travel")
    own = (
        f"(organisation_id = {ORGANISATION} AND"
        " data_class = ANY (string_to_array((SELECT current_setting('app.classes', true)), ',')))"
    )
    rest = " OR ".join(
        f"(data_class = '{name}' AND ((shown_to_patient AND {_takes_part('case_id', name)})"
        f" OR (organisation_id IS NULL AND {_granted('case_id', name)})))"
        f" OR ({sender_class} = '{name}' AND shown_to_patient"
        f" AND {_granted('case_id', name, SENDERS)})"
        for name in classes
    )
    return _both(f"{SYSTEM} OR {own} OR {rest}")


def conversation_row(data_class: str) -> Fence:
    """Rows between the patient's side and one organisation alone; no sender reads along."""
    own = f"(organisation_id = {ORGANISATION} AND (SELECT sanamost_class('{data_class}')))"
    return _both(f"{SYSTEM} OR {own} OR {_takes_part('case_id', data_class)}")


def organisation_row(column: str = "organisation_id") -> Fence:
    """Rows of one organisation, seen by nobody else."""
    return _both(f"{SYSTEM} OR {column} = {ORGANISATION}")


def person_row(column: str = "user_id") -> Fence:
    """Rows of one person, seen by nobody else."""
    return _both(f"{SYSTEM} OR {column} = {PERSON}")


def sql(*, read: str, write: str | None = None) -> Fence:
    """A fence in its own words; the system always passes."""
    return Fence(f"{SYSTEM} OR {read}", f"{SYSTEM} OR {write if write is not None else read}")


def guarded_models() -> list[type[Model]]:
    """Every model with a fence."""
    return [model for model in _models() if hasattr(model, "fence")]


def apply(connection: BaseDatabaseWrapper, role: str | None = None) -> None:
    """Make the database agree with the models; `connection` must be the owner's.

    `role` is the running application's role, by default the one of the settings.
    """
    role = role or str(settings.DATABASES["default"]["USER"])
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
        for statement in _statements(role):
            cursor.execute(statement)


def open_tables() -> list[str]:
    """Guarded tables that the database does not guard: empty, or something is badly wrong."""
    tables = [model._meta.db_table for model in guarded_models()]
    with default_connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY (%s)"
            " AND NOT (relrowsecurity AND relforcerowsecurity)",
            [tables],
        )
        return [name for (name,) in cursor.fetchall()]


def _models() -> list[type[Model]]:
    return [m for m in apps.get_models() if m.__module__.startswith("sanamost.")]


def _statements(role: str) -> Iterator[str]:
    yield f'GRANT USAGE ON SCHEMA public TO "{role}"'
    yield f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}"'
    yield f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{role}"'
    for readable in ("django_migrations", *VIEWS):
        yield f'REVOKE INSERT, UPDATE, DELETE ON {readable} FROM "{role}"'
    for model in _models():
        yield from _guard(model, role)
        yield from _triggers(model)
        yield from _same_case(model)
        yield from getattr(model, "database_rules", ())


def _guard(model: type[Model], role: str) -> Iterator[str]:
    table = model._meta.db_table
    fence: Fence | None = getattr(model, "fence", None)
    append_only = getattr(model, "append_only", False)
    if fence:
        yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
        yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
        yield f'DROP POLICY IF EXISTS fence ON "{table}"'
        yield (
            f'CREATE POLICY fence ON "{table}" TO "{role}" '
            f"USING ({fence.read}) WITH CHECK ({fence.write})"
        )
        yield f'DROP POLICY IF EXISTS owner ON "{table}"'
        yield f'CREATE POLICY owner ON "{table}" TO CURRENT_USER USING (true) WITH CHECK (true)'
    if append_only:
        yield f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM "{role}"'
    elif fence and not getattr(model, "deletable", False):
        yield f'REVOKE DELETE, TRUNCATE ON "{table}" FROM "{role}"'


def _triggers(model: type[Model]) -> Iterator[str]:
    table = model._meta.db_table
    if moves := getattr(model, "moves", None):
        yield from _trigger(table, "moves", _moves_body(moves))
    if frozen := getattr(model, "frozen", ()):
        changed = " OR ".join(f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in frozen)
        yield from _trigger(table, "frozen", f"IF {changed} THEN {_raise(table, 'is frozen')}")
    if getattr(model, "append_only", False):
        yield from _trigger(
            table,
            "append_only",
            f"IF true THEN {_raise(table, 'is append only')}",
            "UPDATE OR DELETE",
        )


def _moves_body(moves: dict[Any, Iterable[Any]]) -> str:
    allowed = ", ".join(
        f"('{before}', '{after}')" for before, afters in moves.items() for after in sorted(afters)
    )
    test = "NEW.state IS DISTINCT FROM OLD.state"
    known = f"(OLD.state, NEW.state) IN ({allowed or '(NULL, NULL)'})"
    return f"IF {test} AND NOT coalesce({known}, false) THEN {_raise('state', 'refuses this move')}"


def _raise(subject: str, fact: str) -> str:
    return f"RAISE EXCEPTION '{subject} {fact}' USING ERRCODE = 'check_violation'; END IF;"


def _trigger(table: str, name: str, body: str, when: str = "UPDATE") -> Iterator[str]:
    function = f"{table}_{name}"
    yield (
        f'CREATE OR REPLACE FUNCTION "{function}"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN {body} RETURN NEW; END $$"
    )
    yield (
        f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {when} ON "{table}" '
        f'FOR EACH ROW EXECUTE FUNCTION "{function}"()'
    )


def _same_case(model: type[Model]) -> Iterator[str]:
    table = model._meta.db_table
    for name in getattr(model, "same_case", ()):
        field = model._meta.get_field(name)
        parent = field.related_model._meta.db_table  # type: ignore[union-attr]  # a foreign key
        constraint = f"{table}_{name}_same_case"[:63]
        index = f"{parent}_case_and_id"
        yield f'CREATE UNIQUE INDEX IF NOT EXISTS "{index}" ON "{parent}" (case_id, id)'
        yield (
            "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint"
            f" WHERE conname = '{constraint}')"
            f' THEN ALTER TABLE "{table}" ADD CONSTRAINT "{constraint}" FOREIGN KEY'
            f' (case_id, {name}_id) REFERENCES "{parent}" (case_id, id)'
            " DEFERRABLE INITIALLY DEFERRED; END IF; END $$"
        )
