"""Points for a pair: what counts, what caps, what forbids; and the index that finds pairs."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching_sheet import PERSON, Sheet

from twosource.dates import parse_span
from twosource.evidence.claims import Claim
from twosource.evidence.events import Count, Event, Place
from twosource.matching import MatchSettings
from twosource.matching.claim_text import shortened
from twosource.matching.content import can_hold, clarity, content_of, content_of_claim, kilometres, merged
from twosource.matching.index import FeatureIndex, features_of
from twosource.matching.points import kindred, limits, recurring, weights
from twosource.matching.rarity import Rarity
from twosource.matching.scoring import compare, counts_meet
from twosource.terms import Action, load_table


def content(text, action=None, **more):
    """Return the content of one statement."""
    sheet = Sheet()
    sheet.say(text, action, **more)
    (statement,) = sheet.statements
    return content_of(statement, sheet.passages[statement.passage_id])


def score(one, other):
    """Return the score of two contents in a run of just these."""
    return compare(one, other, Rarity([one, other]))


GUNS = content("Guns left Palmyra", "withdraw", place="Palmyra")


def test_a_content_is_fully_like_itself():
    """The cosine of a text with itself is one, so wording gives all its points."""
    found = score(GUNS, GUNS)
    assert (
        found.points
        == weights()["same_action"]
        + weights()["same_place"]
        + weights()["wording"]
        + weights()["shared_name"]
    )
    assert not found.is_capped


def test_rare_words_weigh_more_than_common_ones():
    """A word in one of a hundred contents weighs ln 101; one in all of them ln 2."""
    contents = [content(f"lorries number{n} left", exhibit=f"e{n}") for n in range(100)]
    rarity = Rarity(contents)
    assert rarity.of("number") == rarity.of("left") == pytest.approx(math.log(2))
    assert rarity.of("unheard") == pytest.approx(math.log(101))
    assert rarity.rarest({"left", "unheard"}, 1) == ["unheard"]


def test_the_cosine_by_hand():
    """Two words each, one shared by both: ln(1+2/2) and ln(1+2/1) are the weights."""
    one, other = content("guns palmyra", "leak"), content("guns raqqa", "leak")
    common, rare = math.log(2), math.log(3)
    assert Rarity([one, other]).cosine(one, other) == pytest.approx(common**2 / (common**2 + rare**2))


@pytest.mark.parametrize(
    ("change", "points"),
    [
        ({"places": frozenset({"homs"})}, "different_place"),
        ({"span": parse_span("2016-03-25")}, "dates_certain"),
        ({"span": parse_span("2016-03")}, "dates_close"),
        ({"actor": frozenset({"garrison"})}, "different_role"),
        ({"actor": frozenset({"militia", "local"})}, "role"),
        ({"object": frozenset({"tank"})}, None),
    ],
)
def test_each_agreement_has_its_points(change, points):
    """Against a content without the field, the field adds what the table says and nothing else."""
    base = replace(
        content("Guns left", "withdraw", place="Palmyra"),
        actor=frozenset({"militia"}),
        span=parse_span("2016-03-25"),
        object=frozenset({"gun"}),
    )
    rarity = Rarity([base])
    field = next(iter(change))
    empty = replace(base, **{field: type(getattr(GUNS, field))()})
    added = compare(replace(base, **change), base, rarity).points - compare(empty, base, rarity).points
    assert added == pytest.approx(weights()[points] if points else 0.0)


def test_a_different_action_is_no_pair_and_a_kindred_one_is_capped():
    """No number of shared words makes a trade a withdrawal."""
    assert score(replace(GUNS, action=Action.TRADE), GUNS) is None
    kin = score(replace(GUNS, action=Action.ORDER), GUNS)
    assert kin.is_capped
    assert "kindred action: order beside withdraw" in kin.reasons


def test_kindred_actions_are_words_of_the_list_of_actions():
    """The table of kindred actions uses the closed list and pairs two different ones."""
    actions = {action.value for action in Action}
    assert all(len(pair) == 2 and pair <= actions for pair in kindred())
    assert set(load_table("action_access")["classes"]) <= actions


def test_a_person_in_another_language_is_not_another_person():
    """Names in two scripts cannot be compared here, so they are not held against each other."""
    arabic = replace(GUNS, actor=frozenset({"تنظيم"}), language="ar")
    english = replace(GUNS, actor=frozenset({"militia"}))
    assert not any(reason.startswith("other actor") for reason in score(arabic, english).reasons)
    assert "other actor: garrison" in score(replace(GUNS, actor=frozenset({"garrison"})), english).reasons


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_the_score_is_symmetric_between_statements(one, other):
    """Neither of two statements is privileged where no cue is involved."""
    a, b = content(one, "leak", exhibit="a"), content(other, "leak", exhibit="b")
    there, back = score(a, b), compare(b, a, Rarity([a, b]))
    assert there.points == back.points
    assert there.is_capped == back.is_capped


@given(st.integers(1, 6))
def test_further_cues_add_up_to_a_limit(n):
    """The first cue counts most; a list of twenty cues does not outweigh everything."""
    cues = tuple("abcdefgh"[i] * 3 for i in range(n))
    claim = Claim(claim_id="c", text="x", action=Action.OTHER, cues=cues, made=PERSON)
    found = score(content(" ".join(cues)), content_of_claim(claim))
    cue_points = weights()["cue"] + weights()["further_cue"] * min(n - 1, limits()["further_cues"])
    assert found.points == pytest.approx(cue_points)


def test_the_content_of_a_statement_is_the_same_whoever_carries_it():
    """Exhibit, publisher and credited party leave the id as it is; action, place and words do not."""
    same = content("Guns left Palmyra", "withdraw", place="Palmyra", exhibit="elsewhere")
    credited = content(
        "Guns left Palmyra, Reuters said", "withdraw", place="Palmyra", credits=("Reuters", "said")
    )
    assert GUNS.content_id == same.content_id == credited.content_id
    others = [
        content("Guns left Palmyra", "order", place="Palmyra"),
        content("Guns left Palmyra", "withdraw", place="Raqqa"),
        content("Guns left Palmyra", "withdraw", place="Palmyra", span="2016"),
        content("Palmyra left guns", "withdraw", place="Palmyra"),
        content("Guns left Palmyra", "withdraw", place="Palmyra", actor="x y"),
    ]
    assert len({c.content_id for c in others} | {GUNS.content_id}) == 6


def test_merging_keeps_every_statement_and_the_widest_time():
    """Copies said on different days make one content said on any of them."""
    first = content("Guns left", "withdraw", exhibit="b", said="2016-05-03")
    second = content("Guns left", "withdraw", exhibit="a", said="2016-05-01")
    both = merged([first, second])
    assert {s.exhibit_id for s in both.statements} == {"a", "b"}
    assert both.said_span.edtf() == "2016-05-01/2016-05-03"
    assert merged([second, first]) == both


def test_the_clearest_content_comes_first():
    """Outright before hedged, a filled event before a bare one, the language of the reader first."""
    clear = content("Guns and lorries left Palmyra before the day was over", "withdraw", place="Palmyra")
    hedged = content(
        "Guns and lorries left Palmyra before the day was over?", "withdraw", place="Palmyra", hedge=2
    )
    bare = content("Guns and lorries left Palmyra before the day had ended", None)
    arabic = replace(clear, language="ar")
    ranked = sorted([bare, arabic, hedged, clear], key=lambda c: clarity(c, "en"))
    assert ranked == [clear, hedged, arabic, bare]
    assert min([clear, arabic], key=lambda c: clarity(c, "ar")) is arabic


def test_the_index_finds_by_weight_and_never_follows_what_too_many_share():
    """Beyond the limit a feature is silent; below it the sum of weights ranks."""
    index = FeatureIndex(max_postings=2)
    for number in range(4):
        index.add(number, ["common", f"rare{number}", f"rare{number}"])
    index.add(1, ["pair"])
    index.add(2, ["pair"])
    assert index.nearest([("common", 9.0)], 5) == []
    assert index.nearest([("pair", 1.0), ("rare2", 1.0), ("absent", 9.0)], 5) == [2, 1]
    assert index.nearest([("pair", 1.0)], 1) == [1]


def test_action_with_place_finds_what_each_alone_does_not():
    """A feature of two parts is rarer than its parts, and a number of three digits helps too."""
    names = {name for name, _ in features_of(replace(GUNS, span=parse_span("2016-03-25")), Rarity([GUNS]))}
    assert {"palmyra", "@palmyra", "!withdraw", "!withdraw@palmyra", "!withdraw@palmyra/2016-03"} <= names
    numbered = {name for name, _ in features_of(content("4,312 forms", "leak"), Rarity([GUNS]))}
    assert {"#4312", "!leak#4312"} <= numbered


@given(st.text(max_size=300), st.integers(10, 200))
def test_a_shortened_text_fits_on_one_line(text, length):
    """A claim is one line of at most the length asked for, and begins as the passage does."""
    short = shortened(text, length)
    assert len(short) <= length
    assert "\n" not in short
    line = " ".join(text.split())
    assert short == line or (short.endswith("…") and line.startswith(short[:-1]))


def area(name, latitude, longitude, km):
    """Return a place with a point and a radius."""
    return Place(as_written=name, name=name, latitude=latitude, longitude=longitude, radius_km=km)


PALMYRA, RAQQA, SYRIA = (
    area("Palmyra", 34.56, 38.28, 10),
    area("Raqqa", 35.95, 39.01, 10),
    area("Syria", 35, 38.5, 400),
)


def test_distances_on_the_globe():
    """A degree of latitude is 111.19 km; a place without a point is nowhere near."""
    one, other = area("a", 0.0, 10.0, 0), area("b", 1.0, 10.0, 0)
    assert kilometres(one, other) == pytest.approx(6371.0 * math.pi / 180)
    assert kilometres(one, one) == 0.0
    assert kilometres(PALMYRA, RAQQA) == pytest.approx(168, abs=2)
    assert kilometres(PALMYRA, Place(as_written="somewhere")) == math.inf


def test_a_town_lies_in_its_country_and_in_no_other_town():
    """A report that names the country and one that names the town do not contradict each other."""
    assert can_hold(PALMYRA, SYRIA)
    assert can_hold(SYRIA, PALMYRA)
    assert not can_hold(PALMYRA, RAQQA)
    here = content("Guns left at night", "withdraw", place="Palmyra")
    base = replace(here, areas=(PALMYRA,))
    inside = replace(here, places=frozenset({"syria"}), place_shown="Syria", areas=(SYRIA,))
    beside = replace(here, places=frozenset({"raqqa"}), place_shown="Raqqa", areas=(RAQQA,))
    assert score(base, inside).points - score(base, beside).points == pytest.approx(
        weights()["wide_place"] - weights()["different_place"]
    )


def test_a_shared_country_says_less_than_a_shared_town():
    """Half of a war's reports name the country."""
    country = replace(GUNS, places=frozenset({"syria"}), place_shown="Syria", areas=(SYRIA,))
    assert score(GUNS, GUNS).points - score(country, country).points == pytest.approx(
        weights()["same_place"] - weights()["wide_place"]
    )


