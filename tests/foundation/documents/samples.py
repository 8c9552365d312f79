"""One invented payload for every kind of paper. Clinics, people and numbers do not exist."""

from __future__ import annotations

import copy
import datetime as dt
from decimal import Decimal
from typing import Any

MOSCOW = dt.timezone(dt.timedelta(hours=3))
CLINIC: dict[str, Any] = {
    "name": {
        "en": "Demo Orthopaedic Centre",
        "ru": "Демонстрационный ортопедический центр",
        "zh": "示范骨科中心",
        "ar": "المركز التجريبي لجراحة العظام",
    },
    "legal_name": {
        "en": "Demo Orthopaedic Centre LLC (invented)",
        "ru": "ООО «Демонстрационный ортопедический центр» (вымышленное)",
        "zh": "示范骨科中心有限责任公司（虚构）",
        "ar": "شركة المركز التجريبي لجراحة العظام ذ.م.م (وهمية)",
    },
    "address": {
        "en": "1 Example Street, 644000 Omsk, Russia",
        "ru": "644000, Россия, г. Омск, ул. Примерная, д. 1",
        "zh": "俄罗斯鄂木斯克市示例街1号，邮编 644000",
        "ar": "روسيا، أومسك 644000، شارع المثال، مبنى 1",
    },
    "inn": "0000000000",
    "kpp": "000000000",
    "ogrn": "0000000000000",
    "phone": "+7 3812 00-00-00",
    "email": "international@demo-ortho.example",
    "site": "demo-ortho.example",
    "licence": {
        "number": "Л041-00000-55/00000000",
        "issued_on": dt.date(2021, 3, 15),
        "issuer": {
            "en": "Ministry of Health of Demo Region, 2 Example Street, Omsk, +7 3812 00-00-01",
            "ru": "Министерство здравоохранения Демонстрационной области, г. Омск, ул. Примерная, д. 2, +7 3812 00-00-01",
            "zh": "示范州卫生部，鄂木斯克市示例街2号，+7 3812 00-00-01",
            "ar": "وزارة الصحة في المقاطعة التجريبية، أومسك، شارع المثال، مبنى 2، ‎+7 3812 00-00-01",
        },
        "works": {
            "en": "traumatology and orthopaedics, anaesthesiology and intensive care, medical rehabilitation, radiology",
            "ru": "травматология и ортопедия, анестезиология и реаниматология, медицинская реабилитация, рентгенология",
            "zh": "创伤与骨科、麻醉与重症医学、医学康复、放射学",
            "ar": "جراحة الرضوض والعظام، التخدير والعناية المركزة، التأهيل الطبي، التصوير الشعاعي",
        },
    },
    "bank": {
        "name": {"en": "Demo Bank", "ru": "Демонстрационный банк", "zh": "示范银行", "ar": "البنك التجريبي"},
        "account": "40702810000000000000",
        "correspondent_account": "30101810000000000000",
        "bic": "040000000",
        "swift": "DEMORUMM",
    },
    "signatory": {
        "name": {"en": "S. P. Sidorov", "ru": "Сидоров С. П.", "zh": "S. P. 西多罗夫", "ar": "س. ب. سيدوروف"},
        "post": {"en": "Deputy Director for Finance", "ru": "Заместитель директора по финансам", "zh": "财务副院长", "ar": "نائب المدير للشؤون المالية"},
        "basis": {
            "en": "power of attorney No. 12 of 12 January 2026",
            "ru": "доверенность № 12 от 12.01.2026",
            "zh": "2026年1月12日第12号授权书",
            "ar": "التوكيل رقم 12 بتاريخ 12 يناير 2026",
        },
    },
}
PASSPORT = {"en": "passport", "ru": "паспорт", "zh": "护照", "ar": "جواز السفر"}
COUNTRY = {
    "UZ": {"en": "Uzbekistan", "ru": "Узбекистан", "zh": "乌兹别克斯坦", "ar": "أوزبكستان"},
    "CN": {"en": "China", "ru": "Китай", "zh": "中国", "ar": "الصين"},
    "AE": {"en": "United Arab Emirates", "ru": "Объединённые Арабские Эмираты", "zh": "阿拉伯联合酋长国", "ar": "الإمارات العربية المتحدة"},
}
AMINA: dict[str, Any] = {
    "name": "KARIMOVA AMINA",
    "name_ru": "Каримова Амина",
    "name_native": "Karimova Amina",
    "born_on": dt.date(1984, 5, 17),
    "sex": "female",
    "citizenship": COUNTRY["UZ"],
    "document": {"kind": PASSPORT, "number": "AA 0000000", "issued_on": dt.date(2022, 2, 1), "valid_until": dt.date(2032, 1, 31), "issued_by": "IIV 26266"},
    "address": {"en": "10 Navoi Street, Tashkent, Uzbekistan", "ru": "Узбекистан, г. Ташкент, ул. Навои, д. 10"},
    "phone": "+998 00 000 00 00",
    "email": "amina@example.org",
}
ZHANG: dict[str, Any] = {
    "name": "ZHANG WEI",
    "name_ru": "Чжан Вэй",
    "name_native": "张伟",
    "born_on": dt.date(1971, 11, 3),
    "sex": "male",
    "citizenship": COUNTRY["CN"],
    "document": {"kind": PASSPORT, "number": "E00000000", "issued_on": dt.date(2021, 6, 9), "valid_until": dt.date(2031, 6, 8)},
    "address": {"zh": "中国哈尔滨市示例路8号", "ru": "Китай, г. Харбин, ул. Примерная, д. 8", "en": "8 Example Road, Harbin, China"},
    "phone": "+86 000 0000 0000",
    "email": "zhang.wei@example.org",
}
YUSUF: dict[str, Any] = {
    "name": "AL-SAYED YUSUF",
    "name_ru": "Аль-Сайед Юсуф",
    "name_native": "يوسف السيد",
    "born_on": dt.date(2016, 9, 21),
    "sex": "male",
    "citizenship": COUNTRY["AE"],
    "document": {"kind": PASSPORT, "number": "P0000000", "valid_until": dt.date(2029, 4, 2)},
    "address": {"ar": "الإمارات العربية المتحدة، دبي، شارع المثال 5", "ru": "ОАЭ, г. Дубай, ул. Примерная, д. 5", "en": "5 Example Street, Dubai, UAE"},
}
FATIMA: dict[str, Any] = {
    "name": "AL-SAYED FATIMA",
    "name_ru": "Аль-Сайед Фатима",
    "name_native": "فاطمة السيد",
    "born_on": dt.date(1988, 1, 30),
    "sex": "female",
    "citizenship": COUNTRY["AE"],
    "document": {"kind": PASSPORT, "number": "P1111111", "valid_until": dt.date(2030, 7, 15)},
    "phone": "+971 00 000 0000",
    "email": "fatima@example.org",
    "relation": {"en": "mother", "ru": "мать", "zh": "母亲", "ar": "الأم"},
    "basis": {"en": "birth certificate of the child", "ru": "свидетельство о рождении ребёнка", "zh": "儿童出生证明", "ar": "شهادة ميلاد الطفل"},
}
PATIENTS = {"en": AMINA, "ru": AMINA, "zh": ZHANG, "ar": YUSUF}

