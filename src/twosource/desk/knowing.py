"""Claims already known: those of this case near to some words, and those of a list checked elsewhere.

The index is built when asked for and kept nowhere: it holds what the case holds.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twosource.desk.answers import resolve
from twosource.desk.assessing import counted_matchings, statements_by_claim
from twosource.desk.workplace import Workplace
from twosource.errors import NotAllowedError, UsageError
from twosource.evidence.claims import Claim
from twosource.evidence.passages import Passage
from twosource.evidence.testimony import Statement
from twosource.ids import parse_siglum
from twosource.matching import KnownClaim, KnownClaims
from twosource.ports import Embedder
from twosource.tagging import open_embedder

COLUMN, MORE_COLUMNS = "claim", ("title", "url")
SEPARATORS = ",;\t"
MOST_BYTES, MOST_ROWS, LONGEST_FIELD = 128 * 1024 * 1024, 200_000, 100_000
MOST_EMBEDDED = 2_000
"""Claims whose meaning is worked out when asked: more would let a person wait for a minute."""
_MARK = re.compile(r"^(?:\[[^\]]*\]\s*)+")
UNREAD = "The case was not changed and nothing was compared."


@dataclass(frozen=True, slots=True, kw_only=True)
class NearClaim:
    """A claim of the case near to what was asked; `bears`: the statement asked about counts for it."""

    siglum: str
    claim_id: str
    text: str
    n_statements: int
    p: float
    reasons: tuple[str, ...]
    bears: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NearAnswer:
    """The claims of a case nearest to words: how likely none is meant, and the nearest, best first."""

    asked: str
    named: str
    n_claims: int
    p_none: float
    nearest: tuple[NearClaim, ...]

    @property
    def is_none(self) -> bool:
        """Say whether it is likelier than not that no claim of the case is meant."""
        return self.p_none > 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedClaim:
    """One row of somebody's list: the line it starts at, the claim, and its title and address as given."""

    line: int
    text: str
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedNear:
    """A claim of the case and the row of the list that is likeliest to be about the same."""

    siglum: str
    claim_id: str
    text: str
    checked: CheckedClaim
    p: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedAnswer:
    """Which claims of the case stand in a list of checked ones, likeliest first."""

    source: str
    n_checked: int
    n_claims: int
    found: tuple[CheckedNear, ...]


def known(work: Workplace, asked: str, limit: int) -> NearAnswer:
    """Return the claims nearest to words, or to the words of a statement, passage or claim called by siglum.

    Raises UsageError where nothing was asked, NothingMatchedError where a siglum names nothing.
    """
    text, named, record = _asked(work, asked)
    held = {claim.claim_id: claim for claim in work.store.all(Claim) if not claim.is_bare}
    index = _index(work, [KnownClaim(known_id=one.claim_id, text=_bare(one)) for one in held.values()])
    own = (record.claim_id,) if isinstance(record, Claim) else ()
    answer = index.find(text, limit, without=own)
    by_claim = statements_by_claim(work)
    bears = _borne(work, record)
    return NearAnswer(
        asked=text,
        named=named,
        n_claims=len(held) - sum(one in held for one in own),
        p_none=answer.p_none,
        nearest=tuple(
            NearClaim(
                siglum=work.store.siglum(one.known_id),
                claim_id=one.known_id,
                text=held[one.known_id].text,
                n_statements=len(by_claim.get(one.known_id, ())),
                p=one.p,
                reasons=one.reasons,
                bears=one.known_id in bears,
            )
            for one in answer.nearest
        ),
    )


def _asked(work: Workplace, asked: str) -> tuple[str, str, Claim | Statement | Passage | None]:
    """Return the words asked about, the siglum that named them, and the record behind it."""
    words = " ".join(asked.split())
    if not words:
        raise UsageError("Nothing was asked.", remedy="Give words, or a statement: `twosource known S12`.")
    if parse_siglum(words.upper()) is None:
        return asked, "", None
    found = resolve(work, words)
    claim, statement = work.store.get(Claim, found), work.store.get(Statement, found)
    if claim is not None:
        return _bare(claim), words.upper(), claim
    passage = work.store.get(Passage, statement.passage_id if statement is not None else found)
    if passage is None:
        raise UsageError(
            f"{words.upper()} is no claim, statement or passage.",
            remedy="Give words, or what `twosource statements` and `twosource claims` list: S12, C3.",
        )
    return passage.text, words.upper(), statement if statement is not None else passage


