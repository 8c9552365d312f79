"""Counting rules: which episodes a figure counts. No figure goes without one."""

import dataclasses
import enum

from sanamost.engines.statistics.facts import EpisodeFact, Purpose


class Basis(enum.StrEnum):
    """Three sets that overlap and are not the same (reference/russia 0 and 3)."""

    ALL = "all"
    """Every episode."""

    CITIZENSHIP = "citizenship"
    """Foreign citizens: the health ministry's indicator."""

    NON_RESIDENT = "non_resident"
    """Non-residents by currency law 173-FZ, art. 1: foreigners who live here on a residence permit
    are residents, citizens always are."""

    TREATMENT = "treatment"
    """Foreign citizens who came in order to be treated: medical tourism in the narrow sense."""


class DatedBy(enum.StrEnum):
    """Which day decides the reporting period that an episode belongs to."""

    ENDED = "ended"
    STARTED = "started"


@dataclasses.dataclass(frozen=True, slots=True)
class CountingRule:
    """`code` stands beside every figure; the rest says what it means.

    `paid_only`: only episodes for which something was paid. `home`: the country that reports.
    `resident_bases`: what makes a foreigner a resident.
    """

    code: str
    basis: Basis
    paid_only: bool
    dated_by: DatedBy = DatedBy.ENDED
    home: str = "RU"
    resident_bases: frozenset[str] = frozenset({"residence_permit", "citizen"})

    def counts(self, fact: EpisodeFact) -> bool | None:
        """Whether the episode is counted; None where what would decide it was never asked."""
        if self.paid_only and not fact.paid:
            return False
        match self.basis:
            case Basis.ALL:
                return True
            case Basis.CITIZENSHIP:
                return self._foreign(fact)
            case Basis.NON_RESIDENT:
                return self._non_resident(fact)
            case Basis.TREATMENT:
                return self._came(fact)

    def _foreign(self, fact: EpisodeFact) -> bool | None:
        return fact.citizenship != self.home if fact.citizenship else None

    def _non_resident(self, fact: EpisodeFact) -> bool | None:
        if not self._foreign(fact):
            return self._foreign(fact)
        return fact.residency_basis not in self.resident_bases if fact.residency_basis else None

    def _came(self, fact: EpisodeFact) -> bool | None:
        if fact.purpose is not None and fact.purpose is not Purpose.TREATMENT:
            return False
        if not self._foreign(fact):
            return self._foreign(fact)
        return None if fact.purpose is None else True


ALL_CASES = CountingRule("all_cases", Basis.ALL, paid_only=False)
EXPORT_CITIZENSHIP = CountingRule("export_citizenship", Basis.CITIZENSHIP, paid_only=True)
EXPORT_NON_RESIDENT = CountingRule("export_non_resident", Basis.NON_RESIDENT, paid_only=True)
CAME_FOR_TREATMENT = CountingRule("came_for_treatment", Basis.TREATMENT, paid_only=False)

RULES = {
    rule.code: rule
    for rule in (ALL_CASES, EXPORT_CITIZENSHIP, EXPORT_NON_RESIDENT, CAME_FOR_TREATMENT)
}
