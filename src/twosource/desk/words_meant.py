"""What somebody says for one line, understood: which line, which hypotheses, which of the seven words.

Each thing that is not known is refused with the nearest that is, before anything is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from twosource.desk.eliciting import UNTOUCHED, Asked, Entry
from twosource.desk.tables import listed, nearest
from twosource.errors import UsageError
from twosource.evidence.elicitation import Answer
from twosource.terms import SOMETHING_ELSE, vocabulary
from twosource.weighing.near_words import near_likelihood
from twosource.weighing.pooling.advising import parsed_word, wording
from twosource.weighing.pooling.people import conditions, said_when, word_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody says for one line: the conditions as `variable=state`, and a word per hypothesis."""

    when: tuple[str, ...] = ()
    words: Mapping[str, str]


def answer_meant(asked: Asked, entry: Entry, given: Given, language: str) -> Answer:
    """Return what somebody said for one line of an item, as the case names its parts. Raises UsageError."""
    line = _line_meant(entry, given.when)
    named = tuple(h.name for h in asked.question.named if h.name in line.words)
    words: dict[str, str] = {}
    for hypothesis, word in given.words.items():
        name = _hypothesis(named, hypothesis.strip(), entry)
        term = parsed_word(word)
        if term is None:
            raise unknown_word(word, language)
        words[name] = term.value
    missing = [name for name in named if name not in words]
    if missing:
        raise UsageError(
            f"{entry.name} has no word under {listed(missing)}.",
            safe=UNTOUCHED,
            remedy=f"An item weighs by how differently it fits each of them. {how_to_answer(asked, entry)}",
        )
    return Answer(when=line.when, words={name: words[name] for name in named})


def unknown_word(word: str, language: str = "en") -> UsageError:
    """Return the refusal of a word that is none of the seven, with the one it is near to, if any."""
    terms = vocabulary("likelihood").terms
    near = near_likelihood(word)
    told = wording(language)["no_word" if near else "none_near"]
    label = vocabulary("likelihood")[near].label(language) if near else ""
    return UsageError(
        told.format(given=word.strip(), nearest=label),
        safe=UNTOUCHED,
        remedy=f"Choose one of {listed(term.label(language) for term in terms)}.",
    )


def _hypothesis(named: Sequence[str], given: str, entry: Entry) -> str:
    for name in named:
        if name.casefold() == given.casefold():
            return name
    if given == SOMETHING_ELSE:
        raise UsageError(
            f"A word for {entry.name} was given under {SOMETHING_ELSE!r}.",
            safe=UNTOUCHED,
            remedy="Strike it: nobody can say how surprising a thing is under what nobody has stated.",
        )
    raise UsageError(
        f"There is no hypothesis {given!r}. The nearest is {nearest(given, named)!r}.",
        safe=UNTOUCHED,
        remedy=f"Use {listed(named)}.",
    )


def _line_meant(entry: Entry, when: Sequence[str]) -> Answer:
    """Return the line of an item that these conditions name; without any, the one for every other case."""
    wanted = []
    for part in when:
        name, equals, states = part.partition("=")
        if not equals or not name.strip() or not states.strip():
            raise UsageError(
                f"{part!r} is no condition.", safe=UNTOUCHED, remedy="Write it as --when variable=state."
            )
        wanted.append((name.strip(), tuple(state.strip() for state in states.split(","))))
    for _, line in word_lines(entry):
        if conditions(line.when) == conditions(tuple(wanted)):
            return line
    lines = [" ".join(_as_options(line)) or "no --when" for _, line in word_lines(entry)]
    where = f"where {said_when(tuple(wanted))}" if wanted else "without --when"
    raise UsageError(
        f"{entry.name} has no line in words {where}.",
        safe=UNTOUCHED,
        remedy=f"Its lines: {listed(lines)}. Conditions are part of the question and stand in case.toml.",
    )


def _as_options(line: Answer) -> tuple[str, ...]:
    return tuple(f"--when {name}={','.join(states)}" for name, states in line.when)


def in_order(entry: Entry, answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Return answers in the order of the lines they are for; those for lines of an earlier case come last."""
    numbers = {conditions(line.when): number for number, line in word_lines(entry)}
    last = len(entry.answers)
    return tuple(sorted(answers, key=lambda a: numbers.get(conditions(a.when), last)))


def how_to_answer(asked: Asked, entry: Entry) -> str:
    """Return the sentence that shows how an item is answered."""
    named = " ".join(f"--say {h.name}=WORD" for h in asked.question.named)
    return f"Give a word under every hypothesis: twosource answer {asked.siglum} {entry.name} {named}"
