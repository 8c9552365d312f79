"""The partner's navigation."""

from django.utils.translation import gettext_lazy as _

from sanamost.web.components.pages import Entry, navigation

navigation(
    "partner",
    Entry(_("Cases"), "partner:cases", "cases"),
    Entry(_("Insured patients"), "partner:insured", "money"),
    Entry(_("New request"), "partner:new", "add"),
    Entry(_("Statement"), "partner:statement", "receipt"),
)
