"""What is offered, in which words and codes, and for how much."""

from sanamost.registry.catalogue.models.prices import (
    PatientGroup,
    Price,
    PriceList,
    Service,
    ServiceKind,
)

__all__ = ["PatientGroup", "Price", "PriceList", "Service", "ServiceKind"]
