"""Texts to words as CoreNLP writes them, and to paragraphs and sentences.

The tagger must do well on the words of whoever asks: the benchmark's come from CoreNLP, the
product's from `twosource.attributing`. It learns from both.
"""

import re

Span = tuple[int, int]

_PARAGRAPH = re.compile(r"\s*\n\s*\n\s*")
_WORD = re.compile(
    r"https?://\S+|\$?\d+(?:[.,:/]\d+)*(?:th|st|nd|rd)?%?|(?:[A-Za-z]\.){2,}|[@#]\w+|\.{3}|--+|"
    r"(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Gen|Lt|Col|Sgt|Jr|Sr|St|vs|Inc|Corp|Co|Jan|Feb|Aug|Sept|Oct|Nov|Dec|No|D|R)\.(?=[\s,)])|"
    r"\w+(?:[-‑&]\w+)*|''|``|[^\w\s]"
)
_CLITIC = re.compile(r"['’](?:s|re|ve|ll|d|m|S)\b|n['’]t\b", re.IGNORECASE)
_APOSTROPHES = "'’"
_CORE = {
    "“": "``",
    "”": "''",
    "‘": "`",
    "’": "'",
    "(": "-LRB-",
    ")": "-RRB-",
    "[": "-LSB-",
    "]": "-RSB-",
    "{": "-LCB-",
    "}": "-RCB-",
    "…": "...",
    "—": "--",
    "–": "--",
}
_ENDS = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s+[\"“‘'(]?[A-Z0-9])")
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Gen|Lt|Col|Sgt|Jr|Sr|St|vs|Inc|Corp|Co|Jan|Feb|Aug|Sept|Oct|Nov|Dec|No|Prof|Maj|Capt|Adm)|\b[A-Z])\.$"
)


def paragraphs(text: str) -> list[Span]:
    """Return the spans between empty lines."""
    found, start = [], 0
    for match in [*_PARAGRAPH.finditer(text), None]:
        end = match.start() if match else len(text)
        if text[start:end].strip():
            found.append((start, end))
        start = match.end() if match else end
    return found


def sentences(text: str, start: int, end: int) -> list[Span]:
    """Return the spans of the sentences of one paragraph, cut after terminators, not after `Dr.`."""
    found, first = [], start
    for match in _ENDS.finditer(text, start, end):
        if _SHORT.search(text[max(first, match.start() - 6) : match.start() + 1]):
            continue
        found.append((first, match.end()))
        first = match.end()
        while first < end and text[first].isspace():
            first += 1
    if text[first:end].strip():
        found.append((first, end))
    return found


def core_words(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Return words with their spans much as CoreNLP cuts them: clitics apart, brackets and marks renamed."""
    found: list[tuple[str, int, int]] = []
    opened = False
    for match in _WORD.finditer(text, start, end):
        first, last = match.span()
        word = match.group()
        if word[0] in _APOSTROPHES and found and found[-1][2] == first:
            clitic = _CLITIC.match(text, first, end)
            if clitic:
                found.append((clitic.group().replace("’", "'"), first, clitic.end()))
                continue
        if found and found[-1][2] > first:
            continue
        if (
            word.endswith("n")
            and text[last : last + 1] in ("'", "’")
            and text[last + 1 : last + 2] in ("t", "T")
        ):
            if last - 1 > first:
                found.append((text[first : last - 1], first, last - 1))
            found.append(("n't", last - 1, last + 2))
            continue
        if word == '"':
            word, opened = ("''" if opened else "``"), not opened
        elif word[0] == "$" and len(word) > 1:
            found.append(("$", first, first + 1))
            word, first = word[1:], first + 1
        if word.endswith("%") and len(word) > 1:
            found.append((word[:-1], first, last - 1))
            word, first = "%", last - 1
        found.append((_CORE.get(word, word), first, last))
    return found
