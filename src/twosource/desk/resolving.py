"""From what was declared to what is held: patterns become exhibits, quotes become passages.

A quote that does not stand where a person says it stands is never moved to the nearest fit: the
statement is left out and a sentence says which quote, in which exhibit, and how far it holds.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from twosource.dates import UNDATED, DateSpan
from twosource.desk.declarations import Declarations, PublisherDeclaration, StatementDeclaration, judged
from twosource.desk.patterns import find_exhibits
from twosource.errors import AnchorError, DeclarationError
from twosource.evidence.claims import Matching
from twosource.evidence.elicitation import Elicitation
from twosource.evidence.holdings import CustodyEvent, Holding, Rendition
from twosource.evidence.outcome import Failure, Outcome
from twosource.evidence.passages import Passage, cite_span
from twosource.evidence.testimony import AttributionChain, Link, Statement
from twosource.ids import key
from twosource.terms import RenditionKind, Status, Voice

CITABLE = (RenditionKind.TEXT, RenditionKind.TRANSCRIPTION, RenditionKind.TRANSLATION)
UNTOUCHED = "The exhibit and its text are untouched; the statement was left out."
COPY_WORDS = "Copy the words from the text as it is shown, or take the statement out of case.toml."
SHOWN = 80

Declared = Passage | Statement | Matching
RenditionsOf = Callable[[str], Iterable[Rendition]]


def resolve_custody(declared: Declarations, holdings: Sequence[Holding]) -> tuple[CustodyEvent, ...]:
    """Return the custody events of the exhibits held; one whose patterns mean nothing held is left out."""
    events = []
    for custody in declared.custody:
        exhibit_ids = find_exhibits(custody.patterns, holdings)
        parts = (custody.action, custody.from_party, custody.to_party, custody.at_span.edtf())
        event = CustodyEvent(
            custody_id=key("custody", *parts, *sorted(custody.patterns)),
            exhibit_ids=exhibit_ids,
            action=custody.action,
            from_party=custody.from_party,
            to_party=custody.to_party,
            at_span=custody.at_span,
            could_alter=custody.could_alter,
            n_searched=custody.n_searched,
            is_gap=custody.is_gap,
            note=custody.note,
        )
        if exhibit_ids:
            events.append(event)
    return tuple(events)


def resolve_publishers(
    declared: Declarations, holdings: Sequence[Holding]
) -> dict[str, PublisherDeclaration]:
    """Return who published each exhibit and when; where two declarations meet, the later one holds."""
    return {
        exhibit_id: publisher
        for publisher in declared.publishers
        for exhibit_id in publisher.exhibits(holdings)
    }


def resolve_elicitations(declared: Declarations, holdings: Sequence[Holding]) -> tuple[Elicitation, ...]:
    """Return the elicitations with the exhibits their items rest on."""
    found = {
        (named.question_id, named.item): find_exhibits(named.patterns, holdings)
        for named in declared.item_exhibits
    }
    return tuple(
        replace(
            elicitation,
            items=tuple(
                replace(item, exhibit_ids=found.get((item.question_id, item.name), ()))
                for item in elicitation.items
            ),
        )
        for elicitation in declared.elicitations
    )


def resolve_matchings(
    declared: Declarations, id_of: Callable[[str], str | None]
) -> tuple[tuple[Matching, ...], tuple[Failure, ...]]:
    """Return a person's verdicts with sigla turned into ids, and a failure for each that names nothing."""
    matchings, failures = [], []
    for matching in declared.matchings:
        statement_id = id_of(matching.statement_id)
        if statement_id is None:
            happened = f'case.toml judges the statement "{matching.statement_id}", which is not in the case.'
            failures.append(_failure("matching", happened, "Look it up with `twosource statements`."))
            continue
        matching_id = key("matching", statement_id, matching.claim_id)
        matchings.append(replace(matching, statement_id=statement_id, matching_id=matching_id))
    return tuple(matchings), tuple(failures)


