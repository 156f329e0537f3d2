"""Rich text (RTF): its words in order, then notes, comments, headers, deletions and hidden words.

One pass over the control words with a stack of groups. Nothing is drawn in: templates, linked
pictures and objects are named. Control words after the RTF 1.9.1 specification.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, ClassVar

from twosource.ports import Limits, Reading
from twosource.reading.failures import failure, refusal
from twosource.reading.readers.deadline import Deadline, deadline_for
from twosource.reading.readers.findings import PROGRAM, Findings
from twosource.reading.readers.office_parts import instruction, name_of_packed, names_in_object
from twosource.reading.readers.tidying import tidy_lines

TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\"
)
# Where the words of a group belong; a group of any other destination holds no words.
PAGES = {
    "footnote": "notes",
    "header": "header",
    "headerl": "header",
    "headerr": "header",
    "headerf": "header",
    "footer": "footer",
    "footerl": "footer",
    "footerr": "footer",
    "footerf": "footer",
    "annotation": "comments",
    "shptxt": "",
    "pntext": "",
    "listtext": "",
    "fldrslt": "",
    "result": "",
    "rtf": "",
}
SKIPPED = frozenset(
    "fonttbl colortbl stylesheet listtable listoverridetable rsidtbl generator pict "  # noqa: SIM905
    "themedata datastore colorschememapping latentstyles xmlnstbl mmathPr filetbl revtbl pnseclvl "
    "fontemb fontfile panose falt blipuid nonshppict shpinst sp sn sv objdata objclass objname objalias "
    "bkmkstart bkmkend wgrffmtfilter passwordhash docvar private protusertbl userprops staticval "
    "propname linkval title author operator subject keywords comment doccomm company manager category "
    "hlinkbase creatim revtim printim buptim template fldinst datafield ftnsep ftnsepc ftncn aftnsep "
    "aftnsepc aftncn atnid atnauthor atntime atndate atnref atnparent xe tc tcn rxe txe mhtmltag "
    "htmltag info".split()
)
SAYING = {
    "title": "title",
    "author": "byline",
    "operator": "changed by",
    "company": "organisation",
    "subject": "subject",
    "keywords": "keywords",
    "doccomm": "description",
    "manager": "manager",
}
DAYS = {"creatim": "created", "revtim": "changed", "printim": "printed"}
# Words whose letters are kept to be looked at, though they are no words of the page.
KEPT = frozenset(
    {
        *SAYING,
        "fldinst",
        "template",
        "objclass",
        "objname",
        "objdata",
        "atnauthor",
        "atnid",
        "hlinkbase",
        "linkval",
    }
)
LETTERS = {
    "par": "\n",
    "line": "\n",
    "sect": "\n",
    "page": "\n",
    "tab": "\t",
    "cell": "\t",
    "nestcell": "\t",
    "row": "\n",
    "nestrow": "\n",
    "emdash": "\u2014",
    "endash": "\u2013",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "bullet": "\u2022",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
}
SYMBOLS = {"~": "\u00a0", "_": "\u2011", "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n"}
# Character sets of fonts by number, and what code page they mean (RTF 1.9.1, \fcharset).
CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
MAX_KEPT = 2_000_000
MAX_OPEN = 100_000


@dataclass(frozen=True, slots=True)
class RichTextReader:
    """Reads RTF: page 1 is the body, further pages are headers, notes, comments, what was struck out."""

    name: ClassVar[str] = "rich text"
    media_types: ClassVar[frozenset[str]] = frozenset({"application/rtf", "text/rtf"})
    version: str = "1"

    def read(self, untrusted_source: BinaryIO, limits: Limits) -> Reading:
        """Return words and properties. Raises RefusedError where it is no RTF."""
        deadline = deadline_for(limits)
        content = untrusted_source.read(limits.max_bytes).decode("latin-1")
        if "{\\rt" not in content[:1000]:
            raise refusal("damaged", label="rich text", reason="it does not begin as RTF does")
        walk = read_rich_text(content, deadline)
        pages = [(label, text) for label, text in walk.pages() if text.strip() or label == "body"]
        failures = [] if walk.is_whole or deadline.over else [failure("broken_off", label="rich text")]
        return Reading(
            untrusted_pages=tuple(text for _, text in pages),
            untrusted_page_labels=tuple(label for label, _ in pages),
            untrusted_metadata=(*walk.about(), *walk.found.pairs()),
            failures=(*failures, *deadline.failures(len(pages))),
        )


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds inside one pair of braces."""

    where: str = ""
    kept: str = ""
    codec: str = "cp1252"
    n_skip: int = 1
    is_hidden: bool = False
    is_deleted: bool = False
    is_plain_only: bool = False


