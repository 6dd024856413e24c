"""web/static/scripts/overview/: bars of all events in time, and a window on them by pointer, touch and keys."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

DAYS = {
    "2025-02-10": [4, 4],
    "2025-02-11": [1, 0],
    "2025-02-14": [16, 9],
    "2025-02-18": [2, 1],
    "2025-02-28": [1, 1],
}
MANY = {f"2025-{month:02d}-{day:02d}": [20, 10] for month in (1, 2, 3) for day in range(1, 29)}
LONE = {"-0479-01-01": [1, 0], **MANY, "2051-07-01": [3, 3]}

SHOW = """([unit, counts, window]) => show({
  bins: bins(unit, counts), unit,
  window: window && { start: calendar.read(window[0]).start, end: calendar.read(window[1]).end },
})"""
PLACE = "(text) => calendar.read(text).start"


@pytest.fixture
def drawn(page: Page) -> Page:
    """A page with an overview of February 2025."""
    return begin(page)


def begin(page: Page) -> Page:
    page.goto("/pages/overview.html")
    page.wait_for_function("window.ready")
    show(page, DAYS)
    return page


def show(page: Page, counts: dict[str, list[int]], *, unit: str = "day", window: tuple[str, str] | None = None) -> None:
    page.evaluate(SHOW, [unit, counts, window])
    expect(page.locator(".overview-possible[data-start]").first).to_be_attached()


def told(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("told")
    return found


def last(page: Page) -> tuple[str | None, str | None, bool]:
    """The window that was told last, as the API's `from` and `to`, and whether it is settled."""
    window = told(page)[-1]
    written = window["written"] or {"from": None, "to": None}
    return written["from"], written["to"], window["settled"]


def slider(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name, exact=True)


def bar(page: Page, day: str, kind: str = "possible") -> Locator:
    return page.locator(f".overview-{kind}[data-start='{page.evaluate(PLACE, day)}']")


def middle(page: Page, day: str) -> tuple[float, float]:
    box = bar(page, day).bounding_box()
    assert box is not None
    plot = page.locator(".overview-plot").bounding_box()
    assert plot is not None
    return box["x"] + box["width"] / 2, plot["y"] + 30


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, end[1])
    page.mouse.move(*end)


def height(found: Locator) -> float:
    return float(found.get_attribute("height") or "nan")


def test_heights_are_square_roots_of_counts(drawn: Page) -> None:
    """Of all events, and of those that are certain, on one scale; days without events have no bar."""
    full = height(bar(drawn, "2025-02-14"))
    for day, (events, certain) in DAYS.items():
        assert height(bar(drawn, day)) == pytest.approx(full * sqrt(events / 16))
        if certain:
            assert height(bar(drawn, day, "certain")) == pytest.approx(full * sqrt(certain / 16))
        else:
            expect(bar(drawn, day, "certain")).to_have_count(0)
    expect(drawn.locator(".overview-possible[data-start]")).to_have_count(len(DAYS))


def test_bars_stand_where_their_days_lie(drawn: Page) -> None:
    """As far apart as their dates are, so that days without events are gaps."""
    x = {day: float(bar(drawn, day).get_attribute("x") or "nan") for day in DAYS}
    day = x["2025-02-11"] - x["2025-02-10"]
    assert day > 0
    assert x["2025-02-28"] - x["2025-02-10"] == pytest.approx(18 * day)


def test_what_is_not_certain_is_hatched(drawn: Page) -> None:
    """Told apart by a pattern, not by a colour alone."""
    fill = bar(drawn, "2025-02-11").get_attribute("fill") or ""
    assert drawn.locator(f"pattern{fill.removeprefix('url(').removesuffix(')')}").count() == 1


def test_the_picture_has_its_words(drawn: Page) -> None:
    picture = drawn.locator(".overview-plot > svg")
    expect(picture).to_have_attribute("aria-label", "24 events in February 2025, most on 14 February 2025.")
    show(drawn, LONE)
    words = "1,684 events from 480 BCE to 2051, most on 1 January 2025; 1 of them lies far earlier; 3 of them lie far later."
    expect(picture).to_have_attribute("aria-label", words)


def test_a_drag_makes_a_window_of_whole_bins(drawn: Page) -> None:
    """Told as it grows, and as settled once the button is let go of."""
    drag(drawn, middle(drawn, "2025-02-11"), middle(drawn, "2025-02-18"))
    assert last(drawn) == ("2025-02-11", "2025-02-18", False)
    drawn.mouse.up()
    assert last(drawn) == ("2025-02-11", "2025-02-18", True)
    assert [window["settled"] for window in told(drawn)].count(True) == 1
    assert drawn.evaluate("announced") == ["2025-02-11 to 2025-02-18"]
    expect(drawn.locator(".overview-readout")).to_contain_text("2025-02-11 to 2025-02-18")


