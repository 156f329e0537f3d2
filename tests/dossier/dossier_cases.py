"""Cases made in memory for the dossier's tests: invented outlets and people around public facts."""

from dataclasses import replace
from datetime import UTC, date, datetime

from PIL import Image, ImageDraw

from twosource.dates import DateSpan, day, month, parse_span
from twosource.dossier import Material
from twosource.evidence.claims import Claim, Entailment, Hypothesis, Matching, Question
from twosource.evidence.elicitation import Answer, Elicitation, Item
from twosource.evidence.events import Place, RecordRow
from twosource.evidence.holdings import Accession, CustodyEvent, Exhibit, Holding, Rendition
from twosource.evidence.layouts import GreyPicture
from twosource.evidence.lineage import Chokepoint, Derivation, Feature, Origin, OriginCount
from twosource.evidence.outcome import Coverage, Failure, Fate
from twosource.evidence.passages import Passage, cite_span
from twosource.evidence.readouts import (
    Flip,
    HypothesisReadout,
    NextStep,
    TippingPoint,
    Weighing,
    WeightReadout,
)
from twosource.evidence.testimony import AttributionChain, Link, Made, Party, Statement, Tie
from twosource.ids import digest_of, key, siglum
from twosource.terms import (
    Access,
    Action,
    Channel,
    DerivationKind,
    FeatureKind,
    PartyKind,
    RenditionKind,
    Stance,
    Standing,
    Status,
    Voice,
)

BY_PERSON = Made(by="case.toml", standing=Standing.JUDGEMENT)
BY_MACHINE = Made(by="cue rules 1", standing=Standing.SUGGESTION, p=0.86)
FIRST_DAY = day(date(2016, 5, 2))
WHEN = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
SECRET_NAMES = ("Marwan Qadi", "أبو ياسر التدمري", "Abu Yasir")

ARABIC_REPORT = "نقلت القناة البريطانية عن منشقين أن الانسحاب من تدمر في 27 آذار 2016 جرى باتفاق مع الحكومة."
LETTER = "إلى الإخوة في تدمر: تُنقل المدفعية الثقيلة ومضادات الطائرات إلى ولاية الرقة قبل نهاية الشهر."


def party(party_id: str, name: str, kind: PartyKind = PartyKind.OUTLET) -> Party:
    """Return an unprotected party."""
    return Party(party_id=party_id, name=name, kind=kind, made=BY_PERSON)


def page_image(width: int = 345, height: int = 456) -> GreyPicture:
    """Return a grey picture that looks like a page."""
    picture = Image.new("L", (width, height), 242)
    pen = ImageDraw.Draw(picture)
    for row in range(12):
        pen.line((33, 67 + row * 27, width - 33 - (row * 20) % 83, 67 + row * 27), fill=51, width=3)
    return GreyPicture(width=width, height=height, pixels=picture.tobytes())