LINES: list[dict[str, Any]] = [
    {"name": {"en": "Consultation of an orthopaedic surgeon, primary", "ru": "Приём (осмотр, консультация) врача — травматолога-ортопеда первичный", "zh": "骨科医师初诊", "ar": "استشارة أولية لدى طبيب جراحة العظام"}, "nomenclature": "B01.050.001", "code": "ORT-001", "quantity": Decimal("1"), "price": Decimal("3500.00"), "sum": Decimal("3500.00"), "vat": "exempt"},
    {"name": {"en": "Endoprosthesis of the hip joint, implant included", "ru": "Эндопротезирование тазобедренного сустава, имплант включён", "zh": "髋关节置换术（含植入物）", "ar": "استبدال مفصل الورك، شاملًا الطرف الصناعي"}, "nomenclature": "A16.04.021", "code": "ORT-114", "quantity": Decimal("1"), "price": Decimal("486000.00"), "sum": Decimal("486000.00"), "vat": "exempt", "note": {"en": "Cementless implant; size is chosen during surgery", "ru": "Бесцементный имплант; размер подбирается во время операции", "zh": "非骨水泥型植入物；尺寸于术中确定", "ar": "طرف صناعي غير إسمنتي، ويُحدَّد المقاس أثناء العملية"}},
    {"name": {"en": "Day in a single ward with meals", "ru": "Пребывание в одноместной палате с питанием, сутки", "zh": "单人病房住院日（含膳食）", "ar": "يوم إقامة في غرفة مفردة مع الوجبات"}, "code": "ST-01", "quantity": Decimal("9"), "price": Decimal("7800.00"), "sum": Decimal("70200.00"), "vat": "exempt"},
    {"name": {"en": "Interpreter, hour", "ru": "Услуги переводчика, час", "zh": "翻译服务（小时）", "ar": "خدمة الترجمة، ساعة"}, "code": "SRV-07", "quantity": Decimal("12"), "price": Decimal("2500.00"), "sum": Decimal("30000.00"), "vat": "22"},
]
TOTALS: dict[str, Any] = {
    "vat_total": {"amount": Decimal("5409.84"), "currency": "RUB"},
    "total": {"amount": Decimal("589700.00"), "currency": "RUB"},
    "total_converted": {"amount": Decimal("52651.79"), "currency": "CNY"},
    "rate": {"nominal": Decimal("1"), "from": "CNY", "value": Decimal("11.2000"), "to": "RUB", "day": dt.date(2026, 12, 1), "source": {"en": "Bank of Russia", "ru": "Банк России", "zh": "俄罗斯银行", "ar": "بنك روسيا"}},
}
VERIFICATION = {
    "code": "7K3M-9QXT-2HVB-4ZRD-8WNC-5PGJ-1EY6",
    "address": "https://sanamost.example",
    "template_version": "v1",
    "template_digest": "0" * 64,
}
_HEAD: dict[str, Any] = {
    "issued_on": dt.date(2026, 12, 2),
    "place": {"en": "Omsk", "ru": "г. Омск", "zh": "鄂木斯克", "ar": "أومسك"},
    "case_number": "SM-2026-000123",
    "issuer": CLINIC,
    "verification": VERIFICATION,
}


