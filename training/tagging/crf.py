"""A chain over labels: how likely is a sequence, summed over all that are allowed.

The gold may be partial: where several labels are allowed, all ways through them count.
"""

import torch
from torch import Tensor, nn

NEVER = -1e4


class Chain(nn.Module):
    """Scores for following, beginning and ending labels; `allowed` (to x from ... from, to) is fixed."""

    def __init__(self, allowed: Tensor, starts: Tensor, ends: Tensor) -> None:
        super().__init__()
        n = len(starts)
        self.follow = nn.Parameter(torch.zeros(n, n))
        self.start = nn.Parameter(torch.zeros(n))
        self.end = nn.Parameter(torch.zeros(n))
        self.register_buffer("never_follow", (~allowed).float() * NEVER)
        self.register_buffer("never_start", (~starts).float() * NEVER)
        self.register_buffer("never_end", (~ends).float() * NEVER)

    def scores(self) -> tuple[Tensor, Tensor, Tensor]:
        """Return (from x to, start, end) with what is never allowed far below everything."""
        return (
            self.follow + self.never_follow,
            self.start + self.never_start,
            self.end + self.never_end,
        )

    def log_sum(self, emitted: Tensor, lengths: Tensor) -> Tensor:
        """Return the log of the sum over all sequences: emitted n x t x k, lengths n."""
        follow, start, end = self.scores()
        state = start + emitted[:, 0]
        for at in range(1, emitted.shape[1]):
            new = torch.logsumexp(state.unsqueeze(2) + follow, dim=1) + emitted[:, at]
            state = torch.where((lengths > at).unsqueeze(1), new, state)
        return torch.logsumexp(state + end, dim=1)

    def score(self, emitted: Tensor, labels: Tensor, lengths: Tensor) -> Tensor:
        """Return the score of one known row of labels per sequence, n."""
        follow, start, end = self.scores()
        is_there = torch.arange(labels.shape[1]) < lengths.unsqueeze(1)
        own = (emitted.gather(2, labels.unsqueeze(2)).squeeze(2) * is_there).sum(1)
        steps = (follow[labels[:, :-1], labels[:, 1:]] * is_there[:, 1:]).sum(1)
        last = labels.gather(1, (lengths - 1).unsqueeze(1)).squeeze(1)
        return own + steps + start[labels[:, 0]] + end[last]

    def loss(self, emitted: Tensor, allowed: Tensor, lengths: Tensor) -> Tensor:
        """Return per sequence -log p(labels within `allowed`), n; allowed is n x t x k of bool."""
        emitted = emitted.float()
        if bool((allowed.sum(2) == 1).all()):
            return self.log_sum(emitted, lengths) - self.score(emitted, allowed.int().argmax(2), lengths)
        bound = emitted.masked_fill(~allowed, NEVER)
        both = self.log_sum(torch.cat([emitted, bound]), torch.cat([lengths, lengths]))
        n = len(lengths)
        return both[:n] - both[n:]


def bioes(kinds: int) -> tuple[Tensor, Tensor, Tensor]:
    """Return what may follow, begin and end for labels O, then B I E S of each kind: 4 * kinds + 1."""
    n = 4 * kinds + 1
    role = [("O", -1)] + [(letter, kind) for kind in range(kinds) for letter in "BIES"]
    follow = torch.zeros(n, n, dtype=torch.bool)
    for a, (one, one_kind) in enumerate(role):
        for b, (two, two_kind) in enumerate(role):
            if one in "BI":
                follow[a, b] = two in "IE" and one_kind == two_kind
            else:
                follow[a, b] = two in "OBS"
    starts = torch.tensor([letter in "OBS" for letter, _ in role])
    ends = torch.tensor([letter in "OES" for letter, _ in role])
    return follow, starts, ends
