"""Extractions for tests of formats of one text: drawn ones, whose words may overlap, over texts that mean harm."""

from __future__ import annotations

from hypothesis import strategies as st

from timeline import timex
from timeline.events import (
    Anchor,
    Aspect,
    Basis,
    Covered,
    EventClass,
    EventType,
    Extraction,
    Link,
    Mention,
    Polarity,
    Quote,
    Range,
    Relation,
    Status,
    Tense,
    TimeExpression,
)
from timeline.events import Warning as Notice
from timeline.granularity import Granularity
from timeline.interval import Interval
from timeline.text import Document
from timeline.timex import TimexType

# Markup, ends of lines, astral and combining characters, what XML cannot hold, and words that come again and again.
PIECES = ("<", ">", "&", '"', "'", "]]>", "&#13;", "<TEXT>", "\r", "\r\n", "\n", "\t", "\x0b", "\x0c", "\x85", "\u2028", "\ufffe", "\ufeff", "🙂", "e\u0301", "日本", "he said ", "met ", "on Monday ", " ")  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=20).map("".join).filter(lambda text: text.strip() != "")
VALUES = ("2025-02-18", "2025-W07", "P3D", "XXXX-WXX-1", "2025-02-14/2025-02-16", "PAST_REF", '"<&\n')


@st.composite
def spans(draw: st.DrawFn, text: str) -> Quote:
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, min(len(text), start + 12)))
    return Quote(text[start:end], start, end)


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    text = draw(TEXTS)
    words = st.none() | st.sampled_from(["", "a & <b>", '"\r\n\t', "\x0b"])
    published_at = draw(st.sampled_from([None, "2025-02-18", "2025-02-18T09:30:00+01:00"]))
    url = draw(st.sampled_from([None, "https://courier.example/a?b=c&d=<e>"]))
    document = Document("doc_1", text, draw(words), "en", published_at, draw(words), url)
    times = tuple(_time(draw, number, text) for number in range(1, draw(st.integers(0, 4)) + 1))
    mentions = tuple(_mention(draw, number, text) for number in range(1, draw(st.integers(0, 4)) + 1))
    ends = [*(time.id for time in times), *(mention.id for mention in mentions), "t0", "t9"]
    links = tuple(
        Link(
            mention.id,
            draw(st.sampled_from(ends)),
            draw(st.sampled_from(Relation)),
            draw(st.sampled_from([None, "P3D"])),
            draw(st.none() | spans(text)),
        )
        for mention in mentions
    )
    return Extraction(document, times, mentions, links, (Notice("no-date", "Send published_at & <more>."),))


def _time(draw: st.DrawFn, number: int, text: str) -> TimeExpression:
    quote = draw(spans(text))
    value = draw(st.sampled_from(VALUES))
    covered = timex.read(value)
    both = Range("t1", "t1", quote.start, quote.end, quote.text, "2025-02-14/2025-02-16", Covered(Interval(0, 259_200), Granularity.RANGE))  # fmt: skip
    return TimeExpression(
        f"t{number}",
        quote.start,
        quote.end,
        quote.text,
        draw(st.sampled_from(TimexType)),
        value,
        draw(st.sampled_from(Basis)),
        "drawn",
        draw(st.floats(0, 1)),
        mod=draw(st.sampled_from([None, "APPROX", "STRANGE"])),
        interval=None if covered is None else Covered(*covered),
        reference=draw(st.sampled_from([None, "t0", "t1", "t9"])),
        range=draw(st.sampled_from([None, both])),
        why="drawn",
    )


def _mention(draw: st.DrawFn, number: int, text: str) -> Mention:
    trigger, sentence = draw(spans(text)), Quote(text, 0, len(text))
    anchor = Anchor(
        Relation.IS_INCLUDED,
        Basis.NAMED,
        0.8,
        draw(st.sampled_from([None, "2025-02-18"])),
        expression="the Games",
        time_id=draw(st.sampled_from([None, "t1", "n1"])),
    )
    return Mention(
        f"m{number}",
        trigger,
        "meet",
        draw(st.sampled_from(["They met", "A <b>"])),
        draw(st.sampled_from(EventClass)),
        draw(st.sampled_from(EventType)),
        draw(st.sampled_from(Status)),
        draw(st.sampled_from(Tense)),
        draw(st.sampled_from(Aspect)),
        draw(st.sampled_from(Polarity)),
        anchor,
        sentence,
        0.5,
        draw(st.floats(0, 1)),
        modality=draw(st.sampled_from([None, "might"])),
        same_as=draw(st.sampled_from([None, "m1"])) if number > 1 else None,
        document="doc_1",
    )
