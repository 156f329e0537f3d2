"""How pictures of a weighing are drawn: inside their paper at any width, mirrored, safe, alone in one file."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from dossier_cases import weighing
from dossier_weighing_cases import group, hypothesis, mapped, moved, person, tip
from hypothesis import given, settings
from hypothesis import strategies as st

from twosource.dossier.contexts import Picture, Table
from twosource.dossier.drawings import (
    Bound,
    Calibration,
    CalibrationMark,
    Corner,
    Drawing,
    Ledger,
    LedgerEnd,
    LedgerRow,
    PersonMark,
    RangeRow,
    Ranges,
    Simplex,
    TippingChart,
    TippingLine,
)
from twosource.dossier.pictures.alone import draw_alone
from twosource.dossier.pictures.canvas import width_of
from twosource.dossier.pictures.draw import draw, parts_of
from twosource.dossier.pictures.pen import lanes
from twosource.dossier.weighed import (
    calibration_picture,
    ledger_picture,
    prior_map_picture,
    ranges_picture,
    tipping_picture,
)
from twosource.dossier.wording import bare
from twosource.evidence.forecasts import CalibrationBin, CalibrationCurve
from twosource.evidence.readouts import Weighing

SVG = "{http://www.w3.org/2000/svg}"
WIDTHS = (332.0, 480.0, 640.0, 1144.0)
ARABIC = "اتفاق محلي بين الطرفين على خروج الأسلحة الثقيلة من المدينة قبل سقوطها في أواخر آذار مقابل تسليم المحطة دون قتال"
LATIN = "an arrangement between local commanders of which neither capital was told until long after the town had fallen"
HOSTILE = [
    "<script>alert(1)</script>",
    '"><image href="//x"/>',
    "]]></style>",
    "\u202egnp.exe",
    "a\x00b\uffff",
    "",
]


def sheet(drawing: Drawing) -> Picture:
    table = Table(caption="c", headers=("a",), rows=())
    return Picture(name="p-1", title="A finding", caption="n = 1", alt="words", drawing=drawing, table=table)


def tree(drawing: Drawing, width: float) -> ET.Element:
    _, _, parts = parts_of(drawing, width)
    inner = "".join(part.as_str() for part in parts)
    return ET.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{inner}</svg>')


def all_of(given: Weighing, language: str) -> list[Picture]:
    """Return every picture of a weighing, and the desk's calibration."""
    bins = tuple(
        CalibrationBin(word="", p_mean=p, observed=o, low=low, high=high, n=n, n_true=0)
        for p, o, low, high, n in (
            (0.03, 0.0, 0.0, 0.2, 14),
            (0.5, 1.0, 0.1, 1.0, 1),
            (0.97, 0.9, 0.6, 1.0, 12_345),
        )
    )
    made = [
        ranges_picture(given, language),
        ledger_picture(given, "", language),
        tipping_picture(given, None, language),
        prior_map_picture(given, language),
        calibration_picture(CalibrationCurve(bins=bins, brier=0.2, n=12_360), language),
    ]
    return [p for p in made if p is not None]


def extreme(n: int, name: str = LATIN) -> Weighing:
    """Return a weighing of n hypotheses with long names, p = 1e-12, decibans of 300, forty groups, eight people."""
    hypotheses = tuple(
        hypothesis(
            f"h{i}", 1e-12 if i else 1.0, text=f"{ARABIC if i % 2 else name} {i}", low=0.0, high=1.0 - i / 9
        )
        for i in range(n)
    )
    weights = tuple(group(f"{name} {i}", *[(-1) ** i * 300.0 / (i + 1)] * n) for i in range(40))
    points = (
        tip("one", 0.97, 1e-9, in_band=True, hypothesis="h0", new_lead="h1"),
        tip("two", 0.03, 1 - 1e-9, hypothesis="h1", new_lead="h0", conditions=LATIN),
    )
    evidence = tuple(1.0 if i == 0 else 1e-300 for i in range(n))
    return replace(
        weighing(),
        hypotheses=hypotheses,
        lead="h0",
        weights=weights,
        tipping_points=points,
        prior_map=replace(mapped(1.0, 0.5).prior_map, evidence=evidence, shares=tuple(map(float, evidence))),  # type: ignore[type-var]
        people=tuple(person(f"Person {i}", *[i / 8] * n) for i in range(4)),
        else_bound=0.9999,
    )


