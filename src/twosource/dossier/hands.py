"""How many hands: the count printed large, what it means in words, and its stemma."""

from collections.abc import Sequence

from twosource.dossier.contexts import Hands, Picture, Sentence
from twosource.dossier.folding import FULL, SMALL, StemmaSettings
from twosource.dossier.lineages import SURE, likeliest_chokepoint
from twosource.dossier.shelf import Shelf, explain, stances
from twosource.dossier.stemma import drawing_of, stemma_of, table_of
from twosource.dossier.stemma_saying import caption_of, finding_in_figures, spoken
from twosource.dossier.wording import bare, capital, count, joined, number, percent
from twosource.evidence.lineage import OriginCount, unseen_words
from twosource.evidence.testimony import Statement
from twosource.terms import Stance

NAMED = 4
NOBODY_NAMED = "somebody whom no report names"
WITHOUT_SENTENCES = frozenset({"ar"})  # the sentences of a page are English; a picture can do without


def count_hands(shelf: Shelf, claim_id: str) -> Hands | None:
    """Return the count of hands of one claim, or None where tracing gave none."""
    counted = shelf.material.origin_counts.get(claim_id)
    claim = shelf.claims.get(claim_id)
    if counted is None or claim is None or not counted.kappa:
        return None
    return Hands(
        claim_siglum=shelf.short(claim_id),
        claim_text=claim.text,
        number=_figure(counted),
        unit=_unit(shelf, counted),
        headline=headline(shelf, claim_id),
        details=count_sentences(shelf, claim_id),
        stemma=small_stemma(shelf, claim_id),
    )


def likeliest(masses: Sequence[float]) -> tuple[int, ...]:
    """Return the most probable count, or where it has less the counts that have nine chances in ten together.

    All between the fewest and the most of them, as the terminal says it: two numbers that have seven chances
    in ten together would be printed as if there were no third.
    """
    ranked = sorted((i for i, p in enumerate(masses) if p > 0), key=lambda i: (-masses[i], i))
    kept: list[int] = []
    for i in ranked:
        kept.append(i)
        if sum(masses[k] for k in kept) >= SURE:
            break
    return tuple(range(min(kept), max(kept) + 1)) if kept else (0,)


def _figure(counted: OriginCount) -> str:
    counts, top = likeliest(counted.kappa), len(counted.kappa) - 1
    return _span([str(n) for n in counts]) + ("+" if counts[-1] == top > 1 else "")


def _span(numbers: Sequence[str]) -> str:
    """Return counts as a range: "1", "1 or 2", "1 to 4"."""
    return f"{numbers[0]} to {numbers[-1]}" if len(numbers) > 2 else " or ".join(numbers)


def _unit(shelf: Shelf, counted: OriginCount) -> str:
    if shelf.is_machine_only(counted.claim_id) and counted.kappa_mode > 1:
        return "credited, and nobody has checked whether they are separate"
    return "pair of hands" if likeliest(counted.kappa) == (1,) else "pairs of hands"


def headline(shelf: Shelf, claim_id: str) -> Sentence:
    """Return who says the claim, who denies it, and through how many hands it came."""
    matched = shelf.matched.get(claim_id, ())
    if not matched:
        return explain("No statement that was read bears on this claim yet")
    counted = shelf.material.origin_counts.get(claim_id)
    if not stances(matched, Stance.ASSERTS):
        text = _not_said(shelf, matched)
    elif counted is None:
        text = shelf.material.headlines.get(claim_id, "")
        text = text or f"{_reports(matched, None)}; their hands have not been counted"
    else:
        text = f"{_reports(matched, counted)}. {_through(shelf, counted)}"
    return shelf.say(text, shelf.cite_claim(claim_id), about=(claim_id,))


def _exhibits(statements: Sequence[Statement]) -> int:
    return len({s.exhibit_id for s in statements})


