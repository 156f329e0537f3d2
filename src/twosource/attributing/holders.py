"""Who read the papers a page speaks of: papers vouch for nothing, whoever holds them does.

"The letters show" credits nobody by itself. A page that says anywhere who obtained its letters
says with it whose reading this is; only where it never does, somebody unnamed wrote them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from twosource.attributing.discourse import Source
from twosource.attributing.frames import Credit, Frame
from twosource.terms import Access, Channel


@dataclass(frozen=True, slots=True)
class Holders:
    """The holders of papers a rendition names, with where in its text, in order."""

    places: tuple[int, ...] = ()
    sources: tuple[Source, ...] = ()

    @classmethod
    def of(cls, sentences: Iterable[tuple[int, Sequence[Frame]]]) -> "Holders":
        """Return the holders of a rendition from (start of a sentence, its frames)."""
        found = [
            (start, frame.credits[-1].source)
            for start, frames in sentences
            for frame in frames
            if frame.rule == "holds papers" and not frame.credits[-1].source.is_paper
        ]
        return cls(tuple(start for start, _ in found), tuple(source for _, source in found))

    def at(self, position: int) -> Source | None:
        """Return who held papers last before a place of the text, else who first does after it."""
        if not self.sources:
            return None
        last = max(bisect_right(self.places, position) - 1, 0)
        return self.sources[bisect_left(self.places, self.places[last])]

    def behind_papers(self, credits: Sequence[Credit], position: int) -> list[Credit]:
        """Return the credits of a frame with every paper given to whoever read it.

        That is whoever is credited before the paper in the same chain, else right behind it,
        else the holder the page names; a paper nobody holds stays, for its unnamed writer.
        """
        kept: list[Credit] = []
        waiting: Credit | None = None
        for credit in credits:
            if credit.source.is_paper:
                if kept:
                    kept[-1] = _reading(kept[-1], credit)
                else:
                    waiting = waiting or credit
                continue
            kept.append(_reading(credit, waiting) if waiting is not None else credit)
            waiting = None
        if waiting is None:
            return kept
        holder = self.at(position)
        if holder is None:
            return [waiting]
        note = f'"{waiting.source.as_written}" read by {holder.name}'
        reader = replace(holder, as_written=waiting.source.as_written, note=note)
        return [_reading(replace(waiting, source=reader), waiting)]


def _reading(credit: Credit, paper: Credit) -> Credit:
    """Return the credit of whoever read a paper; the words for the paper show that they did."""
    shown_by = paper.source.as_written
    return replace(credit, channel=Channel.DOCUMENT, access=Access.READ, shown_by=shown_by)
