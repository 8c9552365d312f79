"""How long a sign-in lasts: a day for everybody, an hour without activity for staff."""

import time

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanamost.web import unsent

BEGAN, SEEN = "began_at", "seen_at"
NOTED_EVERY = 60  # a session is written at most once a minute, not with every page
IDLE = _(
    "You were signed out because nothing happened for an hour. Sign in again: you come back to the "
    "page where you were. What was sent last was not done, but what you typed is kept."
)
OVER = _("You were signed out because a sign-in lasts a day. Sign in again to go on.")


def signed_out(request: HttpRequest, *, staff: bool) -> bool:
    """End the session if its time is over, with a word on the sign-in page; note the activity.

    The day counts from the sign-in and is not prolonged by activity.
    """
    session, now = request.session, time.time()
    over: Promise | None = None
    if now - float(session.get(BEGAN, now)) >= settings.SESSION_COOKIE_AGE:
        over = OVER
    elif staff and now - float(session.get(SEEN, now)) >= settings.SESSION_IDLE_AGE:
        over = IDLE
    if over is not None:
        typed = unsent.typed_by(request, request.user.pk or 0)
        auth.logout(request)
        if typed is not None:
            unsent.keep(session, typed)
        messages.warning(request, str(over))
        return True
    session.setdefault(BEGAN, now)
    if now - float(session.get(SEEN, 0)) >= NOTED_EVERY:
        session[SEEN] = now
    return False
