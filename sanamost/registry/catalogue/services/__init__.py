"""Writes to the catalogue."""

from sanamost.registry.catalogue.editions import REFERENCE
from sanamost.registry.catalogue.services.describing import (
    BadDescription,
    Description,
    describe,
)
from sanamost.registry.catalogue.services.import_decisions import (
    NO_SERVICE,
    abandon_import,
    decide,
    decide_all,
    edit_row,
)
from sanamost.registry.catalogue.services.import_finishing import finish_import
from sanamost.registry.catalogue.services.import_reading import (
    MOST_BYTES,
    begin_import,
    read_again,
    settle_columns,
    take_coefficient,
)
from sanamost.registry.catalogue.services.import_refusals import (
    UNREADABLE,
    AlreadyDecided,
    AtWork,
    CodeTwice,
    FileNotRead,
    FileTooLarge,
    NothingToImport,
    NumberTaken,
    RowWithoutPrice,
)
from sanamost.registry.catalogue.services.prices import (
    PriceListClosed,
    PriceRow,
    ServiceFacts,
    UnknownService,
    enter_service,
    enter_services,
    publish_price_list,
    withdraw_service,
)
from sanamost.registry.catalogue.services.publishing import (
    OriginalChanged,
    OriginalNotPublished,
    check_texts,
    enter_texts,
    hide_texts,
    publish_texts,
)
from sanamost.registry.catalogue.services.reference import (
    FILE_NAMES,
    CatalogueFile,
    is_loaded,
    load_file,
    note_edition,
)
from sanamost.registry.catalogue.services.texts import (
    NoTranslator,
    ask_machine,
    draft_by_machine,
    write_texts,
)
from sanamost.registry.catalogue.services.writing import LinesDiffer, NothingToDo, TooLong

__all__ = [
    "FILE_NAMES",
    "MOST_BYTES",
    "NO_SERVICE",
    "REFERENCE",
    "UNREADABLE",
    "AlreadyDecided",
    "AtWork",
    "BadDescription",
    "CatalogueFile",
    "CodeTwice",
    "Description",
    "FileNotRead",
    "FileTooLarge",
    "LinesDiffer",
    "NoTranslator",
    "NothingToDo",
    "NothingToImport",
    "NumberTaken",
    "OriginalChanged",
    "OriginalNotPublished",
    "PriceListClosed",
    "PriceRow",
    "RowWithoutPrice",
    "ServiceFacts",
    "TooLong",
    "UnknownService",
    "abandon_import",
    "ask_machine",
    "begin_import",
    "check_texts",
    "decide",
    "decide_all",
    "describe",
    "draft_by_machine",
    "edit_row",
    "enter_service",
    "enter_services",
    "enter_texts",
    "finish_import",
    "hide_texts",
    "is_loaded",
    "load_file",
    "note_edition",
    "publish_price_list",
    "publish_texts",
    "read_again",
    "settle_columns",
    "take_coefficient",
    "withdraw_service",
    "write_texts",
]
