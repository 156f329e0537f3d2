"""The section on claims: who says each, by what route, who denies it, and where doubt was lost on the way."""

from collections.abc import Sequence

from twosource.dossier.contexts import ChainStep, ClaimSection, Sentence, StatementRow, Table
from twosource.dossier.explaining import labels
from twosource.dossier.hands import count_sentences, headline, stemma_picture
from twosource.dossier.inflating import inflation
from twosource.dossier.relating import relations
from twosource.dossier.shelf import Shelf, explain, stances, without_image
from twosource.dossier.wording import capital, count, dated, label, percent, quoted
from twosource.evidence.claims import Claim
from twosource.evidence.measures import accuracy_in_words, measured_for
from twosource.evidence.testimony import Link, Statement
from twosource.terms import Access, Channel, Stance, Standing

FEW = 4
MACHINE = "a machine suggests it"


def order_claims(shelf: Shelf) -> tuple[Claim, ...]:
    """Return the claims as printed: declared ones first, bare words last; by reports, then by short name."""
    counts = shelf.material.origin_counts

    def place(claim: Claim) -> tuple[bool, bool, int, int]:
        counted = counts.get(claim.claim_id)
        n = counted.n_reports if counted else len(shelf.matched.get(claim.claim_id, ()))
        digits = shelf.short(claim.claim_id)[1:]
        return (not claim.made.is_judgement, claim.is_bare, -n, int(digits) if digits.isdigit() else 0)

    return tuple(sorted(shelf.material.claims, key=place))


def describe_claim(shelf: Shelf, claim: Claim, *, is_shown_above: bool = False) -> ClaimSection:
    """Return the section of one claim; what stands above is left out, but a stemma of many hands."""
    matched = shelf.matched.get(claim.claim_id, ())
    against = stances(matched, Stance.DENIES, Stance.DOUBTS)
    said = stances(matched, Stance.ASSERTS, Stance.ASKS)
    others = sorted(said, key=lambda s: not s.made.is_judgement)
    first = others[: shelf.material.settings.statements]
    claims = shelf.claims
    entailed = [
        f"{shelf.short(e.to_claim)}: {claims[e.to_claim].text}"
        + ("" if e.made.is_judgement else f" ({e.made.why}; {MACHINE})")
        for e in shelf.material.entailments
        if e.from_claim == claim.claim_id and e.to_claim in claims
    ]
    waiting = shelf.n_undecided.get(claim.claim_id, 0)
    n_hands = len({s.chain.publisher.party_id for s in matched})
    return ClaimSection(
        siglum=shelf.short(claim.claim_id),
        text=claim.text,
        headline=headline(shelf, claim.claim_id),
        counts=() if is_shown_above else count_sentences(shelf, claim.claim_id),
        stemma=None if is_shown_above and n_hands <= FEW else stemma_picture(shelf, claim.claim_id),
        statements=tuple(row(shelf, s) for s in first),
        others=_listed(shelf, others[len(first) :]),
        denials=tuple(row(shelf, s) for s in against),
        inflation=inflation(shelf, claim.claim_id),
        relations=relations(shelf, claim.claim_id),
        entails=tuple(entailed),
        changed=shelf.material.changes.get(claim.claim_id, ()),
        undecided=f"{capital(count(waiting, 'statement'))} may bear on this claim; a person has to decide."
        if waiting
        else "",
    )


def row(shelf: Shelf, statement: Statement) -> StatementRow:
    """Return one statement as printed, with its words."""
    language = shelf.material.language
    note = shelf.cite(statement.passage_id)
    return StatementRow(
        siglum=shelf.short(statement.statement_id),
        chain=tuple(_step(shelf, link) for link in statement.chain.links),
        stance=label("stance", statement.stance.value, language),
        hedge=label("hedge", str(statement.hedge), language),
        said=dated(statement.said_span),
        made=_made(shelf, statement),
        machine_only=statement.made.standing is Standing.SUGGESTION,
        note=None if note is None else without_image(note),
    )


def _step(shelf: Shelf, link: Link) -> ChainStep:
    language = shelf.material.language
    known = link.access is not Access.UNKNOWN
    return ChainStep(
        party=shelf.shown(link.party_id),
        cue=link.cue,
        channel="" if link.channel is Channel.UNKNOWN else label("channel", link.channel.value, language),
        access=label("access", link.access.value, language) if known else "",
    )


