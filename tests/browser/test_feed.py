"""web/static/scripts/drawings/feed.js: what the timeline and the overview show is what the API says, whole, or it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page, Route

LOAD = """async ([load, query, options]) => {
  try {
    return await feed[load](new URLSearchParams(query), options);
  } catch (error) {
    return { problem: { name: error.constructor.name, status: error.status, detail: error.detail } };
  }
}"""
ALL = "min_salience=0"

Answer = dict[str, Any]


@pytest.fixture
def loaded(page: Page) -> Page:
    """A page that has `feed`."""
    page.goto("/pages/overview.html")
    page.wait_for_function("window.ready")
    return page


@pytest.fixture
def asked(page: Page) -> Iterator[list[str]]:
    """Paths of the API that the page asked for."""
    paths: list[str] = []

    def note(request: Any) -> None:
        if "/v1/" in request.url:
            paths.append(request.url.partition("/v1/")[2])

    page.on("request", note)
    yield paths
    page.remove_listener("request", note)


def load(page: Page, what: str, query: str, **options: Any) -> Answer:
    found: Answer = page.evaluate(LOAD, [what, query, options])
    return found


def ask(served: Flask, path: str) -> Any:
    return served.test_client().get(path).get_json()


def answering(*bins: Answer) -> Callable[[Route], None]:
    """A histogram of these bins in place of the server's."""
    return lambda route: route.fulfill(json={"bins": list(bins), "unplaced": 0})


def test_bins_are_those_of_the_api(loaded: Page, served: Flask) -> None:
    """In seconds, half-open; the total has those that could be anywhere."""
    found = load(loaded, "loadHistogram", ALL)
    told = ask(served, f"/v1/events/histogram?{ALL}&by={found['unit']}")
    counts = [(bin_["events"], bin_["certain"]) for bin_ in found["bins"]]
    assert counts == [(bin_["events"], bin_["certain"]) for bin_ in told["bins"]]
    for bin_, of_api in zip(found["bins"], told["bins"], strict=True):
        stretch = loaded.evaluate("({ start, end }) => calendar.writeWindow({ start, end })", bin_)
        start, end = (loaded.evaluate("(text) => calendar.read(text)", of_api[side]) for side in ("start", "end"))
        assert (bin_["start"], bin_["end"]) == (start["start"], end["end"]), stretch
    assert found["unplaced"] == told["unplaced"]
    assert found["total"] == sum(bin_["events"] for bin_ in told["bins"]) + told["unplaced"]
    assert found["total"] == len(ask(served, f"/v1/events?{ALL}&limit=500")["events"])


def test_the_histogram_is_of_the_question_but_not_of_its_window(loaded: Page, served: Flask) -> None:
    whole = load(loaded, "loadHistogram", f"{ALL}&from=1999&to=1999&match=within&cursor=x&sort=-time&event=ev_1")
    assert whole["total"] == load(loaded, "loadHistogram", ALL)["total"]
    some = load(loaded, "loadHistogram", f"{ALL}&q=ferry&group=day&lanes=place")
    told = ask(served, f"/v1/events/histogram?{ALL}&q=ferry&by={some['unit']}")
    assert 0 < sum(bin_["events"] for bin_ in told["bins"]) == some["total"] < whole["total"]


def year(first: int, events: int = 1) -> Answer:
    return {"start": f"{first:04d}-01-01", "end": f"{first:04d}-12-31", "events": events, "certain": events}


@pytest.mark.parametrize(
    ("years", "units"),
    [
        ([2025], ["year", "week"]),
        ([2023, 2025], ["year", "week"]),
        ([2015, 2025], ["year", "month"]),
        ([1990, 2025], ["year", "quarter"]),
        ([1900, 2025], ["year"]),
        ([1000, 2025], ["year", "decade"]),
    ],
)
def test_the_unit_is_the_finest_that_gives_few_bins(
    loaded: Page, asked: list[str], years: list[int], units: list[str]
) -> None:
    loaded.route("**/v1/events/histogram?*", answering(*map(year, years)))
    assert load(loaded, "loadHistogram", "")["unit"] == units[-1]
    assert [parse_qs(urlsplit(path).query)["by"] for path in asked] == [[unit] for unit in units]


