"""What stands round a stemma in words: its caption, its finding in other languages, and the picture told.

A caption explains only the signs that stand in the picture, and gives source and n.
"""

from twosource.dossier.drawings import Stemma
from twosource.dossier.lineages import SURE, likeliest_chokepoint
from twosource.dossier.shelf import Shelf
from twosource.dossier.stemma import StemmaOf
from twosource.dossier.stemma_words import Words, reports, words_for
from twosource.evidence.lineage import OriginCount

STEPS_TOLD = 12


def caption_of(one: StemmaOf, drawing: Stemma, counted: OriginCount, siglum: str) -> str:
    """Return the caption of a stemma: its order, its signs, its source and n; the little one is short."""
    words = one.words
    n = f"n = {reports(counted.n_reports, words, in_figures=True)}"
    if drawing.is_small:
        return " ".join([*_signs(drawing, counted, words), f"{n}."])
    order = words["order_time"] if drawing.bands else words["order"]
    beside = counted.n_reports - sum(h.n_reports for h in one.lineage.hands.values())
    left_out = [words["left_out"].format(n=reports(beside, words))] if beside > 0 else []
    source = words["source"].format(draws=f"{counted.n_samples:,}")
    total = words["statements"].format(n=f"{counted.n_statements:,}")
    opening = words["opening"].format(claim=siglum, order=order)
    return " ".join([opening, *_signs(drawing, counted, words), *left_out, source, f"{n}, {total}."])


def _signs(drawing: Stemma, counted: OriginCount, words: Words) -> list[str]:
    """Return what the signs of a drawing mean, those that stand in it."""
    found = []
    if any(n.is_chokepoint for n in drawing.nodes):
        p = counted.kappa[counted.kappa_mode]
        likely = "" if p >= SURE else words["likely"].format(p=f"{p:.2f}".removeprefix("0"))
        found.append(words["thick_one" if counted.kappa_mode == 1 else "thick_all"].format(likely=likely))
    if any(e.p < SURE for e in drawing.edges):
        found.append(words["dashed"])
    if any(e.is_dashed for e in drawing.edges):
        found.append(words["dashed_back"])
    folded = sum(n.n for n in drawing.nodes if n.shape == "fold")
    if folded:
        found.append(words["brackets"].format(n=reports(folded, words)))
    return found


def finding_in_figures(shelf: Shelf, counted: OriginCount, likeliest: tuple[int, ...]) -> str:
    """Return the finding of a stemma without counted nouns: for languages whose sentences are not written.

    By hand: "reports: 13 · pairs of hands: 1 · the handover group".
    """
    words = words_for(shelf.material.language)
    unsure = counted.kappa_mode > 1 and shelf.is_machine_only(counted.claim_id)
    is_named = likeliest == (1,) and not unsure
    who = [shelf.shown(p) for p in likeliest_chokepoint(counted)] if is_named else []
    ends = [str(k) for k in likeliest]
    numbers = f"{ends[0]}–{ends[-1]}" if len(ends) > 2 else words["or"].join(ends)
    parts = [reports(counted.n_reports, words), words["hands"].format(n=numbers), ", ".join(who)]
    return " · ".join(p for p in (*parts, words["unchecked"] if unsure else "") if p)


def spoken(stemma: Stemma, title: str, language: str) -> str:
    """Return the picture in words, for those who hear it."""
    words = words_for(language)
    labels = {n.node_id: n.label for n in stemma.nodes}
    origins = ", ".join(n.label for n in stemma.nodes if n.shape == "origin")
    told = [words["step"].format(first=labels[e.parent], last=labels[e.child]) for e in stemma.edges]
    more = [words["more"].format(n=len(told) - STEPS_TOLD)] if len(told) > STEPS_TOLD else []
    steps = "; ".join([*told[:STEPS_TOLD], *more])
    said = [words["origins_told"].format(who=origins)] if origins else []
    return " ".join([f"{title}.", *said, *([f"{steps}."] if steps else [])])
