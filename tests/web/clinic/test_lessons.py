"""What finished stays teach, on the page of a recipe."""

from django.urls import reverse

from sanamost.journey.bookings import services
from sanamost.registry.resources.models import Recipe
from sanamost.registry.resources.states import RecipeOrigin
from tests.journey.bookings.test_holds import agreement_for
from tests.journey.bookings.test_stays import finished
from tests.journey.referred import Referred, open_case, refer, sent
from tests.web.conftest import ClientOf
from tests.web.proposed import send
from tests.world import NOON, World, acting_as, system


def usual(world: World) -> Recipe:
    with acting_as(system("test")):
        return Recipe.objects.get(
            organisation_id=world.organisation("demo-ortho"),
            area="orthopaedics",
            service=None,
            replaced_at=None,
        )


def stayed(referred: Referred, count: int) -> None:
    """So many patients who needed a bed for four days only."""
    row = sent(referred)
    agreement = agreement_for(row)
    with acting_as(system("test")):
        made = services.confirm(agreement_id=agreement.pk, now=NOON)
        finished(services.mark_used(booking_id=made.pk, now=NOON), 4, count)


def test_becomes_the_next_version_once_somebody_has_looked(
    world: World, client_of: ClientOf
) -> None:
    stayed(refer(world, open_case(world)), 30)
    petrova, before = client_of("petrova"), usual(world)
    page = petrova.get(reverse("clinic:recipe", args=[before.public_id])).content.decode()
    assert "learned=1" in page

    address = f"{reverse('clinic:write_recipe')}?area=orthopaedics&learned=1"
    form = petrova.get(address).context["form"]
    typed = {field.html_name: field.value() or "" for field in form}
    answer = send(petrova, address, **typed)

    assert answer.status_code == 302
    after = usual(world)
    assert (after.version, after.origin) == (before.version + 1, RecipeOrigin.LEARNED)
    assert after.stay_days < before.stay_days


def test_is_not_offered_while_there_are_few(world: World, client_of: ClientOf) -> None:
    stayed(refer(world, open_case(world)), 3)

    page = client_of("petrova").get(reverse("clinic:recipe", args=[usual(world).public_id]))

    assert "learned=1" not in page.content.decode()
