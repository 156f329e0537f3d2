"""Commands that weigh: weigh, flips, next. Words first, figures after, and what would change them."""

from dataclasses import asdict

import click

from twosource.cli.answering import show_people
from twosource.cli.door import Session, command
from twosource.cli.holding import show_weighing
from twosource.cli.options import LANGUAGE
from twosource.cli.printing import Printer, flat, plain, plural, safe, spoken
from twosource.cli.weighing_pictures import QUESTION, pictured
from twosource.cli.weighing_views import VIEWS, show_view
from twosource.desk.weighed import weighed
from twosource.desk.weighing_pictures import PictureKind
from twosource.errors import NothingMatchedError
from twosource.evidence.claims import Question
from twosource.evidence.readouts import TippingPoint, Weighing, WeightReadout
from twosource.weighing.basis import basis_sentences
from twosource.weighing.saying import NO_SUPPORT, said
from twosource.weighing.telling import settling_notes


def _weighings(session: Session, question: str = "") -> tuple[list[Weighing], tuple[str, ...]]:
    """Return what was weighed, of one question where it is named, and notes on what could not be.

    The notes, and which of it rests on somebody withdrawn, are printed first; in a document they stand beside
    the value.
    """
    with session.desk() as desk:
        _, warnings = desk.analyse()
        found, caveats = desk.weighings(), desk.caveats()
        asked = [q.question_id.removeprefix("question-") for q in desk.work.store.all(Question)]
        if not session.printer.as_json:
            for warning in warnings:
                session.printer.say(f"Note: {safe(warning)}", style="bold")
        told = " ".join(warnings) if session.printer.as_json else "The notes above say what to mend."
        if question and asked:
            chosen = weighed(desk.work, question, why_not=told if warnings else "")
            found = [w for w in found if w.question_id in {one.question_id for _, one in chosen}]
    if asked and warnings and not found:
        raise NothingMatchedError("No question was weighed.", remedy=told)
    if asked and not found:
        raise NothingMatchedError(
            f"[question.{asked[0]}] was declared, and nothing that was seen was answered for it yet.",
            remedy=f"Add [[question.{asked[0]}.items]] to case.toml, each with answers in words under every "
            "hypothesis.",
        )
    if not found:
        raise NothingMatchedError(
            "No question was declared, so there is nothing to weigh.",
            remedy="Declare a question, hypotheses and answers in words in case.toml: `twosource examine` "
            "starts it for you (at its end stands what to fill in), and reads it when run again.",
        )
    if not session.printer.as_json:
        for caveat in caveats:
            session.printer.say(f"Note: {safe(caveat)}", style="bold")
    return found, (*warnings, *caveats)


def supported(readout: WeightReadout) -> str:
    """Return the word of a ratio and, where there is support at all, for which hypothesis over which."""
    if not readout.favours or readout.ratio_word == NO_SUPPORT:
        return readout.ratio_word
    return f"{readout.ratio_word}: {safe(readout.favours)} over {safe(readout.over)}"


DECIBANS = (
    "dB: decibans by which it moved the odds; +3 doubles them, +10 makes them tenfold, minus the other way."
)
TOGETHER = "Items that pass through the same hands stand again as those hands, together: do not add them up."
BITS = "bits: by how much it would lessen the doubt on average; 1 decides between two even answers."
ENOUGH_PEOPLE = 3
TOO_FEW = (
    "Note: The ranges hold what the words of so few people allow, and others would choose other words: with "
    "one or two people they are too narrow. Let three answer apart from each other: twosource answer."
)
ANSWER_PARTS = ("headline", "hypotheses", "basis", "weights", "answer", "remarks")


def _in_arabic(printer: Printer, weighing: Weighing, *parts: str) -> None:
    """Print the named parts of what is said of a question, one sentence a line."""
    whole = {**asdict(said(weighing, "ar")), "basis": basis_sentences(weighing, "ar")}
    printer.say(flat(weighing.text), style="bold")
    for part in parts:
        found = whole[part]
        for sentence in (found,) if isinstance(found, str) else found:
            printer.say(spoken(sentence))
        printer.gap()


@command(
    "weigh",
    examples=[
        "twosource weigh",
        "twosource weigh --people",
        "twosource weigh --view lists                    forged or not, deal or not: one list of both",
        "twosource weigh --view ach                      the table analysts know, as a view",
        "twosource weigh --question Q1                   that question alone",
        "twosource weigh --language ar",
        "twosource weigh --svg                           the bars, as answer.svg",
        "twosource weigh --svg map.svg --picture prior-map",
        "twosource weigh --table --picture ledger",
        "twosource weigh --json",
    ],
)
@click.option("--people", is_flag=True, help="Who reads it how, and where people differ; answer first.")
@click.option("--view", type=click.Choice(VIEWS), help="Another way of seeing the same answer.")
@LANGUAGE
@pictured(PictureKind.BARS, PictureKind.LEDGER, PictureKind.PRIOR_MAP)
def weigh(session: Session, people: bool, view: str | None, question: str, language: str) -> None:
    """How the hypotheses stand, with the range over readings of the words."""
    found, notes = _weighings(session, question)
    if session.printer.document("weighings", found, notes):
        return
    for weighing in found:
        if people:
            session.printer.say(flat(weighing.text), style="bold")
            show_people(session.printer, weighing)
            continue
        if view:
            session.printer.say(flat(weighing.text), style="bold")
            show_view(session.printer, weighing, view)
            continue
        if language == "ar":
            _in_arabic(session.printer, weighing, *ANSWER_PARTS)
            continue
        show_weighing(session.printer, weighing)
        names = tuple(safe(h.name) for h in weighing.hypotheses)
        session.printer.gap()
        session.printer.table(
            ("item or hands", *(f"{n}, dB" for n in names), "in words"),
            [
                (
                    flat(w.text or w.name),
                    *(f"{d:+.1f}" for d in w.decibans),
                    supported(w),
                )
                for w in told_once(weighing)
            ],
            numeric=tuple(range(1, len(names) + 1)),
        )
        session.printer.say(DECIBANS)
        if any(w.is_group for w in told_once(weighing)):
            session.printer.say(TOGETHER)
        for sentence in basis_sentences(weighing):
            session.printer.say(safe(sentence))
        session.printer.gap()
        told = said(weighing)
        for note in (*told.answer, *told.remarks):
            session.printer.say(f"Note: {safe(note)}")
        if len(weighing.people) < ENOUGH_PEOPLE:
            session.printer.say(TOO_FEW)
    session.printer.next("twosource flips", "what would change the lead")


