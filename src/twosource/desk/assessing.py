"""From statements to assessments: match, trace, weigh, each skipped where its inputs did not change.

These stages look at the whole case, so their mark is a digest of what they were given. A
person's judgement always stands; what a machine suggested before is replaced, never mixed in.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from twosource import __version__
from twosource.attributing.recorded import BY as RECORDED
from twosource.dates import UNDATED, DateSpan, parse_span
from twosource.desk.adjudicating import adjudicated
from twosource.desk.declarations import Declarations
from twosource.desk.looking import pictures_by_exhibit
from twosource.desk.moving import changes_to, entered_now, snapshot_of
from twosource.desk.pipeline import publishers_of
from twosource.desk.reviewed import Reviewed, is_declared
from twosource.desk.runs import RunCount, fingerprint
from twosource.desk.standings import still_trusted, withdrawn_parties
from twosource.desk.workplace import Workplace
from twosource.evidence.assessments import Assessment
from twosource.evidence.claims import Claim, Entailment, Matching, Question
from twosource.evidence.codec import canonical, to_line
from twosource.evidence.elicitation import Elicitation
from twosource.evidence.holdings import CustodyEvent, Rendition
from twosource.evidence.lineage import CountChange, OriginCount, Ruled, Ruling, standing_rulings
from twosource.evidence.passages import Passage
from twosource.evidence.readouts import Weighing
from twosource.evidence.reviews import Review
from twosource.evidence.testimony import Made, Party, Statement, Tie
from twosource.ids import digest_of, key
from twosource.matching import match
from twosource.reading.readers.headers import leading_block
from twosource.terms import RenditionKind, Stance, Standing, Status
from twosource.tracing import ClaimEvidence, TraceSettings, trace
from twosource.tracing.boilerplate import Stretches, boilerplate_of
from twosource.tracing.changing import count_change, parts_of, reasons_of
from twosource.tracing.retracting import kin_of
from twosource.weighing import weigh

SAME = "same"


def _digest(records: Iterable[object]) -> str:
    return digest_of("\n".join(sorted(to_line(r) for r in records)).encode("utf-8", "surrogatepass"))


def _is_done(work: Workplace, stage: str, item_id: str, mark: str) -> bool:
    return mark in work.store.done_items(f"{stage} {item_id}", "")


def _mark(work: Workplace, stage: str, item_id: str, mark: str) -> None:
    """Remember what the item was last done with, and only that: older results were replaced."""
    work.store.forget(f"{stage} {item_id}")
    work.store.mark_done(f"{stage} {item_id}", "", [mark])


def standing_statements(work: Workplace) -> list[Statement]:
    """Return the statements that count: a person's reading of a passage replaces the machine's.

    What a person rejected or corrected is left out, and so is a suggestion, accepted or not, where
    case.toml declares a statement that relies on overlapping words of the same rendition; all of
    them stay in the store for anyone who asks.
    """
    statements = counted_statements(work)
    passages = work.store.get_many(Passage, [s.passage_id for s in statements])
    judged: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for statement in statements:
        if is_declared(statement.made):
            passage = passages[statement.passage_id]
            judged[passage.rendition_id].append((passage.start, passage.end))
    kept = []
    for statement in statements:
        passage = passages[statement.passage_id]
        spans = judged.get(passage.rendition_id, ())
        replaced = any(start < passage.end and passage.start < end for start, end in spans)
        if is_declared(statement.made) or not replaced:
            kept.append(statement)
    return kept


def counted_statements(work: Workplace, read: Iterable[Statement] | None = None) -> list[Statement]:
    """Return every statement that people's words leave standing, also where case.toml replaces it.

    `read` are all statements of the case, where the caller has read them already.
    """
    return Reviewed(work.store).over(work.store.all(Statement) if read is None else read)


def counted_matchings(work: Workplace) -> list[Matching]:
    """Return every matching, with people's words in place of the suggestions they are about."""
    return Reviewed(work.store).over_matchings(work.store.all(Matching))


