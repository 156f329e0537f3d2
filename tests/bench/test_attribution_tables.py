"""The table of measured accuracy and the kinds of mistakes, on an article of our own."""

import tomllib
from pathlib import Path

import pytest
from bench.attribution_accuracy import Row, as_toml, measured, row_of
from bench.attribution_mistakes import counted, mistakes_in, shown, told
from bench.attribution_reading import Seen, Span, read
from bench.corpora import Article, Attributed

from bench import attribution_accuracy
from twosource.terms import load_table

TEXT = "“The bridge is shut,” the mayor said. A clerk said that the river rose. The fire is out."


def span(words: str, start: int = 0) -> tuple[Span, ...]:
    first = TEXT.index(words, start)
    return ((first, first + len(words)),)


SECOND = TEXT.index("A clerk")
GOLD = (
    Attributed(span("said"), span("the mayor"), span("“The bridge is shut,”")),
    Attributed(span("said", SECOND), span("A clerk"), span("that the river rose")),
)
ARTICLE = Article("paper_a", "4b22", TEXT, GOLD)


def seen(cue: str, source: str, content: str, start: int = 0) -> Seen:
    return Seen(
        span(cue, start),
        span(source) if source else (),
        span(content) if content else (),
        "verb",
    )


def kinds(*found: Seen) -> list[str]:
    return [mistake.kind for mistake in mistakes_in(ARTICLE, read(TEXT, None), found)]


RIGHT = (
    seen("said", "the mayor", "“The bridge is shut,”"),
    seen("said", "A clerk", "that the river rose", SECOND),
)


def test_what_is_right_is_no_mistake() -> None:
    assert kinds(*RIGHT) == []


def test_a_missed_cue_and_one_made_up() -> None:
    assert kinds(RIGHT[0]) == ["cue missed"]
    made_up = seen("is out", "The fire", "")
    assert kinds(*RIGHT, made_up) == ["cue made up"]
    inner = Seen(span("rose"), span("the river"), (), "verb")
    assert kinds(RIGHT[0], inner) == ["cue made up, inside another's words", "cue missed"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("The bridge is shut", "content differs by signs"),
        ("“The bridge is shut,", "content differs by quotation marks"),
        ("bridge is shut,”", "content too short at its start"),
        ("“The bridge", "content too short at its end"),
        ("“The bridge is shut,” the", "content too long at its end"),
        ("The fire", "content elsewhere: wrong link"),
        ("", "content missed"),
    ],
)
def test_how_a_content_differs(content: str, kind: str) -> None:
    assert kinds(seen("said", "the mayor", content), RIGHT[1]) == [kind]


def test_a_wrong_source_is_a_wrong_link() -> None:
    assert kinds(seen("said", "A clerk", "“The bridge is shut,”"), RIGHT[1]) == [
        "source elsewhere: wrong link"
    ]


def test_whom_a_relative_stands_for_is_no_wrong_link() -> None:
    text = "They met the captain, who said it burns."
    at = text.index("who")
    gold = Attributed(((at + 4, at + 8),), ((at, at + 3),), ())
    article = Article("paper_c", "4b22", text, (gold,))
    heard = read(text, None)
    captain = (text.index("the captain"), at - 2)
    for source, kind in (
        (captain, "source is what a relative stands for"),
        ((0, 4), "source elsewhere: wrong link"),
    ):
        ours = Seen(gold.cue, (source,), (), "verb")
        assert [m.kind for m in mistakes_in(article, heard, [ours])] == [kind]


def test_kinds_are_told_with_places_and_words_only_when_asked() -> None:
    found = counted([ARTICLE], None, "rules")
    lines = list(told(found))
    assert all("river" not in line for line in lines)
    (mistake,) = [m for m in mistakes_in(ARTICLE, read(TEXT, None), [RIGHT[0]]) if m.kind == "cue missed"]
    assert "true:  said" in shown(mistake, TEXT)
    assert f"paper_a_4b22@{mistake.place}" in shown(mistake, TEXT)


def test_a_rule_is_counted_by_who_else_saw_it() -> None:
    one = RIGHT[0]
    both = Seen(one.cue, one.source, one.content, "verb", "fake 1")
    alone = Seen(one.cue, one.source, one.content, "model", "fake 1")
    assert [row_of(one, ruled=True), row_of(one, ruled=False)] == ["verb", "verb without model"]
    assert [row_of(both, ruled=False), row_of(alone, ruled=False)] == ["verb and model", "model"]


def test_right_pairs_are_counted_per_rule() -> None:
    rows = {row.rule: row for row in measured([ARTICLE], None)}
    assert rows["verb"].n == 2
    assert rows["verb"].n_right == 2
    wrong = Article("paper_b", "4b22", TEXT, GOLD[:1])
    assert {row.rule: row.n_right for row in measured([wrong], None)}["verb"] == 1


KNOWN = {
    "least_p": 0.6,
    "measured": [
        {"language": "en", "rule": "verb", "p": 0.5, "n": 40},
        {"language": "ar", "rule": "verb", "p": 0.75, "n": 64, "data": "our own"},
    ],
}


def test_the_table_is_toml_the_product_can_load_and_leaves_rare_rules_out() -> None:
    rows = [Row("verb", 100, 85, 3), Row("agentless", 29, 29, 0)]
    table = tomllib.loads(as_toml(rows, KNOWN, "2026-11-23", "fake 1"))
    assert table["measured"] == [
        {"language": "en", "rule": "verb", "p": 0.85, "n": 100},
        {"language": "ar", "rule": "verb", "p": 0.75, "n": 64, "data": "our own"},
    ]
    assert "fake 1" in table["birth"]
    assert table["name"] == "attributing measured"


def test_the_table_keeps_every_key_of_the_one_in_use() -> None:
    in_use = load_table("attributing_measured")
    table = tomllib.loads(as_toml([Row("verb", 100, 85, 3)], in_use, "2026-11-23", ""))
    assert in_use.keys() <= table.keys()
    assert in_use["shared"].keys() <= table["shared"].keys()
    assert table["least_p"] == in_use["least_p"]


def test_the_report_has_a_row_per_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attribution_accuracy, "tagger_at_hand", lambda: None)
    polnear = tmp_path / "attribution" / "polnear" / "dev"
    for part in ("text", "attributions"):
        (polnear / part).mkdir(parents=True)
    (polnear / "text" / "paper_a.txt").write_text(TEXT, "utf-8")
    (first, last), (begin, end) = GOLD[0].source[0], GOLD[0].cue[0]
    lines = [
        f"T1\tSource {first} {last}\tthe mayor",
        f"T2\tCue {begin} {end}\tsaid",
        "E1\tX:T3 Source:T1 Cue:T2",
    ]
    (polnear / "attributions" / "paper_a_4b22.ann").write_text("\n".join(lines), "utf-8")
    report = attribution_accuracy.run(tmp_path)
    assert {(row.group, row.ours, row.n) for row in report.results} == {("verb", 0.5, 2)}
