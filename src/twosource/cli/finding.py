"""Commands that find and point: search, show, cite, statements, claims, origins, explain."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import click

from twosource.cli.door import Session, command
from twosource.cli.options import LANGUAGE
from twosource.cli.printing import Printer, ours, plain, plural, safe, shortened, told
from twosource.desk import ClaimAnswer, StatementAnswer
from twosource.desk.stemmata import write_stemma
from twosource.evidence.lineage import OriginCount
from twosource.evidence.testimony import Party
from twosource.store.folding import Folding
from twosource.store.letters import LETTER_SWITCHES
from twosource.store.records import HowFound
from twosource.tracing.saying import hands_of, joined, likeliest_cuts, party_name

NAME = click.argument("name")
MOST_PATHS = 5
KAPPA_TRUSTED = "hands besides those relied on"


SWITCHES = tuple(sorted((*LETTER_SWITCHES, "arabic_prefixes", "transliteration")))


@command(
    "search",
    examples=[
        "twosource search 'anti-aircraft'",
        "twosource search تدمر                        also finds Tadmur, spelled in Latin letters",
        "twosource search --exact Khaled              only as written, letter by letter",
        "twosource search --no-fold hamza 'أحمد'      one folding off: twosource search --help lists them",
    ],
)
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--limit",
    default=20,
    show_default=True,
    type=click.IntRange(1, 10_000),
    help="How many passages at most.",
)
@click.option("--exact", is_flag=True, help="Fold nothing: find words only as they are written here.")
@click.option(
    "--no-fold",
    "off",
    multiple=True,
    type=click.Choice(SWITCHES),
    help="Switch one folding off; may be given several times.",
)
def search(session: Session, words: tuple[str, ...], limit: int, exact: bool, off: tuple[str, ...]) -> None:
    """Find words, in any script; spellings of letters, digits and names find each other."""
    query = " ".join(words)
    folding = Folding.exact() if exact else replace(Folding(), **dict.fromkeys(off, False))
    with session.desk() as desk:
        answer = desk.search(query, limit, folding)
        rows = [
            (
                desk.store.siglum(hit.exhibit_id),
                str(hit.page),
                shortened(hit.text, 240),
                "" if hit.how_found == HowFound.WORDS else hit.how_found.value,
            )
            for hit in answer.hits
        ]
    if session.printer.document("hits", answer):
        return
    session.printer.say(f"{plural(len(rows), 'passage')} for {safe(query)}.")
    for one in answer.understood:
        if one.folded:
            folded = ", ".join(name.replace("_", " ") for name in one.folded)
            session.printer.say(f"  {safe(one.asked)}: also found under other spellings ({folded})")
    heads = ("", "page", "words", "found") if any(row[3] for row in rows) else ("", "page", "words")
    session.printer.table(heads, [row[: len(heads)] for row in rows], numeric=(1,))
    session.printer.next(f"twosource show {rows[0][0]}")


@command(
    "show",
    examples=[
        "twosource show E3",
        "twosource show C1",
        "twosource show E3 --page 2",
        "twosource show E3 --numbers           the numbers a machine read, each beside its picture",
    ],
)
@NAME
@click.option("--page", type=int, help="Only this page of an exhibit.")
@click.option("--numbers", is_flag=True, help="Only the numbers a machine read, with a picture of each.")
def show(session: Session, name: str, page: int | None, numbers: bool) -> None:
    """Show one exhibit with its readings, or one claim with its statements."""
    if numbers:
        _show_numbers(session, name, page)
        return
    with session.desk() as desk:
        shown = desk.show(name, page)
    if session.printer.document("shown", shown):
        return
    for sentence in shown.facts:
        session.printer.say(safe(sentence))
    for reading in shown.readings:
        session.printer.gap()
        session.printer.say(reading.title, style="bold")
        session.printer.say(safe(reading.text))
    if shown.statements:
        session.printer.gap()
        _statements(session.printer, shown.statements)
    session.printer.next(f"twosource explain {name}", "down to the bytes")


def _show_numbers(session: Session, name: str, page: int | None) -> None:
    with session.desk() as desk:
        found = desk.numbers(name, page)
    if session.printer.document("numbers", found):
        return
    if not found:
        session.printer.say(f"No machine read a number in the pixels of {safe(name)}.")
        return
    session.printer.say(f"{plural(len(found), 'number')} read by a machine in {safe(name)}.")
    session.printer.say("Rely on none before you saw its picture.", style="bold")
    rows = [
        (safe(n.text), str(n.page), "" if n.confidence is None else f"{100 * n.confidence:.0f} %", n.path)
        for n in found
    ]
    session.printer.table(("number", "page", "sure", "picture"), rows, numeric=(1, 2))
    session.printer.next(f"twosource transcribe {name} --help", "write down what you read yourself")


@command("cite", examples=["twosource cite E3 'the exact words'"])
@NAME
@click.argument("quote")
def cite(session: Session, name: str, quote: str) -> None:
    """Pin a passage to its exact words; fails where they do not stand there exactly."""
    with session.desk() as desk:
        passage = desk.cite(name, quote)
        siglum, exhibit = desk.store.siglum(passage.passage_id), desk.store.siglum(passage.exhibit_id)
    if session.printer.document("passage", passage):
        return
    session.printer.say(
        f"{siglum}: {exhibit}, page {passage.page}, characters {passage.start} to {passage.end}."
    )
    session.printer.next(f"twosource explain {siglum}")


@command(
    "statements",
    examples=[
        "twosource statements",
        "twosource statements --claim C1",
        "twosource statements --exhibit E3",
        "twosource statements --all                    also what people rejected or corrected",
    ],
)
@click.option("--claim", help="Only those that bear on this claim.")
@click.option("--exhibit", help="Only those that stand in this exhibit.")
@click.option("--all", "everything", is_flag=True, help="Also what people rejected or corrected.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1), help="How many to print.")
def statements(
    session: Session, claim: str | None, exhibit: str | None, everything: bool, limit: int
) -> None:
    """Who says what, by what route, how the machine or a person read it, and how often that is right."""
    with session.desk() as desk:
        found = desk.statements(claim, exhibit, everything=everything)
    if session.printer.document("statements", found):
        return
    session.printer.say(f"{plural(len(found), 'statement')}.")
    _statements(session.printer, found[:limit])
    if len(found) > limit:
        session.printer.say(f"{plural(len(found) - limit, 'more statement')}: --limit {len(found)}")
    session.printer.next("twosource claims")


def _statements(printer: Printer, found: list[StatementAnswer] | tuple[StatementAnswer, ...]) -> None:
    notes = {words: n for n, words in enumerate(dict.fromkeys(s.measured for s in found if s.measured), 1)}
    said = Counter((s.exhibit, s.chain, s.words) for s in found)
    rows = [
        (
            s.siglum,
            f"{s.exhibit} p. {s.page}",
            safe(" < ".join(link.party for link in s.chain)),
            s.stance
            + (f", hedge {s.hedge}" if s.hedge else "")
            + (f"; {safe(shortened(s.presented, 60))}" if s.presented else ""),
            # One sentence may hold two events; without the action the two rows look like one repeated.
            (f"[{s.action}] " if s.action and said[s.exhibit, s.chain, s.words] > 1 else "")
            + shortened(s.words, 120),
            _read_by(s, notes),
        )
        for s in found
    ]
    printer.table(("", "where", "who, from whom", "stance", "words relied on", "read by"), rows)
    for words, number in notes.items():
        printer.say(f"({number}) read by machine: {words}.")
    grown = [sentence for s in found for sentence in s.inflation]
    if grown:
        printer.say("Doubt lost on the way:")
    for sentence in grown:
        printer.say(f"  {safe(sentence)}")


def _read_by(s: StatementAnswer, notes: dict[str, int]) -> str:
    """Return who read a statement: nothing for case.toml, the note's number for a machine's."""
    if s.reviewed:
        return safe(s.reviewed) + ("" if s.is_counted else "; not counted")
    if s.standing == "judgement":
        return ""
    return f"machine ({notes[s.measured]})" + ("" if s.is_counted else "; waits for review")


@command("claims", examples=["twosource claims", "twosource claims --all", "twosource claims --json"])
@click.option("--all", "everything", is_flag=True, help="Also bare words, and claims not traced yet.")
def claims(session: Session, everything: bool) -> None:
    """Every claim, with how many say it and how many hands that is."""
    with session.desk() as desk:
        found = desk.claims()
    if session.printer.document("claims", found):
        return
    traced = [c for c in found if c.standing == "judgement" or (c.headline and not c.is_bare)]
    shown = found if everything else traced or found[:30]
    session.printer.say(f"{plural(len(found), 'claim')}; {len(shown):,} shown.")
    session.printer.say("said: in how many statements; in: in how many exhibits.")
    session.printer.table(
        ("", "claim", "said", "in", "hands", "read by"), [_claim_row(c) for c in shown], numeric=(2, 3)
    )
    if n_bare := sum(c.is_bare for c in found if c not in shown):
        bare = plural(n_bare, "set of words", "sets of words")
        session.printer.say(f"Left out: {bare} that hardly say anything (stamps, greetings, headings): --all")
    if shown:
        session.printer.next(f"twosource origins {shown[0].siglum}")


def _claim_row(c: ClaimAnswer) -> tuple[str, ...]:
    read_by = "" if c.standing == "judgement" else "machine"
    return (
        c.siglum,
        shortened(c.text, 90),
        str(c.n_statements),
        str(c.n_exhibits),
        ours(c.headline) + (f" {c.n_suggested} more suggested." if c.n_suggested else ""),
        read_by,
    )


@command(
    "origins",
    examples=[
        "twosource origins C1",
        "twosource origins C1 --svg stemma.svg           who had it from whom, as a picture",
        "twosource origins C1 --table                    the same as a table, every report in it",
        "twosource origins C1 --svg stemma.svg --language ar",
        "twosource origins C1 --json",
    ],
)
@NAME
@click.option("--svg", type=click.Path(path_type=Path), help="Draw who had it from whom into this file.")
@click.option("--table", is_flag=True, help="Who had it from whom, as a table.")
@LANGUAGE
def origins(session: Session, name: str, svg: Path | None, table: bool, language: str) -> None:
    """Where a claim entered the world: origins, hands, the chokepoint, and why copies are thought copies."""
    if svg or table:
        _stemma(session, name, svg, language)
        return
    with session.desk() as desk:
        count, parties = desk.origins(name), desk.parties()
        sentences = desk.explain_origins(name)
        exhibits = {s.statement_id: s.exhibit for s in desk.statements(claim=name)}
    if session.printer.document("origins", count):
        return
    printer = session.printer
    printer.say(told(sentences[0]), style="bold")
    _counts(printer, count, parties)
    rows = [
        (
            ours(_origin(o.party_id, count, parties)),
            safe(o.act),
            plain(o.p),
            ", ".join(sorted({exhibits.get(s, "") for s in o.statement_ids} - {""}, key=_by_number)),
        )
        for o in count.origins
    ]
    if rows:
        heads = ("starts with", "how they know", "p", "exhibits that go back to it")
        printer.table(heads, rows, numeric=(2,))
    for path in count.paths[:MOST_PATHS]:
        printer.say("Path: " + " > ".join(safe(party_name(p, parties)) for p in path))
    if len(count.paths) > MOST_PATHS:
        printer.say(f"{plural(len(count.paths) - MOST_PATHS, 'more path')}: twosource origins {name} --table")
    for sentence in sentences[1:]:
        printer.say(told(sentence))
    printer.next(f"twosource trace {name} --explain", "the words each of these sentences rests on")


def _stemma(session: Session, name: str, svg: Path | None, language: str) -> None:
    with session.desk() as desk:
        answer = desk.stemma(name, language)
    if svg:
        write_stemma(answer, svg)
    if session.printer.document("stemma", answer):
        return
    printer = session.printer
    printer.say(safe(f"{answer.title}."), style="bold")
    if svg:
        printer.say(safe(answer.caption))
        printer.say(f"Drawn into {safe(str(svg))}.")
    else:
        # When it was said and where stand under who says it: six columns leave a terminal no room for why.
        *heads, _, _ = answer.table.headers
        rows = [
            (ours("\n".join(cell for cell in (row[0], row[-2], row[-1]) if cell)), *map(ours, row[1:-2]))
            for row in answer.table.rows
        ]
        printer.table(heads, rows, numeric=answer.table.numeric)
    printer.next(f"twosource origins {name}" + (" --table" if svg else ""), "why they are thought copies")


def _by_number(siglum: str) -> int:
    return int(siglum[1:] or 0)


def _origin(party_id: str, count: OriginCount, parties: dict[str, Party]) -> str:
    """Return who a claim starts with; one of several equally likely first reports is not named alone."""
    cuts = likeliest_cuts(count)
    if count.kappa_mode == 1 and len(cuts) > 1 and any(party_id in cut for cut in cuts):
        return " or ".join(hands_of(count, parties))
    return party_name(party_id, parties)


def _counts(printer: Printer, count: OriginCount, parties: dict[str, Party]) -> None:
    """Print how probable each number of origins and of hands is, and what the columns count."""
    relied_on = joined([party_name(p, parties) for p in count.trusted])
    size = max(len(count.k), len(count.kappa), len(count.kappa_trusted))

    def at(pmf: tuple[float, ...], i: int) -> str:
        return plain(pmf[i]) if i < len(pmf) and pmf[i] > 0 else "-"

    counted = (count.k, count.kappa, *([count.kappa_trusted] if relied_on else []))
    rows = [
        (str(i), *(at(p, i) for p in counted)) for i in range(size) if any(at(p, i) != "-" for p in counted)
    ]
    heads = ("how many", "origins (K)", "pairs of hands (kappa)", *([KAPPA_TRUSTED] if relied_on else []))
    printer.say("How probable each number is:")
    printer.table(heads, rows, numeric=tuple(range(len(heads))))
    top = len(count.kappa) - 1
    if any(at(p, top) != "-" for p in counted[1:]):
        printer.say(f"{top} pairs of hands stands for {top} or more.")
    if relied_on:
        printer.say(told(f"Relied on: {relied_on}, who cannot fail in the last column."))


@command("explain", examples=["twosource explain C1", "twosource explain S8", "twosource explain E3"])
@NAME
def explain(session: Session, name: str) -> None:
    """Why is this so: from the claim to the statements, the passages, the exhibits, the bytes."""
    with session.desk() as desk:
        lines = desk.explain(name)
    if session.printer.document("explained", lines):
        return
    depth = {
        level: i
        for i, level in enumerate(
            ("claim", "origins", "derivation", "statement", "passage", "rendition", "exhibit")
        )
    }
    depth |= dict.fromkeys(("factuality", "inflation"), depth["passage"])
    for line in lines:
        session.printer.say(
            "  " * depth.get(line.level, 7) + f"{line.level} {line.siglum}: {safe(line.sentence)}"
        )
    session.printer.next("twosource verify")
