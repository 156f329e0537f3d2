"""The conservation law: everything received ends as read, partly read, refused or waiting."""

from collections import Counter
from dataclasses import dataclass

from twosource.evidence.holdings import Exhibit, Holding
from twosource.evidence.outcome import Coverage, Failure, Fate
from twosource.ports import View
from twosource.terms import Status

NOT_READ_YET = Failure(
    code="NotReadYet",
    happened="This exhibit was received and has not been read yet.",
    remedy="Run `twosource read`.",
)


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
class CoverageAnswer:
    """The four numbers, what was not wholly read and why, and how many paths were duplicates."""

    coverage: Coverage
    unread: tuple[Unread, ...]
    n_paths: int
    by_type: tuple[tuple[str, int], ...]


def fates(view: View) -> dict[str, Fate]:
    """Return the fate of every exhibit and of every member that could not be kept."""
    found = {fate.exhibit_id: fate for fate in view.all(Fate)}
    for exhibit in view.all(Exhibit):
        if exhibit.exhibit_id not in found:
            found[exhibit.exhibit_id] = Fate(
                exhibit_id=exhibit.exhibit_id, status=Status.WAITING, failures=(NOT_READ_YET,)
            )
    return found


def count(found: dict[str, Fate]) -> Coverage:
    """Count fates by status."""
    by_status = Counter(fate.status for fate in found.values())
    return Coverage(
        n_received=len(found),
        n_read=by_status[Status.READ],
        n_partly_read=by_status[Status.PARTLY_READ],
        n_refused=by_status[Status.REFUSED],
        n_waiting=by_status[Status.WAITING],
    )


def coverage(view: View) -> CoverageAnswer:
    """Return the four numbers and everything behind them."""
    found = fates(view)
    exhibits = {exhibit.exhibit_id: exhibit for exhibit in view.all(Exhibit)}
    paths: dict[str, list[str]] = {}
    for holding in view.all(Holding):
        paths.setdefault(holding.exhibit_id, []).append(holding.path)
    unread = [
        Unread(
            siglum=view.siglum(fate.exhibit_id),
            exhibit_id=fate.exhibit_id,
            status=fate.status,
            media_type=exhibits[fate.exhibit_id].media_type if fate.exhibit_id in exhibits else "",
            paths=tuple(paths.get(fate.exhibit_id, ())) or (fate.path,),
            failures=fate.failures,
        )
        for fate in found.values()
        if fate.status is not Status.READ
    ]
    by_type = Counter(exhibit.media_type for exhibit in exhibits.values())
    return CoverageAnswer(
        coverage=count(found),
        unread=tuple(unread),
        n_paths=sum(len(p) for p in paths.values()),
        by_type=tuple(by_type.most_common()),
    )
