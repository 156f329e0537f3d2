"""The stemma of a claim as a value: nothing is lost in folding, and the chokepoint stands where the count has it."""

from dataclasses import replace
from datetime import date

import pytest
from dossier_cases import small_case, undeclared_case
from hypothesis import given, settings
from hypothesis import strategies as st
from stemma_cases import CLAIM, Report, chain, spread, star

from twosource.dossier import check, compose
from twosource.dossier.drawings import Stemma
from twosource.dossier.folding import FULL, SMALL, StemmaSettings, bands_of, fold
from twosource.dossier.graphs import acyclic_order, circles, levels
from twosource.dossier.hands import small_stemma, stemma_picture
from twosource.dossier.lineages import lineage_of
from twosource.dossier.material import Material
from twosource.dossier.shelf import Shelf
from twosource.dossier.stemma import drawing_of, stemma_of, table_of
from twosource.dossier.wording import sigla_ranges
from twosource.evidence.claims import Claim, Entailment, Matching
from twosource.evidence.lineage import Origin
from twosource.terms import Action, Channel, DerivationKind

HANDOVER = ((("The Handover Group",), 0.98),)


def drawn(material: Material, how: StemmaSettings = FULL) -> Stemma:
    one = stemma_of(Shelf(material), CLAIM, material.origin_counts[CLAIM], how)
    assert one is not None
    return drawing_of(one)


def rows(material: Material, most: int = 0) -> tuple[tuple[str, ...], ...]:
    one = stemma_of(Shelf(material), CLAIM, material.origin_counts[CLAIM])
    assert one is not None
    return table_of(one, most).rows


def sigla_in(cells: list[str]) -> set[str]:
    """Take "E3–E5 E9" apart again."""
    found: set[str] = set()
    for cell in cells:
        for run in cell.split():
            first, _, last = run.partition("–")
            found |= {f"E{n}" for n in range(int(first[1:]), int((last or first)[1:]) + 1)}
    return found


