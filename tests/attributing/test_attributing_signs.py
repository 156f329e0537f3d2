"""Credits by sign and place: headlines, captions, agency signatures, scare quotes, papers, pronouns."""

import pytest
from attributing_cases import Found

from twosource.terms import Access, Channel

REST = "\n\nThe convoy was long. It was night.\n\nNobody spoke of it."
PAPER = {"publisher": "Evening Lantern"}
BOMBED = "The army bombed Homs."


@pytest.mark.parametrize(
    ("headline", "credited"),
    [
        ("Minister: army bombed Homs", "unnamed: minister"),
        ("The ministry: army bombed Homs", "the ministry"),
        ("Omar Haddad: army bombed Homs", "Omar Haddad"),
        ("Reuters: army bombed Homs", "Reuters"),
        ("Army bombed Homs - minister", "unnamed: minister"),
        ("Army bombed Homs – monitors", "monitors"),
        ("Army bombed Homs - report", "whoever wrote the report"),
        ("Army bombed Homs - President Omar Haddad", "Omar Haddad"),
        ("Army bombed Homs, says minister", "unnamed: minister"),
        ("“Army bombed Homs”: minister", "unnamed: minister"),
        ("Minister: Army Bombed Homs", "unnamed: minister"),
    ],
)
def test_a_headline_credits_by_a_colon_or_a_dash(headline, credited):
    """The whole side beside the sign is one source."""
    assert Found(headline + REST, **PAPER).called()[1:] == [credited]


@pytest.mark.parametrize(
    "headline",
    [
        "Syria: army bombed Homs",
        "Eastern Aleppo: army bombed hospital",
        "Analysis: army bombed Homs",
        "Peace Talks: Army Bombed Homs",
        "Army bombed Homs: what we know",
        "Army bombed Homs - again",
        "Army bombed Homs - Syria",
        "Army bombed Homs - Omar Haddad",
        "Deal or no deal: army bombed Homs",
    ],
)
def test_a_topic_a_place_and_a_byline_beside_a_sign_credit_nobody(headline):
    """What stands beside a sign is a source only where it can be nothing else."""
    found = Found(headline + REST, **PAPER)
    assert all(len(s.chain.links) == 1 for s in found.statements)


def test_a_dash_in_running_text_is_no_credit():
    """Only headlines credit so; a paragraph of prose ends in a full stop."""
    found = Found("The army bombed Homs - again, said nobody. It was the minister.", **PAPER)
    assert "unnamed: minister" not in found.called()


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("(Reuters) - " + BOMBED, "Reuters"),
        ("AFP, Beirut - " + BOMBED, "AFP"),
        ("By Omar Haddad, Associated Press\n\n" + BOMBED, "Associated Press"),
        ("Reuters\n\n" + BOMBED, "Reuters"),
        (BOMBED + "\n\n(AFP)", "AFP"),
        (BOMBED + "\n\n(AFP/Reuters)", "AFP"),
        (BOMBED + "\n\nSource: Reuters", "Reuters"),
        (BOMBED + "\n\n(Reporting by Omar Haddad for Reuters)", "Reuters"),
    ],
)
def test_an_agency_signs_at_the_head_or_the_tail(text, agency):
    """The text is the agency's, by wire."""
    link = Found(text, **PAPER).statements[0].chain.links[1]
    assert Found(text, **PAPER).called()[1] == agency
    assert link.channel is Channel.WIRE


@pytest.mark.parametrize(
    "text",
    [
        BOMBED + " (Omar Haddad/AFP)",
        "Photo: Omar Haddad/AFP\n\n" + BOMBED,
        BOMBED + " Photo: AFP",
        BOMBED + " © AFP",
        "Smoke rose after the army bombed Homs. Omar Haddad/Reuters",
        BOMBED + "\n\nWith reporting by AFP",
        BOMBED + "\n\nReporting by Omar Haddad for the desk",
    ],
)
def test_a_picture_s_credit_and_a_helping_hand_are_no_agency_text(text):
    """Whoever took the picture did not say what the page says."""
    assert Found(text, **PAPER).called() == ["Evening Lantern"]


@pytest.mark.parametrize(
    "text",
    [
        'The army "liberated" Homs after it bombed the town.',
        'The minister revealed a "secret" list before the army bombed Homs.',
        'The so-called "safe zone" was bombed by the army.',
    ],
)
def test_scare_quotes_attribute_no_content(text):
    """A word or two between quotation marks is distance, not speech."""
    assert Found(text, **PAPER).called() == ["Evening Lantern"]


