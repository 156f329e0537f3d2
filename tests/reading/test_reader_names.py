"""The table of readers: every name leads to a reader, every kind to one name."""

from collections import Counter
from importlib import import_module

import pytest

from twosource.reading.reader_names import (
    READERS,
    RECOGNISERS,
    code_of_unread,
    reader_names,
    unread_kinds,
)
from twosource.reading.readers.office_suite import LABELS
from twosource.reading.registry import readers
from twosource.reading.settings import ReadSettings
from twosource.terms import load_table


@pytest.mark.parametrize(("name", "kinds"), [*READERS.items(), *RECOGNISERS.items()])
def test_a_named_reader_answers_for_the_kinds_of_its_name(name, kinds):
    module, _, class_name = name.partition(":")
    reader = getattr(import_module(f"twosource.reading.readers.{module}"), class_name)
    assert reader.media_types == frozenset(kinds)


@pytest.mark.parametrize("table", [READERS, RECOGNISERS])
def test_a_kind_stands_in_the_table_once(table):
    """Where two answered, the order of a table would decide unseen."""
    counted = Counter(kind for kinds in table.values() for kind in kinds)
    assert [kind for kind, n in counted.items() if n > 1] == []


def test_every_kind_has_a_reader_or_a_reason():
    known = {str(row["value"]) for row in load_table("media_types")["types"]}
    for kind in known:
        assert (kind in readers(ReadSettings())) != (code_of_unread(kind) in ("no_reader", "password"))


def test_a_kind_nobody_reads_has_the_sentence_of_its_kind():
    assert code_of_unread("application/x-encrypted-office") == "password"
    assert code_of_unread("application/x-unheard-of") == "no_reader"
    assert all(code_of_unread(kind) == code for kind, code in unread_kinds().items())


def test_a_kind_that_an_office_program_reads_is_not_refused_beforehand():
    assert {code_of_unread(kind) for kind in (*LABELS, *reader_names())} == {""}


def test_counting_readers_loads_none():
    """A table that loads every reader to be counted is no table of names."""
    registry = readers(ReadSettings())
    assert len(registry) == len(list(registry)) > len(reader_names())
    assert "text/plain" in registry
    assert "text/unheard-of" not in registry
    assert registry.get("text/unheard-of") is None
