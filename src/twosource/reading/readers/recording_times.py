"""How long recordings last and what their tags are called, in the same words for every format."""

NAMES = {
    "tit2": "title",
    "tt2": "title",
    "title": "title",
    "inam": "title",
    "\u00a9nam": "title",
    "name": "title",
    "tpe1": "byline",
    "tp1": "byline",
    "artist": "byline",
    "iart": "byline",
    "\u00a9art": "byline",
    "author": "byline",
    "talb": "album",
    "tal": "album",
    "album": "album",
    "iprd": "album",
    "\u00a9alb": "album",
    "comm": "description",
    "com": "description",
    "comment": "description",
    "icmt": "description",
    "\u00a9cmt": "description",
    "description": "description",
    "desc": "description",
    "tdrc": "recorded",
    "tyer": "recorded",
    "tye": "recorded",
    "date": "recorded",
    "icrd": "recorded",
    "\u00a9day": "recorded",
    "year": "recorded",
    "tdat": "recorded on",
    "tsse": "program",
    "tenc": "program",
    "encoder": "program",
    "isft": "program",
    "\u00a9too": "program",
    "\u00a9swr": "program",
    "\u00a9mak": "camera make",
    "\u00a9mod": "camera model",
    "uslt": "words of a song",
    "lyrics": "words of a song",
    "genre": "genre",
    "tcon": "genre",
    "copyright": "rights",
    "tcop": "rights",
    "txxx": "note",
    "woas": "source",
    "wxxx": "source",
    "wcom": "source",
    "purl": "source",
}
MAX_SECONDS = 10_000_000
MAX_VALUE = 1000


def shown_length(seconds: float) -> str:
    """Return a length as hours, minutes and seconds; empty where it makes no sense."""
    if not 0 < seconds < MAX_SECONDS:
        return ""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def tag(name: str, value: str) -> list[tuple[str, str]]:
    """Return a tag under the name all formats share, or under its own."""
    short = " ".join(value.replace("\0", " ").split())[:MAX_VALUE]
    return [(NAMES.get(name.lower(), f"tag {name}"[:60]), short)] if short else []
