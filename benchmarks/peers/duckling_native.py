"""Duckling, compiled into the wheel pyduckling-native-phihos: times and durations in English, against the document's day.

A value is written at its grain; of an interval, where that begins; an instant of the reference itself as PRESENT_REF.
"""

import datetime as dt
import json
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import duckling  # type: ignore[import-not-found]

GRAINS = {"year": "%Y", "month": "%Y-%m", "week": "%G-W%V", "day": "%Y-%m-%d", "hour": "%Y-%m-%dT%H:%M",
          "minute": "%Y-%m-%dT%H:%M"}  # fmt: skip
UNITS = {"year": "P{}Y", "quarter": "P{}Q", "month": "P{}M", "week": "P{}W", "day": "P{}D", "hour": "PT{}H", "minute": "PT{}M",
         "second": "PT{}S"}  # fmt: skip

zones = duckling.load_time_zones("/usr/share/zoneinfo")
english = duckling.parse_locale("EN", duckling.default_locale_lang(duckling.parse_lang("EN")))
dimensions = duckling.parse_dimensions(["time", "duration"])


def find(text: str, dct: str | None) -> Iterator[dict[str, Any]]:
    day = dt.datetime.fromisoformat(dct or "1970-01-01").replace(tzinfo=dt.UTC)
    context = duckling.Context(duckling.parse_ref_time(zones, "UTC", int(day.timestamp())), english)
    for each in duckling.parse(text, context, dimensions, False):
        type_, value = write(each, day)
        yield {"start": each["start"], "end": each["end"], "type": type_, "value": value}


def write(each: dict[str, Any], reference: dt.datetime) -> tuple[str, str]:
    value = each["value"]
    if each["dim"] == "duration":
        return "DURATION", UNITS[value["unit"]].format(value["value"])
    point = value.get("from") or value.get("to") or value
    when, grain = dt.datetime.fromisoformat(point["value"]), point["grain"]
    if grain == "quarter":
        return "DATE", f"{when.year:04}-Q{(when.month + 2) // 3}"
    if grain == "second":
        return ("DATE", "PRESENT_REF") if when == reference else ("TIME", when.strftime("%Y-%m-%dT%H:%M:%S"))
    return "TIME" if grain in ("hour", "minute") else "DATE", when.strftime(GRAINS[grain])


list(find("Warm on Monday.", None))
print(json.dumps({"version": version("pyduckling-native-phihos")}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    begun = time.process_time()
    try:
        answer: dict[str, Any] = {"times": list(find(asked["text"], asked["dct"]))}
    except Exception as error:  # noqa: BLE001 - counted as a failure
        answer = {"error": repr(error)}
    print(json.dumps({**answer, "cpu": time.process_time() - begun}), flush=True)
