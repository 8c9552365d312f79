"""The desk's navigation; each stage adds its entry where it belongs."""

from django.utils.translation import gettext_lazy as _

from sanamost.web.components.pages import Entry, navigation

navigation(
    "clinic",
    Entry(_("Inbox"), "clinic:inbox", "inbox"),
    Entry(_("Board"), "clinic:board", "board"),
    Entry(_("All cases"), "clinic:cases", "cases"),
    Entry(_("Messages"), "clinic:messages", "messages"),
    Entry(
        _("Capacity"),
        "clinic:places",
        "calendar",
        parts=("clinic:resources", "clinic:concessions", "clinic:potential"),
    ),
    Entry(_("Price list"), "clinic:prices", "receipt"),
    Entry(_("Services and texts"), "clinic:services", "language"),
    Entry(_("Contracts"), "clinic:agreements", "agreement"),
    Entry(_("Arrivals"), "clinic:arrivals", "travel"),
    Entry(_("Notices"), "clinic:notices", "passport"),
    Entry(_("Follow-ups"), "clinic:follow_ups", "follow-up"),
    Entry(_("Money"), "clinic:money", "money"),
    Entry(_("Figures"), "clinic:figures", "chart"),
    Entry(_("Card of the clinic"), "clinic:card", "clinic"),
    Entry(_("Physicians"), "clinic:practitioners", "doctor"),
    Entry(_("Passports of services"), "clinic:passports", "file-medical"),
    Entry(_("People"), "people:colleagues", "people"),
)
