"""How a stemma is drawn: no box over another, mirrored for right to left, safe, valid, small, and by itself."""

import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stemma_cases import CLAIM, Report, chain, spread, star
from test_dossier_stemma import drawn, spreads

from twosource.dossier.contexts import Picture, Table
from twosource.dossier.drawings import Stemma, StemmaEdge, StemmaNode, Timeline
from twosource.dossier.folding import FULL, SMALL
from twosource.dossier.hands import small_stemma, stemma_picture
from twosource.dossier.material import Material
from twosource.dossier.pictures.alone import draw_alone
from twosource.dossier.pictures.canvas import width_of
from twosource.dossier.pictures.draw import draw
from twosource.dossier.pictures.stemma_layout import AIR, Laid, isotonic, lay_out
from twosource.dossier.shelf import Shelf

SVG = "{http://www.w3.org/2000/svg}"
HANDOVER = ((("The Handover Group",), 0.98),)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><image href="http://example.org/x.png"/>',
    "]]></style><x/>",
    "\u202egnp.exe\u202c and \u2066more",
    "null\x00 bell\x07 \ufffe\uffff",
    "A paper with a name that goes on & on and on and would run over its neighbours twice",
    "Onewordwithoutanyspaceinitthatislongerthananycolumnofthepagecouldeverhold",
    "صحيفة الميناء الجديد للأخبار المحلية والعالمية",
    "東京新聞社会部記者クラブ連合会",
    "",
]


def of(material: Material) -> Picture:
    picture = stemma_picture(Shelf(material), CLAIM)
    assert picture is not None
    return picture


def overlaps(laid: Laid) -> list[tuple[int, int]]:
    found = []
    for (i, a), (j, b) in itertools.combinations(enumerate(laid.boxes()), 2):
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]:
            found.append((i, j))
    return found


@settings(max_examples=60, deadline=None)
@given(spreads(), st.sampled_from([FULL, SMALL]), st.sampled_from(["ltr", "rtl"]))
def test_no_two_boxes_overlap_and_none_leaves_the_drawing(spread_of, how, direction) -> None:
    """Computed, for any graph: every node with all its words keeps clear of every other and of the dates."""
    stemma = replace(drawn(spread(spread_of), how), direction=direction)
    laid = lay_out(stemma)
    assert overlaps(laid) == []
    axis = 74.0 if stemma.bands else 0.0
    left, right = (0.0, laid.width - axis) if direction == "rtl" else (axis, laid.width)
    for x1, y1, x2, y2 in laid.boxes():
        assert left - 0.1 <= x1 < x2 <= right + 0.1
        assert 0 <= y1 < y2 <= laid.height
    waypoints = {leg for legs in laid.legs.values() for pair in legs for leg in pair if leg not in laid.box}
    for point in waypoints:
        beside = [k for k in laid.box if laid.top[k] == laid.top[point]]
        assert all(abs(laid.x[k] - laid.x[point]) >= laid.box[k].width / 2 + AIR / 2 for k in beside)


@settings(max_examples=25, deadline=None)
@given(spreads(), st.sampled_from([FULL, SMALL]))
def test_every_line_of_words_fits_the_box_computed_for_it(spread_of, how) -> None:
    """What is set is what was measured: each line is no wider than its box."""
    laid = lay_out(drawn(spread(spread_of), how))
    for box in laid.box.values():
        assert all(width_of(line, 13.0) <= box.width for line in box.lines)
        assert all(width_of(line, 11.5) <= box.width for line in box.below)


@settings(max_examples=40, deadline=None)
@given(spreads(), st.sampled_from([FULL, SMALL]))
def test_right_to_left_is_the_mirror_image(spread_of, how) -> None:
    """Every middle at the same distance from the other edge, every row at the same height."""
    stemma = drawn(spread(spread_of), how)
    here, there = lay_out(stemma), lay_out(replace(stemma, direction="rtl"))
    assert (here.width, here.height, here.top) == (there.width, there.height, there.top)
    for key, at in here.x.items():
        assert there.x[key] == pytest.approx(here.width - at)


def test_dates_stand_at_the_reader_s_edge() -> None:
    """Left of everything, or right of everything where one reads from the right."""
    for language, anchor in (("en", "start"), ("ar", "end")):
        root = ET.fromstring(draw(of(spread(star(20), chokepoints=HANDOVER, language=language))))
        width = float(root.attrib["width"])
        dates = [t for t in root.iter(f"{SVG}text") if t.attrib["text-anchor"] == anchor]
        assert len(dates) >= 2
        edge = 0.0 if anchor == "start" else width
        assert all(float(t.attrib["x"]) == pytest.approx(edge, abs=0.1) for t in dates)


@given(st.lists(st.floats(-1e3, 1e3), max_size=30))
def test_isotonic_regression_is_ordered_and_least_squares(values: list[float]) -> None:
    """In order, of the same mean, and no nearer by moving any of its levels as a whole."""
    fitted = isotonic(values)
    assert all(b >= a - 1e-6 for a, b in itertools.pairwise(fitted))
    assert sum(fitted) == pytest.approx(sum(values), abs=1e-6)
    assert isotonic(sorted(values)) == pytest.approx(sorted(values))


def test_isotonic_regression_by_hand() -> None:
    """Two out of order meet in the middle."""
    assert isotonic([1, 3, 2]) == [1, 2.5, 2.5]


