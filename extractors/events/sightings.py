"""Names as they stand in one document, and whom each stands for.

A surname is the full name that the document gives it, unless public record knows better; a name that the recogniser
labels now so, now so, has the label it is given most often.
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name at a word, as written."""

    word: Word
    identity: Identity
    as_written: str
    is_subject: bool
    country: str | None = None


def read_labels(page: Page, names: Names) -> list[Entity]:
    """The entities, those with somebody's given name as people: the recogniser may take "Kemi Badenoch" for a town."""
    return [replace(entity, label="PERSON") if _is_given(names, entity) else entity for entity in page.entities]


def _is_given(names: Names, entity: Entity) -> bool:
    parts = _bare(entity.text).split()
    if entity.label not in _PLACES | {"NORP", "PRODUCT"} or not 2 <= len(parts) <= 3 or names.look_up(entity.text):
        return False
    return fold(parts[0]) in names.men or fold(parts[0]) in names.women


def find_full_names(entities: list[Entity]) -> dict[str, str]:
    """Folded surname → the first full name of a person that ends in it."""
    full: dict[str, str] = {}
    for entity in entities:
        parts = _bare(entity.text).split()
        if (
            entity.label == "PERSON"
            and 2 <= len(parts) <= 5
            and all(part[0].isupper() or part.islower() for part in parts)
        ):
            full.setdefault(fold(parts[-1]), " ".join(parts))
    return full


def vote(entities: list[Entity]) -> dict[str, str]:
    """Folded name → the label it is given most often in this document."""
    votes: dict[str, Counter[str]] = {}
    for entity in entities:
        votes.setdefault(fold(_bare(entity.text)), Counter())[entity.label] += 1
    return {name: counter.most_common(1)[0][0] for name, counter in votes.items()}


def find_missed(page: Page, names: Names, full: dict[str, str]) -> list[Entity]:
    """Capitalised words that the recogniser passed over, though the document or the record knows them as names."""
    found = []
    for word in page.words:
        if word.tag not in ("NNP", "JJ", "NNPS") or word.index in page.entity_at or not word.text[0].isupper():
            continue
        folded = fold(word.text)
        if folded in full or folded in names.people or folded in names.countries:
            found.append(Entity(word.index, word.index + 1, "PERSON" if folded in full else "ORG", word.text))
        elif folded in names.demonyms or folded in names.organisations:
            found.append(Entity(word.index, word.index + 1, "NORP", word.text))
        elif word.tag == "NNP" and word.dep == "nsubj" and _is_surname(page, word):
            found.append(Entity(word.index, word.index + 1, "PERSON", word.text))
    return found


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
    identity = names.look_up(written)
    if (
        identity is not None
        and identity.is_place
        and identity.kind is ParticipantKind.ORGANISATION
        and entity.label == "PERSON"
        and folded in full
    ):
        identity = None
    if identity is None and len(written.split()) == 1 and folded in full:
        known = names.look_up(full[folded])
        identity = known or Identity(full[folded], ParticipantKind.PERSON)
    label = labels.get(folded, entity.label)
    if identity is None and label in _KINDS and any(each.isalpha() for each in written):
        identity = Identity(_strip_article(written), _KINDS[label], None, is_place=label in _PLACES)
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
