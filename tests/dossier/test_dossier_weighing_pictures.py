"""What the pictures of a weighing find: titles that follow from the figures, sums that hold, nothing hidden."""

import math
from dataclasses import replace

import pytest
from dossier_cases import small_case, weighing
from dossier_weighing_cases import group, hypothesis, leading_shares, mapped, moved, person, tip
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.dossier import check, compose
from twosource.dossier.contexts import Picture
from twosource.dossier.drawings import Calibration, Ledger, Ranges, Simplex, TippingChart
from twosource.dossier.pictures.simplex import level_point, region
from twosource.dossier.weighed import (
    calibration_picture,
    ledger_picture,
    prior_map_picture,
    prior_map_table,
    ranges_picture,
    tipping_picture,
)
from twosource.dossier.weighed.words import words_for
from twosource.dossier.wording import bare
from twosource.errors import RefusedError, UsageError
from twosource.evidence.forecasts import CalibrationBin, CalibrationCurve
from twosource.evidence.readouts import (
    Disagreement,
    PairOfSteps,
    ProjectionReadout,
    Story,
    Weighing,
)
from twosource.terms import PartyKind, load_table

NAN = float("nan")


def ranges_of(given: Weighing) -> Ranges:
    drawing = ranges_picture(given).drawing
    assert isinstance(drawing, Ranges)
    return drawing


def ledger_of(given: Weighing) -> tuple[Picture, Ledger]:
    picture = ledger_picture(given)
    assert picture is not None
    assert isinstance(picture.drawing, Ledger)
    return picture, picture.drawing


def chart_of(given: Weighing) -> tuple[Picture, TippingChart]:
    picture = tipping_picture(given)
    assert isinstance(picture.drawing, TippingChart)
    return picture, picture.drawing


# ---- where the explanations stand


@pytest.mark.parametrize(
    ("ps", "finding"),
    [
        ((0.8, 0.2), "“A” leads in most of the readings (85 %), and no other range reaches its own"),
        ((0.55, 0.45), "“A” leads in most of the readings (85 %), and the ranges overlap"),
        ((0.5, 0.5), "“A” and “b” are level"),
        ((1.0,), "“A” is the only explanation named"),
    ],
)
def test_the_title_says_who_leads_and_whether_ranges_overlap(ps: tuple[float, ...], finding: str) -> None:
    """The title follows from the figures, never the other way round."""
    hypotheses = tuple(hypothesis(n, p) for n, p in zip("ab", ps, strict=False))
    picture = ranges_picture(replace(weighing(), hypotheses=hypotheses, lead="a"))
    assert picture.title.replace("\u00a0", " ") == finding


def test_something_else_has_a_bound_and_no_posterior() -> None:
    """Nobody can say how well it explains what was seen: the picture gives "at most", and nothing at nought."""
    bound = ranges_of(weighing()).bound
    assert bound is not None
    assert (bound.high, bound.prior) == (0.31, 0.25)
    assert bound.figures == "at most 31\u00a0%"
    assert "at most" in ranges_picture(weighing()).table.rows[-1][2]
    assert ranges_of(replace(weighing(), else_bound=0.0)).bound is None


def test_every_person_is_a_ring_on_every_bar_and_a_column_of_the_table() -> None:
    """Disagreement is shown, not averaged away; from five people on the caption counts and the table names."""
    some = replace(weighing(), people=(person("Amal", 0.1, 0.8, 0.1), person("Ben", 0.3, 0.4, 0.3)))
    picture = ranges_picture(some)
    assert [[(m.label, m.p) for m in r.people] for r in ranges_of(some).rows][1] == [
        ("Amal", 0.8),
        ("Ben", 0.4),
    ]
    assert picture.table.headers[-2:] == ("Amal", "Ben")
    assert "(Amal and Ben)" in picture.caption
    many = replace(weighing(), people=tuple(person(f"Person {i}", 0.1, 0.8, 0.1) for i in range(6)))
    assert [m.label for m in ranges_of(many).rows[0].people] == [""] * 6
    assert "(6)" in ranges_picture(many).caption
    assert "Person 5" in ranges_picture(many).table.headers


def test_a_posterior_that_allows_for_slips_is_drawn_where_it_differs() -> None:
    """The second figure is shown and explained only where the eye could tell the two apart."""
    rows = weighing().hypotheses
    apart = replace(
        weighing(), hypotheses=(replace(rows[0], p_allowing=0.2), replace(rows[1], p_allowing=0.72))
    )
    assert [r.allowing for r in ranges_of(apart).rows] == [0.2, None]
    assert "a little off" in ranges_picture(apart).caption
    assert "a little off" not in ranges_picture(weighing()).caption


