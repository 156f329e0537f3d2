"""Answers are a little off, and many of them add up: the reading that allows for it.

Taken at face value, twenty answers each half a word off make a posterior far too sure: the errors of
separate answers add up with their number, while twenty papers through one pair of hands say little more
than eight. In simulated dossiers nothing else mattered: priors, forgers' habits and rates that were off by
as much changed the calibration by less than .01 (`python -m bench weighing`).

An item favours a hypothesis by the *difference* of its answers, so the difference is what is regressed to
the mean (errors in variables; empirical Bayes, Efron and Morris 1975). In logits, for hypothesis h of item i
in a group of items of the same hands, answered under the same conditions:

    x_ih = m_i + d_ih,   d_ih = t_ih + e_ih,   t_ih ~ N(0, tau^2),   e_ih ~ N(0, v_ih)
    tau^2 + v = (sum d^2 + k (usual^2 + v)) / (n (H - 1) + k),   allowed d_ih = d_ih tau^2 / (tau^2 + v_ih)

v_ih is the width of the word's band (uniform: width^2 / 12) and how far people differ who answer the same.
A plain figure is taken as given: somebody measured it, or it is the same under every hypothesis.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from twosource.terms import load_table
from twosource.weighing.elimination import FloatArray
from twosource.weighing.network import ItemTable, Key, Network

EDGE = 1e-6


@cache
def person_sd() -> float:
    """Return how far two people differ who mean the same, in logits, until several have answered."""
    return float(load_table("answer_errors")["person_sd"])


@dataclass(frozen=True, slots=True)
class _Line:
    """One answer line of an item in words: its raw figures and noise, shape (hypotheses,)."""

    item: str
    answer: int
    logits: FloatArray
    noise: FloatArray


def logit(p: FloatArray) -> FloatArray:
    """Return log(p / (1 - p)), with p kept a millionth away from 0 and 1."""
    inside = np.clip(p, EDGE, 1.0 - EDGE)
    return np.asarray(np.log(inside / (1.0 - inside)), dtype=np.float64)


def band_variance(low: FloatArray, high: FloatArray) -> FloatArray:
    """Return the variance in logits of a figure drawn anywhere in its band: width^2 / 12."""
    return np.asarray((logit(high) - logit(low)) ** 2 / 12.0, dtype=np.float64)


def regressed(logits: FloatArray, noise: FloatArray) -> FloatArray:
    """Return the answers of one group with their differences between hypotheses regressed to the mean.

    `logits` and `noise` (variances) have shape (items, hypotheses, ...); further axes are separate groups.
    The mean over hypotheses of each item is kept: what would be seen anyway stays as surprising as it was.
    """
    usual = load_table("answer_errors")
    worth, typical = float(usual["usual_worth"]), float(usual["usual_sd"])
    middle = logits.mean(axis=1, keepdims=True)
    apart = logits - middle
    n_free = apart.shape[0] * (apart.shape[1] - 1)
    off = noise.mean(axis=(0, 1), keepdims=True)
    spread = (apart**2).sum(axis=(0, 1), keepdims=True) + worth * (typical**2 + off)
    true = np.maximum(spread / (n_free + worth) - off, 0.0)
    kept = np.divide(true, true + noise, out=np.ones_like(logits), where=true + noise > 0.0)
    return np.asarray(middle + np.maximum(kept, float(usual["least_kept"])) * apart, dtype=np.float64)


def allowing(network: Network, sd: float) -> Mapping[Key, FloatArray]:
    """Return the figures of every item answered in words, allowing for errors of answering.

    A what-if like any other: one vector per table. `sd` is how far people differ, in logits.
    """
    logits: dict[tuple[str, int], FloatArray] = {}
    for lines in _groups(network, sd).values():
        found = regressed(np.stack([x.logits for x in lines]), np.stack([x.noise for x in lines]))
        logits |= {(line.item, line.answer): row for line, row in zip(lines, found, strict=True)}
    changes: dict[Key, FloatArray] = {}
    for entry in network.items:
        raw = entry.raw.copy()
        answered = [a for a in range(len(raw)) if (entry.item.name, a) in logits]
        for answer in answered:
            raw[answer] = 1.0 / (1.0 + np.exp(-logits[entry.item.name, answer]))
        if answered:
            changes[entry.table.key] = entry.figures_of(raw).ravel()
    return changes


def _groups(network: Network, sd: float) -> Mapping[tuple[str, ...], Sequence[_Line]]:
    """Return the answer lines that are alike: same hands, same conditions on what items share."""
    shared = _shared_names(network)
    groups: dict[tuple[str, ...], list[_Line]] = {}
    for entry in network.items:
        for answer, is_word in enumerate(entry.is_word):
            if is_word and entry.is_used[answer]:
                noise = band_variance(entry.low[answer], entry.high[answer]) + sd**2
                line = _Line(entry.item.name, answer, logit(entry.raw[answer]), noise)
                groups.setdefault(_signature(entry, answer, shared), []).append(line)
    return groups


def _shared_names(network: Network) -> frozenset[str]:
    n_items: dict[str, set[str]] = {}
    for entry in network.items:
        for answer in entry.item.answers:
            for name, _ in answer.when:
                n_items.setdefault(name, set()).add(entry.item.name)
    return frozenset(name for name, items in n_items.items() if len(items) > 1)


def _signature(entry: ItemTable, answer: int, shared: frozenset[str]) -> tuple[str, ...]:
    item = entry.item
    hands = getattr(item, "chokepoint", "") or item.name
    when = item.answers[answer].when
    return (
        hands,
        item.question_id,
        *(f"{name}={'|'.join(states)}" for name, states in when if name in shared),
    )
