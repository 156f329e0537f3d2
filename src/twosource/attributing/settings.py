"""What may be set about attributing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeSettings:
    """Limits of attributing, in code points of a sentence and counts per sentence or rendition.

    `own_voice` says whether sentences the publisher says itself are kept where they hold an
    event of the closed list, and of the first `lead_sentences` one where none of these holds any. A
    longer text than `max_characters` is read up to there, and the outcome says so.
    """

    max_sentence: int = 2000
    max_events: int = 3
    max_statements_per_sentence: int = 12
    max_characters: int = 4_000_000
    own_voice: bool = True
    lead_sentences: int = 2

    def __post_init__(self) -> None:
        if min(self.max_sentence, self.max_events, self.max_statements_per_sentence, self.max_characters) < 1:
            raise ValueError("the limits of attributing start at 1")
