"""Work grows with the text and not faster: calls are counted, because seconds hang on the machine.

A page of a cache is somebody else's and may be made to be slow. Each text below is read at one size and
at four times that size; what reading it calls may grow to little more than four times.
"""

import sys

import pytest
from attributing_cases import party, rendition_of

from twosource.attributing import AttributeSettings, attribute, parties, sentences, when
from twosource.attributing.lexicon import PhraseIndex
from twosource.dates import finding

MOST_GROWTH = 5.0
SIZE = 6_000
PLAIN = "The army said that fighters withdrew from Homs on Monday while residents reported shelling "


def _filled(unit):
    return lambda size: unit * (size // len(unit))


def _numbered(line):
    return lambda size: "\n".join(line.format(n) for n in range(size // len(line)))


def _name(number):
    """Return a name of letters alone, another for every number."""
    return "Na" + "".join(chr(ord("a") + number // 26**place % 26) for place in range(3))


HOSTILE = {
    "one line of words": _filled(PLAIN),
    "no space": _filled("abcdefgh"),
    "one speaker's label again and again": _filled("Karim: the army bombed Homs.\n"),
    "a speaker's label on every line": lambda size: "\n".join(
        f"{_name(n)}: the army bombed Homs." for n in range(size // 30)
    ),
    "one word a line": _filled("withdrew\nsaid\n"),
    "quoting deeper line by line": lambda size: "\n".join(
        "> " * (n % 60 + 1) + "the army said so." for n in range(size // 80)
    ),
    "one line quoted ever deeper": lambda size: "> " * (size // 2) + "the army said so.",
    "quotation marks": _filled('"'),
    "quotations of one letter": _filled("“a” "),
    "apostrophes": _filled("' a '"),
    "digits and commas": _filled("1,"),
    "dates without end": _filled("12.3.2016 "),
    "the same date in words": _filled("3 May 2016 to "),
    "Arabic without a space": _filled("والجيش"),
    "Arabic cues": _filled("قال الجيش إن "),
    "one cue in one sentence": _filled("said "),
    "a speaker in every speaker's words": _filled("he said that "),
    "names in a row": _filled("Karim Aziz "),
    "names between commas": _filled("Karim Aziz, "),
    "a new name in every sentence": lambda size: " ".join(
        f"{_name(n)} Aziz said the army bombed Homs. He added it." for n in range(size // 50)
    ),
    "unnamed letters": _filled("The letters show the army bombed Homs. "),
    "colons that bring in": _filled("Her cousin reported:\n\n"),
    "quotations left open": _filled("“The army bombed Homs\n\n"),
    "headings of quoted mails": _filled("On 2 May 2016 Karim wrote:\n> "),
    "header lines": _filled("From: Karim Aziz\n"),
    "brackets in a chat": _filled("[21:30] Karim (forwarded from (((: the army bombed Homs\n"),
    "cells of a row": _filled("a\t"),
    "brackets": _filled("("),
    "full stops": _filled(". "),
    "shortened words": _filled("U.S. "),
    "two scripts in turn": _filled("the big army قال الجيش اليوم "),
    "letters that do not show": _filled("\u200b"),
    "marks on one letter": _filled("\u0301"),
}


def _work(text, *, known=()):
    """Return how many calls reading a text makes, of our functions and of Python's own."""
    n_calls = 0

    def count(_frame, event, _argument):
        nonlocal n_calls
        n_calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        list(attribute([rendition_of(text, language="")], known=known, settings=AttributeSettings()))
    finally:
        sys.setprofile(before)
    return n_calls


@pytest.mark.parametrize("made", HOSTILE.values(), ids=HOSTILE.keys())
def test_four_times_the_text_is_about_four_times_the_work(made):
    _work(made(SIZE))
    once, four = _work(made(SIZE)), _work(made(4 * SIZE))
    assert four <= MOST_GROWTH * once


def test_reading_makes_no_more_than_so_many_calls_a_word():
    """It made 236 on 23 November 2026: whoever adds half as much again sees it here and says why."""
    _work(PLAIN)
    text = (PLAIN.strip() + ".\n\n") * 40
    assert _work(text) <= 350 * len(text.split())


def _counted(monkeypatch, owner, name):
    """Return a list that grows by the arguments of each call of a function."""
    seen, original = [], getattr(owner, name)

    def counting(*arguments, **named):
        seen.append(arguments)
        return original(*arguments, **named)

    monkeypatch.setattr(owner, name, counting)
    return seen


def test_a_sentence_is_cut_into_words_once(monkeypatch):
    """However many speakers, events and frames it holds."""
    seen = _counted(monkeypatch, sentences, "tokenise")
    text = "Karim Aziz said Reuters reported that the army bombed Homs and seized Palmyra. He denied it."
    list(attribute([rendition_of(text)], known=(), settings=AttributeSettings()))
    assert len(seen) == len({arguments[1:] for arguments in seen}) == 2


def test_the_dates_of_a_sentence_are_looked_for_once_for_all_that_is_said_in_it(monkeypatch):
    seen = _counted(monkeypatch, when, "find_dates")
    text = (
        "Karim Aziz said the army bombed Homs on Monday, and Rania Ismail said it seized Palmyra on Friday."
    )
    list(attribute([rendition_of(text)], known=(), settings=AttributeSettings()))
    assert [arguments[0] for arguments in seen].count(text) == 1


def test_a_text_without_a_word_of_dates_is_not_cut_into_signs(monkeypatch):
    """Most sentences hold no date: months, days, units and digits are looked for before all else."""
    seen = _counted(monkeypatch, finding, "signs_of")
    assert finding.find_dates("The army said that it did not bomb the market at the end of the road.") == []
    assert not seen
    assert finding.find_dates("The army said so on 3 March 2016.")
    assert len(seen) == 1


def test_the_directory_of_the_same_parties_is_made_once(monkeypatch):
    """A desk calls with the same parties for every rendition; a thousand of them took 40 ms a call."""
    parties._directory.cache_clear()
    seen = _counted(monkeypatch, parties, "_add_case")
    known = [party(f"party-{n}", _name(n)) for n in range(30)]
    for text in ("Naaaa said so.", "Nabaa said the army bombed Homs.", "Nothing."):
        list(attribute([rendition_of(text)], known=list(known), settings=AttributeSettings()))
    assert len(seen) == 1


def test_other_parties_get_a_directory_of_their_own():
    """What is kept must never answer for another case: the same words name another party there."""
    one, other = party("party-1", "Naaaa"), party("party-2", "Naaaa")
    found = [
        {link.party_id for value in outcome.values if hasattr(value, "chain") for link in value.chain.links}
        for known in ([one], [other])
        for outcome in attribute(
            [rendition_of("Naaaa said the army bombed Homs.")], known=known, settings=AttributeSettings()
        )
    ]
    assert "party-1" in found[0] - found[1]
    assert "party-2" in found[1] - found[0]


def test_a_phrase_is_looked_up_by_its_length_and_not_row_by_row():
    """A thousand names that open with one word are one step each way, and the longest is found."""
    index = PhraseIndex([(f"the {_name(n)} post", n) for n in range(1000)] + [("the", -1)])
    assert index.at(["the", _name(7).casefold(), "post", "said"], 0) == (3, 7)
    assert index.at(["the", _name(7).casefold()], 0) == (1, -1)
    assert index.at(["the"], 0) == (1, -1)
    calls = []

    def count(_frame, event, _argument):
        calls.append(event)

    sys.setprofile(count)
    try:
        index.at(["the", "naaaa", "times"], 0)
    finally:
        sys.setprofile(None)
    assert len(calls) < 20


def test_a_phrase_cut_off_by_the_end_of_a_sentence_is_not_longer_than_what_is_there():
    index = PhraseIndex([("according to", 1), ("according to the", 2), ("according", 3)])
    assert index.at(["according", "to"], 0) == (2, 1)
    assert index.at(["he", "according"], 1) == (1, 3)


def test_a_range_that_breaks_off_at_the_end_is_read_without_harm():
    """`from` as the last word of what is said opens no range, and once ended the reading."""
    text = "Karim Aziz said 20 people were killed in shelling they fled from"
    (outcome,) = attribute([rendition_of(text)], known=(), settings=AttributeSettings())
    assert any(hasattr(value, "chain") for value in outcome.values)
