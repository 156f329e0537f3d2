"""Commands about hands: two-source, trace, retract."""

import re
from collections.abc import Sequence

import click

from twosource.cli.door import Session, command
from twosource.cli.options import BY, WHY
from twosource.cli.printing import Printer, ours, plain, plural, safe, shortened, told
from twosource.desk.counting_hands import ArrowAnswer, TraceAnswer, TwoSourceAnswer
from twosource.desk.retracting import MovedClaim, RetractAnswer, Word
from twosource.errors import UsageError
from twosource.tracing.retracting import Retraction

EXHIBIT = re.compile(r"\((E\d+)\)$")
SURE = 0.9
MOST_CLAIMS = 40
MOST_SENTENCES = 40


@command(
    "two-source",
    examples=[
        "twosource two-source C1",
        "twosource two-source C1 --level .95",
        "twosource two-source C1 --json",
    ],
)
@click.argument("name", metavar="CLAIM")
@click.option("--level", default=0.9, show_default=True, type=float, help="How sure is sure enough.")
def two_source(session: Session, name: str, level: float) -> None:
    """Would at least two have to be wrong or lying: everybody fallible, and those relied on apart."""
    with session.desk() as desk:
        found = desk.two_source(name, level)
    if not session.printer.document("two-source", found):
        show_rule(session.printer, found)


def show_rule(printer: Printer, found: TwoSourceAnswer) -> None:
    """Print the rule's answer, then both settings with probability and reason."""
    answer = found.answer
    holds = "Two sources" if answer.holds else "Not two sources"
    printer.say(f"{holds} for {found.claim}: {shortened(found.text, 120)}", style="bold")
    apart = " and ".join(answer.trusted)
    rows = [
        (setting, "holds" if one.holds else "does not hold", plain(one.p))
        for setting, one in (
            ("everybody can be wrong", answer.everybody),
            (f"{safe(apart)} relied on", answer.relied_on),
        )[: 2 if answer.trusted else 1]
    ]
    heads = ("", f"at least {plain(answer.level)} sure", "P(two or more hands)")
    printer.table(heads, rows, numeric=(2,))
    printer.say(told(answer.everybody.because))
    printer.say(told(answer.relied_on.because))
    printer.next(f"twosource origins {found.claim}", "whose hands, and what would raise their number")


@command(
    "trace",
    examples=[
        "twosource trace                   count the claims whose evidence changed, say what moved",
        "twosource trace C1 --explain      every arrow with its reasons and the words they rest on",
    ],
)
@click.argument("name", metavar="[CLAIM]", default="")
@click.option("--explain", is_flag=True, help="Every arrow of the claim, its reasons, passages quoted.")
def trace(session: Session, name: str, explain: bool) -> None:
    """Count origins and hands anew; with a claim and --explain: who has it from whom, and what shows it."""
    if explain and not name:
        raise UsageError("Which claim?", remedy="Name one: twosource trace C1 --explain")
    with session.desk() as desk:
        moved = desk.trace_anew() if not explain else None
        found = desk.arrows(name) if name else []
        headline = desk.explain_origins(name)[0] if name else ""
    if session.printer.document("trace", moved if moved is not None and not name else found):
        return
    if moved is not None:
        show_trace(session.printer, moved)
    if name:
        show_arrows(session.printer, name, headline, found)


def show_trace(printer: Printer, found: TraceAnswer) -> None:
    """Print how many claims were counted and what moved."""
    printer.say(
        f"{plural(found.n_counted, 'claim')} counted anew;"
        f" {found.n_unchanged:,} had no other evidence than before."
    )
    for one in found.moved:
        printer.say(f"{one.claim} {shortened(one.text, 90)}")
        printer.say(f"  {told(one.sentence)}")
        for because in one.because:
            printer.say(f"  {told(because)}")
    if not found.moved:
        printer.say("No number of hands moved.")
    printer.next("twosource claims")