def _reports(matched: Sequence[Statement], counted: OriginCount | None) -> str:
    """Return how many reports there are, or who is on which side where they do not agree."""
    against = [
        (stances(matched, Stance.DENIES), "denies it", "deny it"),
        (stances(matched, Stance.DOUBTS), "doubts it", "doubt it"),
    ]
    if not any(rows for rows, _, _ in against):
        if counted is None:
            return capital(count(_exhibits(matched), "report"))
        return (
            capital(count(counted.n_reports, "report")) if counted.n_reports else "No report, a record alone"
        )
    n = _exhibits(stances(matched, Stance.ASSERTS))
    sides = [count(n, "exhibit says it", "exhibits say it")]
    sides += [
        f"{number(_exhibits(rows))} {one if _exhibits(rows) == 1 else more}"
        for rows, one, more in against
        if rows
    ]
    return capital(", ".join(sides))


def _not_said(shelf: Shelf, matched: Sequence[Statement]) -> str:
    """Return who denies or doubts a claim that nobody asserts: its text must not read as if somebody did."""
    sides = []
    for stance, verb in ((Stance.DENIES, "denied"), (Stance.DOUBTS, "doubted"), (Stance.ASKS, "asked about")):
        rows = stances(matched, stance)
        if rows:
            who = list(dict.fromkeys(shelf.party(s.chain.innermost.party_id) for s in rows))[:NAMED]
            sides.append(f"{verb} by {joined(who)} ({count(_exhibits(rows), 'exhibit')})")
    return f"{capital(joined(sides))}, asserted by nobody"


def _through(shelf: Shelf, counted: OriginCount) -> str:
    who = chokepoint_names(shelf, counted)
    if shelf.is_machine_only(counted.claim_id) and counted.kappa_mode > 1:
        return f"Machine reading credits {who or number(counted.kappa_mode)}"
    is_sure = len(likeliest(counted.kappa)) == 1
    return f"{capital(_hands_in_words(counted))}{': ' + who if who and is_sure else ''}"


def is_open_ended(counted: OriginCount) -> bool:
    """Say whether kappa stands at the most that was counted, so that it means "or more"."""
    return counted.kappa_mode > 1 and counted.kappa_mode == len(counted.kappa) - 1


def _in_words(masses: Sequence[float], one: str, many: str) -> str:
    counts = likeliest(masses)
    if len(counts) == 1:
        return count(counts[0], one, many)
    return f"{_span([number(n) for n in counts])} {many}"


def _hands_in_words(counted: OriginCount) -> str:
    if likeliest(counted.kappa)[-1] == len(counted.kappa) - 1 > 1:
        return _in_words(counted.kappa, "or more pairs of hands", "or more pairs of hands")
    return _in_words(counted.kappa, "pair of hands", "pairs of hands")


def _chances(masses: Sequence[float]) -> str:
    """Return the probability of a count, or of each of those that have nine chances in ten together."""
    counts = likeliest(masses)
    if len(counts) == 1:
        return f"probability {percent(masses[counts[0]])}"
    return "; ".join(f"{number(n)}: probability {percent(masses[n])}" for n in counts)


def chokepoint_names(shelf: Shelf, counted: OriginCount) -> str:
    """Return the parties of the likeliest chokepoint as prose, or an empty text."""
    return joined([_called(shelf, p) for p in likeliest_chokepoint(counted)])


def _called(shelf: Shelf, party_id: str) -> str:
    is_known = party_id in shelf.material.parties or unseen_words(party_id)
    return shelf.party(party_id) if is_known else NOBODY_NAMED


def also_through(shelf: Shelf, counted: OriginCount) -> tuple[str, ...]:
    """Return the further parties that every route to the desk passes, besides the chokepoint itself."""
    if not counted.paths:
        return ()
    publishers = {s.statement_id: s.chain.publisher.party_id for s in shelf.matched.get(counted.claim_id, ())}
    ways = [tuple(publishers.get(step, step) for step in path) for path in counted.paths]
    shared = frozenset(ways[0]).intersection(*ways) - frozenset(likeliest_chokepoint(counted))
    return tuple(dict.fromkeys(p for p in ways[0] if p in shared and p in shelf.material.parties))


def count_sentences(shelf: Shelf, claim_id: str) -> tuple[Sentence, ...]:
    """Return what the counts mean: starting points, hands with probability, the rule of two."""
    counted = shelf.material.origin_counts.get(claim_id)
    if counted is None or not counted.kappa_mode or not shelf.matched.get(claim_id):
        return ()
    notes = shelf.cite_claim(claim_id)
    said = _counted(shelf, counted) if counted.n_reports > 1 else []
    if further := joined([shelf.party(p) for p in also_through(shelf, counted)]):
        said.insert(2, f"All of it also passes through {further}")
    return tuple(shelf.say(text, notes, about=(claim_id,)) for text in said)


