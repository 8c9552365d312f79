"""Many rows into one table at once: COPY, then one statement; memory does not grow with rows."""

from sanamost.foundation.bulk.merging import (
    ChangedRow,
    DuplicateKey,
    Outcome,
    Target,
    add_only,
    merge,
)

__all__ = ["ChangedRow", "DuplicateKey", "Outcome", "Target", "add_only", "merge"]
