"""Drafts → mentions and links, and who said what is told."""

from __future__ import annotations

from extractors.events.draft import Draft, Order, Reading
from extractors.events.grammar import subjects
from extractors.events.participants import identify
from extractors.page import Word
from timeline.events import Basis, EventClass, Link, Mention, Quote, Role, Status

_TOLD = ("ccomp", "dobj", "xcomp", "nsubjpass", "acl", "relcl", "parataxis", "dep")
"""How what is said hangs from the verb of saying."""
_PARSED = 0.9
"""How often a trigger with its status and arguments is read rightly, at best."""


def attribute(reading: Reading, drafts: list[Draft]) -> None:
    """Who says so: whom "according to" names, or the agent of the verb of saying whose clause or object it is in."""
    for draft in drafts:
        draft.attribution = _according_to(reading, draft)
        above, steps = draft.governor, 0
        while draft.attribution is None and above is not None and steps < 6:
            if above.is_verbal and _tells(reading, draft, above):
                draft.attribution = _speaker(reading, above)
            above, steps = above.governor, steps + 1


def _tells(reading: Reading, draft: Draft, above: Draft) -> bool:
    """Whether a verb says what a draft is in: verbs of reporting their clause or object, some others their clause."""
    page, part = reading.page, draft.verb
    while page.head(part).index != above.word.index and not part.is_root:
        part = page.head(part)
    if above.class_ is EventClass.REPORTING:
        return part.dep in _TOLD or (part.dep == "prep" and part.lemma in ("of", "about"))
    clause = part.dep == "ccomp" or (above.word.lemma == "deny" and part.tag == "VBG")
    return clause and above.word.lemma in reading.lexicon.asserting_verbs


def _speaker(reading: Reading, saying: Draft) -> str | None:
    agent = next((each.name for each in saying.participants if each.role is Role.AGENT), None)
    return agent or next(
        (each for noun in subjects(reading.page, saying.word) if (each := _call(reading, noun)) is not None), None
    )


def _call(reading: Reading, noun: Word) -> str | None:
    """Somebody by name, or by the words of the text: "newspaper", "two officials" as "officials"."""
    named = next((each.name for each in identify(reading, noun, Role.AGENT)), None)
    if named is not None or noun.tag not in ("NN", "NNS"):
        return named
    return " ".join(each.text for each in (*reading.page.children(noun, "compound"), noun))


def _according_to(reading: Reading, draft: Draft) -> str | None:
    page = reading.page
    for word in (draft.verb, *page.ancestors(draft.verb)):
        for accord in page.children(word, "prep"):
            if accord.text.lower() == "according" and accord.index != draft.word.index:
                named = (each for to in page.children(accord, "prep") for each in page.children(to, "pobj"))
                return next((each for noun in named if (each := _call(reading, noun)) is not None), None)
    return None


def write_mentions(reading: Reading, drafts: list[Draft]) -> tuple[Mention, ...]:
    ids = _number(drafts)
    return tuple(_write(reading, draft, ids) for draft in drafts)


def write_links(reading: Reading, drafts: list[Draft]) -> tuple[Link, ...]:
    """A TLINK for each mention that a time of the text places, then one for each order that the text tells of two mentions."""
    ids = _number(drafts)
    timed = [
        Link(ids[id(draft)], draft.time.time_id, draft.time.relation)
        for draft in drafts
        if draft.time.time_id is not None
    ]
    ordered = [_write_order(reading, ids, draft, order) for draft in drafts for order in draft.orders]
    return (*timed, *ordered)


def _write_order(reading: Reading, ids: dict[int, str], draft: Draft, order: Order) -> Link:
    words = Quote(reading.page.text[order.start : order.end], order.start, order.end)
    lag = None if order.lag is None else str(order.lag)
    return Link(ids[id(draft)], ids[id(order.target)], order.relation, lag, words)


def _number(drafts: list[Draft]) -> dict[int, str]:
    return {id(draft): f"m{number}" for number, draft in enumerate(drafts, start=1)}


def _write(reading: Reading, draft: Draft, ids: dict[int, str]) -> Mention:
    text, sentence = reading.page.text, reading.page.sentences[draft.word.sentence]
    return Mention(
        id=ids[id(draft)],
        trigger=Quote(text[draft.start : draft.word.end], draft.start, draft.word.end),
        lemma=draft.lemma,
        title=draft.title,
        class_=draft.class_,
        type=draft.type,
        status=draft.status,
        tense=draft.tense,
        aspect=draft.aspect,
        polarity=draft.polarity,
        time=draft.time,
        quote=Quote(text[sentence.start : sentence.end], sentence.start, sentence.end),
        salience=draft.salience,
        confidence=_confidence(draft),
        modality=draft.modality,
        attribution=draft.attribution,
        participants=tuple(draft.participants),
        places=tuple(draft.places),
        quantities=tuple(draft.quantities),
        same_as=ids[id(draft.same_as)] if draft.same_as is not None else None,
        document=reading.document.id,
    )


def _confidence(draft: Draft) -> float:
    """That the text tells of this event, with this status, as we read it; the date has a confidence of its own."""
    sure = _PARSED if draft.is_verbal or draft.support or draft.first else 0.75
    sure -= 0.1 if draft.status is Status.POSSIBLE else 0.0
    sure -= 0.05 if draft.time.basis is Basis.UNKNOWN else 0.0
    return round(sure, 2)
