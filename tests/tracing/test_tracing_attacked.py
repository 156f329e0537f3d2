"""A forger who wants one leak to be several hands, and a denier who wants two witnesses to be one."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.evidence.lineage import PictureHash
from twosource.terms import Access, Channel, PartyKind, Stance
from twosource.tracing import TraceSettings, headline, trace
from twosource.tracing.rewording import common_row
from twosource.tracing.shared_pictures import shared_pictures
from twosource.tracing.two_sources import two_source

SETTINGS = TraceSettings(samples=500)
LEAK = (
    "the brigade handed its long guns over at the cement works on 9 June 2015, and nobody signed for them"
    " before the trucks turned north."
)
OTHER = "men in two buses without plates drove past the silos while the power was cut in every street."
NAMES = ("Rami Odeh", "Salim", "Major Hadi", "Tariq", "Bassam", "Nabil")
PADDING = (
    "A ferry company has ordered two boats for the summer",
    "The choir of the old school sings on Saturday",
    "Prices for onions fell again in the covered market",
    "Engineers inspect the dam after the spring floods",
    "The chess club won its match away from home",
    "Bus drivers ask for shorter shifts in the heat",
)
LOOK = "0f" * 32
LIKE = str.maketrans("aeocpxyi", "аеосрхуі")


def count_of(story):
    (outcome,) = trace([story.evidence()], settings=SETTINGS)
    return outcome.values[0]


def between_letters(sign):
    return lambda text: " ".join(word[:1] + sign + word[1:] for word in text.split())


DISGUISES = {
    "zero-width space": between_letters("\u200b"),
    "soft hyphen": between_letters("\u00ad"),
    "joiner": between_letters("\u200d"),
    "turned direction": between_letters("\u202e\u2066"),
    "Cyrillic letters": lambda text: text.translate(LIKE),
    "enclosing marks": between_letters("\u20dd"),
    "blank letters": lambda text: text.replace(" ", "\u3164"),
    "broken lines": lambda text: " ".join(w[:2] + "-\n" + w[2:] if len(w) > 4 else w for w in text.split()),
    "full width": lambda text: "".join(chr(ord(c) + 0xFEE0) if "a" <= c <= "z" else c for c in text),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_sentence_that_looks_the_same_is_the_same_whatever_its_code_points(story, disguise):
    """Six names before one sentence, five times in a disguise that no reader of the page can see."""
    for number, name in enumerate(NAMES):
        story.party(name, PartyKind.PERSON, made=story.machine)
        told = DISGUISES[disguise](LEAK) if number else LEAK
        text = f"{name} said that {told} {PADDING[number]}."
        story.report(f"outlet_{number}", (name, Access.SAW, Channel.SPEECH), text=text)
    assert count_of(story).kappa[1] >= 0.9


def declared_witness(story):
    story.party("rami", PartyKind.PERSON)
    return story.report("outlet", ("rami", Access.SAW, Channel.SPEECH), text=f"{LEAK} {PADDING[0]}.", on=0)


@pytest.mark.parametrize("on", [-30, -1, 0, None, 4])
def test_a_page_in_the_words_of_a_declared_witness_is_no_second_hand_whatever_its_date(story, on):
    """A date is soon written: a page dated before the witness had been a starting point for certain."""
    count = count_of(declared_witness(story).report("early", text=f"{LEAK} {PADDING[1]}.", on=on))
    assert count.kappa[1] >= 0.9
    assert count.chokepoints[0].party_ids == ("rami",)


def two_witnesses(story, *, made=None):
    for name, told, padding in (("rami", LEAK, PADDING[0]), ("salim", OTHER, PADDING[1])):
        story.party(name, PartyKind.PERSON, made=made or story.machine)
        text = f"{name} said that {told} {padding}."
        story.report(
            f"outlet_{name}", (name, Access.SAW, Channel.SPEECH), text=text, made=made or story.machine
        )
    return story


@pytest.mark.parametrize("on", [0, 3, None])
def test_a_page_with_the_words_of_two_witnesses_and_no_name_does_not_make_them_one(story, on):
    """Printed the same day, later, or who knows when."""
    story = two_witnesses(story).report("a_bridge", text=f"{LEAK} And {OTHER} {PADDING[2]}.", on=on)
    count = count_of(story)
    assert count.kappa[2] >= 0.9
    assert headline(count, story.parties).endswith("rami, salim.")


def test_thirty_such_pages_of_the_day_do_not_make_two_outlets_that_saw_it_one(story):
    story.report(("first", Access.SAW), text=f"Our team saw that {LEAK} {PADDING[0]}.")
    story.report(("second", Access.SAW), text=f"We watched: {OTHER} {PADDING[1]}.")
    for number in range(30):
        story.report(f"a_bridge_{number}", text=f"{LEAK} {OTHER} {PADDING[number % 6]} {number}.")
    assert count_of(story).kappa[2] >= 0.9


def test_a_denial_that_only_a_machine_read_cuts_no_chain_that_a_person_read(story):
    """A page "by Rami" in which he takes it back is soon written."""
    two_witnesses(story, made=story.person)
    story.report("rami", text=f"I never said it. {PADDING[3]}.", stance=Stance.DENIES)
    assert count_of(story).kappa[2] >= 0.9


def test_a_denial_that_a_person_read_cuts_it(story):
    """The control: what the desk itself read counts."""
    two_witnesses(story, made=story.person)
    story.report("rami", text=f"I never said it. {PADDING[3]}.", stance=Stance.DENIES, made=story.person)
    assert count_of(story).kappa[1] >= 0.9


def test_a_name_a_machine_read_beside_a_declared_witness_is_not_called_a_hand(story):
    """One known name among them checks none of the others."""
    story = declared_witness(story).party("watch", PartyKind.MONITOR, made=story.machine)
    story.report("blog", ("watch", Access.UNKNOWN, Channel.RECORD), text=f"Watch recorded it. {OTHER}", on=2)
    said = "2 reports. 2 names are credited; nobody has checked whether they are separate: rami, watch."
    assert headline(count_of(story), story.parties) == said


def test_what_only_a_machine_read_never_meets_the_two_source_rule(story):
    """However many names a forger prints, and however probable the count."""
    count = count_of(two_witnesses(story))
    found = two_source(count, story.parties, is_checked=False)
    assert (found.holds, found.everybody.holds) == (False, False)
    assert found.everybody.p > 0.9
    assert found.everybody.because.endswith("nobody has checked whether they are separate.")
    assert two_source(count, story.parties).holds


@pytest.mark.parametrize("padding", [0, 4, 30])
def test_three_hundred_posts_of_one_sentence_are_one_pair_of_hands(story, padding):
    """Each is compared with a few only; the more there were, the less each had looked like a copy."""
    filler = [f"word{i:03d}" for i in range(400)]
    chance = random.Random(5)
    for number in range(300):
        text = " ".join([*LEAK.split()[number % 3 :], *chance.sample(filler, padding)])
        story.report(f"account_{number}", text=text)
    assert count_of(story).kappa[1] >= 0.98


def test_those_who_share_words_with_nobody_are_no_fellows_of_copies(story):
    """Forty copies of one page take nothing from an outlet that saw it and has words of its own."""
    story.report(("first", Access.SAW), text=f"{LEAK} {PADDING[1]}.")
    for number in range(40):
        story.report(f"account_{number}", text=f"{LEAK} {PADDING[number % 6]} {number}.", on=1)
    story.report(("own", Access.SAW), text=f"{OTHER} {PADDING[0]}.")
    assert count_of(story).kappa[2] >= 0.9


def test_ten_thousand_pictures_of_one_look_are_compared_in_a_moment(story):
    """Forty pages that show one picture two hundred times each: two pages share it once."""
    for number in range(40):
        story.report(f"outlet_{number}", text=f"{PADDING[number % 6]} {number}.")
    for number in range(1, 41):
        exhibit = f"exhibit-{number:05d}"
        story.pictures[exhibit] = tuple(
            PictureHash(
                picture_id=f"{exhibit}-{k}",
                exhibit_id=exhibit,
                page=1,
                number=k,
                look=LOOK,
                width=9,
                height=9,
            )
            for k in range(1, 201)
        )
    shown = shared_pictures(story.pictures, {e: e for e in story.pictures})
    assert len(shown) == 40 * 39 // 2
    assert {len(rows) for rows in shown.values()} == {1}


def filled(text, number):
    """The words of a text with a filler after every third."""
    fillers = ("indeed", "reportedly", "then", "also", "surely", "apparently", "now")
    words = text.split()
    return " ".join(w + f" {fillers[(i + number) % 7]}" * (i % 3 == 2) for i, w in enumerate(words))


def exchanged(text, number):
    """The words of a text with every fourth exchanged."""
    return " ".join(f"other{number}" if (i + number) % 4 == 3 else w for i, w in enumerate(text.split()))


@pytest.mark.parametrize("reword", [filled, exchanged])
def test_one_sentence_reworded_under_six_names_is_one_pair_of_hands(story, reword):
    """No four words follow each other as in the first page, and yet its words follow each other in all."""
    for number, name in enumerate(NAMES):
        story.party(name, PartyKind.PERSON, made=story.machine)
        text = f"{name} said that {reword(LEAK, number) if number else LEAK}"
        story.report(f"outlet_{number}", (name, Access.SAW, Channel.SPEECH), text=text)
    assert count_of(story).kappa[1] >= 0.9


def test_two_who_tell_the_same_facts_in_words_of_their_own_stay_two(story):
    """The control: date, place, what and whither are the same, and nothing else is."""
    told = (
        "the brigade handed its long guns over at the cement works on 9 June 2015 and nobody signed for them",
        "on 9 June 2015 I stood by the cement works when the long guns of the brigade were given to strangers",
    )
    for name, text, padding in zip(("rami", "salim"), told, PADDING, strict=False):
        story.party(name, PartyKind.PERSON, made=story.machine)
        words = f"{name} said that {text}. {padding}."
        story.report(f"outlet_{name}", (name, Access.SAW, Channel.SPEECH), text=words)
    assert count_of(story).kappa[2] >= 0.9


@given(st.lists(st.integers(0, 5), max_size=24), st.lists(st.integers(0, 5), max_size=24))
def test_the_common_row_is_the_longest_in_order(one, other):
    """Worked out in bits as by the table everybody knows."""
    places = {}
    for at, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << at
    table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            table[i + 1][j + 1] = table[i][j] + 1 if a == b else max(table[i][j + 1], table[i + 1][j])
    assert common_row(places, len(one), other) == table[-1][-1]


def test_a_backdated_page_with_the_whole_texts_of_two_declared_witnesses_takes_the_place_of_neither(story):
    """Nine words in ten of each stand in it, and yet neither is its reprint."""
    two_witnesses(story, made=story.person)
    texts = " ".join(story.texts.values())
    for number in range(8):
        story.report(f"a_bridge_{number}", text=f"{texts} {PADDING[number % 6]} {number}.", on=-9)
    assert count_of(story).kappa[2] >= 0.9
