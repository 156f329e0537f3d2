"""The trained tagger of an open case: loaded when something is first attributed, never only to look."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from twosource.ports import Marked, Range, Tagger
from twosource.tagging import TaggerSettings, open_tagger, tagger_version


class LateTagger:
    """A tagger that loads with the first sentence; what it is called is known before."""

    def __init__(self, settings: TaggerSettings, *, is_wanted: bool) -> None:
        self._settings = settings
        self._is_wanted = is_wanted

    @cached_property
    def version(self) -> str:
        """Name and version of the weights; empty where the rules go on alone."""
        return tagger_version(self._settings) if self._is_wanted else ""

    def at_hand(self) -> Tagger | None:
        """Return itself, or None where no model is wanted or installed. Nothing is loaded yet."""
        return self if self.version else None

    @cached_property
    def _tagger(self) -> Tagger:
        tagger = open_tagger(self._settings)
        assert tagger is not None, "a version without a tagger"
        return tagger

    @property
    def languages(self) -> frozenset[str]:
        """The languages it was taught."""
        return self._tagger.languages

    def mark(self, sentences: Sequence[Sequence[str]]) -> list[Marked]:
        """Return what is seen in each sentence. Raises IntegrityError where a file of it was changed."""
        return self._tagger.mark(sentences)

    def actions(self, sentence: Sequence[str], source: Range, target: Range) -> Mapping[str, float]:
        """Return the probability of each PLOVER root for what the source does to the target."""
        return self._tagger.actions(sentence, source, target)