def extent(text: ET.Element) -> tuple[float, float]:
    """Return where a line of words begins and ends, by the estimate the drawing goes by."""
    wide = width_of(bare(text.text or ""), float(text.attrib["font-size"]))
    x = float(text.attrib["x"])
    return {
        "start": (x, x + wide),
        "middle": (x - wide / 2, x + wide / 2),
        "end": (x - wide, x),
    }[text.attrib["text-anchor"]]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("n", [2, 3, 8])
def test_every_word_and_mark_stays_on_the_paper(n: int, language: str) -> None:
    """From a telephone to a wall: nothing is cut off at either side, whatever names and figures are."""
    for picture in all_of(extreme(n), language):
        for width in WIDTHS:
            _, height, _ = parts_of(picture.drawing, width)
            for part in tree(picture.drawing, width).iter():
                if part.tag == f"{SVG}text":
                    low, high = extent(part)
                    assert low >= -2, (picture.name, width, part.text)
                    assert high <= width + 2, (picture.name, width, part.text)
                    assert 0 <= float(part.attrib["y"]) <= height
                if part.tag == f"{SVG}rect":
                    assert float(part.attrib["x"]) >= -1
                    assert float(part.attrib["x"]) + float(part.attrib["width"]) <= width + 1
                if part.tag == f"{SVG}circle":
                    assert 0 <= float(part.attrib["cx"]) <= width
                    assert 0 <= float(part.attrib["cy"]) <= height


def test_right_to_left_is_the_mirror_image() -> None:
    """Marks stand mirrored; letters and figures do not."""
    found = replace(weighing(), prior_map=mapped(0.2, 1.0, 0.3).prior_map)
    for picture in all_of(found, "en"):
        here = tree(picture.drawing, 640)
        there = tree(replace(picture.drawing, direction="rtl"), 640)  # type: ignore[arg-type]
        for one, other in zip(here.iter(f"{SVG}circle"), there.iter(f"{SVG}circle"), strict=True):
            assert float(other.attrib["cx"]) == pytest.approx(640 - float(one.attrib["cx"]), abs=0.11)
            assert other.attrib["cy"] == one.attrib["cy"]
        texts = [[bare(t.text or "") for t in root.iter(f"{SVG}text")] for root in (here, there)]
        assert [t.strip("←→ ") for t in texts[0]] == [t.strip("←→ ") for t in texts[1]]


def test_numbers_on_an_arabic_page_are_isolated() -> None:
    """A sign, a range or a percent never changes sides between Arabic words."""
    picture = ranges_picture(weighing(), "ar")
    lines = [t.text or "" for t in tree(picture.drawing, 640).iter(f"{SVG}text")]
    figures = next(line for line in lines if "28" in line)
    assert "\u206628\u00a0%\u2069" in figures
    assert figures.startswith("\u2067")
    assert "\u2068+3\u2069" in (ledger_picture(weighing(), "", "ar") or picture).caption


