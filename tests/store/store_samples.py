"""One of every record the store keeps, made by hand, and a small whole case."""

import io
from datetime import UTC, date, datetime

from twosource.dates import day, month
from twosource.evidence.anchors import AnchorDecision
from twosource.evidence.assessments import Assessment, Rationale, Supersession
from twosource.evidence.claims import Claim, Contradiction, Drift, Entailment, Hypothesis, Matching, Question
from twosource.evidence.elicitation import Answer, Answered, Elicitation
from twosource.evidence.events import Place, RecordRow
from twosource.evidence.findings import Finding
from twosource.evidence.forecasts import AnswerChange, CameTrue, Forecast, ForecastOutcome
from twosource.evidence.holdings import Accession, CustodyEvent, Exhibit, Holding, Page, Rendition
from twosource.evidence.layouts import PageLayout, WordBox
from twosource.evidence.lineage import CountChange, Derivation, OriginCount, PictureHash, Ruled, Ruling
from twosource.evidence.outcome import Failure, Fate
from twosource.evidence.passages import cite_span
from twosource.evidence.permissions import Permission, PermissionKind
from twosource.evidence.readouts import Weighing
from twosource.evidence.reliability import Grade, TrackEntry, Truth
from twosource.evidence.reviews import Review, Verdict
from twosource.evidence.testimony import AttributionChain, Link, Made, Party, Statement, Tie
from twosource.evidence.transcripts import HumanReading, ModelReading, SuggestedPage
from twosource.ids import digest_of, key
from twosource.terms import (
    Action,
    DerivationKind,
    PartyKind,
    RenditionKind,
    Stance,
    Standing,
    Status,
    Voice,
)

MACHINE = Made(by="rules 1", standing=Standing.SUGGESTION, why="a cue word", p=0.7)
PERSON = Made(by="person:the editor", standing=Standing.JUDGEMENT, why="read it")


def exhibit_of(content, media_type="text/plain"):
    return Exhibit(exhibit_id=digest_of(content), size=len(content), media_type=media_type)


def holding_of(exhibit, path, accession="accession-1"):
    return Holding(
        holding_id=key("holding", accession, path, exhibit.exhibit_id),
        accession_id=accession,
        exhibit_id=exhibit.exhibit_id,
        path=path,
    )


def fate_of(exhibit, status=Status.READ):
    failures = () if status is Status.READ else (Failure(code="x", happened="It could not be read."),)
    return Fate(exhibit_id=exhibit.exhibit_id, status=status, failures=failures, reader="text 1")


def rendition_of(exhibit, text, pages=()):
    return Rendition(
        rendition_id=key("rendition", exhibit.exhibit_id, text),
        exhibit_id=exhibit.exhibit_id,
        kind=RenditionKind.TEXT,
        text=text,
        pages=pages,
        maker="text",
        maker_version="1",
    )


def rendition(text, name="one", pages=()):
    return rendition_of(exhibit_of(name.encode()), text, pages)


def party(name="the outlet", made=MACHINE, **more):
    return Party(party_id=key("party", name), name=name, kind=PartyKind.OUTLET, made=made, **more)


def statement_of(passage, made=MACHINE, hedge=0):
    return Statement(
        statement_id=key("statement", passage.passage_id),
        passage_id=passage.passage_id,
        exhibit_id=passage.exhibit_id,
        chain=AttributionChain(links=(Link(party_id="outlet", cue="said"), Link(party_id="witness"))),
        stance=Stance.ASSERTS,
        hedge=hedge,
        voice=Voice.ATTRIBUTED,
        said_span=month(2016, 3),
        made=made,
    )


def claim(name="agreed", made=MACHINE):
    return Claim(claim_id=f"claim-{name}", text=f"The moves were {name}.", action=Action.AGREE, made=made)


def matching(statement, about, made=MACHINE, verdict="same"):
    return Matching(
        matching_id=key("matching", statement.statement_id, about.claim_id),
        statement_id=statement.statement_id,
        claim_id=about.claim_id,
        verdict=verdict,
        reasons=("same words",),
        made=made,
    )


