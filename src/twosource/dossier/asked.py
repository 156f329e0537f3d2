"""One weighed question as its section sees it: what was weighed, by what names, in whose language.

Every sentence of the section is made here, so that one place decides what it cites: the exhibits of the
items it is about, or of all of them where it is about the whole answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from twosource.dossier.contexts import CitationNote, Sentence
from twosource.dossier.naming import leader, leads_at, short
from twosource.dossier.shelf import Shelf, explain
from twosource.dossier.weighed.words import Words
from twosource.evidence.elicitation import Elicitation, Item
from twosource.evidence.readouts import HypothesisReadout, Weighing


@dataclass(frozen=True)
class Asked:
    """A question with its weighing, the items by name, and the words of the page's language."""

    shelf: Shelf
    weighing: Weighing
    items: Mapping[str, Item]
    words: Words

    @property
    def lead(self) -> HypothesisReadout:
        """The hypothesis that leads."""
        return leader(self.weighing)

    @property
    def at(self) -> int:
        """The place of the leader among the hypotheses."""
        return leads_at(self.weighing)

    @property
    def elicitation(self) -> Elicitation | None:
        """What people answered, where it was handed in."""
        return self.shelf.elicitation(self.weighing.question_id)

    @property
    def is_judged(self) -> bool:
        """Say whether people answered the question: not where a machine suggested the answers."""
        elicited = self.elicitation
        return elicited is None or elicited.made.is_judgement

    def called(self, hypothesis: str) -> str:
        """Return the short part of a hypothesis in quotation marks."""
        return self.words.quote(short(self.weighing, hypothesis))

    def named(self, name: str) -> str:
        """Return what an item, a party or a variable is called, in quotation marks but for parties."""
        if name in self.items:
            return self.words.quote(self.items[name].text or name)
        if name in self.shelf.material.parties:
            return self.shelf.party(name)
        elicited = self.elicitation
        texts = {v.name: v.text for v in elicited.variables} if elicited else {}
        return self.words.quote(texts.get(name) or name)

    def worded(self, p: float) -> dict[str, str]:
        """Return a probability as a sentence takes it: its word and its figure."""
        return {"word": self.words.how_likely(p), "p": self.words.percent(p)}

    def say(self, text: str, names: Iterable[str] = (), language: str = "") -> Sentence:
        """Return a sentence that cites what the items named rest on, or all items where none is named.

        Whatever weighing says rests on what people answered of the items, not on machine reading alone.
        """
        spoken, judged = language or self.words.spoken, self.is_judged
        return self.shelf.say(text, self.notes(names), language=spoken, judged=judged)

    def explain(self, text: str) -> Sentence:
        """Return a sentence about method in the language of the page."""
        return explain(text, self.words.spoken)

    def notes(self, names: Iterable[str] = ()) -> list[CitationNote]:
        """Return the notes of the items named, or of those that share a named chokepoint; else of all."""
        wanted = set(names)
        items = self.items.values()
        chosen = [i for i in items if i.name in wanted or (i.chokepoint and i.chokepoint in wanted)]
        return [n for item in (chosen or items) for n in self.shelf.cite_item(item)]

    def listed(self, texts: Iterable[str]) -> str:
        """Return texts as a list in words."""
        return self.words.joined(list(texts))
