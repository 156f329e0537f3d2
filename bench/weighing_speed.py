"""Weighing speed: one exact sum of the demonstration, and everything read out of a large dossier.

No data is read: the demonstration comes with the program, and the dossier is made from a seed. It has 30
items and 50 parties, as section 8 of the design asks: five keepers, each with papers of its own authenticity
and with witnesses who may belong to its circle; outlets that carry papers and voices; monitors behind
records. So what items share lies in a few pairs of hands, as it does in real caches.

Each timing stands beside a peer of the same run: the plain sum over the whole joint table in numpy, and
pgmpy's variable elimination where pgmpy is installed (it comes with `dev`). The peers must give the same
posterior to 1e-9, or the run stops: a quick wrong answer is no rival.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

import numpy as np

from bench.runner import Report, Result
from twosource.desk.declarations import read_declarations
from twosource.evidence.claims import Hypothesis, Question
from twosource.evidence.elicitation import Answer, Elicitation, Item, PossibleFinding, Variable, When
from twosource.evidence.testimony import Made
from twosource.terms import Standing
from twosource.weighing import WeighSettings, templates, weigh
from twosource.weighing.elimination import FloatArray
from twosource.weighing.network import Network, build_network
from twosource.weighing.whatifs import NOTHING, joint_weights, normalised

NAME = "weighing-speed"
SEED = 20160502
EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "palmyra" / "case.toml"
REPEATS = 5
TIMES = 200
MADE = Made(by="benchmark", standing=Standing.SUGGESTION, why="generated")
HYPOTHESES = ("deal", "trade", "nothing")
WORDS = ("very unlikely", "unlikely", "roughly even", "likely", "very likely")
N_KEEPERS, N_WITNESSES, N_OUTLETS, N_MONITORS = 5, 15, 20, 10
N_PAPERS, N_VOICES, N_RECORDS = 13, 11, 6
N_FINDINGS = 8
T = TypeVar("T")


def run(data: Path) -> Report:
    """Measure on one core and return the figures; `data` is not read."""
    del data
    return Report(results=(*demonstration(), *dossier()))


def _best(work: Callable[[], T], times: int = 1) -> tuple[float, T]:
    """Return the seconds of one call, the best mean of several rounds, and what it returned."""
    value, seconds = work(), []
    for _ in range(REPEATS):
        start = perf_counter()
        for _ in range(times):
            value = work()
        seconds.append((perf_counter() - start) / times)
    return min(seconds), value


def demonstration() -> list[Result]:
    """Return milliseconds per exact sum of the demonstration network, beside its peers."""
    declared = read_declarations(EXAMPLE.read_text("utf-8"), source=EXAMPLE.name)
    network = build_network(declared.questions[0], declared.elicitations[0], WeighSettings())
    ours, weights = _best(lambda: joint_weights(network, [NOTHING]), TIMES)
    posterior = normalised(weights)[0]
    plain, summed = _best(lambda: joint_sum(network), 20)
    _same(posterior, summed)
    results = [_inference("the whole joint table, numpy", ours, plain, network.n_states)]
    if find_spec("pgmpy") is not None:
        theirs, found = _best(pgmpy_query(network))
        _same(posterior, np.asarray(found, dtype=np.float64))
        results.append(_inference("pgmpy, variable elimination", ours, theirs, network.n_states))
    return results


def _inference(peer: str, ours: float, theirs: float, n_states: int) -> Result:
    return Result(
        benchmark=NAME,
        metric="one exact sum, ms",
        group=f"demonstration, against {peer.split(',', maxsplit=1)[0]}",
        ours=1000 * ours,
        peer=1000 * theirs,
        peer_name=peer,
        reference="design: .26 ms",
        target="< 1 ms",
        n=n_states,
    )


def _same(ours: FloatArray, theirs: FloatArray) -> None:
    if not np.allclose(ours, theirs, atol=1e-9):
        raise ValueError(f"the peers disagree, so nothing can be compared: {ours} and {theirs}")


def joint_sum(network: Network) -> FloatArray:
    """Return the posterior from one table over all unknowns at once: what elimination avoids."""
    names = sorted(network.states)
    product = np.ones((1,) * len(names))
    for table in network.tables:
        if table.key[0] != "finding":
            shape = tuple(network.cards[n] if n in table.scope else 1 for n in names)
            product = product * table.figures[table.index].reshape(shape)
    at = names.index(network.question.question_id)
    others = tuple(axis for axis in range(len(names)) if axis != at)
    return normalised(network.prior * product.sum(axis=others))


def pgmpy_query(network: Network) -> Callable[[], Sequence[float]]:
    """Return a function that asks pgmpy for the posterior of the same network, given everything seen.

    The tables are handed over as they are, one factor each, so that building them is in nobody's time.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pgmpy.factors.discrete import DiscreteFactor  # type: ignore[import-untyped]
        from pgmpy.inference import VariableElimination  # type: ignore[import-untyped]
        from pgmpy.models import DiscreteMarkovNetwork  # type: ignore[import-untyped]
    focus = network.question.question_id
    model: Any = DiscreteMarkovNetwork()
    factors = [DiscreteFactor([focus], [len(network.prior)], network.prior)]
    for table in network.tables:
        if table.key[0] != "finding" and table.scope:
            cards = [network.cards[n] for n in table.scope]
            factors.append(DiscreteFactor(list(table.scope), cards, table.figures[table.index].ravel()))
    model.add_nodes_from(sorted(network.states))
    for factor in factors:
        scope = factor.scope()
        model.add_edges_from((a, b) for i, a in enumerate(scope) for b in scope[i + 1 :])
    model.add_factors(*factors)
    engine = VariableElimination(model)

    def query() -> Sequence[float]:
        found = engine.query([focus], show_progress=False)
        total = float(found.values.sum())
        return [float(p) / total for p in found.values]

    return query


