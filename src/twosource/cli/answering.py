"""answer: several people say in words how surprising each item would be, each apart from the others.

The terminal shows nobody's words but one's own, and the hypotheses in an order of one's own. What was
answered together is shown by `weigh --people`, for those who have answered.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

import click

from twosource.cli.door import Session, command
from twosource.cli.options import BY, LANGUAGE, WHY
from twosource.cli.printing import Printer, flat, ours, plain, plural, safe, spoken
from twosource.desk import Desk
from twosource.desk.answering import GivenAnswer, LeftAnswer, give, left, lines_of_item, take_back
from twosource.desk.eliciting import OpenLine
from twosource.desk.words_meant import Given, unknown_word
from twosource.errors import UsageError
from twosource.evidence.readouts import PersonReadout, Weighing
from twosource.terms import likelihood_word, vocabulary
from twosource.weighing.pooling.advising import parsed_word, wording
from twosource.weighing.words import isolated

MOST_DISAGREEMENTS = 12


@command(
    "answer",
    examples=[
        "twosource answer                                   how far everybody is",
        "twosource answer --by 'Nadia Haddad'               what she has left",
        "twosource answer Q1 letter_1 --by 'Nadia Haddad'   asks her, one hypothesis after another",
        "twosource answer Q1 letter_1 --by 'Nadia Haddad' --why 'guns are saved first' \\",
        "    --say strategic=likely --say 'tactical=very likely' --say none=unlikely \\",
        "    --when handover_group=honest",
        "twosource answer --undo Q1 letter_1 --by 'Nadia Haddad' --why 'I misread the date'",
    ],
)
@click.argument("names", nargs=-1, metavar="[QUESTION] [ITEM]")
@BY
@WHY
@click.option("--say", multiple=True, metavar="HYPOTHESIS=WORD", help="A likelihood word under a hypothesis.")
@click.option(
    "--when", multiple=True, metavar="VARIABLE=STATE", help="The line meant; else every other case."
)
@click.option(
    "--all", "everything", is_flag=True, help="Ask everything that is left, one item after another."
)
@click.option("--undo", is_flag=True, help="Take your own answer for an item back.")
@LANGUAGE
def answer(
    session: Session,
    names: tuple[str, ...],
    by: str,
    why: str,
    say: tuple[str, ...],
    when: tuple[str, ...],
    everything: bool,
    undo: bool,
    language: str,
) -> None:
    """Say in words how surprising an item would be under each hypothesis, apart from what others say."""
    if len(names) > 2:
        raise UsageError("A question and an item are enough.")
    printer = session.printer
    with session.desk() as desk:
        if undo:
            show_given(printer, take_back(desk.work, names, by=by, why=why), language)
        elif say or when:
            words = [Given(when=when, words=_pairs(say))] if say else []
            show_given(printer, give(desk.work, names, words, by=by, why=why, language=language), language)
        elif by and (everything or names):
            _ask(printer, desk, names, (by, why), everything=everything, language=language)
        else:
            show_left(printer, left(desk.work, names, by, language=language), language)


def _told(language: str, name: str, **parts: str) -> str:
    """Return one sentence of answering, safe to print; in Arabic with what people wrote isolated in it."""
    filled = {key: isolated(" ".join(part.splitlines()), language) for key, part in parts.items()}
    text = str(wording(language)[name]).format(**filled)
    return spoken(text) if language == "ar" else ours(text)


def _counted(language: str, one: str, many: str, n: int, **parts: str) -> str:
    """Return a sentence with a count, in the form its language has for it."""
    return _told(language, one, **parts) if n == 1 else _told(language, many, n=f"{n:,}", **parts)


def _where(conditions: str, language: str) -> str:
    """Return where a line applies; the conditions were said in the language already."""
    say = wording(language)
    return str(say["here"]).format(conditions=conditions) if conditions else str(say["elsewhere"])


def _pairs(say: Sequence[str]) -> Mapping[str, str]:
    words: dict[str, str] = {}
    for part in say:
        hypothesis, equals, word = part.partition("=")
        if not equals or not hypothesis.strip() or not word.strip():
            raise UsageError(f"{part!r} names no hypothesis and word; write --say HYPOTHESIS=WORD.")
        if hypothesis.strip() in words:
            raise UsageError(f"Two words were given under {hypothesis.strip()!r}; give one.")
        words[hypothesis.strip()] = word
    return words


def _ask(
    printer: Printer,
    desk: Desk,
    names: Sequence[str],
    word: tuple[str, str],
    *,
    everything: bool,
    language: str,
) -> None:
    """Ask one item, or everything that is left; each item is recorded before the next is asked."""
    by, why = word
    found = left(desk.work, names, by, language=language)
    lines = found.lines
    if not lines and len(names) == 2:
        lines = lines_of_item(desk.work, names, by, language=language)
    if printer.as_json or (not everything and len({line.item for line in lines}) > 1):
        show_left(printer, found, language)
        return
    if not lines:
        printer.say(_told(language, "all_answered", by=found.by))
        return
    _show_scale(printer, language)
    for item, of_item in groupby(lines, key=lambda line: line.item):
        given = _asked(printer, list(of_item), language)
        if given:
            reason = why or _prompt(wording(language)["why"])
            names = (found.question, item)
            done = give(desk.work, names, given, by=by, why=reason, language=language)
            show_given(printer, done, language)
        printer.gap()


def _show_scale(printer: Printer, language: str) -> None:
    say = wording(language)
    printer.say(safe(say["ask"]), style="bold")
    printer.say(safe(say["choose"]))
    printer.table(
        list(map(safe, say["heads_scale"])),
        [
            (
                str(number),
                safe(term.label(language)),
                safe(say["band"].format(low=plain(term.low or 0), high=plain(term.high or 1))),
            )
            for number, term in enumerate(vocabulary("likelihood").terms, 1)
        ],
        numeric=(0,),
    )
    printer.say(safe(say["need_not_add_up"]))
    printer.gap()


def _asked(printer: Printer, lines: Sequence[OpenLine], language: str) -> list[Given]:
    """Ask every line of one item; an empty answer leaves the line open."""
    say = wording(language)
    kind = "looked_for" if lines[0].is_finding else "seen"
    printer.say(flat(say[kind].format(text=f"{lines[0].text} [{lines[0].item}]")), style="bold")
    found = []
    for line in lines:
        where = say["where"].format(conditions=line.conditions) if line.conditions else say["otherwise"]
        if line.conditions or len(lines) > 1:
            printer.say(safe(where))
        words: dict[str, str] = {}
        for name, text in line.hypotheses:
            word = _asked_word(printer, flat(say["suppose"].format(text=text)), language)
            if not word:
                break
            words[name] = word
        if len(words) == len(line.hypotheses):
            found.append(Given(when=line.when, words=words))
        elif words:
            printer.say(safe(say["half"].format(given=len(words), asked=len(line.hypotheses))))
        else:
            printer.say(safe(say["left_open"]))
    return found


def _asked_word(printer: Printer, question: str, language: str) -> str:
    while True:
        given = _prompt(question, may_be_empty=True)
        term = parsed_word(given)
        if term is not None or not given.strip():
            return term.value if term else ""
        printer.say(safe(unknown_word(given, language).happened))


def _prompt(question: str, *, may_be_empty: bool = False) -> str:
    default = "" if may_be_empty else None
    return str(click.prompt(question, default=default, show_default=False, prompt_suffix=": "))


def show_left(printer: Printer, answer: LeftAnswer, language: str = "en") -> None:
    """Print how far everybody is, and what one person has left."""
    if printer.document("left", answer):
        return
    printer.say(f"{answer.question}: {flat(answer.text)}", style="bold")
    if not answer.by:
        _show_progress(printer, answer, language)
        return
    if not answer.lines:
        printer.say(_told(language, "all_answered", by=answer.by))
        printer.next("twosource weigh --people", "who reads it how")
        return
    n, total = len(answer.lines), f"{answer.n_lines:,}"
    printer.say(_counted(language, "one_line_of", "lines_of", n, by=answer.by, total=total))
    elsewhere = wording(language)["elsewhere"]
    printer.table(
        list(map(safe, wording(language)["heads_left"])),
        [
            (
                safe(line.item) + (" *" if line.is_finding else ""),
                flat(line.text),
                _cell(line.conditions or elsewhere, language),
            )
            for line in answer.lines
        ],
    )
    if any(line.is_finding for line in answer.lines):
        printer.say(_told(language, "not_seen"))
    name = _quoted(answer.by)
    printer.next(f"twosource answer {answer.question} --by {name} --all", "asks them one after another")


def _show_progress(printer: Printer, answer: LeftAnswer, language: str) -> None:
    """Print how many lines each person answered, or that nobody has yet."""
    if answer.people:
        printer.table(
            list(map(safe, wording(language)["heads_people"])),
            [(safe(by), f"{n:,}", f"{answer.n_lines:,}") for by, n in answer.people],
            numeric=(1, 2),
        )
    else:
        asked = _counted(language, "one_line_asked", "lines_asked", answer.n_lines)
        printer.say(f"{_told(language, 'nobody')} {asked}")
    if answer.item:
        printer.next(
            f"twosource answer {answer.question} {safe(answer.item)} --by NAME", "asks somebody about it"
        )
        return
    printer.next(f"twosource answer {answer.question} --by NAME --all", "asks what is left")


def _cell(text: str, language: str) -> str:
    return spoken(text) if language == "ar" else safe(text)


def _quoted(name: str) -> str:
    return safe("'" + name.replace("'", "'\\''") + "'")


def show_given(printer: Printer, answer: GivenAnswer, language: str = "en") -> None:
    """Print what was recorded, what to know of one's own words, and what is still open."""
    if printer.document("answered", answer):
        return
    named = {"item": answer.item, "by": answer.by, "why": answer.why}
    if not answer.lines:
        printer.say(_told(language, "took_back", **named))
        again = f"twosource answer {answer.question} {safe(answer.item)} --by {_quoted(answer.by)}"
        printer.next(again, "asks it anew")
        return
    printer.say(_told(language, "answered_before" if answer.is_unchanged else "answered", **named))
    say = wording(language)
    for line in answer.lines:
        words = say["comma"].join(
            f"{isolated(n, language)} {vocabulary('likelihood')[w].label(language)}" for n, w in line.words
        )
        printer.say(_cell(say["line"].format(where=_where(line.conditions, language), words=words), language))
    for sentence in answer.advice:
        printer.say(_cell(sentence, language))
    if answer.open_here:
        where = say["semicolon"].join(_where(c, language) for c in answer.open_here)
        still = say["still_open"].format(item=isolated(answer.item, language), where=where)
        printer.say(_cell(still, language))
    if answer.n_left:
        printer.say(_counted(language, "one_line_left", "lines_left", answer.n_left))
        printer.next(f"twosource answer {answer.question} --by {_quoted(answer.by)}", "what is left")
        return
    done = _told(language, "everything")
    if answer.n_others:
        done += f" {_counted(language, 'one_other', 'others', answer.n_others)}"
    printer.say(done)
    printer.next("twosource weigh --people", "who reads it how")


