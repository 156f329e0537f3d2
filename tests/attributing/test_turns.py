"""Whose turn it is: transcripts, chats, quoted mails, furniture, two scripts, broken words."""

import pytest
from attributing_cases import Found
from hypothesis import given
from hypothesis import strategies as st

from twosource.attributing.events.atlas import place_index
from twosource.attributing.garble import Garble, odd_words
from twosource.attributing.lexicon import lexicon_for
from twosource.attributing.tokens import tokenise
from twosource.attributing.turns import laid_out
from twosource.terms import Access, Channel, Stance

ENGLISH = lexicon_for("en")


def speakers(text, **rest):
    """Return (who is credited, the words) of each statement, once."""
    found = Found(text, publisher=rest.pop("publisher", "Ours"), **rest)
    return list(
        dict.fromkeys((found.credited(s), found.passages[s.passage_id].text) for s in found.statements)
    )


def layout(text):
    return laid_out(text, ENGLISH, place_index())


def test_a_label_credits_who_it_names_and_a_question_is_asked():
    """INTERVIEWER asks; whoever answers asserts, by speech."""
    text = "INTERVIEWER: Did the army bomb Homs?\nKARIM AZIZ: The army bombed Homs.\nKARIM AZIZ: We fled."
    found = Found(text, publisher="Ours")
    asked, said = found.statements[0], found.statements[1]
    assert (asked.stance, said.stance) == (Stance.ASKS, Stance.ASSERTS)
    assert [found.credited(s) for s in (asked, said)] == ["INTERVIEWER", "Karim Aziz"]
    assert said.chain.innermost.channel is Channel.SPEECH


def test_a_question_and_its_answer_are_two_voices_of_this_exhibit():
    """Q and A are placeholders, apart from one another and from those of other texts."""
    text = "Q: Who withdrew?\nA. The fighters withdrew.\nQ. Who agreed?\nA: They agreed."
    found, other = Found(text), Found(text, exhibit="another")
    ids = {s.chain.innermost.party_id for s in found.statements}
    assert len(ids) == 2
    assert not ids & {s.chain.innermost.party_id for s in other.statements}


def test_a_speaker_goes_on_until_the_next_label_and_not_past_the_last_paragraph():
    """The editor's note below a transcript is not the last speaker's."""
    text = (
        "Abu Hassan - The army bombed Homs.\nAbu Yasir - The fighters fled.\nThe town surrendered.\n"
        "Abu Hassan - They agreed.\n\nThe army recaptured Raqqa."
    )
    found = {words: who for who, words in speakers(text)}
    assert found["The town surrendered."] == "Abu Yasir"
    assert found["The army recaptured Raqqa."] == "own voice"


@pytest.mark.parametrize("label", ["Homs", "Status", "Background", "Deir Ezzor", "12:30"])
def test_places_fields_and_times_are_no_speakers(label):
    """A round-up by place is the page's own."""
    text = f"{label}: The army bombed the market.\n{label}: The army withdrew.\n{label}: They agreed."
    assert {who for who, _ in speakers(text)} == {"own voice"}


def test_one_label_alone_makes_no_transcript():
    """A heading before a colon is common."""
    assert not layout("Final Words: The army withdrew.\nIt was late.\nNobody came.").turns


def test_who_is_credited_inside_a_turn_stands_behind_the_speaker():
    """The chain carries both."""
    text = "INTERVIEWER: Who ordered it?\nRANIA ISMAIL: The governor said the army bombed Homs."
    assert ("Rania Ismail > The governor", "The governor said the army bombed Homs.") in speakers(text)


def test_a_chat_credits_its_senders_and_whom_they_forward():
    """Notes of the program are nobody's words, and messages of several lines stay whole."""
    text = (
        "[21:30] Karim: The army bombed Homs\n"
        "[21:31] Rania (in answer to “Karim: they surrendered”): The fighters withdrew.\nThey agreed.\n"
        "[21:32] Karim (forwarded from Lantern News) (edited): The troops fled from Raqqa."
    )
    found = Found(text, publisher="Ours")
    assert speakers(text) == [
        ("Karim", "The army bombed Homs"),
        ("Rania", "The fighters withdrew."),
        ("Rania", "They agreed."),
        ("Karim > Lantern News", "The troops fled from Raqqa."),
    ]
    assert found.statements[0].chain.innermost.channel is Channel.DOCUMENT
    assert found.statements[-1].chain.credited[0].access is Access.WAS_TOLD


