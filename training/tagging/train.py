"""Fine-tunes the tagger on the open corpora and writes a checkpoint after every epoch.

    python -m training.tagging.train --data ../shared/data --start MODEL_FOLDER --out CHECKPOINTS

MODEL_FOLDER holds `model.safetensors` and `vocab.txt` of a six-layer BERT of width 384 (the card says
which package). Needs torch and safetensors (a `train` extra, never the program). The same seed, data,
libraries and number of threads give the same weights. `training.tagging.export` makes the shipped files.
"""

import argparse
import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from training.tagging import corpora
from training.tagging.batching import Encoded, batches, encode, fits
from training.tagging.brat import Article, read_articles
from training.tagging.learning import Mean, grouped, losses, total
from training.tagging.network import Network
from training.tagging.units import Unit, cut, nested, project
from training.tagging.vocabulary import chosen, read_pieces
from training.tagging.wording import core_words, paragraphs, sentences
from twosource.attributing.tokens import tokenise
from twosource.tagging.pieces import Vocabulary

START_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LONGEST = 170
"""Words in a unit; longer ones are cut."""


def tell(sentence: str) -> None:
    """Print a sentence at once."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def words_of(text: str, start: int, end: int, *, core: bool) -> list[tuple[str, int, int]]:
    """Return words with spans, as CoreNLP or as the program itself cuts them."""
    if core:
        return core_words(text, start, end)
    return [(one.text, one.start, one.end) for one in tokenise(text, start, end)]


def article_units(article: Article, rng: np.random.Generator) -> Iterator[Unit]:
    """Yield one reading of an article as paragraphs or sentences, in one of two ways to cut words."""
    told = article.readings[rng.integers(len(article.readings))]
    spans = paragraphs(article.text)
    n = 0
    while n < len(spans):
        start, end = spans[n]
        if (
            n + 1 < len(spans)
            and (article.text[end - 1] not in '.!?”"' or rng.random() < 0.03)
            and rng.random() < 0.5
        ):
            n += 1
            end = spans[n][1]
        n += 1
        core = bool(rng.random() < 0.6)
        parts = [(start, end)] if rng.random() < 0.6 else sentences(article.text, start, end)
        for first, last in parts:
            words = words_of(article.text, first, last, core=core)
            if words:
                near = [one for one in told if touches(one, first, last)]
                yield project(words, near)


def touches(told: object, start: int, end: int) -> bool:
    """Say whether any part of an attribution lies in a span."""
    parts = (*told.cue, *told.source, *told.content)  # type: ignore[attr-defined]
    return any(a < end and b > start for a, b in parts)


def frames(articles: Sequence[Article]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return source and cue of attributions where the cue follows the source at once and a content it."""
    found = []
    for article in articles:
        for told in article.readings[0]:
            if len(told.source) == len(told.cue) == 1 and told.content:
                (a, b), (c, d) = told.source[0], told.cue[0]
                gap = article.text[b:c]
                if b < c and gap.isspace() and 0 <= told.content[0][0] - d < 2 and b - a < 60 and d - c < 25:
                    source = [word for word, _, _ in core_words(article.text, a, b)]
                    cue = [word for word, _, _ in core_words(article.text, c, d)]
                    found.append((tuple(source), tuple(cue)))
    return found


QUOTES = ("``", "''", "“", "”", '"')
MARKS = (("“", "”"), ('"', '"'), ("«", "»"), ("``", "''"))


def varied(unit: Unit, rng: np.random.Generator) -> Unit:
    """Return a unit now and then in small letters, or with other quotation marks."""
    chance = rng.random()
    words = list(unit.words)
    if chance < 0.04:
        words = [word.lower() for word in words]
    elif chance < 0.06:
        words = [word.upper() for word in words]
    elif chance < 0.25:
        opens, closes = MARKS[rng.integers(len(MARKS))]
        for at, word in enumerate(words):
            if word in ("``", "“"):
                words[at] = opens
            elif word in ("''", "”"):
                words[at] = closes
    return Unit(tuple(words), unit.flat, unit.linked, unit.tales, unit.entities, unit.facts, unit.pairs)


