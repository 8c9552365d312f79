"""The desk's navigation; each stage adds its entry where it belongs."""

from django.utils.translation import gettext_lazy as _

from sanamost.web.components.pages import Entry, navigation

navigation(
    "clinic",
    Entry(_("Inbox"), "clinic:inbox", "inbox"),
    Entry(_("Board"), "clinic:board", "board"),
    Entry(_("All cases"), "clinic:cases", "cases"),
    Entry(_("Messages"), "clinic:messages", "messages"),
    Entry(_("Money"), "clinic:money", "money"),
    Entry(_("People"), "people:colleagues", "people"),
)
