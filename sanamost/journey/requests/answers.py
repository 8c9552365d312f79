"""What is asked on the way to a request, and which answers cannot be right."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.cases.states import Payer, PurposeOfArrival
from sanamost.journey.requests.states import Flexibility, Whom
from sanamost.registry.patients.states import ResidencyBasis, StayDocument

MOST_WORDS = 10_000
OF_AGE = 18
OLDEST = dt.date(1900, 1, 1)
FURTHEST = dt.timedelta(days=3 * 365)
MOST_BUDGET = Decimal(1_000_000_000)
MOST_COMPANIONS = 10
# Embeddings, overrides and isolates turn the reading direction of what stands around them.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
LATIN_NAME = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ .'’\-]*")
DIAGNOSIS = re.compile(r"[A-Z]\d{2}(\.\d{1,2})?")
IN_RUSSIA = (PurposeOfArrival.ALREADY_HERE, PurposeOfArrival.EMERGENCY)


class AnswerRefused(Refusal):
    """An answer that cannot be right; `field` names it."""

    code = "answer_refused"


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What somebody said of the patient, the need and the wishes; checked by `check`."""

    name_latin: str
    birth_date: dt.date
    citizenship: str
    residence_country: str
    words: str
    email: str
    language: str
    """In which the patient's side is written to: one of the product's languages."""
    whom: Whom = Whom.SELF
    name_original: str = ""
    sex: str = ""
    representative_name: str = ""
    representative_relation: str = ""
    may_sign: bool = False
    passport_number: str = ""
    address: str = ""
    stay_document: StayDocument = StayDocument.NONE
    stay_from: dt.date | None = None
    stay_until: dt.date | None = None
    purpose_of_arrival: PurposeOfArrival = PurposeOfArrival.TREATMENT
    payer: Payer = Payer.PATIENT
    area: str = ""
    words_language: str = ""
    diagnosis_code: str = ""
    wished_from: dt.date | None = None
    wished_until: dt.date | None = None
    flexibility: str = Flexibility.ANY
    budget_amount: Decimal | None = None
    budget_currency: str = ""
    languages: tuple[str, ...] = ()
    interpreter: bool = False
    faith: str = ""
    diet: str = ""
    mobility: str = ""
    companions: int = 0
    phone: str = ""
    wished_clinic: str = ""
    """The code of the clinic on whose page somebody began to ask."""
    wished_service: str = ""
    """The public id of the treatment that they were looking at."""
    campaign: str = ""
    """The tag of the link by which they came."""

    @property
    def residency_basis(self) -> ResidencyBasis:
        """By currency law a permit to reside makes a resident (173-FZ art. 1)."""
        if self.citizenship == "RU":
            return ResidencyBasis.CITIZEN
        if self.stay_document == StayDocument.RESIDENCE_PERMIT:
            return ResidencyBasis.RESIDENCE_PERMIT
        return ResidencyBasis.NON_RESIDENT


def check(answers: Answers, *, today: dt.date, thorough: bool = True) -> None:
    """Raise `AnswerRefused` for the first answer that cannot be right.

    `thorough` asks for everything that the patient's own request needs; a partner and staff may
    leave out what they do not know yet.
    """
    check_name(answers.name_latin)
    for field in ("name_original", "representative_name", "address", "faith", "diet", "mobility"):
        plain_text(getattr(answers, field), field, most=300)
    check_birth_date(answers.birth_date, today=today)
    check_whom(answers, today=today, thorough=thorough)
    check_country(answers.citizenship, "citizenship")
    check_country(answers.residence_country, "residence_country")
    check_need(answers.words, answers.diagnosis_code)
    check_dates(answers.wished_from, answers.wished_until, today=today)
    check_budget(answers.budget_amount, answers.budget_currency)
    check_stay(answers, thorough=thorough)
    check_companions(answers.companions)
    check_email(answers.email)
    if answers.phone or thorough:
        read_phone(answers.phone)
    if thorough and not answers.languages:
        raise refused("languages", _("Choose at least one language that the patient speaks."))


def refused(field: str, message: str | Promise, **parameters: Any) -> AnswerRefused:
    """The refusal of one answer."""
    return AnswerRefused(message, field=field, **parameters)


def plain_text(value: str, field: str, *, most: int) -> str:
    """The text in NFC without blanks around it; refuses what is too long or hides characters."""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n")).strip()
    if len(text) > most:
        raise refused(
            field,
            _("This is too long: %(length)s characters. Please keep it within %(most)s."),
            length=len(text),
            most=most,
        )
    hidden = any(unicodedata.category(c) in {"Cc", "Co", "Cs"} and c not in "\n\t" for c in text)
    if hidden or TURNING.search(text):
        raise refused(
            field,
            _(
                "There are hidden control characters in this text. Please type it instead of "
                "pasting."
            ),
        )
    return text


def check_name(name_latin: str) -> None:
    """The name as the passport has it in Latin letters."""
    name = plain_text(name_latin, "name_latin", most=200)
    if len(name) < 2 or not LATIN_NAME.fullmatch(name):
        raise refused(
            "name_latin",
            _(
                "Write the name in Latin letters, exactly as in the passport, for example "
                "KARIMOVA AMINA."
            ),
        )


