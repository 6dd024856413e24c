"""Where a small model is known to err, its parse mended: names cut in two, subjects taken for part of a date.

Each repair looks for one shape and changes only that. They run once, on the words as they were copied out of spaCy, each
with the words of the text, one sentence and the entities that begin in it. None may hang a word from one below it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from extractors.page import NOUN_TAGS, Entity, Page, Sentence, Word

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_PARTICLES = frozenset({"von", "van", "der", "den", "de", "di", "da", "dos", "du", "la", "le", "bin", "bint", "ibn", "al", "el", "ter", "zu"})  # fmt: skip
_NOT_NUMERALS = frozenset({"am", "'m", "’m", "'ve", "’ve", "'ll", "’ll", "'d", "’d", "have", "was", "do", "think"})


def repair(page: Page) -> Page:
    """The page with every known error of its parse mended."""
    words = list(page.words)
    read_names(words, page.sentences)
    read_headlines(words, page.sentences)
    own: dict[int, list[Entity]] = defaultdict(list)
    for entity in page.entities:
        own[words[entity.first].sentence].append(entity)
    for sentence in page.sentences:
        for mend in REPAIRS:
            mend(words, sentence, own[sentence.index])
    entities = [entity for sentence in page.sentences for entity in own[sentence.index]]
    return Page(page.text, tuple(words), page.sentences, tuple(_join_names(words, entities)))


def read_names(words: list[Word], sentences: tuple[Sentence, ...]) -> None:
    """ "Orvion cut its forecast": a word that begins a sentence is a name, if the text names it so and never writes it small."""
    firsts = {sentence.first for sentence in sentences}
    plain = {word.text for word in words if not word.text[0].isupper()}
    alone = {
        word.text
        for before, word, after in zip(words, words[1:], words[2:], strict=False)
        if word.tag == "NNP"
        and word.index not in firsts
        and not before.text[0].isupper()
        and not after.text[0].isupper()
    }
    for index in firsts:
        word = words[index]
        if word.tag in ("NN", "NNS") and word.text in alone and word.text.lower() not in plain:
            words[index] = replace(word, tag="NNP", lemma=word.text)


def read_headlines(words: list[Word], sentences: tuple[Sentence, ...]) -> None:
    """ "Goods train derails in Moru", read as a train of derails: where a heading has no verb, its plural is one if the text
    has it for a verb and never for a noun.
    """
    verbs = {word.lemma for word in words if word.is_verb}
    bare = [
        each
        for each in sentences
        if each.heading and not any(word.tag in _FINITE for word in words[each.first : each.after])
    ]
    nouns = {word.lemma for word in words if word.tag in ("NN", "NNS") and word.text != f"{word.lemma}s"}
    for sentence in bare:
        for before, word in zip(
            words[sentence.first : sentence.after], words[sentence.first + 1 : sentence.after], strict=False
        ):
            if word.tag == "NNS" and before.is_noun and word.lemma in verbs and word.lemma not in nouns:
                _hang_from(words, sentence, word.index)
                break


def _hang_from(words: list[Word], sentence: Sentence, verb: int) -> None:
    """The clause of a verb: its subject ends right before it, and what hung across it hangs from it."""
    subject = verb - 1
    words[verb] = replace(words[verb], tag="VBZ", dep="ROOT", head=verb)
    for at in range(sentence.first, sentence.after):
        word = words[at]
        if at == subject:
            words[at] = replace(word, dep="nsubj", head=verb)
        elif at < subject and word.head >= verb:
            words[at] = replace(word, head=subject)
        elif at > verb and (word.head == at or word.head < verb):
            words[at] = replace(word, dep="dobj" if word.is_noun else word.dep, head=verb)


def free_subject(words: list[Word], sentence: Sentence, entities: list[Entity]) -> None:
    """ "On 11 March Peru accepted …", where the country was read as the object of "on": it is who accepted."""
    for entity in entities:
        if not (sentence.first < entity.first and entity.after < sentence.after) or entity.label not in (
            "DATE",
            "TIME",
        ):
            continue
        last, before = words[entity.after - 1], words[entity.first - 1]
        name = words[last.head]
        if before.tag != "IN" or name.dep != "pobj" or name.head != before.index or name.index < entity.after:
            continue
        verb = words[before.head]
        if not verb.is_verb or verb.index < name.index or _below(words, sentence, verb, *_SUBJECTS):
            continue
        if not all(words[at].head in (name.index, at + 1) for at in range(entity.after, name.index)):
            continue
        passive = _below(words, sentence, verb, "auxpass")
        words[name.index] = replace(name, dep="nsubjpass" if passive else "nsubj", head=verb.index)
        words[last.index] = replace(last, dep="pobj", head=before.index)
        for at in range(entity.first, entity.after - 1):
            if words[at].head == name.index:
                words[at] = replace(words[at], head=last.index)


def find_verb(words: list[Word], sentence: Sentence, _: list[Entity]) -> None:
    """ "Orion launched from Florida.", where the verb was read as a participle of its subject: it is the sentence's verb."""
    span = words[sentence.first : sentence.after]
    noun = next((word for word in span if word.is_root), None)
    if noun is None or noun.tag not in NOUN_TAGS or sentence.heading or span[-1].text != ".":
        return
    verb = next((word for word in span if word.head == noun.index and word.dep == "acl" and word.tag == "VBN"), None)
    if (
        verb is None
        or verb.index != noun.index + 1
        or any(word.tag in _FINITE for word in span[: verb.index - sentence.first + 1])
    ):
        return
    words[verb.index] = replace(verb, tag="VBD", dep="ROOT", head=verb.index)
    words[noun.index] = replace(noun, dep="nsubj", head=verb.index)
    for word in span:
        if word.head == noun.index and word.index > verb.index:
            words[word.index] = replace(word, head=verb.index)


