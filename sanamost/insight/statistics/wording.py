"""What each counting rule counts, in words: no figure is shown without them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A counting rule for its readers: a short name, what is counted, and on what ground."""

    name: str | Promise
    counted: str | Promise
    source: str | Promise


PERSONS = _("Persons: each person once, however often they came in the period.")
EPISODES = _("Episodes: stays from admission to discharge; one that ended in the period counts.")
VISITS = _("Visits: days on which a service was given, at least one for each episode.")
MONEY = _(
    "Money: what was paid for these episodes, less what was given back, in the contract's currency;"
    " in roubles and dollars by the official rate of the day of each payment."
)

RULES: dict[str, RuleWords] = {
    "export_citizenship": RuleWords(
        _("Export, by citizenship"),
        _("Paid episodes of people who are not citizens of Russia, for whatever reason they came."),
        _("The health ministry's order 898 of 1 September 2021: treated foreign citizens, export."),
    ),
    "export_non_resident": RuleWords(
        _("Export, by residence"),
        _(
            "Paid episodes of non-residents: foreign citizens who do not live in Russia on a"
            " residence permit."
        ),
        _("Law 173-FZ, article 1, as the Bank of Russia's form 1-MED counts services abroad."),
    ),
    "came_for_treatment": RuleWords(
        _("Came for treatment"),
        _("Episodes of foreign citizens who came to Russia in order to be treated, paid or not."),
        _("Medical tourism in the narrow sense: the purpose of arrival that each case records."),
    ),
    "all_cases": RuleWords(
        _("All episodes"),
        _("Every episode that ended in the period, whoever the patient is."),
        _("The register of episodes itself."),
    ),
}
