"""Reading a TOML table strictly: an unknown key or a wrong type is a sentence, never a guess.

A misspelt key that is passed over in silence changes an assessment without anybody knowing,
so every table says which keys it knows, and a message names the key, where it stands and the
nearest key that is known.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from twosource.dates import UNDATED, DateSpan, day, parse_span
from twosource.errors import DeclarationError

E = TypeVar("E", bound=StrEnum)
_TYPES: dict[type, str] = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "a table",
}


SLIP = 0.6
"""How alike in letters an unknown key has to be to a known one before that is offered in its place."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that looks most like this one; an empty text where none is known."""
    found = get_close_matches(word, list(known), n=1, cutoff=0.0)
    return found[0] if found else ""


def alike(word: str, known: Iterable[str]) -> str:
    """Return the known word that this one is probably a slip of; an empty text where none is near."""
    found = get_close_matches(word, list(known), n=1, cutoff=SLIP)
    return found[0] if found else ""


def listed(words: Iterable[str]) -> str:
    """Return words for a message: `"a", "b", "c"`."""
    return ", ".join(f'"{word}"' for word in words)


def type_name(value: object) -> str:
    """Return what kind of value this is, in the words of a message."""
    return _TYPES.get(type(value), "a date" if isinstance(value, date) else type(value).__name__)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of `case.toml`: its values, the name of the file, and the place in it.

    A place is written as a person would look for it: `question.contact.items number 2 (letter_2)`.
    Raises DeclarationError where it is no table or holds a key outside `known`. With `known`
    None any key is allowed: the keys are names somebody chose.
    """

    values: Mapping[str, Any]
    source: str
    place: str = ""
    known: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.values, Mapping):
            key = self.known[0] if self.known else "key"
            raise DeclarationError(
                f"{self.where} must be a table, not {type_name(self.values)}.",
                remedy=f"Write it as {{ {key} = ... }}.",
            )
        for name in self.values if self.known is not None else ():
            self._check_known(name)

    @property
    def where(self) -> str:
        """Where the table stands, for a message."""
        return f"{self.source}, {self.place or 'at the top'}"

    def _check_known(self, name: str) -> None:
        known = self.known or ()
        if name not in known:
            near = alike(name, known)
            raise DeclarationError(
                f'{self.where} holds the unknown key "{name}".'
                + (f' The nearest key known there is "{near}".' if near else ""),
                remedy=f"Mend the key or take it out; known there are {listed(known)}.",
            )

    def fail(self, name: str, problem: str, remedy: str | None = None) -> DeclarationError:
        """Return the error for one key, to be raised: where, which key, what is wrong."""
        return DeclarationError(f'{self.where}: "{name}" {problem}', remedy=remedy)

    def has(self, name: str) -> bool:
        """Say whether the key stands there."""
        return name in self.values

    def _typed(self, name: str, types: tuple[type, ...], default: Any) -> Any:
        if name not in self.values:
            if default is None:
                raise self.fail(name, "is missing.", f"Add {name} = ... to {self.where}.")
            return default
        value = self.values[name]
        if type(value) not in types:
            raise self.fail(name, f"must be {_TYPES[types[0]]}, not {type_name(value)}.")
        return value

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; required and not blank where no default is given."""
        value: str = self._typed(name, (str,), default)
        if default is None and not value.strip():
            raise self.fail(name, "is empty.")
        return value

    def flag(self, name: str, default: bool) -> bool:
        """Return true or false."""
        value: bool = self._typed(name, (bool,), default)
        return value

    def number(
        self, name: str, default: float | None = None, low: float = 0.0, high: float = math.inf
    ) -> float:
        """Return a number from low to high."""
        return self._within(name, float(self._typed(name, (float, int), default)), low, high)

    def whole(self, name: str, default: int, low: int = 0, high: float = math.inf) -> int:
        """Return a whole number from low to high."""
        value: int = self._typed(name, (int,), default)
        self._within(name, value, low, high)
        return value

    def _within(self, name: str, value: float, low: float, high: float) -> float:
        if not (math.isfinite(value) and low <= value <= high):
            above = f" to {high:g}" if math.isfinite(high) else " or more"
            raise self.fail(name, f"must be {low:g}{above}, not {value:g}.")
        return value

    def texts(self, name: str, default: tuple[str, ...] | None = ()) -> tuple[str, ...]:
        """Return a list of texts, none of them blank."""
        values = self._typed(name, (list,), None if default is None else list(default))
        for value in values:
            if not isinstance(value, str) or not value.strip():
                raise self.fail(name, "must be a list of texts, none of them empty.")
        if default is None and not values:
            raise self.fail(name, "must name at least one.")
        return tuple(values)

    def numbers(self, name: str, high: float = math.inf) -> tuple[float, ...]:
        """Return a list of numbers from 0 to high; required."""
        values = self._typed(name, (list,), None)
        for value in values:
            if type(value) not in (int, float):
                raise self.fail(name, f"must be a list of numbers, and holds {type_name(value)}.")
            self._within(name, value, 0.0, high)
        return tuple(float(value) for value in values)

    def word(self, name: str, words: type[E], default: E | None = None) -> E:
        """Return one word of a closed list."""
        known = [str(word) for word in words]
        if default is None and not self.has(name):
            raise self.fail(name, "is missing.", f"Add {name} = one of {listed(known)}.")
        value = self.text(name, default)
        if value not in known:
            raise self.fail(
                name,
                f'is "{value}", which is not one of its words. The nearest is "{nearest(value, known)}".',
                f"Use one of {listed(known)}.",
            )
        return words(value)

    def span(self, name: str) -> DateSpan:
        """Return an uncertain date: `2016`, `2016-03`, `2016-03-27`, or two with `/`; undated without."""
        value = self.values.get(name, "")
        if isinstance(value, datetime):
            return day(value.date(), value.isoformat())
        if isinstance(value, date):
            return day(value, value.isoformat())
        try:
            return parse_span(text) if (text := self.text(name, "")) else UNDATED
        except ValueError as error:
            raise self.fail(
                name,
                f'is "{value}", which is no date.',
                "Write 2016, 2016-03, 2016-03-27, or two of these with / between; .. leaves a side open.",
            ) from error

    def table(self, name: str, known: tuple[str, ...] | None) -> "Table":
        """Return the table under a key; an empty one where the key is missing."""
        return Table(self.values.get(name, {}), self.source, self._inside(name), known)

    def named(self, name: str, known: tuple[str, ...]) -> Iterator[tuple[str, "Table"]]:
        """Yield (name somebody chose, table) for every table under a key, in order."""
        for chosen, values in self.table(name, None).values.items():
            yield chosen, Table(values, self.source, f"{self._inside(name)}.{chosen}", known)

    def tables(self, name: str, known: tuple[str, ...]) -> Iterator["Table"]:
        """Yield every table of a list of tables, numbered from 1 in its place."""
        for number, values in enumerate(self._typed(name, (list,), []), 1):
            title = values.get("name") if isinstance(values, Mapping) else None
            label = f" ({title})" if isinstance(title, str) else ""
            yield Table(values, self.source, f"{self._inside(name)} number {number}{label}", known)

    def _inside(self, name: str) -> str:
        return f"{self.place}.{name}" if self.place else name