def read_numerals(words: list[Word], sentence: Sentence, entities: list[Entity]) -> None:
    """The "I" of "Artemis I" is a numeral of the name, not the speaker."""
    for at in range(sentence.first + 1, sentence.after):
        word, before = words[at], words[at - 1]
        after = words[at + 1].text.lower() if at + 1 < sentence.after else ""
        if word.text != "I" or word.tag != "PRP" or before.tag not in ("NNP", "NNPS") or after in _NOT_NUMERALS:
            continue
        words[at] = replace(word, tag="NNP")
        if before.head != at and not _is_under(words, word, before):
            words[at - 1] = replace(before, head=at, dep="compound")
        for number, entity in enumerate(entities):
            if entity.after == at:
                entities[number] = replace(entity, after=at + 1, text=f"{entity.text} I")


def read_participles(words: list[Word], sentence: Sentence, _: list[Entity]) -> None:
    """In "a summit in Lima held after the vote" the parse may make a clause of the participle: it is the summit's."""
    for at in range(sentence.first + 1, sentence.after):
        verb, before = words[at], words[at - 1]
        if verb.dep != "advcl" or verb.tag not in ("VBD", "VBN") or before.tag not in NOUN_TAGS:
            continue
        if (
            before.dep != "pobj"
            or words[before.head].dep != "prep"
            or _below(words, sentence, verb, *_SUBJECTS, "mark", "aux", "auxpass", "dobj")
        ):
            continue
        noun = words[words[before.head].head]
        if noun.tag in ("NN", "NNS") and noun.index < before.index and not _is_under(words, noun, verb):
            words[at] = replace(verb, tag="VBN", dep="acl", head=noun.index)


def read_relatives(words: list[Word], sentence: Sentence, _: list[Entity]) -> None:
    """ "The plan that she put forward", where the clause was read as no relative one."""
    for at in range(sentence.first + 1, sentence.after):
        pronoun, before = words[at], words[at - 1]
        if pronoun.tag != "WDT" or pronoun.dep != "dobj" or before.tag not in NOUN_TAGS:
            continue
        verb = words[pronoun.head]
        if verb.dep not in ("acl", "ccomp", "advcl") or verb.index < at or _is_under(words, before, verb):
            continue
        if _below(words, sentence, verb, "nsubj"):
            words[verb.index] = replace(verb, dep="relcl", head=before.index)


def read_conditions(words: list[Word], sentence: Sentence, _: list[Entity]) -> None:
    """ "Provided the council agrees" opens a clause as "if" does; nobody provides anything."""
    for word in words[sentence.first : sentence.after]:
        if word.text.lower() not in ("provided", "providing") or word.dep not in ("prep", "advcl"):
            continue
        span = words[word.index + 1 : sentence.after]
        clause = next((each for each in span if each.head == word.index and each.dep in ("ccomp", "pcomp")), None)
        if clause is None or not clause.is_verb or not _below(words, sentence, clause, *_SUBJECTS):
            continue
        if not _below(words, sentence, word, *_SUBJECTS, "dobj"):
            words[clause.index] = replace(clause, dep="advcl", head=word.head)
            words[word.index] = replace(word, tag="IN", lemma="provided", dep="mark", head=clause.index)


def _join_names(words: list[Word], entities: list[Entity]) -> list[Entity]:
    """ "Ursula von der" and "Leyen" are one person."""
    joined: list[Entity] = []
    for entity in entities:
        last = joined[-1] if joined else None
        if last is not None and last.after == entity.first and words[last.after - 1].text in _PARTICLES:
            joined[-1] = Entity(last.first, entity.after, "PERSON", f"{last.text} {entity.text}")
        else:
            joined.append(entity)
    return joined


def _is_under(words: list[Word], word: Word, above: Word) -> bool:
    """Whether a word hangs from another, directly or not: hung from it in turn, that one would close a ring."""
    while not word.is_root and word.index != above.index:
        word = words[word.head]
    return word.index == above.index


def _below(words: list[Word], sentence: Sentence, head: Word, *deps: str) -> bool:
    span = words[sentence.first : sentence.after]
    return any(word.head == head.index and word.dep in deps and word.index != head.index for word in span)


Repair = Callable[[list[Word], Sentence, list[Entity]], None]
REPAIRS: tuple[Repair, ...] = (
    read_numerals,
    free_subject,
    find_verb,
    read_participles,
    read_relatives,
    read_conditions,
)