def _paper(number: str, **fields: Any) -> dict[str, Any]:
    return copy.deepcopy({**_HEAD, "number": number, **fields})


CONTRACT = _paper(
    "D-2026-00042",
    rule_set="659",
    patient=ZHANG,
    starts_on=dt.date(2026, 12, 14),
    ends_on=dt.date(2026, 12, 24),
    where=CLINIC["address"],
    conditions={"en": "inpatient", "ru": "стационарно", "zh": "住院", "ar": "داخلي (إقامة في المستشفى)"},
    insured=False,
    notice_number="PN-2026-00042",
    lines=LINES,
    **TOTALS,
    payments=[
        {"due_on": dt.date(2026, 12, 5), "purpose": {"en": "Deposit, 50%", "ru": "Аванс, 50 %", "zh": "预付款 50%", "ar": "دفعة مقدمة 50%"}, "amount": {"amount": Decimal("294850.00"), "currency": "RUB"}},
        {"due": {"en": "on admission", "ru": "при поступлении", "zh": "入院时", "ar": "عند الدخول"}, "purpose": {"en": "Rest", "ru": "Остаток", "zh": "余款", "ar": "الباقي"}, "amount": {"amount": Decimal("294850.00"), "currency": "RUB"}},
    ],
    payment_agent={"name": "Silk Road Care"},
    terms={"documents_days": 10, "invoice_days": 10, "refund_days": 10},
    complaints={"address": CLINIC["address"], "email": "quality@demo-ortho.example"},
    concluded="distance",
    annexes=[
        {"en": "notice before the contract", "ru": "уведомление до заключения договора", "zh": "合同订立前告知书", "ar": "الإشعار السابق للتعاقد"},
        {"en": "informed voluntary consent", "ru": "информированное добровольное согласие", "zh": "知情自愿同意书", "ar": "الموافقة الطوعية المستنيرة"},
    ],
)

