"""The other reports on a claim: how often a sign stands in reports that are separate.

Texts of one family (copies of each other) count once, or forty copies of an error would make it look common;
the families of the pair at hand are left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from twosource.tracing.background import Background
from twosource.tracing.collation.preparing import Prepared
from twosource.tracing.priors import CopyPriors, copy_priors


@dataclass(frozen=True, slots=True, eq=False)
class OtherReports:
    """Every report on a claim with its family, by the name of the text; built once, asked for every pair."""

    reports: tuple[Prepared, ...]
    families: tuple[int, ...]
    words: Background
    numbers: dict[str, int]
    priors: CopyPriors

    @classmethod
    def of(cls, reports: Sequence[Prepared], families: Sequence[int] | None = None) -> "OtherReports":
        """Gather reports; without families each is its own. Raises ValueError for two of one name."""
        own = tuple(range(len(reports))) if families is None else tuple(families)
        numbers = {report.name: i for i, report in enumerate(reports)}
        if len(numbers) != len(reports):
            raise ValueError("every report needs a name of its own")
        priors = copy_priors()
        return cls(tuple(reports), own, Background([r.words for r in reports], own, priors), numbers, priors)

    def rate_of_words(self, parent: Prepared, child: Prepared, first: int, n_words: int) -> float:
        """Return how often separate reports hold a run of the child's words."""
        pair = self.numbers[parent.name], self.numbers[child.name]
        return self.words.rate(*pair, child.words, first, n_words)
