"""What happens once when the application starts."""

from django.apps import AppConfig


class Wiring(AppConfig):
    """Ties handlers to events."""

    name = "sanamost.config"
    label = "wiring"

    def ready(self) -> None:
        """Connect every handler."""
        from sanamost.config import wiring  # noqa: PLC0415 apps must be loaded first

        wiring.connect()
