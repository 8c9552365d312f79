"""What a price list does not say of a service and its words do: kind, unit, language, VAT."""

import re

from sanamost.registry.catalogue.states import Scope, ServiceKind, VatClass

_BY_CODE = (
    (r"B01|B04", ServiceKind.CONSULTATION),
    (r"A0[1-9]|A1[0-3]|A26|B03", ServiceKind.DIAGNOSTICS),
    (r"A1[5-6]|A18", ServiceKind.SURGERY),
    (r"A1[7-9]|A2[0-4]|B05", ServiceKind.REHABILITATION),
)
_BY_WORDS = (
    (r"койко|палат|пребывани|ward|hospital stay|病房|إقامة", ServiceKind.STAY),
    (r"консульт|при[её]м|осмотр|consult|visit|门诊|会诊|استشارة", ServiceKind.CONSULTATION),
    (r"комплекс|программ|пакет|check.?up|package|套餐|باقة", ServiceKind.PACKAGE),
    (r"перевод|трансфер|встреча|interpret|transfer|翻译|ترجمة", ServiceKind.SERVICE),
    (r"реабилит|массаж|физиотерап|лфк|rehabilit|massage|康复", ServiceKind.REHABILITATION),
    (
        (
            r"узи|ультразвук|мрт|кт\b|томограф|рентген|анализ|исследован|биопси|эндоскоп|экг|"
            r"\bmri\b|\bct\b|x-?ray|ultrasound|test|检查|تصوير|تحليل"
        ),
        ServiceKind.DIAGNOSTICS,
    ),
    (
        (
            r"операц|эктоми|пластик|протезирован|удалени|резекц|шунтирован|surg|replacement|"
            r"手术|置换|عملية"
        ),
        ServiceKind.SURGERY,
    ),
)
_UNITS = (
    (r"сут|день|дн\b|койко|\bday|天|日|يوم", "day"),
    (r"час|hour|小时|ساعة", "hour"),
    (r"курс|course|疗程", "course"),
    (r"страниц|\bpage|页|صفحة", "page"),
)
_ALPHABETS = ((r"[\u4e00-\u9fff]", "zh-hans"), (r"[\u0600-\u06ff]", "ar"), (r"[а-яё]", "ru"))


def kind_of(*, official: str, name: str, section: str) -> ServiceKind:
    """The kind by the official code, else by the name's words, else by the section's."""
    for pattern, kind in _BY_CODE:
        if re.match(pattern, official):
            return kind
    for text in (name.lower(), section.lower()):
        for pattern, kind in _BY_WORDS:
            if re.search(pattern, text):
                return kind
    return ServiceKind.COURSE


def unit_of(text: str) -> str:
    """The unit as proposals know it; "each" for visits, studies and whatever is not a length."""
    lowered = text.lower()
    return next((unit for pattern, unit in _UNITS if re.search(pattern, lowered)), "each")


def language_of(name: str) -> str:
    """The language that the name's letters tell."""
    lowered = name.lower()
    return next((code for pattern, code in _ALPHABETS if re.search(pattern, lowered)), "en")


def vat_of(text: str, kind: ServiceKind) -> VatClass:
    """Medical services are exempt; services around treatment, and what the list taxes, are not."""
    if re.search(r"без|не облаг|exempt|^0|免", text.lower()):
        return VatClass.EXEMPT
    taxed = kind is ServiceKind.SERVICE or re.search(r"20|22|10|станд", text)
    return VatClass.STANDARD if taxed else VatClass.EXEMPT


def excluded_item(scope: str, words: str, language: str) -> dict[str, str]:
    """An item that the price leaves out, as packages list them."""
    labels = {"implants": Scope.IMPLANTS, "anaesthesia": Scope.ANAESTHESIA}
    known = labels.get(scope) or Scope(scope)
    return {"scope": known.value, language: words}
