"""Datelines: `PELL, March 3 (QNS) -- The ministry`: where and when a report was filed is nobody speaking.

A dateline stands at the start of a paragraph, is short, and a dash closes it. A place in capitals, a
place the gazetteer knows, a date or an agency in brackets show it; a lone word with a capital shows one
only where capitals mark names.

By hand: `Brisel – The ministry said` begins at `The`; `Brisel – a port – has burned` has no dateline.
"""

import re
from dataclasses import replace

from twosource.attributing.events import place_index
from twosource.attributing.lexicon import Lexicon
from twosource.attributing.sentences import Sentence
from twosource.attributing.tokens import Token, tokenise

MAX_LINE = 90
MAX_PLACE = 4
_CLOSED = re.compile(r"^[^\n–—\"“”«»!?]{2,90}?\s*(?:--+|(?<=[\s)])[–—-](?=\s))\s*")
_BRACKET = re.compile(r"[(\[（/][^()\[\]/]{2,40}[)\]）/]")
_SPLIT = re.compile(r"[,،]")


def without_dateline(sentence: Sentence, lexicon: Lexicon) -> Sentence:
    """Return a sentence that opens a paragraph without its dateline; any other as it is.

    `opens_at` keeps where the dateline starts: a passage shows it, though no rule reads it.
    """
    if sentence.is_headline or sentence.is_rest:
        return sentence
    match = _CLOSED.match(sentence.text[: MAX_LINE + 4])
    if match is None or not _opens_report(sentence.text[match.end() :], lexicon):
        return sentence
    if not _is_dateline(sentence.text[: match.end()].rstrip(" –—-"), lexicon):
        return sentence
    start = sentence.start + match.end()
    tokens = tuple(token for token in sentence.tokens if token.start >= start)
    if not tokens:
        return sentence
    quotes = tuple(span for span in sentence.quotes if span[1] > start)
    text = sentence.text[match.end() :]
    return replace(sentence, start=start, text=text, tokens=tokens, quotes=quotes, opens_at=sentence.start)


def _opens_report(rest: str, lexicon: Lexicon) -> bool:
    """Say whether a sentence opens here: with a capital, a figure or a quotation mark."""
    head = rest.lstrip("\"“”«»„‘’'")[:1]
    return bool(head) and (not lexicon.has_capitals or head.isupper() or head.isdigit())


def _is_dateline(line: str, lexicon: Lexicon) -> bool:
    """Say whether the words before the dash are a place, with a date or an agency at most."""
    bare = _BRACKET.sub(" ", line)
    has_agency = bare != line
    parts = [tokenise(part, 0, len(part)) for part in _SPLIT.split(bare) if part.strip()]
    if not parts or len(parts) > MAX_PLACE:
        return False
    place = [token for token in parts[0] if token.is_word]
    has_date = any(token.text.isdigit() for part in parts for token in part)
    names = [token for token in place if not token.text.isdigit()]
    if not 1 <= len(names) <= MAX_PLACE or not all(_is_short(part) for part in parts):
        return False
    if _is_known(names, lexicon):
        return True
    if not lexicon.has_capitals:
        return has_agency
    if not all(token.is_capital for token in names):
        return False
    if any(token.folded in lexicon.roles or token.folded in lexicon.titles for token in names):
        return False
    is_all_capitals = all(token.text.isupper() and len(token.text) > 1 for token in names)
    if is_all_capitals or has_agency:
        return has_agency or has_date or len(parts) > 1 or len(names) <= 2
    if has_date and len(parts) > 1:
        return any(len(part) > 1 and any(token.text.isdigit() for token in part) for part in parts[1:])
    is_name = not lexicon.nouns_are_capitalised and len(names) == 1 and len(parts) == 1
    return is_name and not lexicon.is_in("stops", names[0].folded)


def _is_short(part: list[Token]) -> bool:
    return sum(token.is_word for token in part) <= MAX_PLACE


def _is_known(names: list[Token], lexicon: Lexicon) -> bool:
    """Say whether a list of places, or of cities that news names, has it."""
    folded = [token.folded for token in names]
    hit = place_index().at(folded, 0) if folded[0] in place_index() else None
    return (hit is not None and hit[0] == len(folded)) or lexicon.is_in("capitals", " ".join(folded))
