"""`twosource fuse FILE`: a sentence first, then the doubtful items; bad files get what, safe and what to do."""

import csv
import json

import pytest

from twosource.cli import run

HEAD = "source,item,value\n"
TABLE = HEAD + "".join(
    f"{s},road {n},{v}\n"
    for n in range(12)
    for s, v in (("Clerk", 300 + 7 * n), ("Desk", 300 + 7 * n), ("Rumour", 900 + n if n % 2 else 300 + 7 * n))
)


@pytest.fixture
def table(tmp_path):
    def written(text, name="told.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return str(path)

    return written


def fused(table, capsys, text, *options, encoding="utf-8"):
    code = run(["fuse", table(text, encoding=encoding), *options])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_the_sentence_comes_first_and_the_kind_is_said_aloud(table, capsys):
    code, out, _ = fused(table, capsys, TABLE)
    assert code == 0
    assert out.splitlines()[0].startswith("12 items, 3 sources.")
    assert "The values are numbers" in out
    assert "This is not tracing" in out
    assert "Clerk" in out


def test_columns_in_any_order_with_semicolons_tabs_marks_and_utf_16(table, capsys):
    plain = fused(table, capsys, TABLE, "--json")[1]
    turned = "VALUE;Source;note;Item\n" + "".join(
        f"{v};{s};x;{i}\n" for s, i, v in (line.split(",") for line in TABLE.splitlines()[1:])
    )
    for text, encoding in ((turned, "utf-8-sig"), (turned.replace(";", "\t"), "utf-16"), (turned, "utf-8")):
        again = fused(table, capsys, text, "--json", encoding=encoding)[1]
        assert json.loads(again)["value"]["fused"]["items"] == json.loads(plain)["value"]["fused"]["items"]


def test_arabic_digits_are_the_same_numbers(table, capsys):
    arabic = TABLE.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    out = json.loads(fused(table, capsys, arabic, "--json")[1])["value"]["fused"]
    assert out["kind"] == "numbers"
    assert {one["candidates"][0]["value"] for one in out["items"]} == {str(300 + 7 * n) for n in range(12)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("source,item\nA,x\n", "has no column value; its columns: source, item"),
        ("a,b\n1,2\n", "no column source and no column item and no column value"),
        (HEAD, "holds no row below its first line"),
        (HEAD + '"' + "x" * 1_100_000 + '",x,1\n', "is no table that can be read: line"),
    ],
)
def test_a_table_that_cannot_be_fused_gets_a_sentence(table, capsys, text, said):
    code, _, err = fused(table, capsys, text)
    assert code == 2
    assert said in " ".join(err.split())
    assert "Nothing was fused, and nothing was kept." in " ".join(err.split())


def test_bytes_that_are_no_text_and_a_file_that_is_not_there(tmp_path, capsys):
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"source,item,value\nA,x,\xff\xfe\n")
    assert run(["fuse", str(bad)]) == 2
    assert "is not UTF-8 text: byte 22" in " ".join(capsys.readouterr().err.split())
    assert run(["fuse", str(tmp_path / "none.csv")]) == 2
    assert "There is no file" in capsys.readouterr().err


def test_infinite_missing_and_short_rows_are_counted_in_sentences(table, capsys):
    text = TABLE + "Clerk,road 90,inf\nDesk,road 90,n/a\nDesk,,5\nonly one\n"
    _, out, _ = fused(table, capsys, text)
    assert "1 value held no single finite number" in out
    assert "1 row without a source or an item" in out
    assert "1 row with too few columns" in out


def test_places_need_a_hierarchy_and_use_it(table, capsys, tmp_path):
    told = HEAD + "".join(
        f"{s},who {n},{v}\n" for n in range(8) for s, v in (("A", "Mill"), ("B", "Vale"), ("C", "Mill"))
    )
    code, _, err = fused(table, capsys, told, "--kind", "places")
    assert code == 2
    assert "--hierarchy" in " ".join(err.split())
    tree = tmp_path / "tree.csv"
    tree.write_text("ID,name,parentID\n1,Vale,0\n2,Mill,1\n", "utf-8")
    code, out, _ = fused(table, capsys, told, "--hierarchy", str(tree), "--json")
    items = json.loads(out)["value"]["fused"]["items"]
    assert code == 0
    assert {one["candidates"][0]["value"] for one in items} == {"Mill"}
    assert items[0]["candidates"][0]["n_shorter"] == 1


def test_out_writes_every_probability_once_and_no_formula(table, capsys, tmp_path):
    text = HEAD + "A,=SUM(1),yes\nB,=SUM(1),no\nA,x,+1 800\nB,x,-5\n"
    out = tmp_path / "chances.csv"
    assert run(["fuse", table(text), "--kind", "label", "--out", str(out)]) == 0
    capsys.readouterr()
    written = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert {row["item"] for row in written} == {"'=SUM(1)", "x"}
    assert {row["value"] for row in written} == {"yes", "no", "'+1 800", "-5"}
    for item in {row["item"] for row in written}:
        mine = [row for row in written if row["item"] == item]
        assert sum(float(r["p"]) for r in mine) + float(mine[0]["p_none_of_them"]) == pytest.approx(
            1, abs=1e-4
        )
    assert run(["fuse", table(text), "--out", str(out)]) == 6
    assert "exists already" in capsys.readouterr().err


