"""Renditions for the tests of attributing, and what was found in them, in short."""

from twosource.attributing import AttributeSettings, attribute
from twosource.evidence.holdings import Rendition
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Made, Party, Statement
from twosource.ids import digest_of
from twosource.terms import PartyKind, RenditionKind, Standing


def rendition_of(text, *, kind=RenditionKind.TEXT, language="en", exhibit="", **metadata):
    exhibit_id = digest_of((exhibit or text).encode("utf-8", "surrogatepass"))
    return Rendition(
        rendition_id=f"rendition-{exhibit_id[:12]}-{kind.value}",
        exhibit_id=exhibit_id,
        kind=kind,
        text=text,
        pages=(),
        language=language,
        metadata=tuple(metadata.items()),
    )


def party(party_id, name, kind=PartyKind.OUTLET, aliases=()):
    made = Made(by="case.toml", standing=Standing.JUDGEMENT)
    return Party(party_id=party_id, name=name, kind=kind, aliases=tuple(aliases), made=made)


class Found:
    """What one rendition gave."""

    def __init__(self, text, *, known=(), settings=None, tagger=None, **rest):
        self.rendition = text if isinstance(text, Rendition) else rendition_of(text, **rest)
        settings = settings or AttributeSettings()
        (self.outcome,) = attribute([self.rendition], known=known, settings=settings, tagger=tagger)
        values = self.outcome.values
        self.new_parties = [v for v in values if isinstance(v, Party)]
        self.parties = {p.party_id: p for p in (*known, *self.new_parties)}
        self.passages = {v.passage_id: v for v in values if isinstance(v, Passage)}
        self.statements = [v for v in values if isinstance(v, Statement)]

    def name(self, link):
        """Return the name of a link's party; of somebody unnamed, the words the page has for them.

        Where the page has none ("reportedly"), what the placeholder is called.
        """
        found = self.parties[link.party_id]
        is_noun = found.kind is PartyKind.PLACEHOLDER and found.made.standing is Standing.SUGGESTION
        return (link.as_written or found.name.split(" (")[0]) if is_noun else found.name

    def called(self, number=0):
        """Return what the parties of a statement are called, the part in brackets left out."""
        links = self.statements[number].chain.links
        return [self.parties[link.party_id].name.split(" (")[0] for link in links]

    def chain(self, number=0):
        return [self.name(link) for link in self.statements[number].chain.links]

    def credited(self, statement):
        return " > ".join(self.name(link) for link in statement.chain.credited) or "own voice"

    def short(self):
        return [self._line(statement) for statement in self.statements]

    def _line(self, statement):
        event = statement.event
        action = "-" if event is None else ("not " if event.is_negated else "") + event.action.value
        access = statement.chain.innermost.access.value
        stance = f"{statement.stance.value} {statement.hedge}"
        return f"{self.credited(statement)} | {stance} | {access} | {action}"

    def event(self, action):
        found = [s.event for s in self.statements if s.event and s.event.action.value == action]
        assert found, f"no event {action} in {self.short()}"
        return found[0]
