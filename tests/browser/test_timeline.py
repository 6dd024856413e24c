"""web/static/scripts/timeline: what is drawn of events, and how one moves in it; with the made-up events of pages/timeline.js."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from timeline import interval, wire
from timeline.store.bounds import FOREVER, place

DAY = 86_400
SECONDS = "(text) => calendar.read(text).start"


@pytest.fixture
def timeline(page: Page) -> Page:
    """The page, without events yet; motion is unwelcome, so that everything is where it belongs at once."""
    page.emulate_media(reduced_motion="reduce")
    page.goto("/pages/timeline.html")
    expect(page.locator("html[data-ready]")).to_be_attached()
    return page


def show(page: Page, events: str, **options: Any) -> None:
    """Events as JavaScript; `window` is a pair of dates."""
    page.evaluate(f"(options) => show({events}, options)", options)


def mark(page: Page, title: str) -> Locator:
    return page.locator(f'.mark[aria-label^="{title},"]')


def box(locator: Locator) -> dict[str, float]:
    found = locator.bounding_box()
    assert found is not None
    x, y, width, height = (float(found[side]) for side in ("x", "y", "width", "height"))
    return {"x": x, "y": y, "width": width, "height": height, "end": x + width}


def pixel(page: Page, date: str) -> float:
    """Where a date begins, in pixels of the page."""
    script = """(text) => {
      const frame = document.querySelector(".timeline-frame").getBoundingClientRect();
      const { gutter, plot } = timeline.drawing;
      const { start, end } = reported.windows.at(-1)?.window ?? shown;
      return frame.left + gutter + ((calendar.read(text).start - start) / (end - start)) * plot;
    }"""
    found: float = page.evaluate(script, date)
    return found


def draw(page: Page, time: str, more: str = "{}", window: tuple[str, str] = ("2025-01", "2025-03")) -> Locator:
    """The mark of one event, in a window whose dates `pixel` knows."""
    page.evaluate(
        f"""([from, to]) => {{
          window.shown = calendar.readWindow({{ from, to }});
          timeline.show({{ events: [event("Talks", {time}, {more})], window: shown, lanes: "none", selected: null }});
        }}""",
        list(window),
    )
    return mark(page, "Talks")


def windows(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("reported.windows")
    return found


def settled(page: Page) -> dict[str, Any]:
    """The window that was last reported as settled; waits for one."""
    page.wait_for_function("reported.windows.at(-1)?.settled")
    return windows(page)[-1]


def test_a_title_is_cut_where_its_bar_is_cut(timeline: Page) -> None:
    """Of a bar that began long before the window little is seen: its title stands in that, in whole words, or not at all."""
    title = "Long talks between delegations of both sides"
    timeline.evaluate(
        f"""() => timeline.show({{
          events: [event("{title}", {{ start: "2022-01-01", end: "2025-02-08" }})],
          window: calendar.readWindow({{ from: "2025-02-01", to: "2025-03-15" }}), lanes: "none", selected: null,
        }})"""
    )
    label = mark(timeline, title).locator(".mark-label")
    expect(label).to_have_text(re.compile("^Long( talks( between)?)?…$"))
    assert box(label)["x"] >= box(timeline.locator(".timeline-frame"))["x"]


def test_spans_are_those_of_the_store(timeline: Page) -> None:
    """The four bounds of every relation, with and without open sides, are what the filters ask for."""
    times: list[dict[str, Any]] = [
        {"start": start, "end": end, "earliest": earliest, "latest": latest, "relation": relation}
        for relation in ("SIMULTANEOUS", "IS_INCLUDED", "BEGUN_BY", "ENDED_BY", "BEFORE", "AFTER")
        for start, end, earliest, latest in (
            ("2025-02-10", "2025-02-16", "2025-02-10", "2025-02-16"),
            ("2025-02-10", "2025-02-16", "2025-02-10", None),
            ("2025-02-10", "2025-02-16", None, "2025-02-16"),
            ("2025-02-12T18:00", "2025-02-12T21:59", "2025-02-12", "2025-02-13"),
            ("2025-02-10", None, "2025-02-10", None),
            (None, None, "2025-02-10", "2025-02-16"),
            (None, None, None, "-0479-08-11"),
            (None, None, "2025-02-10", None),
        )
    ]
    found = timeline.evaluate(
        "(times) => times.map((time) => Object.values(readSpan(time)).map((at) => Number.isFinite(at) ? at : at < 0 ? 'before' : 'after'))",
        times,
    )
    rest: dict[str, Any] = {
        "basis": "explicit",
        "confidence": 1.0,
        "timex": None,
        "granularity": None,
        "expression": None,
        "reference": None,
        "time_id": None,
    }
    named = {-FOREVER: "before", FOREVER: "after"}
    for time, four in zip(times, found, strict=True):
        bounds = place(wire.read_anchor({**rest, **time}))
        expected = (bounds.earliest_start, bounds.latest_start, bounds.earliest_end, bounds.latest_end)
        assert four == [named.get(at, at) for at in expected], time


def test_a_day_is_a_solid_bar_over_the_day(timeline: Page) -> None:
    drawn = draw(timeline, "on('2025-02-17')", window=("2025-02-10", "2025-02-24"))
    bar = box(drawn.locator(".span-certain"))
    assert bar["x"] == pytest.approx(pixel(timeline, "2025-02-17"), abs=1)
    assert bar["end"] == pytest.approx(pixel(timeline, "2025-02-18"), abs=1)
    expect(drawn.locator(".span-possible")).to_have_count(0)


def test_a_week_is_hatched(timeline: Page) -> None:
    """Some time within it; nothing of it is certain."""
    drawn = draw(timeline, "{ start: '2025-02-10', end: '2025-02-16', granularity: 'week' }")
    bar = box(drawn.locator(".span-possible"))
    assert bar["x"] == pytest.approx(pixel(timeline, "2025-02-10"), abs=1)
    assert bar["end"] == pytest.approx(pixel(timeline, "2025-02-17"), abs=1)
    assert re.fullmatch(r"url\(#.+-hatch-plain\)", drawn.locator(".span-possible").get_attribute("fill") or "")
    expect(drawn.locator(".span-certain")).to_have_count(0)


def test_what_lasted_is_solid_within_what_is_possible(timeline: Page) -> None:
    """From the latest start to the earliest end; hatched around it."""
    time = "{ start: '2025-02-05', end: '2025-02-20', earliest: '2025-01-20', latest: '2025-02-28', relation: 'SIMULTANEOUS' }"
    drawn = draw(timeline, time)
    solid, hatched = box(drawn.locator(".span-certain")), box(drawn.locator(".span-possible"))
    assert solid["x"] == pytest.approx(pixel(timeline, "2025-02-05"), abs=1)
    assert solid["end"] == pytest.approx(pixel(timeline, "2025-02-21"), abs=1)
    assert hatched["x"] == pytest.approx(pixel(timeline, "2025-01-20"), abs=1)
    assert hatched["end"] == pytest.approx(pixel(timeline, "2025-03-01"), abs=1)


@pytest.mark.parametrize(
    ("time", "bound", "known", "tip"),
    [
        ("{ earliest: null, latest: '2025-02-18', relation: 'BEFORE' }", "2025-02-19", "end", "x"),
        ("{ earliest: '2025-02-18', latest: null, relation: 'AFTER' }", "2025-02-18", "x", "end"),
    ],
)
def test_a_bound_on_one_side_ends_in_an_arrow_on_the_other(
    timeline: Page, time: str, bound: str, known: str, tip: str
) -> None:
    """The hatching begins exactly at the bound; the arrow is beyond its other end."""
    drawn = draw(timeline, time)
    hatched, arrow = box(drawn.locator(".span-possible")), box(drawn.locator(".span-open"))
    assert hatched[known] == pytest.approx(pixel(timeline, bound), abs=1)
    assert abs(arrow[tip] - hatched[known]) > hatched["width"]


def test_since_february_is_hatched_over_february_and_open(timeline: Page) -> None:
    time = "{ start: '2025-02', end: '2025-02', earliest: '2025-02-01', latest: null, relation: 'BEGUN_BY' }"
    drawn = draw(timeline, time)
    hatched, arrow = box(drawn.locator(".span-possible")), box(drawn.locator(".span-open"))
    assert hatched["x"] == pytest.approx(pixel(timeline, "2025-02-01"), abs=1)
    assert arrow["end"] > pixel(timeline, "2025-03-01")


def test_what_is_known_to_last_without_an_end_is_solid_and_open(timeline: Page) -> None:
    time = "{ start: '2025-02-10', end: null, earliest: '2025-02-10', latest: null, relation: 'SIMULTANEOUS' }"
    drawn = draw(timeline, time)
    assert box(drawn.locator(".span-open"))["end"] > box(drawn.locator(".span-certain"))["end"]
    expect(drawn.locator(".span-possible")).to_have_count(0)


@pytest.mark.parametrize("status", ["occurred", "ongoing", "scheduled", "possible", "denied"])
def test_each_status_has_its_own_shape(timeline: Page, status: str) -> None:
    """Filled, doubled, dashed, hollow, struck: told without colour."""
    drawn = draw(timeline, "on('2025-02-17')", f"{{ status: '{status}' }}", window=("2025-02-10", "2025-02-24"))
    expect(drawn).to_have_class(re.compile(rf"\bis-{status}\b"))
    certain = drawn.locator(".span-certain")
    look = certain.evaluate(
        "(path) => { const { fill, stroke, strokeDasharray } = getComputedStyle(path); return { fill, stroke, strokeDasharray }; }"
    )
    paper = timeline.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (look["fill"] == paper) == (status in {"scheduled", "possible", "denied"})
    assert (look["stroke"] != "none") == (status in {"scheduled", "possible", "denied"})
    assert (look["strokeDasharray"] != "none") == (status == "scheduled")
    assert ((certain.get_attribute("d") or "").count("M") == 2) == (status == "ongoing")
    expect(drawn.locator(".strike")).to_have_count(1 if status == "denied" else 0)


def test_words_of_what_is_denied_are_not_struck(timeline: Page) -> None:
    """“Will not send soldiers”, struck out, would say that they will be sent; the mark alone is struck."""
    denied = "event('The ministers will not send soldiers', on('2025-02-17'), { status: 'denied' })"
    show(timeline, f"[{denied}, event('Talks', on('2025-02-28'))]")
    expect(timeline.locator(".is-denied .mark-label")).to_have_css("text-decoration-line", "none")


def test_a_conflict_of_dates_has_a_sign(timeline: Page) -> None:
    drawn = draw(timeline, "on('2025-02-17')", "{ conflicts: [{}] }")
    expect(drawn.locator(".conflict-sign")).to_have_text("≠")
    expect(drawn).to_have_attribute("aria-label", re.compile("dates disagree"))


def test_a_doubtful_date_is_lighter_and_still_seen(timeline: Page) -> None:
    """Three to one at the least, in light and in dark."""
    contrast = """(path) => {
      const canvas = document.createElement("canvas").getContext("2d");
      const light = (colour) => {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
          .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const [one, other] = [light(getComputedStyle(path).fill), light(getComputedStyle(document.body).backgroundColor)];
      return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    }"""
    for scheme in ("light", "dark"):
        timeline.emulate_media(color_scheme="light" if scheme == "light" else "dark", reduced_motion="reduce")
        sure = draw(timeline, "on('2025-02-17')").locator(".span-certain").evaluate(contrast)
        doubtful = draw(timeline, "on('2025-02-17', { confidence: 0.4 })").locator(".span-certain").evaluate(contrast)
        assert sure > doubtful >= 3


def test_undated_events_are_counted_and_not_drawn(timeline: Page) -> None:
    show(timeline, "[event('Resignation', {}), event('Talks', on('2025-02-17'))]")
    expect(timeline.locator(".mark")).to_have_count(1)
    expect(timeline.locator(".timeline-undrawn")).to_have_text("1 event without a date is only in the list.")


def test_one_event_of_long_ago_does_not_crowd_the_others(timeline: Page) -> None:
    """All are fitted but for a few far ones, and it says so; zooming out shows these, too."""
    show(
        timeline,
        "[event('Landings', on('1944-06-06')), ...Array.from({ length: 60 }, (_, at) => event('Call ' + at, on(`2025-02-${10 + (at % 15)}`)))]",
    )
    expect(timeline.locator(".timeline-undrawn")).to_have_text("1 event far from the others: zoom out to see it.")
    expect(mark(timeline, "Landings")).to_have_count(0)
    assert timeline.locator(".axis-context").all_text_contents()[0] == "February 2025"
    for _ in range(18):
        timeline.get_by_role("button", name="Zoom out").click()
    expect(mark(timeline, "Landings")).to_have_count(1)


def test_what_an_open_side_brings_into_the_window_is_counted(timeline: Page) -> None:
    """“By 1 May” may be in January, but its arrow stands at May; where that is seen, nothing is said."""
    by = "{ start: null, end: null, earliest: null, latest: '2025-05-01', relation: 'BEFORE' }"
    undrawn = timeline.locator(".timeline-undrawn")
    draw(timeline, by, window=("2025-01-01", "2025-01-31"))
    expect(undrawn).to_have_text("1 event may lie here too, known only by a date outside: see the list.")
    draw(timeline, by, window=("2025-01-01", "2025-06-30"))
    expect(undrawn).to_be_hidden()
    draw(timeline, by, window=("2025-07-01", "2025-07-31"))
    expect(undrawn).to_be_hidden()


def test_titles_are_cut_between_words(timeline: Page) -> None:
    """So that what is seen is part of what is spoken; other scripts, which have no spaces, anywhere."""
    cut = """async ([text, letters]) => {
      const { cutWords } = await import("/web/scripts/timeline/measuring.js");
      return cutWords(text, letters, (some) => Array.from(some).length).text;
    }"""
    assert timeline.evaluate(cut, ["The mayor of Tønsberg resigns", 18]) == "The mayor of…"
    assert timeline.evaluate(cut, ["Tønsberg", 5]) == ""
    assert timeline.evaluate(cut, ["Tønsberg", 8]) == "Tønsberg"
    assert timeline.evaluate(cut, ["東京で首脳会談が開かれた", 6]) == "東京で首脳…"


def test_without_a_date_to_draw_it_says_so(timeline: Page) -> None:
    show(timeline, "[event('Resignation', {})]")
    expect(timeline.locator(".timeline-empty")).to_be_visible()
    expect(timeline.locator(".timeline-frame")).to_be_hidden()
    show(timeline, "[event('Talks', on('2025-02-17'))]")
    expect(mark(timeline, "Talks")).to_be_visible()


def test_names_say_what_is_drawn(timeline: Page) -> None:
    """Title, date in the API's words, status, reports and sources."""
    time = "{ start: '2025-02-10', end: '2025-02-16', words: 'week of 10 February 2025' }"
    drawn = draw(timeline, time, "{ status: 'possible', reports: 3, sources: 2 }")
    expect(drawn).to_have_attribute("aria-label", "Talks, week of 10 February 2025, possible, 3 reports of 2 sources")
    expect(drawn).to_have_attribute("role", "button")


def test_titles_with_markup_stay_text(timeline: Page, hostile: str) -> None:
    """In the label, the tooltip and the lane; what turns the direction of text is left out."""
    timeline.evaluate(
        """(title) => show([event(title + "\\u202e", on("2025-02-17"), { participants: names(title) })], { lanes: "participant" })""",
        hostile,
    )
    drawn = timeline.locator(".mark")
    drawn.hover()
    expect(timeline.locator(".timeline-tip-title")).to_have_text(hostile)
    expect(timeline.locator(".timeline img, .timeline script")).to_have_count(0)
    assert "\u202e" not in (drawn.get_attribute("aria-label") or "")
    assert timeline.evaluate("window.harmed") is None


def test_lanes_are_the_most_frequent_names_and_the_others(timeline: Page) -> None:
    """An event of several participants stands in the lane of each, under one id."""
    events = """[
      ...Array.from({ length: 3 }, (_, day) => event("Talks " + day, on("2025-02-1" + day), { participants: names("Anna", "Bo") })),
      event("Visit", on("2025-02-14"), { participants: names("Anna") }),
      ...["C", "D", "E", "F", "G", "H"].map((name) => event("Visit by " + name, on("2025-02-15"), { participants: names(name) })),
      event("Storm", on("2025-02-16")),
    ]"""
    show(timeline, events, lanes="participant")
    groups = timeline.locator('.timeline-marks > g[role="group"]')
    assert groups.evaluate_all("(all) => all.map((one) => one.getAttribute('aria-label'))") == [
        "Anna",
        "Bo",
        "C",
        "D",
        "E",
        "F",
        "Others",
    ]
    assert groups.evaluate_all("(all) => all.map((one) => one.children.length)") == [4, 3, 1, 1, 1, 1, 3]
    assert mark(timeline, "Talks 0").evaluate_all("(all) => new Set(all.map((one) => one.dataset.id)).size") == 1
    expect(timeline.locator(".lane-name").first).to_have_text("Anna4Anna")


def test_lanes_by_type_and_place(timeline: Page) -> None:
    """Types are written as words."""
    events = "[event('Talks', on('2025-02-10'), { places: places('Oslo') }), event('Raid', on('2025-02-11'), { type: 'ASSAULT' })]"
    for by, expected in (("type", ["Assault", "Consult"]), ("place", ["Oslo", "Others"]), ("none", [])):
        show(timeline, events, lanes=by)
        groups = timeline.locator('.timeline-marks > g[role="group"]')
        assert groups.evaluate_all("(all) => all.map((one) => one.getAttribute('aria-label'))") == expected


@pytest.mark.parametrize("lanes", ["none", "participant"])
def test_five_thousand_events_are_few_elements_at_any_scale(timeline: Page, lanes: str) -> None:
    show(timeline, "window.many ??= generate(5000)", lanes=lanes)
    for window in (
        None,
        ("2022", "2023"),
        ("2023-01", "2023-06"),
        ("2023-03", "2023-03"),
        ("2023-03-07", "2023-03-09"),
        ("2023-03-07", "2023-03-07"),
    ):
        show(timeline, "many", lanes=lanes, window=window)
        assert timeline.locator(".mark").count() > 0
        assert timeline.locator(".timeline-drawing *").count() < 1500


def test_each_event_is_in_exactly_one_mark_of_its_lane(timeline: Page) -> None:
    """At every scale, whether it stands alone or in a cluster; and no two bodies of a row touch."""
    found = timeline.evaluate(
        """async () => {
          const { extent } = await import("/web/scripts/timeline/layout.js");
          const events = generate(5000);
          const items = events.map((event) => ({ event, title: event.title, shape: shape(readSpan(event.time)), isProminent: event.salience > 0.6 }));
          const wrong = [];
          for (const lane of divide(items, "place", 3)) {
            for (let exponent = -22; exponent <= -4; exponent += 1) {
              const scale = 2 ** exponent;
              const { marks, rows } = layOut(lane.items, { scale, rows: 4, unit: 1, measure: (text) => 7 * text.length });
              const ids = marks.flatMap((mark) => mark.events.map((event) => event.id)).sort();
              if (String(ids) !== String(lane.items.map((item) => item.event.id).sort())) wrong.push(["events", lane.name, exponent]);
              if (rows > 6) wrong.push(["rows", lane.name, exponent, rows]);
              for (let row = 0; row < rows; row++) {
                const bodies = marks.filter((mark) => mark.row === row && !mark.isNarrow).map((mark) => extent(mark, scale, 1)).sort((a, b) => a[0] - b[0]);
                bodies.forEach(([start], index) => index && start < bodies[index - 1][1] && wrong.push(["touch", lane.name, exponent, row]));
              }
            }
          }
          return wrong;
        }"""
    )
    assert found == []


def test_dense_marks_become_one_with_a_count_that_opens_its_span(timeline: Page) -> None:
    """Every event is counted; the window that opens holds them all."""
    show(
        timeline,
        "Array.from({ length: 60 }, (_, at) => event('Call ' + at, on(`2025-02-${String(1 + (at % 20)).padStart(2, '0')}`))).concat([event('Election', on('2015-05-03'))])",
        window=("2015", "2026"),
    )
    cluster = timeline.locator(".mark.cluster")
    alone = timeline.locator(".mark[data-id]").count()
    assert int(cluster.get_attribute("data-count") or 0) + alone == 61
    expect(cluster).to_have_attribute("aria-label", re.compile(r"^\d+ events, 1 to 20 February 2025$"))
    cluster.click()
    window = settled(timeline)["window"]
    assert window["start"] < timeline.evaluate(SECONDS, "2025-02-01")
    assert window["end"] > timeline.evaluate(SECONDS, "2025-02-21")
    assert window["end"] - window["start"] < 60 * DAY


def test_a_cluster_of_one_time_lists_its_events(timeline: Page) -> None:
    """Zooming would not part them. Opening one is reported, Esc goes back to the cluster."""
    show(
        timeline,
        "Array.from({ length: 90 }, (_, at) => event('Call ' + at, on('2025-02-17')))",
        window=("2025-02-10", "2025-02-24"),
    )
    cluster = timeline.locator(".mark.cluster").first
    cluster.focus()
    timeline.keyboard.press("Enter")
    listing = timeline.locator(".timeline-listing")
    expect(listing).to_be_visible()
    expect(listing.locator("li")).to_have_count(int(cluster.get_attribute("data-count") or 0))
    expect(listing.locator("li button").first).to_be_focused()
    timeline.keyboard.press("Enter")
    assert len(timeline.evaluate("reported.opened")) == 1
    timeline.keyboard.press("Escape")
    expect(listing).to_be_hidden()
    expect(cluster).to_be_focused()


def test_the_wheel_zooms_around_the_pointer_with_control(timeline: Page) -> None:
    show(timeline, "twelve()")
    frame = box(timeline.locator(".timeline-frame"))
    x, y = frame["x"] + frame["width"] * 0.75, frame["y"] + 60
    before = timeline.evaluate(
        "(x) => timeline.drawing.timeAt(x, calendar.readWindow({ from: '2025-01', to: '2025-02' }))", x - frame["x"]
    )
    show(timeline, "twelve()", window=("2025-01", "2025-02"))
    timeline.mouse.move(x, y)
    timeline.keyboard.down("Control")
    timeline.mouse.wheel(0, -300)
    timeline.keyboard.up("Control")
    window = settled(timeline)["window"]
    length = window["end"] - window["start"]
    assert length < 50 * DAY
    assert window["start"] + length * 0.75 == pytest.approx(before, abs=DAY / 2)
    assert any(not each["settled"] for each in windows(timeline))


def test_a_plain_wheel_scrolls_the_page_until_the_timeline_has_focus(timeline: Page) -> None:
    timeline.set_viewport_size({"width": 1000, "height": 300})
    show(timeline, "twelve()", window=("2025-01", "2025-02"))
    frame = box(timeline.locator(".timeline-frame"))
    timeline.mouse.move(frame["x"] + 300, frame["y"] + 60)
    timeline.mouse.wheel(0, 120)
    timeline.wait_for_function("scrollY > 0")
    assert windows(timeline) == []
    mark(timeline, "Mayor of Bergen resigns").focus()
    timeline.mouse.wheel(0, -120)
    assert settled(timeline)["window"]["end"] > 0


def test_dragging_moves_the_window_and_opens_nothing(timeline: Page) -> None:
    """By as much time as lies between the pixels; the end is rounded to what can be seen."""
    show(timeline, "twelve()", window=("2025-02-01", "2025-02-28"))
    bar = box(mark(timeline, "Halvorsen meets rebel leaders in Oslo").locator(".span-certain"))
    timeline.mouse.move(bar["x"] + 4, bar["y"] + 4)
    timeline.mouse.down()
    timeline.mouse.move(bar["x"] - 100, bar["y"] + 4, steps=4)
    timeline.mouse.up()
    found = settled(timeline)
    plot = timeline.evaluate("timeline.drawing.plot")
    moved = found["window"]["start"] - timeline.evaluate(SECONDS, "2025-02-01")
    assert moved == pytest.approx(104 / plot * 28 * DAY, abs=3600)
    assert re.fullmatch(r"2025-02-\d\dT\d\d:00", found["texts"]["from"])
    assert timeline.evaluate("reported.opened") == []


def test_two_fingers_zoom(timeline: Page) -> None:
    """What was twice as far apart is seen twice as large."""
    show(timeline, "twelve()", window=("2025-01", "2025-02"))
    timeline.locator(".timeline-frame").evaluate(
        """(frame) => {
          const { left, top } = frame.getBoundingClientRect();
          const fire = (kind, id, x) => frame.dispatchEvent(new PointerEvent(kind, { pointerId: id, pointerType: "touch", clientX: left + x, clientY: top + 80, bubbles: true }));
          fire("pointerdown", 11, 400);
          fire("pointerdown", 12, 600);
          fire("pointermove", 11, 300);
          fire("pointermove", 12, 700);
          fire("pointerup", 11, 300);
          fire("pointerup", 12, 700);
        }"""
    )
    window = settled(timeline)["window"]
    assert window["end"] - window["start"] == pytest.approx(59 / 2 * DAY, rel=0.02)


def test_buttons_zoom_and_fit(timeline: Page) -> None:
    """To see everything again is reported as no window at all."""
    show(timeline, "twelve()", window=("2025-01", "2025-02"))
    timeline.get_by_role("button", name="Zoom in").click()
    window = settled(timeline)["window"]
    assert window["end"] - window["start"] == pytest.approx(59 / 1.6 * DAY, rel=0.02)
    timeline.get_by_role("button", name="Zoom out").click()
    window = settled(timeline)["window"]
    assert window["end"] - window["start"] == pytest.approx(59 * DAY, rel=0.02)
    timeline.get_by_role("button", name="Fit all events").click()
    assert settled(timeline)["window"] is None
    expect(timeline.locator(".mark")).to_have_count(12)


def test_zooming_is_told(timeline: Page) -> None:
    show(
        timeline,
        "[event('Talks', on('2025-02-12')), event('Vote', on('2025-02-14'))]",
        window=("2025-01-01", "2025-03-20"),
    )
    show(
        timeline,
        "[event('Talks', on('2025-02-12')), event('Vote', on('2025-02-14'))]",
        window=("2025-02-10", "2025-02-16"),
    )
    timeline.get_by_role("button", name="Zoom out").click()
    settled(timeline)
    assert re.fullmatch(r"2 events, \d+ to \d+ February 2025", timeline.evaluate("reported.said.at(-1)"))


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2025-02-10", "2025-02-16", "12 events, 10 to 16 February 2025"),
        ("2025-02-17", "2025-02-17", "12 events, 17 February 2025"),
        ("2025-01-30", "2025-02-16", "12 events, 30 January to 16 February 2025"),
        ("2024-12-30", "2025-01-05", "12 events, 30 December 2024 to 5 January 2025"),
        ("2024-03", "2025-02", "12 events, March 2024 to February 2025"),
        ("-0479", "-0469", "12 events, 480 to 470 BCE"),
        ("-0479", "0500", "12 events, 480 BCE to 500 CE"),
        ("2025-02-17T14:00", "2025-02-17T17:59", "12 events, 17 February 2025, 14:00 to 18:00"),
    ],
)
def test_windows_are_said_as_people_do(timeline: Page, start: str, end: str, words: str) -> None:
    said = timeline.evaluate(
        "async ([from, to]) => (await import('/web/scripts/timeline/wording.js')).sayEvents(12, calendar.readWindow({ from, to }))",
        [start, end],
    )
    assert said == words


