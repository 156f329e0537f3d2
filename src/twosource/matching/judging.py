"""What people have decided: their verdicts hold, join transitively, and block.

A claim made by machine has an id that says which content words it. A verdict on that id is
therefore a verdict on that content, and holds in every later run, also when the claim has
since been worded by another statement.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from twosource.evidence.claims import Matching
from twosource.evidence.outcome import Failure

SAME = "same"
NOT_ENOUGH = "not enough"
DIFFERENT = "different"


@dataclass(slots=True)
class Block:
    """Statements and machine claims that people's verdicts make one, and the claims they keep apart."""

    statement_ids: set[str] = field(default_factory=set)
    claim_ids: set[str] = field(default_factory=set)
    barred: set[str] = field(default_factory=set)

    def can_join(self, other: "Block") -> bool:
        """Say whether no verdict `different` stands between the two."""
        return not (self.barred & other.claim_ids or other.barred & self.claim_ids)

    def join(self, other: "Block") -> None:
        """Take over everything the other block holds."""
        self.statement_ids |= other.statement_ids
        self.claim_ids |= other.claim_ids
        self.barred |= other.barred


class Judged:
    """The verdicts of people, taken apart into those on declared claims and those on machine claims."""

    def __init__(self, judgements: Iterable[Matching], declared_ids: Iterable[str]) -> None:
        declared = frozenset(declared_ids)
        self.verdicts: tuple[Matching, ...] = tuple(
            sorted((m for m in judgements if m.made.is_judgement), key=lambda m: m.matching_id)
        )
        self._fixed: dict[str, set[str]] = {}
        self._barred: dict[str, set[str]] = {}
        self._seen: set[tuple[str, str]] = set()
        machine: list[Matching] = []
        for verdict in self.verdicts:
            self._seen.add((verdict.statement_id, verdict.claim_id))
            if verdict.verdict == DIFFERENT:
                self._barred.setdefault(verdict.statement_id, set()).add(verdict.claim_id)
            if verdict.claim_id not in declared:
                machine.append(verdict)
            elif verdict.verdict == SAME:
                self._fixed.setdefault(verdict.statement_id, set()).add(verdict.claim_id)
        self.claim_ids = frozenset(m.claim_id for m in machine)
        self.statement_ids = frozenset(m.statement_id for m in self.verdicts)
        self.failures: dict[str, Failure] = {}
        self.blocks = self._join(machine)
        self._joined = frozenset(m.statement_id for m in machine if m.verdict == SAME)

    def fixed(self, statement_id: str) -> frozenset[str]:
        """Return the declared claims a person put this statement to."""
        return frozenset(self._fixed.get(statement_id, ())) - self.barred(statement_id)

    def barred(self, statement_id: str) -> frozenset[str]:
        """Return the claims a person said this statement does not bear on."""
        return frozenset(self._barred.get(statement_id, ()))

    def is_joined(self, statement_id: str) -> bool:
        """Say whether a person put this statement to a claim made by machine."""
        return statement_id in self._joined

    def has_seen(self, statement_id: str, claim_id: str) -> bool:
        """Say whether a person has given any verdict on this pair: the machine then adds none."""
        return (statement_id, claim_id) in self._seen

    def of_claim(self, claim_id: str) -> list[Matching]:
        """Return the verdicts on one claim, in the order of their ids."""
        return [m for m in self.verdicts if m.claim_id == claim_id]

    def _join(self, machine: Sequence[Matching]) -> list[Block]:
        """Join statements through the claims they were put to; a verdict against it blocks the join."""
        by_node: dict[str, Block] = {}
        for claim_id in sorted({m.claim_id for m in machine}):
            by_node[claim_id] = Block(claim_ids={claim_id})
        for statement_id in sorted({m.statement_id for m in machine}):
            barred = set(self.barred(statement_id))
            by_node[statement_id] = Block(statement_ids={statement_id}, barred=barred)
        for verdict in sorted(machine, key=lambda m: (m.statement_id, m.claim_id)):
            if verdict.verdict != SAME:
                continue
            one, two = by_node[verdict.statement_id], by_node[verdict.claim_id]
            if one is two:
                continue
            if not one.can_join(two):
                self.failures[verdict.statement_id] = _disagreement(verdict)
                continue
            one.join(two)
            for node in (*one.statement_ids, *one.claim_ids):
                by_node[node] = one
        unique = {id(block): block for block in by_node.values()}
        return sorted(unique.values(), key=lambda b: (sorted(b.claim_ids), sorted(b.statement_ids)))


def _disagreement(verdict: Matching) -> Failure:
    return Failure(
        code="judgements disagree",
        happened=(
            f"Statement {verdict.statement_id} was judged both the same as and different from what "
            f"claim {verdict.claim_id} joins."
        ),
        safe="Both judgements are kept, and the statement is kept apart.",
        remedy="Withdraw one of the two judgements.",
    )
