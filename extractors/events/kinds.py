"""What kind of event: TimeML's class and PLOVER's or ACE's type, by the patterns of events.toml."""

from __future__ import annotations

from extractors.events.draft import Draft, Reading
from extractors.events.lexicon import patterns
from timeline.events import EventClass, EventType


def classify(reading: Reading, drafts: list[Draft]) -> None:
    for draft in drafts:
        draft.class_ = _class(reading, draft)
        draft.type = _type(reading, draft)


def _class(reading: Reading, draft: Draft) -> EventClass:
    classes = reading.lexicon.classes
    if not draft.is_verbal and draft.word.tag not in ("JJ", "JJR"):
        return reading.lexicon.noun_classes.get(draft.word.lemma, EventClass.OCCURRENCE)
    if draft.word.tag in ("JJ", "JJR"):
        return classes.get(draft.word.lemma, EventClass.STATE)
    return next(
        (classes[each] for each in patterns(reading.page, draft.word) if each in classes), EventClass.OCCURRENCE
    )


def _type(reading: Reading, draft: Draft) -> EventType:
    lexicon, page = reading.lexicon, reading.page
    if not draft.is_verbal:
        phrase = f"{page.head(draft.word).lemma} {draft.word.lemma}"
        support = draft.support.lemma if draft.support else ""
        lemma = draft.word.text.lower() if draft.first else draft.word.lemma
        listed = (phrase, f"{support} {draft.word.lemma}", lemma, draft.word.lemma)
        kinds = (lexicon.verb_types.get(each) for each in listed[:2])
        found = next((kind for kind in kinds if kind), None) or next(
            (lexicon.noun_types[each] for each in _singular(listed[2:]) if each in lexicon.noun_types), None
        )
        if found is None and draft.support:
            found = lexicon.verb_types.get(support)
        return found or EventType.OTHER
    return next(
        (lexicon.verb_types[each] for each in patterns(page, draft.word) if each in lexicon.verb_types), EventType.OTHER
    )


def _singular(lemmas: tuple[str, ...]) -> list[str]:
    """Names keep their form in the lexicon's eyes: "Elections" is looked up as "election" too."""
    return [form for lemma in lemmas for form in (lemma, lemma.removesuffix("s"))]
