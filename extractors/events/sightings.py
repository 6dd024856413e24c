"""Names as they stand in one document, and whom each stands for.

A surname is the full name that the document gives it, unless public record knows better; a name that the recogniser
labels now so, now so, has the label it is given most often.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from extractors.events.names import Identity, Names, fold
from extractors.page import Entity, Page, Word
from timeline.events import ParticipantKind

_KINDS = {
    "PERSON": ParticipantKind.PERSON,
    "ORG": ParticipantKind.ORGANISATION,
    "GPE": ParticipantKind.COUNTRY,
    "NORP": ParticipantKind.GROUP,
}
_KINDS |= {
    "LOC": ParticipantKind.ORGANISATION,
    "FAC": ParticipantKind.ORGANISATION,
    "PRODUCT": ParticipantKind.PRODUCT,
}
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_PROPER = ("NNP", "JJ", "NNPS")
_NAMING = (*_PROPER, "NNS", "NN")
_SUBJECTS = ("nsubj", "nsubjpass")
_QUOTES = frozenset({'"', "“", "‘", "'", "``", "«"})
_FORMS = frozenset({"llc", "inc", "corp", "corporation", "ltd", "plc", "co", "ag", "sa", "nv", "group", "holdings"})
_MODEL = re.compile(r"[A-Z]+-?\d+\w*")
"""A model that may stand for its product alone: "the A380"."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name at a word, as written."""

    word: Word
    identity: Identity
    as_written: str
    is_subject: bool
    country: str | None = None


def read_labels(page: Page, names: Names) -> list[Entity]:
    """The entities, those with somebody's given name as people: the recogniser may take "Kemi Badenoch" for a town.

    What it takes for a work of art without quotation marks about it is most often a firm: "Delsa Foods".
    """
    return [_whole(page, replace(entity, label=_label(page, names, entity))) for entity in page.entities]


def _whole(page: Page, entity: Entity) -> Entity:
    """With the name before it, where the recogniser found no more of a firm than its form: the "LLC" of "Delsa LLC"."""
    first = entity.first
    if entity.after - first > 1 or fold(entity.text) not in _FORMS:
        return entity
    while (
        first
        and page.words[first - 1].tag in ("NNP", "NNPS")
        and page.words[first - 1].end + 1 == page.words[first].start
    ):
        first -= 1
    text = page.text[page.words[first].start : page.words[entity.after - 1].end]
    return replace(entity, first=first, text=text, label="ORG")


def _label(page: Page, names: Names, entity: Entity) -> str:
    if _is_given(names, entity):
        return "PERSON"
    parts = _strip_article(_bare(entity.text)).split()
    if len(parts) > 1 and _MODEL.fullmatch(parts[-1]):
        return "PRODUCT"
    if entity.label != "WORK_OF_ART":
        return entity.label
    named = all(word.tag in ("NNP", "NNPS") for word in page.words[entity.first : entity.after])
    before = page.words[entity.first - 1].text if entity.first else ""
    return "ORG" if named and before not in _QUOTES else entity.label


def _is_given(names: Names, entity: Entity) -> bool:
    parts = _bare(entity.text).split()
    if (
        entity.label not in _PLACES | {"NORP", "PRODUCT", "WORK_OF_ART", "ORG"}
        or not 2 <= len(parts) <= 3
        or names.look_up(entity.text)
    ):
        return False
    return fold(parts[0]) in names.men or fold(parts[0]) in names.women


def find_full_names(names: Names, entities: list[Entity]) -> dict[str, str]:
    """Folded surname, given name, initials or model → the full name that the document gives.

    Of people the first that ends in the surname; a given name, initials or a model only where one name alone has them.
    """
    full: dict[str, str] = {}
    short: dict[str, set[str]] = {}
    for entity in entities:
        bare = _strip_article(_bare(entity.text))
        parts = bare.split()
        if not 2 <= len(parts) <= 5:
            continue
        if entity.label == "PERSON" and all(part[0].isupper() or part.islower() for part in parts):
            full.setdefault(fold(parts[-1]), " ".join(parts))
            if fold(parts[0]) in names.men or fold(parts[0]) in names.women:
                short.setdefault(fold(parts[0]), set()).add(full[fold(parts[-1])])
        elif entity.label == "ORG":
            short.setdefault(_initials(parts), set()).add(bare)
        elif entity.label == "PRODUCT" and _MODEL.fullmatch(parts[-1]):
            short.setdefault(fold(parts[-1]), set()).add(bare)
    alone = {key: next(iter(found)) for key, found in short.items() if len(found) == 1}
    return alone | full


def _initials(parts: list[str]) -> str:
    """
    >>> _initials(["Union", "of", "Harbour", "Workers"])
    'uhw'
    """
    return "".join(part[0] for part in parts if part[0].isupper()).casefold()


def vote(entities: list[Entity]) -> dict[str, str]:
    """Folded name → the label it is given most often in this document."""
    votes: dict[str, Counter[str]] = {}
    for entity in entities:
        votes.setdefault(fold(_bare(entity.text)), Counter())[entity.label] += 1
    return {name: counter.most_common(1)[0][0] for name, counter in votes.items()}


def find_missed(page: Page, names: Names, full: dict[str, str], known: frozenset[int]) -> list[Entity]:
    """Capitalised words that the recogniser passed over: of one word those that the document or the record knows as names,
    of more whatever is written like a name inside a sentence. `known` are the words of entities and of times."""
    found: list[Entity] = []
    after = 0
    for word in page.words:
        if word.index < after or word.index in known or word.tag not in _NAMING or not word.text[0].isupper():
            continue
        run = _run(page, known, word)
        entity = _named_run(page, names, run) or _known_word(page, names, full, word)
        if entity is not None:
            found.append(entity)
            after = entity.after
    return found