def check_birth_date(birth_date: dt.date, *, today: dt.date) -> None:
    """A day on which a living person was born."""
    if birth_date > today:
        raise refused(
            "birth_date", _("The date of birth lies in the future. Please check the year.")
        )
    if birth_date < OLDEST:
        raise refused("birth_date", _("The date of birth is before 1900. Please check the year."))


def age_on(birth_date: dt.date, day: dt.date) -> int:
    """Full years of age."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had_birthday else 1)


def check_whom(answers: Answers, *, today: dt.date, thorough: bool = True) -> None:
    """Adults ask for themselves; who asks for another must be able to sign for them."""
    check_age(answers.whom, answers.birth_date, today=today)
    if answers.whom == Whom.SELF:
        return
    if len(plain_text(answers.representative_name, "representative_name", most=200)) < 2:
        raise refused("representative_name", _("Write your own name: you sign for the patient."))
    if thorough and not answers.may_sign:
        raise refused(
            "may_sign",
            _(
                "Only the patient, or somebody who may sign for them, can ask. Please send them "
                "the address of this page."
            ),
        )


def check_age(whom: Whom, birth_date: dt.date, *, today: dt.date) -> None:
    """Who is under 18 does not ask for themselves; who is older is nobody's child here."""
    minor = age_on(birth_date, today) < OF_AGE
    if whom == Whom.SELF and minor:
        raise refused(
            "birth_date",
            _(
                "The patient is under 18: a parent or guardian has to ask for them. Go back to "
                "the first question."
            ),
        )
    if whom == Whom.CHILD and not minor:
        raise refused(
            "birth_date",
            _(
                "The patient is 18 or older. Go back to the first question and choose somebody "
                "dear to you, or let them ask themselves."
            ),
        )


def check_country(code: str, field: str) -> None:
    """Two letters of ISO 3166-1."""
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise refused(field, _("Choose a country from the list."))


def check_need(words: str, diagnosis_code: str) -> None:
    """The need in somebody's own words, and the shape of an ICD-10 code."""
    text = plain_text(words, "words", most=MOST_WORDS)
    if len(text) < 10:
        raise refused("words", _("Please say in a sentence or two what help is needed."))
    if diagnosis_code and not DIAGNOSIS.fullmatch(diagnosis_code):
        raise refused(
            "diagnosis_code",
            _(
                "This is not an ICD-10 code. It looks like M16 or M16.1; leave it empty if you do "
                "not know it."
            ),
        )


def check_dates(first: dt.date | None, last: dt.date | None, *, today: dt.date) -> None:
    """Days that can still come, in their order, within three years."""
    if first and first < today:
        raise refused("wished_from", _("This day is over. Choose a day from today on."))
    if last and last < (first or today):
        raise refused("wished_until", _("The last day is before the first one. Please check both."))
    for field, day in (("wished_from", first), ("wished_until", last)):
        if day and day > today + FURTHEST:
            raise refused(field, _("This is more than three years ahead. Please check the year."))


def check_budget(amount: Decimal | None, currency: str) -> None:
    """A sum that somebody may have, with its currency."""
    if amount is None:
        return
    if not amount.is_finite() or amount <= 0:
        raise refused("budget_amount", _("The budget must be more than zero, or left empty."))
    if amount > MOST_BUDGET:
        raise refused("budget_amount", _("This amount is too large. Please check the zeros."))
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise refused("budget_currency", _("Choose the currency of the budget."))


def check_stay(answers: Answers, *, thorough: bool = True) -> None:
    """Who is in the country has a document; staff may not know it yet."""
    document = answers.stay_document
    purpose = answers.purpose_of_arrival if thorough else PurposeOfArrival.TREATMENT
    check_stay_of(purpose, document, answers.stay_from, answers.stay_until)


def check_stay_of(purpose: str, document: str, first: dt.date | None, last: dt.date | None) -> None:
    """Dates in their order, and a document for whoever is in the country."""
    if first and last and last < first:
        raise refused(
            "stay_until", _("You would leave before you arrived. Please check both dates.")
        )
    if purpose in IN_RUSSIA and document == StayDocument.NONE:
        raise refused(
            "stay_document", _("Choose the document by which the patient is in Russia now.")
        )


def check_companions(number: int) -> None:
    """How many people come along."""
    if not 0 <= number <= MOST_COMPANIONS:
        raise refused(
            "companions",
            _("Please give a number from 0 to %(most)s."),
            most=MOST_COMPANIONS,
        )


def check_email(email: str) -> None:
    """An address that mail can go to."""
    try:
        validate_email(email)
    except ValidationError:
        raise refused(
            "email", _("This is not an e-mail address. It looks like name@example.org.")
        ) from None


def read_phone(typed: str) -> str:
    """The number in E.164; refuses what no network would take."""
    try:
        number = phonenumbers.parse(typed, None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise refused(
            "phone",
            _("Write the number with the country code, for example +998 90 123 45 67."),
        )
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
