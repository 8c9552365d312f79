"""A consent …"""

import datetime as dt

import pytest

from sanamost.foundation.access.models import Grant
from sanamost.foundation.access.roles import DataClass
from sanamost.foundation.documents import selectors as papers
from sanamost.foundation.documents import services as documents
from sanamost.foundation.documents.models import Paper
from sanamost.foundation.files.models import File, SubjectKey
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.agreements import selectors, services
from sanamost.journey.agreements.models import Signature
from sanamost.journey.agreements.policies import NotForYou
from sanamost.journey.agreements.services import (
    GuardianNeeded,
    IdentityFirst,
    NobodyToTell,
    NoRightToSign,
    ProofNeeded,
    ScanNotFound,
)
from sanamost.journey.cases import services as cases
from sanamost.journey.cases.models import Case
from sanamost.journey.cases.states import Stage
from sanamost.registry.patients.models import Consent
from sanamost.registry.patients.states import ConsentPurpose
from tests.journey.agreed import Agreed, agreed
from tests.world import NOON, Role, World, acting_as, system


@pytest.fixture
def sent(world: World) -> Agreed:
    """Sent by a partner abroad, the identity filled in."""
    done = agreed(world, partner="silk-road-care")
    done.identify()
    return done


def clinical(done: Agreed, code: str) -> bool:
    """Whether the organisation has the clinical class of the case now."""
    with acting_as(system("test")):
        return Grant.objects.filter(
            case=done.case,
            organisation_id=done.world.organisation(code),
            data_class=DataClass.CLINICAL,
            revoked_at__isnull=True,
        ).exists()


def withdraw(done: Agreed, consent: Consent) -> None:
    with acting_as(done.side):
        services.withdraw_consent(actor=done.side, consent=consent.public_id, now=NOON)


def test_is_a_paper_of_its_own_in_the_language_of_the_case(sent: Agreed) -> None:
    given = [sent.consent(p) for p in (ConsentPurpose.PROCESSING, ConsentPurpose.TREATMENT)]
    with acting_as(system("test")):
        kept = {p.pk: p for p in Paper.objects.filter(pk__in=[c.paper_id for c in given])}
    assert [kept[c.paper_id].kind for c in given] == ["consent_processing", "consent_treatment"]
    for consent in given:
        paper = kept[consent.paper_id]
        assert (paper.language, paper.sha256) == ("ru", consent.text_sha256)
        assert documents.pdf(paper).startswith(b"%PDF")


def test_given_twice_is_one_consent(sent: Agreed) -> None:
    assert sent.consent().pk == sent.consent().pk


def test_needs_the_identity_first(world: World) -> None:
    done = agreed(world)
    with pytest.raises(IdentityFirst):
        done.consent()


def test_to_treatment_needs_a_fresh_proof(sent: Agreed) -> None:
    with pytest.raises(ProofNeeded), acting_as(sent.side):
        services.give_consent(
            actor=sent.side,
            agreement=sent.agreement,
            purpose=ConsentPurpose.TREATMENT,
            now=NOON,
        )
    with acting_as(sent.side):
        assert not selectors.treatment_agreed(sent.case.pk)


def test_to_disclosure_opens_the_clinical_class_and_its_end_closes_it_at_once(
    sent: Agreed,
) -> None:
    assert not clinical(sent, "silk-road-care")
    consent = sent.consent(ConsentPurpose.DISCLOSURE)
    assert clinical(sent, "silk-road-care")
    karim = sent.world.actor("karim")
    with acting_as(karim):
        assert Case.objects.visible_to(karim).exists()
    with acting_as(sent.side):  # one transaction: what is withdrawn is closed inside it
        services.withdraw_consent(actor=sent.side, consent=consent.public_id, now=NOON)
        assert not Grant.objects.filter(
            case=sent.case,
            organisation_id=sent.world.organisation("silk-road-care"),
            data_class=DataClass.CLINICAL,
            revoked_at__isnull=True,
        ).exists()
    assert not clinical(sent, "silk-road-care")
    assert clinical(sent, "demo-ortho")


def test_to_the_transfer_abroad_ends_the_partners_clinical_sight_with_it(sent: Agreed) -> None:
    sent.consent(ConsentPurpose.DISCLOSURE)
    withdraw(sent, sent.consent(ConsentPurpose.CROSS_BORDER))
    assert not clinical(sent, "silk-road-care")


def test_to_disclosure_needs_somebody_to_tell(world: World) -> None:
    done = agreed(world)
    done.identify()
    with pytest.raises(NobodyToTell):
        done.consent(ConsentPurpose.DISCLOSURE)


def test_to_processing_withdrawn_ends_a_contract_not_yet_in_force(sent: Agreed) -> None:
    withdraw(sent, sent.consent())
    assert sent.now_is().state == "terminated"
    with acting_as(system("test")):
        assert Case.objects.get(pk=sent.case.pk).stage == Stage.ENDED_EARLY