def _run(page: Page, known: frozenset[int], word: Word) -> tuple[Word, ...]:
    """The proper nouns from a word on, with the numbers that end a name: "Dow Jones Industrial Average", "FTSE 100"."""
    after = word.index
    for each in page.words[word.index : page.sentences[word.sentence].after]:
        numbered = each.tag == "CD" and each.text.isdigit() and each.index > word.index
        if each.index in known or not (each.tag in ("NNP", "NNPS") or each.text == "&" or numbered):
            break
        after = each.index + 1
    return page.words[word.index : after]


def _named_run(page: Page, names: Names, run: tuple[Word, ...]) -> Entity | None:
    """The longest name of record that a run begins with, or all of it where it is no office, no heading's capitals."""
    for length in range(len(run), 1, -1):
        text = page.text[run[0].start : run[length - 1].end]
        if names.look_up(text) is not None:
            return Entity(run[0].index, run[length - 1].index + 1, "ORG", text)
    while run and (run[-1].tag == "CD" or not run[-1].text[0].isalpha()):
        run = run[:-1]
    while run and run[0].text.lower() in names.one:
        run = run[1:]
    if len(run) < 2 or page.sentences[run[0].sentence].heading or all(word.text.isupper() for word in run):
        return None
    if any(word.text.lower() in names.one or not word.text[0].isupper() for word in run):
        return None
    given = fold(run[0].text) in names.men or fold(run[0].text) in names.women
    text = page.text[run[0].start : run[-1].end]
    return Entity(run[0].index, run[-1].index + 1, "PERSON" if given else "ORG", text)


def _known_word(page: Page, names: Names, full: dict[str, str], word: Word) -> Entity | None:
    folded = fold(word.text)
    if folded in full and (word.tag in _PROPER or word.dep in _SUBJECTS):
        return Entity(word.index, word.index + 1, "PERSON", word.text)
    if word.tag not in _PROPER:
        return None
    if folded in names.people or folded in names.countries:
        return Entity(word.index, word.index + 1, "ORG", word.text)
    if folded in names.demonyms or folded in names.organisations:
        return Entity(word.index, word.index + 1, "NORP", word.text)
    if word.tag == "NNP" and folded in names.places and word.dep == "pobj" and page.head(word).lemma in ("in", "near"):
        return Entity(word.index, word.index + 1, "GPE", word.text)
    if word.tag == "NNP" and word.dep == "nsubj" and _is_surname(page, word):
        return Entity(word.index, word.index + 1, "PERSON", word.text)
    return None


def _is_surname(page: Page, word: Word) -> bool:
    """A bare capitalised subject that is nothing else we know: most often somebody's surname."""
    sentence = page.sentences[word.sentence]
    return (
        word.text.istitle()
        and word.text.isalpha()
        and not page.children(word)
        and not sentence.heading
        and len(word.text) > 2
    )


def sight(page: Page, names: Names, entity: Entity, *, full: dict[str, str], labels: dict[str, str]) -> Sighting | None:
    written = _bare(entity.text)
    folded = fold(written)
    words = page.words[entity.first : entity.after]
    head = page.top(words) or words[-1]
    following = page.words[entity.after].tag if entity.after < len(page.words) else ""
    if folded in names.one or following == "$" or (len(words) == 1 and words[0].tag == "$"):
        return None
    identity = names.look_up(written)
    if (
        identity is not None
        and identity.is_place
        and identity.kind is ParticipantKind.ORGANISATION
        and entity.label == "PERSON"
        and folded in full
    ):
        identity = None
    label = labels.get(folded, entity.label)
    if identity is None and len(written.split()) == 1 and folded in full:
        known = names.look_up(full[folded])
        kind = _KINDS.get(labels.get(fold(full[folded]), ""), ParticipantKind.PERSON)
        identity = known or Identity(full[folded], kind)
    if identity is None and label in _KINDS and any(each.isalpha() for each in written):
        identity = Identity(_strip_form(_strip_article(written)), _KINDS[label], None, is_place=label in _PLACES)
    if identity is None:
        return None
    country = identity.country or _country_beside(page, names, words)
    if identity.kind is ParticipantKind.PERSON and country != identity.country:
        identity = Identity(identity.name, identity.kind, country)
    return Sighting(head, identity, written, head.dep in ("nsubj", "nsubjpass"), country)


def _country_beside(page: Page, names: Names, words: tuple[Word, ...]) -> str | None:
    """The country of "Kenyan President Ada Okafor"."""
    first = words[0].index
    for word in reversed(page.words[max(0, first - 5) : first]):
        if not (word.is_noun or word.tag == "JJ"):
            return None
        demonym = names.demonyms.get(fold(word.text))
        if demonym is not None:
            return demonym.country
    return None


def _bare(name: str) -> str:
    """Without possessive, brackets and line breaks."""
    name = " ".join(name.split()).strip("[]()“”\"'‘’ ,")
    return name.removesuffix("’s").removesuffix("'s")


def _strip_article(name: str) -> str:
    return name[4:] if name.lower().startswith("the ") else name


def _strip_form(name: str) -> str:
    """
    >>> _strip_form("Delsa Foods, Inc.")
    'Delsa Foods'
    """
    first, _, last = name.rpartition(" ")
    return first.rstrip(",") if first and fold(last) in _FORMS - {"group", "holdings", "corporation", "co"} else name
