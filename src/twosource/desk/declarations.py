"""`case.toml`: what people declare about a case, read strictly into evidence values.

Every value made here is a judgement of a person: `Made(by="case.toml")`. Patterns and quotes
stay as written until the exhibits are known; `desk.resolving` then finds what they mean.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

from twosource.dates import UNDATED, DateSpan
from twosource.desk.declared_questions import ItemExhibits, References, read_questions
from twosource.desk.declared_records import read_grades, read_track
from twosource.desk.own_parents import without_own_parents
from twosource.desk.patterns import find_exhibits
from twosource.desk.tables import Table, listed, nearest
from twosource.desk.toml_text import key_of
from twosource.dossier.veil import SURE_LENGTH, fold
from twosource.errors import DeclarationError
from twosource.evidence.claims import Claim, Entailment, Matching, Question
from twosource.evidence.elicitation import Elicitation
from twosource.evidence.holdings import Holding
from twosource.evidence.reliability import Grade, TrackEntry
from twosource.evidence.testimony import Link, Made, Party, Tie
from twosource.ids import key
from twosource.terms import (
    MAX_HEDGE,
    Access,
    Action,
    Channel,
    PartyKind,
    RenditionKind,
    Stance,
    Standing,
    Voice,
    vocabulary,
)

SCHEMA = "twosource-case/1"
BY = "case.toml"
TIES = ("introduced by", "member of", "same as")
VERDICTS = ("same", "not enough", "different")
SIGLUM = re.compile(r"[CN]\d+")

TOP = (
    *("schema", "title", "note", "parties", "ties", "custody", "publishers"),
    *("claims", "entailments", "statements", "matchings", "question", "track", "grades"),
)
PARTY = ("name", "kind", "aliases", "label", "protected", "trusted")
TIE = ("from", "to", "kind", "p", "why")
CUSTODY = ("exhibits", "from", "to", "action", "at", "could_alter", "n_searched", "gap", "note")
PUBLISHER = ("exhibits", "party", "at")
CLAIM = ("text", "action", "actor", "object", "counterpart", "place", "span", "access_class", "cues", "why")
ENTAILMENT = ("from", "to", "why")
STATEMENT = (
    *("exhibit", "quote", "nth", "rendition", "claim", "stance", "hedge"),
    *("voice", "said", "chain", "access", "why"),
)
LINK = ("party", "cue", "channel", "access", "as_written")
MATCHING = ("statement", "claim", "verdict", "why")


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyDeclaration:
    """Who passed which exhibits to whom; the exhibits still as patterns."""

    patterns: tuple[str, ...]
    action: str
    from_party: str
    to_party: str
    at_span: DateSpan
    could_alter: bool
    n_searched: int | None
    is_gap: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherDeclaration:
    """Who published which exhibits, and when: stands before what a document says of itself."""

    patterns: tuple[str, ...]
    party_id: str
    at_span: DateSpan = UNDATED

    def exhibits(self, holdings: Iterable[Holding]) -> tuple[str, ...]:
        """Return the ids of the exhibits meant."""
        return find_exhibits(self.patterns, holdings)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDeclaration:
    """A person's reading of a passage: these words, by this chain, bear on this claim.

    `quote` must stand exactly once in the renditions of the exhibit, else `nth` says which one is
    meant (from 1; 0 where nothing was said). Without `links` the declared publisher speaks.
    """

    number: int
    exhibit: str
    quote: str
    claim_id: str
    nth: int = 0
    rendition: RenditionKind | None = None
    stance: Stance = Stance.ASSERTS
    hedge: int = 0
    voice: Voice | None = None
    said_span: DateSpan = UNDATED
    links: tuple[Link, ...] = ()
    access: Access = Access.UNKNOWN
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declarations:
    """Everything a person declared about a case."""

    title: str = ""
    note: str = ""
    parties: tuple[Party, ...] = ()
    trusted: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    custody: tuple[CustodyDeclaration, ...] = ()
    publishers: tuple[PublisherDeclaration, ...] = ()
    claims: tuple[Claim, ...] = ()
    entailments: tuple[Entailment, ...] = ()
    statements: tuple[StatementDeclaration, ...] = ()
    matchings: tuple[Matching, ...] = ()
    questions: tuple[Question, ...] = ()
    elicitations: tuple[Elicitation, ...] = ()
    item_exhibits: tuple[ItemExhibits, ...] = ()
    track: tuple[TrackEntry, ...] = ()
    grades: tuple[Grade, ...] = ()


def judged(why: str = "") -> Made:
    """Return the birth certificate of a declared value: a person stands behind it."""
    return Made(by=BY, standing=Standing.JUDGEMENT, why=why)


def claim_id_of(name: str) -> str:
    """Return the id of a claim declared under a name."""
    return f"claim-{name}"


@dataclass(frozen=True, slots=True)
class _Names:
    """The parties and claims declared, to look up what the rest of the file refers to."""

    parties: tuple[str, ...]
    claims: tuple[str, ...]

    def party(self, table: Table, name: str) -> str:
        return self._declared(table, name, self.parties, "party", "parties")

    def any_party(self, table: Table, name: str) -> str:
        return self.party(table, name) if table.text(name, "") else ""

    def claim(self, table: Table, name: str) -> str:
        return claim_id_of(self._declared(table, name, self.claims, "claim", "claims"))

    def _declared(self, table: Table, name: str, known: tuple[str, ...], kind: str, home: str) -> str:
        value = table.text(name)
        if value not in known:
            near = f' The nearest is "{nearest(value, known)}".' if known else ""
            raise table.fail(
                name,
                f'names the {kind} "{value}", which is not declared.{near}',
                _declare_it(value, home),
            )
        return value


def _declare_it(value: str, home: str) -> str:
    """Say how something is named that no entry declares: by a key, and never by the program's short name."""
    if SIGLUM.fullmatch(value):
        return (
            f"{value} is the program's short name for what it found. Declare it under [{home}.NAME], or "
            'remove the "#" before its entry in the starter, and write the key that stands in the brackets.'
        )
    return f"Mend the name, or declare it under [{home}.{key_of(value)}]."