# ---- the ledger


@given(st.lists(st.floats(-40, 40), min_size=1, max_size=40), st.floats(0.01, 0.99))
@settings(max_examples=60, deadline=None)
def test_an_account_adds_up_whatever_was_folded(moves: list[float], prior: float) -> None:
    """Start plus rows is the end, with 1 to 40 groups: what is not drawn by itself is in a row of its side."""
    _, drawing = ledger_of(moved(*moves, prior=prior))
    assert drawing.start is not None
    assert drawing.end is not None
    total = drawing.start.value + math.fsum(r.value for r in drawing.rows)
    assert total == pytest.approx(drawing.end.value, abs=1e-9)
    whole = 10 * math.log10(prior / (1 - prior)) + math.fsum(moves)
    if abs(whole) < 140:
        assert drawing.end.value == pytest.approx(whole, abs=0.06)
    assert len(drawing.rows) <= 13


def test_what_speaks_against_stands_before_what_speaks_for_the_heaviest_first() -> None:
    """The order of reading is that of the page."""
    _, drawing = ledger_of(moved(1.0, -2.0, 6.0, -0.5))
    assert [r.figure for r in drawing.rows] == ["\u22122.0", "\u22120.5", "+6.0", "+1.0"]


@pytest.mark.parametrize(
    ("moves", "finding"),
    [
        ((5.0, 1.0, -2.0), "“First” gained 4.0 decibans, most of all through hands 0: +5.0"),
        ((-5.0, -1.0, 2.0), "“First” lost 4.0 decibans, most of all through hands 0: −5.0"),
        ((3.0, -3.0), "What was weighed left “first” where it was"),
    ],
)
def test_the_ledger_says_what_moved_it_most(moves: tuple[float, ...], finding: str) -> None:
    """Most of all goes with the direction of the whole move."""
    assert ledger_of(moved(*moves))[0].title == finding


def test_a_ledger_that_misses_its_posterior_says_so() -> None:
    """What the groups do not explain is a row of its own, never spread over the others."""
    off = moved(4.0)
    first = replace(off.hypotheses[0], p=0.9)
    _, drawing = ledger_of(replace(off, hypotheses=(first, off.hypotheses[1])))
    assert drawing.rows[-1].label == "not from these groups"
    assert drawing.end is not None
    assert drawing.end.value == pytest.approx(10 * math.log10(9))


def test_without_shares_nothing_is_added_up() -> None:
    """Worths taken alone do not add up: the rows stand beside nought, and the caption says it."""
    rows = tuple(replace(group(f"g{i}", float(i), 0.0), shapley=()) for i in range(1, 16))
    picture, drawing = ledger_of(replace(moved(1.0), weights=rows))
    assert drawing.start is None
    assert len(drawing.rows) == 12
    assert "do not add up" in picture.caption
    assert "Not drawn, but in the table: 3" in picture.caption
    assert len(picture.table.rows) == 15


def test_sampled_shares_are_called_sampled() -> None:
    """No approximation without saying so."""
    row = replace(group("hands", 4.0, -4.0), shapley_error=(0.12, 0.08))
    assert "at most 0.12 decibans" in ledger_of(replace(moved(4.0), weights=(row,)))[0].caption
    assert "Sampled" not in ledger_of(moved(4.0))[0].caption


def test_rounded_figures_that_do_not_add_up_are_owned_to() -> None:
    """0.14 twice is printed 0.1 and 0.1, and 0.3 in all."""
    assert "Figures are rounded" in ledger_of(moved(0.14, 0.14))[0].caption
    assert "Figures are rounded" not in ledger_of(moved(0.2, 0.2))[0].caption


def test_a_chosen_hypothesis_has_its_own_ledger_and_an_unknown_one_is_refused() -> None:
    """The leader's is drawn where nobody chooses."""
    picture = ledger_picture(weighing(), "none")
    assert picture is not None
    assert picture.title.startswith(
        "“No contact” lost 3.8 decibans, most of all through letters and defectors"
    )
    with pytest.raises(UsageError, match="nobody"):
        ledger_picture(weighing(), "nobody")
    assert ledger_picture(replace(weighing(), weights=())) is None


# ---- the tipping chart


def test_answers_that_tip_within_their_word_come_first_and_make_the_title() -> None:
    """A word that can be read either way is worth more attention than a nearer figure outside it."""
    points = (tip("near", 0.5, 0.43), tip("inside", 0.875, 0.81, in_band=True, low=0.8, high=0.95))
    picture, chart = chart_of(replace(weighing(), tipping_points=points))
    assert [x.label for x in chart.lines] == ["inside", "near"]
    assert picture.title == "One answer can tip the lead without leaving its word: “inside”"
    assert chart.lines[0].band == (0.8, 0.95)