def test_what_happens_daily_has_points_of_its_own():
    """A killing is one of many, a withdrawal from a town one of few: the same agreement says less of it."""
    kill = replace(GUNS, action=Action.KILL)
    daily = weights(recurs=True)
    parts = ("same_action", "same_place", "wording", "shared_name")
    assert score(kill, kill).points == pytest.approx(sum(daily[name] for name in parts))
    assert score(kill, kill).points < score(GUNS, GUNS).points
    assert recurring() <= {a.value for a in Action}
    assert weights(recurs=True).keys() == weights().keys()


def test_no_figure_of_the_table_is_below_zero():
    """What speaks for a pair can only add, what speaks against it only take off: points a person can add up."""
    table = load_table("matching_weights")
    for part in (table, table["recurring"]):
        assert all(value >= 0 for name in ("points", "against") for value in part[name].values())
    assert all(name in table["against"] or value >= 0 for name, value in weights().items())


def test_the_points_are_the_sum_of_the_parts():
    """Amount times weight, part by part, is the score, so that it can be fitted and checked by hand."""
    one = content("Guns left Palmyra with 40 lorries", "withdraw", place="Palmyra", said="2016-05-01")
    found = score(one, content("40 lorries left Palmyra", "withdraw", place="Palmyra", said="2016-05-03"))
    assert found.points == pytest.approx(sum(weights()[name] * amount for name, amount in found.parts))
    assert {"same_action", "same_place", "number_per_digit", "said_near", "wording"} <= dict(
        found.parts
    ).keys()


