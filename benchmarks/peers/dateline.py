"""What `POST /v1/extractions` answers as `times`; its CPU is that of the whole extraction, events too."""

import json
import sys
import time

from extractors import extract, load
from timeline.text import document

load()
print('{"version": ""}', flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    begun = time.process_time()
    found = extract(document(asked["text"], published_at=asked["dct"])).times
    times = [{"start": each.start, "end": each.end, "type": each.type.value, "value": each.value} for each in found]
    print(json.dumps({"times": times, "cpu": time.process_time() - begun}), flush=True)
