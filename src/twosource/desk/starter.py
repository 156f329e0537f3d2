"""The starter `case.toml`: what the program found, as suggestions a person takes over line by line.

Everything found stands behind a `#`, so an untouched starter declares nothing: a suggestion
becomes a judgement by a person removing the sign, never by lying in a file. No figure is ever
proposed for a probability. Names from a cache are hostile: each is written as one escaped TOML
text, so that none can add a line, a key or a direction of writing of its own.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from twosource.desk.assessing import counted_matchings, counted_statements
from twosource.desk.declarations import SCHEMA
from twosource.desk.toml_text import key_of, quoted
from twosource.desk.workplace import Workplace
from twosource.evidence.claims import Claim, Matching
from twosource.evidence.holdings import Holding
from twosource.evidence.lineage import OriginCount
from twosource.evidence.testimony import Party, Statement
from twosource.terms import SOMETHING_ELSE, vocabulary
from twosource.weighing import templates

MAX_PARTIES = 60
MAX_CLAIMS = 40
MAX_HANDS = 10
MAX_PATHS = 3

OPENING = """\
# Started by Twosource from what it found. Nothing here is declared yet.
# A line that begins with "#" and no blank is an entry: remove the "#" to make it yours.
# A line that begins with "# " is a remark. `twosource examine` reads this file again each time.
"""

QUESTION = """\
# ---- The question -------------------------------------------------------------------------
# To weigh, the program needs from you, and will not make up:
#   - a question, and rival answers that exclude each other, always with something_else;
#   - how much you lean to each before this evidence (relative weights), and why;
#   - for each thing observed and each rival, one word: if this were so, how surprised would
#     you be to see this?
# The words are: {words}.
# `exhibits` are what it rests on, and `chokepoint` is whose hands it came through, in your words: items
# with the same hands stand and fall together.
# Put your own words and figures where ??? stands, then run `twosource examine` in the case.
# A question worked out to the end lies in the case that `twosource demo` makes.
#
#[question.main]
#text = "???"
#prior = {{ first = ???, second = ???, {other} = ??? }}
#prior_why = "???"
#[question.main.hypotheses]
#first = "???"
#second = "???"
#{other} = "something else"
#[[question.main.items]]
#name = "first_item"
#text = "???"
#exhibits = ["???"]
#chokepoint = "???"
#why = "???"
#answers = [ {{ words = {{ first = "???", second = "???" }} }} ]
#
# Then, where somebody could have failed or deceived: one variable for each, and the key of the party
# from its brackets above. The templates, each with its states and usual figures, are:
# {templates}.
# An answer may then depend on it: the first whose `when` holds counts, and the last has none.
#
#[question.main.variables.handed_over_by]
#template = "keeper"
#party = "???"
#[[question.main.items]]
#name = "second_item"
#text = "???"
#exhibits = ["???"]
#chokepoint = "???"
#why = "???"
#answers = [
#{{ when = {{ handed_over_by = "forger" }}, words = {{ first = "???", second = "???" }} }},
#{{ words = {{ first = "???", second = "???" }} }},
#]
#
# And what you could still look for: `twosource next` says which of it is worth the hours.
#
#[[question.main.findings]]
#name = "first_finding"
#text = "???"
#hours = ???
#risks_people = false
#why = "???"
#answers = [ {{ words = {{ first = "???", second = "???" }} }} ]
#
# Others answer for themselves, each apart: twosource answer --by NAME --all
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a case holds before anybody declared anything; `paths` names exhibits by path as received.

    `sigla` are the short names under which parties and claims are printed elsewhere, by id.
    """

    title: str
    parties: tuple[Party, ...] = ()
    statements: tuple[Statement, ...] = ()
    claims: tuple[Claim, ...] = ()
    matchings: tuple[Matching, ...] = ()
    counts: tuple[OriginCount, ...] = ()
    paths: Mapping[str, str] = field(default_factory=dict)
    sigla: Mapping[str, str] = field(default_factory=dict)


def write_starter(work: Workplace) -> str:
    """Return the starter `case.toml` of an open case."""
    paths: dict[str, str] = {}
    for holding in work.store.all(Holding):
        paths.setdefault(holding.exhibit_id, holding.path)
    parties, claims = tuple(work.store.all(Party)), tuple(work.store.all(Claim))
    named = (*(p.party_id for p in parties), *(c.claim_id for c in claims))
    return starter(
        Found(
            title=work.folder.path.resolve().name,
            parties=parties,
            statements=tuple(counted_statements(work)),
            claims=claims,
            matchings=tuple(counted_matchings(work)),
            counts=tuple(work.store.all(OriginCount)),
            paths=paths,
            sigla={record_id: work.store.siglum(record_id) for record_id in named},
        )
    )


def starter(found: Found) -> str:
    """Return a starter `case.toml`: it parses, declares nothing, and says what was found and is missing."""
    named = _naming(found.statements, n_outer=0)
    lines = [
        f'schema = "{SCHEMA}"',
        f"title = {quoted(found.title)}",
        "",
        *OPENING.splitlines(),
        "",
        *_hands(found),
        *_parties(found, named),
        *_claims(found),
        *QUESTION.format(
            words=", ".join(vocabulary("likelihood").values()),
            other=SOMETHING_ELSE,
            templates=", ".join(f'"{name}"' for name in templates.names()),
        ).splitlines(),
    ]
    return "\n".join(lines) + "\n"


def slug_of(name: str, taken: set[str], fallback: str) -> str:
    """Return a short key a person can type for a name, unlike any taken before, and take it."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(
        c if c.isascii() and c.isalnum() else " " for c in plain if not unicodedata.combining(c)
    )
    words = [word for word in letters.split() if word not in {"the", "of", "a", "an"}][:4]
    slug = base = "_".join(words) or fallback
    number = 2
    while slug in taken:
        slug, number = f"{base}_{number}", number + 1
    taken.add(slug)
    return slug