def test_one_mark_is_in_the_order_of_tab(timeline: Page) -> None:
    """The one last focused; before that, the first. The keys to the others are the arrows."""
    show(timeline, "twelve()")
    stop = timeline.locator('.timeline-frame [tabindex="0"], .timeline-frame[tabindex="0"]')
    expect(stop).to_have_count(1)
    expect(stop).to_have_attribute("aria-label", re.compile("^Blockade of the strait"))
    timeline.get_by_role("button", name="Fit all events").focus()
    timeline.keyboard.press("Tab")
    expect(stop).to_be_focused()
    timeline.keyboard.press("End")
    expect(stop).to_have_count(1)
    expect(stop).to_have_attribute("aria-label", re.compile("^Parliament votes"))


def test_without_marks_the_timeline_itself_can_be_reached(timeline: Page) -> None:
    show(timeline, "twelve()", window=("1950", "1960"))
    expect(timeline.locator(".timeline-frame")).to_have_attribute("tabindex", "0")
    expect(timeline.locator(".mark")).to_have_count(0)


def focused(page: Page) -> str:
    name: str = page.evaluate("document.activeElement.getAttribute('aria-label') ?? ''")
    return name.partition(",")[0]


def test_arrows_go_through_time(timeline: Page) -> None:
    """And take the window along; Home and End are the first and the last that can be seen."""
    show(
        timeline,
        "['06', '10', '12', '14', '28'].map((day) => event('Day ' + day, on('2025-02-' + day)))",
        window=("2025-02-09", "2025-02-15"),
    )
    mark(timeline, "Day 10").focus()
    for key, expected in (("ArrowRight", "Day 12"), ("End", "Day 14"), ("Home", "Day 10"), ("ArrowLeft", "Day 06")):
        timeline.keyboard.press(key)
        assert focused(timeline) == expected
    assert settled(timeline)["window"]["start"] < timeline.evaluate(SECONDS, "2025-02-06")
    for _ in range(4):
        timeline.keyboard.press("ArrowRight")
    assert focused(timeline) == "Day 28"
    timeline.keyboard.press("ArrowRight")
    assert focused(timeline) == "Day 28"


