"""A region's own portal: written, sent back, published, closed."""

import secrets

from sanamost.config.proofs.stories.telling import Teller, story


@story
def a_region_opens_its_portal(tell: Teller) -> None:
    """The national coordinator sends the first draft back and publishes the second."""
    _written(tell)
    portal = {"portal": tell.newest("portal")}
    at = f"/coordinator/portals/{portal['portal']}/"
    tell.send(
        "ivanova", "coordinator:return_portal", at=at, ids=portal, reason=f"Shorter {_word()}"
    )
    _written(tell)
    tell.send("ivanova", "coordinator:portal_check", ids=portal)
    tell.send("lee", "coordinator:close_portal", at="coordinator:portal")


def _written(tell: Teller) -> None:
    tell.send("lee", "coordinator:portal", name_en=f"Region {_word()}")
    tell.send("lee", "coordinator:send_portal", at="coordinator:portal")


def _word() -> str:
    return secrets.token_hex(4)
