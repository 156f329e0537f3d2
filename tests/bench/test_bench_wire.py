"""The wire benchmark: which rows count, what is input, and that the truth never is."""

import pytest
from bench.runner import DataMissingError

from bench import wire

COLUMNS = [
    "compartment", "filename", "level", "annotators", "publisher", "publication_date", "author", "title",
    "trump_count", "clinton_count", "credit", "wire",
]  # fmt: skip
ROWS = [
    ("dev", "one", "herald", "AP", "None", "AP", "PORT SUDD (AP) — The quay was closed on Monday."),
    ("dev", "two", "herald", "Mara Lind", "None", "None", "The council met. “It is late,” the mayor told Reuters."),
    ("train", "three", "courier", "None", "h/t: The Valley Post ", "NA", "The bridge is shut, officials said."),
    ("train", "four", "courier", "None", "None", "NA", "The bridge is open again, officials said."),
]  # fmt: skip


@pytest.fixture
def data(tmp_path):
    """A folder in the layout of the corpus, with four texts of our own."""
    folder = tmp_path / wire.FOLDER
    lines = ["\t".join(COLUMNS)]
    for part, name, publisher, author, credit, agency, text in ROWS:
        (folder / part / "text").mkdir(parents=True, exist_ok=True)
        (folder / part / "text" / f"{name}.txt").write_text(text, "utf-8")
        lines.append(
            "\t".join([part, name, "1", "x", publisher, "2016-05-02", author, "T", "0", "0", credit, agency])
        )
    (folder / "metadata.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    return tmp_path


def figure(report, metric, group):
    """Return the one figure of that name and group."""
    return next(r for r in report.results if (r.metric, r.group) == (metric, group))


def test_an_agency_is_found_and_who_merely_spoke_to_one_is_not(data):
    report = wire.run(data)
    assert figure(report, "wire_f1 text", "dev").ours == 1.0
    assert {case.case_id: case.values["wire"] for case in report.cases} == {
        "one": "associated press",
        "two": "",
    }


def test_rows_nobody_looked_at_are_left_out(data):
    assert figure(wire.run(data), "wire_f1 text", "all").n == 2


def test_the_line_that_was_taken_out_is_read_where_it_stood(data):
    report = wire.run(data)
    assert figure(report, "credit_f1 line put back", "all").ours == 1.0
    assert figure(report, "credit named in bare text", "all").ours == 0.0


def test_the_truth_is_no_input(data):
    row = next(row for row in wire.read_rows(data) if row.name == "one")
    shown = wire.as_rendition(row)
    assert {name for name, _ in shown.metadata} == {"publisher", "published"}
    assert row.credit not in shown.text


def test_a_wrong_agency_is_a_miss_and_a_wrong_find():
    assert wire._counts([("reuters", "afp"), ("", "afp"), ("", "")]) == (0, 2, 1)


def test_without_the_table_it_says_what_is_missing(tmp_path):
    with pytest.raises(DataMissingError, match=r"metadata\.tsv"):
        wire.run(tmp_path)
