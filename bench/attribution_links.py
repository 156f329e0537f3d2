"""Links: whether source, cue and content of one attribution are right together, over whole articles.

Nobody publishes such a figure. PolNeAR annotates the outer attribution only, so one inside what
another says is left out on our side; content may run over several sentences.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bench.attribution_reading import Heard, Seen, Words, articles_read, outermost, overlap, relation
from bench.corpora import Article, Attributed, Span
from bench.runner import Case, Result
from bench.span_scores import Tally
from twosource.ports import Tagger

NAME = "attribution"
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})


@dataclass(slots=True)
class Pairs:
    """Speakers: given ones that overlap an annotated source and its cue, and annotated ones met.

    `told` holds the probability each given one came with, where it had one, and whether it is right.
    """

    given: int = 0
    right: int = 0
    true: int = 0
    met: int = 0
    told: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, seen: Sequence[Seen], article: Article) -> None:
        """Count one article; who names nobody is left out on both sides."""
        named = [s for s in seen if s.source]
        wanted = speakers_in(article)
        self.given += len(named)
        for one in named:
            is_right = any(same_pair(one, g) for g in wanted)
            self.right += is_right
            if one.p is not None:
                self.told.append((one.p, is_right))
        self.true += len(wanted)
        self.met += sum(any(same_pair(s, g) for s in named) for g in wanted)

    @property
    def precision(self) -> float | None:
        """The share of given speakers that are right."""
        return self.right / self.given if self.given else None

    @property
    def calibration_error(self) -> float | None:
        """The mean distance of the probability told from the share right, over tenths of probability.

        Sum over tenths b of n_b / n times |mean p in b - share right in b| (expected calibration
        error, Naeini and others 2015); None where no probability was told.
        """
        if not self.told:
            return None
        tenths: dict[int, list[tuple[float, bool]]] = {}
        for p, is_right in self.told:
            tenths.setdefault(min(9, int(p * 10)), []).append((p, is_right))
        gaps = (abs(sum(p for p, _ in rows) - sum(right for _, right in rows)) for rows in tenths.values())
        return sum(gaps) / len(self.told)

    @property
    def f1(self) -> float:
        """The harmonic mean of the share of given ones right and of true ones met."""
        precision, recall = self.precision or 0.0, self.met / self.true if self.true else 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def speakers_in(article: Article) -> list[Attributed]:
    """Return the annotated attributions that have a source and a cue, to compare who speaks.

    Where annotators marked a relative ("the captain, who said"), naming the one it stands for is as
    right: its span begins at the last letter of the word before it.
    """
    found = []
    for gold in article.attributions:
        if gold.source and gold.cue:
            source = tuple(with_antecedent(article.text, span) for span in gold.source)
            found.append(replace(gold, source=source))
    return found


def with_antecedent(text: str, span: Span) -> Span:
    """Return the span of a relative with the end of the word before it; any other span as it is."""
    first, last = span
    if text[first:last].lower() not in RELATIVES:
        return span
    while first > 0 and not text[first - 1].isalnum():
        first -= 1
    return max(0, first - 1), last


def same_pair(seen: Seen, gold: Attributed) -> bool:
    """Say whether source and cue both overlap those of one annotated attribution."""
    return overlap(seen.cue, gold.cue) and overlap(seen.source, gold.source)


@dataclass(slots=True)
class Links:
    """Relations counted over articles, for one way of seeing them.

    `exact` has all three spans right word by word; `worded` the same with signs left out; `cut` cuts
    content to the sentence of the cue; `pair` asks for source and cue to overlap an annotated pair.
    """

    exact: Tally = field(default_factory=Tally)
    worded: Tally = field(default_factory=Tally)
    cut: Tally = field(default_factory=Tally)
    pair: Pairs = field(default_factory=Pairs)
    per_article: dict[str, tuple[int, int, int]] = field(default_factory=dict)


def measure_links(articles: Iterable[Article], tagger: Tagger | None) -> dict[str, Links]:
    """Return the counts of each way; without a tagger there is one way, the rules."""
    found: dict[str, Links] = {}
    for article, sentences, ways in articles_read(articles, tagger):
        for way, seen in ways.items():
            _count(found.setdefault(way, Links()), article, sentences, outermost(seen))
    return found


def _count(links: Links, article: Article, sentences: Heard, seen: Sequence[Seen]) -> None:
    words, plain = Words.of(sentences), Words.of(sentences, signs=False)
    gold = article.attributions
    before = (links.exact.right, links.exact.given, links.exact.true)
    links.exact.add((relation(words, s) for s in seen), (relation(words, g) for g in gold))
    links.worded.add((relation(plain, s) for s in seen), (relation(plain, g) for g in gold))
    bounds = [(item.sentence.start, item.sentence.end) for item, _ in sentences]
    links.cut.add((_cut(words, s, bounds) for s in seen), (_cut(words, g, bounds) for g in gold))
    links.pair.add(seen, article)
    after = (links.exact.right, links.exact.given, links.exact.true)
    counts = [b - a for a, b in zip(before, after, strict=True)]
    links.per_article[article.article_id] = (counts[0], counts[1], counts[2])


def _cut(words: Words, seen: Seen | Attributed, bounds: Sequence[Span]) -> tuple[frozenset[int], ...]:
    cue, source, content = relation(words, seen)
    at = min((first for first, _ in seen.cue), default=-1)
    home = [bound for bound in bounds if bound[0] <= at < bound[1]]
    return cue, source, content & words.within(home)


def link_results(linked: Mapping[str, Links], n_articles: int) -> Iterator[Result]:
    """Yield linked F1 as annotated, without signs, and cut to the sentence; F1 and precision of speakers."""
    ruled = linked["rules"]
    told = {"rules": "rules alone", "model": "model alone", "both": "product, rules and model"}
    metrics: list[tuple[str, Callable[[Links], Tally | Pairs], str]] = [
        ("linked F1", lambda links: links.exact, "none published"),
        ("linked F1, signs left out", lambda links: links.worded, "none published"),
        ("linked F1, content within the cue's sentence", lambda links: links.cut, "none published"),
        ("speaker F1 (source and cue overlap)", lambda links: links.pair, ""),
    ]
    for way, links in linked.items():
        group = f"PolNeAR {n_articles} articles, {told[way]}"
        for metric, of, reference in metrics:
            tally, beside = of(links), of(ruled).f1 if way != "rules" else None
            peer = "rules alone" if way != "rules" else ""
            yield Result(
                benchmark=NAME,
                metric=metric,
                group=group,
                ours=tally.f1,
                n=tally.true,
                peer=beside,
                peer_name=peer,
                reference=reference,
            )
        yield Result(
            benchmark=NAME,
            metric="speaker precision",
            group=group,
            ours=links.pair.precision,
            n=links.pair.given,
            peer=ruled.pair.precision if way != "rules" else None,
            peer_name="rules alone" if way != "rules" else "",
            target=">= .9",
        )
        yield Result(
            benchmark=NAME,
            metric="calibration error of p for speakers",
            group=group,
            ours=links.pair.calibration_error,
            n=len(links.pair.told),
            target="<= .05",
        )


def link_cases(linked: Mapping[str, Links]) -> Iterator[Case]:
    """Yield, per article, how many relations are right, given and true."""
    way = "both" if "both" in linked else "rules"
    for article_id, (right, given, true) in linked[way].per_article.items():
        yield Case(case_id=article_id, values={"right": right, "given": given, "true": true})