def test_a_quotation_of_some_words_is_speech():
    """The twin: four words and more are somebody's."""
    text = 'The minister revealed "the army had bombed Homs twice" before noon.'
    assert Found(text, **PAPER).called()[1:] == ["unnamed: minister"]


@pytest.mark.parametrize(
    ("text", "writer"),
    [
        ("The letter says the army bombed Homs.", "whoever wrote the letters"),
        ('Dated 3 May, the order reads: "Withdraw all guns from Palmyra."', "whoever wrote the orders"),
        ("Documents show that the army bombed Homs.", "whoever wrote the documents"),
    ],
)
def test_a_paper_is_quoted_as_a_document_and_not_as_speech(text, writer):
    """Nobody spoke; whoever wrote it stands behind it."""
    found = Found(text, **PAPER)
    assert found.called()[1:] == [writer]
    assert found.statements[0].chain.innermost.channel is Channel.DOCUMENT


@pytest.mark.parametrize(
    "text",
    [
        "According to documents seen by Reuters, the army bombed Homs.",
        "The letters, seen by Reuters, say that the army bombed Homs.",
        "Documents broadcast by Reuters show that the army bombed Homs.",
    ],
)
def test_whoever_saw_the_papers_read_them_and_the_words_for_them_show_it(text):
    """Access and the words that show it."""
    found = Found(text, **PAPER)
    link = found.statements[0].chain.innermost
    assert found.called()[1:] == ["Reuters"]
    assert (link.channel, link.access) == (Channel.DOCUMENT, Access.READ)
    assert link.shown_by.lower().split()[-1] in ("documents", "letters")


def test_a_paper_between_others_words_says_nothing_of_what_follows():
    """`The kind the letter mentions` is no report of the letter's."""
    found = Found("Trade of the kind the letter mentions implies that the army bombed Homs.", **PAPER)
    assert all(len(s.chain.links) == 1 for s in found.statements)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("A defector said the town was quiet. He added that the army bombed Homs.", "unnamed: defectors"),
        ("Mr Haddad said the town was quiet. She said the army bombed Homs.", "unnamed: somebody"),
        ("Residents said the town was quiet. He said the army bombed Homs.", "unnamed: somebody"),
        ("The letter says all is well. He said the army bombed Homs.", "unnamed: somebody"),
        ("Omar Haddad said the town was quiet. He said the army bombed Homs.", "Omar Haddad"),
        ("A spokeswoman said all was quiet. She said the army bombed Homs.", "unnamed: officials"),
    ],
)
def test_a_pronoun_is_the_last_speaker_only_where_it_can_be(text, last):
    """Not several people, not a paper, not somebody of the other title."""
    found = Found(text, **PAPER)
    assert found.called(len(found.statements) - 1)[-1] == last


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (
            "A defector told Omar Haddad, the network's chief correspondent, that the army bombed Homs.",
            ["Omar Haddad", "unnamed: defectors"],
        ),
        ("Mona Sayegh told Omar Haddad that the army bombed Homs.", ["Mona Sayegh"]),
        ("Mona Sayegh told Omar Haddad, her cousin, that the army bombed Homs.", ["Mona Sayegh"]),
        ("Two defectors told Reuters that the army bombed Homs.", ["Reuters", "unnamed: defectors"]),
    ],
)
def test_a_hearer_carries_only_what_they_publish(text, chain):
    """A person who was told something is no carrier, but a channel's correspondent is."""
    assert Found(text, **PAPER).called()[1:] == chain


@pytest.mark.parametrize(
    "text",
    [
        "Reuters covered Haddad's claim that the army bombed Homs.",
        "The minister declined to say that the army bombed Homs.",
        "People accused of it fled when the army bombed Homs.",
        "How he knew, the note does not say; the army bombed Homs.",
    ],
)
def test_nouns_and_what_was_not_said_are_no_report(text):
    """A claim somebody has, and what somebody would not say, put words into nobody's mouth."""
    assert all(len(s.chain.links) == 1 for s in Found(text, **PAPER).statements)


def test_each_link_carries_the_hedge_of_its_own_cue():
    """Certainty that grows on its way outwards can be seen."""
    found = Found("Reuters reported that a defector claimed the army bombed Homs.", **PAPER)
    assert [link.hedge for link in found.statements[0].chain.credited] == [0, 4]
