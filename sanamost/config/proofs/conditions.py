"""The conditions under which proofs use the pages."""

import datetime as dt
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.test import override_settings

from sanamost.journey.requests.services import consents

A_DAY = 24 * 3600


@contextmanager
def conditions() -> Iterator[None]:
    """The demonstration's buttons work, letters lie where every process finds them.

    Proofs of who one is last for a day, so that pages of signatures are really reached; a patient
    may be asked for consent again at once. What the pages refuse is not written to the log: it is
    what a proof asks for.
    """
    was = logging.root.manager.disable
    logging.disable(logging.ERROR)
    with (
        tempfile.TemporaryDirectory() as letters,
        patch.object(consents, "ASK_AGAIN_AFTER", dt.timedelta()),
        override_settings(
            DEMONSTRATION=True,
            TRANSLATOR="sanamost.adapters.translation.rehearsal.Rehearsal",
            EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend",
            EMAIL_FILE_PATH=letters,
            ACCOUNT_REAUTHENTICATION_TIMEOUT=A_DAY,
        ),
    ):
        try:
            yield
        finally:
            logging.disable(was)
