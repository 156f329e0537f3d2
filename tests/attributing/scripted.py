"""A tagger that says what a test wrote down: so that joining is tried without any weights."""

from twosource.ports import Marked, Marking


class Script:
    """Marks the sentences it was told of, by the words of source, cue and content; others not at all."""

    version = "script 1 abc"
    languages = frozenset({"en"})

    def __init__(self):
        self.rows = []
        self.batches = []

    def when(self, *, cue, source=(), content=(), p=0.9):
        """Mark these words wherever a sentence holds all of them, in order within each part."""
        self.rows.append((_parts(cue), _parts(source), _parts(content), p))
        return self

    def mark(self, sentences):
        self.batches.append([list(words) for words in sentences])
        return [self._marked(list(words)) for words in sentences]

    def actions(self, sentence, source, target):
        return {}

    def _marked(self, words):
        found = []
        for cue, source, content, p in self.rows:
            parts = [[_place(words, part) for part in group] for group in (cue, source, content)]
            if all(place is not None for group in parts for place in group):
                cues, sources, contents = (tuple(group) for group in parts)
                found.append(Marking(cue=cues, source=sources, content=contents, p=p))
        return Marked(attributions=tuple(found))


def _parts(words):
    return tuple(part.split() for part in ((words,) if isinstance(words, str) else words))


def _place(words, part):
    for at in range(len(words) - len(part) + 1):
        if words[at : at + len(part)] == part:
            return at, at + len(part)
    return None