def test_an_event_of_two_lanes_is_one_stop(timeline: Page) -> None:
    """Up and down lead to its other lanes."""
    events = "[event('Talks', on('2025-02-10'), { participants: names('Anna', 'Bo') }), event('Visit', on('2025-02-14'), { participants: names('Bo') })]"
    show(timeline, events, lanes="participant")
    mark(timeline, "Talks").first.focus()
    timeline.keyboard.press("ArrowRight")
    assert focused(timeline) == "Visit"
    timeline.keyboard.press("ArrowLeft")
    timeline.keyboard.press("ArrowDown")
    expect(mark(timeline, "Talks").nth(1)).to_be_focused()
    timeline.keyboard.press("ArrowUp")
    expect(mark(timeline, "Talks").nth(0)).to_be_focused()
    expect(timeline.locator('.mark[tabindex="0"]')).to_have_count(1)


def test_plus_and_minus_zoom_around_the_focused_mark(timeline: Page) -> None:
    """Its event keeps the focus."""
    show(timeline, "twelve()", window=("2025-01", "2025-02"))
    mark(timeline, "Halvorsen meets rebel leaders in Oslo").focus()
    for _ in range(3):
        timeline.keyboard.press("+")
    window = settled(timeline)["window"]
    assert window["end"] - window["start"] == pytest.approx(59 / 1.6**3 * DAY, rel=0.03)
    assert window["start"] < timeline.evaluate(SECONDS, "2025-02-17") < window["end"]
    assert focused(timeline) == "Halvorsen meets rebel leaders in Oslo"
    timeline.keyboard.press("-")
    assert settled(timeline)["window"]["end"] > window["end"]