def test_hostile_text_cannot_steer_the_terminal(table, capsys):
    text = HEAD + "".join(f"\x1b[31mA{n},it\x1b]0;em\x07,v\u202e{n % 2}\n" for n in range(4))
    _, out, _ = fused(table, capsys, text)
    assert "\x1b" not in out
    assert "\x07" not in out
    assert "\u202e" not in out


def test_one_source_and_all_agreeing_are_said(table, capsys):
    _, out, _ = fused(table, capsys, HEAD + "".join(f"A,i{n},{1000 + n}\n" for n in range(5)))
    assert "One source says everything" in out
    _, out, _ = fused(table, capsys, HEAD + "".join(f"{s},i{n},{1000 + n}\n" for n in range(5) for s in "AB"))
    assert "All sources agree on everything" in out


def test_labels_that_look_like_names_of_people_are_pointed_to_the_kind_that_reads_them(table, capsys):
    """“Daoud, Samir” against “Samir Daoud” came out as a disagreement."""
    rows = 'source,item,value\na,driver,Samir Daoud\nb,driver,"Daoud, Samir"\nc,driver,Samir Dawood\n'
    rows += "".join(f"{s},{i},Orient Freight\n" for s in "abc" for i in ("owner", "buyer", "agent"))
    code = run(["fuse", table(rows)])
    told = " ".join(capsys.readouterr().out.split())
    assert code == 0
    assert "taken as labels" in told
    assert "--kind names" in told


def test_measures_get_an_estimate_with_a_range_on_the_screen_and_in_the_table(table, capsys, tmp_path):
    text = HEAD + "".join(
        f"{s},gauge {n},{50 + (n * 37 % 41) + off * (1 + (n * k % 7) / 7):.3f}\n"
        for n in range(120)
        for k, (s, off) in enumerate((("Ann", 0.1), ("Ben", -0.2), ("Cleo", 0.3), ("Dag", -0.15)), start=2)
    )
    out_file = tmp_path / "chances.csv"
    code, out, _ = fused(table, capsys, text, "--out", str(out_file))
    assert code == 0
    assert "taken as measures" in out
    assert "estimate" in out
    with out_file.open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file))
    assert float(first["estimate_low"]) < float(first["estimate"]) < float(first["estimate_high"])


def test_the_word_and_the_headline_go_by_the_low_end_of_the_range(table, capsys):
    """“almost certain (.96; .39 to .96)” took both from the top."""
    told = HEAD + "a,x,Mill\nb,x,Vale\nc,x,Mill\nd,x,Ford\n"
    code, out, _ = fused(table, capsys, told, "--json")
    (one,) = json.loads(out)["value"]["fused"]["items"]
    assert code == 0
    assert one["low"] < 0.55 < one["candidates"][0]["p"]
    _, out, _ = fused(table, capsys, told)
    assert "below likely once all who say the same count as one voice" in out
    assert "roughly even or more (." in out
    assert "almost certain" not in out


def test_voices_that_agree_have_a_range_down_to_one_voice_also_as_labels(table, capsys):
    told = HEAD + "".join(f"{s},{i},{i} is so\n" for i in "xyz" for s in "ab") + "c,x,no\n"
    _, out, _ = fused(table, capsys, told, "--kind", "label", "--json")
    for one in json.loads(out)["value"]["fused"]["items"]:
        assert one["low"] < one["high"]


def test_one_voice_shows_no_range_that_would_look_exact_and_is_called_one_voice(table, capsys):
    _, out, _ = fused(table, capsys, HEAD + "a,x,yes\n", "--kind", "label")
    assert "One source alone speaks of each item, and nothing here checks it." in out
    assert ", one voice)" in out
    assert " to ." not in out.split("The busiest")[0]


@pytest.mark.parametrize(
    "cell", ["=1+1", "-5+cmd|' /C calc'!A0", "+1", "@SUM(A1)", " =1", "\uff1dcmd()", "\u200b=1", "-", "-2-3"]
)
def test_no_cell_of_the_table_written_is_a_formula_in_any_spreadsheet(table, capsys, tmp_path, cell):
    out = tmp_path / "chances.csv"
    assert (
        run(["fuse", table(f'{HEAD}a,"{cell}",yes\na,-7,y;=1\n'), "--kind", "label", "--out", str(out)]) == 0
    )
    written = out.read_text("utf-8")
    rows = list(csv.DictReader(written.splitlines()))
    assert sorted(row["item"][0] for row in rows) == ["'", "-"]
    assert '"y;=1"' in written
    assert [row["word"] for row in rows] != [""]


def test_a_table_that_could_not_be_written_is_refused_before_the_work(table, capsys, tmp_path):
    code, out, err = fused(table, capsys, HEAD + "a,x,1\n", "--out", str(tmp_path / "no" / "x.csv"))
    assert code == 6
    assert not out
    assert "There is no folder" in err


def test_a_quotation_mark_that_was_never_closed_and_columns_of_one_name_are_told(table, capsys):
    _, out, _ = fused(table, capsys, 'source,item,value,Value\na,x,1,9\nb,x,"1,9\nc,x,2,9\nd,x,3,9\n')
    told = " ".join(out.split())
    assert "1 row over several lines, the first from line 3" in told
    assert "several columns are called value; the first counts" in told