@pytest.mark.parametrize(
    "head", ["[02/05/2016, 21:30:05] Karim: ", "02/05/2016, 21:30 - Karim: ", "[9:30 PM] ~ Karim: "]
)
def test_chats_as_they_are_pasted(head):
    """Both telephones' heads, and the form of our readers."""
    text = f"{head}The army bombed Homs.\n{head}The army withdrew."
    assert {who for who, _ in speakers(text)} == {"Karim"}


def test_what_a_mail_quotes_is_not_its_senders():
    """Each depth has its writer; without a name it is somebody quoted."""
    text = (
        "The army withdrew from Homs.\n\nOn Mon, 2 May 2016 at 21:30, Rania Ismail <r@x.org> wrote:\n"
        "> The army bombed Homs.\n> On 1 May 2016, Karim Aziz wrote:\n>> The fighters surrendered.\n"
        "\nThe army recaptured Raqqa."
    )
    found = {words: who for who, words in speakers(text)}
    assert found["The army bombed Homs."] == "Rania Ismail"
    assert found["The fighters surrendered."] == "Rania Ismail > Karim Aziz"
    assert found["The army withdrew from Homs."] == found["The army recaptured Raqqa."] == "own voice"
    assert speakers("> The army bombed Homs.")[0][0] == "somebody quoted"


@pytest.mark.parametrize(
    "lead",
    [
        "Am 2. Mai 2016 schrieb Nadia Saleh:",
        "Le 2 mai 2016, Nadia Saleh a écrit :",
        "Nadia Saleh wrote:",
        "On 2 May 2016 Nadia Saleh <n@x> wrote:",
        "El 2 may 2016, Nadia Saleh escribió:",
    ],
)
def test_leads_of_several_languages_name_the_writer(lead):
    """What mail programs write above a quotation."""
    assert speakers(f"{lead}\n> The army bombed Homs.") == [("Nadia Saleh", "The army bombed Homs.")]


def test_a_whole_message_below_is_its_own_senders():
    """After a separator and header lines; the header itself says nothing."""
    text = "The army withdrew.\n\n-----Original Message-----\nFrom: Nadia Saleh <n@x>\nSent: Monday\n\nThe army bombed Homs."
    assert speakers(text) == [("own voice", "The army withdrew."), ("Nadia Saleh", "The army bombed Homs.")]


def test_menus_and_tables_say_nothing_and_sentences_beside_them_do():
    """Rows and items are words beside one another."""
    menu = "\n".join(["Home", "World", "Attack on Homs", "Killed in action", "Ministry says", "Archive"])
    rows = "Date\tPlace\tBy\n2 May\tHoms\tarmy bombed\nHome | Army attacked | Deals agreed"
    text = f"{menu}\n\nThe mayor said the army bombed Homs.\n\n{rows}\n"
    assert speakers(text) == [("The mayor", "The mayor said the army bombed Homs.")]


def test_two_languages_in_one_line_are_read_each_by_its_own_lists():
    """A sentence and its translation have each their speaker."""
    text = "The spokesman said the forces withdrew. قال المتحدث إن القوات انسحبت من تدمر."
    assert {who for who, _ in speakers(text)} == {"The spokesman", "المتحدث"}


BROKEN = "Tbe arny bornbed tne rnarket of H0ms or1 Sunclay. The rninister sa!d tbe arrny bonnbed it agaln. "


def test_a_badly_recognised_text_says_nothing_in_its_own_voice():
    """The broken word may be the cue; what is still credited is kept."""
    text = BROKEN * 4 + "The mayor said the army bombed Homs. The army bornbed Raqqa and bombed Hama."
    assert {who for who, _ in speakers(text)} == {"The mayor"}
    assert ("own voice", "The army bombed Homs.") in speakers("The army bombed Homs.")


def test_oddness_is_signs_and_digits_inside_words_and_unknown_words():
    """Names, numbers, ordinals and contractions are not odd."""
    fine = tokenise("On the 3rd of May Karim didn't sell 40kg at o'clock", 0, 51)
    assert odd_words(fine, ENGLISH)[0] == 0
    odd = tokenise("tbe h0use fa.rmer sai'd ~", 0, 25)
    assert odd_words(odd, ENGLISH)[0] >= 4
    assert Garble(0.5).covers(fine, ENGLISH)
    assert not Garble(0.0).covers(fine, ENGLISH)