KILLED = (Count(as_written="20", what="killed", low=20, high=20),)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ((20, 20), (3, 3), False),
        ((20, None), (25, 25), True),
        ((20, None), (12, 12), False),
        ((None, 10), (11, 11), False),
        ((20, 20), (20, 20), True),
        ((None, None), (3, 3), None),
    ],
)
def test_counts_meet_where_their_bounds_overlap(one, other, meet):
    """ "At least 20" may be 25 and cannot be 12; what has no bounds says nothing."""
    counts = [Count(as_written="x", what="killed", low=low, high=high) for low, high in (one, other)]
    assert counts_meet(*counts) is meet
    assert counts_meet(counts[0], replace(counts[1], what="wounded")) is None


def test_another_count_and_other_means_speak_against_a_pair():
    """Twenty killed by a raid are not three killed by a car bomb, however alike the sentences."""
    base = replace(GUNS, action=Action.KILL, counts=KILLED, means=frozenset({"air strike"}))
    fewer = replace(base, counts=(replace(KILLED[0], as_written="3", low=3, high=3),))
    bomb = replace(base, means=frozenset({"explosion"}))
    daily = weights(recurs=True)
    assert score(base, base).points - score(base, fewer).points == pytest.approx(
        daily["same_count"] - daily["other_count"]
    )
    assert score(base, base).points - score(base, bomb).points == pytest.approx(
        daily["same_means"] - daily["other_means"]
    )


