"""What goes wrong where it goes wrong: kinds of mistakes of one way of seeing who says what, counted.

`python -m bench.attribution_mistakes --way both --data DIR [--kind KIND --show N]` prints each kind, how
often it comes and where (article and code point). With `--show` the words are printed too, to be read
and not to be kept: they are other people's.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.__main__ import default_data
from bench.attribution_links import with_antecedent
from bench.attribution_reading import WAYS, Heard, Seen, Words, articles_read, inside, outermost, overlap
from bench.corpora import ROLES, Article, Attributed, Span, polnear_articles
from bench.taggers import tagger_at_hand
from twosource.ports import Tagger

EXAMPLES = 5
CONTEXT = 60
WRONG_LINK = "elsewhere: wrong link"
MARKS = frozenset("\"“”'‘’«»")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: its kind, and where; `at` is what was given, `gold` what is annotated, either may lack."""

    kind: str
    article_id: str
    at: tuple[Span, ...]
    gold: tuple[Span, ...]

    @property
    def place(self) -> int:
        """The first code point concerned."""
        return min(first for first, _ in (*self.at, *self.gold))


def mistakes_in(article: Article, heard: Heard, seen: Sequence[Seen]) -> Iterator[Mistake]:
    """Yield what is wrong in one article: cues missed and made up, wrong sources, spans too long or short."""
    words = Words.of(heard)
    met: set[int] = set()
    for one in outermost(seen):
        number = _met_by(one, article.attributions, met)
        if number is None:
            kind = "cue made up, inside another's words" if _is_inside(one, article) else "cue made up"
            yield Mistake(kind, article.article_id, one.cue or one.source or one.content, ())
            continue
        met.add(number)
        yield from _compared(article, words, one, article.attributions[number])
    for number, gold in enumerate(article.attributions):
        if number not in met and gold.cue:
            kind = "cue missed" if gold.source else "cue missed, nobody named"
            yield Mistake(kind, article.article_id, (), gold.cue)


def _met_by(one: Seen, gold: Sequence[Attributed], met: set[int]) -> int | None:
    """Return the annotated attribution whose cue ours overlaps: one with the same source first."""
    touched = [n for n, true in enumerate(gold) if n not in met and overlap(one.cue, true.cue)]
    return min(touched, key=lambda n: (not overlap(one.source, gold[n].source), n), default=None)


def _is_inside(one: Seen, article: Article) -> bool:
    return bool(one.cue) and any(inside(one.cue, gold.content) for gold in article.attributions)


def _compared(article: Article, words: Words, one: Seen, gold: Attributed) -> Iterator[Mistake]:
    for role in ROLES:
        ours, true = one.role(role), getattr(gold, role)
        given, wanted = words.within(ours), words.within(true)
        if given != wanted:
            kind = f"{role} {_difference(given, wanted, article.text, words)}"
            if kind.endswith(WRONG_LINK) and words.within(_antecedents(article, true)) & given:
                kind = f"{role} is what a relative stands for"
            yield Mistake(kind, article.article_id, ours, true)


def _antecedents(article: Article, spans: Sequence[Span]) -> list[Span]:
    return [with_antecedent(article.text, span) for span in spans]


def _difference(given: frozenset[int], wanted: frozenset[int], text: str, words: Words) -> str:
    """Say how two sets of words differ."""
    if not given:
        return "missed"
    if not wanted:
        return "made up"
    if not given & wanted:
        return WRONG_LINK
    more, less = given - wanted, wanted - given
    if all(text[slice(*words.places[n])] in MARKS for n in more | less):
        return "differs by quotation marks"
    if all(not any(sign.isalnum() for sign in text[slice(*words.places[n])]) for n in more | less):
        return "differs by signs"
    if not less:
        return f"too long {_side(more, wanted)}"
    if not more:
        return f"too short {_side(less, given)}"
    return "too long and too short"


def _side(rest: frozenset[int], kept: frozenset[int]) -> str:
    """Say on which side of what is kept the rest lies."""
    before, after = min(rest) < min(kept), max(rest) > max(kept)
    if before and after:
        return "on both sides"
    if before or after:
        return "at its start" if before else "at its end"
    return "in its middle"


def counted(articles: Iterable[Article], tagger: Tagger | None, way: str) -> dict[str, list[Mistake]]:
    """Return the mistakes of one way by kind, the most frequent kind first."""
    found: dict[str, list[Mistake]] = defaultdict(list)
    for article, heard, ways in articles_read(articles, tagger):
        for mistake in mistakes_in(article, heard, ways.get(way, ())):
            found[mistake.kind].append(mistake)
    return dict(sorted(found.items(), key=lambda row: (-len(row[1]), row[0])))


def told(found: dict[str, list[Mistake]]) -> Iterator[str]:
    """Yield a line per kind: how often, and the first places."""
    for kind, mistakes in found.items():
        places = ", ".join(f"{m.article_id}@{m.place}" for m in mistakes[:EXAMPLES])
        yield f"{len(mistakes):5d}  {kind:36s}  {places}"


def shown(mistake: Mistake, text: str) -> str:
    """Return the words of a mistake: as given, as annotated, and those around them."""
    around = text[max(0, mistake.place - CONTEXT) : mistake.place + 3 * CONTEXT].replace("\n", " / ")
    given, wanted = (" ... ".join(text[a:b] for a, b in spans) for spans in (mistake.at, mistake.gold))
    return f"{mistake.article_id}@{mistake.place}\n  given: {given}\n  true:  {wanted}\n  in:    {around}"


def main() -> None:
    """Print the kinds, or the words of one kind."""
    parser = argparse.ArgumentParser(prog="bench.attribution_mistakes", description=__doc__)
    parser.add_argument("--data", type=Path, default=None, help="the folder to read")
    parser.add_argument("--way", choices=WAYS, default="both")
    parser.add_argument("--part", choices=("train", "dev"), default="dev")
    parser.add_argument("--kind", default="", help="print the words of kinds that hold this")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="how many to print")
    options = parser.parse_args()
    articles = polnear_articles(options.data or default_data(), options.part)
    tagger = tagger_at_hand()
    found = counted(articles, tagger, options.way if tagger is not None else "rules")
    print("\n".join(told(found)))
    texts = {article.article_id: article.text for article in articles}
    chosen = [m for kind, mistakes in found.items() if options.kind in kind for m in mistakes]
    every = max(1, len(chosen) // max(1, options.show))
    for mistake in chosen[::every][: options.show]:
        print(f"\n{mistake.kind}: {shown(mistake, texts[mistake.article_id])}")


if __name__ == "__main__":
    main()
