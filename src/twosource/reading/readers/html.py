"""Web pages: the words a reader of the page would see, and what the page says of itself.

Nothing is fetched and nothing is run. What the page would have contacted when opened is written
down, because a trap in a leak looks exactly like that. The page is read in one pass without a
tree, so that no nesting and no number of attributes makes it slow; a list of what is open is
never kept, only counts.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import BinaryIO, ClassVar

from twosource.evidence.outcome import Failure
from twosource.ports import Limits, Reading
from twosource.reading.failures import failure
from twosource.reading.readers.days import with_days
from twosource.reading.readers.deadline import Deadline, deadline_for
from twosource.reading.readers.encodings import Decoded, decode
from twosource.reading.readers.markup import Token, tokens_of
from twosource.reading.readers.page_traps import PageTraps
from twosource.reading.readers.telegram import is_telegram_page, telegram_page_reading
from twosource.reading.readers.tidying import tidy_lines

Pairs = tuple[tuple[str, str], ...]

# Elements whose content nobody sees who opens the page. Letters drawn in an `svg` are left out with
# it, but a block that stands in one breaks out of it, as in every browser.
DROPPED = frozenset({"noscript", "template", "svg", "object"})
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption "  # noqa: SIM905
    "figure footer form h1 h2 h3 h4 h5 h6 header hr html li legend main nav ol option p pre section select "
    "summary table tbody tfoot thead tr ul".split()
)
SPACED = frozenset(
    "p h1 h2 h3 h4 h5 h6 blockquote figcaption caption figure table ul ol pre dl".split()  # noqa: SIM905
)
CELLS = frozenset({"td", "th"})
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
MAX_SHOWN = 8
# Two control characters that no text holds mark breaks until all of them are known.
PARAGRAPH, LINE = "\x1d", "\x1e"
MARKS = re.compile("[\x1d\x1e]")
BREAKS = re.compile("[ \x1d\x1e]+")
SPACES = re.compile(r"[ \t\r\n]+")
MAX_NAMED = 1000


@dataclass(frozen=True, slots=True)
class HtmlReader:
    """Reads a web page as one page of text with its headings, paragraphs, cells and captions."""

    name: ClassVar[str] = "html"
    media_types: ClassVar[frozenset[str]] = frozenset({"text/html", "application/xhtml+xml"})
    version: str = "3"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return the page's words and metadata. Raises RefusedError for no known encoding."""
        deadline = deadline_for(limits)
        decoded = decode_html(untrusted_source.read(limits.max_bytes))
        page = page_of(decoded.text, deadline)
        if is_telegram_page(decoded.text):
            chat = telegram_page_reading(decoded.text, page.metadata, limits, deadline)
            if any(chat.untrusted_pages):
                return replace(chat, failures=(*decoded.failures, *chat.failures))
        return Reading(
            untrusted_pages=(page.text,),
            untrusted_metadata=(*with_days(page.metadata), ("encoding", decoded.encoding)),
            failures=(*decoded.failures, *page.failures, *deadline.failures(0)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """The words of a page, what it says of itself, what it would have done, and what is doubtful.

    `findings` are also in `metadata`; readers of formats that carry pages inside take them alone.
    """

    text: str
    metadata: Pairs
    findings: Pairs
    failures: tuple[Failure, ...]


def decode_html(content: bytes, declared: str = "") -> Decoded:
    """Decode a page by what its mail or its own meta element declares."""
    if not declared and (match := CHARSET.search(content[:4096])):
        declared = match[1].decode("ascii")
    return decode(content, declared)


def html_to_text(text: str) -> str:
    """Return the words of HTML, for readers of formats that carry it inside."""
    return page_of(text).text


def page_of(text: str, deadline: Deadline | None = None) -> WebPage:
    """Read a page: a line per block, blank lines between paragraphs, tabs between cells.

    Every element is closed where it says so or where the next of its kind begins; which element
    holds which is not followed further, since words in order need no more.
    """
    words, about, broken = _Words(), _About(), dict[str, None]()
    for token in tokens_of(text.replace("\r\n", "\n").replace("\r", "\n")):
        if deadline and deadline.is_over():
            break
        if token.kind == "broken":
            broken.setdefault(token.text)
        about.take(token)
        words.take(token)
    if words.dropping:
        broken.setdefault(f"An element ({words.dropping})")
    return WebPage(
        text=words.text(),
        metadata=tuple(about.metadata()),
        findings=tuple(about.traps.found.pairs()),
        failures=tuple(failure("never_ends", what=what) for what in list(broken)[:MAX_SHOWN]),
    )


@dataclass(slots=True)
class _Words:
    """Collects words and the breaks between them; `cells` tells for each table whether a cell is open."""

    pieces: list[str] = field(default_factory=list)
    cells: list[bool] = field(default_factory=lambda: [False])
    has_open_paragraph: bool = False
    n_verbatim: int = 0
    is_after_pre: bool = False
    dropping: str = ""
    n_dropping: int = 0

    def take(self, token: Token) -> None:
        """Add what one piece of the page brings to its words."""
        name = token.name
        if self.dropping:
            self._drop(token)
            if self.dropping or name in DROPPED:
                return
        if token.kind == "text":
            self._take_text(token)
        elif token.kind == "open":
            self.is_after_pre = name == "pre"
            if name in DROPPED:
                self.dropping, self.n_dropping = name, 1
            elif name == "br":
                self.pieces.append("\n")
            else:
                self._open(name)
        elif token.kind == "close":
            self._close(name)

    def text(self) -> str:
        """Return the words, with every run of breaks as one."""
        return tidy_lines(BREAKS.sub(_break, "".join(self.pieces)))

    def _drop(self, token: Token) -> None:
        """Count what opens and closes inside something nobody sees."""
        if token.kind == "open" and self.dropping == "svg" and token.name in BLOCKS:
            self.dropping = ""
        elif token.name == self.dropping and token.kind in ("open", "close"):
            self.n_dropping += 1 if token.kind == "open" else -1
            if not self.n_dropping:
                self.dropping = ""

    def _take_text(self, token: Token) -> None:
        text = MARKS.sub("", token.text)
        if self.is_after_pre:
            text, self.is_after_pre = text.removeprefix("\n"), False
        if token.name != "title":  # a page's title is something said of it, and not among its words
            self.pieces.append(text if self.n_verbatim else SPACES.sub(" ", text))

    def _open(self, name: str) -> None:
        if name in CELLS or name == "tr":
            self._end_cell()
        if self.has_open_paragraph and name in BLOCKS:
            self.pieces.append(PARAGRAPH)
            self.has_open_paragraph = False
        self.pieces.append(_break_of(name))
        if name == "table":
            self.cells.append(False)
        elif name in CELLS:
            self.cells[-1] = True
        elif name == "p":
            self.has_open_paragraph = True
        elif name == "pre":
            self.n_verbatim += 1

    def _close(self, name: str) -> None:
        if name == "br":
            self.pieces.append("\n")
        elif name in CELLS or name == "tr":
            self._end_cell()
        elif name == "table" and len(self.cells) > 1:
            self._end_cell()
            self.cells.pop()
        elif name == "pre":
            self.n_verbatim = max(0, self.n_verbatim - 1)
        elif name == "p":
            self.has_open_paragraph = False
        self.pieces.append(_break_of(name))

    def _end_cell(self) -> None:
        if self.cells[-1]:
            self.pieces.append("\t")
            self.cells[-1] = False


def _break_of(name: str) -> str:
    """Return the mark on both sides of an element: neighbours share one break."""
    if name in SPACED:
        return PARAGRAPH
    return LINE if name in BLOCKS else ""


def _break(run: re.Match[str]) -> str:
    """Return what a run of spaces and marks comes to; matched as a whole, so that no run is read twice."""
    if PARAGRAPH in run[0]:
        return "\n\n"
    return "\n" if LINE in run[0] else run[0]


@dataclass(slots=True)
class _About:
    """Collects what a page says of itself and what it would contact when shown."""

    metas: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    traps: PageTraps = field(default_factory=PageTraps)

    def take(self, token: Token) -> None:
        """Add what one piece of the page says of it."""
        self.traps.take(token)
        if token.kind == "text" and token.name == "title":
            self.said.setdefault("title", SPACES.sub(" ", token.text).strip())
        elif token.kind == "open" and token.said:
            self._opened(token.name, token.said)

    def metadata(self) -> Iterator[tuple[str, str]]:
        """Yield (name, value) of what it says and every address it would have contacted."""
        said: dict[str, str] = {}
        for name, meta in META:
            if self.metas.get(meta):
                said.setdefault(name, self.metas[meta])
        yield from ((name, value) for name, value in {**self.said, **said}.items() if value)
        yield from self.traps.found.pairs()

    def _opened(self, tag: str, said: Mapping[str, str]) -> None:
        if tag == "meta" and (name := said.get("property") or said.get("name")):
            if len(self.metas) < MAX_NAMED:
                self.metas[name.strip().lower()] = said.get("content", "").strip()
        elif tag == "html":
            self.said.setdefault("language", said.get("lang", "").strip())
            self.said.setdefault("direction", said.get("dir", "").strip())
