"""The model of letters: probabilities that add up, both directions, and weights nobody can swap."""

import json
from hashlib import sha256
from importlib.resources import files
from io import BytesIO

import numpy as np
import pytest
from training.naming.aligning import align, attached, turned
from training.naming.counting import count

from twosource.errors import IntegrityError
from twosource.naming import transliterations
from twosource.naming.transducer import START, Transducer
from twosource.naming.weights import read_letters, shipped


@pytest.fixture(scope="module")
def toy():
    """A model of a script in which every letter has one answer, but for a, which may be silent."""
    words = ["bad", "dab", "cab", "abc", "bcd", "dda", "cbad", "bacd"] * 8
    answers = str.maketrans("bcd", "BCD")
    pairs = [(w, w.translate(answers).replace("a", "A" if n % 2 else "")) for n, w in enumerate(words)]
    return Transducer(count([attached(pieces, START) for pieces in align(pairs)]))


def test_alignment_finds_which_letter_answers_which():
    pairs = [
        ("ab", "AB"),
        ("ba", "BA"),
        ("aab", "AAB"),
        ("bb", "BB"),
        ("a", "A"),
        ("shb", "XB"),
        ("bsh", "BX"),
    ] * 5
    found = align(pairs)
    assert found[0] == (("a", "A"), ("b", "B"))
    assert ("sh", "X") in found[5] or (("s", "X") in found[5] and ("h", "") in found[5])
    for (one, other), pieces in zip(pairs, found, strict=True):
        assert "".join(source for source, _ in pieces) == one
        assert "".join(target for _, target in pieces) == other


def test_pieces_out_of_nothing_belong_to_the_piece_before():
    pieces = (("", "X"), ("a", "A"), ("", "B"))
    assert attached(pieces, "^") == (("^", "X"), ("a", "AB"))
    assert turned((("a", "A"),)) == (("A", "a"),)


def test_the_model_prefers_what_it_was_taught(toy):
    scores = toy.score("bad", toy.ready(["BAD", "BD", "DAB", "CCC"]))
    assert scores.argmax() in (0, 1)
    assert scores[0] > scores[2] > scores[3] - 1
    assert np.all(scores <= 1e-6)


def test_probabilities_of_all_spellings_add_up_to_no_more_than_one(toy):
    letters = "ABCD"
    spellings = [""] + [a + b + c for a in letters for b in ["", *letters] for c in ["", *letters]]
    whole = np.exp(toy.score("bad", toy.ready(sorted(set(spellings))))).sum()
    assert 0.5 < whole <= 1.001


def test_scores_of_many_are_the_scores_of_each(toy):
    targets = ["BAD", "BD", "D", "CABCA"]
    together = toy.score("cab", toy.ready(targets))
    alone = [toy.score("cab", toy.ready([target]))[0] for target in targets]
    assert together == pytest.approx(alone)
    each = toy.score_each(["cab", "d", "bad"], toy.ready(["CAB"]))
    assert each == pytest.approx([toy.score(s, toy.ready(["CAB"]))[0] for s in ("cab", "d", "bad")])


def test_some_targets_can_be_taken_out(toy):
    targets = toy.ready(["BAD", "BD", "D"])
    assert toy.score("bad", targets.take([2, 0])) == pytest.approx(toy.score("bad", targets)[[2, 0]])


def test_spellings_come_best_first(toy):
    spelled = toy.spelled("bad", 3)
    assert spelled[0][0] in ("BAD", "BD")
    assert spelled[0][1] >= spelled[1][1]


@pytest.mark.parametrize(
    ("latin", "arabic", "other"),
    [("karim", "كريم", "سمير"), ("petrov", "بتروف", "إيفانوف"), ("darwish", "درويش", "حداد"),
     ("garcia", "غارسيا", "لوبيز"), ("schneider", "شنايدر", "فيشر")],
)  # fmt: skip
def test_the_shipped_model_knows_a_name_from_another(latin, arabic, other):
    model = shipped()
    assert model.same(latin, arabic) > 0.7
    assert model.same(latin, other) < 0.1
    assert 0.0 <= model.same(latin, "") <= 0.0


def test_weights_that_are_not_those_of_the_card_are_refused():
    here = files("twosource.naming")
    card = json.loads(here.joinpath("letters.json").read_text("utf-8"))
    content = here.joinpath("letters.npz").read_bytes()
    assert sha256(content).hexdigest() == card["sha256"]
    with pytest.raises(IntegrityError, match="not those its card describes"):
        read_letters(content[:-1] + b"\1", card)


def test_weights_hold_no_objects():
    """A pickle runs code when it is read: plain arrays only."""
    with np.load(
        BytesIO(files("twosource.naming").joinpath("letters.npz").read_bytes()), allow_pickle=False
    ) as held:
        assert all(held[name].dtype.kind in "iufU" for name in held.files)


def test_names_are_spelled_in_the_other_script():
    assert "محمد حداد" in transliterations("Mohammed Haddad", "Arab", 9)
    assert "Karim" in transliterations("كريم", "Latn")
    assert transliterations("Karim", "Latn") == ("Karim",)
    assert transliterations("", "Arab") == ()
    with pytest.raises(ValueError, match="Arab or Latn"):
        transliterations("Karim", "Cyrl")
