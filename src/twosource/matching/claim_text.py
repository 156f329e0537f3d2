"""The words of a machine's claim: one whole sentence of those it groups, chosen and cut with care.

A claim is the positive proposition. So it is worded by a sentence that asserts it, of the body
and not of a heading; where all doubt or deny it, the text says so before the sentence. A text
is cut only where a clause ends, and never before the words that carry the claim.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Statement
from twosource.matching.content import NO_ACTION, Content, clarity
from twosource.terms import Action, Stance, load_table

LONGEST = 400
_ENDS = tuple(".!?…؟。\"”»'’)]")
_BORDER = re.compile(r"[;:،؛,–—](?=\s)")
_STANCES = {Stance.DOUBTS: "doubted", Stance.DENIES: "denied", Stance.ASKS: "asked"}


def is_heading(text: str) -> bool:
    """Say whether a passage has no end mark: a heading, a caption, a line of a list."""
    return not text.rstrip().endswith(_ENDS)


def wording_statement(
    contents: Sequence[Content], passages: Mapping[str, Passage], prefer_language: str
) -> tuple[Content, Statement]:
    """Return the statement that words a claim, with its content; the first content wins where it may.

    Better is: asserted, of the body, in the preferred language, less hedged, clearer, earlier id.
    """

    if len(contents) == 1 and len(contents[0].statements) == 1:
        return contents[0], contents[0].statements[0]

    clear = {id(content): clarity(content, prefer_language) for content in contents}

    def rank(pair: tuple[Content, Statement]) -> tuple[object, ...]:
        content, statement = pair
        passage = passages[statement.passage_id]
        return (
            statement.stance is not Stance.ASSERTS,
            is_heading(passage.text),
            passage.language != prefer_language,
            statement.hedge >= 4,
            content is not contents[0],
            clear[id(content)],
            statement.statement_id,
        )

    return min(((c, s) for c in contents for s in c.statements), key=rank)


def claim_text(content: Content, statement: Statement, passage: Passage, length: int) -> str:
    """Return the text of a claim that one statement words, with the stance before it where it is not said."""
    line = " ".join(passage.text.split())
    if statement.stance is Stance.ASSERTS:
        if len(line) <= length:
            return line
        return cut(line, carried_to(line, content, statement), length)
    return f"[{_STANCES[statement.stance]}] {cut(line, len(line), length)}"


def carried_to(line: str, content: Content, statement: Statement) -> int:
    """Return where the words that carry a claim end: the action's word and the roles as written.

    Without an event nobody knows which words carry it, so all of them do; and so they do where
    the sentence says that something could not be verified.
    """
    event = statement.event
    if event is None or content.action is NO_ACTION:
        return len(line)
    folded = line.casefold()
    triggers = [match for form in _forms(content.action) if (match := folded.find(form)) >= 0]
    if not triggers or any(form in folded for form in _doubts()):
        return len(line)
    places = [p.as_written for p in (event.at_place, event.from_place, event.to_place) if p is not None]
    ends = [min(triggers) + 1]
    for words in (event.object, event.counterpart, event.actor, *places):
        at = folded.find(words.casefold()) if words else -1
        ends.append(at + len(words) if at >= 0 else 0)
    return max(ends)


def cut(line: str, carried: int, length: int) -> str:
    """Return a line cut at the end of a clause, with an ellipsis; whole where no clause ends in time.

    The cut stands as near to `length` as it can without losing what stands before `carried`.
    Only beyond `LONGEST` characters is a line cut at a word.
    """
    if len(line) <= length:
        return line
    borders = [match.start() for match in _BORDER.finditer(line) if match.start() >= carried]
    near = [at for at in borders if at < length]
    if near:
        return line[: near[-1]] + "…"
    later = [at for at in borders if at < LONGEST]
    if later:
        return line[: later[0]] + "…"
    return line if len(line) <= LONGEST else shortened(line, LONGEST)


def shortened(text: str, length: int) -> str:
    """Return a text on one line, cut at a word with an ellipsis beyond `length` characters."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    head = line[: length - 1]
    at_word = head.rsplit(" ", 1)[0] if " " in head[length // 2 :] else head
    return at_word.rstrip(" ,;:–-") + "…"


def told_apart(texts: Sequence[tuple[str, Content]]) -> list[str]:
    """Return the texts of claims, those that stand twice with their action, then place and day before them.

    One sentence may hold two events; a reader must see which of them each claim is. What is
    still the same after that is numbered.
    """
    found = [text for text, _ in texts]
    for level in (1, 2, 3):
        at: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(found):
            at[text.casefold()].append(number)
        if len(at) == len(found):
            break
        for numbers in at.values():
            for n, number in enumerate(numbers if len(numbers) > 1 else (), 1):
                text, content = texts[number]
                found[number] = f"[{_mark(content, level, n)}] {text}"
    return found


def _mark(content: Content, level: int, number: int) -> str:
    action = content.action.value if content.action is not NO_ACTION else "said"
    if level == 1:
        return action
    more = [content.place_shown, content.span.edtf() if content.span.is_known else ""]
    parts = [action, *(part for part in more if part), *([str(number)] if level > 2 else [])]
    return ", ".join(parts)


@cache
def _forms(action: Action) -> tuple[str, ...]:
    """Return the words of an action in every language, as they stand in a text in small letters."""
    rows = [row for row in load_table("actions")["actions"] if row["action"] == action.value]
    parts = [part for row in rows for part in (row.get("verbs", {}), row.get("nouns", {}))]
    return tuple(form.casefold() for part in parts for forms in part.values() for form in forms)


@cache
def _doubts() -> tuple[str, ...]:
    """Return the words of every language that leave open whether something is so."""
    rows = [row for row in load_table("hedges")["hedges"] if row.get("stance") == Stance.DOUBTS.value]
    return tuple(
        f.casefold() for row in rows for forms in row.values() if isinstance(forms, list) for f in forms
    )
