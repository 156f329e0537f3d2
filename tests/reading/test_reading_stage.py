"""The stage: every exhibit ends somewhere, with a reason, and the parent trusts no reader."""

import pickle
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.errors import IntegrityError, RefusedError
from twosource.evidence.holdings import Exhibit
from twosource.evidence.outcome import Failure
from twosource.evidence.passages import page_at
from twosource.ports import Limits, Reading
from twosource.reading import ReadSettings, inside, read
from twosource.reading.accepting import Making, accept, join_pages
from twosource.reading.failures import failure, status_of
from twosource.reading.registry import readers
from twosource.sandbox import Unsealed
from twosource.terms import RenditionKind, Status, load_table

MAKING = Making(
    exhibit_id="e",
    kind=RenditionKind.TEXT,
    maker="text",
    version="1",
    settings=ReadSettings().fingerprint(),
    limits=Limits(),
)


def test_every_exhibit_gets_one_outcome_in_order(kept):
    exhibits = [
        kept.keep(b"words", "text/plain"),
        kept.keep(b"", "application/x-empty"),
        kept.keep(b"PK", "application/zip"),
        kept.keep(b"?", "application/octet-stream"),
        kept.keep(b"!BDN", "application/vnd.ms-outlook-pst"),
        kept.keep(b"lock", "application/x-encrypted-office"),
    ]
    outcomes = list(read(exhibits, originals=kept, sandbox=Unsealed()))
    assert [one.item_id for one in outcomes] == [one.exhibit_id for one in exhibits]
    assert [one.status for one in outcomes] == [
        Status.READ,
        Status.REFUSED,
        Status.READ,
        Status.WAITING,
        Status.READ,
        Status.WAITING,
    ]


@pytest.mark.parametrize(
    ("media_type", "sentence"),
    [
        ("application/octet-stream", "Nothing here could tell what these bytes are."),
        ("application/x-encrypted-office", "This exhibit is locked with a password."),
        ("video/unheard-of", "There is no reader for video/unheard-of yet."),
    ],
)
def test_what_waits_says_for_what(reading, media_type, sentence):
    outcome = reading(b"content", media_type)
    assert outcome.status is Status.WAITING
    assert outcome.failures[0].sentence().startswith(f"{sentence} The original is kept.")


def test_a_rendition_names_maker_limits_and_sandbox_level(reading):
    (rendition,) = reading(b"The words of a text in plain English letters.", "text/plain").values
    assert (rendition.maker, rendition.maker_version, rendition.sandbox_level) == ("text", "2", 0)
    assert "sandbox level 0" in rendition.limits
    assert str(Limits()) in rendition.limits
    assert rendition.language == "en"
    assert not rendition.made_by_person


def test_the_same_bytes_and_settings_give_the_same_id(reading):
    def id_of(content=b"words", limit=100):
        (rendition,) = reading(content, "text/plain", ReadSettings(limits=Limits(max_pages=limit))).values
        return rendition.rendition_id

    assert id_of() == id_of()
    assert len({id_of(), id_of(limit=101), id_of(content=b"other")}) == 3


def test_an_exhibit_over_the_limit_is_refused_unopened(reading):
    outcome = reading(b"x" * 11, "text/plain", ReadSettings(limits=Limits(max_bytes=10)))
    assert outcome.status is Status.REFUSED
    assert [one.code for one in outcome.failures] == ["too_large"]


def test_text_over_the_limit_is_cut_and_said_so(reading):
    outcome = reading(b"one two three", "text/plain", ReadSettings(limits=Limits(max_text=7)))
    assert outcome.status is Status.PARTLY_READ
    assert outcome.values[0].text == "one two"
    assert [one.code for one in outcome.failures] == ["text_limit"]


class Raising:
    name = "raising"
    version = "1"
    media_types = frozenset({"text/plain"})

    def __init__(self, error: Exception) -> None:
        self.error = error

    def read(self, untrusted_source, limits):
        raise self.error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (KeyError("x"), "it names what is not there"),
        (RecursionError(), "its parts lie too deep in one another"),
        (UnicodeError("secret path"), "no letters of its encoding"),
        (EOFError(), "it breaks off"),
        (MemoryError(), "MemoryError"),
        (ValueError("secret path"), "it is not built as its kind is"),
    ],
)
def test_a_reader_that_falls_over_costs_its_exhibit_only(kept, monkeypatch, error, told):
    """The reason tells the fault in words; what a parser says may quote the exhibit, so it is left out."""
    monkeypatch.setattr(inside, "readers", lambda settings: {"text/plain": Raising(error)})
    outcomes = list(
        read(
            [kept.keep(b"a", "text/plain"), kept.keep(b"", "text/plain")], originals=kept, sandbox=Unsealed()
        )
    )
    assert [one.status for one in outcomes] == [Status.REFUSED, Status.REFUSED]
    assert "the reader gave up" in outcomes[0].failures[0].happened
    assert told in outcomes[0].failures[0].happened
    assert "secret path" not in outcomes[0].failures[0].sentence()