def test_a_dot_stands_on_its_range_and_a_bound_has_none() -> None:
    """Dot for the posterior, bar for the range, tick for the prior; hatching without a dot for the bound."""
    row = RangeRow(
        label="deals", word="likely", figures="72 %", prior=0.33, p=0.72, low=0.28, high=0.9, allowing=0.6,
        people=(PersonMark(label="Amal", p=0.8),),
    )  # fmt: skip
    root = tree(Ranges(rows=(row,), bound=Bound(label="else", figures="at most", prior=0.2, high=0.3)), 640)
    kinds = [c.attrib["class"] for c in root.iter(f"{SVG}circle")]
    assert kinds == ["posterior", "allowing", "person"]
    bar = next(r for r in root.iter(f"{SVG}rect") if r.attrib["class"] == "range")
    dot = next(c for c in root.iter(f"{SVG}circle"))
    left = float(bar.attrib["x"])
    assert left < float(dot.attrib["cx"]) < left + float(bar.attrib["width"])
    hatches = [x for x in root.iter(f"{SVG}line") if x.attrib["class"] == "hatch"]
    bound = next(r for r in root.iter(f"{SVG}rect") if r.attrib["class"] == "bound")
    ends = [float(h.attrib[k]) for h in hatches for k in ("x1", "x2")]
    assert len(hatches) > 10
    assert min(ends) >= float(bound.attrib["x"]) - 0.1
    assert max(ends) <= float(bound.attrib["x"]) + float(bound.attrib["width"]) + 0.1


def test_bars_of_a_ledger_join_end_to_end_on_the_side_of_their_sign() -> None:
    """Each bar begins where the last one ended; full for it, hollow against."""
    ledger = Ledger(
        rows=(
            LedgerRow(label="a", value=-4.0, figure="−4.0"),
            LedgerRow(label="b", value=10.0, figure="+10.0"),
        ),
        start=LedgerEnd(label="before", value=-3.0, figure="33 %"),
        end=LedgerEnd(label="now", value=3.0, figure="67 %"),
    )
    for direction in ("ltr", "rtl"):
        bars = list(tree(replace(ledger, direction=direction), 640).iter(f"{SVG}rect"))
        assert [b.attrib["class"] for b in bars] == ["bar against", "bar for"]
        (a, wide_a), (b, wide_b) = [(float(x.attrib["x"]), float(x.attrib["width"])) for x in bars]
        assert wide_b == pytest.approx(2.5 * wide_a, abs=0.3)
        joined = a == pytest.approx(b, abs=0.11) or a + wide_a == pytest.approx(b + wide_b, abs=0.11)
        assert joined


def test_a_ledger_of_nothing_is_drawn() -> None:
    """All zero is a picture too."""
    picture = ledger_picture(moved(0.0, 0.0))
    assert picture is not None
    assert draw(picture).count("0.0") >= 4


def test_lines_that_tip_within_their_word_stand_under_their_own_heading_above_the_others() -> None:
    """The order is inside, beyond, plain; a chart without lines still has its axis."""

    def one(label: str, band: tuple[float, float] | None, *, inside: bool = False) -> TippingLine:
        return TippingLine(
            label=label, under="u", p_now=0.6, now="n", p_tip=0.4, then="t", band=band, is_inside=inside
        )

    chart = TippingChart(
        lines=(one("plain", None), one("beyond", (0.5, 0.7)), one("inside", (0.3, 0.7), inside=True)),
        heads=("within", "outside", "figure"),
    )
    words = [bare(t.text or "") for t in tree(chart, 640).iter(f"{SVG}text")]
    wanted = ("within", "inside", "outside", "beyond", "figure", "plain")
    assert [w for w in words if w in wanted] == list(wanted)
    assert sum(r.attrib["class"] == "range" for r in tree(chart, 640).iter(f"{SVG}rect")) == 2
    assert "100" in [bare(t.text or "") for t in tree(TippingChart(lines=()), 640).iter(f"{SVG}text")]


def test_a_map_of_four_is_refused() -> None:
    """A picture of four would have to leave something out."""
    corner = Corner(label="a", share="s", evidence=1.0, prior=0.25)
    with pytest.raises(ValueError, match="two or three"):
        parts_of(Simplex(corners=(corner,) * 4), 640)