LINES = st.lists(
    st.sampled_from(
        [
            "Q: Who fled?",
            "A. They fled.",
            "> The army fled.",
            "[21:30] Karim: It fell.",
            "Home | A | B",
            "x",
            "On 2 May, Karim Aziz wrote:",
            "",
            "Homs: It fell.",
            "From: Karim",
            "قال المحافظ إن القوات انسحبت",
            "'“>:",
        ]
    ),
    max_size=12,
)


@given(LINES)
def test_a_layout_keeps_every_word_in_its_place(lines):
    """Only what is blanked changes; the length never does, and turns never overlap."""
    text = "\n".join(lines)
    found = layout(text)
    assert len(found.text) == len(text)
    assert all(a == b or a.isspace() for a, b in zip(found.text, text, strict=True))
    assert all(one.end <= other.start for one, other in zip(found.turns, found.turns[1:], strict=False))
    for turn in found.turns:
        assert found.turn_at(turn.start) is turn


def test_hostile_sizes_are_walked_once():
    """Long lines, many labels, many short lines: no step looks back over the whole text."""
    for text in (
        "w" * 200_000,
        "Word\n" * 20_000,
        "> " * 50_000,
        "Speaker One: x\n" * 5_000,
        "a | b | c\n" * 9_000,
    ):
        assert len(layout(text).text) == len(text)
    lead = "On 3 May " + "a " * 90 + "wrote:\n> x\n"
    assert len(layout(lead * 500).text) == len(lead) * 500


def test_what_a_program_says_of_a_picture_is_nobodys_words():
    text = (
        "[08:14] Samer: The bridge is gone.\n[08:15] Hala: <not in the export>\n[08:16] Hala: I <3 this town."
    )
    assert speakers(text) == [("Samer", "The bridge is gone."), ("Hala", "I <3 this town.")]


def test_a_sender_is_called_the_same_at_the_head_and_inside():
    """Printed mail names an office in brackets; one person must not become two, crediting himself."""
    text = (
        "From: Holm, Ada (S/PLAN) <holm@example.org>\nTo: Board\nSent: Monday\nSubject: Bridge\n\n"
        "The army bombed Homs.\n\nFrom:   Ruiz, Ben    B6 [mailto:ruiz@example.org]\nSent: Sunday\nTo: Holm\n\n"
        "The troops fled from Raqqa.\n"
    )
    found = Found(text, **{"from": "Holm, Ada (S/PLAN) <holm@example.org>"})
    assert [found.chain(n) for n in range(len(found.statements))][-1][-1] == "Ruiz, Ben B6"
    assert "Holm, Ada" not in {party.name for party in found.new_parties}


INTERVIEW = (
    "Interview with Ada Holm, baker\nRecorded in May. Interviewer: Ben Ruiz\n\n"
    "Q: What did the army do?\nA: The army bombed Homs.\nQ: And then?\nA: The troops fled from Raqqa.\n"
)


def test_the_head_of_an_interview_says_who_answers_and_who_asks():
    assert ("Ada Holm", "The army bombed Homs.") in speakers(INTERVIEW)
    assert ("Ben Ruiz", "What did the army do?") in speakers(INTERVIEW)


@pytest.mark.parametrize(
    "head",
    ["Interview with a baker", "Interview with Ada Holm and Cem Kaya", "Interview with Homs", "A conversation",
     "Interview with Ada Holm\nInterview with Cem Kaya", "Interview with Ada"],
)  # fmt: skip
def test_where_the_head_names_nobody_for_certain_the_letter_stays(head):
    text = INTERVIEW.replace("Interview with Ada Holm, baker", head).replace("Interviewer: Ben Ruiz", "")
    assert ("A", "The army bombed Homs.") in speakers(text)


def test_a_name_below_the_first_turn_names_no_part():
    text = INTERVIEW.replace("Interview with Ada Holm, baker\n", "") + "\nInterview with Ada Holm, baker\n"
    assert ("A", "The army bombed Homs.") in speakers(text)


def test_lines_of_the_head_that_name_the_parts_are_nobodys_turn():
    text = "Interviewer: Ben Ruiz\nInterviewee: Ada Holm\n\n" + INTERVIEW.partition("\n\n")[2]
    said = speakers(text)
    assert said[0] == ("Ben Ruiz", "What did the army do?")
    assert ("Ada Holm", "The army bombed Homs.") in said
    assert not any("Holm" in words for _, words in said)
