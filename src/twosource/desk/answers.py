"""What the desk answers: frozen values a door can print or turn into JSON, never text for one door.

Parties appear as `Party.shown`. Names that stand in passages, paths and cues are veiled by the
desk in one place, over each finished answer, so that no field can be forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from twosource.desk.assessing import statements_by_claim, suggestions_beside
from twosource.desk.history import reasons_of
from twosource.desk.measuring import Measured
from twosource.desk.reviewed import Reviewed
from twosource.desk.workplace import Workplace
from twosource.dossier.inflating import chain_sentence, derived_sentence, falls
from twosource.dossier.presenting import presented_words
from twosource.errors import NothingMatchedError
from twosource.evidence.claims import Claim
from twosource.evidence.holdings import Accession, CustodyEvent, Exhibit, Holding, Rendition
from twosource.evidence.lineage import Derivation, OriginCount
from twosource.evidence.outcome import Fate
from twosource.evidence.passages import Passage, is_anchored
from twosource.evidence.quoting import within_marks
from twosource.evidence.reviews import Review
from twosource.evidence.testimony import AttributionChain, Party, Statement
from twosource.ids import parse_siglum
from twosource.tracing import headline


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAnswer:
    """One step of a chain as it may be shown; `shown_by` are the words that show how it knows."""

    party: str
    cue: str
    channel: str
    access: str
    as_written: str = ""
    shown_by: str = ""
    hedge: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementAnswer:
    """One statement with its words, where they stand, and who told whom.

    `measured` says how often such suggestions are right, `reviewed` what the person whose word counts
    made of it, `is_counted` whether it counts: what was rejected or corrected does not.
    `presented` says how its content is told where that is not flatly as fact, `action` what is said to
    have happened; `inflation` are sentences about certainty that grew along its chain.
    """

    siglum: str
    statement_id: str
    exhibit: str
    page: int
    words: str
    language: str
    chain: tuple[LinkAnswer, ...]
    stance: str
    hedge: int
    voice: str
    said: str
    standing: str
    by: str
    why: str
    p: float | None = None
    measured: str = ""
    is_counted: bool = True
    reviewed: str = ""
    presented: str = ""
    action: str = ""
    inflation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAnswer:
    """One claim: how many say it, and how many hands that is; `is_bare`: its words hardly say anything."""

    siglum: str
    claim_id: str
    text: str
    standing: str
    n_statements: int
    n_exhibits: int
    n_suggested: int
    headline: str
    n_origins: int | None
    kappa: int | None
    is_bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """One step of an explanation, from what is claimed down to the bytes."""

    level: str
    id: str
    siglum: str
    sentence: str


def resolve(work: Workplace, name: str) -> str:
    """Return the id behind a siglum, a full id, or a declared key such as `agreed`.

    Raises NothingMatchedError where nothing in the case is called so.
    """
    name = name.strip()
    if parse_siglum(name.upper()) and (found := work.store.by_siglum(name.upper())):
        return found
    for record_type, candidates in (
        (Claim, (name, f"claim-{name}")),
        (Exhibit, (name,)),
        (Statement, (name,)),
    ):
        for candidate in candidates:
            if work.store.get(record_type, candidate) is not None:
                return candidate
    for exhibit in work.store.all(Exhibit):
        if len(name) >= 8 and exhibit.exhibit_id.startswith(name.lower()):
            return exhibit.exhibit_id
    raise NothingMatchedError(f"Nothing in this case is called {name!r}.")


def chain_words(chain: AttributionChain, parties: Mapping[str, Party]) -> tuple[LinkAnswer, ...]:
    """Return a chain as it may be shown, publisher first."""
    return tuple(
        LinkAnswer(
            party=parties[link.party_id].shown if link.party_id in parties else link.party_id,
            cue=link.cue,
            channel=link.channel.value,
            access=link.access.value,
            as_written=link.as_written,
            shown_by=link.shown_by,
            hedge=link.hedge,
        )
        for link in chain.links
    )


def statements(
    work: Workplace,
    *,
    claim_id: str | None = None,
    exhibit_id: str | None = None,
    everything: bool = False,
) -> list[StatementAnswer]:
    """Return statements that count, all or those that bear on a claim, stand in an exhibit, or both.

    With `everything` also those that people rejected or corrected, and those that wait for a person.
    """
    reviewed = Reviewed(work.store)
    held = list(work.store.all(Statement, about=exhibit_id))
    counted = {s.statement_id: s for s in reviewed.over(held)}
    if claim_id is not None:
        bearing = statements_by_claim(work).get(claim_id, [])
        found = [s for s in bearing if exhibit_id in (None, s.exhibit_id)]
    else:
        found = [counted.get(s.statement_id, s) for s in held if everything or s.statement_id in counted]
    passages = work.store.get_many(Passage, [s.passage_id for s in found])
    shelf = _shelf(work)
    return [
        replace(
            _statement(work, s, passages[s.passage_id], shelf),
            is_counted=claim_id is not None or s.statement_id in counted,
        )
        for s in found
    ]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What every statement shown is looked up in."""

    parties: Mapping[str, Party]
    reviewed: Reviewed
    measured: Measured