QUESTION = Question(
    question_id="question-contact",
    text="Was there contact?",
    hypotheses=(Hypothesis(name="yes", text="yes"), Hypothesis(name="something_else", text="else")),
)
ELICITATION = Elicitation(
    question_id="question-contact",
    prior={"yes": 1.0, "something_else": 1.0},
    prior_why="flat on purpose",
    contamination=0.02,
    variables=(),
    items=(),
    made=PERSON,
)
ACCESSION = Accession(
    accession_id="accession-1", received_at=datetime(2016, 5, 2, 8, tzinfo=UTC), from_party="outlet"
)
ASSESSMENT = Assessment(
    assessment_id="assessment-1",
    question_id="question-contact",
    snapshot="s",
    parameters="p",
    version="0.1.0",
    result="{}",
    rationale=(Rationale(text="The letters agree."),),
    made=MACHINE,
)
WEIGHING = Weighing(
    question_id="question-contact",
    text="Was there contact?",
    hypotheses=(),
    states=(),
    lead="yes",
    lead_share=0.9,
    else_prior=0.1,
    else_bound=0.2,
    weights=(),
    flips=(),
    tipping_points=(),
    next_steps=(),
    n_states=4,
    n_draws=10,
    seed=1,
)
PERMISSION = Permission(
    permission_id="permission-1",
    exhibit_id="x",
    kind=PermissionKind.LIFTED,
    by="Nadia",
    why="It is the register itself.",
    at=datetime(2016, 5, 3, tzinfo=UTC),
)
REVIEW = Review(
    review_id="review-1",
    item_kind="statement",
    item_id="statement-1",
    item="{}",
    verdict=Verdict.REJECTED,
    why="It says the opposite.",
    by="Nadia",
    at=datetime(2016, 5, 3, tzinfo=UTC),
)
CUSTODY = CustodyEvent(
    custody_id="custody-1", exhibit_ids=("x",), action="handed over", at_span=month(2016, 1)
)
SUPERSESSION = Supersession(
    supersession_id="supersession-1",
    earlier_id="assessment-0",
    later_id="assessment-1",
    why="a new letter",
    at=datetime(2016, 5, 3, tzinfo=UTC),
    made=PERSON,
)
FINDING = Finding(finding_id="finding-1", about="exhibit-1", check="dates", sentence="The date fits.")
ROW = RecordRow(
    row_id="row-1",
    exhibit_id="exhibit-1",
    row_number=7,
    span=day(datetime(2016, 3, 27, tzinfo=UTC).date()),
    side_a="a",
    side_b="b",
    place=Place(as_written="Tadmur"),
    where_precision=1,
    date_precision=1,
    deaths_low=0,
    deaths_best=1,
    deaths_high=2,
    sources=("an agency",),
)
LAYOUT = PageLayout(
    layout_id="layout-1",
    rendition_id="rendition-1",
    page=1,
    width=1000,
    height=1400,
    dpi=150,
    words=(WordBox(start=0, end=3, left=10, top=20, right=60, bottom=44, confidence=0.93),),
    ink_covered=0.98,
    turned=1.5,
    language="ara",
)
HUMAN_READING = HumanReading(
    reading_id="human-reading-1",
    exhibit_id="exhibit-1",
    kind=RenditionKind.TRANSCRIPTION,
    page=2,
    line=3,
    text="خرجت المدفعية",
    language="ar",
    by="Huda the reader",
    at=datetime(2016, 5, 3, 9, tzinfo=UTC),
    over_rendition="rendition-1",
)
MODEL_READING = ModelReading(
    reading_id="model-reading-1",
    exhibit_id="exhibit-1",
    kind=RenditionKind.TRANSLATION,
    language="en",
    pages=(SuggestedPage(page=1, text="The guns left."),),
    model="a model",
    version="1",
    prompt_hash="0" * 64,
    origin="http://127.0.0.1:8080",
    at=datetime(2016, 5, 3, 10, tzinfo=UTC),
    asked_by="Huda the reader",
    dropped=("segment 9 answers to no paragraph",),
)
ANCHOR_DECISION = AnchorDecision(
    decision_id="anchor-decision-1",
    exhibit_id="exhibit-1",
    passage_id="passage-0",
    new_passage_id="passage-1",
    rendition_id="rendition-1",
    start=0,
    end=3,
    text="The",
    score=0.98,
    is_accepted=True,
    by="Huda the reader",
    at=datetime(2016, 5, 3, 11, tzinfo=UTC),
)
RULING = Ruling(
    ruling_id="ruling-1",
    claim_id="claim-agreed",
    child_id="exhibit-1",
    parent_id="exhibit-2",
    ruled=Ruled.DERIVED,
    why="It prints the same slip of the pen.",
    by="Nadia",
    at=datetime(2016, 5, 3, 12, tzinfo=UTC),
)
COUNT_CHANGE = CountChange(
    change_id="count-change-1",
    claim_id="claim-agreed",
    at=datetime(2016, 5, 3, 13, tzinfo=UTC),
    n_reports_before=1,
    n_reports_after=2,
    k_before=(0.0, 1.0),
    k_after=(0.0, 0.25, 0.75),
    kappa_before=(0.0, 1.0),
    kappa_after=(0.0, 1.0),
    chokepoint_before=("a",),
    chokepoint_after=("b",),
    because=("1 report more.",),
)
PICTURE_HASH = PictureHash(
    picture_id="picture-1",
    exhibit_id="exhibit-1",
    page=1,
    number=1,
    look="c3a5f00d12345678",
    width=640,
    height=480,
)
CONTRADICTION = Contradiction(
    contradiction_id="contradiction-1",
    claim_id="claim-agreed",
    about="counts",
    statement_ids=("statement-1", "statement-2"),
    values=("12", "40"),
    made=MACHINE,
)
DRIFT = Drift(
    drift_id="drift-1",
    from_statement="statement-1",
    to_statement="statement-2",
    before="ordered",
    after="agreed",
    made=MACHINE,
)
ANSWERED = Answered(
    answered_id="answered-1",
    question_id="question-1",
    item="letter",
    answers=(Answer(words={"yes": "likely", "no": "unlikely"}),),
    at=datetime(2016, 5, 3, 14, tzinfo=UTC),
    made=PERSON,
)
TRACK_ENTRY = TrackEntry(
    entry_id="entry-1",
    party_id="a",
    text="the personnel files",
    truth=Truth.TRUE,
    batch="March 2016",
    n=22_000,
    at_span=day(date(2016, 3, 10)),
    quality=0.8,
    made=PERSON,
)
GRADE = Grade(grade_id="grade-1", party_id="a", letter="B", number="2", standard="STANAG 2511", made=PERSON)
FORECAST = Forecast(
    forecast_id="forecast-1",
    text="A second archive will be opened.",
    p=0.3,
    word="unlikely",
    due=date(2016, 8, 1),
    at=datetime(2016, 5, 3, 15, tzinfo=UTC),
    made=PERSON,
)
FORECAST_OUTCOME = ForecastOutcome(
    outcome_id="outcome-1",
    forecast_id="forecast-1",
    came_true=CameTrue.NO,
    at=datetime(2016, 8, 2, tzinfo=UTC),
    made=PERSON,
)
ANSWER_CHANGE = AnswerChange(
    change_id="answer-change-1",
    question_id="question-1",
    at=datetime(2016, 5, 3, 16, tzinfo=UTC),
    before_id="assessment-1",
    after_id="assessment-2",
    hypotheses=("yes", "no"),
    p_before=(0.5, 0.5),
    p_after=(0.6, 0.4),
    decibans=(1.8, -1.8),
)
TEXT = "The commander said the town was handed over.\n\nNobody fired a shot, the commander said."
CONTENT = TEXT.encode()