def show_arrows(printer: Printer, name: str, headline: str, found: list[ArrowAnswer]) -> None:
    """Print each arrow as a sentence, then the words it rests on with their exhibits."""
    printer.say(told(headline), style="bold")
    if not found:
        printer.say("No arrow: nobody who asserts it has it from anybody the desk knows of.")
    for arrow in found:
        between = "<-" if arrow.is_directed else "-"
        kind = arrow.kind if arrow.is_directed else "nothing shows which came first"
        printer.say(f"{ours(arrow.child)} {between} {ours(arrow.parent)}: {kind}, p {plain(arrow.p)}")
        printer.say(f"  {told(arrow.sentence)}")
        for quote in arrow.quotes:
            printer.say(f"  {quote.exhibit} {quote.passage}: “{shortened(quote.words, 200)}”")
    pairs = [[*EXHIBIT.findall(arrow.child), *EXHIBIT.findall(arrow.parent)] for arrow in found]
    # Those that share words are worth a look side by side; others are found at once.
    order = sorted(zip(found, pairs, strict=True), key=lambda one: "in common" not in one[0].sentence)
    two = next((pair for _, pair in order if len(set(pair)) == 2), [])
    if two:
        printer.next(f"twosource collate {' '.join(two)}", "lays these two side by side")
    else:
        printer.next(f"twosource explain {safe(name)}", "every passage and byte behind it")


@command(
    "retract",
    examples=[
        "twosource retract N3 --dry-run                    what would fall, nothing recorded",
        "twosource retract N3 --by 'Nadia Haddad' --why 'he says he made it up'",
        "twosource retract N3 --dependent-on N7 --by 'Nadia Haddad' --why 'N7 wrote it for them'",
        "twosource retract N3 --undo --by 'Nadia Haddad' --why 'it was another man'",
    ],
)
@click.argument("name", metavar="PARTY")
@click.option("--withdrawn", is_flag=True, help="Nothing of it counts any more; the usual meaning.")
@click.option("--demoted", is_flag=True, help="It is relied on no longer: it can fail like everybody.")
@click.option("--dependent-on", "on", default="", metavar="OTHER", help="It counts through another party.")
@click.option("--dry-run", "dry_run", is_flag=True, help="Show what would move; record nothing.")
@click.option("--undo", is_flag=True, help="Take your own word back.")
@BY
@WHY
def retract(session: Session, name: str, **given: object) -> None:
    """What falls with a party: every claim, weighing and sentence of the dossier, before and after."""
    chosen = [k for k in ("withdrawn", "demoted", "on") if given[k]]
    if len(chosen) > 1:
        raise UsageError(
            "One at a time: withdrawn, demoted, or dependent on another.",
            safe="Nothing in the case was changed.",
            remedy="Give one of --withdrawn, --demoted, --dependent-on.",
        )
    kinds = {"demoted": Retraction.DEMOTED, "on": Retraction.DEPENDENT}
    word = Word(
        kind=kinds.get(chosen[0] if chosen else "", Retraction.WITHDRAWN),
        on=str(given["on"]),
        by=str(given["by"]),
        why=str(given["why"]),
        undo=bool(given["undo"]),
        is_dry_run=bool(given["dry_run"]),
    )
    with session.desk() as desk:
        answer = desk.retract(name, word)
    if not session.printer.document("retract", answer):
        show_retraction(session.printer, answer)


def show_retraction(printer: Printer, answer: RetractAnswer) -> None:
    """Print what was decided, the claims that move, what rests on them, and the sentences."""
    printer.say(_decided(answer), style="bold")
    if not answer.n_touched and answer.is_undone:
        printer.say("No claim moves back: somebody else's word on it counts still, or no claim rests on it.")
    elif not answer.n_touched:
        printer.say("It plays no part in any claim that is counted: nothing moves.")
    elif not answer.claims:
        printer.say(f"It plays a part in {plural(answer.n_touched, 'claim')}; the hands of none move.")
    _claims(printer, answer)
    for weighing in answer.weighings:
        printer.say(f"{weighing.siglum} {shortened(weighing.text, 100)} rests on it by:")
        for rests in weighing.rests_on:
            printer.say(f"  {shortened(rests, 120)}")
    _sentences(printer, answer)
    if answer.is_dry_run:
        printer.say("Nothing was recorded.")
        undo = " --undo" if answer.is_undone else ""
        printer.next(f"twosource retract {_again(answer)}{undo} --by NAME --why REASON", "records it")
    elif answer.is_undone:
        printer.next("twosource examine", "writes the dossier anew, with it again")
    else:
        printer.next(f"twosource retract {_again(answer)} --undo --by NAME --why REASON", "takes it back")