def test_a_drag_backwards_is_the_same_window(drawn: Page) -> None:
    drag(drawn, middle(drawn, "2025-02-18"), middle(drawn, "2025-02-11"))
    drawn.mouse.up()
    assert last(drawn) == ("2025-02-11", "2025-02-18", True)


def test_a_click_takes_the_bin_under_it(drawn: Page) -> None:
    drawn.mouse.click(*middle(drawn, "2025-02-14"))
    assert last(drawn) == ("2025-02-14", "2025-02-14", True)


def test_a_drag_of_the_body_moves_the_window(drawn: Page) -> None:
    """By as many bins; it stays as long as it was."""
    show(drawn, DAYS, window=("2025-02-13", "2025-02-15"))
    drag(drawn, middle(drawn, "2025-02-14"), middle(drawn, "2025-02-18"))
    drawn.mouse.up()
    assert last(drawn) == ("2025-02-17", "2025-02-19", True)


def test_a_drag_of_a_handle_resizes_the_window(drawn: Page) -> None:
    """Which holds one bin at least, however far it is dragged."""
    show(drawn, DAYS, window=("2025-02-11", "2025-02-14"))
    box = slider(drawn, "to").bounding_box()
    assert box is not None
    grip = (box["x"] + 4, box["y"] + 40)
    drag(drawn, grip, (grip[0] + middle(drawn, "2025-02-18")[0] - middle(drawn, "2025-02-14")[0], grip[1]))
    assert last(drawn) == ("2025-02-11", "2025-02-18", False)
    drawn.mouse.move(0, grip[1])
    drawn.mouse.up()
    assert last(drawn) == ("2025-02-11", "2025-02-11", True)


def test_a_double_click_and_the_button_take_the_window_away(drawn: Page) -> None:
    show(drawn, DAYS, window=("2025-02-13", "2025-02-15"))
    drawn.mouse.dblclick(*middle(drawn, "2025-02-14"))
    assert last(drawn) == (None, None, True)
    show(drawn, DAYS, window=("2025-02-13", "2025-02-15"))
    drawn.get_by_role("button", name="All of time").click()
    assert last(drawn) == (None, None, True)
    expect(slider(drawn, "window")).to_be_hidden()


def test_a_drag_that_is_cancelled_changes_nothing(drawn: Page) -> None:
    """As when a finger turns out to scroll the page."""
    show(drawn, DAYS, window=("2025-02-13", "2025-02-15"))
    drag(drawn, middle(drawn, "2025-02-18"), middle(drawn, "2025-02-28"))
    drawn.evaluate("document.querySelector('.overview-plot').dispatchEvent(new PointerEvent('pointercancel'))")
    assert last(drawn) == ("2025-02-13", "2025-02-15", True)
    drawn.mouse.up()
    assert last(drawn) == ("2025-02-13", "2025-02-15", True)


@pytest.mark.parametrize(
    ("name", "key", "window"),
    [
        ("from", "ArrowRight", ("2025-02-14", "2025-02-15")),
        ("from", "ArrowLeft", ("2025-02-12", "2025-02-15")),
        ("from", "Home", ("2025-02-10", "2025-02-15")),
        ("from", "End", ("2025-02-15", "2025-02-15")),
        ("to", "ArrowRight", ("2025-02-13", "2025-02-16")),
        ("to", "ArrowLeft", ("2025-02-13", "2025-02-14")),
        ("to", "PageUp", ("2025-02-13", "2025-02-25")),
        ("to", "End", ("2025-02-13", "2025-02")),
        ("to", "Home", ("2025-02-13", "2025-02-13")),
        ("window", "ArrowRight", ("2025-02-14", "2025-02-16")),
        ("window", "PageUp", ("2025-02-23", "2025-02-25")),
        ("window", "PageDown", ("2025-02-10", "2025-02-12")),
        ("window", "End", ("2025-02-26", "2025-02")),
    ],
)
def test_keys_move_what_has_the_focus(drawn: Page, name: str, key: str, window: tuple[str, str]) -> None:
    """By a bin, by ten, or to the end of the extent; settled once the key is let go of."""
    show(drawn, DAYS, window=("2025-02-13", "2025-02-15"))
    slider(drawn, name).focus()
    drawn.keyboard.down(key)
    assert last(drawn) == (*window, False)
    drawn.keyboard.up(key)
    assert last(drawn) == (*window, True)
    expect(slider(drawn, name)).to_be_focused()


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (("2025-02-13", "2025-02-28"), "2025-02-13 to 2025-02-28"),
        (("2025-02", "2025-03-01"), "2025-02-01 to 2025-03-01"),
        (("2024", "2025"), "2024 to 2025"),
        (("-0479", "2025"), "-0479 to 2025"),
        (("-0479-03", "-0479-12"), "-0479-03-01 to -0479-12-31"),
        (("2025-02", "2025-02"), "2025-02"),
    ],
)
def test_windows_are_named_by_dates_of_one_kind(drawn: Page, window: tuple[str, str], words: str) -> None:
    """No month beside a day: who reads “to 2025-02” would not know where it ends."""
    show(drawn, DAYS, window=window)
    expect(drawn.locator(".overview-readout")).to_have_text(words)


