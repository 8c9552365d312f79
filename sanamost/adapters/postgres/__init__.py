"""The machine's own PostgreSQL, started for demonstrations, tests and development.

Used only where `DATABASE_URL` is not set. One cluster per `home`, on a private socket that nobody
else on the machine can reach; it runs as the user who asks for it, or, asked by root, as
`postgres` (else `nobody`). Production brings its own PostgreSQL (docs/guides/operator.md).
"""

from sanamost.adapters.postgres.errors import PostgresUnavailableError
from sanamost.adapters.postgres.lifecycle import clients, ensure_running, running, start_over, stop
from sanamost.adapters.postgres.places import local_url
from sanamost.adapters.postgres.secret import local_secret

__all__ = [
    "PostgresUnavailableError",
    "clients",
    "ensure_running",
    "local_secret",
    "local_url",
    "running",
    "start_over",
    "stop",
]
