"""The languages a page may be recognised in: their scripts, and what their data is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from twosource.terms import load_table

LATIN = "Latin"
RIGHT_TO_LEFT = frozenset({"Arabic", "Hebrew"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadableLanguage:
    """One language: ISO 639-3 code, name, script, and the name Tesseract gives its data."""

    code: str
    label: str
    script: str
    data: str

    @property
    def package(self) -> str:
        """The Debian package that holds its data."""
        return f"tesseract-ocr-{self.data.replace('_', '-')}"


@cache
def known_languages() -> Mapping[str, ReadableLanguage]:
    """Return the languages of `vocabulary/recognition.toml` by code."""
    rows = load_table("recognition")["languages"]
    return {
        row["code"]: ReadableLanguage(
            code=row["code"],
            label=row["label"],
            script=row["script"],
            data=row.get("tesseract", row["code"]),
        )
        for row in rows
    }


def language_named(code: str) -> ReadableLanguage:
    """Return a language by its code; one the vocabulary lacks is taken to be in Latin script."""
    known = known_languages().get(code)
    return known or ReadableLanguage(code=code, label=code, script=LATIN, data=code)


def code_of_data(data: str) -> str:
    """Return the ISO 639-3 code of Tesseract's language data of that name."""
    found = (one.code for one in known_languages().values() if one.data == data)
    return next(found, data)


def scripts_of(codes: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the codes by script, both in the order given."""
    found: dict[str, tuple[str, ...]] = {}
    for code in codes:
        script = language_named(code).script
        found[script] = (*found.get(script, ()), code)
    return found
