"""Two exhibits side by side: what they share word by word, what only one has, and what that says.

Names of protected parties are blocked out before the texts are compared, not after: a name cut in two by a
changed word could not be found again. Which of two came first is told by their dates where these tell it.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

import numpy as np

from twosource.dates import UNDATED, DateSpan
from twosource.desk.answers import resolve
from twosource.desk.assessing import published_spans, statements_by_claim
from twosource.desk.layering import citable
from twosource.desk.workplace import Workplace
from twosource.dossier.veil import Veil, veil_for
from twosource.errors import NothingMatchedError, UsageError
from twosource.evidence.claims import Claim
from twosource.evidence.holdings import CustodyEvent, Exhibit, Holding
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Party, Statement
from twosource.tracing.collation import (
    Collation,
    CollationSettings,
    OtherReports,
    Prepared,
    collate,
    prepare,
)
from twosource.tracing.collation.facts import Fact, FactKind
from twosource.tracing.collation.families import families_of
from twosource.tracing.collation.levels import reuse_level
from twosource.tracing.collation.shared_facts import only_in
from twosource.tracing.collation.signs import features_of, telling
from twosource.tracing.collation.values import Span
from twosource.tracing.rows import Hashes

MOST_OTHERS = 60
MOST_FACTS = 20
LOOK = "Name two exhibits with words in them, such as E3 and E7 (`twosource coverage` lists them)."


@dataclass(frozen=True, slots=True, kw_only=True)
class SideAnswer:
    """One of the two: how it is called, who published it and when, how long it is, what only it tells.

    `only_facts` are names, numbers and dates as written; `only_words` the stretches no shared passage holds.
    """

    siglum: str
    path: str
    publisher: str
    published: str
    language: str
    n_words: int
    only_facts: tuple[str, ...]
    only_words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceAnswer:
    """A stretch of a shared passage as both have it; one of them is empty where words were added."""

    edit: str
    left: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageAnswer:
    """A shared passage: its pieces in order, where it stands in both texts, whether it is quoted or moved.

    `left_only` and `right_only` count the stretches of `only_words` that stand before it and behind the
    passage before.
    """

    pieces: tuple[PieceAnswer, ...]
    left_start: int
    left_end: int
    right_start: int
    right_end: int
    n_same: int
    is_quoted: bool
    is_moved: bool
    left_only: int = 0
    right_only: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SignAnswer:
    """A sign of copying: its kind, the words to see it in, its rate among separate reports, its weight.

    The weight is in nats; `odds` says it as it is read: how much likelier it is where one copied.
    """

    kind: str
    words: str
    q: float
    weight: float
    odds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollationAnswer:
    """Two exhibits side by side. `left` is the earlier where their dates tell; `is_dated` says whether.

    `level` and `caveat` say how far the right one reuses the left one; shares go from 0 to 1, in words.
    """

    left: SideAnswer
    right: SideAnswer
    is_dated: bool
    passages: tuple[PassageAnswer, ...]
    share_of_right: float
    share_of_left: float
    own_share_of_right: float
    resemblance: float
    in_order: float
    level: str
    caveat: str
    signs: tuple[SignAnswer, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldText:
    """An exhibit, or the passage of a statement, as it is compared."""

    exhibit_id: str
    text: str
    whole: str
    language: str
    published: DateSpan
    siglum: str


def collate_two(work: Workplace, names: Sequence[str]) -> CollationAnswer:
    """Lay two exhibits, or the passages of two statements, side by side.

    Raises UsageError for the same one twice and for one without words, NothingMatchedError.
    """
    veil = veil_for(work.store.all(Party))
    published = published_spans(work, work.declared())
    one, other = (_held(work, name, veil, published) for name in names)
    if one.siglum == other.siglum:
        raise UsageError(
            f"{one.siglum} is the same as {other.siglum}: there is nothing to compare.", remedy=LOOK
        )
    is_dated = is_earlier(one.published, other.published) or is_earlier(other.published, one.published)
    if is_earlier(other.published, one.published):
        one, other = other, one
    papers, is_paper = papers_of(work, veil)
    shingles = np.unique(np.concatenate([p.index.ordered for p in papers])) if papers else None
    left, right = (prepared(held, shingles, is_paper=held.exhibit_id in is_paper) for held in (one, other))
    beside = [
        prepared(held, shingles, is_paper=held.exhibit_id in is_paper)
        for held in _others(work, (one.exhibit_id, other.exhibit_id), veil)
    ]
    reports = [left, right, *beside]
    others = OtherReports.of(reports, families_of(reports), papers=papers)
    seen = collate(left, right, settings=CollationSettings())
    return _answer(work, (one, other), (left, right), (seen, others), is_dated)


def _answer(
    work: Workplace,
    held: tuple[HeldText, HeldText],
    pair: tuple[Prepared, Prepared],
    found: tuple[Collation, OtherReports],
    is_dated: bool,
) -> CollationAnswer:
    (left, right), (seen, others) = pair, found
    level = reuse_level(telling(seen, left, right, others))
    sides = [
        _side(work, one, text, only_in(text, other, others), spans)
        for one, text, other, spans in (
            (held[0], left, right, seen.only_parent),
            (held[1], right, left, seen.only_child),
        )
    ]
    return CollationAnswer(
        left=sides[0],
        right=sides[1],
        is_dated=is_dated,
        passages=_passages(seen, left.text, right.text),
        share_of_right=seen.shares.of_child,
        share_of_left=seen.shares.of_parent,
        own_share_of_right=seen.shares.own_of_child,
        resemblance=seen.shares.resemblance,
        in_order=seen.shares.in_order,
        level=level.level.value,
        caveat=level.caveat,
        signs=tuple(
            SignAnswer(kind=f.kind.value, words=f.words, q=f.q, weight=f.weight, odds=_odds(f.weight))
            for f in features_of(seen, left, right, others)
        ),
        notes=_notes(seen, held, others, is_dated),
    )


def _odds(weight: float) -> str:
    """Return a weight as odds: 490 to 1, 3.7 to 1, or none."""
    if not weight:
        return "none"
    times = exp(weight)
    return f"{times:.1f} to 1" if times < 10 else f"{times:,.0f} to 1"


def _passages(seen: Collation, left: str, right: str) -> tuple[PassageAnswer, ...]:
    found, at_left, at_right = [], 0, 0
    for block in seen.blocks:
        n_left = bisect_left(seen.only_parent, block.parent.start, key=_start) if not block.is_moved else 0
        n_right = bisect_left(seen.only_child, block.child.start, key=_start)
        found.append(
            PassageAnswer(
                pieces=tuple(
                    PieceAnswer(edit=p.edit.value, left=_line(p.parent, left), right=_line(p.child, right))
                    for p in block.pieces
                ),
                left_start=block.parent.start,
                left_end=block.parent.end,
                right_start=block.child.start,
                right_end=block.child.end,
                n_same=block.n_same,
                is_quoted=block.is_quoted,
                is_moved=block.is_moved,
                left_only=max(0, n_left - at_left),
                right_only=n_right - at_right,
            )
        )
        at_left, at_right = max(at_left, n_left), n_right
    return tuple(found)


def _start(span: Span) -> int:
    return span.start


def _line(span: Span, text: str) -> str:
    return " ".join(span.of(text).split())


def _side(
    work: Workplace, held: HeldText, text: Prepared, facts: Sequence[Fact], spans: Sequence[Span]
) -> SideAnswer:
    publishers = [s.chain.publisher.party_id for s in work.store.all(Statement, about=held.exhibit_id)]
    party = work.store.get(Party, publishers[0]) if publishers else None
    holding = next(iter(work.store.all(Holding, about=held.exhibit_id)), None)
    # When it was published is told beside its name; that only one page bears the date says nothing.
    own = held.published.start.isoformat() if held.published.start else "-"
    told = [fact for fact in facts if fact.kind is not FactKind.DATE or not fact.key.startswith(own)]
    written = dict.fromkeys(" ".join(fact.written.split()) for fact in told)
    return SideAnswer(
        siglum=held.siglum,
        path=holding.path if holding else "",
        publisher=party.shown if party else "",
        published=held.published.edtf() if held.published.is_known else "",
        language=text.language,
        n_words=len(text.words),
        only_facts=tuple(written)[:MOST_FACTS],
        only_words=tuple(_line(span, text.text) for span in spans),
    )


def _notes(
    seen: Collation, held: tuple[HeldText, HeldText], others: OtherReports, is_dated: bool
) -> tuple[str, ...]:
    """Return what has to be said: quoted material, dates, languages, how many reports the rates rest on."""
    notes = []
    if quoted := sum(b.n_same for b in seen.blocks if b.is_quoted):
        notes.append(
            f"{quoted:,} of the words in common are quoted primary text: the same material, which is no sign "
            "that one copied the other."
        )
    if not is_dated:
        notes.append("Their dates do not tell which came first; left and right stand as you named them.")
    languages = {one.language for one in held if one.language}
    if len(languages) > 1:
        notes.append(
            "They are in two languages, so only names, numbers, dates and their order can be compared."
        )
    n = others.n_besides(others.of_pair(*others.reports[:2]))
    if n:
        notes.append(f"The rates rest on {n} other {'family' if n == 1 else 'families'} of reports.")
    else:
        notes.append("No third report speaks to the same claim, so the rates are judged and not counted.")
    return tuple(notes)


def _held(work: Workplace, name: str, veil: Veil, published: Mapping[str, DateSpan]) -> HeldText:
    """Return what a name stands for, protected names blocked out. Raises UsageError where it has no words."""
    found = resolve(work, name)
    statement = work.store.get(Statement, found)
    passage = work.store.get(Passage, statement.passage_id if statement else found)
    exhibit_id = passage.exhibit_id if passage else found
    if work.store.get(Claim, found) is not None:
        raise UsageError(
            f"{name} is a claim, and two texts are needed.", remedy=f"Try `twosource claims {name}`."
        )
    if work.store.get(Exhibit, exhibit_id) is None:
        raise NothingMatchedError(f"{name} is neither an exhibit nor a statement.", remedy=LOOK)
    held = read_exhibit(work, exhibit_id, veil, published.get(exhibit_id, UNDATED))
    text = veil.over(passage.text) if passage else held.whole
    if not text.strip():
        raise UsageError(
            f"{work.store.siglum(exhibit_id)} has no words that could be compared.",
            remedy=f"`twosource show {name}` says how it was read; `twosource transcribe` adds your reading.",
        )
    return HeldText(exhibit_id, text, held.whole, held.language, held.published, work.store.siglum(found))


def read_exhibit(work: Workplace, exhibit_id: str, veil: Veil, published: DateSpan) -> HeldText:
    """Return the preferred words of an exhibit, protected names blocked out; none where none were read."""
    renditions = citable(work, exhibit_id)
    text = veil.over(renditions[0].text) if renditions else ""
    language = renditions[0].language if renditions else ""
    return HeldText(exhibit_id, text, text, language, published, work.store.siglum(exhibit_id))


def prepared(held: HeldText, papers: Hashes | None, *, is_paper: bool) -> Prepared:
    """Return what is held made ready for comparing; `papers` are the sorted shingles of held papers."""
    return prepare(
        held.text,
        name=held.siglum,
        language=held.language[:2],
        written_on=held.published,
        papers=papers,
        is_paper=is_paper,
    )


def papers_of(work: Workplace, veil: Veil) -> tuple[list[Prepared], frozenset[str]]:
    """Return the papers that passed through custody, and their exhibit ids."""
    ids = frozenset(e for event in work.store.all(CustodyEvent) for e in event.exhibit_ids)
    held = [read_exhibit(work, exhibit_id, veil, UNDATED) for exhibit_id in sorted(ids)]
    return [prepared(one, None, is_paper=True) for one in held if one.text.strip()], ids


def _others(work: Workplace, pair: tuple[str, str], veil: Veil) -> list[HeldText]:
    """Return the other exhibits that speak to a claim both speak to, some sixty at most, by their ids."""
    found: set[str] = set()
    for statements in statements_by_claim(work).values():
        exhibits = {statement.exhibit_id for statement in statements}
        if exhibits >= set(pair):
            found |= exhibits - set(pair)
    held = [read_exhibit(work, exhibit_id, veil, UNDATED) for exhibit_id in sorted(found)[:MOST_OTHERS]]
    return [one for one in held if one.text.strip()]


def is_earlier(one: DateSpan, other: DateSpan) -> bool:
    """Say whether the last day the one can mean lies before the first day the other can mean."""
    return one.end is not None and other.start is not None and one.end < other.start