def test_focus_follows_an_event_into_its_cluster(timeline: Page) -> None:
    show(timeline, "generate(400)", window=("2023-05-01", "2023-05-20"))
    timeline.locator('.mark[tabindex="0"]').focus()
    for _ in range(9):
        timeline.keyboard.press("-")
        settled(timeline)
        expect(timeline.locator(".mark:focus, .timeline-frame:focus")).to_have_count(1)


def test_enter_and_click_open(timeline: Page) -> None:
    show(timeline, "[event('Talks', on('2025-02-10')), event('Visit', on('2025-02-14'))]")
    mark(timeline, "Talks").focus()
    timeline.keyboard.press("Enter")
    mark(timeline, "Visit").click()
    ids = [mark(timeline, title).get_attribute("data-id") for title in ("Talks", "Visit")]
    assert timeline.evaluate("reported.opened") == ids


def test_escape_gives_the_focus_to_the_whole(timeline: Page) -> None:
    show(timeline, "twelve()")
    mark(timeline, "Mayor of Bergen resigns").focus()
    timeline.keyboard.press("Escape")
    expect(timeline.locator(".timeline-frame")).to_be_focused()
    expect(timeline.locator(".timeline-tip")).to_be_hidden()


def test_the_focused_mark_is_encircled_and_told(timeline: Page) -> None:
    """For those who see: a ring, and the title in full."""
    show(timeline, "twelve()")
    timeline.get_by_role("button", name="Fit all events").focus()
    timeline.keyboard.press("Tab")
    ring = timeline.locator(".focus-ring")
    expect(ring).to_have_attribute("visibility", "visible")
    assert box(ring)["x"] <= box(timeline.locator(".mark:focus .span-possible"))["x"] + 3
    expect(timeline.locator(".timeline-tip-title")).to_have_text("Blockade of the strait")


