"""The two-source rule: would at least two parties have to be wrong or lying for all of it to fall?

Formula: the rule holds where P(kappa >= 2) >= level, .9 unless somebody says otherwise. It is asked twice:
with everybody fallible, and with the parties the newsroom relies on, itself above all, taken to be unable to
fail. What reaches the desk through nobody but relied-on parties cannot be cut then; that is trust and no
second source, so such draws count only where two others would have to fail as well.

By hand: two defectors who each came alone to a broadcaster. Everybody fallible: kappa = 1, the broadcaster;
the rule does not hold. With the broadcaster relied on: kappa = 2; it holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from twosource.evidence.lineage import OriginCount
from twosource.evidence.testimony import Party
from twosource.terms import likelihood_word
from twosource.tracing.saying import figure, hands_of, joined, party_name

LEVEL = 0.9
UNCHECKED = "But a machine read all of it, and nobody has checked whether they are separate."


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleAnswer:
    """Whether the rule holds under one setting, with which probability, and why in one sentence."""

    holds: bool
    p: float
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoSource:
    """The two-source rule for one claim: with everybody fallible, and with the relied-on parties apart.

    `trusted` names those parties as they may be printed; where there are none the two answers are one.
    Where nobody has checked what a machine read (`is_checked`) the rule does not hold, however probable.
    """

    claim_id: str
    level: float
    everybody: RuleAnswer
    relied_on: RuleAnswer
    trusted: tuple[str, ...]
    is_checked: bool = True

    @property
    def holds(self) -> bool:
        """Say whether the rule holds as newsrooms use it: with those relied on taken to be sound."""
        return self.relied_on.holds


def two_source(
    count: OriginCount, parties: Mapping[str, Party], level: float = LEVEL, *, is_checked: bool = True
) -> TwoSource:
    """Return whether a claim has two sources. Raises ValueError for a level outside 0 to 1.

    `is_checked`: whether a person read, declared or accepted what the count rests on.
    """
    if not 0.0 < level <= 1.0:
        raise ValueError(f"a level lies above 0 and at most at 1, not {level}")
    free = at_least_two(count.kappa)
    held = relied_on(count)
    names = tuple(party_name(p, parties) for p in count.trusted)
    why, why_trusted = (
        _because(count, parties, free, level),
        _because_trusted(count, names, (free, held), level),
    )
    return TwoSource(
        claim_id=count.claim_id,
        level=level,
        everybody=_answer(free, level, why, is_checked=is_checked),
        relied_on=_answer(held, level, why_trusted, is_checked=is_checked),
        trusted=names,
        is_checked=is_checked,
    )


def _answer(p: float, level: float, because: str, *, is_checked: bool) -> RuleAnswer:
    if p >= level and not is_checked:
        because = f"{because} {UNCHECKED}"
    return RuleAnswer(holds=p >= level and is_checked, p=p, because=because)


def at_least_two(kappa: Sequence[float]) -> float:
    """Return P(kappa >= 2), summed from above so that a certain rule gives exactly 1."""
    return min(1.0, max(0.0, sum(kappa[2:])))


def relied_on(count: OriginCount) -> float:
    """Return P(kappa >= 2) with the trusted apart; draws that only trust holds up are left out."""
    if not count.trusted:
        return at_least_two(count.kappa)
    top = len(count.kappa_trusted) - 1
    below = sum(count.kappa_trusted[2:top])
    many = min(count.kappa_trusted[top], count.kappa[top]) if top > 1 else 0.0
    return min(1.0, max(at_least_two(count.kappa), below + many))


def _because(count: OriginCount, parties: Mapping[str, Party], p: float, level: float) -> str:
    if count.kappa_mode == 0:
        return "No pair of hands is left that asserts it."
    hands = joined(hands_of(count, parties))
    if count.kappa_mode == 1:
        whose = f", {hands}," if hands else ""
        if p >= 0.5:
            return "Two pairs of hands are likelier than one, and not sure enough."
        told = "One pair of hands" if p <= 1 - level else "Most probably one pair of hands"
        return f"{told}{whose} would have to be wrong or lying for all of it to fall."
    if not hands:
        least = f"At least {len(count.kappa) - 1}" if count.kappa_mode == len(count.kappa) - 1 else "Several"
        told = f"{least} parties would have to be wrong or lying together."
    else:
        together = "both" if count.kappa_mode == 2 else "all"
        told = f"All of it falls only if {hands} are {together} wrong or lying."
    return told if p >= level else f"{told} That there are two is {likelihood_word(p)} and not sure enough."


def _because_trusted(count: OriginCount, names: Sequence[str], p: tuple[float, float], level: float) -> str:
    free, held = p
    if not names:
        return "Nobody is declared as relied on: everybody can fail."
    who = joined(names)
    top = len(count.kappa_trusted) - 1
    alone = count.kappa_trusted[top] - count.kappa[top]
    if held < level and alone >= 0.5:
        return f"Nothing but {who} stands behind it: relying on them is trust, no second source."
    if held >= level:
        if free >= level:
            return f"It holds whether or not {who} can be relied on."
        return f"Behind {who}, whom the desk relies on, at least two others would have to fail."
    return (
        f"Even with {who} relied on, that two others would have to fail is {likelihood_word(held)}"
        f" ({figure(held)})."
    )