def _naming(statements: Iterable[Statement], n_outer: int) -> dict[str, Counter[str]]:
    """Return, per party beyond the `n_outer` outermost links, the exhibits naming it and how often."""
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for statement in statements:
        for link in statement.chain.links[n_outer:]:
            named[link.party_id][statement.exhibit_id] += 1
    return named


def _rank(party_id: str, named: Mapping[str, Counter[str]]) -> tuple[int, int, str]:
    """Return the key that puts a party named in more exhibits, then more often, first."""
    exhibits = named.get(party_id) or Counter()
    return -len(exhibits), -exhibits.total(), party_id


def _hands(found: Found) -> Iterator[str]:
    yield "# ---- Whom the exhibits credit ----------------------------------------------------------"
    crediting = _naming(found.statements, n_outer=1)
    shown = {party.party_id: party for party in found.parties}
    if not crediting:
        yield "# Nobody is credited in so many words; who stands behind the exhibits is open."
    ranked = sorted(crediting, key=lambda party_id: _rank(party_id, crediting))
    for party_id in ranked[:MAX_HANDS]:
        name = shown[party_id].shown if party_id in shown else party_id
        yield f"# {quoted(name)} is credited in {_count(len(crediting[party_id]), 'exhibit')}."
    if ranked:
        yield "# If it all came through one of these, say so under [[ties]] or [[custody]]."
    yield from _left_out(len(ranked), MAX_HANDS, "credited parties")
    yield ""


def _parties(found: Found, named: Mapping[str, Counter[str]]) -> Iterator[str]:
    yield "# ---- Parties found ---------------------------------------------------------------------"
    named_parties = [p for p in found.parties if p.shown.strip()]
    ranked = sorted(named_parties, key=lambda p: _rank(p.party_id, named))
    taken: set[str] = set()
    for party in ranked[:MAX_PARTIES]:
        yield ""
        exhibits = list(named.get(party.party_id, ()))
        if exhibits:
            places = ", ".join(quoted(found.paths.get(e, e)) for e in exhibits[:MAX_PATHS])
            more = f" and {len(exhibits) - MAX_PATHS} more" if len(exhibits) > MAX_PATHS else ""
            yield f"# {_named(found, party.party_id)}in {places}{more}"
        yield f"#[parties.{slug_of(party.shown, taken, 'party')}]"
        yield f"#name = {quoted(party.shown)}"
        yield f"#kind = {quoted(party.kind)}"
        if party.aliases and not party.is_protected:
            yield f"#aliases = [{', '.join(quoted(alias) for alias in party.aliases if alias.strip())}]"
        if party.is_protected:
            yield f"#label = {quoted(party.shown)}"
            yield "#protected = true"
    yield from _left_out(len(ranked), MAX_PARTIES, "parties")
    yield ""


def _claims(found: Found) -> Iterator[str]:
    yield "# ---- Claims found ----------------------------------------------------------------------"
    yield "# Whether two statements say the same thing is for you to decide; these are suggestions."
    counts = {count.claim_id: count for count in found.counts}
    exhibits: dict[str, set[str]] = defaultdict(set)
    where = {statement.statement_id: statement.exhibit_id for statement in found.statements}
    for matching in found.matchings:
        if matching.verdict == "same" and matching.statement_id in where:
            exhibits[matching.claim_id].add(where[matching.statement_id])
    worded = [c for c in found.claims if c.text.strip()]
    ranked = sorted(worded, key=lambda c: (c.is_bare, -len(exhibits[c.claim_id]), c.claim_id))
    for claim in ranked[:MAX_CLAIMS]:
        yield ""
        n_reports = _count(len(exhibits[claim.claim_id]), "report")
        yield f"# {_named(found, claim.claim_id)}{n_reports}{_origins(counts.get(claim.claim_id))}"
        yield f"#[claims.{key_of(claim.claim_id.removeprefix('claim-'))}]"
        yield f"#text = {quoted(claim.text)}"
        yield f"#action = {quoted(claim.action)}"
        for name in ("actor", "object", "counterpart", "place"):
            if value := getattr(claim, name):
                yield f"#{name} = {quoted(value)}"
        if claim.span.is_known:
            yield f"#span = {quoted(claim.span.edtf())}"
    yield from _left_out(len(ranked), MAX_CLAIMS, "claims")
    yield ""


def _named(found: Found, record_id: str) -> str:
    """Return the siglum under which the commands print it, so that an entry here is found again there."""
    siglum = found.sigla.get(record_id, "")
    return f"{siglum}: " if siglum else ""


def _origins(count: OriginCount | None) -> str:
    if count is None:
        return ", not traced"
    if count.kappa_mode == 0:
        return "; nobody was found who asserts it"
    starts, hands = _count(count.k_mode, "starting point"), _count(count.kappa_mode, "pair")
    return f", most probably {starts} and {hands} of hands"


def _left_out(n_all: int, n_most: int, what: str) -> Iterator[str]:
    if n_all > n_most:
        yield f"# {n_all - n_most} more {what} are not listed here."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