def _counted(shelf: Shelf, counted: OriginCount) -> list[str]:
    who, kappa = chokepoint_names(shelf, counted), counted.kappa_mode
    is_unchecked = shelf.is_machine_only(counted.claim_id)
    starts = f"It starts at {_in_words(counted.k, 'point', 'points')} ({_chances(counted.k)})"
    if is_unchecked and kappa > 1:
        credited = who or number(kappa)
        return [
            f"{credited} are credited by machine reading, and nobody has checked whether they are separate"
        ]
    said = [f"{starts} and passes through {_hands_in_words(counted)} ({_chances(counted.kappa)})"]
    if who and kappa == 1:
        fails = f"if {who} is wrong or lying, nothing here supports it"
        is_sure = likeliest(counted.kappa) == (1,)
        said.append(capital(fails) if is_sure else f"If it is one pair of hands, then {fails}")
    elif who and likeliest(counted.kappa) == (kappa,):
        said.append(f"It falls only if all of these fail: {who}")
    return [*said, _rule_of_two(sum(counted.kappa[2:]), is_unchecked=is_unchecked)]


def _rule_of_two(p_two: float, *, is_unchecked: bool) -> str:
    verdict = "meets" if p_two >= SURE and not is_unchecked else "does not meet"
    text = (
        f"It {verdict} the rule of two, which asks for at least nine chances in ten of two or more separate "
        f"pairs of hands: here the probability is {percent(p_two)}"
    )
    return f"{text}, by machine reading that nobody has checked" if is_unchecked else text


def stemma_picture(shelf: Shelf, claim_id: str, settings: StemmaSettings = FULL) -> Picture | None:
    """Return the stemma of a claim as a picture with its finding as title.

    None where nobody says it, or where a single report does: its chain is printed with it.
    """
    counted = shelf.material.origin_counts.get(claim_id)
    if counted is None or counted.n_reports < 2 or not counted.kappa:
        return None
    one = stemma_of(shelf, claim_id, counted, settings)
    if one is None or not one.lineage.parents:
        return None
    drawing, title = drawing_of(one), _finding(shelf, counted)
    size = "small" if drawing.is_small else "full"
    return Picture(
        name=f"stemma-{shelf.short(claim_id)}-{size}",
        title=title,
        caption=caption_of(one, drawing, counted, shelf.short(claim_id)),
        alt=spoken(drawing, title, shelf.material.language),
        drawing=drawing,
        table=table_of(one, shelf.material.settings.statements_listed),
    )


def small_stemma(shelf: Shelf, claim_id: str) -> Picture | None:
    """Return the little stemma that stands beside the number of hands."""
    return stemma_picture(shelf, claim_id, SMALL)


def _finding(shelf: Shelf, counted: OriginCount) -> str:
    """Return what a stemma shows, as its title: "13 reports, one pair of hands: the handover group"."""
    if shelf.material.language in WITHOUT_SENTENCES:
        return finding_in_figures(shelf, counted, likeliest(counted.kappa))
    hands = _hands_in_words(counted)
    if shelf.is_machine_only(counted.claim_id) and counted.kappa_mode > 1:
        hands, who = "credited by machine reading to several hands nobody has checked", ""
    else:
        who = chokepoint_names(shelf, counted) if len(likeliest(counted.kappa)) == 1 else ""
    said = capital(_reports(shelf.matched.get(counted.claim_id, ()), counted))
    return bare(f"{said}, {hands}{': ' + who if who else ''}")


def principal_claim(shelf: Shelf, claim_ids: tuple[str, ...]) -> str:
    """Return the claim most reports make, among those given that were counted; empty where none was."""
    counts = shelf.material.origin_counts
    counted = [c for c in claim_ids if c in counts and counts[c].kappa and c in shelf.claims]
    return max(counted, key=lambda c: (counts[c].n_reports, -counted.index(c)), default="")