def test_missing_bytes_stop_the_run(kept, monkeypatch):
    def missing(digest):
        raise IntegrityError("The bytes are missing.")

    monkeypatch.setattr(kept, "open", missing)
    exhibit = Exhibit(exhibit_id="0" * 64, size=1, media_type="text/plain")
    with pytest.raises(IntegrityError):
        list(read([exhibit], originals=kept, sandbox=Unsealed()))


@pytest.mark.parametrize(
    "reading",
    [
        Reading(untrusted_pages=(b"bytes",)),
        Reading(untrusted_pages=("a",), untrusted_metadata=(("name", 1),)),
        Reading(untrusted_pages=("a",), untrusted_metadata=(("one", "two", "three"),)),
        Reading(untrusted_pages=("a",), untrusted_page_labels=(None,)),
        Reading(untrusted_pages=("a",), failures=("not a failure",)),
    ],
)
def test_a_reader_that_gives_anything_but_texts_is_refused(reading):
    with pytest.raises(RefusedError, match="no text"):
        accept(reading, MAKING)


def test_letters_that_cannot_be_stored_are_replaced_and_counted():
    rendition, _, _ = accept(Reading(untrusted_pages=("a\x00b\ud800c",)), MAKING)
    assert rendition.text == "a\ufffdb\ufffdc"
    assert rendition.value_of("replaced characters") == "2"


def test_metadata_are_cut_to_size_and_said_once():
    pairs = (("name", "x" * 20_000), ("empty", ""), ("a", "b"), ("a", "b"), ("nul", "\x00"))
    rendition, _, _ = accept(Reading(untrusted_pages=(), untrusted_metadata=pairs), MAKING)
    assert [name for name, _ in rendition.metadata] == ["name", "a", "nul"]
    assert len(rendition.metadata[0][1]) == 10_000


@given(st.lists(st.text(max_size=8), max_size=6))
def test_pages_follow_one_another_without_a_gap_and_hold_their_words(pages):
    """Every code point stands on exactly one page, and each page begins with its own words."""
    text, places = join_pages(pages, ())
    assert [place.number for place in places] == list(range(1, len(pages) + 1))
    assert [place.start for place in places] == [0, *(place.end for place in places)][: len(places)]
    assert not places or places[-1].end == len(text)
    for page, place in zip(pages, places, strict=True):
        assert text[place.start : place.end].startswith(page)


def test_a_position_is_found_on_its_page():
    rendition, _, _ = accept(
        Reading(untrusted_pages=("one", "two"), untrusted_page_labels=("row 2", "row 3")), MAKING
    )
    assert page_at(rendition, rendition.text.index("two")) == 2
    assert [page.label for page in rendition.pages] == ["row 2", "row 3"]


def test_status_follows_from_words_and_reasons():
    waiting, refused = failure("image"), failure("empty")
    assert status_of((), has_words=False) is Status.READ
    assert status_of((refused,), has_words=True) is Status.PARTLY_READ
    assert status_of((refused,), has_words=False) is Status.REFUSED
    assert status_of((refused, waiting), has_words=False) is Status.WAITING


def test_a_code_that_nobody_gave_counts_as_damage():
    """A reader that was broken into may send any code; it cannot stop the desk."""
    forged = Failure(code="no such code", happened="Anything.")
    assert status_of((forged,), has_words=False) is Status.REFUSED
    assert status_of((forged,), has_words=True) is Status.PARTLY_READ


def test_every_failure_is_a_whole_sentence_with_a_remedy():
    rows = load_table("reading_failures")["failures"]
    for code in rows:
        places = [name for _, name, _, _ in Formatter().parse(rows[code]["happened"]) if name]
        one: Failure = failure(code, **dict.fromkeys(places, "7"))
        assert one.happened.endswith(".")
        assert one.remedy.endswith(".")
        assert one.safe.endswith(".")
        assert rows[code]["unread"] in {"waiting", "refused"}


def test_readers_can_be_sent_to_another_process():
    """Reading in a child process, which comes next, needs readers that travel."""
    for media_type, reader in readers(ReadSettings()).items():
        again = pickle.loads(pickle.dumps(reader))
        assert again == reader
        assert media_type in again.media_types
