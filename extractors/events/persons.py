"""Whom "he" and "she" stand for: one person whom the grammar puts first, and nobody where two come into question alike.

Okafor said she would go.                        the subject of a clause above
Okafor flew to Oslo after Lind left. He greeted her.   who is told of in the main clause before
Okafor met Adeyemi. A judge told her to pay.     nobody: either may be meant
A gunman shot Lind. He died.                     nobody: nor does a name stand for a man who has none here
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from extractors.events.grammar import clause_verb, subjects
from extractors.events.names import Identity, Names, fold
from extractors.events.sightings import Sighting
from extractors.page import Page, Word
from timeline.events import ParticipantKind

_GENDERS = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_LOOKED_AT = 20
"""People before a pronoun that are thought of."""
_REACH = 4
"""Sentences back in which a pronoun's person is looked for."""
_INCIDENTAL = 2
"""Who is told of more often, and most often of all, is whom the text is about."""
_SUBJECTS = ("nsubj", "nsubjpass")
_TAKING_PART = (*_SUBJECTS, "dobj", "dative")


@dataclass(slots=True)
class Persons:
    """The people told of so far, named or not: "the bishop" without a name stands in the way of a name too."""

    page: Page
    names: Names
    named: Mapping[int, Sighting]
    told: list[Sighting] = field(default_factory=list)
    genders: dict[str, str] = field(default_factory=dict)
    nameless: set[int] = field(default_factory=set)
    """The words of those who have no name here."""

    def add(self, seen: Sighting) -> None:
        self.told.append(seen)

    def add_named(self, seen: Sighting) -> None:
        """Learns from titles and given names whether "he" or "she": Sir, Mrs, Emmanuel, "the actress Okafor"."""
        self.told.append(seen)
        given = fold(seen.identity.name.split()[0])
        if given in self.names.men or given in self.names.women:
            self.genders[seen.identity.name] = "m" if given in self.names.men else "f"
        start = seen.word.index
        for word in self.page.words[max(0, start - 4) : start]:
            if gender := self.names.genders.get(word.text.lower().rstrip(".")):
                self.genders[seen.identity.name] = gender

    def add_nameless(self, word: Word) -> None:
        """A noun like "gunman", where it takes part, as nobody's name."""
        names = self.names
        if (
            word.tag != "NN"
            or word.dep not in _TAKING_PART
            or not (word.lemma in names.one or word.lemma in names.genders)
        ):
            return
        identity = Identity(f"{word.lemma} {word.index}", ParticipantKind.PERSON)
        if gender := names.genders.get(word.lemma):
            self.genders[identity.name] = gender
        self.add_again(Sighting(word, identity, word.text, is_subject=False), word)

    def add_again(self, seen: Sighting, word: Word) -> None:
        """Somebody without a name, where a word stands for them."""
        self.nameless.add(word.index)
        self.told.append(replace(seen, word=word, is_subject=word.dep in _SUBJECTS))

    def near(self, pronoun: Word) -> list[Sighting]:
        """Who fits "he", "her" …, and is not told of beside it: "he praised him" is about two (principle B of binding theory)."""
        gender = _GENDERS[pronoun.text.lower()]
        verb = clause_verb(self.page, pronoun)
        apart = set() if _is_own(pronoun) or verb is None else {each.index for each in subjects(self.page, verb)}
        beside = {each.identity for each in self.told if each.word.index in apart}
        if verb is not None and pronoun.dep in _SUBJECTS:
            objects = [self.named.get(each.index) for each in self.page.children(verb, "dobj")]
            beside |= {each.identity for each in objects if each is not None}
        return [
            each
            for each in self.told[-_LOOKED_AT:]
            if pronoun.sentence - each.word.sentence <= _REACH
            and self.genders.get(each.identity.name, gender) == gender
            and each.identity not in beside
        ]

    def choose(self, near: list[Sighting], pronoun: Word) -> Sighting | None:
        """Whom of those a pronoun stands for, where that is sure."""
        found = self._above(near, pronoun) or self._alone(near, pronoun)
        if found is not None:
            self.genders.setdefault(found.identity.name, _GENDERS[pronoun.text.lower()])
        return found

    def _above(self, near: list[Sighting], pronoun: Word) -> Sighting | None:
        """The subject of the pronoun's own clause or of one above it."""
        at = {each.word.index: each for each in near}
        for above in self.page.ancestors(pronoun):
            if above.is_verb:
                doing = [*subjects(self.page, above), *self.page.children(above, "nsubjpass")]
                if found := next((at[each.index] for each in doing if each.index in at), None):
                    return found
        return None

    def _alone(self, near: list[Sighting], pronoun: Word) -> Sighting | None:
        """Of the latest sentence that tells of somebody who fits: the only one of each narrower choice, or the subject."""
        verb = clause_verb(self.page, pronoun)
        if verb is None or verb.lemma not in self.names.saying:
            [(hero, times)] = Counter(each.identity for each in self.told).most_common(1)
            subject = hero if times > _INCIDENTAL else None
            near = [each for each in near if each.identity == subject or not self._only_says(each.word)] or near
        latest = max((each.word.sentence for each in near), default=-1)
        here = [each for each in near if each.word.sentence == latest]
        if latest == pronoun.sentence:
            return _only(each for each in here if each.is_subject) or _only(here)
        main = [each for each in here if self._is_main(each.word)]
        leading = [each for each in main if each.is_subject]
        if found := _only(main) or (None if main else _only(here)):
            return found
        if pronoun.dep not in (*_SUBJECTS, "poss") or self._turns_to_object(leading):
            return None
        if (
            not leading
            or leading[0].word.index in self.nameless
            or self.page.child(leading[0].word, "conj") is not None
        ):
            return None
        return _only(leading)

    def _only_says(self, word: Word) -> bool:
        """Those who are quoted are seldom whom the next sentence is about, unless the text is about them."""
        verb = self.page.head(word)
        return word.dep == "nsubj" and verb.lemma in self.names.saying

    def _is_main(self, word: Word) -> bool:
        """Told of in the main clause, or in what is said there."""
        verb = clause_verb(self.page, word)
        while verb is not None and not verb.is_root:
            above = clause_verb(self.page, verb)
            said = verb.dep == "ccomp" and above is not None and above.lemma in self.names.saying
            if verb.dep != "conj" and not said:
                return False
            verb = above
        return verb is not None

    def _turns_to_object(self, leading: list[Sighting]) -> bool:
        """After "the judge sentenced him" one speaks on of him who suffered it, or of either."""
        return any(
            self.page.head(each.word).lemma in self.names.turning for each in leading if each.word.dep == "nsubj"
        )


def _is_own(pronoun: Word) -> bool:
    """Whether a pronoun may stand for the subject of its own clause."""
    return pronoun.tag == "PRP$" or pronoun.dep in _SUBJECTS or pronoun.text.lower().endswith("self")


def _only(people: Iterable[Sighting]) -> Sighting | None:
    """The latest sighting, where all are of one person."""
    found = list(people)
    return found[-1] if len({each.identity for each in found}) == 1 else None


def is_pronoun(word: Word) -> bool:
    return word.text.lower() in _GENDERS
