"""TimeML as we write it is a corpus to the benchmarks, as any other is."""

from __future__ import annotations

import re

import pytest
from annotated import extractions
from hypothesis import given, settings
from measuring import gold, timeml

from timeline.annotations import TEXT_FORMATS
from timeline.events import Extraction


@settings(max_examples=50, deadline=None)
@given(extractions())
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, extraction: Extraction) -> None:
    """Text, publication date, times and events; of those that overlap, the ones that have their words."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "a.tml").write_bytes(TEXT_FORMATS["timeml"].write(extraction, url=None))
    [read] = timeml.load(folder)
    assert len(read.text) == len(extraction.document.text)
    assert re.sub("[\x0b\x0c\ufffe]", "\ufffd", extraction.document.text) == read.text
    assert read.dct == (extraction.document.published_at or "")
    ours = {(time.start, time.end, time.type, time.value) for time in extraction.times}
    theirs = {(time.start, time.end, time.type, time.value) for time in read.times}
    quoted = [time for time in ours if read.text[time[0] : time[1]].strip()]
    assert {time for time in quoted if is_alone(time[0], time[1], extraction)} <= theirs <= ours
    [document] = gold.load(folder)
    events = {(one.trigger.start, one.trigger.end, one.class_) for one in extraction.mentions}
    assert {each[:3] for each in document.events if each[0] < each[1]} <= events


def is_alone(start: int, end: int, extraction: Extraction) -> bool:
    """Whether no other words of the extraction share characters with these."""
    spans = [(time.start, time.end) for time in extraction.times]
    spans += [(mention.trigger.start, mention.trigger.end) for mention in extraction.mentions]
    return sum(first < end and start < last for first, last in spans) == 1