def test_the_selected_event_is_marked(timeline: Page) -> None:
    """And others are not, when another is selected."""
    timeline.evaluate("window.two = [event('Talks', on('2025-02-10')), event('Visit', on('2025-02-14'))]")
    for index, title in enumerate(("Talks", "Visit")):
        timeline.evaluate("(index) => show(two, { selected: two[index].id })", index)
        expect(timeline.locator('.mark[aria-current="true"]')).to_have_count(1)
        expect(mark(timeline, title)).to_have_attribute("aria-current", "true")


def test_from_before_our_era_to_the_hours_of_a_day(timeline: Page) -> None:
    """One timeline holds Thermopylae and a session that opens at half past nine, and zooms from the one to the other."""
    events = "[event('Battle', { start: '-0479-08', end: '-0479-09' }), event('Session', { start: '2025-02-17T09:30', end: '2025-02-17T09:30' })]"
    show(timeline, events)
    assert "500 CE" in timeline.locator(".axis-label").all_text_contents()
    mark(timeline, "Session").focus()
    for _ in range(40):
        timeline.keyboard.press("+")
    window = settled(timeline)["window"]
    assert window["end"] - window["start"] == 3600
    labels = timeline.locator(".axis-label").all_text_contents()
    assert "09:30" in labels
    assert "17 February 2025" in timeline.locator(".axis-context").all_text_contents()
    assert focused(timeline) == "Session"


