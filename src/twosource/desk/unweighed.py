"""What readers of a weighing must be told: it rests on somebody withdrawn, or on one matter twice.

A withdrawal counts hands anew at once; a weighing is made of answers in words, which only people can give
anew. Until they do, whoever reads its figures must be told on what they rest. The same goes for an earlier
matter of a party that is weighed now under that party's modes: it would be graded with itself.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import combinations

from twosource.desk.assessing import claim_evidence
from twosource.desk.missing import missing_shared_causes
from twosource.desk.standings import withdrawn_parties
from twosource.desk.workplace import Workplace
from twosource.dossier.veil import draw_over, veil_for
from twosource.evidence.claims import Claim, Question
from twosource.evidence.elicitation import Answered, Elicitation
from twosource.evidence.reliability import TrackEntry
from twosource.evidence.testimony import Party
from twosource.naming import compare
from twosource.terms import PartyKind
from twosource.weighing.pooling.people import Conditions, conditions, name_of, standing
from twosource.weighing.pooling.reuse import track_overlaps
from twosource.weighing.words import named_few

MOST_PEOPLE = 40
"""So many people are compared by name; nobody asks more about one question."""
LIKELY_ONE = 0.8
"""From here on two names of people who answered are told to be perhaps one (judged, 2026)."""


def resting_on(
    work: Workplace, party_id: str, claim_ids: Collection[str]
) -> Iterator[tuple[Question, list[str]]]:
    """Yield questions with answers about a party, or weighing an item on some claims; and which answers."""
    elicited = {e.question_id: e for e in work.store.all(Elicitation)}
    for question in work.store.all(Question):
        elicitation = elicited.get(question.question_id)
        if elicitation is None:
            continue
        rests = [v.text for v in elicitation.variables if v.party_id == party_id]
        rests += [i.text for i in elicitation.items if i.claim_id in claim_ids]
        if rests:
            yield question, list(dict.fromkeys(rests))


def caveats(work: Workplace, spared: str = "") -> dict[str, str]:
    """Return, per question, what its readers must be told.

    Who was withdrawn, what enters it twice, and which items pass through one pair of hands and are weighed as
    if they did not. That somebody was withdrawn is left out for the one `spared`.
    """
    told = _withdrawn(work, spared)
    entries = list(work.store.all(TrackEntry))
    answered: dict[str, set[str]] = {}
    all_answers = list(work.store.all(Answered))
    for one in standing(all_answers):
        answered.setdefault(one.question_id, set()).add(name_of(one))
    for elicitation in work.store.all(Elicitation):
        question_id = elicitation.question_id
        causes = (cause.sentence for cause in missing_shared_causes(work, question_id))
        twice = _one_person_twice(answered.get(question_id, set()))
        changed = _changed_after_others([a for a in all_answers if a.question_id == question_id])
        more = [*track_overlaps(elicitation, entries), *causes, *twice, *changed]
        if more:
            told[question_id] = " ".join([*filter(None, [told.get(question_id)]), *more])
    return told


def _one_person_twice(names: Collection[str]) -> Iterator[str]:
    """Tell people whose names may be one name: with and without a title, turned round, shortened."""
    for first, second in list(combinations(sorted(names)[:MOST_PEOPLE], 2)):
        if compare(first, second, PartyKind.PERSON).p >= LIKELY_ONE:
            yield (
                f"{first} and {second} both answered, and may be one person under two names, who then "
                "counts twice: if so, take the answers of one of them back (`twosource answer --undo`)."
            )


def _changed_after_others(answers: Sequence[Answered]) -> Iterator[str]:
    """Tell whose answers were changed when others had answered: they may have been seen meanwhile.

    Nobody is refused a second thought, and nobody can be kept from looking; but what followed a look is no
    separate voice, and the range of the joint reading takes it for one.
    """
    in_order = sorted((a for a in answers if a.answers), key=lambda a: (a.at, a.answered_id))
    first: dict[str, datetime] = {}
    for one in in_order:
        first.setdefault(name_of(one), one.at)
    said: dict[tuple[str, str], dict[Conditions, object]] = {}
    changes: Counter[str] = Counter()
    for one in in_order:
        by = name_of(one)
        before = said.setdefault((by, one.item), {})
        now = {conditions(line.when): line.words for line in one.answers}
        is_changed = any(before.get(when, words) != words for when, words in now.items())
        changes[by] += is_changed and any(name != by and at < one.at for name, at in first.items())
        before.update(now)
    for by, n in sorted(changes.items()):
        if n:
            yield (
                f"{by} changed what they had answered {'once' if n == 1 else f'{n} times'} after somebody "
                "else had answered: whoever has seen other answers is no separate voice."
            )


def _withdrawn(work: Workplace, spared: str) -> dict[str, str]:
    """Return, per question weighed on answers that rest on somebody withdrawn, the sentence that says so."""
    parties = {p.party_id: p for p in work.store.all(Party)}
    withdrawn = withdrawn_parties(work.store, parties.keys() - {spared})
    if not withdrawn:
        return {}
    weighed = {i.claim_id for e in work.store.all(Elicitation) for i in e.items}
    claims = [c for c in work.store.all(Claim) if c.claim_id in weighed]
    evidence = list(claim_evidence(work, work.declared(), claims))
    told: dict[str, list[str]] = {}
    for party_id in withdrawn:
        touched = {one.claim.claim_id for one in evidence if party_id in one.withdrawn}
        for question, rests in resting_on(work, party_id, touched):
            # Before they are shortened: half a name is not found any more.
            covered = draw_over(veil_for(parties.values()), rests)
            told.setdefault(question.question_id, []).append(_caveat(parties[party_id].shown, covered))
    return {question_id: " ".join(said) for question_id, said in told.items()}


def _caveat(name: str, rests: list[str]) -> str:
    listed = named_few(rests)
    rest, them = ("rests", "it") if len(rests) == 1 else ("rest", "them")
    said = f"{name} was withdrawn, and {listed} {rest} on it: the figures count {them} as before"
    return f"{said[:1].upper()}{said[1:]}, until people answer {them} anew in case.toml."