class CaseBuilder:
    """Collects evidence values the way a desk would, with sigla in order."""

    def __init__(self) -> None:
        self.exhibits: list[Exhibit] = []
        self.holdings: list[Holding] = []
        self.renditions: list[Rendition] = []
        self.fates: list[Fate] = []
        self.passages: dict[str, Passage] = {}
        self.statements: dict[str, Statement] = {}
        self.matchings: list[Matching] = []
        self.sigla: dict[str, str] = {}

    def exhibit(
        self,
        text: str,
        *,
        media_type: str = "text/plain",
        language: str = "en",
        kind: RenditionKind = RenditionKind.TEXT,
        status: Status = Status.READ,
        metadata: tuple[tuple[str, str], ...] = (),
    ) -> Rendition:
        """Add an exhibit with one rendition."""
        number = len(self.exhibits) + 1
        exhibit_id = digest_of(f"{number}:{text}".encode("utf-8", "surrogatepass"))
        self.sigla[exhibit_id] = siglum("exhibit", number)
        self.exhibits.append(Exhibit(exhibit_id=exhibit_id, size=len(text), media_type=media_type))
        self.holdings.append(
            Holding(
                holding_id=key("holding", str(number)),
                accession_id="accession-1",
                exhibit_id=exhibit_id,
                path=f"secret-folder/{number}.txt",
            )
        )
        rendition = Rendition(
            rendition_id=key("rendition", exhibit_id),
            exhibit_id=exhibit_id,
            kind=kind,
            text=text,
            pages=(),
            language=language,
            maker="text reader",
            maker_version="1",
            made_by_person=kind is not RenditionKind.TEXT,
            metadata=metadata,
        )
        damage = Failure(code="damaged", happened="The file ends too early.")
        failures = () if status is Status.READ else (damage,)
        self.fates.append(Fate(exhibit_id=exhibit_id, status=status, failures=failures))
        if status in (Status.READ, Status.PARTLY_READ):
            self.renditions.append(rendition)
        return rendition

    def statement(
        self,
        rendition: Rendition,
        words: str,
        claim_id: str,
        *links: Link,
        stance: Stance = Stance.ASSERTS,
        hedge: int = 3,
        said: DateSpan = FIRST_DAY,
        made: Made = BY_MACHINE,
        verdict: str = "same",
    ) -> Statement:
        """Add a statement on words that stand in the rendition, matched to a claim."""
        start = rendition.text.index(words)
        passage = cite_span(rendition, start, start + len(words))
        self.passages[passage.passage_id] = passage
        number = len(self.statements) + 1
        statement = Statement(
            statement_id=key("statement", str(number)),
            passage_id=passage.passage_id,
            exhibit_id=rendition.exhibit_id,
            chain=AttributionChain(links=links),
            stance=stance,
            hedge=hedge,
            voice=Voice.ATTRIBUTED if len(links) > 1 else Voice.OWN,
            said_span=said,
            made=made,
        )
        self.sigla[statement.statement_id] = siglum("statement", number)
        self.statements[statement.statement_id] = statement
        self.matchings.append(
            Matching(
                matching_id=key("matching", statement.statement_id, claim_id),
                statement_id=statement.statement_id,
                claim_id=claim_id,
                verdict=verdict,
                reasons=("same action",),
                made=made,
            )
        )
        return statement

    def coverage(self) -> Coverage:
        """Return the four numbers of what was added."""
        counts = {status: sum(f.status is status for f in self.fates) for status in Status}
        return Coverage(
            n_received=len(self.fates),
            n_read=counts[Status.READ],
            n_partly_read=counts[Status.PARTLY_READ],
            n_refused=counts[Status.REFUSED],
            n_waiting=counts[Status.WAITING],
        )


def _parties() -> dict[str, Party]:
    parties = [
        party("broadcaster", "the broadcaster"),
        party("handover_group", "the handover group", PartyKind.GROUP),
        party("author_office", "the office that wrote the letters", PartyKind.OFFICE),
        party("government", "the government", PartyKind.ORGANISATION),
        party("expert", "an analyst in London", PartyKind.PERSON),
        Party(
            party_id="defector_1",
            name=SECRET_NAMES[0],
            kind=PartyKind.PERSON,
            label="defector 1",
            is_protected=True,
            made=BY_PERSON,
        ),
        Party(
            party_id="defector_2",
            name=SECRET_NAMES[1],
            aliases=(SECRET_NAMES[2],),
            kind=PartyKind.PERSON,
            label="defector 2",
            is_protected=True,
            made=BY_PERSON,
        ),
    ]
    parties += [party(f"outlet_{n}", f"Outlet {n}") for n in range(1, 11)]
    parties.append(party("outlet_ar", "صحيفة الشرق"))
    return {p.party_id: p for p in parties}


CLAIMS = (
    Claim(
        claim_id="claim-agreed",
        text="The withdrawal from Palmyra was agreed with the government.",
        action=Action.AGREE,
        place="Palmyra",
        made=BY_PERSON,
    ),
    Claim(
        claim_id="claim-ordered",
        text="Heavy weapons were ordered out of Palmyra before it was retaken.",
        action=Action.ORDER,
        place="Palmyra",
        made=BY_PERSON,
    ),
    Claim(
        claim_id="claim-trade",
        text="Oil was exchanged for fertiliser.",
        action=Action.TRADE,
        made=BY_MACHINE,
    ),
)


