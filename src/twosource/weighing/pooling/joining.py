"""One joint reading of what several people answered, with their spread kept.

Words are pooled cell by cell: the band points of those who answered a line are averaged with their weights
(linear pool; Stone 1961). The mean is the chance of seeing the thing if one of them is right and nobody
knows who. By hand: likely (.675) and very unlikely (.125) are pooled to .4. The pool says the same of an item
and of its opposite, lies between those pooled, and two people who agree are pooled to what they said, to the
last bit. Other pools were measured beside it (decision 53, `python -m bench pooling`).

The spread is kept by the draws: in each reading every person has a clock (exponential, rate their weight),
and each line is read by the one of those who answered it whose clock rings first. So one reading is one
person's as far as that person answered, people are drawn in proportion to their weights on every line, and
the range over readings holds what lies between people besides what lies within each word. A clock is keyed
by seed and name: order of entry is irrelevant to the last bit, and one more person shifts nobody else's.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from twosource.evidence.elicitation import Answer, Answered, Elicitation
from twosource.ids import digest_of
from twosource.terms import likelihood, likelihood_word
from twosource.weighing.elimination import FloatArray
from twosource.weighing.joining import Pair, united
from twosource.weighing.network import ItemTable, Key, Network, build_network
from twosource.weighing.pooling.people import Person, as_answered_by, people_of, with_lines
from twosource.weighing.robustness import Bands
from twosource.weighing.settings import WeighSettings

Reread = Callable[[Elicitation], Elicitation]
Build = Callable[[Reread], Network]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Joint:
    """The network everything is read out of, each person's own, and the bands that the draws read from.

    `bands` gives, per table on which people differ, low and high of shape (draws, answers, hypotheses): in
    each draw the bands of one of those who answered. Tables on which nobody differs are not in it.
    """

    network: Network
    people: tuple[Person, ...] = ()
    readings: tuple[Network, ...] = ()
    bands: Bands


def pooled_figures(points: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the weighted mean of probabilities over the first axis.

    Where all are equal the result is that figure exactly, and no rounding of it.
    """
    shares = (weights / weights.sum()).reshape(-1, *(1,) * (points.ndim - 1))
    mean = (shares * points).sum(axis=0)
    pooled: FloatArray = np.where((points == points[0]).all(axis=0), points[0], mean)
    return pooled


def read_jointly(
    pair: Pair, beside: Sequence[Pair], answered: Iterable[Answered], settings: WeighSettings
) -> tuple[Joint, tuple[str, ...]]:
    """Return the network that a question is read out of, and a sentence for each answer that no longer fits.

    `pair` is the question with what was answered for it in the case, `beside` those joined to it, `answered`
    what people answered apart of any of them. Raises RefusedError where it cannot be summed.
    """
    question, elicitation = pair
    whole = united(elicitation, [e for _, e in beside])
    people, gone = people_of(whole, answered, dict(settings.pool_weights))

    def build(reread: Reread) -> Network:
        return build_network(question, reread(elicitation), settings, [(q, reread(e)) for q, e in beside])

    return joint_reading(people, build, settings), gone


def joint_reading(people: Sequence[Person], build: Build, settings: WeighSettings) -> Joint:
    """Return the joint reading of people, each of whom answered something; without any, that of the case.

    `build` makes the network of the case after rereading each of its elicitations (of the question and of
    those joined to it), and raises what it raises. People are taken by name, so the order in which they
    answered cannot be told from the result.
    """
    people = tuple(sorted(people, key=lambda person: person.by))
    network = build(partial(with_lines, lines=_joint_lines(people)))
    readings = tuple(build(partial(as_answered_by, person=person)) for person in people)
    if len(people) < 2:
        return Joint(network=network, people=people, readings=readings, bands={})
    clocks = np.stack([_clock(person, settings) for person in people])
    tables: dict[Key, ItemTable] = {}
    bands: dict[Key, tuple[FloatArray, FloatArray]] = {}
    for name, lines in _differing(people).items():
        entry = network.item(name)
        own = [reading.item(name) for reading in readings]
        tables[entry.table.key] = _pooled_table(entry, own, people, lines)
        bands[entry.table.key] = _drawn_bands(entry, own, clocks, lines)
    return Joint(network=_with_tables(network, tables), people=people, readings=readings, bands=bands)


