"""Who the three patients are, and what is typed for them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Clinic:
    """Who does what in a demonstration clinic."""

    name: str
    coordinator: str
    physician: str
    finance: str
    officer: str
    zone_hours: int


ORTHO = Clinic("Demo Orthopaedic Centre", "petrova", "orlova", "sidorov", "volkov", 10)
HEART = Clinic("Demo Heart Hospital", "belova", "saidov", "klimova", "gromov", 3)


@dataclass(frozen=True)
class Story:
    """One patient and what is typed for them."""

    title: str
    persona: str
    language: str
    """Of the patient's side, as the platform names it."""
    area: str
    name: str
    own_name: str
    words: str
    birth_date: dt.date
    citizenship: str
    country: str
    """The citizenship's name on the coordinator's page."""
    speaks: list[str]
    email: str
    phone: str
    address: str
    takes: Clinic
    """Whose proposal is accepted."""
    declines: Clinic | None = None
    partner: str = ""
    partner_language: str = "ru"
    mother: str = ""
    relation: str = ""
    plan: str = ""
    sex: str = "male"
    consulate: str = ""
    services: tuple[str, ...] = ("сустав", "консультация")
    """Looked for in the price list; the first found of each is proposed."""
    own: tuple[str, str, str, str] = ("", "", "", "")
    """Diagnosis, summary, state, recommendations in the patient's language."""


ZHANG = Story(
    title="1. Zhang Wei, directly, in Chinese",
    persona="zhang-wei",
    language="zh-hans",
    area="orthopaedics",
    name="ZHANG WEI",
    own_name="张伟",
    words="右膝疼痛已经两年，下楼困难，想咨询关节置换手术。",
    birth_date=dt.date(1968, 4, 12),
    citizenship="CN",
    country="China",
    speaks=["zh"],
    email="zhang.wei@example.org",
    phone="+86 138 0013 8000",
    address="8 Example Road, Harbin",
    consulate="Harbin",
    takes=ORTHO,
    plan="先行全膝关节置换手术，然后进行康复训练。",
    own=("右膝骨关节炎", "治疗顺利。", "良好。", "每天步行，一周后复诊。"),
)
AMINA = Story(
    title="2. Amina Karimova, through Karim of Silk Road Care, in Russian",
    persona="amina",
    language="ru",
    area="orthopaedics",
    name="KARIMOVA AMINA",
    own_name="Каримова Амина",
    words="Болит правое колено, трудно ходить по лестнице.",
    birth_date=dt.date(1980, 5, 17),
    citizenship="UZ",
    country="Uzbekistan",
    speaks=["ru", "uz"],
    email="amina@example.org",
    phone="+998 90 123 45 67",
    address="Ташкент, ул. Навои, 10",
    takes=HEART,
    partner="karim",
    sex="female",
    consulate="Tashkent",
)
FATIMA = Story(
    title="3. Fatima for her child, in Arabic; one clinic declines",
    persona="fatima",
    language="ar",
    area="cardiac-surgery",
    name="AL SAYED OMAR",
    own_name="عمر السيد",
    words="لدى ابني ثقب في القلب ويتعب بسرعة، نبحث عن جراحة.",
    birth_date=dt.date(2019, 3, 8),
    citizenship="AE",
    country="United Arab Emirates",
    speaks=["ar", "en"],
    email="fatima@example.org",
    phone="+971 50 123 4567",
    address="7 Example Street, Abu Dhabi",
    takes=HEART,
    declines=ORTHO,
    mother="FATIMA AL SAYED",
    relation="mother",
    consulate="Abu Dhabi",
    services=("сердц", "консультация"),
    plan="إغلاق الثقب بين الأذينين ثم المراقبة في المستشفى.",
    own=("عيب الحاجز الأذيني", "نجح العلاج.", "حسنة.", "المشي يوميًا ومراجعة الطبيب بعد أسبوع."),
)
STORIES = [ZHANG, AMINA, FATIMA]
