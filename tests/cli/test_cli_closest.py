"""collate of a claim: which reports are most alike, by name, and which came first only where dates tell."""

import pytest

from twosource.cli import run
from twosource.desk import Desk

LINE = "The guards of the upper mill left before dawn and took every list of names to the ferry with them."
CASE = """
schema = "twosource-case/1"
title = "The mill"

[claims.mill]
text = "The guards left the mill"
action = "other"
"""


@pytest.fixture
def case(tmp_path):
    """Three papers with one line: two of one day, one of the next."""
    cache = tmp_path / "cache"
    cache.mkdir()
    papers = (("a", "Harbour Gazette", "01"), ("b", "صحيفة الميناء", "01"), ("c", "Upland Mail", "02"))
    declared = CASE
    for name, publisher, day in papers:
        head = f"Publisher: {publisher}\nPublished: 2016-05-{day}\n\n"
        (cache / f"{name}.txt").write_text(f"{head}{LINE}", "utf-8")
        declared += (
            f'\n[parties.{name}]\nname = "{publisher}"\nkind = "outlet"\n'
            f'\n[[statements]]\nexhibit = "{name}.txt"\nquote = "The guards of the upper mill left"\n'
            f'claim = "mill"\nchain = [{{ party = "{name}", channel = "publication" }}]\n'
        )
    folder, _ = Desk.new_or_found(tmp_path / "case", declared)
    with Desk.open(folder) as desk:
        desk.receive([cache])
        desk.read_quickly()
        desk.analyse()
    return ["--case", str(tmp_path / "case")]


def test_pairs_are_named_and_earlier_only_where_their_dates_tell(case, capsys):
    assert run(["collate", "mill", *case]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "3 pairs of reports on mill with words in common." in out
    assert "Gazette" in out
    assert "Upland" in out
    assert out.count("*") == 2  # one pair, and the line that says what the star means
    assert "* their dates do not tell which is the earlier." in out
