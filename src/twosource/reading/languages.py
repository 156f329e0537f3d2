"""Which language a text is in: by its script first, which is certain, then by a model.

The model (py3langid, a naive Bayes over byte sequences, inside its package and offline) is asked
only to choose among the languages of one script that this program can name. A text too short to
tell has no language: an empty answer is better than calling a greeting Persian.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from twosource.terms import load_table

# Judged on short passages on 22 November 2026: under 20 letters the model called "hello there" Sotho.
MIN_LETTERS = 20
MIN_LETTERS_ALONE = 2
MIN_P = 0.5
# Of all 140 languages the model knows the one named must have this share, else Slovak becomes Norwegian.
MIN_P_AMONG_ALL = 0.3
SAMPLE = 4000
PARAGRAPH_END = re.compile(r"(?:\r?\n[ \t]*){2,}|\f")


@dataclass(frozen=True, slots=True)
class _Script:
    name: str
    letters: re.Pattern[str]
    languages: tuple[str, ...]
    is_right_to_left: bool


@cache
def _scripts() -> tuple[_Script, ...]:
    return tuple(
        _Script(
            name=row["name"],
            letters=re.compile(f"[{row['letters']}]+"),
            languages=tuple(row["languages"]),
            is_right_to_left=row.get("right_to_left", False),
        )
        for row in load_table("languages")["scripts"]
    )


def nameable() -> frozenset[str]:
    """Return the codes of all languages this program can name."""
    return frozenset(code for script in _scripts() for code in script.languages)


def language_of(text: str) -> str:
    """Return the language most of a text is in, or an empty text where that cannot be told."""
    sample = _sample(text)
    counts = [(_letters_in(script, sample), script) for script in _scripts()]
    n_letters, script = max(counts, key=lambda pair: pair[0])
    if not script.languages or n_letters < MIN_LETTERS_ALONE:
        return ""
    if len(script.languages) == 1:
        return script.languages[0]
    if n_letters < MIN_LETTERS:
        return ""
    return _by_model(" ".join(script.letters.findall(sample)), script.languages)


class Spoken(NamedTuple):
    """A stretch start..end of a text in one script, and its language where that can be told."""

    start: int
    end: int
    script: str
    language: str


def languages_of(text: str) -> tuple[Spoken, ...]:
    """Return the stretches of one script and language, in order, of every paragraph that is not blank.

    Start and end are code points of `text`. Within a paragraph stretches touch: digits and signs go
    with the letters before them. Stretches of one script in one paragraph share their language, so
    that an Arabic name inside an English sentence is told apart and three Latin words inside an Arabic
    one are not guessed at alone. Linear in the length of the text.
    """
    found: list[Spoken] = []
    for start, end in paragraphs(text):
        runs = list(_runs(text, start, end))
        letters: dict[str, list[str]] = {}
        for first, last, script in runs:
            letters.setdefault(script, []).append(text[first:last])
        language = {script: language_of(" ".join(parts)) for script, parts in letters.items()}
        found += (Spoken(first, last, script, language[script]) for first, last, script in runs)
    return tuple(found)


def spoken_at(spoken: Sequence[Spoken], start: int, end: int) -> Spoken | None:
    """Return the stretch that holds most of start..end of a text, such as a passage, or None."""
    first = bisect_right(spoken, start, key=lambda stretch: stretch.start) - 1
    best, n_best = None, 0
    for stretch in spoken[max(first, 0) :]:
        if stretch.start >= end:
            break
        n_shared = min(end, stretch.end) - max(start, stretch.start)
        if n_shared > n_best:
            best, n_best = stretch, n_shared
    return best


@cache
def _any_script() -> re.Pattern[str]:
    """Return what matches one run of letters of one script, under the script's name."""
    return re.compile("|".join(f"(?P<{script.name}>{script.letters.pattern})" for script in _scripts()))


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, script) of stretches that cover text[start:end]."""
    first, script = start, ""
    for match in _any_script().finditer(text, start, end):
        name = match.lastgroup or ""
        if script and name != script:
            yield first, match.start(), script
            first = match.start()
        script = name
    yield first, end, script


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the stretches between blank lines and page ends that hold anything."""
    start = 0
    for match in PARAGRAPH_END.finditer(text):
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def n_right_to_left(text: str) -> int:
    """Return how many letters of right-to-left scripts a text holds."""
    return sum(_letters_in(script, text) for script in _scripts() if script.is_right_to_left)


def _letters_in(script: _Script, text: str) -> int:
    return sum(len(run) for run in script.letters.findall(text))


def _sample(text: str) -> str:
    """Return the text, or its beginning and middle where it is long: headers alone would mislead."""
    if len(text) <= 2 * SAMPLE:
        return text
    middle = len(text) // 2
    return text[:SAMPLE] + text[middle : middle + SAMPLE]


@cache
def _identifier() -> Any:
    """Return the model, loaded when the first text asks for it: most commands read nothing."""
    model: Any = import_module("py3langid.langid")
    return model.LanguageIdentifier.from_model_file(model.MODEL_FILE, norm_probs=True)


def _by_model(text: str, languages: tuple[str, ...]) -> str:
    """Return the likeliest of the languages, where the model prefers it clearly and not only among them."""
    scores: dict[str, float] = dict(_identifier().rank(text))
    codes = load_table("languages")["codes"]
    p_of = {
        language: math.fsum(scores.get(code, 0.0) for code in codes.get(language, [language]))
        for language in languages
    }
    total = math.fsum(p_of.values())
    best = max(languages, key=lambda language: p_of[language])
    is_clear = p_of[best] >= MIN_P_AMONG_ALL and p_of[best] >= MIN_P * total
    return best if is_clear else ""
