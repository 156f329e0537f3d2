"""What a person may set about fusing: priors, how long to climb, how many starts, and what is small."""

from dataclasses import dataclass
from enum import StrEnum


class Model(StrEnum):
    """How a source is described: one accuracy, two rates, or a table of what it says for what is so."""

    automatic = "automatic"
    one_coin = "one accuracy per source"
    two_sided = "sensitivity and specificity per source"
    confusion = "a table of confusions per source"


@dataclass(frozen=True, slots=True, kw_only=True)
class FuseSettings:
    """Priors and limits of one fusion; all of them judged unless the text says learned.

    `accuracy` is the reference Beta of a source's accuracy, right and wrong (8, 3: reasoning.md 4.1); what is
    learned across sources replaces it as far as there are sources; it weighs as much as `prior_sources` of
    them. `labels` closes the list of values: that many, 0 .. labels - 1; without it a list of at most
    `most_labels` values that items share counts as closed; an open item has `false_values` false ones where
    copying is considered. `rate` is the Beta of the rate of own access, `fidelity` how often who copies
    repeats what was copied. Copiers are looked for among up to `copy_limit` statements; a pair needs
    `pair_evidence` log S nats of S sources. `restarts` other starts flag several peaks, up to `restart_limit`
    statements. At most `exact_statements` statements of which at most `exact_sources` sources make more than
    one are summed exactly. Raises ValueError for what means nothing.
    """

    model: Model = Model.automatic
    accuracy: tuple[float, float] = (8.0, 3.0)
    prior_sources: float = 2.0
    learn_prior: bool = True
    labels: int = 0
    most_labels: int = 12
    rate: tuple[float, float] = (0.5, 2.0)
    fidelity: float = 0.98
    find_copies: bool = True
    pair_evidence: float = 2.0
    copy_limit: int = 1_000_000
    false_values: int = 10
    read_out: bool = True
    iterations: int = 200
    tolerance: float = 1e-6
    restarts: int = 4
    restart_limit: int = 200_000
    exact_sources: int = 3
    exact_statements: int = 2_000
    seed: int = 0

    def __post_init__(self) -> None:
        if min(*self.accuracy, *self.rate) <= 0 or self.prior_sources <= 0:
            raise ValueError("a Beta needs two positive numbers, and the prior weighs more than no source")
        if not 0.0 < self.fidelity < 1.0:
            raise ValueError("fidelity lies between 0 and 1")
        if self.labels == 1 or self.labels < 0 or self.most_labels < 2:
            raise ValueError("a closed list has two values or more")
        if self.iterations < 1 or self.tolerance <= 0 or min(self.restarts, self.exact_sources) < 0:
            raise ValueError("iterations start at 1, tolerance above 0, restarts and exact sources at 0")