@pytest.mark.parametrize(
    ("points", "finding"),
    [
        ((), "No single answer can tip the lead"),
        (
            (tip("prior", 1 / 3, 0.7, kind="prior", low=1 / 3, high=1 / 3),),
            "No single answer can tip the lead; another prior would",
        ),
        ((tip("a", 0.5, 0.1),), "No answer can tip the lead within its word; moved farther, one could: “a”"),
        (
            (tip("a", 0.5, 0.1), tip("b", 0.5, 0.3)),
            "No answer can tip the lead within its word; moved farther, 2 could, the nearest: “b”",
        ),
    ],
)
def test_that_nothing_tips_it_is_a_finding(points: tuple[object, ...], finding: str) -> None:
    """The title says what no answer can do as plainly as what one can."""
    assert chart_of(replace(weighing(), tipping_points=points))[0].title == finding


def test_a_figure_given_without_a_word_has_no_band() -> None:
    """A band is the uncertainty of a word; a plain figure has none, and no word is made up for it."""
    points = (tip("plain", 0.5, 0.1, low=0.5, high=0.5), tip("old", 0.125, 0.3), tip("odd", 0.123, 0.3))
    _, chart = chart_of(replace(weighing(), tipping_points=points))
    bands = {x.label: x.band for x in chart.lines}
    assert bands == {"plain": None, "old": (0.05, 0.2), "odd": None}
    assert [x.now for x in chart.lines if x.label == "plain"] == ["given: roughly even chance, 50\u00a0%"]


def test_a_row_of_a_variable_is_named_with_its_state_and_the_prior_is_left_to_its_map() -> None:
    """The prior map shows more of the prior than a line could."""
    points = (
        tip("record", 0.9, 0.3, kind="row", state="sound", hypothesis="", low=0.9, high=0.9),
        tip("prior", 0.3, 0.6, kind="prior", low=0.3, high=0.3),
    )
    bare_chart = replace(weighing(), tipping_points=points)
    assert [x.label for x in chart_of(bare_chart)[1].lines] == ["record: sound", "the prior"]
    with_map = replace(bare_chart, prior_map=mapped(0.2, 1.0, 0.3).prior_map)
    assert [x.label for x in chart_of(with_map)[1].lines] == ["record: sound"]


def test_only_the_nearest_are_drawn_and_the_rest_are_counted() -> None:
    """The table has them all."""
    points = tuple(tip(f"i{n}", 0.5, 0.4 - n / 50) for n in range(12))
    picture, chart = chart_of(replace(weighing(), tipping_points=points))
    assert [x.label for x in chart.lines] == [f"i{n}" for n in range(8)]
    assert "Not drawn, but in the table: 4" in picture.caption
    assert len(picture.table.rows) == 12


# ---- the prior map


@given(st.tuples(*[st.floats(1e-6, 1.0)] * 3), st.integers(0, 2))
@settings(max_examples=80, deadline=None)
def test_borders_are_exact(evidence: tuple[float, float, float], at: int) -> None:
    """On every corner of a region nobody else is ahead, and its area is the share of priors computed apart."""
    polygon = region(evidence, at)
    for prior in polygon:
        weights = [p * e for p, e in zip(prior, evidence, strict=True)]
        assert weights[at] >= max(weights) * (1 - 1e-9)
    x, y = [p[1] + p[2] / 2 for p in polygon], [p[2] for p in polygon]
    area = abs(sum(x[i] * y[i - 1] - x[i - 1] * y[i] for i in range(4)))
    assert area == pytest.approx(leading_shares(evidence)[at], abs=1e-9)


def test_the_point_where_all_are_level_is_the_inverse_of_the_evidence() -> None:
    """By hand: (1, .5) is level at (1/3, 2/3); evidence of nought is never level but at the very corner."""
    assert level_point((1.0, 0.5)) == pytest.approx((1 / 3, 2 / 3))
    assert level_point((1.0, 0.0)) == pytest.approx((0.0, 1.0))


