"""Online admission: accept or refuse each request as it comes, by the worth of what it would take.

`prepare` makes a policy from a `Network` (capacities, products, chances of requests by period);
its `costs` prices each request. Whoever offers dates uses `engines/capacity/gate`.
Method, sources, guarantees and limits: docs/algorithms/admission.md.
"""

from sanamost.engines.capacity.admission.hindsight import Allotment, hindsight
from sanamost.engines.capacity.admission.networks import BadNetwork, Network, read_network
from sanamost.engines.capacity.admission.preparing import prepare
from sanamost.engines.capacity.admission.simulating import arrivals, run
from sanamost.engines.capacity.admission.valuation import Valuation

__all__ = [
    "Allotment",
    "BadNetwork",
    "Network",
    "Valuation",
    "arrivals",
    "hindsight",
    "prepare",
    "read_network",
    "run",
]