def _made(shelf: Shelf, statement: Statement) -> str:
    """Return who made a statement, and how often such a machine's reading is right.

    People of the desk are not named on a page that may be published.
    """
    made, words = statement.made, labels(shelf.material.language)
    if made.is_judgement:
        verdict = shelf.material.verdicts.get(statement.statement_id, "person")
        return words["made_declared" if made.by == "case.toml" else f"made_{verdict}"]
    told = words["made_machine"].format(by=made.by)
    kind = shelf.material.kinds.get(statement.statement_id)
    measure = measured_for(kind.step, kind.language, kind.method) if kind else None
    # The measured share says the same as the probability that was taken from it, with its number.
    if made.p is not None and (measure is None or measure.figure != made.p):
        told += words["made_sure"].format(p=percent(made.p))
    if kind is None:
        return told
    rate = shelf.material.rates.get(kind)
    return f"{told}; {accuracy_in_words(kind, rate, shelf.material.language)}"


def chain_in_words(shelf: Shelf, statement: Statement) -> str:
    """Return a chain from the publisher inwards as plain words: "Outlet 3 ← the broadcaster"."""
    arrow = f" {labels(shelf.material.language)['from_arrow']} "
    return arrow.join(shelf.party(link.party_id) for link in statement.chain.links)


def _listed(shelf: Shelf, rest: Sequence[Statement]) -> Table | None:
    if not rest:
        return None
    limit = shelf.material.settings.statements_listed
    rows = [
        (
            shelf.short(s.statement_id),
            chain_in_words(shelf, s),
            label("stance", s.stance.value, shelf.material.language),
            dated(s.said_span),
            shelf.short(s.exhibit_id),
        )
        for s in rest[:limit]
    ]
    left = len(rest) - len(rows)
    caption = f"{capital(count(len(rest), 'further statement'))}"
    if left:
        caption += f"; {count(left, 'more is', 'more are')} in the case and not listed"
    return Table(
        caption=caption,
        headers=("statement", "who, from whom", "stance", "said", "exhibit"),
        rows=tuple(rows),
    )


def list_claims(shelf: Shelf, rest: Sequence[Claim]) -> Table | None:
    """Return the claims beyond those printed in full as a table, or None where there are none."""
    if not rest:
        return None
    shown = rest[: shelf.material.settings.claims_listed]
    counts = shelf.material.origin_counts
    rows = []
    for claim in shown:
        counted = counts.get(claim.claim_id)
        reports = str(counted.n_reports) if counted else ""
        hands = str(counted.kappa_mode) if counted and counted.kappa else ""
        rows.append((shelf.short(claim.claim_id), claim.text, reports, hands))
    left = len(rest) - len(shown)
    caption = f"{capital(count(len(rest), 'further claim'))}"
    if left:
        caption += f"; {count(left, 'more is', 'more are')} in the case and not listed"
    return Table(
        caption=caption, headers=("claim", "text", "reports", "hands"), rows=tuple(rows), numeric=(2, 3)
    )


def machine_sentences(shelf: Shelf, claims: Sequence[Claim]) -> tuple[Sentence, ...]:
    """Return what rests on machine reading alone: claims no statement of which a person has read."""
    alone = []
    for claim in claims:
        matched = shelf.matched.get(claim.claim_id, ())
        if matched and not any(s.made.is_judgement for s in matched):
            alone.append(claim)
    statements = shelf.material.statements.values()
    n_machine = sum(not s.made.is_judgement for s in statements)
    said = [
        explain(
            f"{capital(count(n_machine, 'statement was', 'statements were'))} read by machine and by no "
            "person, "
            f"out of {number_of(len(shelf.material.statements))}; each is marked where it stands"
        )
    ]
    for claim in alone:
        notes = shelf.cite_claim(claim.claim_id)
        text = f"{shelf.short(claim.claim_id)} rests on machine reading alone: {quoted(claim.text)}"
        said.append(shelf.say(text, notes, about=(claim.claim_id,)))
    return tuple(said)


def number_of(n: int) -> str:
    """Return a total as figures."""
    return f"{n:,}"


def credited_parties(shelf: Shelf, limit: int = 20) -> Table | None:
    """Return who is credited, how often, and by how many publishers: most credited first."""
    times: dict[str, int] = {}
    by: dict[str, set[str]] = {}
    for statement in shelf.material.statements.values():
        for link in statement.chain.credited:
            times[link.party_id] = times.get(link.party_id, 0) + 1
            by.setdefault(link.party_id, set()).add(statement.chain.publisher.party_id)
    if not times:
        return None
    ordered = sorted(times, key=lambda p: (-times[p], shelf.shown(p), p))
    language = shelf.material.language
    parties = shelf.material.parties
    rows = [
        (
            shelf.shown(p),
            label("party_kind", parties[p].kind.value, language) if p in parties else "",
            str(times[p]),
            str(len(by[p])),
        )
        for p in ordered[:limit]
    ]
    beyond = f" of {len(ordered):,}" if len(ordered) > limit else ""
    return Table(
        caption=f"{capital(count(len(rows), 'party', 'parties'))}{beyond}, most credited first",
        headers=("party", "kind", "statements", "publishers"),
        rows=tuple(rows),
        numeric=(2, 3),
    )