def find_unmatched(declared: Declarations, holdings: Sequence[Holding]) -> tuple[Failure, ...]:
    """Return a failure for every pattern that means nothing held: of custody, publishers, items, records."""
    patterns = [p for c in declared.custody for p in c.patterns]
    patterns += [p for q in declared.publishers for p in q.patterns]
    patterns += [p for i in declared.item_exhibits for p in i.patterns]
    patterns += [p for entry in declared.track for p in entry.evidence]
    return tuple(
        _failure(
            "pattern",
            f'case.toml speaks of "{pattern}", and nothing was received under such a path.',
            "Mend the pattern, or receive what it means.",
        )
        for pattern in dict.fromkeys(patterns)
        if not find_exhibits([pattern], holdings)
    )


def _failure(code: str, happened: str, remedy: str) -> Failure:
    return Failure(code=code, happened=happened, safe="Nothing else is affected.", remedy=remedy)


def resolve_statements(
    declared: Declarations, holdings: Sequence[Holding], renditions_of: RenditionsOf
) -> Iterator[Outcome[Declared]]:
    """Yield one outcome per declared statement: its passage, the statement, its matching.

    `renditions_of` returns the renditions of one exhibit. A statement whose exhibit, quote or
    chain cannot be found is refused with a sentence; the others stand.
    """
    publishers = resolve_publishers(declared, holdings)
    found = {p: find_exhibits([p], holdings) for p in dict.fromkeys(s.exhibit for s in declared.statements)}
    for one in declared.statements:
        name = f"case.toml, statements number {one.number}"
        try:
            exhibit_id = _the_exhibit(one, found[one.exhibit])
            values = declare_statement(one, list(renditions_of(exhibit_id)), publishers.get(exhibit_id))
        except (AnchorError, DeclarationError) as error:
            failure = Failure(
                code=type(error).__name__,
                happened=f"{name}: {error.happened}",
                safe=error.safe_text,
                remedy=error.remedy_text,
            )
            yield Outcome(item_id=name, status=Status.REFUSED, failures=(failure,))
        else:
            yield Outcome(item_id=name, status=Status.READ, values=values)


def _the_exhibit(one: StatementDeclaration, exhibit_ids: tuple[str, ...]) -> str:
    if len(exhibit_ids) == 1:
        return exhibit_ids[0]
    n_found = f"{len(exhibit_ids)} exhibits were" if exhibit_ids else "nothing was"
    raise AnchorError(
        f'The quote {_short(one.quote)} should stand in "{one.exhibit}", and {n_found} received under '
        "such a path.",
        safe=UNTOUCHED,
        remedy="Name one exhibit by the end of its path as received.",
    )


def declare_statement(
    one: StatementDeclaration, renditions: Sequence[Rendition], publisher: PublisherDeclaration | None
) -> tuple[Passage, Statement, Matching]:
    """Return the passage, the statement and the matching of one declaration.

    Raises AnchorError where the quote does not stand there exactly once, DeclarationError where
    neither a chain nor a publisher was declared. The ids depend on what is said where, so that
    reading the same declaration again gives the same records.
    """
    passage = find_quote(one, renditions)
    chain = _chain(one, publisher)
    links = [part for link in chain.links for part in (link.party_id, link.channel, link.access)]
    statement = Statement(
        statement_id=key("statement", "case.toml", passage.passage_id, one.claim_id, one.stance, *links),
        passage_id=passage.passage_id,
        exhibit_id=passage.exhibit_id,
        chain=chain,
        stance=one.stance,
        hedge=one.hedge,
        voice=one.voice or (Voice.ATTRIBUTED if chain.credited else Voice.OWN),
        said_span=one.said_span if one.said_span.is_known else _published(publisher),
        made=judged(one.why),
    )
    matching = Matching(
        matching_id=key("matching", statement.statement_id, one.claim_id),
        statement_id=statement.statement_id,
        claim_id=one.claim_id,
        verdict="same",
        reasons=("declared in case.toml",),
        made=judged(one.why),
    )
    return passage, statement, matching


def _published(publisher: PublisherDeclaration | None) -> DateSpan:
    return publisher.at_span if publisher else UNDATED


def _chain(one: StatementDeclaration, publisher: PublisherDeclaration | None) -> AttributionChain:
    if one.links:
        return AttributionChain(links=one.links)
    if publisher is None:
        raise DeclarationError(
            f'nobody is said to say {_short(one.quote)} in "{one.exhibit}": it has no chain, and its '
            "publisher is not declared.",
            safe=UNTOUCHED,
            remedy="Give it chain = [ { party = ... } ], or declare the exhibit under [[publishers]].",
        )
    return AttributionChain(links=(Link(party_id=publisher.party_id, access=one.access),))