@dataclass(slots=True)
class Walk:
    """One pass: words by page, what was kept beside them, what was found."""

    deadline: Deadline
    found: Findings = field(default_factory=Findings)
    words: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    kept: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    n_kept: int = 0
    said: list[tuple[str, str]] = field(default_factory=list)
    group: _Group = field(default_factory=_Group)
    open: list[_Group] = field(default_factory=list)
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    default: str = "cp1252"
    raw: bytearray = field(default_factory=bytearray)
    hidden: list[str] = field(default_factory=list)
    stamp: dict[str, int] = field(default_factory=dict)
    n_to_skip: int = 0
    at: int = 0
    is_optional: bool = False
    is_whole: bool = False

    def pages(self) -> Iterator[tuple[str, str]]:
        """Yield (label, text), the body first."""
        for label in ("", "header", "footer", "notes", "comments", "struck out"):
            yield label or "body", tidy_lines("".join(self.words.get(label, ())))

    def about(self) -> Iterator[tuple[str, str]]:
        """Yield what the document says of itself."""
        for name, label in SAYING.items():
            if value := "".join(self.kept.get(name, ())).strip():
                yield label, value
        yield from self.said

    def text(self, letters: str) -> None:
        """Add letters where the open group says they belong."""
        if self.n_to_skip:
            taken = min(self.n_to_skip, len(letters))
            letters, self.n_to_skip = letters[taken:], self.n_to_skip - taken
        if not letters:
            return
        group = self.group
        if group.kept:
            if self.n_kept < MAX_KEPT:
                self.kept[group.kept].append(letters)
                self.n_kept += len(letters)
            return
        if group.where == "skip" or group.is_plain_only:
            return
        if group.is_hidden and letters.strip():
            self.hidden.append(letters)
        self.words["struck out" if group.is_deleted else group.where].append(letters)

    def flush(self) -> None:
        """Turn the bytes waiting into letters by the code page in force."""
        if self.raw:
            letters, self.raw = bytes(self.raw).replace(b"\0", b""), bytearray()
            try:
                text = letters.decode(
                    self.group.codec, "strict" if self.group.codec == "utf-8" else "replace"
                )
            except (LookupError, UnicodeDecodeError):
                text = letters.decode("cp1252", "replace")
            self.text(text)


def read_rich_text(content: str, deadline: Deadline) -> Walk:
    """Walk through RTF given as one character for each byte."""
    walk = Walk(deadline)
    while (match := TOKEN.match(content, walk.at)) is not None and not deadline.is_over():
        walk.at = match.end()
        word, number, code, symbol, brace, plain = match.groups()
        if code:
            if walk.n_to_skip:
                walk.n_to_skip -= 1
            else:
                walk.raw.append(int(code, 16))
        elif plain is not None:
            walk.raw.extend(plain.encode("latin-1")) if _is_narrow(walk) else walk.text(plain)
            continue
        else:
            walk.flush()
            if brace:
                _brace(walk, brace)
            elif word:
                _control(walk, word, None if number is None else int(number))
            elif symbol == "*":
                walk.is_optional = True
            elif symbol:
                walk.text(SYMBOLS.get(symbol, ""))
    walk.flush()
    _look(walk)
    return walk


def _is_narrow(walk: Walk) -> bool:
    """Say whether plain letters may be bytes of a code page; letters to be passed over are counted singly."""
    return not walk.n_to_skip and not walk.group.kept


def _brace(walk: Walk, brace: str) -> None:
    walk.n_to_skip, walk.is_optional = 0, False
    if brace == "{":
        if len(walk.open) < MAX_OPEN:
            walk.open.append(walk.group)
        return
    ended, walk.group = walk.group, walk.open.pop() if walk.open else _Group()
    if not walk.open:
        walk.is_whole = True
    if ended.kept and ended.kept != walk.group.kept:
        _end_of_kept(walk, ended.kept)
    if ended.is_hidden and not walk.group.is_hidden and walk.hidden:
        walk.found.hide("".join(walk.hidden))
        walk.hidden = []


def _end_of_kept(walk: Walk, name: str) -> None:
    """Look at what a group held beside the words as soon as it ends."""
    if name == "fldinst":
        instruction("".join(walk.kept.pop(name, ())), walk.found)
    elif name == "objdata":
        _object("".join(walk.kept.pop(name, ())), walk.found)
    elif name in DAYS and walk.stamp:
        stamp, walk.stamp = walk.stamp, {}
        day = "-".join(f"{stamp.get(part, 0):02d}" for part in ("yr", "mo", "dy"))
        walk.said.append((DAYS[name], f"{day}T{stamp.get('hr', 0):02d}:{stamp.get('min', 0):02d}"))
    elif name == "atnauthor":
        author = "".join(walk.kept.pop(name, ())).strip()
        walk.words["comments"].append(f"\n{author}: ")


