"""Sentences beside the table that change prices: «для иностранных граждан коэффициент 1,5»."""

import re
from decimal import Decimal

from sanamost.engines.price_lists.vocabulary import folded, groups_in

_NUMBER = r"(\d{1,2}(?:[.,]\d{1,3})?)"
_TIMES = re.compile(
    rf"(?:коэф\w*|coefficient|multipl\w*|factor|系数|معامل)[^\d%]{{0,40}}{_NUMBER}(?![\d%])|"
    rf"(?:в|×|x|х)\s*{_NUMBER}\s*(?:раза?|times)"
)
_PERCENT = re.compile(
    rf"{_NUMBER.replace('1,2', '1,3')}\s*(?:%|процент\w*|percent)|(?:%|٪)\s*{_NUMBER}"
)
_DEARER = re.compile(
    r"увелич|повыш|надбав|наценк|дороже|выше|больше|плюс|\+|surcharge|increase|higher|plus|mark-?up|"
    r"上浮|加收|提高|زيادة|يضاف"
)
_CHEAPER = re.compile(r"скидк|дешевле|ниже|discount|lower|reduc|优惠|خصم")


def coefficients_in(text: str) -> dict[str, Decimal]:
    """Group of patients to how many times the price it pays, as far as a sentence says so."""
    found: dict[str, Decimal] = {}
    for sentence in re.split(r"[;\n]|\.\s", text[:1000]):
        words = folded(sentence)
        groups = groups_in(words)
        if len(groups) == 1 and groups[0] != "resident" and (times := _times(words)):
            found.setdefault(groups[0], times)
    return found


def _times(words: str) -> Decimal | None:
    if _CHEAPER.search(words):
        return None
    if said := _TIMES.search(words):
        times = Decimal((said[1] or said[2]).replace(",", "."))
        return times if Decimal("1") < times <= 10 else None
    if _DEARER.search(words) and (said := _PERCENT.search(words)):
        percent = Decimal((said[1] or said[2]).replace(",", "."))
        return 1 + percent / 100 if 0 < percent <= 500 else None
    return None