def _reports(case: CaseBuilder) -> list[Statement]:
    first = case.exhibit(
        "The broadcaster was shown letters. Former fighters, among them Marwan Qadi, told the broadcaster "
        "that the withdrawal from Palmyra was agreed with the government. The letters could not be verified.",
        metadata=(("title", "Letters from inside"), ("publisher", "the broadcaster")),
    )
    quoted = (
        "Former fighters, among them Marwan Qadi, told the broadcaster that the withdrawal from Palmyra "
        "was agreed"
    )
    told = Link(party_id="defector_1", cue="told", channel=Channel.SPEECH, access=Access.DID)
    via = Link(
        party_id="broadcaster", cue="according to", channel=Channel.PUBLICATION, access=Access.WAS_TOLD
    )
    statements = [
        case.statement(
            first, quoted, "claim-agreed", Link(party_id="broadcaster"), told, hedge=6, made=BY_PERSON
        )
    ]
    for n in range(1, 11):
        text = (
            f"Outlet {n} reports: the withdrawal from Palmyra was agreed with the government, according to "
            f"the broadcaster. The letters are among 22,000 files."
        )
        report = case.exhibit(text, status=Status.PARTLY_READ if n == 10 else Status.READ)
        chain = [Link(party_id=f"outlet_{n}"), via]
        if n in (8, 9):
            chain.insert(1, Link(party_id="outlet_3", cue="as reported by", channel=Channel.PUBLICATION))
        statements.append(
            case.statement(
                report,
                "the withdrawal from Palmyra was agreed with the government",
                "claim-agreed",
                *chain,
                hedge=0 if n in (2, 5) else 3,
                said=day(date(2016, 5, 2 if n < 6 else 3)),
            )
        )
    arabic = case.exhibit(ARABIC_REPORT, language="ar")
    words = "أن الانسحاب من تدمر في 27 آذار 2016 جرى باتفاق مع الحكومة"
    statements.append(
        case.statement(
            arabic,
            words,
            "claim-agreed",
            Link(party_id="outlet_ar"),
            Link(party_id="broadcaster", cue="نقلت", channel=Channel.PUBLICATION),
            said=day(date(2016, 5, 3)),
        )
    )
    return statements


def _testimony(case: CaseBuilder) -> list[Statement]:
    note = case.exhibit(
        "Interview. A second man, known as Abu Yasir (أبو ياسر التدمري), said he sat in the room when the "
        "withdrawal was agreed with officers of the other side.",
        kind=RenditionKind.TRANSCRIPTION,
    )
    denial = case.exhibit("The ministry said there has never been any agreement of any kind with terrorists.")
    return [
        case.statement(
            note,
            "known as Abu Yasir (أبو ياسر التدمري), said he sat in the room when the withdrawal was agreed",
            "claim-agreed",
            Link(party_id="broadcaster"),
            Link(party_id="defector_2", cue="said", channel=Channel.SPEECH, access=Access.DID),
            hedge=1,
            said=month(2016, 4),
            made=BY_PERSON,
        ),
        case.statement(
            denial,
            "there has never been any agreement of any kind",
            "claim-agreed",
            Link(party_id="government"),
            stance=Stance.DENIES,
            hedge=0,
            said=day(date(2016, 5, 4)),
            made=BY_PERSON,
        ),
    ]


def _letter(case: CaseBuilder) -> Statement:
    letter = case.exhibit(LETTER, media_type="image/png", language="ar", kind=RenditionKind.TRANSCRIPTION)
    return case.statement(
        letter,
        "تُنقل المدفعية الثقيلة ومضادات الطائرات إلى ولاية الرقة",
        "claim-ordered",
        Link(party_id="author_office", channel=Channel.DOCUMENT, access=Access.DID),
        hedge=0,
        said=parse_span("2016-02-15/2016-03-27"),
        made=BY_PERSON,
    )


