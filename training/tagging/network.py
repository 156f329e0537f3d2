"""One encoder (BERT's, six layers) and its heads, in torch; the runtime has the same in ONNX and numpy."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.tagging.corpora import ENTITIES, ROOTS
from training.tagging.crf import Chain, bioes
from training.tagging.units import N_DISTANCES
from twosource.tagging.looks import N_LOOKS

WIDTH, HEADS, LAYERS, INNER = 384, 12, 6, 1536
SCALE = (WIDTH // HEADS) ** -0.5
NEAR = 256
LINK = 160
PAIR = 128
FLAT, CUE, ROLE = 13, 5, 9
KINDS = 4 * len(ENTITIES) + 1

OUTPUTS = {
    "flat": FLAT,
    "tales": FLAT,
    "cue": CUE,
    "kind": KINDS,
    "fact": 1,
    "event": 1,
    "link": LINK,
    "cue_of": LINK,
    "value": PAIR,
    "key": PAIR,
}
"""What comes out of the one wide last layer, in order: name and width."""


class Layer(nn.Module):
    """One layer of the encoder, normalised behind each half."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.mix = nn.Linear(WIDTH, WIDTH)
        self.mixed = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.out = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return rows of the same shape; `mask` is added to what attends to what."""
        n, t, _ = x.shape
        q, k, v = self.qkv(x).view(n, t, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        # Written out: torch's fused attention is three times slower backwards on short rows.
        weighed = (q @ k.transpose(2, 3) * SCALE + mask.to(q.dtype)).softmax(dim=-1).to(v.dtype)
        x = self.mixed(x + self.mix((weighed @ v).transpose(1, 2).reshape(n, t, WIDTH)))
        return self.out(x + self.down(functional.gelu(self.up(x))))


class Encoder(nn.Module):
    """Pieces to vectors: vocabulary, place, looks, then six layers."""

    def __init__(self, n_pieces: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.piece = nn.Embedding(n_pieces, WIDTH)
        self.place = nn.Embedding(512, WIDTH)
        self.look = nn.Embedding(N_LOOKS, WIDTH)
        nn.init.zeros_(self.look.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, pieces: Tensor, looks: Tensor, is_there: Tensor) -> Tensor:
        """Return a vector per piece, n x pieces x width."""
        place = self.place(torch.arange(pieces.shape[1]))
        x = self.dropout(self.norm(self.piece(pieces) + place + self.look(looks)))
        if torch.is_autocast_enabled("cpu"):
            x = x.to(torch.bfloat16)
        mask = torch.zeros(is_there.shape).masked_fill(~is_there, -1e9)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load(self, given: Mapping[str, Tensor], kept: list[int]) -> None:
        """Take the weights of a BERT of this size, with only the kept pieces; token types go into places."""
        with torch.no_grad():
            self.piece.weight.copy_(given["embeddings.word_embeddings.weight"][kept])
            kinds = given["embeddings.token_type_embeddings.weight"]
            self.place.weight.copy_(given["embeddings.position_embeddings.weight"] + kinds[0])
            copy(self.norm, given, "embeddings.LayerNorm")
            for number, layer in enumerate(self.layers):
                at = f"encoder.layer.{number}"
                for part in ("weight", "bias"):
                    three = [
                        given[f"{at}.attention.self.{name}.{part}"] for name in ("query", "key", "value")
                    ]
                    getattr(layer.qkv, part).copy_(torch.cat(three))
                copy(layer.mix, given, f"{at}.attention.output.dense")
                copy(layer.mixed, given, f"{at}.attention.output.LayerNorm")
                copy(layer.up, given, f"{at}.intermediate.dense")
                copy(layer.down, given, f"{at}.output.dense")
                copy(layer.out, given, f"{at}.output.LayerNorm")


def copy(module: nn.Module, given: Mapping[str, Tensor], name: str) -> None:
    """Copy weight and bias of that name into a module."""
    for part in ("weight", "bias"):
        getattr(module, part).copy_(given[f"{name}.{part}"])


@dataclass(frozen=True, slots=True)
class Seen:
    """What the network gives per word: n x words x width of `OUTPUTS`, by name."""

    by_name: Mapping[str, Tensor]

    def __getitem__(self, name: str) -> Tensor:
        return self.by_name[name]


class Network(nn.Module):
    """The encoder, a look at both neighbours, one wide layer out, and what links and pairs need."""

    def __init__(self, n_pieces: int) -> None:
        super().__init__()
        self.encoder = Encoder(n_pieces)
        self.near = nn.Linear(3 * WIDTH, NEAR)
        self.out = nn.Linear(WIDTH + NEAR, sum(OUTPUTS.values()))
        self.dropout = nn.Dropout(0.1)
        self.distance = nn.Embedding(2 * N_DISTANCES + 1, LINK)
        self.role = nn.Linear(LINK, ROLE)
        self.query = nn.Linear(2 * PAIR, PAIR)
        self.asked = nn.Linear(PAIR, 1)
        self.pair_hidden = nn.Linear(5 * PAIR, 256)
        self.pair_out = nn.Linear(256, len(ROOTS))
        self.flat_chain = Chain(*bioes(3))
        self.tales_chain = Chain(*bioes(3))
        self.cue_chain = Chain(*bioes(1))
        self.role_chain = Chain(*bioes(2))
        self.kind_chain = Chain(*bioes(len(ENTITIES)))

    def forward(self, pieces: Tensor, looks: Tensor, is_there: Tensor, firsts: Tensor) -> Seen:
        """Return what is seen per word; `firsts` (n x words) are places of first pieces, 0 beyond the end."""
        x = self.encoder(pieces, looks, is_there)
        words = torch.gather(x, 1, firsts.unsqueeze(2).expand(-1, -1, WIDTH))
        words = words * (firsts > 0).unsqueeze(2)
        padded = functional.pad(words, (0, 0, 1, 1))
        around = torch.cat([padded[:, :-2], words, padded[:, 2:]], dim=2)
        near = functional.gelu(self.near(self.dropout(around)))
        wide = self.out(self.dropout(torch.cat([words, near], dim=2))).float()
        return Seen(dict(zip(OUTPUTS, wide.split(list(OUTPUTS.values()), dim=2), strict=True)))

    def roles(self, seen: Seen, owner: Tensor, cues: Tensor, distances: Tensor) -> Tensor:
        """Return scores of roles, m x words x 9, for m cues: `owner` m, `cues` m x words of bool."""
        share = cues.float() / cues.float().sum(1, keepdim=True)
        cue = torch.einsum("mw,mwd->md", share, seen["cue_of"][owner])
        joined = seen["link"][owner] + cue.unsqueeze(1) + self.distance(distances)
        return self.role(self.dropout(functional.gelu(joined)))

    def acts(self, seen: Seen, owner: Tensor, ranges: Tensor, lengths: Tensor) -> Tensor:
        """Return scores of roots, m x 15: `ranges` m x 4 are source and target first..last."""
        value, key = seen["value"][owner], seen["key"][owner]
        at = torch.arange(value.shape[1])
        is_there = at < lengths[owner].unsqueeze(1)
        source = (at >= ranges[:, :1]) & (at < ranges[:, 1:2])
        target = (at >= ranges[:, 2:3]) & (at < ranges[:, 3:4])
        low = torch.minimum(ranges[:, 1], ranges[:, 3]).unsqueeze(1)
        high = torch.maximum(ranges[:, 0], ranges[:, 2]).unsqueeze(1)
        between = (at >= low) & (at < high)
        pooled = [pool(value, mask) for mask in (source, target, between, is_there)]
        query = self.query(torch.cat([pool(key, source), pool(key, target)], dim=1))
        asked = self.asked(torch.tanh(key + query.unsqueeze(1))).squeeze(2).masked_fill(~is_there, -1e9)
        pooled.append(torch.einsum("mw,mwd->md", asked.softmax(1), value))
        hidden = functional.gelu(self.pair_hidden(self.dropout(torch.cat(pooled, dim=1))))
        return self.pair_out(self.dropout(hidden))


def pool(value: Tensor, mask: Tensor) -> Tensor:
    """Return the mean over masked words, zeros where there are none."""
    share = mask.float() / mask.float().sum(1, keepdim=True).clamp(min=1)
    return torch.einsum("mw,mwd->md", share, value)
