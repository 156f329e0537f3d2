"""A text of anybody's as TOML: one line that can neither end early nor look other than it is."""

import unicodedata

_BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
_SHORT = {'"': '\\"', "\\": "\\\\"}


def quoted(text: str) -> str:
    """Return a text as one TOML basic string on one line, with every hidden character shown as its code.

    Line breaks, controls and marks that turn the direction of writing are escaped, so that a name
    can neither end the string nor make the file look other than it is. A lone surrogate, which no
    UTF-8 file can hold, becomes U+FFFD.
    """
    return f'"{"".join(_escaped(letter) for letter in text)}"'


def _escaped(letter: str) -> str:
    if letter in _SHORT:
        return _SHORT[letter]
    if letter.isprintable():
        return letter
    if unicodedata.category(letter) == "Cs":
        return "\\uFFFD"
    code = ord(letter)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def key_of(name: str) -> str:
    """Return a name as a TOML key: bare where it can be, else quoted."""
    return name if name and all(letter in _BARE for letter in name) else quoted(name)
