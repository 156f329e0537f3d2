"""What a count means, in sentences a reporter can print and check.

The headline first, then what it would take for the support to fall, then why each copy is thought one.
Protected names never appear: a party is said as `Party.shown`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from math import isclose

from twosource.evidence.lineage import Derivation, Feature, OriginCount, unseen_words
from twosource.evidence.quoting import within_marks
from twosource.evidence.testimony import Party, Statement
from twosource.terms import FeatureKind, PartyKind, Stance, likelihood_word, vocabulary
from twosource.tracing.adjudicated import taught_sentences
from twosource.tracing.boilerplate import boilerplate_sentences
from twosource.tracing.chains import MATERIAL
from twosource.tracing.direction import undirected
from twosource.tracing.drawing import UPSTREAM
from twosource.tracing.material import ClaimEvidence
from twosource.tracing.priors import access_classes
from twosource.tracing.rulings import ruled_sentences
from twosource.tracing.words import split_words

MOST_COPIES = 60
MOST_SIGNS = 3
LEAST_WEIGHT = 1.5
SURE = 0.9
MOST_NAMES = 3
MOST_STARTS = 6
MOST_WORDS = 16
ONLY_MATERIAL = "No report, only the material itself"
UNNAMED = "somebody unnamed behind them"
_ARTICLE = re.compile(r"^unnamed: (the|an?) ")


def headline(count: OriginCount, parties: Mapping[str, Party]) -> str:
    """Return how many reports come through how many pairs of hands, and whose, as surely as it is known.

    A number less probable than .9 is said with its probability; separate names, one or more of which only a
    machine read, are said as names and not as hands.
    """
    if count.kappa_mode == 0:
        return _nobody(count)
    said = _many(count.n_reports, "report", "reports") if count.n_reports else ONLY_MATERIAL
    credited = _unchecked(count, parties)
    if credited:
        listed = ", ".join(_some([party_name(p, parties) for p in credited]))
        n = len(credited)
        return f"{said}. {n} names are credited; nobody has checked whether they are separate: {listed}."
    names = hands_of(count, parties)
    hands = _number(count)
    return f"{said}. {hands}: {', '.join(names)}." if names else f"{said}. {hands}."


def _nobody(count: OriginCount) -> str:
    if count.p_own:
        said = _many(count.n_reports, "report", "reports") if count.n_reports else ONLY_MATERIAL
        why = "whom they have it from was withdrawn"
        if (none := count.kappa[0]) < SURE:
            return f"{said}. Most probably no pair of hands is left ({figure(none)}): {why}."
        return f"{said}. No pair of hands is left: {why}."
    if count.n_reports:
        speak = "1 report speaks" if count.n_reports == 1 else f"{count.n_reports} reports speak"
        return f"{speak} of it; none asserts it."
    return (
        "No report bears on it." if not count.n_statements else f"{ONLY_MATERIAL}, which does not assert it."
    )


def _number(count: OriginCount) -> str:
    """Return the number of hands; several numbers where the likeliest has less than .9."""
    mode, top = count.kappa_mode, len(count.kappa) - 1
    p = count.kappa[mode]
    if p >= SURE:
        more = " or more" if mode == top > 1 else ""
        return "1 pair of hands" if mode == 1 else f"{mode}{more} separate pairs of hands"
    low, high = _range(count.kappa)
    if high == top > 1:
        span = f"{low} or more"
        likeliest = f"{mode} or more" if mode == top else f"{mode}"
    else:
        span = f"{low} or {high}" if high == low + 1 else f"{low} to {high}"
        likeliest = f"{mode}"
    return f"{span} pairs of hands ({likeliest} with probability {figure(p)})"


def _range(kappa: Sequence[float]) -> tuple[int, int]:
    """Return the fewest and the most hands of the likeliest numbers that have .9 together."""
    ordered = sorted(range(len(kappa)), key=lambda i: (-kappa[i], i))
    kept = [ordered[0]]
    for i in ordered[1:]:
        if sum(kappa[k] for k in kept) >= SURE:
            break
        kept.append(i)
    return min(kept), max(kept)


def _unchecked(count: OriginCount, parties: Mapping[str, Party]) -> tuple[str, ...]:
    """Return whoever the claim is credited to, where there are several, one of whom a machine found.

    Two hands of which one was only read by a machine are one hand and a name: a forger has as many names as
    he likes, and one known name beside them checks none of the others.
    """
    if count.kappa_mode < 2:
        return ()
    named = chokepoint(count) or tuple(dict.fromkeys(path[0] for path in count.paths if path))
    is_checked = all(p in parties and parties[p].made.is_judgement for p in named)
    return () if is_checked or len(named) < 2 else named


def _some(names: Sequence[str]) -> list[str]:
    """Return up to three names and how many others there are; four are said in full."""
    if len(names) <= MOST_NAMES + 1:
        return list(names)
    return [*names[: MOST_NAMES - 1], f"{names[MOST_NAMES - 1]} and {len(names) - MOST_NAMES} others"]


def figure(p: float) -> str:
    """Return a probability as it is printed: nothing is printed as certain."""
    if p > 0.99:
        return "over .99"
    return "under .01" if p < 0.01 else f"{p:.2f}".lstrip("0")


def likeliest_cuts(count: OriginCount) -> list[tuple[str, ...]]:
    """Return the cuts of the size the headline says that are as probable as the commonest of them."""
    fit = [c for c in count.chokepoints if len(c.party_ids) == count.kappa_mode]
    top = max((c.p for c in fit), default=0.0)
    return [c.party_ids for c in fit if isclose(c.p, top, rel_tol=1e-9)]


def chokepoint(count: OriginCount) -> tuple[str, ...]:
    """Return one commonest cut of the size the headline says; empty where none is known."""
    return min(likeliest_cuts(count), default=())


def hands_of(count: OriginCount, parties: Mapping[str, Party]) -> list[str]:
    """Return the names of the hands; of several equally likely ones no one is named alone."""
    cuts = likeliest_cuts(count)
    if not cuts:
        return []
    always = [p for p in cuts[0] if all(p in cut for cut in cuts)]
    if len(cuts) == 1 or len(always) + 1 < len(cuts[0]):
        return [party_name(p, parties) for p in min(cuts)]
    either = [party_name(p, parties) for p in sorted({p for cut in cuts for p in cut} - {*always})]
    either = list(dict.fromkeys(either))
    return [party_name(p, parties) for p in always] + [_whoever(either)]


def _whoever(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    listed = _some(names)
    told = joined(listed) if len(listed) == len(names) else ", ".join(listed)
    return f"one of {told}, whichever had it first"


def explain(
    count: OriginCount, evidence: ClaimEvidence, called: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Return the headline, what would have to fail, where it starts, and why each copy is thought one.

    `called` gives what to call other claims, such as C2, where statements assert one this follows from.
    """
    parties = evidence.parties
    said = [headline(count, parties)]
    if count.kappa_mode:
        said += _sides(evidence)
        said += _fall(count, evidence)
        said += _starts(count, parties)
        said += _doubt(count, parties)
        said += _copies(count, evidence)
    said += via_sentences(evidence, called or {})
    said += ruled_sentences(evidence)
    if (access := access_classes().get(evidence.claim.access_class)) is not None:
        said += taught_sentences(access, evidence.adjudicated)
    said += boilerplate_sentences(evidence)
    return tuple(said)


