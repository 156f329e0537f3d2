"""How often such readings are right: the measured figure, and what people found in this very case."""

from collections import Counter
from collections.abc import Mapping

from twosource.attributing.lexicon import base_language
from twosource.desk.reviewed import STATEMENT, Reviewed, seen
from twosource.desk.workplace import Workplace
from twosource.evidence.measures import SPEAKER, CaseRate, ReadingKind, accuracy_in_words, method_of
from twosource.evidence.passages import Passage
from twosource.evidence.reviews import Review, Verdict
from twosource.evidence.testimony import AttributionChain, Statement


def case_rates(work: Workplace) -> dict[ReadingKind, CaseRate]:
    """Return, per kind of reading, how many speakers people found right in this case.

    Accepted is right; rejected is wrong; corrected is right where the chain was left as it was. Of
    several words on one suggestion the latest counts.
    """
    reviewed = Reviewed(work.store)
    right: Counter[ReadingKind] = Counter()
    n: Counter[ReadingKind] = Counter()
    words = [w[-1] for w in reviewed.words.values() if w[-1].item_kind == STATEMENT]
    judged = [(word, seen(word)) for word in words]
    passages = work.store.get_many(Passage, {s.passage_id for _, s in judged})
    later = work.store.get_many(Statement, {w.corrected_id for w in words if w.corrected_id})
    for word, statement in judged:
        kind = kind_of_reading(statement, passages.get(statement.passage_id))
        n[kind] += 1
        right[kind] += _is_right(word, statement, later.get(word.corrected_id))
    return {kind: CaseRate(n_right=right[kind], n=n[kind]) for kind in n}


def _is_right(word: Review, statement: Statement, corrected: Statement | None) -> bool:
    if word.verdict is Verdict.CORRECTED:
        return corrected is not None and _parties(corrected.chain) == _parties(statement.chain)
    return word.verdict is Verdict.ACCEPTED


def _parties(chain: AttributionChain) -> list[str]:
    return [link.party_id for link in chain.links]


def kind_of_reading(statement: Statement, passage: Passage | None) -> ReadingKind:
    """Return the kind of reading a suggestion is: which figure of the speaker speaks of it."""
    language = base_language(passage.language) if passage and passage.language else "en"
    return ReadingKind(step=SPEAKER, language=language, method=method_of(statement.made, language))


class Measured:
    """What to say beside each suggestion of a case; the rates of the case are counted once."""

    def __init__(self, work: Workplace) -> None:
        self.rates: Mapping[ReadingKind, CaseRate] = case_rates(work)

    def beside(self, statement: Statement, passage: Passage | None, shown_in: str = "en") -> str:
        """Return how often such a reading names the right speaker; nothing where a person made it."""
        if statement.made.is_judgement:
            return ""
        kind = kind_of_reading(statement, passage)
        return accuracy_in_words(kind, self.rates.get(kind), shown_in)
