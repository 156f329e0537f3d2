"""What a new count moved, and why: the parts it was made from, before and after, told in sentences.

A count does not say what it was made from; so its parts are kept beside it as short lines, and two sets of
lines are compared. Where nothing among them differs, the texts, the program or its settings do.

By hand: yesterday 13 reports and one pair of hands; today the same 13 and "defector 1 came through the
group" raised from .60 to .95: K = 2 becomes less probable, and the sentence names the tie.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from twosource.evidence.lineage import CountChange, OriginCount, Ruling
from twosource.evidence.testimony import Party, Statement, Tie
from twosource.ids import key
from twosource.tracing.chains import supporting
from twosource.tracing.material import ClaimEvidence, TraceSettings
from twosource.tracing.saying import chokepoint, figure, joined, party_name

LEAST_MOVE = 0.05
MOST_NAMED = 5
_BAR = "\x1f"
SAID = {
    "introduced by": "{guest} was introduced by {host}",
    "member of": "{guest} belongs to {host}",
    "same as": "{guest} and {host} are one",
}


def parts_of(evidence: ClaimEvidence, settings: TraceSettings) -> frozenset[str]:
    """Return the parts a count is made from, one line each: kind, id and what of it can change."""
    named = {link.party_id for s in evidence.statements for link in s.chain.links}
    exhibits = {s.exhibit_id for s in evidence.statements}
    lines = [("asserts", s.statement_id, "") for s in supporting(evidence.statements)]
    lines += [("tie", t.tie_id, f"{t.p:g}") for t in evidence.ties if {t.from_party, t.to_party} & named]
    lines += [("ruling", r.ruling_id, "") for r in evidence.rulings]
    lines += [
        ("custody", e.custody_id, "") for e in evidence.custody if not exhibits.isdisjoint(e.exhibit_ids)
    ]
    lines += [("trusted", p, "") for p in settings.trusted if p in named]
    lines += [("withdrawn", p, "") for p in evidence.withdrawn]
    lines += [
        ("party", p, evidence.parties[p].kind.value)
        for p in named
        if p in evidence.parties and evidence.parties[p].made.is_judgement
    ]
    lines.append(("access", evidence.claim.access_class, ""))
    return frozenset(_BAR.join(line) for line in lines)


def count_change(
    before: OriginCount,
    after: OriginCount,
    because: Iterable[str],
    at: datetime,
) -> CountChange | None:
    """Return what moved, or None where hands, origins and chokepoint stayed where they were.

    A probability of one pair of hands that moved by `LEAST_MOVE` counts as moved.
    """
    moved = (
        before.kappa_mode != after.kappa_mode
        or before.k_mode != after.k_mode
        or chokepoint(before) != chokepoint(after)
        or abs(sum(before.kappa[:2]) - sum(after.kappa[:2])) >= LEAST_MOVE
        or abs(sum(before.kappa_trusted[:2]) - sum(after.kappa_trusted[:2])) >= LEAST_MOVE
    )
    if not moved:
        return None
    return CountChange(
        change_id=key("count change", before.claim_id, at.isoformat()),
        claim_id=before.claim_id,
        at=at,
        n_reports_before=before.n_reports,
        n_reports_after=after.n_reports,
        k_before=before.k,
        k_after=after.k,
        kappa_before=before.kappa,
        kappa_after=after.kappa,
        chokepoint_before=chokepoint(before),
        chokepoint_after=chokepoint(after),
        because=tuple(because),
    )


def reasons_of(before: Collection[str], after: Collection[str], evidence: ClaimEvidence) -> tuple[str, ...]:
    """Return why two counts differ, a sentence each; `evidence` is what the later one was made from."""
    if not before:
        return ("What the earlier count was made from was not kept.",)
    new, gone = _by_kind(set(after) - set(before)), _by_kind(set(before) - set(after))
    said = [*_statements(new, gone, evidence), *_ties(new, gone, evidence), *_rulings(new, gone, evidence)]
    said += _standing(new, gone, evidence.parties)
    for rows, one, more in (
        (new.get("custody"), "step of custody was added", "steps of custody were added"),
        (gone.get("custody"), "step of custody was taken out", "steps of custody were taken out"),
    ):
        if rows:
            said.append(f"{len(rows)} {one if len(rows) == 1 else more}.")
    if "access" in new:
        said.append(f"The claim is taken for a matter of kind “{next(iter(new['access']))}” now.")
    return tuple(said) or ("The texts, the program or its settings changed; what is declared did not.",)


def _by_kind(lines: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return, per kind, id and value of the parts."""
    found: dict[str, dict[str, str]] = {}
    for line in sorted(lines):
        kind, record_id, value = line.split(_BAR, 2)
        found.setdefault(kind, {})[record_id] = value
    return found


