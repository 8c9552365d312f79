"""Words by which columns, groups of patients, sections and footers are known, in four languages."""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from sanamost.engines.price_lists.prices import CURRENCY_WORDS, currency_in


class Column(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    CODE = "code"
    """The code; of order 804н where a second column holds the clinic's own."""
    OWN_CODE = "own_code"
    NAME = "name"
    UNIT = "unit"
    PRICE = "price"
    """For everybody, or for whom the list does not say."""
    PRICE_RESIDENT = "price_resident"
    PRICE_EAEU = "price_eaeu"
    PRICE_FOREIGN = "price_foreign"
    COEFFICIENT_EAEU = "coefficient_eaeu"
    COEFFICIENT_FOREIGN = "coefficient_foreign"
    CURRENCY = "currency"
    VAT = "vat"
    SECTION = "section"
    NOTE = "note"
    DURATION = "duration"
    LEFT_OUT = "left_out"
    """An amount that is not the price of today: old, discounted, without VAT."""


PRICES = (Column.PRICE, Column.PRICE_RESIDENT, Column.PRICE_EAEU, Column.PRICE_FOREIGN)
GROUP_OF = {
    Column.PRICE_RESIDENT: "resident",
    Column.PRICE_EAEU: "eaeu",
    Column.PRICE_FOREIGN: "foreign",
}
PRICE_OF = {group: column for column, group in GROUP_OF.items()}

_NUMBER = re.compile(
    r"(?:n|no|nn|#|nr|(?:no?|nn|#)?\.? ?п ?[/.\\]? ?п|(?:порядковый )?номер(?: п/п)?|"
    r"序号|序|رقم|م|ت|"
    r"الرقم|s/?n|sl\.? ?no)\.?"
)
_EAEU = re.compile(
    r"еаэс|снг\b|тмд\b|ближн\w* зарубеж|евразийск|таможенн|eaeu|\beeu\b|\bcis\b|eurasian|"
    r"near abroad|"
    r"独联体|欧亚|أوراس|رابطة الدول|الكومنولث"
)
_NOT_EAEU = re.compile(
    r"(?:кроме|за исключением|не вход\w+|вне|except|excluding|other than|non-?|除)"
    r"[^а-яa-z]*(?:\S+ ){0,4}?(?:стран\w* )?(?:еаэс|снг|eaeu|cis|独联体|欧亚)"
)
_FOREIGN = re.compile(
    r"иностр|\bин\. ?гр|шетел|инограждан|дальн\w* зарубеж|зарубежн|нерезидент|не резидент|"
    r"не ?граждан|интуристы?|"
    r"ин(?:ых|ого) государств|других (?:государств|стран)|foreign|non-? ?resident|"
    r"non-? ?citizen|other (?:countr|national)|far abroad|international|overseas|abroad|"
    r"外国|外籍|外宾|国际|境外|非居民|"
    r"أجانب|أجنب|دولي|غير المقيم|غير مقيم|الخارج"
)
_RESIDENT = re.compile(
    r"граждан\w* (?:рф|росс|рк\b|казах)|қр азамат|росси|\bрф\b|(?<!не)(?<!не )(?<!не-)резидент|"
    r"местн\w* (?:жител|насел)|"
    r"(?<!non-)(?<!non )(?<!non)resident|domestic|\blocals?\b|russian|citizens|"
    r"本国|本地|国内|(?<!非)居民|俄罗斯|المقيمين|للمقيم|مواطن|محلي|روس"
)
_NOT_RESIDENT = re.compile(
    r"non-? ?citizens?|не ?граждан\w*|غير\s+(?:ال)?(?:مقيم|مواطن)\w*|لغير\s+\w+"
)
_CODE = re.compile(
    r"код|шифр|артикул|\bcodes?\b|\bsku\b|nomenclature|номенклатур|代码|编码|编号|رمز|كود"
)
_CODE_OF_PRICE = re.compile(
    r"^(?:код|шифр) тариф|(?:price|tariff|charge) code|[价费]\w*(?:编码|代码|编号)$"
)
_OFFICIAL = re.compile(
    r"804|номенклатур|минздрав|\bмз\b|официал|official|nomenclature|ministry|国家|الرسمي"
)
_OWN = re.compile(
    r"внутр|клиник|учрежд|собствен|артикул|1с|прейскур|own|internal|clinic|local|sku|内部|本院|"
    r"داخلي|المركز"
)
_NAME = re.compile(
    r"наименован|назван|услуг|вид (?:помощ|исслед|работ|лечен)|исследован|манипуляц|"
    r"процедур|операци|вмешательств|обследован|"
    r"\bnames?\b|service|procedure|treatment|\bitem|descri|test name|operation|"
    r"қызмет|атауы|емшара|项目|名称|服务|品名|اسم|الخدمة|خدمات|البيان|الإجراء|الوصف"
)
_UNIT = re.compile(r"\bед\b|ед\.|өлшем|единиц|измерен|\bunits?\b|measure|\buom\b|单位|وحدة")
_PRICE = re.compile(
    r"цен[аы]|стоим|баға|құны|тариф|сумма|к оплате|price|cost|\bfees?\b|tariff|\brates?\b|"
    r"amount|charge|"
    r"价|费用|金额|收费|سعر|السعر|الأسعار|تكلفة|التكلفة|ثمن|رسوم"
)
_COEFFICIENT = re.compile(r"коэф|coefficient|multiplier|factor|系数|معامل|надбавк|наценк")
_LEFT_OUT = re.compile(
    r"стар\w*|прежн|действовавш|до (?:повыш|индекс|\d\d\.\d)|скидк|акци|себестоим|без ндс|закуп|"
    r"сумма ндс|ставка|зарплат|"
    r"количеств|кол-во|итого|\bold\b|previous|discount|\bnet\b|without vat|excl\w*\.? vat|"
    r"quantity|\bqty\b|"
    r"原价|折扣|优惠|数量|旧价|القديم|السابق|خصم|الكمية"
)
_VAT = re.compile(r"ндс|\bvat\b|增值税|税率|ضريبة")
_WITH_VAT = re.compile(r"с (?:уч[её]том )?ндс|вкл\w*\.? ндс|incl\w*\.? vat|with vat|含税")
_CURRENCY = re.compile(r"^валюта|^currency|^币种|^货币|^العملة")
_NOTE = re.compile(r"примеч|коммент|\bnotes?\b|remark|备注|说明|ملاحظ|услови|дополнит|состав")
_DURATION = re.compile(
    r"срок|длительн|продолжит|duration|\btime\b|готовн|days|时间|时长|周期|مدة|المدة"
)
_SECTION = re.compile(r"раздел|категори|группа услуг|отделен|направлен|section|category|department|"
                      r"speciality|类别|科室|分类|القسم|الفئة|التخصص")  # fmt: skip

FOOTER = re.compile(
    r"^\*|^заместител\w+ |^начальник\w* |^руководител\w* |^заведующ\w+ (?:отд|пэо|план|эконом)|"
    r"^исп\.|^юрисконсульт|"
    r"^(?:зам\w*\.? ?)?(?:генеральн\w* |главн\w* |исполнительн\w* |и\.?о\.? )?(?:директор|"
    r"врач\b)|"
    r"главн\w+ (?:врач|бухгалтер)|экономист|бухгалтер|утвержда|согласован|исполнитель|"
    r"составил|подпись|"
    r"м\.\s?п\.|примечани|внимание|^тел(?:ефон|\.)|телефон\w*[\s:.№]*[\d+(]|^с уважением|"
    r"прейскурант (?:действ|утв)|"
    r"цены (?:указан|действ|привед|включ)|не является (?:публичной )?оферт|приказ|___|"
    r"^лист \d|^стр(?:аница|\.)? ?\d+ (?:из|\/) ?\d|^страница \d|"
    r"^(?:chief|director|general manager|head doctor|approved|signature|signed|notes?\b|"
    r"prepared by|"
    r"prices (?:are|include|do)|page \d)|院长|签字|签名|备注|注[::]|المدير|التوقيع|ملاحظ|اعتمد"
)
TOTAL = re.compile(r"^(?:итого|всего|барлығы|жиыны|total|sum|合计|总计|المجموع|الإجمالي)\b")


_SPACED = re.compile(r"(?:\w[ \u00a0]){3,}\w(?: {2,}(?:\w[ \u00a0])*\w)*[.,: ]*|\w \w \w")
_MIXED = re.compile(r"[a-z]*[а-я][a-zа-я]*[a-z][a-zа-я]*|[a-z]+[а-я]+[a-zа-я]*")
_AS_CYRILLIC = str.maketrans("aceopxykmtbhu", "асеорхукмтвни")
"""Letters that look alike: a heading is often typed with some Latin ones."""


@lru_cache(maxsize=256)
def folded(text: str) -> str:
    """The text on one line in small letters, ё as е."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    plain = re.sub(r"(?<=\w)-\s*\n\s*(?=\w)", "", plain)
    if _SPACED.fullmatch(plain.strip()):
        plain = re.sub(r"(?<=\w)[ \u00a0](?=\w)", "", plain)
    plain = _MIXED.sub(lambda found: found[0].translate(_AS_CYRILLIC), plain)
    return re.sub(r"[\s_]+", " ", plain).strip(" :;").rstrip(" *")


def groups_in(text: str) -> tuple[str, ...]:
    """The groups of patients that a column's heading names."""
    words = folded(text)
    if _NOT_EAEU.search(words):
        return ("foreign",)
    found = []
    if _NOT_RESIDENT.search(words):
        found.append("foreign")
        words = _NOT_RESIDENT.sub(" ", words)
    if _RESIDENT.search(words) and not re.search(r"нерезидент|не граждан", words):
        found.append("resident")
    if _EAEU.search(words):
        found.append("eaeu")
    if (
        "foreign" not in found
        and _FOREIGN.search(words)
        and not ("eaeu" in found and "дальн" not in words)
    ):
        found.append("foreign")
    if found == ["foreign", "resident"]:
        found.reverse()
    if found == ["resident", "foreign"] and re.search(r"иностран|foreign|не ", words):
        found = ["foreign"]
    return tuple(found)


def role_of(text: str) -> Column | None:  # noqa: C901, PLR0911, PLR0912 one question after another, in the order that decides
    """What a heading says that its column holds; None where it says nothing known."""
    words = folded(text)
    if not words or len(words) > 200:
        return None
    if _NUMBER.fullmatch(words):
        return Column.NUMBER
    if _CURRENCY.search(words):
        return Column.CURRENCY
    if _CODE_OF_PRICE.search(words):
        return Column.CODE
    if _COEFFICIENT.search(words):
        groups = groups_in(words)
        return Column.COEFFICIENT_EAEU if groups == ("eaeu",) else Column.COEFFICIENT_FOREIGN
    if "单位" in words:
        return Column.UNIT
    if words.startswith("номенклатура") and not re.search(r"код|804|№|мз", words):
        return Column.NAME
    if _PRICE.search(words) and not re.search(r"^(?:наименован|назван)", words):
        return _kind_of_price(words)
    if _UNIT.search(words) and not _NAME.search(words.replace("единица услуги", "")):
        return Column.UNIT
    if _CODE.search(words) and not re.search(r"^(?:наименован|назван|услуг)", words):
        own = _OWN.search(words) and not _OFFICIAL.search(words)
        return Column.OWN_CODE if own else Column.CODE
    if _SECTION.search(words) and not re.search(r"^(?:наименован|назван)\w* услуг", words):
        return Column.SECTION
    if _NAME.search(words):
        return Column.NAME
    if _VAT.search(words):
        return Column.VAT
    if _UNIT.search(words):
        return Column.UNIT
    if _LEFT_OUT.search(words):
        return Column.LEFT_OUT
    if _DURATION.search(words):
        return Column.DURATION
    if _NOTE.search(words):
        return Column.NOTE
    if groups_in(words) or _is_bare_currency(words):
        return _kind_of_price(words)
    return None


def parted_heading(text: str) -> tuple[str, str]:
    """«Услуга, цена, руб.» as «Услуга» and «цена, руб.»; the second empty without a price."""
    found = _PRICE.search(text.lower())
    if found is None or len(text) > 200 or not found.start():
        return text, ""
    name = text[: found.start()].rstrip()
    name = re.sub(r"(?:[\s,;:(/&–—-]+|\s(?:и|and|و)|和)+$", "", name)
    return name, text[found.start() :].strip(" )")


def is_official(text: str) -> bool:
    """Whether a code's heading names the official list."""
    return bool(_OFFICIAL.search(folded(text)))


def is_own(text: str) -> bool:
    """Whether a code's heading names the clinic's own codes."""
    return bool(_OWN.search(folded(text)))


def _kind_of_price(words: str) -> Column:
    if _LEFT_OUT.search(words) and not _WITH_VAT.search(words):
        return Column.LEFT_OUT
    groups = groups_in(words)
    return PRICE_OF[groups[0]] if len(groups) == 1 else Column.PRICE


def _is_bare_currency(words: str) -> bool:
    if not currency_in(words) or len(words) > 20 or re.search(r"\d", words):
        return False
    return not re.search(r"[^\W\d]{4,}", CURRENCY_WORDS.sub(" ", words))