def show_people(printer: Printer, weighing: Weighing) -> None:
    """Print each person's reading, the joint one with its range, and the cells they differ on most."""
    if not weighing.people:
        printer.say(
            "Nobody has answered apart from case.toml: its words are all there is. To ask somebody: "
            "twosource answer --by NAME --all"
        )
        return
    names = tuple(h.name for h in weighing.hypotheses)
    rows = [_reading(one) for one in weighing.people]
    together = [_ranged(h.p, h.low, h.high) for h in weighing.hypotheses]
    lead = next(h for h in weighing.hypotheses if h.name == weighing.lead)
    rows.append(("together", "", *together, f"{lead.name}: {lead.word}"))
    printer.table(("who", "items answered", *names, "lead"), rows, numeric=(1,))
    printer.say(
        "Each reads the case with their own words where they gave any. The range of the joint reading holds "
        "what lies between them."
    )
    printer.gap()
    if not weighing.disagreements:
        printer.say("No two of them answered one cell differently.")
    else:
        shown = weighing.disagreements[:MOST_DISAGREEMENTS]
        printer.say(f"They differ on {plural(len(weighing.disagreements), 'cell')}; farthest apart first.")
        printer.table(
            ("item", "where", "under", "apart, dB", "who said what"),
            [
                (
                    safe(d.item),
                    safe(d.conditions),
                    d.hypothesis,
                    f"{d.decibans:.1f}",
                    safe("; ".join(f"{by}: {word}" for by, word in d.words)),
                )
                for d in shown
            ],
            numeric=(3,),
        )
    printer.say(
        "Whoever has not answered should do so before reading this: `twosource answer --by NAME --all`."
    )


def _ranged(p: float, low: float, high: float) -> str:
    return f"{plain(p)} ({plain(low)} to {plain(high)})"


def _reading(one: PersonReadout) -> tuple[str, ...]:
    p = max(one.p)
    return (
        safe(one.by),
        f"{one.n_answered:,}",
        *(map(_ranged, one.p, one.low, one.high) if one.low else map(plain, one.p)),
        f"{one.lead}: {likelihood_word(min(1.0, p))}",
    )
