"""Known claims of a case: near to words, to a statement, and in a list somebody brings."""

import pytest

from twosource.desk import Desk
from twosource.desk.knowing import read_checked
from twosource.errors import NothingMatchedError, UsageError

CASE = """
schema = "twosource-case/1"

[parties.source]
name = "Karim Mansour"
label = "a driver"
kind = "person"
protected = true

[claims.guns]
text = "The guns were moved out of Norhaven before the attack"
action = "withdraw"
place = "Norhaven"

[claims.bread]
text = "Karim Mansour raised the price of bread in Kestria"
action = "agree"

[claims.bridge]
text = "Engineers blew up the railway bridge at Westmark"
action = "bomb"
"""
HEAD = "claim,title,url\n"


@pytest.fixture(name="desk")
def _desk(tmp_path):
    with Desk.open(Desk.new(tmp_path / "case", CASE)) as desk:
        desk.analyse()
        yield desk


def listed(tmp_path, text, name="checked.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def test_the_claim_nearest_to_words_comes_first_with_reasons(desk):
    answer = desk.known("guns were taken out of Norhaven")
    assert answer.nearest[0].claim_id == "claim-guns"
    assert answer.n_claims == 3
    assert not answer.is_none
    assert any("Norhaven" in reason for reason in answer.nearest[0].reasons)


def test_nothing_like_it_is_said(desk):
    assert desk.known("a comet was photographed over the observatory").is_none


def test_a_claim_is_compared_with_the_others_only(desk):
    siglum = desk.store.siglum("claim-guns")
    answer = desk.known(siglum.lower())
    assert answer.named == siglum
    assert answer.n_claims == 2
    assert "claim-guns" not in [one.claim_id for one in answer.nearest]


def test_what_is_asked_must_be_something(desk):
    with pytest.raises(UsageError, match="Nothing was asked"):
        desk.known("  ")
    with pytest.raises(NothingMatchedError):
        desk.known("S99")


def test_an_exhibit_is_no_words(declared_desk, cache):
    declared_desk.receive([cache])
    with pytest.raises(UsageError, match="no claim, statement or passage"):
        declared_desk.known("E1")


def test_protected_names_are_blocked_out(desk):
    answer = desk.known("who raised the price of bread in Kestria, Karim Mansour?")
    assert answer.nearest[0].claim_id == "claim-bread"
    assert "Mansour" not in str(answer)


def test_a_list_of_checked_claims_is_met(desk, tmp_path):
    rows = (
        HEAD + "Guns left Norhaven before it was attacked,Did the guns go?,https://example.org/1\n"
        '"A comet, they say, was seen over Kestria",Comet?,https://example.org/2\n'
    )
    answer = desk.known_against(listed(tmp_path, rows))
    assert answer.n_checked == 2
    assert answer.n_claims == 3
    assert [one.claim_id for one in answer.found] == ["claim-guns"]
    assert answer.found[0].checked.url == "https://example.org/1"
    assert answer.found[0].checked.line == 2


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_in_any_order_and_with_any_separator(tmp_path, separator):
    text = (
        separator.join(["URL", " Claim ", "id"]) + "\r\n" + separator.join(["u", "words  here", "7"]) + "\r\n"
    )
    assert [(one.text, one.url, one.title) for one in read_checked(listed(tmp_path, text))] == [
        ("words here", "u", "")
    ]


def test_lines_are_those_of_the_file_and_rows_without_a_claim_are_passed_over(tmp_path):
    text = "\ufeff" + HEAD + '"first\nover two lines",a,b\n,,\nsecond\n'
    assert [(one.line, one.text) for one in read_checked(listed(tmp_path, text))] == [
        (2, "first over two lines"),
        (5, "second"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no column 'claim'"),
        ("text,link\na,b\n", "its columns: text, link"),
        (HEAD, "holds no claim"),
        (HEAD + ",only a title,\n", "holds no claim"),
        (b"claim\n\xff\xfe\n", "is not UTF-8"),
        (HEAD + '"' + "x" * 150_000 + '"\n', "line 2"),
    ],
)
def test_a_bad_list_gets_a_sentence(tmp_path, text, said):
    with pytest.raises(UsageError, match=said) as caught:
        read_checked(listed(tmp_path, text))
    assert "nothing was compared" in caught.value.sentences()


def test_a_list_that_is_not_there_gets_a_sentence(tmp_path):
    with pytest.raises(UsageError, match="There is no file"):
        read_checked(tmp_path / "none.csv")
