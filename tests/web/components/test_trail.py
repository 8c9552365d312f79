"""The trail's words."""

import re
from pathlib import Path

import pytest

from sanamost.web.components.trail_words import WORDS

PRODUCT = Path(__file__).resolve().parents[3] / "sanamost"
WRITTEN = re.compile(r'(?:action|reads)=f?"([a-z_]+\.[a-z_]+\.[a-z_{}.]+)"')
# Acts without a case stand in no case's trail.
WITHOUT_A_CASE = (
    *("access.", "audit.", "platform.", "rates.", "insight.", "organisations."),
    *("publishing.", "resources.passport."),
)


def actions() -> list[str]:
    """Every action that the product writes, as its source names it."""
    found = {
        action
        for path in PRODUCT.rglob("*.py")
        for action in WRITTEN.findall(path.read_text(encoding="utf-8"))
    }
    return sorted(found)


@pytest.mark.parametrize("action", [a for a in actions() if not a.startswith(WITHOUT_A_CASE)])
def test_tell_every_action(action: str) -> None:
    fixed = action.split("{", maxsplit=1)[0]
    told = [
        known for known in WORDS if known == action or ("{" in action and known.startswith(fixed))
    ]
    assert told, f"{action} needs words in web/components/trail_words.py"


def test_are_looked_for_where_actions_are_written() -> None:
    assert len(actions()) > 50
