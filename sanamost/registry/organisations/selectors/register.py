"""Finding an organisation in the official register."""

import dataclasses

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q

from sanamost.engines.search import words
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.organisations.models import RegisterEntry

LONGEST_QUERY = 200
SHORTEST_NUMBER = 8


@dataclasses.dataclass(frozen=True, slots=True)
class RegisterFound:
    """One entry of the register as of its edition; the name may have changed since."""

    inn: str
    ogrn: str
    name_short: str
    name_full: str
    region: str
    address: str
    site: str
    federal: bool
    oms_territories: int
    edition: str


def register_entries(
    query: str = "", *, region: str = "", federal: bool | None = None, limit: int = 20
) -> list[RegisterFound]:
    """Entries by taxpayer number (ИНН) or registration number (ОГРН), else by words of the name.

    `region` is our region code. Those known in most territories stand first. Without a match of
    all words, names with words alike are offered.
    """
    rows = RegisterEntry.objects.all()
    if region:
        rows = rows.filter(region=region)
    if federal is not None:
        rows = rows.filter(federal=federal)
    wanted = words(query[:LONGEST_QUERY])
    matching = Q()
    for word in wanted:
        matching &= Q(search_key__contains=word)
    is_number = len(wanted) == 1 and wanted[0].isdecimal() and len(wanted[0]) >= SHORTEST_NUMBER
    if is_number:
        matching = Q(inn=wanted[0]) | Q(ogrn=wanted[0])
    found = list(rows.filter(matching).order_by("-oms_territories", "name_short", "inn")[:limit])
    if not found and wanted and not is_number:
        text = " ".join(wanted)
        ranked = rows.annotate(alike=TrigramWordSimilarity(text, "search_key"))
        alike = ranked.filter(search_key__trigram_word_similar=text)
        found = list(alike.order_by("-alike", "-oms_territories", "inn")[:limit])
    return [_found(row) for row in found]


def register_entry(inn: str) -> RegisterFound:
    """The entry of the taxpayer number; raises `NotVisible`."""
    row = RegisterEntry.objects.filter(inn=inn).first()
    if row is None:
        raise NotVisible
    return _found(row)


def _found(row: RegisterEntry) -> RegisterFound:
    return RegisterFound(
        inn=row.inn,
        ogrn=row.ogrn,
        name_short=row.name_short,
        name_full=row.name_full,
        region=row.region_id,
        address=row.address,
        site=row.site,
        federal=row.federal,
        oms_territories=row.oms_territories,
        edition=row.edition,
    )
