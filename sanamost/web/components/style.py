"""The style page: every component with sample data. Demonstrations and development only."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sanamost.web.components import parts
from sanamost.web.components.wording import pick_text

NOW = dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)


def say(en: str, ru: str, zh: str, ar: str) -> str:
    """A sample text in the reader's language; samples are no part of the catalogues."""
    return pick_text({"en": en, "ru": ru, "zh-hans": zh, "ar": ar})


class SampleForm(forms.Form):
    """One field of every kind."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        add = self.fields.__setitem__
        names = say(
            "Name as in the passport", "Имя как в паспорте", "护照姓名", "الاسم كما في الجواز"
        )
        hint = say("Latin letters", "Латинскими буквами", "拉丁字母", "بالأحرف اللاتينية")
        add("name", forms.CharField(label=names, help_text=hint))
        add(
            "email",
            forms.EmailField(label=say("E-mail", "Эл. почта", "电子邮箱", "البريد الإلكتروني")),
        )
        words = say(
            "What troubles you?", "Что вас беспокоит?", "您有什么不适？", "ما الذي تشكو منه؟"
        )
        add("words", forms.CharField(label=words, widget=forms.Textarea, required=False))
        country = say("Country", "Страна", "国家", "البلد")
        choices = [("", "—"), ("UZ", "Uzbekistan"), ("CN", "中国"), ("AE", "الإمارات")]
        add("country", forms.ChoiceField(label=country, choices=choices))
        who = say("Who is asking?", "Кто обращается?", "谁在咨询？", "من يطلب؟")
        people = [
            ("self", say("For myself", "Для себя", "为自己", "لنفسي")),
            ("child", say("For my child", "Для ребёнка", "为孩子", "لطفلي")),
            ("other", say("For someone else", "Для другого человека", "为他人", "لشخص آخر")),
        ]
        add("who", forms.ChoiceField(label=who, choices=people, widget=forms.RadioSelect))
        agree = say(
            "I agree to the processing of my health data for this request",
            "Согласен на обработку данных о здоровье для этого обращения",
            "我同意为本次请求处理我的健康数据",
            "أوافق على معالجة بياناتي الصحية لهذا الطلب",
        )
        add("agree", forms.BooleanField(label=agree))


def offers() -> list[parts.Offer]:
    """Two proposals on one scope."""
    stay, doctor = (
        say("Stay", "Пребывание", "住院", "الإقامة"),
        say("Doctor", "Врач", "医生", "الطبيب"),
    )
    scope = [
        say("Knee replacement", "Эндопротезирование колена", "膝关节置换", "استبدال مفصل الركبة"),
        say("Implant", "Имплант", "植入物", "الطُّعم"),
        say("Rehabilitation, 7 days", "Реабилитация, 7 дней", "康复7天", "تأهيل 7 أيام"),
        say("Interpreter", "Переводчик", "口译", "مترجم فوري"),
    ]
    refund = say(
        "The deposit comes back in full until 7 days before arrival.",
        "Депозит возвращается полностью не позднее чем за 7 дней до приезда.",
        "抵达前7天以上取消，定金全额退还。",
        "يُعاد العربون كاملاً حتى 7 أيام قبل الوصول.",
    )
    choose = say(
        "Choose this proposal", "Выбрать это предложение", "选择此方案", "اختيار هذا العرض"
    )
    read = say("Read in full", "Прочитать полностью", "阅读全文", "قراءة كاملة")
    lowest = say("Lowest total", "Наименьшая сумма", "总价最低", "أقل إجمالي")
    clinics = [
        (
            say(
                "Demo Orthopaedic Centre",
                "Демо-центр ортопедии",
                "示范骨科中心",
                "مركز العظام التجريبي",
            ),
            "612000",
            4,
            lowest,
        ),
        (
            say(
                "Demo Heart Hospital",
                "Демо-госпиталь сердца",
                "示范心脏医院",
                "مستشفى القلب التجريبي",
            ),
            "748500",
            3,
            "",
        ),
    ]
    days = [
        say("12 days", "12 дней", "12天", "12 يومًا"),
        say("10 days", "10 дней", "10天", "10 أيام"),
    ]
    doctors = [
        say("Dr Orlova", "Д-р Орлова", "奥尔洛娃医生", "د. أورلوفا"),
        say("Dr Belov", "Д-р Белов", "别洛夫医生", "د. بيلوف"),
    ]
    return [
        parts.Offer(
            name=name,
            url="#",
            amount=Decimal(amount),
            currency="RUB",
            also=say(
                "about US$6,700 at the rate of 20 Nov",
                "около 6 700 $ по курсу на 20 ноября",
                "约6,700美元（11月20日汇率）",
                "نحو 6,700 دولار بسعر 20 نوفمبر",
            ),
            facts=((stay, days[index]), (doctor, doctors[index])),
            lines=tuple(
                parts.OfferLine(words, number < held) for number, words in enumerate(scope)
            ),
            refund=refund,
            accent=accent,
            links=(parts.Link(choose, "#"), parts.Link(read, "#")),
        )
        for index, (name, amount, held, accent) in enumerate(clinics)
    ]


def timeline() -> list[parts.TimelineStep]:
    """A case half-way."""
    return [
        parts.TimelineStep(
            say("Request sent", "Обращение отправлено", "请求已发送", "أُرسل الطلب"),
            "done",
            "Zhang Wei",
            NOW - 90 * HOUR,
        ),
        parts.TimelineStep(
            say("Checked by call", "Проверено по телефону", "电话核实完成", "تم التحقق هاتفيًا"),
            "done",
            say(
                "Petrova, coordinator", "Петрова, координатор", "彼得罗娃，协调员", "بتروفا، منسقة"
            ),
            NOW - 70 * HOUR,
        ),
        parts.TimelineStep(
            say(
                "The doctor reads your papers",
                "Врач читает ваши документы",
                "医生正在查看您的资料",
                "الطبيب يقرأ أوراقك",
            ),
            "now",
            say(
                "Dr Orlova, Demo Orthopaedic Centre",
                "Д-р Орлова, Демо-центр ортопедии",
                "奥尔洛娃医生，示范骨科中心",
                "د. أورلوفا، مركز العظام التجريبي",
            ),
            due=dt.datetime.now(dt.UTC) + 20 * HOUR,
            text=say(
                "If something is missing, the doctor will ask you here.",
                "Если чего-то не хватает, врач спросит вас здесь.",
                "如有缺失，医生会在此向您询问。",
                "إذا نقص شيء فسيسألك الطبيب هنا.",
            ),
        ),
        parts.TimelineStep(
            say(
                "Two proposals with prices",
                "Два предложения с ценами",
                "两份带价格的方案",
                "عرضان مع الأسعار",
            )
        ),
        parts.TimelineStep(say("You choose", "Ваш выбор", "您选择", "اختيارك")),
    ]


def navigation() -> list[parts.NavigationItem]:
    """A clinic desk's navigation."""
    item = parts.NavigationItem
    return [
        item(say("Inbox", "Входящие", "收件箱", "الوارد"), "#", "inbox", 12, current=True),
        item(say("Cases", "Случаи", "案例", "الحالات"), "#", "cases"),
        item(say("Proposals", "Предложения", "方案", "العروض"), "#", "proposal", 3),
        item(say("Bookings", "Брони", "预订", "الحجوزات"), "#", "booking"),
        item(say("Money", "Финансы", "财务", "المالية"), "#", "money"),
        item(
            say("Price list", "Прейскурант", "价目表", "قائمة الأسعار"),
            "#",
            "list",
            heading=say("Clinic", "Клиника", "医院", "العيادة"),
        ),
        item(say("People", "Сотрудники", "人员", "الموظفون"), "#", "people"),
    ]