def _shelf(work: Workplace) -> _Shelf:
    parties = {p.party_id: p for p in work.store.all(Party)}
    return _Shelf(parties, Reviewed(work.store), Measured(work))


def _statement(work: Workplace, statement: Statement, passage: Passage, shelf: _Shelf) -> StatementAnswer:
    word = shelf.reviewed.word(shelf.reviewed.root_of(statement.statement_id))
    return StatementAnswer(
        siglum=work.store.siglum(statement.statement_id),
        statement_id=statement.statement_id,
        exhibit=work.store.siglum(statement.exhibit_id),
        page=passage.page,
        words=passage.text,
        language=passage.language,
        chain=chain_words(statement.chain, shelf.parties),
        stance=statement.stance.value,
        hedge=statement.hedge,
        voice=statement.voice.value,
        said=str(statement.said_span),
        standing=statement.made.standing.value,
        by=statement.made.by,
        why=statement.made.why,
        p=statement.made.p,
        measured=shelf.measured.beside(statement, passage),
        reviewed=f"{word.verdict.value} by {word.by}" if word else "",
        presented=presented_words(statement.factuality),
        action=statement.event.action.value if statement.event is not None else "",
        inflation=_inflations(work, statement, shelf.parties),
    )


def _inflations(work: Workplace, statement: Statement, parties: Mapping[str, Party]) -> tuple[str, ...]:
    """Return a sentence for each growth of certainty along the chain of a statement."""

    def shown(party_id: str) -> str:
        return parties[party_id].shown if party_id in parties else party_id

    short = work.store.siglum(statement.statement_id)
    return tuple(
        chain_sentence((short, shown(outer.party_id), shown(inner.party_id)), (outer, inner)) + "."
        for outer, inner in statement.chain.inflations
    )


def said_of(work: Workplace, word: Review) -> str:
    """Return somebody's word in words, without a stop: who, what, when, why."""
    to = f" to {work.store.siglum(word.corrected_id)}" if word.corrected_id else ""
    why = f" ({word.why.rstrip('.')})" if word.why else ""
    return f"{word.by} {word.verdict.value} it{to} on {word.at:%Y-%m-%d}{why}"


def claims(work: Workplace) -> list[ClaimAnswer]:
    """Return every claim, declared ones first, then those most exhibits bear on; bare words come last."""
    by_claim = statements_by_claim(work)
    counts = {c.claim_id: c for c in work.store.all(OriginCount)}
    parties = {p.party_id: p for p in work.store.all(Party)}
    beside = suggestions_beside(work)
    answers = [
        replace(
            _claim(work, claim, by_claim.get(claim.claim_id, []), counts.get(claim.claim_id), parties),
            n_suggested=beside[claim.claim_id],
        )
        for claim in work.store.all(Claim)
    ]
    return sorted(answers, key=lambda a: (a.standing != "judgement", a.is_bare, -a.n_exhibits, a.claim_id))


def _claim(
    work: Workplace,
    claim: Claim,
    bearing: list[Statement],
    count: OriginCount | None,
    parties: Mapping[str, Party],
) -> ClaimAnswer:
    return ClaimAnswer(
        siglum=work.store.siglum(claim.claim_id),
        claim_id=claim.claim_id,
        text=claim.text,
        standing=claim.made.standing.value,
        n_statements=len(bearing),
        n_exhibits=len({s.exhibit_id for s in bearing}),
        n_suggested=0,
        headline=headline(count, parties) if count else "",
        n_origins=count.k_mode if count else None,
        kappa=count.kappa_mode if count else None,
        is_bare=claim.is_bare,
    )


def explain(work: Workplace, name: str) -> list[Why]:
    """Return why something is so, down to the bytes and the ledger.

    Raises NothingMatchedError where nothing is called so.
    """
    found = resolve(work, name)
    if claim := work.store.get(Claim, found):
        return _explain_claim(work, claim, _shelf(work))
    if told := reasons_of(work, found):
        return [_why(work, level, record_id, sentence) for level, record_id, sentence in told]
    if statement := work.store.get(Statement, found):
        return _explain_statement(work, statement, _shelf(work))
    if passage := work.store.get(Passage, found):
        return _explain_passage(work, passage)
    return _explain_exhibit(work, found)


def _explain_claim(work: Workplace, claim: Claim, shelf: _Shelf) -> list[Why]:
    parties = shelf.parties
    count = work.store.get(OriginCount, claim.claim_id)
    lines = [_why(work, "claim", claim.claim_id, f"{claim.text} ({claim.made.by}: {claim.made.why})")]
    if count:
        lines.append(_why(work, "origins", claim.claim_id, headline(count, parties)))
        lines += [_why(work, "derivation", d.derivation_id, s) for d, s in _derivations(work, count, parties)]
        lines += [_why(work, "inflation", claim.claim_id, s) for s in _grown(work, claim, count, parties)]
    for statement in statements_by_claim(work).get(claim.claim_id, []):
        lines += _explain_statement(work, statement, shelf)
    return lines