@st.composite
def spreads(draw: st.DrawFn) -> list[Report]:
    """Draw any spread: circles, several origins, several parents, undated and unsure reports, papers."""
    n = draw(st.integers(1, 40))
    who = st.integers(0, n // 2 + 1).map(lambda i: f"P{i}")
    report = st.builds(
        Report,
        who=who,
        parents=st.lists(who, max_size=3, unique=True).map(tuple),
        p=st.sampled_from([0.1, 0.4, 0.7, 0.89, 0.9, 0.99]),
        after=st.none() | st.integers(0, 500),
        kind=st.sampled_from([DerivationKind.RELIES_ON, DerivationKind.QUOTES, DerivationKind.TRANSLATES]),
        channel=st.sampled_from([Channel.PUBLICATION, Channel.PUBLICATION, Channel.DOCUMENT]),
    )
    return draw(st.lists(report, min_size=n, max_size=n))


@settings(max_examples=60, deadline=None)
@given(spreads(), st.sampled_from([FULL, SMALL]))
def test_every_report_stands_in_the_picture_and_in_the_table(spread_of: list[Report], how) -> None:
    """Counted once in the picture, by itself or in a bracket; by its short name in the table, however short."""
    material = spread(spread_of)
    stemma = drawn(material, how)
    assert sum(n.n for n in stemma.nodes) == material.origin_counts[CLAIM].n_reports
    every = {f"E{n}" for n in range(1, len(spread_of) + 1)}
    assert sorted(s for n in stemma.nodes for s in n.sigla) == sorted(every)
    assert sigla_in([row[5] for row in rows(material)]) == every
    assert sigla_in([row[5] for row in rows(material, most=1)]) == every


@settings(max_examples=60, deadline=None)
@given(spreads(), st.sampled_from([FULL, SMALL]))
def test_a_folded_stemma_has_no_circle_and_every_arrow_has_two_ends(spread_of: list[Report], how) -> None:
    """Folding whole branches and runs cannot close a circle, whatever the graph."""
    stemma = drawn(spread(spread_of), how)
    ids = {n.node_id for n in stemma.nodes}
    assert len(ids) == len(stemma.nodes)
    assert all(e.parent in ids and e.child in ids and e.parent != e.child for e in stemma.edges)
    part = circles([(e.parent, e.child) for e in stemma.edges])
    assert len(set(part.values())) == len(part)


@settings(max_examples=30, deadline=None)
@given(spreads(), st.randoms(use_true_random=False))
def test_the_order_of_entry_changes_nothing(spread_of: list[Report], random) -> None:
    """The same evidence in another order gives the same picture and the same table."""
    material = spread(spread_of)
    counted = material.origin_counts[CLAIM]
    ids = list(material.statements)
    random.shuffle(ids)
    derivations = list(counted.derivations)
    random.shuffle(derivations)
    other = replace(
        material,
        statements={i: material.statements[i] for i in ids},
        matchings=tuple(sorted(material.matchings, key=lambda m: ids.index(m.statement_id))),
        origin_counts={CLAIM: replace(counted, derivations=tuple(derivations))},
    )
    assert drawn(material) == drawn(other)
    assert rows(material) == rows(other)


@pytest.mark.parametrize("n", [5, 40, 200])
def test_a_spread_of_any_size_fits_a_page(n: int) -> None:
    """At most six side by side, at most twelve rows, and few enough nodes to read."""
    stemma = drawn(spread(star(n, days=60), chokepoints=HANDOVER))
    above: dict[str, list[str]] = {}
    for edge in stemma.edges:
        above.setdefault(edge.child, []).append(edge.parent)
    row = levels(above, {node.node_id: node.band for node in stemma.nodes})
    assert max(list(row.values()).count(r) for r in set(row.values())) <= FULL.row
    assert max(row.values()) < FULL.rows
    assert len(stemma.nodes) <= 40


def test_copies_of_one_kind_fold_apart_from_unsure_ones_and_from_translations() -> None:
    """What is less probable than .9 is not hidden in a bracket drawn solid, nor a translation among copies."""
    reports = [Report("First")]
    reports += [Report(f"Copy {i}", ("First",), after=i) for i in range(8)]
    reports += [Report(f"Guess {i}", ("First",), p=0.6, after=i) for i in range(7)]
    reports += [Report(f"Other {i}", ("First",), after=i, kind=DerivationKind.TRANSLATES) for i in range(6)]
    stemma = drawn(spread(reports))
    folds = {n.n: n for n in stemma.nodes if n.shape == "fold"}
    assert set(folds) == {8, 7, 6}
    p = {e.child: e.p for e in stemma.edges}
    assert p[folds[7].node_id] == 0.6
    assert p[folds[8].node_id] == p[folds[6].node_id] == 0.97
    assert "translates" in folds[6].below
    assert "2–9\u00a0May\u00a02016" in folds[8].note
    assert folds[8].label == "eight reports"


def test_a_copy_that_may_have_seen_for_itself_is_not_folded_away() -> None:
    """The likeliest second origin is what a reader looks for: it stands by itself beside the bracket."""
    reports = [Report("First"), *(Report(f"Copy {i}", ("First",), after=i) for i in range(12))]
    material = spread(reports)
    counted = material.origin_counts[CLAIM]
    seventh = next(s for s in material.statements.values() if s.chain.publisher.party_id == "Copy 7")
    told = replace(counted, p_own=((seventh.statement_id, 0.4),))
    stemma = drawn(replace(material, origin_counts={CLAIM: told}))
    assert {n.label for n in stemma.nodes} == {"First", "Copy 7", "eleven reports"}


@pytest.mark.parametrize("how", [FULL, SMALL])
@pytest.mark.parametrize(
    ("cut", "kappa"),
    [(("Outlet 1",), (0.0, 1.0)), (("The Handover Group", "Outlet 2"), (0.0, 0.02, 0.98, 0.0))],
)
def test_the_chokepoint_is_marked_exactly_as_the_count_has_it(cut, kappa, how) -> None:
    """Never folded, never somebody else, also where it is a copy among many or has several members."""
    material = spread(star(200, days=60), chokepoints=((cut, 0.9),), kappa=kappa)
    assert {n.node_id for n in drawn(material, how).nodes if n.is_chokepoint} == set(cut)


def test_no_hands_are_marked_where_the_count_names_none() -> None:
    """Two cuts equally likely: to draw one of them thick would be arbitrary."""
    cuts = ((("The Broadcaster",), 0.5), (("Outlet 1",), 0.5))
    assert not any(n.is_chokepoint for n in drawn(spread(star(12), chokepoints=cuts)).nodes)


def test_a_long_chain_keeps_its_ends_and_counts_what_is_between() -> None:
    """Sixty hands one after another are a run with its first and last name, not sixty rows."""
    stemma = drawn(spread(chain(60), chokepoints=((("Link 30",), 1.0),)))
    labels = [n.label for n in stemma.nodes]
    assert labels == ["Link 0", "29 hands in a row", "Link 30", "28 hands in a row", "Link 59"]
    assert "Link 1 to Link 29" in stemma.nodes[1].below


def test_two_that_credit_each_other_are_drawn_once_and_the_other_way_is_told() -> None:
    """A circle is cut at its weakest arrow; the table still holds that arrow, with the reason."""
    material = spread([Report("A", ("B",), p=0.97), Report("B", ("A",), p=0.6), Report("C", ("A", "B"))])
    stemma = drawn(material)
    assert [(e.parent, e.child) for e in stemma.edges] == [("B", "A"), ("A", "C")]
    told = {(row[0], row[1]): row[3] for row in rows(material)}
    assert "not drawn: it would close a circle" in told["B", "A"]
    assert "not drawn: already by way of A" in told["C", "B"]
    assert {row[0] for row in rows(material)} == {"A", "B", "C"}


def test_an_outlet_that_credits_itself_is_no_parent_of_its_own() -> None:
    """Citing one's own earlier report is not having it from anybody."""
    assert drawn(spread([Report("A", ("A",)), Report("B", ("A",))])).edges[0].parent == "A"


def test_less_likely_parents_are_told_and_not_drawn() -> None:
    """Below .3 a parent stands in the table only: the picture would be full of guesses."""
    material = spread([Report("A"), Report("B", ("A",), p=0.2)])
    assert drawn(material).edges == ()
    assert ("B", "A", ".20") in {row[:3] for row in rows(material)}
    assert any("less probable" in row[3] for row in rows(material))


def test_a_report_that_names_nobody_goes_back_where_the_count_leads_it() -> None:
    """Dashed and without a figure: standing alone it would look like one more starting point."""
    material = spread([Report("Paper", ("Witness",)), Report("Silent", (), after=1)])
    counted = material.origin_counts[CLAIM]
    ids = tuple(material.statements)
    witness = Origin(
        origin_id="o", claim_id=CLAIM, party_id="Witness", act="observed it", p=0.99, statement_ids=ids
    )
    led = replace(material, origin_counts={CLAIM: replace(counted, origins=(witness,))})
    stemma = drawn(led)
    assert {(e.parent, e.child, e.is_dashed) for e in stemma.edges} == {
        ("Witness", "Paper", False),
        ("Witness", "Silent", True),
    }
    assert [n.label for n in stemma.nodes if n.shape == "origin"] == ["Witness"]
    assert ("Silent", "Witness", "by the count") in {row[:3] for row in rows(led)}
    own = replace(witness, origin_id="p", party_id="Silent", p=0.8, statement_ids=ids[1:])
    separate = replace(material, origin_counts={CLAIM: replace(counted, origins=(witness, own))})
    assert {e.child for e in drawn(separate).edges} == {"Paper"}
    assert {n.label for n in drawn(separate).nodes if n.shape == "origin"} == {"Witness", "Silent"}


def test_a_chokepoint_that_is_only_likely_is_said_to_be_only_likely() -> None:
    """Thick lines may not say more than the count does."""
    material = spread(star(6), chokepoints=HANDOVER, kappa=(0.0, 0.64, 0.36))
    picture = stemma_picture(Shelf(material), CLAIM)
    assert picture is not None
    assert "passes through (probability .64)." in picture.caption


def test_the_table_says_who_from_whom_how_probably_why_when_and_where() -> None:
    """One row per arrow, in reading order; origins say how they know."""
    material = spread(
        [Report("Paper", ("Witness",), p=0.97), Report("Copy", ("Paper",), p=0.7, after=1)],
        origins=("Witness",),
    )
    assert rows(material) == (
        ("Witness", "–", ".97", "observed it", "", ""),
        ("Paper", "Witness", ".97", "credits it: “according to Witness”", "2\u00a0May\u00a02016", "E1"),
        ("Copy", "Paper", ".70", "credits it: “according to Paper”", "3\u00a0May\u00a02016", "E2"),
    )


def test_a_report_without_date_says_so_and_stands_below_its_parent() -> None:
    """No date is invented: in the picture and in the table it is undated."""
    material = spread(
        [Report("Paper"), Report("Copy", ("Paper",), after=None), Report("Late", ("Paper",), after=3)]
    )
    stemma = drawn(material)
    copy = next(n for n in stemma.nodes if n.label == "Copy")
    assert copy.band == -1
    assert copy.below == ("E2 · undated",)
    assert ("Copy", "undated") in {(row[0], row[4]) for row in rows(material)}


def test_stretches_of_time_hold_every_day_and_are_few() -> None:
    """Neighbouring days share a stretch, a gap parts them; a date written as a month reaches to its end."""
    near, far = date(2016, 5, 2), date(2016, 9, 1)
    assert bands_of([(near, near), (date(2016, 5, 3), date(2016, 5, 3)), (far, far)], 2) == (
        (near, date(2016, 5, 3)),
        (far, far),
    )
    assert bands_of([(near, date(2016, 5, 30))], 5) == ((near, date(2016, 5, 30)),)
    assert bands_of([(near, near)], 0) == bands_of([], 5) == ()


@given(st.lists(st.dates(), min_size=1, max_size=40), st.integers(1, 7))
def test_no_day_is_left_out_of_time(days: list[date], most: int) -> None:
    """Whatever the days, they fall into at most so many stretches, in order and apart."""
    bands = bands_of([(d, d) for d in days], most)
    assert len(bands) <= most
    assert all(sum(first <= d <= last for first, last in bands) == 1 for d in days)


def test_rows_go_by_time_and_then_by_depth() -> None:
    """A child stands below its parents, and below what was said in an earlier stretch of time."""
    parents = {"outlet": ["source"], "copy": ["outlet"], "late": ["outlet"]}
    assert levels(parents, {"source": -1, "outlet": 0, "copy": 0, "late": 1}) == {
        "source": 0,
        "outlet": 1,
        "copy": 2,
        "late": 3,
    }
    assert acyclic_order(parents)[0] == "source"


def test_a_report_of_what_entails_the_claim_stands_in_its_stemma() -> None:
    """The count takes along what people declared the claim to follow from; the picture does too."""
    material = spread([Report("A"), Report("B", ("A",))])
    other = next(
        s
        for s in spread([Report("A"), Report("B"), Report("Z")]).statements.values()
        if s.chain.publisher.party_id == "Z"
    )
    claim = material.claims[0]
    stronger = Claim(claim_id="claim-stronger", text="It was signed.", action=Action.AGREE, made=claim.made)
    joined = replace(
        material,
        statements={**material.statements, other.statement_id: other},
        sigla={**material.sigla, other.exhibit_id: "E3"},
        claims=(claim, stronger),
        matchings=(
            *material.matchings,
            Matching(
                matching_id="m",
                statement_id=other.statement_id,
                claim_id="claim-stronger",
                verdict="same",
                reasons=(),
                made=claim.made,
            ),
        ),
        entailments=(
            Entailment(entailment_id="e", from_claim="claim-stronger", to_claim=CLAIM, made=claim.made),
        ),
    )
    assert {s for n in drawn(joined).nodes for s in n.sigla} == {"E1", "E2", "E3"}


def test_the_page_has_a_little_stemma_beside_the_number_and_a_full_one_with_its_claim() -> None:
    """The little one is folded to its bones, the full one has a time axis and names."""
    page = compose(small_case())
    hands = page.questions[0].hands
    assert hands is not None
    assert hands.stemma is not None
    little, full = hands.stemma.drawing, page.claims[0].stemma
    assert isinstance(little, Stemma)
    assert full is not None
    assert isinstance(full.drawing, Stemma)
    assert little.is_small
    assert len(little.nodes) < len(full.drawing.nodes)
    assert full.drawing.bands
    assert hands.stemma.title == full.title
    assert len({p.name for p in (hands.stemma, full)}) == 2
    assert check(page) == ()


def test_a_claim_of_few_hands_is_drawn_once() -> None:
    """Where the little stemma says everything, the page does not say it again."""
    material = spread(star(3), chokepoints=HANDOVER)
    page = compose(
        replace(
            undeclared_case(),
            **{
                f: getattr(material, f)
                for f in (
                    "parties",
                    "passages",
                    "statements",
                    "claims",
                    "matchings",
                    "origin_counts",
                    "sigla",
                )
            },
        )
    )
    assert page.principal is not None
    assert page.principal.stemma is not None
    assert page.claims[0].stemma is None


def test_the_caption_explains_only_the_signs_that_are_there() -> None:
    """No word about dashes where nothing is dashed; source and n always."""
    sure = stemma_picture(Shelf(spread(star(6), chokepoints=HANDOVER)), CLAIM)
    assert sure is not None
    assert "Thick:" in sure.caption
    assert "Dashed" not in sure.caption
    assert "n = 6 reports" in sure.caption
    assert "Source:" in sure.caption
    unsure = stemma_picture(Shelf(spread([Report("A"), Report("B", ("A",), p=0.5)])), CLAIM)
    assert unsure is not None
    assert "Dashed: probability below .9." in unsure.caption
    assert "Thick" not in unsure.caption
    assert unsure.title == "Two reports, one pair of hands"


def test_an_arabic_page_has_arabic_words_in_its_stemma() -> None:
    """Caption, finding and table heads come from the vocabulary; names stand as they are."""
    picture = stemma_picture(Shelf(spread(star(20), chokepoints=HANDOVER, language="ar")), CLAIM)
    assert picture is not None
    assert isinstance(picture.drawing, Stemma)
    assert picture.drawing.direction == "rtl"
    assert picture.title == "تقارير: 20 · أيدٍ منفصلة: 1 · The Handover Group"
    assert picture.table.headers[0] == "من"
    assert any(n.label.startswith("تقارير: ") for n in picture.drawing.nodes)


def test_protected_people_stand_in_a_stemma_as_they_may_be_shown() -> None:
    """The name never reaches a label, a note, a reason or the table."""
    material = spread(
        [Report("Paper", ("Witness",)), Report("Copy", ("Paper",), after=1)],
        names={"Witness": "Marwan Qadi"},
        protected=("Witness",),
        origins=("Witness",),
    )
    picture = stemma_picture(Shelf(material), CLAIM)
    assert picture is not None
    assert "Marwan" not in repr(picture)
    assert "defector 1" in repr(picture)


def test_thousands_of_separate_reports_are_one_bracket_without_parent() -> None:
    """Nobody has it from anybody: the picture says so with a bracket that hangs from nothing."""
    stemma = drawn(spread([Report(f"Paper {i}", (), after=i % 3) for i in range(3000)]))
    assert stemma.edges == ()
    assert sum(n.n for n in stemma.nodes) == 3000
    assert len(stemma.nodes) <= FULL.row


def test_small_stemma_of_a_case_without_count_is_none() -> None:
    """Nothing counted, nothing drawn."""
    material = replace(spread(star(6)), origin_counts={})
    assert small_stemma(Shelf(material), CLAIM) is None
    assert lineage_of(Shelf(replace(material, matchings=())), CLAIM, None) is None


def test_settings_that_cannot_be_met_are_refused() -> None:
    """One in a row leaves no room for a bracket."""
    with pytest.raises(ValueError, match="at least two in a row"):
        StemmaSettings(row=1)


def test_folding_ends_also_where_nothing_more_can_be_folded() -> None:
    """More members of a chokepoint than fit in a row: they all stay, and folding stops."""
    cut = tuple(f"Hand {i}" for i in range(9))
    reports = [Report(f"Paper {i}", (hand,)) for i, hand in enumerate(cut)]
    lineage = lineage_of(Shelf(material := spread(reports)), CLAIM, material.origin_counts[CLAIM])
    assert lineage is not None
    folded = fold(replace(lineage, chokepoints=frozenset(cut)), SMALL)
    assert {hand for hand in cut if folded.members.get(hand) == (hand,)} == set(cut)


def test_sigla_of_a_bracket_are_told_as_runs() -> None:
    """E2 to E9 in one word, not in eight."""
    assert [text for _, text in sigla_ranges(["E2", "E3", "E4", "E9"])] == ["E2–E4", "E9"]
