"""Where certainty grew on its way outwards: along one chain, and from a statement to those that draw on it.

Hedge runs from 0 (flat) to 6 (not verified). A fall of two steps or more towards the reader,
without access of one's own, is said in a plain sentence with the passages beside it: invariant 6
of the evidence model is that certainty may not rise without new evidence.
"""

from collections.abc import Iterator, Mapping, Sequence

from twosource.dossier.contexts import Sentence
from twosource.dossier.shelf import Shelf
from twosource.dossier.wording import count, joined, label
from twosource.evidence.lineage import OriginCount
from twosource.evidence.testimony import INFLATION_STEPS, Link, Statement
from twosource.terms import load_table

OWN_P = 0.5
COPY_P = 0.5
SHOWN = 6
NAMED = 6


def phrases(language: str) -> Mapping[str, str]:
    """Return the sentences about inflation in a language, in English where it has none."""
    table: Mapping[str, Mapping[str, str]] = load_table("dossier")["inflation"]
    return table.get(language, table["en"])


def chain_sentence(named: tuple[str, str, str], pair: tuple[Link, Link], language: str = "en") -> str:
    """Return the sentence for one growth along a chain.

    `named` are the statement's short name and what may be printed of the outer and inner party.
    """
    statement, outer, inner = named
    now, then = (label("hedge", str(link.hedge), language) for link in pair)
    return phrases(language)["chain"].format(
        statement=statement, outer=outer, inner=inner, now=now, then=then
    )


def derived_sentence(
    parent: str, children: Sequence[str], hedges: tuple[int, int], language: str = "en"
) -> str:
    """Return the sentence for statements surer than the one they derive from; `hedges` are (then, now)."""
    words = phrases(language)
    then, now = (label("hedge", str(hedge), language) for hedge in hedges)
    return words["one" if len(children) == 1 else "many"].format(
        children=joined(children, words["last"]), parent=parent, now=now, then=then
    )


def inflation(shelf: Shelf, claim_id: str) -> tuple[Sentence, ...]:
    """Return where a report says more surely what its parent, or whoever it credits, said with doubt."""
    return (*_between(shelf, claim_id), *_within(shelf, claim_id))


def _between(shelf: Shelf, claim_id: str) -> tuple[Sentence, ...]:
    counted = shelf.material.origin_counts.get(claim_id)
    if counted is None:
        return ()
    groups: dict[tuple[str, int], list[Statement]] = {}
    parents = shelf.material.statements
    for parent, child in falls(parents, counted):
        groups.setdefault((parent.statement_id, child.hedge), []).append(child)
    ordered = sorted(groups, key=lambda g: (g[1] - parents[g[0]].hedge, -len(groups[g]), g))
    return tuple(
        _inflated(shelf, claim_id, parents[statement_id], groups[statement_id, hedge])
        for statement_id, hedge in ordered[:SHOWN]
    )


def _within(shelf: Shelf, claim_id: str) -> tuple[Sentence, ...]:
    """Return the steepest growths along single chains of statements on a claim."""
    found = [
        (statement, pair)
        for statement in shelf.matched.get(claim_id, ())
        for pair in statement.chain.inflations
    ]
    found.sort(key=lambda row: row[1][0].hedge - row[1][1].hedge)
    return tuple(_grown(shelf, claim_id, statement, pair) for statement, pair in found[:SHOWN])


def _grown(shelf: Shelf, claim_id: str, statement: Statement, pair: tuple[Link, Link]) -> Sentence:
    language = shelf.material.language
    named = (
        shelf.short(statement.statement_id),
        shelf.party(pair[0].party_id),
        shelf.party(pair[1].party_id),
    )
    note = shelf.cite(statement.passage_id)
    text = chain_sentence(named, pair, language)
    return shelf.say(text, (note,) if note else (), about=(claim_id,), language=_spoken(language))


def _inflated(shelf: Shelf, claim_id: str, parent: Statement, children: Sequence[Statement]) -> Sentence:
    language = shelf.material.language
    named = [_with_siglum(shelf, child) for child in children[:NAMED]]
    if (left := len(children) - NAMED) > 0:
        is_english = _spoken(language) == "en"
        named.append(count(left, "other") if is_english else phrases(language)["others"].format(n=left))
    notes = [n for s in (parent, *children) if (n := shelf.cite(s.passage_id))]
    text = derived_sentence(_with_siglum(shelf, parent), named, (parent.hedge, children[0].hedge), language)
    return shelf.say(text, notes, about=(claim_id,), language=_spoken(language))


def _spoken(language: str) -> str:
    return language if language in load_table("dossier")["inflation"] else "en"


def _with_siglum(shelf: Shelf, statement: Statement) -> str:
    return f"{shelf.party(statement.chain.publisher.party_id)} ({shelf.short(statement.statement_id)})"


def falls(statements: Mapping[str, Statement], counted: OriginCount) -> Iterator[tuple[Statement, Statement]]:
    """Yield (parent, child) where a child is surer by two steps and has no access of its own."""
    own = dict(counted.p_own)
    for derivation in counted.derivations:
        parent, child = statements.get(derivation.parent_id), statements.get(derivation.child_id)
        if parent is None or child is None or derivation.p < COPY_P:
            continue
        if own.get(child.statement_id, 0.0) >= OWN_P or child.stance is not parent.stance:
            continue
        if parent.hedge - child.hedge >= INFLATION_STEPS:
            yield parent, child
