"""Chains of one rendition: publisher and agency first, then whoever is credited, nobody twice in a row.

Every link says by which words it is credited, how its party is said to know, and how far its own
cue steps back, so that certainty that grows on its way outwards can be seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from twosource.attributing.eyes import is_own_staff
from twosource.attributing.frames import Credit, Frame, Parsed
from twosource.attributing.holders import Holders
from twosource.attributing.lexicon import Lexicon
from twosource.attributing.parties import Directory, Place, suggested
from twosource.attributing.publishing import Publisher
from twosource.attributing.tokens import fold_name
from twosource.attributing.unnamed import is_nobody
from twosource.attributing.wires import WireCredit
from twosource.evidence.holdings import Rendition
from twosource.evidence.testimony import Link, Party
from twosource.terms import Access, PartyKind, RenditionKind


@dataclass(frozen=True, slots=True)
class Known:
    """How somebody is said to know, and the words that show it."""

    access: Access
    words: str


@dataclass(slots=True)
class Chains:
    """Makes the chains of one rendition and gathers the parties they name; `by` is who suggests them."""

    rendition: Rendition
    directory: Directory
    by: str
    parties: dict[str, Party] = field(default_factory=dict)
    own_ids: set[str] = field(default_factory=set)
    own_names: frozenset[str] = frozenset()
    holders: Holders = field(default_factory=Holders)
    head: tuple[Link, ...] = ()

    def open(self, publisher: Publisher, credit: WireCredit | None, lexicon: Lexicon) -> None:
        """Set the links every chain of this rendition opens with: the publisher, then the agency."""
        made = suggested(self.by, publisher.why)
        exhibit_id = self.rendition.exhibit_id
        party = self.directory.party(publisher.name, publisher.kind, made, exhibit_id=exhibit_id)
        self._keep(party)
        self.own_ids = {party.party_id}
        others = [self.directory.party(name, publisher.kind, made) for name in publisher.also]
        self.own_ids |= {other.party_id for other in others}
        self.own_names = frozenset(fold_name(own.name) for own in (party, *others))
        is_paper = self.rendition.kind in (RenditionKind.TRANSCRIPTION, RenditionKind.TRANSLATION)
        cue = self.rendition.kind.value if is_paper else ""
        self.head = (
            Link(party_id=party.party_id, cue=cue, channel=publisher.channel, as_written=publisher.name),
        )
        if credit is None:
            return
        made = suggested(self.by, f'the credit line "{credit.cue}"')
        agency = self.directory.party_of(credit.source, Place(exhibit_id, lexicon), made)
        if agency.party_id in self.own_ids:
            return
        self._keep(agency)
        written = credit.source.as_written
        wire = Link(party_id=agency.party_id, cue=credit.cue, channel=credit.channel, as_written=written)
        self.head = (*self.head, wire)

    def links(self, frame: Frame | None, shown: Known, item: Parsed) -> tuple[Link, ...]:
        """Return a whole chain: the head, then the credited parties, nobody twice in a row."""
        links = list(self.head)
        n_head = len(links)
        credits = frame.credits if frame is not None else ()
        for credit in self.holders.behind_papers(credits, item.sentence.start):
            if len(links) > n_head and is_nobody(credit.source, item.lexicon):
                continue
            if len(links) == n_head and is_own_staff(credit.source.as_written, item.lexicon):
                if credit.access is not Access.UNKNOWN:
                    links[-1] = replace(links[-1], access=credit.access, shown_by=credit.shown_by)
                continue
            link = self._link(credit, links, item.lexicon)
            if link.party_id not in {known.party_id for known in links} | self.own_ids:
                links.append(link)
            elif len(links) == n_head and link.access is not Access.UNKNOWN:
                links[-1] = replace(links[-1], access=link.access, shown_by=link.shown_by)
        if shown.access is not Access.UNKNOWN and links[-1].access in (Access.UNKNOWN, Access.INFERS):
            links[-1] = replace(links[-1], access=shown.access, shown_by=shown.words)
        return tuple(links)

    def _link(self, credit: Credit, before: Sequence[Link], lexicon: Lexicon) -> Link:
        source = credit.source
        why = f'credited by "{credit.cue}"' + (f"; {source.note}" if source.note else "")
        place = Place(self.rendition.exhibit_id, lexicon, self._outlet_of(before))
        party = self.directory.party_of(source, place, suggested(self.by, why))
        self._keep(party)
        return Link(
            party_id=party.party_id,
            cue=credit.cue,
            channel=credit.channel,
            access=credit.access,
            as_written=source.as_written,
            shown_by=credit.shown_by,
            hedge=credit.hedge,
        )

    def _outlet_of(self, links: Sequence[Link]) -> Party | None:
        """Return the innermost outlet or agency of a chain: through whom the next one reaches us."""
        for link in reversed(links):
            party = self.parties.get(link.party_id) or self.directory.by_id.get(link.party_id)
            if party is not None and party.kind in (PartyKind.OUTLET, PartyKind.AGENCY):
                return party
        return None

    def _keep(self, party: Party) -> None:
        if party.party_id not in self.directory.by_id:
            self.parties.setdefault(party.party_id, party)