def read_declarations(text: str, *, source: str) -> Declarations:
    """Read the text of a `case.toml`; `source` is the name used in messages.

    Raises DeclarationError for broken TOML, another schema, an unknown key anywhere, a wrong type,
    a word outside its closed list, a reference to nothing, or hypotheses without "something else".
    """
    top = _top(text, source)
    names = _Names(tuple(top.table("parties", None).values), tuple(top.table("claims", None).values))
    refer = References(party=names.party, claim=names.claim)
    questions = tuple(read_questions(top, refer, judged))
    parties = tuple(top.named("parties", PARTY))
    _check_keys(top, parties, names)
    return Declarations(
        title=top.text("title", ""),
        note=top.text("note", ""),
        parties=tuple(_party(party_id, table) for party_id, table in parties),
        trusted=tuple(party_id for party_id, table in parties if table.flag("trusted", False)),
        ties=tuple(without_own_parents((table, _tie(table, names)) for table in top.tables("ties", TIE))),
        custody=tuple(_custody(table, names) for table in top.tables("custody", CUSTODY)),
        publishers=tuple(_publisher(table, names) for table in top.tables("publishers", PUBLISHER)),
        claims=tuple(_claim(name, table) for name, table in top.named("claims", CLAIM)),
        entailments=tuple(_entailment(table, names) for table in top.tables("entailments", ENTAILMENT)),
        statements=tuple(
            _statement(number, table, names)
            for number, table in enumerate(top.tables("statements", STATEMENT), 1)
        ),
        matchings=tuple(_matching(table, names) for table in top.tables("matchings", MATCHING)),
        questions=tuple(q.question for q in questions),
        elicitations=tuple(q.elicitation for q in questions),
        item_exhibits=tuple(e for q in questions for e in q.item_exhibits),
        track=tuple(read_track(top, refer, judged)),
        grades=tuple(read_grades(top, refer, judged)),
    )


def _top(text: str, source: str) -> Table:
    try:
        values = tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DeclarationError(f"{source} is not valid TOML: {error}.{_line_of(text, str(error))}") from error
    top = Table(values, source, "", TOP)
    if (schema := top.text("schema")) != SCHEMA:
        raise top.fail(
            "schema",
            f'is "{schema}", and this program reads "{SCHEMA}".',
            f'Write schema = "{SCHEMA}", or use the version of Twosource the file was written for.',
        )
    return top


def _check_keys(top: Table, parties: Iterable[tuple[str, Table]], names: "_Names") -> None:
    """Refuse keys that hold a word of a protected name: keys stand in exports, names must not."""
    for party_id, table in parties:
        if not table.flag("protected", False):
            continue
        label = fold(table.text("label", ""))[0]
        written = fold(" ".join((table.text("name"), *table.texts("aliases"))))[0].split()
        secret = [w for w in written if len(w) >= SURE_LENGTH and w.isalpha() and w not in label]
        for name in (party_id, *names.claims):
            if any(word in fold(name)[0] for word in secret):
                raise top.fail(
                    name,
                    "is a key that holds a word of a protected name.",
                    "Call it by something that names nobody, such as witness_1: keys appear in exports.",
                )


