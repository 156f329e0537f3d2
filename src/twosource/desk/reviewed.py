"""The reviews of a case laid over its suggestions: what counts, as whose word, and what waits.

A review changes nothing in what it is about. What people said is laid over the records whenever they are
read, so a word taken back, a word against another word, and a machine that reads the same page anew all
come down to one question: which word counts now?

* Of each person the latest word counts, `withdrawn` being none; of several people the latest.
* What a person accepted counts as they saw it, also when the machine reads otherwise by now.
* What was rejected or corrected counts nowhere; a correction counts while the word that made it does.
* A suggestion in place of one that was judged waits: it counts nowhere until somebody looks at it.
* Parties go by name: one that was declared after the review is the same one.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from twosource.desk.declarations import BY as DECLARED
from twosource.evidence.claims import Matching
from twosource.evidence.codec import canonical, from_line, kind_of
from twosource.evidence.passages import Passage
from twosource.evidence.reviews import Review, Verdict
from twosource.evidence.testimony import PERSON, AttributionChain, Made, Party, Statement
from twosource.ids import key
from twosource.store import Store
from twosource.terms import Standing

STATEMENT = kind_of(Statement)
MATCHING = kind_of(Matching)
EARLIER = ", an earlier reading"
SAME, NOT_ENOUGH, DIFFERENT = "same", "not enough", "different"


def person(by: str) -> str:
    """Return how a person stands in `Made.by`."""
    return f"{PERSON}{by}"


def standing_words(reviews: Iterable[Review]) -> dict[str, tuple[Review, ...]]:
    """Return, per item, the latest word of each person that was not taken back; the last one counts.

    `reviews` come in the order they were given, which is the ledger's: a clock can be set back.
    """
    latest: dict[str, dict[str, Review]] = defaultdict(dict)
    for review in reviews:
        words = latest[review.item_id]
        words.pop(review.by, None)
        if review.verdict is not Verdict.WITHDRAWN:
            words[review.by] = review
    return {item_id: tuple(words.values()) for item_id, words in latest.items() if words}


def is_earlier(statement: Statement) -> bool:
    """Say whether a suggestion is kept only because it was reviewed: the machine reads otherwise now."""
    return statement.made.by.endswith(EARLIER)


def is_declared(made: Made) -> bool:
    """Say whether case.toml says so: what is declared there wins over any review."""
    return made.by == DECLARED


def as_earlier(statement: Statement) -> Statement:
    """Return a suggestion marked as no longer made."""
    if is_earlier(statement):
        return statement
    return replace(statement, made=replace(statement.made, by=statement.made.by + EARLIER))


def content_of(statement: Statement) -> str:
    """Return what a person judges of a statement, as one line: everything but who made it and why."""
    return canonical(replace(statement, made=replace(statement.made, by="", why="", p=None)))


def seen(review: Review) -> Any:
    """Return the record as its reviewer saw it."""
    return from_line(review.item)


@dataclass(frozen=True, slots=True)
class Laid:
    """What became of judged suggestions that the machine reads otherwise by now, by statement id.

    `waiting` suggestions stand in place of a judged one and count nowhere; `inherited` ones read word
    for word as a judged one, which is then gone: `heirs` gives, per such one, the ids that its parties
    have now.
    """

    waiting: Mapping[str, Review]
    inherited: Mapping[str, Review]
    heirs: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Reviewed:
    """The words of people over the records of one store, read once.

    Make a new one after writing: it does not follow.
    """

    store: Store

    @cached_property
    def reviews(self) -> tuple[Review, ...]:
        """Every review in the order given."""
        return tuple(self.store.all(Review))

    @cached_property
    def words(self) -> Mapping[str, tuple[Review, ...]]:
        """Per item, the words that stand, the one that counts last."""
        return standing_words(self.reviews)

    def word(self, item_id: str) -> Review | None:
        """Return the word that counts for an item, or None."""
        words = self.words.get(item_id, ())
        return words[-1] if words else None

    @cached_property
    def corrections(self) -> Mapping[str, str]:
        """Per statement that a person put in place of a suggestion, the suggestion's id."""
        return {one.corrected_id: one.item_id for one in self.reviews if one.corrected_id}

    def root_of(self, statement_id: str) -> str:
        """Return the suggestion a statement goes back to: its own id unless it is a correction."""
        return self.corrections.get(statement_id, statement_id)

    def over(self, statements: Iterable[Statement]) -> list[Statement]:
        """Return the statements that count, those accepted as their reviewers saw them."""
        found = list(statements)
        if not self.reviews:
            return found
        laid = self.laid(found)
        return [s for one in found if (s := self._counted(one, laid)) is not None]

    def laid(self, statements: Iterable[Statement]) -> "Laid":
        """Return what became of suggestions that were judged when the machine read them otherwise."""
        found = list(statements)
        earlier = [s for s in found if is_earlier(s) and s.statement_id in self.words]
        if not earlier:
            return Laid({}, {}, {})
        exhibits = {s.exhibit_id for s in earlier}
        fresh = [s for s in found if s.exhibit_id in exhibits and self._is_fresh(s)]
        heirs = self._heirs(earlier, fresh)
        inherited = {f.statement_id: self.words[e.statement_id][-1] for f, e in heirs}
        ids = {e.statement_id: _renamed(e, f) for f, e in heirs}
        left = [s for s in earlier if s.statement_id not in ids]
        others = [s for s in fresh if s.statement_id not in inherited]
        return Laid(self._waiting(left, others), inherited, ids)

    def _heirs(
        self, earlier: Sequence[Statement], fresh: Sequence[Statement]
    ) -> list[tuple[Statement, Statement]]:
        """Return pairs of a suggestion and the judged one that it repeats word for word.

        Only the records behind its parties changed: somebody was declared, so ids differ and names
        do not.
        """
        judged = {self._reading(s): s for s in earlier}
        found = ((s, judged.get(self._reading(s))) for s in fresh)
        return [(one, before) for one, before in found if before is not None]

    def _reading(self, statement: Statement) -> str:
        """Return what a statement says with its parties by name."""
        return content_of(replace(with_parties(statement, self._called), statement_id=""))

    def _waiting(self, earlier: Sequence[Statement], fresh: Sequence[Statement]) -> dict[str, Review]:
        """Return, per suggestion that stands in place of a judged one, the word on that one."""
        passages = self.store.get_many(Passage, {s.passage_id for s in (*earlier, *fresh)})
        held: dict[str, list[tuple[Passage, Review]]] = defaultdict(list)
        for one in earlier:
            if one.passage_id in passages:
                held[one.exhibit_id].append((passages[one.passage_id], self.words[one.statement_id][-1]))
        return {
            s.statement_id: word
            for s in fresh
            if s.passage_id in passages and (word := _in_place_of(passages[s.passage_id], held[s.exhibit_id]))
        }

    def _is_fresh(self, statement: Statement) -> bool:
        """Say whether a machine suggests it now and nobody has said anything of it."""
        return not (
            statement.made.is_judgement or is_earlier(statement) or statement.statement_id in self.words
        )

    def _counted(self, statement: Statement, laid: "Laid") -> Statement | None:
        """Return a statement as it counts, or None where it does not."""
        own_id = statement.statement_id
        if is_declared(statement.made):
            return statement
        if own_id in laid.waiting or own_id in laid.heirs:
            return None
        if (root := self.corrections.get(own_id)) is not None:
            word = self.word(root)
            named = with_parties(self.named_now(statement), laid.heirs.get(root, {}))
            return named if word and word.corrected_id == own_id else None
        if (word := laid.inherited.get(own_id)) is not None:
            return _judged(statement, word) if word.verdict is Verdict.ACCEPTED else None
        word = self.word(own_id)
        if word is None:
            return None if is_earlier(statement) else statement
        return self.named_now(_judged(seen(word), word)) if word.verdict is Verdict.ACCEPTED else None

    def named_now(self, statement: Statement) -> Statement:
        """Return a statement with parties that a person has declared since, by the names they have."""
        return with_parties(statement, self._declared)

    @cached_property
    def _names(self) -> dict[str, str]:
        """Per party that case.toml does not declare, its name for comparing."""
        return {p.party_id: same_name(p.name) for p in self.store.all(Party) if not is_declared(p.made)}

    @cached_property
    def _declared(self) -> dict[str, str]:
        """Per party that case.toml does not declare, the id of the one it declares by that name."""
        ids: dict[str, set[str]] = defaultdict(set)
        for party in self.store.all(Party):
            for name in (party.name, *party.aliases) if is_declared(party.made) else ():
                ids[same_name(name)].add(party.party_id)
        return {p: min(ids[name]) for p, name in self._names.items() if len(ids.get(name, ())) == 1}

    @cached_property
    def _called(self) -> dict[str, str]:
        """Per party that case.toml does not declare, what it goes by for comparing readings."""
        return {p: self._declared.get(p, f"called {name}") for p, name in self._names.items()}

    def changed(self, statement: Statement) -> Review | None:
        """Return the word on a suggestion that has the same id and other content by now, or None."""
        word = self.word(statement.statement_id)
        if word is None or is_earlier(statement) or word.item_kind != STATEMENT:
            return None
        return None if content_of(seen(word)) == content_of(statement) else word

    def over_matchings(self, matchings: Iterable[Matching]) -> list[Matching]:
        """Return the matchings with people's words in place of the suggestions they are about."""
        words = [w[-1] for w in self.words.values() if w[-1].item_kind == MATCHING]
        if not words:
            return list(matchings)
        judged = {(m.statement_id, m.claim_id): m for m in map(_judged_matching, words)}
        kept = []
        for matching in matchings:
            pair = matching.statement_id, matching.claim_id
            if matching.made.is_judgement:
                judged.pop(pair, None)
            if matching.made.is_judgement or pair not in judged:
                kept.append(matching)
        return [*kept, *judged.values()]