def dossier() -> list[Result]:
    """Return seconds for all read-outs of 30 items and 50 parties, and ms for one sum of its network."""
    question, elicitation = large_case()
    settings = WeighSettings()
    seconds, outcomes = _best(lambda: list(weigh([(question, elicitation)], settings=settings)))
    (outcome,) = outcomes
    if not outcome.values:
        raise ValueError(f"the generated dossier cannot be weighed: {outcome.failures}")
    network = build_network(question, elicitation, settings)
    one, _ = _best(lambda: joint_weights(network, [NOTHING]), 20)
    n_parties = len({v.party_id for v in elicitation.variables} - {""})
    group = f"{len(elicitation.items)} items, {n_parties} parties, {len(elicitation.variables)} unknowns"
    return [
        Result(
            benchmark=NAME,
            metric="all read-outs, seconds",
            group=group,
            ours=seconds,
            target="< 2 s",
            n=settings.draws,
        ),
        Result(
            benchmark=NAME, metric="one exact sum, ms", group=group, ours=1000 * one, n=len(network.states)
        ),
    ]


def large_case() -> tuple[Question, Elicitation]:
    """Return a question with 30 items on 50 parties, the same for everybody: it is made from a seed."""
    rng = np.random.default_rng(SEED)
    named = tuple(Hypothesis(name=name, text=f"there was {name}") for name in HYPOTHESES)
    question = Question(
        question_id="question-large",
        text="What was there?",
        hypotheses=(*named, Hypothesis(name="something_else", text="something else")),
    )
    variables = list(_parties())
    items = [*_papers(rng, variables), *_voices(rng), *_records(rng)]
    findings = [
        PossibleFinding(
            name=f"finding {at}",
            text=f"a finding {at}",
            question_id=question.question_id,
            answers=(Answer(words=_words(rng)),),
            hours=float(rng.integers(1, 40)),
            risks_people=bool(at % 3 == 0),
            made=MADE,
        )
        for at in range(N_FINDINGS)
    ]
    elicitation = Elicitation(
        question_id=question.question_id,
        prior=dict.fromkeys((*HYPOTHESES, "something_else"), 1.0),
        prior_why="flat",
        contamination=0.02,
        variables=tuple(variables),
        items=tuple(items),
        possible_findings=tuple(findings),
        made=MADE,
    )
    return question, elicitation


