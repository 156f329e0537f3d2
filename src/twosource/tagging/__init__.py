"""Marking who says what with a trained model: cue, source and content, names, how sure it sounds.

The model sees words and gives ranges and figures back, so that whatever it marks stands in the
text. Where it is not installed `open_tagger` gives None and the rules go on alone. The card is
docs/models/tagging.md.
"""

from twosource.tagging.embedding import EmbedderSettings, SentenceEmbedder, open_embedder
from twosource.tagging.opening import TaggerSettings, open_tagger, tagger_version
from twosource.tagging.tagger import LearntTagger

__all__ = [
    "EmbedderSettings",
    "LearntTagger",
    "SentenceEmbedder",
    "TaggerSettings",
    "open_embedder",
    "open_tagger",
    "tagger_version",
]
