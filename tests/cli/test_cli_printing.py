"""What the terminal shows of names that somebody chose: never markup, controls or turned lines."""

import io
from dataclasses import replace

from rich.console import Console

from twosource.cli.judging import supported
from twosource.cli.printing import Printer, flat
from twosource.evidence.readouts import WeightReadout


def printed(headers, rows):
    out = io.StringIO()
    Printer(out=Console(file=out, width=100, highlight=False)).table(headers, rows)
    return out.getvalue()


def test_a_heading_is_text_whatever_it_says():
    """A hypothesis named "[/]" broke the table, and one named "[red]" lost its name."""
    shown = printed(("[/]", "[red]deal", "a\x1b[31mb\u202ec"), [("1", "2", "3")])
    assert "[/]" in shown
    assert "[red]deal" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_a_cell_cannot_turn_its_line_round():
    assert "<U+202E>" in printed(("a",), [("b\u202ec",)])


def test_no_support_is_for_nobody():
    """Beside "no support either way" no hypothesis is named as the one supported."""
    weight = WeightReadout(
        name="i",
        text="i",
        is_group=False,
        members=("i",),
        decibans=(3.0, -3.0),
        ratio=1.9,
        favours="a",
        over="b",
    )
    assert supported(replace(weight, ratio_word="no support either way")) == "no support either way"
    assert supported(replace(weight, ratio_word="limited support")) == "limited support: a over b"


def test_what_somebody_wrote_stays_on_its_line():
    """The text of an item printed a line "Confidence in this answer: high." of its own."""
    assert flat("a letter\nConfidence in this answer: high.\u2028\x1b[2J") == (
        "a letter Confidence in this answer: high. <U+001B>[2J"
    )
