"""Looking at a page: what axe-core finds, where the focus goes, how wide it is, and pictures of it.

Pictures are put in `screenshots/` beside this file, three widths by two schemes, `NAME-WIDTH-SCHEME.png`; nothing compares
them, they are for eyes.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal, TypedDict

from playwright.sync_api import Page, ViewportSize

HERE = Path(__file__).parent
SCREENSHOTS = HERE / "screenshots"
WIDTHS = (360, 768, 1280)
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
HEIGHTS = {360: 740, 768: 1024, 1280: 800}

_TALLEST = 4_000
"""Pixels of a picture: a list of a hundred events looks the same further down."""

_LOOK = """(element) => {
  const look = [null, "::before", "::after"].map((pseudo) => {
    const style = getComputedStyle(element, pseudo);
    const ring = style.outlineStyle === "none" || parseFloat(style.outlineWidth) === 0 ? "" : `${style.outlineWidth} ${style.outlineColor}`;
    return [ring, style.boxShadow, style.stroke, style.strokeWidth].join(" ");
  });
  const { x, y, width, height } = element.getBoundingClientRect();
  const rings = [...(element.closest("svg")?.querySelectorAll(".focus-ring") ?? [])].filter((ring) => {
    const box = ring.getBoundingClientRect();
    const isAround = box.left <= x + width && box.right >= x && box.top <= y + height && box.bottom >= y;
    return isAround && getComputedStyle(ring).visibility === "visible";
  });
  return [...look, rings.length].join("; ");
}"""
"""What may say that the focus is here: an outline, a shadow, a stroke, of it or of what stands before and after; in a drawing, a ring."""

_FOCUS = f"""() => {{
  const look = {_LOOK};
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const seen = (window.focusSeen ??= new Map());
  if (seen.has(one)) return {{ again: true }};
  seen.set(one, look(one));
  const box = one.getBoundingClientRect();
  const words = (one.getAttribute("aria-label") ?? one.textContent ?? "").trim().slice(0, 40);
  const name = `${{one.tagName.toLowerCase()}}${{one.id ? "#" + one.id : ""}} “${{words}}”`;
  return {{ name, width: box.width, height: box.height }};
}}"""
_UNFOCUSED = f"""() => {{
  const look = {_LOOK};
  document.activeElement?.blur();
  const same = [];
  for (const [element, focused] of window.focusSeen ?? []) {{
    if (element.isConnected && look(element) === focused) same.push(element.outerHTML.slice(0, 120));
  }}
  window.focusSeen = undefined;
  return same;
}}"""
_WIDE = """() => {
  const edge = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= edge) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > edge + 0.5)
    .map((one) => `${Math.round(one.getBoundingClientRect().right)} px: ${one.outerHTML.slice(0, 120)}`)
    .concat(`${document.scrollingElement.scrollWidth} px of ${edge}`);
}"""


class Stop(TypedDict):
    """Where the focus stops: what it is, and how large."""

    name: str
    width: float
    height: float


@cache
def _axe() -> str:
    return (HERE / "node_modules/axe-core/axe.min.js").read_text("utf-8")


def settle(page: Page) -> None:
    """Waits until fonts are there and nothing is asked for any more."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => null)")


def assert_accessible(page: Page, *, within: str | None = None, without: tuple[str, ...] = ()) -> None:
    """axe-core finds nothing, by any of its rules. `within` is a selector of what is looked at, `without` are rules left out: say
    why where you do. What is moving is let come to an end first."""
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(() => null)")
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"() => {{ {_axe()} }}")
    options: dict[str, Any] = {
        "resultTypes": ["violations"],
        "rules": {"target-size": {"enabled": True}, **{rule: {"enabled": False} for rule in without}},
    }
    found = page.evaluate(
        "([within, options]) => axe.run(within ?? document, options).then((one) => one.violations)", [within, options]
    )
    assert not found, "\n".join(_tell(each) for each in found)


def _tell(violation: dict[str, Any]) -> str:
    places = [
        f"    {' '.join(map(str, node['target']))}: {node['html'][:160]}\n      {node['failureSummary']}"
        for node in violation["nodes"][:6]
    ]
    return "\n".join([f"{violation['id']} ({violation['impact']}): {violation['help']}", *places])


def assert_fits(page: Page) -> None:
    """Nothing is wider than the window, so that nobody scrolls sideways to read a line."""
    wide = page.evaluate(_WIDE)
    assert not wide, "\n".join(wide[:8])


def tab_through(page: Page, *, most: int = 400) -> list[Stop]:
    """Where Tab leads from the top of the page, until it comes round. Fails where a stop looks as it does without the focus."""
    page.evaluate("() => { document.activeElement?.blur(); window.focusSeen = undefined; scrollTo(0, 0); }")
    stops: list[Stop] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(_FOCUS)
        if stop is None or "again" in stop:
            break
        stops.append(stop)
    same = page.evaluate(_UNFOCUSED)
    assert not same, "the focus cannot be seen on:\n" + "\n".join(same[:10])
    return stops


def shoot(page: Page, name: str, *, widths: tuple[int, ...] = WIDTHS) -> None:
    """Keeps a picture of the page as it is at each width, light and dark. Sets back the size of the window and the scheme."""
    before: ViewportSize | None = page.viewport_size
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 900)})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            keep(page, f"{name}-{width}-{scheme}")
    page.emulate_media(color_scheme="null")
    if before:
        page.set_viewport_size(before)


def keep(page: Page, name: str) -> None:
    """One picture, of the page as it is; scripts that draw have drawn, what moves has come to its end."""
    settle(page)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    size = page.evaluate(
        "() => [document.documentElement.clientWidth, Math.max(innerHeight, document.body.scrollHeight)]"
    )
    clip = {"x": 0, "y": 0, "width": size[0], "height": min(size[1], _TALLEST)}
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True, animations="disabled", clip=clip)  # type: ignore[arg-type]
