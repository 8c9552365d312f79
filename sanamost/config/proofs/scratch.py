"""The conditions of a proof: a database of its own, no mail that leaves, no limits."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.test.utils import setup_test_environment, teardown_test_environment

from sanamost.jobs import scratch


@contextmanager
def scratch_database() -> Iterator[None]:
    """Run the block on a fresh, fenced database as the application's role; it is dropped after.

    Mail stays in memory, and pages are shown without collected styles.
    """
    setup_test_environment(debug=False)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.LIMIT_FACTOR = 0  # a proof asks more often than anybody may
    try:
        with scratch.scratch_database("proof"):
            yield
    finally:
        teardown_test_environment()