def match_statements(work: Workplace) -> RunCount:
    """Group statements into claims; skipped where neither statements nor judgements changed."""
    # Rows of records were matched by their columns already, also those that a person accepted since.
    recorded = {s.statement_id for s in work.store.all(Statement) if s.made.by.startswith(RECORDED)}
    statements = [s for s in standing_statements(work) if s.statement_id not in recorded]
    claims = [c for c in work.store.all(Claim) if c.made.is_judgement]
    judgements = [m for m in counted_matchings(work) if m.made.is_judgement]
    mark = fingerprint(
        "match", __version__, work.settings.match, _digest(statements), _digest(claims), _digest(judgements)
    )
    if _is_done(work, "match", "case", mark):
        return RunCount("match", 0, len(statements))
    passages = work.store.get_many(Passage, [s.passage_id for s in statements])
    outcomes = match(
        statements, passages=passages, claims=claims, judgements=judgements, settings=work.settings.match
    )
    with work.store.transaction():
        work.store.drop(Matching)
        work.store.drop(Claim)
        work.store.put(value for outcome in outcomes for value in outcome.values if _is_machine(value))
        _mark(work, "match", "case", mark)
    work.progress("match", len(statements), len(statements))
    return RunCount("match", len(statements), 0)


def _is_machine(value: Claim | Matching) -> bool:
    return not value.made.is_judgement


def statements_by_claim(
    work: Workplace, read: Iterable[Statement] | None = None
) -> dict[str, list[Statement]]:
    """Return, per claim, the statements that count for it.

    Where a person read even one statement for a claim, or accepted one, only what people read or
    accepted counts: a machine's suggestion beside it could add hands that nobody checked. Where
    nobody has, the machine's suggestions count, and everything that rests on them says so.
    `read` are all statements of the case, where the caller has read them already.
    """
    statements = {s.statement_id: s for s in counted_statements(work, read)}
    replaced = _replaced(work, statements)
    judged: dict[str, list[Statement]] = defaultdict(list)
    suggested: dict[str, list[Statement]] = defaultdict(list)
    for matching in counted_matchings(work):
        if matching.statement_id in replaced and not is_declared(matching.made):
            continue
        if matching.verdict == SAME and matching.statement_id in statements:
            found = judged if matching.made.is_judgement else suggested
            found[matching.claim_id].append(statements[matching.statement_id])
    return {**suggested, **judged}


def _replaced(work: Workplace, statements: Mapping[str, Statement]) -> set[str]:
    """Return the statements that case.toml replaces; nobody can have put one to a claim without reviews."""
    if not work.store.count(Review):
        return set()
    return statements.keys() - {s.statement_id for s in standing_statements(work)}


def suggestions_beside(work: Workplace) -> Counter[str]:
    """Return, per claim that people read statements for, how many more a machine suggests."""
    verdicts = [m for m in counted_matchings(work) if m.verdict == SAME]
    judged = {m.claim_id for m in verdicts if m.made.is_judgement}
    return Counter(m.claim_id for m in verdicts if not m.made.is_judgement and m.claim_id in judged)


def traced_claims(work: Workplace, by_claim: Mapping[str, Sequence[Statement]] | None = None) -> list[Claim]:
    """Return the claims worth tracing: every declared one, then those most exhibits bear on.

    A machine's claim comes after those that more exhibits bear on, and, among equals, after those
    whose statements credit somebody: there is a route to show. Bare words (a stamp, a greeting) come last.
    """
    by_claim = statements_by_claim(work) if by_claim is None else by_claim

    def weight(claim: Claim) -> tuple[bool, int, int, str]:
        found = by_claim.get(claim.claim_id, ())
        n_exhibits = len({s.exhibit_id for s in found})
        n_links = max((len(s.chain.links) for s in found), default=0)
        return (claim.is_bare, -n_exhibits, -n_links, claim.claim_id)

    claims = list(work.store.all(Claim))
    declared = [c for c in claims if c.made.is_judgement]
    suggested = sorted((c for c in claims if not c.made.is_judgement), key=weight)
    return declared + suggested[: work.settings.max_traced_claims]


