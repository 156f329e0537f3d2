"""The timeline: documents above the line, the event record below, soft ends where a date is uncertain."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from twosource.dates import DateSpan, Precision
from twosource.dossier.contexts import Picture, Table
from twosource.dossier.drawings import Moment, RecordBar, Timeline
from twosource.dossier.shelf import Shelf
from twosource.dossier.wording import capital, count, dated, joined
from twosource.evidence.events import RecordRow

MAX_MOMENTS = 24
NAMED = 3
SURE_PLACE = 3


def timeline_picture(shelf: Shelf, exhibit_ids: Iterable[str]) -> Picture | None:
    """Return the timeline of exhibits and record, or None where fewer than two things are dated."""
    known = [(e, span) for e in exhibit_ids if (span := shelf.published(e)).is_known]
    bars = _bars(shelf.material.record_rows)
    if len(known) + len(bars) < 2:
        return None
    moments, spans = _moments(shelf, known)
    title = _title(known, bars)
    n_rows = sum(b.n_events for b in bars)
    measured = "deaths (best estimate)" if any(b.deaths for b in bars) else "the number of events"
    caption = (
        f"Above the line: {count(len(known), 'dated exhibit')}, as they date themselves; ends fade where the "
        "date is uncertain."
    )
    if bars:
        caption += (
            " Below: events of the record placed to a district or better, "
            f"n\u00a0=\u00a0{n_rows:,}; bar height is {measured}."
        )
    rows = [(m.label, s, str(m.n)) for m, s in zip(moments, spans, strict=True)]
    rows += [("record", f"{b.start:%Y-%m}", f"{b.n_events} events, {b.deaths} deaths") for b in bars]
    return Picture(
        name="timeline",
        title=title,
        caption=caption,
        alt=f"{title}. " + "; ".join(f"{label}: {when}" for label, when, _ in rows[:16]) + ".",
        drawing=Timeline(documents=tuple(moments), record=bars),
        table=Table(
            caption="What is dated when",
            headers=("what", "when", "how many"),
            rows=tuple(rows),
            numeric=(2,),
        ),
    )


def _moments(shelf: Shelf, known: list[tuple[str, DateSpan]]) -> tuple[list[Moment], list[str]]:
    together: defaultdict[tuple[date | None, date | None], list[str]] = defaultdict(list)
    written: dict[tuple[date | None, date | None], str] = {}
    for exhibit_id, span in known:
        key = (span.start, span.end)
        together[key].append(shelf.short(exhibit_id))
        written[key] = dated(span)
    keys = sorted(together, key=lambda k: (k[0] or k[1] or date.min, k[1] or date.max))
    if len(keys) > MAX_MOMENTS:
        keys, together, written = _by_month(keys, together)
    moments = [Moment(label=_label(together[k]), start=k[0], end=k[1], n=len(together[k])) for k in keys]
    return moments, [written[k] for k in keys]


_Key = tuple[date | None, date | None]


def _by_month(
    keys: list[_Key], together: dict[_Key, list[str]]
) -> tuple[list[_Key], defaultdict[_Key, list[str]], dict[_Key, str]]:
    """Put documents of one month together where there are too many days to label."""
    months: defaultdict[str, list[_Key]] = defaultdict(list)
    for key in keys:
        known = key[0] or key[1]
        months[f"{known:%Y-%m}" if known else ""].append(key)
    groups = sorted(months.items())
    if len(groups) > MAX_MOMENTS:
        years: defaultdict[str, list[_Key]] = defaultdict(list)
        for month, members in groups:
            years[month[:4]] += members
        groups = sorted(years.items())
    merged: defaultdict[_Key, list[str]] = defaultdict(list)
    written: dict[_Key, str] = {}
    for when, members in groups:
        starts = [m[0] for m in members if m[0]]
        ends = [m[1] for m in members if m[1]]
        key = (min(starts, default=None), max(ends, default=None))
        merged[key] += [s for m in members for s in together[m]]
        written[key] = when
    return list(merged), merged, written


def _label(sigla: list[str]) -> str:
    if len(sigla) <= NAMED:
        return joined(sigla)
    return f"{sigla[0]} and {len(sigla) - 1} more"


def _bars(rows: Iterable[RecordRow]) -> tuple[RecordBar, ...]:
    events: Counter[tuple[int, int]] = Counter()
    deaths: Counter[tuple[int, int]] = Counter()
    for row in rows:
        if row.span.start is None or row.where_precision > SURE_PLACE:
            continue
        month = (row.span.start.year, row.span.start.month)
        events[month] += 1
        deaths[month] += row.deaths_best
    return tuple(
        RecordBar(start=date(*month, 1), end=_month_end(*month), n_events=events[month], deaths=deaths[month])
        for month in sorted(events)
    )


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _title(known: list[tuple[str, DateSpan]], bars: tuple[RecordBar, ...]) -> str:
    days = sorted(s.start for _, s in known if s.start and s.precision is Precision.DAY)
    if len(days) < 2:
        return "When the exhibits and the record date themselves"
    middle = days[len(days) // 2]
    close = sum(abs((d - middle).days) <= 3 for d in days)
    if close * 2 > len(known):
        some = f"{capital(count(close, 'exhibit'))} of {len(known)}"
        text = f"{some} appeared within days of {middle.day} {middle:%B %Y}"
    else:
        text = f"The exhibits date from {days[0]:%B %Y} to {days[-1]:%B %Y}"
    if bars:
        text += f"; the record covers {bars[0].start:%B %Y} to {bars[-1].end:%B %Y}"
    return text