def test_sliders_say_their_dates(drawn: Page) -> None:
    """The last day of the window, not the one behind it."""
    show(drawn, DAYS, window=("2025-02-13", "2025-02-15"))
    expect(slider(drawn, "from")).to_have_attribute("aria-valuetext", "2025-02-13")
    expect(slider(drawn, "to")).to_have_attribute("aria-valuetext", "2025-02-15")
    expect(slider(drawn, "window")).to_have_attribute("aria-valuetext", "2025-02-13 to 2025-02-15")
    for name in ("from", "to", "window"):
        least, now, most = (
            int(slider(drawn, name).get_attribute(f"aria-value{end}") or "") for end in ("min", "now", "max")
        )
        assert least <= now <= most
    assert slider(drawn, "from").get_attribute("aria-valuenow") == str(drawn.evaluate(PLACE, "2025-02-13"))


def test_a_window_of_everything_is_none(drawn: Page) -> None:
    show(drawn, DAYS, window=("2025-02-10", "2025-02-27"))
    slider(drawn, "to").press("End")
    assert last(drawn) == (None, None, True)


def test_a_window_of_hours_keeps_its_length(drawn: Page) -> None:
    """The timeline's windows end where they will."""
    show(drawn, DAYS, window=("2025-02-14T06:00", "2025-02-14T11:59"))
    slider(drawn, "window").press("ArrowRight")
    assert last(drawn) == ("2025-02-15T06:00", "2025-02-15T11:59", True)


@pytest.mark.parametrize("window", [("1850", "1860"), ("2090", "2099")])
def test_a_window_outside_is_said_as_it_is(drawn: Page, window: tuple[str, str]) -> None:
    """And stands at the end of the extent that is nearer."""
    show(drawn, DAYS, window=window)
    expect(slider(drawn, "from")).to_have_attribute("aria-valuetext", window[0])
    least, now, most = (
        int(slider(drawn, "from").get_attribute(f"aria-value{end}") or "") for end in ("min", "now", "max")
    )
    assert least <= now <= most


def test_an_open_side_is_the_extents(drawn: Page) -> None:
    drawn.evaluate(
        "show({ bins: bins('day', {'2025-02-10': [1, 1], '2025-02-28': [1, 1]}), unit: 'day', "
        "window: { start: null, end: calendar.read('2025-02-20').end } })"
    )
    expect(slider(drawn, "window")).to_have_attribute("aria-valuetext", "2025-02-10 to 2025-02-20")


def test_what_lies_far_outside_is_counted_at_the_edge(drawn: Page) -> None:
    """The dense part has the width; a click on an edge looks there."""
    show(drawn, LONE)
    first, end = bar(drawn, "2025-01-01").bounding_box(), bar(drawn, "2025-03-28").bounding_box()
    assert first is not None
    assert end is not None
    plot = drawn.locator(".overview-plot").bounding_box()
    assert plot is not None
    assert end["x"] - first["x"] > 0.7 * plot["width"]
    assert bar(drawn, "-0479-01-01").get_attribute("data-count") == "1"
    drawn.get_by_role("button", name="3 later").click()
    assert last(drawn) == ("2051-07", "2051-07-01", True)
    drawn.get_by_role("button", name="1 earlier").press("Enter")
    assert last(drawn) == ("-0479", "-0479-01-01", True)
    expect(slider(drawn, "window")).to_have_attribute("aria-valuetext", "-0479-01-01")


