"""What the page costs the browser: 5,000 events beside 50, in one run.

    python benchmarks/page.py [--events 5000 50] [--lanes none participant] [--json FILE]

The archives are those that the page's tests open (tests/browser/archives.py); the browser is the chromium on the PATH. Of each, in one
lane and in lanes by participant: the time from navigation until all events are drawn, and what of it the server took to give them; the
elements of the drawing; then, while it is dragged from side to side and while it is zoomed in and out by the wheel, what scripts take of a
frame, with the layout that they ask for. Milliseconds: the CPU of scripts and of the page's thread in all, on average; then by the clock,
which whatever else the machine does is in, p50, p95 and the most of scripts. Nothing is asked of the server meanwhile.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, CDPSession, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from browser.archives import load_many, new_app
from browser.opening import ARGUMENTS, BROWSERS, serving

GESTURES = ("pan", "zoom")
LANES = ("none", "participant")
STEPS = 60
ALL = "/v1/events?format=ndjson"

WATCH = """(() => {
  const original = window.requestAnimationFrame.bind(window);
  window.spent = 0;
  window.requestAnimationFrame = (callback) => original((now) => {
    const began = performance.now();
    callback(now);
    window.spent += performance.now() - began;
  });
  window.nextFrame = () => new Promise(original);
})()"""
"""What callbacks of frames take is added up."""

MOVE = """async ([gesture, steps]) => {
  const frame = document.querySelector(".timeline-frame");
  const { left, top, width } = frame.getBoundingClientRect();
  const [x, y] = [left + width * 0.6, top + 30];
  const send = (Kind, name, told) => frame.dispatchEvent(new Kind(name, { bubbles: true, cancelable: true, clientY: y, ...told }));
  const point = (name, clientX) => send(PointerEvent, name, { clientX, pointerId: 1, pointerType: "mouse", button: 0, buttons: 1 });
  const taken = [];
  if (gesture === "pan") point("pointerdown", x);
  for (let step = 0; step < steps; step++) {
    await nextFrame();
    const began = performance.now();
    const there = step % 30;
    if (gesture === "pan") point("pointermove", x - 12 * Math.min(there, 30 - there));
    else send(WheelEvent, "wheel", { clientX: x, deltaY: there < 20 ? -60 : 110, ctrlKey: true });
    taken.push(window.spent + performance.now() - began);
    window.spent = 0;
  }
  if (gesture === "pan") point("pointerup", x);
  return taken.slice(1);
}"""
"""One event of a gesture a frame; gives what the handlers of each and the callbacks of the frame before took, in milliseconds."""


def measure(browser: Browser, address: str, events: int, lanes: Sequence[str]) -> dict[str, Any]:
    began = time.perf_counter()
    with urlopen(address + ALL) as answer:  # noqa: S310 - our own server
        assert sum(1 for _ in answer) == events
    found: dict[str, Any] = {"events": events, "server_s": round(time.perf_counter() - began, 2)}
    for each in lanes:
        context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
        context.add_init_script(WATCH)
        page = context.new_page()
        found[each] = open_page(page, each)
        for gesture in GESTURES:
            found[each][gesture] = trace(page, gesture)
        context.close()
    return found


def open_page(page: Page, lanes: str) -> dict[str, Any]:
    """Opens the page; what it took until it was drawn, and until all events were there."""
    page.goto(f"/?lanes={lanes}", wait_until="commit")
    expect(page.locator("#timeline .mark").first).to_be_visible(timeout=60_000)
    expect(page.locator("#overview-pane[aria-busy]")).to_have_count(0, timeout=60_000)
    timing = page.evaluate(
        """() => {
          const entries = performance.getEntriesByType("resource").filter(({ name }) => name.includes("/v1/events?"));
          const events = entries.at(-1);
          return { drawn: performance.now(), asked: events.startTime, first: events.responseStart, last: events.responseEnd };
        }"""
    )
    return {
        "drawn_s": round(timing["drawn"] / 1000, 2),
        "feed_wait_s": round((timing["first"] - timing["asked"]) / 1000, 2),
        "feed_s": round((timing["last"] - timing["asked"]) / 1000, 2),
        "nodes": page.locator("#timeline svg.timeline-drawing *").count(),
        "marks": page.locator("#timeline .mark").count(),
    }


def trace(page: Page, gesture: str) -> dict[str, Any]:
    """What a frame takes while a gesture goes on; afterwards the page is let come to rest."""
    page.get_by_role("button", name="Fit").first.click()
    page.wait_for_load_state("networkidle")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = spent(session)
    frames = sorted(page.evaluate(MOVE, [gesture, STEPS]))
    after = spent(session)
    session.detach()
    page.wait_for_load_state("networkidle")
    return {f"{name}_cpu_ms": round((after[name] - before[name]) / STEPS * 1000, 2) for name in after} | {
        f"{name}_ms": round(frames[min(int(len(frames) * share), len(frames) - 1)], 2)
        for name, share in (("p50", 0.5), ("p95", 0.95), ("most", 1))
    }


def spent(session: CDPSession) -> dict[str, float]:
    """Seconds of CPU that the page's thread has taken so far, for scripts and in all."""
    told = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return {"scripts": told["ScriptDuration"], "all": told["TaskDuration"]}


def write(found: list[dict[str, Any]], lanes: Sequence[str]) -> None:
    heads = [
        "events",
        "lanes",
        "drawn, s",
        "feed, s",
        "server alone, s",
        "marks",
        "elements",
        "pan, ms",
        "zoom, ms",
    ]
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for one in found:
        for each in lanes:
            told = one[each]
            cells = [told["drawn_s"], told["feed_s"], one["server_s"], told["marks"], told["nodes"]]
            cells += [" / ".join(map(str, told[gesture].values())) for gesture in GESTURES]
            print(f"| {one['events']:,} | {each} | {' | '.join(map(str, cells))} |")
    many, few = found[0], found[-1]
    for each in lanes:
        for gesture in GESTURES:
            ratio = many[each][gesture]["p95_ms"] / few[each][gesture]["p95_ms"]
            print(f"{gesture}, lanes {each}: {ratio:.1f} times the p95 of {few['events']} events")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, nargs="+", default=[5_000, 50])
    parser.add_argument("--lanes", nargs="+", default=LANES, choices=LANES)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    found = []
    with ExitStack() as opened, sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, BROWSERS)))
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for events in asked.events:
            app = new_app(Path(opened.enter_context(tempfile.TemporaryDirectory())))
            load_many(app, events)
            found.append(measure(browser, opened.enter_context(serving(app)), events, asked.lanes))
        browser.close()
    write(found, asked.lanes)
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
