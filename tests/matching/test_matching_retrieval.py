"""Finding known claims: what leads to one, what is said about why, and saying that none is meant."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.matching import KnownClaim, KnownClaims
from twosource.matching.known_features import FEATURES
from twosource.matching.known_index import Field, Postings, slices
from twosource.matching.known_words import known_words, light_stem, months_of, parts_of_tag, readable
from twosource.matching.retrieval import chance_found, ranking
from twosource.matching.wording import fold

CLAIMS = [
    (
        "tunnel",
        "The mayor of Norhaven closed the harbour tunnel in March 2019.",
        "Did Norhaven Close Its Tunnel?",
    ),
    ("pods", "Shops in Kestria lock up soap pods because children ate them.", "Are Soap Pods Under Lock?"),
    (
        "camels",
        "A photograph shows 70 camels crossing a frozen river in Kestria.",
        "Do 70 Camels Cross the Ice?",
    ),
    ("quote", "Minister Ada Brandvold said, 'bread is a luxury for the lazy.'", "Did Brandvold Mock Bread?"),
    ("fires", "Bush fires in Westmark were lit by a satellite.", "Did a Satellite Light the Westmark Fires?"),
    ("withdrawal", "سحب التنظيم المدافع من مدينة تدمر قبل الهجوم", ""),
    ("prices", "أعلنت الوزارة رفع أسعار الخبز في حلب", ""),
]


def claims(rows=CLAIMS):
    return [KnownClaim(known_id=i, text=text, title=title) for i, text, title in rows]


@pytest.fixture(scope="module", name="index")
def _index():
    return KnownClaims(claims())


def first(index, query):
    return index.find(query, 1).nearest[0].known_id


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("the tunnel under the harbour is shut, thanks to the mayor of norhaven", "tunnel"),
        ("LOCKED UP: even soap pods now #Kestria https://t.co/abc", "pods"),
        ("who lit the #WestmarkFires?", "fires"),
        ("camles on the frosen river?!", "camels"),
        ("“bread is a luxury for the lazy”", "quote"),
        ("I never said that about bakeries. — Ada Brandvold (@AdaBrandvold) May 3, 2018", "quote"),
        ("المدافع سُحبت من تدمر", "withdrawal"),
        ("أسعار الخبز ارتفعت في حلب", "prices"),
    ],
)
def test_a_claim_is_found_through_what_it_shares_with_a_post(index, query, expected):
    assert first(index, query) == expected


def test_the_reasons_name_what_is_shared_as_it_was_written(index):
    reasons = "; ".join(index.find("70 camels were seen in Kestria", 1).nearest[0].reasons)
    assert "the name Kestria" in reasons
    assert "the number 70" in reasons
    assert "camels" in reasons


def test_another_number_speaks_against(index):
    reasons = index.find("9 camels crossing the frozen river", 1).nearest[0].reasons
    assert "but it gives the number 70" in reasons


def test_a_missing_claim_makes_none_likelier_and_is_not_found(index):
    query = "The mayor of Norhaven closed the harbour tunnel"
    there, gone = index.find(query), index.find(query, without={"tunnel"})
    assert gone.p_none > there.p_none
    assert gone.is_none
    assert not there.is_none
    assert "tunnel" not in [one.known_id for one in gone.nearest]


@pytest.mark.parametrize("query", ["", "   ", "!!! ???", "the of and", "\u200f\u200e", "https://t.co/xyz"])
def test_a_text_that_says_nothing_is_about_nothing(index, query):
    answer = index.find(query)
    assert answer.nearest == ()
    assert answer.p_none == 1.0


def test_an_empty_index_knows_nothing():
    answer = KnownClaims([]).find("The mayor closed the tunnel")
    assert answer.nearest == ()
    assert answer.is_none


def test_claims_in_the_same_words_tie_in_the_order_of_the_list():
    rows = [
        ("b", "He said 'no' in Norhaven.", ""),
        ("x", "Camels swim.", ""),
        ("a", 'He said "no" in Norhaven.', ""),
    ]
    index = KnownClaims(claims(rows))
    nearest = index.find("he said no in Norhaven", 2).nearest
    assert [one.known_id for one in nearest] == ["b", "a"]
    assert nearest[0].score == nearest[1].score
    assert index.twins("a") == ("b", "a")
    assert index.find("he said no in Norhaven", without={"a"}).nearest[0].known_id == "x"


def test_at_least_one_claim_is_asked_for(index):
    with pytest.raises(ValueError, match="at least one"):
        index.find("tunnel", 0)


def test_probabilities_of_all_claims_and_of_none_make_one(index):
    answer = index.find("soap pods and camels in Kestria", 100)
    assert sum(one.p for one in answer.nearest) + answer.p_none == pytest.approx(1.0)


@given(st.text(max_size=200))
def test_any_text_is_answered_and_the_answer_is_the_same_again(query):
    answer = SHARED.find(query)
    assert 0.0 <= answer.p_none <= 1.0
    assert answer == SHARED.find(query)
    assert len({one.known_id for one in answer.nearest}) == len(answer.nearest) <= 5


SHARED = KnownClaims(claims())


def test_the_order_of_the_list_changes_no_score():
    query = "camels lock up the tunnel in Norhaven"
    one, other = KnownClaims(claims()), KnownClaims(claims(CLAIMS[::-1]))
    scores = [{n.known_id: n.score for n in index.find(query, 100).nearest} for index in (one, other)]
    assert scores[0] == pytest.approx(scores[1])


class Directions:
    """An embedder that knows two words for one thing, and nothing of texts without them."""

    version = "test 1"

    def embed(self, texts):
        vessels, roads = ("ship", "vessel", "boat"), ("tunnel", "road")
        rows = [[any(w in t.casefold() for w in group) for group in (vessels, roads)] for t in texts]
        found = np.array(rows, np.float32)
        return found / np.maximum(1e-9, np.linalg.norm(found, axis=1, keepdims=True))


def test_an_embedder_brings_what_shares_no_word():
    rows = [("ferry", "A vessel sank near Kestria.", ""), ("road", "The tunnel is closed.", "")]
    rows += [(f"other{n}", f"Nothing number {n} about gardens and bread happened.", "") for n in range(80)]
    plain, taught = KnownClaims(claims(rows)), KnownClaims(claims(rows), Directions())
    assert plain.find("boat disaster", 1).nearest == () or plain.find("boat disaster", 1).is_none
    best = taught.find("boat disaster", 1).nearest[0]
    assert best.known_id == "ferry"
    assert "near in meaning" in best.reasons


def test_an_embedder_that_does_not_know_the_text_leaves_words_to_decide():
    rows = [("ferry", "A vessel sank near Kestria.", ""), ("road", "The tunnel is closed.", "")]
    plain, taught = KnownClaims(claims(rows)), KnownClaims(claims(rows), Directions())
    assert taught.find("closed, closed!") == plain.find("closed, closed!")


@pytest.mark.parametrize("with_meaning", [False, True])
def test_what_speaks_for_a_claim_never_weighs_against_it(with_meaning):
    weights = dict(zip(FEATURES, ranking(with_meaning=with_meaning).weights, strict=True))
    against = {"names missing", "numbers missing", "another year"}
    assert all(value <= 0 if name in against else value >= 0 for name, value in weights.items())
    assert any(weights.values())
    assert bool(weights["meaning"] > 0) is with_meaning


def test_chance_found_by_hand():
    """The line 1 + 2 x at x = -.5 is even odds."""
    assert chance_found(np.array([-0.5]), np.array([1.0, 2.0])) == pytest.approx(0.5)


def test_a_word_of_every_day_is_not_rare_because_the_case_is_small():
    index = KnownClaims(
        [KnownClaim(known_id="a", text="The water quux rose."), KnownClaim(known_id="b", text="No.")]
    )
    assert index._index.rare("water") < index._index.rare("quux")


def test_texts_beside_a_short_list_show_how_common_words_are_and_are_never_found():
    rows = [("bread", "Bread and mules are short in Norhaven.", "")]
    beside = [
        f"Somebody took mules and went to Norhaven with {thing}."
        for thing in ("carts", "mules", "lamps", "ropes")
    ]
    alone, among = KnownClaims(claims(rows)), KnownClaims(claims(rows), beside=beside)
    query = "mules went to Norhaven"
    assert among.find(query).p_none > alone.find(query).p_none
    assert {one.known_id for one in among.find(query, 100).nearest} <= {"bread"}


def test_postings_by_hand():
    """Term 0 stands in claims 0 and 1, term 1 twice in claim 1: BM25F of equal lengths without a prior."""
    field = Field(np.array([0, 1, 1, 1]), np.array([0, 0, 1, 1]), 2, 1.0)
    held = Postings([field], 2)
    found = held.find(np.array([1]))
    assert found.claims.tolist() == [1]
    mean = 2.0
    count = 2 / (1 - 0.5 + 0.5 * 3 / mean)
    assert found.weights[0] == pytest.approx(held.idf[1] * count * 2.2 / (count + 1.2))
    assert held.idf[1] > held.idf[0]


def test_slices_are_laid_end_to_end():
    places, lengths = slices(np.array([0, 2, 2, 5]), np.array([2, 0, 1]))
    assert places.tolist() == [2, 3, 4, 0, 1]
    assert lengths.tolist() == [3, 2, 0]


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("burned", "burn"),
        ("banned", "ban"),
        ("stories", "story"),
        ("sending", "send"),
        ("king", "king"),
        ("red", "red"),
        ("mayor's", "mayor"),
        ("والمدينة", "مدين"),
        ("المدافع", "مدافع"),
        ("дом", "дом"),
        ("", ""),
    ],
)
def test_light_stems(word, stem):
    assert light_stem(fold(word)) == stem


def test_tags_come_apart_by_capitals_and_by_words_an_index_knows():
    assert parts_of_tag("#AustralianFires") == ("australian", "fir")
    assert parts_of_tag("@SenJohnMcCallum") == ("sen", "john", "mccallum")
    index = KnownClaims([KnownClaim(known_id="a", text="A cape and a storm.")])
    assert index._index.asked("#capestorm").words.words == ("cap", "storm")


def test_the_end_of_a_post_names_who_and_when_and_is_no_part_of_what_it_says():
    taken = known_words("The tunnel is shut. — Ada Brandvold (@AdaB) May 3, 2018")
    assert taken.words == ("the", "tunnel", "is", "shut")
    assert taken.authors == ("ada", "brandvold", "b")
    assert taken.posted == {(2018, 5)}


def test_months_in_words_and_in_arabic_digits():
    assert months_of("in March 2019 and 2021") == {(2019, 3), (2021, 0)}
    assert months_of("في مارس ٢٠١٦") == {(2016, 3)}


def test_an_embedder_sees_words_without_addresses_and_with_one_kind_of_quotation_mark():
    assert readable("‘No’ to #BigTunnel https://t.co/x") == '"No" to Big Tunnel'
    assert readable("“No” to Big Tunnel") == readable("'No' to Big Tunnel")
