"""Laying exhibits side by side, as the desk answers it."""

import pytest

from twosource.desk import Delivery, Desk
from twosource.errors import NothingMatchedError, UsageError
from twosource.evidence.holdings import Holding
from twosource.tracing.words import split_words

LINE = "The guards of the upper mill left before dawn and took every list of names to the ferry with them."
QUOTE = "“The convoy goes by the upper gate and nobody is to write of it in any book”"
FILES = {
    "harbour.txt": f"Published: 2016-05-02\n\n{LINE} A clerk counted 214 lists. {QUOTE}, one order says.",
    "upland.txt": f"Published: 2016-05-03\n\n{LINE.replace('dawn', 'noon')} Rain fell in Homs. We saw the order: {QUOTE}.",
    "quay.txt": "Published: 2016-05-03\n\nIn Istanbul nothing was known of any mill, said Samir Halabi.",
    "arabic.txt": "غادر حراس الطاحونة العليا قبل الفجر وأخذوا كل قوائم الأسماء إلى المعبر معهم.",
    "again.txt": "كتبت الصحيفة: غادر حراس الطاحونة العليا قبل الظهر وأخذوا كل قوائم الأسماء إلى المعبر.",
    "blank.txt": "   \n",
    "secret.txt": "Karim Haddad carried the list of names to the ferry and Karim Haddad gave it to the clerk there.",
    "secret2.txt": "It was Karim Haddad carried the list of names to the ferry and Karim Hassan gave it to the clerk.",
}
CASE = """
schema = "twosource-case/1"
[parties.source]
name = "Karim Haddad"
label = "a driver"
kind = "person"
protected = true
[[publishers]]
exhibits = ["harbour*"]
party = "harbour"
at = "2016-05-02"
[[publishers]]
exhibits = ["upland*"]
party = "upland"
at = "2016-05-03"
[parties.harbour]
name = "Harbour Gazette"
kind = "outlet"
[parties.upland]
name = "Upland Mail"
kind = "outlet"
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """A case of eight small exhibits, read once, and the siglum of each by its file name."""
    folder = tmp_path_factory.mktemp("collating")
    cache = folder / "cache"
    cache.mkdir()
    for name, text in FILES.items():
        (cache / name).write_text(text, "utf-8")
    with Desk.open(Desk.new(folder / "case", CASE)) as desk:
        desk.receive([cache], Delivery())
        desk.read()
        desk.analyse()
        sigla = {}
        for name in FILES:
            holding = next(
                h for h in desk.store.all(Holding) if h.path.endswith(f"/{name}") or h.path == name
            )
            sigla[name.split(".")[0]] = desk.store.siglum(holding.exhibit_id)
        yield desk, sigla


def collated(case, one, other):
    desk, sigla = case
    return desk.collate([sigla.get(one, one), sigla.get(other, other)])[0]


def test_the_earlier_stands_left_whatever_order_was_asked_for(case):
    _, sigla = case
    for names in (("harbour", "upland"), ("upland", "harbour")):
        answer = collated(case, *names)
        assert (answer.left.siglum, answer.right.siglum) == (sigla["harbour"], sigla["upland"])
        assert answer.is_dated


def test_changed_words_and_quoted_words_are_told_apart(case):
    answer = collated(case, "harbour", "upland")
    pieces = [(p.edit, p.left, p.right) for passage in answer.passages for p in passage.pieces]
    assert ("replaced", "dawn", "noon") in pieces
    assert [passage.is_quoted for passage in answer.passages] == [False, True]
    assert any("quoted primary text" in note for note in answer.notes)
    kinds = [sign.kind for sign in answer.signs]
    assert kinds[0] == "shared words"
    assert kinds[-1] == "same material"
    assert answer.signs[-1].odds == "none"


def test_what_only_one_tells_is_listed(case):
    answer = collated(case, "harbour", "upland")
    assert "214" in answer.left.only_facts
    assert "Homs" in answer.right.only_facts
    assert "Homs" not in answer.left.only_facts


def test_passages_and_lone_words_lead_through_the_whole_right_text(case):
    answer = collated(case, "harbour", "upland")
    lone = list(answer.right.only_words)
    told = []
    for passage in answer.passages:
        told += lone[: passage.right_only] + [p.right for p in passage.pieces if p.right]
        del lone[: passage.right_only]
    assert len(split_words(" ".join([*told, *lone]))) == answer.right.n_words


def test_texts_with_nothing_in_common_show_no_sign(case):
    answer = collated(case, "harbour", "quay")
    assert answer.passages == ()
    assert answer.level == "no sign of reuse"


def test_arabic_is_laid_beside_arabic_and_english_only_by_facts(case):
    assert collated(case, "arabic", "again").passages
    answer = collated(case, "arabic", "harbour")
    assert not answer.passages
    assert any("two languages" in note for note in answer.notes)
    assert any("dates do not tell" in note for note in answer.notes)


def test_a_protected_name_is_blocked_out_before_words_are_compared(case):
    answer = collated(case, "secret", "secret2")
    assert "Haddad" not in repr(answer)
    assert "Hassan" in repr(answer)


def test_the_same_exhibit_twice_and_one_without_words_get_a_sentence(case):
    _, sigla = case
    with pytest.raises(UsageError, match="nothing to compare"):
        collated(case, "harbour", "harbour")
    with pytest.raises(UsageError, match=f"{sigla['blank']} has no words"):
        collated(case, "harbour", "blank")
    with pytest.raises(NothingMatchedError):
        collated(case, "harbour", "E99")


def test_statements_are_compared_by_their_passages(case):
    desk, sigla = case
    passages = [desk.cite(sigla[name], "list of names to the ferry") for name in ("secret", "secret2")]
    names = [desk.store.siglum(passage.passage_id) for passage in passages]
    answer = desk.collate(names)[0]
    assert answer.left.n_words == answer.right.n_words == 6
    assert answer.share_of_right == 1.0


def test_the_page_needs_nothing_else_and_escapes_what_it_shows(case):
    desk, sigla = case
    answer, page = desk.collate([sigla["arabic"], sigla["again"]], page=True)
    assert answer.passages
    assert 'dir="rtl"' in page
    assert "<script" not in page
    assert "http:" not in page.replace("http-equiv", "")
    assert "<del>" in page
    assert "<ins>" in page