def test_keys_cross_from_the_dense_part_to_the_edge(drawn: Page) -> None:
    """In one step: between them there is nothing to see."""
    show(drawn, LONE, window=("2025-01-01", "2025-01-31"))
    slider(drawn, "from").press("ArrowLeft")
    assert last(drawn) == ("-0479-01-02", "2025-01", True)
    slider(drawn, "from").press("ArrowLeft")
    assert last(drawn) == ("-0479", "2025-01", True)


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_what_is_under_the_pointer_is_told(drawn: Page, width: int) -> None:
    """And nothing moves for it, or the pointer would be over something else."""
    drawn.set_viewport_size({"width": width, "height": 600})
    before = drawn.locator(".overview-plot").bounding_box()
    drawn.mouse.move(*middle(drawn, "2025-02-14"))
    expect(drawn.locator(".overview-readout")).to_have_text("14 February 2025: 16 events, 9 certain")
    assert drawn.locator(".overview-plot").bounding_box() == before
    drawn.mouse.move(0, 0)
    expect(drawn.locator(".overview-readout")).to_have_text("")


def test_where_there_are_no_bars_it_says_why(drawn: Page) -> None:
    """And there is nothing to brush."""
    drawn.evaluate("show({ bins: [], unit: 'year', window: null, note: 'Counting took too long.' })")
    expect(drawn.get_by_text("Counting took too long.")).to_be_visible()
    expect(drawn.get_by_role("slider")).to_have_count(0)
    expect(drawn.locator(".overview-head")).to_be_hidden()
    show(drawn, DAYS)
    expect(slider(drawn, "from")).to_be_visible()
    expect(drawn.get_by_text("Counting took too long.")).to_be_hidden()


def test_bars_that_go_while_one_drags_take_the_drag_with_them(drawn: Page) -> None:
    """As when an answer comes that found nothing."""
    drag(drawn, middle(drawn, "2025-02-11"), middle(drawn, "2025-02-14"))
    drawn.evaluate("show({ bins: [], unit: 'day', window: null })")
    drawn.mouse.up()
    assert last(drawn)[2] is False


def test_a_window_that_is_shown_meanwhile_does_not_move_what_is_dragged(drawn: Page) -> None:
    """The page answers every window that it is told by showing it, maybe late."""
    drag(drawn, middle(drawn, "2025-02-11"), middle(drawn, "2025-02-14"))
    show(drawn, DAYS, window=("2025-02-27", "2025-02-28"))
    drawn.mouse.move(*middle(drawn, "2025-02-18"))
    drawn.mouse.up()
    assert last(drawn) == ("2025-02-11", "2025-02-18", True)


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_it_has_room(drawn: Page, width: int) -> None:
    """At the width of a narrow phone too, and after the window was resized: nothing is cut off or overlaps."""
    drawn.set_viewport_size({"width": width, "height": 600})
    show(drawn, LONE, window=("2025-02-10", "2025-02-16"))
    expect(drawn.locator(".overview-plot > svg")).to_have_attribute(
        "width", str(drawn.evaluate("Math.floor(document.querySelector('.overview-plot').clientWidth)"))
    )
    assert drawn.evaluate("document.documentElement.scrollWidth") <= width
    labels = drawn.locator(".overview-axis text:not(.overview-context)").all()
    boxes = [box for label in labels if (box := label.bounding_box())]
    assert len(boxes) > 1
    assert all(one["x"] + one["width"] <= other["x"] for one, other in pairwise(boxes))


def test_a_finger_makes_a_window(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, has_touch=True, viewport={"width": 360, "height": 640})
    page = begin(context.new_page())
    (x, y), (to, _) = middle(page, "2025-02-11"), middle(page, "2025-02-18")
    touch = context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for at in (x + 10, x + 30, to):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": at, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("told.at(-1)?.settled")
    assert last(page) == ("2025-02-11", "2025-02-18", True)
    context.close()


def test_a_focused_handle_is_seen(drawn: Page) -> None:
    """In forced colours too."""
    outline = "getComputedStyle(document.activeElement, '::after').outlineStyle"
    for colours in ("none", "active"):
        drawn.emulate_media(forced_colors=colours)
        drawn.keyboard.press("Tab")
        slider(drawn, "from").focus()
        assert drawn.evaluate(outline) == "solid"


@pytest.mark.usefixtures("packages")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(drawn: Page, scheme: Literal["light", "dark"]) -> None:
    drawn.emulate_media(color_scheme=scheme)
    drawn.add_script_tag(url="/npm/axe-core/axe.min.js")
    for window in (None, ("2025-02-10", "2025-02-16")):
        show(drawn, LONE, window=window)
        assert drawn.evaluate("axe.run().then(({ violations }) => violations.map(({ id }) => id))") == []


