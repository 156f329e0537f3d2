"""two-source, trace and retract at the door: sentences, both settings, one JSON document, refusals."""

import io
import json
from dataclasses import replace

import pytest
from rich.console import Console

from twosource.cli import run
from twosource.cli.printing import Printer, safe, told
from twosource.cli.tracing import show_arrows, show_retraction
from twosource.desk import Desk
from twosource.desk.counting_hands import ArrowAnswer
from twosource.desk.retracting import MovedClaim, RetractAnswer

CASE = """
schema = "twosource-case/1"
title = "Two letters"

[parties.harbour]
name = "Harbour Gazette"
kind = "outlet"

[parties.mina]
name = "صحيفة الميناء"
kind = "outlet"

[parties.warden]
name = "the warden"
kind = "person"

[claims.gate]
text = "The gate was open at night"
action = "other"

[[statements]]
exhibit = "harbour.txt"
quote = "the gate was open"
claim = "gate"
chain = [{ party = "harbour", channel = "publication" }, { party = "warden", cue = "says", access = "saw" }]

[[statements]]
exhibit = "mina.txt"
quote = "the gate was open"
claim = "gate"
chain = [{ party = "mina", channel = "publication" }, { party = "harbour", cue = "says" }]
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gate")
    cache = folder / "cache"
    cache.mkdir()
    (cache / "harbour.txt").write_text("The warden says the gate was open when he came.", "utf-8")
    (cache / "mina.txt").write_text("Harbour Gazette says the gate was open, and nobody knew.", "utf-8")
    found, _ = Desk.new_or_found(folder / "case", CASE)
    with Desk.open(found) as desk:
        desk.receive([cache])
        desk.read_quickly()
        desk.analyse()
    return ["--case", str(folder / "case")]


def test_two_source_prints_both_settings_and_ends_well_where_the_rule_fails(case, capsys):
    assert run(["two-source", "gate", *case]) == 0
    out = capsys.readouterr().out
    assert "Not two sources" in out
    assert "everybody can be wrong" in out
    assert "Nobody is declared as relied on" in out


def test_two_source_as_json_gives_both_answers(case, capsys):
    assert run(["two-source", "gate", "--json", *case]) == 0
    answer = json.loads(capsys.readouterr().out)["value"]["answer"]
    assert (answer["everybody"]["holds"], answer["relied_on"]["holds"]) == (False, False)


@pytest.mark.parametrize(
    "words",
    [
        ["two-source", "C77"],
        ["two-source", "gate", "--level", "7"],
        ["trace", "--explain"],
        ["trace", "C77", "--explain"],
        ["retract", "nobody", "--dry-run"],
        ["retract", "harbour", "--demoted", "--withdrawn", "--dry-run"],
        ["retract", "harbour"],
    ],
)
def test_what_cannot_be_meant_is_answered_in_a_sentence(case, words, capsys):
    assert run([*words, *case]) != 0
    said = capsys.readouterr().err
    assert said.strip()
    assert "did not foresee" not in said
    assert "Traceback" not in said


def test_every_arrow_comes_with_its_reason_and_its_words(case, capsys):
    assert run(["trace", "gate", "--explain", *case]) == 0
    out = capsys.readouterr().out
    assert "names Harbour Gazette" in out
    assert "“the gate was open”" in out


def test_trace_without_a_claim_says_what_moved(case, capsys):
    assert run(["trace", *case]) == 0
    assert "No number of hands moved." in capsys.readouterr().out


def test_a_dry_run_says_what_would_fall_and_that_nothing_was_recorded(case, capsys):
    assert run(["retract", "warden", "--dry-run", *case]) == 0
    out = capsys.readouterr().out
    assert "1 claim keeps no support" in out
    assert "Nothing was recorded." in out


def test_a_word_can_be_recorded_and_taken_back_at_the_door(case, capsys):
    mine = ["--by", "Nadia", "--why", "he was asleep"]
    assert run(["retract", "warden", *mine, *case]) == 0
    assert run(["two-source", "gate", *case]) == 0
    assert "No pair of hands is left" in capsys.readouterr().out
    assert run(["retract", "warden", "--undo", *mine, *case]) == 0
    told = capsys.readouterr()
    out = told.out.replace("\n", " ")
    assert "0 before" not in told.err
    assert "back, " in out
    assert "falls" not in out
    assert "Next: twosource examine" in out


def test_origins_says_what_would_raise_the_number(case, capsys):
    assert run(["origins", "gate", *case]) == 0
    out = capsys.readouterr().out
    assert "What would raise the number of hands:" in out
    assert "With one account by somebody who did not get it through the warden" in out


def test_an_arabic_name_in_an_english_sentence_is_isolated_alone():
    """The sentence stays left-to-right, whichever word comes first."""
    assert safe("صحيفة الميناء has it from the broadcaster") == (
        "\u2068صحيفة الميناء\u2069 has it from the broadcaster"
    )
    assert safe("المدفعية الثقيلة خرجت BBC") == "\u2068المدفعية الثقيلة خرجت BBC\u2069"
    assert safe("plain words") == "plain words"


def test_a_sentence_of_ours_is_read_from_left_to_right_however_much_of_it_is_arabic():
    """An isolate begins in the direction of its first letter: an English sentence would be turned round."""
    one = told("صحيفة الفرات has it from ليفانت بوست")
    assert one == "\u2068صحيفة الفرات\u2069 has it from \u2068ليفانت بوست\u2069"
    assert told("the broadcaster has it") == "The broadcaster has it"
    assert told("thematic\x1b") == "thematic<U+001B>"


def test_what_is_to_be_typed_again_is_what_was_asked(case, capsys):
    """Without its option the command would record a withdrawal where somebody was to be relied on no longer."""
    assert run(["retract", "harbour", "--demoted", "--dry-run", *case]) == 0
    assert "--demoted --by NAME --why REASON" in capsys.readouterr().out
    assert run(["retract", "mina", "--dependent-on", "harbour", "--dry-run", *case]) == 0
    out = capsys.readouterr().out
    assert "--dependent-on N" in out
    assert "Were N" in out


def test_claims_that_move_by_less_than_is_printed_are_not_printed_as_moved():
    same = MovedClaim(
        siglum="C1",
        text="The gate was open",
        headline_before="2 reports. 1 pair of hands: the warden.",
        headline_after="2 reports. 1 pair of hands: the warden.",
        hands_before=1,
        hands_after=1,
        origins_before=1,
        origins_after=1,
        p_one_before=0.9991,
        p_one_after=0.9999,
        p_none_after=0.0,
        keeps_no_support=False,
        p_two_relied_before=0.42,
        p_two_relied_after=0.01,
    )
    said = shown_moves([same])
    assert "before, " in said
    assert "besides those relied on: .42 before, .01 after." in said
    assert "1 claim moves by less than is printed" in said
    assert "the warden" not in said
    gone = replace(
        same, headline_after="2 reports. Most probably no ...", p_none_after=0.58, keeps_no_support=True
    )
    assert "1 claim most probably keeps no support: C1 (.58)." in shown_moves([gone])
    assert "1 claim keeps no support: C1." in shown_moves([replace(gone, p_none_after=1.0)])


def shown_moves(claims):
    printer = Printer(out=Console(file=io.StringIO(), width=200))
    show_retraction(printer, replace(ANSWER, claims=tuple(claims)))
    return printer.out.file.getvalue()


ANSWER = RetractAnswer(
    siglum="N1",
    party="Harbour Gazette",
    kind="demoted",
    on="",
    by="",
    why="",
    is_dry_run=True,
    is_undone=False,
    is_unchanged=False,
    n_touched=1,
    claims=(),
    weighings=(),
    sentences=(),
    n_standing=1,
)


def test_two_exhibits_are_named_for_collating_that_stand_in_the_answer(case, capsys):
    """“E3 E7” as an example of a next step led a reader to two strangers, or to none."""
    assert run(["trace", "gate", "--explain", *case]) == 0
    out = capsys.readouterr().out
    (line,) = [line for line in out.splitlines() if line.startswith("Next: twosource collate")]
    assert all(f"({siglum})" in out for siglum in line.split()[3:5])


def test_origins_says_what_its_columns_count(case, capsys):
    assert run(["origins", "gate", *case]) == 0
    out = capsys.readouterr().out
    assert "How probable each number is:" in out
    assert "pairs of hands (kappa)" in out
    assert "besides those relied on" not in out  # nobody is
    assert "Next: twosource trace gate --explain" in out


def test_an_arrow_nothing_gives_a_direction_has_none():
    printer = Printer(out=Console(file=io.StringIO(), width=200))
    arrow = ArrowAnswer(
        child="A (E1)",
        parent="B (E2)",
        kind="quotes",
        p=0.97,
        sentence="Of A and B, one has it from the other, or both from a third (.97): 9 words in common, “x”.",
        quotes=(),
        is_directed=False,
    )
    show_arrows(printer, "C1", "2 reports.", [arrow])
    said = printer.out.file.getvalue()
    assert "A (E1) - B (E2): nothing shows which came first, p .97" in said
    assert "Next: twosource collate E1 E2" in said


def test_statements_of_a_claim_in_one_exhibit_are_those_alone(case, capsys):
    """Asked for one page, a reader got every page that bears on the claim."""
    assert run(["statements", "--claim", "gate", "--json", *case]) == 0
    found = json.loads(capsys.readouterr().out)["value"]
    pages = sorted({s["exhibit"] for s in found})
    assert len(pages) == 2
    assert run(["statements", "--claim", "gate", "--exhibit", pages[0], "--json", *case]) == 0
    alone = json.loads(capsys.readouterr().out)["value"]
    assert {s["exhibit"] for s in alone} == {pages[0]}