def _line_of(text: str, error: str) -> str:
    """Return the line an error speaks of, so that nobody has to count lines."""
    found = re.search(r"line (\d+)", error)
    lines = text.splitlines()
    if found is None or not 0 < int(found[1]) <= len(lines):
        return ""
    return f" That line reads: {lines[int(found[1]) - 1].strip()[:120]}"


def _party(party_id: str, table: Table) -> Party:
    return Party(
        party_id=party_id,
        name=table.text("name"),
        kind=table.word("kind", PartyKind),
        aliases=table.texts("aliases"),
        label=table.text("label", ""),
        is_protected=table.flag("protected", False),
        made=judged(),
    )


def _one_of(table: Table, name: str, known: tuple[str, ...], default: str | None = None) -> str:
    value = table.text(name, default)
    if value not in known:
        raise table.fail(
            name,
            f'is "{value}", which is not one of its words. The nearest is "{nearest(value, known)}".',
            f"Use one of {listed(known)}.",
        )
    return value


def _tie(table: Table, names: _Names) -> Tie:
    from_party, to_party = names.party(table, "from"), names.party(table, "to")
    kind = _one_of(table, "kind", TIES)
    return Tie(
        tie_id=key("tie", from_party, to_party, kind),
        from_party=from_party,
        to_party=to_party,
        kind=kind,
        p=table.number("p", high=1.0),
        made=judged(table.text("why")),
    )


def _custody(table: Table, names: _Names) -> CustodyDeclaration:
    return CustodyDeclaration(
        patterns=table.texts("exhibits", None),
        action=table.text("action"),
        from_party=names.any_party(table, "from"),
        to_party=names.any_party(table, "to"),
        at_span=table.span("at"),
        could_alter=table.flag("could_alter", True),
        n_searched=table.whole("n_searched", 0) or None,
        is_gap=table.flag("gap", False),
        note=table.text("note", ""),
    )


def _publisher(table: Table, names: _Names) -> PublisherDeclaration:
    return PublisherDeclaration(
        patterns=table.texts("exhibits", None),
        party_id=names.party(table, "party"),
        at_span=table.span("at"),
    )


def _claim(name: str, table: Table) -> Claim:
    return Claim(
        claim_id=claim_id_of(name),
        text=table.text("text"),
        action=table.word("action", Action),
        actor=table.text("actor", ""),
        object=table.text("object", ""),
        counterpart=table.text("counterpart", ""),
        place=table.text("place", ""),
        span=table.span("span"),
        cues=table.texts("cues"),
        access_class=_one_of(table, "access_class", vocabulary("access_classes").values(), "closed event"),
        made=judged(table.text("why", "")),
    )


def _entailment(table: Table, names: _Names) -> Entailment:
    from_claim, to_claim = names.claim(table, "from"), names.claim(table, "to")
    return Entailment(
        entailment_id=key("entailment", from_claim, to_claim),
        from_claim=from_claim,
        to_claim=to_claim,
        made=judged(table.text("why")),
    )


def _statement(number: int, table: Table, names: _Names) -> StatementDeclaration:
    return StatementDeclaration(
        number=number,
        exhibit=table.text("exhibit"),
        quote=table.text("quote"),
        claim_id=names.claim(table, "claim"),
        nth=table.whole("nth", 0),
        rendition=table.word("rendition", RenditionKind) if table.has("rendition") else None,
        stance=table.word("stance", Stance, Stance.ASSERTS),
        hedge=table.whole("hedge", 0, high=MAX_HEDGE),
        voice=table.word("voice", Voice) if table.has("voice") else None,
        said_span=table.span("said"),
        links=tuple(_link(link, names) for link in table.tables("chain", LINK)),
        access=table.word("access", Access, Access.UNKNOWN),
        why=table.text("why", ""),
    )


def _link(table: Table, names: _Names) -> Link:
    return Link(
        party_id=names.party(table, "party"),
        cue=table.text("cue", ""),
        channel=table.word("channel", Channel, Channel.UNKNOWN),
        access=table.word("access", Access, Access.UNKNOWN),
        as_written=table.text("as_written", ""),
    )


def _matching(table: Table, names: _Names) -> Matching:
    statement_id, claim_id = table.text("statement"), names.claim(table, "claim")
    return Matching(
        matching_id=key("matching", statement_id, claim_id),
        statement_id=statement_id,
        claim_id=claim_id,
        verdict=_one_of(table, "verdict", VERDICTS, "same"),
        reasons=("a person decided",),
        made=judged(table.text("why", "")),
    )
