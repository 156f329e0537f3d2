"""Texts made ready once and compared often: words, sorted shingles, what is quoted, facts in order."""

from dataclasses import dataclass

import numpy as np

from twosource.dates import UNDATED, DateSpan
from twosource.tracing.collation.facts import Fact, facts_in
from twosource.tracing.collation.values import CollationSettings
from twosource.tracing.priors import copy_priors
from twosource.tracing.rows import Hashes
from twosource.tracing.shingles import ShingleIndex, index_shingles
from twosource.tracing.words import Flags, WordText, split_words


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """One report made ready: its name (an exhibit id), words, shingles, quoted words, facts in order.

    `index` holds its runs of four words, which the copy formula counts, `seeds` those that begin a block.
    `quoted` marks, per word, primary text: what stands in quotation marks or in a paper the desk holds.
    `is_paper`: it is such a paper itself; what it says is its own, so nothing in it is marked.
    """

    name: str
    words: WordText
    index: ShingleIndex
    seeds: ShingleIndex
    quoted: Flags
    facts: tuple[Fact, ...]
    language: str = ""
    is_paper: bool = False

    @property
    def text(self) -> str:
        """The text as written."""
        return self.words.text


def prepare(
    text: str | WordText,
    *,
    name: str = "",
    language: str = "",
    written_on: DateSpan = UNDATED,
    papers: Hashes | None = None,
    is_paper: bool = False,
) -> Prepared:
    """Return a text made ready; words already split may be given, also a crop of them.

    `papers` are the sorted shingles of the held papers, as long as the copy formula's runs (four words);
    `written_on` places "yesterday" and dates without a year.
    """
    words = text if isinstance(text, WordText) else split_words(text)
    n_words = copy_priors().n_words
    quoted = np.zeros(len(words), dtype=np.bool_) if is_paper else words.quoted.copy()
    if papers is not None and papers.size and not is_paper:
        quoted |= _covered(np.isin(words.shingles(n_words), papers), len(words), n_words)
    return Prepared(
        name=name,
        words=words,
        index=index_shingles(words, n_words),
        seeds=index_shingles(words, CollationSettings().seed_words),
        quoted=quoted,
        facts=facts_in(words, language=language, written_on=written_on),
        language=language,
        is_paper=is_paper,
    )


def _covered(held: Flags, n_words: int, width: int) -> Flags:
    """Return which words stand in a held shingle of `width` words."""
    change = np.zeros(n_words + 1, dtype=np.int64)
    starts = np.flatnonzero(held)
    np.add.at(change, starts, 1)
    np.add.at(change, starts + width, -1)
    covered: Flags = np.cumsum(change)[:n_words] > 0
    return covered