def test_few_forecasts_make_a_hollow_ring() -> None:
    """A share of three says nothing, and looks so."""
    marks = tuple(CalibrationMark(p_mean=p, observed=p, low=0, high=1, n=n) for p, n in ((0.2, 3), (0.8, 30)))
    root = tree(Calibration(bins=marks, brier=0.2, n=33), 640)
    assert [c.attrib["class"] for c in root.iter(f"{SVG}circle")] == ["person", "posterior"]
    words = [bare(t.text or "") for t in root.iter(f"{SVG}text")]
    assert "n = 3" in words
    assert "30" in words


@pytest.mark.parametrize("language", ["en", "ar"])
def test_hostile_names_become_neither_markup_nor_direction(language: str) -> None:
    """Whatever somebody calls a hypothesis, a hand or themself: valid XML and no foreign element."""
    for text in HOSTILE:
        bad = replace(extreme(3, text), people=(person(text, 0.1, 0.2, 0.7),))
        for picture in all_of(bad, language):
            for drawn in (*re.split(r"(?<=</svg>)", draw(picture))[:2], draw_alone(picture, 360)):
                root = ET.fromstring(drawn)
                assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {
                    *("svg", "g", "title", "desc", "line", "text", "path", "circle", "rect", "style"),
                }
                assert not any(a.startswith("on") or "href" in a for e in root.iter() for a in e.attrib)
                for line in root.iter(f"{SVG}text"):
                    inside = re.sub("\u2066([^\u2066-\u2069]*)\u2069", r"\1", (line.text or "")[1:-1])
                    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", inside)


@given(st.text(max_size=60), st.sampled_from(WIDTHS))
@settings(max_examples=40, deadline=None)
def test_any_text_can_be_a_label(text: str, width: float) -> None:
    """The drawing is valid and keeps to its paper."""
    chart = TippingChart(
        lines=(
            TippingLine(
                label=text, under=text, p_now=0.1, now=text, p_tip=0.9, then=text, band=None, is_inside=True
            ),
        )
    )
    for part in tree(chart, width).iter(f"{SVG}text"):
        assert extent(part)[1] <= width + 2


def test_a_picture_on_a_page_is_laid_out_twice_and_has_different_ids() -> None:
    """One for the page and one for a small screen; the style sheet shows one of them."""
    text = draw(ranges_picture(weighing()))
    assert text.count("<svg ") == 2
    assert 'class="drawing wide"' in text
    assert 'class="drawing small"' in text
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids)) == 4


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_picture_by_itself_is_one_file_that_fetches_nothing(language: str) -> None:
    """Title, caption, letters and both colours are inside, at 360 and at 1200 pixels."""
    found = replace(weighing(), prior_map=mapped(0.2, 1.0, 0.3).prior_map)
    for picture in all_of(found, language):
        for width in (360.0, 1200.0):
            text = draw_alone(picture, width)
            root = ET.fromstring(text)
            assert float(root.attrib["width"]) == width
            assert "@font-face" in text
            assert "prefers-color-scheme:dark" in text
            assert not re.search(r"var\(--|(?:href|src)=|url\((?!data:)|@import|<script", text)
            words = " ".join(bare(t.text or "") for t in root.iter(f"{SVG}text"))
            title = " ".join(bare(picture.title).replace("\u00a0", " ").split())
            assert title in " ".join(words.replace("\u00a0", " ").split())


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(1, 90)), max_size=12))
def test_names_in_one_lane_never_touch(spans: list[tuple[float, float]]) -> None:
    """Names of people who agree stand below one another."""
    placed = sorted((start, start + wide) for start, wide in spans)
    at = lanes(placed)
    for i, (start, _) in enumerate(placed):
        for j in range(i):
            assert at[i] != at[j] or placed[j][1] <= start


def test_the_name_of_a_sheet_is_safe_as_an_id() -> None:
    """A question's id may hold any letters."""
    text = draw(replace(sheet(ranges_picture(weighing()).drawing), name="سؤال <1>"))
    assert re.findall(r' id="([^"]+)"', text)[0] == "------1--wide-t"