def _line_answers(people: Iterable[Person]) -> dict[tuple[str, int], dict[int, Answer]]:
    """Return, per item and line, the answers to it by the number of the person."""
    found: dict[tuple[str, int], dict[int, Answer]] = {}
    for at, person in enumerate(people):
        for name, lines in person.lines.items():
            for number, answer in lines.items():
                found.setdefault((name, number), {})[at] = answer
    return dict(sorted(found.items()))


def _joint_lines(people: Sequence[Person]) -> Mapping[str, Mapping[int, Answer]]:
    """Return a word per cell for the joint reading: the one all said, else the one the pool falls under."""
    lines: dict[str, dict[int, Answer]] = {}
    for (name, number), answers in _line_answers(people).items():
        weights = np.array([people[at].weight for at in answers])
        words = {}
        for hypothesis in next(iter(answers.values())).words:
            said = [answer.words[hypothesis] for answer in answers.values()]
            points = np.array([likelihood(word).point for word in said], dtype=np.float64)
            pooled = float(pooled_figures(points, weights))
            words[hypothesis] = said[0] if len(set(said)) == 1 else likelihood_word(pooled)
        lines.setdefault(name, {})[number] = replace(next(iter(answers.values())), words=words)
    return lines


def _differing(people: Sequence[Person]) -> dict[str, dict[int, list[int]]]:
    """Return the lines on which people differ, per item, each with the numbers of those who answered it."""
    found: dict[str, dict[int, list[int]]] = {}
    for (name, number), answers in _line_answers(people).items():
        first, *others = answers.values()
        if any(other.words != first.words for other in others):
            found.setdefault(name, {})[number] = list(answers)
    return found


def _pooled_table(
    entry: ItemTable,
    own: Sequence[ItemTable],
    people: Sequence[Person],
    lines: Mapping[int, Sequence[int]],
) -> ItemTable:
    """Return an item's table with the pooled figures; its bands reach from the lowest to the highest."""
    raw, low, high = entry.raw.copy(), entry.low.copy(), entry.high.copy()
    for number, who in lines.items():
        weights = np.array([people[at].weight for at in who])
        raw[number] = pooled_figures(np.stack([own[at].raw[number] for at in who]), weights)
        low[number] = np.min([own[at].low[number] for at in who], axis=0)
        high[number] = np.max([own[at].high[number] for at in who], axis=0)
    table = replace(entry.table, figures=entry.figures_of(raw).ravel())
    return replace(entry, table=table, raw=raw, low=low, high=high)


def _clock(person: Person, settings: WeighSettings) -> FloatArray:
    name = int(digest_of(f"person\x1f{person.by}".encode())[:16], 16)
    rng = np.random.default_rng([settings.seed, name])
    return rng.standard_exponential(settings.draws) / person.weight


def _drawn_bands(
    entry: ItemTable, own: Sequence[ItemTable], clocks: FloatArray, lines: Mapping[int, Sequence[int]]
) -> tuple[FloatArray, FloatArray]:
    n = clocks.shape[1]
    low = np.repeat(entry.low[None], n, axis=0)
    high = np.repeat(entry.high[None], n, axis=0)
    for number, who in lines.items():
        first = clocks[list(who)].argmin(axis=0)
        low[:, number] = np.stack([own[at].low[number] for at in who])[first]
        high[:, number] = np.stack([own[at].high[number] for at in who])[first]
    return low, high


def _with_tables(network: Network, tables: Mapping[Key, ItemTable]) -> Network:
    def replaced(entries: Iterable[ItemTable]) -> Iterator[ItemTable]:
        return (tables.get(entry.table.key, entry) for entry in entries)

    return replace(
        network,
        items=tuple(replaced(network.items)),
        findings=tuple(replaced(network.findings)),
        tables=tuple(tables[t.key].table if t.key in tables else t for t in network.tables),
    )
