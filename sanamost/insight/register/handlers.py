"""What changes an episode's figures brings its row up to date."""

from typing import Any

from sanamost.insight.register import services


def bring_up_to_date(event: Any) -> None:
    """Count the case's episodes anew, whatever happened to them or to their money."""
    if event.case_id is not None:
        services.count_case(case_id=event.case_id)
