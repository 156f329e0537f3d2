"""Finding the words of passages again in a new rendition: proposals for a person, never a move.

Three ways in turn: word for word and nowhere else; word for word and told apart by what stands
around (W3C TextQuoteSelector's prefix and suffix); the nearest fit in the window to which the
alignment of both texts points. The new text is indexed and aligned once for all passages.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise

from twosource.evidence.anchors import AnchorProposal
from twosource.evidence.holdings import Rendition
from twosource.evidence.passages import CONTEXT, Passage
from twosource.reading.human.collating import WORD, Match, align, fold_word

MIN_SCORE = 0.5
MAX_PLACES = 64
MAX_PROPOSED = 3
# Longer passages are compared by words, since comparing letters costs the square of their number.
BY_LETTERS = 600
SLACK = 2
EDGES = re.compile(r"[\W_]+")
ONLY_PLACE = "word for word, and nowhere else"


@dataclass(frozen=True)
class _Text:
    """A text with its words, where they stand, and where each pair of words occurs."""

    text: str

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        return [found.span() for found in WORD.finditer(self.text)]

    @cached_property
    def starts(self) -> list[int]:
        return [start for start, _ in self.spans]

    @cached_property
    def folded(self) -> list[str]:
        return [_bare(self.text[start:end]) for start, end in self.spans]

    @cached_property
    def places(self) -> dict[str | tuple[str, str], list[int]]:
        """Return where each folded word and each pair of them stands, at most MAX_PLACES of each."""
        found: dict[str | tuple[str, str], list[int]] = defaultdict(list)
        for at, word in enumerate(self.folded):
            if len(found[word]) <= MAX_PLACES:
                found[word].append(at)
        for at, pair in enumerate(pairwise(self.folded)):
            if len(found[pair]) <= MAX_PLACES:
                found[pair].append(at)
        return found

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of words that a stretch of code points touches."""
        first = max(bisect_right(self.starts, start) - 1, 0)
        if self.spans and self.spans[first][1] <= start:
            first += 1
        return first, bisect_left(self.starts, end)


def propose_anchors(
    passages: Iterable[Passage], old: Rendition | None, new: Rendition
) -> tuple[AnchorProposal, ...]:
    """Return, per passage, where its words stand in a new rendition: the best place first, at most three.

    `old` is the rendition the passages are pinned to, None where it is no longer kept: the words
    alone are then looked for. A passage of which less than half is found gets no proposal.
    """
    wanted = list(passages)
    if not wanted:
        return ()
    search = _Search(_Text(old.text) if old else None, _Text(new.text), new.rendition_id)
    return tuple(proposal for passage in wanted for proposal in search.proposals(passage))


