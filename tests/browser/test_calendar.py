"""web/static/scripts/calendar.js and ticks.js: the same calendar as Python's, and axes as a newspaper has them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from timeline import calendar, interval
from timeline.calendar import SECONDS_PER_DAY
from timeline.interval import Interval

FIRST, LAST = calendar.days(-999_999), calendar.days(999_999, 12, 31)
BEGIN = """async () => {
  const calendar = await import("/web/scripts/calendar.js");
  const { ticks } = await import("/web/scripts/ticks.js");
  Object.assign(window, { calendar, ticks });
}"""


@pytest.fixture(scope="module")
def modules(browser: Browser, address: str) -> Iterator[Page]:
    """A page that has `calendar` and `ticks`."""
    page = browser.new_page()
    page.goto(f"{address}/problems/")
    page.evaluate(BEGIN)
    yield page
    page.close()


def day_numbers() -> list[int]:
    """Of all years that the API knows, many of ours, and the turns of months, years and eras."""
    draw = Random(8)
    turns = [
        calendar.days(year, month)
        for year in (-401, -400, -1, 0, 1, 1900, 2000, 2024, 9999, 10_000)
        for month in range(1, 13)
    ]
    far = [draw.randint(FIRST, LAST) for _ in range(2_000)]
    near = [draw.randint(calendar.days(-3000), calendar.days(3000)) for _ in range(2_000)]
    return [FIRST, LAST, *turns, *(turn - 1 for turn in turns), *far, *near]


def axis(page: Page, start: str, end: str, width: int = 1000) -> dict[str, Any]:
    """The ticks from the start of one date to the end of another."""
    found: dict[str, Any] = page.evaluate(
        "([start, end, width]) => ticks(calendar.read(start).start, calendar.read(end).end, width)", [start, end, width]
    )
    return found


def labels(ticks: list[dict[str, Any]]) -> list[str]:
    return [tick["label"] for tick in ticks]


def test_days_are_those_of_python(modules: Page) -> None:
    """There and back, with the weekday, over two million years."""
    numbers = day_numbers()
    found = modules.evaluate(
        """(numbers) => numbers.map((number) => {
          const { year, month, day } = calendar.civil(number);
          return [year, month, day, calendar.days(year, month, day), calendar.weekday(number), calendar.monthLength(year, month)];
        })""",
        numbers,
    )
    for number, (year, month, day, again, weekday, length) in zip(numbers, found, strict=True):
        assert (year, month, day) == calendar.civil(number)
        assert again == number
        assert weekday == calendar.weekday(number)
        assert length == calendar.month_length(year, month)


def test_texts_are_read_as_python_reads_them(modules: Page) -> None:
    """Days, minutes and seconds as the API writes them, months and years as people do."""
    draw = Random(9)
    texts = [
        "2025",
        "2025-12",
        "0000",
        "-0479",
        "+12025",
        "+12025-12",
        "-999999",
        "+999999",
        "2025-02-18 20:00",
        "9999-12-31T23:59:59",
    ]
    for number in day_numbers():
        at = number * SECONDS_PER_DAY
        unit = draw.choice((SECONDS_PER_DAY, 60, 1))
        at += draw.randrange(SECONDS_PER_DAY) // unit * unit
        texts.append(str(Interval(at, at + unit).first))
    found = modules.evaluate("(texts) => texts.map((text) => calendar.read(text))", texts)
    for text, stretch in zip(texts, found, strict=True):
        expected = interval.parse_unit(text)
        assert (stretch["start"], stretch["end"]) == (expected.start, expected.end), text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "25",
        "2025-13",
        "2025-00",
        "2025-02-30",
        "2025-02-00",
        "2025-02-18T24:00",
        "2025-02-18T20:60",
        "12025",
        "٢٠٢٥",
    ],
)
def test_what_is_no_date_is_none(modules: Page, text: str) -> None:
    assert modules.evaluate("(text) => calendar.read(text)", text) is None


def test_a_window_is_written_and_read_again(modules: Page) -> None:
    """And what is written, Python reads as the same window."""
    draw = Random(10)
    windows = []
    for number in day_numbers()[1:]:
        unit = draw.choice((SECONDS_PER_DAY, 3600, 60, 1))
        start = min(number, LAST - 400) * SECONDS_PER_DAY + draw.randrange(SECONDS_PER_DAY) // unit * unit
        windows.append([start, start + unit * draw.randint(1, 300)])
    written = modules.evaluate("(all) => all.map(([start, end]) => calendar.writeWindow({ start, end }))", windows)
    for (start, end), text in zip(windows, written, strict=True):
        assert interval.parse(text["from"], text["to"]) == Interval(start, end)
    again = modules.evaluate("(all) => all.map(calendar.readWindow)", written)
    assert [[window["start"], window["end"]] for window in again] == windows


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        ("2025", "2025", ("2025", "2025")),
        ("2025-02", "2025-03", ("2025-02", "2025-03")),
        ("2025-02-10", "2025-02-28", ("2025-02-10", "2025-02")),
        ("2025-02-18T20:00", "2025-02-18T20:00", ("2025-02-18T20:00", "2025-02-18T20:00")),
        ("2025-02-18T20:00:07", "2025-02-19", ("2025-02-18T20:00:07", "2025-02-19")),
        ("-0479", "0000", ("-0479", "0000")),
        ("+10000", "+10000-01-01", ("+10000", "+10000-01-01")),
    ],
)
def test_texts_are_as_short_as_can_be(modules: Page, start: str, end: str, written: tuple[str, str]) -> None:
    text = modules.evaluate("([from, to]) => calendar.writeWindow(calendar.readWindow({ from, to }))", [start, end])
    assert (text["from"], text["to"]) == written


def test_an_open_side_is_none(modules: Page) -> None:
    """As much in a window as in what is written of it."""
    window = modules.evaluate("calendar.readWindow({ to: '2025' })")
    assert window["start"] is None
    assert modules.evaluate("(window) => calendar.writeWindow(window)", window) == {"from": None, "to": "2025"}


@pytest.mark.parametrize(
    ("start", "end", "rounded"),
    [
        ("2025-02-18T09:13:12", "2025-02-18T19:40:01", ("2025-02-18T09:13", "2025-02-18T19:39")),
        ("2025-02-18T09:13", "2025-03-18T16:40", ("2025-02-18T09:00", "2025-03-18T16:59")),
        ("2020-02-18T09:13", "2025-02-18T13:40", ("2020-02-18", "2025-02-18")),
        ("1960-02-27", "2025-02-18", ("1960-03", "2025-02")),
        ("-0479-02-27", "2025-10-18", ("-0479", "2025")),
        ("2025-02-18T09:13:12", "2025-02-18T09:13:12", ("2025-02-18T09:13:12", "2025-02-18T09:13:12")),
    ],
)
def test_a_window_is_rounded_to_what_can_be_seen(modules: Page, start: str, end: str, rounded: tuple[str, str]) -> None:
    """No address says the second at which a view of five years begins."""
    text = modules.evaluate(
        "([from, to]) => calendar.writeWindow(calendar.roundWindow(calendar.readWindow({ from, to })))", [start, end]
    )
    assert (text["from"], text["to"]) == rounded


@pytest.mark.parametrize(
    ("window", "unit", "first", "contexts"),
    [
        (("2025-02-18T09:00", "2025-02-18T12:59"), "minute", ["09:00", "09:15", "09:30"], ["18 February 2025"]),
        (("2025-02-17", "2025-02-18"), "hour", ["00:00", "03:00", "06:00"], ["17 February 2025", "18 February"]),
        (("2025-02-10", "2025-03-02"), "day", ["10", "11", "12"], ["February 2025", "March"]),
        (
            ("2024-12-02", "2025-03-02"),
            "week",
            ["2", "9", "16"],
            ["December 2024", "January 2025", "February", "March"],
        ),
        (("2024-11", "2025-10"), "month", ["Nov", "Dec", "Jan"], ["2024", "2025"]),
        (("2021", "2024"), "quarter", ["Jan", "Apr", "Jul"], ["2021", "2022", "2023", "2024"]),
        (("2010", "2024"), "year", ["2010", "2011", "2012"], []),
        (("1900", "1999"), "year", ["1900", "1910", "1920"], []),
        (("-0599", "2025"), "year", ["500 BCE", "1 CE", "500 CE", "1000"], []),
        (("-0479", "-0474"), "quarter", ["Jan", "Apr"], ["480 BCE", "479 BCE", "478 BCE"]),
        (("-10000", "+20000"), "year", ["10,000 BCE", "5000 BCE", "1 CE", "5000", "10,000"], []),
    ],
)
def test_labels_are_short_and_the_rest_is_said_once(
    modules: Page, window: tuple[str, str], unit: str, first: list[str], contexts: list[str]
) -> None:
    found = axis(modules, *window)
    assert found["unit"] == unit
    assert labels(found["major"])[: len(first)] == first
    assert labels(found["contexts"])[:3] == contexts[:3]


def test_the_year_is_not_lost_with_a_context_that_has_no_room(modules: Page) -> None:
    """The next one says it."""
    found = axis(modules, "2025-01-30", "2025-02-25")
    assert labels(found["contexts"]) == ["February 2025"]


def test_ticks_have_room_and_lie_inside(modules: Page) -> None:
    """Whatever the span, from a minute to a million years: ascending, within, and far enough apart for their labels."""
    draw = Random(11)
    for _ in range(300):
        length = int(60 * 10 ** draw.uniform(0, 11.5))
        start = draw.randint(-(10**11), 10**11)
        width = draw.choice((320, 760, 1280))
        found = modules.evaluate("([start, end, width]) => ticks(start, end, width)", [start, start + length, width])
        seconds = [tick["at"] for tick in found["major"]]
        assert all(start <= at <= start + length for at in (*seconds, *found["minor"]))
        apart = [(right - left) * width / length for left, right in pairwise(seconds)]
        assert min(apart, default=99) > 25, (start, length, width)
        assert len(seconds) + len(found["minor"]) < 400