PROPOSAL = _paper(
    "P-2026-00042-2",
    patient=ZHANG,
    valid_until=dt.date(2026, 12, 16),
    held_until=dt.datetime(2026, 12, 16, 18, 0, tzinfo=MOSCOW),
    starts_on=dt.date(2026, 12, 14),
    ends_on=dt.date(2026, 12, 24),
    reviewed=[
        {"en": "MRI of the hip joints of 4 October 2026 with description", "ru": "МРТ тазобедренных суставов от 04.10.2026 с описанием", "zh": "2026年10月4日髋关节磁共振影像及报告", "ar": "تصوير مفصلي الورك بالرنين المغناطيسي بتاريخ 4 أكتوبر 2026 مع التقرير"},
        {"en": "Blood tests of 1 November 2026", "ru": "Анализы крови от 01.11.2026", "zh": "2026年11月1日血液检查", "ar": "تحاليل الدم بتاريخ 1 نوفمبر 2026"},
    ],
    conclusion={
        "en": "Grade III osteoarthritis of the right hip joint with pain at rest and a limp. Conservative treatment has lost its effect.\n\nReplacement of the joint is indicated. No contraindications are seen in the documents.",
        "ru": "Правосторонний коксартроз III степени с болью в покое и хромотой. Консервативное лечение утратило эффект.\n\nПоказано эндопротезирование сустава. Противопоказаний по документам не выявлено.",
        "zh": "右髋关节三级骨关节炎，静息痛并跛行。保守治疗已无效。\n\n有关节置换指征。资料中未见禁忌证。",
        "ar": "فُصال عظمي من الدرجة الثالثة في مفصل الورك الأيمن مع ألم أثناء الراحة وعرج. ولم يعد العلاج التحفظي مجديًا.\n\nيُنصح باستبدال المفصل، ولا تظهر موانع في الوثائق.",
    },
    plan=[
        {"title": {"en": "Examination", "ru": "Обследование", "zh": "检查", "ar": "الفحص"}, "days": "1–2", "text": {"en": "Examination by the surgeon and the anaesthetist, X-ray, tests", "ru": "Осмотр хирурга и анестезиолога, рентгенография, анализы", "zh": "外科与麻醉科医师检查、X线、化验", "ar": "فحص الجرّاح وطبيب التخدير، تصوير بالأشعة، تحاليل"}},
        {"title": {"en": "Surgery", "ru": "Операция", "zh": "手术", "ar": "العملية"}, "days": "3", "text": {"en": "Replacement of the right hip joint under spinal anaesthesia", "ru": "Эндопротезирование правого тазобедренного сустава под спинальной анестезией", "zh": "脊髓麻醉下右髋关节置换术", "ar": "استبدال مفصل الورك الأيمن تحت التخدير النخاعي"}},
        {"title": {"en": "Recovery", "ru": "Восстановление", "zh": "康复", "ar": "التعافي"}, "days": "4–11", "text": {"en": "Standing on the second day, exercises with an instructor, walking with crutches", "ru": "Вертикализация на вторые сутки, занятия с инструктором, ходьба на костылях", "zh": "术后第二天站立，康复师指导训练，拄拐行走", "ar": "الوقوف في اليوم الثاني، تمارين مع مدرّب، المشي بعكازين"}},
    ],
    doctor={"name": {"en": "Dr E. V. Orlova", "ru": "Орлова Е. В.", "zh": "E. V. 奥尔洛娃医师", "ar": "د. إ. ف. أورلوفا"}, "post": {"en": "head of the joint replacement department", "ru": "заведующая отделением эндопротезирования", "zh": "关节置换科主任", "ar": "رئيسة قسم استبدال المفاصل"}},
    coordinator={"name": {"en": "N. A. Petrova", "ru": "Петрова Н. А.", "zh": "N. A. 彼得罗娃", "ar": "ن. أ. بيتروفا"}, "phone": "+7 3812 00-00-02"},
    lines=LINES,
    **TOTALS,
    included=[
        {"en": "Surgery, anaesthesia, implant", "ru": "Операция, анестезия, имплант", "zh": "手术、麻醉、植入物", "ar": "العملية والتخدير والطرف الصناعي"},
        {"en": "Single ward and meals", "ru": "Одноместная палата и питание", "zh": "单人病房及膳食", "ar": "غرفة مفردة ووجبات"},
        {"en": "Interpreter for 12 hours", "ru": "Переводчик, 12 часов", "zh": "12小时翻译", "ar": "مترجم لمدة 12 ساعة"},
    ],
    excluded=[
        {"en": "Flights and visa fees", "ru": "Авиабилеты и визовые сборы", "zh": "机票与签证费", "ar": "تذاكر الطيران ورسوم التأشيرة"},
        {"en": "Stay of a companion", "ru": "Проживание сопровождающего", "zh": "陪同人员住宿", "ar": "إقامة المرافق"},
    ],
    may_change={"en": "A longer stay in intensive care or a revision implant. We tell you the new price before anything is done.", "ru": "Более долгое пребывание в реанимации или ревизионный имплант. Новую стоимость мы сообщаем до начала любых действий.", "zh": "重症监护时间延长或使用翻修型植入物。实施任何项目前，我们会告知您新的费用。", "ar": "إقامة أطول في العناية المركزة أو طرف صناعي للمراجعة. ونبلغكم بالسعر الجديد قبل القيام بأي إجراء."},
    payment_terms={"en": "A deposit of 50% confirms the dates; the rest is paid on admission.", "ru": "Аванс 50 % подтверждает даты; остаток оплачивается при поступлении.", "zh": "支付50%预付款以确认日期；余款入院时支付。", "ar": "تؤكّد دفعة مقدمة بنسبة 50% المواعيد، ويُسدَّد الباقي عند الدخول."},
    refund_terms={"en": "If you cannot come, the whole deposit is returned except for expenses already made, which we show with documents.", "ru": "Если вы не сможете приехать, аванс возвращается полностью, кроме уже понесённых расходов, подтверждённых документами.", "zh": "如您无法前来，除有凭证的已发生费用外，预付款全额退还。", "ar": "إذا تعذّر حضوركم تُردّ الدفعة المقدمة كاملة باستثناء المصروفات التي تمت فعلًا والمثبتة بالمستندات."},
    approvals=[
        {"name": {"en": "E. V. Orlova", "ru": "Орлова Е. В.", "zh": "E. V. 奥尔洛娃", "ar": "إ. ف. أورلوفا"}, "post": {"en": "physician", "ru": "врач", "zh": "医师", "ar": "الطبيبة"}, "on": dt.date(2026, 12, 1)},
        {"name": {"en": "S. P. Sidorov", "ru": "Сидоров С. П.", "zh": "S. P. 西多罗夫", "ar": "س. ب. سيدوروف"}, "post": {"en": "economist", "ru": "экономист", "zh": "财务", "ar": "الشؤون المالية"}, "on": dt.date(2026, 12, 2)},
    ],
)

