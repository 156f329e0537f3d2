"""The pictures: what they show, that labels keep apart, and that no text becomes markup."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date

import pytest
from dossier_cases import CaseBuilder, party, small_case, undeclared_case
from hypothesis import given
from hypothesis import strategies as st

from twosource.dossier import compose
from twosource.dossier.contexts import Picture, Table
from twosource.dossier.drawings import (
    Moment,
    RecordBar,
    Stemma,
    StemmaEdge,
    StemmaNode,
    Timeline,
)
from twosource.dossier.folding import FULL
from twosource.dossier.graphs import levels
from twosource.dossier.lineages import likeliest_chokepoint
from twosource.dossier.pictures.canvas import clip, width_of, wrap
from twosource.dossier.pictures.draw import draw
from twosource.evidence.lineage import Chokepoint, OriginCount
from twosource.evidence.testimony import Link

SVG = "{http://www.w3.org/2000/svg}"


def picture(drawing: Stemma | Timeline, title: str = "A finding") -> Picture:
    table = Table(caption="c", headers=("a",), rows=())
    return Picture(name="p-1", title=title, caption="n = 1", alt="words", drawing=drawing, table=table)


def drawn(drawing: Stemma | Timeline) -> ET.Element:
    return ET.fromstring(draw(picture(drawing)))


def labels(root: ET.Element) -> dict[str, tuple[float, float]]:
    return {
        (t.text or "").strip("\u2068\u2069"): (float(t.attrib["x"]), float(t.attrib["y"]))
        for t in root.iter(f"{SVG}text")
    }


def node(key: str, **given: object) -> StemmaNode:
    return StemmaNode(node_id=key, label=key, **given)  # type: ignore[arg-type]


CHAIN = Stemma(
    nodes=(
        node("defector", shape="origin"),
        node("letter", shape="origin"),
        node("group", is_chokepoint=True),
        node("broadcaster", shape="page"),
    ),
    edges=(
        StemmaEdge(parent="defector", child="group", p=0.6),
        StemmaEdge(parent="letter", child="group", p=1.0),
        StemmaEdge(parent="group", child="broadcaster", p=1.0, share=1.0),
    ),
)


def test_origins_stand_at_the_top_and_time_runs_down() -> None:
    """A parent stands above its child."""
    at = labels(drawn(CHAIN))
    assert at["defector"][1] == at["letter"][1] < at["group"][1] < at["broadcaster"][1]


def test_the_chokepoint_is_a_waist_and_its_legs_are_thick() -> None:
    """The hands everything passes through are drawn so that they are seen first."""
    text = draw(picture(CHAIN))
    assert text.count('class="waist"') == 1
    assert text.count("leg thick") == 3


def test_what_is_not_sure_is_dashed() -> None:
    """Probability below .9 is dashed; .9 and above is solid."""
    text = draw(picture(CHAIN))
    assert len(re.findall(r"leg[^\"]* unsure", text)) == 1


def test_an_arabic_page_mirrors_the_stemma() -> None:
    """Right to left the same stemma stands mirrored, in a drawing no wider than it."""
    here = labels(drawn(CHAIN))
    width = float(drawn(CHAIN).attrib["viewBox"].split()[2])
    there = labels(drawn(Stemma(nodes=CHAIN.nodes, edges=CHAIN.edges, direction="rtl")))
    for key, (x, y) in here.items():
        assert there[key] == (pytest.approx(width - x, abs=0.2), y)


def test_a_stemma_starts_at_the_edge_of_its_drawing() -> None:
    """On a small screen nothing blank stands before it: one line of hands is as wide as its widest mark."""
    alone = Stemma(nodes=(node("a"), node("b")), edges=(StemmaEdge(parent="a", child="b", p=1),))
    width = float(drawn(alone).attrib["viewBox"].split()[2])
    assert width < 60
    assert {x for x, _ in labels(drawn(alone)).values()} == {width / 2}


def test_a_long_edge_bends_round_the_rows_it_passes() -> None:
    """An edge over a row is drawn in legs, so that it does not cross the names standing there."""
    stemma = Stemma(
        nodes=(node("a"), node("b"), node("c")),
        edges=(
            StemmaEdge(parent="a", child="b", p=1),
            StemmaEdge(parent="b", child="c", p=1),
            StemmaEdge(parent="a", child="c", p=1),
        ),
    )
    root = drawn(stemma)
    curves = [p.attrib["d"].count("C") for p in root.iter(f"{SVG}path") if p.attrib["class"] == "leg"]
    assert sorted(curves) == [1, 1, 2]


def test_copies_of_one_parent_fold_into_a_bracket_with_their_number() -> None:
    """More than five copies of one parent are one bracket; the number is not lost."""
    picture = compose(small_case()).claims[0].stemma
    assert picture is not None
    stemma = picture.drawing
    assert isinstance(stemma, Stemma)
    folds = [n for n in stemma.nodes if n.shape == "fold"]
    assert [(f.label, f.n) for f in folds] == [("seven reports", 7)]
    assert sum(n.n for n in stemma.nodes) == 13


def test_the_stemma_leads_everything_through_the_named_hands() -> None:
    """Ties and custody put the chokepoint between the origins and the broadcaster."""
    picture = compose(small_case()).claims[0].stemma
    assert picture is not None
    stemma = picture.drawing
    assert isinstance(stemma, Stemma)
    edges = {(e.parent, e.child) for e in stemma.edges}
    assert {("defector_1", "handover_group"), ("defector_2", "handover_group")} <= edges
    assert ("handover_group", "broadcaster") in edges
    assert ("defector_1", "broadcaster") not in edges
    assert ("broadcaster", "outlet_8") not in edges


def test_rows_are_never_wider_than_a_page() -> None:
    """Two hundred reports with many routes fold until at most six stand in a row."""
    case, parties = CaseBuilder(), {}
    for n in range(200):
        parties[f"o{n}"] = party(f"o{n}", f"Outlet {n}")
        credit = [Link(party_id=f"o{n // 3 - 1}", cue="citing")] if n > 5 else []
        report = case.exhibit(f"{n}: it was agreed")
        case.statement(report, "it was agreed", "claim-agreed", Link(party_id=f"o{n}"), *credit)
    material = replace(
        undeclared_case(),
        statements=case.statements,
        passages=case.passages,
        matchings=tuple(case.matchings),
        renditions=tuple(case.renditions),
        parties=parties,
        sigla=case.sigla,
    )
    hands = compose(material).principal
    assert hands is not None
    assert hands.stemma is not None
    stemma = hands.stemma.drawing
    assert isinstance(stemma, Stemma)
    above: dict[str, list[str]] = {}
    for edge in stemma.edges:
        above.setdefault(edge.child, []).append(edge.parent)
    row_of = levels(above, {n.node_id: n.band for n in stemma.nodes})
    for row in set(row_of.values()):
        assert sum(d == row for d in row_of.values()) <= FULL.row
    assert sum(n.n for n in stemma.nodes) == 200


def moment(label: str, start: date | None, end: date | None) -> Moment:
    return Moment(label=label, start=start, end=end)


def test_uncertain_dates_fade_on_the_side_that_is_open() -> None:
    """A span fades at both ends, an open side only there, a day not at all."""
    day = date(2016, 5, 2)
    timeline = Timeline(
        documents=(
            moment("E1", day, day),
            moment("E2", date(2016, 3, 1), date(2016, 3, 31)),
            moment("E3", None, date(2016, 4, 1)),
            moment("E4", date(2016, 4, 1), None),
        ),
        record=(),
    )
    text = draw(picture(timeline))
    for fill in ("soft-both", "soft-start", "soft-end"):
        assert text.count(f'fill="url(#{fill})"') == 1
    assert text.count('class="document"') == 1


def test_labels_of_one_lane_keep_apart() -> None:
    """Documents of neighbouring days stand in different lanes rather than over one another."""
    documents = tuple(moment(f"E{n} and more", date(2016, 5, n), date(2016, 5, n)) for n in range(1, 8))
    far = moment("E0", date(2014, 1, 1), date(2014, 1, 1))
    at = labels(drawn(Timeline(documents=(far, *documents), record=())))
    heights = [at[f"E{n} and more"][1] for n in range(1, 8)]
    assert len(set(heights)) == 7


def test_the_record_hangs_below_the_line_by_deaths() -> None:
    """The month with most deaths has the longest bar and is the one that is labelled."""
    record = tuple(
        RecordBar(start=date(2016, m, 1), end=date(2016, m, 28), n_events=3, deaths=d)
        for m, d in ((1, 60), (3, 348))
    )
    root = drawn(Timeline(documents=(moment("E1", date(2016, 2, 1), date(2016, 2, 1)),), record=record))
    bars = [r for r in root.iter(f"{SVG}rect") if r.attrib["class"] == "record"]
    assert float(bars[1].attrib["height"]) > 4 * float(bars[0].attrib["height"])
    assert "348 deaths, Mar 2016" in labels(root)


def test_few_ticks_whatever_the_stretch_of_time() -> None:
    """Days, months or years: at most seven or so, never overprinted."""
    for last in (date(2016, 5, 9), date(2017, 1, 1), date(2049, 1, 1)):
        documents = (moment("E1", date(2016, 5, 2), date(2016, 5, 2)), moment("E2", last, last))
        ticks = [k for k in labels(drawn(Timeline(documents=documents, record=()))) if k[:1] != "E"]
        assert 1 <= len(ticks) <= 9


@given(st.text(max_size=50))
def test_no_text_in_a_picture_becomes_markup(text: str) -> None:
    """svg.py escapes nothing; the canvas does, for labels, titles and descriptions."""
    stemma = Stemma(nodes=(StemmaNode(node_id="a", label=text, below=(text,), note=text),), edges=())
    root = ET.fromstring(draw(picture(stemma, title=text + "<x onload='y'>")))
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {"svg", "g", "title", "desc", "line", "text"}


@given(st.text(min_size=1, max_size=80), st.floats(40, 300), st.integers(1, 4))
def test_wrapped_lines_fit_their_room(text: str, room: float, lines: int) -> None:
    """A label never runs out of its box."""
    out = wrap(text, room, 13, lines)
    assert len(out) <= lines
    assert all(width_of(row) <= room for row in out)


def test_a_text_that_fits_is_not_clipped() -> None:
    """The ellipsis means that something was cut."""
    assert clip("short", 200) == "short"
    assert clip("a" * 100, 100).endswith("…")


def test_of_several_equally_likely_chokepoints_none_is_named():
    """Eight outlets of one day, nobody shown to be first: naming one of them would be arbitrary."""
    cuts = tuple(Chokepoint(party_ids=(name,), p=0.5) for name in ("a", "b"))
    count = OriginCount(
        claim_id="c", n_reports=2, n_statements=2, k=(0, 1.0), kappa=(0, 1.0), kappa_trusted=(0, 1.0),
        trusted=(), chokepoints=cuts, origins=(), derivations=(), p_own=(), paths=(), n_samples=1, seed=0,
    )  # fmt: skip
    assert likeliest_chokepoint(count) == ()
    assert likeliest_chokepoint(replace(count, chokepoints=cuts[:1])) == ("a",)
