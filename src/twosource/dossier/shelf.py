"""What belongs to what: the material of a case put in order once, so that sections only look things up.

Every citation on a page is made here, so that one place decides how words are quoted, where
they are said to stand and whose reading they are.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from twosource.dates import UNDATED, DateSpan, parse_span
from twosource.dossier.contexts import Anchor, CitationNote, Sentence, SentenceKind
from twosource.dossier.images import image_uri, png_uri
from twosource.dossier.material import Material
from twosource.dossier.veil import Veil, veil_for
from twosource.dossier.wording import dated, direction_of, label, name, shorten, stopped
from twosource.evidence.claims import Claim, Matching
from twosource.evidence.elicitation import Elicitation, Item
from twosource.evidence.events import RecordRow
from twosource.evidence.holdings import Exhibit, Rendition
from twosource.evidence.lineage import unseen_words
from twosource.evidence.passages import Passage, cite_span, is_anchored
from twosource.evidence.testimony import Party, Statement
from twosource.ids import SIGLA, siglum
from twosource.terms import Stance, load_table

K = TypeVar("K")
V = TypeVar("V")
SAME, UNDECIDED = "same", "not enough"
OPENING = 160
_ISOLATED = re.compile("\u2068[^\u2069]*\u2069")


@dataclass(frozen=True)
class Shelf:
    """The material with its indexes. Indexes are made on first use and never change."""

    material: Material

    @cached_property
    def veil(self) -> Veil:
        """The veil over protected names."""
        return veil_for(self.material.parties.values())

    @cached_property
    def renditions(self) -> Mapping[str, Rendition]:
        """Renditions by id."""
        return {r.rendition_id: r for r in self.material.renditions}

    @cached_property
    def renditions_of(self) -> Mapping[str, tuple[Rendition, ...]]:
        """Renditions per exhibit, in the order given."""
        return _grouped((r.exhibit_id, r) for r in self.material.renditions)

    @cached_property
    def exhibits(self) -> Mapping[str, Exhibit]:
        """Exhibits by id."""
        return {e.exhibit_id: e for e in self.material.exhibits}

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Claims by id."""
        return {c.claim_id: c for c in self.material.claims}

    @cached_property
    def sigla(self) -> Mapping[str, str]:
        """Short names given by the desk; whatever has none is numbered after them, in order."""
        given = dict(self.material.sigla)
        kinds: tuple[tuple[str, Iterable[str]], ...] = (
            ("exhibit", (e.exhibit_id for e in self.material.exhibits)),
            ("claim", (c.claim_id for c in self.material.claims)),
            ("statement", self.material.statements),
            ("passage", self.material.passages),
            ("question", (q.question_id for q in self.material.questions)),
            ("accession", (a.accession_id for a in self.material.accessions)),
        )
        for kind, ids in kinds:
            _number_the_rest(given, kind, ids)
        return given

    @cached_property
    def matched(self) -> Mapping[str, tuple[Statement, ...]]:
        """Statements that bear on each claim, by date said and then by short name."""
        pairs = (
            (m.claim_id, self.material.statements[m.statement_id])
            for m in self._decided.values()
            if m.verdict == SAME and m.statement_id in self.material.statements
        )
        return {claim: tuple(sorted(rows, key=self._when)) for claim, rows in _grouped(pairs).items()}

    @cached_property
    def n_undecided(self) -> Mapping[str, int]:
        """How many statements per claim wait for a person."""
        waiting = _grouped((m.claim_id, m) for m in self._decided.values() if m.verdict == UNDECIDED)
        return {claim: len(rows) for claim, rows in waiting.items()}

    @cached_property
    def claims_of(self) -> Mapping[str, tuple[str, ...]]:
        """Claim ids per passage."""
        pairs = ((s.passage_id, claim) for claim, rows in self.matched.items() for s in rows)
        return _grouped(pairs)

    @cached_property
    def _passages_in(self) -> Mapping[str, tuple[Passage, ...]]:
        return _grouped((p.rendition_id, p) for p in self.material.passages.values())

    def _overlapping(self, passage: Passage) -> tuple[Passage, ...]:
        near = self._passages_in.get(passage.rendition_id, ())
        return tuple(p for p in near if p.start < passage.end and passage.start < p.end)

    def claims_spoken_of(self, passage_id: str) -> tuple[str, ...]:
        """Return the claims that statements on the same words bear on, however a person cut the words."""
        passage = self.material.passages.get(passage_id)
        near = self._overlapping(passage) if passage else ()
        return tuple(dict.fromkeys(c for p in near for c in self.claims_of.get(p.passage_id, ())))

    @cached_property
    def statements_in(self) -> Mapping[str, tuple[Statement, ...]]:
        """Statements per exhibit."""
        return _grouped((s.exhibit_id, s) for s in self.material.statements.values())

    @cached_property
    def rows_of(self) -> Mapping[str, tuple[RecordRow, ...]]:
        """Record rows per exhibit."""
        return _grouped((row.exhibit_id, row) for row in self.material.record_rows)

    @cached_property
    def _decided(self) -> Mapping[tuple[str, str], Matching]:
        decided: dict[tuple[str, str], Matching] = {}
        for matching in self.material.matchings:
            pair = (matching.statement_id, matching.claim_id)
            earlier = decided.get(pair)
            if earlier is None or matching.made.is_judgement or not earlier.made.is_judgement:
                decided[pair] = matching
        return decided

    @cached_property
    def _judged_claims(self) -> frozenset[str]:
        matchings = self._decided.values()
        by_match = {m.claim_id for m in matchings if m.verdict == SAME and m.made.is_judgement}
        by_reading = {c for c, rows in self.matched.items() if any(s.made.is_judgement for s in rows)}
        return frozenset(by_match | by_reading)

    def is_machine_only(self, claim_id: str) -> bool:
        """Say whether no person stands behind any statement on a claim, nor behind its bearing on it."""
        return claim_id not in self._judged_claims

    @cached_property
    def _by_judgement(self) -> frozenset[str]:
        """Passages with a statement that a person read, or found to say the same as a claim."""
        held = self.material.statements
        found = {m.statement_id for m in self._decided.values() if m.verdict == SAME and m.made.is_judgement}
        return frozenset(
            s.passage_id for s in held.values() if s.made.is_judgement or s.statement_id in found
        )

    @cached_property
    def _on_machine(self) -> frozenset[str]:
        return frozenset(s.passage_id for s in self.material.statements.values()) - self._by_judgement

    def _when(self, statement: Statement) -> tuple[str, int, str]:
        short = self.sigla.get(statement.statement_id, "")
        digits = "".join(c for c in short if c.isdigit())
        start = statement.said_span.start
        return (start.isoformat() if start else "9999", int(digits or 0), statement.statement_id)

    def short(self, record_id: str) -> str:
        """Return the siglum of a record, or an empty text."""
        return self.sigla.get(record_id, "")

    def party(self, party_id: str) -> str:
        """Return what may be printed of a party, isolated; an id nobody declared is printed as unknown."""
        party: Party | None = self.material.parties.get(party_id)
        return name(party.shown) if party else unseen_words(party_id) or "an unnamed party"

    def shown(self, party_id: str) -> str:
        """Return what may be printed of a party, bare: for tables and pictures."""
        party = self.material.parties.get(party_id)
        return party.shown if party else unseen_words(party_id) or "unnamed party"

    def elicitation(self, question_id: str) -> Elicitation | None:
        """Return what people answered for a question, where it was handed in."""
        return self.material.elicitations.get(question_id)

    def published(self, exhibit_id: str) -> DateSpan:
        """Return when an exhibit says it was published, or when it was said, or undated."""
        for statement in self.statements_in.get(exhibit_id, ()):
            if statement.said_span.is_known:
                return statement.said_span
        for rendition in self.renditions_of.get(exhibit_id, ()):
            written = rendition.value_of("published") or rendition.value_of("sent")
            span = _span_of(written)
            if span.is_known:
                return span
        return UNDATED

    def publisher(self, exhibit_id: str) -> str:
        """Return the publisher of an exhibit as it may be shown, or an empty text."""
        for statement in self.statements_in.get(exhibit_id, ()):
            return self.shown(statement.chain.publisher.party_id)
        for rendition in self.renditions_of.get(exhibit_id, ()):
            if written := rendition.value_of("publisher"):
                return written
        return ""

    def cite(self, passage_id: str) -> CitationNote | None:
        """Return the side note of a passage, or None where it is not held."""
        passage = self.material.passages.get(passage_id)
        return None if passage is None else self._note(passage)

    def _note(self, passage: Passage) -> CitationNote:
        return CitationNote(
            reference=passage.passage_id,
            siglum=self.short(passage.exhibit_id),
            locator=f"p.\u00a0{passage.page}",
            words=shorten(self.veil.over(passage.text), self.material.settings.words),
            exhibit_id=passage.exhibit_id,
            language=passage.language,
            direction=direction_of(passage.text),
            rendition=self._reading(self.renditions.get(passage.rendition_id)),
            image=self._image(passage.exhibit_id),
            numbers=self._numbers(passage),
            machine_only=passage.passage_id in self._on_machine,
        )

    def _reading(self, rendition: Rendition | None) -> str:
        if rendition is None or rendition.kind.value == "text":
            return ""
        kind = label("rendition_kind", rendition.kind.value, self.material.language)
        return f"{kind}, by a person" if rendition.made_by_person else f"{kind}, by machine"

    @cached_property
    def _drawn(self) -> dict[str, str]:
        """Page images drawn so far: a memo, because one page stands beside many sentences."""
        return {}

    def _image(self, exhibit_id: str) -> str:
        held = self.material.images.get(exhibit_id)
        if held is None or any(self.veil.hides(r.text) for r in self.renditions_of.get(exhibit_id, ())):
            return ""
        if exhibit_id not in self._drawn:
            self._drawn[exhibit_id] = image_uri(held)
        return self._drawn[exhibit_id]

    def _numbers(self, passage: Passage) -> tuple[tuple[str, str], ...]:
        """Return the numbers a machine read in a passage with their pictures; none where names are veiled."""
        if self.veil.hides(passage.text):
            return ()
        return tuple(
            (text, png_uri(seen)) for text, seen in self.material.numbers.get(passage.passage_id, ())
        )

    def cite_row(self, row: RecordRow) -> CitationNote:
        """Return the side note of one row of an event record, in words made from its fields."""
        return CitationNote(
            reference=row.row_id,
            siglum=self.short(row.exhibit_id),
            locator=f"row\u00a0{row.row_number}",
            words=words_of_row(row),
            exhibit_id=row.exhibit_id,
            language="en",
        )

    def cite_exhibit(self, exhibit_id: str) -> CitationNote | None:
        """Return a note for an exhibit as a whole: words relied on in it, a record row, or how it begins."""
        statements = self.statements_in.get(exhibit_id, ())
        preferred = sorted(statements, key=lambda s: (not s.made.is_judgement, *self._when(s)))
        for statement in preferred:
            if note := self.cite(statement.passage_id):
                return note
        if rows := self.rows_of.get(exhibit_id):
            deadliest = max(rows, key=lambda row: (row.deaths_best, -row.row_number))
            return self.cite_row(deadliest)
        passage = self._opening(exhibit_id)
        return None if passage is None else self._note(passage)

    def _opening(self, exhibit_id: str) -> Passage | None:
        for rendition in self.renditions_of.get(exhibit_id, ()):
            text = rendition.text
            start = len(text) - len(text.lstrip())
            end = self.veil.clear_cut(text, _end_of_opening(text, start))
            if start < end:
                return cite_span(rendition, start, end)
        return None

    def cite_item(self, item: Item) -> tuple[CitationNote, ...]:
        """Return what a weighed item rests on: its exhibits, then who says its claim."""
        notes = [self.cite_exhibit(e) for e in item.exhibit_ids]
        if not any(notes):
            notes += [self.cite(s.passage_id) for s in self.matched.get(item.claim_id, ())]
        return tuple(n for n in notes if n)

    def cite_claim(self, claim_id: str) -> tuple[CitationNote, ...]:
        """Return the notes of everything said about a claim, earliest first."""
        notes = (self.cite(s.passage_id) for s in self.matched.get(claim_id, ()))
        return tuple(n for n in notes if n)

    def say(
        self,
        text: str,
        citations: Sequence[CitationNote] = (),
        *,
        about: tuple[str, ...] = (),
        language: str = "",
        judged: bool = False,
    ) -> Sentence:
        """Return a sentence about the case with its notes: some printed, the rest as sigla.

        It rests on machine reading where nothing else is behind it: not where what it says is a person's
        judgement (`judged`), whoever read what that was about.
        """
        unique = tuple({n.reference: n for n in citations}.values())
        printed = unique[: self.material.settings.notes]
        seen = {n.siglum for n in printed}
        more = dict.fromkeys(n.siglum for n in unique if n.siglum not in seen)
        return Sentence(
            text=stopped(text),
            citations=printed,
            machine_only=bool(unique) and not judged and all(n.machine_only for n in unique),
            language=language or self._written_in(text),
            about=about,
            more=tuple(more),
        )

    def _written_in(self, text: str) -> str:
        """Return the language of a sentence of ours: English where the page runs the other way."""
        language = self.material.language
        page = load_table("dossier")["languages"].get(language, {})
        is_english = page.get("direction") == "rtl" and direction_of(_ISOLATED.sub("", text)) == "ltr"
        return "en" if is_english else language

    def anchor(self, note: CitationNote) -> Anchor:
        """Return the whole words behind a note and whether they still stand where it says."""
        passage = self.material.passages.get(note.reference)
        claims = self.claims_spoken_of(note.reference)
        if passage is None:
            return Anchor(words=self._unkept(note), claims=claims, language=note.language)
        rendition = self.renditions.get(passage.rendition_id)
        stands = rendition is not None and is_anchored(passage, rendition)
        return Anchor(
            words=passage.text,
            stands=stands,
            claims=claims,
            language=passage.language,
            names=self._spoken_by(passage, claims),
        )

    @cached_property
    def _statements_on(self) -> Mapping[str, tuple[Statement, ...]]:
        return _grouped((s.passage_id, s) for s in self.material.statements.values())

    def _spoken_by(self, passage: Passage, claims: Iterable[str]) -> tuple[str, ...]:
        near = (p.passage_id for p in self._overlapping(passage))
        links = (link for p in near for s in self._statements_on.get(p, ()) for link in s.chain.links)
        parties = (self.material.parties.get(link.party_id) for link in links)
        found = [name for party in parties if party for name in names_of(party)]
        for claim in (self.claims[c] for c in claims if c in self.claims):
            found += [claim.text, claim.place, claim.actor, claim.object, claim.counterpart]
        return tuple(dict.fromkeys(n for n in (*found, self.publisher(passage.exhibit_id)) if n))

    def _unkept(self, note: CitationNote) -> str:
        opening = self._opening(note.exhibit_id)
        if opening is not None and opening.passage_id == note.reference:
            return opening.text
        rows = self.rows_of.get(note.exhibit_id, ())
        return next((words_of_row(row) for row in rows if row.row_id == note.reference), "")