def _borne(work: Workplace, record: object) -> frozenset[str]:
    if not isinstance(record, Statement):
        return frozenset()
    matchings = (m for m in counted_matchings(work) if m.verdict == "same")
    return frozenset(m.claim_id for m in matchings if m.statement_id == record.statement_id)


def _bare(claim: Claim) -> str:
    """Return a claim's text without the action or stance set before it to tell it from others."""
    return _MARK.sub("", claim.text)


def _index(work: Workplace, claims: Sequence[KnownClaim], beside: Sequence[str] = ()) -> KnownClaims:
    wanted = work.settings.uses_model and len(claims) <= MOST_EMBEDDED
    embedder: Embedder | None = open_embedder() if wanted else None
    return KnownClaims(claims, embedder, beside=beside)


def known_against(work: Workplace, path: Path) -> CheckedAnswer:
    """Return which claims of the case a list of checked claims likely holds.

    Raises UsageError, NotAllowedError. A claim is reported where it is likelier than not that the
    list holds it; a person compares the two.
    """
    checked = read_checked(path)
    by_id = {str(one.line): one for one in checked}
    claims = [claim for claim in work.store.all(Claim) if not claim.is_bare]
    listed = [KnownClaim(known_id=line, text=one.text, title=one.title) for line, one in by_id.items()]
    index = _index(work, listed, beside=[_bare(claim) for claim in claims])
    found = []
    for claim in claims:
        answer = index.find(_bare(claim), 1)
        if answer.nearest and not answer.is_none:
            best = answer.nearest[0]
            found.append(
                CheckedNear(
                    siglum=work.store.siglum(claim.claim_id),
                    claim_id=claim.claim_id,
                    text=claim.text,
                    checked=by_id[best.known_id],
                    p=best.p,
                    reasons=best.reasons,
                )
            )
    found.sort(key=lambda one: (-one.p, one.claim_id))
    return CheckedAnswer(source=path.name, n_checked=len(checked), n_claims=len(claims), found=tuple(found))


def read_checked(path: Path) -> list[CheckedClaim]:
    """Read a list of checked claims: UTF-8, a head line with a column `claim`, `title` and `url` if there.

    Commas, semicolons or tabs part the columns. Rows without a claim are passed over. Raises UsageError
    with what is wrong and in which line, NotAllowedError where the file may not be read.
    """
    text = _text(path)
    head = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=head.count)
    csv.field_size_limit(LONGEST_FIELD)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        names = [name.strip().casefold() for name in next(rows, [])]
        if COLUMN not in names:
            seen = ", ".join(name for name in names if name)[:120] or "none"
            raise _bad(path, f"has no column {COLUMN!r} in its first line; its columns: {seen}.")
        return _checked(path, rows, {name: names.index(name) for name in names if name})
    except csv.Error as error:
        raise _bad(path, f"is no table that can be read: line {rows.line_num}, {error}.") from error


def _checked(path: Path, rows: Any, columns: dict[str, int]) -> list[CheckedClaim]:
    def cell(row: list[str], name: str) -> str:
        at = columns.get(name, len(row))
        return " ".join(row[at].split()) if at < len(row) else ""

    found: list[CheckedClaim] = []
    line = rows.line_num + 1
    for row in rows:
        if text := cell(row, COLUMN):
            more = {name: cell(row, name) for name in MORE_COLUMNS}
            found.append(CheckedClaim(line=line, text=text, **more))
        if len(found) > MOST_ROWS:
            raise _bad(path, f"holds more than {MOST_ROWS:,} claims.")
        line = rows.line_num + 1
    if not found:
        raise _bad(path, "holds no claim below its first line.")
    return found


def _text(path: Path) -> str:
    if not path.is_file():
        raise UsageError(f"There is no file {path}.", safe=UNREAD, remedy="Check the name and ask again.")
    if path.stat().st_size > MOST_BYTES:
        raise _bad(path, f"is larger than {MOST_BYTES // 1024**2} MiB.")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _bad(path, f"is not UTF-8 text: byte {error.start:,} is none.") from error
    except PermissionError as error:
        raise NotAllowedError(f"{path} may not be read.", safe=UNREAD) from error


def _bad(path: Path, what: str) -> UsageError:
    return UsageError(
        f"{path.name} {what}",
        safe=UNREAD,
        remedy="Save the list as CSV in UTF-8 with a first line such as claim,title,url and ask again.",
    )
