"""Which opener answers for which kind, by name, so that asking loads no parser."""

import io
import zipfile

import pytest

from twosource.intake.containers import Allowance, Member
from twosource.intake.openers import (
    BEHIND,
    CARRIERS,
    FORMATS,
    MAIL,
    PACKED,
    SHARED,
    WHOLES,
    is_container,
    load,
    opened,
    opener_of,
)
from twosource.intake.packed import STREAMS


def allowed() -> Allowance:
    return Allowance(n_bytes_left=1 << 20, n_members_left=9, max_item_bytes=1 << 20, max_mail_bytes=1 << 20)


@pytest.mark.parametrize("named", [*WHOLES.values(), *CARRIERS.values(), BEHIND])
def test_every_named_opener_is_there(named):
    """A name that leads nowhere would only be noticed when such an exhibit arrives."""
    assert callable(opener_of(named))


def test_every_packing_that_can_be_undone_is_a_container_and_no_other():
    assert set(PACKED) == set(STREAMS)
    assert all(is_container(kind) for kind in (*PACKED, *FORMATS))


def test_an_exhibit_with_words_of_its_own_is_no_container():
    assert not is_container(MAIL)
    assert not WHOLES.keys() & CARRIERS.keys()


def test_what_lies_behind_another_face_comes_after_what_the_first_face_holds():
    """A zip that is also something else is opened as both."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "words")
    found = list(opened("application/zip", True, packed, allowed()))
    assert [one.name for one in found if isinstance(one, Member)] == ["a.txt", "a.txt"]


def test_a_kind_that_holds_nothing_gives_nothing():
    assert not list(opened("text/plain", False, io.BytesIO(b"words"), allowed()))


def test_loading_is_asked_for_every_kind_and_finds_nothing_for_most():
    """The preloaded worker loads by kind, before it forks for an exhibit."""
    for kind in SHARED:
        load(kind)
        assert is_container(kind) or kind in CARRIERS
    load("text/plain")
