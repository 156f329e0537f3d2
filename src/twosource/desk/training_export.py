"""What people made of suggestions as training data: JSON lines, and a page that says what they are.

One line is one sentence with its words, the labels of everything that people accepted or put in its
place, and every judgement on it, rejections too. Nothing is sent anywhere. Names of protected parties
leave as blocks, and sentences whose speakers are protected stay at home.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from twosource import __version__
from twosource.attributing.tokens import tokenise
from twosource.desk.case import write_whole
from twosource.desk.resolving import quote_expression
from twosource.desk.reviewed import STATEMENT, Reviewed, seen
from twosource.desk.training_page import LINES, README, SCHEMA
from twosource.desk.workplace import Workplace
from twosource.dossier.veil import BLOCK, Veil, veil_for
from twosource.errors import NothingMatchedError, UsageError
from twosource.evidence.holdings import Accession, Holding
from twosource.evidence.passages import Passage
from twosource.evidence.reviews import Review, Verdict
from twosource.evidence.testimony import Party, Statement
from twosource.ids import digest_of, key

PAGE = "README.md"
EXPORTED = "training data written"
ROLES = ("source", "cue", "content")
Range = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """What an export would write: counts, what stays at home, and conditions under which material came."""

    n_sentences: int
    n_judged: int
    n_left_out: int
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingAnswer:
    """What was written where; `sha256` is that of the lines."""

    folder: str
    n_sentences: int
    n_judged: int
    n_left_out: int
    sha256: str


@dataclass(frozen=True, slots=True)
class _Judged:
    """One judgement: the word, what was suggested, what a person put in its place, and its own words."""

    word: Review
    suggested: Statement
    corrected: Statement | None
    words: str


@dataclass(slots=True)
class _Sentence:
    """One passage with the judgements on what was read in it."""

    passage: Passage
    judged: list["_Judged"] = field(default_factory=list)


def plan_training(work: Workplace) -> TrainingPlan:
    """Return what would be written. Raises NothingMatchedError where nobody judged anything."""
    kept, left_out = _gathered(work)
    return TrainingPlan(
        n_sentences=len(kept),
        n_judged=sum(len(one.judged) for one in kept),
        n_left_out=len(left_out),
        conditions=_conditions(work, kept),
    )


def export_training(work: Workplace, folder: Path) -> TrainingAnswer:
    """Write the judged sentences of a case into a folder, and into the ledger that it was done.

    Raises UsageError for a folder inside the case or one that holds something else,
    NothingMatchedError where nobody judged anything.
    """
    _check(work, folder)
    kept, left_out = _gathered(work)
    people: dict[str, int] = {}
    veil = veil_for(work.store.all(Party))
    whole = _whole(work, kept)
    rows = [_row(one, veil, people, is_whole=one.passage.passage_id in whole) for one in kept]
    text = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows)
    n_judged = sum(len(one.judged) for one in kept)
    write_whole(folder / LINES, text)
    write_whole(folder / PAGE, veil.over(_page(work, kept, len(left_out))))
    digest = digest_of(text.encode("utf-8"))
    counts = {"n_sentences": len(kept), "n_judged": n_judged, "n_left_out": len(left_out)}
    work.store.ledger.append(EXPORTED, {"sha256": digest, **counts})
    return TrainingAnswer(folder=str(folder), sha256=digest, **counts)


def _check(work: Workplace, folder: Path) -> None:
    inside = folder.resolve().is_relative_to(work.folder.path.resolve())
    if inside or (folder.exists() and not folder.is_dir()):
        raise UsageError(
            f"{folder} lies inside the case." if inside else f"{folder} is no folder.",
            safe="Nothing was written.",
            remedy="Name a folder of its own outside the case.",
        )
    others = {path.name for path in folder.iterdir()} - {LINES, PAGE} if folder.exists() else set()
    if others:
        raise UsageError(
            f"{folder} holds something else already: {min(others)}.",
            safe="Nothing was written.",
            remedy="Name an empty folder, or one that this command wrote before.",
        )


def _gathered(work: Workplace) -> tuple[list[_Sentence], list[_Sentence]]:
    """Return the judged sentences that may leave, and those in which a protected party speaks."""
    reviewed = Reviewed(work.store)
    words = [w[-1] for w in reviewed.words.values() if w[-1].item_kind == STATEMENT]
    judged = [(word, seen(word)) for word in words]
    later = work.store.get_many(Statement, {w.corrected_id for w in words if w.corrected_id})
    ids = {s.passage_id for s in (*(s for _, s in judged), *later.values())}
    passages = work.store.get_many(Passage, ids)
    sentences: dict[str, _Sentence] = {}
    for word, statement in judged:
        passage = passages.get(statement.passage_id)
        if passage is not None:
            sentence = sentences.setdefault(passage.passage_id, _Sentence(passage))
            new = later.get(word.corrected_id)
            own = passages.get(new.passage_id) if new and new.passage_id != passage.passage_id else None
            sentence.judged.append(_Judged(word, statement, new, own.text if own else ""))
    if not sentences:
        raise NothingMatchedError(
            "Nobody judged a suggestion of this case yet.", remedy="Begin with `twosource review`."
        )
    protected = {p.party_id for p in work.store.all(Party) if p.is_protected}
    kept: list[_Sentence] = []
    left_out: list[_Sentence] = []
    for sentence in sentences.values():
        (left_out if _speaks(sentence, protected) else kept).append(sentence)
    return sorted(kept, key=lambda one: one.passage.passage_id), left_out


def _speaks(sentence: _Sentence, protected: set[str]) -> bool:
    both = ((one.suggested, one.corrected) for one in sentence.judged)
    chains = [s.chain for pair in both for s in pair if s is not None]
    return any(link.party_id in protected for chain in chains for link in chain.links)


def _whole(work: Workplace, kept: Iterable[_Sentence]) -> set[str]:
    """Return the passages of which every suggestion was judged."""
    reviewed = Reviewed(work.store)
    open_passages: set[str] = set()
    for exhibit_id in {one.passage.exhibit_id for one in kept}:
        held = list(work.store.all(Statement, about=exhibit_id))
        inherited = reviewed.laid(held).inherited
        open_passages |= {
            s.passage_id
            for s in held
            if not (s.made.is_judgement or s.statement_id in reviewed.words or s.statement_id in inherited)
        }
    return {one.passage.passage_id for one in kept} - open_passages


def _conditions(work: Workplace, kept: Iterable[_Sentence]) -> tuple[str, ...]:
    """Return the conditions under which the exhibits of these sentences were given, each once."""
    accessions = {a.accession_id: a.conditions.strip() for a in work.store.all(Accession)}
    found: dict[str, None] = {}
    for exhibit_id in dict.fromkeys(one.passage.exhibit_id for one in kept):
        for holding in work.store.all(Holding, about=exhibit_id):
            if words := accessions.get(holding.accession_id, ""):
                found[words] = None
    return tuple(found)


# -- one line


def _row(sentence: _Sentence, veil: Veil, people: dict[str, int], *, is_whole: bool) -> Mapping[str, object]:
    passage = sentence.passage
    tokens = tokenise(passage.text, 0, len(passage.text))
    spans = [(token.start, token.end) for token in tokens]
    hidden = veil.spans(passage.text)
    words = [
        BLOCK
        if any(start < h_end and h_start < end for h_start, h_end in hidden)
        else passage.text[start:end]
        for start, end in spans
    ]
    attributions = [_attribution(passage, spans, one, people) for one in sentence.judged]
    return {
        "schema": SCHEMA,
        "id": key("sentence", passage.passage_id),
        "language": passage.language,
        "tokens": words,
        "labels": _labels(len(words), attributions),
        "is_whole": is_whole,
        "attributions": attributions,
    }


def _attribution(
    passage: Passage, spans: Sequence[Range], judged: _Judged, people: dict[str, int]
) -> dict[str, object]:
    word, suggested = judged.word, judged.suggested
    shown = judged.corrected or suggested
    link = shown.chain.innermost
    is_credited = len(shown.chain.links) > 1
    source = _ranges(passage.text, link.as_written, spans) if is_credited else []
    return {
        "source": source,
        "cue": _ranges(passage.text, link.cue, spans) if is_credited else [],
        "content": _ranges(passage.text, judged.words, spans) or None,
        "verdict": word.verdict.value,
        "stance": shown.stance.value,
        "hedge": shown.hedge,
        "access": link.access.value,
        "by": people.setdefault(word.by, len(people) + 1),
        "made_by": suggested.made.by,
        "p": suggested.made.p,
    }


def _ranges(text: str, written: str, spans: Sequence[Range]) -> list[Range]:
    """Return the tokens of words in a text, one range per part where three dots part them."""
    found: list[Range] = []
    for part in (p for p in written.split(" ... ") if p.strip()):
        match = quote_expression(part).search(text)
        if match is None:
            return []
        found += _covered(match.start(), match.end(), spans)
    return found


def _covered(start: int, end: int, spans: Sequence[Range]) -> list[Range]:
    inside = [at for at, (first, last) in enumerate(spans) if start < last and first < end]
    return [(inside[0], inside[-1] + 1)] if inside else []


def _labels(n: int, attributions: Iterable[Mapping[str, object]]) -> list[str]:
    """Return BIO labels of everything people hold to be right; an earlier one keeps its tokens."""
    labels = ["O"] * n
    for one in attributions:
        if one["verdict"] == Verdict.REJECTED.value:
            continue
        for role in ROLES:
            ranges = one[role] or ()
            for first, last in ranges:  # type: ignore[attr-defined]
                if all(label == "O" for label in labels[first:last]):
                    labels[first:last] = [f"B-{role}", *[f"I-{role}"] * (last - first - 1)]
    return labels


def _page(work: Workplace, kept: Sequence[_Sentence], n_left_out: int) -> str:
    counts: dict[str, int] = defaultdict(int)
    for one in kept:
        for judged in one.judged:
            counts[judged.word.verdict.value] += 1
    conditions = _conditions(work, kept)
    told = f". The material was given under conditions: {'; '.join(conditions)}" if conditions else ""
    return README.format(
        version=__version__,
        n_lines=len(kept),
        n_judged=sum(counts.values()),
        by_verdict=", ".join(f"{n} {verdict}" for verdict, n in sorted(counts.items())) or "none",
        block=BLOCK,
        n_left_out=n_left_out,
        conditions=told,
        lines=LINES,
        schema=SCHEMA,
    )