def test_on_paper_the_counts_at_the_edges_stay(drawn: Page) -> None:
    """What can be pressed goes, what it says does not."""
    show(drawn, LONE, window=("2025-02-10", "2025-02-16"))
    drawn.emulate_media(media="print")
    expect(drawn.get_by_text("earlier")).to_be_visible()
    expect(drawn.locator(".overview-all")).to_be_hidden()
    expect(drawn.get_by_role("slider")).to_have_count(0)


def condense(page: Page, unit: str, counts: dict[str, int]) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        "([unit, counts]) => density.condense(bins(unit, counts))",
        [unit, {day: [count, count] for day, count in counts.items()}],
    )
    return found


@pytest.mark.parametrize(
    ("unit", "counts", "earlier", "later"),
    [
        ("year", {"-0479": 1, "2024": 900, "2025": 3000}, 1, None),
        ("year", {"-0479": 1, "2025": 3}, 1, None),
        ("year", {"1990": 5, "1991": 20, "2300": 1}, None, 1),
        ("year", {"0800": 1, "1945": 2, "2023": 80, "2025": 400}, 3, None),
        ("year", {"1900": 50, "1950": 60, "2025": 90}, None, None),
        ("year", {"-0479": 10, "2025": 20}, None, None),
        ("day", {"2025-02-18": 3}, None, None),
        ("day", {"2024-01-01": 2, "2025-02-01": 300, "2025-02-02": 300, "2025-02-10": 4}, 2, None),
    ],
)
def test_a_few_that_lie_far_outside_are_set_apart(
    drawn: Page, unit: str, counts: dict[str, int], earlier: int | None, later: int | None
) -> None:
    """Where nearly all lie in a small part of the extent; a bin near to these belongs to them. None is lost."""
    layout = condense(drawn, unit, counts)
    edges = [layout[name] and layout[name]["events"] for name in ("earlier", "later")]
    assert edges == [earlier, later]
    assert sum(bin_["events"] for bin_ in layout["bins"]) + sum(filter(None, edges)) == sum(counts.values())
    assert layout["dense"]["start"] == layout["bins"][0]["start"]
    assert layout["dense"]["end"] == layout["bins"][-1]["end"]


def test_pixels_and_seconds_are_each_others(drawn: Page) -> None:
    """In the dense part and at its edges; and what is later is farther to the right."""
    errors = drawn.evaluate(
        """(counts) => {
          const layout = density.condense(bins("day", counts));
          const scale = density.makeScale(layout, 800);
          const bounds = density.listBounds(layout, "day");
          const pixels = bounds.map(scale.place);
          return {
            there: Math.max(...bounds.map((bound, at) => Math.abs(scale.time(pixels[at]) - bound))),
            backwards: pixels.filter((pixel, at) => at && pixel <= pixels[at - 1]).length,
            ends: [pixels[0], pixels.at(-1)],
          };
        }""",
        LONE,
    )
    assert errors["there"] < 1
    assert errors["backwards"] == 0
    assert errors["ends"] == [0, 800]


@pytest.mark.parametrize(
    ("unit", "first", "end", "steps"),
    [
        ("day", "2024-02-28", "2024-03-01", 3),
        ("week", "2025-02-16", "2025-02-17", 2),
        ("month", "2024-12", "2025-02", 3),
        ("quarter", "2024-12", "2025-04", 3),
        ("year", "-0001", "0001", 3),
        ("decade", "2019", "2020", 2),
    ],
)
def test_units_are_counted(drawn: Page, unit: str, first: str, end: str, steps: int) -> None:
    """Those that a stretch touches, be it with a day."""
    counted = drawn.evaluate(
        "([unit, first, end]) => density.countSteps("
        "{ start: calendar.read(first).start, end: calendar.read(end).end }, unit)",
        [unit, first, end],
    )
    assert counted == steps


def test_bins_of_every_unit_are_named(drawn: Page) -> None:
    names = drawn.evaluate(
        """async () => {
          const { nameBin } = await import("/web/scripts/overview/words.js");
          const days = { day: "2025-02-18", week: "2025-02-10", month: "2025-02", quarter: "2025-04", year: "-0479", decade: "2020" };
          return Object.entries(days).map(([unit, day]) => nameBin(bins(unit, { [day]: [1, 1] })[0], unit));
        }"""
    )
    assert names == [
        "18 February 2025",
        "week of 10 February 2025",
        "February 2025",
        "April to June 2025",
        "480 BCE",
        "2020 to 2029",
    ]
