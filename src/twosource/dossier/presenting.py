"""How a content is presented, in a few words: "as an order, future (“ordered”)"; nothing for flat fact."""

from twosource.dossier.wording import label
from twosource.evidence.quoting import within_marks
from twosource.evidence.testimony import Factuality
from twosource.terms import Modality, Tense

FLAT = 2.5


def presented_words(factuality: Factuality | None, language: str = "en") -> str:
    """Return mood, polarity, tense and the words that show them; an empty text for what is told as fact."""
    if factuality is None:
        return ""
    sure = factuality.score is None or factuality.score >= FLAT
    if factuality.modality is Modality.ACTUAL and not factuality.is_negated and sure:
        return ""
    parts = [label("modality", factuality.modality.value, language)]
    if factuality.is_negated:
        parts.append(_NOT_SO.get(language, _NOT_SO["en"]))
    if factuality.tense is not Tense.UNKNOWN:
        parts.append(label("tense", factuality.tense.value, language))
    shown = " … ".join(factuality.words)
    separator = "، " if language == "ar" else ", "
    return separator.join(parts) + (f" (“{within_marks(shown)}”)" if shown else "")


_NOT_SO = {"en": "not so", "ar": "منفيّ"}
