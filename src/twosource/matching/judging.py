"""What people have decided: their verdicts hold, join transitively, and block.

A claim made by machine has an id that says which content words it. A verdict on that id is
therefore a verdict on that content, and holds in every later run, also when the claim has
since been worded by another statement. A verdict may also name two statements: its `claim_id` is
then the id of the other statement.
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
    """Statements and machine claims that people's verdicts make one, and the ids they keep apart.

    `barred` are different by a person's word; `undecided` a person left open, which keeps machines
    from joining them and people not.
    """

    statement_ids: set[str] = field(default_factory=set)
    claim_ids: set[str] = field(default_factory=set)
    barred: set[str] = field(default_factory=set)
    undecided: set[str] = field(default_factory=set)

    @property
    def is_made(self) -> bool:
        """Say whether verdicts made it: it holds a claim, or two statements that are the same."""
        return bool(self.claim_ids) or len(self.statement_ids) > 1

    def holds(self, ids: Iterable[str]) -> bool:
        """Say whether one of some claims or statements is in this."""
        return any(one in self.claim_ids or one in self.statement_ids for one in ids)

    def can_join(self, other: "Block") -> bool:
        """Say whether no verdict `different` stands between the two."""
        return not (other.holds(self.barred) or self.holds(other.barred))

    def keeps_out(self, ids: Iterable[str]) -> bool:
        """Say whether a person judged one of some ids different from this, or left it open."""
        return any(one in self.barred or one in self.undecided for one in ids)

    def may_settle(self, other: "Block") -> bool:
        """Say whether a machine may join the two: nothing different or left open stands between them."""
        is_open = other.holds(self.undecided) or self.holds(other.undecided)
        return not is_open and self.can_join(other)

    def join(self, other: "Block") -> None:
        """Take over everything the other block holds."""
        self.statement_ids |= other.statement_ids
        self.claim_ids |= other.claim_ids
        self.barred |= other.barred
        self.undecided |= other.undecided


class Judged:
    """The verdicts of people, taken apart into those on declared claims and those on everything else.

    `failures` says, per statement, which verdict conflicts with which: the positive one that would
    close the circle is set aside, and a sentence names the one it would break.
    """

    def __init__(
        self,
        judgements: Iterable[Matching],
        declared_ids: Iterable[str],
        statement_ids: Iterable[str] = (),
    ) -> None:
        declared = frozenset(declared_ids)
        self.verdicts: tuple[Matching, ...] = tuple(
            sorted((m for m in judgements if m.made.is_judgement), key=lambda m: m.matching_id)
        )
        self._fixed: dict[str, set[str]] = {}
        self._barred: dict[str, set[str]] = {}
        self._open: dict[str, set[str]] = {}
        self._of_claim: dict[str, list[Matching]] = {}
        for verdict in self.verdicts:
            self._of_claim.setdefault(verdict.claim_id, []).append(verdict)
        self._seen = {(m.statement_id, m.claim_id) for m in self.verdicts}
        named = {m.claim_id for m in self.verdicts} - declared
        self.statement_ids = frozenset(m.statement_id for m in self.verdicts) | named.intersection(
            statement_ids
        )
        machine: list[Matching] = []
        for verdict in self.verdicts:
            if verdict.verdict == DIFFERENT:
                self._barred.setdefault(verdict.statement_id, set()).add(verdict.claim_id)
                self._barred.setdefault(verdict.claim_id, set()).add(verdict.statement_id)
            elif verdict.verdict == NOT_ENOUGH:
                self._open.setdefault(verdict.statement_id, set()).add(verdict.claim_id)
                self._open.setdefault(verdict.claim_id, set()).add(verdict.statement_id)
            if verdict.claim_id not in declared:
                machine.append(verdict)
            elif verdict.verdict == SAME:
                self._fixed.setdefault(verdict.statement_id, set()).add(verdict.claim_id)
        self.failures: dict[str, Failure] = {}
        self.blocks = self._join(machine)
        self._spread()
        self._joined = frozenset(s for block in self.blocks if block.is_made for s in block.statement_ids)

    def fixed(self, statement_id: str) -> frozenset[str]:
        """Return the declared claims people put this statement to, also by what they call the same."""
        return frozenset(self._fixed.get(statement_id, ())) - self.barred(statement_id)

    def barred(self, statement_id: str) -> frozenset[str]:
        """Return the claims and statements a person said this one does not go with."""
        return frozenset(self._barred.get(statement_id, ()))

    def undecided(self, statement_id: str) -> frozenset[str]:
        """Return what a person found not enough for: no machine joins it with that."""
        return frozenset(self._open.get(statement_id, ()))

    def is_joined(self, statement_id: str) -> bool:
        """Say whether a person put this statement to a claim made by machine, or to another statement."""
        return statement_id in self._joined

    def has_seen(self, statement_id: str, claim_id: str) -> bool:
        """Say whether a person has given any verdict on this pair: the machine then adds none."""
        return (statement_id, claim_id) in self._seen

    def of_claim(self, claim_id: str) -> list[Matching]:
        """Return the verdicts on one claim, in the order of their ids."""
        return list(self._of_claim.get(claim_id, ()))

    def _join(self, machine: Sequence[Matching]) -> list[Block]:
        """Join statements through the claims they were put to; a verdict against it blocks the join."""
        by_node: dict[str, Block] = {}
        for node in sorted({node for m in machine for node in (m.statement_id, m.claim_id)}):
            if node in self.statement_ids:
                by_node[node] = Block(
                    statement_ids={node},
                    barred=set(self.barred(node)),
                    undecided=set(self.undecided(node)),
                )
            else:
                by_node[node] = Block(claim_ids={node})
        for verdict in sorted(machine, key=lambda m: (m.statement_id, m.claim_id)):
            if verdict.verdict != SAME:
                continue
            one, two = by_node[verdict.statement_id], by_node[verdict.claim_id]
            if one is two:
                continue
            if not one.can_join(two):
                self.failures[verdict.statement_id] = self._disagreement(verdict, one, two)
                continue
            one.join(two)
            for node in (*one.statement_ids, *one.claim_ids):
                by_node[node] = one
        unique = {id(block): block for block in by_node.values()}
        return sorted(unique.values(), key=lambda b: (sorted(b.claim_ids), sorted(b.statement_ids)))

    def _spread(self) -> None:
        """Put everything people call the same to the declared claims that one of it was put to."""
        for block in self.blocks:
            declared = sorted({claim for s in block.statement_ids for claim in self._fixed.get(s, ())})
            for statement_id in sorted(block.statement_ids) if declared else ():
                for claim_id in declared:
                    if claim_id not in self.barred(statement_id):
                        self._fixed.setdefault(statement_id, set()).add(claim_id)
                    elif claim_id not in self._fixed.get(statement_id, ()):
                        self.failures[statement_id] = _conflict(
                            f"People call statement {statement_id} the same as one that was put to claim "
                            f"{claim_id}, and {self._author(statement_id, claim_id)} judged it different "
                            "from that claim."
                        )

    def _disagreement(self, verdict: Matching, one: Block, two: Block) -> Failure:
        """Say which verdict `different` a positive one would break."""
        pairs = [
            (judged, other)
            for here, there in ((one, two), (two, one))
            for judged in sorted(here.statement_ids)
            for other in sorted(there.statement_ids | there.claim_ids)
        ]
        broken = next((a, b) for a, b in pairs if b in self.barred(a))
        by = verdict.made.by
        if set(broken) == {verdict.statement_id, verdict.claim_id}:
            return _conflict(
                f"Statement {verdict.statement_id} was judged both the same as and different from "
                f"{verdict.claim_id}: the same by {by}, different by {self._author(*broken)}."
            )
        return _conflict(
            f"Statement {verdict.statement_id} was judged the same as {verdict.claim_id} by {by}; with what "
            f"people call the same, that makes {broken[0]} one with {broken[1]}, which "
            f"{self._author(*broken)} judged different."
        )

    def _author(self, one: str, other: str) -> str:
        """Return who judged two ids different."""
        found = [
            m.made.by
            for m in self.verdicts
            if m.verdict == DIFFERENT and {m.statement_id, m.claim_id} == {one, other}
        ]
        return found[0] if found else "somebody"


def _conflict(happened: str) -> Failure:
    return Failure(
        code="judgements disagree",
        happened=happened,
        safe="Every judgement is kept; “different” holds, and the one that says the same is set aside.",
        remedy="Withdraw one of the two judgements.",
    )