def _text_of(renditions: Iterable[Rendition]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for rendition in renditions:
        if rendition.kind is not RenditionKind.TRANSLATION or rendition.exhibit_id not in texts:
            texts[rendition.exhibit_id] = without_head(rendition.text)
    return texts


def without_head(text: str) -> str:
    """Return a text with the lines at its head that speak about it blank: "Published: 2016-03" copies nobody.

    What asserts a claim is put back for that claim (`with_told`). Its length and every other place stay,
    because passages count from its first letter.
    """
    lines = text[:20_000].splitlines(keepends=True)
    _, n_lines = leading_block([line.rstrip("\r\n") for line in lines])
    end = sum(map(len, lines[:n_lines]))
    return "".join(c if c in "\r\n" else " " for c in text[:end]) + text[end:]


def with_told(text: str, passages: Iterable[Passage]) -> str:
    """Return a text in which the words that assert a claim stand again where its head was made blank.

    Whoever prints the words of somebody else as a title or a note has copied them all the same.
    """
    for passage in passages:
        blank, told = text[passage.start : passage.end], passage.text
        if (
            blank != told
            and len(blank) == len(told)
            and all(b in {" ", t} for b, t in zip(blank, told, strict=True))
        ):
            text = text[: passage.start] + told + text[passage.end :]
    return text


def boilerplate_in(texts: Mapping[str, str], statements: Iterable[Statement]) -> dict[str, Stretches]:
    """Return, per exhibit, what its outlet prints on most of its pages, over the whole case."""
    publishers = {s.exhibit_id: s.chain.publisher.party_id for s in statements}
    return boilerplate_of({e: texts[e] for e in publishers if e in texts}, publishers)


def published_spans(
    work: Workplace, declared: Declarations, renditions: Iterable[Rendition] | None = None
) -> dict[str, DateSpan]:
    """Return, per exhibit, when it was published: as a person said, else as the document says.

    `renditions` are all of the case, where the caller has read them already.
    """
    spans: dict[str, DateSpan] = {}
    for rendition in work.store.all(Rendition) if renditions is None else renditions:
        spans.setdefault(rendition.exhibit_id, _span(rendition.value_of("published")))
    for exhibit_id, publisher in publishers_of(work, declared).items():
        if publisher.at_span.is_known:
            spans[exhibit_id] = publisher.at_span
    return spans


def _span(text: str) -> DateSpan:
    try:
        return parse_span(text[:10]) if text else UNDATED
    except ValueError:
        return UNDATED


def claim_evidence(
    work: Workplace,
    declared: Declarations,
    claims: Iterable[Claim],
    by_claim: Mapping[str, Sequence[Statement]] | None = None,
    read: Sequence[Statement] | None = None,
) -> Iterator[ClaimEvidence]:
    """Yield, per claim, everything tracing may look at.

    `by_claim` are the statements that count, and `read` all of the case, where the caller has read them.
    """
    read = list(work.store.all(Statement)) if read is None else read
    by_claim = statements_by_claim(work, read) if by_claim is None else by_claim
    renditions = list(work.store.all(Rendition))
    texts, published = _text_of(renditions), published_spans(work, declared, renditions)
    del renditions
    parties = {p.party_id: p for p in work.store.all(Party)}
    ties, custody = tuple(work.store.all(Tie)), tuple(work.store.all(CustodyEvent))
    withdrawn = withdrawn_parties(work.store, parties)
    entailing = entailing_statements(work, by_claim)
    rulings = standing_rulings(work.store.all(Ruling))
    pictures = pictures_by_exhibit(work)
    boilerplate = boilerplate_in(texts, read)
    habits = habits_of(rulings, (s for found in by_claim.values() for s in found)) if rulings else {}
    judged = adjudicated(work.store.all(Claim), by_claim, rulings)
    for claim in claims:
        following = entailing.get(claim.claim_id, {})
        statements = (*by_claim.get(claim.claim_id, ()), *(s for s, _ in following.values()))
        exhibits = {s.exhibit_id for s in statements}
        passages = work.store.get_many(Passage, [s.passage_id for s in statements])
        told: dict[str, list[Passage]] = defaultdict(list)
        for passage in passages.values():
            told[passage.exhibit_id].append(passage)
        ruled = tuple(r for r in rulings if r.child_id in exhibits and r.claim_id in ("", claim.claim_id))
        named = {*_named(statements, ties, custody), *(r.parent_id for r in ruled)}
        yield ClaimEvidence(
            claim=claim,
            statements=statements,
            passages=passages,
            texts={e: with_told(texts[e], told[e]) for e in exhibits if e in texts},
            parties={p: parties[p] for p in sorted(named) if p in parties},
            ties=ties,
            custody=custody,
            published={e: published.get(e, UNDATED) for e in exhibits},
            rulings=ruled,
            habits=habits,
            adjudicated=judged,
            boilerplate={e: boilerplate[e] for e in exhibits if e in boilerplate},
            pictures={e: pictures[e] for e in exhibits if e in pictures},
            withdrawn=_withdrawn_here(withdrawn, statements, ties, custody),
            via={statement_id: source for statement_id, (_, source) in following.items()},
        )


def _withdrawn_here(
    withdrawn: Sequence[str],
    statements: Iterable[Statement],
    ties: Iterable[Tie],
    custody: Iterable[CustodyEvent],
) -> tuple[str, ...]:
    """Return who of the withdrawn can play a part in a claim: the others leave its count as it is."""
    if not withdrawn:
        return ()
    found = list(statements)
    exhibits = {s.exhibit_id for s in found}
    named = {link.party_id for s in found for link in s.chain.links}
    named |= {
        p for e in custody if not exhibits.isdisjoint(e.exhibit_ids) for p in (e.from_party, e.to_party)
    }
    return tuple(p for p in withdrawn if not named.isdisjoint(kin_of(ties, p)))


def entailing_statements(
    work: Workplace, by_claim: Mapping[str, Sequence[Statement]]
) -> dict[str, dict[str, tuple[Statement, str]]]:
    """Return, per claim, the statements that assert another claim it follows from, and which one that is.

    Only what a person declared counts as following, and only an assertion carries it over: from "they did
    not fight over the town" nothing follows. What follows from what follows is taken along; circles end.
    """
    sources: dict[str, list[str]] = defaultdict(list)
    for entailment in work.store.all(Entailment):
        if entailment.made.is_judgement:
            sources[entailment.to_claim].append(entailment.from_claim)
    found: dict[str, dict[str, tuple[Statement, str]]] = {}
    for claim_id, first in sources.items():
        own = {s.statement_id for s in by_claim.get(claim_id, ())}
        seen, waiting = {claim_id}, list(first)
        for source in waiting:
            if source not in seen:
                seen.add(source)
                waiting += sources.get(source, ())
                for statement in by_claim.get(source, ()):
                    if statement.stance is Stance.ASSERTS and statement.statement_id not in own:
                        found.setdefault(claim_id, {}).setdefault(statement.statement_id, (statement, source))
    return found


def habits_of(rulings: Iterable[Ruling], statements: Iterable[Statement]) -> dict[tuple[str, str], int]:
    """Count, per (publisher, party it has things from), the derivations people confirmed in this case."""
    publishers = {s.exhibit_id: s.chain.publisher.party_id for s in statements}
    counts: Counter[tuple[str, str]] = Counter()
    for ruling in rulings:
        child = publishers.get(ruling.child_id, "")
        parent = publishers.get(ruling.parent_id, ruling.parent_id)
        if ruling.ruled is Ruled.DERIVED and child and child != parent:
            counts[child, parent] += 1
    return dict(counts)


def _named(statements: Iterable[Statement], ties: Iterable[Tie], custody: Iterable[CustodyEvent]) -> set[str]:
    """Return the parties a claim can touch: a case of thousands must not be weighed down by all of them."""
    named = {link.party_id for s in statements for link in s.chain.links}
    named |= {party for tie in ties for party in (tie.from_party, tie.to_party)}
    named |= {party for event in custody for party in (event.from_party, event.to_party)}
    return named


def tracing_settings(work: Workplace, declared: Declarations) -> TraceSettings:
    """Return how claims are traced here: with those people rely on taken to be unable to fail."""
    return replace(work.settings.trace, trusted=still_trusted(work.store, declared.trusted))


def trace_marks(evidence: Iterable[ClaimEvidence], settings: TraceSettings) -> dict[str, str]:
    """Return, per claim, the mark of what it is traced from; a text or party of many claims is read once."""
    texts: dict[str, str] = {}
    parties: dict[Party, str] = {}

    def of_text(text: str) -> str:
        if text not in texts:
            texts[text] = fingerprint(text)
        return texts[text]

    def of_party(party: Party) -> str:
        if party not in parties:
            parties[party] = fingerprint(party)
        return parties[party]

    found = {}
    for one in evidence:
        told = [of_party(party) for _, party in sorted(one.parties.items())]
        slim = replace(one, texts={e: of_text(text) for e, text in one.texts.items()}, parties={})
        found[one.claim.claim_id] = fingerprint("trace", __version__, settings, slim, told)
    return found


def counts_that_hold(
    work: Workplace, evidence: Iterable[ClaimEvidence], settings: TraceSettings
) -> dict[str, OriginCount]:
    """Return the stored count of each claim whose evidence is what it was counted from."""
    marks = trace_marks(evidence, settings)
    held = (work.store.get(OriginCount, c) for c, mark in marks.items() if _is_done(work, "trace", c, mark))
    return {count.claim_id: count for count in held if count is not None}


def trace_claims(work: Workplace, declared: Declarations) -> RunCount:
    """Count origins and hands for every claim worth it whose evidence changed."""
    settings = tracing_settings(work, declared)
    read = list(work.store.all(Statement))
    by_claim = statements_by_claim(work, read)
    claims = traced_claims(work, by_claim)
    evidence = list(claim_evidence(work, declared, claims, by_claim, read))
    marks = trace_marks(evidence, settings)
    todo = [e for e in evidence if not _is_done(work, "trace", e.claim.claim_id, marks[e.claim.claim_id])]
    wanted = {c.claim_id for c in claims}
    stale = [c.claim_id for c in work.store.all(OriginCount) if c.claim_id not in wanted]
    with work.store.transaction():
        work.store.remove(OriginCount, stale)
    for number, one in enumerate(todo, 1):
        with work.store.transaction():
            for outcome in trace([one], settings=settings):
                work.store.put(_changes(work, one, settings, outcome.values))
                work.store.put(outcome.values)
            _mark(work, "trace", one.claim.claim_id, marks[one.claim.claim_id])
        work.progress("trace", number, len(todo))
    return RunCount("trace", len(todo), len(evidence) - len(todo))


def _changes(
    work: Workplace, evidence: ClaimEvidence, settings: TraceSettings, counts: Sequence[OriginCount]
) -> list[CountChange]:
    """Return what the new count of a claim moved, and remember what it was made from.

    The parts are kept as marks beside the mark of the trace: a count does not say what it was made from.
    """
    claim_id = evidence.claim.claim_id
    stage, now = f"parts of {claim_id}", parts_of(evidence, settings)
    before = work.store.done_items(stage, "")
    work.store.forget(stage)
    work.store.mark_done(stage, "", now)
    earlier = work.store.get(OriginCount, claim_id)
    if earlier is None:
        return []
    because = reasons_of(before, now, evidence)
    found = (count_change(earlier, count, because, work.clock()) for count in counts)
    return [change for change in found if change is not None]


def weigh_questions(work: Workplace) -> tuple[RunCount, tuple[str, ...]]:
    """Weigh every question answered in words; each run leaves a dated assessment.

    Also returns a sentence for every reason why a question cannot be weighed as it is answered now. What was
    read out of earlier answers to it is taken away: old figures would pass for those of what stands.
    """
    elicitations = {e.question_id: e for e in work.store.all(Elicitation)}
    questions = [q for q in work.store.all(Question) if q.question_id in elicitations]
    n_done, refused = 0, list[str]()
    for question in questions:
        elicitation = elicitations[question.question_id]
        entered = entered_now(work, question, elicitation)
        snapshot = snapshot_of(entered)
        parameters = fingerprint(work.settings.weigh)
        mark = fingerprint("weigh", __version__, snapshot, parameters)
        if _is_done(work, "weigh", question.question_id, mark):
            continue
        with work.store.transaction():
            pairs, settings = [(question, elicitation), *entered.beside], work.settings.weigh
            (outcome,) = islice(weigh(pairs, settings=settings, answered=entered.answered), 1)
            made = [_assessment(w, snapshot, parameters) for w in outcome.values]
            work.store.put(outcome.values)
            work.store.put(change for one in made for change in changes_to(work, one, entered))
            work.store.put(made)
            if made:
                _mark(work, "weigh", question.question_id, mark)
            else:
                work.store.remove(Weighing, [question.question_id])
                work.store.forget(f"weigh {question.question_id}")
        if outcome.status is Status.REFUSED:
            refused += [failure.sentence() for failure in outcome.failures]
        n_done += 1
        work.progress("weigh", n_done, len(questions))
    return RunCount("weigh", n_done, len(questions) - n_done), tuple(refused)


def _assessment(weighing: Weighing, snapshot: str, parameters: str) -> Assessment:
    result = canonical(weighing)
    return Assessment(
        assessment_id=key("assessment", weighing.question_id, snapshot, parameters, __version__, result),
        question_id=weighing.question_id,
        snapshot=snapshot,
        parameters=parameters,
        version=__version__,
        result=result,
        made=Made(
            by=f"weighing {__version__}",
            standing=Standing.SUGGESTION,
            why="computed from the answers given in words",
        ),
    )