def _agreed_count(statements: list[Statement]) -> OriginCount:
    first = statements[0].statement_id
    derivations = [
        Derivation(
            derivation_id=f"derivation-{n}",
            claim_id="claim-agreed",
            parent_id=first,
            child_id=s.statement_id,
            kind=DerivationKind.RELIES_ON,
            p=0.72 if n == 4 else 0.97,
            features=(
                Feature(
                    kind=FeatureKind.CREDIT, words="names the broadcaster", is_shared=True, q=0.03, weight=3.3
                ),
            ),
        )
        for n, s in enumerate(statements[1:-1], 1)
    ]
    return OriginCount(
        claim_id="claim-agreed",
        n_reports=12,
        n_statements=14,
        k=(0.0, 0.04, 0.93, 0.03),
        kappa=(0.0, 0.985, 0.015),
        kappa_trusted=(0.0, 0.97, 0.03),
        trusted=(),
        chokepoints=(
            Chokepoint(party_ids=("handover_group",), p=0.66),
            Chokepoint(party_ids=("broadcaster",), p=0.3),
        ),
        origins=(
            Origin(
                origin_id="o1",
                claim_id="claim-agreed",
                party_id="defector_1",
                act="did",
                p=0.97,
                statement_ids=(first,),
            ),
            Origin(
                origin_id="o2",
                claim_id="claim-agreed",
                party_id="defector_2",
                act="saw",
                p=0.97,
                statement_ids=(statements[-1].statement_id,),
            ),
        ),
        derivations=tuple(derivations),
        p_own=tuple((s.statement_id, 0.02) for s in statements[1:]),
        paths=tuple((who, "handover_group", "broadcaster") for who in ("defector_1", "defector_2")),
        n_samples=2000,
        seed=1,
    )


def _ordered_count(statement: Statement) -> OriginCount:
    return OriginCount(
        claim_id="claim-ordered",
        n_reports=1,
        n_statements=1,
        k=(0.0, 1.0),
        kappa=(0.0, 1.0),
        kappa_trusted=(0.0, 1.0),
        trusted=(),
        chokepoints=(Chokepoint(party_ids=("handover_group",), p=0.9),),
        origins=(
            Origin(
                origin_id="o3",
                claim_id="claim-ordered",
                party_id="author_office",
                act="did",
                p=1.0,
                statement_ids=(statement.statement_id,),
            ),
        ),
        derivations=(),
        p_own=((statement.statement_id, 0.9),),
        paths=(),
        n_samples=2000,
        seed=1,
    )


HYPOTHESES = (
    Hypothesis(name="strategic", text="strategic collusion"),
    Hypothesis(name="tactical", text="tactical local deals"),
    Hypothesis(name="none", text="no contact"),
    Hypothesis(name="something_else", text="something else"),
)
QUESTION = Question(
    question_id="question-contact", text="Was there contact between the two sides?", hypotheses=HYPOTHESES
)


