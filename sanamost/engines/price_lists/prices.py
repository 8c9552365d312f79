"""What a price cell means. What can be meant in one way only is read; the rest is said.

The habits are those of clinics' own lists: "от 5 000", "5000-7000", two prices in one cell,
"договорная", thousands by spaces, NBSP or apostrophes, comma decimals, "5000-00" for kopecks,
letters О and З for digits, dates that a spreadsheet made of numbers.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from sanamost.engines.price_lists.grids import Fault, Formula, Moment, Value

LARGEST = Decimal("999999999999.99")
_CENT = Decimal("0.01")
_CURRENCIES: tuple[tuple[str, str], ...] = (
    ("KZT", r"₸|тенге|теңге|тг\b\.?|kzt\b|坚戈|تنغ"),
    ("BYN", r"бел\w*\.?\s*руб\w*\.?|byn\b|br\b"),
    ("UZS", r"сум(?:ов|а)?\b|so['‘’]?m\b|uzs\b"),
    ("USD", r"долл\w*\.?(?:\s*сша)?|usd\b|us\$|\$|(?:us )?dollars?\b|美元|美金|دولار"),
    ("EUR", r"€|евро\b|eur(?:os?)?\b|欧元|يورو"),
    ("CNY", r"юан\w*|cny\b|rmb\b|人民币|元|¥|يوان"),
    ("AED", r"дирхам\w*|aed\b|迪拉姆|درهم|د\.إ"),
    ("GBP", r"£|gbp\b|фунт\w*"),
    ("TRY", r"₺|лир[аы]?\b|try\b"),
    (
        "RUB",
        r"₽|ру?б(?:лей|ля|ль|лях|ли)?(?![а-яё])\.?|rub(?:les?)?\b|rur\b|р\.|р(?=$|\s|/)|卢布|روبل",
    ),
)  # fmt: skip
CURRENCY_WORDS = re.compile(
    "|".join(rf"(?P<{code}>(?<![a-zа-яё])(?:{words}))" for code, words in _CURRENCIES),
    re.IGNORECASE,
)
_NUMBER = (
    r"\d+(?:[ '’`٬]\d{3})+(?:[.,٫]\d{1,2})?|\d{1,3}(?:,\d{3})+\.\d{1,2}|"
    r"\d{1,3}(?:\.\d{3})+,\d{1,2}|\d{1,3}(?:[.,]\d{3}){2,}|\d+(?:[.,٫]\d+)?"
)
_FIND = re.compile(_NUMBER)
_FROM = re.compile(
    r"^(?:от|начиная (?:с|от)|с|не менее|свыше|минимум|from|starting (?:at|from)|at least|"
    r"min\.?|≥|>|从|من|ابتداء من)\s*(?=\d)|"
    r"(?<=\d)\s*(?:\+|起|и выше|и более|и больше|and up|бастап)$"
)
_UP_TO = re.compile(r"^(?:до|не более|не дороже|up to|max\.?|≤|<|حتى|最高)\s*(?=\d)")
_NEGOTIABLE = re.compile(
    r"договор|согласован|запрос|индивидуал|уточн|расч[её]т|по факту|смет|звон|"
    r"келіс|сұрау|"
    r"negotia|request|agree|individual|contact|tba|tbd|\bpoa\b|call|面议|协商|咨询|حسب|اتفاق|"
    r"عند الطلب"
)
_FREE = re.compile(
    r"^(?:бесплатн\w*|безвозмездно|free(?: of charge)?|免费|مجان\w*|в подарок|б/?п|тегін|gratis)$"
)
_NONE = re.compile(r"^(?:[-–—−_.*/\\\s]+|нет|n/?a|н/?д|none|null|х|x|无|لا يوجد)$")
_KOPECKS = re.compile(r"^(?:(\d{1,3}(?: \d{3})+|\d{3,})\s?[-=]\s?(\d\d)|(\d{1,2})[-=](00))$")
_RUB_KOP = re.compile(r"(\d)\s*(?:\([^()\d]*\)\s*)?(?:руб\w*\.?|р\.?)\s*(\d\d)\s*коп\w*\.?")
_SCALES: tuple[tuple[str, int], ...] = (
    (r"тыс(?:яч\w*|\.)?|т\.?\s?р\.?|мың|[кk](?![а-яa-z])|thousands?|千|ألف|آلاف", 1000),
    (r"万|萬", 10_000),
    (r"млн|миллион\w*|million|mln|百万|مليون", 1_000_000),
)
_SCALED = tuple(
    (re.compile(rf"(?<=\d)\s*(?:{words})\.?(?![а-яёa-z])"), times) for words, times in _SCALES
)
_CONVENTIONAL = re.compile(r"(?<!\w)у\.\s?е\.?(?!\w)|\bуе\b|условн\w+ единиц")
_INCLUDED = re.compile(
    r"(?:вход|включен)\w* в |в составе |учтен\w* в |included|inclusive|包含在|已含|مشمول|ضمن سعر"
)
_PER = re.compile(
    r"(?:\s*/\s*|\s+(?:за|per|в)\s+)(?:1\s*)?(?:[^\W\d]|\.)[^\d]*$|\([^()\d]*\)|[*†‡¹²³]+$"
)
_APOSTROPHES = str.maketrans("‘ʼʹ′´", "'" * 5)
_ERROR = re.compile(r"#(?:[а-яa-z]+[/!?][а-яa-z\d]*[!?]?|[а-яa-z]+[!?]?)", re.IGNORECASE)
_LOOKALIKE = str.maketrans("ОоOoЗзІІl", "000033111")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_SIMPLE = re.compile(r"\d{1,3}(?:[ \u00a0]?\d{3})*(?:[.,]\d{1,2})?", re.ASCII)
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u061c\u2066\u2067\u2068\u2069\ufeff\u00ad"))


@dataclass(frozen=True, slots=True)
class PriceRead:
    """What a price cell says. `kind` is empty where it says one plain amount.

    Kinds that mend: from · up_to · range · free_text · lookalike · thousands · grouping · rounded ·
    kopecks · formula_computed. Kinds that refuse (no amount): negotiable · free · none · zero ·
    negative · surcharge · two · date · percent · fault · formula · conventional_unit · included ·
    unreadable · too_large.
    """

    amount: Decimal | None = None
    currency: str = ""
    kind: str = ""
    highest: Decimal | None = None
    suggested: str = ""


def currency_in(text: str) -> str:
    """The currency that a text names, by ISO code; empty where it names none or several."""
    found = {match.lastgroup for match in CURRENCY_WORDS.finditer(_plain(text).lower())}
    return str(found.pop()) if len(found) == 1 else ""


def is_conventional(text: str) -> bool:
    """Whether a text names "conventional units" and no currency."""
    return bool(_CONVENTIONAL.search(text.lower()))


def read_price(value: Value | None) -> PriceRead:
    """The price that a cell means, VAT and discounts aside. Never raises."""
    if value is None:
        return PriceRead(kind="none")
    if isinstance(value, Decimal):
        return _amount(value)
    if isinstance(value, Moment):
        return PriceRead(kind="date", suggested=_meant_by_date(value))
    if isinstance(value, Formula):
        return PriceRead(kind="formula")
    if isinstance(value, Fault | bool):
        return PriceRead(kind="fault" if isinstance(value, Fault) else "unreadable")
    return _text(value)


def plain_number(value: Value) -> Decimal | None:
    """The number that a formula would see in a cell; None for words."""
    if isinstance(value, Decimal):
        return value
    read = read_price(value) if isinstance(value, str) and len(value) < 20 else None
    return read.amount if read and not read.kind else None


def _amount(
    number: Decimal, currency: str = "", kind: str = "", **more: Decimal | None
) -> PriceRead:
    if number < 0:
        return PriceRead(currency=currency, kind="negative", suggested=f"{-number:.2f}")
    if number > LARGEST:
        return PriceRead(currency=currency, kind="too_large")
    rounded = number.quantize(_CENT, ROUND_HALF_UP)
    if not rounded:
        return PriceRead(currency=currency, kind="zero")
    if rounded != number and not kind:
        kind = "rounded"
    return PriceRead(rounded, currency, kind, suggested=f"{rounded:.2f}", **more)


def _meant_by_date(moment: Moment) -> str:
    """5000 shown as a date is a day of 1913; 5.03 typed became the fifth of March."""
    if moment.day.year < 1995 and moment.serial > 0:
        return f"{moment.serial:.2f}"
    return f"{moment.day.day}.{moment.day.month:02}"


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text.translate(_INVISIBLE).replace("·", "."))
    folded = folded.translate(_APOSTROPHES).lstrip("'")
    latin = _FOREIGN_DIGIT.sub(lambda found: str(unicodedata.digit(found[0])), folded)
    return re.sub(r"\s+", " ", latin).strip()


@lru_cache(maxsize=4096)
def _text(text: str) -> PriceRead:  # noqa: PLR0911 one question after another
    if _SIMPLE.fullmatch(text):
        bare = text.replace(" ", "").replace("\u00a0", "")
        return _amount(Decimal(bare.replace(",", ".")))
    if len(text) > 300:
        return PriceRead(kind="unreadable")
    lines = text.strip().splitlines()
    plain = _plain(text)
    lowered = plain.lower()
    if not lowered or _NONE.match(lowered):
        return PriceRead(kind="none")
    if _ERROR.fullmatch(lowered):
        return PriceRead(kind="fault")
    if is_conventional(lowered):
        return PriceRead(kind="conventional_unit")
    if _is_date(lowered):
        return PriceRead(kind="date", suggested=_meant_by_written(lowered))
    if "%" in lowered:
        return PriceRead(kind="percent")
    if len(lines) > 1 and all(re.search(r"\d", line) for line in lines):
        return _several(" | ".join(_plain(line).lower() for line in lines))
    return _words(lowered)


def _words(lowered: str) -> PriceRead:
    """A text without percent, dates or lines: words around at least no figures, one or two."""
    if not re.search(r"\d", lowered):
        if _FREE.match(lowered):
            return PriceRead(kind="free", suggested="0.00")
        if _INCLUDED.search(lowered):
            return PriceRead(kind="included")
        return PriceRead(kind="negotiable" if _NEGOTIABLE.search(lowered) else "unreadable")
    joined = _RUB_KOP.sub(r"\1,\2 руб", lowered)
    found = {match.lastgroup for match in CURRENCY_WORDS.finditer(joined)}
    if len(found) > 1:
        return _several(joined)
    currency = str(found.pop()) if found else ""
    for scale, times in _SCALED:
        if scale.search(joined):
            bare = CURRENCY_WORDS.sub(" ", scale.sub(" ", joined)).strip(" .=:;,")
            if not currency and re.search(r"т\.?\s?р\.?", joined):
                currency = "RUB"
            return scaled(_figures(bare, currency), times)
    return _figures(CURRENCY_WORDS.sub(" ", joined).strip(" .=:;,"), currency)


def scaled(read: PriceRead, times: int) -> PriceRead:
    """A price that is written in thousands, ten thousands or millions."""
    if read.amount is None:
        return replace(read, suggested="")
    kind = read.kind if read.kind in {"from", "up_to", "range"} else "thousands"
    highest = read.highest and read.highest * times
    return _amount(read.amount * times, read.currency, kind, highest=highest)


def _figures(text: str, currency: str) -> PriceRead:
    """A text whose currency is taken away."""
    text = re.sub(r"\s+", " ", text).strip()
    if kopecks := _KOPECKS.match(text):
        number = Decimal(f"{kopecks[1] or kopecks[3]}.{kopecks[2] or kopecks[4]}".replace(" ", ""))
        return _amount(number, currency, "kopecks")
    kind = ""
    if _FROM.search(text):
        text, kind = _FROM.sub("", text).strip(), "from"
    elif _UP_TO.search(text):
        text, kind = _UP_TO.sub("", text).strip(), "up_to"
    if kind == "from" and (bounds := _UP_TO_AFTER.fullmatch(_PER.sub("", text).strip())):
        return _range(_number(bounds[1])[0], _number(bounds[2])[0], currency)
    if refused := _beside_another(text, currency):
        return refused
    if bounds := re.fullmatch(
        rf"({_NUMBER})\s*(?:-|–|—|−|~|\.\.+|…|до|to|至|إلى)\s*({_NUMBER})", text
    ):
        return _range(_number(bounds[1])[0], _number(bounds[2])[0], currency)
    if re.fullmatch(_NUMBER, text):
        return _single(text, currency, kind)
    return _with_words(text, currency, kind)


def _beside_another(text: str, currency: str) -> PriceRead | None:
    """An amount that is no price by itself: added to another or taken from it."""
    if added := re.fullmatch(rf"(?:\+|плюс|доплата:?|plus)\s*({_NUMBER})", text):
        amount, kind = _number(added[1])[0], "surcharge"
    elif negative := re.fullmatch(rf"[-−(]\s?({_NUMBER})\)?", text):
        amount, kind = _number(negative[1])[0], "negative"
    else:
        return None
    return PriceRead(currency=currency, kind=kind, suggested=f"{amount:.2f}")


def _with_words(  # noqa: PLR0911 one question after another
    text: str, currency: str, kind: str
) -> PriceRead:
    per = re.sub(r"^1 [^\W\d]+ ?[-–—:=] ?", "", _PER.sub("", text)).strip(" =.,;:")
    if re.fullmatch(_NUMBER, per):
        return _single(per, currency, kind or "free_text")
    swapped = per.translate(_LOOKALIKE)
    if swapped != per and re.fullmatch(_NUMBER, swapped):
        return _single(swapped, currency, "lookalike")
    if re.fullmatch(r"\d(?:[.,]\d+)?e\+?\d{1,2}", per):
        return _amount(Decimal(per.replace(",", ".")), currency, "free_text")
    if bounds := re.match(rf"({_NUMBER})\s*[-–—−]\s*({_NUMBER})(?:\s+(?=[^\W\d])[^\d]+)?$", per):
        return _range(_number(bounds[1])[0], _number(bounds[2])[0], currency)
    numbers = _FIND.findall(per)
    if len(numbers) == 1 and not _NEGOTIABLE.search(per):
        return _single(numbers[0], currency, kind or "free_text")
    if len(numbers) > 1:
        return _several(per, currency)
    return PriceRead(currency=currency, kind="negotiable" if numbers else "unreadable")


def _single(text: str, currency: str, kind: str) -> PriceRead:
    number, clear = _number(text)
    clear = clear or (currency in _COMMAS_GROUP and "," in text)
    if kind in {"from", "up_to"}:
        return _amount(number, currency, kind, highest=number if kind == "up_to" else None)
    return _amount(number, currency, kind or ("" if clear else "grouping"))


_COMMAS_GROUP = frozenset({"USD", "GBP", "CNY", "AED"})
"""Where these are paid, a comma before three digits can only stand between thousands."""
_UP_TO_AFTER = re.compile(rf"({_NUMBER})\s*(?:до|to|至|إلى)\s*({_NUMBER})")


def _range(low: Decimal, high: Decimal, currency: str) -> PriceRead:
    if high <= low:
        return PriceRead(currency=currency, kind="two", suggested=f"{low:.2f} | {high:.2f}")
    return _amount(low, currency, "range", highest=high)


def _several(text: str, currency: str = "") -> PriceRead:
    """Two or more amounts, of which nobody but the clinic can say which is meant."""
    amounts = [_number(found)[0] for found in _FIND.findall(text)]
    return PriceRead(
        currency=currency,
        kind="two",
        suggested=" | ".join(f"{amount:.2f}" for amount in amounts if amount >= 1)[:200],
    )


def _number(text: str) -> tuple[Decimal, bool]:
    """The number, and whether it could be meant in one way only.

    A single mark before three digits is taken for thousands, for no price has three decimals; it
    is said. With two different marks the last one stands before the decimals.
    """
    bare = re.sub(r"[ '’`٬]", "", text).replace("٫", ",")
    marks = [sign for sign in bare if sign in ".,"]
    if not marks:
        return Decimal(bare), True
    if len(set(marks)) == 2:
        last = marks[-1]
        first = "," if last == "." else "."
        return Decimal(bare.replace(first, "").replace(last, ".")), True
    whole, _, rest = bare.rpartition(marks[0])
    if len(marks) > 1:
        return Decimal(bare.replace(marks[0], "")), True
    if len(rest) == 3 and 1 <= len(whole) <= 3 and whole != "0":
        return Decimal(whole + rest), False
    return Decimal(f"{whole}.{rest}"), True


_MONTH_NUMBERS = {
    name: number
    for names in (
        "янв фев мар апр май июн июл авг сен окт ноя дек",
        "jan feb mar apr may jun jul aug sep oct nov dec",
    )
    for number, name in enumerate(names.split(), 1)
} | {"мая": 5}
_MONTH_FIRST = re.compile(rf"^({'|'.join(_MONTH_NUMBERS)})\w*\.?[.\s-]?(\d{{2,4}})$")
_MONTH = re.compile(
    rf"^(\d{{1,2}})[.\s-]({'|'.join(_MONTH_NUMBERS)})\w*\.?(?:[.\s-]?(\d{{2,4}}))?$"
)
_DATE = re.compile(
    r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?: г\.?)?(?: \d{1,2}:\d\d(?::\d\d)?)?$"
)
_ISO_DATE = re.compile(r"^(\d{4})-(\d\d)-(\d\d)(?:[ t]\d\d:\d\d(?::\d\d)?)?$")


def _is_date(text: str) -> bool:
    if (found := _DATE.match(text)) and int(found[1]) <= 31 and int(found[2]) <= 12:
        return len(set(re.findall(r"[./-]", text))) == 1
    return bool(_MONTH.match(text) or _MONTH_FIRST.match(text) or _ISO_DATE.match(text))


def _meant_by_written(text: str) -> str:
    if found := _DATE.match(text):
        return f"{int(found[1])}.{int(found[2]):02}"
    if found := _ISO_DATE.match(text):
        return f"{int(found[3])}.{int(found[2]):02}"
    found = _MONTH.match(text)
    return f"{found[1]}.{_MONTH_NUMBERS[found[2]]:02}" if found else ""