def _grown(work: Workplace, claim: Claim, count: OriginCount, parties: Mapping[str, Party]) -> list[str]:
    """Return a sentence for each statement on a claim that is surer than what it derives from."""

    def called(statement: Statement) -> str:
        first = statement.chain.publisher.party_id
        who = parties[first].shown if first in parties else first
        return f"{who} ({work.store.siglum(statement.statement_id)})"

    statements = {s.statement_id: s for s in statements_by_claim(work).get(claim.claim_id, ())}
    return [
        derived_sentence(called(parent), [called(child)], (parent.hedge, child.hedge)) + "."
        for parent, child in falls(statements, count)
    ]


def _derivations(
    work: Workplace, count: OriginCount, parties: Mapping[str, Party]
) -> list[tuple[Derivation, str]]:
    """Return, per derivation, who has it from whom and by what signs, in names and sigla."""

    def called(record_id: str) -> str:
        return parties[record_id].shown if record_id in parties else work.store.siglum(record_id) or record_id

    found = []
    for derivation in count.derivations:
        signs = dict.fromkeys(
            f"{f.kind} “{within_marks(f.words)}”" if f.words else f.kind
            for f in derivation.features
            if f.is_shared
        )
        why = f": {'; '.join(signs)}" if signs else ""
        child, parent = called(derivation.child_id), called(derivation.parent_id)
        found.append((derivation, f"{child} {derivation.kind.value} {parent}{why}"))
    return found


def _explain_statement(work: Workplace, statement: Statement, shelf: _Shelf) -> list[Why]:
    chain = " < ".join(a.party for a in chain_words(statement.chain, shelf.parties))
    made = f"{statement.made.standing.value} by {statement.made.by}: {statement.made.why}"
    passage = work.store.get(Passage, statement.passage_id)
    if measured := shelf.measured.beside(statement, passage):
        made += f"; {measured}"
    words = f"{chain} ({statement.stance.value}; {made})"
    reviewed = shelf.reviewed
    said = [said_of(work, w) for w in reviewed.words.get(reviewed.root_of(statement.statement_id), ())]
    lines = [_why(work, "statement", statement.statement_id, ". ".join((words, *said)))]
    if presented := presented_words(statement.factuality):
        lines.append(_why(work, "factuality", statement.statement_id, f"its content is told {presented}"))
    lines += [
        _why(work, "inflation", statement.statement_id, sentence)
        for sentence in _inflations(work, statement, shelf.parties)
    ]
    return lines + (_explain_passage(work, passage) if passage else [])


def _explain_passage(work: Workplace, passage: Passage) -> list[Why]:
    rendition = work.store.get(Rendition, passage.rendition_id)
    held = rendition is not None and is_anchored(passage, rendition)
    state = "stands there now" if held else "NO LONGER STANDS THERE"
    where = f"page {passage.page}, characters {passage.start} to {passage.end}"
    where = f"“{passage.text}” {state}, {where}"
    lines = [_why(work, "passage", passage.passage_id, where)]
    if rendition:
        made = f"{rendition.kind.value} made by {rendition.maker} {rendition.maker_version}"
        lines.append(
            _why(
                work, "rendition", rendition.rendition_id, f"{made}, sandbox level {rendition.sandbox_level}"
            )
        )
    return lines + _explain_exhibit(work, passage.exhibit_id)


def _explain_exhibit(work: Workplace, exhibit_id: str) -> list[Why]:
    exhibit = work.store.get(Exhibit, exhibit_id)
    if exhibit is None:
        raise NothingMatchedError(f"Nothing in this case is called {exhibit_id!r}.")
    sound = (
        "the bytes kept still have this digest" if work.originals.is_sound(exhibit_id) else "THE BYTES DIFFER"
    )
    kind = f"{exhibit.media_type}, {exhibit.size} bytes, SHA-256 {exhibit_id}: {sound}"
    lines = [_why(work, "exhibit", exhibit_id, kind)]
    parties = {p.party_id: p for p in work.store.all(Party)}
    for holding in work.store.all(Holding, about=exhibit_id):
        accession = work.store.get(Accession, holding.accession_id)
        when = f"{accession.received_at:%Y-%m-%d %H:%M} UTC" if accession else "unknown"
        whom = f" from {accession.from_party}" if accession and accession.from_party else ""
        lines.append(_why(work, "holding", holding.holding_id, f"received {when}{whom} as {holding.path}"))
    if fate := work.store.get(Fate, exhibit_id):
        lines.append(_why(work, "fate", exhibit_id, f"{fate.status.value} by {fate.reader or 'nobody yet'}"))
    for event in work.store.all(CustodyEvent):
        if exhibit_id in event.exhibit_ids:
            names = [
                parties[p].shown if p in parties else "unknown" for p in (event.from_party, event.to_party)
            ]
            whom = f"{names[0]}: {event.action}; received by {names[1]}"
            lines.append(_why(work, "custody", event.custody_id, f"{whom} ({event.at_span})"))
    return lines


def _why(work: Workplace, level: str, record_id: str, sentence: str) -> Why:
    return Why(level=level, id=record_id, siglum=work.store.siglum(record_id), sentence=sentence)