def test_to_processing_withdrawn_leaves_a_contract_in_force(world: World) -> None:
    done = agreed(world).in_force()
    withdraw(done, done.consent())
    assert done.now_is().state == "in_force"


@pytest.mark.parametrize("persona", ["karim", "petrova", "mallory"])
def test_is_nobody_elses_to_give_or_withdraw(persona: str, sent: Agreed) -> None:
    consent = sent.consent()
    actor = sent.world.actor(persona)
    with pytest.raises(NotVisible), acting_as(actor):
        services.give_consent(
            actor=actor,
            agreement=sent.agreement.public_id,
            purpose=ConsentPurpose.DISCLOSURE,
            fresh=True,
            now=NOON,
        )
    with pytest.raises(NotVisible), acting_as(actor):
        services.withdraw_consent(actor=actor, consent=consent.public_id, now=NOON)
    with acting_as(system("test")):
        assert Consent.objects.get(pk=consent.pk).withdrawn_at is None


def test_is_not_given_by_a_companion_without_the_right(sent: Agreed) -> None:
    fatima = sent.world.actor("fatima")
    assert fatima.user_id is not None
    with acting_as(system("test")):
        cases.add_participant(
            case_id=sent.case.pk, user_id=fatima.user_id, role=Role.COMPANION, now=NOON
        )
    with pytest.raises(NoRightToSign), acting_as(fatima):
        services.give_consent(
            actor=fatima,
            agreement=sent.agreement,
            purpose=ConsentPurpose.PROCESSING,
            now=NOON,
        )


@pytest.mark.parametrize(
    ("born_on", "data", "treatment"),
    [
        (dt.date(2016, 9, 21), False, False),
        (dt.date(2010, 9, 21), False, True),
        (dt.date(2008, 9, 21), True, True),
    ],
)
def test_goes_by_the_patients_age(
    born_on: dt.date, *, data: bool, treatment: bool, world: World
) -> None:
    done = agreed(world, born_on=born_on)
    done.identify()
    for purpose, allowed in (
        (ConsentPurpose.PROCESSING, data),
        (ConsentPurpose.TREATMENT, treatment),
    ):
        if allowed:
            assert done.consent(purpose).capacity == "patient"
        else:
            with pytest.raises(GuardianNeeded):
                done.consent(purpose)


def scan_of(done: Agreed) -> File:
    with acting_as(system("test")):
        key = SubjectKey.objects.create(
            subject=done.case.public_id, data_class="clinical", wrapped=b"x", root_id="r"
        )
        return File.objects.create(
            case=done.case,
            organisation_id=done.agreement.organisation_id,
            data_class="clinical",
            name="consent.pdf",
            kind="pdf",
            media_type="application/pdf",
            size=1,
            sha256="0" * 64,
            place="x",
            key=key,
            created_at=NOON,
        )


def test_to_treatment_is_kept_as_a_scan_of_paper(sent: Agreed) -> None:
    scan = scan_of(sent)
    with acting_as(sent.coordinator):
        consent = services.keep_treatment_consent(
            actor=sent.coordinator, agreement=sent.agreement, scan=scan.public_id, now=NOON
        )
    assert (consent.channel, consent.capacity) == ("paper_scan", "patient")
    with acting_as(system("test")):
        signature = Signature.objects.get(paper_id=consent.paper_id)
    assert (signature.method, signature.scan_id) == ("paper_scan", scan.pk)


def test_on_paper_is_kept_only_from_a_file_of_the_case_by_who_may(sent: Agreed) -> None:
    with pytest.raises(ScanNotFound), acting_as(sent.coordinator):
        services.keep_treatment_consent(
            actor=sent.coordinator, agreement=sent.agreement, scan="file_" + "a" * 22, now=NOON
        )
    with pytest.raises(NotForYou), acting_as(sent.physician):
        services.keep_treatment_consent(
            actor=sent.physician,
            agreement=sent.agreement,
            scan=scan_of(sent).public_id,
            now=NOON,
        )


def test_or_a_contract_that_names_treatments_is_no_partners_to_read(sent: Agreed) -> None:
    sent.consent()
    sent.issued()
    karim = sent.world.actor("karim")
    with acting_as(karim):
        kinds = {p.kind for p in papers.papers_of(karim, sent.case.pk)}
        by_fence = set(Paper.objects.filter(case=sent.case).values_list("kind", flat=True))
    assert kinds == by_fence == {"consent_processing"}
    sent.consent(ConsentPurpose.DISCLOSURE)
    with acting_as(karim):
        assert "contract" in {p.kind for p in papers.papers_of(karim, sent.case.pk)}
        assert Paper.objects.filter(case=sent.case, kind="contract").exists()
