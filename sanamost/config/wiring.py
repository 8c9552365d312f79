"""Who answers which event: the one place where later stages are tied to earlier ones."""


def connect() -> None:
    """Subscribe every handler; called once when the web and the worker start."""
