"""Builders for claims, chains and stories, so that a test reads like the story it tells."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from twosource.dates import day
from twosource.evidence.claims import Claim
from twosource.evidence.holdings import CustodyEvent
from twosource.evidence.lineage import Ruled, Ruling, standing_rulings
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import AttributionChain, Link, Made, Party, Statement, Tie
from twosource.terms import Access, Action, Channel, PartyKind, Stance, Standing, Voice
from twosource.tracing import ClaimEvidence

PERSON = Made(by="case.toml", standing=Standing.JUDGEMENT)
MACHINE = Made(by="attribute 1", standing=Standing.SUGGESTION)
START = date(2016, 5, 2)


class Story:
    """A claim and what is said about it, grown one report at a time."""

    machine, person = MACHINE, PERSON

    def __init__(self, access_class="closed event", text="The moves were agreed."):
        self.claim = Claim(
            claim_id="claim-1", text=text, action=Action.AGREE, access_class=access_class, made=PERSON
        )
        self.statements, self.passages, self.texts = [], {}, {}
        self.parties, self.published, self.ties, self.custody = {}, {}, [], []
        self.rulings, self.habits, self.pictures = [], {}, {}

    def party(self, party_id, kind=PartyKind.OUTLET, *, made=PERSON, name="", protected=False):
        self.parties[party_id] = Party(
            party_id=party_id,
            name=name or party_id.replace("_", " "),
            kind=kind,
            made=made,
            is_protected=protected,
        )
        return self

    def report(self, *chain, text="", on=0, exhibit="", stance=Stance.ASSERTS, statement="", made=MACHINE):
        """Add a report: publisher first, each step an id, (id, access) or (id, access, channel)."""
        links = []
        for step in chain:
            party_id, access, channel = (*((step,) if isinstance(step, str) else step), None, None)[:3]
            links.append(
                Link(party_id=party_id, access=access or Access.UNKNOWN, channel=channel or Channel.UNKNOWN)
            )
            if party_id and party_id not in self.parties:
                self.party(party_id)
        number = len(self.statements) + 1
        exhibit = exhibit or f"exhibit-{number:05d}"
        statement_id = statement or f"statement-{number:05d}"
        self.statements.append(
            Statement(
                statement_id=statement_id,
                passage_id=f"passage-{statement_id}",
                exhibit_id=exhibit,
                chain=AttributionChain(links=tuple(links)),
                stance=stance,
                hedge=0,
                voice=Voice.OWN if len(links) == 1 else Voice.ATTRIBUTED,
                made=made,
            )
        )
        self.texts[exhibit] = text or self.texts.get(exhibit) or f"{links[0].party_id} {number}"
        self.passages[f"passage-{statement_id}"] = Passage(
            passage_id=f"passage-{statement_id}",
            rendition_id=f"rendition-{exhibit}",
            exhibit_id=exhibit,
            start=0,
            end=len(self.texts[exhibit]),
            text=self.texts[exhibit],
        )
        if on is not None:
            self.published[exhibit] = day(START + timedelta(days=on))
        return self

    def tie(self, from_party, to_party, p=1.0, kind="introduced by"):
        self.ties.append(
            Tie(
                tie_id=f"tie-{len(self.ties) + 1}",
                from_party=from_party,
                to_party=to_party,
                kind=kind,
                p=p,
                made=PERSON,
            )
        )
        return self

    def keep(self, exhibit, *hands):
        """Add the hands an exhibit passed through, the writer first."""
        for number, (giver, taker) in enumerate(pairwise(hands)):
            self.custody.append(
                CustodyEvent(
                    custody_id=f"custody-{exhibit}-{number}",
                    exhibit_ids=(exhibit,),
                    action="handed over",
                    from_party=giver,
                    to_party=taker,
                )
            )
        return self

    def rule(self, child, ruled, parent, *, by="Nadia", why="", claim=""):
        """Add a person's word: exhibits by number from 1, or an id."""
        ends = [f"exhibit-{e:05d}" if isinstance(e, int) else e for e in (child, parent)]
        number = len(self.rulings) + 1
        self.rulings.append(
            Ruling(
                ruling_id=f"ruling-{number:03d}",
                claim_id=claim,
                child_id=ends[0],
                parent_id=ends[1],
                ruled=Ruled(ruled),
                why=why,
                by=by,
                at=datetime(2026, 11, 23, 8, number, tzinfo=UTC),
            )
        )
        return self

    def evidence(self):
        return ClaimEvidence(
            claim=self.claim,
            statements=tuple(self.statements),
            passages=self.passages,
            texts=self.texts,
            parties=self.parties,
            ties=tuple(self.ties),
            custody=tuple(self.custody),
            published=self.published,
            rulings=standing_rulings(self.rulings),
            habits=self.habits,
            pictures=self.pictures,
        )


@pytest.fixture
def story():
    """A fresh story of a closed event."""
    return Story()


@pytest.fixture
def new_story():
    """The builder itself, for tests that need several."""
    return Story
