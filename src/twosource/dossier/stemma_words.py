"""The fixed words of a stemma in the language of its page: numbers, dates, reasons, heads of its table."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from twosource.dossier.wording import NBSP, number
from twosource.terms import load_table

Words = Mapping[str, str]
NAMES_SHOWN = 2


@cache
def words_for(language: str) -> Words:
    """Return the fixed words of a language, English where it has none. Lists are joined by a bar."""
    table = load_table("stemma")["languages"]
    chosen = {**table["en"], **table.get(language, {})}
    return {key: "|".join(value) if isinstance(value, list) else value for key, value in chosen.items()}


def reports(n: int, words: Words, *, in_figures: bool = False) -> str:
    """Return a number of reports: "one report", "13 reports"; "5 reports" in figures."""
    if in_figures and n > 1:
        return words["reports"].format(n=f"{n:,}")
    return words["report"] if n == 1 else words["reports"].format(n=number(n) if _counts(words) else f"{n:,}")


def parties(n: int, words: Words) -> str:
    """Return a number of parties that published nothing the desk holds."""
    return words["parties"].format(n=number(n) if _counts(words) else f"{n:,}")


def starts(n: int, words: Words) -> str:
    """Return a number of starting points that published nothing the desk holds."""
    return words["starts"].format(n=number(n) if _counts(words) else f"{n:,}")


def run_of(n: int, words: Words) -> str:
    """Return how many hands stand one after another."""
    return words["run"].format(n=number(n) if _counts(words) else f"{n:,}")


def _counts(words: Words) -> bool:
    """Say whether small numbers are written in words: where the number comes first, as in English."""
    return words["reports"].startswith("{n}")


def some_of(names: Sequence[str], words: Words, shown: int = NAMES_SHOWN) -> str:
    """Return some names and how many more there are: "Outlet 1, Outlet 2 and 36 more", never "and 1 more"."""
    more = len(names) - shown
    listed = ", ".join(names[:shown] if more > 1 else names)
    return f"{listed} {words['more'].format(n=f'{more:,}')}" if more > 1 else listed


def day_in_words(day: date, words: Words, *, with_year: bool = True) -> str:
    """Return a day as short as it can be read: "3 May 2016", "3 May"."""
    month = words["months"].split("|")[day.month - 1]
    pattern = words["day"] if with_year else words["short_day"]
    return pattern.format(day=day.day, month=month, number=day.month, year=day.year).replace(" ", NBSP)


def span_in_words(first: date | None, last: date | None, words: Words, *, with_year: bool = True) -> str:
    """Return a stretch of time: "3 May 2016", "3–9 May 2016", "3 May–9 June 2016"; empty where unknown."""
    if first is None or last is None or first == last:
        known = first or last
        return day_in_words(known, words, with_year=with_year) if known else ""
    end = day_in_words(last, words, with_year=with_year)
    if (first.year, first.month) == (last.year, last.month) and words["day"].startswith("{day} "):
        return f"{first.day}–{end}"
    start = day_in_words(first, words, with_year=first.year != last.year)
    return f"{start}–{end}" if " " in words["day"] else f"{start} – {end}"
