"""Invented stories through the whole way in memory: separate witnesses stay apart, a hoax and a circle are one.

The texts are ours. What is tried is attributing together with matching and tracing: names, counts and places
alone tell the way, nothing is declared.
"""

import pytest
from bench.product import Page, read_story

WITNESSES = [
    ("Valley Courier", "en", "2019-04-02",
     "Shells hit the market of Tarsin on Tuesday morning and killed 14 people, the head of the town hospital, "
     "Omar Haddo, told the Valley Courier. Haddo said he counted the bodies himself."),
    ("Northern Wire", "en", "2019-04-02",
     "Shells hit the market in Tarsin on Tuesday and killed 14 people, the Valley Courier reported, citing the "
     "head of the town hospital."),
    ("Quay Gazette", "en", "2019-04-03",
     "Fourteen people were killed when shells hit the market of Tarsin on Tuesday, according to the Valley Courier."),
    ("Radio Sol", "en", "2019-04-02",
     "Shells killed 14 people at the Tarsin market on Tuesday. Our reporter Lina Maro, who was buying bread there, "
     "saw them land and helped to carry the wounded."),
    ("Harbour Daily", "en", "2019-04-03",
     "Shells killed 14 people in Tarsin on Tuesday, Radio Sol said, whose reporter saw them land."),
]  # fmt: skip
HOAX = [
    ("مدونة الحارة", "ar", "2018-05-01", "قالت مدونة الحارة إن الجيش اعتقل الطبيبة سلمى نور في مدينة ترسين يوم الاثنين."),
    ("وكالة الوادي", "ar", "2018-05-01", "اعتقل الجيش الطبيبة سلمى نور في ترسين يوم الاثنين، بحسب مدونة الحارة."),
    ("صحيفة الميناء", "ar", "2018-05-02", "ذكرت وكالة الوادي أن الجيش اعتقل الطبيبة سلمى نور في ترسين يوم الاثنين."),
    ("موقع النهر", "ar", "2018-05-05",
     "لم يعتقل الجيش الطبيبة سلمى نور. مدونة الحارة مفبركة، وقال صاحبها كريم حداد إنه اختلق القصة."),
]  # fmt: skip
CIRCLE = [
    ("Tagblatt Nord", "de", "2017-03-03",
     "Die Armee hat das Depot in Tarsin an die Rebellen übergeben, wie der Kurier Süd berichtet."),
    ("Kurier Süd", "de", "2017-03-03",
     "Die Armee hat das Depot in Tarsin an die Rebellen übergeben, berichtet das Tagblatt Nord."),
    ("Abendbote", "de", "2017-03-04",
     "Die Armee hat das Depot in Tarsin den Rebellen übergeben, wie Tagblatt Nord und Kurier Süd berichten."),
]  # fmt: skip


@pytest.fixture(scope="module")
def read():
    """Read a story once, whatever is asked of it."""
    done = {}

    def reading(rows):
        key = rows[0][3]
        if key not in done:
            done[key] = read_story([Page(text, outlet, lang, date) for outlet, lang, date, text in rows])
        return done[key]

    return reading


def credited(page):
    return {party.name for party in page.credited}


def test_two_witnesses_of_one_event_are_two_hands_though_their_words_are_alike(read):
    story = read(WITNESSES)
    assert story.kappa == 2
    assert story.count.kappa[1] < 0.1


def test_each_page_goes_with_the_witness_it_has_it_from(read):
    origins = [page.origin for page in read(WITNESSES).pages]
    assert len(set(origins[:3])) == 1
    assert len(set(origins[3:])) == 1
    assert origins[0] != origins[3]


def test_every_page_credits_whom_it_names(read):
    assert [credited(page) for page in read(WITNESSES).pages] == [
        {"Omar Haddo"}, {"Valley Courier"}, {"Valley Courier"}, set(), {"Radio Sol"},
    ]  # fmt: skip


def test_a_hoax_that_went_round_is_one_hand(read):
    story = read(HOAX)
    assert story.kappa == 1
    assert [credited(page) for page in story.pages] == [
        set(), {"مدونة الحارة"}, {"وكالة الوادي"}, {"كريم حداد"},
    ]  # fmt: skip


def test_papers_that_credit_each_other_are_no_two_hands(read):
    story = read(CIRCLE)
    assert story.kappa == 1
    assert [credited(page) for page in story.pages] == [
        {"Kurier Süd"}, {"Tagblatt Nord"}, {"Tagblatt Nord", "Kurier Süd"},
    ]  # fmt: skip