def test_one_lone_event_does_not_make_the_unit_coarse(loaded: Page) -> None:
    """The unit is chosen by the part where events lie close."""
    loaded.route("**/v1/events/histogram?*", answering(year(480), year(2025, 1000)))
    assert load(loaded, "loadHistogram", "")["unit"] == "week"


def test_where_there_is_nothing_one_question_is_enough(loaded: Page, asked: list[str]) -> None:
    found = load(loaded, "loadHistogram", "q=nothingofthekind")
    assert (found["bins"], found["total"], len(asked)) == ([], 0, 1)


def test_more_bins_than_the_api_gives_are_asked_for_by_decade(loaded: Page) -> None:
    refusal = {"type": "/problems/invalid-input", "title": "No", "status": 422, "errors": [{"pointer": "by"}]}

    def fulfil(route: Route) -> None:
        if "by=decade" in route.request.url:
            decade = {"start": "2020-01-01", "end": "2029-12-31", "events": 1, "certain": 1}
            route.fulfill(json={"bins": [decade], "unplaced": 0})
        else:
            route.fulfill(status=422, content_type="application/problem+json", json=refusal)

    loaded.route("**/v1/events/histogram?*", fulfil)
    assert load(loaded, "loadHistogram", "")["unit"] == "decade"


def test_a_histogram_that_takes_too_long_is_a_problem(loaded: Page) -> None:
    """For the page to say so; it is not taken for an empty archive."""
    told = {"type": "/problems/x", "title": "Unavailable", "status": 503, "detail": "It took too long."}
    loaded.route(
        "**/v1/events/histogram?*",
        lambda route: route.fulfill(status=503, content_type="application/problem+json", json=told),
    )
    found = load(loaded, "loadHistogram", "")
    assert found == {"problem": {"name": "Problem", "status": 503, "detail": "It took too long."}}


def test_all_events_come_in_the_order_of_the_chronology(loaded: Page, served: Flask) -> None:
    """With the fields that are drawn, bounded and undated ones too."""
    found = load(loaded, "loadEvents", ALL)
    told = ask(served, f"/v1/events?{ALL}&limit=500")["events"]
    assert [event["id"] for event in found["events"]] == [event["id"] for event in told]
    assert (found["whole"], found["total"]) == (True, len(told))
    assert found["events"][0]["time"] == told[0]["time"]
    assert "mentions" not in found["events"][0]


def test_events_are_those_of_the_window(loaded: Page, served: Flask) -> None:
    query = f"{ALL}&from=2024-03-01&to=2024-03-31&match=within"
    found = load(loaded, "loadEvents", query + "&group=day&lanes=type&event=ev_1&cursor=abc&sort=-time")
    told = ask(served, f"/v1/events?{query}")["events"]
    assert [event["id"] for event in found["events"]] == [event["id"] for event in told]
    assert told


def test_of_too_many_the_most_salient_are_taken(loaded: Page, served: Flask) -> None:
    """And it is said of how many."""
    told = ask(served, f"/v1/events?{ALL}&sort=-salience&limit=500")["events"]
    found = load(loaded, "loadEvents", ALL, most=2)
    assert [event["id"] for event in found["events"]] == [event["id"] for event in told[:2]]
    assert (found["whole"], found["total"]) == (False, len(told))


def test_as_many_as_there_may_be_are_whole(loaded: Page, served: Flask) -> None:
    total = len(ask(served, f"/v1/events?{ALL}&limit=500")["events"])
    assert load(loaded, "loadEvents", ALL, most=total)["whole"] is True
    assert load(loaded, "loadEvents", ALL, most=total - 1)["whole"] is False


def test_events_that_nobody_could_count_are_shown(loaded: Page, served: Flask) -> None:
    """Counting takes long where a page does not: the events come, and how many there are is not said."""
    refusal = {"title": "Unavailable", "status": 503}
    loaded.route(
        "**/v1/events/counts?*",
        lambda route: route.fulfill(status=503, content_type="application/problem+json", json=refusal),
    )
    some = load(loaded, "loadEvents", ALL, most=2)
    assert (len(some["events"]), some["whole"], some["total"]) == (2, False, None)
    told = ask(served, f"/v1/events?{ALL}&limit=500")["events"]
    found = load(loaded, "loadEvents", ALL)
    assert [event["id"] for event in found["events"]] == [event["id"] for event in told]
    assert (found["whole"], found["total"]) == (True, len(told))


