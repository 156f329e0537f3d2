"""What a weighing leaves out although tracing knows it: items through one party that share no unknown."""

from collections.abc import Iterator

from twosource.desk.workplace import Workplace
from twosource.dossier.veil import veil_for
from twosource.dossier.weighed.veiling import cover_elicitation
from twosource.evidence.elicitation import Elicitation
from twosource.evidence.lineage import OriginCount
from twosource.evidence.testimony import Party
from twosource.weighing.shared_causes import MissingCause, missing_causes


def missing_shared_causes(work: Workplace, question_id: str) -> tuple[MissingCause, ...]:
    """Return, for one question, the parties that several items pass through without sharing an unknown.

    From the origin counts as they are stored; claims that were not traced say nothing. Empty where nobody
    answered the question.
    """
    parties = {party.party_id: party for party in work.store.all(Party)}
    # Names are covered before texts are shortened: half a name is not found any more.
    elicitation = cover_elicitation(veil_for(parties.values()), work.store.get(Elicitation, question_id))
    if elicitation is None:
        return ()
    return missing_causes(elicitation, _counts(work, elicitation), parties)


def _counts(work: Workplace, elicitation: Elicitation) -> Iterator[OriginCount]:
    for claim_id in sorted({item.claim_id for item in elicitation.items} - {""}):
        count = work.store.get(OriginCount, claim_id)
        if count is not None:
            yield count
