"""Why a price list that was brought is not read, not decided on, not imported."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.languages.errors import Refusal


class FileNotRead(Refusal):
    """The file is no price list that can be read."""

    code = "price_list_unreadable"
    field = "file"
    message = _("This file cannot be read: save it as .xlsx or .csv and bring it again.")


class FileTooLarge(Refusal):
    """More than a page can look through at once."""

    code = "price_list_too_large"
    field = "file"
    message = _("The file is too large for this page; the administrator can import it.")


class AlreadyDecided(Refusal):
    """The import is over."""

    code = "import_is_over"
    message = _("This import is over; bring the file again.")


class NothingToImport(Refusal):
    """No row is taken."""

    code = "nothing_to_import"
    message = _("No row of the file can be taken. Look at the columns first.")


class CodeTwice(Refusal):
    """Two rows that are taken have one code."""

    code = "code_twice"
    message = _("Two accepted rows have the code %(service)s. Refuse one, or edit its code.")


class RowWithoutPrice(Refusal):
    """A row cannot be accepted as it is."""

    code = "row_without_price"
    field = "amount"
    message = _("The row has no name or no price yet. Edit it.")


class NumberTaken(Refusal):
    """A list of this number exists."""

    code = "price_list_number_taken"
    field = "number"
    message = _("There is a price list with this number already.")


class AtWork(Refusal):
    """A job reads or imports it just now."""

    code = "import_at_work"
    message = _("This file is being worked on. Wait until that has ended.")


UNREADABLE: dict[str, str | Promise] = {
    "empty": _("The file is empty."),
    "old_excel": _("This is an old Excel file. Open it and save it as .xlsx, then bring it again."),
    "binary_excel": _("This is a binary Excel file. Open it and save it as .xlsx."),
    "protected": _("The file is protected by a password. Save it without one."),
    "open_document": _("This is an OpenDocument table. Save it as .xlsx or .csv."),
    "web_page": _(
        "This is a web page, whatever its name says; 1C exports such files as .xls. Open it in"
        " Excel or LibreOffice and save it as .xlsx."
    ),
    "xml_table": _(
        "This is an XML table, whatever its name says; 1C exports such files as .xls. Open it in"
        " Excel or LibreOffice and save it as .xlsx."
    ),
    "program_1c": _("This is a table of 1C's own. In 1C choose Save as and take .xlsx."),
    "archive": _("This is an archive. Unpack it and bring the table inside."),
    "not_a_table": _("This is no table. Save the list as .xlsx or .csv and bring it again."),
    "damaged": _("The file is damaged. Open it, save it anew and bring it again."),
    "too_large": _("The file is too large. The administrator can import it."),
    "stopped": _("Something went wrong on our side. Try again."),
}
"""What is said of a file that could not be read, by `UnreadableFile.code`; and of a job's fall."""


def not_read(code: str) -> Refusal:
    """The refusal for a file of this kind."""
    if code == "too_large":
        return FileTooLarge()
    return FileNotRead(UNREADABLE.get(code, UNREADABLE["damaged"]))
