"""The tagger: sentences in, attributions, names and factuality out, all as ranges of their words.

What is answered for a sentence hangs on that sentence alone. No figure of one is computed together
with another's, so the answer is bit for bit the same in any batch and with any number of threads, on
one machine with one version of its libraries; on another kind of processor scores may differ in their
last digits, and ranges where two readings are as likely.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from twosource.ports import Marked, Marking, NamedRange, Range
from twosource.tagging.chains import Floats, Integers, likeliest, ranges, shares
from twosource.tagging.heads import Heads
from twosource.tagging.linking import Looked, look
from twosource.tagging.pieces import Vocabulary
from twosource.tagging.running import Encoder

AT_ONCE = 256
"""Sentences held in memory together."""

FLAT_ROLES = ("source", "cue", "content")


class LearntTagger:
    """Marks what it learnt from news in English; see the port `Tagger`."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        encoder: Encoder,
        heads: Heads,
        *,
        version: str,
        least_event: float = 0.5,
        least_marking: float = 0.0,
        manner: str = "news",
    ) -> None:
        self._vocabulary, self._encoder, self._heads = vocabulary, encoder, heads
        self._version = version
        self._least_event, self._least_marking = least_event, least_marking
        self._flat = "tales" if manner == "tales" else "flat"

    @property
    def version(self) -> str:
        """Name, version and the start of the digest of the weights."""
        return self._version

    @property
    def languages(self) -> frozenset[str]:
        """English; in any other language it was never measured."""
        return frozenset({"en"})

    def mark(self, sentences: Sequence[Sequence[str]]) -> list[Marked]:
        """Return what is seen in each sentence. Linear in the words; the same sentence is read once."""
        found: list[Marked] = []
        for at in range(0, len(sentences), AT_ONCE):
            given = [tuple(words) for words in sentences[at : at + AT_ONCE]]
            once = list(dict.fromkeys(given))
            marked = dict(zip(once, self._mark(once), strict=True))
            found.extend(marked[words] for words in given)
        return found

    @property
    def heads(self) -> Heads:
        """What stands behind the encoder: for measuring and fitting."""
        return self._heads

    def roles(self, sentences: Sequence[Sequence[str]]) -> list[tuple[tuple[int, int, str], ...]]:
        """Return per sentence its source, cue and content ranges, unlinked: how benchmarks count them."""
        found: list[tuple[tuple[int, int, str], ...]] = []
        for at in range(0, len(sentences), AT_ONCE):
            rows = self._encoder.rows(sentences[at : at + AT_ONCE], self._vocabulary)
            for labels in self._labels(rows, self._flat):
                found.append(tuple((first, last, FLAT_ROLES[kind]) for first, last, kind in ranges(labels)))
        return found

    def rows(self, sentences: Sequence[Sequence[str]]) -> list[Floats]:
        """Return what the encoder sees per word, in the order of the card's `outputs`: for measuring."""
        return self._encoder.rows(sentences, self._vocabulary)

    def looked(self, sentences: Sequence[Sequence[str]]) -> list[list[Looked]]:
        """Return the attributions of each sentence with what speaks for each: for fitting probabilities."""
        return look(self._heads, self.rows(sentences))

    def actions(self, sentence: Sequence[str], source: Range, target: Range) -> Mapping[str, float]:
        """Return the probability of each PLOVER root for what the source does to the target.

        A range outside the sentence is cut to it; an empty sentence gives no root.
        """
        return self.actions_of([(sentence, source, target)])[0]

    def actions_of(self, asked: Sequence[tuple[Sequence[str], Range, Range]]) -> list[Mapping[str, float]]:
        """Return `actions` of several sentences."""
        found: list[Mapping[str, float]] = []
        for at in range(0, len(asked), AT_ONCE):
            part = asked[at : at + AT_ONCE]
            rows = self.rows([words for words, _, _ in part])
            found.extend(
                self._acts(own, source, target) for own, (_, source, target) in zip(rows, part, strict=True)
            )
        return found

    def _acts(self, rows: Floats, source: Range, target: Range) -> Mapping[str, float]:
        if not len(rows):
            return {}
        found = self._heads.acts(rows, _within(source, len(rows)), _within(target, len(rows)))
        return dict(zip(self._heads.slices.roots, map(float, found), strict=True))

    def _labels(self, rows: Sequence[Floats], name: str) -> list[Integers]:
        scores = [self._heads.part(own, name) if len(own) else own for own in rows]
        return likeliest(scores, self._heads.chain(name))

    def _mark(self, sentences: Sequence[Sequence[str]]) -> list[Marked]:
        rows = self._encoder.rows(sentences, self._vocabulary)
        attributions = self._attributions(rows)
        names = self._names(rows)
        return [
            Marked(attributions=attributions[n], names=names[n], factuality=self._factuality(own))
            for n, own in enumerate(rows)
        ]

    def _attributions(self, rows: Sequence[Floats]) -> list[tuple[Marking, ...]]:
        found = []
        for seen in look(self._heads, rows):
            markings = [
                Marking(cue=one.cue, source=one.source, content=one.content, p=self._heads.chance(one.looks))
                for one in seen
            ]
            found.append(tuple(one for one in markings if one.p >= self._least_marking))
        return found

    def _names(self, rows: Sequence[Floats]) -> list[tuple[NamedRange, ...]]:
        kinds, chain = self._heads.slices.kinds, self._heads.chain("kind")
        found: list[tuple[NamedRange, ...]] = []
        for own, labels in zip(rows, self._labels(rows, "kind"), strict=True):
            held = ranges(labels)
            sure = shares(self._heads.part(own, "kind"), chain, held) if held else []
            found.append(
                tuple(
                    NamedRange(range=(first, last), kind=kinds[kind], p=p)
                    for (first, last, kind), p in zip(held, sure, strict=True)
                )
            )
        return found

    def _factuality(self, rows: Floats) -> tuple[float, ...]:
        if not len(rows):
            return ()
        value = np.clip(self._heads.part(rows, "fact")[:, 0], -3, 3)
        value = np.where(value >= self._heads.weights["firm"][0], np.float32(3), value)
        event = 1 / (1 + np.exp(-self._heads.part(rows, "event")[:, 0]))
        return tuple(np.where(event >= self._least_event, value, np.nan).astype(float).tolist())


def _within(given: Range, length: int) -> Range:
    first = min(max(given[0], 0), length)
    return first, min(max(given[1], first), length)
