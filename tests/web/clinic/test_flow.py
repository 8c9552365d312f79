"""The desk's and the clinics' work through their pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sanamost.journey.cases import conversations
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.states import PurposeOfArrival
from sanamost.journey.requests import selectors, services
from sanamost.journey.requests.states import ReferralState, RequestState
from sanamost.registry.organisations import selectors as organisations
from tests.web.clinic.conftest import Submit, referral_of, request_of, send, words_of
from tests.web.conftest import ClientOf
from tests.world import World, acting_as


def forwarded(client_of: ClientOf, world: World, case: str) -> Client:
    """Walk the request through the desk's pages to both clinics; gives the desk's client."""
    desk = client_of("sokolova")
    public_id = request_of(world, "sokolova", case).public_id
    base = f"/desk/requests/{public_id}"
    assert send(desk, f"{base}/call/", note="Spoke with Amina herself.").status_code == 302
    assert send(desk, f"{base}/complete/").status_code == 302
    clinics = [
        organisations.card(world.organisation(code)).public_id
        for code in ("demo-ortho", "demo-heart")
    ]
    answer = send(desk, f"{base}/forward/", clinics=clinics)
    assert answer.status_code == 302, words_of(answer)
    return desk


def test_takes_a_request_from_the_inbox_to_two_clinics(
    client_of: ClientOf, world: World, submit: Submit
) -> None:
    case = submit()
    desk = client_of("sokolova")
    inbox = words_of(desk.get("/desk/"))
    assert "KARIMOVA AMINA" in inbox
    assert f"/desk/cases/{case}/" in inbox
    assert "Call the patient back" in words_of(desk.get(f"/desk/cases/{case}/"))
    forwarded(client_of, world, case)
    assert request_of(world, "sokolova", case).state == RequestState.FORWARDED
    page = words_of(desk.get(f"/desk/cases/{case}/"))
    assert "Demo Orthopaedic Centre" in page
    assert "Demo Heart Hospital" in page


@pytest.mark.parametrize("persona", ["petrova", "belova", "orlova", "saidov"])
def test_shows_the_case_to_the_people_of_both_clinics_after_that(
    client_of: ClientOf, world: World, submit: Submit, persona: str
) -> None:
    case = submit()
    client = client_of(persona)
    assert client.get(f"/desk/cases/{case}/").status_code == 404
    assert "KARIMOVA" not in words_of(client.get("/desk/"))
    forwarded(client_of, world, case)
    assert client.get(f"/desk/cases/{case}/").status_code == 200
    assert "KARIMOVA AMINA" in words_of(client.get("/desk/"))


@pytest.mark.parametrize("persona", ["mallory", "mei", "karim", "lee", "ivanova", "nikitin"])
def test_shows_it_to_nobody_else(
    client_of: ClientOf, world: World, submit: Submit, persona: str
) -> None:
    case = submit()
    forwarded(client_of, world, case)
    client = client_of(persona)
    assert client.get(f"/desk/cases/{case}/").status_code == 404
    assert client.get("/desk/").status_code == 404


def test_hides_each_clinic_from_the_other(
    client_of: ClientOf, world: World, submit: Submit
) -> None:
    case = submit()
    forwarded(client_of, world, case)
    page = words_of(client_of("petrova").get(f"/desk/cases/{case}/"))
    assert "Demo Heart Hospital" not in page
    foreign = referral_of(world, "belova", case).public_id
    for address in ("review", "verdict", "decline"):
        assert client_of("orlova").get(f"/desk/referrals/{foreign}/{address}/").status_code == 404


def test_notes_that_a_clinic_has_read_its_referral(
    client_of: ClientOf, world: World, submit: Submit
) -> None:
    case = submit()
    forwarded(client_of, world, case)
    assert referral_of(world, "petrova", case).state == ReferralState.NEW
    client_of("sidorov").get(f"/desk/cases/{case}/")
    assert referral_of(world, "petrova", case).state == ReferralState.NEW
    client_of("petrova").get(f"/desk/cases/{case}/")
    assert referral_of(world, "petrova", case).state == ReferralState.READ


def test_lets_a_physician_ask_the_patient_and_then_accept(
    client_of: ClientOf, world: World, submit: Submit
) -> None:
    case = submit()
    forwarded(client_of, world, case)
    doctor, coordinator = client_of("orlova"), client_of("petrova")
    referral = referral_of(world, "orlova", case).public_id
    physician = world.actor("orlova").user_id
    answer = send(coordinator, f"/desk/referrals/{referral}/review/", physician=physician)
    assert answer.status_code == 302
    verdict = f"/desk/referrals/{referral}/verdict/"
    asked = send(
        doctor,
        verdict,
        outcome="need_data",
        language="en",
        conclusion="",
        questions="Please send an X-ray.\nDo you take anticoagulants?",
    )
    assert asked.status_code == 302, words_of(asked)
    page = words_of(coordinator.get(f"/desk/cases/{case}/"))
    assert "Do you take anticoagulants?" in page
    assert "into the patient&#x27;s language" in page
    actor = world.actor("petrova")
    with acting_as(actor):
        needs = selectors.needs_of(actor, cases.access_case(actor, case))
    for need in needs:
        told = send(
            coordinator, f"/desk/questions/{need.public_id}/translate/", words="Пришлите снимок."
        )
        assert told.status_code == 302
    amina = world.actor("amina")
    with acting_as(amina):
        from django.utils import timezone  # noqa: PLC0415 one use

        for need in selectors.needs_of(amina, cases.access_case(amina, case)):
            services.answer_data(actor=amina, need=need, answer="Нет.", now=timezone.now())
    assert referral_of(world, "orlova", case).state == ReferralState.IN_REVIEW
    accepted = send(
        doctor,
        verdict,
        outcome="accept",
        language="en",
        conclusion="Total knee replacement on the right side.",
        stay_days="12",
        board="Dr A, Dr B",
    )
    assert accepted.status_code == 302, words_of(accepted)
    page = words_of(client_of("sokolova").get(f"/desk/cases/{case}/"))
    assert "Total knee replacement on the right side." in page
    assert "Total knee" not in words_of(client_of("saidov").get(f"/desk/cases/{case}/"))


@pytest.mark.parametrize("purpose", ["treatment", "remote"])
def test_asks_a_physician_for_a_stay_only_where_somebody_comes(
    client_of: ClientOf, world: World, submit: Submit, purpose: str
) -> None:
    case = submit(purpose_of_arrival=PurposeOfArrival(purpose))
    forwarded(client_of, world, case)
    referral = referral_of(world, "orlova", case).public_id
    address, doctor = f"/desk/referrals/{referral}/verdict/", client_of("orlova")
    assert ('name="stay_days"' in words_of(doctor.get(address))) == (purpose == "treatment")
    said = {"outcome": "accept", "language": "en", "conclusion": "The knee can be treated."}
    given = send(doctor, address, **said, stay_days="12")
    assert given.status_code == 302, words_of(given)
    shown = words_of(client_of("petrova").get(f"/desk/cases/{case}/"))
    assert ("stay 12 days" in shown) == (purpose == "treatment")


def test_takes_the_case_from_a_clinic_that_declines(
    client_of: ClientOf, world: World, submit: Submit
) -> None:
    case = submit()
    forwarded(client_of, world, case)
    doctor = client_of("saidov")
    referral = referral_of(world, "saidov", case).public_id
    answer = send(
        doctor,
        f"/desk/referrals/{referral}/verdict/",
        outcome="decline",
        language="en",
        conclusion="We do not operate on knees here.",
        decline_reason="not_our_profile",
    )
    assert answer["Location"] == "/desk/"
    assert doctor.get("/desk/").status_code == 200
    assert doctor.get(f"/desk/cases/{case}/").status_code == 404
    assert client_of("orlova").get(f"/desk/cases/{case}/").status_code == 200


@pytest.mark.parametrize("persona", ["petrova", "sidorov", "egorova"])
def test_lets_nobody_but_a_physician_give_a_verdict(
    client_of: ClientOf, world: World, submit: Submit, persona: str
) -> None:
    case = submit()
    forwarded(client_of, world, case)
    referral = referral_of(world, "orlova", case).public_id
    answer = send(
        client_of(persona),
        f"/desk/referrals/{referral}/verdict/",
        outcome="accept",
        language="en",
        conclusion="Yes, certainly we can.",
    )
    assert answer.status_code == 404
    assert referral_of(world, "orlova", case).state == ReferralState.NEW


@pytest.mark.parametrize(
    "bad",
    [
        {"outcome": ""},
        {"outcome": "perhaps"},
        {"outcome": "accept", "conclusion": ""},
        {"outcome": "decline", "conclusion": "We cannot do that."},
        {"outcome": "need_data", "questions": "  \n "},
        {"outcome": "accept", "stay_days": "-1"},
        {"outcome": "accept", "stay_days": "366"},
        {"outcome": "accept", "conclusion": "hidden \u202e turn of words"},
    ],
)
def test_refuses_a_verdict_that_cannot_be_and_keeps_what_was_typed(
    client_of: ClientOf, world: World, submit: Submit, bad: dict[str, str]
) -> None:
    case = submit()
    forwarded(client_of, world, case)
    referral = referral_of(world, "orlova", case).public_id
    sent = {"conclusion": "A long conclusion <b>of mine</b>.", "language": "en", "stay_days": "10"}
    answer = send(
        client_of("orlova"),
        f"/desk/referrals/{referral}/verdict/",
        **{**sent, "board": "Dr Kept", **bad},
    )
    assert answer.status_code == 422
    assert "Dr Kept" in words_of(answer)
    assert "<b>of mine" not in words_of(answer)
    assert referral_of(world, "orlova", case).state == ReferralState.NEW


def test_assigns_translates_and_rejects_at_the_desk(
    client_of: ClientOf, world: World, submit: Submit
) -> None:
    case = submit(
        words="膝盖疼痛，上下楼梯困难，需要帮助。", words_language="zh-hans", language="zh-hans"
    )
    desk = client_of("sokolova")
    base = f"/desk/requests/{request_of(world, 'sokolova', case).public_id}"
    me = world.actor("sokolova").user_id
    assert send(desk, f"{base}/assign/", user=me).status_code == 302
    assert request_of(world, "sokolova", case).assigned_to_id == me
    told = send(desk, f"{base}/translate/", words="Болит колено.", language="ru")
    assert told.status_code == 302
    page = words_of(desk.get(f"/desk/cases/{case}/"))
    assert "膝盖疼痛" in page
    assert "Болит колено." in page
    assert page.index("膝盖疼痛") < page.index("Болит колено.")
    assert send(desk, f"{base}/reject/", reason="unreachable").status_code == 302
    assert request_of(world, "sokolova", case).state == RequestState.REJECTED


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("call", {"note": ""}),
        ("call", {"note": " "}),
        ("call", {"note": "x" * 5001}),
        ("assign", {"user": "999999"}),
        ("assign", {"user": "me"}),
        ("reject", {"reason": "bored"}),
        ("translate", {"words": "", "language": "ru"}),
        ("translate", {"words": "Да", "language": "xx"}),
        ("forward", {"clinics": []}),
        ("forward", {"clinics": ["orgn_0000000000000000000000"]}),
        ("complete", {}),
    ],
)
def test_refuses_desk_work_that_cannot_be(
    client_of: ClientOf, world: World, submit: Submit, page: str, sent: dict[str, str]
) -> None:
    case = submit()
    row = request_of(world, "sokolova", case)
    answer = send(client_of("sokolova"), f"/desk/requests/{row.public_id}/{page}/", **sent)
    assert answer.status_code == 422
    after = request_of(world, "sokolova", case)
    assert (after.state, after.assigned_to_id) == (RequestState.SUBMITTED, None)


def test_types_in_a_request_that_came_by_telephone(client_of: ClientOf, world: World) -> None:
    desk = client_of("sokolova")
    sent = {
        "origin": "phone",
        "whom": "self",
        "name_latin": "IVANOV PETR",
        "birth_date": "1970-01-02",
        "citizenship": "KZ",
        "residence_country": "KZ",
        "email": "petr@example.org",
        "language": "ru",
        "words": "Нужна операция на бедре, подробности по телефону.",
        "words_language": "ru",
        "area": "orthopaedics",
    }
    wrong = send(desk, "/desk/requests/new/", **{**sent, "name_latin": "Иванов Пётр"})
    assert wrong.status_code == 422
    assert "petr@example.org" in words_of(wrong)
    answer = send(desk, "/desk/requests/new/", **sent)
    assert answer.status_code == 302, words_of(answer)
    page = words_of(desk.get(answer["Location"]))
    assert "IVANOV PETR" in page
    assert "Asked, no answer yet" in page


def test_shows_what_looks_like_the_same_person_side_by_side(
    client_of: ClientOf, world: World, submit: Submit
) -> None:
    first, second = submit(), submit(email="other@example.org", phone="+998 90 765 43 21")
    desk = client_of("sokolova")
    assert "Compare side by side" in words_of(desk.get(f"/desk/cases/{second}/"))
    page = words_of(desk.get(f"/desk/cases/{second}/alike/"))
    assert "+998907654321" in page
    assert "+998901234567" in page
    assert desk.get(f"/desk/cases/{first}/alike/").status_code == 302


def test_carries_a_conversation_between_clinic_and_patient(
    client_of: ClientOf, world: World, submit: Submit
) -> None:
    case = submit()
    forwarded(client_of, world, case)
    clinic = client_of("petrova")
    said = send(clinic, f"/desk/cases/{case}/say/", words="Please send the X-ray.", language="en")
    assert said.status_code == 302
    amina = world.actor("amina")
    with acting_as(amina):
        from django.utils import timezone  # noqa: PLC0415 one use

        row = cases.access_case(amina, case)
        conversations.say(
            actor=amina,
            case=row,
            organisation_id=world.organisation("demo-ortho"),
            words="Отправляю снимок.",
            language="ru",
            now=timezone.now(),
        )
    page = words_of(clinic.get(f"/desk/cases/{case}/"))
    assert "Please send the X-ray." in page
    assert "Отправляю снимок." in page
    for other in ("belova", "sokolova"):
        assert "Отправляю снимок." not in words_of(client_of(other).get(f"/desk/cases/{case}/"))


@pytest.mark.parametrize("words", ["", "   ", "x" * 5001])
def test_refuses_a_message_that_is_none(
    client_of: ClientOf, world: World, submit: Submit, words: str
) -> None:
    case = submit()
    answer = send(client_of("sokolova"), f"/desk/cases/{case}/say/", words=words, language="en")
    assert answer.status_code == 422


def test_adds_a_file_and_shows_its_first_page(
    client_of: ClientOf, world: World, submit: Submit
) -> None:
    from tests import samples  # noqa: PLC0415 needs drawing libraries, few tests do

    case = submit()
    desk = client_of("sokolova")
    paper = SimpleUploadedFile("xray.jpg", samples.jpeg(), content_type="image/jpeg")
    answer = send(desk, f"/desk/cases/{case}/files/add/", file=paper)
    assert answer.status_code == 302, words_of(answer)
    page = words_of(desk.get(f"/desk/cases/{case}/"))
    assert "xray.jpg" in page
    hostile = SimpleUploadedFile("x.pdf", b"<script>alert(1)</script>", "application/pdf")
    refused = send(desk, f"/desk/cases/{case}/files/add/", file=hostile)
    assert refused.status_code == 422
