"""From the store to the page: gather material, compose, put it through the gate, write it whole.

A draft is written for its makers with the gate's objections listed beside it; a dossier is
published only when there are none. There is no other way out of the case.
"""

import io
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from twosource import __version__
from twosource.desk.assessing import (
    SAME,
    counted_matchings,
    standing_statements,
    statements_by_claim,
    traced_claims,
)
from twosource.desk.case import write_whole
from twosource.desk.counting_hands import last_changes
from twosource.desk.coverage import count, fates
from twosource.desk.history import since_last
from twosource.desk.measuring import case_rates, kind_of_reading
from twosource.desk.picturing import numbers_in, page_picture
from twosource.desk.reviewed import verdicts
from twosource.desk.spoken import said_of, staff_of
from twosource.desk.unweighed import caveats
from twosource.desk.workplace import Workplace
from twosource.dossier import EditorSentence, GateProblem, Material, check, compose, render
from twosource.dossier.material import DossierSettings
from twosource.dossier.weighed.words import words_for
from twosource.errors import GateError
from twosource.evidence.claims import Claim, Contradiction, Drift, Entailment, Matching, Question
from twosource.evidence.codec import canonical
from twosource.evidence.elicitation import Elicitation
from twosource.evidence.events import RecordRow
from twosource.evidence.holdings import Accession, CustodyEvent, Exhibit, Holding, Rendition
from twosource.evidence.layouts import GreyPicture
from twosource.evidence.lineage import OriginCount
from twosource.evidence.measures import ReadingKind
from twosource.evidence.passages import Passage
from twosource.evidence.readouts import Weighing
from twosource.evidence.testimony import Party, Statement, Tie
from twosource.ids import digest_of
from twosource.tracing import headline
from twosource.weighing import mixes_likelihood_and_confidence

PUBLISHED = "published"
DRAFT = "draft.html"
DOSSIER = "dossier.html"
CHECKSUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishAnswer:
    """Where the page lies, whether the gate let it through, and what it objected to."""

    path: str
    is_published: bool
    problems: tuple[GateProblem, ...]
    sha256: str


def gather(
    work: Workplace,
    sentences: tuple[tuple[str, tuple[str, ...]], ...] = (),
    *,
    pictured: bool = True,
    language: str = "en",
) -> Material:
    """Collect everything the page is made from, as evidence values.

    The page is dated by the last ledger entry, not by the clock, so that the same case gives
    the same bytes. `pictured` draws page images in the sandbox, which whoever compares words can spare;
    `language` is that of headings and of what was weighed.
    """
    store = work.store
    declared = work.declared()
    parties = {p.party_id: p for p in store.all(Party)}
    counts = {c.claim_id: c for c in store.all(OriginCount)}
    shown = {c.claim_id for c in traced_claims(work)}
    statements = {s.statement_id: s for s in standing_statements(work)}
    passages = store.get_many(Passage, {s.passage_id for s in statements.values()})
    passages |= {p: found for _, ids in sentences for p in ids if (found := store.get(Passage, p))}
    claims = tuple(c for c in store.all(Claim) if c.claim_id in shown)
    exhibits, found_fates = tuple(store.all(Exhibit)), fates(store)
    named: list[object] = [*exhibits, *claims, *store.all(Question), *store.all(Accession)]
    ids = {store.id_of(record) for record in named} | set(statements) | set(passages)
    material = Material(
        title=declared.title or work.folder.path.resolve().name,
        note=declared.note,
        language=language,
        generated_at=_last_moment(work),
        version=__version__,
        exhibits=exhibits,
        holdings=tuple(store.all(Holding)),
        renditions=tuple(store.all(Rendition)),
        fates=tuple(found_fates.values()),
        coverage=count(found_fates.values()),
        accessions=tuple(store.all(Accession)),
        custody=tuple(store.all(CustodyEvent)),
        parties=parties,
        ties=tuple(store.all(Tie)),
        passages=passages,
        statements=statements,
        claims=claims,
        matchings=_matchings(work, shown),
        origin_counts=counts,
        entailments=tuple(store.all(Entailment)),
        contradictions=tuple(store.all(Contradiction)),
        drifts=tuple(store.all(Drift)),
        changes=_changes(work, claims),
        sigla={record_id: store.siglum(record_id) for record_id in sorted(ids)},
        record_rows=tuple(store.all(RecordRow)),
        images=_images(work, exhibits) if pictured else {},
        numbers=_numbers(work, passages, statements) if pictured else {},
        ledger_size=store.ledger.size,
        ledger_root=store.ledger.root(),
        kinds=_kinds(statements, passages),
        headlines={c: headline(found, parties) for c, found in counts.items()},
        extra_sentences=tuple(EditorSentence(text=t, passage_ids=p) for t, p in sentences),
    )
    return _with_judgements(work, material, language)