def find_quote(one: StatementDeclaration, renditions: Sequence[Rendition]) -> Passage:
    """Return the passage a quote names, searched in text, transcription and translation, in this order.

    Runs of white space may differ, because a line break is the page's and not the author's, and
    so may composed and decomposed letters; the words may not. Raises AnchorError where the quote
    stands nowhere, or more than once and `nth` does not say which, or less than `nth` times.
    """
    kinds = (one.rendition,) if one.rendition else CITABLE
    searched = sorted((r for r in renditions if r.kind in kinds), key=lambda r: kinds.index(r.kind))
    found = _places(quote_expression(one.quote), searched)
    if not found:
        raise _not_found(one, searched)
    if len(found) > 1 and one.nth == 0:
        raise AnchorError(
            f'The quote {_short(one.quote)} stands {len(found)} times in "{one.exhibit}", '
            f"in its {' and its '.join(dict.fromkeys(r.kind.value for r, _ in found))}.",
            safe=UNTOUCHED,
            remedy="Make the quote longer, or say which is meant with nth = 1, nth = 2, or with rendition.",
        )
    if one.nth > len(found):
        raise AnchorError(
            f'The quote {_short(one.quote)} stands only {len(found)} times in "{one.exhibit}", '
            f"and nth is {one.nth}.",
            safe=UNTOUCHED,
            remedy=f"Set nth to 1 or more, and at most {len(found)}.",
        )
    rendition, match = found[max(one.nth, 1) - 1]
    return cite_span(rendition, match.start(), match.end())


def _places(
    expression: re.Pattern[str], searched: Sequence[Rendition]
) -> list[tuple[Rendition, re.Match[str]]]:
    """Return where a quote stands in the preferred renditions; else in the first other one that holds it.

    An exhibit read in several ways says the same words once, however often they were read.
    """
    preferred = [(r, m) for r in searched if r.is_preferred for m in expression.finditer(r.text)]
    others = ([(r, m) for m in expression.finditer(r.text)] for r in searched if not r.is_preferred)
    return preferred or next((found for found in others if found), [])


def quote_expression(quote: str) -> re.Pattern[str]:
    """Return what finds the words of a quote whatever the white space and the Unicode form."""
    words = [_letters(word) for word in quote.split()]
    return re.compile(r"\s+".join(words))


def _letters(word: str) -> str:
    """Return the expression of one word as written, composed or decomposed."""
    composed = unicodedata.normalize("NFC", word)
    return _either(re.escape(word), "".join(_either_form(letter) for letter in composed))


def _either_form(letter: str) -> str:
    return _either(re.escape(letter), re.escape(unicodedata.normalize("NFD", letter)))


def _either(first: str, second: str) -> str:
    return first if first == second else f"(?:{first}|{second})"


def _not_found(one: StatementDeclaration, searched: Sequence[Rendition]) -> AnchorError:
    if not searched:
        return AnchorError(
            f'The quote {_short(one.quote)} should stand in "{one.exhibit}", which has no text'
            f"{f' of the kind {one.rendition.value}' if one.rendition else ''} to search.",
            safe=UNTOUCHED,
            remedy="Read the exhibit first, or give it a transcription beside it.",
        )
    held = _longest_start(one.quote.split(), [r.text for r in searched])
    how_far = f'It stands there as far as "{held}".' if held else "Not even its first word stands there."
    return AnchorError(
        f'The quote {_short(one.quote)} does not stand in "{one.exhibit}". {how_far}',
        safe=UNTOUCHED,
        remedy=COPY_WORDS,
    )


def _longest_start(words: Sequence[str], texts: Sequence[str]) -> str:
    """Return the longest run of first words that stands in one of the texts, by halving."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        expression = quote_expression(" ".join(words[:middle]))
        if any(expression.search(text) for text in texts):
            low = middle
        else:
            high = middle - 1
    return " ".join(words[:low])


def _short(quote: str) -> str:
    words = " ".join(quote.split())
    return f'"{words}"' if len(words) <= SHOWN else f'"{words[:SHOWN].rstrip()} ..."'