def patient_navigation() -> list[parts.NavigationItem]:
    """A patient's navigation."""
    item = parts.NavigationItem
    return [
        item(say("My case", "Мой случай", "我的案例", "حالتي"), "#", "home", current=True),
        item(say("Proposals", "Предложения", "方案", "العروض"), "#", "compare", 2),
        item(say("Papers", "Документы", "文件", "الأوراق"), "#", "file"),
        item(say("Messages", "Сообщения", "消息", "الرسائل"), "#", "messages", 1),
    ]


HOUR = dt.timedelta(hours=1)


def _places() -> list[parts.Place]:
    """Where somebody works, of which they choose one."""
    return [
        parts.Place(
            "a",
            say(
                "Demo Orthopaedic Centre",
                "Демо-центр ортопедии",
                "示范骨科中心",
                "مركز العظام التجريبي",
            ),
            say("Coordinator", "Координатор", "协调员", "منسقة"),
            current=True,
        ),
        parts.Place(
            "b",
            say(
                "Demo Heart Hospital",
                "Демо-госпиталь сердца",
                "示范心脏医院",
                "مستشفى القلب التجريبي",
            ),
            say("Physician", "Врач", "医生", "طبيبة"),
        ),
    ]


def _conversation(now: dt.datetime, words: str) -> list[parts.Message]:
    """A question and its answer in another language."""
    return [
        parts.Message(
            say("Petrova", "Петрова", "彼得罗娃", "بتروفا"),
            now - 30 * HOUR,
            say(
                "Please send the latest MRI.",
                "Пришлите, пожалуйста, последнее МРТ.",
                "请发送最新的磁共振影像。",
                "يرجى إرسال أحدث رنين مغناطيسي.",
            ),
            role=say("Coordinator", "Координатор", "协调员", "منسقة"),
        ),
        parts.Message("Amina Karimova", now - 28 * HOUR, words, "uz", mine=True),
    ]


