"""Why a known claim is near a text, in words a person can check on the page."""

from twosource.matching.known_features import Asked, KnownIndex
from twosource.matching.known_words import stems_as_written

MOST_NAMED = 4
RARE = 0.6
"""Rarity from which a shared word is rare: of ten thousand claims fewer than some 40 hold it."""
ALIKE, NEAR = 0.35, 0.55
"""Likeness of letters and of meaning from which it is told; judged."""


def reasons(
    index: KnownIndex, asked: Asked, query: str, claim: int, row: dict[str, float]
) -> tuple[str, ...]:
    """Return what speaks for one claim and then what speaks against it, most telling first."""
    shared = index.shared(asked, claim)
    written = stems_as_written(query, index.parted)
    written_large = asked.words.capitals | asked.words.opening
    names = [word for word in shared if word in written_large and index.is_name(word)]
    numbers = [word for word in shared if word[0].isdigit()]
    rare = [word for word in shared if word not in names and word not in numbers and index.rare(word) >= RARE]
    found = [
        _told("the name", "the names", names, written),
        _told("the number", "the numbers", numbers, written),
        _told("1 rare word:", f"{len(rare)} rare words:", rare, written),
    ]
    authors = [word for word in index.shared_authors(asked, claim) if len(word) > 1 and index.is_name(word)]
    found.append(_told("posted by a name in it:", "posted by a name in it:", authors, written))
    if row["quotation"] >= 0.5:
        found.append("words it quotes")
    if row["month"]:
        found.append("the same month")
    elif row["year"]:
        found.append("the same year")
    if row["meaning"] >= NEAR:
        found.append("near in meaning")
    if not any(found):
        found.append("words spelled alike" if row["letters"] >= ALIKE else "")
        found.append(_told("1 common word:", f"{len(shared)} common words:", list(shared), written))
    against = [
        _told("but it gives the number", "but it gives the numbers", index.other_numbers(asked, claim), {}),
        "but it tells of another year" if row["another year"] else "",
    ]
    return tuple(reason for reason in (*found, *against) if reason)


def _told(one: str, many: str, words: list[str], written: dict[str, str]) -> str:
    """Return a reason that lists words as written, at most `MOST_NAMED`, or nothing where there are none."""
    if not words:
        return ""
    told = list(dict.fromkeys(written.get(word, word) for word in words))
    more = f" and {len(told) - MOST_NAMED} more" if len(told) > MOST_NAMED else ""
    return f"{one if len(words) == 1 else many} {', '.join(told[:MOST_NAMED])}{more}"
