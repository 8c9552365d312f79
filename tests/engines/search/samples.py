"""A small world for the index: a lexicon, clinics, services in one or more languages, offers."""

from sanamost.engines.search import Clinic, Concept, Index, Lexicon, Offer, Service

LEXICON = Lexicon.of(
    [
        Concept(
            "knee",
            "part",
            {
                "en": ("knee",),
                "ru": ("колено", "коленный сустав"),
                "zh-hans": ("膝盖", "膝关节"),
                "ar": ("الركبة",),
            },
        ),
        Concept(
            "replacement",
            "act",
            {
                "en": ("replacement",),
                "ru": ("замена", "эндопротезирование"),
                "zh-hans": ("置换", "换"),
                "ar": ("تبديل", "استبدال"),
            },
        ),
        Concept(
            "knee-replacement",
            "treatment",
            {
                "en": ("knee replacement",),
                "ru": ("эндопротезирование коленного сустава",),
                "zh-hans": ("换膝盖", "膝关节置换"),
                "ar": ("تبديل الركبة",),
            },
            codes=("A16.04.021.006",),
        ),
        Concept(
            "rhinoplasty",
            "treatment",
            {
                "en": ("rhinoplasty", "nose job"),
                "ru": ("ринопластика", "пластика носа"),
                "zh-hans": ("隆鼻",),
                "ar": ("تجميل الأنف",),
            },
        ),
        Concept(
            "caesarean",
            "treatment",
            {
                "en": ("caesarean section",),
                "ru": ("кесарево сечение", "кесарево"),
                "zh-hans": ("剖腹产",),
                "ar": ("عملية قيصرية",),
            },
        ),
        Concept(
            "ivf",
            "treatment",
            {
                "en": ("ivf",),
                "ru": ("ЭКО", "экстракорпоральное оплодотворение"),
                "zh-hans": ("试管婴儿",),
                "ar": ("أطفال الأنابيب",),
            },
        ),
        Concept(
            "mri",
            "test",
            {
                "en": ("mri",),
                "ru": ("МРТ", "магнитно-резонансная томография"),
                "zh-hans": ("核磁共振",),
                "ar": ("الرنين المغناطيسي",),
            },
        ),
        Concept(
            "gonarthrosis",
            "disease",
            {"en": ("knee arthritis",), "ru": ("гонартроз",)},
            leads_to=("knee-replacement",),
            codes=("M17",),
        ),
        Concept(
            "area:orthopaedics",
            "area",
            {"en": ("Orthopaedics",), "ru": ("Травматология и ортопедия",)},
        ),
    ]
)

KNEE, NOSE, BIRTH, IVF, MRI, PRESSURE, KNEE_ZH, LIVER = range(1, 9)
SERVICES = [
    Service(
        key=KNEE,
        names={"ru": "Эндопротезирование коленного сустава тотальное"},
        codes=("A16.04.021.006", "ORT-7"),
        area="orthopaedics",
        kind="surgery",
    ),
    Service(
        key=NOSE,
        names={"ru": "Ринопластика", "en": "Rhinoplasty"},
        area="plastic-surgery",
        kind="surgery",
    ),
    Service(
        key=BIRTH,
        names={"ru": "Кесарево сечение"},
        codes=("A16.20.005",),
        area="gynaecology",
        kind="surgery",
    ),
    Service(
        key=IVF,
        names={"ru": "Экстракорпоральное оплодотворение, программа"},
        area="reproduction",
        kind="course",
    ),
    Service(
        key=MRI,
        names={"ru": "Магнитно-резонансная томография головного мозга"},
        area="",
        kind="diagnostics",
    ),
    Service(
        key=PRESSURE,
        names={"ru": "Измерение артериального давления"},
        area="cardiology",
        kind="diagnostics",
    ),
    Service(
        key=KNEE_ZH, names={"zh-hans": "膝关节镜检查"}, area="orthopaedics", kind="diagnostics"
    ),
    Service(
        key=LIVER,
        names={"ru": "Пересадка печени", "en": "Liver transplantation"},
        area="transplantation",
        kind="surgery",
    ),
]

KURGAN, MOSCOW, HEART = 101, 102, 103
CLINICS = [
    Clinic(
        key=KURGAN,
        names={"en": "Ilizarov Centre", "ru": "Центр Илизарова"},
        places=("Kurgan", "Курган", "库尔干"),
        country="RU",
        region="37",
        languages=frozenset({"ru", "ar"}),
        accreditations=frozenset({"iso-9001"}),
        attributes=frozenset({"halal"}),
        distance_km=350,
    ),
    Clinic(
        key=MOSCOW,
        names={"en": "Bridge Clinic", "ru": "Клиника Мост"},
        places=("Moscow", "Москва"),
        country="RU",
        region="45",
        languages=frozenset({"ru", "en", "zh"}),
        accreditations=frozenset({"jci", "iso-9001"}),
        attributes=frozenset({"halal", "prayer-room"}),
        distance_km=25,
    ),
    Clinic(
        key=HEART,
        names={"en": "Demo Heart Hospital", "ru": "Демонстрационная больница сердца"},
        places=("Moscow", "Москва"),
        country="RU",
        region="45",
        languages=frozenset({"en"}),
        distance_km=30,
    ),
]


def offers() -> list[Offer]:
    """Every service at every clinic, each at its own price; the last of each has none."""
    return [
        Offer(
            key=1_000 * clinic.key + service.key,
            service=service.key,
            clinic=clinic.key,
            price=None if clinic.key == HEART else 1_000_000 * service.key + clinic.key,
            currency="RUB" if service.key % 2 else "USD",
            setting="inpatient" if service.kind == "surgery" else "outpatient",
            weekdays=96 if clinic.key == MOSCOW else 31,
            free_day=20_000 + service.key,
        )
        for clinic in CLINICS
        for service in SERVICES
    ]


def index() -> Index:
    """The index of all of it."""
    return Index.build(lexicon=LEXICON, clinics=CLINICS, services=SERVICES, offers=offers())
