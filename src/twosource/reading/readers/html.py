"""Web pages: the words a reader of the page would see, and what the page says of itself.

Nothing is fetched and nothing is run. What the page would have contacted when opened is written
down, because a trap in a leak looks exactly like that.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version as installed
from typing import BinaryIO, ClassVar

from selectolax.lexbor import LexborHTMLParser, LexborNode

from twosource.ports import Limits, Reading
from twosource.reading.readers.days import with_days
from twosource.reading.readers.encodings import Decoded, decode
from twosource.reading.readers.tidying import tidy_lines

Pairs = tuple[tuple[str, str], ...]

DROPPED = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe", "object"})
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption "  # noqa: SIM905
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html li legend main nav ol option p pre section select "
    "summary table tbody tfoot thead tr ul".split()
)
SPACED = frozenset(
    "p h1 h2 h3 h4 h5 h6 blockquote figcaption caption figure table ul ol pre dl".split()  # noqa: SIM905
)
CELLS = frozenset({"td", "th"})
# Attributes by which a page fetches something as soon as it is shown.
FETCHED = (
    ("img", "src"),
    ("script", "src"),
    ("iframe", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("video", "src"),
    ("audio", "src"),
    ("source", "src"),
    ("input", "src"),
    ("link", "href"),
    ("body", "background"),
)
REMOTE = re.compile(r"(?:https?:)?//[^\s'\"]+", re.IGNORECASE)
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
META = (
    ("publisher", "og:site_name"),
    ("published", "article:published_time"),
    ("published", "date"),
    ("published", "dc.date"),
    ("published", "pubdate"),
    ("byline", "author"),
    ("byline", "article:author"),
    ("title", "og:title"),
    ("url", "og:url"),
)
MAX_REMOTE = 200
# Two control characters that no text holds mark breaks until all of them are known.
PARAGRAPH, LINE = "\x1d", "\x1e"
MARKS = re.compile("[\x1d\x1e]")
PARAGRAPH_ENDS = re.compile("[ \x1e]*\x1d[ \x1d\x1e]*")
LINE_ENDS = re.compile(" *\x1e[ \x1e]*")
SPACES = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class HtmlReader:
    """Reads a web page as one page of text with its headings, paragraphs, cells and captions."""

    name: ClassVar[str] = "html"
    media_types: ClassVar[frozenset[str]] = frozenset({"text/html"})
    version: str = f"1 (selectolax {installed('selectolax')})"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return the page's words and metadata. Raises RefusedError for no known encoding."""
        decoded = decode_html(untrusted_source.read(limits.max_bytes))
        tree = LexborHTMLParser(decoded.text)
        return Reading(
            untrusted_pages=(words_of(tree),),
            untrusted_metadata=(*with_days(metadata_of(tree)), ("encoding", decoded.encoding)),
            failures=decoded.failures,
        )


def decode_html(content: bytes, declared: str = "") -> Decoded:
    """Decode a page by what its mail or its own meta element declares."""
    if not declared and (match := CHARSET.search(content[:4096])):
        declared = match[1].decode("ascii")
    return decode(content, declared)


def html_to_text(text: str) -> str:
    """Return the words of HTML, for readers of formats that carry it inside."""
    return words_of(LexborHTMLParser(text))


def words_of(tree: LexborHTMLParser) -> str:
    """Return the words in order: a line per block, blank lines between paragraphs, tabs between cells."""
    if tree.body is None:
        return ""
    text = "".join(_pieces(tree.body))
    return tidy_lines(LINE_ENDS.sub("\n", PARAGRAPH_ENDS.sub("\n\n", text)))


def _pieces(root: LexborNode) -> Iterator[str]:
    """Yield text and breaks with an explicit stack: hostile pages nest deeper than Python recurses."""
    stack: list[tuple[LexborNode | str, bool]] = [(root, False)]
    while stack:
        node, is_verbatim = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        tag = node.tag or ""
        if tag == "-text":
            text = MARKS.sub("", node.text(deep=False))
            yield text if is_verbatim else SPACES.sub(" ", text)
        elif tag == "br":
            yield "\n"
        elif tag not in DROPPED and not tag.startswith(("_", "-", "!")):
            before, after = _breaks(tag)
            yield before
            stack.append((after, False))
            children = list(node.iter(include_text=True))
            stack.extend((child, is_verbatim or tag == "pre") for child in reversed(children))


def _breaks(tag: str) -> tuple[str, str]:
    """Return what stands before and after an element: marks, since neighbours share one break."""
    if tag in SPACED:
        return PARAGRAPH, PARAGRAPH
    if tag in BLOCKS:
        return LINE, LINE
    return ("", "\t") if tag in CELLS else ("", "")


def metadata_of(tree: LexborHTMLParser) -> Pairs:
    """Return what the page says of itself, and what it would have contacted."""
    said: dict[str, str] = {}
    metas = {
        name.strip().lower(): (node.attributes.get("content") or "").strip()
        for node in tree.css("meta")
        if (name := node.attributes.get("property") or node.attributes.get("name"))
    }
    for name, meta in META:
        if metas.get(meta):
            said.setdefault(name, metas[meta])
    if title := tree.css_first("title"):
        said.setdefault("title", SPACES.sub(" ", title.text()).strip())
    if root := tree.root:
        said["language"] = (root.attributes.get("lang") or "").strip()
        said["direction"] = (root.attributes.get("dir") or "").strip()
    remote = tuple(("would have contacted", address) for address in remote_of(tree))
    return (*((name, value) for name, value in said.items() if value), *remote)


def remote_of(tree: LexborHTMLParser) -> list[str]:
    """Return the addresses the page would fetch when shown, each once, in order, at most 200."""
    found: dict[str, None] = {}
    for tag, attribute in FETCHED:
        for node in tree.css(tag):
            address = (node.attributes.get(attribute) or "").strip()
            if REMOTE.match(address):
                found.setdefault(address)
    for node in tree.css("[style], style"):
        said = f"{node.attributes.get('style') or ''} {node.text() if node.tag == 'style' else ''}"
        for address in re.findall(r"url\(\s*['\"]?((?:https?:)?//[^\s'\")]+)", said, re.IGNORECASE):
            found.setdefault(address)
    return list(found)[:MAX_REMOTE]
