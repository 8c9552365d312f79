"""The patient's navigation: few words, under the thumb."""

from django.utils.translation import gettext_lazy as _

from sanamost.web.components.pages import Entry, navigation

navigation(
    "patient",
    Entry(_("My cases"), "patient:cases", "cases"),
    Entry(_("Consents"), "patient:consents", "shield"),
    Entry(_("Notifications"), "people:notices", "bell"),
)
