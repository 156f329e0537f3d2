"""Reliability at the desk: entered by name, taken back, graded without the claim, and the claim without the party."""

from dataclasses import replace

import pytest

from twosource.desk import Desk
from twosource.desk.reliability import reliability_of
from twosource.desk.retracting import Word
from twosource.desk.track_records import Given, Matter, give_grade, track
from twosource.errors import DeclarationError, NothingMatchedError, UsageError
from twosource.evidence.elicitation import Elicitation
from twosource.evidence.reliability import Grade, TrackEntry
from twosource.evidence.testimony import Party

CASE = """
schema = "twosource-case/1"

[parties.harbour]
name = "Harbour Gazette"
kind = "outlet"

[parties.upland]
name = "Upland Mail"
kind = "outlet"

[parties.driver]
name = "Karim Haddad"
label = "a driver"
kind = "person"
protected = true

[parties.clerk]
name = "Sami Nassar"
kind = "person"

[parties.circle]
name = "the circle"
kind = "group"

[[ties]]
from = "driver"
to = "circle"
kind = "introduced by"
p = 0.6
why = "they brought him"

[[custody]]
exhibits = ["harbour.txt"]
from = "circle"
to = "harbour"
action = "handed over"

[[publishers]]
exhibits = ["harbour.txt"]
party = "harbour"

[[publishers]]
exhibits = ["upland.txt"]
party = "upland"

[claims.guns]
text = "Heavy artillery was withdrawn from Palmyra"
action = "withdraw"
place = "Palmyra"

[claims.orders]
text = "The withdrawal was ordered"
action = "order"
place = "Palmyra"

[[entailments]]
from = "orders"
to = "guns"
why = "nobody carries out what was not ordered"

[[statements]]
exhibit = "harbour.txt"
quote = "the guns left Palmyra on Monday"
claim = "guns"
chain = [{ party = "harbour" }, { party = "driver", channel = "speech", access = "saw" }]

[[statements]]
exhibit = "harbour.txt"
quote = "They had orders"
claim = "orders"
chain = [{ party = "harbour" }, { party = "driver", channel = "speech", access = "saw" }]

[[statements]]
exhibit = "upland.txt"
quote = "heavy artillery was moved out of Palmyra"
claim = "guns"
chain = [{ party = "upland" }, { party = "clerk", channel = "speech", access = "saw" }]

[question.deal]
text = "Was it agreed?"
prior = { yes = 1, no = 1, something_else = 1 }
prior_why = "flat"

[question.deal.hypotheses]
yes = "it was agreed"
no = "it was not"
something_else = "something else"

[question.deal.variables.driver]
text = "what the driver speaks from"
party = "driver"
states = ["knows", "rumour"]
failed = ["rumour"]
rows = [{ p = [0.6, 0.4] }]
track_record = { entries = true, genuine_rate = [0.9, 0.3] }
why = "nobody knows him"

[[question.deal.items]]
name = "guns"
text = "the guns were taken out"
claim = "guns"
why = "armies save guns"
answers = [
  { when = { driver = "rumour" }, p = 0.5 },
  { words = { yes = "very likely", no = "roughly even" } },
]

[[question.deal.items]]
name = "quiet"
text = "nobody shot at the convoy"
why = "as it is told"
answers = [{ words = { yes = "very likely", no = "unlikely" } }]

[[track]]
party = "driver"
text = "the bridge at Deir"
outcome = "right"
at = "2015"
unseen = 1
exhibits = ["upland.txt"]
why = "pictures show it"

[[grades]]
party = "upland"
grade = "C3"
standard = "STANAG 2511"
why = "a ministry gave it"
"""
NADIA = {"by": "Nadia", "why": "she checked it"}


@pytest.fixture
def desk(tmp_path):
    cache = tmp_path / "cache"
    cache.mkdir()
    text = "A driver said the guns left Palmyra on Monday. They had orders.\n"
    (cache / "harbour.txt").write_text(text, "utf-8")
    (cache / "upland.txt").write_text("He saw it: heavy artillery was moved out of Palmyra.\n", "utf-8")
    with Desk.open(Desk.new(tmp_path / "case", CASE)) as opened:
        opened.receive([cache])
        opened.read()
        opened.analyse()
        yield opened


