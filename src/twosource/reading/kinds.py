"""What the parent knows about a kind of exhibit before anybody opens one."""

from functools import cache

from twosource.terms import load_table


@cache
def label_of(media_type: str) -> str:
    """Return a media type in a reporter's words, else the type itself."""
    rows = load_table("media_types")["types"]
    return next((str(row["label"]) for row in rows if row["value"] == media_type), media_type)


@cache
def is_read_alone(media_type: str) -> bool:
    """Say whether exhibits of this kind get a fresh sandbox each (see `vocabulary/sealing.toml`)."""
    table = load_table("sealing")
    return (
        media_type not in table["together"] and media_type.partition("/")[0] not in table["together_families"]
    )