@dataclass(frozen=True)
class _Search:
    """Both texts, their alignment, and what is asked of them per passage."""

    old: _Text | None
    new: _Text
    rendition_id: str

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        return align(self.old.folded, self.new.folded) if self.old else ()

    @cached_property
    def match_starts(self) -> list[int]:
        return [match.first for match in self.matches]

    def proposals(self, passage: Passage) -> list[AnchorProposal]:
        """Return where the words of one passage may stand, best first."""
        exact = self._exact(passage)
        if len(exact) == 1:
            return [
                self._proposal(passage, exact[0], len(passage.text), 1.0, "word for word, and nowhere else")
            ]
        if exact:
            return self._told_apart(passage, exact)
        found = self._nearest(passage)
        return [found] if found else []

    def _exact(self, passage: Passage) -> list[int]:
        """Return the code points at which the words stand exactly, by the rarest pair of words in them."""
        words = _Text(passage.text)
        if not words.spans:
            return []
        # Its first and last word may be cut in two, so whole words inside it are looked up first.
        inner = range(1, len(words.folded) - 1)
        keys: list[tuple[int, str | tuple[str, str]]] = [
            *((at, (words.folded[at], words.folded[at + 1])) for at in inner if at + 1 in inner),
            *((at, words.folded[at]) for at in inner),
        ]
        known = [(self.new.places.get(key, []), at) for at, key in keys]
        if any(not places for places, _ in known):
            return []
        rare = min(known, key=lambda pair: len(pair[0]), default=None)
        if rare is None or len(rare[0]) > MAX_PLACES:
            return _every_place(self.new.text, passage.text)
        before = words.spans[rare[1]][0]
        starts = (self.new.starts[place] - before for place in rare[0])
        return [at for at in starts if at >= 0 and self.new.text.startswith(passage.text, at)]

    def _told_apart(self, passage: Passage, starts: Sequence[int]) -> list[AnchorProposal]:
        """Return the place whose surroundings fit best; where none fits better, the first few."""
        scored = sorted(((self._context(passage, at), -self._distance(passage, at), at) for at in starts),
                        reverse=True)  # fmt: skip
        n = len(starts)
        if scored[0][:2] > scored[1][:2]:
            why = f"word for word in {n} places, this one told apart by what stands around it"
            return [self._proposal(passage, scored[0][2], len(passage.text), 1.0, why)]
        why = f"word for word in {n} places that nothing tells apart"
        return [
            self._proposal(passage, at, len(passage.text), 1 / n, why) for at in sorted(starts)[:MAX_PROPOSED]
        ]

    def _context(self, passage: Passage, at: int) -> int:
        """Return how many letters before and after agree with those around the old place."""
        if self.old is None:
            return 0
        old, new, end = self.old.text, self.new.text, at + len(passage.text)
        ours, theirs = old[max(0, passage.start - CONTEXT) : passage.start], new[max(0, at - CONTEXT) : at]
        before = _common_start(ours[::-1], theirs[::-1])
        after = _common_start(old[passage.end : passage.end + CONTEXT], new[end : end + CONTEXT])
        return before + after

    def _distance(self, passage: Passage, at: int) -> int:
        """Return how many words a place is away from where the alignment points."""
        if self.old is None:
            return 0
        first, _ = self.old.covering(passage.start, passage.end)
        return abs(bisect_left(self.new.starts, at) - self._mapped(first))

    def _mapped(self, word: int) -> int:
        """Return where in the new text a word of the old one would stand, by the last match before it."""
        index = bisect_right(self.match_starts, word) - 1
        if index < 0:
            return word
        match = self.matches[index]
        return match.second + (word - match.first)

    def _nearest(self, passage: Passage) -> AnchorProposal | None:
        """Return the best fit of the windows to which alignment and shared words point, if good enough."""
        folded = _Text(passage.text).folded
        if not folded:
            return None
        best: tuple[float, int, int] | None = None
        for centre in self._centres(passage, folded):
            fit = self._fit(folded, centre)
            if fit and (best is None or fit[0] > best[0]):
                best = fit
        if best is None or best[0] < MIN_SCORE:
            return None
        score, first, last = best
        start, end = self._trimmed(passage.text, self.new.spans[first][0], self.new.spans[last][1])
        why = f"the nearest fit: {round(score * 100)} % of the letters agree"
        return self._proposal(passage, start, end - start, score, why)

    def _centres(self, passage: Passage, folded: Sequence[str]) -> list[int]:
        """Return where a window may begin: by alignment, and by the diagonal most shared words vote for."""
        centres = []
        if self.old is not None:
            centres.append(self._mapped(self.old.covering(passage.start, passage.end)[0]))
        votes: dict[int, int] = defaultdict(int)
        keys: list[tuple[int, str | tuple[str, str]]] = [*enumerate(pairwise(folded)), *enumerate(folded)]
        for at, key in keys:
            places = self.new.places.get(key, [])
            if len(places) <= MAX_PLACES:
                for place in places:
                    votes[place - at] += 1
        if votes:
            centres.append(max(votes, key=lambda shift: (votes[shift], -abs(shift))))
        return centres

    def _fit(self, folded: Sequence[str], centre: int) -> tuple[float, int, int] | None:
        """Return (score, first word, last word) of the best stretch around a place."""
        slack = max(SLACK, len(folded) // 2)
        low, high = max(0, centre - slack), min(len(self.new.folded), centre + len(folded) + slack)
        window = self.new.folded[low:high]
        blocks = align(folded, window)
        stretches = _stretches(blocks, len(folded), len(window), max(0, centre - low))
        scored = [(_likeness(folded, window[a:b]), low + a, low + b - 1) for a, b in stretches if a < b]
        return max(scored, key=lambda one: (one[0], one[1] - one[2]), default=None)

    def _trimmed(self, words: str, start: int, end: int) -> tuple[int, int]:
        """Take marks off the ends of a stretch where the passage neither begins nor ends with one."""
        found = self.new.text[start:end]
        left = 0 if _marks(words) else _marks(found)
        right = 0 if _marks(words[::-1]) else _marks(found[::-1])
        return start + left, end - right

    def _proposal(self, passage: Passage, at: int, length: int, score: float, why: str) -> AnchorProposal:
        return AnchorProposal(
            passage_id=passage.passage_id,
            rendition_id=self.rendition_id,
            start=at,
            end=at + length,
            text=self.new.text[at : at + length],
            score=round(score, 4),
            why=why,
        )


def _stretches(blocks: Sequence[Match], n_words: int, n_window: int, start: int) -> list[tuple[int, int]]:
    """Return the stretches of a window that may be the passage: by its first match, its last, and both."""
    if not blocks:
        return [(start, min(n_window, start + n_words))]
    first = max(0, blocks[0].second - blocks[0].first)
    left = n_words - (blocks[-1].first + blocks[-1].size)
    last = min(n_window, blocks[-1].second + blocks[-1].size + left)
    ends = [(first, last), (first, min(n_window, first + n_words)), (max(0, last - n_words), last)]
    return list(dict.fromkeys(ends))


def _bare(word: str) -> str:
    """Return a word folded and without the marks around it; a word of marks alone stays."""
    folded = fold_word(word)
    return folded[_marks(folded) : len(folded) - _marks(folded[::-1])] or folded


def _marks(word: str) -> int:
    found = EDGES.match(word)
    return found.end() if found else 0


def _every_place(text: str, words: str) -> list[int]:
    """Return where words stand in a text, at most MAX_PLACES places, each read past."""
    found: list[int] = []
    at = text.find(words)
    while at >= 0 and len(found) < MAX_PLACES:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def _likeness(first: Sequence[str], second: Sequence[str]) -> float:
    """Return 2 m / (n1 + n2) by letters, or by words where the passage is long."""
    one, other = " ".join(first), " ".join(second)
    if max(len(one), len(other)) <= BY_LETTERS:
        return SequenceMatcher(None, one, other, autojunk=False).ratio()
    shared = sum(match.size for match in align(first, second))
    return 2 * shared / (len(first) + len(second))


def _common_start(first: str, second: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b),
                min(len(first), len(second)))  # fmt: skip
