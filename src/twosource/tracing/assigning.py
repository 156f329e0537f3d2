"""Which origin each statement most probably goes back to.

From the innermost party of its chain inwards: a party that more probably than not has access of its own
is the origin; one that credits somebody leads on to whom it credits; one that credits nobody leads to
whom it most probably has it from. Parties that more probably than not are one are named as one. A circle
ends at the earliest voice in it.

By hand: [paper, broadcaster], [broadcaster, witness who saw it]: the paper's statement goes back to the
witness.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from twosource.evidence.testimony import Tie
from twosource.tracing.chains import Account
from twosource.tracing.pages import Pages
from twosource.tracing.ratios import Ratios, likely_parents
from twosource.tracing.voices import Part, Voice
from twosource.tracing.worlds import merged

EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Sources:
    """The origin party of every supporting statement, and who stands for whom."""

    of_statement: Mapping[str, str]
    stands_for: Callable[[str], str]


def sources_of(
    accounts: Sequence[Account],
    voices: Mapping[str, Voice],
    ratios: Ratios,
    pages: Pages,
    ties: Sequence[Tie],
) -> Sources:
    """Return the origin of each statement; `voices` stand in order of time."""
    same = merged(tie for tie in ties if tie.p >= EVEN)
    parents = _best_parents(voices, ratios)
    solved: dict[str, str] = {}
    first_print = {a.statement.exhibit_id: a for a in accounts}
    found = {}
    for account in accounts:
        told = first_print.get(pages.reprints.get(account.statement.exhibit_id, ""), account)
        publisher = told.publisher
        owns = ratios.p_own[publisher] >= EVEN
        start = publisher if owns else told.innermost.party_id
        found[account.statement.statement_id] = _source(start, voices, ratios, parents, solved)
    return Sources(
        {statement_id: same.get(p, p) for statement_id, p in found.items()}, lambda p: same.get(p, p)
    )


def _best_parents(voices: Mapping[str, Voice], ratios: Ratios) -> dict[str, str]:
    """Return, for each voice, the party it most probably has it from: by credit, else by likelihood.

    Of several starting points nobody can say from which a party has it that the desk holds nothing of: it is
    led to none of them, for a doctor whom one agency names would otherwise join the reporter's readers.
    """
    found: dict[str, str] = {}
    roots = [v for v in voices.values() if v.is_root]
    leading: Voice | None = None
    order = {p: i for i, p in enumerate(voices)}
    for party_id, voice in voices.items():
        alike = ratios.likeness.get(party_id, {})
        if voice.parents:
            found[party_id] = min(voice.parents, key=lambda p: (-voices[p].n_crediting, order[p]))
        elif voice.part in {Part.OPEN, Part.INFERENCE} and (voice.is_held or alike or len(roots) < 2):
            earlier = [voices[p] for p in sorted(alike) if p in voices and order[p] < order[party_id]]
            is_heard = leading is not None and leading.day <= voice.day
            if (source := leading if is_heard else _root_for(voice, roots)) is not None:
                earlier.append(source)
            weights = likely_parents(voice, earlier, ratios)
            if weights:
                found[party_id] = min(weights, key=lambda p: (-weights[p], order[p]))
        is_source = voice.is_root or voice.n_crediting
        if is_source and (leading is None or voice.n_crediting > leading.n_crediting):
            leading = voice
    return found


def _root_for(voice: Voice, roots: Sequence[Voice]) -> Voice | None:
    """Return the root most credit among those heard of by the day of a voice, else among all.

    Nobody has it from whom only later reports bring in, where somebody else was heard of in time.
    """
    in_time = [root for root in roots if root.day <= voice.day]
    return max(in_time or roots, key=lambda v: v.n_crediting, default=None)


def _source(
    party_id: str,
    voices: Mapping[str, Voice],
    ratios: Ratios,
    parents: Mapping[str, str],
    solved: dict[str, str],
) -> str:
    """Follow parents from one party to an origin; results are kept, so that long lines cost once."""
    line: list[str] = []
    while party_id not in solved:
        line.append(party_id)
        if ratios.p_own[party_id] >= EVEN or party_id not in parents:
            solved[party_id] = party_id
            break
        party_id = parents[party_id]
        if party_id in line:
            circle = line[line.index(party_id) :]
            solved[party_id] = next(p for p in voices if p in circle)
            break
    source = solved[party_id]
    for passed in line:
        solved[passed] = source
    return source
