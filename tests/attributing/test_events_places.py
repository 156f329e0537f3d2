"""Places: which one a name means, what a page leans towards, and names that are no places."""

import struct

import pytest
from attributing_cases import Found, rendition_of
from hypothesis import given
from hypothesis import strategies as st

from twosource.attributing import AttributeSettings, attribute
from twosource.attributing.events import Atlas, gazetteer_from
from twosource.attributing.events.atlas import Leaning, distance_km, own_atlas
from twosource.attributing.events.world import Sorted, entries_of, folded_place, radius_of
from twosource.errors import RefusedError
from twosource.evidence.testimony import Statement


def at(text, **rest):
    """Return where the first event with a place happened."""
    events = [s.event for s in Found(text, publisher="Ours", **rest).statements if s.event]
    return next((e.at_place for e in events if e.at_place is not None), None)


def test_palmyra_is_syrian_in_a_syrian_text_and_australian_in_an_australian_one():
    """The countries a page speaks of decide between places of one name."""
    here = at("Syrian troops shelled Palmyra. The Syrian army is near Homs, in Syria.")
    there = at(
        "A man was arrested in Palmyra. Police of Perth, Australia, and the Australian government spoke."
    )
    assert here.latitude == pytest.approx(34.56)
    assert there.latitude == pytest.approx(-32.045)
    assert {rival.country for rival in here.rivals} >= {"SY", "AU"}
    assert (here.rivals[0].country, there.rivals[0].country) == ("SY", "AU")


def test_a_page_of_two_countries_gives_no_point():
    """Where two entries are as likely there is no verdict, and the rivals are kept."""
    place = own_atlas().resolve("Tripoli", Leaning({"LY": 5.0, "LB": 5.0}))
    assert place.latitude is None
    assert {"LY", "LB"} <= {rival.country for rival in place.rivals}


def test_a_page_that_leans_decides_between_two_tripolis():
    """Libya's in a Libyan text, Lebanon's in a Lebanese one."""
    found = {c: own_atlas().resolve("Tripoli", Leaning({c: 9.0})) for c in ("LY", "LB")}
    assert (round(found["LY"].latitude), round(found["LB"].latitude)) == (33, 34)


@pytest.mark.parametrize(
    "text",
    [
        "Damascus denied that guns were withdrawn.",
        "Washington condemned the attack.",
        "Nice people were killed.",
        "Reading was bombed as boring.",
        "Clinton attacked the plan.",
    ],
)
def test_a_capital_that_speaks_and_a_word_that_may_be_a_town_are_no_places(text):
    """A government is a party, and a capital letter alone shows no town."""
    assert at(text) is None


def test_a_town_says_more_than_its_country():
    """`in the town of Atareb, Syria` happened in the town."""
    assert at("Rebels were killed in northern Syria in Aleppo.").name == "Aleppo"


def test_a_country_without_a_point_of_ours_is_named():
    """We know that it is a country, and give no point."""
    place = at("Troops were killed in Georgia.")
    assert (place.name, place.latitude, place.n_candidates) == ("Georgia", None, 1)