def weighing() -> Weighing:
    """Return read-outs with the figures of the worked example."""
    rows = (
        ("strategic", "strategic collusion", 0.11, 0.02, 0.44, 0.06, "very unlikely"),
        ("tactical", "tactical local deals", 0.72, 0.28, 0.90, 0.85, "likely"),
        ("none", "no contact", 0.17, 0.03, 0.52, 0.10, "very unlikely"),
    )
    return Weighing(
        question_id="question-contact",
        text=QUESTION.text,
        hypotheses=tuple(
            HypothesisReadout(
                name=n, text=t, prior=1 / 3, p=p, low=low, high=high, leads_share=share, word=word
            )
            for n, t, p, low, high, share, word in rows
        ),
        states=(),
        lead="tactical",
        lead_share=0.85,
        else_prior=0.25,
        else_bound=0.31,
        weights=(
            WeightReadout(
                name="letter_1",
                text="letter 1: heavy weapons out before the town falls",
                is_group=False,
                members=("letter_1",),
                decibans=(0.2, 0.6, -1.0),
                ratio=1.4,
                ratio_word="no support either way",
                favours="tactical",
                over="none",
            ),
            WeightReadout(
                name="defectors",
                text="defectors: agreed with the other side",
                is_group=False,
                members=("defectors",),
                decibans=(1.2, 1.2, -2.2),
                ratio=2.6,
                ratio_word="limited support",
                favours="tactical",
                over="none",
            ),
            WeightReadout(
                name="contested",
                text="the record: the town was contested to the last day",
                is_group=False,
                members=("contested",),
                decibans=(-3.4, -1.1, 1.8),
                ratio=3.4,
                ratio_word="limited support",
                favours="none",
                over="strategic",
            ),
            WeightReadout(
                name="handover group",
                text="letters and defectors (handover group)",
                is_group=True,
                members=("letter_1", "defectors"),
                decibans=(4.7, 5.6, -7.7),
                shapley=(4.5, 3.2, -8.0),
            ),
            WeightReadout(
                name="record",
                text="the event record (one monitor)",
                is_group=True,
                members=("contested",),
                decibans=(-10.3, 6.5, 4.7),
                shapley=(-10.4, 3.8, 4.2),
            ),
        ),
        flips=(
            Flip(
                kind="negation",
                names=("contested",),
                text="the town fell without a fight",
                changes_lead=True,
                new_lead="strategic",
                p=(0.66, 0.24, 0.10),
            ),
            Flip(
                kind="failure",
                names=("record",),
                text="the monitor behind the record",
                changes_lead=True,
                new_lead="strategic",
                p=(0.57, 0.33, 0.10),
                p_event=0.04,
            ),
            Flip(
                kind="retraction",
                names=("letter_1",),
                text="letter 1",
                changes_lead=False,
                new_lead="tactical",
                p=(0.1, 0.7, 0.2),
            ),
        ),
        tipping_points=(
            TippingPoint(
                item="contested",
                hypothesis="tactical",
                conditions="record sound",
                p_now=0.5,
                p_tip=0.09,
                new_lead="none",
                in_band=False,
                distance=0.41,
            ),
        ),
        next_steps=(
            NextStep(
                name="archive",
                text="an archive with another custodian that mentions deals",
                bits=0.10,
                p_lead_changes=0.0,
                hours=40,
                bits_per_hour=0.0025,
                risks_people=False,
                if_found=(0.1, 0.88, 0.02),
                if_not_found=(0.1, 0.6, 0.3),
            ),
            NextStep(
                name="defector",
                text="a defector with no tie to the group",
                bits=0.08,
                p_lead_changes=0.0,
                hours=60,
                bits_per_hour=0.0013,
                risks_people=True,
                if_found=(0.1, 0.8, 0.1),
                if_not_found=(0.1, 0.6, 0.3),
            ),
        ),
        n_states=1000,
        n_draws=2000,
        seed=1,
    )


def _elicitation(letter: str, record: str) -> Elicitation:
    answers = (Answer(words={"strategic": "likely", "tactical": "likely", "none": "unlikely"}),)

    def item(name: str, text: str, **given: object) -> Item:
        return Item(
            name=name, text=text, question_id="question-contact", answers=answers, made=BY_PERSON, **given
        )  # type: ignore[arg-type]

    return Elicitation(
        question_id="question-contact",
        prior={"strategic": 0.25, "tactical": 0.25, "none": 0.25, "something_else": 0.25},
        prior_why="flat on purpose",
        contamination=0.02,
        variables=(),
        items=(
            item(
                "letter_1",
                "letter 1: heavy weapons out",
                claim_id="claim-ordered",
                exhibit_ids=(letter,),
                chokepoint="handover group",
            ),
            item("defectors", "defectors: agreed", claim_id="claim-agreed", chokepoint="handover group"),
            item("contested", "the town was contested", exhibit_ids=(record,), chokepoint="record"),
        ),
        made=BY_PERSON,
    )


def _rows(exhibit_id: str) -> tuple[RecordRow, ...]:
    monthly = ((1, 18, 60), (2, 11, 39), (3, 30, 348), (4, 5, 16))
    rows = []
    for number, (at, events, deaths) in enumerate(monthly):
        for event in range(events):
            when = day(date(2016, at, 1 + event % 27))
            share = deaths // events
            rows.append(
                RecordRow(
                    row_id=f"row-{number}-{event}",
                    exhibit_id=exhibit_id,
                    row_number=number * 100 + event + 1,
                    span=when,
                    side_a="Government of Syria",
                    side_b="IS",
                    place=Place(as_written="Tadmur"),
                    where_precision=2,
                    date_precision=1,
                    deaths_low=share,
                    deaths_best=share,
                    deaths_high=share + 2,
                    sources=("the monitor",),
                )
            )
    return tuple(rows)