Parts = Mapping[str, Mapping[str, str]]


def _statements(new: Parts, gone: Parts, evidence: ClaimEvidence) -> Iterator[str]:
    by_id: dict[str, Statement] = {s.statement_id: s for s in evidence.statements}
    added = [by_id[i] for i in new.get("asserts", ()) if i in by_id]
    if added:
        names = list(dict.fromkeys(party_name(s.chain.publisher.party_id, evidence.parties) for s in added))
        more = len(names) - MOST_NAMED
        listed = joined([*names[:MOST_NAMED], f"{more} more"] if more > 0 else names)
        one = "statement asserts it now" if len(added) == 1 else "statements assert it now"
        yield f"{len(added)} more {one}: by {listed}."
    if n := len(gone.get("asserts", ())):
        yield f"{n} {'statement counts' if n == 1 else 'statements count'} no longer."


def _ties(new: Parts, gone: Parts, evidence: ClaimEvidence) -> Iterator[str]:
    by_id: dict[str, Tie] = {t.tie_id: t for t in evidence.ties}
    for tie_id, p in new.get("tie", {}).items():
        tie, earlier = by_id[tie_id], gone.get("tie", {}).get(tie_id)
        said = SAID[tie.kind].format(
            guest=party_name(tie.from_party, evidence.parties),
            host=party_name(tie.to_party, evidence.parties),
        )
        held = "for certain" if float(p) >= 1 else f"with probability {figure(float(p))}"
        was = f", {figure(float(earlier))} before" if earlier is not None else ""
        yield f"It is held now that {said}, {held}{was}."
    n = len(set(gone.get("tie", ())) - set(new.get("tie", ())))
    if n:
        yield f"{n} {'tie is' if n == 1 else 'ties are'} no longer held."


def _rulings(new: Parts, gone: Parts, evidence: ClaimEvidence) -> Iterator[str]:
    by_id: dict[str, Ruling] = {r.ruling_id: r for r in evidence.rulings}
    for ruling in (by_id[i] for i in new.get("ruling", ())):
        what = "a copy" if ruling.ruled.value == "derived" else "no copy"
        yield f"{ruling.by} said of a report that it is {what}" + (
            f": {ruling.why.rstrip('.')}." if ruling.why else "."
        )
    n = len(gone.get("ruling", ()))
    if n:
        counts = "word of a person counts" if n == 1 else "words of people count"
        yield f"{n} {counts} no longer on who copied whom."


def _standing(new: Parts, gone: Parts, parties: Mapping[str, Party]) -> Iterator[str]:
    for kind, now, before in (
        ("trusted", "is relied on now", "is no longer relied on"),
        ("withdrawn", "was withdrawn", "is no longer withdrawn"),
    ):
        for rows, words in ((new, now), (gone, before)):
            yield from (f"{_cap(party_name(p, parties))} {words}." for p in rows.get(kind, ()))
    for party_id, kind in new.get("party", {}).items():
        if party_id in gone.get("party", {}):
            yield f"{_cap(party_name(party_id, parties))} is taken for {_a(kind)} now."
        else:
            yield f"{_cap(party_name(party_id, parties))} was declared."


def _cap(words: str) -> str:
    return words[:1].upper() + words[1:]


def _a(word: str) -> str:
    return f"{'an' if word[:1] in 'aeiou' else 'a'} {word}"