def right(desk, who, *texts, **fields):
    for text in texts:
        track(desk.work, who, Matter(text=text, outcome="right", unseen=1.0, **fields), **NADIA)


def test_without_a_record_it_cannot_be_judged(desk):
    answer = reliability_of(desk.work, "clerk")
    assert answer.headline == "Sami Nassar: F, cannot be judged."
    assert "No earlier matter" in answer.reading.letter_why
    assert answer.entries == ()


def test_an_entry_counts_until_it_is_taken_back_and_the_ledger_tells_both(desk):
    right(desk, "clerk", "the first fire", "the second fire", "the third fire")
    before = reliability_of(desk.work, "clerk")
    assert (before.reading.letter, round(before.reading.p_right, 2)) == ("B", 0.80)
    said = Matter(text="The  third FIRE")
    answer = track(desk.work, "clerk", said, by="Nadia", why="another fire", undo=True)
    assert answer.is_undone
    assert reliability_of(desk.work, "clerk").reading.letter == "C"
    told = [entry.sentence for entry in desk.log(20)]
    assert any("Nadia took it back: another fire" in sentence for sentence in told)
    assert any("the third fire" in sentence for sentence in told)


def test_what_was_taken_back_can_be_said_again(desk):
    right(desk, "clerk", "the first fire")
    track(desk.work, "clerk", Matter(text="the first fire"), undo=True, **NADIA)
    right(desk, "clerk", "the first fire")
    assert len(reliability_of(desk.work, "clerk").entries) == 1


def test_saying_it_anew_replaces_ones_own_word_and_saying_it_twice_changes_nothing(desk):
    right(desk, "clerk", "the first fire")
    again = track(desk.work, "clerk", Matter(text="the first fire", outcome="right", unseen=1.0), **NADIA)
    assert again.is_unchanged
    track(desk.work, "clerk", Matter(text="the first fire", outcome="wrong"), **NADIA)
    (entry,) = reliability_of(desk.work, "clerk").entries
    assert entry.outcome == "wrong"


def test_nobody_takes_back_the_word_of_another_or_of_case_toml(desk):
    right(desk, "clerk", "the first fire")
    with pytest.raises(UsageError, match="Omar said nothing of that kind"):
        track(desk.work, "clerk", Matter(text="the first fire"), by="Omar", why="no", undo=True)
    with pytest.raises(UsageError, match="Nadia said nothing") as error:
        track(desk.work, "driver", Matter(text="the bridge at Deir"), undo=True, **NADIA)
    assert "case.toml" in error.value.remedy_text


def test_two_people_on_one_matter_weigh_as_one(desk):
    right(desk, "clerk", "the first fire")
    track(desk.work, "clerk", Matter(text="The first fire", outcome="right", unseen=1.0), by="Omar", why="so")
    reading = reliability_of(desk.work, "clerk").reading
    assert reading.n_effective == pytest.approx(1.0)
    assert any("words on the same matter" in note for note in reading.notes)


def test_what_case_toml_declares_is_taken_in_and_withdrawn_with_it(desk):
    (entry,) = desk.store.all(TrackEntry)
    assert (entry.party_id, entry.at_span.edtf(), len(entry.evidence)) == ("driver", "2015", 1)
    text = desk.work.folder.declarations.read_text("utf-8")
    start, end = text.index("[[track]]"), text.index("[[grades]]")
    desk.work.folder.declarations.write_text(text[:start] + text[end:], "utf-8")
    desk.analyse()
    assert list(desk.store.all(TrackEntry)) == []
    assert len(list(desk.store.all(Grade))) == 1


def test_a_declared_grade_is_a_prior_and_no_letter(desk):
    reading = reliability_of(desk.work, "upland").reading
    assert reading.letter == "F"
    assert reading.p_right == pytest.approx(0.70)
    assert any("C3 (STANAG 2511, case.toml)" in note for note in reading.notes)


