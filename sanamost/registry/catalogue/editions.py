"""Where the package's reference files lie, and of which year the state nomenclature is."""

from pathlib import Path

REFERENCE = Path(__file__).resolve().parent / "reference"
SERVICES_EDITION = "2021"
