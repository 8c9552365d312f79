"""What the launcher says when it cannot give a database."""


class PostgresUnavailableError(RuntimeError):
    """The local cluster cannot run; the text says what is missing and what cures it."""
