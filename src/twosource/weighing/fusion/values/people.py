"""One person in a list of names, and when two of them can be one.

A person is a surname and given names or initials, folded. Two can be one where the surnames are equal, or
nearly so and long, and the first given name of one begins that of the other (J. Smith, John Smith, Smith),
or a full given name stands elsewhere (W. Richard Stevens, Rich Stevens).
"""

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from twosource.weighing.fusion.values.cleaning import words_of

LONG_NAME = 6
_NO_MARKS = str.maketrans("", "", "-' ")


@dataclass(frozen=True, slots=True)
class Person:
    """A surname, given names in their order, both folded, and the words as written."""

    surname: str
    given: tuple[str, ...] = ()
    written: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """The folded words of the surname and the given names."""
        return (*self.surname.split(), *self.given)

    @property
    def fullness(self) -> int:
        """How much the name tells: letters in all."""
        return len(self.surname) + sum(map(len, self.given))


def can_be_one(a: Person, b: Person) -> bool:
    """Say whether two names can mean one person; a name without given names fits every bearer of it."""
    if len(a.words) > 1 and sorted(a.words) == sorted(b.words):
        return True  # "Gillmer, J. Derge" and "Derge, Gillmer J.": the same words, turned round by somebody
    if not _same_surname(a.surname, b.surname):
        return False
    if not a.given or not b.given:
        return True
    if _fits(a.given[0], b.given[0]):
        return True
    return any(_fits(x, y) for x in a.given for y in b.given if min(len(x), len(y)) > 2)


def _same_surname(a: str, b: str) -> bool:
    a, b = a.translate(_NO_MARKS), b.translate(_NO_MARKS)
    if a == b:
        return True
    # One slip of the pen in a long surname; a short one is another name.
    return min(len(a), len(b)) >= LONG_NAME and a[0] == b[0] and OSA.distance(a, b, score_cutoff=1) <= 1


def _fits(a: str, b: str) -> bool:
    if a.startswith(b) or b.startswith(a):
        return True
    return min(len(a), len(b)) >= 5 and a[0] == b[0] and OSA.distance(a, b, score_cutoff=1) <= 1


def person_first_last(words: list[str], written: str = "") -> Person | None:
    """Return a person from words in the order "First Last", small words kept with the surname."""
    words = _without_trimmings(words)
    if not words or _is_body(words):
        return None
    start = len(words) - 1
    while start > 0 and len(words[start]) == 1:
        start -= 1  # "Snader Jon C": what ends in initials has the surname elsewhere
    if start < len(words) - 1:
        return Person(words[0], tuple(words[1:]), written)
    while start > 1 and words[start - 1] in words_of("particles"):
        start -= 1
    return Person(" ".join(words[start:]), tuple(words[:start]), written)


def person_last_first(last: list[str], first: list[str], written: str = "") -> Person | None:
    """Return a person from the words before and behind a comma."""
    last, first = _without_trimmings(last), _without_trimmings(first)
    if _is_body([*last, *first]):
        return None
    if not last:
        return person_first_last(first, written)
    surname = " ".join(last)
    while len(first) > 1 and first[-1] == last[-1]:
        first.pop()  # "Pease, Robert A. Pease"
    return Person(surname, tuple(first), written)


def _is_body(words: list[str]) -> bool:
    """Say whether words name a body and no person: "Oxford University Press", "Acme Inc."."""
    return any(w in words_of("bodies") for w in words)


def _without_trimmings(words: list[str]) -> list[str]:
    kept = [w for w in words if w not in words_of("titles")] or words
    trimmed = [w for n, w in enumerate(kept) if n == 0 or w not in words_of("suffixes")]
    return [w for w in trimmed if w]
