"""Who denies or doubts what the weighed items rest on, wherever in the case it is said."""

from collections.abc import Iterable, Iterator

from twosource.dossier.contexts import Sentence
from twosource.dossier.overreach import folded_words
from twosource.dossier.shelf import Shelf, stances
from twosource.dossier.speaking import LEAST_SHARED, content_keys
from twosource.dossier.weighed.words import Words, words_for
from twosource.dossier.wording import lowered, name, shorten
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
    words = words_for(shelf.material.language)
    claimed = shelf.claims[claim_id].text
    for statement in stances(shelf.matched.get(claim_id, ()), Stance.DENIES, Stance.DOUBTS):
        text = words.say(
            "denies" if statement.stance is Stance.DENIES else "doubts",
            who=shelf.party(statement.chain.innermost.party_id),
            claim=_worded(claimed, words),
        )
        yield _cited(shelf, text, statement, claim_id, words)


def _worded(claimed: str, words: Words) -> str:
    """Return a claim as it stands in a sentence; a mark before it must not turn its direction round."""
    before, bracket, rest = claimed.partition("] ")
    is_marked = bool(bracket) and claimed.startswith("[")
    text = rest if is_marked else claimed
    said = words.quote(text) if words.spoken != "en" else name(text) if is_marked else lowered(text)
    return f"{name(before + ']')} {said}" if is_marked else said


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
    words = words_for(shelf.material.language)
    text = words.say(
        "undecided",
        who=shelf.party(statement.chain.innermost.party_id),
        words=words.quote(shorten(shelf.veil.over(passage.text), LONGEST)),
        siglum=words.isolated(shelf.short(claim_id)),
    )
    return _cited(shelf, text, statement, claim_id, words)


def _cited(shelf: Shelf, text: str, statement: Statement, claim_id: str, words: Words) -> Sentence:
    note = shelf.cite(statement.passage_id)
    return shelf.say(text, [note] if note else [], about=(claim_id,), language=words.spoken)
