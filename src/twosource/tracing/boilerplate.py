"""Words an outlet prints under every page: left out where texts are compared, for they copy nobody.

A footer, an imprint or a paragraph "about us" stands word for word on pages that have nothing else in
common; where several outlets of one house print it, it would make their separate reports copies. Looked at
outlet by outlet: a run of eight words that stands in most of an outlet's different texts (or in ten of
them), where at least as many of those texts are otherwise their own. Later states of one report share more
than that and are no ground for it; neither is what stands in fewer than three texts. What is boilerplate
at one outlet is boilerplate wherever it stands. The words in which a claim is made are never left out.
Near-linear in the words of the case.

By hand: four pages of one outlet, each 60 words of its own and the same 12 words at the foot: the 12 words
are boilerplate. Four states of one growing report: nothing is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from twosource.evidence.passages import Passage
from twosource.terms import Stance
from twosource.tracing.material import ClaimEvidence
from twosource.tracing.near import shingle_rows
from twosource.tracing.rows import Hashes, Ints, word_rows
from twosource.tracing.words import Flags, WordText

Stretches = tuple[tuple[int, int], ...]
BLOCK = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class BoilerplateSettings:
    """When words are boilerplate. Judged, 2026-11-23; measured on generated pages only.

    `n_words`: least words of a run. `least`, `enough`, `share`: in how many different texts of the outlet
    it must stand: in that share of them, at least `least`, and in `enough` at most. `own`: runs a text must
    have of its own to count, and `own_share` the share of its other runs that no second text may have.
    """

    n_words: int = 8
    least: int = 3
    enough: int = 10
    share: float = 0.6
    own: int = 8
    own_share: float = 0.5


def boilerplate_of(
    texts: Mapping[str, str], outlets: Mapping[str, str], settings: BoilerplateSettings | None = None
) -> dict[str, Stretches]:
    """Return, by exhibit, the stretches (start, end) of its text that are boilerplate; code points.

    `texts` and `outlets` (its publisher) go by exhibit id; an exhibit without an outlet shows none but may
    have some. Exhibits without boilerplate are left out. The order of entry changes nothing.
    """
    settings = settings or BoilerplateSettings()
    pages: dict[str, list[str]] = {}
    for exhibit_id, text in texts.items():
        if outlets.get(exhibit_id):
            pages.setdefault(outlets[exhibit_id], []).append(text)
    rows = [_of_outlet(found, settings) for found in pages.values() if len(found) >= settings.least]
    known = np.unique(np.concatenate([np.zeros(0, dtype=np.uint64), *rows]))
    return _stretches(texts, known, settings.n_words) if known.size else {}


def _of_outlet(texts: Sequence[str], settings: BoilerplateSettings) -> Hashes:
    """Return the shingles that are boilerplate of one outlet."""
    held: dict[bytes, Hashes] = {}
    for first in range(0, len(texts), BLOCK):
        rows = word_rows(texts[first : first + BLOCK])
        at, shingles = shingle_rows(rows, settings.n_words)
        cuts = np.searchsorted(at, rows.bounds).tolist()
        words = rows.bounds.tolist()
        for i in range(len(words) - 1):
            held.setdefault(
                rows.keys[words[i] : words[i + 1]].tobytes(), np.unique(shingles[cuts[i] : cuts[i + 1]])
            )
    needed = max(settings.least, min(settings.enough, int(np.ceil(settings.share * len(held)))))
    if len(held) < needed:
        return np.zeros(0, dtype=np.uint64)
    owners = np.repeat(np.arange(len(held)), [row.size for row in held.values()])
    shingles, slots, counts = np.unique(
        np.concatenate(list(held.values())), return_inverse=True, return_counts=True
    )
    n_texts = counts[slots]
    rest = np.bincount(owners[n_texts < needed], minlength=len(held))
    rest_shared = np.bincount(owners[(n_texts < needed) & (n_texts > 1)], minlength=len(held))
    is_own = (rest >= settings.own) & (rest_shared <= settings.own_share * rest)
    n_own = np.bincount(slots[is_own[owners]], minlength=shingles.size)
    found: Hashes = shingles[n_own >= needed]
    return found


def _stretches(texts: Mapping[str, str], known: Hashes, n_words: int) -> dict[str, Stretches]:
    ids = sorted(texts)
    found: dict[str, Stretches] = {}
    for first in range(0, len(ids), BLOCK):
        block = ids[first : first + BLOCK]
        rows = word_rows([texts[exhibit_id] for exhibit_id in block])
        at, shingles = shingle_rows(rows, n_words)
        places = at[known[np.minimum(np.searchsorted(known, shingles), known.size - 1)] == shingles]
        if not places.size:
            continue
        owners = np.searchsorted(rows.bounds, places, side="right") - 1
        for number in np.unique(owners).tolist():
            runs = _merged(places[owners == number], n_words)
            found[block[number]] = tuple(
                (int(rows.starts[start]), int(rows.ends[stop - 1])) for start, stop in runs
            )
    return found


def _merged(places: Ints, n_words: int) -> list[tuple[int, int]]:
    """Return the runs of words (first, one after the last) that shingles at these places cover."""
    breaks = np.flatnonzero(np.diff(places) > n_words)
    starts = places[np.concatenate((np.zeros(1, dtype=np.int64), breaks + 1))]
    stops = places[np.append(breaks, places.size - 1)] + n_words
    return list(zip(starts.tolist(), stops.tolist(), strict=True))


def without_boilerplate(words: WordText, stretches: Stretches, passages: Sequence[Passage]) -> WordText:
    """Return the words of a text without its boilerplate; what stands in the passages of a claim stays."""
    if not stretches:
        return words
    kept = ~_covered(words, stretches)
    kept |= _covered(words, [(p.start, p.end) for p in passages if words.text[p.start : p.end] == p.text])
    return words if kept.all() else words.only(kept)


def _covered(words: WordText, stretches: Sequence[tuple[int, int]]) -> Flags:
    covered = np.zeros(len(words), dtype=np.bool_)
    for start, end in stretches:
        first, last = np.searchsorted(words.starts, [start, end])
        covered[first:last] = True
    return covered


def boilerplate_sentences(evidence: ClaimEvidence) -> list[str]:
    """Return in words what was left out of the comparison; nothing where nothing was."""
    asserting = {s.exhibit_id for s in evidence.statements if s.stance is Stance.ASSERTS}
    n = sum(1 for exhibit_id in asserting if evidence.boilerplate.get(exhibit_id))
    if not n:
        return []
    reports = "1 report carries" if n == 1 else f"{n} reports carry"
    return [f"{reports} words that an outlet prints under most of its pages; those words were not compared."]
