"""The table of kinds: complete, true to the records, and clear about whom the ledger answers to."""

import dataclasses

import pytest
from store_samples import MACHINE, PERSON, claim, small_case

from twosource.dates import DateSpan
from twosource.evidence import codec
from twosource.evidence.passages import Citation
from twosource.ids import SIGLA
from twosource.store.kinds import BY_NAME, BY_TYPE, KINDS, Ledgered, kind_for, line_of


def test_every_record_is_kept_but_those_that_only_print():
    assert set(codec.RECORDS) - set(BY_TYPE) == {Citation, DateSpan}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_attributes_named_are_there(kind):
    names = {field.name for field in dataclasses.fields(kind.record_type)}
    assert kind.id_name in names
    assert kind.about_name in names | {""}
    assert kind.siglum in {*SIGLA, ""}
    assert ("made" in names) or kind.ledgered is not Ledgered.IF_JUDGED
    assert kind_for(kind.record_type) is BY_NAME[kind.name] is kind


def test_no_two_kinds_share_a_siglum():
    letters = [kind.siglum for kind in KINDS if kind.siglum]
    assert sorted(letters) == sorted(SIGLA)


def test_a_line_says_what_it_holds_and_whose_word_it_is():
    records = small_case()
    line = line_of(records["holding"])
    assert (line.kind, line.id, line.about) == (
        "holding",
        records["holding"].holding_id,
        records["exhibit"].exhibit_id,
    )
    assert codec.from_line(line.body) == records["holding"]
    assert [line_of(r).is_ledgered for r in (records["fate"], records["passage"])] == [True, False]
    assert [line_of(claim(made=made)).is_ledgered for made in (MACHINE, PERSON)] == [False, True]


def test_half_characters_are_written_so_that_a_database_can_keep_them():
    line = line_of(claim("caf\udce9"))
    line.body.encode("utf-8")
    assert codec.from_line(line.body) == claim("caf\udce9")
