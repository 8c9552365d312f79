"""One invented payload for every kind of paper. Clinics, people and numbers do not exist."""

# ruff: noqa: E501 a sentence in one language stands on one line beside its other languages

from __future__ import annotations

import copy
import datetime as dt
from decimal import Decimal
from typing import Any

from sanamost.foundation.documents.kinds import KINDS

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
        "name": {
            "en": "Demo Bank",
            "ru": "Демонстрационный банк",
            "zh": "示范银行",
            "ar": "البنك التجريبي",
        },
        "account": "40702810000000000000",
        "correspondent_account": "30101810000000000000",
        "bic": "040000000",
        "swift": "DEMORUMM",
    },
    "signatory": {
        "name": {
            "en": "S. P. Sidorov",
            "ru": "Сидоров С. П.",
            "zh": "S. P. 西多罗夫",
            "ar": "س. ب. سيدوروف",
        },
        "post": {
            "en": "Deputy Director for Finance",
            "ru": "Заместитель директора по финансам",
            "zh": "财务副院长",
            "ar": "نائب المدير للشؤون المالية",
        },
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
    "AE": {
        "en": "United Arab Emirates",
        "ru": "Объединённые Арабские Эмираты",
        "zh": "阿拉伯联合酋长国",
        "ar": "الإمارات العربية المتحدة",
    },
}
AMINA: dict[str, Any] = {
    "name": "KARIMOVA AMINA",
    "name_ru": "Каримова Амина",
    "name_native": "Karimova Amina",
    "born_on": dt.date(1984, 5, 17),
    "sex": "female",
    "citizenship": COUNTRY["UZ"],
    "document": {
        "kind": PASSPORT,
        "number": "AA 0000000",
        "issued_on": dt.date(2022, 2, 1),
        "valid_until": dt.date(2032, 1, 31),
        "issued_by": "IIV 26266",
    },
    "address": {
        "en": "10 Navoi Street, Tashkent, Uzbekistan",
        "ru": "Узбекистан, г. Ташкент, ул. Навои, д. 10",
    },
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
    "document": {
        "kind": PASSPORT,
        "number": "E00000000",
        "issued_on": dt.date(2021, 6, 9),
        "valid_until": dt.date(2031, 6, 8),
    },
    "address": {
        "zh": "中国哈尔滨市示例路8号",
        "ru": "Китай, г. Харбин, ул. Примерная, д. 8",
        "en": "8 Example Road, Harbin, China",
    },
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
    "address": {
        "ar": "الإمارات العربية المتحدة، دبي، شارع المثال 5",
        "ru": "ОАЭ, г. Дубай, ул. Примерная, д. 5",
        "en": "5 Example Street, Dubai, UAE",
    },
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
    "basis": {
        "en": "birth certificate of the child",
        "ru": "свидетельство о рождении ребёнка",
        "zh": "儿童出生证明",
        "ar": "شهادة ميلاد الطفل",
    },
}
PATIENTS = {"en": AMINA, "ru": AMINA, "zh": ZHANG, "ar": YUSUF}

