"""Cutting HTML into text, start tags and end tags in one pass, whatever stands in it.

A tree would need every open element at every tag, so that a page of a hundred thousand nested
elements costs minutes; words need no tree. Every byte is looked at a bounded number of times:
what is missing once (the end of a comment, of a script, of a tag) is remembered and not sought
again. Rules after the WHATWG HTML standard, section 13.2.5, with one departure: where a browser
would swallow the rest of the page because something never ends, the rest is kept and that is told.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

# Elements whose content is letters up to their own end tag; of those named False nobody sees it.
RAW = {
    "script": False, "style": False, "iframe": False, "textarea": True, "title": True, "xmp": True,
    "noembed": True, "noframes": True,
}  # fmt: skip
WITH_REFERENCES = frozenset({"textarea", "title"})
NAME = re.compile(r"[a-zA-Z][^\s/>]*")
ATTRIBUTE = re.compile(r"""[\s/]*+([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++)))?""")
TAG_END = re.compile(r"[\s/]*+>")
COMMENT_END = re.compile(r"--!?>")
# What must be read of a tag; a page may hang a million others on it, which are passed over.
KEPT = frozenset(
    "property name content lang dir src href data background style srcset imagesrcset action formaction "  # noqa: SIM905
    "http-equiv poster ping xlink:href manifest archive codebase code classid lowsrc dynsrc longdesc profile "
    "cite usemap srcdoc rel type hidden values from to attributename class title".split()
)
# Under this name stands which event a tag runs a program on.
HANDLER = "on"
NOTHING: Mapping[str, str] = {}


class Token(NamedTuple):
    """One piece of a page: `kind` is text, raw (inside an element that shows none), open, close or broken.

    `name` is the element in lower case; `text` the letters, references resolved; `said` the
    attributes that matter. A broken token says by `text` what never ends.
    """

    kind: str
    name: str = ""
    text: str = ""
    said: Mapping[str, str] = NOTHING


class _Cursor:
    """Where the cutting stands, and what is known not to follow any more."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.missing: set[str] = set()

    def find(self, what: str, pattern: re.Pattern[str], start: int) -> re.Match[str] | None:
        """Return the next match, remembering once for all that there is none."""
        if what in self.missing:
            return None
        found = pattern.search(self.text, start)
        if found is None:
            self.missing.add(what)
        return found


CLOSE_ANGLE = re.compile(">")
RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW}


def tokens_of(text: str) -> Iterator[Token]:
    """Yield the pieces of a page in order, in time linear in its length."""
    cursor = _Cursor(text)
    while cursor.at < len(text):
        start = text.find("<", cursor.at)
        if start < 0:
            yield Token("text", text=unescape(text[cursor.at :]))
            return
        if start > cursor.at:
            yield Token("text", text=unescape(text[cursor.at : start]))
        yield from _after_angle(cursor, start)


def _after_angle(cursor: _Cursor, start: int) -> Iterator[Token]:
    """Cut what begins with `<` at `start`, and move the cursor behind it."""
    text = cursor.text
    if text.startswith("<!--", start):
        yield from _comment(cursor, start)
    elif (name := NAME.match(text, start + 1)) is not None:
        yield from _start_tag(cursor, name)
    elif text.startswith("</", start) and (name := NAME.match(text, start + 2)) is not None:
        yield from _end_tag(cursor, name)
    elif text.startswith(("<!", "<?", "</"), start):
        end = cursor.find(">", CLOSE_ANGLE, start)
        if end is None:
            yield from _rest(cursor, start, "A mark")
        else:
            cursor.at = end.end()
    else:
        cursor.at = start + 1
        yield Token("text", text="<")


def _comment(cursor: _Cursor, start: int) -> Iterator[Token]:
    for short in ("<!-->", "<!--->"):
        if cursor.text.startswith(short, start):
            cursor.at = start + len(short)
            return
    end = cursor.find("-->", COMMENT_END, start + 4)
    if end is not None:
        cursor.at = end.end()
        return
    cursor.at = start + 4
    yield Token("broken", text="A comment")
    yield Token("text", text="<!--")


def _start_tag(cursor: _Cursor, name: re.Match[str]) -> Iterator[Token]:
    said: dict[str, str] = {}
    end = _attributes(cursor.text, name.end(), said)
    if end < 0:
        yield from _rest(cursor, name.start() - 1, "A tag")
        return
    cursor.at = end
    element = name[0].lower()
    yield Token("open", element, said=said)
    if element == "plaintext":
        yield Token("text", text=cursor.text[cursor.at :])
        cursor.at = len(cursor.text)
    elif element in RAW:
        yield from _raw(cursor, element)


def _raw(cursor: _Cursor, element: str) -> Iterator[Token]:
    """Cut the content of an element that holds letters only. One that never ends is told."""
    end = cursor.find(element, RAW_ENDS[element], cursor.at)
    if end is None:
        yield Token("broken", text=f"An element ({element})")
        return
    content = cursor.text[cursor.at : end.start()]
    cursor.at = end.start()
    if element in WITH_REFERENCES:
        content = unescape(content)
    yield Token("text" if RAW[element] else "raw", element, content)


def _end_tag(cursor: _Cursor, name: re.Match[str]) -> Iterator[Token]:
    end = _attributes(cursor.text, name.end(), {})
    if end < 0:
        yield from _rest(cursor, name.start() - 2, "A tag")
        return
    cursor.at = end
    yield Token("close", name[0].lower())


def _attributes(text: str, at: int, said: dict[str, str]) -> int:
    """Read attributes from `at` into `said`, the first of each name; return where the tag ends, or -1."""
    while (end := TAG_END.match(text, at)) is None:
        found = ATTRIBUTE.match(text, at)
        if found is None:
            return -1
        at = found.end()
        name = found[1].lower() if len(found[1]) < 20 else ""
        if name.startswith("on") and len(name) > 3:
            said.setdefault(HANDLER, name)
        if name in KEPT and name not in said:
            said[name] = unescape(found[2] or found[3] or found[4] or "")
    return end.end()


def _rest(cursor: _Cursor, start: int, what: str) -> Iterator[Token]:
    """Keep what follows something that never ends as it stands."""
    cursor.at = len(cursor.text)
    yield Token("broken", text=what)
    yield Token("text", text=cursor.text[start:])