INVOICE = _paper(
    "INV-2026-00077",
    patient=ZHANG,
    contract={"number": "D-2026-00042", "issued_on": dt.date(2026, 12, 2)},
    due_on=dt.date(2026, 12, 9),
    lines=LINES,
    **TOTALS,
)
INVOICE_DEPOSIT = INVOICE | {"to_pay": {"amount": Decimal("294850.00"), "currency": "RUB"}}
INVOICE_FINAL = INVOICE | {
    "number": "INV-2026-00101",
    "paid_before": {"amount": Decimal("294850.00"), "currency": "RUB"},
    "to_pay": {"amount": Decimal("294850.00"), "currency": "RUB"},
}

SAMPLES: dict[str, dict[str, Any]] = {
    "contract": CONTRACT,
    "proposal": PROPOSAL,
    "invoice_deposit": INVOICE_DEPOSIT,
    "invoice_final": INVOICE_FINAL,
}


def sample(kind: str, language: str) -> dict[str, Any]:
    """The paper of `kind` for the patient who speaks `language`."""
    made = copy.deepcopy(SAMPLES[kind])
    if "patient" in made:
        made["patient"] = copy.deepcopy(PATIENTS[language])
        if language == "ar" and kind in SIGNED:
            made["representative"] = copy.deepcopy(FATIMA)
    return made


SIGNED = {
    code
    for code in ("contract", "addendum", "precontract_notice", "act_of_services")
} | {f"consent_{what}" for what in ("processing", "disclosure", "crossborder", "treatment")}
