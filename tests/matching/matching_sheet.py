"""Statements for matching, made in one line each."""

from dataclasses import dataclass, field

from twosource.dates import UNDATED, parse_span
from twosource.evidence.claims import Claim, Matching
from twosource.evidence.events import Event, Place
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import AttributionChain, Link, Made, Statement
from twosource.ids import key
from twosource.matching import MatchSettings, match
from twosource.terms import Action, Stance, Standing, Voice

MACHINE = Made(by="test", standing=Standing.SUGGESTION)
PERSON = Made(by="person:reporter", standing=Standing.JUDGEMENT)


@dataclass
class Sheet:
    """Collects statements, claims and verdicts, and matches them."""

    statements: list = field(default_factory=list)
    passages: dict = field(default_factory=dict)
    claims: list = field(default_factory=list)
    judgements: list = field(default_factory=list)

    def say(
        self, text, action=None, *, exhibit="", place="", span="", said="", language="en", credits=(), **more
    ):
        """Add a statement and return its id."""
        number = len(self.statements)
        exhibit_id = exhibit or f"exhibit-{number}"
        passage = Passage(
            passage_id=key("passage", exhibit_id, text),
            rendition_id="r",
            exhibit_id=exhibit_id,
            start=0,
            end=len(text),
            text=text,
            language=language,
        )
        event = None
        if action is not None:
            event = Event(
                action=Action(action),
                actor=more.get("actor", ""),
                object=more.get("object", ""),
                counterpart=more.get("counterpart", ""),
                at_place=Place(as_written=place, name=more.get("name", "")) if place else None,
                span=parse_span(span) if span else UNDATED,
            )
        links = (Link(party_id=f"outlet-{exhibit_id}"), *(Link(party_id=c, as_written=c) for c in credits))
        statement = Statement(
            statement_id=key("statement", passage.passage_id, str(action), *credits),
            passage_id=passage.passage_id,
            exhibit_id=exhibit_id,
            chain=AttributionChain(links=links),
            stance=Stance(more.get("stance", "asserts")),
            hedge=more.get("hedge", 0),
            voice=Voice.OWN,
            said_span=parse_span(said) if said else UNDATED,
            event=event,
            made=MACHINE,
        )
        self.statements.append(statement)
        self.passages[passage.passage_id] = passage
        return statement.statement_id

    def declare(self, name, text, action, **more):
        """Add a claim a person declared and return its id."""
        claim = Claim(claim_id=f"claim-{name}", text=text, action=Action(action), made=PERSON, **more)
        self.claims.append(claim)
        return claim.claim_id

    def judge(self, statement_id, claim_id, verdict):
        """Add a person's verdict and return it."""
        verdict = Matching(
            matching_id=key("matching", statement_id, claim_id, verdict),
            statement_id=statement_id,
            claim_id=claim_id,
            verdict=verdict,
            reasons=("a person read both",),
            made=PERSON,
        )
        self.judgements.append(verdict)
        return verdict

    def match(self, **settings):
        """Return everything matching yields, as a list."""
        return list(
            match(
                self.statements,
                passages=self.passages,
                claims=self.claims,
                judgements=self.judgements,
                settings=MatchSettings(**settings),
            )
        )

    def verdicts(self, **settings):
        """Return {(statement, claim): verdict}; a person's verdict stands before a machine's."""
        found = [m for o in self.match(**settings) for m in o.values if isinstance(m, Matching)]
        return {(m.statement_id, m.claim_id): m.verdict for m in found}

    def groups(self, **settings):
        """Return the statements each claim has for certain, as a set of frozen sets."""
        by_claim = {}
        for (statement_id, claim_id), verdict in self.verdicts(**settings).items():
            if verdict == "same":
                by_claim.setdefault(claim_id, set()).add(statement_id)
        return {frozenset(found) for found in by_claim.values()}

    def claim_of(self, statement_id, **settings):
        """Return the claims a statement bears on for certain."""
        return {c for (s, c), v in self.verdicts(**settings).items() if s == statement_id and v == "same"}
