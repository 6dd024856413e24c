"""What happened: the events that a page tells of, step by step.

Each step reads the page and fills its part of every draft; the order is the order of what they need from each other.
A step is a function of `STEPS`; the modules behind it, by what they answer:

    which words    triggers cues kinds                   from lexicon (events.toml) and grammar scopes (the parse)
    is it real     status governing
    who, where     participants arguments places quantities cast names sightings pronouns persons offices antecedents
    when           anchoring owning planning placing lending narrative telling clocks offsets days story
    in what order  ordering connectives bounding
    told again     identity retelling
    in words       titles fitting clauses groups phrases selection wording inflection
    on a timeline  salience mentions draft
"""

from __future__ import annotations

from collections.abc import Callable

from extractors.deadlines import watch
from extractors.events import cast, lexicon, names
from extractors.events.anchoring import anchor
from extractors.events.bounding import bound_by_order
from extractors.events.days import choose_days
from extractors.events.draft import Draft, Reading
from extractors.events.identity import link_same
from extractors.events.kinds import classify
from extractors.events.mentions import attribute, write_links, write_mentions
from extractors.events.ordering import find_orders
from extractors.events.owning import find_owners
from extractors.events.participants import cast_participants
from extractors.events.places import find_places
from extractors.events.quantities import find_quantities
from extractors.events.salience import score_salience
from extractors.events.status import judge
from extractors.events.titles import write_titles
from extractors.events.triggers import find_triggers, tell_light_verbs
from extractors.page import Page
from timeline.events import Link, Mention, TimeExpression
from timeline.text import Document

Step = Callable[[Reading, list[Draft]], None]

STEPS: tuple[Step, ...] = (
    classify,
    find_owners,
    judge,
    cast_participants,
    attribute,
    find_places,
    find_quantities,
    link_same,
    find_orders,
    anchor,
    choose_days,
    write_titles,
    score_salience,
    bound_by_order,
    tell_light_verbs,
)


def find_events(
    document: Document,
    page: Page,
    *,
    times: tuple[TimeExpression, ...],
    named: tuple[TimeExpression, ...],
    deadline: float | None = None,
) -> tuple[tuple[Mention, ...], tuple[Link, ...]]:
    """The mentions of a page in text order, m1, m2 …, and their links to its times.

    `deadline` is an instant of `time.monotonic`, looked at between steps; raises DeadlinePassed after it.
    """
    known = names.load(document.language)
    timed = frozenset(word.index for time in times for word in page.between(time.start, time.end))
    reading = Reading(
        document=document,
        page=page,
        lexicon=lexicon.load(document.language),
        names=known,
        cast=cast.build(page, known, timed),
        times=times,
        named=named,
    )
    drafts = find_triggers(reading)
    for step in watch(STEPS, deadline):
        step(reading, drafts)
    return write_mentions(reading, drafts), write_links(reading, drafts)


__all__ = ["STEPS", "find_events"]