def test_the_claim_without_the_party_counts_the_others_hands(desk):
    answer = reliability_of(desk.work, "driver", claim="guns")
    assert answer.reading.number in "2345"
    assert "Without a driver and the circle, 1 pair of hands supports it" in answer.reading.number_why
    assert "“the guns were taken out” was to be expected of a sound source" in answer.reading.number_why
    assert "or better" in answer.headline


def test_no_other_origin_is_6(desk):
    answer = reliability_of(desk.work, "driver", claim="orders")
    assert answer.reading.number == "6"
    assert "nobody else is found to support it" in answer.reading.number_why


def test_a_claim_nobody_weighed_gets_no_digit_but_what_is_missing(desk):
    text = desk.work.folder.declarations.read_text("utf-8")
    desk.work.folder.declarations.write_text(
        text.replace('claim = "guns"\nwhy = "armies', 'why = "armies'), "utf-8"
    )
    desk.analyse()
    answer = reliability_of(desk.work, "driver", claim="guns")
    assert answer.reading.number == ""
    assert "nobody said how probable it is" in answer.reading.number_why
    assert answer.headline.endswith("; for C1 no digit.")


def test_who_plays_no_part_gets_no_digit(desk):
    reading = reliability_of(desk.work, "upland", claim="orders").reading
    assert (reading.number, reading.number_why[:17]) == ("", "It plays no part ")


def test_what_rests_on_the_claim_or_on_what_follows_is_left_out(desk):
    right(desk, "clerk", "the first fire", "the second fire")
    right(desk, "clerk", "these orders", claim="orders")
    alone, about = (reliability_of(desk.work, "clerk", claim=c).reading for c in ("", "guns"))
    assert (round(alone.n_effective), round(about.n_effective)) == (3, 2)
    assert [e.text for e in reliability_of(desk.work, "clerk", claim="guns").entries if e.is_left_out] == [
        "these orders"
    ]


def test_an_entry_on_an_exhibit_of_the_claim_is_left_out(desk):
    assert reliability_of(desk.work, "driver").reading.used
    assert reliability_of(desk.work, "driver", claim="guns").reading.used == ()


def test_only_who_hands_over_papers_is_asked_how_it_works(desk):
    assert reliability_of(desk.work, "circle").reading.modes
    assert reliability_of(desk.work, "clerk").reading.modes == ()


def test_a_withdrawn_party_says_so(desk):
    desk.retract("clerk", Word(by="Nadia", why="he made it up"))
    assert any("was withdrawn" in note for note in reliability_of(desk.work, "clerk").notes)


def driver_record(desk):
    (elicitation,) = desk.store.all(Elicitation)
    return elicitation.variables[0].track_record


def test_a_weighing_can_use_the_entries_themselves(desk):
    """`entries = true`: the record is written once; a new entry reaches the network at the next run."""
    assert (driver_record(desk).n, driver_record(desk).unseen) == (1, 1.0)
    right(desk, "driver", "the second bridge")
    desk.analyse()
    assert driver_record(desk).n == 2
    assert driver_record(desk).genuine_rate == (0.9, 0.3)
    assert any("uses these entries" in note for note in reliability_of(desk.work, "driver").notes)


def test_what_rests_on_what_is_weighed_does_not_reach_the_network(desk):
    before = driver_record(desk)
    right(desk, "driver", "these guns", claim="guns")
    desk.analyse()
    assert driver_record(desk) == before


def test_a_record_in_two_places_is_noticed(desk):
    text = desk.work.folder.declarations.read_text("utf-8")
    twice = text.replace("{ entries = true,", "{ n = 1, unseen = 1,")
    desk.work.folder.declarations.write_text(twice, "utf-8")
    desk.analyse()
    assert any("and the two agree" in note for note in reliability_of(desk.work, "driver").notes)
    right(desk, "driver", "the second bridge")
    (note,) = reliability_of(desk.work, "driver").notes
    assert "one record in two places" in note
    assert "The two differ" in note


