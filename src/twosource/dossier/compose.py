"""From material to page: the outline of a dossier, read from top to bottom.

The last three steps go over the whole page at once: names of protected parties are covered,
sentences are numbered in reading order, and each page image is printed once.
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from twosource.dossier.asking import describe_question
from twosource.dossier.claiming import (
    credited_parties,
    describe_claim,
    list_claims,
    machine_sentences,
    order_claims,
)
from twosource.dossier.contexts import CitationNote, ClaimSection, DossierPage, QuestionSection, Sentence
from twosource.dossier.dating import timeline_picture
from twosource.dossier.explaining import (
    labels,
    limits,
    methods,
    needs,
    page_direction,
    undecided_note,
    verify,
)
from twosource.dossier.hands import count_hands, is_open_ended, principal_claim
from twosource.dossier.keeping import describe_custody, describe_exhibits
from twosource.dossier.material import Material
from twosource.dossier.shelf import Shelf, names_of
from twosource.dossier.veil import draw_over
from twosource.evidence.lineage import OriginCount

SHORTEST_NAME = 4

# Where the reader's eye starts afresh, so that words relied on are printed again.
_AFRESH = {
    (QuestionSection, "answer"),
    (QuestionSection, "against"),
    (QuestionSection, "denied"),
    (QuestionSection, "changes"),
    (ClaimSection, "statements"),
    (DossierPage, "principal"),
    (DossierPage, "added"),
    (DossierPage, "machine"),
}


def compose(material: Material) -> DossierPage:
    """Return the page of a case. Pure: the same material gives the same page.

    Works with nothing declared: then there is no question section, and `needs` says what is
    missing before anything can be weighed.
    """
    shelf = Shelf(material)
    questions = _questions(shelf)
    claims = order_claims(shelf)
    full, rest = claims[: material.settings.claims], claims[material.settings.claims :]
    principal = principal_claim(shelf, tuple(c.claim_id for c in claims)) if not questions else ""
    hands = count_hands(shelf, principal) if principal else None
    above = {h.claim_siglum for h in (hands, *(q.hands for q in questions)) if h}
    sections = tuple(
        describe_claim(shelf, claim, is_shown_above=shelf.short(claim.claim_id) in above) for claim in full
    )
    added = tuple(_added(shelf, i) for i in range(len(material.extra_sentences)))
    machine = machine_sentences(shelf, full) + undecided_note(shelf)
    cited = _cited((questions, hands, sections, added, machine))
    exhibit_ids = _relied_on(shelf, cited, [c.claim_id for c in full])
    hidden = sum(p.is_protected for p in material.parties.values())
    page = DossierPage(
        title=material.title,
        note=material.note,
        language=material.language,
        direction=page_direction(material.language),
        generated_at=material.generated_at,
        version=material.version,
        labels=labels(material.language),
        questions=questions,
        needs=None if questions else needs(shelf),
        principal=hands,
        added=added,
        timeline=timeline_picture(shelf, exhibit_ids),
        claims=sections,
        claims_listed=list_claims(shelf, rest),
        parties=credited_parties(shelf),
        exhibits=describe_exhibits(shelf, exhibit_ids),
        custody=describe_custody(shelf),
        machine=machine,
        methods=methods(shelf),
        limits=limits(shelf, hidden),
        verify=verify(shelf, exhibit_ids),
        anchors={reference: shelf.anchor(note) for reference, note in cited.items()},
        kappas={c: _most_hands(n) for c, n in material.origin_counts.items() if n.kappa},
        ks={c: n.k_mode for c, n in material.origin_counts.items() if n.k},
        case_words=_case_words(shelf),
        unchecked=tuple(c for c in material.origin_counts if shelf.is_machine_only(c)),
        names=tuple(dict.fromkeys(n for p in material.parties.values() for n in names_of(p))),
        claim_texts=_quotable(material),
    )
    return _numbered(draw_over(shelf.veil, page))


def _questions(shelf: Shelf) -> tuple[QuestionSection, ...]:
    weighings = shelf.material.weighings
    return tuple(
        describe_question(shelf, q, weighings[q.question_id])
        for q in shelf.material.questions
        if q.question_id in weighings and weighings[q.question_id].hypotheses
    )


def _added(shelf: Shelf, index: int) -> Sentence:
    written = shelf.material.extra_sentences[index]
    notes = [n for p in written.passage_ids if (n := shelf.cite(p))]
    about = dict.fromkeys(c for p in written.passage_ids for c in shelf.claims_spoken_of(p))
    sentence = shelf.say(written.text, notes, about=tuple(about), language=written.language, judged=True)
    unique = tuple({n.reference: n for n in notes}.values())
    return dataclasses.replace(sentence, by_editor=True, citations=unique, more=())


def _relied_on(shelf: Shelf, cited: Mapping[str, CitationNote], claim_ids: Sequence[str]) -> tuple[str, ...]:
    """Return the exhibits the page rests on, by siglum: those quoted or bearing on a claim printed."""
    found = {n.exhibit_id for n in cited.values() if n.exhibit_id}
    found |= {s.exhibit_id for claim in claim_ids for s in shelf.matched.get(claim, ())}

    def place(exhibit_id: str) -> tuple[int, str]:
        digits = shelf.short(exhibit_id)[1:]
        return (int(digits) if digits.isdecimal() else 0, exhibit_id)

    return tuple(sorted(found, key=place))


def _most_hands(counted: OriginCount) -> int:
    """Return how many sources a sentence may count: kappa, or the reports where kappa was not counted out."""
    return counted.n_reports if is_open_ended(counted) else counted.kappa_mode


def _quotable(material: Material) -> tuple[str, ...]:
    """Return what the page may quote as somebody worded it, because quoting does not assert it.

    Claims, of which the page says who says them, and things to look for, which nobody has found.
    """
    findings = (f.text for e in material.elicitations.values() for f in e.possible_findings)
    return tuple(dict.fromkeys((*(c.text for c in material.claims), *findings)))


def _case_words(shelf: Shelf) -> tuple[str, ...]:
    """Return what a sentence about method may not mention: parties, claims, and their places."""
    found = {p.shown for p in shelf.material.parties.values()}
    for claim in shelf.material.claims:
        found |= {claim.text, claim.place}
    return tuple(sorted(w for w in found if len(w) >= SHORTEST_NAME))


def parts_of(value: Any) -> Iterator[Any]:
    """Yield every dataclass inside a page in reading order, itself included."""
    if isinstance(value, tuple):
        for member in value:
            yield from parts_of(member)
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from parts_of(member)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield value
        for field in dataclasses.fields(value):
            yield from parts_of(getattr(value, field.name))


def sentences_of(page: DossierPage) -> tuple[Sentence, ...]:
    """Return every sentence of a page in reading order: the gate reads these, and nothing else may assert."""
    return tuple(part for part in parts_of(page) if isinstance(part, Sentence))


def _cited(sections: Any) -> Mapping[str, CitationNote]:
    return {n.reference: n for n in parts_of(sections) if isinstance(n, CitationNote)}


@dataclasses.dataclass
class _Press:
    """Goes over a page once, in reading order: numbers sentences, marks words and images already printed."""

    number: int = 0
    pictured: set[str] = dataclasses.field(default_factory=set)
    nearby: set[str] = dataclasses.field(default_factory=set)

    def over(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(self.over(member) for member in value)
        if isinstance(value, CitationNote):
            return self._note(value)
        if isinstance(value, Mapping) or not dataclasses.is_dataclass(value) or isinstance(value, type):
            return value
        if isinstance(value, Sentence):
            self.number += 1
            number = self.number
            return dataclasses.replace(value, citations=self.over(value.citations), number=number)
        changed = {}
        for field in dataclasses.fields(value):
            if (type(value), field.name) in _AFRESH:
                self.nearby.clear()
            changed[field.name] = self.over(getattr(value, field.name))
        return dataclasses.replace(value, **changed)

    def _note(self, note: CitationNote) -> CitationNote:
        note = dataclasses.replace(note, is_repeated=note.reference in self.nearby)
        self.nearby.add(note.reference)
        if not note.image or note.is_repeated:
            return dataclasses.replace(note, image="")
        if note.exhibit_id in self.pictured:
            return dataclasses.replace(note, image="")
        self.pictured.add(note.exhibit_id)
        return note


def _numbered(page: DossierPage) -> DossierPage:
    numbered: DossierPage = _Press().over(page)
    return numbered
