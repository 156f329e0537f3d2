"""What the network is told of its mistakes: one loss over all heads, and a mean of its weights."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.tagging.batching import (
    Encoded,
    Inputs,
    cue_allowed,
    flat_allowed,
    inputs,
    kind_allowed,
    role_allowed,
)
from training.tagging.network import Network, Seen
from training.tagging.units import distances

SHARES = {
    "flat": 1.0,
    "cue": 0.4,
    "role": 0.5,
    "tales": 0.3,
    "kind": 0.7,
    "fact": 0.8,
    "event": 0.3,
    "pair": 4.0,
}
"""How much each head's loss counts; judged, 23 November 2026: of like size in a batch."""


def losses(network: Network, batch: Sequence[Encoded]) -> dict[str, Tensor]:
    """Return the summed loss of each head that this batch teaches, before `SHARES`."""
    given = inputs(batch)
    with torch.autocast("cpu", torch.bfloat16):
        seen = network(given.pieces, given.looks, given.is_there, given.firsts)
    found = chained(network, batch, given, seen)
    found |= linked(network, batch, given, seen)
    found |= valued(network, batch, given, seen)
    return found


def chained(network: Network, batch: Sequence[Encoded], given: Inputs, seen: Seen) -> dict[str, Tensor]:
    """Return the losses of the heads that label words in a row."""
    found = {}
    n_words = given.firsts.shape[1]
    units = [one.unit for one in batch]
    for name, chain in (("flat", network.flat_chain), ("tales", network.tales_chain)):
        rows = [n for n, unit in enumerate(units) if getattr(unit, name) is not None]
        if rows:
            allowed = flat_allowed([units[n] for n in rows], n_words, name)
            found[name] = chain.loss(seen[name][rows], allowed, given.lengths[rows]).sum()
    rows = [n for n, unit in enumerate(units) if unit.linked is not None]
    if rows:
        allowed = cue_allowed([units[n] for n in rows], n_words)
        found["cue"] = network.cue_chain.loss(seen["cue"][rows], allowed, given.lengths[rows]).sum()
    rows = [n for n, unit in enumerate(units) if unit.entities is not None]
    if rows:
        allowed = kind_allowed([units[n] for n in rows], n_words)
        found["kind"] = network.kind_chain.loss(seen["kind"][rows], allowed, given.lengths[rows]).sum()
    return found


def linked(network: Network, batch: Sequence[Encoded], given: Inputs, seen: Seen) -> dict[str, Tensor]:
    """Return the loss of whose cue it is."""
    units = [one.unit for one in batch]
    cues = [(row, one) for row, unit in enumerate(units) for one in unit.linked or ()]
    if not cues:
        return {}
    n_words = given.firsts.shape[1]
    marks = torch.zeros(len(cues), n_words, dtype=torch.bool)
    for number, (_, one) in enumerate(cues):
        for first, last in one.cue:
            marks[number, first:last] = True
    far = torch.tensor([distances(one.cue, len(units[row].words), n_words) for row, one in cues])
    owner = torch.tensor([row for row, _ in cues])
    emitted = network.roles(seen, owner, marks, far)
    allowed = role_allowed(units, cues, n_words)
    return {"role": network.role_chain.loss(emitted, allowed, given.lengths[owner]).sum()}


def valued(network: Network, batch: Sequence[Encoded], given: Inputs, seen: Seen) -> dict[str, Tensor]:
    """Return the losses of factuality, of being an event at all, and of what one actor does to another."""
    found: dict[str, Tensor] = {}
    rows = [n for n, one in enumerate(batch) if one.unit.facts is not None]
    if rows:
        values = torch.full((len(rows), given.firsts.shape[1]), math.nan)
        for n, row in enumerate(rows):
            facts = batch[row].unit.facts or ()
            values[n, : len(facts)] = torch.tensor(facts)
        is_event = ~values.isnan()
        guess, seems = seen["fact"][rows].squeeze(2), seen["event"][rows].squeeze(2)
        if is_event.any():
            found["fact"] = functional.smooth_l1_loss(
                guess[is_event], values[is_event], beta=0.3, reduction="sum"
            )
        is_word = torch.arange(values.shape[1]) < given.lengths[rows].unsqueeze(1)
        found["event"] = functional.binary_cross_entropy_with_logits(
            seems[is_word], is_event[is_word].float(), reduction="sum"
        )
    pairs = [(row, pair) for row, one in enumerate(batch) for pair in one.unit.pairs]
    if pairs:
        ranges = torch.tensor([[*source, *target] for _, (source, target, _) in pairs])
        owner = torch.tensor([row for row, _ in pairs])
        scores = network.acts(seen, owner, ranges, given.lengths)
        roots = torch.tensor([root for _, (_, _, root) in pairs])
        found["pair"] = functional.cross_entropy(scores, roots, reduction="sum", label_smoothing=0.05)
    return found


def total(given: dict[str, Tensor], n_words: int) -> Tensor:
    """Return one loss per word of the batch."""
    return sum((SHARES[name] * loss for name, loss in given.items()), torch.zeros(())) / n_words


def grouped(network: Network, rate: float, heads_rate: float, decay: float) -> list[dict[str, object]]:
    """Return parameter groups: lower layers learn more slowly, heads faster, biases without weight decay."""
    groups: list[dict[str, object]] = []
    n_layers = len(network.encoder.layers)
    for name, parameter in network.named_parameters():
        if name.startswith("encoder.layers."):
            own = rate * decay ** (n_layers - 1 - int(name.split(".")[2]))
        elif name.startswith("encoder.look"):
            own = rate
        elif name.startswith("encoder."):
            own = rate * decay**n_layers
        else:
            own = heads_rate
        weight_decay = 0.01 if parameter.dim() > 1 and "chain" not in name else 0.0
        groups.append({"params": [parameter], "lr": own, "top": own, "weight_decay": weight_decay})
    return groups


class Mean:
    """An exponential mean of a network's weights: steadier than the last step's."""

    def __init__(self, network: nn.Module, keep: float) -> None:
        self.keep, self.n = keep, 0
        self.held = {name: value.detach().clone() for name, value in network.state_dict().items()}

    @torch.no_grad()
    def take(self, network: nn.Module) -> None:
        """Move towards the weights as they are now, quickly at first."""
        self.n += 1
        keep = min(self.keep, (1 + self.n) / (10 + self.n))
        for name, value in network.state_dict().items():
            if value.is_floating_point():
                self.held[name].lerp_(value, 1 - keep)
