"""Our tagging alone: a text to its time expressions, with no parse."""

import datetime as dt
import json
import sys
import time

from extractors.temporal import find_times

find_times("Warm on 3/4/2013.", language="en", dct=None)
print('{"version": ""}', flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    begun = time.process_time()
    dct = asked["dct"] and dt.date.fromisoformat(asked["dct"])
    found = find_times(asked["text"], language="en", dct=dct, published_at=asked["dct"], domain=None)
    times = [{"start": each.start, "end": each.end, "type": each.type.value, "value": each.value} for each in found]
    print(json.dumps({"times": times, "cpu": time.process_time() - begun}), flush=True)