def test_going_somewhere_takes_a_moment_and_none_where_motion_is_unwelcome(timeline: Page) -> None:
    show(timeline, "twelve()", window=("2025-01", "2025-02"))
    press = "document.querySelector('[aria-label=\"Zoom in\"]').click()"
    timeline.evaluate(press)
    assert [each["settled"] for each in windows(timeline)] == [False, True]
    timeline.emulate_media(reduced_motion="no-preference")
    timeline.evaluate(press)
    timeline.wait_for_function("reported.windows.length > 2 && reported.windows.at(-1).settled")
    assert len(windows(timeline)[2:]) > 2


def test_titles_do_not_overlap(timeline: Page) -> None:
    """Neither one another nor other marks."""
    for count in (12, 300):
        show(timeline, "twelve()" if count == 12 else f"generate({count})")
        boxes = timeline.locator(".mark-label").evaluate_all(
            """(all) => all.filter((one) => one.textContent).map((one) => { const { left, right, top, bottom } = one.getBoundingClientRect(); return [left, right, top, bottom]; })"""
        )
        bodies = timeline.locator(".span-certain, .cluster-box").evaluate_all(
            "(all) => all.map((one) => { const { left, right, top, bottom } = one.getBoundingClientRect(); return [left, right, top, bottom]; })"
        )
        assert len(boxes) > 8
        for index, one in enumerate(boxes):
            for other in (*boxes[index + 1 :], *bodies):
                apart = (
                    one[1] <= other[0] + 1 or other[1] <= one[0] + 1 or one[3] <= other[2] + 4 or other[3] <= one[2] + 4
                )
                assert apart, (one, other)


