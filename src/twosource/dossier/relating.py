"""What does not fit together on a claim, what grew on the way, and what its last count moved.

These are a machine's suggestions and stand as such; each is said with the statements it rests on.
"""

from collections.abc import Mapping, Sequence

from twosource.dossier.contexts import Sentence
from twosource.dossier.shelf import Shelf
from twosource.evidence.claims import Contradiction, Drift
from twosource.evidence.testimony import Statement
from twosource.terms import load_table

SHOWN = 6


def words_of(language: str) -> Mapping[str, str]:
    """Return the sentences about relations in a language, in English where it has none."""
    table: Mapping[str, Mapping[str, str]] = load_table("dossier")["relations"]
    return table.get(language, table["en"])


def contradiction_sentence(one: Contradiction, sigla: Sequence[str], language: str = "en") -> str:
    """Return the sentence for values that cannot all be right; `sigla` name the statements, in order."""
    words = words_of(language)
    told = [
        words["value"].format(value=value, statement=siglum)
        for value, siglum in zip(one.values, sigla, strict=True)
    ]
    return words["contradiction"].format(about=words[one.about], told=words["comma"].join(told))


def drift_sentence(one: Drift, ends: tuple[str, str], language: str = "en") -> str:
    """Return the sentence for a content that grew; `ends` name the parent and the child statement."""
    return words_of(language)["drift"].format(
        before=one.before, after=one.after, parent=ends[0], child=ends[1]
    )


def relations(shelf: Shelf, claim_id: str) -> tuple[Sentence, ...]:
    """Return what does not fit together on a claim, then what grew on the way, with the words behind it."""
    told = {s.statement_id: s for s in shelf.matched.get(claim_id, ())}
    language = shelf.material.language
    spoken = language if language in load_table("dossier")["relations"] else "en"
    said = []
    for one in shelf.material.contradictions:
        if one.claim_id == claim_id and all(s in told for s in one.statement_ids):
            text = contradiction_sentence(one, [shelf.short(s) for s in one.statement_ids], language)
            said.append(_said(shelf, claim_id, text, [told[s] for s in one.statement_ids], spoken))
    for grown in shelf.material.drifts:
        pair = [told[s] for s in (grown.from_statement, grown.to_statement) if s in told]
        if len(pair) == 2:
            parent, child = (
                f"{shelf.party(s.chain.publisher.party_id)} ({shelf.short(s.statement_id)})" for s in pair
            )
            said.append(
                _said(shelf, claim_id, drift_sentence(grown, (parent, child), language), pair, spoken)
            )
    return tuple(said[:SHOWN])


def _said(shelf: Shelf, claim_id: str, text: str, statements: Sequence[Statement], language: str) -> Sentence:
    notes = [note for s in statements if (note := shelf.cite(s.passage_id))]
    return shelf.say(text, notes, about=(claim_id,), language=language)
