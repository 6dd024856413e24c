"""Whom "the foreign minister" is: the name beside it, the one of a country, or who was called so before.

The minister, Ada Okafor, resigned.                          the name beside it
Mayor Ada Okafor resigned. The mayor gave no reason.         who was called so
Ada Okafor flew to Oslo. The king received her.              nobody: a king has not been named
Ada Okafor was found on Sunday. The woman was unhurt.        the only one who can be meant
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractors.events.names import Names, fold
from extractors.events.scopes import is_definite
from extractors.events.sightings import Sighting
from extractors.page import Page, Word
from timeline.events import ParticipantKind

_REACH = 8
"""Sentences back in which a description's person is looked for."""
_LOOKED_AT = 30


@dataclass(slots=True)
class Offices:
    page: Page
    names: Names
    held: dict[str, list[Sighting]] = field(default_factory=dict)
    """A noun → whom the text called so, the latest last."""

    def learn(self, seen: Sighting) -> None:
        """From "Mayor Ada Okafor", "Okafor, the mayor", "Okafor is mayor"."""
        page, word = self.page, seen.word
        beside = page.children(word, "compound", "nmod", "appos")
        above = page.head(word)
        if word.dep == "appos" and not word.is_root:
            beside.append(above)
        if word.dep == "nsubj" and above.lemma in ("be", "become"):
            beside += page.children(above, "attr")
        for noun in beside:
            if noun.text.lower() in self.names.one:
                self.held.setdefault(noun.text.lower(), []).append(seen)

    def find(self, word: Word, named: dict[int, Sighting], people: list[Sighting]) -> Sighting | None:
        if word.text.lower() not in self.names.one:
            return None
        return self._beside(word, named) or (self._before(word, people) if is_definite(self.page, word) else None)

    def _beside(self, word: Word, named: dict[int, Sighting]) -> Sighting | None:
        """Who is named right after: "the foreign minister, Ada Okafor", "the head of the bank, Ada Okafor"."""
        page = self.page
        under = [
            each for prep in page.children(word, "prep") if prep.lemma == "of" for each in page.children(prep, "pobj")
        ]
        beside = [named.get(each.index) for above in (word, *under) for each in page.children(above, "appos")]
        return next((each for each in beside if each and each.identity.kind is ParticipantKind.PERSON), None)

    def _before(self, word: Word, people: list[Sighting]) -> Sighting | None:
        near = [each for each in people[-_LOOKED_AT:] if word.sentence - each.word.sentence <= _REACH]
        modifiers = self.page.children(word, "amod", "compound", "nmod", "poss", "relcl", "prep")
        countries = {
            identity.country
            for each in modifiers
            if (identity := self.names.demonyms.get(fold(each.text)) or self.names.countries.get(fold(each.text)))
        }
        if countries:
            return next((each for each in reversed(near) if each.country in countries), None)
        if modifiers:
            return None
        if held := self.held.get(word.text.lower()):
            return held[-1]
        alone = len({each.identity for each in near}) == 1
        return near[-1] if alone and word.lemma in self.names.epithets else None
