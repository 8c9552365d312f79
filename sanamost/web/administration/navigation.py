"""The administration's navigation."""

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.web.components.pages import Entry, navigation

ADMINISTRATORS = policies.roles(Role.PLATFORM_ADMIN)

navigation(
    "administration",
    Entry(_("System"), "administration:system", "dashboard"),
    Entry(_("Jobs"), "administration:jobs", "refresh"),
    Entry(_("Trail"), "administration:audit", "audit"),
    Entry(_("Organisations"), "administration:organisations", "building"),
    Entry(_("Staff access"), "administration:looks", "eye"),
)