def test_progress_is_told(loaded: Page) -> None:
    progress = loaded.evaluate(
        """async () => {
          const told = [];
          const onProgress = (loaded, expected) => told.push([loaded, expected]);
          const { events } = await feed.loadEvents(new URLSearchParams("min_salience=0"), { onProgress });
          return [told.at(-1), events.length];
        }"""
    )
    assert progress[0] == [progress[1], progress[1]]


@pytest.mark.parametrize("end", [-40, None])
def test_a_stream_that_breaks_off_is_told(loaded: Page, end: int | None) -> None:
    """In the middle of a line, and between two; not shown as a shorter list."""

    def break_off(route: Route) -> None:
        answer = route.fetch()
        body = answer.text()
        route.fulfill(response=answer, body=body[:end] if end else body[: body.rindex("\n", 0, -1) + 1])

    loaded.route("**/v1/events?*", break_off)
    found = load(loaded, "loadEvents", ALL)
    assert found["problem"]["name"] == "Problem"
    assert "broke off" in found["problem"]["detail"]
    loaded.unroute("**/v1/events?*")
    assert load(loaded, "loadEvents", ALL)["whole"] is True


def test_a_connection_that_breaks_is_told(loaded: Page) -> None:
    """As the browser sees a server that dies: a body without its last chunk."""
    loaded.evaluate(
        """() => {
          const real = window.fetch;
          window.fetch = async (path, options) => {
            const answer = await real(path, options);
            if (!path.includes("format=ndjson")) return answer;
            const reader = answer.body.getReader();
            let sent = 0;
            const pull = async (controller) => {
              if (sent++) return controller.error(new TypeError("network error"));
              controller.enqueue((await reader.read()).value);
            };
            return new Response(new ReadableStream({ pull }), { headers: answer.headers });
          };
        }"""
    )
    assert "broke off" in load(loaded, "loadEvents", ALL)["problem"]["detail"]


def test_pages_in_place_of_a_stream_are_followed(loaded: Page, served: Flask) -> None:
    """As a server behind a proxy of HTTP/1.0 gives them."""

    def give_pages(route: Route) -> None:
        url = route.request.url
        route.fulfill(response=route.fetch(url=url if "limit=" in url else f"{url}&limit=2"))

    loaded.route("**/v1/events?*", give_pages)
    found = load(loaded, "loadEvents", ALL)
    told = ask(served, f"/v1/events?{ALL}&limit=500")["events"]
    assert [event["id"] for event in found["events"]] == [event["id"] for event in told]


def test_what_changes_nothing_asks_nothing(loaded: Page, asked: list[str]) -> None:
    """The histogram is not asked for anew for another window, the events not for another look at them."""
    load(loaded, "loadHistogram", ALL)
    load(loaded, "loadEvents", ALL)
    asked.clear()
    same = loaded.evaluate(
        """async () => {
          const load = (name, query) => feed[name](new URLSearchParams(query), {});
          return [
            await load("loadHistogram", "from=2024&to=2025&min_salience=0") === await load("loadHistogram", "min_salience=0"),
            await load("loadEvents", "min_salience=0&event=ev_1&lanes=type") === await load("loadEvents", "group=month&min_salience=0"),
          ];
        }"""
    )
    assert (same, asked) == ([True, True], [])
    load(loaded, "loadEvents", f"{ALL}&from=2024")
    assert asked
    asked.clear()
    loaded.evaluate("feed.forget()")
    load(loaded, "loadHistogram", ALL)
    assert asked


def test_what_is_no_longer_wanted_is_aborted(loaded: Page) -> None:
    name = loaded.evaluate(
        """async () => {
          const controller = new AbortController();
          const loading = feed.loadEvents(new URLSearchParams("min_salience=0"), { signal: controller.signal });
          controller.abort();
          return loading.catch((error) => error.name);
        }"""
    )
    assert name == "AbortError"


def test_what_is_forgotten_is_not_kept_when_it_comes(loaded: Page, asked: list[str]) -> None:
    """An answer that was on its way when something changed may be from before the change."""
    loaded.evaluate(
        """async () => {
          const loading = feed.loadHistogram(new URLSearchParams("min_salience=0"));
          feed.forget();
          await loading;
        }"""
    )
    asked.clear()
    load(loaded, "loadHistogram", ALL)
    assert asked
