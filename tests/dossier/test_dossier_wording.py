"""Small things of language, and the fonts a page is set in."""

import hashlib
import re
import tomllib
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twosource.dates import UNDATED, Calendar, DateSpan, day, month, parse_span, year
from twosource.dossier.explaining import fixed_sentences, labels, page_direction
from twosource.dossier.typefaces import FACES, embedded
from twosource.dossier.wording import (
    bare,
    capital,
    count,
    dated,
    direction_of,
    joined,
    lowered,
    name,
    number,
    percent,
    quoted,
    shorten,
    sigla_ranges,
    stopped,
    visible,
)
from twosource.terms import load_table

FONTS = files("twosource").joinpath("dossier", "fonts")


def test_small_counts_are_words() -> None:
    """Words up to twelve, figures with grouping beyond."""
    assert [number(n) for n in (0, 1, 12, 13, 22000)] == ["no", "one", "twelve", "13", "22,000"]
    assert count(1, "match", "matches") == "one match"
    assert count(2, "report") == "two reports"


@pytest.mark.parametrize(("p", "text"), [(0.0, "under 1"), (0.004, "under 1"), (0.5, "50"), (1.0, "over 99")])
def test_no_probability_reads_as_certainty(p: float, text: str) -> None:
    """Nothing sampled or judged is 0 or 100 per cent."""
    assert percent(p) == f"{text}\u00a0%"


def test_lists_read_as_prose() -> None:
    """Commas, then "and"."""
    assert joined(["a"]) == "a"
    assert joined(["a", "b", "c"]) == "a, b and c"
    assert joined([]) == ""


def test_sentences_end_once_and_start_high() -> None:
    """One stop, one capital, also behind an isolate."""
    assert stopped("it holds") == "It holds."
    assert stopped("does it?") == "Does it?"
    assert bare(capital(name("outlet 3"))) == "Outlet 3"
    assert stopped("  ") == ""
    assert lowered("The town fell.") == "the town fell"
    assert lowered("Palmyra fell.") == "Palmyra fell"


def test_names_lose_their_own_direction_controls() -> None:
    """An isolate inside a name could close ours."""
    assert name("a\u2069\u202eb") == "\u2068ab\u2069"
    assert bare(quoted("It fell.")) == "“It fell”"


def test_control_characters_are_made_visible() -> None:
    """What acts unseen is shown; joiners that shape letters stay."""
    assert visible("a\u202eb\x00") == "a⟦RLO⟧b\ufffd"
    assert visible("می\u200cخواهم") == "می\u200cخواهم"


@given(st.text())
def test_nothing_invisible_is_left(text: str) -> None:
    """No direction control and no C0 control but line breaks and tabs comes through."""
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", visible(text))


@given(st.text(max_size=200), st.integers(5, 80))
def test_shortening_keeps_the_beginning(text: str, limit: int) -> None:
    """A shortened passage is its own beginning, so that the gate finds it there."""
    short = shorten(text, limit)
    kept = short.removesuffix("\u00a0…")
    assert text.strip().startswith(kept.rstrip())


@pytest.mark.parametrize(
    ("text", "direction"), [("abc", "ltr"), ("27 آذار", "rtl"), ("(אב)", "rtl"), ("123", "ltr"), ("", "ltr")]
)
def test_direction_is_that_of_the_first_strong_letter(text: str, direction: str) -> None:
    """As `dir="auto"` has it, never by a list of languages."""
    assert direction_of(text) == direction


def test_sigla_run_together() -> None:
    """Twelve sigla in a row are one range; two are two."""
    assert sigla_ranges(["E3", "E1", "E2", "E9", "E7"]) == [("E1", "E1–E3"), ("E7", "E7"), ("E9", "E9")]
    assert sigla_ranges(["E1", "E2", "odd", ""]) == [("E1", "E1"), ("E2", "E2"), ("odd", "odd")]


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (day(date(2016, 5, 2)), "2\u00a0May 2016"),
        (month(2016, 4), "April 2016"),
        (year(2016), "2016"),
        (parse_span("2016-03/2016-04"), "March 2016 to April 2016"),
        (parse_span("2016-03-01/.."), "from 1\u00a0March 2016"),
        (parse_span("../2016-03-27"), "until 27\u00a0March 2016"),
        (parse_span("2014/2016"), "2014 to 2016"),
        (UNDATED, ""),
    ],
)
def test_dates_are_said_as_precisely_as_they_are_known(span: DateSpan, text: str) -> None:
    """A month is not printed as a day."""
    assert dated(span) == text


def test_a_hijri_date_keeps_the_words_as_written() -> None:
    """Hijri and Gregorian are both printed."""
    span = DateSpan(
        start=date(2015, 9, 16),
        end=date(2015, 9, 18),
        as_written="3 ذو الحجة 1436",
        calendar=Calendar.HIJRI_UMALQURA,
    )
    assert bare(dated(span)) == "16\u00a0September 2015 to 18\u00a0September 2015 (written 3 ذو الحجة 1436)"


def test_an_unknown_language_gets_english_headings() -> None:
    """A page in a language without headings is still a page."""
    assert labels("xx") == labels("en")
    assert page_direction("ar") == "rtl"
    assert page_direction("xx") == "ltr"


def test_every_heading_translated_exists_in_english() -> None:
    """A translation cannot add a heading the page does not have."""
    languages = load_table("dossier")["languages"]
    for table in languages.values():
        assert set(table["labels"]) <= set(languages["en"]["labels"])
    assert len(fixed_sentences()) >= 15


def test_the_fonts_are_those_the_readme_lists() -> None:
    """Each file has the digest in its README, an open licence beside it, and all are small."""
    readme = FONTS.joinpath("README.md").read_text("utf-8")
    total = 0
    for face in FACES:
        content = FONTS.joinpath(face.file).read_bytes()
        total += len(content)
        assert hashlib.sha256(content).hexdigest() in readme
        family = re.sub(r"-(latin|arabic)(-ext)?-\d+-\w+\.woff2$", "", face.file)
        assert "SIL Open Font License" in FONTS.joinpath(f"OFL-{family}.txt").read_text("utf-8")
    assert total < 450_000


def test_only_the_letters_on_the_page_bring_their_font() -> None:
    """Latin alone brings Latin; Arabic brings Arabic; extended Latin only where it occurs."""
    assert "Naskh" not in embedded("plain")
    assert "Naskh" in embedded("تدمر")
    assert len(embedded("plain")) < len(embedded("Šumava"))


def test_the_vocabulary_of_the_gate_has_a_birth_certificate() -> None:
    """Lexicons say where they come from."""
    for table in ("gate", "dossier"):
        text = files("twosource").joinpath("vocabulary", f"{table}.toml").read_text("utf-8")
        assert "Birth certificate" in text
        assert tomllib.loads(text)["name"] == table