def explain(text: str, language: str = "en") -> Sentence:
    """Return a sentence about method: it needs no evidence and may not assert anything about the case."""
    return Sentence(text=stopped(text), kind=SentenceKind.METHOD, language=language)


def names_of(party: Party) -> tuple[str, ...]:
    """Return by which names a party may be spoken of: its label alone where it is protected."""
    if party.is_protected:
        return (party.shown,)
    return tuple(n for n in dict.fromkeys((party.shown, party.name, *party.aliases)) if n)


def stances(statements: Iterable[Statement], *wanted: Stance) -> tuple[Statement, ...]:
    """Return the statements that take one of these stances."""
    return tuple(s for s in statements if s.stance in wanted)


def words_of_row(row: RecordRow) -> str:
    """Return one record row as words: date, place, sides, deaths, and who reported it."""
    place = row.place.name or row.place.as_written
    deaths = f"{row.deaths_best} deaths ({row.deaths_low}–{row.deaths_high})"
    sources = f"; from {', '.join(row.sources[:3])}" if row.sources else ""
    return f"{dated(row.span)}: {row.side_a} against {row.side_b}, {place}, {deaths}{sources}"


def without_image(note: CitationNote) -> CitationNote:
    """Return the note without its page image, which is printed once only."""
    return replace(note, image="")


def _end_of_opening(text: str, start: int) -> int:
    stop = len(text.rstrip())
    if stop <= start + OPENING:
        return stop
    between_words = text.rfind(" ", start, start + OPENING)
    return between_words if between_words > start else start + OPENING


def _span_of(written: str) -> DateSpan:
    for length in (len(written), 10, 7, 4):
        try:
            return parse_span(written[:length])
        except ValueError:
            continue
    return UNDATED


def _number_the_rest(given: dict[str, str], kind: str, ids: Iterable[str]) -> None:
    letter = SIGLA[kind]
    taken = [int(s[1:]) for s in given.values() if s[:1] == letter and s[1:].isdigit()]
    following = max(taken, default=0) + 1
    for record_id in ids:
        if record_id not in given:
            given[record_id] = siglum(kind, following)
            following += 1


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, tuple[V, ...]]:
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}