def _rows(now: dt.datetime) -> list[tuple[str, str, str, str, dt.datetime, Decimal]]:
    """Cases in a table."""
    return [
        ("Amina Karimova", "Амина Каримова", "UZ", "waiting", now + 3 * HOUR, Decimal(612000)),
        ("Zhang Wei", "张伟", "CN", "active", now + 50 * HOUR, Decimal("748500.50")),
        ("Fatima Al-Sayed", "فاطمة السيد", "AE", "attention", now - 5 * HOUR, Decimal(98000)),
    ]


def _state_words() -> dict[str, str]:
    """What each meaning of a state says."""
    return {
        "waiting": say("Waits for papers", "Ждёт документы", "等待资料", "بانتظار الأوراق"),
        "active": say("With the doctor", "У врача", "医生审阅中", "لدى الطبيب"),
        "good": say("Accepted", "Принято", "已接受", "مقبول"),
        "attention": say("Overdue", "Просрочено", "已逾期", "متأخر"),
        "ended": say("Closed", "Закрыто", "已关闭", "مغلق"),
    }


def _months() -> list[str]:
    """Names of five months."""
    return [
        say("Jul", "июл", "7月", "يوليو"),
        say("Aug", "авг", "8月", "أغسطس"),
        say("Sep", "сен", "9月", "سبتمبر"),
        say("Oct", "окт", "10月", "أكتوبر"),
        say("Nov", "ноя", "11月", "نوفمبر"),
    ]


def context() -> dict[str, Any]:
    """Everything the page shows."""
    now = dt.datetime.now(dt.UTC)
    wrong = SampleForm({"name": "", "email": "amina@"})
    page = Paginator(range(1, 129), 25).page(2)
    points = [
        parts.Point(code, value)
        for code, value in (("UZ", 412), ("CN", 286), ("KZ", 190), ("AE", 74))
    ]
    words = "Тиззам икки йилдан бери оғрийди, зинадан чиқиш қийин."
    return {
        "form": SampleForm(),
        "wrong": wrong,
        "offers": offers(),
        "steps": timeline(),
        "navigation": navigation(),
        "places": _places(),
        "places_url": "#",
        "notifications_url": "#",
        "unread": 3,
        "page": page,
        "points": points,
        "line_points": [
            parts.Point(name, value)
            for name, value in zip(_months(), (31, 44, 40, 62, 71), strict=True)
        ],
        "wizard": [
            say("Need", "Потребность", "需求", "الحاجة"),
            say("Papers", "Документы", "资料", "الأوراق"),
            say("Dates", "Даты", "日期", "المواعيد"),
            say("About you", "О вас", "关于您", "عنك"),
        ],
        "crumbs": [parts.Link(say("Inbox", "Входящие", "收件箱", "الوارد"), "#")],
        "tabs": navigation()[:4],
        "due_overdue": now - 5 * HOUR,
        "due_soon": now + 3 * HOUR,
        "due_ok": now + 80 * HOUR,
        "met": now - 6 * HOUR,
        "now": now,
        "total": Decimal("612000"),
        "words": words,
        "translation": say(
            "My knee has hurt for two years; stairs are hard.",
            "Колено болит уже два года, трудно подниматься по лестнице.",
            "我的膝盖疼了两年，上楼很困难。",
            "ركبتي تؤلمني منذ عامين، وصعود الدرج صعب.",
        ),
        "messages_list": _conversation(now, words),
        "rows": _rows(now),
        "say": _state_words(),
    }


SHELLS = {
    "": "components/style.html",
    "workspace": "components/style_workspace.html",
    "patient": "components/style_patient.html",
}


def style(request: HttpRequest, shell: str = "") -> HttpResponse:
    """The page, in one of the shells."""
    if not (settings.DEBUG or settings.DEMONSTRATION) or shell not in SHELLS:
        raise Http404
    filled = context()
    if shell == "patient":
        filled["navigation"] = patient_navigation()
    return render(request, SHELLS[shell], filled)