def test_those_held_to_be_one_have_one_record(desk):
    right(desk, "clerk", "the first fire", "the second fire")
    desk.same(["clerk", "upland"], by="Nadia", why="he writes for it")
    assert len(reliability_of(desk.work, "upland").entries) == 2


def test_a_protected_name_is_never_printed(desk):
    right(desk, "driver", "what Karim Haddad said of the bridge")
    answer = reliability_of(desk.work, "driver", claim="guns")
    assert "Haddad" not in repr(answer)
    assert answer.name == "a driver"
    assert reliability_of(desk.work, "a driver").siglum == answer.siglum


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"outcome": ""}, "said what became of it"),
        ({"n": 0}, "counts 0 items"),
        ({"n": -2}, "counts -2 items"),
        ({"quality": 1.2}, "gives quality 1.2"),
        ({"unseen": 0.0, "outcome": "wrong"}, "is itself a known failure"),
        ({"at": "2126"}, "lies in the future"),
        ({"at": "soon"}, "is no date"),
        ({"text": "  "}, "which earlier matter"),
        ({"claim": "E1"}, "is no claim"),
    ],
)
def test_what_is_no_entry_gets_a_sentence_and_changes_nothing(desk, fields, words):
    n = desk.store.count(TrackEntry)
    with pytest.raises(UsageError, match=words) as error:
        track(desk.work, "clerk", replace(Matter(text="a fire", outcome="right"), **fields), **NADIA)
    assert "Nothing" in error.value.safe_text
    assert desk.store.count(TrackEntry) == n


@pytest.mark.parametrize("word", [{"by": "", "why": "so"}, {"by": "Nadia", "why": " "}])
def test_it_takes_a_name_and_a_reason(desk, word):
    with pytest.raises(UsageError, match=r"it needs a (name|reason)"):
        track(desk.work, "clerk", Matter(text="a fire", outcome="right"), **word)
    with pytest.raises(UsageError, match=r"it needs a (name|reason)"):
        give_grade(desk.work, "clerk", Given(grade="B2", standard="x"), **word)


def test_nobody_of_that_name_has_a_record(desk):
    for name in ("nobody", "Karim Haddad"):
        with pytest.raises(NothingMatchedError, match="No party of this case is called so"):
            reliability_of(desk.work, name)


def test_a_grade_is_kept_as_given_replaced_and_taken_back(desk):
    give_grade(desk.work, "clerk", Given(grade="b 2", standard="STANAG 2511"), **NADIA)
    give_grade(desk.work, "clerk", Given(grade="F6", standard="STANAG 2511"), **NADIA)
    (grade,) = desk.store.all(Grade, about="clerk")
    assert (grade.letter, grade.number, grade.standard) == ("F", "6", "STANAG 2511")
    give_grade(desk.work, "clerk", Given(grade="F6", standard="STANAG 2511"), undo=True, **NADIA)
    assert list(desk.store.all(Grade, about="clerk")) == []


@pytest.mark.parametrize(
    ("grade", "standard", "words"), [("G2", "x", "no grade"), ("B7", "x", "no grade"), ("B2", "", "standard")]
)
def test_what_is_no_grade_gets_a_sentence(desk, grade, standard, words):
    with pytest.raises(UsageError, match=words):
        give_grade(desk.work, "clerk", Given(grade=grade, standard=standard), **NADIA)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('outcome = "right"', 'outcome = "fine"', "not one of its words"),
        ("unseen = 1\n", "unseen = 2\n", "must be 0 to 1"),
        ("unseen = 1\n", "n = 0\n", "must be 1 or more"),
        ('party = "driver"\ntext', 'party = "nobody"\ntext', "which is not declared"),
        ('outcome = "right"\nat = "2015"\nunseen = 1', 'outcome = "wrong"\nunseen = 0', "known failure"),
        ('grade = "C3"', 'grade = "X"', "is no grade"),
        ("entries = true,", "entries = true, n = 3,", "n and unseen come from"),
    ],
)
def test_a_broken_declaration_gets_a_sentence(tmp_path, old, new, words):
    assert old in CASE
    with (
        pytest.raises(DeclarationError, match=words),
        Desk.open(Desk.new(tmp_path / "c", CASE.replace(old, new))) as d,
    ):
        d.analyse()