def with_parties(statement: Statement, ids: Mapping[str, str]) -> Statement:
    """Return a statement with other ids of its parties, where any is given."""
    links = statement.chain.links
    if not any(link.party_id in ids for link in links):
        return statement
    named = tuple(replace(link, party_id=ids.get(link.party_id, link.party_id)) for link in links)
    return replace(statement, chain=AttributionChain(links=named))


def _renamed(earlier: Statement, now: Statement) -> dict[str, str]:
    """Return the ids that the parties of a reading have now, by those they had."""
    pairs = zip(earlier.chain.links, now.chain.links, strict=True)
    return {old.party_id: new.party_id for old, new in pairs}


def _in_place_of(passage: Passage, judged: Sequence[tuple[Passage, Review]]) -> Review | None:
    """Return the word on words that overlap, or on the same words in another reading of the exhibit."""
    for other, word in judged:
        if other.rendition_id == passage.rendition_id:
            if other.start < passage.end and passage.start < other.end:
                return word
        elif other.text.split() == passage.text.split():
            return word
    return None


def same_name(name: str) -> str:
    """Return a name for comparing: composed, folded case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _judged(statement: Statement, word: Review) -> Statement:
    """Return a suggestion as a person accepted it: their judgement, with the machine's reasons in it."""
    made = statement.made
    why = f"accepted{f': {word.why}' if word.why else ''}; read by {made.by.removesuffix(EARLIER)}"
    return replace(
        statement,
        made=Made(
            by=person(word.by), standing=Standing.JUDGEMENT, why=f"{why}; {made.why}" if made.why else why
        ),
    )


