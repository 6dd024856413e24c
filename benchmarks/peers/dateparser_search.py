"""dateparser's `search_dates`, a sentence at a time, in English, against the document's day.

It answers a datetime and its period, which are written as a day, week, month, year or time of day.
"""

import datetime as dt
import json
import re
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from dateparser.search import search_dates

SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\S)[^.!?\n]*)*")
FORMATS = {"year": "%Y", "month": "%Y-%m", "week": "%G-W%V", "day": "%Y-%m-%d", "time": "%Y-%m-%dT%H:%M"}


def find(text: str, dct: str | None) -> Iterator[dict[str, Any]]:
    settings: dict[str, Any] = {"RETURN_TIME_AS_PERIOD": True, "PREFER_DATES_FROM": "past"}
    if dct is not None:
        settings["RELATIVE_BASE"] = dt.datetime.fromisoformat(dct)
    for sentence in SENTENCE.finditer(text):
        at = sentence.start()
        for words, when, period in search_dates(sentence[0], ["en"], settings, add_period=True) or ():  # type: ignore[call-overload]
            start = text.find(words, at, sentence.end())
            if start >= 0:
                at = start + len(words)
                value = when.strftime(FORMATS[period or "day"])
                yield {"start": start, "end": at, "type": "TIME" if "T" in value else "DATE", "value": value}


list(find("Warm on Monday.", None))
print(json.dumps({"version": version("dateparser")}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    begun = time.process_time()
    try:
        answer: dict[str, Any] = {"times": list(find(asked["text"], asked["dct"]))}
    except Exception as error:  # noqa: BLE001 - counted as a failure
        answer = {"error": repr(error)}
    print(json.dumps({**answer, "cpu": time.process_time() - begun}), flush=True)
