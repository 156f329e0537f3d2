"""Methods, limits, how to verify, and what is missing before anything can be weighed.

These sentences need no evidence because they say how the page was made; the gate holds them to
that. They are data: `vocabulary/dossier.toml` keeps them per language.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from twosource.dossier.contexts import Needs, Sentence, Table, VerifySection
from twosource.dossier.shelf import Shelf, explain
from twosource.dossier.wording import capital, count, stopped
from twosource.terms import load_table


def words(language: str) -> Mapping[str, Any]:
    """Return the fixed words of a page in a language, in English where that language has none."""
    table = load_table("dossier")
    chosen = table["languages"].get(language, {})
    fallback: Mapping[str, Any] = table["languages"]["en"]
    return {key: chosen.get(key, value) for key, value in fallback.items()}


def page_direction(language: str) -> str:
    """Return the direction of a page: ltr or rtl."""
    return str(words(language)["direction"])


def labels(language: str) -> Mapping[str, str]:
    """Return the headings of a page: those of the language, with English where it lacks one."""
    table = load_table("dossier")["languages"]
    return {**table["en"]["labels"], **table.get(language, {}).get("labels", {})}


def _told(language: str, key: str) -> tuple[Sentence, ...]:
    table = load_table("dossier")["languages"]
    spoken = language if key in table.get(language, {}) else "en"
    return tuple(explain(text, spoken) for text in table[spoken][key])


@cache
def fixed_sentences() -> frozenset[str]:
    """Return the reviewed sentences about method, as printed: the gate need not read them again."""
    languages = load_table("dossier")["languages"].values()
    keys = ("needs", "methods", "limits", "verify", "unsealed")
    return frozenset(stopped(text) for table in languages for key in keys for text in table.get(key, ()))


def needs(shelf: Shelf) -> Needs:
    """Return what a person must declare before anything is weighed."""
    steps = _told(shelf.material.language, "needs")
    return Needs(text=steps[0], steps=steps[1:])


def methods(shelf: Shelf) -> tuple[Sentence, ...]:
    """Return how the page was made: fixed words, then who read the exhibits."""
    makers = sorted({f"{r.maker} {r.maker_version}".strip() for r in shelf.material.renditions if r.maker})
    told = list(_told(shelf.material.language, "methods"))
    if makers:
        told.append(explain(f"Read with {', '.join(makers[:12])}"))
    levels = sorted({r.sandbox_level for r in shelf.material.renditions})
    if levels:
        told.append(explain(f"Sandbox level of the readers: {', '.join(str(level) for level in levels)}"))
    return tuple(told)


def limits(shelf: Shelf, hidden: int) -> tuple[Sentence, ...]:
    """Return what the page cannot say; `hidden` is the number of names covered by blocks."""
    told = list(_told(shelf.material.language, "limits"))
    if hidden:
        told.append(
            explain(
                f"To protect people, {count(hidden, 'name is', 'names are')} covered by a block of fixed "
                f"width wherever it stands, also inside quoted words; the passages in the case are whole"
            )
        )
    told += [explain(note) for note in shelf.material.notes]
    return tuple(told)


def verify(shelf: Shelf, cited: Iterable[str]) -> VerifySection:
    """Return how a reader checks the page, with the digest of every exhibit relied on."""
    material = shelf.material
    digests = [(shelf.short(e), e) for e in cited if e in shelf.exhibits]
    shown = digests[: material.settings.exhibits_listed]
    left = len(digests) - len(shown)
    table = Table(
        caption="SHA-256 of the exhibits relied on"
        + (f"; {count(left, 'more')} in the case" if left else ""),
        headers=("exhibit", "SHA-256"),
        rows=tuple(shown),
    )
    return VerifySection(
        ledger_size=material.ledger_size,
        ledger_root=material.ledger_root,
        steps=_told(material.language, "verify")
        if material.ledger_root
        else _told(material.language, "unsealed"),
        digests=table if shown else None,
    )


def undecided_note(shelf: Shelf) -> tuple[Sentence, ...]:
    """Return how many pairs of statement and claim wait for a person, if any."""
    waiting = sum(shelf.n_undecided.values())
    if not waiting:
        return ()
    verb = "waits" if waiting == 1 else "wait"
    return (
        explain(f"{capital(count(waiting, 'match', 'matches'))} of statement and claim {verb} for a person"),
    )
