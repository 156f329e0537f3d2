"""What weighing says of each question, handed to the page: stages know nothing of each other, the desk does.

The page words its figures itself, because it prints percentages and cites what each sentence rests on. What
only weighing can say comes from here, as sentences with the names they are about: how good the basis is, and
what limits the figures.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from twosource.desk.workplace import Workplace
from twosource.dossier.material import SaidOfQuestion, Told
from twosource.dossier.veil import veil_for
from twosource.dossier.weighed.veiling import cover_weighing
from twosource.evidence.elicitation import Answered
from twosource.evidence.readouts import StateReadout, Weighing
from twosource.evidence.testimony import Party
from twosource.weighing.basis import basis_sentences, weaknesses
from twosource.weighing.pooling.people import name_of
from twosource.weighing.saying import own_notes
from twosource.weighing.telling import sampled_notes


def said_of(work: Workplace, language: str = "en") -> dict[str, SaidOfQuestion]:
    """Return, per question that was weighed, what only weighing can say of its answer."""
    parties = {p.party_id: p for p in work.store.all(Party)}
    veil = veil_for(parties.values())  # before texts are shortened: half a name is not found any more
    return {
        w.question_id: SaidOfQuestion(
            basis=tuple(_basis(cover_weighing(veil, _with_names(w, parties)), language)),
            limits=tuple(_limits(w, language)),
        )
        for w in work.store.all(Weighing)
        if w.hypotheses
    }


def _with_names(weighing: Weighing, parties: Mapping[str, Party]) -> Weighing:
    """Return a weighing whose states of parties are called by the party, because a party is what fails."""
    called: dict[str, StateReadout] = {}
    for state in weighing.states:
        if state.party_id in parties:
            called.setdefault(state.party_id, replace(state, text=parties[state.party_id].shown))
        else:
            called[state.variable] = state
    return replace(weighing, states=tuple(called.values()))


def _basis(weighing: Weighing, language: str) -> Iterator[Told]:
    """Yield the confidence, then each reason with the names it is about."""
    confidence, *reasons = basis_sentences(weighing, language)
    yield Told(text=confidence)
    about = [names for _, names in weaknesses(weighing)] or [()]
    for text, names in zip(reasons, about, strict=True):
        yield Told(text=text, names=names)


def _limits(weighing: Weighing, language: str) -> Iterator[Told]:
    """Yield what was sampled, then remarks on searches and answers: these are in English everywhere."""
    yield from (Told(text=text) for text in sampled_notes(weighing, language))
    said_elsewhere = own_notes(weighing)
    yield from (Told(text=text, language="en") for text in weighing.notes if text not in said_elsewhere)


def staff_of(work: Workplace) -> tuple[str, ...]:
    """Return the people who answered for a question, by name, also those who took their answers back."""
    return tuple(sorted({name_of(one) for one in work.store.all(Answered)}))
