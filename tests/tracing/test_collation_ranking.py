"""Many pairs at once: the same as one by one, and nothing more than the full alignment shows."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twosource.tracing.collation import collate, prepare
from twosource.tracing.collation.families import families_of
from twosource.tracing.collation.ranking import rank_pairs

WORDS = [
    "mill",
    "ferry",
    "guard",
    "driver",
    "lorry",
    "boat",
    "dawn",
    "river",
    "gate",
    "town",
    "night",
    "letter",
    "seal",
    "stamp",
    "clerk",
    "oil",
]
texts = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


def test_a_run_is_counted_with_its_length_and_share():
    ready = [prepare("a b c d e f"), prepare("x a b c d e y")]
    found = rank_pairs(ready, np.array([[0, 1]]))
    assert (found.shared.tolist(), found.own.tolist(), found.longest.tolist()) == ([5], [5], [5])
    assert found.of_child.tolist() == [5 / 7]


def test_quoted_words_do_not_count_as_own():
    ready = [prepare("“we left the mill at dawn” he said"), prepare("she heard “we left the mill at dawn”")]
    found = rank_pairs(ready, np.array([[0, 1]]))
    assert (found.shared.tolist(), found.own.tolist()) == ([6], [0])


def test_no_pairs_and_empty_texts_give_nothing():
    assert rank_pairs([], np.zeros((0, 2), dtype=np.int64)).ranked().tolist() == []
    ready = [prepare(""), prepare("a b c d e")]
    assert rank_pairs(ready, np.array([[0, 1], [1, 0], [0, 0]])).shared.tolist() == [0, 0, 0]


@given(st.lists(texts, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_pairs_changes_nothing(several, random):
    ready = [prepare(text) for text in several]
    pairs = [(i, j) for i in range(len(ready)) for j in range(len(ready))]
    whole = rank_pairs(ready, np.array(pairs))
    order = random.sample(range(len(pairs)), len(pairs))
    mixed = rank_pairs(ready, np.array(pairs)[order])
    assert mixed.own.tolist() == whole.own[order].tolist()
    assert mixed.longest.tolist() == whole.longest[order].tolist()


@given(texts)
def test_a_text_shares_all_its_words_with_itself(text):
    ready = prepare(text)
    found = rank_pairs([ready], np.array([[0, 0]]))
    assert found.shared[0] == (len(ready.words) if len(ready.words) >= ready.index.n_words else 0)


@given(texts, texts)
def test_what_is_ranked_is_also_shown(one, other):
    first, second = prepare(one), prepare(other)
    found = rank_pairs([first, second], np.array([[0, 1]]))
    shown = sum(block.n_same for block in collate(first, second).blocks)
    assert (found.shared[0] > 0) <= (shown > 0)


def test_copies_are_one_family_and_quoting_one_paper_makes_none():
    line = "the guards left the mill before dawn and took the lists with them to the ferry"
    quote = "“nobody is to write down what was burned at the mill and who gave the word for it”"
    ready = [
        prepare(f"{line}, we learned"),
        prepare(f"our reporter writes: {line}"),
        prepare(f"one office says {quote}"),
        prepare(f"another finds {quote}"),
    ]
    assert families_of(ready) == (0, 0, 2, 3)
    assert families_of([]) == ()
