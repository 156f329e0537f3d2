"""The words of a machine's claim: asserted, of the body, whole, and no two alike."""

from hypothesis import given
from hypothesis import strategies as st

from twosource.evidence.claims import Claim
from twosource.matching.claim_text import LONGEST, cut, is_heading

NIGHT = "Guns were moved out of Palmyra at night, and the lorries with them were seen near the bridge"


def texts(sheet, **settings):
    return [v.text for o in sheet.match(**settings) for v in o.values if isinstance(v, Claim)]


def test_a_body_sentence_words_the_claim_where_there_is_one(sheet):
    """A heading that says the same is no claim of its own."""
    sheet.say("Guns left Palmyra at night", "withdraw", place="Palmyra", actor="guns")
    sheet.say("Guns left Palmyra at night.", "withdraw", place="Palmyra", exhibit="z")
    assert texts(sheet) == ["Guns left Palmyra at night."]


def test_an_asserting_sentence_words_the_claim_where_there_is_one(sheet):
    """The claim is the positive proposition; a denial in the group does not word it."""
    sheet.say("The withdrawal from Palmyra was never agreed.", "agree", place="Palmyra", stance="denies")
    sheet.say("The withdrawal from Palmyra was agreed.", "agree", place="Palmyra")
    assert texts(sheet) == ["The withdrawal from Palmyra was agreed."]


def test_where_all_doubt_or_deny_it_the_text_says_so(sheet):
    """A sentence that denies is never shown as if it said the thing."""
    sheet.say("The ministry denied the withdrawal from Palmyra.", "withdraw", stance="denies")
    sheet.say("Nobody could verify the list of names.", "verify", stance="doubts")
    assert sorted(texts(sheet)) == [
        "[denied] The ministry denied the withdrawal from Palmyra.",
        "[doubted] Nobody could verify the list of names.",
    ]


def test_the_words_that_carry_a_doubt_are_never_cut_off(sheet):
    """`impossible to verify` stands at the end, so the sentence stays whole."""
    long = f"The authenticity of the documents{', of their seals' * 12}, was impossible to verify."
    sheet.say(long, "verify", stance="doubts")
    assert texts(sheet) == [f"[doubted] {long}"]


def test_a_leak_is_not_cut_off_before_the_words_that_leave_it_open(sheet):
    """Whoever reads that papers were obtained reads too that nobody could verify them."""
    text = f"The papers, obtained {'by way of friends of friends, ' * 8}were impossible to verify."
    sheet.say(text, "leak")
    assert texts(sheet) == [text]


def test_a_long_text_is_cut_where_a_clause_ends(sheet):
    """Not inside one, and not before the roles of the event."""
    sheet.say(f"{NIGHT}, {'a long way from anywhere ' * 6}.", "withdraw", object="Guns", place="Palmyra")
    assert texts(sheet, text_length=100) == [f"{NIGHT}…"]
    assert texts(sheet, text_length=60) == ["Guns were moved out of Palmyra at night…"]


def test_two_events_of_one_sentence_are_told_apart_by_their_actions(sheet):
    """The same text is never listed as two claims."""
    for action in ("agree", "withdraw"):
        sheet.say("The withdrawal was agreed.", action, exhibit="one")
    assert sorted(texts(sheet)) == [
        "[agree] The withdrawal was agreed.",
        "[withdraw] The withdrawal was agreed.",
    ]


def test_one_sentence_credited_to_two_is_one_claim(sheet):
    """Whom a sentence is credited to makes no other claim of it."""
    text = "The Lantern and the Herald wrote on Monday."
    one = sheet.say(text, exhibit="one", credits=["The Lantern"])
    two = sheet.say(text, exhibit="one", credits=["the Herald"])
    assert sheet.groups() == {frozenset({one, two})}
    assert texts(sheet) == [text]


def test_two_days_of_one_action_in_like_sentences_are_told_apart(sheet):
    """Where the action is the same, the day tells two claims of one wording apart."""
    for day in ("2013-11-24", "2015-01-02"):
        sheet.say("The quarter was evacuated.", "evacuate", place="al-Qasr", span=day)
    assert len(set(texts(sheet))) == 2
    assert all("al-Qasr" in text and "evacuate" in text for text in texts(sheet))


@given(st.text(alphabet="ab ,;:.", max_size=600), st.integers(1, 300), st.integers(0, 600))
def test_a_cut_keeps_what_carries_the_claim(line, length, carried):
    """What is cut is the beginning of the line, and holds the carrying words unless they are endless."""
    short = cut(line, min(carried, len(line)), length)
    assert line.startswith(short.removesuffix("…"))
    assert len(short) >= min(carried, len(line), LONGEST // 2)
    assert len(short) <= LONGEST + 1


def test_headings_have_no_end_mark():
    """An end mark, or a quotation or bracket that ends, makes a sentence."""
    assert is_heading("Guns leave Palmyra")
    assert not is_heading("Guns left Palmyra.")
    assert not is_heading("“Guns left Palmyra”")
