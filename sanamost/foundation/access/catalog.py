"""The rules that the database's own catalogue must keep, asked of the catalogue itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from sanamost.foundation.access import fences

DEFINERS = {
    "audit_entry_link",
    "ledger_zero_sum",
    "sanamost_granted",
    "sanamost_taken_part",
}
"""Functions that may run with their owner's rights: they only look up what they protect, and the
last two answer for nobody but whom the transaction's settings name."""


@dataclass(frozen=True)
class Breach:
    """A rule and the table, role or function that breaks it."""

    rule: str
    subject: str


def breaches() -> list[Breach]:
    """Every breach of every rule; empty when the database is as the models say."""
    return [Breach(rule, subject) for rule, check in RULES.items() for subject in check()]


def checks_made() -> int:
    """How many (rule, table) pairs were looked at."""
    return len(RULES) * len([m for m in apps.get_models() if _ours(m)])


@dataclass(frozen=True)
class DatabaseFacts:
    """What the running database says of itself."""

    version: str
    role: str
    too_strong: bool
    """The application's role could pass by the fences."""
    guarded: int
    open_tables: list[str]
    """Guarded tables without a fence; anything here is an alarm."""


def database_facts() -> DatabaseFacts:
    """The server's version, the role that the application runs as, and its fences."""
    (version,) = _ask("SHOW server_version")
    (role,) = _ask("SELECT current_user")
    return DatabaseFacts(
        version,
        role,
        bool(_role_too_strong()),
        len(fences.guarded_models()),
        fences.open_tables(),
    )


def control_is_caught() -> bool:
    """Whether a made-up table without a fence is noticed."""
    made_up = "catalog_control_without_a_fence"
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TEMPORARY TABLE {made_up} (id bigint) ON COMMIT DROP")
        caught = made_up in _unguarded([made_up])
        transaction.set_rollback(True)
    return caught


def _ours(model: type[Model]) -> bool:
    return model.__module__.startswith("sanamost.")


def _tables(attribute: str) -> list[str]:
    return [m._meta.db_table for m in apps.get_models() if _ours(m) and getattr(m, attribute, None)]


def _ask(sql: str, *parameters: Any) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [str(row[0]) for row in cursor.fetchall()]


def _role() -> str:
    return str(settings.DATABASES["default"]["USER"])


def _unguarded(tables: list[str]) -> list[str]:
    return _ask(
        "SELECT relname FROM pg_class WHERE relname = ANY (%s) AND relkind = 'r'"
        " AND NOT (relrowsecurity AND relforcerowsecurity)",
        tables,
    )


def _without_policy() -> list[str]:
    fenced = _ask(
        "SELECT tablename FROM pg_policies WHERE policyname = 'fence' AND %s = ANY (roles)", _role()
    )
    return sorted(set(_tables("fence")) - set(fenced))


def _case_tables_without_fence() -> list[str]:
    """A table with a case but no fence is named here, or listed with its reason."""
    reasons = {
        "access_staffaccess": "written and read by the platform's administration alone",
        "files_subjectkey": "holds wrapped keys only",
    }
    with_case = _ask(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE a.attname = 'case_id' AND c.relkind = 'r' AND NOT a.attisdropped"
    )
    return sorted(set(with_case) - set(_tables("fence")) - set(reasons))


def _role_too_strong() -> list[str]:
    return _ask(
        "SELECT rolname FROM pg_roles WHERE rolname = %s AND"
        " (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)",
        _role(),
    )


def _owned_by_role() -> list[str]:
    return _ask("SELECT tablename FROM pg_tables WHERE tableowner = %s", _role())


def _changeable(tables: list[str], *rights: str) -> list[str]:
    return [
        table
        for table in tables
        for right in rights
        if _ask("SELECT 1 WHERE has_table_privilege(%s, %s, %s)", _role(), table, right)
    ]


def _append_only() -> list[str]:
    return _changeable(_tables("append_only"), "UPDATE", "DELETE", "TRUNCATE")


def _deletable() -> list[str]:
    kept = [m._meta.db_table for m in fences.guarded_models() if not getattr(m, "deletable", False)]
    return _changeable(kept, "DELETE", "TRUNCATE")


def _without_trigger(attribute: str, trigger: str) -> Callable[[], list[str]]:
    def missing() -> list[str]:
        there = _ask(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname = %s AND t.tgenabled <> 'D'",
            trigger,
        )
        return sorted(set(_tables(attribute)) - set(there))

    return missing


def _without_same_case() -> list[str]:
    there = set(_ask("SELECT conname FROM pg_constraint WHERE contype = 'f'"))
    return [
        name
        for model in apps.get_models()
        if _ours(model)
        for field in getattr(model, "same_case", ())
        if (name := f"{model._meta.db_table}_{field}_same_case"[:63]) not in there
    ]


def _loose_definers() -> list[str]:
    definers = _ask(
        "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE p.prosecdef AND n.nspname = 'public'"
    )
    return sorted(set(definers) - DEFINERS)


def _loose_views() -> list[str]:
    """Views that see more than the reader, but for those of the fences, which may only be read."""
    definers = _ask(
        "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND (relkind = 'm' OR (relkind = 'v' AND NOT"
        " coalesce('security_invoker=true' = ANY (reloptions), false)))"
    )
    written = _changeable(list(fences.VIEWS), "INSERT", "UPDATE", "DELETE")
    return sorted({*definers} - {*fences.VIEWS} | {*written})


def _may_create() -> list[str]:
    return _ask("SELECT 'public' WHERE has_schema_privilege(%s, 'public', 'CREATE')", _role())


RULES: dict[str, Callable[[], list[str]]] = {
    "a guarded table has row-level security, forced": lambda: _unguarded(_tables("fence")),
    "a guarded table has the application's policy": _without_policy,
    "a table with a case is guarded": _case_tables_without_fence,
    "the application's role has no power over others": _role_too_strong,
    "the application's role owns nothing": _owned_by_role,
    "the application's role makes nothing": _may_create,
    "an append-only table cannot be changed": _append_only,
    "a guarded table cannot be deleted from": _deletable,
    "a table with moves refuses others": _without_trigger("moves", "moves"),
    "frozen columns are frozen": _without_trigger("frozen", "frozen"),
    "an append-only table refuses even the owner": _without_trigger("append_only", "append_only"),
    "a child belongs to its parent's case": _without_same_case,
    "no function runs with its owner's rights off the list": _loose_definers,
    "no view passes by the fences": _loose_views,
}