LINES: list[dict[str, Any]] = [
    {
        "name": {
            "en": "Consultation of an orthopaedic surgeon, primary",
            "ru": "Приём (осмотр, консультация) врача — травматолога-ортопеда первичный",
            "zh": "骨科医师初诊",
            "ar": "استشارة أولية لدى طبيب جراحة العظام",
        },
        "nomenclature": "B01.050.001",
        "code": "ORT-001",
        "quantity": Decimal("1"),
        "price": Decimal("3500.00"),
        "sum": Decimal("3500.00"),
        "vat": "exempt",
    },
    {
        "name": {
            "en": "Endoprosthesis of the hip joint, implant included",
            "ru": "Эндопротезирование тазобедренного сустава, имплант включён",
            "zh": "髋关节置换术（含植入物）",
            "ar": "استبدال مفصل الورك، شاملًا الطرف الصناعي",
        },
        "nomenclature": "A16.04.021",
        "code": "ORT-114",
        "quantity": Decimal("1"),
        "price": Decimal("486000.00"),
        "sum": Decimal("486000.00"),
        "vat": "exempt",
        "note": {
            "en": "Cementless implant; size is chosen during surgery",
            "ru": "Бесцементный имплант; размер подбирается во время операции",
            "zh": "非骨水泥型植入物；尺寸于术中确定",
            "ar": "طرف صناعي غير إسمنتي، ويُحدَّد المقاس أثناء العملية",
        },
    },
    {
        "name": {
            "en": "Day in a single ward with meals",
            "ru": "Пребывание в одноместной палате с питанием, сутки",
            "zh": "单人病房住院日（含膳食）",
            "ar": "يوم إقامة في غرفة مفردة مع الوجبات",
        },
        "code": "ST-01",
        "quantity": Decimal("9"),
        "price": Decimal("7800.00"),
        "sum": Decimal("70200.00"),
        "vat": "exempt",
    },
    {
        "name": {
            "en": "Interpreter, hour",
            "ru": "Услуги переводчика, час",
            "zh": "翻译服务（小时）",
            "ar": "خدمة الترجمة، ساعة",
        },
        "code": "SRV-07",
        "quantity": Decimal("12"),
        "price": Decimal("2500.00"),
        "sum": Decimal("30000.00"),
        "vat": "22",
    },
]
TOTALS: dict[str, Any] = {
    "vat_total": {"amount": Decimal("5409.84"), "currency": "RUB"},
    "total": {"amount": Decimal("589700.00"), "currency": "RUB"},
    "total_converted": {"amount": Decimal("52651.79"), "currency": "CNY"},
    "rate": {
        "nominal": Decimal("1"),
        "from": "CNY",
        "value": Decimal("11.2000"),
        "to": "RUB",
        "day": dt.date(2026, 12, 1),
        "source": {
            "en": "Bank of Russia",
            "ru": "Банк России",
            "zh": "俄罗斯银行",
            "ar": "بنك روسيا",
        },
    },
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
    conditions={
        "en": "inpatient",
        "ru": "стационарно",
        "zh": "住院",
        "ar": "داخلي (إقامة في المستشفى)",
    },
    insured=False,
    notice_number="PN-2026-00042",
    lines=LINES,
    **TOTALS,
    payments=[
        {
            "due_on": dt.date(2026, 12, 5),
            "purpose": {
                "en": "Deposit, 50%",
                "ru": "Аванс, 50 %",
                "zh": "预付款 50%",
                "ar": "دفعة مقدمة 50%",
            },
            "amount": {"amount": Decimal("294850.00"), "currency": "RUB"},
        },
        {
            "due": {
                "en": "on admission",
                "ru": "при поступлении",
                "zh": "入院时",
                "ar": "عند الدخول",
            },
            "purpose": {"en": "Rest", "ru": "Остаток", "zh": "余款", "ar": "الباقي"},
            "amount": {"amount": Decimal("294850.00"), "currency": "RUB"},
        },
    ],
    payment_agent={"name": "Silk Road Care"},
    terms={"documents_days": 10, "invoice_days": 10, "refund_days": 10},
    complaints={"address": CLINIC["address"], "email": "quality@demo-ortho.example"},
    concluded="distance",
    annexes=[
        {
            "en": "notice before the contract",
            "ru": "уведомление до заключения договора",
            "zh": "合同订立前告知书",
            "ar": "الإشعار السابق للتعاقد",
        },
        {
            "en": "informed voluntary consent",
            "ru": "информированное добровольное согласие",
            "zh": "知情自愿同意书",
            "ar": "الموافقة الطوعية المستنيرة",
        },
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
        {
            "en": "MRI of the hip joints of 4 October 2026 with description",
            "ru": "МРТ тазобедренных суставов от 04.10.2026 с описанием",
            "zh": "2026年10月4日髋关节磁共振影像及报告",
            "ar": "تصوير مفصلي الورك بالرنين المغناطيسي بتاريخ 4 أكتوبر 2026 مع التقرير",
        },
        {
            "en": "Blood tests of 1 November 2026",
            "ru": "Анализы крови от 01.11.2026",
            "zh": "2026年11月1日血液检查",
            "ar": "تحاليل الدم بتاريخ 1 نوفمبر 2026",
        },
    ],
    conclusion={
        "en": "Grade III osteoarthritis of the right hip joint with pain at rest and a limp. Conservative treatment has lost its effect.\n\nReplacement of the joint is indicated. No contraindications are seen in the documents.",
        "ru": "Правосторонний коксартроз III степени с болью в покое и хромотой. Консервативное лечение утратило эффект.\n\nПоказано эндопротезирование сустава. Противопоказаний по документам не выявлено.",
        "zh": "右髋关节三级骨关节炎，静息痛并跛行。保守治疗已无效。\n\n有关节置换指征。资料中未见禁忌证。",
        "ar": "فُصال عظمي من الدرجة الثالثة في مفصل الورك الأيمن مع ألم أثناء الراحة وعرج. ولم يعد العلاج التحفظي مجديًا.\n\nيُنصح باستبدال المفصل، ولا تظهر موانع في الوثائق.",
    },
    plan=[
        {
            "title": {"en": "Examination", "ru": "Обследование", "zh": "检查", "ar": "الفحص"},
            "days": "1–2",
            "text": {
                "en": "Examination by the surgeon and the anaesthetist, X-ray, tests",
                "ru": "Осмотр хирурга и анестезиолога, рентгенография, анализы",
                "zh": "外科与麻醉科医师检查、X线、化验",
                "ar": "فحص الجرّاح وطبيب التخدير، تصوير بالأشعة، تحاليل",
            },
        },
        {
            "title": {"en": "Surgery", "ru": "Операция", "zh": "手术", "ar": "العملية"},
            "days": "3",
            "text": {
                "en": "Replacement of the right hip joint under spinal anaesthesia",
                "ru": "Эндопротезирование правого тазобедренного сустава под спинальной анестезией",
                "zh": "脊髓麻醉下右髋关节置换术",
                "ar": "استبدال مفصل الورك الأيمن تحت التخدير النخاعي",
            },
        },
        {
            "title": {"en": "Recovery", "ru": "Восстановление", "zh": "康复", "ar": "التعافي"},
            "days": "4–11",
            "text": {
                "en": "Standing on the second day, exercises with an instructor, walking with crutches",
                "ru": "Вертикализация на вторые сутки, занятия с инструктором, ходьба на костылях",
                "zh": "术后第二天站立，康复师指导训练，拄拐行走",
                "ar": "الوقوف في اليوم الثاني، تمارين مع مدرّب، المشي بعكازين",
            },
        },
    ],
    doctor={
        "name": {
            "en": "Dr E. V. Orlova",
            "ru": "Орлова Е. В.",
            "zh": "E. V. 奥尔洛娃医师",
            "ar": "د. إ. ف. أورلوفا",
        },
        "post": {
            "en": "head of the joint replacement department",
            "ru": "заведующая отделением эндопротезирования",
            "zh": "关节置换科主任",
            "ar": "رئيسة قسم استبدال المفاصل",
        },
    },
    coordinator={
        "name": {
            "en": "N. A. Petrova",
            "ru": "Петрова Н. А.",
            "zh": "N. A. 彼得罗娃",
            "ar": "ن. أ. بيتروفا",
        },
        "phone": "+7 3812 00-00-02",
    },
    lines=LINES,
    **TOTALS,
    included=[
        {
            "en": "Surgery, anaesthesia, implant",
            "ru": "Операция, анестезия, имплант",
            "zh": "手术、麻醉、植入物",
            "ar": "العملية والتخدير والطرف الصناعي",
        },
        {
            "en": "Single ward and meals",
            "ru": "Одноместная палата и питание",
            "zh": "单人病房及膳食",
            "ar": "غرفة مفردة ووجبات",
        },
        {
            "en": "Interpreter for 12 hours",
            "ru": "Переводчик, 12 часов",
            "zh": "12小时翻译",
            "ar": "مترجم لمدة 12 ساعة",
        },
    ],
    excluded=[
        {
            "en": "Flights and visa fees",
            "ru": "Авиабилеты и визовые сборы",
            "zh": "机票与签证费",
            "ar": "تذاكر الطيران ورسوم التأشيرة",
        },
        {
            "en": "Stay of a companion",
            "ru": "Проживание сопровождающего",
            "zh": "陪同人员住宿",
            "ar": "إقامة المرافق",
        },
    ],
    may_change={
        "en": "A longer stay in intensive care or a revision implant. We tell you the new price before anything is done.",
        "ru": "Более долгое пребывание в реанимации или ревизионный имплант. Новую стоимость мы сообщаем до начала любых действий.",
        "zh": "重症监护时间延长或使用翻修型植入物。实施任何项目前，我们会告知您新的费用。",
        "ar": "إقامة أطول في العناية المركزة أو طرف صناعي للمراجعة. ونبلغكم بالسعر الجديد قبل القيام بأي إجراء.",
    },
    payment_terms={
        "en": "A deposit of 50% confirms the dates; the rest is paid on admission.",
        "ru": "Аванс 50 % подтверждает даты; остаток оплачивается при поступлении.",
        "zh": "支付50%预付款以确认日期；余款入院时支付。",
        "ar": "تؤكّد دفعة مقدمة بنسبة 50% المواعيد، ويُسدَّد الباقي عند الدخول.",
    },
    commission={
        "en": "The clinic pays Silk Road Care 10 % of the medical bill. Your price does not change.",
        "ru": "Клиника платит агентству Silk Road Care 10 % от суммы медицинского счёта. Ваша цена от этого не меняется.",
        "zh": "医院按医疗账单的10%向丝路关怀支付佣金，您的价格不变。",
        "ar": "تدفع العيادة لوكالة رعاية طريق الحرير ١٠٪ من الفاتورة الطبية، ولا يتغيّر السعر عليكم.",
    },
    refund_terms={
        "en": "If you cannot come, the whole deposit is returned except for expenses already made, which we show with documents.",
        "ru": "Если вы не сможете приехать, аванс возвращается полностью, кроме уже понесённых расходов, подтверждённых документами.",
        "zh": "如您无法前来，除有凭证的已发生费用外，预付款全额退还。",
        "ar": "إذا تعذّر حضوركم تُردّ الدفعة المقدمة كاملة باستثناء المصروفات التي تمت فعلًا والمثبتة بالمستندات.",
    },
    approvals=[
        {
            "name": {
                "en": "E. V. Orlova",
                "ru": "Орлова Е. В.",
                "zh": "E. V. 奥尔洛娃",
                "ar": "إ. ف. أورلوفا",
            },
            "post": {"en": "physician", "ru": "врач", "zh": "医师", "ar": "الطبيبة"},
            "on": dt.date(2026, 12, 1),
        },
        {
            "name": {
                "en": "S. P. Sidorov",
                "ru": "Сидоров С. П.",
                "zh": "S. P. 西多罗夫",
                "ar": "س. ب. سيدوروف",
            },
            "post": {"en": "economist", "ru": "экономист", "zh": "财务", "ar": "الشؤون المالية"},
            "on": dt.date(2026, 12, 2),
        },
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


def _rub(amount: str) -> dict[str, Any]:
    return {"amount": Decimal(amount), "currency": "RUB"}


INTERPRETER: dict[str, Any] = {
    "name": {
        "en": "L. I. Volkova",
        "ru": "Волкова Л. И.",
        "zh": "L. I. 沃尔科娃",
        "ar": "ل. إ. فولكوفا",
    },
    "language": "zh",
    "basis": {
        "en": "employee of the clinic, diploma No. 000",
        "ru": "сотрудник клиники, диплом № 000",
        "zh": "本院员工，证书编号 000",
        "ar": "موظفة في العيادة، شهادة رقم 000",
    },
}
ORLOVA: dict[str, Any] = PROPOSAL["doctor"]
COMPLAINTS = {"address": CLINIC["address"], "email": "quality@demo-ortho.example"}
CONTRACT_REFERENCE = {"number": "D-2026-00042", "issued_on": dt.date(2026, 12, 2)}
WITHDRAWAL = {
    "en": "in writing to the operator’s address or to privacy@demo-ortho.example",
    "ru": "письменно по адресу оператора или на privacy@demo-ortho.example",
    "zh": "书面寄至数据处理者地址，或发送至 privacy@demo-ortho.example",
    "ar": "كتابةً إلى عنوان الجهة المعالِجة أو إلى privacy@demo-ortho.example",
}
CATEGORIES: list[dict[str, str]] = [
    {
        "en": "name, date of birth, sex, citizenship, identity document",
        "ru": "фамилия, имя, дата рождения, пол, гражданство, документ, удостоверяющий личность",
        "zh": "姓名、出生日期、性别、国籍、身份证件",
        "ar": "الاسم وتاريخ الميلاد والجنس والجنسية ووثيقة الهوية",
    },
    {
        "en": "address, telephone, e-mail",
        "ru": "адрес, телефон, электронная почта",
        "zh": "地址、电话、电子邮箱",
        "ar": "العنوان والهاتف والبريد الإلكتروني",
    },
    {
        "en": "state of health, diagnosis, results of examinations, treatment given",
        "ru": "состояние здоровья, диагноз, результаты обследований, проведённое лечение",
        "zh": "健康状况、诊断、检查结果、已接受的治疗",
        "ar": "الحالة الصحية والتشخيص ونتائج الفحوص والعلاج المقدَّم",
    },
]
CONSENT: dict[str, Any] = {
    "patient": ZHANG,
    "interpreter": INTERPRETER,
    "purposes": [
        {
            "en": "to prepare, give and account for medical care",
            "ru": "подготовка, оказание и учёт медицинской помощи",
            "zh": "医疗服务的准备、提供与记录",
            "ar": "إعداد الرعاية الطبية وتقديمها وتوثيقها",
        },
        {
            "en": "to arrange the invitation, travel and stay",
            "ru": "организация приглашения, поездки и проживания",
            "zh": "安排邀请函、行程和住宿",
            "ar": "ترتيب الدعوة والسفر والإقامة",
        },
    ],
    "categories": CATEGORIES,
    "until": {
        "en": "31 December 2027",
        "ru": "до 31 декабря 2027 г.",
        "zh": "至2027年12月31日",
        "ar": "حتى 31 ديسمبر 2027",
    },
    "withdrawal": WITHDRAWAL,
}
RECIPIENT: dict[str, Any] = {
    "name": "Silk Road Care",
    "role": {
        "en": "partner that accompanies the patient",
        "ru": "партнёр, сопровождающий пациента",
        "zh": "陪同患者的合作方",
        "ar": "الشريك المرافق للمريض",
    },
    "address": {
        "en": "3 Example Avenue, Tashkent",
        "ru": "г. Ташкент, проспект Примерный, д. 3",
        "zh": "塔什干示例大街3号",
        "ar": "طشقند، جادة المثال 3",
    },
    "country": COUNTRY["UZ"],
    "registration": "000000000",
}
ADDENDUM = _paper(
    "D-2026-00042/1",
    rule_set="659",
    patient=ZHANG,
    contract=CONTRACT_REFERENCE,
    reason={
        "en": "While preparing for the surgery the doctors found that one more part of the implant is needed.",
        "ru": "При подготовке к операции врачи установили, что нужен ещё один элемент импланта.",
        "zh": "术前准备期间，医师确定还需要一个植入物部件。",
        "ar": "تبيّن للأطباء أثناء التحضير للعملية أن هناك حاجة إلى جزء إضافي من الطرف الصناعي.",
    },
    lines=[
        {
            "name": {
                "en": "Supporting ring for the acetabulum",
                "ru": "Опорное кольцо вертлужной впадины",
                "zh": "髋臼支撑环",
                "ar": "حلقة داعمة للحُقّ",
            },
            "code": "ORT-131",
            "quantity": Decimal("1"),
            "price": Decimal("64000.00"),
            "sum": Decimal("64000.00"),
            "vat": "exempt",
        }
    ],
    total=_rub("64000.00"),
    new_total=_rub("653700.00"),
)
NOTICE = _paper(
    "PN-2026-00042",
    rule_set="659",
    patient=ZHANG,
    interpreter=INTERPRETER,
    complaints=COMPLAINTS,
    waiting={
        "free": {
            "en": "as set by the territorial programme",
            "ru": "по территориальной программе",
            "zh": "按地区计划规定",
            "ar": "وفق البرنامج الإقليمي",
        },
        "paid": {
            "en": "up to 14 days",
            "ru": "до 14 дней",
            "zh": "不超过14天",
            "ar": "حتى 14 يومًا",
        },
    },
    services=[LINES[0]["name"], LINES[1]["name"]],
)
CONSENT_PROCESSING = _paper(
    "C-2026-00311",
    **CONSENT,
    actions=[
        {
            "en": "collection, recording, storage, clarification, use, transfer in the cases set by law, blocking, deletion; with and without means of automation",
            "ru": "сбор, запись, хранение, уточнение, использование, передача в случаях, установленных законом, блокирование, удаление; с использованием средств автоматизации и без них",
            "zh": "收集、记录、存储、更正、使用、依法传输、冻结、删除；自动化及非自动化处理",
            "ar": "الجمع والتسجيل والحفظ والتحديث والاستخدام والنقل في الحالات التي يحددها القانون والحجب والحذف، بالوسائل الآلية ودونها",
        }
    ],
)
CONSENT_DISCLOSURE = _paper("C-2026-00312", **CONSENT, recipient=RECIPIENT)
CONSENT_CROSSBORDER = _paper("C-2026-00313", **CONSENT, recipient=RECIPIENT, protection="other")
CONSENT_TREATMENT = _paper(
    "C-2026-00314",
    patient=ZHANG,
    interpreter=INTERPRETER,
    diagnosis={
        "en": "Right-sided osteoarthritis of the hip, grade III",
        "ru": "Правосторонний коксартроз III степени",
        "zh": "右髋关节骨关节炎三级",
        "ar": "فُصال الورك الأيمن من الدرجة الثالثة",
    },
    intervention=LINES[1]["name"],
    doctor=ORLOVA,
    aims={
        "en": "To remove pain and restore movement.",
        "ru": "Устранение боли и восстановление движений.",
        "zh": "消除疼痛，恢复活动功能。",
        "ar": "إزالة الألم واستعادة الحركة.",
    },
    methods={
        "en": "The worn joint is replaced by an artificial one through an incision of 10–15 cm under spinal anaesthesia.",
        "ru": "Изношенный сустав заменяется искусственным через разрез 10–15 см под спинальной анестезией.",
        "zh": "在脊髓麻醉下，经10–15厘米切口以人工关节置换磨损的关节。",
        "ar": "يُستبدل المفصل المتآكل بآخر صناعي عبر شق طوله 10–15 سم تحت التخدير النخاعي.",
    },
    risks={
        "en": "Infection, blood clots, bleeding, dislocation, difference in leg length, reaction to anaesthesia.",
        "ru": "Инфекция, тромбоз, кровотечение, вывих, разница в длине ног, реакция на анестезию.",
        "zh": "感染、血栓、出血、脱位、双下肢不等长、麻醉反应。",
        "ar": "العدوى والجلطات والنزيف والخلع واختلاف طول الساقين والتفاعل مع التخدير.",
    },
    alternatives={
        "en": "Medicines, physiotherapy, injections; without surgery the pain may grow.",
        "ru": "Лекарства, физиотерапия, инъекции; без операции боль может усиливаться.",
        "zh": "药物、理疗、注射；不手术疼痛可能加重。",
        "ar": "الأدوية والعلاج الطبيعي والحقن؛ ودون عملية قد يزداد الألم.",
    },
    consequences={
        "en": "A scar, limits on some movements for 3 months, control visits.",
        "ru": "Рубец, ограничение некоторых движений на 3 месяца, контрольные осмотры.",
        "zh": "留有瘢痕，3个月内部分动作受限，需复查。",
        "ar": "ندبة، وتقييد بعض الحركات لمدة 3 أشهر، وزيارات مراجعة.",
    },
    expected={
        "en": "Walking without support in 6–8 weeks; the implant serves 15 years or longer in most patients.",
        "ru": "Ходьба без опоры через 6–8 недель; у большинства пациентов имплант служит 15 лет и дольше.",
        "zh": "6–8周后可脱拐行走；多数患者植入物可使用15年以上。",
        "ar": "المشي دون سند خلال 6–8 أسابيع، ويدوم الطرف الصناعي لدى معظم المرضى 15 عامًا أو أكثر.",
    },
    told=[
        {
            "name": "Zhang Li",
            "relation": {"en": "wife", "ru": "супруга", "zh": "妻子", "ar": "الزوجة"},
            "phone": "+86 000 0000 0001",
        }
    ],
)
ACT = _paper(
    "A-2026-00042",
    patient=ZHANG,
    contract=CONTRACT_REFERENCE,
    starts_on=dt.date(2026, 12, 14),
    ends_on=dt.date(2026, 12, 24),
    lines=LINES,
    **TOTALS,
)
RECEIPT = _paper(
    "R-2026-00091",
    patient=ZHANG,
    payer=ZHANG,
    paid={"amount": Decimal("26325.89"), "currency": "CNY"},
    credited=_rub("294849.97"),
    paid_at=dt.datetime(2026, 12, 5, 11, 42, tzinfo=MOSCOW),
    method={
        "en": "bank transfer",
        "ru": "банковский перевод",
        "zh": "银行转账",
        "ar": "تحويل مصرفي",
    },
    invoice_number="INV-2026-00077",
    contract=CONTRACT_REFERENCE,
    rate=TOTALS["rate"],
    remaining=_rub("294850.03"),
)
INVITATION = _paper(
    "V-2026-00017",
    patient=ZHANG
    | {
        "birth_place": {"en": "Harbin", "ru": "г. Харбин", "zh": "哈尔滨", "ar": "هاربين"},
        "residence": COUNTRY["CN"],
        "work": {
            "en": "Demo School No. 1, teacher",
            "ru": "Демонстрационная школа № 1, учитель",
            "zh": "示范第一学校，教师",
            "ar": "المدرسة التجريبية رقم 1، معلّم",
        },
    },
    companions=[
        {
            "name": "ZHANG LI",
            "name_ru": "Чжан Ли",
            "born_on": dt.date(1973, 2, 11),
            "sex": "female",
            "citizenship": COUNTRY["CN"],
            "document": {
                "kind": PASSPORT,
                "number": "E00000001",
                "valid_until": dt.date(2031, 6, 8),
            },
            "relation": {"en": "wife", "ru": "супруга", "zh": "妻子", "ar": "الزوجة"},
        }
    ],
    trip={
        "purpose": {"en": "Treatment", "ru": "Лечение", "zh": "就医", "ar": "العلاج"},
        "visa": {
            "en": "ordinary business",
            "ru": "обыкновенная деловая",
            "zh": "普通商务签证",
            "ar": "عادية للأعمال",
        },
        "entries": {"en": "single", "ru": "однократная", "zh": "一次", "ar": "دخول واحد"},
        "starts_on": dt.date(2026, 12, 12),
        "ends_on": dt.date(2027, 1, 10),
        "consulate": {"en": "Harbin", "ru": "г. Харбин", "zh": "哈尔滨", "ar": "هاربين"},
        "route": {
            "en": "Moscow, Omsk",
            "ru": "Москва, Омск",
            "zh": "莫斯科、鄂木斯克",
            "ar": "موسكو، أومسك",
        },
    },
    stay_address=CLINIC["address"],
    basis={
        "en": "contract D-2026-00042",
        "ru": "договор D-2026-00042",
        "zh": "合同 D-2026-00042",
        "ar": "الاتفاقية D-2026-00042",
    },
    contact=PROPOSAL["coordinator"],
    attachments=[
        {
            "en": "copy of the passport with a translation into Russian",
            "ru": "копия паспорта с переводом на русский язык",
            "zh": "护照复印件及俄文译本",
            "ar": "نسخة من جواز السفر مع ترجمة إلى الروسية",
        },
        {
            "en": "referral or diagnosis with a translation into Russian",
            "ru": "направление или диагноз с переводом на русский язык",
            "zh": "转诊单或诊断书及俄文译本",
            "ar": "الإحالة أو التشخيص مع ترجمة إلى الروسية",
        },
    ],
)
WELCOME = _paper(
    "W-2026-00042",
    patient=ZHANG,
    starts_on=dt.date(2026, 12, 14),
    ends_on=dt.date(2026, 12, 24),
    coordinator=PROPOSAL["coordinator"] | {"speaks": ["en", "zh", "ru"]},
    companion={
        "en": "With you: Zhang Li",
        "ru": "Вместе с вами: Чжан Ли",
        "zh": "同行人员：Zhang Li",
        "ar": "يرافقكم: Zhang Li",
    },
    meeting={
        "at": dt.datetime(2026, 12, 13, 22, 40, tzinfo=dt.timezone(dt.timedelta(hours=6))),
        "where": {
            "en": "Omsk airport, arrivals, flight DM 000",
            "ru": "Аэропорт Омска, зал прилёта, рейс DM 000",
            "zh": "鄂木斯克机场到达厅，航班 DM 000",
            "ar": "مطار أومسك، صالة الوصول، الرحلة DM 000",
        },
        "who": {
            "en": "Ivan, driver of the clinic",
            "ru": "Иван, водитель клиники",
            "zh": "Ivan，医院司机",
            "ar": "إيفان، سائق العيادة",
        },
        "phone": "+7 900 000-00-00",
        "sign": {
            "en": "a sign with your name and the bridge",
            "ru": "табличка с вашим именем и знаком моста",
            "zh": "写有您姓名和桥形标志的接机牌",
            "ar": "لوحة تحمل اسمكم وعلامة الجسر",
        },
    },
    bring=[
        {
            "en": "passport and the migration card you get at the border",
            "ru": "паспорт и миграционная карта, полученная на границе",
            "zh": "护照及入境时领取的移民卡",
            "ar": "جواز السفر وبطاقة الهجرة التي تتسلّمونها على الحدود",
        },
        {
            "en": "the contract, this paper, your medical documents and images",
            "ru": "договор, этот документ, медицинские документы и снимки",
            "zh": "合同、本文件、医疗资料和影像",
            "ar": "الاتفاقية وهذه الوثيقة ووثائقكم الطبية وصور الأشعة",
        },
        {
            "en": "the medicines you take, for two weeks, in their packages",
            "ru": "ваши лекарства на две недели в упаковках",
            "zh": "您正在服用的药物（两周用量，原包装）",
            "ar": "الأدوية التي تتناولونها لمدة أسبوعين في عبواتها",
        },
        {
            "en": "warm clothes, shoes without laces, slippers",
            "ru": "тёплая одежда, обувь без шнурков, тапочки",
            "zh": "保暖衣物、无系带鞋、拖鞋",
            "ar": "ملابس دافئة وحذاء دون أربطة ونعال",
        },
    ],
    border=[
        {
            "en": "check that your visa covers all the days of treatment",
            "ru": "проверьте, что виза покрывает все дни лечения",
            "zh": "确认签证涵盖全部治疗日期",
            "ar": "تأكدوا من أن التأشيرة تغطي جميع أيام العلاج",
        },
        {
            "en": "if you enter without a visa: the statement of entry in ruID at least 72 hours before",
            "ru": "при безвизовом въезде: заявление в ruID не позднее чем за 72 часа",
            "zh": "免签入境者：至少提前72小时在 ruID 提交入境申请",
            "ar": "عند الدخول دون تأشيرة: تقديم طلب الدخول في ruID قبل 72 ساعة على الأقل",
        },
    ],
    route={
        "en": "Taxi from the airport takes 25 minutes. Tell the driver the address: 1 Example Street.",
        "ru": "Такси из аэропорта — 25 минут. Адрес для водителя: ул. Примерная, д. 1.",
        "zh": "从机场乘出租车25分钟。请告知司机地址：ул. Примерная, д. 1。",
        "ar": "تستغرق سيارة الأجرة من المطار 25 دقيقة. العنوان للسائق: ул. Примерная, д. 1.",
    },
    stay={
        "en": "Single ward 412, wireless network, fridge, meals without pork on request.",
        "ru": "Одноместная палата 412, беспроводная сеть, холодильник, питание без свинины по просьбе.",
        "zh": "412号单人病房，无线网络，冰箱，可按要求提供不含猪肉的膳食。",
        "ar": "الغرفة المفردة 412، شبكة لاسلكية، ثلاجة، ووجبات حلال عند الطلب.",
    },
    days=[
        {
            "on": dt.date(2026, 12, 14),
            "items": [
                {
                    "at": "09:00",
                    "what": {
                        "en": "Admission, papers, registration of arrival",
                        "ru": "Поступление, документы, регистрация прибытия",
                        "zh": "入院、办理手续、到达登记",
                        "ar": "الدخول والوثائق وتسجيل الوصول",
                    },
                },
                {
                    "at": "11:00",
                    "what": {
                        "en": "Examination by Dr Orlova with an interpreter",
                        "ru": "Осмотр доктора Орловой с переводчиком",
                        "zh": "奥尔洛娃医师检查（有翻译）",
                        "ar": "فحص لدى د. أورلوفا بحضور مترجم",
                    },
                },
            ],
        },
        {
            "on": dt.date(2026, 12, 16),
            "items": [
                {
                    "at": "08:30",
                    "what": {
                        "en": "Surgery; your companion waits in the family room",
                        "ru": "Операция; сопровождающий ждёт в семейной комнате",
                        "zh": "手术；陪同人员在家属室等候",
                        "ar": "العملية؛ وينتظر المرافق في غرفة العائلة",
                    },
                }
            ],
        },
        {
            "on": dt.date(2026, 12, 24),
            "items": [
                {
                    "at": "12:00",
                    "what": {
                        "en": "Discharge: extract, images, final invoice, plan of follow-up",
                        "ru": "Выписка: эпикриз, снимки, итоговый счёт, план наблюдения",
                        "zh": "出院：小结、影像、最终账单、随访计划",
                        "ar": "الخروج: التقرير والصور والفاتورة النهائية وخطة المتابعة",
                    },
                }
            ],
        },
    ],
    good_to_know=[
        {
            "en": "Foreign bank cards may not work: bring cash or pay in advance",
            "ru": "Иностранные банковские карты могут не работать: возьмите наличные или оплатите заранее",
            "zh": "外国银行卡可能无法使用：请携带现金或提前付款",
            "ar": "قد لا تعمل البطاقات المصرفية الأجنبية: أحضروا نقدًا أو ادفعوا مسبقًا",
        },
        {
            "en": "In December it is about −15 °C in Omsk",
            "ru": "В декабре в Омске около −15 °C",
            "zh": "12月鄂木斯克约−15 °C",
            "ar": "تبلغ الحرارة في أومسك في ديسمبر نحو 15 درجة مئوية تحت الصفر",
        },
    ],
    numbers=[
        {
            "name": {
                "en": "Clinic reception",
                "ru": "Приёмное отделение",
                "zh": "医院接待处",
                "ar": "استقبال العيادة",
            },
            "phone": "+7 3812 00-00-00",
        }
    ],
)
ARRIVAL = _paper(
    "M-2026-00009",
    file_by=dt.date(2026, 12, 15),
    person={
        "surname": "Zhang",
        "given_names": "Wei",
        "surname_ru": "Чжан",
        "given_names_ru": "Вэй",
        "citizenship": COUNTRY["CN"],
        "born_on": dt.date(1971, 11, 3),
        "sex": "male",
        "birth_country": COUNTRY["CN"],
        "birth_place": {"ru": "г. Харбин"},
        "document": {
            "kind": PASSPORT,
            "series": "E",
            "number": "00000000",
            "issued_on": dt.date(2021, 6, 9),
            "valid_until": dt.date(2031, 6, 8),
        },
    },
    entry_right={
        "kind": {"en": "visa", "ru": "виза", "zh": "签证", "ar": "تأشيرة"},
        "series": "00",
        "number": "0000000",
        "issued_on": dt.date(2026, 12, 8),
        "valid_until": dt.date(2027, 1, 10),
    },
    purpose={"en": "business", "ru": "деловая", "zh": "商务", "ar": "أعمال"},
    profession={"en": "teacher", "ru": "учитель", "zh": "教师", "ar": "معلّم"},
    arrived_on=dt.date(2026, 12, 13),
    admitted_at=dt.datetime(2026, 12, 14, 9, 5, tzinfo=dt.timezone(dt.timedelta(hours=6))),
    stay_until=dt.date(2027, 1, 10),
    migration_card={"series": "0000", "number": "0000000"},
    stay_address={
        "region": {"ru": "Демонстрационная область"},
        "city": {"ru": "г. Омск"},
        "street": {"ru": "ул. Примерная"},
        "house": "1",
        "phone": "+7 3812 00-00-00",
    },
    host={
        "name": CLINIC["legal_name"],
        "inn": "0000000000",
        "address": CLINIC["address"],
        "responsible": {"ru": "Петрова Н. А."},
        "phone": "+7 3812 00-00-02",
    },
)
DISCHARGE = _paper(
    "E-2026-00042",
    patient=ZHANG,
    record_number="2026/004211",
    department={
        "en": "Joint replacement",
        "ru": "Отделение эндопротезирования",
        "zh": "关节置换科",
        "ar": "قسم استبدال المفاصل",
    },
    admitted_on=dt.date(2026, 12, 14),
    discharged_on=dt.date(2026, 12, 24),
    diagnosis={
        "main": {
            "text": {
                "en": "Right-sided primary osteoarthritis of the hip, grade III",
                "ru": "Правосторонний первичный коксартроз III степени",
                "zh": "右侧原发性髋关节骨关节炎三级",
                "ar": "فُصال أولي في الورك الأيمن من الدرجة الثالثة",
            },
            "code": "M16.1",
        },
        "accompanying": [
            {
                "text": {
                    "en": "Essential hypertension",
                    "ru": "Эссенциальная гипертензия",
                    "zh": "原发性高血压",
                    "ar": "ارتفاع ضغط الدم الأساسي",
                },
                "code": "I10",
            }
        ],
    },
    complaints={
        "en": "Pain in the right hip at rest and when walking, a limp.",
        "ru": "Боль в правом тазобедренном суставе в покое и при ходьбе, хромота.",
        "zh": "右髋静息及行走时疼痛，跛行。",
        "ar": "ألم في الورك الأيمن أثناء الراحة والمشي، وعرج.",
    },
    history={
        "en": "Ill for six years; treated with anti-inflammatory medicines with a short effect.",
        "ru": "Болен шесть лет; лечился противовоспалительными препаратами с кратковременным эффектом.",
        "zh": "患病六年，服用抗炎药物，效果短暂。",
        "ar": "مريض منذ ست سنوات، عولج بمضادات الالتهاب بتأثير قصير.",
    },
    examinations=[
        {
            "on": dt.date(2026, 12, 14),
            "name": {
                "en": "X-ray of the pelvis",
                "ru": "Рентгенография таза",
                "zh": "骨盆X线",
                "ar": "أشعة الحوض",
            },
            "result": {
                "en": "The joint space on the right is absent, osteophytes.",
                "ru": "Суставная щель справа не прослеживается, остеофиты.",
                "zh": "右侧关节间隙消失，骨赘形成。",
                "ar": "انعدام الحيّز المفصلي في الجهة اليمنى مع نوابت عظمية.",
            },
        },
        {
            "on": dt.date(2026, 12, 15),
            "name": {
                "en": "Blood count",
                "ru": "Общий анализ крови",
                "zh": "血常规",
                "ar": "تعداد الدم",
            },
            "result": {
                "en": "Hb 141 g/l, leukocytes 6.2×10⁹/l",
                "ru": "Hb 141 г/л, лейкоциты 6,2×10⁹/л",
                "zh": "Hb 141 g/l，白细胞 6.2×10⁹/l",
                "ar": "Hb 141 g/l، الكريات البيض 6.2×10⁹/l",
            },
        },
    ],
    operations=[
        {
            "on": dt.date(2026, 12, 16),
            "name": {
                "en": "Total replacement of the right hip joint",
                "ru": "Тотальное эндопротезирование правого тазобедренного сустава",
                "zh": "右侧全髋关节置换术",
                "ar": "استبدال كلي لمفصل الورك الأيمن",
            },
            "code": "A16.04.021",
            "anaesthesia": {"en": "spinal", "ru": "спинальная", "zh": "脊髓麻醉", "ar": "نخاعي"},
            "implants": "Demo Hip 52/36, LOT 0000",
        }
    ],
    treatment={
        "en": "Surgery, antibiotic prophylaxis, prevention of thrombosis, pain relief, exercises with an instructor from the second day.",
        "ru": "Оперативное лечение, антибиотикопрофилактика, профилактика тромбоза, обезболивание, занятия с инструктором со вторых суток.",
        "zh": "手术治疗，预防性抗生素，血栓预防，镇痛，术后第二天起康复训练。",
        "ar": "علاج جراحي، وقاية بالمضادات الحيوية، وقاية من الجلطات، تسكين الألم، تمارين مع مدرّب من اليوم الثاني.",
    },
    state={
        "en": "Satisfactory. The wound healed by primary intention. Walks with crutches.",
        "ru": "Удовлетворительное. Рана зажила первичным натяжением. Ходит на костылях.",
        "zh": "良好。切口一期愈合。拄拐行走。",
        "ar": "جيدة. التأم الجرح بالمقصد الأول. يمشي بعكازين.",
    },
    recommendations={
        "en": "Crutches for 6 weeks. Do not bend the hip beyond 90° for 3 months.\n\nX-ray control in 3 months.",
        "ru": "Ходьба на костылях 6 недель. Не сгибать бедро более 90° в течение 3 месяцев.\n\nРентген-контроль через 3 месяца.",
        "zh": "拄拐6周。3个月内髋关节屈曲不超过90°。\n\n3个月后复查X线。",
        "ar": "المشي بعكازين 6 أسابيع. عدم ثني الورك أكثر من 90° لمدة 3 أشهر.\n\nمراجعة بالأشعة بعد 3 أشهر.",
    },
    medicines=[
        {
            "name": {
                "en": "Rivaroxaban",
                "ru": "Ривароксабан",
                "zh": "利伐沙班",
                "ar": "ريفاروكسابان",
            },
            "dose": {
                "en": "10 mg by mouth once a day",
                "ru": "10 мг внутрь 1 раз в день",
                "zh": "10毫克，口服，每日一次",
                "ar": "10 ملغ عن طريق الفم مرة يوميًا",
            },
            "how_long": {"en": "35 days", "ru": "35 дней", "zh": "35天", "ar": "35 يومًا"},
        }
    ],
    warning_signs=[
        {
            "en": "the temperature rises above 38 °C, the wound is red or wet",
            "ru": "температура выше 38 °C, рана краснеет или мокнет",
            "zh": "体温超过38 °C，伤口发红或渗液",
            "ar": "ارتفعت الحرارة فوق 38 درجة مئوية أو احمرّ الجرح أو رشح",
        },
        {
            "en": "the calf swells and hurts, breath is short",
            "ru": "отекает и болит голень, появилась одышка",
            "zh": "小腿肿痛，呼吸急促",
            "ar": "تورّمت الساق وآلمت أو حدث ضيق في التنفس",
        },
    ],
    follow_up=[
        {
            "on": dt.date(2026, 12, 31),
            "what": {
                "en": "call of the coordinator",
                "ru": "звонок координатора",
                "zh": "协调员电话随访",
                "ar": "اتصال من المنسّق",
            },
        },
        {
            "on": dt.date(2027, 3, 24),
            "what": {
                "en": "remote visit with the X-ray",
                "ru": "дистанционный приём с рентгенограммой",
                "zh": "携X线片远程复诊",
                "ar": "زيارة عن بُعد مع صورة الأشعة",
            },
        },
    ],
    doctor=ORLOVA,
    head={
        "name": {
            "en": "A. S. Kuznetsov",
            "ru": "Кузнецов А. С.",
            "zh": "A. S. 库兹涅佐夫",
            "ar": "أ. س. كوزنيتسوف",
        },
        "post": {
            "en": "Head of the department",
            "ru": "Заведующий отделением",
            "zh": "科主任",
            "ar": "رئيس القسم",
        },
    },
    translation={"by": INTERPRETER["name"], "on": dt.date(2026, 12, 24)},
)
COMMISSION = _paper(
    "K-2026-00005",
    partner={
        "legal_name": {
            "en": "Silk Road Care LLC (invented)",
            "ru": "ООО «Silk Road Care» (вымышленное)",
            "zh": "Silk Road Care 有限责任公司（虚构）",
            "ar": "شركة Silk Road Care ذ.م.م (وهمية)",
        },
        "address": RECIPIENT["address"],
        "registration": "000000000",
        "signatory": {
            "name": "Karim R.",
            "post": {"en": "Director", "ru": "Директор", "zh": "总经理", "ar": "المدير"},
        },
    },
    agreement={"number": "PA-2026-003", "issued_on": dt.date(2026, 2, 1)},
    starts_on=dt.date(2026, 11, 1),
    ends_before=dt.date(2026, 12, 1),
    cases=[
        {
            "number": f"SM-2026-0001{n:02}",
            "settled_on": dt.date(2026, 11, n),
            "base": _rub("589700.00"),
            "rate": Decimal("7.5"),
            "commission": _rub("44227.50"),
        }
        for n in range(3, 8)
    ],
    adjustments=[
        {
            "number": "SM-2026-000088",
            "why": {
                "en": "refund to the patient",
                "ru": "возврат пациенту",
                "zh": "退款给患者",
                "ar": "ردّ مبلغ للمريض",
            },
            "amount": _rub("-7350.00"),
        }
    ],
    subtotal=_rub("221137.50"),
    total=_rub("213787.50"),
    pay_by=dt.date(2026, 12, 20),
    terms={
        "en": "Within 10 working days of receipt, in the partner’s cabinet.",
        "ru": "В течение 10 рабочих дней со дня получения, в кабинете партнёра.",
        "zh": "收到后10个工作日内，通过合作方门户提出。",
        "ar": "خلال 10 أيام عمل من تاريخ الاستلام عبر بوابة الشريك.",
    },
)
del COMMISSION["case_number"]

DEPARTURE = {
    name: value
    for name, value in ARRIVAL.items()
    if name not in {"purpose", "stay_until", "admitted_at", "profession"}
} | {"number": "M-2026-00010", "left_on": dt.date(2026, 12, 27), "registered_as": "MU-0042"}

OPINION = {
    name: value
    for name, value in DISCHARGE.items()
    if name in {*_HEAD, "number", "patient", "doctor", "recommendations", "translation"}
} | {
    "number": "E-2026-00043",
    "diagnosis": {"main": DISCHARGE["diagnosis"]["main"]},
    "reviewed": DISCHARGE["treatment"],
    "opinion": DISCHARGE["state"],
}

SAMPLES: dict[str, dict[str, Any]] = {
    "proposal": PROPOSAL,
    "contract": CONTRACT,
    "addendum": ADDENDUM,
    "precontract_notice": NOTICE,
    "consent_processing": CONSENT_PROCESSING,
    "consent_disclosure": CONSENT_DISCLOSURE,
    "consent_crossborder": CONSENT_CROSSBORDER,
    "consent_treatment": CONSENT_TREATMENT,
    "invoice_deposit": INVOICE_DEPOSIT,
    "invoice_final": INVOICE_FINAL,
    "act_of_services": ACT,
    "receipt_of_payment": RECEIPT,
    "invitation_sheet": INVITATION,
    "welcome_pack": WELCOME,
    "arrival_notice": ARRIVAL,
    "departure_notice": DEPARTURE,
    "discharge_extract": DISCHARGE,
    "remote_opinion": OPINION,
    "commission_statement": COMMISSION,
}
SIGNED = {
    *("contract", "addendum", "precontract_notice", "act_of_services"),
    *("consent_processing", "consent_disclosure", "consent_crossborder", "consent_treatment"),
}


def sample(kind: str, language: str) -> dict[str, Any]:
    """The paper of `kind` for the patient who speaks `language`; a child has its mother sign."""
    made = copy.deepcopy(SAMPLES[kind])
    made["verification"]["template_version"] = KINDS[kind].version
    if "patient" in made:
        kept = {"birth_place", "residence", "work"} & set(made["patient"])
        made["patient"] = {name: made["patient"][name] for name in kept}
        made["patient"] |= copy.deepcopy(PATIENTS[language])
    if language == "ar" and kind in SIGNED:
        made["representative"] = copy.deepcopy(FATIMA)
    if "interpreter" in made:
        made["interpreter"]["language"] = language
    if language == "ru":
        made.pop("interpreter", None)
    return made