def pieced(unit: Unit, vocabulary: Vocabulary) -> Iterator[Unit]:
    """Yield a unit in parts short enough to learn from."""
    length = len(unit.words)
    if not length:
        return
    if length <= LONGEST and fits(unit, vocabulary):
        yield unit
        return
    half = min(LONGEST, length // 2) if length > LONGEST else length // 2
    if half:
        yield from pieced(cut(unit, 0, half), vocabulary)
        yield from pieced(cut(unit, half, length), vocabulary)


class School:
    """All that is learnt from, dealt anew for every epoch."""

    def __init__(self, data: Path, vocabulary: Vocabulary, articles: Sequence[Article]) -> None:
        self.vocabulary = vocabulary
        self.articles = [one for one in articles if not one.is_for_tuning]
        self.frames = frames(self.articles)
        self.tales = corpora.tales(data / "attribution/riqua/train.txt")
        self.entities = corpora.entities(data / "entities/re3d/train.txt")
        self.facts = corpora.factuality(data / "factuality/uw/train.conll")
        self.more_facts = corpora.factuality(data / "factuality/meantime/train.conll")
        self.pairs = [unit for unit, held in corpora.pairs(data / "events/plover/train.tsv") if not held]

    def units(self, rng: np.random.Generator) -> Iterator[Unit]:
        """Yield the units of one epoch: articles once, small corpora twice, fiction a fifth."""
        for article in self.articles:
            for unit in article_units(article, rng):
                told = unit.linked or ()
                if rng.random() < 0.1 and told and len(unit.words) < 60 and unit.flat:
                    frame = self.frames[rng.integers(len(self.frames))]
                    yield nested(unit, frame, rng)
                else:
                    yield varied(unit, rng)
        for unit in self.tales:
            if rng.random() < 0.2:
                yield varied(unit, rng)
        for given, times in ((self.entities, 2), (self.facts, 1), (self.more_facts, 2), (self.pairs, 2)):
            for _ in range(times):
                yield from given

    def epoch(self, rng: np.random.Generator) -> list[Encoded]:
        """Return the units of one epoch as numbers."""
        return [
            encode(part, self.vocabulary)
            for unit in self.units(rng)
            for part in pieced(unit, self.vocabulary)
        ]


def texts_for_vocabulary(data: Path, articles: Sequence[Article]) -> Iterator[str]:
    """Yield the texts whose words decide which pieces are kept; none of them is a held-out text."""
    for article in articles:
        yield article.text
    for name in ("tales", "entities"):
        path = {"tales": "attribution/riqua/train.txt", "entities": "entities/re3d/train.txt"}[name]
        yield " ".join(" ".join(unit.words) for unit in getattr(corpora, name)(data / path))
    for path in ("uw", "meantime"):
        for unit in corpora.factuality(data / f"factuality/{path}/train.conll"):
            yield " ".join(unit.words)
    for unit, _ in corpora.pairs(data / "events/plover/train.tsv"):
        yield " ".join(unit.words)
    more = data / "dependence/fakes/articles.csv"
    if more.exists():
        yield more.read_text(encoding="utf-8", errors="replace")


def main() -> None:
    """Read the arguments and train."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--data", type=Path, required=True)
    asks.add_argument("--start", type=Path, required=True)
    asks.add_argument("--out", type=Path, required=True)
    asks.add_argument("--epochs", type=int, default=7)
    asks.add_argument("--batch", type=int, default=2048)
    asks.add_argument("--rate", type=float, default=2.5e-4)
    asks.add_argument("--seed", type=int, default=4)
    asks.add_argument("--minutes", type=float, default=math.inf, help="when the rate must have come down")
    asks.add_argument("--threads", type=int, default=2)
    asked = asks.parse_args()
    random.seed(asked.seed)
    torch.manual_seed(asked.seed)
    torch.set_num_threads(asked.threads)
    learn(asked)


def learn(asked: argparse.Namespace) -> None:
    """Train for so many epochs; each epoch's mean weights are kept."""
    weights = asked.start / "model.safetensors"
    if sha256(weights.read_bytes()).hexdigest() != START_DIGEST:
        raise SystemExit(
            "These are not the weights the card names. Nothing was trained. Use the named package."
        )
    asked.out.mkdir(parents=True, exist_ok=True)
    articles = read_articles(asked.data / "attribution/polnear/train")
    pieces = read_pieces(asked.start / "vocab.txt")
    kept = chosen(pieces, texts_for_vocabulary(asked.data, articles))
    (asked.out / "pieces.txt").write_text("\n".join(pieces[n] for n in kept) + "\n", encoding="utf-8")
    vocabulary = Vocabulary([pieces[n] for n in kept])
    school = School(asked.data, vocabulary, articles)
    network = Network(len(kept))
    network.encoder.load({k.removeprefix("bert."): v for k, v in load_file(weights).items()}, kept)
    rng = np.random.default_rng(asked.seed)
    tell(f"{len(kept)} pieces, {len(school.articles)} articles, {len(school.frames)} frames")
    n_steps = asked.epochs * len(batches(school.epoch(np.random.default_rng(0)), asked.batch, rng))
    chosen_groups = grouped(network, asked.rate, 1.2e-3, 0.9)
    optimiser = torch.optim.AdamW(chosen_groups, betas=(0.9, 0.98), eps=1e-6, fused=True)
    mean, step, began = Mean(network, 0.998), 0, time.monotonic()
    for epoch in range(asked.epochs):
        network.train()
        sums: dict[str, float] = {}
        n_words = 0
        for batch in batches(school.epoch(rng), asked.batch, rng):
            done = max(step / n_steps, (time.monotonic() - began) / (60 * asked.minutes))
            if done >= 1:
                break
            share = rate_share(done)
            for group in optimiser.param_groups:
                group["lr"] = group["top"] * share
            found = losses(network, batch)
            size = sum(len(one.firsts) for one in batch)
            loss = total(found, size)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            mean.take(network)
            step, n_words = step + 1, n_words + size
            for name, value in found.items():
                sums[name] = sums.get(name, 0.0) + float(value.detach())
            if step % 50 == 0:
                told = " ".join(f"{name} {value / n_words:.4f}" for name, value in sums.items())
                tell(f"{epoch} {step}/{n_steps} {time.monotonic() - began:.0f} s {n_words} words: {told}")
        torch.save(mean.held, asked.out / f"mean{epoch + 1}.pt")
        tell(f"epoch {epoch + 1} kept after {time.monotonic() - began:.0f} s")


def rate_share(done: float) -> float:
    """Return the share of the top learning rate: up over the first 5 %, then down along a cosine."""
    if done < 0.05:
        return 0.02 + 0.98 * done / 0.05
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * (done - 0.05) / 0.95))


if __name__ == "__main__":
    main()
