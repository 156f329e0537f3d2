"""The exact network against another program's variable elimination: same network, written out for pgmpy.

The conversion shares nothing with the source but the values and the vocabulary: every question, every
variable over its finer states, and every item, finding and track record as a yes-or-no observation.
"""

import warnings
from itertools import product

import appendix_a as story
import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as over
from weighing_cases import QUICK, cases, joint_cases, network_of, posterior_of

from twosource.terms import likelihood
from twosource.weighing.network import build_network
from twosource.weighing.whatifs import given, kept, opposite

with warnings.catch_warnings():
    # pgmpy 1.1 warns of its own deprecated modules while it is imported, and of nothing we use.
    warnings.filterwarnings("ignore", category=FutureWarning, message=".*pgmpy")
    from pgmpy.factors.discrete import TabularCPD
    from pgmpy.inference import VariableElimination
    from pgmpy.models import DiscreteBayesianNetwork

few = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def finer(variable):
    """(shown, fine) of every finer state, in the order of the rows."""
    return [(s, fine) for s in variable.states for fine in variable.merged.get(s, (s,))]


class Converted:
    """One case as a pgmpy network, with what was observed."""

    def __init__(self, pairs, negated=()):
        self.model, self.seen = DiscreteBayesianNetwork(), {}
        self.shown = {q.question_id: [(h.name, h.name) for h in q.named] for q, _ in pairs}
        variables = list({v.name: v for _, e in pairs for v in e.variables}.values())
        self.shown |= {v.name: finer(v) for v in variables}
        for question, elicitation in pairs:
            weights = np.array([elicitation.prior[h.name] for h in question.named])
            self._add(question.question_id, (), [list(weights / weights.sum())])
        for variable in variables:
            parents = sorted({name for row in variable.rows for name, _ in row.when})
            rows = [self._first(variable.rows, world).p for world in self._worlds(parents)]
            self._add(variable.name, parents, [[p / sum(row) for p in row] for row in rows])
        for variable in variables:
            self._record(variable)
        for _, elicitation in pairs:
            for item in elicitation.items:
                self._item(item, elicitation.contamination, item.name not in negated)

    def _worlds(self, names):
        for states in product(*(self.shown[name] for name in names)):
            yield {name: shown for name, (shown, _) in zip(names, states, strict=True)}

    @staticmethod
    def _first(lines, world):
        return next(x for x in lines if all(world[name] in values for name, values in x.when))

    def _add(self, name, parents, columns):
        self.model.add_node(name)
        self.model.add_edges_from((parent, name) for parent in parents)
        self.model.add_cpds(
            TabularCPD(
                name,
                len(columns[0]),
                np.array(columns).T.tolist(),
                evidence=list(parents) or None,
                evidence_card=[len(self.shown[parent]) for parent in parents] or None,
            )
        )

    def _observe(self, name, parents, chances, happened):
        self._add(name, parents, [[1.0 - p, p] for p in chances])
        self.seen[name] = int(happened)

    def _record(self, variable):
        record = variable.track_record
        if record is not None:
            known = [t + record.unseen * (1 - t) for t in record.genuine_rate]
            chances = [(t / k) ** record.n for t, k in zip(record.genuine_rate, known, strict=True)]
            self._observe(f"record of {variable.name}", [variable.name], chances, True)

    def _item(self, item, e, happened):
        names = {name for answer in item.answers for name, _ in answer.when}
        parents = sorted(names | {item.question_id})
        chances = []
        for world in self._worlds(parents):
            answer = self._first(item.answers, world)
            n = item.n_searched
            if answer.p is None:
                p = likelihood(answer.words[world[item.question_id]]).point
                chances.append((1 - e) * (1 - (1 - p) ** n) + e / 2)
            else:
                chances.append(1 - (1 - answer.p) ** n)
        self._observe(f"item {item.name}", parents, chances, happened)

    def posterior(self, name, evidence=None):
        """P(shown states | everything seen), finer states summed."""
        engine = VariableElimination(self.model)
        found = engine.query([name], evidence=self.seen | (evidence or {}), show_progress=False)
        shown = list(dict.fromkeys(s for s, _ in self.shown[name]))
        sums = dict.fromkeys(shown, 0.0)
        for (state, _), p in zip(self.shown[name], found.values, strict=True):
            sums[state] += float(p)
        return list(sums.values())


def test_the_demonstration_network_agrees_with_pgmpy():
    """The question and every unknown behind it, with the track record as an observation."""
    pair = story.case()
    network, theirs = network_of(*pair), Converted([pair])
    assert theirs.posterior("contact") == pytest.approx(posterior_of(network)[0], abs=1e-12)
    for name in network.states:
        assert theirs.posterior(name) == pytest.approx(kept(network, (name,)), abs=1e-12)


def test_what_ifs_of_the_demonstration_agree_with_pgmpy():
    """An item's opposite, and the record's failure."""
    pair = story.case()
    network = network_of(*pair)
    turned = Converted([pair], negated=["pair_fights"]).posterior("contact")
    assert turned == pytest.approx(posterior_of(network, opposite(network, ["pair_fights"]))[0], abs=1e-12)
    failed = Converted([pair]).posterior("contact", {"record": 1})
    assert failed == pytest.approx(
        posterior_of(network, given(network, {"record": ("unsound",)}))[0], abs=1e-12
    )


@few
@over(cases())
def test_random_networks_agree_with_pgmpy(case):
    network, theirs = network_of(*case), Converted([case])
    for name in network.states:
        assert theirs.posterior(name) == pytest.approx(kept(network, (name,)), abs=1e-12)


@few
@over(joint_cases())
def test_random_joint_networks_agree_with_pgmpy(pairs):
    """Several questions at once. Counts of whole piles are left out: pgmpy has no such observation."""
    if any(item.n_found is not None for _, e in pairs for item in e.items):
        return
    theirs = Converted(pairs)
    network = build_network(*pairs[0], QUICK, pairs[1:])
    for name in network.states:
        assert theirs.posterior(name) == pytest.approx(kept(network, (name,)), abs=1e-12)
