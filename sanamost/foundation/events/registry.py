"""Which events there are and who answers them."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. Fields are keys and codes only, never personal data.

    `organisation_id` marks an organisation's own matter, unseen by other organisations.
    """

    name: ClassVar[str] = ""
    case_id: int | None = None
    organisation_id: int | None = None

    def payload(self) -> dict[str, Any]:
        """The event's own fields."""
        fields = asdict(self)
        return {k: v for k, v in fields.items() if k not in {"case_id", "organisation_id"}}


Handler = Callable[[Any], None]
_classes: dict[str, type[Event]] = {}
_handlers: dict[str, dict[str, Handler]] = {}


def event(name: str) -> Callable[[type[Event]], type[Event]]:
    """Register an event class under its dotted name, such as `requests.request.submitted`."""

    def register(cls: type[Event]) -> type[Event]:
        cls.name = name
        _classes[name] = cls
        return cls

    return register


def subscribe(cls: type[Event], handler: Handler) -> None:
    """Let `handler` answer every event of the class, once each; only the wiring calls this."""
    _handlers.setdefault(cls.name, {})[f"{handler.__module__}.{handler.__name__}"] = handler


def handlers_of(name: str) -> dict[str, Handler]:
    """The handlers of an event's name, by their own dotted names."""
    return _handlers.get(name, {})


def rebuild(name: str, **fields: Any) -> Event:
    """The event as it was published."""
    return _classes[name](**fields)


def known_names() -> list[str]:
    """Every event's name."""
    return sorted(_classes)