def small_case():
    """Return {name: record}: one of every kind, fitting together, and nothing left over."""
    exhibit = exhibit_of(CONTENT)
    text = rendition_of(exhibit, TEXT, (Page(number=1, start=0, end=len(TEXT)),))
    passage = cite_span(text, 0, 44)
    statement, agreed = statement_of(passage), claim()
    derivation = Derivation(
        derivation_id="derivation-1",
        claim_id=agreed.claim_id,
        parent_id="a",
        child_id="b",
        kind=DerivationKind.QUOTES,
        p=0.9,
    )
    count = OriginCount(
        claim_id=agreed.claim_id, n_reports=1, n_statements=1, k=(0, 1.0), kappa=(0, 1.0),
        kappa_trusted=(0, 1.0), trusted=(), chokepoints=(), origins=(), derivations=(), p_own=(),
        paths=(), n_samples=10, seed=1,
    )  # fmt: skip
    return {
        "accession": ACCESSION,
        "exhibit": exhibit,
        "holding": holding_of(exhibit, "a/report.txt"),
        "custody": CUSTODY,
        "fate": fate_of(exhibit),
        "rendition": text,
        "passage": passage,
        "party": party(),
        "tie": Tie(tie_id="tie-1", from_party="a", to_party="b", kind="same as", p=0.5, made=PERSON),
        "statement": statement,
        "claim": agreed,
        "matching": matching(statement, agreed),
        "entailment": Entailment(entailment_id="entailment-1", from_claim="a", to_claim="b", made=PERSON),
        "question": QUESTION,
        "elicitation": ELICITATION,
        "derivation": derivation,
        "count": count,
        "ruling": RULING,
        "count change": COUNT_CHANGE,
        "picture hash": PICTURE_HASH,
        "contradiction": CONTRADICTION,
        "drift": DRIFT,
        "answered": ANSWERED,
        "track entry": TRACK_ENTRY,
        "grade": GRADE,
        "forecast": FORECAST,
        "forecast outcome": FORECAST_OUTCOME,
        "answer change": ANSWER_CHANGE,
        "finding": FINDING,
        "weighing": WEIGHING,
        "row": ROW,
        "layout": LAYOUT,
        "permission": PERMISSION,
        "review": REVIEW,
        "human reading": HUMAN_READING,
        "model reading": MODEL_READING,
        "anchor decision": ANCHOR_DECISION,
        "assessment": ASSESSMENT,
        "supersession": SUPERSESSION,
    }


def keep_small_case(store, originals):
    """Keep the small case with its original, and return its records by name."""
    records = small_case()
    originals.put(io.BytesIO(CONTENT))
    with store.transaction():
        store.put(records.values())
        store.index(records["rendition"])
    return records