def test_two_make_a_strip_three_a_triangle_more_a_table() -> None:
    """No page has room for a simplex of four."""
    for n in (2, 3):
        picture = prior_map_picture(mapped(*[1.0, 0.5, 0.25][:n]))
        assert picture is not None
        assert isinstance(picture.drawing, Simplex)
        assert len(picture.drawing.corners) == n
    four = replace(mapped(1.0, 0.5, 0.25), hypotheses=tuple(hypothesis(n, 0.25) for n in "abcd"))
    assert four.prior_map is not None
    of_four = replace(four.prior_map, evidence=(1.0, 0.5, 0.25, 0.125), shares=(0.4, 0.3, 0.2, 0.1))
    four = replace(four, prior_map=of_four)
    assert prior_map_picture(four) is None
    table = prior_map_table(four)
    assert table is not None
    assert [row[3] for row in table.rows] == [
        "best",
        "2.0 times less well",
        "4.0 times less well",
        "8.0 times less well",
    ]
    assert prior_map_picture(weighing()) is None
    assert prior_map_table(weighing()) is None


def test_the_map_says_which_odds_would_change_the_lead() -> None:
    """By name where the rival is known; not at all where no odds would do."""
    found = mapped(1.0, 0.25, 0.1)
    assert found.prior_map is not None
    by_name = replace(found, prior_map=replace(found.prior_map, rival="h1"))
    picture = prior_map_picture(by_name)
    assert picture is not None
    assert picture.title.endswith("; it would take odds of 4.0 to 1 for “h1” over it")
    endless = prior_map_picture(mapped(1.0, 0.0, 0.0))
    assert endless is not None
    assert "odds" not in endless.title


# ---- the desk's calibration


def curve(*bins: tuple[float, float, float, float, int]) -> CalibrationCurve:
    made = tuple(
        CalibrationBin(word="", p_mean=p, observed=o, low=low, high=high, n=n, n_true=round(o * n))
        for p, o, low, high, n in bins
    )
    return CalibrationCurve(bins=made, brier=0.2, n=sum(b.n for b in made))


def test_below_ten_forecasts_the_picture_says_only_that_it_is_too_early() -> None:
    """However far off they are."""
    picture = calibration_picture(curve((0.9, 0.0, 0.0, 0.4, 6)))
    assert picture.title == "Too few forecasts to say: 6 settled"
    assert calibration_picture(curve()).title == "Too few forecasts to say: 0 settled"
    spread = calibration_picture(curve((0.9, 0.0, 0.0, 0.4, 8), (0.1, 0.9, 0.5, 1.0, 8)))
    assert spread.title.startswith("Too few forecasts to say: 16")


def test_the_title_names_the_word_that_was_farthest_off_or_that_all_fit() -> None:
    """Only words with enough forecasts count, and only where their range misses what was said."""
    good = (0.675, 0.7, 0.5, 0.85, 20)
    off = (0.875, 0.6, 0.45, 0.74, 30)
    few = (0.125, 1.0, 0.4, 1.0, 2)
    assert calibration_picture(curve(good, few)).title.startswith("What the desk said fits what happened")
    title = calibration_picture(curve(good, off, few)).title.replace("\u00a0", " ")
    assert title == "“Very likely” (88 %) came true in 60 %, range 45 % to 74 %: the farthest off"
    drawing = calibration_picture(curve(good, few)).drawing
    assert isinstance(drawing, Calibration)
    assert [b.p_mean for b in drawing.bins] == [0.125, 0.675]


# ---- all of them


def test_a_figure_that_is_no_number_is_refused_in_a_sentence() -> None:
    """A picture of NaN would show something: none is drawn."""
    w = weighing()
    bad_rows = (replace(w.hypotheses[0], low=NAN), *w.hypotheses[1:])
    with pytest.raises(RefusedError, match="no number"):
        ranges_picture(replace(w, hypotheses=bad_rows))
    with pytest.raises(RefusedError, match="no number"):
        ranges_picture(replace(w, people=(person("Amal", NAN, 0.5, 0.5),)))
    with pytest.raises(RefusedError, match="hands"):
        ledger_picture(replace(w, weights=(group("hands", math.inf, 0.0, 0.0),)))
    with pytest.raises(RefusedError, match="record"):
        tipping_picture(replace(w, tipping_points=(tip("record", 0.5, 0.1, p_tip=NAN),)))
    with pytest.raises(RefusedError, match="prior map"):
        prior_map_picture(
            replace(mapped(1.0, 0.5), prior_map=replace(mapped(1.0, 0.5).prior_map, evidence=(1.0, NAN)))
        )  # type: ignore[type-var]
    with pytest.raises(RefusedError, match="calibration"):
        calibration_picture(curve((NAN, 0.5, 0.4, 0.6, 12)))


def test_both_languages_have_the_same_words() -> None:
    """A key that one language lacks would print English in the middle of an Arabic page."""
    table = load_table("weighing_pictures")["languages"]
    assert set(table["en"]) == set(table["ar"])
    for key, value in table["en"].items():
        if isinstance(value, list):
            assert len(value) == len(table["ar"][key]), key
    assert words_for("ar").direction == "rtl"
    assert words_for("fr").say("yes") == "yes"