def test_a_place_of_the_case_comes_first(tmp_path):
    """A hamlet no gazetteer knows is found by the case's own table."""
    table = tmp_path / "mine.csv"
    table.write_text(
        "name,latitude,longitude,radius_km,country,aliases\nTel Marwan,35.5,38.5,2,sy,Marwan Hill|تل مروان\n"
    )
    rows = gazetteer_from([table])
    rendition = rendition_of("The army bombed Marwan Hill.", publisher="Ours")
    (outcome,) = attribute([rendition], known=(), settings=AttributeSettings(), atlas=Atlas(rows))
    (event,) = [v.event for v in outcome.values if isinstance(v, Statement)]
    assert (event.at_place.name, event.at_place.radius_km) == ("Tel Marwan", 2.0)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,latitude\nA,1\n", "no column 'longitude'"),
        ("name,latitude,longitude\nA,north,1\n", "'north'"),
        ("name,latitude,longitude\nA,91,1\n", "beyond 90"),
        ("name,latitude,longitude\nA,nan,1\n", "number"),
        ("name,latitude,longitude,radius_km\nA,1,1,-4\n", "radius"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_a_sentence(tmp_path, text, says):
    """What is wrong, in which line, and what to do."""
    table = tmp_path / "mine.csv"
    table.write_text(text)
    with pytest.raises(RefusedError, match=r"mine\.csv") as refused:
        gazetteer_from([table])
    assert says in refused.value.sentences()
    assert "latitude, longitude" in refused.value.sentences()


@pytest.mark.parametrize("name", ["missing.csv", "map.shp", "short.dbf"])
def test_other_files_are_refused(tmp_path, name):
    """A file that is not there, of another kind, or too short."""
    if not name.startswith("missing"):
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(RefusedError):
        gazetteer_from([tmp_path / name])


def test_an_administrative_layer_gives_names_in_two_languages(tmp_path):
    """The attribute table of COD-AB: names, centre, and a radius from the area."""
    names = [
        ("adm1_name", 10),
        ("adm1_name1", 10),
        ("adm0_pcode", 2),
        ("area_sqkm", 8),
        ("adm1_ref_n", 10),
        ("center_lat", 8),
        ("center_lon", 8),
    ]
    values = ["Nahr", "نهر", "SY", "314.16", "Nahr", "35.5", "38.5"]
    head = b"".join(
        n.encode().ljust(11, b"\0") + b"C" + b"\0" * 4 + bytes([w]) + b"\0" * 15 for n, w in names
    )
    record = b" " + b"".join(v.encode().ljust(w) for v, (_, w) in zip(values, names, strict=True))
    start = 32 + len(head) + 1
    layer = tmp_path / "layer.dbf"
    layer.write_bytes(struct.pack("<BBBBIHH20x", 3, 0, 0, 0, 1, start, len(record)) + head + b"\x0d" + record)
    (row,) = gazetteer_from([layer])
    assert row.spellings == ("Nahr", "نهر")
    assert (row.entry.radius_km, row.country) == (pytest.approx(10, abs=0.1), "SY")


def test_the_world_knows_arabic_and_latin_spellings():
    """One town under each of its scripts."""
    assert entries_of(folded_place("تدمر"))[0].name == entries_of(folded_place("Tadmur"))[0].name
    assert entries_of("no such town anywhere") == ()


@given(
    st.dictionaries(
        st.text("abcdefgh ", min_size=1, max_size=6).map(str.strip).filter(bool),
        st.integers(0, 99),
        max_size=30,
    ),
    st.text("abcdefgh", min_size=1, max_size=6),
)
def test_bisection_finds_what_a_dictionary_finds(rows, other):
    """Every key is found, and nothing else is."""
    lines = b"\n".join(sorted(f"{key}\t{value}".encode() for key, value in rows.items()))
    table = Sorted(lines)
    for key, value in rows.items():
        assert table.row(key) == [key, str(value)]
    assert (table.row(other) is not None) == (other in rows)


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(name):
    """Names in the table and names on a page meet in one form."""
    folded = folded_place(name)
    assert folded == folded.strip()
    assert all(part for part in folded.split(" ")) or folded == ""


@given(st.integers(0, 40_000_000))
def test_a_larger_town_has_no_smaller_radius(population):
    """Radii grow with population between 3 and 30 km."""
    assert 3.0 <= radius_of(population) <= radius_of(population + 1_000_000) <= 30.0


def test_distances_are_those_of_the_sphere():
    """Damascus to Aleppo is about 310 km."""
    one, other = entries_of("damascus")[0], entries_of("aleppo")[0]
    assert distance_km(one, other) == pytest.approx(310, abs=10)
    assert distance_km(one, one) == 0


def test_an_address_leans_a_page():
    """The ending of a web address is a vote for its country."""
    assert own_atlas().leaning_of([], "https://paper.example.au/x").towards("AU") > 1
    assert own_atlas().leaning_of([], "https://paper.example.com/x").total == 0