def _many(n: int, one: str, more: str) -> str:
    return f"{n} {one if n == 1 else more}"


def joined(names: Sequence[str]) -> str:
    """Return names as a sentence lists them: "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def party_name(party_id: str, parties: Mapping[str, Party]) -> str:
    """Return what may be printed of a party, and words for those who have no name."""
    if party_id == UPSTREAM:
        return UNNAMED
    party = parties.get(party_id)
    if party is None:
        return unseen_words(party_id) or "a party that is not named"
    if party.kind is PartyKind.PLACEHOLDER and not party.made.is_judgement:
        # As a name "unnamed: somebody (through X)" sorts well; in a sentence it reads badly.
        told = party.shown.replace("unnamed: somebody", "somebody unnamed", 1)
        told = _ARTICLE.sub(lambda found: f"{'the' if found[1] == 'the' else 'an'} unnamed ", told)
        return told.replace("unnamed: ", "unnamed ", 1)
    return party.shown


def _sides(evidence: ClaimEvidence) -> Iterable[str]:
    """Say how many of the reports are against it: the headline counts whoever speaks of it as a report."""
    heard = [s for s in evidence.statements if s.chain.publisher.channel not in MATERIAL]
    asserting = {s.exhibit_id for s in heard if s.stance is Stance.ASSERTS}
    against = {s.exhibit_id for s in heard if s.stance in (Stance.DENIES, Stance.DOUBTS)}
    if asserting and against:
        told = _many(len(against), "denies or doubts it", "deny or doubt it")
        both = len(asserting & against)
        also = f", {both} of them both" if both else ""
        yield f"Of the reports {_many(len(asserting), 'asserts it', 'assert it')} and {told}{also}."


def _fall(count: OriginCount, evidence: ClaimEvidence) -> Iterable[str]:
    """Say through whom everything passes and what falls with them."""
    hands, said = chokepoint(count), hands_of(count, evidence.parties)
    if not hands:
        return
    names = joined(said)
    is_open = len(likeliest_cuts(count)) > 1
    claim = evidence.claim.text.strip().strip('“”"«»').rstrip(".")
    claim = within_marks(claim)
    n, p = len(hands), count.kappa[count.kappa_mode]
    sure = p >= SURE
    if len(hands) == 1:
        along = [p for p in on_every_way(count) if p not in hands]
        if along and not is_open:
            passed = joined([party_name(p, evidence.parties) for p in along])
            yield f"Every chain also passes through {passed}."
        fails = f"should {names} be wrong or lying, nothing below supports “{claim}”."
        yield f"S{fails[1:]}" if sure else f"If it is one pair of hands ({figure(p)}): {fails}"
    else:
        falls = f"“{claim}” falls only if {names} are {'both' if n == 2 else 'all'} wrong or lying."
        yield falls if sure else f"If it is {n} pairs of hands ({figure(p)}): {falls}"


def on_every_way(count: OriginCount) -> tuple[str, ...]:
    """Return the parties on every way that leads to the desk, in the order of the first way."""
    if not count.paths:
        return ()
    shared = frozenset(count.paths[0]).intersection(*count.paths)
    return tuple(party_id for party_id in count.paths[0] if party_id in shared)


def _starts(count: OriginCount, parties: Mapping[str, Party]) -> Iterable[str]:
    """Say who most probably saw, wrote or first reported it."""
    cuts = likeliest_cuts(count)
    undirected = {p for cut in cuts for p in cut} if len(cuts) > 1 and count.kappa_mode == 1 else set()
    likely = [o for o in count.origins if o.p >= 0.5 and o.party_id not in undirected]
    names = hands_of(count, parties) if undirected else []
    known = [o for o in likely if o.party_id != UPSTREAM]
    names += [f"{party_name(o.party_id, parties)} ({o.act})" for o in known[:MOST_STARTS]]
    more = len(known) - len(known[:MOST_STARTS])
    behind = [o.p for o in likely if o.party_id == UPSTREAM]
    if names:
        rest = f" and {_many(more, 'other', 'others')}" if more else ""
        yield f"It starts with {', '.join(names)}{rest}."
    if behind:
        yield (
            f"That somebody whom no report names stands behind them is {likelihood_word(behind[0])}"
            f" ({figure(behind[0])})."
        )


def _doubt(count: OriginCount, parties: Mapping[str, Party]) -> Iterable[str]:
    """Say how probable a single pair of hands is, with everybody fallible and with some trusted."""
    one = sum(count.kappa[:2])
    yield f"One pair of hands behind all of it: {likelihood_word(min(1.0, one))} ({figure(one)})."
    if count.trusted and count.kappa_trusted != count.kappa:
        sound = joined([party_name(p, parties) for p in count.trusted])
        one = sum(count.kappa_trusted[:2])
        word = likelihood_word(min(1.0, one))
        yield f"One pair of hands if {sound} can be relied on: {word} ({figure(one)})."


def via_sentences(evidence: ClaimEvidence, called: Mapping[str, str]) -> Iterable[str]:
    """Say how many statements assert another claim, from which this one follows; `called` names claims."""
    following: dict[str, list[Statement]] = {}
    for statement in evidence.statements:
        if (source := evidence.via.get(statement.statement_id)) is not None:
            following.setdefault(source, []).append(statement)
    for source, statements in sorted(following.items(), key=lambda one: called.get(one[0], one[0])):
        n = len({s.exhibit_id for s in statements if s.chain.publisher.channel not in MATERIAL})
        told = called.get(source, "another claim")
        if n:
            who = "1 of the reports asserts" if n == 1 else f"{n} of the reports assert"
        else:
            who = "Some of the material asserts"
        does = "do" if n > 1 else "does"
        yield f"{who} {told}, from which this follows, and {does} not say this itself."


def _copies(count: OriginCount, evidence: ClaimEvidence) -> Iterable[str]:
    """Say, copy by copy, whom it has it from and what shows it: by who has it, the surest first."""
    publishers = publishers_of(evidence)
    told: set[str] = set()

    def place(one: Derivation) -> tuple[str, float, str]:
        return party_name(publishers.get(one.child_id, ""), evidence.parties), -one.p, one.parent_id

    open_ended = undirected(count.derivations, evidence)
    for one in sorted(count.derivations, key=place):
        sentence = arrow_sentence(
            one, publishers, evidence.parties, is_directed=one.derivation_id not in open_ended
        )
        if sentence not in told and len(told) < MOST_COPIES:
            told.add(sentence)
            yield sentence


def publishers_of(evidence: ClaimEvidence) -> dict[str, str]:
    """Return the publisher of each statement."""
    return {s.statement_id: s.chain.publisher.party_id for s in evidence.statements}


def arrow_sentence(
    one: Derivation,
    publishers: Mapping[str, str],
    parties: Mapping[str, Party],
    *,
    is_directed: bool = True,
) -> str:
    """Return one arrow in words: who has it from whom, how surely, and what shows it.

    Where nothing shows the direction (see `direction.undirected`) none is said.
    """
    child = party_name(publishers.get(one.child_id, ""), parties)
    parent_id = one.parent_id if one.parent_is_party else publishers.get(one.parent_id, "")
    # Whoever is known only as somebody's source is said so once: "Paper has it from unnamed residents".
    parent = party_name(parent_id, parties).removesuffix(f" (through {child})")
    is_named = not _is_unnamed(parent_id, parties)
    signs = _weightiest(one.features)
    only = "" if signs else "only "
    why = "; ".join(only + _sign(f, parent, is_named=is_named) for f in signs or _best(one.features))
    may = "" if one.p >= SURE else "probably " if one.p >= 0.5 else "may "
    said = f"{child} {may}{'have' if may == 'may ' else 'has'} it from {parent}"
    if not is_directed:
        has = f"one {may}{'have' if may == 'may ' else 'has'} it from the other"
        said = f"Of {child} and {parent}, {has}, or both from a third"
    return f"{said} ({figure(one.p)})" + (f": {why}." if why else ".")


def _is_unnamed(party_id: str, parties: Mapping[str, Party]) -> bool:
    party = parties.get(party_id)
    return party is not None and party.kind is PartyKind.PLACEHOLDER and not party.made.is_judgement


def _best(features: Iterable[Feature]) -> list[Feature]:
    """Return the weightiest of reasons none of which would be worth saying beside a weighty one."""
    return sorted(features, key=lambda f: (-f.weight, -len(f.words), f.words))[:1]


def _weightiest(features: Iterable[Feature]) -> list[Feature]:
    """Return what is worth saying: few words many texts share are passed over, quoted material is not."""
    told = [f for f in features if f.weight >= LEAST_WEIGHT or f.kind is FeatureKind.SAME_MATERIAL]
    return sorted(told, key=lambda f: (-f.weight, -len(f.words), f.words))[:MOST_SIGNS]


def _sign(feature: Feature, parent: str, *, is_named: bool) -> str:
    quoted = f"“{within_marks(shortened(feature.words))}”"
    match feature.kind:
        case FeatureKind.CREDIT if is_named:
            return f"names {parent}"
        case FeatureKind.CREDIT:
            return f"credits them without a name, {quoted}"
        case FeatureKind.REPRINT:
            return "prints the same text"
        case FeatureKind.RULING:
            return f"says {feature.words}"
        case FeatureKind.SAME_MATERIAL:
            return f"quotes the same material, {quoted}, which is no sign of copying"
        case FeatureKind.SHARED_WORDS:
            return f"{_many(len(split_words(feature.words)), 'word', 'words')} in common, {quoted}"
        case _:
            return f"{vocabulary('feature')[feature.kind.value].label()}, {quoted}"


def shortened(words: str, most: int = MOST_WORDS) -> str:
    """Return long words as a sentence quotes them: the beginning, an ellipsis, the last two."""
    parts = words.split()
    return words if len(parts) <= most else " ".join([*parts[: most - 2], "…", *parts[-2:]])
