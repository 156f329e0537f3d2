"""Writes the files the program ships from a checkpoint: an ONNX graph in eight bits, heads, pieces, card.

    python -m training.tagging.export --checkpoints FOLDER/mean*.pt --pieces FOLDER/pieces.txt --out OUT

Several checkpoints of one run are averaged: later ones know the small corpora better and have begun to
learn the articles by heart, and their mean is better than any of them.

The graph is put together by hand from ONNX 17 and the few operations of com.microsoft that every
onnxruntime has on a CPU. Weights have seven bits per column (the eighth would overflow in processors
without VNNI), activations eight with the scale of one sentence.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.tagging.corpora import ENTITIES, ROOTS
from training.tagging.network import HEADS, LAYERS, NEAR, OUTPUTS, WIDTH

N_PLACES = 256
MOST = 63
"""The largest weight: seven bits."""

State = Mapping[str, torch.Tensor]


class Graph:
    """Nodes and constants in order; every method returns the name of what it made."""

    def __init__(self, *, in_bits: bool = True) -> None:
        self.in_bits = in_bits
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Keep an array under a name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, given: list[str], *, domain: str = "", **attributes: Any) -> str:
        """Add an operation with one output."""
        name = f"{kind}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, given, [name], name=name, domain=domain, **attributes))
        return name

    def near(self, kind: str, given: list[str], **attributes: Any) -> str:
        """Add an operation of com.microsoft."""
        return self.node(kind, given, domain="com.microsoft", **attributes)

    def dense(self, name: str, given: str, weight: torch.Tensor, bias: torch.Tensor) -> str:
        """Add a dense layer in eight bits, or in full to compare with; `weight` is out x in."""
        if not self.in_bits:
            made = self.node("MatMul", [given, self.constant(f"{name}.w", weight.t().numpy())])
            return self.node("Add", [made, self.constant(f"{name}.b", bias.numpy())])
        held, scale = in_bits(weight.t().numpy())
        return self.near(
            "DynamicQuantizeMatMul",
            [
                given,
                self.constant(f"{name}.w", held),
                self.constant(f"{name}.s", scale),
                self.constant(f"{name}.z", np.zeros(len(scale), np.int8)),
                self.constant(f"{name}.b", bias.numpy().astype(np.float32)),
            ],
        )

    def normal(self, name: str, given: str, state: State, at: str) -> str:
        """Add a layer norm."""
        weight = self.constant(f"{name}.g", state[f"{at}.weight"].numpy())
        bias = self.constant(f"{name}.h", state[f"{at}.bias"].numpy())
        return self.node("LayerNormalization", [given, weight, bias], axis=-1, epsilon=1e-12)

    def halved(self, name: str, value: torch.Tensor) -> str:
        """Keep an array in half precision and give it back in single."""
        held = self.constant(name, value.numpy().astype(np.float16))
        return self.node("Cast", [held], to=TensorProto.FLOAT)


def in_bits(weight: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return whole numbers from -63 to 63 and the scale of each column (in x out)."""
    scale = np.maximum(np.abs(weight).max(axis=0), 1e-8) / MOST
    return np.round(weight / scale).clip(-MOST, MOST).astype(np.int8), scale.astype(np.float32)


def embedded(graph: Graph, state: State) -> str:
    """Add pieces, places and looks, normalised: one row per piece."""
    table = state["encoder.piece.weight"].numpy()
    scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / 127
    held = graph.constant("piece", np.round(table / scale).astype(np.int8))
    chosen = graph.node("Cast", [graph.node("Gather", [held, "pieces"])], to=TensorProto.FLOAT)
    scales = graph.node("Gather", [graph.constant("piece.s", scale.astype(np.float32)), "pieces"])
    x = graph.node("Mul", [chosen, scales])
    for name, rows, given in (("place", N_PLACES, "places"), ("look", None, "looks")):
        table16 = state[f"encoder.{name}.weight"][:rows].numpy().astype(np.float16)
        row = graph.node("Gather", [graph.constant(name, table16), given])
        x = graph.node("Add", [x, graph.node("Cast", [row], to=TensorProto.FLOAT)])
    return graph.normal("norm", x, state, "encoder.norm")


def layered(graph: Graph, x: str, state: State, number: int) -> str:
    """Add one layer of the encoder."""
    at = f"encoder.layers.{number}"

    def dense(part: str, given: str) -> str:
        return graph.dense(
            f"{number}.{part}", given, state[f"{at}.{part}.weight"], state[f"{at}.{part}.bias"]
        )

    qkv = graph.node("Unsqueeze", [dense("qkv", x), "first_axis"])
    names = [f"{number}.{part}" for part in "qkv"]
    graph.nodes.append(helper.make_node("Split", [qkv], names, name=f"split{number}", axis=2))
    seen = graph.near("MultiHeadAttention", names, num_heads=HEADS)
    mixed = dense("mix", graph.node("Squeeze", [seen, "first_axis"]))
    x = graph.normal(f"{number}.mixed", graph.node("Add", [x, mixed]), state, f"{at}.mixed")
    inner = graph.near("Gelu", [dense("up", x)])
    return graph.normal(f"{number}.out", graph.node("Add", [x, dense("down", inner)]), state, f"{at}.out")


