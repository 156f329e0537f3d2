"""Who denies or doubts what the weighed items rest on, wherever in the case it is said."""

from collections.abc import Iterable, Iterator

from twosource.dossier.contexts import Sentence
from twosource.dossier.overreach import folded_words
from twosource.dossier.shelf import Shelf, stances
from twosource.dossier.speaking import LEAST_SHARED, content_keys
from twosource.dossier.wording import lowered, quoted, shorten
from twosource.evidence.testimony import Statement
from twosource.terms import Stance, load_table

MOST = 12
MOST_NEGATIVE = 3
LONGEST = 160
EARLY = 4


def voices_against(shelf: Shelf, weighed: Iterable[str]) -> tuple[Sentence, ...]:
    """Return who denies or doubts: the claims weighed, what hangs together with them, other declared claims.

    Then statements that say "no" or "not" about the same things and that nobody has yet matched:
    quoted, with a word that a person has to decide.
    """
    first = tuple(dict.fromkeys(weighed))
    order = tuple(dict.fromkeys((*first, *_linked(shelf, first), *_declared(shelf))))
    said = [s for claim_id in order for s in _dissent_on(shelf, claim_id)]
    said += _negative(shelf, first)
    return tuple(said[:MOST])


def _linked(shelf: Shelf, claim_ids: tuple[str, ...]) -> Iterator[str]:
    for entailment in shelf.material.entailments:
        if not entailment.made.is_judgement:
            continue
        pair = (entailment.from_claim, entailment.to_claim)
        if any(c in claim_ids for c in pair):
            yield from pair


def _declared(shelf: Shelf) -> Iterator[str]:
    yield from (c.claim_id for c in shelf.material.claims if c.made.is_judgement)


def _dissent_on(shelf: Shelf, claim_id: str) -> Iterator[Sentence]:
    if claim_id not in shelf.claims:
        return
    for statement in stances(shelf.matched.get(claim_id, ()), Stance.DENIES, Stance.DOUBTS):
        verb = "denies" if statement.stance is Stance.DENIES else "doubts"
        who = shelf.party(statement.chain.innermost.party_id)
        note = shelf.cite(statement.passage_id)
        text = f"{who} {verb} that {lowered(shelf.claims[claim_id].text)}"
        yield shelf.say(text, [note] if note else [], about=(claim_id,))


def _negative(shelf: Shelf, claim_ids: tuple[str, ...]) -> list[Sentence]:
    negations = frozenset(load_table("dossier")["gate"]["en"]["negations"])
    taken = {s.statement_id for c in claim_ids for s in shelf.matched.get(c, ())}
    wanted = {c: content_keys(shelf.claims[c].text) for c in claim_ids if c in shelf.claims}
    found: dict[str, tuple[int, Statement, str]] = {}
    for statement in shelf.material.statements.values():
        passage = shelf.material.passages.get(statement.passage_id)
        if passage is None or statement.statement_id in taken:
            continue
        if negations.isdisjoint(folded_words(passage.text)[:EARLY]):
            continue
        held = content_keys(passage.text)
        best = max(((len(keys & held), c) for c, keys in wanted.items()), default=(0, ""))
        if best[0] >= LEAST_SHARED and best[0] > found.get(passage.passage_id, (0,))[0]:
            found[passage.passage_id] = (best[0], statement, best[1])
    ranked = sorted(found.values(), key=lambda f: (-f[0], f[1].statement_id))[:MOST_NEGATIVE]
    return [_undecided(shelf, statement, claim_id) for _, statement, claim_id in ranked]


def _undecided(shelf: Shelf, statement: Statement, claim_id: str) -> Sentence:
    passage = shelf.material.passages[statement.passage_id]
    who = shelf.party(statement.chain.innermost.party_id)
    words = quoted(shorten(shelf.veil.over(passage.text), LONGEST))
    note = shelf.cite(statement.passage_id)
    text = f"{who} says {words}; whether that speaks against {shelf.short(claim_id)}, a person has to decide"
    return shelf.say(text, [note] if note else [], about=(claim_id,))
