"""The import contracts: kept by the product, and each of them bites.

Every deliberate violation is put into one copy of the empty layout; a contract that does not name
its violation there proves nothing about the product either.
"""

import itertools
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Which contract must name it · the module that breaks it · the statement · what the report says.
VIOLATIONS = [
    ("top", "engines.money.x", "import sanamost.foundation.access", "engines.money.x"),
    ("top", "foundation.audit.x", "import sanamost.journey.cases", "foundation.audit.x"),
    ("top", "registry.patients.x", "import sanamost.commerce.rates", "registry.patients.x"),
    ("top", "commerce.billing.x", "import sanamost.journey.cases", "commerce.billing.x"),
    ("top", "journey.cases.x", "import sanamost.insight.register", "journey.cases.x"),
    ("top", "insight.register.x", "import sanamost.web.routing", "insight.register.x"),
    ("top", "web.clinic.x", "import sanamost.jobs", "web.clinic.x"),
    ("top", "api.v1.x", "import sanamost.web.routing", "api.v1.x"),
    ("top", "journey.bookings.y", "import sanamost.adapters", "journey.bookings.y"),
    ("top", "adapters.x", "import sanamost.config", "adapters.x"),
    ("top", "stray", "", "sanamost.stray"),
    ("portals", "web.patient.x", "import sanamost.web.clinic", "web.patient.x"),
    ("portals", "web.components.x", "import sanamost.web.public", "web.components.x"),
    ("portals", "web.routing_x", "", "sanamost.web.routing_x"),
    ("insight", "insight.register.y", "import sanamost.insight.statistics", "insight.register.y"),
    ("journey", "journey.proposals.x", "import sanamost.journey.bookings", "journey.proposals.x"),
    ("journey", "journey.new_stage", "", "sanamost.journey.new_stage"),
    ("commerce", "commerce.ledger.x", "import sanamost.commerce.billing", "commerce.ledger.x"),
    ("registry", "registry.partners.x", "import sanamost.registry.patients", "registry.partners.x"),
    ("registry", "registry.catalogue.x", "import sanamost.registry.organisations", "catalogue.x"),
    ("foundation", "foundation.events.x", "import sanamost.foundation.files", "events.x"),
    ("foundation", "foundation.files.x", "import sanamost.foundation.messaging", "files.x"),
    (
        "inside-app",
        "journey.travel.selectors",
        "import sanamost.journey.travel.services",
        "travel.selectors",
    ),
    (
        "inside-app",
        "commerce.rates.states",
        "import sanamost.commerce.rates.models",
        "rates.states",
    ),
    ("pure", "engines.periods.x", "import django.utils", "engines.periods.x"),
    ("pure", "engines.periods.y", "import psycopg", "engines.periods.y"),
    ("pure", "engines.periods.z", "import os", "engines.periods.z"),
    ("private-models", "web.public.x", "from sanamost.journey.cases import models", "web.public.x"),
    (
        "private-models",
        "journey.requests.x",
        "from sanamost.registry.catalogue.models.prices import Price",
        "journey.requests.x imports sanamost.registry.catalogue.models.prices",
    ),
    (
        "acyclic",
        "engines.pricing.one",
        "import sanamost.engines.pricing.two",
        "in sanamost.engines.pricing",
    ),
]
# What the violations above refer to.
SURROUNDINGS = {
    "engines.pricing.two": "import sanamost.engines.pricing.one",
    "journey.cases.models": "",
    "journey.travel.services": "",
    "commerce.rates.models": "",
    "registry.catalogue.models.prices": "Price = object",
    "journey.cases.services": "from sanamost.journey.cases import models",
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env={"COLUMNS": "400", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def write(folder: Path, module: str, text: str) -> None:
    path = folder.joinpath("sanamost", *module.split(".")).with_suffix(".py")
    # A module that the layout has as a package is written into the package.
    if path.with_suffix("").is_dir():
        path = path.with_suffix("") / "__init__.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    for package in path.relative_to(folder).parents[:-1]:
        (folder / package / "__init__.py").touch()
    path.write_text(f"{text}\n")


@pytest.fixture
def layout(tmp_path: Path) -> Path:
    """The product's packages and web modules, all empty, under the product's own contracts."""
    for package in (ROOT / "sanamost").rglob("__init__.py"):
        if "migrations" not in package.parts:
            copy = tmp_path / package.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.touch()
    for module in (ROOT / "sanamost" / "web").glob("*.py"):
        (tmp_path / module.relative_to(ROOT)).touch()
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "contracts.py", tmp_path / "tools")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def contracts() -> list[tuple[str, str]]:
    """Id and name of every contract, in their order."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return re.findall(
        r'^\[\[tool\.importlinter\.contracts\]\]\nid = "(.+)"\nname = "(.+)"', text, re.M
    )


def test_are_kept_by_the_product() -> None:
    ran = lint(ROOT)

    assert ran.returncode == 0, ran.stdout[ran.stdout.find("Broken contracts") :]
    assert f"Contracts: {len(contracts())} kept, 0 broken" in ran.stdout


def test_are_kept_by_the_empty_layout(layout: Path) -> None:
    for module, text in SURROUNDINGS.items():
        if "pricing" not in module:
            write(layout, module, text)

    ran = lint(layout)

    assert ran.returncode == 0, ran.stdout


def test_each_name_their_deliberate_violations(layout: Path) -> None:
    for module, text in SURROUNDINGS.items():
        write(layout, module, text)
    for _, module, text, _ in VIOLATIONS:
        write(layout, module, text)

    ran = lint(layout)

    assert ran.returncode == 1, ran.stderr
    report = ran.stdout[ran.stdout.find("Broken contracts") :]
    found = re.split(r"\n-{3,}\n\n?", "\n" + report)
    by_name = {before.rsplit("\n", 1)[-1]: text for before, text in itertools.pairwise(found)}
    names = dict(contracts())
    assert set(names) == {contract for contract, *_ in VIOLATIONS}
    missed = [
        violation
        for violation in VIOLATIONS
        if violation[3] not in by_name.get(names[violation[0]], "")
    ]
    assert not missed, report
    assert "cases.services" not in report


@pytest.mark.parametrize(
    ("path", "statement", "banned"),
    [
        ("sanamost/journey/cases/x.py", "from django.http import HttpResponse", True),
        ("sanamost/journey/cases/x.py", "import django.shortcuts", True),
        ("sanamost/foundation/audit/x.py", "from django.dispatch import receiver", True),
        ("sanamost/registry/patients/x.py", "from django.db.models.signals import post_save", True),
        ("sanamost/jobs/x.py", "from django.template.loader import render_to_string", True),
        ("sanamost/web/clinic/x.py", "from django.http import HttpResponse", False),
        ("sanamost/api/v1/x.py", "from django.http import HttpResponse", False),
        ("sanamost/journey/cases/x.py", "from django.db import models", False),
    ],
)
def test_keep_http_and_signals_where_they_belong(path: str, statement: str, banned: bool) -> None:
    ran = subprocess.run(
        [
            *(Path(sys.executable).with_name("ruff"), "check", "--select", "TID251", "--no-cache"),
            *("--output-format", "concise", "--stdin-filename", path, "-"),
        ],
        cwd=ROOT,
        input=f"{statement}\n",
        capture_output=True,
        text=True,
        check=False,
    )

    assert ("TID251" in ran.stdout) == banned, ran.stdout + ran.stderr
