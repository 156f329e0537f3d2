"""Whose text a page carries: an agency's, by dateline, byline or signature, or another page's, by thanks.

Each sign is a place and a form, never the mere name of an agency: "told Reuters" in the middle of a
report makes it no report of Reuters. Whatever is found is a suggestion and says by which words.

By hand: `BEIRUT (AFP) - The army`, `By A. B., Associated Press`, `(dpa)` alone at the end, `(Reporting
by A; Editing by B)` in the form of one house; `h/t: The Paper` at the foot thanks another page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from twosource.attributing.discourse import Source
from twosource.attributing.lexicon import PhraseIndex
from twosource.attributing.mentions import Known
from twosource.attributing.parties import Directory
from twosource.attributing.tokens import tokenise
from twosource.evidence.holdings import Rendition
from twosource.evidence.testimony import Party
from twosource.terms import Channel, PartyKind, load_table

HEAD_LINES = 12
HEAD = 8000
DATELINE = 90
SIGNATURE = 700
FOOT_LINES = 3
# Behind the first paragraph an agency alone on a line has made the picture and not the report.
PARAGRAPH = 200
MAX_LINE = 80
LONGEST_OPENING = 64
MAX_NAME_WORDS = 6
_OPENING, _CLOSING = "([（", ")]）"
_DASHES = "-–—−:"
_EDGES = " \t\u00a0.,;*_|-–—\u200e\u200f"
_AGENCY = (PartyKind.AGENCY,)
_PUBLIC = (PartyKind.AGENCY, PartyKind.OUTLET)


@dataclass(frozen=True, slots=True)
class WireCredit:
    """Whose text it is as a whole: `BEIRUT (Reuters) -`; thanks reach us by publication, not by wire."""

    source: Source
    cue: str
    channel: Channel = Channel.WIRE


@dataclass(frozen=True, slots=True)
class _Signs:
    text_by: tuple[str, ...]
    byline: tuple[str, ...]
    signature: tuple[str, ...]
    joins: frozenset[str]
    thanks: tuple[str, ...]
    skipped: frozenset[str]
    forms: tuple[tuple[str, ...], ...]


@cache
def _signs() -> _Signs:
    table = load_table("wire_signs")
    return _Signs(
        text_by=_longest_first(table["text_by"]),
        byline=_longest_first(table["byline"]),
        signature=_longest_first(table["signature"]),
        joins=frozenset(table["joins"]),
        thanks=_longest_first(table["thanks"]),
        skipped=frozenset(table["skipped"]),
        forms=tuple(tuple(row) for row in table["forms"]),
    )


def _longest_first(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def wire_credit_of(rendition: Rendition, *, known: Sequence[Party] = ()) -> WireCredit | None:
    """Return what every chain of a rendition opens with behind its publisher: whose text it is."""
    return wire_of(rendition, Directory.of(known).index)


def wire_of(rendition: Rendition, index: PhraseIndex[Known], text: str | None = None) -> WireCredit | None:
    """Return the agency or page a rendition has its text from: by its text, else by what it says of itself.

    A byline counts where it is an agency and nobody else, or a writer of an agency: `AP`, `A. B.,
    Associated Press`. A source line counts where it names an agency or an outlet.
    """
    found = wire_credit(rendition.text if text is None else text, index)
    if found is not None:
        return found
    if (byline := rendition.value_of("byline").strip()) and (by := _byline(byline, byline, index)):
        return by
    source = rendition.value_of("source").strip()
    return _agency(source, f"Source: {source}", index, _PUBLIC) if source else None


def wire_credit(text: str, index: PhraseIndex[Known]) -> WireCredit | None:
    """Return the agency a text is credited to, near its start or at its end, else the page it thanks."""
    is_head = True
    for line in _first_lines(text):
        found = _dateline(line, index)
        if is_head and found is None:
            found = _text_by(line, index) or _opening_agency(line, index)
        if found is not None:
            return found
        is_head = is_head and len(line) < PARAGRAPH
    feet = _last_lines(text)
    for line in feet:
        found = _signed(line, index) or _text_by(line, index)
        if found is not None:
            return found
    return _ending(text, index) or _house_form(text) or _thanked(feet, index)


def _first_lines(text: str) -> list[str]:
    lines = (line.strip() for line in text[:HEAD].split("\n"))
    return [line for line in lines if line][:HEAD_LINES]


def _last_lines(text: str) -> list[str]:
    lines = [line.strip() for line in text[-SIGNATURE:].rstrip().split("\n") if line.strip()]
    return lines[: -FOOT_LINES - 1 : -1]


def _dateline(line: str, index: PhraseIndex[Known]) -> WireCredit | None:
    """Return the agency between brackets and before a dash: `BEIRUT, June 2 (AFP) -`."""
    for at, sign in enumerate(line[:DATELINE]):
        if sign in _OPENING and (found := _bracketed(line, at, index, needs_dash=True)):
            return found
    return None


def _ending(text: str, index: PhraseIndex[Known]) -> WireCredit | None:
    """Return the agency alone at the very end: `(dpa)`, `[AFP]`, `- Reuters`, `/SANA/`, `dpa/afp`."""
    ending = text[-120:].strip().rstrip(".")
    at = max(ending.rfind(sign) for sign in _OPENING)
    if at >= 0 and ending[-1:] in _CLOSING:
        return _bracketed(ending, at, index, needs_dash=False)
    last = ending.rsplit("\n", 1)[-1].strip()
    bare = last.strip(_EDGES + "/")
    is_apart = "\n" in ending and len(last) <= MAX_LINE
    if is_apart and bare and (last[:1] in "-–—/*" or last == bare):
        parts = bare.replace(",", "/").split("/")
        found = [_agency(part, last, index, _AGENCY, is_whole=True) for part in parts]
        return found[0] if all(found) else None
    return None


def _bracketed(line: str, at: int, index: PhraseIndex[Known], *, needs_dash: bool) -> WireCredit | None:
    close = next((n for n in range(at + 1, min(at + 40, len(line))) if line[n] in _CLOSING), 0)
    if not close:
        return None
    rest = line[close + 1 :].lstrip()
    if needs_dash and not (rest[:1] and rest[:1] in _DASHES):
        return None
    words = line[at + 1 : close]
    if "/" in words and not all(_agency(part, part, index, _PUBLIC) for part in words.split("/")):
        return None
    return _agency(words, line[at : close + 1], index, _AGENCY)


def _opening_agency(line: str, index: PhraseIndex[Known]) -> WireCredit | None:
    """Return the agency that stands alone on a line, in a byline, or before a place and a dash.

    `Reuters`, `By A. B., Associated Press`, `AFP, Beirut - The army`, `BEIRUT, June 2 /TASS/. The army`.
    """
    opening = _opening(line, _signs().byline)
    if opening and len(line) < MAX_LINE and (found := _byline(line[len(opening) :], line, index)):
        return found
    if found := _between_strokes(line, index):
        return found
    head = next((line[:n] for n, sign in enumerate(line[:DATELINE]) if sign in _DASHES[:4]), line)
    if head != line and not head.endswith((" ", "\u00a0")):
        return None
    parts = [part.strip() for part in head.split(",")]
    is_dateline = head != line and len(parts) <= 3 and all(len(part.split()) <= 3 for part in parts)
    if not (is_dateline or (len(parts) == 1 and len(line) < 40)):
        return None
    return _agency(parts[0], head.strip(), index, _AGENCY, is_whole=True)


def _between_strokes(line: str, index: PhraseIndex[Known]) -> WireCredit | None:
    """Return the agency of `MOSCOW, June 2. /TASS/. The army`: a short dateline, strokes, a full stop."""
    first = line.find("/", 0, DATELINE)
    second = line.find("/", first + 1, first + 40) if first > 0 else -1
    if second < 0 or line[second + 1 : second + 2] not in (".", " ", "-", "–", "—"):
        return None
    is_short = len(line[:first].split()) <= 6 and line[first - 1] in " .\u00a0"
    return (
        _agency(line[first + 1 : second], line[: second + 1], index, _AGENCY, is_whole=True)
        if is_short
        else None
    )


def _byline(words: str, cue: str, index: PhraseIndex[Known]) -> WireCredit | None:
    """Return the agency of a byline, alone or behind its writer; part of a longer name is none."""
    signs = _signs()
    opening = _opening(words, signs.byline)
    bare = words[len(opening) :].replace(" (", ",").replace("/", ",").replace(" | ", ",").replace(" - ", ",")
    for part in bare.split(","):
        name = " ".join(w for w in part.strip(" ().").split() if w.lower() not in signs.skipped)
        if name and (found := _agency(name, cue, index, _AGENCY, is_whole=True)):
            return found
    return None


def _signed(line: str, index: PhraseIndex[Known]) -> WireCredit | None:
    """Return the agency of a signature: `Reporting by A. B. for Reuters`."""
    bare = line.strip("()[] .")
    if len(line) > 200 or not _opening(bare, _signs().signature):
        return None
    words = bare.split()
    at = next((n for n in range(len(words) - 1, 0, -1) if words[n].lower() in _signs().joins), 0)
    return _agency(" ".join(words[at + 1 :]), line, index, _AGENCY, at=2) if at else None


def _house_form(text: str) -> WireCredit | None:
    """Return the agency whose house form the last bracket has: `(Reporting by A; Editing by B)`."""
    ending = text[-SIGNATURE:].rstrip(" .\n\t\u00a0")
    if ending[-1:] not in _CLOSING:
        return None
    at = max(ending.rfind(sign) for sign in "([")
    folded = ending[at:].lower() if at >= 0 else ""
    for name, first, second in _signs().forms:
        if folded.startswith(first) and folded.find(second, len(first)) > 0:
            source = Source(name, PartyKind.AGENCY, ending[at:], is_publication=True)
            return WireCredit(source, f"{ending[at : at + 60]} (a signature in the form of {name})")
    return None


def _text_by(line: str, index: PhraseIndex[Known]) -> WireCredit | None:
    opening = _opening(line, _signs().text_by)
    if not opening or len(line) >= MAX_LINE:
        return None
    is_sign = opening.endswith((":", "by"))
    return _agency(line[len(opening) :], line, index, _PUBLIC) if is_sign else None


def _thanked(lines: Sequence[str], index: PhraseIndex[Known]) -> WireCredit | None:
    """Return the page thanked at the foot: whoever stands there is credited, listed or not."""
    for line in lines:
        bare = line.strip("*_ \u00a0")
        opening = _opening(bare, _signs().thanks)
        if not opening or len(line) >= MAX_LINE:
            continue
        words = list(_named_words(bare[len(opening) :].strip(_EDGES + ":()[]")))
        if not words or len(words) > MAX_NAME_WORDS or not _is_name(words[0]):
            continue
        name = " ".join(words)
        known = _agency(name, line, index, _PUBLIC, is_whole=True)
        source = known.source if known else Source(name, PartyKind.OUTLET, name, is_publication=True)
        return WireCredit(source, line, Channel.PUBLICATION)
    return None


def _named_words(words: str) -> Iterator[str]:
    skipped, is_open = _signs().skipped, True
    for word in words.split():
        is_open = is_open and word in skipped
        if not is_open:
            yield word


def _is_name(word: str) -> bool:
    head = word.lstrip("@\"“”'‘«")[:1]
    return head.isupper() or head.isdigit() or "\u0600" <= head <= "\u06ff" or "." in word[1:-1]


def _opening(line: str, openings: tuple[str, ...]) -> str:
    """Return the longest of some openings a line has, or nothing; most lines have none, seen in one step."""
    if not line[:LONGEST_OPENING].lower().startswith(openings):
        return ""
    return next((opening for opening in openings if _opens_with(line, opening)), "")


def _opens_with(line: str, opening: str) -> bool:
    """Say whether a line opens with these words and ends a word there, whatever its capitals."""
    if line[: len(opening)].lower() != opening:
        return False
    after = line[len(opening) : len(opening) + 1]
    return after == "" or not (after.isalnum() and opening[-1:].isalnum())


def _agency(
    words: str,
    cue: str,
    index: PhraseIndex[Known],
    kinds: Sequence[PartyKind],
    *,
    at: int = 4,
    is_whole: bool = False,
) -> WireCredit | None:
    """Return the agency among the first `at` words; with `is_whole`, one that all the words name."""
    tokens = [token for token in tokenise(words, 0, len(words)) if token.is_word]
    folded = [token.folded for token in tokens]
    while is_whole and folded[:1] == ["the"]:
        folded = folded[1:]
    for first in range(min(len(folded), 1 if is_whole else at)):
        hit = index.at(folded, first) if folded[first] in index else None
        if hit is not None and hit[1].kind in kinds and (not is_whole or hit[0] == len(folded)):
            source = Source(hit[1].name, hit[1].kind, words.strip(), hit[1], is_publication=True)
            return WireCredit(source, cue)
    return None