def _with_judgements(work: Workplace, material: Material, language: str) -> Material:
    """Return the material with what people judged and weighed, and what its readers must be told of it."""
    store = work.store
    return replace(
        material,
        questions=tuple(store.all(Question)),
        weighings={w.question_id: w for w in store.all(Weighing)},
        elicitations={e.question_id: e for e in store.all(Elicitation)},
        caveats=caveats(work),
        moved=since_last(work, show=words_for(language).percent, language=language),
        said=said_of(work, language),
        staff=staff_of(work),
        rates=case_rates(work),
        verdicts=verdicts(store, material.statements),
    )


def _changes(work: Workplace, claims: Iterable[Claim]) -> dict[str, tuple[str, ...]]:
    """Return, per claim, what its last count moved and why; nothing for one that never moved."""
    names = {work.store.siglum(c.claim_id) or c.claim_id: c.claim_id for c in claims}
    told = last_changes(work, names.values())
    return {names[one.claim]: (one.sentence, *one.because) for one in told if one.claim in names}


def _matchings(work: Workplace, shown: Collection[str]) -> tuple[Matching, ...]:
    """Return what bears on the claims shown, or was judged not to."""
    bearing = {(c, s.statement_id) for c, found in statements_by_claim(work).items() for s in found}
    return tuple(
        m
        for m in counted_matchings(work)
        if m.claim_id in shown and (m.verdict != SAME or (m.claim_id, m.statement_id) in bearing)
    )


def _kinds(statements: Mapping[str, Statement], passages: Mapping[str, Passage]) -> dict[str, ReadingKind]:
    """Return of which kind each machine's reading is, for the figure beside it."""
    return {
        s.statement_id: kind_of_reading(s, passages.get(s.passage_id))
        for s in statements.values()
        if not s.made.is_judgement
    }


def _last_moment(work: Workplace) -> datetime:
    size = work.store.ledger.size
    last = list(work.store.ledger.entries(after=max(0, size - 1)))
    return last[-1].at if last else work.clock()


def _images(work: Workplace, exhibits: tuple[Exhibit, ...]) -> dict[str, GreyPicture]:
    """Return the page images somebody relies on, drawn small inside the sandbox."""
    relied_on = {r.exhibit_id for r in work.store.all(Rendition) if r.made_by_person}
    found = {}
    for exhibit in exhibits:
        if exhibit.exhibit_id in relied_on and exhibit.media_type.startswith("image/"):
            picture = page_picture(work, exhibit, DossierSettings().image_px)
            if picture is not None:
                found[exhibit.exhibit_id] = picture
    return found


def _numbers(
    work: Workplace, passages: Mapping[str, Passage], statements: Mapping[str, Statement]
) -> dict[str, tuple[tuple[str, GreyPicture], ...]]:
    """Return the numbers a machine read in the passages statements stand on, where they could be drawn."""
    cited = [passages[s.passage_id] for s in statements.values() if s.passage_id in passages]
    return {
        passage_id: tuple((seen.text, seen.picture) for seen in numbers if seen.picture)
        for passage_id, numbers in numbers_in(work, cited).items()
    }


def write_draft(work: Workplace) -> PublishAnswer:
    """Write the page for its makers, with what the gate would object to."""
    page = compose(gather(work))
    problems = check(page, mixes_likelihood_and_confidence=mixes_likelihood_and_confidence)
    text = render(page)
    path = work.folder.dossier / DRAFT
    write_whole(path, text)
    return PublishAnswer(
        path=str(path), is_published=False, problems=problems, sha256=digest_of(text.encode())
    )


def publish(
    work: Workplace, sentences: tuple[tuple[str, tuple[str, ...]], ...] = (), *, language: str = "en"
) -> PublishAnswer:
    """Write the dossier if the gate lets it through. Raises GateError naming every sentence it refused.

    Beside the page lie the checksums a reader needs to verify it and the ledger's checkpoint.
    """
    page = compose(gather(work, sentences, language=language))
    problems = check(page, mixes_likelihood_and_confidence=mixes_likelihood_and_confidence)
    if problems:
        raise GateError(" ".join(p.line() for p in problems))
    text = render(page)
    digest = digest_of(text.encode())
    checkpoint = work.store.ledger.checkpoint()
    proof = canonical(checkpoint) + "\n"
    write_whole(work.folder.dossier / "checkpoint.json", proof)
    write_whole(work.folder.dossier / DOSSIER, text)
    sums = io.StringIO()
    for name, content in ((DOSSIER, text), ("checkpoint.json", proof)):
        sums.write(f"{digest_of(content.encode())}  {name}\n")
    write_whole(work.folder.dossier / CHECKSUMS, sums.getvalue())
    with work.store.transaction():
        work.store.ledger.append(PUBLISHED, {"sha256": digest, "page": DOSSIER})
    return PublishAnswer(
        path=str(work.folder.dossier / DOSSIER), is_published=True, problems=(), sha256=digest
    )