def test_an_entry_declared_twice_is_refused(tmp_path):
    start, end = CASE.index("[[track]]"), CASE.index("[[grades]]")
    twice = CASE[:end] + CASE[start:end] + CASE[end:]
    with (
        pytest.raises(DeclarationError, match="says already"),
        Desk.open(Desk.new(tmp_path / "c", twice)) as d,
    ):
        d.analyse()


def test_open_and_future_entries_of_case_toml_weigh_nothing(tmp_path):
    ahead = CASE.replace('at = "2015"', 'at = "2126"')
    with Desk.open(Desk.new(tmp_path / "c", ahead)) as d:
        d.analyse()
        assert d.store.get(Party, "driver")
        reading = reliability_of(d.work, "driver").reading
    assert reading.n_effective == 0
    assert any("dated in the future" in note for note in reading.notes)


def test_one_delivery_split_into_boxes_is_told_with_what_it_is_worth_at_once(desk):
    for box in range(12):
        right(desk, "harbour", "the files", n=100, batch=f"box {box}", at="2016-03-27")
    reading = reliability_of(desk.work, "harbour").reading
    assert reading.letter == "B"
    (note,) = (n for n in reading.notes if "share a day" in n)
    assert "12 batches or matters" in note
    assert "worth 1.0 items, and its letter be F" in note
    assert sum("came at once" in n for n in reading.notes) <= 5


def test_matters_of_different_days_are_not_said_to_share_one(desk):
    right(desk, "harbour", "one", at="2016-03-27")
    right(desk, "harbour", "two", at="2016-03-28")
    right(desk, "harbour", "three")
    assert not any("share a day" in n for n in reliability_of(desk.work, "harbour").reading.notes)


def test_a_record_padded_with_what_is_easy_says_that_all_counts_as_alike(desk):
    right(desk, "clerk", *(f"it rained on day {n}" for n in range(12)))
    assert any("fully like the present matter" in n for n in reliability_of(desk.work, "clerk").reading.notes)
    right(desk, "clerk", "the siege", exchange=0.5)
    assert not any("fully like" in n for n in reliability_of(desk.work, "clerk").reading.notes)


def test_nobody_is_his_own_judge(desk):
    for by in ("Harbour Gazette", "harbour gazette "):
        with pytest.raises(UsageError, match="Harbour Gazette cannot be its own judge"):
            track(desk.work, "harbour", Matter(text="our story", outcome="right"), by=by, why="we were right")
        with pytest.raises(UsageError, match="cannot be its own judge"):
            give_grade(desk.work, "harbour", Given(grade="A1", standard="ours"), by=by, why="we are good")
    assert not reliability_of(desk.work, "harbour").entries


def test_one_grade_entered_by_three_colleagues_is_one_grade(desk):
    def p():
        return reliability_of(desk.work, "upland").reading.p_right

    give_grade(desk.work, "upland", Given(grade="A1", standard="STANAG 2511"), by="Ann", why="on file")
    once = p()
    for by in ("Bob", "Cid"):
        give_grade(desk.work, "upland", Given(grade="A1", standard="stanag  2511"), by=by, why="on file")
    assert p() == once
    notes = [n for n in reliability_of(desk.work, "upland").reading.notes if "weak prior" in n]
    assert len(notes) == 1
    assert "Used together as one weak prior worth 4 items" in notes[0]


def test_an_entry_that_is_the_claim_in_words_is_left_out_although_nobody_tied_it(desk):
    right(desk, "harbour", "heavy artillery was withdrawn from  Palmyra.")
    assert len(reliability_of(desk.work, "harbour").reading.used) == 1
    reading = reliability_of(desk.work, "harbour", claim="C1").reading
    assert (len(reading.used), len(reading.left_out)) == (0, 1)
