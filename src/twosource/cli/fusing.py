"""The command that fuses a table: who says what of which item in, a probability for every value out."""

from pathlib import Path

import click

from twosource.cli.door import Session, command
from twosource.cli.printing import Printer, plural, safe, shortened
from twosource.desk.fusing import FusingAnswer, check_free, fuse_file, write_rows
from twosource.terms import likelihood_word
from twosource.weighing.fusion.values import Kind
from twosource.weighing.fusion.values.fused_values import FusedItem
from twosource.weighing.words import figure


@command(
    "fuse",
    needs_case=False,
    examples=[
        "twosource fuse reports.csv                         columns source, item, value",
        "twosource fuse tolls.csv --kind numbers --out chances.csv",
        "twosource fuse sightings.csv --hierarchy places.csv   columns id, name, parent",
        "twosource fuse edits.csv --in-order                rows of an item stand in the order of time",
    ],
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--kind",
    type=click.Choice([str(kind) for kind in Kind]),
    help="What the values are; otherwise the values themselves decide, and it is said.",
)
@click.option(
    "--hierarchy",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Which value lies in which: a CSV with columns id, name, parent.",
)
@click.option(
    "--in-order",
    is_flag=True,
    help="The rows of an item stand in the order of time; who repeats the row before counts less.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write every probability to this CSV."
)
@click.option(
    "--limit", default=10, show_default=True, type=click.IntRange(1, 10_000), help="How many rows to show."
)
def fuse(
    session: Session,
    file: Path,
    kind: str | None,
    hierarchy: Path | None,
    in_order: bool,
    out: Path | None,
    limit: int,
) -> None:
    """What many sources say of many items: which value is likely, and how reliable each source seems."""
    if out is not None:
        check_free(out)
    answer = fuse_file(file, kind=Kind(kind) if kind else None, hierarchy=hierarchy, in_order=in_order)
    if out is not None:
        write_rows(out, answer.fused)
    printer = session.printer
    if not printer.document("fused", answer.in_full() if printer.as_json else answer):
        _show(printer, answer, limit, out)


RANGE = (
    "The range: at one end all who say the same of an item count as one voice, as if one had it from "
    "another; at the other each counts in full. The word goes by the low end. One voice has no range "
    "here, and is no surer for that: its figure says only what is held of its source."
)
MEASURES = (
    "How likely: that the truth lies nearer to this value than to any other that was said. The estimate's "
    "range holds the truth in nine of ten cases, as far as the sources do not err together."
)


def _show(printer: Printer, answer: FusingAnswer, limit: int, out: Path | None) -> None:
    printer.say(answer.headline, style="bold")
    for note in answer.notes:
        printer.say(safe(note))
    if answer.fused.items:
        _show_items(printer, answer, limit)
        _show_sources(printer, answer, limit)
    printer.gap()
    printer.say(answer.limit)
    if out is not None:
        printer.say(f"Every probability stands in {safe(str(out))}.")
    else:
        printer.next(f"twosource fuse {safe(answer.file)} --out chances.csv", "every probability, as a table")


def _show_items(printer: Printer, answer: FusingAnswer, limit: int) -> None:
    printer.gap()
    shown = answer.most_doubtful(limit)
    n = len(answer.fused.items)
    printer.say(f"The most doubtful of {plural(n, 'item')}, by the low end:" if n > 1 else "The item:")
    measures = any(one.estimate is not None for one in shown)
    nests = any(one.within != one.leading.value for one in shown)
    rows = []
    for one in shown:
        second = one.candidates[1] if len(one.candidates) > 1 else None
        row = [
            shortened(one.item, 50),
            shortened(one.leading.value, 50),
            _how_likely(one),
            f"{one.leading.n_said:,}",
            f"{shortened(second.value, 40)} ({figure(second.p)})" if second else "",
        ]
        if measures and one.estimate is not None:
            row.append("{:.6g} ({:.6g} to {:.6g})".format(*one.estimate))
        if nests:
            held = one.within != one.leading.value
            row.append(f"{shortened(one.within, 30)} ({figure(one.p_within)})" if held else "")
        rows.append(row)
    headers = ["item", "leading value", "how likely", "said by", "next"]
    headers += ["estimate"] * measures + ["holds at least"] * nests
    printer.table(headers, rows, numeric=(3,))
    printer.say(MEASURES if measures else RANGE)


def _how_likely(one: FusedItem) -> str:
    """Say how likely the leading value is, by the low end: a word from the top would promise too much."""
    word, low, high = likelihood_word(min(1.0, max(0.0, one.low))), figure(one.low), figure(one.high)
    if low == high:
        alone = one.leading.n_said <= 1
        return f"{word} ({low}, one voice)" if alone else f"{word} ({low} at both ends)"
    more = " or more" if word != likelihood_word(one.leading.p) else ""
    return f"{word}{more} ({low} to {high})"


def _show_sources(printer: Printer, answer: FusingAnswer, limit: int) -> None:
    sources = sorted(answer.fused.sources, key=lambda one: (-one.n, one.name))
    printer.gap()
    printer.say(f"The busiest of {plural(len(sources), 'source')}, and how often what each says is exact:")
    short = any(one.short >= 0.01 for one in sources)
    follows = any(one.own is not None for one in sources)
    headers = ["source", "statements", "exact"] + ["says less"] * short + ["own access"] * follows
    rows = [
        [
            shortened(one.name, 50),
            f"{one.n:,}",
            f"{figure(one.exact)} ({figure(one.low)} to {figure(one.high)})",
            *([figure(one.short)] if short else []),
            *([figure(one.own)] if follows and one.own is not None else []),
        ]
        for one in sources[:limit]
    ]
    printer.table(headers, rows, numeric=(1,))