_VERDICTS = {Verdict.ACCEPTED: SAME, Verdict.NOT_ENOUGH: NOT_ENOUGH}
_SAID = {Verdict.NOT_ENOUGH: "left open"}


def _judged_matching(word: Review) -> Matching:
    """Return a matching as a person judged it."""
    matching: Matching = seen(word)
    return replace(
        matching,
        matching_id=key("matching", matching.statement_id, matching.claim_id, "review"),
        verdict=_VERDICTS.get(word.verdict, DIFFERENT),
        reasons=(f"{_SAID.get(word.verdict, word.verdict.value)} by a person",),
        made=Made(by=person(word.by), standing=Standing.JUDGEMENT, why=word.why),
    )


def has_word(store: Store, item_id: str) -> bool:
    """Say whether somebody's word stands on an item."""
    return item_id in standing_words(store.all(Review, about=item_id))


def verdicts(store: Store, statement_ids: Iterable[str]) -> dict[str, str]:
    """Return, per statement that counts by a review, what the person made of the suggestion."""
    reviewed = Reviewed(store)
    words = {s: reviewed.word(reviewed.root_of(s)) for s in statement_ids} if reviewed.reviews else {}
    return {s: word.verdict.value for s, word in words.items() if word is not None}


def reviewed_passages(store: Store) -> set[str]:
    """Return the passages that reviewed suggestions stand on: they must not drift or go."""
    words = Reviewed(store).words.values() if store.count(Review) else ()
    return {seen(one).passage_id for word in words for one in word if one.item_kind == STATEMENT}