def _again(answer: RetractAnswer) -> str:
    """Return what was asked, to be typed again: without its option another word would be recorded."""
    if answer.kind == Retraction.DEPENDENT:
        return f"{answer.siglum} --dependent-on {answer.on_siglum}"
    return answer.siglum + (" --demoted" if answer.kind == Retraction.DEMOTED else "")


def _decided(answer: RetractAnswer) -> str:
    who = f"{answer.siglum} {safe(answer.party)}"
    is_what = f"dependent on {safe(answer.on)}" if answer.on else answer.kind
    if answer.is_undone:
        back = "would be" if answer.is_dry_run else "is"
        return f"That {who} is {is_what} {back} taken back."
    if answer.is_dry_run:
        return f"Were {who} {is_what}:"
    said = "had said so before" if answer.is_unchanged else f"says so: {safe(answer.why)}"
    return f"{who} is {is_what}; {safe(answer.by)} {said}."


def _claims(printer: Printer, answer: RetractAnswer) -> None:
    lost = [c for c in answer.claims if c.keeps_no_support]
    sure = [c.siglum for c in lost if c.p_none_after >= SURE]
    likely = [f"{c.siglum} ({plain(c.p_none_after)})" for c in lost if c.p_none_after < SURE]
    for found, most in ((sure, ""), (likely, "most probably ")):
        if found:
            keep = "keeps" if len(found) == 1 else "keep"
            printer.say(f"{plural(len(found), 'claim')} {most}{keep} no support: {', '.join(found)}.")
    seen = [c for c in answer.claims if _is_seen(c)]
    rows = [
        (
            c.siglum,
            shortened(c.text, 60),
            ours(c.headline_before),
            ours(c.headline_after),
            f"{plain(c.p_one_before)} to {plain(c.p_one_after)}",
        )
        for c in seen[:MOST_CLAIMS]
    ]
    if rows:
        printer.table(("", "claim", "before", "after", "P(fewer than two)"), rows)
    if len(seen) > MOST_CLAIMS:
        printer.say(f"{len(seen) - MOST_CLAIMS:,} more: --json lists all.")
    _relied_on(printer, answer.claims[:MOST_CLAIMS])
    if n_little := len(answer.claims) - len(seen):
        printer.say(f"{plural(n_little, 'claim moves', 'claims move')} by less than is printed: --json.")


def _is_seen(claim: MovedClaim) -> bool:
    """Say whether what is printed of a claim differs before and after."""
    before = (claim.headline_before, plain(claim.p_one_before))
    return before != (claim.headline_after, plain(claim.p_one_after))


def _relied_on(printer: Printer, claims: Sequence[MovedClaim]) -> None:
    """Print where the second setting of the rule moves: two or more hands besides those relied on."""
    for c in claims:
        before, after = plain(c.p_two_relied_before), plain(c.p_two_relied_after)
        if before != after:
            said = f"two or more pairs of hands besides those relied on: {before} before, {after} after."
            printer.say(f"{c.siglum} {shortened(c.text, 60)}: {said}")


def _sentences(printer: Printer, answer: RetractAnswer) -> None:
    if not answer.sentences:
        if answer.claims:
            printer.say("Every sentence of the dossier stands as it is.")
        return
    falls = [s for s in answer.sentences if s.fate == "falls"]
    changes = [s for s in answer.sentences if s.fate == "changes"]
    again = [s for s in answer.sentences if s not in falls and s not in changes]
    if answer.is_undone:
        moved = f"{plural(len(again), 'sentence comes', 'sentences come')} back"
        weighed, page = "", "the page written anew"
    else:
        moved = plural(len(falls), "sentence falls", "sentences fall")
        weighed = f" {plural(len(again), 'has to be weighed again', 'have to be weighed again')},"
        page = "the page"
    printer.say(
        f"In the dossier {moved}, {plural(len(changes), 'changes', 'change')},{weighed}"
        f" {answer.n_standing:,} stand as they are. The numbers are those of {page}: draft.html#s5."
    )
    for sentence in [*falls, *changes, *again][:MOST_SENTENCES]:
        about = f" ({', '.join(sentence.claims)})" if sentence.claims else ""
        printer.say(f"  {sentence.number}{about} {sentence.fate}: {shortened(sentence.text, 160)}")
        if sentence.after:
            printer.say(f"    now: {shortened(sentence.after, 160)}")
    if len(answer.sentences) > MOST_SENTENCES:
        printer.say(f"{len(answer.sentences) - MOST_SENTENCES:,} more: --json lists all.")
