"""How hard the engines are tried: the same examples on each run, or ever new ones by night.

`HYPOTHESIS_PROFILE=nightly pytest tests/engines` tries thousands that nobody has seen.
"""

import os

from hypothesis import HealthCheck, settings

# A busy machine is no fault of the engine's: no deadline for one example.
settings.register_profile(
    "suite",
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "nightly", settings.get_profile("suite"), max_examples=3000, derandomize=False
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))