def test_new_events_for_the_same_window_leave_it_where_it_is(timeline: Page) -> None:
    """As the page does after a gesture: it asks for the window's events, and shows them."""
    show(timeline, "twelve()", window=("2025-01", "2025-02"))
    timeline.get_by_role("button", name="Zoom in").click()
    texts = settled(timeline)["texts"]
    first = timeline.locator(".axis-label").all_text_contents()
    show(timeline, "twelve()", window=(texts["from"], texts["to"]))
    assert timeline.locator(".axis-label").all_text_contents() == first
    assert len([each for each in windows(timeline) if each["settled"]]) == 1


@pytest.fixture
def narrow(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 740}, has_touch=True)
    page = context.new_page()
    page.goto("/pages/timeline.html#12,participant")
    expect(page.locator("html[data-ready]")).to_be_attached()
    yield page
    context.close()


def test_on_a_phone_names_of_lanes_stand_above(narrow: Page) -> None:
    """Nothing is wider than the page, and every mark is large enough for a finger."""
    assert narrow.evaluate("document.documentElement.scrollWidth") == 360
    assert narrow.evaluate("timeline.drawing.gutter") == 0
    sizes = narrow.locator(".mark-hit").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect()).map(({ width, height }) => [width, height])"
    )
    assert all(width >= 24 and height >= 24 for width, height in sizes)


def test_it_is_seen_in_forced_colours(timeline: Page) -> None:
    """Hatching and marks take the system's colour for text."""
    timeline.emulate_media(forced_colors="active", reduced_motion="reduce")
    show(timeline, "twelve()")
    text = timeline.evaluate(
        "(() => { const probe = document.createElement('p'); probe.style.color = 'CanvasText'; document.body.append(probe); const found = getComputedStyle(probe).color; probe.remove(); return found; })()"
    )
    assert timeline.locator(".hatch-plain path").first.evaluate("(path) => getComputedStyle(path).stroke") == text
    assert (
        mark(timeline, "Halvorsen meets rebel leaders in Oslo")
        .locator(".span-certain")
        .evaluate("(path) => getComputedStyle(path).fill")
        == text
    )


def test_bounds_are_read_as_python_does(timeline: Page) -> None:
    """The pixel of a month's end is the pixel of the next month's beginning."""
    end = interval.parse_unit("2025-02").end
    assert (
        timeline.evaluate(
            "readSpan({ earliest: '2025-02', latest: '2025-02', start: null, end: null, relation: 'IS_INCLUDED' }).latest"
        )
        == end
    )
