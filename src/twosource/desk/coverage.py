"""The conservation law: everything received ends as read, partly read, refused or waiting."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from twosource.evidence.holdings import Exhibit, Holding
from twosource.evidence.outcome import Coverage, Failure, Fate
from twosource.ports import View
from twosource.reading import label_of
from twosource.terms import Status

NOT_READ_YET = Failure(
    code="NotReadYet",
    happened="This exhibit was received and has not been read yet.",
    remedy="Run `twosource read`.",
)
NOT_KEPT = "not kept"
MAX_SIGLA = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """One exhibit or member that was not wholly read, with its paths and the reasons."""

    siglum: str
    exhibit_id: str
    status: Status
    media_type: str
    paths: tuple[str, ...]
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The four numbers of one part of the case: a type, a folder."""

    name: str
    coverage: Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason why exhibits were not wholly read: how many, which, and what to do about it."""

    code: str
    n: int
    sigla: tuple[str, ...]
    happened: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """One exhibit that was found at several paths: all of them."""

    siglum: str
    exhibit_id: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageAnswer:
    """The four numbers, the same by type and by folder, why what was not wholly read, and duplicates."""

    coverage: Coverage
    unread: tuple[Unread, ...]
    n_paths: int
    by_type: tuple[Share, ...]
    by_folder: tuple[Share, ...]
    by_reason: tuple[Reason, ...]
    duplicates: tuple[Duplicate, ...]

    @property
    def percent_read(self) -> float:
        """Return how many of a hundred received exhibits were read, wholly or in part."""
        had_words = self.coverage.n_read + self.coverage.n_partly_read
        return 100 * had_words / self.coverage.n_received if self.coverage.n_received else 100.0


def fates(view: View) -> dict[str, Fate]:
    """Return the fate of every exhibit and of every member that could not be kept."""
    found = {fate.exhibit_id: fate for fate in view.all(Fate)}
    for exhibit in view.all(Exhibit):
        if exhibit.exhibit_id not in found:
            found[exhibit.exhibit_id] = Fate(
                exhibit_id=exhibit.exhibit_id, status=Status.WAITING, failures=(NOT_READ_YET,)
            )
    return found


def count(found: Iterable[Fate]) -> Coverage:
    """Count fates by status."""
    by_status = Counter(fate.status for fate in found)
    return Coverage(
        n_received=by_status.total(),
        n_read=by_status[Status.READ],
        n_partly_read=by_status[Status.PARTLY_READ],
        n_refused=by_status[Status.REFUSED],
        n_waiting=by_status[Status.WAITING],
    )


def coverage(view: View) -> CoverageAnswer:
    """Return the four numbers and everything behind them."""
    found = list(fates(view).values())
    exhibits = {exhibit.exhibit_id: exhibit for exhibit in view.all(Exhibit)}
    paths: dict[str, list[str]] = defaultdict(list)
    for holding in view.all(Holding):
        paths[holding.exhibit_id].append(holding.path)
    unread = tuple(
        Unread(
            siglum=view.siglum(fate.exhibit_id),
            exhibit_id=fate.exhibit_id,
            status=fate.status,
            media_type=exhibits[fate.exhibit_id].media_type if fate.exhibit_id in exhibits else "",
            paths=tuple(paths.get(fate.exhibit_id, ())) or (fate.path,),
            failures=fate.failures,
        )
        for fate in found
        if fate.status is not Status.READ
    )
    types = {exhibit_id: label_of(exhibit.media_type) for exhibit_id, exhibit in exhibits.items()}
    return CoverageAnswer(
        coverage=count(found),
        unread=unread,
        n_paths=sum(map(len, paths.values())),
        by_type=_shares(found, lambda fate: types.get(fate.exhibit_id, NOT_KEPT)),
        by_folder=_shares(found, lambda fate: _folder((paths.get(fate.exhibit_id) or [fate.path])[0])),
        by_reason=_reasons(unread),
        duplicates=tuple(
            Duplicate(siglum=view.siglum(exhibit_id), exhibit_id=exhibit_id, paths=tuple(sorted(places)))
            for exhibit_id, places in paths.items()
            if len(set(places)) > 1
        ),
    )


def _shares(found: Iterable[Fate], name: Callable[[Fate], str]) -> tuple[Share, ...]:
    """Return the four numbers of each part, the largest part first."""
    parts: dict[str, list[Fate]] = defaultdict(list)
    for fate in found:
        parts[name(fate)].append(fate)
    shares = (Share(name=name, coverage=count(of)) for name, of in parts.items())
    return tuple(sorted(shares, key=lambda share: (-share.coverage.n_received, share.name)))


def _folder(path: str) -> str:
    """Return the two uppermost folders of a path: enough to know where in a delivery one is."""
    return "/".join(path.split("/")[:-1][:2]) or "."


def _reasons(unread: Iterable[Unread]) -> tuple[Reason, ...]:
    """Return each reason with the exhibits it holds for, the commonest first."""
    held: dict[str, list[tuple[Unread, Failure]]] = defaultdict(list)
    for one in unread:
        for failure in {failure.code: failure for failure in one.failures}.values():
            held[failure.code].append((one, failure))
    reasons = (
        Reason(
            code=code,
            n=len(those),
            sigla=tuple(one.siglum for one, _ in those if one.siglum)[:MAX_SIGLA],
            happened=those[0][1].happened,
            remedy=those[0][1].remedy,
        )
        for code, those in held.items()
    )
    return tuple(sorted(reasons, key=lambda reason: (-reason.n, reason.code)))