def small_case() -> Material:
    """Return twelve reports (one Arabic), two protected defectors, a letter, a denial, a refusal."""
    case = CaseBuilder()
    agreed = _reports(case)
    second, _ = _testimony(case)
    letter = _letter(case)
    record = case.exhibit("id,date,deaths\n1,2016-03-24,30\n", media_type="text/csv")
    case.exhibit("%PDF-1.4 broken", media_type="application/pdf", status=Status.REFUSED)
    case.exhibit("locked", media_type="application/zip", status=Status.WAITING)
    sigla = case.sigla | {c.claim_id: siglum("claim", n) for n, c in enumerate(CLAIMS, 1)}
    return Material(
        title="Letters said to come from inside an armed group",
        note="A demonstration: outlets, reporters and unnamed people are invented.",
        generated_at=WHEN,
        version="0.1.0",
        exhibits=tuple(case.exhibits),
        holdings=tuple(case.holdings),
        renditions=tuple(case.renditions),
        fates=tuple(case.fates),
        coverage=case.coverage(),
        accessions=(
            Accession(
                accession_id="accession-1",
                received_at=WHEN,
                from_party="broadcaster",
                how="on a disk",
                conditions="no names",
            ),
        ),
        custody=(
            CustodyEvent(
                custody_id="custody-1",
                exhibit_ids=(letter.exhibit_id,),
                action="carried out",
                from_party="author_office",
                to_party="handover_group",
                is_gap=True,
                at_span=parse_span("2016-03/2016-04"),
            ),
            CustodyEvent(
                custody_id="custody-2",
                exhibit_ids=(letter.exhibit_id,),
                action="handed over",
                from_party="handover_group",
                to_party="broadcaster",
                at_span=month(2016, 4),
                n_searched=22000,
            ),
        ),
        parties=_parties(),
        ties=tuple(
            Tie(
                tie_id=f"tie-{who}",
                from_party=who,
                to_party="handover_group",
                kind="introduced by",
                p=0.6,
                made=BY_PERSON,
            )
            for who in ("defector_1", "defector_2")
        ),
        passages=case.passages,
        statements=case.statements,
        claims=CLAIMS,
        matchings=tuple(case.matchings),
        origin_counts={
            "claim-agreed": _agreed_count([*agreed, second]),
            "claim-ordered": _ordered_count(letter),
        },
        entailments=(
            Entailment(
                entailment_id="entailment-1",
                from_claim="claim-agreed",
                to_claim="claim-ordered",
                made=BY_PERSON,
            ),
        ),
        questions=(QUESTION,),
        weighings={"question-contact": weighing()},
        elicitations={"question-contact": _elicitation(letter.exhibit_id, record.exhibit_id)},
        sigla=sigla,
        record_rows=_rows(record.exhibit_id),
        images={letter.exhibit_id: page_image()},
        ledger_size=214,
        ledger_root="9f" * 32,
        headlines={"claim-agreed": "12 reports. One pair of hands: the handover group."},
        notes=("Three mails in the delivery had no date of their own.",),
    )


def undeclared_case() -> Material:
    """Return a case where nothing was declared: machine-made statements and claims only, no question."""
    full = small_case()
    claims = tuple(replace(c, made=BY_MACHINE) for c in full.claims[:1])
    statements = {k: replace(s, made=BY_MACHINE) for k, s in full.statements.items()}
    return replace(
        full,
        title="A folder nobody has described",
        note="",
        claims=claims,
        statements=statements,
        matchings=tuple(replace(m, made=BY_MACHINE) for m in full.matchings if m.claim_id == "claim-agreed"),
        custody=(),
        ties=(),
        entailments=(),
        questions=(),
        weighings={},
        elicitations={},
        record_rows=(),
        images={},
        headlines={},
        ledger_root="",
        ledger_size=0,
    )


def empty_case() -> Material:
    """Return a case with nothing in it at all."""
    return Material(title="Empty", generated_at=WHEN, version="0.1.0")