def test_crossings_are_taken_out_where_they_can_be() -> None:
    """Entered crosswise, drawn straight."""
    nodes = tuple(StemmaNode(node_id=k, label=k) for k in ("a1", "a2", "b1", "b2"))
    edges = (StemmaEdge(parent="a1", child="b2", p=1), StemmaEdge(parent="a2", child="b1", p=1))
    x = lay_out(Stemma(nodes=nodes, edges=edges)).x
    assert (x["a1"] - x["a2"]) * (x["b2"] - x["b1"]) > 0


@pytest.mark.parametrize("language", ["en", "ar"])
def test_hostile_names_become_neither_markup_nor_direction(language: str) -> None:
    """Whatever an outlet calls itself: the picture is valid XML, holds no foreign element, no stray control."""
    ids = {f"Outlet {i}": name for i, name in enumerate(HOSTILE)}
    reports = [
        Report(f"Outlet {i}", (f"Outlet {i // 2}",) if i else (), after=i) for i in range(len(HOSTILE))
    ]
    picture = of(spread(reports, names=ids, language=language))
    known = {"svg", "g", "title", "desc", "line", "text", "path", "circle", "rect", "style"}
    for text in (draw(picture), draw_alone(picture)):
        root = ET.fromstring(text)
        assert {e.tag.removeprefix(SVG) for e in root.iter()} <= known
        assert not any(a.startswith("on") or "href" in a for e in root.iter() for a in e.attrib)
        for line in root.iter(f"{SVG}text"):
            inside = re.sub("\u2066([^\u2066-\u2069]*)\u2069", r"\1", (line.text or "")[1:-1])
            assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", inside)
        assert not overlaps(lay_out(picture.drawing))  # type: ignore[arg-type]


@given(st.text(max_size=60))
def test_any_name_gives_valid_xml(name: str) -> None:
    """Also letters that XML forbids and half pairs."""
    material = spread([Report("A"), Report("B", ("A",))], names={"A": name})
    root = ET.fromstring(draw_alone(of(material)).encode("utf-8", "surrogatepass").decode("utf-8"))
    assert root.tag == f"{SVG}svg"


def test_a_name_that_is_cut_is_told_in_full_to_who_asks() -> None:
    """The ellipsis hides nothing: the title of the node has the whole name, its exhibit and its date."""
    long = "The Extraordinarily Long-Winded Provincial Gazette of Northern Something and Daughters"
    root = ET.fromstring(draw(of(spread([Report("A"), Report("B", ("A",))], names={"A": long}))))
    assert any("…" in (t.text or "") for t in root.iter(f"{SVG}text"))
    assert any(long in (t.text or "") and "E1" in (t.text or "") for t in root.iter(f"{SVG}title"))


def test_every_arrow_tells_its_reason() -> None:
    """One title per arrow, from whom and why once more at the child."""
    picture = of(spread(star(12), chokepoints=HANDOVER))
    assert isinstance(picture.drawing, Stemma)
    titles = [t.text or "" for t in ET.fromstring(draw(picture)).iter(f"{SVG}title")]
    reasons = [t for t in titles if t.startswith("credits it: “according to")]
    assert len(reasons) == len(picture.drawing.edges)
    assert any("From The Handover Group (.97): credits it" in t for t in titles)


def test_thick_lines_run_into_the_waist_and_on_to_where_most_of_it_went() -> None:
    """Not all copies of a chokepoint are drawn thick: then nothing would stand out."""
    reports = [
        Report("Broadcaster", ("Source",)),
        *(Report(f"C {i}", ("Broadcaster",), after=i) for i in range(5)),
    ]
    text = draw(of(spread(reports, chokepoints=((("Broadcaster",), 1.0),))))
    assert text.count("leg thick") == 1
    through = draw(of(spread(reports, chokepoints=((("Source",), 1.0),))))
    assert through.count("leg thick") == 1


@pytest.mark.parametrize("make", [lambda: star(5000, days=400), lambda: chain(5000)])
def test_five_thousand_reports_make_a_small_file(make) -> None:
    """Under 200 kB with its letters inside, the table of a page capped, and no report lost."""
    material = spread(make(), chokepoints=HANDOVER)
    picture = of(material)
    assert isinstance(picture.drawing, Stemma)
    assert sum(n.n for n in picture.drawing.nodes) == 5000
    alone = draw_alone(picture)
    ET.fromstring(alone)
    assert len(alone.encode()) < 200_000
    assert len(draw(picture)) < 30_000
    assert len(picture.table.rows) <= 200
    little = small_stemma(Shelf(material), CLAIM)
    assert little is not None
    assert len(draw(little)) < 6_000


def test_a_stemma_by_itself_brings_title_caption_letters_and_both_colours() -> None:
    """Self-contained: nothing is fetched, no variable is left open, light and dark are written out."""
    picture = of(spread(star(20), chokepoints=HANDOVER))
    text = draw_alone(picture)
    assert "@font-face" in text
    assert "prefers-color-scheme:dark" in text
    assert "var(--" not in text
    assert not re.search(r"(?:href|src)=|url\((?!data:)|@import|<script", text)
    words = " ".join((t.text or "").strip("\u2068\u2069") for t in ET.fromstring(text).iter(f"{SVG}text"))
    assert words.startswith(f"{picture.title}.")
    assert picture.caption in words
    assert "#1b1f24" in text
    assert "#e7e4dc" in text


def test_only_a_stemma_is_drawn_by_itself() -> None:
    """Another picture is refused by name."""
    other = Picture(
        name="x", title="x", caption="x", alt="x", drawing=Timeline(documents=(), record=()),
        table=Table(caption="c", headers=("a",), rows=()),
    )  # fmt: skip
    with pytest.raises(TypeError, match="Timeline"):
        draw_alone(other)
