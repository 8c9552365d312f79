"""`python -m bench.page_weight [ADDRESS]`: the portal's first page in Chromium, cold.

How much comes over the wire, compressed, until the page is quiet (no cache, a phone's screen), and
when the largest thing on it was painted, the median of five. Without an address it starts an
installation of its own. Limits (docs of the look): 150 kB and 1.5 s; the exit code is 1 above.
"""

import json
import os
import statistics
import sys
import time
from typing import Any

from playwright.sync_api import Browser

from tools.chromium import SIZES, chromium
from tools.installation import installation

ROUNDS = 5
MOST_BYTES, MOST_SECONDS = 150_000, 1.5
# The browser tells of the largest paint so far as often as a larger one comes; the last counts.
PAINT = """() => new Promise(done => new PerformanceObserver(list =>
    done(list.getEntries().at(-1).startTime)
).observe({type: "largest-contentful-paint", buffered: true}))"""


def main() -> None:
    """Measure, print, judge."""
    begun, load = time.monotonic(), os.getloadavg()[0]
    if len(sys.argv) > 1:
        values = measured(sys.argv[1])
    else:
        with installation() as made:
            values = measured(made.address)
    result = {
        "bench": "page_weight",
        "ratios": {},
        "values": {**values, "load_before": round(load, 1)},
        "machine": f"{os.cpu_count()} cores",
        "seconds": round(time.monotonic() - begun, 1),
    }
    print(json.dumps(result))
    if values["bytes"] > MOST_BYTES or values["lcp_s"] > MOST_SECONDS:
        sys.exit(1)


def measured(address: str) -> dict[str, Any]:
    """Bytes and files of one cold visit, and the median of the largest paint over ROUNDS."""
    with chromium() as browser:
        visits = [visit(browser, address) for _ in range(ROUNDS)]
    paints = [paint for _sizes, paint in visits]
    sizes = visits[-1][0]
    return {
        "bytes": sum(sizes.values()),
        "files": len(sizes),
        "html_bytes": next(iter(sizes.values())),
        "lcp_s": round(statistics.median(paints) / 1000, 3),
        "lcp_worst_s": round(max(paints) / 1000, 3),
    }


def visit(browser: Browser, address: str) -> tuple[dict[str, int], float]:
    """What came, by address, as many bytes as crossed the wire; and the largest paint in ms."""
    width, height = SIZES["phone"]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en")
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: dict[str, int] = {}
    names: dict[str, str] = {}
    wire.on(
        "Network.responseReceived",
        lambda got: names.update({got["requestId"]: got["response"]["url"]}),
    )
    wire.on(
        "Network.loadingFinished",
        lambda got: sizes.update({names.get(got["requestId"], "?"): int(got["encodedDataLength"])}),
    )
    page.goto(address, wait_until="networkidle")
    painted = float(page.evaluate(PAINT))
    context.close()
    return sizes, painted


if __name__ == "__main__":
    main()
