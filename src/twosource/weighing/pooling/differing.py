"""What each person's own reading says, and where people said different things of the same."""

from collections.abc import Iterator, Sequence

import numpy as np

from twosource.evidence.elicitation import Elicitation
from twosource.evidence.readouts import Disagreement, PersonReadout
from twosource.terms import likelihood
from twosource.weighing.network import Network
from twosource.weighing.pooling.people import Person, entries_of, said_when
from twosource.weighing.posterior import leader
from twosource.weighing.robustness import read_again
from twosource.weighing.settings import WeighSettings
from twosource.weighing.whatifs import NOTHING, joint_weights, normalised


def person_readouts(
    people: Sequence[Person], readings: Sequence[Network], settings: WeighSettings
) -> tuple[PersonReadout, ...]:
    """Return the posterior as each person answered, with its range over readings; `readings` their networks.

    The draws are those of the joint reading: what differs between two ranges is what people said.
    """
    found = []
    for person, network in zip(people, readings, strict=True):
        posterior = normalised(joint_weights(network, [NOTHING])[0])
        drawn = read_again(network, settings)
        found.append(
            PersonReadout(
                by=person.by,
                n_answered=person.n_answered,
                p=tuple(float(value) for value in posterior),
                lead=network.hypotheses[leader(posterior)],
                low=tuple(float(value) for value in drawn.low),
                high=tuple(float(value) for value in drawn.high),
            )
        )
    return tuple(found)


def disagreements(elicitation: Elicitation, people: Sequence[Person]) -> tuple[Disagreement, ...]:
    """Return every cell that two or more people answered with different words, farthest apart first.

    The distance is 10 log10 of the largest band point over the smallest: the most by which this one cell
    can part the odds of its hypothesis between two of them. By hand: likely (.675) against very unlikely
    (.125) is 7.3 decibans.
    """
    found = []
    for name, entry in entries_of(elicitation).items():
        for number, line in enumerate(entry.answers):
            said = {p.by: p.lines[name][number].words for p in people if number in p.lines.get(name, {})}
            for hypothesis in line.words:
                words = tuple((by, answers[hypothesis]) for by, answers in sorted(said.items()))
                if len({word for _, word in words}) > 1:
                    found.append(
                        Disagreement(
                            item=name,
                            conditions=said_when(line.when) or _otherwise(entry.answers[:number]),
                            hypothesis=hypothesis,
                            words=words,
                            decibans=_apart([word for _, word in words]),
                        )
                    )
    return tuple(sorted(found, key=lambda d: (-d.decibans, d.item, d.conditions, d.hypothesis)))


def _otherwise(earlier: Sequence[object]) -> str:
    return "otherwise" if earlier else ""


def _apart(words: Sequence[str]) -> float:
    points = np.array([likelihood(word).point for word in words], dtype=np.float64)
    return float(10.0 * np.log10(points.max() / points.min()))


def measured_sd(elicitation: Elicitation, people: Sequence[Person]) -> float | None:
    """Return how far people differ who answered the same cell, in logits; None where no two answered one.

    The root of the variance within cells (n - 1 in each), over all cells that two or more answered. By hand:
    one cell, likely (+.731) and unlikely (-.731): the variance is 2 * .731^2, so 1.03.
    """
    squares, n_free = 0.0, 0
    for name, entry in entries_of(elicitation).items():
        for number, line in enumerate(entry.answers):
            said = [p.lines[name][number].words for p in people if number in p.lines.get(name, {})]
            for hypothesis in line.words if len(said) > 1 else ():
                points = np.array([likelihood(words[hypothesis]).point for words in said], dtype=np.float64)
                logits = np.log(points / (1.0 - points))
                squares += float(((logits - logits.mean()) ** 2).sum())
                n_free += len(said) - 1
    return float(np.sqrt(squares / n_free)) if n_free else None


def pool_notes(people: Sequence[Person], readouts: Sequence[PersonReadout]) -> Iterator[str]:
    """Yield what a reader of the joint reading should know of the people behind it, and not who said what."""
    if len(people) == 1:
        yield "One person answered apart from the case; where they are silent, the words of the case stand."
    if len(people) < 2:
        return
    equal = "equal weight" if len({p.weight for p in people}) == 1 else "the weights declared"
    yield (
        f"{len(people)} people answered apart from each other. The joint reading pools their words with "
        f"{equal}, and the range over readings holds what lies between them."
    )
    if len({readout.lead for readout in readouts}) > 1:
        yield "As each of them reads it, they do not come to the same lead: see `twosource weigh --people`."
