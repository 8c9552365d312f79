"""A part of the proof that nothing has a second effect; `make idempotency` tries all of it."""

import inspect
import random
import sys

from sanamost.config.proofs import idempotency, world
from sanamost.config.proofs.conditions import conditions
from sanamost.config.proofs.stories import STORIES
from sanamost.config.proofs.variants import Proved

CONTROL = "the_desk_types_a_request_in"
SHORT = sorted(set(STORIES) - {"a_contract_comes_into_force", "a_clinic_proposes"})


def test_has_a_story_for_every_page_that_changes_something() -> None:
    keyed, harmless = idempotency.mutating()
    told = "".join(inspect.getsource(sys.modules[tell.__module__]) for tell in STORIES.values())

    assert [name for name in keyed if f'"{name}"' not in told] == []
    assert all(harmless.values())


def test_finds_one_effect_and_one_answer_and_would_notice_two(transactional_db: None) -> None:
    name = random.choice(SHORT)  # noqa: S311 another part of the proof each time, no secret
    with conditions():
        world.furnish()
        proved = idempotency.prove([name], seed=7, ways=[random.random() < 0.5])  # noqa: S311 as above
        control = idempotency.without_keys([CONTROL], seed=7)

    assert proved.faults == [], name
    assert proved.variants
    assert control.double_effects


def test_counts_a_page_as_untried_that_no_story_sent() -> None:
    keyed, _harmless = idempotency.mutating()

    assert len(idempotency.untried(Proved())) == len(keyed)
