"""Who could each have been the first, where nothing shows which of several was.

Pages of one day that say the same and credit neither each other nor each other's source are undirected: one
of them is taken for the first because something has to be, and which one changes no count. So no one of
them is named alone. A cut through one of them is shared out among all of them in equal parts.

By hand: eight pages of one day print one sentence as the word of eight people: the cut {first person} with
p = 1 becomes eight cuts with p = .125 each.
"""

from collections.abc import Iterable, Mapping, Sequence

from twosource.evidence.lineage import Chokepoint
from twosource.tracing.chains import Account, is_sourced
from twosource.tracing.material import ClaimEvidence
from twosource.tracing.pages import Pages, day_of
from twosource.tracing.retelling import is_declared
from twosource.tracing.voices import Part, Voice


def equals_of(
    accounts: Sequence[Account], pages: Pages, voices: Mapping[str, Voice], evidence: ClaimEvidence
) -> dict[str, tuple[str, ...]]:
    """Return, for each party that was taken for the first, all that could be, itself among them.

    `accounts` are as they were told, before copies lost the names only they give.
    """
    found: dict[str, set[str]] = {}
    for together in _same_wording(accounts, pages):
        _add_equals(found, together, evidence)
    for first in (v for v in voices.values() if v.part is Part.FIRST):
        same = {v.party_id for v in voices.values() if _is_level(v, first)}
        if same:
            found.setdefault(first.party_id, {first.party_id}).update(same)
    return {party_id: tuple(sorted(same)) for party_id, same in found.items() if len(same) > 1}


def _same_wording(accounts: Sequence[Account], pages: Pages) -> list[list[Account]]:
    """Return the accounts that stand in the same words, the first of each set at its head."""
    place = {page.exhibit_id: i for i, page in enumerate(pages.pages)}
    by_exhibit: dict[str, list[Account]] = {}
    for account in accounts:
        by_exhibit.setdefault(account.statement.exhibit_id, []).append(account)
    head = {a.statement.statement_id: a.statement.statement_id for a in accounts}
    for account in sorted(accounts, key=lambda a: (place[a.statement.exhibit_id], a.statement.statement_id)):
        statement_id, exhibit_id = account.statement.statement_id, account.statement.exhibit_id
        printed = by_exhibit.get(pages.reprints.get(exhibit_id, ""), [])
        if len(printed) == len(by_exhibit[exhibit_id]):
            again = printed[by_exhibit[exhibit_id].index(account)].statement.statement_id
            head[statement_id] = head[again]
        elif pages.mates.get(statement_id):
            head[statement_id] = head[pages.mates[statement_id][0]]
    sets: dict[str, list[Account]] = {}
    for account in sorted(accounts, key=lambda a: a.statement.statement_id != head[a.statement.statement_id]):
        sets.setdefault(head[account.statement.statement_id], []).append(account)
    return [same for same in sets.values() if len(same) > 1]


def _add_equals(found: dict[str, set[str]], together: Sequence[Account], evidence: ClaimEvidence) -> None:
    """Add the sources and the publishers of one day that credit nobody of the line taken for the first.

    A page that says how it knows comes before one that does not, so that the two are not level.
    """
    first, parties = together[0], evidence.parties
    if is_declared(first, parties):
        return
    day = day_of(first, evidence)
    for other in together[1:]:
        level = day_of(other, evidence) == day and set(first.parties).isdisjoint(other.parties)
        if level and is_sourced(first) == is_sourced(other) and not is_declared(other, parties):
            for mine, theirs in (
                (first.innermost.party_id, other.innermost.party_id),
                (first.publisher, other.publisher),
            ):
                found.setdefault(mine, {mine}).add(theirs)


def _is_level(voice: Voice, first: Voice) -> bool:
    """Say whether a voice that credits nobody could as well be the first report."""
    return (
        voice.part is Part.OPEN
        and not voice.parents
        and (voice.day, voice.n_crediting, voice.is_held) == (first.day, first.n_crediting, first.is_held)
    )


def shared_out(
    chokepoints: Iterable[Chokepoint], equals: Mapping[str, Sequence[str]]
) -> tuple[Chokepoint, ...]:
    """Return the cuts by probability, those through one who may not be the first in equal parts."""
    found: dict[tuple[str, ...], float] = {}
    for cut in chokepoints:
        moving = next((p for p in cut.party_ids if p in equals), None)
        names = equals[moving] if moving is not None else ()
        rows = [tuple(sorted({*cut.party_ids} - {moving} | {name})) for name in names]
        rows = [row for row in rows if len(row) == len(cut.party_ids)] or [cut.party_ids]
        for row in rows:
            found[row] = found.get(row, 0.0) + cut.p / len(rows)
    ordered = sorted(found.items(), key=lambda one: (-round(one[1], 12), one[0]))
    return tuple(Chokepoint(party_ids=party_ids, p=p) for party_ids, p in ordered)