def told_once(weighing: Weighing) -> list[WeightReadout]:
    """Return what moved the answer, each once: hands that only one item passes through are that item."""
    return [w for w in weighing.weights if not w.is_group or len(w.members) > 1]


def figure_named(point: TippingPoint) -> str:
    """Return what a tipping figure is of: an item, a state of a variable, or the prior."""
    return f"{point.item} is {point.state}" if point.state else point.item


def _show_flips(printer: Printer, weighing: Weighing, everything: bool) -> None:
    """Print what takes the lead away, at which figures it passes, and how each answer explains it all."""
    shown = [f for f in weighing.flips if everything or f.changes_lead]
    printer.say(flat(weighing.text), style="bold")
    printer.say(
        f"{plural(len([f for f in weighing.flips if f.changes_lead]), 'thing')} would change the lead."
    )
    printer.table(
        ("kind", "what", "new lead", *(safe(h.name) for h in weighing.hypotheses)),
        [
            (f.kind, safe(f.text), safe(f.new_lead) if f.changes_lead else "unchanged", *map(plain, f.p))
            for f in shown
        ],
        numeric=tuple(range(3, 3 + len(weighing.hypotheses))),
    )
    printer.gap()
    printer.say("Tipping points: one answered figure at which the lead changes.")
    printer.table(
        ("item", "under", "now", "tips at", "new lead", "inside the word's band"),
        [
            (
                safe(figure_named(t)),
                safe(f"{t.hypothesis} {t.conditions}".strip()),
                plain(t.p_now),
                plain(t.p_tip),
                safe(t.new_lead),
                "yes" if t.in_band else "no",
            )
            for t in weighing.tipping_points
        ],
        numeric=(2, 3),
    )
    for note in said(weighing).failures[-1:]:
        printer.say(safe(note))
    if weighing.stories:
        printer.gap()
        printer.say("How each answer would explain everything that was seen.")
        for story in weighing.stories:
            printer.say(safe(story.text))


@command("flips", examples=["twosource flips", "twosource flips --all", "twosource flips --svg tipping.svg"])
@click.option("--all", "everything", is_flag=True, help="Also what would not change the lead.")
@LANGUAGE
@pictured(PictureKind.TIPPING)
def flips(session: Session, everything: bool, question: str, language: str) -> None:
    """What would change the lead: dropping an item, seeing its opposite, a party failing, a figure moving."""
    found, notes = _weighings(session, question)
    if session.printer.document(
        "flips",
        [
            {
                "question": w.question_id,
                "flips": w.flips,
                "tipping": w.tipping_points,
                "likeliest_failure": w.likeliest_failure,
                "stories": w.stories,
            }
            for w in found
        ],
        notes,
    ):
        return
    for weighing in found:
        if language == "ar":
            chosen = "flips" if everything else "changing"
            _in_arabic(session.printer, weighing, chosen, "tipping", "failures")
            continue
        _show_flips(session.printer, weighing, everything)
    session.printer.next("twosource next", "what to look for")


@command("next", examples=["twosource next", "twosource next --question Q1", "twosource next --language ar"])
@QUESTION
@LANGUAGE
def next_steps(session: Session, question: str, language: str) -> None:
    """What to look for next: expected information per hour; what puts people at risk is never recommended."""
    found, notes = _weighings(session, question)
    if session.printer.document(
        "next", [{"question": w.question_id, "steps": w.next_steps, "pairs": w.pairs} for w in found], notes
    ):
        return
    for weighing in found:
        if language == "ar":
            _in_arabic(session.printer, weighing, "steps", "looking")
            continue
        session.printer.say(flat(weighing.text), style="bold")
        session.printer.table(
            ("look for", "bits", "chance the lead changes", "hours", "risk to people"),
            [
                (
                    flat(s.text),
                    f"{s.bits:.2f}",
                    plain(s.p_lead_changes) if s.p_lead_changes else "none",
                    f"{s.hours:g}",
                    "yes: not recommended" if s.risks_people else "no",
                )
                for s in weighing.next_steps
            ],
            numeric=(1, 2, 3),
        )
        if weighing.next_steps:
            session.printer.say(BITS)
        for pair in weighing.pairs:
            settles = f"; both found settle it for {safe(pair.settles)}" if pair.settles else ""
            session.printer.say(
                f"Together, in {pair.hours:g} hours: {flat(pair.text)}. The lead changes with probability "
                f"{plain(pair.p_lead_changes)}{settles}."
            )
        for note in settling_notes(weighing):
            session.printer.say(safe(note))
    session.printer.next("twosource publish")