def _control(walk: Walk, word: str, number: int | None) -> None:
    """Do what one control word says."""
    is_optional, walk.is_optional = walk.is_optional, False
    if word == "u" and number is not None:
        walk.n_to_skip = 0
        walk.text(_letter(number))
        walk.n_to_skip = walk.group.n_skip
        return
    walk.n_to_skip = 0
    if word == "bin":
        walk.at += max(0, number or 0)
    elif (change := CHANGES.get(word)) is not None:
        change(walk, number)
    elif word in LETTERS:
        walk.text(LETTERS[word])
    elif word in PAGES:
        where = PAGES[word] or ("" if walk.group.where == "skip" else walk.group.where)
        walk.group = replace(walk.group, where=where, kept="")
    elif word in SKIPPED or word in DAYS:
        is_kept = word in KEPT or word in DAYS
        walk.group = replace(walk.group, where="skip", kept=word if is_kept else "")
    elif word in ("yr", "mo", "dy", "hr", "min"):
        walk.stamp[word] = number or 0
    elif word in ("objautlink", "objlink", "objupdate", "objocx"):
        walk.found.add(PROGRAM, f"an object that is followed when it is opened ({word})")
    elif is_optional:
        walk.group = replace(walk.group, where="skip", kept="")


def _font(walk: Walk, number: int | None) -> None:
    walk.font = number or 0
    codec = walk.fonts.get(walk.font, walk.default)
    walk.group = replace(walk.group, codec=walk.default if codec == "cp1252" else codec)


def _charset(walk: Walk, number: int | None) -> None:
    walk.fonts[walk.font] = CHARSETS.get(number or 0, walk.default)


def _page(walk: Walk, number: int | None) -> None:
    walk.default = {65001: "utf-8", 10000: "mac_roman", 936: "gb18030"}.get(
        number or 0, f"cp{number or 1252}"
    )
    walk.group = replace(walk.group, codec=walk.default)


def _hide(walk: Walk, number: int | None) -> None:
    walk.group = replace(walk.group, is_hidden=number != 0)


def _delete(walk: Walk, number: int | None) -> None:
    walk.group = replace(walk.group, is_deleted=number != 0)


def _plain_only(walk: Walk, number: int | None) -> None:
    walk.group = replace(walk.group, is_plain_only=number != 0)


def _skip(walk: Walk, number: int | None) -> None:
    walk.group = replace(walk.group, n_skip=min(max(number if number is not None else 1, 0), 16))


def _plain(walk: Walk, number: int | None) -> None:  # noqa: ARG001 - the signature of every change
    walk.group = replace(walk.group, is_hidden=False, is_deleted=False)


CHANGES: dict[str, Callable[[Walk, int | None], None]] = {
    "f": _font,
    "fcharset": _charset,
    "ansicpg": _page,
    "uc": _skip,
    "v": _hide,
    "deleted": _delete,
    "htmlrtf": _plain_only,
    "plain": _plain,
}


def _letter(number: int) -> str:
    """Return the letter of a \\u word; halves of a pair come one after another and are joined at the end."""
    return chr(number & 0xFFFF)


def _object(digits: str, found: Findings) -> None:
    """Name what is packed into an object, given as hexadecimal digits; its class stands at its head."""
    content = bytes.fromhex("".join(re.findall(r"[0-9a-fA-F]{2}", digits[:MAX_KEPT])))
    length = int.from_bytes(content[8:12], "little")
    kind = content[12 : 12 + min(length, 100)].rstrip(b"\0").decode("cp1252", "replace")
    at = content.find(bytes.fromhex("d0cf11e0a1b11ae1"))
    names = names_in_object(content[at:]) if at >= 0 else []
    if kind == "Package" and not names:
        body = content.find(b"\x02\x00", 12 + length)
        names = [name for name in (name_of_packed(b"\0\0\0\0" + content[body : body + 1000]),) if name]
    for name in names or [f"object of {kind or 'an unnamed program'}"]:
        found.embed(name)
    if kind.lower().startswith(
        ("equation", "htmlfile", "script", "otkloadr", "forms.", "shell.", "mscomctl")
    ):
        found.add(PROGRAM, f"object of {kind}")


def _look(walk: Walk) -> None:
    """Note templates and other addresses, and join letters that were given in halves."""
    for name in ("template", "hlinkbase", "linkval"):
        walk.found.contact("".join(walk.kept.get(name, ())).strip())
    for name, pieces in list(walk.words.items()):
        text = "".join(pieces)
        walk.words[name] = [text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")]
