"""Names resolved for scoring: spelling folded, aliases through the product's own list of outlets."""

from collections.abc import Iterable
from functools import cache

from twosource.matching import fold
from twosource.terms import load_table

GENERIC = frozenset({"the", "a", "an", "blog", "newspaper", "magazine", "website"})


def plain(name: str) -> str:
    """Return the folded words of a name without article and sort of medium."""
    words = "".join(c if c.isalnum() else " " for c in fold(name)).split()
    return " ".join(word for word in words if word not in GENERIC) or " ".join(words)


@cache
def aliases() -> dict[str, str]:
    """Return, per plain spelling, the plain name it stands for, after `vocabulary/outlets.toml`."""
    found: dict[str, str] = {}
    for rows in load_table("outlets").values():
        if isinstance(rows, list):
            for name, *others in rows:
                for spelling in (name, *others):
                    found.setdefault(plain(spelling), plain(name))
    return found


def resolve_name(name: str) -> str:
    """Return the one form of a name that its spellings share."""
    spelling = plain(name)
    return aliases().get(spelling, spelling)


def initials_of(names: Iterable[str]) -> frozenset[str]:
    """Return the initials of names of three words and more: "ABC" is two corporations, and both are meant.

    Which one a truth by hand means by an initialism only the page shows; a party of that name the page
    credits is taken for it.
    """
    return frozenset("".join(word[0] for word in name.split()) for name in names if name.count(" ") >= 2)
