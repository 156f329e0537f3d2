"""Words of many texts at once: the words the pattern finds one by one, and one key for each of them."""

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from twosource.tracing.rows import folded, word_rows
from twosource.tracing.words import split_all, split_words, word_hash

SIGNS = "aBéßzΣς9 .,:_'“”\"\n-\u0301\u0640م日カ١٢،ﬁ5\ufdfaİ\ud800\u0969क😀\u200b\u00ad\u202e\u20dd\u3164асо3"
TEXTS = st.lists(st.text(alphabet=SIGNS, max_size=25), max_size=6)
WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]|\d+(?:[.,:]\d+)+"
    r"|(?:[^\W_\u3040-\u30ff\u3400-\u9fff]+|[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640])+"
)


UNSEEN = re.compile(
    r"(?<=[^\W\d_\u3040-\u30ff\u3400-\u9fff\u3164])-\n(?=[^\W\d_\u3040-\u30ff\u3400-\u9fff\u3164])"
)
MARKS = "\u200b\u00ad\u202e\u20dd"


def spans(text):
    """Return where the pattern finds words once nobody's signs are taken out and a broken word is joined."""
    kept = [i for i, sign in enumerate(text) if sign not in MARKS]
    broken = {i for match in UNSEEN.finditer(text) for i in range(*match.span())}
    kept = [i for i in kept if i not in broken]
    seen = "".join(" " if text[i] == "\u3164" else text[i] for i in kept)
    return [(kept[a], kept[b - 1] + 1) for a, b in (match.span() for match in WORD.finditer(seen))]


def places(texts):
    """Return, by text, where its words start and end."""
    rows = word_rows(texts)
    cuts = rows.bounds.tolist()
    return [
        list(zip(rows.starts[a:b].tolist(), rows.ends[a:b].tolist(), strict=True)) for a, b in pairwise(cuts)
    ]


@given(TEXTS)
@example(["a-\nb-", "\nc-\n", "d", "e\u200b\u200bf", "\u202e", "a\u3164b", "5-\nb", "a-\n-b"])
@example(["22,000abc 5,6", "1.2.3", "12ab,34", "2,5kg", "a2,5 1,2,3b,4", "", "5:", ":5", "日5,6"])
def test_words_stand_where_the_pattern_finds_them(texts):
    """The tables cut texts exactly as the pattern does, whatever stands beside them in the block."""
    assert places(texts) == [spans(text) for text in texts]


@given(TEXTS)
def test_keys_are_equal_where_nothing_but_case_accents_and_stretching_differs(texts):
    """Two words have one key exactly where the same letters are left of them."""
    rows = word_rows(texts)
    words = [text[a:b] for text, found in zip(texts, places(texts), strict=True) for a, b in found]
    left = [folded(word) for word in words]
    by_key, by_letters = {}, {}
    for key, letters in zip(rows.keys.tolist(), left, strict=True):
        assert by_key.setdefault(key, letters) == letters
        assert by_letters.setdefault(letters, key) == key


@given(TEXTS)
def test_many_texts_are_split_as_each_alone(texts):
    """Blocks change nothing, and the hash of a word is the hash of that word."""
    for text, words in zip(texts, split_all(texts), strict=True):
        alone = split_words(text)
        spelled = [text[a:b] for a, b in zip(words.starts.tolist(), words.ends.tolist(), strict=True)]
        assert words.hashes.tolist() == alone.hashes.tolist() == [word_hash(word) for word in spelled]
        assert words.quoted.tolist() == alone.quoted.tolist()
        assert words.has_quotes == any(alone.quoted)


@pytest.mark.parametrize("text", ["x" * 200_000 + " y", "ﷺ" * 9_000 + " ﷺ", "a b " * 60_000])
def test_long_words_and_long_texts_keep_their_keys(text):
    """A running sum is laid anew before its powers run out, and a longer word gets powers of its own."""
    rows = word_rows([text])
    again = word_rows(text.split())
    assert rows.keys.tolist() == again.keys.tolist()


def test_decomposed_and_composed_letters_are_one_word():
    """A key is that of the letters however they are stored."""
    composed, apart = (unicodedata.normalize(form, "Überführung") for form in ("NFC", "NFD"))
    assert word_rows([composed]).keys.tolist() == word_rows([apart]).keys.tolist()


@pytest.mark.parametrize(
    "written",
    [
        "fo\u200brce",
        "fo\u00adrce",
        "\u2067fo\u202erce\u2069",
        "for-\nce",
        "f\u043er\u0441\u0435",
        "FORCE",
        "fo\u20ddrce",
        "for\ufe0fce",
    ],
)
def test_words_that_look_the_same_are_the_same(written):
    """Nobody sees a zero-width space, a soft hyphen, a turn of direction or a letter of another script."""
    assert split_words(f"the {written} left").digest() == split_words("the force left").digest()


def test_blank_letters_part_words_and_digits_of_all_scripts_are_digits():
    """A Hangul filler looks like a space; ٣ is 3."""
    assert (
        split_words("the\u3164force\u3164left 22,000").digest()
        == split_words("the force left ٢٢,٠٠٠").digest()
    )


def test_a_zero_width_space_parts_words_where_no_other_space_does():
    """Thai, Lao, Burmese and Khmer are written without spaces."""
    assert len(split_words("ทหาร\u200bออก")) == 2


def test_words_of_one_script_stay_what_they_are():
    """Each letter of a script has one likeness: two Russian words do not become one."""
    assert word_hash("вор") != word_hash("бор")
    assert word_hash("нос") != word_hash("пос")
    assert word_hash("علم") != word_hash("قلم")
