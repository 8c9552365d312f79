"""A translator that translates nothing: for demonstrations and tests, without any network.

Each line comes back as it was, behind the code of the language asked for, so that nobody can take
it for a translation and everybody sees what a machine's draft goes through.
"""

from collections.abc import Sequence


class Rehearsal:
    """Stands where a real translator would."""

    name = "rehearsal"

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:  # noqa: ARG002 as the protocol has it
        """The same texts, every line marked with the target's code."""
        return [
            "\n".join(f"[{target}] {line}" if line else line for line in text.split("\n"))
            for text in texts
        ]