def test_an_attack_is_told_by_whom_it_killed_in_the_same_sentence():
    """The count belongs to the killing and the means to the attack; each speaks for the other."""
    sheet = Sheet()
    sheet.say("A raid killed 20", "bomb")
    (statement,) = sheet.statements
    passage = sheet.passages[statement.passage_id]
    killing = Event(action=Action.KILL, counts=KILLED, means="air raid")
    found = content_of(statement, passage, beside=[killing])
    assert found.counts == KILLED
    assert found.means == {"air strike"}


def test_what_happens_daily_told_a_week_apart_is_not_joined_by_its_words():
    """Two raids on one town in one week, told alike by one outlet, are two raids."""
    first = content("Warplanes pound Idlib, dozens dead", "bomb", place="Idlib", said="2016-08-10")
    second = content("Warplanes pound Idlib, dozens dead again", "bomb", place="Idlib", said="2016-08-16")
    near = content("Warplanes pound Idlib, dozens dead again", "bomb", place="Idlib", said="2016-08-11")
    settings = MatchSettings()
    assert score(first, near).points >= settings.same_from > score(first, second).points


@pytest.mark.parametrize(
    ("said", "is_capped"), [("2016-08-01", True), ("2016-08-11", False), ("2016-12-24", True)]
)
def test_an_undated_telling_stands_against_the_day_of_the_other(said, is_capped):
    """What was told before the day, or months after it, is not joined by machine."""
    dated = content(
        "A bomb hit the market of Homs", "bomb", place="Homs", span="2016-08-10", said="2016-08-10"
    )
    told = content("A bomb hit the old market of Homs city", "bomb", place="Homs", said=said)
    assert score(dated, told).is_capped is is_capped


