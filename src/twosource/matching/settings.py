"""What may be set about matching."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchSettings:
    """Thresholds and limits of matching.

    Scores are the points of `vocabulary/matching_weights.toml`: from `same_from` on two
    statements are one claim, from `unsure_from` on the pair is left to a person. `max_postings`
    is the document-frequency limit: what more claims than this share says nothing about any of
    them. `max_candidates` bounds the comparisons per statement, `max_exemplars` those per
    candidate, `max_unsure` the questions put to a person per statement. `min_exhibits` and
    `max_machine_claims` limit the machine's claims that are reported, those most exhibits bear
    on first; 0 reports all. `text_length` is in characters; a machine's claim is worded in
    `prefer_language` where a statement in it was found.
    """

    same_from: float = 4.25
    unsure_from: float = 2.6
    max_postings: int = 64
    max_candidates: int = 12
    max_exemplars: int = 4
    max_unsure: int = 2
    min_exhibits: int = 1
    max_machine_claims: int = 0
    text_length: int = 160
    prefer_language: str = "en"

    def __post_init__(self) -> None:
        if self.unsure_from > self.same_from:
            raise ValueError("what is left to a person starts below what is the same")
        if min(self.max_postings, self.max_candidates, self.max_exemplars, self.text_length) < 1:
            raise ValueError("the limits of matching start at 1")
