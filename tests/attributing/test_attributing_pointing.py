"""Names reached by a detour: a noun that points back, a number in a name, a work, a statement to somebody."""

import pytest
from attributing_cases import Found, rendition_of
from test_attributing_crediting import credited

from twosource.terms import Access


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("en", "A patrol of the River Line Monitoring Mission drove by. The depot was bombed, the mission said.",
         {"River Line Monitoring Mission"}),
        ("en", "The depot was bombed, the television station Newsline 7 reports. According to Newsline 7 nobody died.",
         {"Newsline 7"}),
        ("en", "The depot was bombed, the clerk said in an on-the-record interview with the Pontus Press Agency.",
         {"Pontus Press Agency"}),
        ("en", "Yesterday a Dutch research group, the Tidemark Institute, published a study which shows the depot.",
         {"Tidemark Institute"}),
        ("en", "An AFP journalist in the town saw the army bomb the depot, AFP said.", {"AFP"}),
        ("de", "General Rui ist nach einem Bericht der Zeitung „Capital Tribune“ geflohen.", {"Capital Tribune"}),
        ("de", "Das geht nach einem Bericht des britischen Senders Northgate News aus einem Buch hervor.",
         {"Northgate News"}),
        ("es", "Murieron al menos 17 personas, según publica el diario local Hazim Post.", {"Hazim Post"}),
        ("es", "El general ha desertado, informa el portal Borderland Today.", {"Borderland Today"}),
        ("fr", "L'information a été révélée lundi soir par la chaîne britannique Northgate News.", {"Northgate News"}),
        ("tr", "Dr. Samir Kudri, Mashriq Wire ajansına yaptığı açıklamada, 19 kişinin öldüğünü söyledi.",
         {"Mashriq Wire"}),
    ],
)  # fmt: skip
def test_a_page_credits_whoever_its_words_lead_to(language, text, names):
    assert names <= credited(text, language)


def test_whoever_gave_the_page_its_papers_is_credited():
    text = "The ledger was passed to the Harbour Post by Bridge Home, a group of clerks. The depot was sold."
    found = Found(rendition_of(text, publisher="Harbour Post"))
    assert any("Bridge Home" in found.credited(statement) for statement in found.statements)


@pytest.mark.parametrize(
    "text",
    [
        "Documents seen by this newspaper show that the army bombed the depot.",
        "Our correspondent Jana Wirth said that the army bombed the depot.",
    ],
)
def test_the_page_itself_is_nobody_it_credits(text):
    assert credited(text, "en") == set()


def test_behind_an_agencys_mark_whom_its_text_credits_is_credited_too():
    text = "LONDON, June 2 (Reuters) - The depot was bombed, Kestrel Television reported on Monday."
    assert credited(text, "en") == {"Reuters", "Kestrel Television"}


def test_what_the_pages_own_reporter_saw_it_saw():
    found = Found(
        rendition_of(
            "The army bombed the depot. Our reporter Lina Maro saw the bombs fall.", publisher="Harbour Post"
        )
    )
    own = [s.chain.publisher.access for s in found.statements if not s.chain.credited]
    assert own
    assert set(own) == {Access.SAW}


def test_what_it_was_told_it_did_not_see():
    found = Found(
        rendition_of(
            "The army bombed the depot. Our reporter has learned that nobody died.", publisher="Harbour Post"
        )
    )
    assert Access.SAW not in {s.chain.publisher.access for s in found.statements}