def test_a_city_bombed_in_every_report_does_not_say_which_bombing_is_meant():
    """A place tells all it can up to thirty contents of one action, and less and less beyond."""
    few, many = [
        [content(f"Shells {n} fell", "bomb", place="Aleppo", exhibit=f"e{n}") for n in range(k)]
        for k in (30, 300)
    ]
    assert Rarity(few).of_place("bomb", {"aleppo"}) == 1.0
    found = Rarity(many).of_place("bomb", {"aleppo"})
    assert found == pytest.approx(math.log(2) / math.log(1 + 300 / 30))
    assert Rarity(many).of_place("bomb", {"aleppo", "unheard"}) == 1.0


def test_a_place_the_other_text_names_is_no_other_place():
    """A report of a village that names its city, and one placed in the city, do not contradict each other."""
    village = content("Shells fell on Salma near Idlib", "withdraw", place="Salma")
    city = content("Shells fell", "withdraw", place="Idlib")
    assert "both speak of idlib" in score(village, city).reasons


def test_a_participant_in_another_role_counts_in_part():
    """Simple rules take the object for the actor; the pair is not held to be about somebody else."""
    one, other = replace(GUNS, actor=frozenset({"paper"})), replace(GUNS, object=frozenset({"paper"}))
    assert score(one, other).points - score(GUNS, GUNS).points == pytest.approx(weights()["participant"])


def test_told_within_a_week_speaks_for_the_same():
    """News of one thing comes at once; the same words years apart may be another thing."""
    near = score(content("x guns", "leak", said="2016-05-01"), content("y guns", "leak", said="2016-05-03"))
    far = score(content("x guns", "leak", said="2016-05-01"), content("y guns", "leak", said="2016-06-03"))
    assert near.points - far.points == pytest.approx(weights()["said_near"])
    assert "said within 7 days" in near.reasons


def test_a_day_s_difference_is_no_contradiction():
    """Time zones and reprinted words such as "yesterday" shift a day; two days are two events."""
    dated = {n: replace(GUNS, span=parse_span(f"2016-03-{n}")) for n in (24, 25, 26)}
    assert score(dated[24], dated[25]) is not None
    assert score(dated[24], dated[26]) is None
    assert score(dated[24], dated[24]).points > score(dated[24], dated[25]).points


def test_two_languages_are_compared_over_what_they_can_share():
    """Words of one language alone are no difference between two languages."""
    english = content("Some 4,312 secret documents reached the embassy last night", "leak")
    german = content("Geheime Dokumente, 4.312 Stück, erreichten nachts die Botschaft", "leak", language="de")
    rarity = Rarity([english, german])
    assert rarity.cosine(english, german) == pytest.approx(1.0)
    assert rarity.cosine(english, replace(german, language="en")) < 0.7


def test_few_shared_concepts_count_in_part():
    """Two concepts in common are all that many pairs of statements have."""
    english, german = (
        content("documents in a bank", "leak"),
        content("Dokumente einer Bank", "leak", language="de"),
    )
    assert Rarity([english, german]).cosine(english, german) == pytest.approx(2 / limits()["across_words"])


def test_the_same_action_at_the_same_place_in_one_week_is_left_to_a_person():
    """Two buses and a shipment both moved to one town: without more in common that makes no two reports."""
    action, place, near = (weights()[name] for name in ("same_action", "same_place", "said_near"))
    assert MatchSettings().unsure_from <= action + place + near < MatchSettings().same_from