def _made_from(name: str, template: str, players: Mapping[str, str], *, is_party: bool = True) -> Variable:
    found = templates.template(template)
    return Variable(
        name=name,
        text=found.text.format(name=name),
        states=found.states,
        rows=templates.rows_for(found, players),
        failed=found.failed,
        merged=found.merged,
        party_id=name if is_party else "",
        made=MADE,
    )


def _parties() -> list[Variable]:
    found = [_made_from(f"keeper_{k}", "keeper", {}) for k in range(N_KEEPERS)]
    for w in range(N_WITNESSES):
        circle = _made_from(f"circle_{w}", "same circle", {}, is_party=False)
        players = {"keeper": f"keeper_{w % N_KEEPERS}", "circle": circle.name}
        found += [circle, _made_from(f"witness_{w}", "witness", players)]
    found += [_made_from(f"outlet_{c}", "carrier", {}) for c in range(N_OUTLETS)]
    found += [_made_from(f"monitor_{m}", "record", {}) for m in range(N_MONITORS)]
    return found


def _words(rng: np.random.Generator) -> dict[str, str]:
    return {name: WORDS[int(rng.integers(len(WORDS)))] for name in HYPOTHESES}


def _item(name: str, hands: str, answers: Sequence[Answer]) -> Item:
    return Item(
        name=name,
        text=f"the item {name}",
        question_id="question-large",
        answers=tuple(answers),
        chokepoint=hands,
        made=MADE,
    )


def _when(**conditions: str) -> When:
    return tuple((name, (state,)) for name, state in conditions.items())


def _papers(rng: np.random.Generator, variables: list[Variable]) -> list[Item]:
    """Return the papers of the keepers, each carried by one of the outlets; their authenticity is added."""
    items = []
    for p in range(N_PAPERS):
        keeper, outlet = f"keeper_{p % N_KEEPERS}", f"outlet_{p % (N_OUTLETS // 2)}"
        paper = _made_from(f"paper_{p}", "authenticity", {"keeper": keeper}, is_party=False)
        variables.append(paper)
        lines = [
            Answer(when=_when(**{outlet: "unsound"}), p=0.3),
            Answer(when=_when(**{paper.name: "forged"}), p=0.6),
            Answer(when=_when(**{keeper: "honest"}), words=_words(rng)),
            Answer(words=_words(rng)),
        ]
        items.append(_item(f"paper {p}", keeper, lines))
    return items


def _voices(rng: np.random.Generator) -> list[Item]:
    items = []
    for w in range(N_VOICES):
        outlet = f"outlet_{N_OUTLETS // 2 + w % (N_OUTLETS // 2)}"
        lines = [
            Answer(when=_when(**{outlet: "unsound"}), p=0.3),
            Answer(when=_when(**{f"witness_{w}": "knows"}), words=_words(rng)),
            Answer(when=_when(**{f"witness_{w}": "rumour"}), words=_words(rng)),
            Answer(words=_words(rng)),
        ]
        items.append(_item(f"voice {w}", f"keeper_{w % N_KEEPERS}", lines))
    return items


def _records(rng: np.random.Generator) -> list[Item]:
    items = []
    for r in range(N_RECORDS):
        monitor = f"monitor_{r % (N_MONITORS // 2)}"
        lines = [Answer(when=_when(**{monitor: "unsound"}), p=0.5), Answer(words=_words(rng))]
        items.append(_item(f"record {r}", monitor, lines))
    return items
