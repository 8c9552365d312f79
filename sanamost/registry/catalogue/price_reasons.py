"""What is said of each kind of doubt about a row of a price list, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.engines.price_lists import Doubt

REASONS: Mapping[str, Any] = {
    "code_lookalike": _("The code has letters of another alphabet or letters for digits."),
    "code_separators": _("The code has other signs where points belong."),
    "code_shape": _("The code is written in small letters."),
    "code_padded": _("Zeros are missing in the code."),
    "code_variant": _("The code has an ending of the clinic's own; it is kept with it."),
    "code_two": _("There are several codes in one cell; they are kept together as one."),
    "code_too_long": _("The code is longer than 40 signs and was cut."),
    "code_date": _("The spreadsheet made a date of the code."),
    "code_fault": _("The code's cell shows an error; a code was made of the name."),
    "code_missing": _("The row has no code; one was made of the name."),
    "code_in_name": _("The code stands at the beginning of the name."),
    "code_reused": _("Row %(other)s has this code for another service; this one got an ending."),
    "code_unknown": _(
        "The nomenclature (804n, edition %(edition)s) has no such code: withdrawn, or the clinic's"
        " own. It is kept as the clinic's own code."
    ),
    "code_of_other_service": _(
        "In the nomenclature this code is another service: %(official)s. It is kept as the clinic's"
        " own code."
    ),
    "code_partial": _("The code is only the beginning of a code of the nomenclature."),
    "name_missing": _("The row has no name."),
    "name_from_code": _("The row has no name; the nomenclature's name of the code was taken."),
    "name_completed": _("The name was cut; the nomenclature's full name was taken."),
    "cell_split": _("Name and price stood in one cell and were taken apart; look at both."),
    "name_joined": _("The name goes on in the row below; both parts were joined."),
    "name_from_above": _("The name goes on from a row above; both parts were joined."),
    "name_numbered": _("A running number stood before the name; it was left out."),
    "name_cut": _("The name may have been cut; look at its end."),
    "name_excludes": _("The name says what the price leaves out; it is listed as not included."),
    "same_name_two_prices": _("Row %(other)s has the same name and unit at another price."),
    "price_of_group": _("The price for these patients stands in a row of its own."),
    "price_from": _("A price “from”: the lowest is taken and shown as “from”."),
    "price_up_to": _("A price “up to”: the highest is taken."),
    "price_range": _("A range: the lower bound is taken and shown as “from”."),
    "price_free_text": _("There are words beside the price; the figure is taken."),
    "price_lookalike": _("The price has letters for digits."),
    "price_thousands": _("The price is written in thousands or millions."),
    "price_grouping": _("The mark before three digits is taken for thousands."),
    "price_rounded": _("The price has more than two decimals and was rounded."),
    "price_kopecks": _("The last two digits are taken for kopecks."),
    "price_formula_computed": _("The file holds a formula without its result; it was computed."),
    "price_merged": _("The price stands in a merged cell that begins above."),
    "currency_differs": _("The cell names another currency than the heading; the cell's is taken."),
    "price_negotiable": _("The price is to be agreed."),
    "price_free": _("The service is given free of charge; say so yourself if that is meant."),
    "price_none": _("There is no price."),
    "price_missing": _("There is no price."),
    "price_zero": _("The price is zero."),
    "price_negative": _("The price is below zero."),
    "price_surcharge": _("An addition to another price; enter what the whole service costs."),
    "price_two": _("There are two or more prices in one cell; say which is meant."),
    "price_date": _("The spreadsheet made a date of the price."),
    "price_percent": _("A percentage is no price."),
    "price_fault": _("The price's cell shows an error of the spreadsheet."),
    "price_formula": _("The price is a formula whose result is not in the file."),
    "price_conventional_unit": _("“Conventional units” are no currency; name the currency."),
    "price_included": _("The service is part of another's price."),
    "price_unreadable": _("The price cannot be read."),
    "price_too_large": _("The price is too large."),
    "price_split": _("The price fell apart into two cells at its comma."),
    "row_joined": _("Belongs to the service in row %(other)s and was put to it."),
    "above_heading": _("The row stands above the headings; accept it if it is a service."),
    "section": _("Section heading, not a service."),
    "footer": _("Note or signature, not a service."),
    "total": _("A total, not a service."),
    "repeated_heading": _("The heading again, not a service."),
    "row_hidden": _("The row is hidden in the file."),
    "sheet_hidden": _("The sheet is hidden in the file."),
    "sheet_without_prices": _("No columns with names and prices were found on this sheet."),
    "row_not_read": _("The row could not be read."),
    "duplicate": _("Repeats row %(other)s: the same code, name and price."),
    "duplicate_other_price": _("Row %(other)s has the same code and name at another price."),
    "duplicate_other_currency": _(
        "Row %(other)s has the same code and name in another currency; its price stands."
    ),
    "column_left_out": _("This column is not imported: it is not the price of today."),
    "column_hidden": _("This column is hidden in the file and is not imported."),
    "column_second_price": _("A second price for the same patients; this column is not imported."),
    "columns_guessed": _("No heading was found; the columns were told by what stands in them."),
    "column_not_read": _("This column holds amounts and is not imported; say what they are."),
    "column_thousands": _("The heading says thousands; each price was multiplied by 1,000."),
    "coefficient_in_note": _(
        "The list says in words that these patients pay more. Accept the coefficient to have their"
        " prices counted."
    ),
    "no_rows": _("There is nothing below the headings."),
    "cell_outside": _("There is something beside the table that is not imported."),
}


def reason(doubt: Doubt, *, official: str = "", edition: str = "") -> str:
    """The sentence for a doubt, in the language in force; `official` names the code's service."""
    words = {"other": doubt.other, "official": official or "…", "edition": edition or "…"}
    return str(REASONS[doubt.kind]) % words
