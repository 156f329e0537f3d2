"""Propositions, which statements bear on them, and the questions they answer.

A claim has no polarity: "the moves were agreed" is one claim, asserted by some and denied by
others. "Ordered out", "handed over" and "agreed" are three claims; merging them is the
commonest error in real re-reports.
"""

import re
from dataclasses import dataclass

from twosource.dates import UNDATED, DateSpan
from twosource.evidence.testimony import Made
from twosource.terms import SOMETHING_ELSE, Action

FEWEST_WORDS = 4
_STANCE_OR_ACTION = re.compile(r"^(?:\[[^\]]*\]\s*)+")
_ENDS, _CLOSERS = tuple(".!?…؟。"), "\"”»'’)] \n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One proposition: predicate, roles, place, span. `text` says it in one sentence."""

    claim_id: str
    text: str
    action: Action
    actor: str = ""
    object: str = ""
    counterpart: str = ""
    place: str = ""
    span: DateSpan = UNDATED
    cues: tuple[str, ...] = ()
    access_class: str = "closed event"
    made: Made

    @property
    def is_bare(self) -> bool:
        """Say whether a machine's claim says too little to be one: a stamp, a greeting, a heading of a page.

        Such words stand on many exhibits and bear on nothing, so lists put them last. Bare is what is
        all in capitals and short, or names no role and has fewer than `FEWEST_WORDS` words, or no end
        mark and mostly capitals.
        """
        text = _STANCE_OR_ACTION.sub("", self.text).rstrip(_CLOSERS)
        words = text.split()
        if self.made.is_judgement:
            return False
        if text.isupper() and len(words) <= FEWEST_WORDS:
            return True
        if self.actor or self.object or self.counterpart or self.place:
            return False
        n_capital = sum(word[0].isupper() or word[0].isdigit() for word in words)
        return len(words) < FEWEST_WORDS or (not text.endswith(_ENDS) and 2 * n_capital > len(words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """A statement bears on a claim: with reasons, as a suggestion or as a judgement.

    `verdict` is `same`, `not enough` or `different`. Uncertain pairs stay `not enough` until a
    person decides.
    """

    matching_id: str
    statement_id: str
    claim_id: str
    verdict: str
    reasons: tuple[str, ...]
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Entailment:
    """If the first claim holds, so does the second. An order to withdraw entails no agreement."""

    entailment_id: str
    from_claim: str
    to_claim: str
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Statements on one claim that cannot all be right: other counts, dates, people or places.

    `about` is `counts`, `dates`, `who` or `where`; `values` stand in the order of `statement_ids`,
    as written.
    """

    contradiction_id: str
    claim_id: str
    about: str
    statement_ids: tuple[str, ...]
    values: tuple[str, ...]
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A content that grew on the way: whoever retells it says more than whom it has it from.

    "order" becomes "agreement" becomes "signed document". `before` and `after` are the words relied on.
    """

    drift_id: str
    from_statement: str
    to_statement: str
    before: str
    after: str
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """One exclusive state of a question."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A variable whose states are exclusive and exhaustive, always with "something else"."""

    question_id: str
    text: str
    hypotheses: tuple[Hypothesis, ...]

    @property
    def is_exhaustive(self) -> bool:
        """Say whether "something else" is among the states."""
        return any(h.name == SOMETHING_ELSE for h in self.hypotheses)

    @property
    def named(self) -> tuple[Hypothesis, ...]:
        """The hypotheses that say something: all but "something else"."""
        return tuple(h for h in self.hypotheses if h.name != SOMETHING_ELSE)
