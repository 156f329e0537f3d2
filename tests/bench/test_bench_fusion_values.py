"""The sets of the world are scored as stated: same people, same number, narrowest place anybody claims."""

import pytest
from bench.fusion_rivals import RIVALS
from bench.fusion_values import folded, one_set
from bench.runner import DataMissingError


@pytest.fixture
def sets(tmp_path):
    def written(name, claims, gold, tree=""):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "claims.csv").write_text("source,item,value\n" + claims, "utf-8")
        (folder / "gold.csv").write_text("item,value\n" + gold, "utf-8")
        if tree:
            (folder / "hierarchy.csv").write_text("ID,name,parentID\n" + tree, "utf-8")
        return tmp_path

    return written


def scores(folder, name):
    rows = one_set("fusion", folder, name, ">= .5", "somewhere .4")
    return {row.metric: row for row in rows if not row.peer_name}, rows


def test_lists_of_people_are_right_whatever_their_spelling(sets):
    claims = "".join(
        f'{s},b{n},"{v}"\n'
        for n in range(6)
        for s, v in (
            ("A", "Marsh, Oliver; Weaver, Ines"),
            ("B", "Oliver Marsh, Ines Weaver"),
            ("C", "MARSH, OLIVER"),
        )
    )
    gold = "".join(f'b{n},"weaver, ines ;  marsh, o.;  "\n' for n in range(6))
    mine, rows = scores(sets("book", claims, gold), "book")
    assert mine["precision"].ours == 1.0
    assert mine["precision"].target == ">= .5"
    assert {row.peer_name for row in rows if row.metric == "precision"} == {"", *RIVALS}


def test_numbers_are_right_as_any_of_the_gold_and_nearly_within_one_per_cent(sets):
    claims = "".join(
        f"{s},w{n},{v}\n" for n in range(4) for s, v in (("A", 3000 + n), ("B", 3000 + n), ("C", 17 + n))
    )
    gold = "w0,2990\nw0,3000.0\nw1,3010\nw2,8000\n"
    mine, _ = scores(sets("weather", claims, gold), "weather")
    assert mine["precision"].ours == pytest.approx(1 / 3)
    assert mine["precision, nearly"].ours == pytest.approx(2 / 3)


def test_the_narrowest_place_anybody_claims_is_right_and_who_is_not_spoken_of_is_left_out(sets):
    claims = "".join(
        f"{s},h{n},{v}\n" for n in range(5) for s, v in (("A", "Vale"), ("B", "North"), ("C", "Vale"))
    )
    gold = 'h0,"Mill,Vale,North"\nh1,"Vale,North"\nh2,"South"\nnobody,"Mill"\n'
    mine, _ = scores(
        sets("heritages", claims, gold, "1,North,0\n2,Vale,1\n3,Mill,2\n4,South,0\n"), "heritages"
    )
    assert mine["precision"].ours == pytest.approx(2 / 3)
    assert mine["precision"].n == 3
    assert mine["gold items nobody speaks of"].ours == 1.0


def test_a_set_that_is_not_there_is_said(tmp_path):
    with pytest.raises(DataMissingError):
        folded(tmp_path, "book")
