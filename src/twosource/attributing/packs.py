"""Language packs: the words of one language in one file, loaded when a text is in that language.

A pack is `vocabulary/languages/<code>.toml`; English has the shared tables. A form may name a
class of endings in braces, `afirm{ar}`: the pack's `[endings]` say which it takes, so that a
translator writes a stem once and every case or tense of it is found.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product
from typing import Any

from twosource.terms import load_table

_SHARED = "en"


@cache
def pack_for(code: str) -> Mapping[str, Any]:
    """Return `cues` (rows), `grammar`, `roles`, and the pack's own `hedges` and `access`.

    Endings are spelled out. Raises FileNotFoundError for a language without a pack.
    """
    if code == _SHARED:
        return {
            "cues": load_table("cues")["cues"],
            "grammar": load_table("grammar")[_SHARED],
            "roles": load_table("roles")[_SHARED],
        }
    table = load_table(f"languages/{code}")
    endings = table.get("endings", {})
    spelled = {name: _spelled(value, endings) for name, value in table.items() if name != "endings"}
    return {name: value for name, value in spelled.items() if not isinstance(value, str)}


def _spelled(value: Any, endings: Mapping[str, list[str]]) -> Any:
    if isinstance(value, dict):
        return {name: _spelled(inner, endings) for name, inner in value.items()}
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return list(dict.fromkeys(form for item in value for form in spell(item, endings)))
    if isinstance(value, list):
        return [_spelled(inner, endings) for inner in value]
    return value


def spell(form: str, endings: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield a form with every ending its braces name; KeyError where the pack has no such class."""
    pieces: list[tuple[str, ...]] = []
    rest = form
    while "{" in rest:
        before, after = rest.split("{", 1)
        name, rest = after.split("}", 1)
        pieces += [(before,), tuple(endings[name])]
    pieces.append((rest,))
    yield from ("".join(parts) for parts in product(*pieces))
