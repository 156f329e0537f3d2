"""The tagger: sentences in, attributions, names and factuality out, all as ranges of their words.

What is answered for a sentence hangs on that sentence alone. No figure of one is computed together
with another's, so the answer is bit for bit the same in any batch and with any number of threads, on
one machine with one version of its libraries; on another kind of processor scores may differ in their
last digits, and ranges where two readings are as likely.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from twosource.ports import Marked, Marking, NamedRange, Range
from twosource.tagging.chains import Floats, Integers, likeliest, log_shares, ranges
from twosource.tagging.heads import Heads
from twosource.tagging.pieces import Vocabulary
from twosource.tagging.running import Encoder

AT_ONCE = 256
"""Sentences held in memory together."""

FLAT_ROLES = ("source", "cue", "content")
_SOURCE, _CONTENT = 0, 1
_SURE = 0.999999


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

    def actions(self, sentence: Sequence[str], source: Range, target: Range) -> Mapping[str, float]:
        """Return the probability of each PLOVER root for what the source does to the target.

        A range outside the sentence is cut to it; an empty sentence gives no root.
        """
        return self.actions_of([(sentence, source, target)])[0]

    def actions_of(self, asked: Sequence[tuple[Sequence[str], Range, Range]]) -> list[Mapping[str, float]]:
        """Return `actions` of several sentences."""
        rows = self._encoder.rows([words for words, _, _ in asked], self._vocabulary)
        found: list[Mapping[str, float]] = []
        for own, (words, source, target) in zip(rows, asked, strict=True):
            if not words:
                found.append({})
                continue
            shares = self._heads.acts(own, _within(source, len(words)), _within(target, len(words)))
            found.append(dict(zip(self._heads.slices.roots, map(float, shares), strict=True)))
        return found

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
        cues = [
            (n, (first, last))
            for n, labels in enumerate(self._labels(rows, "cue"))
            for first, last, _ in ranges(labels)
        ]
        scored = [self._heads.roles(rows[n], cue) for n, cue in cues]
        labelled = likeliest([scores for _, scores in scored], self._heads.chain("role"))
        found: list[list[Marking]] = [[] for _ in rows]
        for (n, cue), (begin, scores), labels in zip(cues, scored, labelled, strict=True):
            marking = self._marking(rows[n], cue, (begin, scores, labels))
            if marking.p >= self._least_marking:
                found[n].append(marking)
        return [tuple(markings) for markings in found]

    def _marking(self, rows: Floats, cue: Range, roles: tuple[int, Floats, Integers]) -> Marking:
        begin, scores, labels = roles
        logs = log_shares(scores)[np.arange(len(labels)), labels]
        parts: dict[int, list[Range]] = {_SOURCE: [], _CONTENT: []}
        least = {_SOURCE: 0.0, _CONTENT: 0.0}
        for first, last, kind in ranges(labels):
            parts[kind].append((first + begin, last + begin))
            least[kind] = min(least[kind], float(logs[first:last].min()))
        cue_logs = log_shares(self._heads.part(rows[cue[0] : cue[1]], "cue"))
        cue_share = float(1 - np.exp(cue_logs[:, 0]).max())
        looks = (
            _log_odds(cue_share),
            _log_odds(math.exp(least[_SOURCE])) if parts[_SOURCE] else 0.0,
            float(bool(parts[_SOURCE])),
            _log_odds(math.exp(least[_CONTENT])) if parts[_CONTENT] else 0.0,
            float(bool(parts[_CONTENT])),
        )
        return Marking(
            cue=(cue,),
            source=tuple(parts[_SOURCE]),
            content=tuple(parts[_CONTENT]),
            p=self._heads.chance(looks),
        )

    def _names(self, rows: Sequence[Floats]) -> list[tuple[NamedRange, ...]]:
        found: list[tuple[NamedRange, ...]] = []
        for own, labels in zip(rows, self._labels(rows, "kind"), strict=True):
            held = ranges(labels)
            if not held:
                found.append(())
                continue
            logs = log_shares(self._heads.part(own, "kind"))[np.arange(len(labels)), labels]
            found.append(
                tuple(
                    NamedRange(
                        range=(first, last),
                        kind=self._heads.slices.kinds[kind],
                        p=float(np.exp(logs[first:last].min())),
                    )
                    for first, last, kind in held
                )
            )
        return found

    def _factuality(self, rows: Floats) -> tuple[float, ...]:
        if not len(rows):
            return ()
        value = np.clip(self._heads.part(rows, "fact")[:, 0], -3, 3)
        event = 1 / (1 + np.exp(-self._heads.part(rows, "event")[:, 0]))
        return tuple(np.where(event >= self._least_event, value, np.nan).astype(float).tolist())


def _log_odds(share: float) -> float:
    held = min(max(share, 1 - _SURE), _SURE)
    return math.log(held / (1 - held))


def _within(given: Range, length: int) -> Range:
    first = min(max(given[0], 0), length)
    return first, min(max(given[1], first), length)