def test_no_percentage_ever_reads_nought_or_a_hundred() -> None:
    """Nothing sampled or judged is certain, in either language."""
    for language in ("en", "ar"):
        words = words_for(language)
        assert "1\u00a0%" in words.percent(1e-12)
        assert "99\u00a0%" in words.percent(1.0)
        assert words.percent(0.0) != words.percent(0.01)
    assert words_for("ar").percent(1.0).count("99") == 1


def test_the_page_shows_all_pictures_with_their_tables_and_passes_the_gate() -> None:
    """Bars after the answer, against before for, the ledger with them, then what would change it."""
    case = small_case()
    archive = weighing().next_steps[0]
    full = replace(
        weighing(),
        prior_map=replace(mapped(0.2, 1.0, 0.3).prior_map, rival="none"),  # type: ignore[type-var]
        stories=(
            Story(hypothesis="tactical", states=(("group", "honest"), ("record", "sound")), p=0.4),
            Story(hypothesis="none", states=(("group", "forger"), ("record", "sound")), p=0.3),
            Story(hypothesis="strategic", states=(("group", "honest"), ("record", "sound")), p=0.2),
        ),
        projections=(ProjectionReadout(name="list", text="what the letters are", cells=("a", "b"), texts=("true", ""), p=(0.7, 0.3)),),
        next_steps=(archive, replace(archive, name="specimens", text="specimens of the office")),
        pairs=(PairOfSteps(names=("archive", "specimens"), bits=0.2, p_lead_changes=0.1, hours=100, settles="tactical"),),
        people=(person("Amal", 0.1, 0.8, 0.1),),
        disagreements=(
            Disagreement(item="contested", conditions="", hypothesis="none", words=(("Amal", "likely"), ("Ben", "unlikely")), decibans=6.1),
        ),
    )  # fmt: skip
    page = compose(replace(case, weighings={"question-contact": full}))
    section = page.questions[0]
    assert section.moved is not None
    assert section.prior_map is not None
    assert section.prior_table is None
    told = [bare(s.text) for s in section.stories]
    assert told[0].startswith(
        "If “no contact” were so, the most probable story would be: group: “forger”; all else as under"
    )
    assert "the same as under “tactical local deals”" in told[1]
    assert section.projections[0].rows == (("true", "likely", "70\u00a0%"), ("b", "unlikely", "30\u00a0%"))
    assert section.looking_for_pairs is not None
    assert section.looking_for_pairs.rows[0][-1] == "tactical local deals"
    assert section.disagreements is not None
    assert section.disagreements.headers == (
        "seeing this",
        "if this were so",
        "person 1",
        "person 2",
        "decibans apart",
    )
    assert check(page) == check(compose(case))


def test_empty_read_outs_leave_no_holes() -> None:
    """Nothing was mapped, told, projected or disagreed about: nothing is printed of it."""
    section = compose(small_case()).questions[0]
    assert (section.stories, section.projections, section.disagreements) == ((), (), None)
    assert (section.prior_map, section.prior_table, section.looking_for_pairs) == (None, None, None)


def test_a_title_never_cuts_a_protected_name_so_that_half_of_it_shows() -> None:
    """The page covers names as a whole; what a title shortens is covered before."""
    case, name = small_case(), "Upper Weaving Mill Company"
    hidden = replace(
        next(iter(case.parties.values())), party_id="mill", name=name, label="", kind=PartyKind.ORGANISATION,
        is_protected=True,
    )  # fmt: skip
    rows = weighing().hypotheses
    told = replace(rows[1], text=f"it was hidden below the rooms of {name} for years")
    full = replace(weighing(), hypotheses=(rows[0], told, rows[2]))
    page = compose(
        replace(case, parties={**case.parties, "mill": hidden}, weighings={"question-contact": full})
    )
    section = page.questions[0]
    assert section.moved is not None
    for text in (section.ranges.title, section.moved.title, section.moved.caption):
        assert "it was hidden below" in text.lower()
        assert "Upper" not in text


def test_a_record_that_left_out_its_failures_is_not_drawn_as_fitting():
    good = (0.9, 0.88, 0.8, 0.95, 40)
    for language in ("en", "ar"):
        picture = calibration_picture(curve(good), language, n_left=25, brier_worst=0.41)
        assert picture.title != calibration_picture(curve(good), language).title
        assert "25" in picture.title
        assert "0.41" in picture.caption
    assert "25 void or overdue" in calibration_picture(curve(good), n_left=25).title
    assert "Void" not in calibration_picture(curve(good)).caption
