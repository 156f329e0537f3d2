"""How many hands: the count printed large, in the words tracing gave, beside its stemma."""

from twosource.dossier.contexts import Hands, Picture, Sentence, Table
from twosource.dossier.drawings import Stemma
from twosource.dossier.lineages import draw_up, likeliest_chokepoint
from twosource.dossier.shelf import Shelf, explain
from twosource.dossier.wording import bare, capital, count, joined, number, percent
from twosource.evidence.lineage import OriginCount

TWO_SOURCE_RULE = 0.9


def count_hands(shelf: Shelf, claim_id: str) -> Hands | None:
    """Return the count of hands of one claim, or None where tracing gave none."""
    counted = shelf.material.origin_counts.get(claim_id)
    claim = shelf.claims.get(claim_id)
    if counted is None or claim is None or not counted.kappa:
        return None
    hands = counted.kappa_mode
    more = "+" if is_open_ended(counted) else ""
    return Hands(
        claim_siglum=shelf.short(claim_id),
        claim_text=claim.text,
        number=f"{hands}{more}",
        unit="pair of hands" if hands == 1 else "pairs of hands",
        headline=headline(shelf, claim_id),
        details=count_sentences(shelf, claim_id),
        stemma=stemma_picture(shelf, claim_id),
    )


def headline(shelf: Shelf, claim_id: str) -> Sentence:
    """Return what tracing says of the claim, else the same said here, cited to who says it."""
    counted = shelf.material.origin_counts.get(claim_id)
    if not shelf.matched.get(claim_id):
        return explain("No statement that was read bears on this claim yet")
    text = shelf.material.headlines.get(claim_id, "")
    if not text and counted is not None:
        text = _said(shelf, counted)
    if not text:
        n = len({s.exhibit_id for s in shelf.matched.get(claim_id, ())})
        text = f"{capital(count(n, 'report'))}; their hands have not been counted"
    return shelf.say(text, shelf.cite_claim(claim_id), about=(claim_id,))


def _said(shelf: Shelf, counted: OriginCount) -> str:
    reports = capital(count(counted.n_reports, "report"))
    who = chokepoint_names(shelf, counted)
    return f"{reports}. {capital(_hands_in_words(counted))}{': ' + who if who else ''}"


def is_open_ended(counted: OriginCount) -> bool:
    """Say whether kappa stands at the most that was counted, so that it means "or more"."""
    return counted.kappa_mode > 1 and counted.kappa_mode == len(counted.kappa) - 1


def _hands_in_words(counted: OriginCount) -> str:
    if is_open_ended(counted):
        return f"{number(counted.kappa_mode)} or more pairs of hands"
    return count(counted.kappa_mode, "pair of hands", "pairs of hands")


def chokepoint_names(shelf: Shelf, counted: OriginCount) -> str:
    """Return the parties of the likeliest chokepoint as prose, or an empty text."""
    return joined([shelf.party(p) for p in likeliest_chokepoint(counted)])


def count_sentences(shelf: Shelf, claim_id: str) -> tuple[Sentence, ...]:
    """Return what the counts mean: starting points, hands with probability, the rule of two."""
    counted = shelf.material.origin_counts.get(claim_id)
    if counted is None or not counted.kappa_mode or not shelf.matched.get(claim_id):
        return ()
    if counted.n_reports < 2:
        return ()
    k, kappa = counted.k_mode, counted.kappa_mode
    notes = shelf.cite_claim(claim_id)
    p_k = counted.k[k] if k < len(counted.k) else 0.0
    said = [
        f"It starts at {count(k, 'point')} (K\u00a0=\u00a0{k}, probability {percent(p_k)}) and passes "
        f"through {_hands_in_words(counted)} "
        f"(kappa\u00a0=\u00a0{kappa}, probability {percent(counted.kappa[kappa])})"
    ]
    who = chokepoint_names(shelf, counted)
    if who and kappa == 1:
        said.append(f"If {who} is wrong or lying, nothing here supports it")
    elif who and kappa > 1:
        said.append(f"It falls only if all of these fail: {who}")
    p_two = sum(counted.kappa[2:])
    verdict = "meets" if p_two >= TWO_SOURCE_RULE else "does not meet"
    said.append(
        f"It {verdict} the rule of two: the chance of two or more separate pairs of hands is {percent(p_two)}"
    )
    return tuple(shelf.say(text, notes, about=(claim_id,)) for text in said)


def stemma_picture(shelf: Shelf, claim_id: str) -> Picture | None:
    """Return the stemma of a claim as a picture with its finding as title.

    None where nobody says it, or where a single report does: its chain is printed with it.
    """
    counted = shelf.material.origin_counts.get(claim_id)
    if counted is None or counted.n_reports < 2:
        return None
    stemma = draw_up(shelf, claim_id, counted)
    if stemma is None or not stemma.edges or not counted.kappa:
        return None
    n = counted.n_reports
    hands = _hands_in_words(counted)
    who = chokepoint_names(shelf, counted) if counted.kappa_mode == 1 else ""
    thick = " Thick: the hands all of it passes through." if who else ""
    title = bare(f"{capital(count(n, 'report'))}, {hands}{': ' + who if who else ''}")
    return Picture(
        name=f"stemma-{shelf.short(claim_id)}",
        title=title,
        caption=f"{shelf.short(claim_id)}: who had it from whom, origins first, time downwards.{thick} "
        f"Dashed: probability below .9. n = {n:,} {'report' if n == 1 else 'reports'}, "
        f"{count(counted.n_statements, 'statement')}.",
        alt=_in_words(stemma, title),
        drawing=stemma,
        table=_twin(stemma),
    )


def _in_words(stemma: Stemma, title: str) -> str:
    labels = {n.node_id: n.label for n in stemma.nodes}
    origins = joined([n.label for n in stemma.nodes if n.shape == "origin"]) or "none"
    steps = "; ".join(f"{labels[e.parent]} to {labels[e.child]}" for e in stemma.edges[:12])
    return f"{title}. Origins: {origins}. Steps: {steps or 'none'}."


def _twin(stemma: Stemma) -> Table:
    labels = {n.node_id: (f"{n.label}: {n.below}" if n.below else n.label) for n in stemma.nodes}
    rows = [(labels[e.parent], labels[e.child], f"{e.p:.2f}", e.why) for e in stemma.edges]
    linked = {e.parent for e in stemma.edges} | {e.child for e in stemma.edges}
    rows += [(n.label, "us", "", n.below) for n in stemma.nodes if n.node_id not in linked]
    return Table(
        caption="Who had it from whom",
        headers=("from", "to", "probability", "why we think so"),
        rows=tuple(rows),
        numeric=(2,),
    )


def principal_claim(shelf: Shelf, claim_ids: tuple[str, ...]) -> str:
    """Return the claim most reports make, among those given that were counted; empty where none was."""
    counts = shelf.material.origin_counts
    counted = [c for c in claim_ids if c in counts and counts[c].kappa and c in shelf.claims]
    return max(counted, key=lambda c: (counts[c].n_reports, -counted.index(c)), default="")
