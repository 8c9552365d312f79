"""Loading the official register of medical organisations."""

from collections.abc import Iterable, Mapping

from sanamost.engines.search import search_key
from sanamost.foundation.bulk import Outcome, Target, merge
from sanamost.registry.organisations.models import RegisterEntry

REGISTER_FILE = "medical_organisations.csv.gz"
EDITION = "2020-07-17"
AS_IS = (
    *("inn", "ogrn", "kpp", "name_short", "name_full", "region", "postal_code", "address"),
    *("site", "federal", "oms_territories", "oms_codes"),
)


def load_register(*, rows: Iterable[Mapping[str, str]], edition: str = EDITION) -> Outcome:
    """Bring the register to these rows; an organisation that left the file keeps its old edition.

    Raises `DuplicateKey` naming the taxpayer number that stands twice.
    """
    target = Target(RegisterEntry, (*AS_IS, "search_key", "edition"), ("inn",))
    return merge(target, ((*(row[c] for c in AS_IS), _key(row), edition) for row in rows))


def _key(row: Mapping[str, str]) -> str:
    return search_key(f"{row['name_short']} {row['name_full']}")