def build(state: State, *, in_bits: bool = True) -> bytes:
    """Return the whole graph: pieces, looks, places (n), firsts (w) to rows (w x outputs)."""
    graph = Graph(in_bits=in_bits)
    graph.constant("first_axis", np.array([0], np.int64))
    x = embedded(graph, state)
    for number in range(LAYERS):
        x = layered(graph, x, state, number)
    words = graph.node("Gather", [x, "firsts"])
    padded = graph.node("Pad", [words, graph.constant("pads", np.array([1, 0, 1, 0], np.int64))])
    sides = []
    for start, end in ((0, -2), (2, 1 << 30)):
        ends = [
            graph.constant(f"side{start}{n}", np.array([v], np.int64)) for n, v in enumerate((start, end, 0))
        ]
        sides.append(graph.node("Slice", [padded, *ends]))
    around = graph.node("Concat", [sides[0], words, sides[1]], axis=1)
    near = graph.near("Gelu", [graph.dense("near", around, state["near.weight"], state["near.bias"])])
    joined = graph.node("Concat", [words, near], axis=1)
    made = graph.node("MatMul", [joined, graph.halved("out.w", state["out.weight"].t().contiguous())])
    bias = graph.constant("out.b", state["out.bias"].numpy())
    graph.nodes.append(helper.make_node("Add", [made, bias], ["rows"], name="rows"))
    given = [
        helper.make_tensor_value_info(name, TensorProto.INT64, [size])
        for name, size in (("pieces", "n"), ("looks", "n"), ("places", "n"), ("firsts", "w"))
    ]
    rows = helper.make_tensor_value_info("rows", TensorProto.FLOAT, ["w", sum(OUTPUTS.values())])
    whole = helper.make_graph(graph.nodes, "tagger", given, [rows], initializer=graph.constants)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(whole, opset_imports=opsets, producer_name="twosource")
    model.ir_version = 8
    onnx.checker.check_model(model)
    return model.SerializeToString(deterministic=True)


def head_arrays(state: State) -> dict[str, NDArray[np.float32]]:
    """Return what stands behind the encoder, by the names the runtime knows."""
    found: dict[str, NDArray[np.float32]] = {"distance": state["distance.weight"].numpy()}
    for name in ("role", "query", "asked", "pair_hidden", "pair_out"):
        found[f"{name}.w"] = state[f"{name}.weight"].t().numpy()
        found[f"{name}.b"] = state[f"{name}.bias"].numpy()
    for name in ("flat", "tales", "cue", "role", "kind"):
        for part in ("follow", "start", "end"):
            own, never = state[f"{name}_chain.{part}"], state[f"{name}_chain.never_{part}"]
            found[f"{name}.{part}"] = (own + never).numpy()
    found["heat"] = np.ones(1, np.float32)
    found["firm"] = np.full(1, 9, np.float32)
    found["calibration"] = np.array([0, 1, 0, 0, 0, 0], np.float32)
    return found


def packed(arrays: Mapping[str, NDArray[np.float32]]) -> bytes:
    """Return arrays as an .npz without pickle; large ones in half precision."""
    held = BytesIO()
    np.savez_compressed(held, **{k: v.astype(np.float16) if v.size > 4096 else v for k, v in arrays.items()})
    return held.getvalue()


def write(folder: Path, files: Mapping[str, bytes], about: Mapping[str, Any]) -> None:
    """Write the files and the card that names their digests."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, held in files.items():
        (folder / name).write_bytes(held)
    card = {
        **about,
        "sha256": {name: sha256(held).hexdigest() for name, held in files.items()},
        "labels": {"outputs": list(OUTPUTS.items()), "kinds": list(ENTITIES), "roots": list(ROOTS)},
        "sizes": {"width": WIDTH, "near": NEAR, "layers": LAYERS},
    }
    (folder / "card.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def averaged(states: Sequence[State]) -> State:
    """Return the mean of the weights of one run's checkpoints."""
    first = states[0]
    means = {name: sum((one[name] for one in states[1:]), first[name]) / len(states) for name in first}
    return {name: means[name] if first[name].is_floating_point() else first[name] for name in first}


def main() -> None:
    """Read the arguments and write."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--checkpoints", type=Path, required=True, nargs="+")
    asks.add_argument("--pieces", type=Path, required=True)
    asks.add_argument("--out", type=Path, required=True)
    asks.add_argument("--version", default="1")
    asks.add_argument("--made", default="")
    asks.add_argument("--full", action="store_true", help="single precision, to compare with")
    asked = asks.parse_args()
    state = averaged([torch.load(path, weights_only=True) for path in sorted(asked.checkpoints)])
    files = {
        "encoder.onnx": build(state, in_bits=not asked.full),
        "heads.npz": packed(head_arrays(state)),
        "pieces.txt": asked.pieces.read_bytes(),
    }
    write(asked.out, files, {"name": "attribution tagger", "version": asked.version, "made": asked.made})


if __name__ == "__main__":
    main()
